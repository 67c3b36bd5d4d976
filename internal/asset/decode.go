package asset

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"image"
	"image/gif"
	"image/jpeg"
	"image/png"
	"io"

	"golang.org/x/image/bmp"
	"golang.org/x/image/tiff"
	"golang.org/x/image/webp"
)

// stoppable is a file in memory that ends with its context: the decoders of the
// library know no other way to be stopped.
type stoppable struct {
	*bytes.Reader
	ctx context.Context //nolint:containedctx // the reader lives as long as one decode
}

func (s stoppable) Read(p []byte) (int, error) {
	if err := s.ctx.Err(); err != nil {
		return 0, err
	}
	return s.Reader.Read(p[:min(len(p), 1<<16)])
}

// errUnsupported marks an image that is whole but of a kind that can't be decoded.
var errUnsupported = errors.New("unsupported")

// decode decodes the pixels of an image whose size was checked. An animation
// gives its first picture.
func decode(ctx context.Context, data []byte, kind string) (m image.Image, err error) {
	defer func() {
		if p := recover(); p != nil { // A decoder's mistake is the file's.
			m, err = nil, fmt.Errorf("decode %s: %v", kind, p)
		}
	}()
	if kind == "webp" {
		data = firstFrame(data)
	}
	r := stoppable{bytes.NewReader(data), ctx}
	switch kind {
	case "jpeg":
		m, err = jpeg.Decode(io.Reader(r))
	case "png":
		m, err = png.Decode(r)
	case "gif":
		m, err = gif.Decode(struct{ io.Reader }{r})
	case "bmp":
		m, err = bmp.Decode(r)
	case "webp":
		m, err = webp.Decode(r)
	case "tiff":
		m, err = tiff.Decode(r)
	default:
		return nil, fmt.Errorf("decode %s: %w", kind, errUnsupported)
	}
	switch {
	case ctx.Err() != nil:
		return nil, ctx.Err()
	case unsupported(err):
		return nil, fmt.Errorf("decode %s: %w: %w", kind, errUnsupported, err)
	case err != nil:
		return nil, fmt.Errorf("decode %s: %w", kind, err)
	}
	return m, nil
}

func unsupported(err error) bool {
	_, j := errors.AsType[jpeg.UnsupportedError](err)
	_, p := errors.AsType[png.UnsupportedError](err)
	_, t := errors.AsType[tiff.UnsupportedError](err)
	return j || p || t || errors.Is(err, bmp.ErrUnsupported)
}

// weight is about how many bytes decoding an image takes at its peak: the
// decoder's own, and the first smaller copy.
func (im Image) weight() int64 {
	perPixel := int64(6)
	switch im.Type {
	case "gif":
		perPixel += int64(im.Frames)
	case "png", "tiff", "avif", "heic":
		perPixel = 10 // 16 bits a channel are the worst case
	case "jpeg":
		perPixel = 16 // of progressive files, whose coefficients are kept
	}
	return perPixel * int64(im.Width) * int64(im.Height)
}

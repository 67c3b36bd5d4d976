package asset

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"image"
	"image/gif"
	"image/jpeg"
	"image/png"
	"io"
	"slices"

	"golang.org/x/image/tiff"
	"golang.org/x/image/webp"
)

// format is a type of image: how it is recognised and what it is called.
type format struct {
	name        string
	exts        []string // the first names uploads
	contentType string
	is          func([]byte) bool
	// check reads width and height and refuses files that are not whole; nil
	// for types that no use takes.
	check func([]byte) (width, height int, err error)
}

// formats holds the types that people put into articles; those the API refuses
// are here so that the finding can name them.
var formats = []format{
	{"jpeg", []string{"jpg", "jpeg", "jpe", "jfif"}, "image/jpeg", prefix("\xff\xd8\xff"), checkJPEG},
	{"png", []string{"png", "apng"}, "image/png", prefix("\x89PNG\r\n\x1a\n"), checkPNG},
	{"gif", []string{"gif"}, "image/gif", prefix("GIF87a", "GIF89a"), checkGIF},
	{"bmp", []string{"bmp", "dib"}, "image/bmp", isBMP, checkBMP},
	{"webp", []string{"webp"}, "image/webp", at(8, "WEBP"), checkWebP},
	{"svg", []string{"svg"}, "image/svg+xml", isSVG, checkSVG},
	{"tiff", []string{"tif", "tiff"}, "image/tiff", prefix("II*\x00", "MM\x00*"), checkTIFF},
	{"avif", []string{"avif"}, "image/avif", isAVIF, checkHEIF},
	{"heic", []string{"heic", "heif"}, "image/heic", isHEIC, checkHEIF},
	{"ico", []string{"ico"}, "image/x-icon", prefix("\x00\x00\x01\x00"), nil},
	{"psd", []string{"psd"}, "image/vnd.adobe.photoshop", prefix("8BPS"), nil},
	{"jxl", []string{"jxl"}, "image/jxl", prefix("\xff\x0a", "\x00\x00\x00\x0cJXL "), nil},
	{"pdf", []string{"pdf"}, "application/pdf", prefix("%PDF-"), nil},
}

func sniff(data []byte) *format {
	for i := range formats {
		if formats[i].is(data) {
			return &formats[i]
		}
	}
	return nil
}

func formatOf(ext string) *format {
	i := slices.IndexFunc(formats, func(f format) bool { return slices.Contains(f.exts, ext) })
	if i < 0 {
		return nil
	}
	return &formats[i]
}

func prefix(magic ...string) func([]byte) bool { return at(0, magic...) }

func at(offset int, magic ...string) func([]byte) bool {
	return func(data []byte) bool {
		if len(data) < offset {
			return false
		}
		return slices.ContainsFunc(magic, func(m string) bool { return bytes.HasPrefix(data[offset:], []byte(m)) })
	}
}

// isBMP looks past the two letters, which begin many a text too: four reserved
// bytes are zero and a header of a known size follows.
func isBMP(data []byte) bool {
	if len(data) < 18 || string(data[:2]) != "BM" || binary.LittleEndian.Uint32(data[6:]) != 0 {
		return false
	}
	return slices.Contains([]uint32{12, 16, 40, 52, 56, 64, 108, 124}, binary.LittleEndian.Uint32(data[14:]))
}

// isSVG finds the svg element after a byte order mark, an XML declaration,
// comments and a doctype.
func isSVG(data []byte) bool {
	s := bytes.TrimPrefix(data, []byte("\xef\xbb\xbf"))
	for {
		s = bytes.TrimLeft(s, " \t\r\n")
		end := ""
		switch {
		case bytes.HasPrefix(s, []byte("<svg")), bytes.HasPrefix(s, []byte("<svg:svg")):
			return true
		case bytes.HasPrefix(s, []byte("<!--")):
			end = "-->"
		case bytes.HasPrefix(s, []byte("<?")):
			end = "?>"
		case bytes.HasPrefix(s, []byte("<!DOCTYPE svg")):
			return true
		default:
			return false
		}
		_, rest, found := bytes.Cut(s, []byte(end))
		if !found {
			return false
		}
		s = rest
	}
}

func checkWith(decode func(io.Reader) (image.Config, error), data []byte) (int, int, error) {
	c, err := decode(bytes.NewReader(data))
	if err != nil {
		return 0, 0, fmt.Errorf("read header of image: %w", err)
	}
	if c.Width <= 0 || c.Height <= 0 {
		return 0, 0, fmt.Errorf("image of %d × %d pixels", c.Width, c.Height)
	}
	return c.Width, c.Height, nil
}

var errShort = errors.New("image breaks off")

// checkWebP wants as many bytes as the head announces.
func checkWebP(data []byte) (int, int, error) {
	if uint64(binary.LittleEndian.Uint32(data[4:]))+8 > uint64(len(data)) {
		return 0, 0, errShort
	}
	return checkWith(webp.DecodeConfig, firstFrame(data))
}

func checkTIFF(data []byte) (int, int, error) { return checkWith(tiff.DecodeConfig, data) }

// checkJPEG wants an end marker after the scans; a thumbnail has its own before.
func checkJPEG(data []byte) (int, int, error) {
	w, h, err := checkWith(jpeg.DecodeConfig, data)
	if err != nil {
		return 0, 0, err
	}
	all, _, whole := segments(data)
	if !whole || !slices.ContainsFunc(all, func(s segment) bool { return s.marker == markerScan }) {
		return 0, 0, errShort
	}
	return w, h, nil
}

// checkPNG follows the chunks to the last one, and sums up those that decoders
// need: no decoder takes them with a wrong sum.
func checkPNG(data []byte) (int, int, error) {
	w, h, err := checkWith(png.DecodeConfig, data)
	if err != nil {
		return 0, 0, err
	}
	all, whole := chunks(data)
	if !whole {
		return 0, 0, errShort
	}
	for _, c := range all {
		if needed := c.name[0] >= 'A' && c.name[0] <= 'Z'; needed && crc32.ChecksumIEEE(data[c.start+4:c.end-4]) != binary.BigEndian.Uint32(data[c.end-4:]) {
			return 0, 0, fmt.Errorf("wrong sum of %s", c.name)
		}
	}
	return w, h, nil
}

// checkGIF follows the blocks to the trailer.
func checkGIF(data []byte) (int, int, error) {
	w, h, err := checkWith(gif.DecodeConfig, data)
	if err != nil {
		return 0, 0, err
	}
	if _, err := gifFrames(data); err != nil {
		return 0, 0, err
	}
	return w, h, nil
}

// checkBMP reads the header itself: the size of the file, then the dimensions,
// whose height is negative in files stored from the top.
func checkBMP(data []byte) (int, int, error) {
	if len(data) < 26 {
		return 0, 0, errShort
	}
	w, h := int(int32(binary.LittleEndian.Uint32(data[18:]))), int(int32(binary.LittleEndian.Uint32(data[22:]))) //nolint:gosec // The format's numbers are signed.
	if binary.LittleEndian.Uint32(data[14:]) == 12 {
		w, h = int(binary.LittleEndian.Uint16(data[18:])), int(binary.LittleEndian.Uint16(data[20:]))
	}
	h = max(h, -h)
	if w <= 0 || h == 0 {
		return 0, 0, fmt.Errorf("image of %d × %d pixels", w, h)
	}
	if start := binary.LittleEndian.Uint32(data[10:]); uint64(start) >= uint64(len(data)) {
		return 0, 0, errShort
	}
	if size := binary.LittleEndian.Uint32(data[2:]); uint64(size) > uint64(len(data)) {
		return 0, 0, errShort
	}
	return w, h, nil
}

// Package asset makes of any image that a writer has one that the API takes.
// [Inspect] reads what an image is, [Image.Choose] says how it is made to fit,
// and a [Maker] makes it, or takes it from its cache.
//
// Its one rule: an image is what its bytes say, never what its name says, and
// what its bytes say is checked before anything is decoded: size, time and
// memory are bounded.
//
// It does not upload. How an image is made to fit is told by its head and the
// site's settings alone, so that planning decodes nothing and gives the same on
// every machine.
package asset

import (
	"bytes"
	"errors"
	"math"
	"path"
	"slices"
	"strings"

	"golang.org/x/image/bmp"
)

// Use is what an image is uploaded for; each use has its own limits.
type Use int

// The uses of an image.
const (
	// Content is an image in the text of an article: JPEG or PNG under 1 MB.
	// https://developers.weixin.qq.com/doc/subscription/api/material/permanent/api_uploadimage.html
	Content Use = iota
	// Cover is a permanent material of type image: BMP, PNG, JPEG or GIF of at
	// most 10 MB.
	// https://developers.weixin.qq.com/doc/subscription/api/material/permanent/api_addmaterial.html
	Cover
)

// The limits in bytes: a content image stays under its limit, a cover may reach it.
const (
	contentLimit = 1 << 20
	coverLimit   = 10 << 20
)

// CodeBroken is the finding about bytes that [Inspect] refuses; its arguments
// are the image's path and its type.
const CodeBroken = "image-broken"

// codeUnsupported is the finding about bytes that are whole but of a kind that
// isn't decoded; its arguments are the same.
const codeUnsupported = "image-unsupported"

// CodeOf is the finding about bytes that were refused with an error.
func CodeOf(err error) string {
	if unsupported(err) {
		return codeUnsupported
	}
	return CodeBroken
}

// Image is what the bytes of an image say.
type Image struct {
	SHA256      string // of the bytes, in hex
	Type        string // "jpeg", "png", "svg" …; "" when the bytes are no known image
	Ext         string // of an upload's file name, without a dot
	ContentType string
	Width       int // in pixels; 0 where the type does not say
	Height      int
	Size        int // in bytes
	// Orientation is how the picture is to be turned, as EXIF has it: 1 is upright,
	// from 5 on width and height change places.
	Orientation int
	Frames      int // pictures of a GIF; an animation has several
	// Private is set when the file may tell who took the picture, where and with what.
	Private bool
	// Rare is set when the file is whole but compressed in a way that isn't decoded.
	Rare bool
}

// Inspect reads the type and size of an image from its bytes. Bytes of no known
// type are an Image without Type; an error says that they begin as the returned
// Type and then break off or contradict it.
func Inspect(data []byte) (Image, error) {
	im := Image{SHA256: sum(data), Size: len(data), Ext: "bin", ContentType: "application/octet-stream"}
	f := sniff(data)
	if f == nil {
		return im, nil
	}
	im.Type, im.Ext, im.ContentType = f.name, f.exts[0], f.contentType
	if f.check == nil {
		return im, nil
	}
	var err error
	if im.Width, im.Height, err = f.check(data); err != nil {
		return im, err
	}
	a := aboutOf(im.Type, data)
	im.Private, im.Orientation = a.private, max(1, a.orientation)
	switch im.Type {
	case "gif":
		im.Frames, _ = gifFrames(data)
	case "bmp":
		_, err := bmp.DecodeConfig(bytes.NewReader(data))
		im.Rare = errors.Is(err, bmp.ErrUnsupported)
	case "tiff":
		im.Rare = !slices.Contains(decompressed, a.compression)
	}
	return im, nil
}

// decompressed are the compressions of TIFF that are decoded: none, those of fax
// machines, LZW, Deflate and PackBits.
var decompressed = []uint16{0, 1, 3, 4, 5, 8, 32773, 32946}

// aboutOf reads what a file says beside its pixels.
func aboutOf(kind string, data []byte) (a about) {
	switch kind {
	case "jpeg":
		return aboutJPEG(data)
	case "png":
		return aboutPNG(data)
	case "gif":
		return aboutGIF(data)
	case "webp":
		return aboutWebP(data)
	case "tiff":
		a.readExif(data)
	}
	return a
}

// Misnamed says that a file's name promises another type than its bytes hold,
// with the finding's code and arguments; the code is "" when they agree. It does
// no harm to the upload, which bears the right name.
func (im Image) Misnamed(file string) (code string, args []any) {
	ext := strings.TrimPrefix(strings.ToLower(path.Ext(file)), ".")
	claimed := formatOf(ext)
	if claimed == nil || im.Type == "" || claimed.name == im.Type {
		return "", nil
	}
	return "image-misnamed", []any{ext, im.Type}
}

// megabytes is a size with one decimal, rounded up so that a size over a limit
// is not shown as the limit.
func megabytes(size int) float64 {
	return math.Floor(float64(size)/(1<<20)*10+1) / 10
}

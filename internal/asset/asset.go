// Package asset looks at the bytes of an image and says whether the API takes
// it. Use it for every image before it is uploaded.
//
// Its one rule: an image is what its bytes say, never what its name says.
//
// It does not read files, upload or change an image: an image that does not fit
// is a finding of its article.
package asset

import (
	"crypto/sha256"
	"encoding/hex"
	"math"
	"path"
	"slices"
	"strings"
)

// Fit names, in references, how an image is made acceptable: as it is.
const Fit = "asis"

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

// taken are the types that each use takes.
var taken = [...][]string{Content: {"jpeg", "png"}, Cover: {"bmp", "png", "jpeg", "gif"}}

// CodeBroken is the finding about bytes that [Inspect] refuses; its arguments
// are the image's path and its type.
const CodeBroken = "image-broken"

// Image is what the bytes of an image say.
type Image struct {
	SHA256      string // of the bytes, in hex
	Type        string // "jpeg", "png", "svg" …; "" when the bytes are no known image
	Ext         string // of an upload's file name, without a dot
	ContentType string
	Width       int // in pixels; 0 where the type does not say
	Height      int
	Size        int // in bytes
}

// Inspect reads the type and size of an image from its bytes. Bytes of no known
// type are an Image without Type; an error says that they begin as the returned
// Type and then break off or contradict it.
func Inspect(data []byte) (Image, error) {
	sum := sha256.Sum256(data)
	im := Image{SHA256: hex.EncodeToString(sum[:]), Size: len(data), Ext: "bin", ContentType: "application/octet-stream"}
	f := sniff(data)
	if f == nil {
		return im, nil
	}
	im.Type, im.Ext, im.ContentType = f.name, f.exts[0], f.contentType
	if f.check == nil {
		return im, nil
	}
	var err error
	im.Width, im.Height, err = f.check(data)
	return im, err
}

// Name is the file name of the image's upload. It says nothing but the content,
// so that an upload whose outcome is unknown can be found again by name.
func (im Image) Name() string {
	return "mpsync-" + im.SHA256[:16] + "." + im.Ext
}

// Problem says why the API refuses the image for a use: a code of the catalog,
// whose arguments are the image's path and then args. The code is "" when the
// image fits.
func (im Image) Problem(u Use) (code string, args []any) {
	switch {
	case im.Type == "":
		return "image-unknown", nil
	case im.Type == "svg":
		return "image-svg", nil
	case u == Content && im.Type == "gif":
		return "image-gif", nil
	case !slices.Contains(taken[u], im.Type):
		return "image-type", []any{im.Type}
	case u == Content && im.Size >= contentLimit:
		return "image-too-large", []any{megabytes(im.Size)}
	case u == Cover && im.Size > coverLimit:
		return "cover-too-large", []any{megabytes(im.Size)}
	}
	return "", nil
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

package asset

import (
	"strconv"

	"mpsync/internal/model"
)

// Rules are what a site wishes for its images.
type Rules struct {
	// MaxWidth is how wide, in pixels, an image in the text may be; wider ones
	// are made smaller.
	MaxWidth int
	// MaxPixels is how many pixels an image may have to be decoded at all.
	MaxPixels int
	// LargeGIF is what becomes of an animation over 10 MB: GIFReduce or GIFStill.
	LargeGIF string
}

// The values of [Rules.LargeGIF].
const (
	GIFReduce = "reduce" // smaller and with fewer pictures, until it fits
	GIFStill  = "still"  // its first picture alone
)

// The ways to make an image fit, as references name them. Three bear a width in
// pixels: a content image made anew is "w1080", a drawing "svg1080", a reduced
// animation "gif1080".
const (
	FitAsIs  = "asis"
	FitClean = "clean" // the same pixels, without what tells of a person
	FitGIF   = "gif"   // the animation as it is, as a permanent material
	FitCover = "cover" // a JPEG
	fitWidth = "w"
)

// Choice is how an image is made to fit.
type Choice struct {
	// Fit stands in the reference.
	Fit string
	// Ext is that of the upload's file name, "" where only the pixels decide.
	Ext string
	// Permanent is set when only add_material takes it.
	Permanent bool
	// Code is a finding of the catalog, "" for none; its arguments are the
	// image's path and then Args. Refused says that there is no way.
	Code    string
	Args    []any
	Refused bool
}

func refuse(code string, args ...any) Choice { return Choice{Code: code, Args: args, Refused: true} }

// Cleaned is the fit of an image that is sent with the pixels that it has: ""
// where it tells nothing of a person.
func (im Image) Cleaned() string {
	if im.Private {
		return FitClean
	}
	return ""
}

// undecodable are known types that nothing decodes.
var undecodable = map[string]bool{"ico": true, "psd": true, "jxl": true, "pdf": true}

// Choose says how an image is made to fit a use.
func (im Image) Choose(u Use, r Rules) Choice {
	switch {
	case im.Type == "":
		return refuse("image-unknown")
	case undecodable[im.Type]:
		return refuse("image-type", im.Type)
	case im.Rare && (u == Content || im.Type != "bmp" || im.Size > coverLimit): // Such a BMP is a cover as it is.
		return refuse("image-unsupported", im.Type)
	case im.Type != "svg" && im.Width*im.Height > r.MaxPixels: // A drawing has the size that it is drawn in.
		return refuse("image-too-many-pixels", im.Width, im.Height, r.MaxPixels/1_000_000)
	case im.Type == "svg" && u == Content:
		return Choice{Fit: fitSVG + strconv.Itoa(r.MaxWidth)}
	case u == Cover:
		return im.chooseCover()
	case im.Frames > 1:
		return im.chooseAnimation(r)
	case im.Type != "jpeg" && im.Type != "png", im.Size >= contentLimit, im.Orientation > 1, im.Width > r.MaxWidth:
		return Choice{Fit: fitWidth + strconv.Itoa(r.MaxWidth)}
	case im.Private:
		return Choice{Fit: FitClean, Ext: im.Ext}
	}
	return Choice{Fit: FitAsIs, Ext: im.Ext}
}

// chooseCover is [Image.Choose] for a cover, which may be larger and of more
// types.
func (im Image) chooseCover() Choice {
	native := im.Type == "jpeg" || im.Type == "png" || im.Type == "bmp" || im.Type == "gif"
	switch {
	case !native, im.Size > coverLimit, im.Orientation > 1:
		return Choice{Fit: FitCover, Ext: "jpg"}
	case im.Private:
		return Choice{Fit: FitClean, Ext: im.Ext}
	}
	return Choice{Fit: FitAsIs, Ext: im.Ext}
}

// chooseAnimation is [Image.Choose] for an animated GIF in the text, which only
// a permanent material keeps moving.
func (im Image) chooseAnimation(r Rules) Choice {
	switch {
	case im.Size <= coverLimit && im.Private:
		return Choice{Fit: FitClean, Ext: "gif", Permanent: true}
	case im.Size <= coverLimit:
		return Choice{Fit: FitGIF, Ext: "gif", Permanent: true}
	case r.LargeGIF == GIFReduce && im.Width*im.Height*im.Frames <= memoryBudget/2:
		return Choice{Fit: FitGIF + strconv.Itoa(r.MaxWidth), Ext: "gif", Permanent: true, Code: "image-gif-reduced", Args: []any{megabytes(im.Size)}}
	}
	return Choice{Fit: fitWidth + strconv.Itoa(r.MaxWidth), Code: "image-gif-still", Args: []any{megabytes(im.Size)}}
}

// Decodes says whether an image is decoded to be made to fit.
func (c Choice) Decodes() bool {
	return !c.Refused && c.Fit != FitAsIs && c.Fit != FitClean && c.Fit != FitGIF
}

// recipe is what [model.Asset.Fit] says: "" for a source that is sent as it is.
func (c Choice) recipe() string {
	if c.Fit == FitAsIs || c.Fit == FitGIF {
		return ""
	}
	return c.Fit
}

// Asset is what is uploaded for an image, made to fit so. The path is what people
// are told.
func (c Choice) Asset(im Image, path string) model.Asset {
	return model.Asset{
		Path: path, SHA256: im.SHA256, Name: c.Upload(im.SHA256), Size: im.Size, Fit: c.recipe(), Permanent: c.Permanent,
	}
}

// Fetched is how an image is made to fit that is not fetched yet.
func (r Rules) Fetched(u Use) Choice {
	if u == Cover {
		return Choice{Fit: FitCover, Ext: "jpg"}
	}
	return Choice{Fit: fitWidth + strconv.Itoa(r.MaxWidth)}
}

// Upload is the file name of an upload. It says nothing but source and fit, so
// that an upload whose outcome is unknown can be found again by name.
func (c Choice) Upload(sha256 string) string {
	ext := c.Ext
	if ext == "" {
		ext = "jpg"
	}
	if c.recipe() == "" {
		return "mpsync-" + sha256[:16] + "." + ext
	}
	return "mpsync-" + sum([]byte(sha256 + "-" + c.Fit))[:16] + "." + ext
}

package site

import (
	"fmt"
	"math"
	"strconv"
	"strings"
)

// Images says what becomes of images.
type Images struct {
	// Roots are folders, from the site root, that paths beginning with a slash
	// are looked for in after the root itself.
	Roots  []string
	Remote string // RemoteUpload, RemoteKeep or RemoteError
	// AllowHosts are names of hosts that images may be fetched from although
	// they are on this machine or a private network.
	AllowHosts []string
	// MaxWidth is how many pixels wide an image in the text may be.
	MaxWidth int
	// MaxMegapixels is how large an image may be to be decoded.
	MaxMegapixels int
	LargeGIF      string // GIFReduce or GIFStill
	SVG           string // SVGImage or SVGInline
}

// The values of images.remote.
const (
	RemoteUpload = "upload"
	RemoteKeep   = "keep"
	RemoteError  = "error"
)

// The values of images.large_gif: what becomes of an animation over 10 MB.
const (
	GIFReduce = "reduce" // smaller, with fewer pictures
	GIFStill  = "still"  // the first picture alone
)

// The values of images.svg: what becomes of small plain drawings.
const (
	SVGImage  = "image"  // an image like any other
	SVGInline = "inline" // a part of the text
)

func defaultImages() Images {
	return Images{Remote: RemoteUpload, MaxWidth: 1080, MaxMegapixels: 100, LargeGIF: GIFReduce, SVG: SVGImage}
}

// Key tells settings apart that give other pages; it is "" for the defaults.
func (i Images) Key() string {
	d := defaultImages()
	d.Remote, d.AllowHosts, i.AllowHosts = i.Remote, nil, nil
	d.Roots, i.Roots = nil, nil // What is found is a dependency of each article.
	if fmt.Sprint(i) == fmt.Sprint(d) {
		return ""
	}
	key := fmt.Sprintf("images %d %d %s", i.MaxWidth, i.MaxMegapixels, i.LargeGIF)
	if i.SVG != d.SVG {
		key += " svg " + i.SVG
	}
	return key
}

// images reads the table of images.
func (r configReader) images(f field) {
	i := &r.Images
	r.tableOf(f, "images", setters{
		"root":           func(f field) { i.Roots = r.names(f) },
		"remote":         func(f field) { i.Remote = r.choice(f, RemoteUpload, RemoteKeep, RemoteError) },
		"allow_hosts":    func(f field) { i.AllowHosts = r.names(f) },
		"max_width":      func(f field) { i.MaxWidth = r.between(f, 200, 4000) },
		"max_megapixels": func(f field) { i.MaxMegapixels = r.between(f, 1, 1000) },
		"svg":            func(f field) { i.SVG = r.choice(f, SVGImage, SVGInline) },
		"large_gif":      func(f field) { i.LargeGIF = r.choice(f, GIFReduce, GIFStill) },
	})
}

// CoverAuto as a cover draws a card with the title.
const CoverAuto = "auto"

// The words of cover_crop.
const (
	CropNone   = "none"
	CropCenter = "center"
	CropSmart  = "smart"
)

// cropOf reads a cover_crop, a word or a table of boxes, into the form of
// [Meta.CoverCrop].
func cropOf(f field, found *findings) string {
	if f.value.kind != table {
		switch word := f.value.text; {
		case word == CropNone, word == "" && f.value.scalar():
			return ""
		case word == CropCenter, word == CropSmart:
			return word
		}
		found.error(f.value.place, "cover-crop", f.key)
		return ""
	}
	boxes := map[string]string{"wide": "-", "square": "-"}
	for _, b := range f.value.fields {
		box, ok := boxOf(b.value)
		if boxes[b.key] == "" || !ok {
			found.error(b.place, "cover-crop", f.key)
			return ""
		}
		boxes[b.key] = box
	}
	return boxes["wide"] + " " + boxes["square"]
}

// boxOf reads four parts of one, left, top, right and bottom, as the API writes
// them.
func boxOf(n *node) (string, bool) {
	if n.kind != list || len(n.items) != 4 {
		return "", false
	}
	var v [4]float64
	var parts []string
	for i, item := range n.items {
		var err error
		if v[i], err = strconv.ParseFloat(item.text, 64); err != nil || !(v[i] >= 0 && v[i] <= 1) {
			return "", false
		}
		parts = append(parts, strconv.FormatFloat(math.Round(v[i]*1e6)/1e6, 'f', -1, 64))
	}
	return strings.Join(parts, "_"), v[0] < v[2] && v[1] < v[3]
}

// names reads one name or a list of them.
func (r configReader) names(f field) []string {
	items := []*node{f.value}
	if f.value.kind == list {
		items = f.value.items
	}
	var all []string
	for _, n := range items {
		if s := r.text(field{n.place, f.key, n}); s != "" {
			all = append(all, s)
		}
	}
	return all
}

// between reads a number within bounds.
func (r configReader) between(f field, least, most int) int {
	n, err := strconv.Atoi(f.value.text)
	if err != nil || n < least || n > most {
		r.conf.error(f.value.place, "value-not-between", f.key, least, most)
		return least
	}
	return n
}

package preview

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// cardRow is an article of the message as lists show it.
type cardRow struct {
	Title, Digest, Path string
	Wide, Square        cover // at the head of a message, and elsewhere
	Here                bool
}

// cover is an image and the part of it that is shown, as the view box of an SVG
// whose image is one unit wide and high. "" shows the middle.
type cover struct{ Image, Box string }

// cards fills in how the message of an article looks in lists.
func (e *edition) cards(v *view) {
	for _, g := range e.groups {
		if !slices.ContainsFunc(g.Items, func(it item) bool { return it.Path == v.Here }) {
			continue
		}
		for _, it := range g.Items {
			c := cardRow{Title: it.Title, Path: it.Path, Here: it.Path == v.Here}
			if y := e.sheets[it.Path]; y != nil {
				image, crop := imageURL(it.Cover), y.article.Crop
				c.Digest, c.Wide, c.Square = y.article.Fields.Digest, cover{image, boxOf(crop.Wide)}, cover{image, boxOf(crop.Square)}
			}
			v.Message = append(v.Message, c)
		}
	}
}

// boxOf turns a part of a cover, "x1_y1_x2_y2", into a view box; "" where it
// leaves the choice to the account.
func boxOf(crop string) string {
	var v []float64
	for part := range strings.SplitSeq(crop, "_") {
		f, err := strconv.ParseFloat(part, 64)
		if err != nil {
			return ""
		}
		v = append(v, f)
	}
	if len(v) != 4 || v[2] <= v[0] || v[3] <= v[1] {
		return ""
	}
	return fmt.Sprintf("%.6g %.6g %.6g %.6g", v[0], v[1], v[2]-v[0], v[3]-v[1])
}

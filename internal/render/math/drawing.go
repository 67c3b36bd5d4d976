package math

import (
	"fmt"
	"math"
	"slices"
	"strings"
)

// grain is how many of MathJax's units, a thousand to an em, make one of a
// drawing. On a phone one of these is a fifth of a pixel of the screen, and its
// numbers take two thirds of the room.
const grain = 4

// ex is the height of an x in a drawing's units. It makes a formula as tall as
// the text around it.
const ex = 442.0 / grain

// Drawing is a typeset formula. Its units are whole, y points down, and the
// baseline is y = 0.
type Drawing struct {
	Top    int `json:"top"` // above the baseline
	Bottom int `json:"bottom"`
	Width  int `json:"width"`
	// Shapes are drawn in this order, then Labels.
	Shapes []Shape `json:"shapes,omitempty"`
	Labels []Label `json:"labels,omitempty"`
}

// Shape is a filled path.
type Shape struct {
	Fill string `json:"fill,omitempty"` // a colour; "" is that of the text around
	Path string `json:"path"`
}

// Label is text in the font of the text around, for characters that MathJax has
// no outlines for, such as Chinese.
type Label struct {
	Fill string `json:"fill,omitempty"`
	X    int    `json:"x"`
	Y    int    `json:"y"`    // of its baseline
	Size int    `json:"size"` // of an em
	Text string `json:"text"`
}

// painted is a shape while a drawing is made.
type painted struct {
	fill    string
	outline outline
}

// label is a piece of text while a drawing is made.
type label struct {
	fill string
	at   point
	size float64
	text string
}

// finish makes a drawing as large as b and what sticks out of it.
func finish(b box, shapes []painted, labels []label) (*Drawing, error) {
	for _, o := range extents(shapes, labels) {
		b.min = point{min(b.min.x, o.min.x), min(b.min.y, o.min.y)}
		b.max = point{max(b.max.x, o.max.x), max(b.max.y, o.max.y)}
	}
	d := &Drawing{
		Top: int(math.Ceil(-b.min.y / grain)), Bottom: int(math.Ceil(b.max.y / grain)), Width: int(math.Ceil((b.max.x - b.min.x) / grain)),
	}
	if limit := 1 << 20; d.Top+d.Bottom > limit || d.Width > limit || d.Top+d.Bottom <= 0 || d.Width <= 0 {
		return nil, &SyntaxError{fmt.Sprintf("it would be %d by %d units large", d.Width, d.Top+d.Bottom)}
	}
	shift := func(p point) point { return point{(p.x - b.min.x) / grain, p.y / grain} }
	var g group
	for _, s := range shapes {
		o := s.outline.mapped(shift).rounded()
		if g.fill != s.fill || slices.ContainsFunc(g.boxes, o.bounds().overlaps) {
			d.Shapes = g.end(d.Shapes)
			g = group{fill: s.fill}
		}
		g.add(o)
	}
	d.Shapes = g.end(d.Shapes)
	for _, l := range labels {
		at := shift(l.at)
		d.Labels = append(d.Labels, Label{
			Fill: l.fill, X: int(math.Round(at.x)), Y: int(math.Round(at.y)), Size: int(math.Round(l.size / grain)), Text: l.text,
		})
	}
	return d, nil
}

// extents are the rectangles around shapes and labels. Letters of other fonts
// are taller than MathJax expects.
func extents(shapes []painted, labels []label) []box {
	var all []box
	for _, s := range shapes {
		all = append(all, s.outline.bounds())
	}
	for _, l := range labels {
		all = append(all, box{point{l.at.x, l.at.y - 0.95*l.size}, point{l.at.x, l.at.y + 0.2*l.size}})
	}
	return all
}

// group is one path in the making. Outlines that overlap stay apart, because
// they may run in opposite directions and would cut holes into each other.
type group struct {
	fill  string
	boxes []box
	at    point
	path  strings.Builder
}

func (g *group) add(o outline) {
	g.boxes = append(g.boxes, o.bounds())
	g.at = o.write(&g.path, g.at)
}

func (g *group) end(shapes []Shape) []Shape {
	if g.path.Len() == 0 {
		return shapes
	}
	return append(shapes, Shape{g.fill, g.path.String()})
}

// joinLabels makes one label of those that continue each other.
func joinLabels(labels []label) []label {
	var out []label
	ends := 0.0
	for _, l := range labels {
		if n := len(out) - 1; n >= 0 && out[n].fill == l.fill && out[n].size == l.size && out[n].at.y == l.at.y && math.Abs(ends-l.at.x) < 1 {
			out[n].text += l.text
		} else {
			out = append(out, l)
		}
		ends = l.at.x + l.size*float64(len([]rune(l.text)))
	}
	return out
}

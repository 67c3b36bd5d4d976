package math

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"math"
	"slices"
	"strconv"
	"strings"
)

// element is an element of MathJax's drawing.
type element struct {
	name     string
	attrs    map[string]string
	text     string
	children []*element
}

// parse reads the drawing, which is well-formed XML.
func parse(svg string) (*element, error) {
	root := &element{}
	open := []*element{root}
	d := xml.NewDecoder(strings.NewReader(svg))
	d.Strict = true
	for {
		t, err := d.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, err
		}
		top := open[len(open)-1]
		switch t := t.(type) {
		case xml.StartElement:
			e := &element{name: t.Name.Local, attrs: map[string]string{}}
			for _, a := range t.Attr {
				e.attrs[a.Name.Local] = a.Value
			}
			top.children = append(top.children, e)
			open = append(open, e)
		case xml.EndElement:
			open = open[:len(open)-1]
		case xml.CharData:
			top.text += string(t)
		}
	}
	if len(root.children) != 1 || root.children[0].name != "svg" {
		return nil, errors.New("not one drawing")
	}
	return root.children[0], nil
}

// find is the first element within e, or e itself, for which ok holds.
func (e *element) find(ok func(*element) bool) *element {
	if ok(e) {
		return e
	}
	for _, c := range e.children {
		if f := c.find(ok); f != nil {
			return f
		}
	}
	return nil
}

func (e *element) has(attr string) bool { _, ok := e.attrs[attr]; return ok }

// number is the value of an attribute, 0 when there is none; a unit is ignored.
func (e *element) number(attr string) float64 {
	n, _ := strconv.ParseFloat(strings.TrimRight(strings.TrimSpace(e.attrs[attr]), "abcdefghijklmnopqrstuvwxyz%"), 64)
	return n
}

// numbers are the numbers in a text.
func numbers(s string) []float64 {
	var out []float64
	for f := range strings.FieldsFuncSeq(s, func(r rune) bool { return r == ' ' || r == ',' }) {
		n, _ := strconv.ParseFloat(f, 64)
		out = append(out, n)
	}
	return out
}

// matrix is a transformation as SVG writes it: x' = a·x + c·y + e.
type matrix struct{ a, b, c, d, e, f float64 }

var identity = scaling(1, 1)

func scaling(x, y float64) matrix { return matrix{a: x, d: y} }

func moving(x, y float64) matrix { return matrix{a: 1, d: 1, e: x, f: y} }

func (m matrix) apply(p point) point {
	return point{m.a*p.x + m.c*p.y + m.e, m.b*p.x + m.d*p.y + m.f}
}

// then is m with another within it.
func (m matrix) then(n matrix) matrix {
	at := m.apply(point{n.e, n.f})
	return matrix{m.a*n.a + m.c*n.b, m.b*n.a + m.d*n.b, m.a*n.c + m.c*n.d, m.b*n.c + m.d*n.d, at.x, at.y}
}

// parseTransform reads a transform attribute.
func parseTransform(s string) (matrix, error) {
	m := identity
	for s = strings.TrimSpace(s); s != ""; s = strings.TrimSpace(s) {
		name, rest, ok := strings.Cut(s, "(")
		args, after, closed := strings.Cut(rest, ")")
		n := numbers(args)
		if !ok || !closed || len(n) == 0 {
			return m, fmt.Errorf("transform %q", s)
		}
		switch {
		case name == "translate":
			n = append(n, 0)
			m = m.then(moving(n[0], n[1]))
		case name == "scale":
			n = append(n, n[0])
			m = m.then(scaling(n[0], n[1]))
		case name == "matrix" && len(n) == 6:
			m = m.then(matrix{n[0], n[1], n[2], n[3], n[4], n[5]})
		case name == "rotate" && (len(n) == 1 || len(n) == 3):
			n = append(n, 0, 0)
			sin, cos := math.Sincos(n[0] * math.Pi / 180)
			m = m.then(moving(n[1], n[2])).then(matrix{a: cos, b: sin, c: -sin, d: cos}).then(moving(-n[1], -n[2]))
		default:
			return m, fmt.Errorf("transform %q", s)
		}
		s = after
	}
	return m, nil
}

// pen is how and where an element is drawn.
type pen struct {
	matrix
	fill   string
	stroke float64 // width of lines
	clip   *box
}

// flattener gathers what MathJax's nested elements draw.
type flattener struct {
	shapes []painted
	labels []label
}

// tableLine is how wide the lines of tables are; MathJax says it in a style sheet.
const tableLine = 70

// flatten makes one flat drawing of MathJax's nested one. A mistake in the
// formula is a *[SyntaxError].
func flatten(svg string) (*Drawing, error) {
	root, err := parse(svg)
	if err != nil {
		return nil, err
	}
	if e := root.find(func(e *element) bool { return e.has("data-mjx-error") }); e != nil {
		return nil, &SyntaxError{e.attrs["data-mjx-error"]}
	}
	f := &flattener{}
	b, err := f.page(root)
	if err != nil {
		return nil, err
	}
	return finish(b, f.shapes, joinLabels(f.labels))
}

// page draws everything and says how large it is.
func (f *flattener) page(root *element) (box, error) {
	table := root.find(func(e *element) bool { return e.has("data-table") })
	labels := root.find(func(e *element) bool { return e.name == "svg" && e.has("data-labels") })
	if table != nil && labels != nil {
		return f.numbered(table, labels)
	}
	v := numbers(root.attrs["viewBox"])
	if len(v) != 4 {
		return box{}, errors.New("a drawing without size")
	}
	return box{point{v[0], v[1]}, point{v[0] + v[2], v[1] + v[3]}}, f.children(root, pen{matrix: identity})
}

// labelGap stands between an equation and its number.
const labelGap = 2000

// numbered draws an equation and, behind it, its number. MathJax puts the number
// at the edge of the page, whose width nobody knows here.
func (f *flattener) numbered(table, labels *element) (box, error) {
	// The view is one unit wide, in the middle of the table and at the right end
	// of the labels.
	v, w := numbers(table.attrs["viewBox"]), numbers(labels.attrs["viewBox"])
	if len(v) != 4 || len(w) != 4 {
		return box{}, errors.New("a numbered equation without size")
	}
	b := box{point{0, v[1]}, point{2 * v[0], v[1] + v[3]}}
	if err := f.children(table, pen{matrix: identity}); err != nil {
		return b, err
	}
	at := b.max.x + labelGap
	b.max.x = at + w[0] + w[2]
	return b, f.children(labels, pen{matrix: moving(at, 0)})
}

func (f *flattener) children(e *element, p pen) error {
	for _, c := range e.children {
		if err := f.element(c, p); err != nil {
			return err
		}
	}
	return nil
}

func (f *flattener) element(e *element, p pen) error {
	m, err := parseTransform(e.attrs["transform"])
	if err != nil {
		return err
	}
	p.matrix = p.then(m)
	if fill := e.attrs["fill"]; fill != "" && fill != "none" {
		p.fill = paint(fill)
	}
	_, styled, _ := strings.Cut(e.attrs["style"], "stroke-width:")
	if w := numbers(strings.TrimSpace(strings.Split(styled, ";")[0])); len(w) > 0 && w[0] > 0 {
		p.stroke = w[0]
	} else if e.has("stroke-width") {
		p.stroke = e.number("stroke-width")
	}
	if e.has("data-line") || e.has("data-frame") {
		p.stroke = tableLine
	}
	switch e.name {
	case "g", "a":
		return f.children(e, p)
	case "svg":
		return f.nested(e, p)
	case "text":
		f.label(e, p)
	case "title", "desc":
	default:
		o, err := shape(e, p.stroke)
		if err != nil {
			return err
		}
		f.put(o, p)
	}
	return nil
}

// paint is a colour as drawings have it.
func paint(colour string) string {
	if colour == "currentColor" {
		return ""
	}
	return colour
}

// nested draws an element that shows a part of its content.
func (f *flattener) nested(e *element, p pen) error {
	v := numbers(e.attrs["viewBox"])
	if len(v) != 4 || v[2] <= 0 || v[3] <= 0 {
		return errors.New("a nested drawing without size")
	}
	sx, sy := e.number("width")/v[2], e.number("height")/v[3]
	p.matrix = p.then(moving(e.number("x"), e.number("y"))).then(scaling(sx, sy)).then(moving(-v[0], -v[1]))
	a, b := p.apply(point{v[0], v[1]}), p.apply(point{v[0] + v[2], v[1] + v[3]})
	p.clip = &box{point{min(a.x, b.x), min(a.y, b.y)}, point{max(a.x, b.x), max(a.y, b.y)}}
	return f.children(e, p)
}

// put draws an outline. What a nested drawing cuts off are the ends of straight
// pieces, made too long on purpose: moving their points to the edge is the same.
func (f *flattener) put(o outline, p pen) {
	if len(o) == 0 {
		return
	}
	o = o.mapped(p.apply)
	if c := p.clip; c != nil {
		o = o.mapped(func(q point) point {
			return point{min(max(q.x, c.min.x), c.max.x), min(max(q.y, c.min.y), c.max.y)}
		})
	}
	f.shapes = append(f.shapes, painted{p.fill, o})
}

// shape is the outline of what an element draws; lines become the areas that
// they cover.
func shape(e *element, stroke float64) (outline, error) {
	x, y, w, h := e.number("x"), e.number("y"), e.number("width"), e.number("height")
	hollow := e.attrs["fill"] == "none" || e.has("data-frame")
	switch e.name {
	case "path":
		o, err := parsePath(e.attrs["d"])
		if hollow {
			o = stroked(o, stroke)
		}
		return o, err
	case "rect":
		if !hollow {
			return rectangle(x, y, w, h), nil
		}
		s := stroke / 2
		return append(rectangle(x-s, y-s, w+stroke, h+stroke), backwards(rectangle(x+s, y+s, w-stroke, h-stroke))...), nil
	case "line":
		a, b := point{e.number("x1"), e.number("y1")}, point{e.number("x2"), e.number("y2")}
		if strings.Contains(e.attrs["class"], "mjx-da") || strings.Contains(e.attrs["class"], "mjx-do") {
			return dashed(a, b, stroke), nil
		}
		return thick(a, b, stroke), nil
	case "polygon":
		n := numbers(e.attrs["points"])
		var corners []point
		for i := 0; i+1 < len(n); i += 2 {
			corners = append(corners, point{n[i], n[i+1]})
		}
		if len(corners) == 0 {
			return nil, nil
		}
		return polygon(corners...), nil
	case "ellipse":
		c, r, s := point{e.number("cx"), e.number("cy")}, point{e.number("rx"), e.number("ry")}, stroke/2
		return append(ellipse(c, r.plus(point{s, s}), 1), ellipse(c, r.minus(point{s, s}), -1)...), nil
	}
	return nil, fmt.Errorf("element %s", e.name)
}

// thick is the area of a line.
func thick(a, b point, width float64) outline {
	d := b.minus(a)
	n := math.Hypot(d.x, d.y)
	if n == 0 || width <= 0 {
		return nil
	}
	side := point{-d.y / n, d.x / n}.times(width / 2)
	return polygon(a.plus(side), b.plus(side), b.minus(side), a.minus(side))
}

// dashed is the area of a dashed line.
func dashed(a, b point, width float64) outline {
	d := b.minus(a)
	n := math.Hypot(d.x, d.y)
	var o outline
	for at := 0.0; width > 0 && at < n; at += 4 * width {
		o = append(o, thick(a.plus(d.times(at/n)), a.plus(d.times(min(at+2*width, n)/n)), width)...)
	}
	return o
}

// stroked is the area of the lines of an open path.
func stroked(o outline, width float64) outline {
	var out outline
	var at, start point
	for _, s := range o {
		switch end := s.end(); s.verb {
		case move:
			at, start = end, end
		case shut:
			out = append(out, thick(at, start, width)...)
			at = start
		default:
			out = append(out, thick(at, end, width)...)
			at = end
		}
	}
	return out
}

// ellipse is the outline of an ellipse; way -1 runs the other way round.
func ellipse(c, r point, way float64) outline {
	const k = 0.5523 // of a radius: where the control points of a quarter stand
	at := func(x, y float64) point { return point{c.x + x*r.x, c.y + way*y*r.y} }
	return outline{
		{move, [3]point{at(1, 0)}},
		{cubic, [3]point{at(1, k), at(k, 1), at(0, 1)}},
		{cubic, [3]point{at(-k, 1), at(-1, k), at(-1, 0)}},
		{cubic, [3]point{at(-1, -k), at(-k, -1), at(0, -1)}},
		{cubic, [3]point{at(k, -1), at(1, -k), at(1, 0)}},
		{verb: shut},
	}
}

// label draws text that MathJax has no outlines for. A wide character takes an
// em of its own.
func (f *flattener) label(e *element, p pen) {
	text := strings.TrimSpace(e.text)
	if text == "" {
		return
	}
	size := e.number("font-size")
	if slices.ContainsFunc([]rune(text), func(r rune) bool { return r >= 0x2e80 }) {
		size = 1000
	}
	f.labels = append(f.labels, label{p.fill, p.apply(point{}), math.Hypot(p.a, p.b) * size, text})
}

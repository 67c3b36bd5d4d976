package main

import (
	"fmt"
	"image"
	"image/color"
	"math"

	"golang.org/x/image/font"
	"golang.org/x/image/font/gofont/goregular"
	"golang.org/x/image/font/opentype"
	"golang.org/x/image/math/fixed"
	"golang.org/x/image/vector"
)

// rgb is an opaque colour, 0xRRGGBB.
type rgb uint32

// The palette: every picture of the site is painted from these alone.
const (
	ink    rgb = 0x131a37
	night  rgb = 0x1c2650
	dusk   rgb = 0x36437f
	violet rgb = 0x6f6aa8
	mist   rgb = 0xa9b3d6
	cream  rgb = 0xf6eedc
	paper  rgb = 0xfbf7ee
	amber  rgb = 0xf2b862
	coral  rgb = 0xe58a6c
	teal   rgb = 0x5ba8a0
)

// RGBA makes rgb a color.Color.
func (c rgb) RGBA() (r, g, b, a uint32) { return c.a(1).RGBA() }

// a is the colour with an opacity from 0 to 1.
func (c rgb) a(opacity float64) color.NRGBA {
	channel := func(shift uint) uint8 { return uint8(c >> shift & 0xff) }
	return color.NRGBA{channel(16), channel(8), channel(0), uint8(math.Round(255 * clamp(opacity)))}
}

// mix goes from c at t = 0 to other at t = 1.
func (c rgb) mix(other rgb, t float64) rgb {
	var out rgb
	for shift := 0; shift <= 16; shift += 8 {
		from, to := float64(c>>shift&0xff), float64(other>>shift&0xff)
		out |= rgb(math.Round(from+(to-from)*clamp(t))) << shift
	}
	return out
}

func clamp(v float64) float64 { return min(max(v, 0), 1) }

// bell falls from 1 at zero towards 0 on both sides.
func bell(v float64) float64 { return math.Exp(-v * v) }

// point is a place in pixels, from the upper left corner.
type point struct{ x, y float64 }

func (p point) add(dx, dy float64) point { return point{p.x + dx, p.y + dy} }

// polar is the point at a distance and angle (radians, clockwise from the right) of p.
func (p point) polar(r, angle float64) point {
	return p.add(r*math.Cos(angle), r*math.Sin(angle))
}

// along is the point between p at t = 0 and q at t = 1.
func (p point) along(q point, t float64) point { return point{p.x + (q.x-p.x)*t, p.y + (q.y-p.y)*t} }

func (p point) distance(q point) float64 { return math.Hypot(q.x-p.x, q.y-p.y) }

// shape is a closed polygon.
type shape []point

// clockwise turns the polygon round where needed, so that shapes which overlap add up instead of cancelling out.
func (s shape) clockwise() shape {
	area := 0.0
	for i, p := range s {
		q := s[(i+1)%len(s)]
		area += p.x*q.y - q.x*p.y
	}
	if area >= 0 {
		return s
	}
	turned := make(shape, len(s))
	for i, p := range s {
		turned[len(s)-1-i] = p
	}
	return turned
}

func disc(center point, r float64) shape { return ellipse(center, r, r, 0) }

// ellipse has the half axes a and b, a turned by tilt (radians, clockwise from the right).
func ellipse(center point, a, b, tilt float64) shape {
	n := 12 + int(1.5*max(a, b))
	s := make(shape, n)
	sin, cos := math.Sincos(tilt)
	for i := range s {
		y, x := math.Sincos(2 * math.Pi * float64(i) / float64(n))
		s[i] = center.add(a*x*cos-b*y*sin, a*x*sin+b*y*cos)
	}
	return s
}

func rect(x, y, w, h float64) shape { return shape{{x, y}, {x + w, y}, {x + w, y + h}, {x, y + h}} }

// rounded is a rectangle with round corners of radius r.
func rounded(x, y, w, h, r float64) shape {
	var s shape
	for corner, center := range []point{{x + w - r, y + h - r}, {x + r, y + h - r}, {x + r, y + r}, {x + w - r, y + r}} {
		for step := range 9 {
			s = append(s, center.polar(r, math.Pi/2*(float64(corner)+float64(step)/8)))
		}
	}
	return s
}

// line is a round pen drawn through the points.
func line(width float64, points ...point) []shape {
	n := len(points)
	outline := make(shape, 2*n)
	for i, p := range points {
		back, ahead := points[max(i-1, 0)], points[min(i+1, n-1)]
		in, out := math.Atan2(p.y-back.y, p.x-back.x), math.Atan2(ahead.y-p.y, ahead.x-p.x)
		switch i {
		case 0:
			in = out
		case n - 1:
			out = in
		}
		bend := math.Remainder(out-in, 2*math.Pi) / 2
		reach := width / 2 / max(math.Cos(bend), 0.5) // Sharp corners are blunted.
		outline[i] = p.polar(reach, in+bend+math.Pi/2)
		outline[2*n-1-i] = p.polar(-reach, in+bend+math.Pi/2)
	}
	return []shape{outline, disc(points[0], width/2), disc(points[n-1], width/2)}
}

// dashes is a broken line from p to q.
func dashes(width, on, off float64, p, q point) []shape {
	var shapes []shape
	length := p.distance(q)
	for at := 0.0; at < length; at += on + off {
		shapes = append(shapes, line(width, p.along(q, at/length), p.along(q, min(at+on, length)/length))...)
	}
	return shapes
}

// arc is the points of a circle between two angles.
func arc(center point, r, from, to float64) []point {
	n := 2 + int(math.Abs(to-from)*r/4)
	points := make([]point, n+1)
	for i := range points {
		points[i] = center.polar(r, from+(to-from)*float64(i)/float64(n))
	}
	return points
}

// ring is the outline of a circle.
func ring(center point, r, width float64) shape {
	inner := arc(center, r-width/2, 2*math.Pi, 0)
	return append(arc(center, r+width/2, 0, 2*math.Pi), inner...)
}

// field is a paint computed for every pixel.
type field func(p point) color.NRGBA

// gradient goes through evenly spaced colours from y0 down to y1.
func gradient(y0, y1 float64, stops ...rgb) func(y float64) rgb {
	return func(y float64) rgb {
		t := clamp((y-y0)/(y1-y0)) * float64(len(stops)-1)
		i := min(int(t), len(stops)-2)
		return stops[i].mix(stops[i+1], t-float64(i))
	}
}

// vertical is a gradient as a paint.
func vertical(y0, y1 float64, stops ...rgb) field {
	colourAt := gradient(y0, y1, stops...)
	row, colour := math.Inf(-1), color.NRGBA{} // Paints are asked row by row.
	return func(p point) color.NRGBA {
		if p.y != row {
			row, colour = p.y, colourAt(p.y).a(1)
		}
		return colour
	}
}

// canvas is a picture being painted.
type canvas struct {
	*image.RGBA
	w, h float64
	font *opentype.Font
}

func newCanvas(w, h int) (*canvas, error) {
	parsed, err := opentype.Parse(goregular.TTF)
	if err != nil {
		return nil, fmt.Errorf("parse font: %w", err)
	}
	return &canvas{image.NewRGBA(image.Rect(0, 0, w, h)), float64(w), float64(h), parsed}, nil
}

// fill paints the union of the shapes.
func (c *canvas) fill(paint color.Color, shapes ...shape) {
	box, z := c.rasterize(shapes)
	z.Draw(c.RGBA, box, image.NewUniform(paint), image.Point{})
}

// paint is fill with a colour for every pixel.
func (c *canvas) paint(paint field, shapes ...shape) {
	box, z := c.rasterize(shapes)
	mask := image.NewAlpha(box)
	z.Draw(mask, box, image.Opaque, image.Point{})
	for y := box.Min.Y; y < box.Max.Y; y++ {
		for x := box.Min.X; x < box.Max.X; x++ {
			if share := mask.Pix[mask.PixOffset(x, y)]; share > 0 {
				c.blend(x, y, paint(point{float64(x) + 0.5, float64(y) + 0.5}), int(share))
			}
		}
	}
}

// background covers everything.
func (c *canvas) background(paint field) { c.paint(paint, rect(0, 0, c.w, c.h)) }

// blend lays a colour over a pixel of which the share, of 255, is covered.
func (c *canvas) blend(x, y int, colour color.NRGBA, share int) {
	pixel := c.Pix[c.PixOffset(x, y):][:4]
	opacity := share * int(colour.A)
	for i, channel := range [4]uint8{colour.R, colour.G, colour.B, 255} {
		mixed := int(channel)*opacity + int(pixel[i])*(255*255-opacity)
		pixel[i] = uint8((mixed + 255*255/2) / (255 * 255)) //nolint:gosec // a mean of two bytes
	}
}

// rasterize computes how far the shapes cover each pixel of the part of the canvas they touch.
func (c *canvas) rasterize(shapes []shape) (image.Rectangle, *vector.Rasterizer) {
	low, high := point{math.Inf(1), math.Inf(1)}, point{math.Inf(-1), math.Inf(-1)}
	for _, s := range shapes {
		for _, p := range s {
			low = point{min(low.x, p.x), min(low.y, p.y)}
			high = point{max(high.x, p.x), max(high.y, p.y)}
		}
	}
	box := image.Rect(int(low.x)-1, int(low.y)-1, int(high.x)+2, int(high.y)+2).Intersect(c.Bounds())
	z := vector.NewRasterizer(box.Dx(), box.Dy())
	for _, s := range shapes {
		for i, p := range s.clockwise() {
			x, y := float32(p.x-float64(box.Min.X)), float32(p.y-float64(box.Min.Y))
			if i == 0 {
				z.MoveTo(x, y)
			} else {
				z.LineTo(x, y)
			}
		}
		z.ClosePath()
	}
	return box, z
}

// glow is a light that fades towards the radius.
func (c *canvas) glow(center point, r float64, colour rgb, strength float64) {
	c.paint(func(p point) color.NRGBA {
		fade := 1 - clamp(p.distance(center)/r)
		return colour.a(strength * fade * fade)
	}, disc(center, r))
}

// Where a text stands in relation to its point.
const (
	left   = 0.0
	middle = 0.5
	right  = 1.0
)

// text writes one line of Latin letters and digits, its baseline at p.
func (c *canvas) text(p point, size, align float64, colour color.Color, words string) {
	pen := c.pen(size, colour)
	pen.Dot.X = fixed.Int26_6(p.x*64) - fixed.Int26_6(align*float64(pen.MeasureString(words)))
	pen.Dot.Y = fixed.Int26_6(p.y * 64)
	pen.DrawString(words)
}

func (c *canvas) pen(size float64, colour color.Color) *font.Drawer {
	face, err := opentype.NewFace(c.font, &opentype.FaceOptions{Size: size, DPI: 72, Hinting: font.HintingNone})
	if err != nil {
		panic(err) // The font is compiled in and the size a constant.
	}
	return &font.Drawer{Dst: c.RGBA, Src: image.NewUniform(colour), Face: face}
}

package math

import (
	"bytes"
	"image"
	"image/color"
	"image/draw"
	"image/png"
	"math"
	"strconv"
	"strings"

	"golang.org/x/image/colornames"
	"golang.org/x/image/vector"
)

// scale is how many pixels a unit has: three times those of a text of 16 pixels,
// whose ex is about half an em.
const scale = 3 * 8 / ex

// PNG is the drawing as an opaque picture, its text in the colour ink on paper,
// each as "#rrggbb" or a name. ok is false when the drawing holds labels, which
// need a font, or a colour that is not understood.
func (d *Drawing) PNG(ink, paper string) (data []byte, ok bool) {
	back, ok := parseColour(paper)
	if !ok || len(d.Labels) > 0 {
		return nil, false
	}
	d = d.padded()
	w, h := int(math.Ceil(float64(d.Width)*scale)), int(math.Ceil(float64(d.Top+d.Bottom)*scale))
	const most = 1 << 13
	if w > most || h > most {
		return nil, false
	}
	img := image.NewRGBA(image.Rect(0, 0, w, h))
	draw.Draw(img, img.Bounds(), image.NewUniform(back), image.Point{}, draw.Src)
	for _, s := range d.Shapes {
		if s.Fill == "" {
			s.Fill = ink
		}
		fore, known := parseColour(s.Fill)
		o, err := parsePath(s.Path)
		if !known || err != nil {
			return nil, false
		}
		fill(img, o, point{pad, float64(d.Top)}, fore)
	}
	var b bytes.Buffer
	if err := (&png.Encoder{CompressionLevel: png.BestCompression}).Encode(&b, indexed(img)); err != nil {
		return nil, false
	}
	return b.Bytes(), true
}

// pad is paper around an image, so that letters do not touch the edge of it
// where the page behind is dark.
const pad = 80 / grain

// padded is as large as the image of d.
func (d *Drawing) padded() *Drawing {
	p := *d
	p.Top, p.Bottom, p.Width = d.Top+pad, d.Bottom+pad, d.Width+2*pad
	return &p
}

// ImageStyle is [Drawing.Style] for the image that PNG makes.
func (d *Drawing) ImageStyle() string { return d.padded().Style() }

// fill draws an outline, moved by offset.
func fill(img draw.Image, o outline, offset point, c color.RGBA) {
	z := vector.NewRasterizer(img.Bounds().Dx(), img.Bounds().Dy())
	at := func(p point) (x, y float32) {
		p = p.plus(offset).times(scale)
		return float32(p.x), float32(p.y)
	}
	for _, s := range o {
		x, y := at(s.pts[0])
		x1, y1 := at(s.pts[1])
		switch s.verb {
		case move:
			z.MoveTo(x, y)
		case line:
			z.LineTo(x, y)
		case quad:
			z.QuadTo(x, y, x1, y1)
		case cubic:
			x2, y2 := at(s.pts[2])
			z.CubeTo(x, y, x1, y1, x2, y2)
		case shut:
			z.ClosePath()
		}
	}
	z.Draw(img, img.Bounds(), image.NewUniform(c), image.Point{})
}

// indexed is a picture of at most 256 colours with a palette, which is a third
// of the size; any other is returned as it is.
func indexed(img *image.RGBA) image.Image {
	index := map[color.RGBA]uint8{}
	var palette color.Palette
	out := image.NewPaletted(img.Bounds(), nil)
	for y := range img.Rect.Dy() {
		for x := range img.Rect.Dx() {
			c := img.RGBAAt(x, y)
			i, ok := index[c]
			if !ok {
				if len(palette) == 256 {
					return img
				}
				i = uint8(len(palette)) //nolint:gosec // less than 256
				index[c], palette = i, append(palette, c)
			}
			out.Pix[y*out.Stride+x] = i
		}
	}
	out.Palette = palette
	return out
}

// parseColour reads a colour that TeX or a theme may name.
func parseColour(s string) (color.RGBA, bool) {
	s = strings.ToLower(strings.TrimSpace(s))
	if c, ok := colornames.Map[s]; ok {
		return c, true
	}
	hex, ok := strings.CutPrefix(s, "#")
	if len(hex) == 3 {
		hex = strings.Join(strings.Split(hex, ""), "")
		hex = string([]byte{hex[0], hex[0], hex[1], hex[1], hex[2], hex[2]})
	}
	n, err := strconv.ParseUint(hex, 16, 24)
	if !ok || err != nil || len(hex) != 6 {
		return color.RGBA{}, false
	}
	return color.RGBA{uint8(n >> 16), uint8(n >> 8 & 0xff), uint8(n & 0xff), 255}, true
}

package asset

import (
	"bytes"
	"cmp"
	"image"
	"image/color"
	"image/draw"
	"image/jpeg"
	"image/png"
	"math"
	"slices"
)

// encodings is how often an encoder is asked for one size of a picture.
const encodings = 4

// encodeContent makes a file under limit bytes: PNG for drawings and for what is
// transparent, JPEG for photographs and for what PNG makes too large. A picture
// that no quality makes small enough gets smaller itself.
func encodeContent(m *image.RGBA, limit int) ([]byte, error) {
	if data, err := encodeDrawing(m); err != nil || data != nil && len(data) < limit {
		return data, err
	}
	return encodePhotograph(m, limit)
}

// encodeDrawing makes a PNG of a picture that is best kept as one; data is nil
// for a photograph.
func encodeDrawing(m *image.RGBA) (data []byte, err error) {
	palette, flat := survey(m)
	var b bytes.Buffer
	switch {
	case palette != nil:
		err = png.Encode(&b, paletted(m, palette))
	case flat && m.Opaque():
		err = png.Encode(&b, m)
	case flat:
		err = png.Encode(&b, straight(m))
	}
	return b.Bytes(), err
}

// encodePhotograph makes a JPEG under limit bytes on a white ground.
func encodePhotograph(m *image.RGBA, limit int) ([]byte, error) {
	m = onWhite(m)
	for {
		data, err := bestJPEG(m, limit)
		if err != nil || data != nil {
			return data, err
		}
		m = resampled(m, max(1, m.Rect.Dx()*3/4), max(1, m.Rect.Dy()*3/4))
	}
}

// qualities are those that are tried, and how large a file they make beside the
// first.
var qualities = []struct {
	quality int
	share   float64
}{{95, 1}, {92, .77}, {89, .64}, {86, .55}, {82, .48}, {78, .42}, {72, .35}, {65, .3}, {57, .26}, {50, .23}}

// bestJPEG finds the best quality that fits; nil when none does.
func bestJPEG(m *image.RGBA, limit int) ([]byte, error) {
	i := 0
	for range encodings {
		var b bytes.Buffer
		if err := jpeg.Encode(&b, m, &jpeg.Options{Quality: qualities[i].quality}); err != nil {
			return nil, err
		}
		if b.Len() < limit {
			return b.Bytes(), nil
		}
		over := float64(b.Len()) / float64(limit) / .97
		from := qualities[i].share
		for i++; i < len(qualities) && qualities[i].share*over > from; i++ {
		}
		if i >= len(qualities) {
			return nil, nil
		}
	}
	return nil, nil
}

// survey looks at the colours of a picture: its palette when there are at most
// 256 of them, and whether it is a drawing, most of whose pixels are as their
// neighbour. What is transparent counts as a drawing.
func survey(m *image.RGBA) (palette color.Palette, flat bool) {
	seen := make(map[color.RGBA]bool, 256)
	w, h := m.Rect.Dx(), m.Rect.Dy()
	same, clear := 0, false
	for y := range h {
		row := m.Pix[y*m.Stride:][:4*w]
		var last color.RGBA
		for x := range w {
			c := color.RGBA{row[4*x], row[4*x+1], row[4*x+2], row[4*x+3]}
			if x > 0 && c == last {
				same++
				continue
			}
			last, clear = c, clear || c.A < 0xff
			if len(seen) <= 256 {
				seen[c] = true
			}
		}
	}
	if len(seen) <= 256 {
		for c := range seen {
			palette = append(palette, c)
		}
		sortColors(palette)
	}
	return palette, clear || float64(same) > math.Floor(.5*float64(w*h))
}

// paletted is a picture in the colours of its palette.
func paletted(m *image.RGBA, palette color.Palette) *image.Paletted {
	index := make(map[color.RGBA]byte, len(palette))
	for i, c := range palette {
		index[c.(color.RGBA)] = byte(i)
	}
	out := image.NewPaletted(m.Rect, palette)
	w := m.Rect.Dx()
	last, at := color.RGBA{}, index[color.RGBA{}]
	for y := range m.Rect.Dy() {
		row := m.Pix[y*m.Stride:][:4*w]
		for x := range w {
			if c := (color.RGBA{row[4*x], row[4*x+1], row[4*x+2], row[4*x+3]}); c != last {
				last, at = c, index[c]
			}
			out.Pix[y*out.Stride+x] = at
		}
	}
	return out
}

// straight is a picture whose alpha is not premultiplied, as PNG stores it.
func straight(m *image.RGBA) *image.NRGBA {
	out := image.NewNRGBA(m.Rect)
	draw.Draw(out, out.Rect, m, image.Point{}, draw.Src)
	return out
}

// onWhite is a picture without transparency.
func onWhite(m *image.RGBA) *image.RGBA {
	if m.Opaque() {
		return m
	}
	out := image.NewRGBA(m.Rect)
	draw.Draw(out, out.Rect, image.White, image.Point{}, draw.Src)
	draw.Draw(out, out.Rect, m, image.Point{}, draw.Over)
	return out
}

// sortColors puts a palette in an order that depends on its colours alone,
// transparent ones first, as PNG stores alpha shortest then.
func sortColors(p color.Palette) {
	slices.SortFunc(p, func(a, b color.Color) int {
		x, y := a.(color.RGBA), b.(color.RGBA)
		return cmp.Or(cmp.Compare(x.A, y.A), cmp.Compare(x.R, y.R), cmp.Compare(x.G, y.G), cmp.Compare(x.B, y.B))
	})
}

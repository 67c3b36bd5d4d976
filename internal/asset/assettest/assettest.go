// Package assettest compares pictures as eyes do. Use it where a test or a trial
// says how good a fitted image is.
//
// Its one rule: it shares no code with what it judges.
package assettest

import (
	"image"

	"golang.org/x/image/draw"
)

// displayWidth is how many pixels wide articles are shown at most.
const displayWidth = 677

// Displayed is a picture as wide as articles show it, on their white ground.
func Displayed(m image.Image) *image.RGBA {
	b := m.Bounds()
	out := image.NewRGBA(image.Rect(0, 0, displayWidth, max(1, displayWidth*b.Dy()/b.Dx())))
	draw.Draw(out, out.Rect, image.White, image.Point{}, draw.Src)
	draw.CatmullRom.Scale(out, out.Rect, m, b, draw.Over, nil)
	return out
}

// Similarity is the structural similarity of two pictures of one size: the mean
// over windows of 8 × 8 pixels of their lightness. 1 is the same picture.
func Similarity(a, b *image.RGBA) float64 {
	sum, n := 0.0, 0
	for y := 0; y+8 <= a.Rect.Dy(); y += 4 {
		for x := 0; x+8 <= a.Rect.Dx(); x += 4 {
			sum += window(a, b, x, y)
			n++
		}
	}
	return sum / float64(max(1, n))
}

func window(a, b *image.RGBA, x, y int) float64 {
	var sa, sb, saa, sbb, sab float64
	for j := range 8 {
		for i := range 8 {
			va, vb := light(a, x+i, y+j), light(b, x+i, y+j)
			sa, sb, saa, sbb, sab = sa+va, sb+vb, saa+va*va, sbb+vb*vb, sab+va*vb
		}
	}
	ma, mb := sa/64, sb/64
	va, vb, cov := saa/64-ma*ma, sbb/64-mb*mb, sab/64-ma*mb
	const c1, c2 = 6.5025, 58.5225 // of the measure's definition, for eight bits
	return (2*ma*mb + c1) * (2*cov + c2) / ((ma*ma + mb*mb + c1) * (va + vb + c2))
}

func light(m *image.RGBA, x, y int) float64 {
	p := m.Pix[m.PixOffset(x, y):]
	return .299*float64(p[0]) + .587*float64(p[1]) + .114*float64(p[2])
}

package asset

import (
	"bytes"
	"context"
	"fmt"
	"image"
	"image/color"
	stddraw "image/draw"
	"image/gif"
	"io"
	"math"
)

// reduced is an animation made smaller, and with fewer pictures, until it has
// at most limit bytes. It keeps its length and how often it repeats.
func reduced(ctx context.Context, data []byte, width, limit int) ([]byte, error) {
	g, err := decodeAnimation(ctx, data)
	if err != nil {
		return nil, err
	}
	width, every := min(width, g.Config.Width), 1
	for size := float64(len(data)); ; {
		// Half of what is too much goes into size, the rest into pictures.
		for over := size / float64(limit) * 1.1; over > 1; {
			if smaller := width * 4 / 5; smaller >= 240 {
				width, over = smaller, over*.64
			} else {
				over, every = over*float64(every)/float64(every+1), every+1
			}
		}
		if every*2 > len(g.Image) {
			return nil, fmt.Errorf("animation of %d pictures: %w", len(g.Image), errUnsupported)
		}
		out, err := thinned(ctx, g, width, every)
		if err != nil || len(out) <= limit {
			return out, err
		}
		size = float64(len(out))
	}
}

// decodeAnimation decodes every picture of an animation.
func decodeAnimation(ctx context.Context, data []byte) (g *gif.GIF, err error) {
	defer func() {
		if p := recover(); p != nil {
			g, err = nil, fmt.Errorf("decode gif: %v", p)
		}
	}()
	g, err = gif.DecodeAll(struct{ io.Reader }{stoppable{bytes.NewReader(data), ctx}})
	if err != nil {
		return nil, fmt.Errorf("decode gif: %w", err)
	}
	return g, nil
}

// thinned draws an animation anew, width wide and with one picture of every few.
func thinned(ctx context.Context, g *gif.GIF, width, every int) ([]byte, error) {
	screen := image.NewRGBA(image.Rect(0, 0, g.Config.Width, g.Config.Height))
	q := newQuantizer(g)
	out := &gif.GIF{LoopCount: g.LoopCount}
	var last *image.Paletted
	for i, frame := range g.Image {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		var before *image.RGBA
		if g.Disposal[i] == gif.DisposalPrevious {
			before = image.NewRGBA(screen.Rect)
			copy(before.Pix, screen.Pix)
		}
		stddraw.Draw(screen, frame.Rect, frame, frame.Rect.Min, stddraw.Over)
		if i%every == 0 {
			now := q.paletted(scaled(screen, width, 1))
			out.Image = append(out.Image, changes(last, now, q.clear))
			out.Delay, out.Disposal = append(out.Delay, 0), append(out.Disposal, gif.DisposalNone)
			last = now
		}
		out.Delay[len(out.Delay)-1] += g.Delay[i]
		switch g.Disposal[i] {
		case gif.DisposalBackground:
			stddraw.Draw(screen, frame.Rect, image.Transparent, image.Point{}, stddraw.Src)
		case gif.DisposalPrevious:
			screen = before
		}
	}
	var b bytes.Buffer
	if err := gif.EncodeAll(&b, out); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}

// changes is a picture with the pixels left out that are as they were.
func changes(was, now *image.Paletted, clear uint8) *image.Paletted {
	if was == nil {
		return now
	}
	out := image.NewPaletted(now.Rect, now.Palette)
	copy(out.Pix, now.Pix)
	for i, v := range now.Pix {
		if v == was.Pix[i] {
			out.Pix[i] = clear
		}
	}
	return out
}

// quantizer finds the nearest colour of one palette for all pictures.
type quantizer struct {
	palette color.Palette
	clear   uint8           // index of the transparent colour
	nearest [1 << 15]uint16 // by five bits of each channel; 0 is not looked up yet, else one more than the index
}

// newQuantizer takes the palette of an animation, its first picture's where it
// has none of its own, without what is transparent.
func newQuantizer(g *gif.GIF) *quantizer {
	from, ok := g.Config.ColorModel.(color.Palette)
	if !ok || len(from) == 0 {
		from = g.Image[0].Palette
	}
	q := &quantizer{}
	for _, c := range from {
		if _, _, _, a := c.RGBA(); a != 0 && len(q.palette) < 255 {
			q.palette = append(q.palette, c)
		}
	}
	q.clear = uint8(len(q.palette)) //nolint:gosec // at most 255
	q.palette = append(q.palette, color.RGBA{})
	return q
}

func (q *quantizer) paletted(m *image.RGBA) *image.Paletted {
	out := image.NewPaletted(m.Rect, q.palette)
	for i := range out.Pix {
		px := m.Pix[4*i : 4*i+4 : 4*i+4]
		if px[3] < 0x80 {
			out.Pix[i] = q.clear
			continue
		}
		at := &q.nearest[int(px[0]>>3)<<10|int(px[1]>>3)<<5|int(px[2]>>3)]
		if *at == 0 {
			*at = 1 + q.find(px)
		}
		out.Pix[i] = uint8(*at - 1) //nolint:gosec // an index of the palette
	}
	return out
}

func (q *quantizer) find(px []byte) uint16 {
	best, least := 0, math.MaxInt
	for i, c := range q.palette[:q.clear] {
		r, g, b, _ := c.RGBA()
		dr, dg, db := int(r>>8)-int(px[0]), int(g>>8)-int(px[1]), int(b>>8)-int(px[2])
		if d := 2*dr*dr + 4*dg*dg + 3*db*db; d < least {
			best, least = i, d
		}
	}
	return uint16(best)
}

package asset

import (
	"context"
	"image"
	"math"
	"strconv"
	"strings"

	"mpsync/internal/model"
)

// The shapes that a cover is shown in: wide at the head of a message, square in
// lists and where it is shared.
const (
	wideRatio   = 2.35
	squareRatio = 1.0
)

// CenterCrop is the middle of a cover in both shapes; it is zero for an image of
// unknown size.
func (im Image) CenterCrop() model.Crop {
	w, h := im.Width, im.Height
	if im.Orientation >= 5 {
		w, h = h, w
	}
	if w == 0 || h == 0 {
		return model.Crop{}
	}
	return model.Crop{Wide: box(w, h, wideRatio, .5), Square: box(w, h, squareRatio, .5)}
}

// box is the largest part of a picture that has a shape, as the API writes it.
// at says where it lies between one end, 0, and the other, 1.
func box(w, h int, ratio, at float64) string {
	width, height := 1.0, 1.0
	if own := float64(w) / float64(h); own > ratio {
		width = ratio / own
	} else {
		height = own / ratio
	}
	x, y := (1-width)*at, (1-height)*at
	var parts []string
	for _, v := range []float64{x, y, x + width, y + height} {
		parts = append(parts, strconv.FormatFloat(math.Round(min(1, v)*1e6)/1e6, 'f', -1, 64))
	}
	return strings.Join(parts, "_")
}

// SmartCrop finds the parts of a cover in which most is to be seen.
func (m *Maker) SmartCrop(ctx context.Context, data []byte) (model.Crop, error) {
	key := sum(data) + "-crop-" + recipe
	known, _ := m.cache.Get(key)
	if wide, square, ok := strings.Cut(string(known), " "); ok {
		return model.Crop{Wide: wide, Square: square}, nil
	}
	im, err := Inspect(data)
	if err != nil || im.Width*im.Height > m.Rules.MaxPixels {
		return im.CenterCrop(), err
	}
	release, err := m.reserve(ctx, im)
	if err != nil {
		return model.Crop{}, err
	}
	defer release()
	small, err := m.picture(ctx, im, data, 240)
	if err != nil {
		return im.CenterCrop(), err
	}
	c := model.Crop{Wide: busiest(small, wideRatio), Square: busiest(small, squareRatio)}
	m.cache.Put(key, []byte(c.Wide+" "+c.Square))
	return c, nil
}

// busiest is the part of a picture of one shape that holds the most detail. What
// is near the middle counts a little more, as people put there what matters.
func busiest(m *image.RGBA, ratio float64) string {
	w, h := m.Rect.Dx(), m.Rect.Dy()
	along, across := w, h // the direction in which there is a choice
	window := int(float64(h) * ratio)
	if float64(w)/float64(h) <= ratio {
		along, across = h, w
		window = int(float64(w) / ratio)
	}
	if window >= along {
		return box(w, h, ratio, .5)
	}
	sums := make([]float64, along+1)
	for i := range along {
		line := 0.0
		for j := range across {
			x, y := i, j
			if along == h {
				x, y = j, i
			}
			line += detail(m, x, y)
		}
		off := 2*(float64(i)+.5)/float64(along) - 1
		sums[i+1] = sums[i] + line*(1-.3*off*off)
	}
	best, most := 0, -1.0
	for i := 0; i+window <= along; i++ {
		if s := sums[i+window] - sums[i]; s > most {
			best, most = i, s
		}
	}
	return box(w, h, ratio, float64(best)/float64(along-window))
}

// detail is how much a pixel differs from its right and lower neighbours, and
// how colourful it is.
func detail(m *image.RGBA, x, y int) float64 {
	px := m.Pix[m.PixOffset(x, y):]
	right, below := px, px
	if x+1 < m.Rect.Dx() {
		right = px[4:]
	}
	if y+1 < m.Rect.Dy() {
		below = m.Pix[m.PixOffset(x, y+1):]
	}
	d := 0.0
	for k := range 3 {
		d += math.Abs(float64(px[k])-float64(right[k])) + math.Abs(float64(px[k])-float64(below[k]))
	}
	colour := float64(max(px[0], px[1], px[2]) - min(px[0], px[1], px[2]))
	return d + colour/8
}

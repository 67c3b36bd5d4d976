package asset

import (
	"bytes"
	"image"
	"image/color"
	"image/color/palette"
	"image/gif"
	"math/rand/v2"
	"testing"
)

// animation is a GIF of noise, which nothing makes small, with every way to
// leave a picture.
func animation(t testing.TB, w, h, frames int) []byte {
	t.Helper()
	r := rand.New(rand.NewPCG(1, 2))
	g := &gif.GIF{LoopCount: 3}
	for i := range frames {
		m := image.NewPaletted(image.Rect(0, 0, w-i%3, h-i%2), append(color.Palette{color.Transparent}, palette.WebSafe...))
		for j := range m.Pix {
			m.Pix[j] = uint8(r.UintN(200))
		}
		g.Image, g.Delay = append(g.Image, m), append(g.Delay, 5)
		g.Disposal = append(g.Disposal, []byte{gif.DisposalNone, gif.DisposalBackground, gif.DisposalPrevious}[i%3])
	}
	var b bytes.Buffer
	if err := gif.EncodeAll(&b, g); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestReducedAnimationFitsAndKeepsItsLength(t *testing.T) {
	data := animation(t, 640, 360, 12)
	for _, limit := range []int{len(data) / 2, len(data) / 10, len(data) / 20} {
		out, err := reduced(t.Context(), data, 500, limit)
		if err != nil {
			t.Fatal(err)
		}
		g, err := gif.DecodeAll(bytes.NewReader(out))
		if err != nil {
			t.Fatal(err)
		}
		length := 0
		for _, d := range g.Delay {
			length += d
		}
		if len(out) > limit || length != 60 || g.LoopCount != 3 || len(g.Image) < 2 || g.Config.Width > 500 {
			t.Errorf("limit %d: %d bytes, %d pictures of %d px, %d/100 s, loops %d", limit, len(out), len(g.Image), g.Config.Width, length, g.LoopCount)
		}
	}
	if out, err := reduced(t.Context(), data, 500, 100); err == nil {
		t.Errorf("%d bytes are said to fit into 100", len(out))
	}
}

package asset

import (
	"bytes"
	"image/gif"
	"testing"

	"mpsync/internal/asset/assettest"
)

func TestReducedAnimationFitsAndKeepsItsLength(t *testing.T) {
	data := assettest.Animation(640, 360, 12)
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

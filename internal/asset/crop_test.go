package asset

import (
	"bytes"
	"errors"
	"image"
	"image/color"
	"image/png"
	"strconv"
	"strings"
	"testing"

	"mpsync/internal/model"
)

func TestCenterCropIsTheMiddleOfBothShapes(t *testing.T) {
	for im, want := range map[*Image]model.Crop{
		{Width: 900, Height: 900}:                   {Wide: "0_0.287234_1_0.712766", Square: "0_0_1_1"},
		{Width: 2000, Height: 1000}:                 {Wide: "0_0.074468_1_0.925532", Square: "0.25_0_0.75_1"},
		{Width: 1000, Height: 2000, Orientation: 6}: {Wide: "0_0.074468_1_0.925532", Square: "0.25_0_0.75_1"},
		{Width: 4000, Height: 1000}:                 {Wide: "0.20625_0_0.79375_1", Square: "0.375_0_0.625_1"},
		{}:                                          {},
	} {
		if got := im.CenterCrop(); got != want {
			t.Errorf("%d × %d: got %+v, want %+v", im.Width, im.Height, got, want)
		}
	}
}

func TestSmartCropFindsWhatIsToBeSeen(t *testing.T) {
	m := image.NewRGBA(image.Rect(0, 0, 1200, 400))
	for y := range 400 {
		for x := range 1200 {
			c := color.RGBA{230, 230, 235, 255}
			if x > 850 && x < 1100 && (x/10+y/10)%2 == 0 {
				c = color.RGBA{200, 30, 30, 255}
			}
			m.SetRGBA(x, y, c)
		}
	}
	var b bytes.Buffer
	if err := png.Encode(&b, m); err != nil {
		t.Fatal(err)
	}
	maker := NewMaker(Options{Rules: rules, Cache: t.TempDir()})
	for range 2 { // The second comes from the cache.
		got, err := maker.SmartCrop(t.Context(), b.Bytes())
		if err != nil {
			t.Fatal(err)
		}
		edges := strings.Split(got.Square, "_")
		left, lerr := strconv.ParseFloat(edges[0], 64)
		right, rerr := strconv.ParseFloat(edges[2], 64)
		if err := errors.Join(lerr, rerr); err != nil || left > 850./1200 || right < 1100./1200 {
			t.Errorf("the square crop %s misses the picture: %v", got.Square, err)
		}
	}
}

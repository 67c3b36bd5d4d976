package asset

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"testing"
)

func heif(t testing.TB, name string) []byte {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func TestInspectReadsThePrimaryPictureOfHEIF(t *testing.T) {
	for name, want := range map[string]Image{
		"small.avif":  {Type: "avif", Width: 60, Height: 36},
		"turned.avif": {Type: "avif", Width: 36, Height: 60},
		"small.heic":  {Type: "heic", Width: 60, Height: 36}, // in a grid of tiles of 64 × 64
	} {
		data := heif(t, name)
		im, err := Inspect(data)
		if err != nil || im.Type != want.Type || im.Width != want.Width || im.Height != want.Height {
			t.Errorf("%s: got %s of %d × %d, %v", name, im.Type, im.Width, im.Height, err)
		}
		if _, err := Inspect(data[:len(data)-9]); err == nil {
			t.Errorf("%s: broken off, it passes", name)
		}
	}
}

// TestForeignImagesAreMadeByAProgramOfTheMachine has one that draws a scene in
// their place.
func TestForeignImagesAreMadeByAProgramOfTheMachine(t *testing.T) {
	asked := ""
	decode := func(ctx context.Context, kind string, data []byte, w, h int) ([]byte, error) {
		asked = kind
		return drawn(ctx, data, w, h)
	}
	fails := func(context.Context, string, []byte, int, int) ([]byte, error) { return nil, errors.New("no codec") }
	lies := func(context.Context, string, []byte, int, int) ([]byte, error) { return picture(t, "gif"), nil }
	large := func(ctx context.Context, _ string, data []byte, _, _ int) ([]byte, error) {
		return drawn(ctx, data, 100, 101)
	}
	few := rules
	few.MaxPixels = 10_000
	for name, tt := range map[string]struct {
		decode func(context.Context, string, []byte, int, int) ([]byte, error)
		code   string
	}{
		"a program": {decode, ""}, "none": {nil, "image-no-decoder"}, "one that fails": {fails, "image-not-decoded"},
		"one that lies": {lies, "image-not-decoded"}, "a bomb": {large, "image-not-decoded"},
	} {
		for _, file := range []string{"small.avif", "small.heic"} {
			m := NewMaker(Options{Rules: few, Decode: tt.decode})
			f, code := made(t, m, heif(t, file), Content)
			if code != tt.code {
				t.Errorf("%s, %s: got %q, want %q", name, file, code, tt.code)
			}
			if code == "" {
				acceptable(t, file, f, Content)
			} else {
				checkText(t, code, []any{file, "avif"})
			}
		}
	}
	if asked == "" {
		t.Error("the program was not asked")
	}
}

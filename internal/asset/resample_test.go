package asset

import (
	"image"
	"testing"

	"golang.org/x/image/draw"

	"mpsync/internal/asset/assettest"
)

// reference is a picture resampled with floating-point numbers.
func reference(m *image.RGBA, width, height int) *image.RGBA {
	out := image.NewRGBA(image.Rect(0, 0, width, height))
	draw.CatmullRom.Scale(out, out.Rect, m, m.Rect, draw.Src, nil)
	return out
}

// faded is a picture that is transparent on its left.
func faded(m *image.RGBA) *image.RGBA {
	for i := 0; i < len(m.Pix); i += 4 {
		a := min(0xff, i/4%m.Rect.Dx())
		for k := range 4 {
			m.Pix[i+k] = byte(int(m.Pix[i+k]) * a / 0xff)
		}
	}
	return m
}

func TestResampledIsCatmullRom(t *testing.T) {
	for name, m := range map[string]*image.RGBA{
		"photograph": assettest.Scene(1711, 903), "transparent": faded(assettest.Scene(700, 403)), "checks": checks(333, 222, 7), "pixels": checks(333, 222, 1),
	} {
		for _, size := range [][2]int{{1080, 570}, {350, 202}, {171, 90}, {60, 301}, {1, 1}, {3, 200}} {
			if size[0] > m.Rect.Dx() || size[1] > m.Rect.Dy() {
				continue
			}
			got, want := resampled(m, size[0], size[1]), reference(m, size[0], size[1])
			for i := range want.Pix {
				if d := int(got.Pix[i]) - int(want.Pix[i]); d < -1 || d > 1 {
					t.Fatalf("%s %v: %d at %d, want %d", name, size, got.Pix[i], i, want.Pix[i])
				}
			}
		}
	}
}

// checks are the sharpest edges that there are.
func checks(w, h, size int) *image.RGBA {
	m := image.NewRGBA(image.Rect(0, 0, w, h))
	for i := range m.Pix {
		m.Pix[i] = byte(255 * (i/4%w/size&1 ^ i/4/w/size&1))
		if i%4 == 3 {
			m.Pix[i] = 0xff
		}
	}
	return m
}

func BenchmarkResample(b *testing.B) {
	m := assettest.Scene(1700, 1200)
	for name, f := range map[string]func(*image.RGBA, int, int) *image.RGBA{"here": resampled, "floating": reference} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				f(m, 1080, 762)
			}
		})
	}
}

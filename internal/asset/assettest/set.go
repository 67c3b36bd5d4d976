package assettest

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/color/palette"
	"image/gif"
	"image/jpeg"
	"image/png"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"

	"golang.org/x/image/bmp"
	"golang.org/x/image/draw"
	"golang.org/x/image/tiff"
)

// Kinds are what [Written] writes.
var Kinds = []string{"jpeg", "png", "gif", "bmp", "tiff"}

// Scene is a photograph of sorts: slopes, edges and grain.
func Scene(w, h int) *image.RGBA {
	m := image.NewRGBA(image.Rect(0, 0, w, h))
	seed := uint32(1)
	for y := range h {
		for x := range w {
			seed = seed*1664525 + 1013904223
			grain := float64(seed>>24)/16 - 8
			u, v := float64(x)/float64(w), float64(y)/float64(h)
			sky := 200 - 90*v + 30*math.Sin(9*u+4*v)
			if hill := .55 + .12*math.Sin(7*u) + .05*math.Sin(31*u); v > hill {
				sky = 90 - 50*(v-hill) + 25*math.Sin(60*u)*math.Sin(50*v)
			}
			c := func(k float64) uint8 { return uint8(max(0, min(255, sky*k+grain))) }
			m.SetRGBA(x, y, color.RGBA{c(.8), c(.95), c(1.1), 255})
		}
	}
	return m
}

// Written is an image as a file of one of [Kinds].
func Written(kind string, m image.Image) []byte {
	var b bytes.Buffer
	var err error
	switch kind {
	case "jpeg":
		err = jpeg.Encode(&b, m, &jpeg.Options{Quality: 95})
	case "png":
		err = png.Encode(&b, m)
	case "gif":
		err = gif.Encode(&b, m, nil)
	case "bmp":
		err = bmp.Encode(&b, m)
	case "tiff":
		err = tiff.Encode(&b, m, &tiff.Options{Compression: tiff.Deflate, Predictor: true})
	default:
		panic("assettest: no such kind: " + kind)
	}
	if err != nil {
		panic(err) // memory takes every byte, and each encoder every picture here
	}
	return b.Bytes()
}

// Animation is a GIF of noise, which nothing makes small, with every way to
// leave a picture.
func Animation(w, h, frames int) []byte {
	r := rand.New(rand.NewPCG(1, 2)) //nolint:gosec // noise that is the same each time
	g := &gif.GIF{LoopCount: 3}
	for i := range frames {
		m := image.NewPaletted(image.Rect(0, 0, w-i%3, h-i%2), append(color.Palette{color.Transparent}, palette.WebSafe...))
		for j := range m.Pix {
			m.Pix[j] = uint8(r.UintN(200)) //nolint:gosec // below 256
		}
		g.Image, g.Delay = append(g.Image, m), append(g.Delay, 5)
		g.Disposal = append(g.Disposal, []byte{gif.DisposalNone, gif.DisposalBackground, gif.DisposalPrevious}[i%3])
	}
	var b bytes.Buffer
	if err := gif.EncodeAll(&b, g); err != nil {
		panic(err)
	}
	return b.Bytes()
}

// as is a picture in another colour model.
func as(m image.Image, to draw.Image) image.Image {
	draw.Draw(to, to.Bounds(), m, m.Bounds().Min, draw.Src)
	return to
}

// Files are images of every type, colour model, depth and shape, by name: those
// that Go can write, and those of a folder.
func Files(folder string) (map[string][]byte, error) {
	all := map[string][]byte{
		"animation.gif": Animation(30, 20, 4),
		"drawing.svg":   []byte(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 20 10"><path d="M0 0h9v9"/></svg>`),
	}
	names, err := filepath.Glob(filepath.Join(folder, "*.*"))
	if err != nil || len(names) == 0 {
		return nil, fmt.Errorf("no images in %s: %w", folder, err)
	}
	for _, name := range names {
		if all[filepath.Base(name)], err = os.ReadFile(name); err != nil { //nolint:gosec // a test's own folder
			return nil, err
		}
	}
	for name, m := range models() {
		for _, kind := range Kinds {
			all[name+"."+kind] = Written(kind, m)
		}
	}
	for _, size := range [][2]int{{1, 1}, {1, 3000}, {3000, 1}, {3, 5}, {1079, 2}, {1081, 3}, {2161, 7}, {4321, 9}, {8, 2500}} {
		m := Scene(size[0], size[1])
		for _, kind := range Kinds {
			all[fmt.Sprintf("%d × %d.%s", size[0], size[1], kind)] = Written(kind, m)
		}
	}
	for o := range 10 {
		all[fmt.Sprintf("turned %d.jpeg", o)] = Turned(Scene(96, 64), o)
	}
	return all, nil
}

// models are pictures of every colour model.
func models() map[string]image.Image {
	m := Scene(96, 64)
	glass := image.NewNRGBA(m.Rect)
	for i := range glass.Pix {
		glass.Pix[i] = m.Pix[i]
		if i%4 == 3 {
			glass.Pix[i] = uint8(i / 97)
		}
	}
	two, sixteen := color.Palette{color.White, color.Black}, color.Palette{}
	for i := range uint8(16) {
		sixteen = append(sixteen, color.Gray{17 * i})
	}
	return map[string]image.Image{
		"rgba": m, "nrgba": glass, "rgba64": as(glass, image.NewRGBA64(m.Rect)), "nrgba64": as(glass, image.NewNRGBA64(m.Rect)),
		"gray": as(m, image.NewGray(m.Rect)), "gray16": as(m, image.NewGray16(m.Rect)),
		"two colours": as(m, image.NewPaletted(m.Rect, two)), "sixteen colours": as(m, image.NewPaletted(m.Rect, sixteen)),
		"clear palette": as(glass, image.NewPaletted(m.Rect, append(color.Palette{color.Transparent}, sixteen...))),
	}
}

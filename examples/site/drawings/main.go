// Command drawings paints the pictures of the example site: covers, charts from data, maps of the sky.
//
//	go run ./examples/site/drawings
//
// rewrites them under examples/site. The same program gives the same pictures on every run, so a change of a picture is
// a change of this code. It reads nothing and takes no photographs.
package main

import (
	"bytes"
	"fmt"
	"image"
	"image/jpeg"
	"image/png"
	"log"
	"os"
	"path"
)

// drawing is one picture file: its place in the site, its size in pixels, and how it is painted.
type drawing struct {
	file  string
	w, h  int
	paint func(*canvas)
}

const coverW, coverH = 900, 383 // The 2.35:1 of a first article's cover.

func drawings() []drawing {
	return []drawing{
		{"images/cover.png", coverW, coverH, nightHills},
		{"images/cover-moon.png", coverW, coverH, moonrise},
		{"images/cover-meteors.png", coverW, coverH, meteorCamp},
		{"images/cover-notebook.png", coverW, coverH, notebook},
		{"images/moon-phases.png", 1080, 288, phases},
		{"images/moon-month.png", 1080, 560, moonMonth},
		{"images/perseids.png", 1080, 560, perseids},
		{"articles/first-night/cover.png", coverW, coverH, balcony},
		{"articles/first-night/polaris.png", 1080, 648, findPolaris},
		{"articles/first-night/dark-adaptation.png", 1080, 520, adaptation},
		{"articles/light-pollution/cover.png", coverW, coverH, glowDome},
		{"articles/light-pollution/orion.png", 1080, 480, onePatch},
		{"articles/light-pollution/star-counts.png", 1080, 540, starCounts},
		{"articles/star-trails/cover.jpg", coverW, coverH, trailsCover},
		{"articles/star-trails/trails.jpg", 1080, 720, trailsPhoto},
		{"articles/star-trails/stacking.png", 1080, 470, stacking},
		{"articles/autumn/cover.png", coverW, coverH, silverGrass},
		{"articles/autumn/great-square.png", 1080, 660, greatSquare},
		{"articles/autumn/andromeda/cover.png", coverW, coverH, galaxyRise},
		{"articles/autumn/andromeda/star-hop.png", 1080, 660, hop},
		{"articles/autumn/kit.png", 1080, 508, kit},
	}
}

func (d drawing) draw() (*image.RGBA, error) {
	c, err := newCanvas(d.w, d.h)
	if err != nil {
		return nil, err
	}
	d.paint(c)
	return c.RGBA, nil
}

// encode makes a file of the picture, of the type that its name says.
func (d drawing) encode(picture image.Image) ([]byte, error) {
	var file bytes.Buffer
	var err error
	if path.Ext(d.file) == ".jpg" {
		err = jpeg.Encode(&file, picture, &jpeg.Options{Quality: 88})
	} else {
		err = png.Encode(&file, picture)
	}
	if err != nil {
		return nil, fmt.Errorf("encode %q: %w", d.file, err)
	}
	return file.Bytes(), nil
}

func write(folder string) error {
	site, err := os.OpenRoot(folder)
	if err != nil {
		return fmt.Errorf("open site: %w", err)
	}
	for _, d := range drawings() {
		picture, err := d.draw()
		if err != nil {
			return err
		}
		file, err := d.encode(picture)
		if err != nil {
			return err
		}
		if err := site.MkdirAll(path.Dir(d.file), 0o755); err != nil {
			return fmt.Errorf("make folder of %q: %w", d.file, err)
		}
		if err := site.WriteFile(d.file, file, 0o644); err != nil {
			return fmt.Errorf("write %q: %w", d.file, err)
		}
	}
	return site.Close()
}

func main() {
	if err := write("examples/site"); err != nil {
		log.Fatal(err)
	}
}

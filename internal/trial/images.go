package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"image"
	_ "image/gif" // kinds of the folder's images
	"image/jpeg"
	_ "image/png" // kinds of the folder's images
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"time"

	_ "golang.org/x/image/bmp" // kinds of the folder's images
	"golang.org/x/image/draw"
	_ "golang.org/x/image/webp" // kinds of the folder's images
	"golang.org/x/sync/errgroup"

	"mpsync/internal/asset"
	"mpsync/internal/asset/assettest"
	"mpsync/internal/model"
)

// pictures are the images of a folder that have to be made fit.
type pictures struct {
	rules  asset.Rules
	assets []model.Asset // those that are made anew
	data   map[string][]byte
	before int // bytes of all
	asIs   int // how many go as they are
	sound  int
}

// images makes every image of a folder fit, cold and warm, beside the bare work
// that those which need it take, and judges the photographs.
func images(ctx context.Context, folder string) error {
	p := pictures{rules: asset.Rules{MaxWidth: 1080, MaxPixels: 1e8, LargeGIF: asset.GIFReduce}, data: map[string][]byte{}}
	if err := p.gather(folder); err != nil {
		return err
	}
	dir, err := os.MkdirTemp("", "mpsync-images-")
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(dir) }()
	cold, files, err := p.make(ctx, dir)
	if err != nil {
		return err
	}
	warm, _, err := p.make(ctx, dir)
	if err != nil {
		return err
	}
	bare, err := p.bare()
	if err != nil {
		return err
	}
	from, to, worst, what := 0, 0, 1.0, ""
	for i, a := range p.assets {
		from, to = from+len(p.data[a.Path]), to+len(files[i].Data)
		s, err := like(p.data[a.Path], files[i].Data)
		if err != nil {
			return fmt.Errorf("%s: %w", a.Path, err)
		}
		if s < worst {
			worst, what = s, a.Path
		}
	}
	fmt.Printf("images: %d, %.1f MB; %d as they are, %d made fit, %.2f MB to %.2f MB, cold %.2f s, warm %.3f s, bare work %.2f s; photographs at least %.4f like their originals\n",
		p.sound, float64(p.before)/1e6, p.asIs, len(p.assets), float64(from)/1e6, float64(to)/1e6, cold.Seconds(), warm.Seconds(), bare.Seconds(), worst)
	if worst < .98 {
		return fmt.Errorf("%s: its fitted form is only %.3f like it", what, worst)
	}
	return nil
}

// gather finds the images of a folder and what each needs. Drawings, which other
// programs draw, are left out.
func (p *pictures) gather(folder string) error {
	return filepath.WalkDir(folder, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := os.ReadFile(path) //nolint:gosec // the folder under trial
		if err != nil {
			return err
		}
		im, err := asset.Inspect(data)
		if err != nil || im.Type == "" || im.Type == "svg" {
			return nil //nolint:nilerr // damaged ones are findings of their articles
		}
		p.sound, p.before = p.sound+1, p.before+len(data)
		a := im.Choose(asset.Content, p.rules).Asset(im, path)
		if a.Fit == "" {
			p.asIs++
			return nil
		}
		p.data[path] = data
		p.assets = append(p.assets, a)
		return nil
	})
}

// make makes every file, on all processors.
func (p *pictures) make(ctx context.Context, cache string) (time.Duration, []model.File, error) {
	m := asset.NewMaker(asset.Options{
		Cache: cache, Rules: p.rules, Read: func(path string) ([]byte, error) { return p.data[path], nil },
	})
	files := make([]model.File, len(p.assets))
	start := time.Now()
	var g errgroup.Group
	g.SetLimit(runtime.GOMAXPROCS(0))
	for i, a := range p.assets {
		g.Go(func() (err error) {
			files[i], err = m.File(ctx, a)
			return err
		})
	}
	err := g.Wait()
	return time.Since(start), files, err
}

// bare is the time of nothing but decoding, halving, Catmull-Rom and one
// encoding of those that are not only cleaned.
func (p *pictures) bare() (time.Duration, error) {
	start := time.Now()
	var g errgroup.Group
	g.SetLimit(runtime.GOMAXPROCS(0))
	for _, a := range p.assets {
		g.Go(func() error {
			m, _, err := image.Decode(bytes.NewReader(p.data[a.Path]))
			if err != nil || a.Fit == asset.FitClean {
				return err
			}
			for m.Bounds().Dx() > 2*p.rules.MaxWidth {
				m = smaller(m, m.Bounds().Dx()/2, draw.ApproxBiLinear)
			}
			if m.Bounds().Dx() > p.rules.MaxWidth {
				m = smaller(m, p.rules.MaxWidth, draw.CatmullRom)
			}
			return jpeg.Encode(&bytes.Buffer{}, m, &jpeg.Options{Quality: 92})
		})
	}
	err := g.Wait()
	return time.Since(start), err
}

func smaller(m image.Image, width int, by draw.Scaler) image.Image {
	b := m.Bounds()
	out := image.NewRGBA(image.Rect(0, 0, width, max(1, b.Dy()*width/b.Dx())))
	by.Scale(out, out.Rect, m, b, draw.Src, nil)
	return out
}

// like says how much a fitted photograph looks like its original. A turned
// picture is not compared.
func like(original, fitted []byte) (float64, error) {
	a, source, err := image.Decode(bytes.NewReader(original))
	if err != nil {
		return 0, err
	}
	b, kind, err := image.Decode(bytes.NewReader(fitted))
	if err != nil {
		return 0, errors.Join(err, fmt.Errorf("fitted %s", kind))
	}
	x, y := assettest.Displayed(a), assettest.Displayed(b)
	if source != "jpeg" || kind != "jpeg" || x.Rect.Dy()-y.Rect.Dy() > 2 || y.Rect.Dy()-x.Rect.Dy() > 2 {
		return 1, nil
	}
	size := image.Rect(0, 0, x.Rect.Dx(), min(x.Rect.Dy(), y.Rect.Dy()))
	return assettest.Similarity(x.SubImage(size).(*image.RGBA), y.SubImage(size).(*image.RGBA)), nil
}

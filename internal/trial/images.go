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
	"math"
	"os"
	"path/filepath"
	"runtime"
	"syscall"
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
// that those which need it take, and judges the JPEGs.
func images(ctx context.Context, folder string) error {
	p := pictures{rules: asset.Rules{MaxWidth: 1080, MaxPixels: 1e8, LargeGIF: asset.GIFReduce}, data: map[string][]byte{}}
	if err := p.gather(folder); err != nil {
		return err
	}
	cold, warm, bare := slowest, slowest, slowest
	var files []model.File
	for range tries {
		x, y, made, err := p.coldAndWarm(ctx)
		if err != nil {
			return err
		}
		z, err := p.bare()
		if err != nil {
			return err
		}
		cold, warm, bare, files = cold.least(x), warm.least(y), bare.least(z), made
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
	fmt.Printf("images: %d, %.1f MB; %d as they are, %d made fit, %.2f MB to %.2f MB; JPEGs at least %.4f like their originals\n",
		p.sound, float64(p.before)/1e6, p.asIs, len(p.assets), float64(from)/1e6, float64(to)/1e6, worst)
	fmt.Printf("cold %v, bare work %v, warm %v; cold %.2f times the bare work, %.2f in processor time\n",
		cold, bare, warm, float64(cold.wall)/float64(bare.wall), float64(cold.cpu)/float64(bare.cpu))
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

// coldAndWarm makes every file twice, with an empty cache and with a full one.
func (p *pictures) coldAndWarm(ctx context.Context) (cold, warm spent, files []model.File, err error) {
	dir, err := os.MkdirTemp("", "mpsync-images-")
	if err != nil {
		return cold, warm, nil, err
	}
	defer func() { _ = os.RemoveAll(dir) }()
	if cold, files, err = p.make(ctx, dir); err != nil {
		return cold, warm, nil, err
	}
	warm, _, err = p.make(ctx, dir)
	return cold, warm, files, err
}

// make makes every file, on all processors.
func (p *pictures) make(ctx context.Context, cache string) (spent, []model.File, error) {
	m := asset.NewMaker(asset.Options{
		Cache: cache, Rules: p.rules, Read: func(path string) ([]byte, error) { return p.data[path], nil },
	})
	files := make([]model.File, len(p.assets))
	took, err := p.each(func(i int, a model.Asset) (err error) {
		files[i], err = m.File(ctx, a)
		return err
	})
	return took, files, err
}

// bare is the time of nothing but decoding, halving, Catmull-Rom and one
// encoding of those that are made anew. Those that are only cleaned take none,
// and every encoding is one as JPEG, which is faster than one as PNG.
func (p *pictures) bare() (spent, error) {
	return p.each(func(_ int, a model.Asset) error {
		if a.Fit == asset.FitClean {
			return nil
		}
		m, _, err := image.Decode(bytes.NewReader(p.data[a.Path]))
		if err != nil {
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

// tries is how often each time is taken; the least counts.
const tries = 3

// spent is the time that work took, and that of all processors.
type spent struct{ wall, cpu time.Duration }

// slowest is more than any work takes.
var slowest = spent{math.MaxInt64, math.MaxInt64}

func (s spent) least(o spent) spent { return spent{min(s.wall, o.wall), min(s.cpu, o.cpu)} }

func (s spent) String() string {
	return fmt.Sprintf("%.2f s (%.2f s of processor time)", s.wall.Seconds(), s.cpu.Seconds())
}

// each does work for every asset, on all processors.
func (p *pictures) each(work func(int, model.Asset) error) (spent, error) {
	start, before := time.Now(), processorTime()
	var g errgroup.Group
	g.SetLimit(runtime.GOMAXPROCS(0))
	for i, a := range p.assets {
		g.Go(func() error { return work(i, a) })
	}
	err := g.Wait()
	return spent{time.Since(start), processorTime() - before}, err
}

// processorTime is what this process has taken until now.
func processorTime() time.Duration {
	var r syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &r); err != nil {
		panic(err) // of arguments that are right
	}
	return time.Duration(r.Utime.Nano() + r.Stime.Nano())
}

func smaller(m image.Image, width int, by draw.Scaler) image.Image {
	b := m.Bounds()
	out := image.NewRGBA(image.Rect(0, 0, width, max(1, b.Dy()*width/b.Dx())))
	by.Scale(out, out.Rect, m, b, draw.Src, nil)
	return out
}

// like says how much a fitted JPEG looks like its original. The thin lines of a
// drawing look different at every width, so that it is compared at the fitted
// one. A turned picture is not compared.
func like(original, fitted []byte) (float64, error) {
	a, source, err := image.Decode(bytes.NewReader(original))
	if err != nil {
		return 0, err
	}
	b, kind, err := image.Decode(bytes.NewReader(fitted))
	if err != nil {
		return 0, errors.Join(err, fmt.Errorf("fitted %s", kind))
	}
	if drawing(a) {
		same := image.NewRGBA(b.Bounds())
		draw.CatmullRom.Scale(same, same.Rect, a, a.Bounds(), draw.Src, nil)
		a = same
	}
	x, y := assettest.Displayed(a), assettest.Displayed(b)
	if source != "jpeg" || kind != "jpeg" || x.Rect.Dy()-y.Rect.Dy() > 2 || y.Rect.Dy()-x.Rect.Dy() > 2 {
		return 1, nil
	}
	size := image.Rect(0, 0, x.Rect.Dx(), min(x.Rect.Dy(), y.Rect.Dy()))
	return assettest.Similarity(x.SubImage(size).(*image.RGBA), y.SubImage(size).(*image.RGBA)), nil
}

// drawing says whether most pixels of a picture are as their neighbour.
func drawing(m image.Image) bool {
	b, same := m.Bounds(), 0
	for y := b.Min.Y; y < b.Max.Y; y++ {
		for x := b.Min.X + 1; x < b.Max.X; x++ {
			if m.At(x, y) == m.At(x-1, y) {
				same++
			}
		}
	}
	return 2*same > b.Dx()*b.Dy()
}

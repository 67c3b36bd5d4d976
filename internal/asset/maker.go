package asset

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"image"
	"path"
	"strconv"
	"strings"
	"time"

	"golang.org/x/sync/semaphore"

	"mpsync/internal/cache"
	"mpsync/internal/diag"
	"mpsync/internal/model"
)

// Options are what a [Maker] works with.
type Options struct {
	// Read reads a file of the site.
	Read func(path string) ([]byte, error)
	// Cache is the folder that keeps what was made; "" keeps nothing.
	Cache string
	Rules Rules
	// AllowHosts are hosts that images may be fetched from although they are on
	// this machine or a private network.
	AllowHosts []string
	// DrawSVG makes a PNG of an SVG image; nil where the machine has no program
	// for it.
	DrawSVG func(ctx context.Context, svg []byte, width, height int) ([]byte, error)
	// Decode makes a PNG of an image of a type that is [Foreign]; nil where the
	// machine has no program for any.
	Decode func(ctx context.Context, kind string, data []byte, width, height int) ([]byte, error)
	// Font gives a font for titles, without data where the machine has none; nil
	// is the same.
	Font func() Font
	// Program tells the running program from any other one: another one may decode
	// what this one can't.
	Program string
}

// Maker makes the files of uploads from their sources, several at once.
type Maker struct {
	Options
	cache  cache.Dir
	web    *fetcher
	memory *semaphore.Weighted
	damage damage
}

// The bounds of making one file.
const (
	// memoryBudget bounds the pictures that are decoded at the same time, in
	// bytes; one that is larger by itself has the whole of it.
	memoryBudget = 1 << 30
	makingTime   = time.Minute
)

// NewMaker makes a Maker.
func NewMaker(o Options) *Maker {
	c := cache.Dir(o.Cache)
	return &Maker{Options: o, cache: c, web: newFetcher(c, o.AllowHosts), memory: semaphore.NewWeighted(memoryBudget)}
}

// File makes the file of an upload. What a writer can mend is an error that
// wraps a finding.
func (m *Maker) File(ctx context.Context, a model.Asset) (model.File, error) {
	if a.URL != "" {
		return m.fetched(ctx, a)
	}
	data, err := m.source(a)
	if err != nil {
		return model.File{}, err
	}
	return m.file(ctx, a, data)
}

// file makes the file of an asset whose source was read.
func (m *Maker) file(ctx context.Context, a model.Asset, data []byte) (model.File, error) {
	out := data
	if a.Fit != "" {
		var err error
		if out, err = m.made(ctx, a, data); err != nil {
			return model.File{}, err
		}
	}
	name := a.Name
	if ext := "." + extOf(out); path.Ext(name) != ext {
		name = strings.TrimSuffix(name, path.Ext(name)) + ext
	}
	return model.File{Name: name, Data: out, Permanent: a.Permanent}, nil
}

// fetched makes the file of an image on another server. Only now is it known
// what kind of image it is. A cover is made a JPEG whatever it is, because its
// name has to be known beforehand.
func (m *Maker) fetched(ctx context.Context, a model.Asset) (model.File, error) {
	data, err := m.web.fetch(ctx, a.URL, a.Path)
	if err != nil {
		return model.File{}, err
	}
	im, err := Inspect(data)
	if err != nil {
		return model.File{}, diag.Stop(err, CodeOf(err), diag.Pos{}, a.Path, im.Type)
	}
	a.SHA256 = im.SHA256
	c := im.Choose(Content, m.Rules)
	if c.Refused {
		return model.File{}, diag.Stop(nil, c.Code, diag.Pos{}, append([]any{a.Path}, c.Args...)...)
	}
	if a.Fit != FitCover {
		a.Fit, a.Permanent = c.recipe(), c.Permanent
	}
	return m.file(ctx, a, data)
}

// source is what an asset is made of, which must be what was planned with.
func (m *Maker) source(a model.Asset) ([]byte, error) {
	data := a.Source
	if data == nil {
		var err error
		if data, err = m.Read(a.Path); err != nil {
			return nil, diag.Stop(err, "asset-gone", diag.Pos{}, a.Path)
		}
	}
	if sum(data) != a.SHA256 {
		return nil, diag.Stop(nil, "asset-changed", diag.Pos{}, a.Path)
	}
	return data, nil
}

func sum(data []byte) string {
	s := sha256.Sum256(data)
	return hex.EncodeToString(s[:])
}

// extOf is the extension of a file that was made.
func extOf(data []byte) string {
	if f := sniff(data); f != nil {
		return f.exts[0]
	}
	return "bin"
}

// kindOf is the type of an image, as [Image.Type] has it.
func kindOf(data []byte) string {
	if f := sniff(data); f != nil {
		return f.name
	}
	return ""
}

// recipe is the version of what is made: it rises when the same source and fit
// shall give another file.
const recipe = "1"

// made is what a fit makes of a source, from the cache where it stands there.
func (m *Maker) made(ctx context.Context, a model.Asset, data []byte) ([]byte, error) {
	key := a.SHA256 + "-" + a.Fit + "-" + recipe
	if out, ok := m.cache.Get(key); ok {
		if f := sniff(out); f != nil && f.check != nil {
			if _, _, err := f.check(out); err == nil {
				return out, nil
			}
		}
	}
	if code := m.Damaged(a.SHA256); code != "" && a.Fit != FitClean {
		return nil, diag.Stop(nil, code, diag.Pos{}, a.Path, kindOf(data))
	}
	make := m.make
	if a.Fit == FitCard {
		make = func(context.Context, model.Asset, []byte) ([]byte, error) { return m.card(a) }
	}
	out, err := make(ctx, a, data)
	if err != nil {
		return nil, err
	}
	m.cache.Put(key, out)
	return out, nil
}

// make makes what a fit asks for.
func (m *Maker) make(ctx context.Context, a model.Asset, data []byte) ([]byte, error) {
	im, err := Inspect(data)
	if err != nil {
		return nil, diag.Stop(err, CodeOf(err), diag.Pos{}, a.Path, im.Type)
	}
	if a.Fit == FitClean {
		return clean(im.Type, data), nil
	}
	if im.Type != "svg" && im.Width*im.Height > m.Rules.MaxPixels {
		return nil, diag.Stop(nil, "image-too-many-pixels", diag.Pos{}, a.Path, im.Width, im.Height, m.Rules.MaxPixels/1_000_000)
	}
	release, err := m.reserve(ctx, im)
	if err != nil {
		return nil, err
	}
	defer release()
	timed, cancel := context.WithTimeout(ctx, makingTime)
	defer cancel()
	out, err := m.fit(timed, im, data, a.Fit)
	switch {
	case err == nil || ctx.Err() != nil:
		return out, errors.Join(err, ctx.Err())
	case errors.Is(err, context.DeadlineExceeded):
		return nil, diag.Stop(err, "image-too-slow", diag.Pos{}, a.Path, int(makingTime.Seconds()))
	case errors.Is(err, ErrNoDecoder):
		return nil, diag.Stop(err, "image-no-decoder", diag.Pos{}, a.Path, im.Type)
	case errors.Is(err, errNoTool):
		return nil, diag.Stop(err, "svg-no-tool", diag.Pos{}, a.Path)
	case im.Type == "svg":
		return nil, diag.Stop(err, "svg-failed", diag.Pos{}, a.Path)
	case Foreign(im.Type):
		return nil, diag.Stop(err, "image-not-decoded", diag.Pos{}, a.Path, im.Type)
	}
	code := CodeBroken
	if errors.Is(err, errUnsupported) {
		code = codeUnsupported
	}
	m.damage.note(m, im.SHA256, code)
	return nil, diag.Stop(err, code, diag.Pos{}, a.Path, im.Type)
}

// reserve waits for the memory that decoding an image takes.
func (m *Maker) reserve(ctx context.Context, im Image) (release func(), err error) {
	share := min(im.weight(), memoryBudget)
	return func() { m.memory.Release(share) }, m.memory.Acquire(ctx, share)
}

func clean(kind string, data []byte) []byte {
	switch kind {
	case "png":
		return cleanPNG(data)
	case "gif":
		return cleanGIF(data)
	}
	return cleanJPEG(data)
}

// coverWidth is how wide a cover is made that can't stay as it is: twice the 900
// pixels that are shown.
const coverWidth = 1800

// fit decodes, turns, scales and encodes.
func (m *Maker) fit(ctx context.Context, im Image, data []byte, fit string) ([]byte, error) {
	kind := strings.TrimRight(fit, "0123456789")
	width, err := strconv.Atoi(fit[len(kind):])
	if kind == FitCover {
		width, err = coverWidth, nil
	}
	if err != nil {
		panic("asset: no such fit: " + fit)
	}
	if kind == FitGIF {
		return reduced(ctx, data, width, coverLimit)
	}
	p, err := m.picture(ctx, im, data, width)
	switch {
	case err != nil:
		return nil, err
	case kind == FitCover:
		return encodePhotograph(p, coverLimit)
	case im.Type == "jpeg": // As a PNG, even a drawing would keep nothing but what JPEG left of its edges, in twice the bytes.
		return encodePhotograph(p, contentLimit)
	}
	return encodeContent(p, contentLimit)
}

// picture is prepared for every type, whatever it takes to get at the pixels.
func (m *Maker) picture(ctx context.Context, im Image, data []byte, width int) (*image.RGBA, error) {
	var png []byte
	var err error
	switch {
	case im.Type == "svg":
		png, err = m.drawnSVG(ctx, im, data, width)
	case Foreign(im.Type):
		png, err = m.translated(ctx, im, data)
	default:
		return prepared(ctx, im, data, width)
	}
	if err != nil {
		return nil, err
	}
	if im, err = Inspect(png); err != nil {
		return nil, err
	}
	if im.Type != "png" || im.Width*im.Height > m.Rules.MaxPixels {
		return nil, fmt.Errorf("a %s of %d × %d pixels was made of it: %w", im.Type, im.Width, im.Height, errUnsupported)
	}
	return prepared(ctx, im, png, width)
}

// prepared decodes a picture, as wide and upright as it will be, in sRGB.
func prepared(ctx context.Context, im Image, data []byte, width int) (*image.RGBA, error) {
	decoded, err := decode(ctx, data, im.Type)
	if err != nil {
		return nil, err
	}
	m := scaled(decoded, width, im.Orientation)
	if p := readProfile(aboutOf(im.Type, data).profile); p != nil {
		p.apply(m)
	}
	return m, ctx.Err()
}

package cli

import (
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"mpsync/internal/asset"
)

// decoder is a program that makes a PNG of images of some types. Names of files
// are ours, so that none can be taken for an option.
type decoder struct {
	program string
	kinds   []string
	args    func(kind, in, out string) []string
}

// decoders are those that are tried, best first. `convert` is not among them: on
// Windows it is a program for discs.
var decoders = []decoder{
	{"heif-dec", []string{"heic", "avif"}, inOut},
	{"heif-convert", []string{"heic", "avif"}, inOut},
	{"avifdec", []string{"avif"}, inOut},
	{"sips", []string{"heic", "avif"}, func(_, in, out string) []string { return []string{"-s", "format", "png", in, "--out", out} }},
	{"magick", []string{"heic", "avif"}, func(kind, in, out string) []string { return []string{kind + ":" + in, "-auto-orient", "png:" + out} }},
}

func inOut(_, in, out string) []string { return []string{in, out} }

// browsable is a type that browsers show, too.
const browsable = "avif"

// decodes says of which types this machine has a program that may open them.
func (a *app) decodes() map[string]bool {
	can := map[string]bool{}
	for _, kind := range []string{"avif", "heic"} {
		can[kind] = a.decoderOf(kind) != ""
	}
	return can
}

// decoderOf is the first program of this machine that may open images of a type,
// "" for none.
func (a *app) decoderOf(kind string) string {
	for _, d := range decoders {
		if path, err := a.Look(d.program); err == nil && slices.Contains(d.kinds, kind) {
			return path
		}
	}
	if kind == browsable {
		return a.chromium()
	}
	return ""
}

// decode makes a PNG of an image by the first program that can: one may be
// installed without what it needs for a type.
func (s *session) decode(ctx context.Context, kind string, data []byte, width, height int) ([]byte, error) {
	var failed []error
	for _, d := range decoders {
		path, err := s.Look(d.program)
		if err != nil || !slices.Contains(d.kinds, kind) {
			continue
		}
		png, err := s.decodeWith(ctx, d, path, kind, data)
		if err == nil || ctx.Err() != nil {
			return png, err
		}
		failed = append(failed, err)
	}
	if kind == browsable && s.chromium() != "" {
		const widest = 4096 // of a window
		png, err := s.draws(s.site).diagrams.Image(ctx, "image/avif", data, min(width, widest), max(1, height*min(width, widest)/width))
		if err == nil || ctx.Err() != nil {
			return png, err
		}
		failed = append(failed, err)
	}
	if failed == nil {
		return nil, asset.ErrNoDecoder
	}
	return nil, errors.Join(failed...)
}

// mostDecoded bounds a PNG that a program makes: 100 megapixels of noise.
const mostDecoded = 400 << 20

func (a *app) decodeWith(ctx context.Context, d decoder, path, kind string, data []byte) ([]byte, error) {
	dir, err := os.MkdirTemp("", "mpsync-image-")
	if err != nil {
		return nil, err
	}
	defer func() { _ = os.RemoveAll(dir) }()
	in, out := filepath.Join(dir, "in."+kind), filepath.Join(dir, "out.png")
	if err := os.WriteFile(in, data, 0o600); err != nil {
		return nil, err
	}
	if _, err := a.Exec(ctx, nil, path, d.args(kind, in, out)...); err != nil {
		return nil, err
	}
	f, err := os.Open(out)              //nolint:gosec // in a folder of our own
	if errors.Is(err, os.ErrNotExist) { // Several pictures are numbered; the first is the one that is shown.
		f, err = os.Open(strings.TrimSuffix(out, ".png") + "-1.png")
	}
	if err != nil {
		return nil, err
	}
	defer func() { _ = f.Close() }()
	return io.ReadAll(io.LimitReader(f, mostDecoded))
}

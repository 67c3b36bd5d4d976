package cli

import (
	"context"
	"errors"
	"path/filepath"
	"runtime"
	"sync"

	"mpsync/internal/asset"
	"mpsync/internal/build"
	"mpsync/internal/diag"
	"mpsync/internal/model"
)

// bytes makes the files of uploads: here it is decided who makes which.
func (s *session) bytes() func(context.Context, model.Asset) (model.File, error) {
	images := s.maker()
	return func(ctx context.Context, x model.Asset) (model.File, error) {
		if f, ok, err := s.draws(s.site).file(ctx, x); ok {
			return f, err
		}
		f, err := images.File(ctx, x)
		return f, placed(err, x.At)
	}
}

// placed is a finding about a source at the place that names it.
func placed(err error, at diag.Pos) error {
	known, ok := errors.AsType[*diag.FindingError](err)
	if !ok || known.Pos != (diag.Pos{}) {
		return err
	}
	found := *known
	found.Pos = at
	return &found
}

// maker makes images of the site fit.
func (s *session) maker() *asset.Maker {
	return asset.NewMaker(asset.Options{
		Read: s.site.ReadFile, Cache: s.cacheFor("images"), Rules: build.Rules(s.site.Config.Images),
		AllowHosts: s.site.Config.Images.AllowHosts, DrawSVG: s.drawSVG(s.site), Decode: s.decode, Font: sync.OnceValue(s.titleFont),
		Program: s.Program,
	})
}

// hasFont says whether title cards can be drawn.
func (s *session) hasFont() bool { return s.titleFont().Data != nil }

// smartCrop looks for the parts of a cover that are to be shown. A cover that
// can't be decoded is a finding of its upload.
func (s *session) smartCrop(ctx context.Context) func(string) model.Crop {
	images := s.maker()
	return func(path string) model.Crop {
		data, err := s.site.ReadFile(path)
		if err != nil {
			return model.Crop{}
		}
		c, _ := images.SmartCrop(ctx, data)
		return c
	}
}

// cacheFor is the user's folder for what mpsync can make again, "" where the
// environment does not tell.
func (a *app) cacheFor(what string) string {
	env := func(name string) string {
		v, _ := a.Env(name)
		return v
	}
	base := env("XDG_CACHE_HOME")
	switch home := env("HOME"); {
	case filepath.IsAbs(base):
	case runtime.GOOS == "windows":
		base = env("LocalAppData")
	case home == "":
		return ""
	case runtime.GOOS == "darwin":
		base = filepath.Join(home, "Library", "Caches")
	default:
		base = filepath.Join(home, ".cache")
	}
	if base == "" {
		return ""
	}
	return filepath.Join(base, "mpsync", what)
}

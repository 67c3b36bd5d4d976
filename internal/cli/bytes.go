package cli

import (
	"context"
	"path/filepath"
	"runtime"

	"mpsync/internal/asset"
	"mpsync/internal/build"
	"mpsync/internal/model"
)

// bytes makes the files of uploads: here it is decided who makes which.
func (s *session) bytes() func(context.Context, model.Asset) (model.File, error) {
	images := asset.NewMaker(asset.Options{
		Read: s.site.ReadFile, Cache: s.cacheFor("images"), Rules: build.Rules(s.site.Config.Images),
		AllowHosts: s.site.Config.Images.AllowHosts,
	})
	return images.File
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

package site

import (
	"errors"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"mpsync/internal/model"
)

func TestLoadFileNeedsNoSite(t *testing.T) {
	dir := folder(t, "-- a.md --\n---\ntitle: A\nskip: true\n---\n-- b.md --\n---\nid: other\n---\n-- c/index.md --\n")
	if err := os.Remove(filepath.Join(dir, ConfigFile)); err != nil {
		t.Fatal(err)
	}
	s, ds, err := LoadFile(t.Context(), dir, "a.md", Options{})
	if err != nil || ds != nil {
		t.Fatal(err, ds)
	}
	defer func() { _ = s.Close() }()
	if len(s.Articles) != 1 || s.Articles[0].Meta.Title != "A" || s.Articles[0].Meta.Theme != "default" {
		t.Errorf("articles %+v", s.Articles)
	}
	for path, want := range map[string]model.Address{"a.md": "a", "b.md": "b", "c": "c", "none.md": "", "": ""} {
		if got, ok := s.ArticleAt(path); got != want || ok != (want != "") {
			t.Errorf("ArticleAt(%q) = %q, %v", path, got, ok)
		}
	}
}

func TestLoadFileHeedsTheSiteItLiesIn(t *testing.T) {
	dir := folder(t, "-- mpsync.yaml --\ndefaults: {author: 张三}\n-- a.md --\n-- b.md --\n---\ntitle: [x]\n---\n")
	s, ds, err := LoadFile(t.Context(), dir, "a.md", Options{})
	if err != nil || ds != nil || s.Articles[0].Meta.Author != "张三" {
		t.Fatal(err, ds)
	}
	_ = s.Close()
	s, ds, err = LoadFile(t.Context(), dir, "b.md", Options{})
	if err != nil || len(ds) != 1 || ds[0].Code != "value-not-text" || !cmp.Equal(s.Skipped, map[model.Address]string{"b": SkippedError}) {
		t.Fatal(err, ds)
	}
	_ = s.Close()
	if _, _, err := LoadFile(t.Context(), folder(t, "-- mpsync.yaml --\nlang: fr\n"), "a.md", Options{}); !errors.Is(err, ErrConfig) {
		t.Errorf("got %v", err)
	}
}

package main

import (
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// layers gives every package its number: it may import only lower ones, so that
// arrows point one way and a reader can start anywhere. A new package needs a
// number here.
var layers = map[string]float64{
	"trial": 7, "peers": 7, "release": 7, "manual": 6.5, "cli": 6, "handbook": 4, "preview": 5, "qr": 1, "local": 1, "apply": 5, "survey": 4.5, "plan": 4, "build": 4, "markdown": 4,
	"render": 3, "render/theme": 2.1, "render/check": 2.2, "render/code": 2.2, "render/math": 2, "render/diagram": 2, "render/markup": 1,
	"library": 3, "comment": 3,
	"browsertest": 0, "asset": 2, "asset/assettest": 0, "readable": 2, "site": 2, "state": 2, "wechat": 2, "emulator": 2,
	"model": 1, "schema": 1, "diag": 0, "ui": 2, "cache": 0, "bundle": 2.5, "bundle/bundletest": 2.6, "phone": 2.5,
}

// only lists the packages whose imports are narrower than their layer says,
// each with the reason.
var only = map[string]struct {
	may    []string
	reason string
}{
	"plan":     {[]string{"model", "state", "comment", "diag"}, "planning is a function of data"},
	"emulator": {nil, "the emulator reads the API's documents, not our client"},
}

// never lists imports that no layer number forbids.
var never = map[string][]string{
	"ui":       {"apply", "plan", "build", "render", "library", "site", "state", "asset"},
	"wechat":   {"emulator"},
	"library":  {"emulator", "ui"},
	"build":    {"ui"},
	"apply":    {"ui"},
	"preview":  {"apply", "ui"},
	"survey":   {"ui", "site"},
	"render":   {"ui"},
	"comment":  {"ui"},
	"readable": {"ui"},
}

func TestPackagesImportOnlyLowerLayers(t *testing.T) {
	err := filepath.WalkDir("internal", func(file string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(file, ".go") || strings.HasSuffix(file, "_test.go") {
			return err
		}
		if strings.Contains(filepath.ToSlash(file), "/testdata/") {
			return nil
		}
		checkImports(t, file)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func checkImports(t *testing.T, file string) {
	t.Helper()
	pkg := filepath.ToSlash(strings.TrimPrefix(filepath.Dir(file), "internal"+string(filepath.Separator)))
	layer, ok := layers[pkg]
	if !ok {
		t.Errorf("%s: package %s has no layer", file, pkg)
	}
	f, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.ImportsOnly)
	if err != nil {
		t.Errorf("parse: %v", err)
		return
	}
	for _, spec := range f.Imports {
		path, _ := strconv.Unquote(spec.Path.Value)
		imported, ours := strings.CutPrefix(path, "mpsync/internal/")
		if !ours {
			continue
		}
		if layers[imported] >= layer {
			t.Errorf("%s imports %s, which is not below it", file, imported)
		}
		if rule, narrow := only[pkg]; narrow && !slices.Contains(rule.may, imported) {
			t.Errorf("%s imports %s: %s", file, imported, rule.reason)
		}
		if slices.Contains(never[pkg], imported) {
			t.Errorf("%s must not import %s", file, imported)
		}
	}
}

package cli

import (
	"context"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"mpsync/internal/asset"
	"mpsync/internal/site"
)

// svgPrograms make a PNG of an SVG drawing, best first.
var svgPrograms = []struct {
	program string
	args    func(width, height string) []string
}{
	{"rsvg-convert", func(w, h string) []string { return []string{"--format", "png", "--width", w, "--height", h} }},
	{"resvg", func(w, h string) []string { return []string{"--width", w, "--height", h, "-", "-c"} }},
}

// svgProgram is the best of them that this machine has, "" where it has none,
// with its arguments.
func (a *app) svgProgram() (path string, args func(width, height string) []string) {
	for _, p := range svgPrograms {
		if path, err := a.Look(p.program); err == nil {
			return path, p.args
		}
	}
	return "", nil
}

// drawSVG is how this machine makes an image of an SVG drawing; nil where neither
// a program nor a browser does.
func (a *app) drawSVG(st *site.Site) func(ctx context.Context, svg []byte, width, height int) ([]byte, error) {
	path, args := a.svgProgram()
	switch {
	case path != "":
		return func(ctx context.Context, svg []byte, width, height int) ([]byte, error) {
			return a.Exec(ctx, svg, path, args(strconv.Itoa(width), strconv.Itoa(height))...)
		}
	case a.chromium() != "":
		return func(ctx context.Context, svg []byte, width, height int) ([]byte, error) {
			return a.draws(st).diagrams.Image(ctx, "image/svg+xml", svg, width, height)
		}
	}
	return nil
}

// fontFiles are where systems keep a font with Chinese characters, and which of
// the fonts in the file is meant; bold ones first, as titles are bold.
var fontFiles = []struct {
	name  string
	index int
}{
	{"NotoSansCJK-Bold.ttc", 2},
	{"NotoSansCJKsc-Bold.otf", 0},
	{"NotoSansSC-Bold.otf", 0},
	{"NotoSansSC-Bold.ttf", 0},
	{"SourceHanSansSC-Bold.otf", 0},
	{"SourceHanSansCN-Bold.otf", 0},
	{"msyhbd.ttc", 0},
	{"STHeiti Medium.ttc", 0},
	{"Hiragino Sans GB.ttc", 1},
	{"simhei.ttf", 0},
	{"NotoSansCJK-Regular.ttc", 2},
	{"SourceHanSansSC-Regular.otf", 0},
	{"wqy-microhei.ttc", 0},
	{"wqy-zenhei.ttc", 0},
	{"DroidSansFallbackFull.ttf", 0},
	{"msyh.ttc", 0},
}

// titleFont finds a font for titles; it has no data where the machine has none.
// MPSYNC_FONT names another.
func (a *app) titleFont() asset.Font {
	if named := a.variable("MPSYNC_FONT"); named != "" {
		data, err := os.ReadFile(named) //nolint:gosec // the user's own choice
		if err != nil {
			return asset.Font{}
		}
		return asset.Font{Data: data}
	}
	var all []string
	for _, root := range a.fontFolders() {
		_ = filepath.WalkDir(root, func(path string, d os.DirEntry, err error) error {
			if err == nil && !d.IsDir() {
				all = append(all, path)
			}
			return nil // what can't be read has no font for us
		})
	}
	for _, f := range fontFiles {
		for _, path := range all {
			if !strings.EqualFold(filepath.Base(path), f.name) {
				continue
			}
			if data, err := os.ReadFile(path); err == nil { //nolint:gosec // a font of the system
				return asset.Font{Data: data, Index: f.index}
			}
		}
	}
	return asset.Font{}
}

// fontFolders are where fonts are.
func (a *app) fontFolders() []string {
	folders := []string{"/usr/share/fonts", "/usr/local/share/fonts", "/System/Library/Fonts", "/Library/Fonts"}
	if home := a.variable("HOME"); home != "" {
		folders = append(folders, filepath.Join(home, ".fonts"), filepath.Join(home, ".local", "share", "fonts"), filepath.Join(home, "Library", "Fonts"))
	}
	if windows := a.variable("SystemRoot"); windows != "" {
		folders = append(folders, filepath.Join(windows, "Fonts"))
	}
	return folders
}

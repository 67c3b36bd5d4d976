package cli

import (
	"context"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"mpsync/internal/asset"
)

// drawSVG is how this machine makes an image of an SVG drawing, by the best
// program that it has; nil when it has none.
func (a *app) drawSVG() func(ctx context.Context, svg []byte, width, height int) ([]byte, error) {
	if path, err := a.Look("rsvg-convert"); err == nil {
		return func(ctx context.Context, svg []byte, width, height int) ([]byte, error) {
			return a.Exec(ctx, svg, path, "--format", "png", "--width", strconv.Itoa(width), "--height", strconv.Itoa(height))
		}
	}
	if path, err := a.Look("resvg"); err == nil {
		return func(ctx context.Context, svg []byte, width, height int) ([]byte, error) {
			return a.Exec(ctx, svg, path, "--width", strconv.Itoa(width), "--height", strconv.Itoa(height), "-", "-c")
		}
	}
	if path := a.chromium(); path != "" {
		return func(ctx context.Context, svg []byte, width, height int) ([]byte, error) {
			return a.photograph(ctx, path, svg, width, height)
		}
	}
	return nil
}

// photograph takes a picture of a drawing in a browser. It stands there as an
// image, in which no script runs and nothing is loaded.
func (a *app) photograph(ctx context.Context, browser string, svg []byte, width, height int) ([]byte, error) {
	dir, err := os.MkdirTemp("", "mpsync-svg-")
	if err != nil {
		return nil, err
	}
	defer func() { _ = os.RemoveAll(dir) }()
	page := `<!doctype html><style>*{margin:0}html{overflow:hidden}img{display:block;width:100vw;height:100vh}</style><img src="drawing.svg">`
	for name, data := range map[string]string{"drawing.svg": string(svg), "page.html": page} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(data), 0o600); err != nil {
			return nil, err
		}
	}
	shot := filepath.Join(dir, "shot.png")
	args := []string{
		"--headless", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync",
		"--proxy-server=127.0.0.1:9", "--hide-scrollbars", "--force-device-scale-factor=1", "--default-background-color=00000000",
		"--user-data-dir=" + filepath.Join(dir, "profile"), "--window-size=" + strconv.Itoa(width) + "," + strconv.Itoa(height), "--screenshot=" + shot,
	}
	if a.Root { // The sandbox does not work for root.
		args = append(args, "--no-sandbox")
	}
	if _, err := a.Exec(ctx, nil, browser, append(args, "file://"+filepath.ToSlash(filepath.Join(dir, "page.html")))...); err != nil {
		return nil, err
	}
	return os.ReadFile(shot) //nolint:gosec // in a folder of our own
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

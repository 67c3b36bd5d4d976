package handbook

import (
	"bytes"
	"encoding/base64"
	"flag"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"testing"

	"github.com/chromedp/chromedp"

	"mpsync/internal/diag"
	"mpsync/internal/render"
	"mpsync/internal/render/theme"
)

var update = flag.Bool("update-pictures", false, "take the pictures of docs/gallery again")

// sample is a block of Markdown in the gallery and its picture.
var sample = regexp.MustCompile("(?s)\n`{3,4}markdown\n(.*?)\n`{3,4}\n\n!\\[[^]]*\\]\\((gallery/[a-z]+\\.png)\\)")

func TestGallerySamplesRenderAndHavePictures(t *testing.T) {
	seen := map[string]string{}
	for _, name := range []string{"gallery.md", "gallery.zh.md"} {
		text, err := os.ReadFile(filepath.Join("../../docs", name))
		if err != nil {
			t.Fatal(err)
		}
		all := sample.FindAllStringSubmatch(string(text), -1)
		if len(all) < 10 {
			t.Fatalf("%s: only %d samples are found", name, len(all))
		}
		for _, m := range all {
			if was, ok := seen[m[2]]; ok && was != m[1] {
				t.Errorf("%s: the two languages differ", m[2])
			}
			seen[m[2]] = m[1]
		}
	}
	for picture, source := range seen {
		html := sampleHTML(t, source)
		file := filepath.Join("../../docs", picture)
		if *update {
			photograph(t, html, file)
		}
		if info, err := os.Stat(file); err != nil || info.Size() > 60_000 {
			t.Errorf("%s: %v, %v", picture, info, err)
		}
	}
}

// sampleHTML renders a sample in the theme that articles have.
func sampleHTML(t *testing.T, source string) string {
	t.Helper()
	css, _ := theme.Builtin("default")
	th, _ := theme.Parse("default", css)
	r, _, err := render.New(render.Options{Theme: th})
	if err != nil {
		t.Fatal(err)
	}
	page, found := r.Render(render.Input{
		Path: "sample.md", Body: []byte(source), Title: "sample",
		Image: func(string, diag.Pos) (string, bool) { return lake(t), true },
	})
	for _, d := range found {
		t.Errorf("%s: %s", source, d.Message(diag.English))
	}
	return page.HTML
}

// lake is a night sky above water, as an address that holds the picture.
func lake(t *testing.T) string {
	t.Helper()
	const width, height = 640, 300
	im := image.NewRGBA(image.Rect(0, 0, width, height))
	for y := range height {
		for x := range width {
			d := y
			if y > height*2/3 {
				d = height*4/3 - y
			}
			c := color.RGBA{uint8(14 + d/4), uint8(24 + d/3), uint8(58 + d/3), 255}
			if h := (x*7919 + y*104729) % 4409; h < 3 && y < height*2/3 {
				c = color.RGBA{240, 240, 220, 255}
			}
			im.SetRGBA(x, y, c)
		}
	}
	var b bytes.Buffer
	if err := png.Encode(&b, im); err != nil {
		t.Fatal(err)
	}
	return "data:image/png;base64," + base64.StdEncoding.EncodeToString(b.Bytes())
}

const screen = `<!doctype html><html lang="zh-CN"><meta charset="utf-8"><style>html{background:#fff}body{margin:0;padding:20px 16px 4px;
font-family:'Noto Sans CJK SC',system-ui,sans-serif}</style>%s</html>`

func photograph(t *testing.T, html, file string) {
	t.Helper()
	chromium, err := exec.LookPath("chromium")
	if err != nil {
		t.Skip("there is no chromium")
	}
	allocator, cancel := chromedp.NewExecAllocator(t.Context(), append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.ExecPath(chromium), chromedp.NoSandbox, chromedp.DisableGPU, chromedp.UserDataDir(t.TempDir()))...)
	defer cancel()
	ctx, stop := chromedp.NewContext(allocator)
	defer stop()
	page := "data:text/html;base64," + base64.StdEncoding.EncodeToString(fmt.Appendf(nil, screen, html))
	err = chromedp.Do(ctx, chromedp.EmulateViewport(375, 40, chromedp.EmulateScale(1.5)), chromedp.Navigate(page))
	if err != nil {
		t.Fatal(err)
	}
	picture, err := chromedp.Run(ctx, chromedp.FullScreenshot(100))
	if err == nil {
		err = os.WriteFile(file, picture, 0o600)
	}
	if err != nil {
		t.Fatal(err)
	}
}

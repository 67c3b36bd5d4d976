package cli

import (
	"bytes"
	"context"
	"flag"
	"image/png"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"

	"mpsync/internal/browsertest"
)

var (
	takePictures = flag.Bool("update-pictures", false, "take the pictures of docs/watch again")
	shots        = flag.String("shots", "", "a `folder` for pictures of every view, to look at")
)

// view is one picture of the preview page.
type view struct {
	name          string
	width, height int64
	dark          bool
	query         url.Values
	pane          string
	scale         float64
}

func at(path string, pairs ...string) url.Values {
	q := url.Values{"at": {path}, "lang": {"zh"}}
	for i := 0; i+1 < len(pairs); i += 2 {
		q.Set(pairs[i], pairs[i+1])
	}
	return q
}

const maxPicture = 300_000

func TestWatchPictures(t *testing.T) {
	if !*takePictures && *shots == "" {
		t.Skip("with -update-pictures or -shots")
	}
	dir := exampleSite(t)
	address, _ := startWatch(t, dir)
	ctx := browsertest.Open(t)
	moon, autumn := "articles/moon-night.md", "articles/autumn/andromeda/index.md"
	views := []view{
		{"desk", 1440, 900, false, at(moon), "", 1},
		{"desk-dark", 1440, 900, true, at(moon, "dark", "1"), "", 1},
		{"cards", 1440, 900, false, at(autumn, "show", "cards"), "", 1},
		{"themes", 1440, 900, false, at(moon, "with", "manual"), "", 1},
		{"1024", 1024, 768, false, at(autumn), "", 1},
		{"1024-dark", 1024, 768, true, at(autumn, "dark", "1"), "", 1},
		{"1024-cards-dark", 1024, 768, true, at(autumn, "dark", "1", "show", "cards"), "", 1},
		{"tablet", 1440, 900, false, at(autumn, "width", "768"), "", 1},
		{"375-list", 375, 720, false, at(moon), "shelf", 2},
		{"375", 375, 720, false, at(moon), "stage", 2},
		{"375-dark", 375, 720, true, at(moon, "dark", "1"), "stage", 2},
		{"375-side", 375, 720, false, at(moon), "side", 2},
		{"375-side-dark", 375, 720, true, at(moon), "side", 2},
	}
	for _, v := range views {
		picture := v.take(ctx, t, address)
		if *shots != "" {
			write(t, filepath.Join(*shots, v.name+".png"), picture)
		}
		if *takePictures && (v.name == "desk" || v.name == "desk-dark" || v.name == "cards") {
			if len(picture) > maxPicture {
				t.Errorf("%s has %d bytes", v.name, len(picture))
			}
			write(t, filepath.Join("../../docs/watch", v.name+".png"), picture)
		}
	}
}

func write(t *testing.T, file string, data []byte) {
	t.Helper()
	if err := os.WriteFile(file, data, 0o600); err != nil {
		t.Fatal(err)
	}
}

func (v view) take(ctx context.Context, t *testing.T, address string) []byte {
	t.Helper()
	scheme := map[bool]string{true: "dark", false: "light"}[v.dark]
	media := emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: scheme}}}
	err := chromedp.Do(
		ctx, chromedp.EmulateViewport(v.width, v.height, chromedp.EmulateScale(v.scale)),
		chromedp.Func(func(ctx context.Context, target *chromedp.Target) error {
			_, err := cdp.Call(ctx, target, emulation.SetEmulatedMedia, media)
			return err
		}),
		chromedp.Navigate(address+"?"+v.query.Encode()),
	)
	if err != nil {
		t.Fatal(err)
	}
	if v.pane != "" {
		evaluate[bool](ctx, t, `(document.documentElement.dataset.pane = `+strconv.Quote(v.pane)+`, settle(), true)`)
	}
	wait(ctx, t, `document.readyState === "complete" && [...document.images, ...frames[0] ? frames[0].document.images : []].every(i => i.loading === "lazy" || i.complete)`)
	shot, err := chromedp.Run(ctx, chromedp.CaptureScreenshot())
	if err != nil {
		t.Fatal(err)
	}
	m, err := png.Decode(bytes.NewReader(shot))
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := (&png.Encoder{CompressionLevel: png.BestCompression}).Encode(&b, m); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// evaluate gives the value of an expression in the page.
func evaluate[T any](ctx context.Context, t *testing.T, expression string) T {
	t.Helper()
	v, err := chromedp.Run(ctx, chromedp.Evaluate[T](expression))
	if err != nil {
		t.Fatalf("%s: %v", expression, err)
	}
	return v
}

// wait waits until an expression in the page is true. One that fails, as while
// the page loads, is not true yet.
func wait(ctx context.Context, t *testing.T, expression string) {
	t.Helper()
	timed, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	for {
		ok, err := chromedp.Run(timed, chromedp.Evaluate[bool](`!!(`+expression+`)`))
		if ok {
			return
		}
		if timed.Err() != nil {
			t.Fatalf("%s: %v\n%s", expression, err, evaluate[string](ctx, t, `document.body.innerText.slice(0, 3000) + document.querySelector("#plan").textContent + document.querySelector("#toast").textContent`))
		}
		_ = sleep(timed, 20*time.Millisecond)
	}
}

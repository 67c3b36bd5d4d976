package cli

import (
	"bytes"
	"context"
	"flag"
	"image/png"
	"io"
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
	do            string // a script to run before
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
	address, _ := startWatch(t, exampleSite(t))
	ctx := browsertest.Open(t)
	for _, v := range views {
		picture := v.take(ctx, t, address)
		if *shots != "" {
			write(t, filepath.Join(*shots, v.name+".png"), picture)
		}
		if *takePictures {
			if len(picture) > maxPicture {
				t.Errorf("%s has %d bytes", v.name, len(picture))
			}
			write(t, filepath.Join("../../docs/watch", v.name+".png"), picture)
		}
	}
	if *shots == "" {
		return
	}
	address, _ = startWatch(t, hardSite(t))
	for _, v := range hardViews {
		write(t, filepath.Join(*shots, v.name+".png"), v.take(ctx, t, address))
	}
}

// views are the pictures of docs/watch.
var views = []view{
	{"desk", 1440, 900, false, at(moon), "", 1, ""},
	{"desk-dark", 1440, 900, true, at(moon, "dark", "1"), "", 1, ""},
	{"cards", 1440, 900, false, at(autumn, "show", "cards"), "", 1, ""},
	{"1024", 1024, 768, false, at(autumn), "", 1, ""},
	{"1024-dark", 1024, 768, true, at(autumn, "dark", "1", "show", "cards"), "", 1, ""},
	{"375-list", 375, 720, false, at(moon), "shelf", 1, ""},
	{"375", 375, 720, false, at(moon), "stage", 1, ""},
	{"375-side", 375, 720, false, at(moon), "side", 1, ""},
	{"375-list-dark", 375, 720, true, at(moon, "dark", "1"), "shelf", 1, ""},
	{"375-dark", 375, 720, true, at(moon, "dark", "1"), "stage", 1, ""},
	{"375-side-dark", 375, 720, true, at(moon, "dark", "1"), "side", 1, ""},
}

// hardViews show what a page looks like on a bad day.
var hardViews = []view{
	{"hard", 1440, 900, false, at("articles/hard.md"), "", 1, ""},
	{"hard-1024-dark", 1024, 768, true, at("articles/hard.md", "dark", "1"), "", 1, ""},
	{"hard-cards", 1440, 900, false, at("articles/hard.md", "show", "cards"), "", 1, ""},
	{"hard-375", 375, 720, false, at("articles/hard.md"), "side", 2, ""},
	{"hard-broken", 1440, 900, false, at("articles/broken.md"), "", 1, ""},
	{"hard-tablet", 1440, 900, false, at(autumn, "width", "768"), "", 1, ""},
	{"hard-menu", 1440, 900, true, at(moon), "", 1, `document.querySelector("#themes").open = true`},
	{"hard-keys", 1440, 900, false, at(moon), "", 1, `document.querySelector("#keys").showModal()`},
	{"hard-plan", 1440, 900, true, at(moon), "", 1, `document.querySelector("#apply").click()`},
	{"hard-english", 1440, 900, false, at(moon, "lang", "en"), "", 1, ""},
	{"hard-themes", 1440, 900, false, at(moon, "with", "manual"), "", 1, ""},
	{"hard-none", 1024, 768, false, at(moon), "", 1, `(search => { search.value = "没有"; search.dispatchEvent(new Event("input", { bubbles: true })); })(document.querySelector("#search"))`},
	{"hard-diff", 1440, 900, false, at("articles/applied.md"), "", 1, ""},
}

// hardSite is the example site with what can go wrong in it.
func hardSite(t *testing.T) string {
	t.Helper()
	dir := exampleSite(t)
	r := &reader{T: t, dir: dir}
	r.write("articles/applied.md", "---\ntitle: 已经同步过的一篇\n---\n\n第一段，没有改。\n\n第二段，后来改了。\n\n第三段也没有改。\n")
	sys := OS()
	sys.Out, sys.Err = io.Discard, io.Discard
	if code := Run(t.Context(), sys, []string{"-C", dir, "apply", "--yes"}); code != exitDone {
		t.Fatalf("apply ended with %d", code)
	}
	r.replace("articles/applied.md", "后来改了", "现在写得更清楚了，也更长一些")
	r.write("articles/hard.md", "---\ntitle: 一个非常长的标题：当作者把副标题、主标题和一整句导语都写进同一行，列表里还能不能看清它到底是哪一篇文章\ncover_crop: {wide: [0, 0.5, 1, 0.9], square: [0.5, 0, 1, 0.7]}\ncover: /images/cover-meteors.png\noriginal: true\ntitel: 谁\n---\n\n![](none.png)\n\n![](https://example.com/a.png)\n\n<video src=\"a.mp4\"></video>\n\n[去](../../外面.md)\n")
	r.write("articles/broken.md", "---\ntitle: \"没有写完的引号\n---\n\n正文\n")
	return dir
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
	if v.do != "" {
		evaluate[bool](ctx, t, `((() => { `+v.do+` })(), true)`)
		_ = sleep(ctx, time.Second) // what opens fades in
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

package theme_test

import (
	"bytes"
	"cmp"
	"context"
	"flag"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"maps"
	"math"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/chromedp/chromedp"

	"mpsync/internal/browsertest"
	"mpsync/internal/diag"
	"mpsync/internal/model"
	"mpsync/internal/readable"
	"mpsync/internal/render"
	"mpsync/internal/render/theme"
)

var (
	update = flag.Bool("update", false, "take the pictures of docs/themes again")
	dark   = flag.String("dark", "", "a `folder` for pictures with inverted colours, as dark mode shows them")
)

const (
	pictures   = "../../../docs/themes"
	phone      = 375 // width of a phone, in CSS pixels
	maxPicture = 200_000
)

// photograph stands for the image of the article.
var photograph = model.ImageRef(model.Sum("images/lake.png"), "max").String()

// sample renders the article that has every construct.
func sample(t testing.TB, name string) render.Page {
	t.Helper()
	css, ok := theme.Builtin(name)
	if !ok {
		t.Fatalf("no theme %s", name)
	}
	th, found := theme.Parse(name, css)
	if found != nil {
		t.Fatal(found)
	}
	r, _, err := render.New(render.Options{Theme: th})
	if err != nil {
		t.Fatal(err)
	}
	body, err := os.ReadFile("../testdata/sample.md")
	if err != nil {
		t.Fatal(err)
	}
	page, _ := r.Render(render.Input{
		Path: "sample.md", Body: body,
		Image: func(string, diag.Pos) (string, bool) { return photograph, true },
	})
	return page
}

// sizes bound the characters of the sample in each theme, a little above what
// was measured: a page may have 20,000, and styles must not eat them.
var sizes = map[string]int{
	"amber": 7700, "default": 7700, "letter": 7650, "manual": 7850, "night": 7999, "plain": 7500, "serif": 7650,
}

func TestSampleIsSmallInEveryTheme(t *testing.T) {
	for _, name := range theme.Names() {
		n := utf8.RuneCountInString(sample(t, name).HTML)
		t.Logf("%s: %d characters", name, n)
		if n > sizes[name] {
			t.Errorf("%s: %d characters, at most %d", name, n, sizes[name])
		}
	}
}

// TestSizesOfThemesArePublished keeps the tables of docs/themes in step.
func TestSizesOfThemesArePublished(t *testing.T) {
	const begin, end = "<!-- sizes -->\n", "<!-- /sizes -->"
	rows := "|---|--:|--:|\n"
	for _, name := range theme.Names() {
		html := sample(t, name).HTML
		all, text := utf8.RuneCountInString(html), utf8.RuneCountInString(readable.Read(html).Text)
		rows += fmt.Sprintf("| %s | %d | %.0f %% |\n", name, all, 100-100*float64(text)/float64(all))
	}
	for page, head := range map[string]string{
		"README.md": "| | characters of HTML | of them markup |\n", "README.zh.md": "| | HTML 字符数 | 其中标签和样式 |\n",
	} {
		file := filepath.Join(pictures, page)
		readme, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		before, rest, found := strings.Cut(string(readme), begin)
		_, after, closed := strings.Cut(rest, end)
		want := before + begin + head + rows + end + after
		if *update {
			if err := os.WriteFile(file, []byte(want), 0o600); err != nil {
				t.Fatal(err)
			}
			continue
		}
		if !found || !closed || string(readme) != want {
			t.Errorf("docs/themes/%s is not this; -update renews it:\n%s", page, head+rows)
		}
	}
}

func TestEveryThemeIsDescribedAndPictured(t *testing.T) {
	for _, name := range theme.Names() {
		for lang, page := range map[diag.Lang]string{diag.English: "README.md", diag.Chinese: "README.zh.md"} {
			diag.Text(lang, "theme-about-"+name) // panics when there is none
			readme, err := os.ReadFile(filepath.Join(pictures, page))
			if err != nil {
				t.Fatal(err)
			}
			if !bytes.Contains(readme, []byte(`"`+name+`.png"`)) {
				t.Errorf("docs/themes/%s does not show %s", page, name)
			}
		}
		if info, err := os.Stat(filepath.Join(pictures, name+".png")); err != nil || info.Size() >= maxPicture {
			t.Errorf("picture of %s: %v, %v", name, info, err)
		}
	}
}

// screen is an article as a phone shows it: white, with the title above.
const screen = `<!doctype html><html lang="zh-CN"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<style>html{background:#fff;%s}body{margin:0;padding:24px 16px 32px;font-family:'Noto Sans CJK SC',system-ui,sans-serif}</style>
<h1 style="margin:0 0 22px;font-size:22px;line-height:1.4;color:#1a1a1a">%s</h1>%s</html>`

// inverted is how dark mode is simulated: light and dark change places, hues stay,
// and so do photographs.
const inverted = `filter:invert(1) hue-rotate(180deg)}img{filter:hue-rotate(180deg) invert(1)`

func TestPictures(t *testing.T) {
	ctx := browsertest.Open(t)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/lake.png" {
			_ = png.Encode(w, lake())
			return
		}
		if !slices.Contains(theme.Names(), r.URL.Path[1:]) {
			http.NotFound(w, r)
			return
		}
		page, filter := sample(t, r.URL.Path[1:]), ""
		if r.URL.Query().Has("dark") {
			filter = inverted
		}
		_, _ = fmt.Fprintf(w, screen, filter, page.Title, strings.ReplaceAll(page.HTML, photograph, "/lake.png"))
	}))
	t.Cleanup(server.Close)
	for _, name := range theme.Names() {
		t.Run(name, func(t *testing.T) {
			take := func(url, file string) {
				shot := picture(ctx, t, url)
				if len(shot) >= maxPicture {
					t.Errorf("%s has %d bytes", file, len(shot))
				}
				if err := os.WriteFile(file, shot, 0o600); err != nil {
					t.Fatal(err)
				}
			}
			looksRight(ctx, t, server.URL+"/"+name)
			if *update {
				take(server.URL+"/"+name, filepath.Join(pictures, name+".png"))
			}
			if *dark != "" {
				take(server.URL+"/"+name+"?dark", filepath.Join(*dark, name+".png"))
			}
		})
	}
}

// looksRight opens an article and asks the browser what a reader would see.
func looksRight(ctx context.Context, t *testing.T, url string) {
	t.Helper()
	if err := chromedp.Do(ctx, chromedp.EmulateViewport(phone, 800, chromedp.EmulateMobile), chromedp.Navigate(url)); err != nil {
		t.Fatal(err)
	}
	seen, err := chromedp.Run(ctx, chromedp.Evaluate[struct {
		Text   string
		Width  int
		Beyond []string
		Images []int
		Scroll bool
	}](`(() => ({
		text: document.body.innerText,
		width: document.documentElement.scrollWidth,
		beyond: [...document.querySelectorAll('section>*:not(table):not(pre)')].filter(e => !e.closest('pre, table') && e.getBoundingClientRect().right > innerWidth - 15).map(e => e.outerHTML.slice(0, 80)),
		images: [...document.images].map(i => i.naturalWidth),
		scroll: [...document.querySelectorAll('pre')].some(e => e.scrollWidth > e.clientWidth),
	}))()`))
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"用 Git 管理公众号", "第三层", "fmt.Printf", "群发之后，正文只能修改一次。", "gamma", "清晨的湖面，摄于十月", "参考链接", "脚注写在文末"} {
		if !strings.Contains(seen.Text, want) {
			t.Errorf("%q is not to be seen", want)
		}
	}
	if seen.Width > phone {
		t.Errorf("the page is %d pixels wide", seen.Width)
	}
	for _, html := range seen.Beyond {
		t.Errorf("beyond the edge: %s", html)
	}
	if len(seen.Images) != 1 || seen.Images[0] == 0 {
		t.Errorf("widths of images: %v", seen.Images)
	}
	if !seen.Scroll {
		t.Error("long lines of code do not scroll")
	}
}

// picture is the whole page as a PNG, sharp enough for a good screen.
func picture(ctx context.Context, t *testing.T, url string) []byte {
	t.Helper()
	view := chromedp.EmulateViewport(phone, 800, chromedp.EmulateMobile, chromedp.EmulateScale(2))
	if err := chromedp.Do(ctx, view, chromedp.Navigate(url)); err != nil {
		t.Fatal(err)
	}
	shot, err := chromedp.Run(ctx, chromedp.FullScreenshot(100))
	if err != nil {
		t.Fatal(err)
	}
	m, err := png.Decode(bytes.NewReader(shot))
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := (&png.Encoder{CompressionLevel: png.BestCompression}).Encode(&b, indexed(m)); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// indexed gives every pixel one of the 256 colours that m has most of: a page
// has few, and the rest are the edges of letters.
func indexed(m image.Image) image.Image {
	pixels := map[color.RGBA]int{}
	box := m.Bounds()
	at := func(x, y int) color.RGBA { return color.RGBAModel.Convert(m.At(x, y)).(color.RGBA) }
	for y := range box.Dy() {
		for x := range box.Dx() {
			pixels[at(x, y)]++
		}
	}
	key := func(c color.RGBA) int { return int(c.R)<<16 | int(c.G)<<8 | int(c.B) }
	most := slices.SortedFunc(maps.Keys(pixels), func(a, b color.RGBA) int { return cmp.Or(pixels[b]-pixels[a], key(a)-key(b)) })
	var palette color.Palette
	for _, c := range most[:min(256, len(most))] {
		palette = append(palette, c)
	}
	nearest := map[color.RGBA]uint8{}
	for _, c := range most {
		nearest[c] = uint8(palette.Index(c))
	}
	out := image.NewPaletted(box, palette)
	for y := range box.Dy() {
		for x := range box.Dx() {
			out.SetColorIndex(x, y, nearest[at(x, y)])
		}
	}
	return out
}

// lake is the photograph of the article: hills in the mist above still water,
// in few colours.
func lake() image.Image {
	m := image.NewPaletted(image.Rect(0, 0, 686, 386), color.Palette{
		color.RGBA{0xe9, 0xe2, 0xd3, 255},
		color.RGBA{0xdd, 0xd8, 0xcc, 255},
		color.RGBA{0xa9, 0xb8, 0xb9, 255},
		color.RGBA{0x7b, 0x95, 0x9b, 255},
		color.RGBA{0x4d, 0x6e, 0x78, 255},
		color.RGBA{0xc4, 0xcd, 0xca, 255},
		color.RGBA{0xf4, 0xee, 0xe0, 255},
	})
	const water = 236
	hills := []struct{ base, height, period, phase float64 }{{172, 34, 210, 0.4}, {196, 30, 150, 2.1}, {222, 26, 110, 4.0}}
	for x := range m.Rect.Dx() {
		for y := range m.Rect.Dy() {
			mirrored := float64(y)
			if y > water {
				mirrored = water - 0.8*float64(y-water) // the water shows the hills
			}
			c := uint8(0)
			if mirrored > 120 {
				c = 1
			}
			if dx, dy := float64(x)-500, mirrored-96; dx*dx+dy*dy < 34*34 {
				c = 6
			}
			for i, h := range hills {
				a := float64(x)/h.period + h.phase
				if mirrored > h.base-h.height*(math.Sin(a)+0.4*math.Sin(2.3*a)) {
					c = uint8(2 + i)
				}
			}
			if y > water && (y-water)%9 < 2 && (x/7+y)%11 < 7 {
				c = 5
			}
			m.SetColorIndex(x, y, c)
		}
	}
	return m
}

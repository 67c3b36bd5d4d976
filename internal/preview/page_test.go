package preview

import (
	"maps"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"
	"github.com/google/go-cmp/cmp"
)

// TestColoursOfThePageCanBeRead takes the colours from the stylesheet, light and
// dark, and asks for the contrast that WCAG asks of text.
func TestColoursOfThePageCanBeRead(t *testing.T) {
	css, err := files.ReadFile("files/style.css")
	if err != nil {
		t.Fatal(err)
	}
	schemes := regexp.MustCompile(`(?s):root \{(.*?)\n\s*\}`).FindAllStringSubmatch(string(css), -1)
	if len(schemes) != 2 {
		t.Fatalf("%d schemes", len(schemes))
	}
	for i, scheme := range []string{"light", "dark"} {
		colours := map[string]string{}
		for _, m := range regexp.MustCompile(`--(\w+): (#[0-9a-f]+)`).FindAllStringSubmatch(schemes[i][1], -1) {
			colours[m[1]] = m[2]
		}
		for ground, texts := range map[string]string{
			"ground": "ink soft faint green red amber", "desk": "ink soft faint green red amber", "paper": "ink soft faint green red amber",
			"raised": "ink", "wash": "ink soft green", "redWash": "ink soft red", "amberWash": "amber", "green": "onGreen", "ink": "ground",
		} {
			for text := range strings.FieldsSeq(texts) {
				a, _, ok := parseColour(colours[text])
				b, _, too := parseColour(colours[ground])
				if !ok || !too {
					t.Fatalf("%s: no colour %s or %s", scheme, text, ground)
				}
				if c := contrast(a, b); c < 4.5 {
					t.Errorf("%s: %s on %s has a contrast of %.2f", scheme, text, ground, c)
				}
			}
		}
	}
}

// TestEveryControlHasAName reads the page as a screen reader does.
func TestEveryControlHasAName(t *testing.T) {
	files := one()
	files["posts/broken.md"] = "---\ntitle: \"\n---\n"
	files["posts/two.message.yaml"] = "articles: [x.md, y.md]\n"
	files["posts/x.md"], files["posts/y.md"] = "# 甲\n\n文\n", "# 乙\n\n文\n"
	w := newWriter(t, files, func(c *Config) { c.Phone, c.Editor = "http://192.0.2.1:1/token/", "vscode://file{file}:{line}:{col}" })
	empty := newWriter(t, nil)
	pages := map[string]string{"empty": empty.get("/")}
	for _, query := range []string{"", "?at=posts/broken.md", "?at=posts/x.md&show=cards", "?at=posts/a.md&theme=manual&with=serif&dark=1&lang=zh"} {
		pages[query] = w.get("/" + query)
	}
	for name, page := range pages {
		d, err := goquery.NewDocumentFromReader(strings.NewReader(page))
		if err != nil {
			t.Fatal(err)
		}
		if lang := d.Find("html").AttrOr("lang", ""); lang != map[bool]string{true: "zh-CN", false: "en"}[strings.Contains(name, "lang=zh")] {
			t.Errorf("%s: language %q", name, lang)
		}
		if d.Find("main").Length() != 1 || strings.TrimSpace(d.Find("title").Text()) == "" {
			t.Errorf("%s: no main part or title", name)
		}
		d.Find("button, a, input, summary, iframe, aside, nav, dialog, [role=group], [role=img]").Each(func(_ int, x *goquery.Selection) {
			text := strings.TrimSpace(x.Clone().Find("svg, [aria-hidden=true]").Remove().End().Text())
			label := x.AttrOr("aria-label", "") + x.AttrOr("title", "")
			switch tag := goquery.NodeName(x); {
			case tag == "nav" && x.AttrOr("id", "") == "list", // the aside around it has the name
				slices.Contains([]string{"button", "a", "summary"}, tag) && text+label != "", label != "":
			default:
				html, _ := goquery.OuterHtml(x)
				t.Errorf("%s: no name: %.200s", name, html)
			}
		})
		d.Find("img").Each(func(_ int, x *goquery.Selection) {
			if _, ok := x.Attr("alt"); !ok {
				t.Errorf("%s: an image without alt", name)
			}
		})
		ids := map[string]int{}
		d.Find("[id]").Each(func(_ int, x *goquery.Selection) { ids[x.AttrOr("id", "")]++ })
		for id, n := range ids {
			if n > 1 {
				t.Errorf("%s: %d elements are called %s", name, n, id)
			}
		}
		if first := d.Find("a, button, input, summary").First().AttrOr("href", ""); first != "#stage" || ids["stage"] != 1 {
			t.Errorf("%s: the first stop is %q, not the way past the list", name, first)
		}
	}
}

func TestMotionAndFocusAreCaredFor(t *testing.T) {
	css, err := files.ReadFile("files/style.css")
	if err != nil {
		t.Fatal(err)
	}
	for _, part := range []string{"@media (prefers-reduced-motion: reduce)", ":focus-visible { outline: 2px"} {
		if !strings.Contains(string(css), part) {
			t.Errorf("no %s", part)
		}
	}
	if strings.Contains(string(css), "outline: none") || strings.Contains(string(css), "outline: 0") {
		t.Error("a focus that cannot be seen")
	}
}

// TestTheListIsSentOnce asks twice: a page that has the list is not sent it.
func TestTheListIsSentOnce(t *testing.T) {
	w := newWriter(t, one())
	w.watching()
	hash := regexp.MustCompile(`data-hash="(\w+)"`)
	m := hash.FindStringSubmatch(w.get("/"))
	if m == nil {
		t.Fatal("no list")
	}
	if again := w.get("/", "X-List", m[1]); hash.MatchString(again) || !strings.Contains(again, `<nav id="list" data-same>`) {
		t.Error("the list was sent again")
	}
	w.write("posts/a.md", strings.Replace(post, "第一段", "改过的一段", 1))
	w.until("the edit is not seen", func() bool { return strings.Contains(w.get("/frame?at=posts/a.md"), "改过的一段") })
	if again := w.get("/", "X-List", m[1]); hash.MatchString(again) {
		t.Error("the list was sent again for an edit that it does not show")
	}
	w.write("posts/a.md", strings.Replace(post, "标题", "别的标题", 1))
	w.until("a title of the list is not seen", func() bool {
		return strings.Contains(w.get("/", "X-List", m[1]), "别的标题") && hash.MatchString(w.get("/", "X-List", m[1]))
	})
}

func TestCardsShowThePartsOfACover(t *testing.T) {
	w := newWriter(t, map[string]string{
		"posts/a.md": "---\ntitle: 甲\ncover_crop: {wide: [0, 0.25, 1, 0.75], square: [0.1, 0, 0.6, 1]}\n---\n\n文\n",
		"posts/b.md": "---\ntitle: 乙\n---\n\n文\n",
		"posts/c.md": "---\ntitle: 丙\ncover_crop: center\n---\n\n文\n",
	})
	boxes := func(path string) map[string]string {
		d, err := goquery.NewDocumentFromReader(strings.NewReader(w.get("/?show=cards&at=" + path)))
		if err != nil {
			t.Fatal(err)
		}
		found := map[string]string{}
		for _, where := range []string{".lead", ".share", ".shared"} {
			found[where] = d.Find(where+" svg.cut").AttrOr("viewBox", "")
			if image := d.Find(where+" image").AttrOr("href", d.Find(where+" img").AttrOr("src", "")); !strings.HasPrefix(image, "/image/cover/") {
				t.Errorf("%s %s shows %q", path, where, image)
			}
		}
		return found
	}
	if diff := cmp.Diff(map[string]string{".lead": "0 0.25 1 0.5", ".share": "0.1 0 0.5 1", ".shared": "0.1 0 0.5 1"}, boxes("posts/a.md")); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff(map[string]string{".lead": "", ".share": "", ".shared": ""}, boxes("posts/b.md")); diff != "" {
		t.Error(diff)
	}
	// The cover is 48 by 32: its widest part of 2.35 is 20.4 high, its square is 32.
	if got := boxes("posts/c.md"); got[".lead"] != "0 0.180851 1 0.638298" || got[".share"] != "0.166667 0 0.666666 1" {
		t.Errorf("%v", got)
	}
}

func TestBoxesThatAreNoneShowTheMiddle(t *testing.T) {
	for _, crop := range []string{"", "x", "0_0_1", "0_0_1_1_1", "0.5_0_0.5_1", "0_1_1_0", "0_0_1_x"} {
		if got := boxOf(crop); got != "" {
			t.Errorf("%q: %q", crop, got)
		}
	}
}

func TestAddressesBearWhatWasChosen(t *testing.T) {
	w := newWriter(t, one())
	for _, query := range []string{"?at=posts%2Fa.md", "?at=posts%2Fa.md&dark=1&lang=zh&show=cards&theme=manual&width=414&with=serif", "?width=768"} {
		r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, "/"+query, http.NoBody)
		if err != nil {
			t.Fatal(err)
		}
		if got := w.server.choiceOf(r).query(); got != query {
			t.Errorf("%s became %s", query, got)
		}
	}
	c := choice{At: "posts/a.md", Width: widths[0], Dark: true}
	if got, want := c.query("dark", "", "width", 414), "?"+(url.Values{"at": {"posts/a.md"}, "width": {"414"}}).Encode(); got != want {
		t.Errorf("%s, want %s", got, want)
	}
}

// TestEveryTextIsThere prints pages in both languages: a text that is missing
// panics.
func TestEveryTextIsThere(t *testing.T) {
	w := newWriter(t, one())
	for _, lang := range slices.Sorted(maps.Keys(w.server.pages)) {
		for _, query := range []string{"?at=posts/a.md", "?at=posts/a.md&show=cards", "?at=posts/a.md&theme=manual&with=serif"} {
			w.get("/" + query + "&lang=" + string(lang))
		}
	}
}

package preview

import (
	"fmt"
	"math"
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/lucasb-eyer/go-colorful"
	"golang.org/x/net/html"
	"pgregory.net/rapid"

	"mpsync/internal/diag"
	"mpsync/internal/model"
	"mpsync/internal/render"
	"mpsync/internal/render/theme"
)

func TestDarkColours(t *testing.T) {
	for _, c := range []struct{ name, light, dark string }{
		{"a white ground becomes the page's", `<p style="background:#fff">文</p>`, `<p style="background:#191919">文</p>`},
		{"by any name", `<p style="background-color: white">文</p>`, `<p style="background-color: #191919">文</p>`},
		{"a dark ground stays", `<p style="background:#222831">文</p>`, `<p style="background:#222831">文</p>`},
		{"white letters stay", `<p style="color:#fff">文</p>`, `<p style="color:#ffffff">文</p>`},
		{"letters on their own dark ground stay", `<p style="background:#000;color:#eee">文</p>`, `<p style="background:#000000;color:#eeeeee">文</p>`},
		{"no style, no change", `<p class="a">文 &amp; 字<br>行</p>`, `<p class="a">文 &amp; 字<br>行</p>`},
		{"images stay", `<img style="background:url(white.png) #fff" src="a.png">`, `<img style="background:url(white.png) #fff" src="a.png">`},
		{"what is no colour stays", `<p style="margin:0;color:inherit;border-width:1px;background:transparent">文</p>`, `<p style="margin:0;color:inherit;border-width:1px;background:transparent">文</p>`},
		{"a colour that cannot be read stays", `<p style="background:rgb(1,2);color:#12">文</p>`, `<p style="background:rgb(1,2);color:#12">文</p>`},
		{"what is see-through stays so", `<p style="background:rgba(255,255,255,0.5)">文</p>`, `<p style="background:rgba(25,25,25,0.5)">文</p>`},
	} {
		t.Run(c.name, func(t *testing.T) {
			if diff := cmp.Diff(c.dark, darkened(c.light)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// TestDarkLettersFollowTheirGround nests grounds: what stands in an element is
// read on its ground, what follows it is not.
func TestDarkLettersFollowTheirGround(t *testing.T) {
	out := darkened(`<section style="background:#f5f5f5"><p style="color:#333">一</p><img src="a.png"><div style="background:#ffe9b0"><p style="color:#333">二</p></div></section><p style="color:#333">三</p>`)
	seen := coloured(t, out)
	if len(seen) != 3 {
		t.Fatal(out)
	}
	for _, x := range seen {
		if x.contrast < 4.5 {
			t.Errorf("%s has a contrast of %.2f in %s", x.text, x.contrast, out)
		}
	}
	if seen[0].ground == seen[1].ground || seen[0].ground == seen[2].ground || seen[2].ground != darkGround {
		t.Errorf("grounds %v", seen)
	}
}

// TestEveryDarkLetterCanBeRead chooses any colours for letters and grounds.
func TestEveryDarkLetterCanBeRead(t *testing.T) {
	channel := rapid.IntRange(0, 255)
	rapid.Check(t, func(t *rapid.T) {
		hex := func(name string) string {
			return fmt.Sprintf("#%02x%02x%02x", channel.Draw(t, name), channel.Draw(t, name), channel.Draw(t, name))
		}
		in := fmt.Sprintf(`<div style="background:%s"><p style="color:%s">文</p></div>`, hex("ground"), hex("letters"))
		out := darkened(in)
		x := coloured(t, out)[0]
		// On some grounds not even white reaches 4.5.
		best := contrast(colorful.Color{R: 1, G: 1, B: 1}, x.ground)
		if x.contrast < math.Min(4.5, best)-0.1 {
			t.Fatalf("%s → %s: %.2f of %.2f", in, out, x.contrast, best)
		}
	})
}

// TestThemesCanBeReadInTheDark renders the article that has every construct.
func TestThemesCanBeReadInTheDark(t *testing.T) {
	body, err := os.ReadFile("../render/testdata/sample.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range theme.Names() {
		css, _ := theme.Builtin(name)
		th, _ := theme.Parse(name, css)
		r, _, err := render.New(render.Options{Theme: th})
		if err != nil {
			t.Fatal(err)
		}
		page, _ := r.Render(render.Input{Path: "sample.md", Body: body, Image: func(string, diag.Pos) (string, bool) {
			return model.ImageRef(model.Sum("a"), "max").String(), true
		}})
		seen := coloured(t, darkened(page.HTML))
		if len(seen) < 50 {
			t.Fatalf("%s: only %d coloured texts", name, len(seen))
		}
		for _, x := range seen {
			if x.contrast < 4.4 { // colours are written in steps of 1/255
				t.Errorf("%s: %q has a contrast of %.2f", name, x.text, x.contrast)
			}
		}
	}
}

// colouredText is a text whose colour is set, and what it is read on.
type colouredText struct {
	text     string
	ground   colorful.Color
	contrast float64
}

// coloured reads a page as a browser does, for the colours that this package
// writes.
func coloured(t interface{ Fatal(args ...any) }, page string) []colouredText {
	root, err := html.Parse(strings.NewReader(page))
	if err != nil {
		t.Fatal(err)
	}
	var out []colouredText
	var walk func(n *html.Node, ground colorful.Color, letters *colorful.Color)
	walk = func(n *html.Node, ground colorful.Color, letters *colorful.Color) {
		for _, a := range n.Attr {
			if a.Key != "style" {
				continue
			}
			for decl := range strings.SplitSeq(a.Val, ";") {
				name, value, _ := strings.Cut(decl, ":")
				c, alpha, ok := parseColour(strings.TrimSpace(value))
				switch strings.TrimSpace(name) {
				case "background", "background-color":
					if ok {
						ground = ground.BlendRgb(c, alpha)
					}
				case "color":
					if ok && alpha == 1 {
						letters = &c
					}
				}
			}
		}
		if n.Type == html.TextNode && letters != nil && strings.TrimSpace(n.Data) != "" {
			out = append(out, colouredText{n.Data, ground, contrast(*letters, ground)})
		}
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			walk(c, ground, letters)
		}
	}
	walk(root, darkGround, nil)
	return out
}

var anyStyle = regexp.MustCompile(`(?s)(\sstyle=")[^"]*`)

// FuzzDark gives it what an article may hold: nothing but styles changes.
func FuzzDark(f *testing.F) {
	f.Add(`<p style="color:#333;background:hsl(30 50% 90% / .5)">文</p>`)
	f.Add(`<p style="color:#"><b></p></b></section><img style="border:1px solid red"`)
	f.Add("<style>p{color:red}</style><!-- <p style=\"color:red\"> --><p\nstyle=\"color:rgb(300,-1,1e9)\">")
	f.Fuzz(func(t *testing.T, page string) {
		out := darkened(page)
		if was, now := anyStyle.ReplaceAllString(page, "$1"), anyStyle.ReplaceAllString(out, "$1"); was != now {
			t.Errorf("%q became %q", page, out)
		}
	})
}

package theme

import (
	"fmt"
	"html"
	"os"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"mpsync/internal/diag"
)

// sound parses css in which nothing is to be found.
func sound(t testing.TB, css string) *Theme {
	t.Helper()
	th, found := Parse("t.css", []byte(css))
	for _, d := range found {
		t.Errorf("%v: %s", d.Pos, d.Message(diag.English))
	}
	return th
}

// style is that of the last of parts, each within the one before it, without
// the base rules.
func style(t *Theme, parts ...Part) string {
	c := t.Root()
	for _, p := range parts[:len(parts)-1] {
		c = c.In(p)
	}
	return c.Style(parts[len(parts)-1])
}

func TestStyleFollowsTheCascade(t *testing.T) {
	for name, c := range map[string]struct {
		css   string
		parts []Part
		want  string
	}{
		"element":                         {"p{color:red}", []Part{P}, "color:red"},
		"list of selectors":               {"h5,p , em{color:red}", []Part{P}, "color:red"},
		"later wins":                      {"p{color:red}p{color:blue}", []Part{P}, "color:blue"},
		"class beats element":             {".task-list{color:red}ul{color:blue}", []Part{TaskList}, "color:red"},
		"longer beats shorter":            {"blockquote p{color:red}p{color:blue}", []Part{Blockquote, P}, "color:red"},
		"context must hold":               {"blockquote p{color:red}", []Part{LI, P}, ""},
		"context at any depth":            {"blockquote p{color:red}", []Part{Root, Blockquote, UL, LI, P}, "color:red"},
		"order of context":                {"blockquote li p{color:red}", []Part{LI, Blockquote, P}, ""},
		"order of context, right":         {"blockquote li p{color:red}", []Part{Blockquote, UL, LI, Item, P}, "color:red"},
		"same part twice":                 {"ul ul{color:red}", []Part{UL, LI, UL}, "color:red"},
		"same part once":                  {"ul ul{color:red}", []Part{UL}, ""},
		"child":                           {"blockquote>p{color:red}", []Part{Blockquote, P}, "color:red"},
		"child is no grandchild":          {"blockquote > p{color:red}", []Part{Blockquote, LI, P}, ""},
		"child of a descendant":           {"ul blockquote > p{color:red}", []Part{UL, LI, Blockquote, P}, "color:red"},
		"class of several parts":          {".alert p{color:red}", []Part{AlertTip, P}, "color:red"},
		"shorthand replaces longhand":     {"p{margin-top:1px;margin:0}", []Part{P}, "margin:0"},
		"longhand stands behind":          {"p{margin:0;margin-top:1px}", []Part{P}, "margin:0;margin-top:1px"},
		"border leaves radius":            {"p{border-radius:4px;border:1px solid red}", []Part{P}, "border-radius:4px;border:1px solid red"},
		"comments":                        {"/* a */p/* b */{/* c */color/* d */:red/* e */;/* f */}", []Part{P}, "color:red"},
		"variable":                        {"p{color:var(--x)}:root{--x:red}", []Part{P}, "color:red"},
		"variable of a variable":          {":root{--x:var(--y);--y: 2px }p{margin:var(--x) 0}", []Part{P}, "margin:2px 0"},
		"fallback":                        {"p{color:var(--no, blue)}", []Part{P}, "color:blue"},
		"calc":                            {":root{--u:8px}p{margin:calc(var(--u)*2 + 1px) calc(-1 * var(--u))}", []Part{P}, "margin:17px -8px"},
		"calc with parentheses":           {"p{width:calc((100% - 20%) / 4)}", []Part{P}, "width:20%"},
		"numbers, colours, space":         {"p { margin : 0px  0.50em ; color : #AABBCC ; box-shadow: 0 0 4px rgba( 0, 0, 0, 0.5 ) }", []Part{P}, "margin:0 .50em;color:#abc;box-shadow:0 0 4px rgba(0,0,0,.5)"},
		"quotes suit the attribute":       {`p{font-family:"PingFang SC",serif}`, []Part{P}, "font-family:'PingFang SC',serif"},
		"root":                            {":root{--x:1px;color:red}", []Part{Root}, "overflow-wrap:break-word;color:red"},
		"revert to nothing":               {"p{color:red;margin:0}p{color:revert}", []Part{P}, "margin:0"},
		"revert to the base rules":        {"pre{margin:1px;color:red}pre{margin:revert}", []Part{Pre}, "overflow-x:auto;white-space:pre;color:red;margin:0"},
		"revert all":                      {"pre{margin:1px;color:red}pre{all:revert;padding:0}", []Part{Pre}, "margin:0;overflow-x:auto;white-space:pre;padding:0"},
		"revert a shorthand":              {"p{margin-top:1px}p{margin:revert}", []Part{P}, ""},
		"revert a part of a shorthand":    {"p{margin:1px}p{margin-top:revert}", []Part{P}, "margin:1px;margin-top:revert"},
		"a theme wins over the base rule": {"pre{white-space:pre-wrap}", []Part{Pre}, "margin:0;overflow-x:auto;white-space:pre-wrap"},
	} {
		if got := style(sound(t, c.css), c.parts...); got != c.want {
			t.Errorf("%s: got %q, want %q", name, got, c.want)
		}
	}
}

func TestTokensHaveStyles(t *testing.T) {
	th := sound(t, ".hl-comment,.hl-keyword{color:gray}.hl-keyword{font-weight:bold}")
	if got := th.Token(Keyword); got != "font-weight:bold" {
		t.Errorf("keyword: %q", got)
	}
	if got := th.Token(Comment); got != "color:gray" {
		t.Errorf("comment: %q", got)
	}
	if got := th.Token(Number); got != "" {
		t.Errorf("number: %q", got)
	}
}

func TestTokensCanBeReverted(t *testing.T) {
	th := sound(t, ".hl-comment{color:gray}.hl-comment{all:revert}")
	if got := th.Token(Comment); got != "" {
		t.Errorf("comment: %q", got)
	}
}

func TestHiddenParts(t *testing.T) {
	th := sound(t, ".code-label{display:none}")
	if !th.Root().Hidden(CodeLabel) || th.Root().Hidden(Caption) {
		t.Error("display: none hides the label alone")
	}
}

func TestFindingsHaveTheirPlace(t *testing.T) {
	for css, want := range map[string][]string{
		"p{color:red}\n  .nope p{color:red}":                {"t.css:2:3 theme-selector"},
		"p:hover{color:red}":                                {"t.css:1:1 theme-selector"},
		"p.x{color:red} #id{color:red} [a]{}":               {"t.css:1:1 theme-selector", "t.css:1:16 theme-selector", "t.css:1:31 theme-selector"},
		"ul > {color:red}":                                  {"t.css:1:1 theme-selector"},
		"/* 中文 */ p{position:fixed}":                        {"t.css:1:12 theme-property"},
		"p{\n  color: red;\n  background: url(x)\n}":        {"t.css:3:3 theme-property"},
		"p{width:calc(100% - 2px)}":                         {"t.css:1:3 theme-property"},
		"p{width:calc(1px/0)}":                              {"t.css:1:3 theme-property"},
		"p{color:var(--nope)}":                              {"t.css:1:3 theme-variable"},
		":root{--a:var(--b);--b:var(--a)}p{color:var(--a)}": {"t.css:1:35 theme-variable"},
		"@import 'x';\n@media print{p{color:red}}\np{}":     {"t.css:1:1 theme-at-rule", "t.css:2:1 theme-at-rule"},
		"p{color red}":                                      {"t.css:1:3 theme-syntax"},
		"p{color:red":                                       {"t.css:1:12 theme-syntax"},
		"p":                                                 {"t.css:1:1 theme-syntax"},
		"}p{color:red}":                                     {"t.css:1:1 theme-syntax"},
		"p{color:;x:}":                                      {"t.css:1:3 theme-syntax", "t.css:1:10 theme-syntax"},
		"@extends default;":                                 {"t.css:1:1 theme-syntax"},
		"@extends 'default'\np{color:red}":                  {"t.css:1:1 theme-syntax"},
		"/* a */ @extends 'nope.css';":                      {"t.css:1:18 theme-extends-missing"},
		"p{} @extends 'default';":                           {"t.css:1:5 theme-extends-place"},
		"@extends 'default';@extends 'default';":            {"t.css:1:20 theme-extends-place"},
		"p{all:unset}":                                      {"t.css:1:3 theme-property"},
		"p{filter:blur(1)}":                                 {"t.css:1:3 theme-property"},
	} {
		_, found := Parse("t.css", []byte(css))
		var got []string
		for _, d := range found {
			got = append(got, fmt.Sprint(d.Pos, " ", d.Code))
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s\n%s", css, diff)
		}
	}
}

func TestBuiltinThemesAreSound(t *testing.T) {
	if len(Names()) == 0 {
		t.Fatal("no themes")
	}
	for _, name := range Names() {
		css, ok := Builtin(name)
		if !ok {
			t.Fatalf("no %s", name)
		}
		sound(t, string(css))
	}
	for _, name := range []string{"base", "nope", "../theme", ""} {
		if _, ok := Builtin(name); ok {
			t.Errorf("%q is a theme", name)
		}
	}
}

func TestEveryPartHasASelector(t *testing.T) {
	for p := range partCount {
		if len(names[p]) == 0 {
			t.Errorf("part %d has no name", p)
		}
	}
}

func TestEverySelectorIsDocumented(t *testing.T) {
	doc, err := os.ReadFile("../../../docs/rendering.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range Selectors() {
		if !strings.Contains(string(doc), "`"+s+"`") {
			t.Errorf("docs/rendering.md does not name %s", s)
		}
	}
}

func TestContextsAreSharedSafely(t *testing.T) {
	th := sound(t, "ul ul p{color:red}blockquote>p{color:blue}")
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			c := th.Root()
			for range 100 {
				c = c.In(UL).In(LI).In(Blockquote)
				if got := c.Style(P); !strings.HasPrefix(got, "color:") {
					t.Errorf("got %q", got)
				}
			}
		})
	}
	wg.Wait()
	if n := len(th.contexts); n > 8 {
		t.Errorf("%d contexts for 2 rules: they must not grow with depth", n)
	}
}

func FuzzParse(f *testing.F) {
	for _, name := range append(Names(), "base") {
		css, err := os.ReadFile("builtin/" + name + ".css")
		if err != nil {
			f.Fatal(err)
		}
		f.Add(string(css))
	}
	f.Add("p{color:&#62666d}")
	f.Add("p{color:var(--a,calc(1px + (2px))) !important}@media{p{}}")
	f.Fuzz(func(t *testing.T, css string) {
		th, _ := Parse("t.css", []byte(css))
		for p := range partCount {
			for _, c := range []*Context{th.Root(), th.Root().In(UL).In(LI), th.Root().In(Blockquote)} {
				style := html.UnescapeString(c.Style(p))
				if strings.ContainsAny(style, `'"`) {
					continue // a semicolon may be part of a string
				}
				for d := range strings.SplitSeq(style, ";") {
					name, value, _ := strings.Cut(d, ":")
					if d != "" && !Survives(name, value) {
						t.Fatalf("%q keeps %q", css, d)
					}
				}
			}
		}
	})
}

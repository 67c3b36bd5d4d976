package site

import (
	"strings"
	"testing"

	"mpsync/internal/diag"
	"mpsync/internal/model"
)

func TestResolve(t *testing.T) {
	s := site(t, `-- posts/a.md --
-- posts/图 1.png --
-- posts/b#1.png --
-- posts/100%.png --
-- posts/e\u0301.png --
-- images/c.png --
-- mail:box.png --
`)
	for dest, want := range map[string]Target{
		"图 1.png":                    {"posts/图 1.png", Found},
		"图%201.png":                  {"posts/图 1.png", Found},
		"%E5%9B%BE%201.png?v=2#x":    {"posts/图 1.png", Found},
		"./图 1.png":                  {"posts/图 1.png", Found},
		"b#1.png":                    {"posts/b#1.png", Found},
		"100%.png":                   {"posts/100%.png", Found},
		"../images/c.png":            {"images/c.png", Found},
		`..\images\c.png`:            {"images/c.png", Found},
		"/images/c.png":              {"images/c.png", Found},
		"//images/c.png":             {"", Elsewhere},
		"/images/../posts/a.md#part": {"posts/a.md", Found},
		"../images":                  {"images", Folder},
		"../images/":                 {"images", Folder},
		"/":                          {".", Folder},
		"none.png":                   {"posts/none.png", Missing},
		"none?a=b":                   {"posts/none", Missing},
		"a.md/x":                     {"posts/a.md/x", Missing},
		strings.Repeat("x", 300):     {"posts/" + strings.Repeat("x", 300), Missing},
		"../../c.png":                {"", Escapes},
		"/../c.png":                  {"", Escapes},
		"%2e%2e/%2e%2e/c.png":        {"", Escapes},
		"file:///etc/passwd":         {"", Escapes},
		`C:\c.png`:                   {"", Escapes},
		"https://x.cn/c.png":         {"", Elsewhere},
		"mailto:a@x.cn":              {"", Elsewhere},
		"data:image/png;base64,AA":   {"", Elsewhere},
		"#part":                      {"", Elsewhere},
		"?a=b":                       {"", Elsewhere},
		"":                           {"", Elsewhere},
	} {
		if got := s.Resolve("posts/a.md", dest); got != want {
			t.Errorf("Resolve(%q) = %v, want %v", dest, got, want)
		}
	}
}

func TestResolveTriesTheUnicodeFormsOfFileSystems(t *testing.T) {
	s := site(t, "-- a.md --\n-- cafe\u0301.png --\n-- th\u00e9.png --\n")
	for dest, want := range map[string]string{"caf\u00e9.png": "cafe\u0301.png", "the\u0301.png": "th\u00e9.png", "caf%C3%A9.png": "cafe\u0301.png"} {
		if got := s.Resolve("a.md", dest); got != (Target{want, Found}) {
			t.Errorf("Resolve(%q) = %v", dest, got)
		}
	}
}

func TestArticleAt(t *testing.T) {
	s := site(t, "-- posts/a.md --\n---\nid: mine\n---\n-- posts/b/index.md --\n-- posts/e\u0301.md --\n-- posts/d.md --\n---\nskip: true\n---\n-- index.md --\n-- x.png --\n")
	for path, want := range map[string]model.Address{
		"posts/a.md": "mine", "posts/a": "mine", "./posts/a": "mine",
		"posts/b": "posts/b", "posts/b/": "posts/b", "posts/b/index.md": "posts/b", "posts/b/index": "posts/b",
		"posts/\u00e9": "posts/\u00e9", "posts/d.md": "posts/d", ".": "index",
		"posts/none": "", "posts": "", "x.png": "", "": "", "../posts/a.md": "",
	} {
		got, ok := s.ArticleAt(path)
		if got != want || ok != (want != "") {
			t.Errorf("ArticleAt(%q) = %q, %v, want %q", path, got, ok, want)
		}
	}
}

func TestEveryReasonHasItsTexts(t *testing.T) {
	for _, r := range []Reason{Missing, Folder, Escapes, Elsewhere, Nowhere, Ambiguous} {
		d := diag.New(diag.Error, Target{Reason: r}.Code(), diag.Pos{}, "a.png")
		if !strings.Contains(d.Message(diag.Chinese), "a.png") || d.Hint(diag.English) == "" {
			t.Errorf("%s: %s; %s", d.Code, d.Message(diag.Chinese), d.Hint(diag.English))
		}
	}
}

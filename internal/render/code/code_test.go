package code

import (
	"crypto/sha256"
	"html"
	"regexp"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"mpsync/internal/render/theme"
)

const css = `.hl-keyword,.hl-comment{color:#111}.hl-string{color:#222}.hl-number{color:#333}.hl-meta{color:#444}.hl-inserted{background:#efe}.hl-deleted{background:#fee}`

func highlighter(t testing.TB) *Highlighter {
	t.Helper()
	th, found := theme.Parse("t.css", []byte(css))
	if found != nil {
		t.Fatal(found)
	}
	return New(th)
}

func TestHTML(t *testing.T) {
	h := highlighter(t)
	for name, c := range map[string]struct{ source, lang, want string }{
		"no language":               {"a  b\n\tc", "", "a&nbsp;&nbsp;b<br>&nbsp;&nbsp;&nbsp;&nbsp;c"},
		"unknown language":          {"if x <y>", "nosuch", "if&nbsp;x&nbsp;&lt;y&gt;"},
		"blank lines stay":          {"a\n\n\nb", "go", "a<br><br><br>b"},
		"neighbours are one span":   {"if else", "go", `<span style="color:#111">if&nbsp;else</span>`},
		"default colour is bare":    {"x.y", "go", "x.y"},
		"alias, any case":           {`"s"`, "GoLang", `<span style="color:#222">"s&quot;</span>`},
		"file extension":            {"1", "py", `<span style="color:#333">1</span>`},
		"a line of a diff":          {" a\n+b c\n-d", "diff", `&nbsp;a<br><span style="background:#efe">+b&nbsp;c<br></span><span style="background:#fee">-d</span>`},
		"a comment without a space": {"//中文 a\n//go:embed x", "go", `<span style="color:#111">//中文&nbsp;a<br></span><span style="color:#444">//go:embed&nbsp;x</span>`},
		"plaintext has no colours":  {"if 1", "text", "if&nbsp;1"},
		"quote before a reference":  {`x "mpsync:img/1"`, "", `x&nbsp;&quot;mpsync:img/1&quot;`},
		"control characters":        {"a\x00\x1bb", "", "ab"},
	} {
		if got := h.HTML(c.source, c.lang); got != c.want {
			t.Errorf("%s:\ngot  %s\nwant %s", name, got, c.want)
		}
	}
}

func TestLabel(t *testing.T) {
	h := highlighter(t)
	for lang, want := range map[string]string{"golang": "Go", "sh": "Bash", "js": "JavaScript", "yml": "YAML", "文言": "文言"} {
		if got := h.Label(lang); got != want {
			t.Errorf("%s is called %q", lang, got)
		}
	}
}

var tag = regexp.MustCompile(`<span style="[^"]*">|</span>`)

// shown is the text that a reader sees and copies.
func shown(s string) string {
	s = strings.ReplaceAll(tag.ReplaceAllString(s, ""), "<br>", "\n")
	return strings.ReplaceAll(html.UnescapeString(s), "\u00a0", " ")
}

func TestTheVisibleTextIsTheSource(t *testing.T) {
	h := highlighter(t)
	langs := []string{"", "go", "bash", "python", "js", "html", "php", "diff", "yaml", "json", "markdown", "java", "sql", "vue", "ruby", "c++", "nosuch"}
	rapid.Check(t, func(t *rapid.T) {
		source := rapid.StringMatching("([ -~中文“”\n\t]|if|func|\"|'|/\\*|\\*/|//|#|<\\?php|```|<!--|\\$\\{){0,40}").Draw(t, "source")
		lang := rapid.SampledFrom(langs).Draw(t, "lang")
		want := strings.ReplaceAll(source, "\t", "    ")
		if got := shown(h.HTML(source, lang)); got != want {
			t.Fatalf("got %q, want %q", got, want)
		}
	})
}

func TestVeryLongBlocksHaveNoColours(t *testing.T) {
	if s := highlighter(t).HTML(strings.Repeat("if 1\n", maxColoured/5+1), "go"); strings.Contains(s, "<span") {
		t.Error("coloured")
	}
}

func TestCacheForgetsTheOldest(t *testing.T) {
	c := newCache(10)
	a, b, d := sha256.Sum256([]byte("a")), sha256.Sum256([]byte("b")), sha256.Sum256([]byte("d"))
	c.put(a, "12345")
	c.put(b, "12345")
	c.get(a)
	c.put(d, "12345")
	if _, ok := c.get(b); ok {
		t.Error("the one used least recently is still there")
	}
	for _, key := range [][sha256.Size]byte{a, d} {
		if s, ok := c.get(key); !ok || s != "12345" {
			t.Error("a recent one is gone")
		}
	}
	c.put(b, strings.Repeat("x", 100))
	if s, ok := c.get(b); !ok || len(s) != 100 || c.order.Len() != 1 {
		t.Error("one too large for the cache must be alone in it")
	}
}

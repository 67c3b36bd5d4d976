package markup

import (
	"strings"
	"testing"

	"golang.org/x/net/html"
	"pgregory.net/rapid"

	"mpsync/internal/model"
)

func TestText(t *testing.T) {
	for in, want := range map[string]string{
		`a<b>&c`: "a&lt;b&gt;&amp;c", `say "hi" now`: `say "hi" now`, `"mpsync`: `&quot;mpsync`, `end"`: `end&quot;`,
		"a\x00\x07\x7fb": "ab", "一\n二": "一\n二", "": "",
	} {
		if got := string(Text(nil, in)); got != want {
			t.Errorf("%q: got %q, want %q", in, got, want)
		}
	}
}

func TestAttr(t *testing.T) {
	for in, want := range map[string]string{
		`a"b'c<d>&`: "a&quot;b'c&lt;d&gt;&amp;", "a\nb": "a b", "mpsync:img/x": "mpsync&#58;img/x", "x mpsync:": "x mpsync:",
	} {
		if got := string(Attr(nil, in)); got != want {
			t.Errorf("%q: got %q, want %q", in, got, want)
		}
	}
	if got := string(Ref(nil, "mpsync:img/x")); got != "mpsync:img/x" {
		t.Errorf("a reference is written as %q", got)
	}
}

func TestValid(t *testing.T) {
	if got := string(Valid([]byte("a\xffb"))); got != "a\uFFFDb" {
		t.Errorf("got %q", got)
	}
}

// Whatever is written as text or attribute is read back as the same text or
// attribute, and is never taken for a reference.
func TestWhatIsWrittenStaysText(t *testing.T) {
	piece := rapid.StringMatching("(\x00|\"|mpsync:|img/|x|<|>|&|'| |&quot;|m){0,8}")
	rapid.Check(t, func(t *rapid.T) {
		text, more, attr := piece.Draw(t, "text"), piece.Draw(t, "more"), piece.Draw(t, "attr")
		out := append([]byte(nil), "<p title=\""...)
		out = append(Attr(out, attr), "\">"...)
		out = Text(Text(out, text), more)
		page := string(append(out, `<b>"</b>`...))
		if refs := model.References(page); refs != nil {
			t.Fatalf("%v in %s", refs, page)
		}
		z := html.NewTokenizer(strings.NewReader(page))
		z.Next()
		if got := z.Token().Attr[0].Val; got != sound(attr) {
			t.Fatalf("attribute %q of %s", got, page)
		}
		got := ""
		if z.Next() == html.TextToken {
			got = z.Token().Data
		}
		if got != sound(text+more) {
			t.Fatalf("text %q of %s", got, page)
		}
	})
}

// sound is s without control characters, which have no place in HTML.
func sound(s string) string { return strings.ReplaceAll(s, "\x00", "") }

package model

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestAddressOf(t *testing.T) {
	for file, want := range map[string]Address{
		"posts/hello.md":              "posts/hello",
		"posts/hello/index.md":        "posts/hello",
		"index.md":                    "index",
		"weekly/2026-11.message.yaml": "weekly/2026-11",
		"a.b/c.d.md":                  "a.b/c.d",
		"cafe\u0301.md":               "caf\u00e9",
		`win\dir\x.md`:                "win/dir/x",
	} {
		if got := AddressOf(file); got != want {
			t.Errorf("AddressOf(%q) = %q, want %q", file, got, want)
		}
	}
}

func TestReferenceSurvivesItsWrittenForm(t *testing.T) {
	for _, r := range []Reference{ImageRef("ab12", "as-is"), CoverRef("cd34", "cover"), LinkRef(`文章/a "b" & c`)} {
		got, ok := ParseReference(r.String())
		if !ok || got != r {
			t.Errorf("%v: got %v, %v from %q", r, got, ok, r.String())
		}
	}
	for _, s := range []string{"", "mpsync:", "mpsync:img", "mpsync:img/", "mpsync:other/x", "https://x"} {
		if r, ok := ParseReference(s); ok {
			t.Errorf("ParseReference(%q) = %v", s, r)
		}
	}
}

func TestFill(t *testing.T) {
	img, known, unknown := ImageRef("ab", "x"), LinkRef("a/known"), LinkRef("a/unknown")
	html := `<p><img src="` + img.String() + `"> <a href="https://x">x</a> <a style="s" href="` + known.String() +
		`">one</a> and <a style="s" href="` + unknown.String() + `"><em>two</em></a>, <a href="` + unknown.String() +
		`">three</a>, <a href="` + unknown.String() + `"><img src="` + img.String() + `"></a>.</p>`
	value := func(r Reference) string {
		return map[Reference]string{img: "http://m/1?a=1&b=2", known: "https://k"}[r]
	}
	want := `<p><img src="http://m/1?a=1&amp;b=2"> <a href="https://x">x</a> <a style="s" href="https://k">one</a> and <em>two</em>, three, <img src="http://m/1?a=1&amp;b=2">.</p>`
	got, ok := Fill(html, value)
	if !ok || got != want {
		t.Errorf("ok %v\n got %s\nwant %s", ok, got, want)
	}
	if _, ok := Fill(html, func(Reference) string { return "" }); ok {
		t.Error("an image without a URL was taken as filled")
	}
	if _, ok := Fill(`<a href="`+unknown.String()+`"><img src="`+img.String()+`"></a>`, func(Reference) string { return "" }); ok {
		t.Error("an image without a URL inside a link was taken as filled")
	}
	if diff := cmp.Diff([]Reference{img, known, unknown}, References(html)); diff != "" {
		t.Error(diff)
	}
}

func TestHashNamesThePartThatChanged(t *testing.T) {
	none := func(Address) string { return "" }
	a := Article{Content: `<a href="` + LinkRef("b").String() + `">b</a>`, Fields: Fields{Title: "t"}}
	base := HashOf(a, none)
	if parts := HashOf(a, none).Parts(base); parts != nil {
		t.Errorf("unchanged article differs in %v", parts)
	}
	linked := HashOf(a, func(Address) string { return "https://b" })
	if diff := cmp.Diff([]string{"content"}, linked.Parts(base)); diff != "" {
		t.Errorf("a published sister must change the content: %s", diff)
	}
	b := a
	b.Comments, b.Fields.Title = CommentsFans, "u"
	if diff := cmp.Diff([]string{"fields", "comments"}, HashOf(b, none).Parts(base)); diff != "" {
		t.Error(diff)
	}
}

func TestFingerprintForgivesWhatTheServerRewrites(t *testing.T) {
	mine := Message{Articles: []Article{{
		Fields: Fields{Title: "题 目", Digest: "d"}, Readable: Readable{Text: "一\n二", Images: []string{"mpsync:img/1"}},
	}}}
	theirs := Observed{Articles: []ObservedArticle{{
		Fields: Fields{Title: "题目", Digest: "d", ShowCover: true}, Comments: CommentsClosed,
		Readable: Readable{Text: "一 二", Images: []string{"Xyz"}},
	}}}
	if mine.Fingerprint() != theirs.Fingerprint() {
		t.Error("a rewritten message is not recognised")
	}
	theirs.Articles[0].Readable.Images = nil
	if mine.Fingerprint() == theirs.Fingerprint() {
		t.Error("a message that lost its image is taken for ours")
	}
}

func TestSumSeparatesItsParts(t *testing.T) {
	if Sum("ab", "c") == Sum("a", "bc") {
		t.Error("two lists share a hash")
	}
}

func TestImageID(t *testing.T) {
	for url, want := range map[string]string{
		"http://mmbiz.qpic.cn/mmbiz/A/0":                "A",
		"http://mmbiz.qpic.cn/mmbiz_png/A/0?from=x":     "A",
		"https://mmbiz.qpic.cn/mmbiz_gif/A/640?x=/b/":   "A",
		"//mmbiz.qlogo.cn/other/A":                      "A",
		"http://127.0.0.1:8080/mmbiz_png/A/0":           "A",
		"http://127.0.0.1:8080/sz_mmbiz_png/A/0":        "A",
		"http://127.0.0.1:8080/images/A/0":              "",
		"https://example.com/?u=//mmbiz.qpic.cn/mmbiz/": "",
		"https://mmbiz.qpic.cn/":                        "",
		"https://mmbiz.qpic.cn/mmbiz":                   "",
		"data:image/png;base64,AA//mmbiz/A":             "",
		"images/a.png":                                  "",
		"":                                              "",
	} {
		if want == "" {
			want = url
		}
		if got := ImageID(url); got != want {
			t.Errorf("ImageID(%q) = %q, want %q", url, got, want)
		}
	}
}

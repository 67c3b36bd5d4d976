package readable_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"mpsync/internal/model"
	"mpsync/internal/readable"
)

func TestFormulasAreReadAsTheirSource(t *testing.T) {
	for html, want := range map[string]model.Readable{
		`<p>a <svg data-formula="$x$"><path d="m0 0"></path><text>中</text></svg> b</p>`:                              {Text: "a $x$ b", Formulas: []model.Span{{From: 1, To: 5}}},
		`<p>a</p><section><svg data-formula="$$x  y$$"></svg></section><p>b</p>`:                                     {Text: "a\n$$x y$$\nb", Formulas: []model.Span{{From: 1, To: 9}}},
		`<p>a<img data-formula="$x$" data-src="https://mmbiz.qpic.cn/mmbiz_png/abc/0">b</p>`:                         {Text: "a$x$b", Images: []string{"abc"}, Formulas: []model.Span{{From: 1, To: 4}}},
		`<p>a<svg><text>b</text></svg></p>`:                                                                          {Text: "ab"},
		`<section style="display:none"><svg data-formula="$x$"></svg></section><p>a<svg data-formula=""></svg>b</p>`: {Text: "ab"},
	} {
		if diff := cmp.Diff(want, readable.Read(html)); diff != "" {
			t.Errorf("%s: %s", html, diff)
		}
	}
}

// A message must be known again even if the account drops the attribute.
func TestFingerprintsDoNotCountFormulas(t *testing.T) {
	print := func(html string) string {
		return model.Message{Articles: []model.Article{{Readable: readable.Read(html)}}}.Fingerprint()
	}
	kept := print(`<p>a <svg data-formula="$x$"><path></path></svg> b costs $5 and $6</p>`)
	if kept != print(`<p>a <svg><path></path></svg> b costs $5 and $6</p>`) {
		t.Error("the attribute counts")
	}
	if kept == print(`<p>a b costs $5</p>`) {
		t.Error("the text does not count")
	}
}

package render_test

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/renderer/html"
	"pgregory.net/rapid"

	"mpsync/internal/diag"
	"mpsync/internal/model"
	"mpsync/internal/render"
	"mpsync/internal/render/check"
	"mpsync/internal/render/math"
	"mpsync/internal/render/theme"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// bare is a theme of nothing but the base rules: golden files of constructs
// show structure, those of the sample show the default theme.
func bare(t testing.TB) *theme.Theme {
	t.Helper()
	th, found := theme.Parse("bare.css", nil)
	if found != nil {
		t.Fatal(found)
	}
	return th
}

func defaultTheme(t testing.TB) *theme.Theme {
	t.Helper()
	css, ok := theme.Builtin(theme.Default)
	if !ok {
		t.Fatal("no default theme")
	}
	th, found := theme.Parse("default.css", css)
	if found != nil {
		t.Fatal(found)
	}
	return th
}

func renderer(t testing.TB, o render.Options) *render.Renderer {
	t.Helper()
	r, found, err := render.New(o)
	if err != nil || found != nil {
		t.Fatal(found, err)
	}
	return r
}

// input is an article of a site in which every image but missing.png exists, and
// ../other.md and what is called note are articles.
func input(path string, body []byte) render.Input {
	return render.Input{
		Path: path, Body: body,
		Image: func(dest string, _ diag.Pos) (string, bool) {
			if strings.Contains(dest, "missing.png") {
				return "", false
			}
			return model.ImageRef(model.Sum(dest), "max").String(), !strings.HasSuffix(dest, "undrawn.svg")
		},
		Link: func(dest string, _ diag.Pos) (string, render.LinkKind) {
			switch {
			case dest == "../other.md":
				return model.LinkRef("posts/other").String(), render.LinkArticle
			case strings.HasPrefix(dest, "[[") && strings.HasSuffix(dest, "note]]"):
				return model.LinkRef("posts/note").String(), render.LinkArticle
			case strings.Contains(dest, ":"):
				return dest, render.LinkExternal
			}
			return "", render.LinkText
		},
		Formula: drawFormula,
		Diagram: func(d render.Diagram) (render.Drawn, bool) {
			src := model.ImageRef(model.Sum(d.Lang, d.Source), "diagram").String()
			return render.Drawn{Src: src, Width: 345}, !strings.Contains(d.Source, "missing")
		},
		Draws: func(lang string) bool { return lang == "mermaid" || lang == "dot" },
	}
}

// drawFormula draws every formula as one line, as wide as its source is long,
// but for \bad, which nobody can draw, and \image, which is an image.
func drawFormula(f render.Formula) (render.Drawn, bool) {
	d := render.Drawn{Drawing: &math.Drawing{
		Top: 175, Bottom: 50, Width: 125 * len([]rune(f.TeX)), Shapes: []math.Shape{{Path: "m0 0h9z"}},
	}}
	if strings.Contains(f.TeX, `\image`) {
		d.Src = model.ImageRef(model.Sum(f.TeX), "formula").String()
	}
	return d, !strings.Contains(f.TeX, `\bad`)
}

// readable puts each element on its own line.
func readable(page string) string { return strings.ReplaceAll(page, "><", ">\n<") + "\n" }

func TestGolden(t *testing.T) {
	files, err := filepath.Glob("testdata/*.md")
	if err != nil || len(files) == 0 {
		t.Fatal(err)
	}
	plain, styled := renderer(t, render.Options{Theme: bare(t)}), renderer(t, render.Options{Theme: defaultTheme(t)})
	for _, file := range files {
		t.Run(filepath.Base(file), func(t *testing.T) {
			body, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			r := plain
			if filepath.Base(file) == "sample.md" {
				r = styled
			}
			page, found := r.Render(input(filepath.Base(file), body))
			if bad := check.Page(page.HTML); bad != nil {
				t.Errorf("WeChat would change the page: %s", strings.Join(bad, "\n"))
			}
			got := readable(page.HTML)
			for _, d := range found {
				got += fmt.Sprintf("%s: %s: %s: %s\n", d.Pos, d.Severity, d.Code, d.Message(diag.English))
			}
			golden := strings.TrimSuffix(file, ".md") + ".html"
			if *update {
				if err := os.WriteFile(golden, []byte(got), 0o600); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(golden)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(string(want), got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestEveryConstructSurvivesInEveryTheme(t *testing.T) {
	files, err := filepath.Glob("testdata/*.md")
	if err != nil || len(files) == 0 {
		t.Fatal(err)
	}
	for _, name := range theme.Names() {
		css, _ := theme.Builtin(name)
		th, found := theme.Parse(name, css)
		if found != nil {
			t.Fatal(found)
		}
		r := renderer(t, render.Options{Theme: th})
		for _, file := range files {
			body, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			page, _ := r.Render(input(file, body))
			if bad := check.Page(page.HTML); bad != nil {
				t.Errorf("%s in %s: %s", file, name, strings.Join(bad, "\n"))
			}
		}
	}
}

func TestRunningTextIsWhatTheWriterSays(t *testing.T) {
	body := []byte("# 题\n\n## 小节\n\n[TOC]\n\n正文[链接](https://example.com/)，见注[^1]。{汉|hàn}\n\n![湖](a.png \"湖边\")\n\n" +
		"行内![图](missing.png)。\n\n```go\nx := 1\n```\n\n| a | b |\n|---|---|\n| c | d |\n\n> [!NOTE]\n> 盒里\n\n- [x] 做完\n\n" +
		"<table><tr><td>格</td></tr></table>\n\n<script>let</script>\n\n[^1]: 注文\n")
	page, _ := renderer(t, render.Options{Theme: bare(t)}).Render(input("a.md", body))
	if got, want := visibleText(page.Running()), "正文链接，见注。汉行内。盒里做完"; got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

// replaced names the golden files whose construct is replaced, not shown, and
// why CommonMark's text is not all there.
var replaced = map[string]string{
	"alerts.md":          "[!NOTE] becomes a title",
	"containers.md":      "::: lines become boxes",
	"inline.md":          "==, ^ and ~ become elements; {a|b} becomes ruby",
	"emoji.md":           "shortcodes become characters",
	"toc.md":             "[TOC] becomes a list",
	"miniprogram.md":     "a card's description becomes the card",
	"html_removed.md":    "elements are removed with their content",
	"html_unbalanced.md": "an unclosed script takes nothing with it, but HTML blocks differ",
	"headings.md":        "the title leaves the body",
	"sample.md":          "title, alerts and emoji as above",
	"wiki.md":            "names in double brackets become images and links",
	"math.md":            "formulas become drawings",
	"typography.md":      "formulas become drawings",
	"diagrams.md":        "diagrams become images",
}

func TestNoWordIsLost(t *testing.T) {
	commonMark := goldmark.New(goldmark.WithExtensions(extension.Table, extension.Linkify, extension.TaskList, extension.Footnote),
		goldmark.WithRendererOptions(html.WithUnsafe()))
	files, _ := filepath.Glob("testdata/*.md")
	r := renderer(t, render.Options{Theme: bare(t)})
	for _, file := range files {
		if replaced[filepath.Base(file)] != "" {
			continue
		}
		body, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		var b bytes.Buffer
		if err := commonMark.Convert(body, &b); err != nil {
			t.Fatal(err)
		}
		page, _ := r.Render(input(file, body))
		got := []rune(visibleText(page.HTML))
		for i, want := range []rune(visibleText(b.String())) {
			if strings.ContainsRune(markup, want) {
				continue
			}
			at := slices.Index(got, want)
			if at < 0 {
				t.Errorf("%s: %q is lost, character %d of CommonMark's text", file, want, i)
				break
			}
			got = got[at+1:]
		}
	}
}

// markup are characters that CommonMark shows where Chinese emphasis fails it,
// and those of its footnotes.
const markup = "*_~=0123456789↩\ufe0e"

func TestSampleIsSmall(t *testing.T) {
	body, err := os.ReadFile("testdata/sample.md")
	if err != nil {
		t.Fatal(err)
	}
	page, _ := renderer(t, render.Options{Theme: defaultTheme(t)}).Render(input("sample.md", body))
	if n := len([]rune(page.HTML)); n >= 8000 {
		t.Errorf("%d characters; a page may have 20,000 and this article has all constructs", n)
	}
}

func TestSameInputSameBytes(t *testing.T) {
	body, err := os.ReadFile("testdata/sample.md")
	if err != nil {
		t.Fatal(err)
	}
	shared := renderer(t, render.Options{Theme: defaultTheme(t)})
	want, _ := renderer(t, render.Options{Theme: defaultTheme(t)}).Render(input("a.md", body))
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			if got, _ := shared.Render(input("a.md", body)); !cmp.Equal(got, want, cmpopts.IgnoreUnexported(render.Page{})) || got.Running() != want.Running() {
				t.Error("renderings differ")
			}
		})
	}
	wg.Wait()
}

func TestTitle(t *testing.T) {
	for name, c := range map[string]struct{ title, body, want, html string }{
		"first heading becomes the title":           {"", "text\n\n# A *b*\n\nx", "A b", "text x"},
		"heading that repeats the title is dropped": {"A  b", "<!-- c -->\n\n# A b\n\nx", "A  b", "x"},
		"other heading stays":                       {"T", "# A\n\nx", "T", "A x"},
		"later heading stays":                       {"T", "x\n\n# T", "T", "x T"},
		"only the first heading is taken":           {"", "# A\n\n# A", "A", "A"},
		"level 2 is no title":                       {"", "## A", "", "A"},
		"empty heading is no title":                 {"", "#\n\n# B", "B", ""},
	} {
		page, _ := renderer(t, render.Options{Theme: bare(t)}).Render(render.Input{Title: c.title, Body: []byte(c.body)})
		if page.Title != c.want || visibleText(page.HTML) != strings.ReplaceAll(c.html, " ", "") {
			t.Errorf("%s: title %q, html %s", name, page.Title, page.HTML)
		}
	}
}

func TestCallersAreToldTheirPlace(t *testing.T) {
	in := render.Input{Path: "a.md", FirstLine: 5, Body: []byte("中文 ![图](a.png)\r\n\r\n> 引 [链](b.md) <img src=\"c.png\">\n\n<p>\n  <a href=\"d.md\">x</a>\n</p>\n\n```miniprogram\nappid: a\npath: b\ntitle: c\nimage: e.png\n```\n")}
	var got []string
	in.Image = func(dest string, pos diag.Pos) (string, bool) {
		got = append(got, dest+" "+pos.String())
		return "x", true
	}
	in.Link = func(dest string, pos diag.Pos) (string, render.LinkKind) {
		got = append(got, dest+" "+pos.String())
		return "", render.LinkText
	}
	_, found := renderer(t, render.Options{Theme: bare(t)}).Render(in)
	want := []string{"a.png a.md:5:4", "b.md a.md:7:5", "c.png a.md:7:15", "d.md a.md:10:3", "e.png a.md:13:1"}
	if diff := cmp.Diff(want, got); diff != "" || found != nil {
		t.Error(diff, found)
	}
}

func TestSettings(t *testing.T) {
	body := []byte("[a](https://example.com/) and https://example.com/b\n\n![湖](x.png \"title\")\n\n![湖](x.png)\n\n> [!TIP]\n> x[^1]\n\n[^1]: n\n")
	for want, o := range map[string]render.Options{
		"a[1]andhttps://example.com/b title湖技巧x①注释①n参考链接[1]a：https://example.com/":          {},
		"a[1]andhttps://example.com/b titleTipx①Notes①nReferences[1]a:https://example.com/": {Lang: diag.English, Captions: render.CaptionTitle},
		"aandhttps://example.com/b 技巧x①注释①n":                                                {Footnotes: render.FootnotesStrip, Captions: render.CaptionNone},
	} {
		o.Theme = bare(t)
		page, _ := renderer(t, o).Render(input("a.md", body))
		if got := visibleText(page.HTML); got != strings.ReplaceAll(want, " ", "") {
			t.Errorf("%+v\ngot  %s\nwant %s", o, got, want)
		}
	}
	page, _ := renderer(t, render.Options{Theme: bare(t), Footnotes: render.FootnotesKeep}).Render(input("a.md", body))
	if n := strings.Count(page.HTML, `<a href="https://example.com/`); n != 2 {
		t.Errorf("%d links kept in %s", n, page.HTML)
	}
}

func TestWhatIsWantedIsTheSameWhereAnImageCannotBeDrawn(t *testing.T) {
	body := []byte("看 ![图](undrawn.svg)。\n\n![说明](undrawn.svg)\n\n[![x](undrawn.svg)](../other.md)\n\n<center><img src=\"undrawn.svg\" width=30></center>\n")
	r, in := renderer(t, render.Options{Theme: defaultTheme(t)}), input("a.md", body)
	able := in
	able.Image = func(dest string, pos diag.Pos) (string, bool) {
		src, _ := in.Image(dest, pos)
		return src, true
	}
	whole, _ := r.Render(able)
	degraded, _ := r.Render(in)
	if whole.Wanted != whole.HTML || degraded.Wanted != whole.HTML || degraded.Running() != whole.Running() {
		t.Errorf("wanted\n%s\nand\n%s", whole.Wanted, degraded.Wanted)
	}
	if strings.Contains(degraded.HTML, "<img") || !strings.Contains(degraded.HTML, "［图片：说明］") || check.Page(degraded.HTML) != nil {
		t.Errorf("shown: %s", degraded.HTML)
	}
}

func TestTypographyCanBeLeftAlone(t *testing.T) {
	body, err := os.ReadFile("testdata/typography.md")
	if err != nil {
		t.Fatal(err)
	}
	on, _ := renderer(t, render.Options{Theme: bare(t)}).Render(input("a.md", body))
	off, _ := renderer(t, render.Options{Theme: bare(t), Unset: true}).Render(input("a.md", body))
	if strings.Contains(off.HTML, "autospace") || strings.Contains(off.HTML, "nowrap") || !strings.HasPrefix(off.HTML, "<section style=\"overflow-wrap") {
		t.Errorf("type is set in %s", off.HTML)
	}
	if got, want := visibleText(on.HTML), visibleText(off.HTML); got != want || on.Running() == "" {
		t.Errorf("typography changes the text\ngot  %s\nwant %s", got, want)
	}
}

func TestUnknownSettingsAreErrors(t *testing.T) {
	for _, o := range []render.Options{{Captions: "below"}, {Footnotes: "endnotes"}} {
		o.Theme = bare(t)
		if _, _, err := render.New(o); err == nil {
			t.Errorf("%+v is taken", o)
		}
	}
}

func TestKeyFollowsEverySetting(t *testing.T) {
	seen := map[string]bool{}
	for _, o := range []render.Options{
		{Theme: bare(t)},
		{Theme: defaultTheme(t)},
		{Theme: bare(t), Lang: diag.English},
		{Theme: bare(t), Captions: render.CaptionNone},
		{Theme: bare(t), Footnotes: render.FootnotesKeep},
		{Theme: bare(t), Plain: true},
		{Theme: bare(t), Unset: true},
	} {
		seen[renderer(t, o).Key()] = true
	}
	if len(seen) != 7 {
		t.Errorf("%d keys for 7 settings", len(seen))
	}
}

func TestNoTextPassesForAReference(t *testing.T) {
	body, err := os.ReadFile("testdata/references.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, footnotes := range []render.Footnotes{render.FootnotesOn, render.FootnotesKeep} {
		in := input("a.md", body)
		page, _ := renderer(t, render.Options{Theme: bare(t), Footnotes: footnotes}).Render(in)
		own := model.ImageRef(model.Sum("a.png"), "max")
		if diff := cmp.Diff([]model.Reference{own}, model.References(page.HTML)); diff != "" {
			t.Error(diff)
		}
	}
}

// pieces are what articles are made of; in any order they must give a sound page.
var pieces = strings.Split(`<ul>|</ul>|<ol start=3>|<li>|</li>|<div>|</div>|<div align="center">|<p>|</p>|<b>|</b>|<span style="color:red">|</span>`+
	`|<table>|</table>|<tr>|</tr>|<td>|</td>|<th colspan=2>|<thead>|<tbody>|</tbody>|<tfoot>|<caption>|<a href="https://e.com/">|</a>|<a href="../other.md">|<a name=x>`+
	`|<img src="a.png">|<img>|<svg>|</svg>|<g>|</g>|<path d="M0 0"/>|<text>|<foreignObject>|</foreignObject>|<script>|</script>|<style>|</style>|<iframe>|</iframe>`+
	`|<pre>|</pre>|<code>|</code>|<br>|<hr>|<h2>|</h2>|<blockquote>|</blockquote>|<details>|<summary>|</summary>|</details>|<ruby>|<rt>|</rt>|</ruby>|<dl>|<dt>|<dd>`+
	`|<center>|</center>|<textarea>|</textarea>|<title>|<plaintext>|<xmp>|<select>|<option>|<button>|<String>|</String>|<x-y>|<figure>|<figcaption>|<!-- c -->|<!--|<?php|<![CDATA[`+
	`|<mp-common-profile data-id=1>|</mp-common-profile>|<DIV CLASS=x>|<p/>|<li/>|<ul/>|<u onclick=x id=y>|</u>|<font color=red>|</font>|<math>|</math>|<template>|<frameset>`+
	"|\n|\n\n|\n\n|\n\n|> |- |1. |    |# |```|```go|~~~|`|**|*|_|==|~~|~|^|[|](x.md)|](https://e.com/a)|](miniprogram:wx1/p)|![|](a.png)|](missing.png)|[^1]|[^1]: |:::tip|:::|> [!NOTE]"+
	"|:smile:|{汉|字}|{{< x >}}|[TOC]|文字|。|word| |\\|&amp;|&#0;|\"|\x00|\xff|---|\n===\n|- [ ] |<https://e.com>|https://e.com|\t|$|$$|$x$|$$\\image$$|$\\bad$|\n$$\n|\\(|\\)|\\[|\\]|```mermaid\n", "|")

func TestNoOrderOfPiecesBreaksThePage(t *testing.T) {
	pieces := append(pieces, "|", "\n| a | b |\n|---|--:|\n| c |\n")
	r := renderer(t, render.Options{Theme: defaultTheme(t)})
	rapid.Check(t, func(t *rapid.T) {
		body := strings.Join(rapid.SliceOfN(rapid.SampledFrom(pieces), 0, 25).Draw(t, "pieces"), "")
		page, _ := r.Render(input("a.md", []byte(body)))
		if bad := check.Page(page.HTML); bad != nil {
			t.Fatalf("%q\n%s\n%s", body, strings.Join(bad, "\n"), page.HTML)
		}
	})
}

func FuzzRender(f *testing.F) {
	files, _ := filepath.Glob("testdata/*.md")
	for _, file := range files {
		body, err := os.ReadFile(file)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(body)
	}
	th := defaultTheme(f)
	on, keep := renderer(f, render.Options{Theme: th}), renderer(f, render.Options{Theme: th, Footnotes: render.FootnotesKeep})
	f.Fuzz(func(t *testing.T, body []byte) {
		for _, r := range []*render.Renderer{on, keep} {
			in := input("a.md", body)
			page, found := r.Render(in)
			if bad := check.Page(page.HTML); bad != nil {
				t.Fatalf("%q\n%s\n%s", body, strings.Join(bad, "\n"), page.HTML)
			}
			for _, ref := range model.References(page.HTML) {
				if ref.Kind == model.RefImage && len(ref.Hash()) != 32 || ref.Kind == model.RefCover {
					t.Fatalf("%q\nforged %v", body, ref)
				}
			}
			for _, d := range found {
				_ = d.Message(diag.Chinese) + d.Hint(diag.English)
			}
		}
	})
}

// Package render turns Markdown into HTML that WeChat keeps: every style
// inline, no class, no id, no link within the page.
//
// Its one rule: a page is a pure function of its input, the theme and the
// settings. Nothing is read or fetched; images and links are asked of the
// caller and stand in the page as references.
//
// It does not read front matter and does not know where an article goes.
package render

import (
	"bytes"
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"
	goldmark "github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"

	"mpsync/internal/diag"
	"mpsync/internal/model"
	"mpsync/internal/render/code"
	"mpsync/internal/render/markup"
	"mpsync/internal/render/theme"
)

// Version is part of what decides whether an article must be rendered anew; it
// changes whenever the same input gives other HTML.
const Version = "5"

// Options are what all articles of a site share.
type Options struct {
	// Theme is required.
	Theme *theme.Theme
	// Lang is the language of texts that are written into articles; Chinese
	// when empty.
	Lang diag.Lang
	// Captions says what stands below an image.
	Captions Captions
	// Footnotes says what becomes of links out of the account.
	Footnotes Footnotes
	// Plain leaves code without colours.
	Plain bool
	// Unset leaves the setting of type, such as the space between Chinese and
	// Latin, to what WeChat does by itself.
	Unset bool
}

// Captions says what stands below an image that is a paragraph of its own.
type Captions string

// The captions of images; the zero value means CaptionAuto.
const (
	CaptionAuto  Captions = "auto"  // the title, else the alternative text
	CaptionTitle Captions = "title" // the title only
	CaptionNone  Captions = "none"
)

// Footnotes says what becomes of links that WeChat does not keep.
type Footnotes string

// The treatments of links; the zero value means FootnotesOn.
const (
	FootnotesOn    Footnotes = "footnotes" // a number, and a list at the end
	FootnotesKeep  Footnotes = "keep"      // an a element, which accounts with payment may use
	FootnotesStrip Footnotes = "strip"     // the text alone
)

// LinkKind says what a link leads to.
type LinkKind int

// The kinds of links; the zero value keeps the text alone.
const (
	LinkText     LinkKind = iota // nothing to lead to: only the text stays
	LinkExternal                 // a URL
	LinkArticle                  // an article of the same site: a reference
)

// Input is one article.
type Input struct {
	// Path names the file in findings.
	Path string
	// Body is the Markdown behind the front matter, FirstLine its line in the
	// file (1 when there is none).
	Body      []byte
	FirstLine int
	// Title is the article's title, if it is known. When it is not, the first
	// level-1 heading is taken for it.
	Title string
	// Header and Footer stand above and below the article; nil is none.
	Header, Footer *Snippet
	// Image says what stands in src for an image; when ok is false the caller
	// has reported why, and the alternative text is shown instead, in the place of
	// src if another machine could show that. nil keeps every destination.
	Image func(dest string, pos diag.Pos) (src string, ok bool)
	// Inline is the svg element that stands for an image in the text itself; ok is
	// false for those that Image is asked for. nil is none.
	Inline func(dest string, pos diag.Pos) (svg string, ok bool)
	// Link says what stands in href for a link. nil keeps those with a scheme.
	Link func(dest string, pos diag.Pos) (href string, kind LinkKind)
	// Formula and Diagram say what stands for what this machine may or may not be
	// able to draw; ok is false when its source shall be shown. nil shows every
	// source.
	Formula func(Formula) (d Drawn, ok bool)
	Diagram func(Diagram) (d Drawn, ok bool)
	// Draws says whether code in a language is a diagram; nil means none is.
	Draws func(lang string) bool
	// PlainFrom is the length in bytes from which on code is left without colours,
	// which cost much HTML; 0 colours all.
	PlainFrom int
}

// Renderer renders articles; made once for a theme and settings. It is safe for
// concurrent use.
type Renderer struct {
	options Options
	parser  goldmark.Parser
	code    *code.Highlighter
	aligned map[extast.Alignment]string
	key     string
	buffers sync.Pool // of *[]byte, in which pages are written
}

// New makes a renderer. Its findings are about the options; an error is a
// setting that does not exist.
func New(o Options) (*Renderer, []diag.Diagnostic, error) {
	if o.Theme == nil {
		panic("render: no theme")
	}
	o.Lang = cmp.Or(o.Lang, diag.Chinese)
	o.Captions = cmp.Or(o.Captions, CaptionAuto)
	o.Footnotes = cmp.Or(o.Footnotes, FootnotesOn)
	if !slices.Contains([]Captions{CaptionAuto, CaptionTitle, CaptionNone}, o.Captions) {
		return nil, nil, fmt.Errorf("no such setting: captions %q", o.Captions)
	}
	if !slices.Contains([]Footnotes{FootnotesOn, FootnotesKeep, FootnotesStrip}, o.Footnotes) {
		return nil, nil, fmt.Errorf("no such setting: footnotes %q", o.Footnotes)
	}
	parts := []string{Version, o.Theme.Sum(), string(o.Lang), string(o.Captions), string(o.Footnotes)}
	if o.Plain { // a part of its own only where it is used: records stay good
		parts = append(parts, "plain")
	}
	if o.Unset {
		parts = append(parts, "unset")
	}
	return &Renderer{
		options: o,
		parser:  newParser(),
		code:    code.New(o.Theme),
		aligned: aligned(o.Theme),
		key:     model.Sum(parts...),
	}, nil, nil
}

// Key is a hash of everything but the input that decides a page.
func (r *Renderer) Key() string { return r.key }

// Render renders one article. It takes any bytes and never fails: what cannot
// be kept is reported and left out.
func (r *Renderer) Render(in Input) (Page, []diag.Diagnostic) {
	in.FirstLine = max(in.FirstLine, 1)
	src := markup.Valid(in.Body)
	if bytes.IndexByte(src, '\r') >= 0 {
		src = bytes.ReplaceAll(src, []byte("\r\n"), []byte("\n"))
	}
	p := &page{r: r, in: in, src: src, ctx: r.options.Theme.Root()}
	doc := r.parser.Parse(text.NewReader(src))
	title := p.takeTitle(doc)
	buffer, _ := r.buffers.Get().(*[]byte)
	if buffer == nil {
		buffer = new([]byte)
	}
	p.out = (*buffer)[:0]
	p.raw(p.typesetting())
	p.open("section", theme.Root)
	p.snippet(p.in.Header, theme.Header, "header")
	p.blocks(doc)
	p.closeRaws()
	p.tail()
	p.close("section")
	if !r.options.Unset {
		p.raw("</section>")
	}
	out := string(p.out)
	*buffer = p.out
	r.buffers.Put(buffer)
	return Page{
		Title: title, HTML: filled(out, p.drawn, false), Wanted: filled(out, p.drawn, true), Code: p.code,
		out: out, drawn: p.drawn, asides: p.asides,
	}, diag.Sort(p.found)
}

// page is an article while it is rendered.
type page struct {
	r     *Renderer
	in    Input
	src   []byte
	out   []byte
	found []diag.Diagnostic

	ctx   *theme.Context
	outer []place // of the open parts
	raws  []rawElement
	base  int // raws below it are closed with the part around the open one

	drawn  []drawn // what placeholders in out stand for
	macros string  // of TeX, defined so far
	code   []Code  // coloured so far

	ahead  int      // bytes of the next text that are written already
	asides []extent // of out that are no running text
	links  []reference
	number map[string]int // of a URL in links, from 1
	inLink bool
}

// place is what an open part returns to.
type place struct {
	ctx  *theme.Context
	base int
}

// report adds a finding about the source at byte offset at.
func (p *page) report(s diag.Severity, code string, at int, args ...any) {
	p.found = append(p.found, diag.New(s, code, p.pos(at), args...))
}

// pos is where a byte offset of the body stands in the file.
func (p *page) pos(at int) diag.Pos {
	if at < 0 {
		return diag.Pos{File: p.in.Path}
	}
	before := p.src[:min(at, len(p.src))]
	line := bytes.LastIndexByte(before, '\n') + 1
	return diag.Pos{
		File: p.in.Path,
		Line: p.in.FirstLine + bytes.Count(before, []byte{'\n'}),
		Col:  1 + len([]rune(string(before[line:]))),
	}
}

// word is a text of the catalog in the language of the article.
func (p *page) word(code string, args ...any) string {
	return diag.Text(p.r.options.Lang, code, args...)
}

// raw writes HTML.
func (p *page) raw(s string) { p.out = append(p.out, s...) }

// text writes text.
func (p *page) text(s string) { p.out = markup.Text(p.out, s) }

// attr writes an attribute.
func (p *page) attr(name, value string) {
	p.raw(" " + name + `="`)
	p.out = markup.Attr(p.out, value)
	p.raw(`"`)
}

// ref writes an attribute whose value may be a reference.
func (p *page) ref(name, value string) {
	p.raw(" " + name + `="`)
	p.out = markup.Ref(p.out, value)
	p.raw(`"`)
}

// begin writes a start tag without its end, with the style of part and more
// declarations. A drawing of the writer's that is still open ends here.
func (p *page) begin(tag string, part theme.Part, more string) {
	if i := p.drawing(); i >= 0 {
		p.popRawTo(i, true)
	}
	p.out = append(append(p.out, '<'), tag...)
	style := p.ctx.Style(part)
	if more != "" {
		style = override(style, more)
	}
	if style != "" {
		p.raw(` style="`)
		p.raw(style)
		p.raw(`"`)
	}
}

// override adds the declarations of more to those of style, which they replace.
func override(style, more string) string {
	var kept []string
	for d := range strings.SplitSeq(style, ";") {
		name, _, _ := strings.Cut(d, ":")
		if d != "" && !strings.Contains(";"+more, ";"+name+":") {
			kept = append(kept, d)
		}
	}
	return strings.Join(append(kept, more), ";")
}

// end ends the start tag of an element within which the context is that of part.
func (p *page) end(part theme.Part) {
	p.raw(">")
	p.outer = append(p.outer, place{p.ctx, p.base})
	p.ctx, p.base = p.ctx.In(part), len(p.raws)
}

// open writes a start tag.
func (p *page) open(tag string, part theme.Part) {
	p.begin(tag, part, "")
	p.end(part)
}

// close writes the end tag of the part opened last, behind those that the
// writer's HTML left open in it.
func (p *page) close(tag string) {
	p.closeRaws()
	p.out = append(append(append(p.out, '<', '/'), tag...), '>')
	last := len(p.outer) - 1
	p.ctx, p.base, p.outer = p.outer[last].ctx, p.outer[last].base, p.outer[:last]
}

// aside says that what was written since from is no running text.
func (p *page) aside(from int) { p.asides = append(p.asides, extent{from, len(p.out)}) }

// cut takes back what was written since from.
func (p *page) cut(from int) {
	p.out = p.out[:from]
	p.asides = slices.DeleteFunc(p.asides, func(s extent) bool { return s.from >= from })
}

// closeRaws closes what the writer's HTML left open in the open part.
func (p *page) closeRaws() {
	for len(p.raws) > p.base {
		p.popRaw(true)
	}
}

// takeTitle takes the article's title from its first level-1 heading when the
// input has none, and drops a first heading that only repeats the title.
func (p *page) takeTitle(doc ast.Node) string {
	first := true
	for n := doc.FirstChild(); n != nil; n = n.NextSibling() {
		h, ok := n.(*ast.Heading)
		if p.in.Title != "" && !first {
			break
		}
		if ok && h.Level == 1 {
			switch t := p.plain(h); {
			case p.in.Title == "" && t != "":
				doc.RemoveChild(doc, h)
				return t
			case t != "" && sameTitle(t, p.in.Title):
				doc.RemoveChild(doc, h)
				return p.in.Title
			}
		}
		first = first && invisible(n)
	}
	return p.in.Title
}

// invisible says whether a block shows nothing.
func invisible(n ast.Node) bool {
	html, ok := n.(*ast.HTMLBlock)
	return ok && html.HTMLBlockType == ast.HTMLBlockType2 || n.Kind() == ast.KindLinkReferenceDefinition
}

// itoa is strconv's, for building attributes.
func itoa(n int) string { return strconv.Itoa(n) }

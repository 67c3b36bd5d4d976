package render

import (
	"bytes"
	"slices"
	"strings"

	"github.com/yuin/goldmark/ast"

	"mpsync/internal/diag"
	"mpsync/internal/render/theme"
)

func (p *page) script(n *scriptNode) {
	tag, part := "sup", theme.Sup
	if n.sub {
		tag, part = "sub", theme.Sub
	}
	p.open(tag, part)
	p.text(n.text)
	p.close(tag)
}

// ruby renders text with its reading, character by character when there is one
// word of it for each.
func (p *page) ruby(n *rubyNode) {
	base, reading := []string{n.base}, []string{strings.TrimSpace(n.reading)}
	if words, chars := strings.Fields(n.reading), strings.Split(n.base, ""); len(words) == len(chars) {
		base, reading = chars, words
	}
	p.open("ruby", theme.Ruby)
	for i := range base {
		p.text(base[i])
		from := len(p.out)
		p.open("rt", theme.RT)
		p.text(reading[i])
		p.close("rt")
		p.aside(from)
	}
	p.close("ruby")
}

// foreign shows a shortcode of another tool as it is.
func (p *page) foreign(n *foreignNode) {
	p.report(diag.Warning, "render-shortcode", n.Pos(), n.text)
	p.text(n.text)
}

// isTOC says whether a paragraph asks for the list of headings.
func (p *page) isTOC(n ast.Node) bool {
	if n.Lines().Len() != 1 {
		return false
	}
	line := n.Lines().At(0)
	s := bytes.TrimSpace(line.Value(p.src))
	return slices.ContainsFunc([]string{"[toc]", "[[toc]]", "[[_toc_]]"}, func(form string) bool {
		return len(s) == len(form) && strings.EqualFold(string(s), form)
	})
}

// toc renders the list of headings, as text: a link within the page would make
// the API refuse it.
func (p *page) toc(doc ast.Node) {
	var all []*ast.Heading
	top := 6
	for n := doc.FirstChild(); n != nil; n = n.NextSibling() {
		if h, ok := n.(*ast.Heading); ok && p.plain(h) != "" {
			all = append(all, h)
			top = min(top, h.Level)
		}
	}
	if len(all) == 0 {
		return
	}
	defer p.aside(len(p.out))
	p.open("section", theme.TOC)
	p.title(theme.TOCTitle, p.word("render-toc"))
	for _, h := range all {
		part := theme.TOCItem
		if h.Level > top {
			part = theme.TOCSubitem
		}
		p.open("section", part)
		p.text(p.plain(h))
		p.close("section")
	}
	p.close("section")
}

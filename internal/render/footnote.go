package render

import (
	"strings"

	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"

	"mpsync/internal/render/theme"
)

// circled are the numbers that have a character of their own.
var circled = strings.Split("①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳㉑㉒㉓㉔㉕㉖㉗㉘㉙㉚㉛㉜㉝㉞㉟㊱㊲㊳㊴㊵㊶㊷㊸㊹㊺㊻㊼㊽㊾㊿", "")

// footnoteSign is the mark of footnote n: unlike the number of a link, so that
// the two lists are told apart.
func footnoteSign(n int) string {
	if n <= len(circled) {
		return circled[n-1]
	}
	return "(" + itoa(n) + ")"
}

func (p *page) footnoteMark(n *extast.FootnoteLink) {
	defer p.aside(len(p.out))
	p.open("sup", theme.FootnoteMark)
	p.text(footnoteSign(n.Index))
	p.close("sup")
}

// footnotes renders the notes of the writer, a list apart from that of links.
func (p *page) footnotes(n ast.Node) {
	p.closeRaws()
	defer p.aside(len(p.out))
	p.open("section", theme.Footnotes)
	p.title(theme.FootnotesTitle, p.word("render-footnotes"))
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		note, ok := c.(*extast.Footnote)
		if !ok {
			continue
		}
		p.open("section", theme.Footnote)
		p.text(footnoteSign(note.Index) + " ")
		first := note.FirstChild()
		if first != nil && ast.IsParagraph(first) {
			p.inlines(first)
			first = first.NextSibling()
		}
		for ; first != nil; first = first.NextSibling() {
			p.block(first)
		}
		p.close("section")
	}
	p.close("section")
}

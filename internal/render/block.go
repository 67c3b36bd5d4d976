package render

import (
	"strings"

	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"

	"mpsync/internal/render/theme"
)

// blocks renders the blocks within n.
func (p *page) blocks(n ast.Node) {
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		p.block(c)
	}
}

func (p *page) block(n ast.Node) {
	switch n := n.(type) {
	case *ast.Paragraph:
		p.paragraph(n)
	case *ast.TextBlock:
		p.inlines(n)
	case *ast.Heading:
		p.heading(n)
	case *ast.List:
		p.list(n)
	case *ast.FencedCodeBlock:
		p.codeBlock(n, string(n.Language(p.src)))
	case *ast.CodeBlock:
		p.codeBlock(n, "")
	case *ast.Blockquote:
		p.open("blockquote", theme.Blockquote)
		p.blocks(n)
		p.close("blockquote")
	case *ast.ThematicBreak:
		p.begin("hr", theme.HR, "")
		p.raw(">")
	case *ast.HTMLBlock:
		p.htmlBlock(n)
	case *extast.Table:
		p.table(n)
	case *extast.FootnoteList:
		p.footnotes(n)
	case *ast.LinkReferenceDefinition:
	default:
		p.blocks(n)
	}
}

func (p *page) paragraph(n ast.Node) {
	if p.figures(n) {
		return
	}
	p.open("p", theme.P)
	p.inlines(n)
	p.close("p")
}

// headings are the tags and parts of headings by level.
var headings = [...]struct {
	tag  string
	part theme.Part
}{1: {"h1", theme.H1}, {"h2", theme.H2}, {"h3", theme.H3}, {"h4", theme.H4}, {"h5", theme.H5}, {"h6", theme.H6}}

func (p *page) heading(n *ast.Heading) {
	h := headings[n.Level]
	p.open(h.tag, h.part)
	p.inlines(n)
	p.close(h.tag)
}

// list renders a list without white space between its tags, each item's content
// in a section: the web editor makes empty items of anything else.
func (p *page) list(n *ast.List) {
	tag, part := "ul", theme.UL
	switch {
	case n.IsOrdered():
		tag, part = "ol", theme.OL
	case tasks(n):
		part = theme.TaskList
	}
	p.begin(tag, part, "")
	if n.IsOrdered() && n.Start != 1 {
		p.attr("start", itoa(n.Start))
	}
	p.end(part)
	for item := n.FirstChild(); item != nil; item = item.NextSibling() {
		p.open("li", theme.LI)
		p.open("section", theme.Item)
		p.blocks(item)
		p.close("section")
		p.close("li")
	}
	p.close(tag)
}

// tasks says whether every item of a list begins with a task's box.
func tasks(n *ast.List) bool {
	for item := n.FirstChild(); item != nil; item = item.NextSibling() {
		if b := item.FirstChild(); b == nil || b.FirstChild() == nil || b.FirstChild().Kind() != extast.KindTaskCheckBox {
			return false
		}
	}
	return true
}

// codeBlock renders a block of code in lang, which may be "".
func (p *page) codeBlock(n ast.Node, lang string) {
	source := strings.TrimRight(string(n.Lines().Value(p.src)), "\n")
	p.open("section", theme.CodeBox)
	p.codeBar(lang)
	p.open("pre", theme.Pre)
	p.open("code", theme.PreCode)
	p.raw(p.r.code.HTML(source, lang))
	p.close("code")
	p.close("pre")
	p.close("section")
}

// codeDots are three dots as on a window, with no text that would be read or
// copied.
const codeDots = `><circle cx="5" cy="5" r="5" fill="#f56057"></circle><circle cx="21" cy="5" r="5" fill="#f9bc2e"></circle>` +
	`<circle cx="37" cy="5" r="5" fill="#2dc842"></circle></svg>`

// codeBar renders what stands above code: dots and label, if the theme shows
// them.
func (p *page) codeBar(lang string) {
	if p.ctx.Hidden(theme.CodeBar) {
		return
	}
	in := p.ctx.In(theme.CodeBar)
	dots, label := !in.Hidden(theme.CodeDots), lang != "" && !in.Hidden(theme.CodeLabel)
	if !dots && !label {
		return
	}
	p.open("section", theme.CodeBar)
	if dots {
		p.begin("svg", theme.CodeDots, "")
		p.raw(` viewBox="0 0 42 10" width="42" height="10"`)
		p.raw(codeDots)
	}
	if label {
		p.open("span", theme.CodeLabel)
		p.text(p.r.code.Label(lang))
		p.close("span")
	}
	p.close("section")
}

// table renders a table in a section that scrolls sideways.
func (p *page) table(n *extast.Table) {
	p.open("section", theme.TableBox)
	p.open("table", theme.Table)
	body := false
	rows := 0
	for row := n.FirstChild(); row != nil; row = row.NextSibling() {
		if row.Kind() == extast.KindTableHeader {
			p.open("thead", theme.THead)
			p.row(row, "th", theme.TR, theme.TH)
			p.close("thead")
			continue
		}
		if !body {
			p.open("tbody", theme.TBody)
			body = true
		}
		part := theme.TR
		if rows++; rows%2 == 0 {
			part = theme.TREven
		}
		p.row(row, "td", part, theme.TD)
	}
	if body {
		p.close("tbody")
	}
	p.close("table")
	p.close("section")
}

// aligned are the declarations that align a cell.
var aligned = map[extast.Alignment]string{
	extast.AlignLeft: "text-align:left", extast.AlignRight: "text-align:right", extast.AlignCenter: "text-align:center",
}

func (p *page) row(row ast.Node, tag string, part, cell theme.Part) {
	p.open("tr", part)
	for c := row.FirstChild(); c != nil; c = c.NextSibling() {
		align := ""
		if td, ok := c.(*extast.TableCell); ok {
			align = aligned[td.Alignment]
		}
		p.begin(tag, cell, align)
		p.end(cell)
		p.inlines(c)
		p.close(tag)
	}
	p.close("tr")
}

package render

import (
	"strings"
	"unicode/utf8"

	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"

	"mpsync/internal/render/markup"
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
		p.prose(n, false)
	case *ast.Heading:
		p.heading(n)
	case *ast.List:
		p.list(n)
	case *ast.FencedCodeBlock:
		p.fence(n)
	case *ast.CodeBlock:
		p.codeBlock(p.verbatim(n), "")
	case *ast.Blockquote:
		p.quote(n)
	case *containerNode:
		p.container(n)
	case *formulaBlock:
		p.formulaBlock(n.tex, n.Pos())
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
	if p.isTOC(n) {
		p.toc(n.OwnerDocument())
		return
	}
	p.prose(n, true)
}

// prose renders the inline nodes of n, in a p element if asked. A line of nothing
// but images is set apart as figures.
func (p *page) prose(n ast.Node, paragraph bool) {
	if !pictured(n) {
		p.textLines(children(n), paragraph)
		return
	}
	var text []ast.Node
	for _, line := range splitLines(n) {
		if !p.images(line) {
			text = append(text, line...)
			continue
		}
		p.textLines(text, paragraph)
		text = nil
		p.figures(line)
	}
	p.textLines(text, paragraph)
}

// textLines renders inline nodes; a paragraph of which nothing is left is left
// out.
func (p *page) textLines(nodes []ast.Node, paragraph bool) {
	start := len(p.out)
	if paragraph {
		p.open("p", theme.P)
	}
	content := len(p.out)
	for _, n := range nodes {
		p.inline(n)
	}
	if !paragraph {
		return
	}
	p.closeRaws()
	empty := len(p.out) == content
	p.close("p")
	if empty {
		p.cut(start)
	}
}

// headings are the tags and parts of headings by level.
var headings = [...]struct {
	tag  string
	part theme.Part
}{1: {"h1", theme.H1}, {"h2", theme.H2}, {"h3", theme.H3}, {"h4", theme.H4}, {"h5", theme.H5}, {"h6", theme.H6}}

func (p *page) heading(n *ast.Heading) {
	h, from := headings[n.Level], len(p.out)
	p.open(h.tag, h.part)
	p.inlines(n)
	p.close(h.tag)
	p.aside(from)
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

// fence renders a fenced block: code, or what its language stands for.
func (p *page) fence(n *ast.FencedCodeBlock) {
	lang := string(n.Language(p.src))
	switch {
	case lang == "miniprogram":
		p.card(n)
	case lang == "math":
		p.formulaBlock(p.verbatim(n), n.Pos())
	case p.diagram(n, lang):
	default:
		p.codeBlock(p.verbatim(n), lang)
	}
}

// verbatim is the text of a block without the line end behind it.
func (p *page) verbatim(n ast.Node) string {
	return strings.TrimRight(string(n.Lines().Value(p.src)), "\n")
}

// codeBlock renders code in lang, which may be "".
func (p *page) codeBlock(source, lang string) {
	defer p.aside(len(p.out))
	p.open("section", theme.CodeBox)
	p.codeBar(lang)
	p.open("pre", theme.Pre)
	p.open("code", theme.PreCode)
	p.unspaced(source, func() { p.coloured(source, lang) })
	p.close("code")
	p.close("pre")
	p.close("section")
}

// coloured writes code, in colours unless the site or its length forbids them.
func (p *page) coloured(source, lang string) {
	from := len(p.out)
	p.out = markup.Code(p.out, source)
	if p.r.options.Plain || p.in.PlainFrom > 0 && len(source) >= p.in.PlainFrom {
		return
	}
	plain := utf8.RuneCount(p.out[from:])
	p.out = append(p.out[:from], p.r.code.HTML(source, lang)...)
	if colours := utf8.RuneCount(p.out[from:]) - plain; colours > 0 {
		p.code = append(p.code, Code{Bytes: len(source), Colours: colours})
	}
}

// codeDots is the inside of a drawing of three dots, as on a window: no text
// that would be read or copied.
const codeDots = `<circle cx="5" cy="5" r="5" fill="#f65"></circle><circle cx="21" cy="5" r="5" fill="#fb3"></circle>` +
	`<circle cx="37" cy="5" r="5" fill="#3c4"></circle>`

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
		p.raw(` width="42" height="10">` + codeDots + "</svg>")
	}
	if label {
		p.open("span", theme.CodeLabel)
		p.text(p.r.code.Label(lang))
		p.close("span")
	}
	p.close("section")
}

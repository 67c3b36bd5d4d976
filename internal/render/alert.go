package render

import (
	"regexp"
	"strings"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"

	"mpsync/internal/diag"
	"mpsync/internal/render/theme"
)

// alert is what a box of one kind is made of.
type alert struct {
	part theme.Part
	word string // code of its default title
	icon string // the inside of a 16×16 drawing
}

const (
	iconInfo  = `<circle cx="8" cy="8" r="6.5"></circle><path d="M8 7.2v4M8 4.6v1.2"></path>`
	iconBulb  = `<path d="M6 11.5a4.5 4.5 0 1 1 4 0v1H6zM6.5 14.5h3"></path>`
	iconFlag  = `<path d="M3 14.5V2h9.5l-2 3.5 2 3.5H3"></path>`
	iconAlarm = `<path d="M8 2 14.5 13.5h-13zM8 6.2v3.3M8 10.8v1.1"></path>`
	iconStop  = `<path d="M5.3 1.5h5.4l3.8 3.8v5.4l-3.8 3.8H5.3l-3.8-3.8V5.3zM8 4.3v4.4M8 10.3v1.2"></path>`
)

// alerts are the boxes by the names that writers call them: GitHub's five, and
// those of other tools that mean the same.
var alerts = func() map[string]alert {
	kinds := map[string]alert{}
	for names, a := range map[string]alert{
		"note info abstract summary tldr todo example question help faq": {theme.AlertNote, "render-alert-note", iconInfo},
		"tip hint success check done":                                    {theme.AlertTip, "render-alert-tip", iconBulb},
		"important":                                                      {theme.AlertImportant, "render-alert-important", iconFlag},
		"warning warn attention":                                         {theme.AlertWarning, "render-alert-warning", iconAlarm},
		"caution danger error failure fail missing bug":                  {theme.AlertCaution, "render-alert-caution", iconStop},
	} {
		for name := range strings.FieldsSeq(names) {
			kinds[name] = a
		}
	}
	return kinds
}()

// alertLine is the first line of a quote that is an alert; a title may follow,
// as in Obsidian.
var alertLine = regexp.MustCompile(`^\[!(\w+)\][+-]?[ \t]*(.*?)[ \t]*$`)

// Attributes of a block quote that is an alert.
const (
	alertName  = "alert"
	alertTitle = "title"
)

// alertTransformer takes the first line of a quote that is an alert.
type alertTransformer struct{}

// Transform implements parser.ParagraphTransformer.
func (alertTransformer) Transform(n *ast.Paragraph, reader text.Reader, _ parser.Context) {
	quote, ok := n.Parent().(*ast.Blockquote)
	if !ok || n.PreviousSibling() != nil || n.Lines().Len() == 0 {
		return
	}
	line := n.Lines().At(0)
	m := alertLine.FindSubmatch([]byte(strings.TrimRight(string(line.Value(reader.Source())), "\n")))
	if m == nil {
		return
	}
	name := strings.ToLower(string(m[1]))
	switch _, ok := alerts[name]; {
	case ok:
		quote.SetAttributeString(alertName, name)
	case name != "quote" && name != "cite": // Obsidian's words for what it is already
		return
	}
	quote.SetAttributeString(alertTitle, unescape(string(m[2])))
	rest := text.NewSegments()
	rest.AppendAll(n.Lines().Sliced(1, n.Lines().Len()))
	n.SetLines(rest)
	if rest.Len() == 0 {
		quote.RemoveChild(quote, n)
	}
}

// quote renders a block quote, which may be an alert.
func (p *page) quote(n *ast.Blockquote) {
	if name, ok := n.AttributeString(alertName); ok {
		title, _ := n.AttributeString(alertTitle)
		p.alert(alerts[name.(string)], title.(string), n)
		return
	}
	p.open("blockquote", theme.Blockquote)
	if title, ok := n.AttributeString(alertTitle); ok && title != "" {
		p.title(theme.AlertTitle, title.(string))
	}
	p.blocks(n)
	p.close("blockquote")
}

// alert renders a titled box around the blocks of n.
func (p *page) alert(a alert, title string, n ast.Node) {
	if title == "" {
		title = p.word(a.word)
	}
	p.open("section", a.part)
	from := len(p.out)
	p.open("section", theme.AlertTitle)
	if !p.ctx.Hidden(theme.AlertIcon) {
		p.begin("svg", theme.AlertIcon, "")
		p.raw(` viewBox="0 0 16 16" width="16" height="16" fill="none" stroke="currentColor" stroke-width="1.5">`)
		p.raw(a.icon + "</svg> ")
	}
	p.text(title)
	p.close("section")
	p.aside(from)
	p.blocks(n)
	p.close("section")
}

// containerNode is a block between ::: lines.
type containerNode struct {
	ast.BaseBlock
	name, title string
	colons      int
}

var kindContainer = ast.NewNodeKind("Container")

func (*containerNode) Kind() ast.NodeKind { return kindContainer }

func (n *containerNode) Dump(src []byte, level int) { ast.DumpHelper(n, src, level, nil, nil) }

// containerLine opens a container: name, then a title in brackets or bare.
var containerLine = regexp.MustCompile(`^(:{3,})[ \t]*([A-Za-z][\w-]*)[ \t]*(?:\{[^{}]*\})?[ \t]*(?:\[(.*)\]|(.*?))[ \t]*$`)

// containerParser parses containers as VuePress and Docusaurus write them.
type containerParser struct{}

// Trigger implements parser.BlockParser.
func (containerParser) Trigger() []byte { return []byte{':'} }

// Open implements parser.BlockParser.
func (containerParser) Open(_ ast.Node, reader text.Reader, pc parser.Context) (ast.Node, parser.State) {
	line, _ := reader.PeekLine()
	m := containerLine.FindStringSubmatch(strings.TrimRight(string(line[max(pc.BlockOffset(), 0):]), "\n"))
	if m == nil {
		return nil, parser.NoChildren
	}
	reader.AdvanceToEOL()
	return &containerNode{name: strings.ToLower(m[2]), title: unescape(m[3] + m[4]), colons: len(m[1])}, parser.HasChildren
}

// Continue implements parser.BlockParser.
func (containerParser) Continue(n ast.Node, reader text.Reader, pc parser.Context) parser.State {
	line, _ := reader.PeekLine()
	fence := strings.TrimSpace(string(line))
	if len(fence) < 3 || strings.Trim(fence, ":") != "" || len(fence) < n.(*containerNode).colons || !innermost(n, pc) {
		return parser.Continue | parser.HasChildren
	}
	reader.AdvanceToEOL()
	return parser.Close
}

// innermost says whether no container and no code block is open within n.
func innermost(n ast.Node, pc parser.Context) bool {
	open := pc.OpenedBlocks()
	for i := len(open) - 1; i >= 0 && open[i].Node != n; i-- {
		switch open[i].Node.Kind() {
		case kindContainer, ast.KindFencedCodeBlock:
			return false
		}
	}
	return true
}

// Close implements parser.BlockParser.
func (containerParser) Close(ast.Node, text.Reader, parser.Context) {}

// CanInterruptParagraph implements parser.BlockParser.
func (containerParser) CanInterruptParagraph() bool { return true }

// CanAcceptIndentedLine implements parser.BlockParser.
func (containerParser) CanAcceptIndentedLine() bool { return false }

func (p *page) container(n *containerNode) {
	if a, ok := alerts[n.name]; ok {
		p.alert(a, n.title, n)
		return
	}
	if n.name != "details" {
		p.report(diag.Warning, "render-container", n.Pos(), n.name)
	}
	p.open("section", theme.Container)
	if n.title != "" {
		p.open("section", theme.AlertTitle)
		p.text(n.title)
		p.close("section")
	}
	p.blocks(n)
	p.close("section")
}

package render

import (
	"bytes"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
)

// formulaNode is a formula in a line of text.
type formulaNode struct {
	ast.BaseInline
	tex     string
	display bool
}

// formulaBlock is a formula on lines of its own.
type formulaBlock struct {
	ast.BaseBlock
	tex string
	end string // what closes it; "" once it is closed
}

var (
	kindFormula      = ast.NewNodeKind("Formula")
	kindFormulaBlock = ast.NewNodeKind("FormulaBlock")
)

func (*formulaNode) Kind() ast.NodeKind { return kindFormula }

func (n *formulaNode) Dump(src []byte, level int) { ast.DumpHelper(n, src, level, nil, nil) }

func (*formulaBlock) Kind() ast.NodeKind { return kindFormulaBlock }

func (n *formulaBlock) Dump(src []byte, level int) { ast.DumpHelper(n, src, level, nil, nil) }

// IsRaw implements ast.Node: a formula is no Markdown.
func (*formulaBlock) IsRaw() bool { return true }

// formulas parses formulas in text: $…$, $$…$$, $`…`$, \(…\) and \[…\]. Dollars
// are prices and shell variables too, and brackets are escaped by tools, so only
// what can hardly be anything else is a formula.
type formulas struct{}

// brackets are those of TeX, as they are and with the escape that Hexo asks for.
var brackets = []struct {
	open, end string
	display   bool
}{{`\(`, `\)`, false}, {`\[`, `\]`, true}, {`\\(`, `\\)`, false}, {`\\[`, `\\]`, true}}

// Trigger implements parser.InlineParser.
func (formulas) Trigger() []byte { return []byte{'$', '\\'} }

// Parse implements parser.InlineParser.
func (formulas) Parse(_ ast.Node, block text.Reader, _ parser.Context) ast.Node {
	line, _ := block.PeekLine()
	before := block.PrecendingCharacter()
	switch {
	case bytes.HasPrefix(line, []byte("$$")):
		return enclosed(block, "$$", "$$", true, func(tex, _ string) bool { return strings.TrimSpace(tex) != "" })
	case bytes.HasPrefix(line, []byte("$`")):
		return enclosed(block, "$`", "`$", false, func(tex, _ string) bool { return strings.TrimSpace(tex) != "" })
	case line[0] == '$' && !latin(before) && before != '$' && before != '`':
		return enclosed(block, "$", "$", false, dollars)
	}
	for _, b := range brackets {
		if bytes.HasPrefix(line, []byte(b.open)) {
			return enclosed(block, b.open, b.end, b.display, func(tex, _ string) bool { return mathematical(tex) })
		}
	}
	return nil
}

// enclosed parses what stands between open and end in a block, if it is a
// formula: ok is asked with what follows it.
func enclosed(block text.Reader, open, end string, display bool, ok func(tex, after string) bool) ast.Node {
	block.Advance(len(open))
	var tex strings.Builder
	for {
		line, _ := block.PeekLine()
		if line == nil {
			return nil
		}
		i := closing(string(line), end)
		if i < 0 {
			tex.Write(line)
			block.AdvanceLine()
			continue
		}
		tex.Write(line[:i])
		s := tex.String()
		if !ok(s, string(line[i+len(end):])) {
			return nil
		}
		block.Advance(i + len(end))
		return &formulaNode{tex: strings.TrimSpace(s), display: display}
	}
}

// closing is where end stands in s outside an escape; -1 where it does not.
func closing(s, end string) int {
	for i := 0; i < len(s); i++ {
		switch {
		case strings.HasPrefix(s[i:], end):
			return i
		case s[i] == '\\':
			i++
		}
	}
	return -1
}

// dollars says whether text between two dollars is a formula, as Pandoc and
// GitHub have it: no space within the dollars, no letter or digit behind them,
// and no punctuation of sentences, which stands between two prices.
func dollars(tex, after string) bool {
	first, _ := utf8.DecodeRuneInString(tex)
	last, _ := utf8.DecodeLastRuneInString(tex)
	next, _ := utf8.DecodeRuneInString(after)
	switch {
	case tex == "", unicode.IsSpace(first), unicode.IsSpace(last), latin(next) && after != "", next == '$':
		return false
	case strings.ContainsRune(tex, '`'):
		return false
	}
	return strings.Contains(tex, `\`) || !strings.ContainsAny(tex, "，。；：、！？“”「」")
}

// command matches what only formulas have.
var command = regexp.MustCompile(`\\[a-zA-Z]{2,}|[=^_<>+]|\\[\\{}|]`)

// mathematical says whether text between escaped brackets is a formula: one
// letter, or what has a command or a sign.
func mathematical(tex string) bool {
	s := strings.TrimSpace(tex)
	return command.MatchString(s) || len(s) == 1 && unicode.IsLetter(rune(s[0]))
}

// formulaBlocks parses formulas on lines of their own.
type formulaBlocks struct{}

// Trigger implements parser.BlockParser.
func (formulaBlocks) Trigger() []byte { return []byte{'$', '\\'} }

// Open implements parser.BlockParser.
func (formulaBlocks) Open(_ ast.Node, reader text.Reader, pc parser.Context) (ast.Node, parser.State) {
	line, segment := reader.PeekLine()
	at := pc.BlockOffset()
	if at < 0 {
		return nil, parser.NoChildren
	}
	rest := strings.TrimSpace(string(line[at:]))
	open, end := rest[:min(2, len(rest))], "$$"
	switch open {
	case "$$":
	case `\[`:
		end = `\]`
	default:
		return nil, parser.NoChildren
	}
	n := &formulaBlock{end: end}
	n.SetPos(segment.Start + at - segment.Padding)
	switch i := closing(rest[2:], end); {
	case i >= 0 && i+2+len(end) < len(rest), i == 0:
		return nil, parser.NoChildren // text follows, or nothing is enclosed
	case i > 0:
		n.tex, n.end = rest[2:2+i], ""
		if end == `\]` && !mathematical(n.tex) {
			return nil, parser.NoChildren
		}
	default:
		n.tex = rest[2:] + "\n"
		if !closes(reader.Source()[segment.Stop:], n.tex, end) {
			return nil, parser.NoChildren
		}
	}
	reader.AdvanceToEOL()
	return n, parser.NoChildren
}

// closes says whether a line of the source behind a formula's first one closes
// it, so that a lone mark swallows nothing.
func closes(behind []byte, tex, end string) bool {
	for line := range bytes.Lines(behind) {
		s := strings.TrimLeft(strings.TrimSpace(string(line)), "> \t")
		if strings.HasPrefix(s, "```") || strings.HasPrefix(s, "# ") || strings.HasPrefix(s, "## ") {
			return false // another block
		}
		if i := closing(s, end); i >= 0 {
			return i+len(end) == len(s) && strings.TrimSpace(tex+s[:i]) != "" && (end == "$$" || mathematical(tex+s[:i]))
		}
		tex += s + "\n"
	}
	return false
}

// Continue implements parser.BlockParser.
func (formulaBlocks) Continue(node ast.Node, reader text.Reader, _ parser.Context) parser.State {
	n := node.(*formulaBlock)
	if n.end == "" {
		return parser.Close
	}
	line, _ := reader.PeekLine()
	i := closing(string(line), n.end)
	if i >= 0 {
		line = line[:i]
		n.end = ""
	}
	n.tex += string(line)
	reader.AdvanceToEOL()
	return parser.Continue | parser.NoChildren
}

// Close implements parser.BlockParser.
func (formulaBlocks) Close(node ast.Node, _ text.Reader, _ parser.Context) {
	n := node.(*formulaBlock)
	n.tex = strings.TrimSpace(n.tex)
}

// CanInterruptParagraph implements parser.BlockParser.
func (formulaBlocks) CanInterruptParagraph() bool { return true }

// CanAcceptIndentedLine implements parser.BlockParser.
func (formulaBlocks) CanAcceptIndentedLine() bool { return false }

package render

import (
	"bytes"
	"regexp"
	"unicode"
	"unicode/utf8"

	"github.com/yuin/goldmark-emoji/definition"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
)

// scripts parses ~sub~ and ^sup^. Tildes are common in Chinese (3~5 天，10~20
// 元), so only what looks like a formula is a subscript.
type scripts struct{}

// scriptNode is sub- or superscript text.
type scriptNode struct {
	ast.BaseInline
	sub  bool
	text string
}

var kindScript = ast.NewNodeKind("Script")

func (*scriptNode) Kind() ast.NodeKind { return kindScript }

func (n *scriptNode) Dump(src []byte, level int) { ast.DumpHelper(n, src, level, nil, nil) }

var (
	subscript   = regexp.MustCompile(`^~([A-Za-z0-9\p{Greek}+\-−=()]{1,16})~`)
	superscript = regexp.MustCompile(`^\^([\pL\pN+\-−=()]{1,16})\^`)
)

// Trigger implements parser.InlineParser.
func (scripts) Trigger() []byte { return []byte{'~', '^'} }

// Parse implements parser.InlineParser.
func (scripts) Parse(_ ast.Node, block text.Reader, _ parser.Context) ast.Node {
	before := block.PrecendingCharacter()
	line, _ := block.PeekLine()
	sub := line[0] == '~'
	form := superscript
	if sub {
		form = subscript
	}
	base := unicode.IsLetter(before) || before == ')' || before == ']' || !sub && unicode.IsDigit(before)
	if !base {
		return nil
	}
	m := form.FindSubmatch(line)
	if m == nil {
		return nil
	}
	block.Advance(len(m[0]))
	return &scriptNode{sub: sub, text: string(m[1])}
}

// emojis parses shortcodes such as :smile:. One that touches a letter or digit
// is something else: 10:30:00, a:b:c.
type emojis struct{}

var shortcode = regexp.MustCompile(`^:([a-z][a-z0-9_+-]*|\+1|-1|100):`)

// Trigger implements parser.InlineParser.
func (emojis) Trigger() []byte { return []byte{':'} }

// Parse implements parser.InlineParser.
func (emojis) Parse(_ ast.Node, block text.Reader, _ parser.Context) ast.Node {
	before := block.PrecendingCharacter()
	line, _ := block.PeekLine()
	if len(line) < 3 || latin(before) || before == ':' {
		return nil
	}
	m := shortcode.FindSubmatch(line)
	if m == nil {
		return nil
	}
	if after, _ := utf8.DecodeRune(line[len(m[0]):]); latin(after) || after == ':' {
		return nil
	}
	e, ok := definition.Github().Get(string(m[1]))
	if !ok || !e.IsUnicode() {
		return nil
	}
	block.Advance(len(m[0]))
	return ast.NewString([]byte(string(e.Unicode)))
}

// braces parses what stands in braces: {汉字|hàn zì} with its reading, and the
// shortcodes of other tools, which are kept as they are.
type braces struct{}

// rubyNode is text with its reading.
type rubyNode struct {
	ast.BaseInline
	base, reading string
}

// foreignNode is a shortcode of another tool.
type foreignNode struct {
	ast.BaseInline
	text string
}

var (
	kindRuby    = ast.NewNodeKind("Ruby")
	kindForeign = ast.NewNodeKind("Foreign")

	rubyForm = regexp.MustCompile(`^\{([^{}|\n]*[\p{Han}\p{Hiragana}\p{Katakana}][^{}|\n]*)\|([^{}|\n]+)\}`)
	// foreignForm matches the shortcodes of Hugo, the tags of Liquid and Hexo,
	// and the variables that Jekyll sites use.
	foreignForm = regexp.MustCompile(`^(\{\{[<%].*?[>%]\}\}|\{%.*?%\}|\{\{-?\s*\.?(?i:site|page|post|include|content|relref|ref|url_for|config|theme|params)\b.*?\}\})`)
)

func (*rubyNode) Kind() ast.NodeKind { return kindRuby }

func (n *rubyNode) Dump(src []byte, level int) { ast.DumpHelper(n, src, level, nil, nil) }

func (*foreignNode) Kind() ast.NodeKind { return kindForeign }

func (n *foreignNode) Dump(src []byte, level int) { ast.DumpHelper(n, src, level, nil, nil) }

// Trigger implements parser.InlineParser.
func (braces) Trigger() []byte { return []byte{'{'} }

// Parse implements parser.InlineParser.
func (braces) Parse(_ ast.Node, block text.Reader, _ parser.Context) ast.Node {
	line, _ := block.PeekLine()
	if m := foreignForm.Find(line); m != nil {
		block.Advance(len(m))
		return &foreignNode{text: string(m)}
	}
	if bytes.IndexByte(line, '|') < 0 {
		return nil
	}
	m := rubyForm.FindSubmatch(line)
	if m == nil {
		return nil
	}
	block.Advance(len(m[0]))
	return &rubyNode{base: string(m[1]), reading: string(m[2])}
}

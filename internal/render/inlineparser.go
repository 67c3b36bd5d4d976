package render

import (
	"bytes"
	"regexp"
	"strings"
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

// longestScript is how many characters a sub- or superscript may have.
const longestScript = 16

// Trigger implements parser.InlineParser.
func (scripts) Trigger() []byte { return []byte{'~', '^'} }

// Parse implements parser.InlineParser.
func (scripts) Parse(_ ast.Node, block text.Reader, _ parser.Context) ast.Node {
	before := block.PrecendingCharacter()
	line, _ := block.PeekLine()
	sub := line[0] == '~'
	if !unicode.IsLetter(before) && before != ')' && before != ']' && (sub || !unicode.IsDigit(before)) {
		return nil
	}
	n := bytes.IndexByte(line[1:], line[0])
	if n <= 0 || utf8.RuneCount(line[1:1+n]) > longestScript {
		return nil
	}
	content := string(line[1 : 1+n])
	if strings.ContainsFunc(content, func(r rune) bool { return !inScript(r, sub) }) {
		return nil
	}
	block.Advance(n + 2)
	return &scriptNode{sub: sub, text: content}
}

// inScript says whether r may stand in a sub- or superscript.
func inScript(r rune, sub bool) bool {
	switch {
	case strings.ContainsRune("+-−=()", r):
		return true
	case sub && r >= 0x80:
		return unicode.Is(unicode.Greek, r)
	}
	return unicode.IsLetter(r) || unicode.IsDigit(r)
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

	// foreignForm matches the shortcodes of Hugo, the tags of Liquid and Hexo,
	// the variables that Jekyll sites use, attribute lists, and the comments and
	// notes of Obsidian.
	foreignForm = regexp.MustCompile(`^(\{\{[<%].*?[>%]\}\}|\{%.*?%\}|\{\{-?\s*\.?(?i:site|page|post|include|content|relref|ref|url_for|config|theme|params)\b.*?\}\}|\{:[^{}\n]*\}|\{\s*[#.][A-Za-z][^{}|\n]*\}|%%[^%\n]+%%|\^\[[^\[\]\n]+\])`)
	// blockName matches a name that Obsidian gives to a paragraph, at its end.
	blockName = regexp.MustCompile(`^\^[A-Za-z0-9-]{3,}\s*$`)
)

func (*rubyNode) Kind() ast.NodeKind { return kindRuby }

func (n *rubyNode) Dump(src []byte, level int) { ast.DumpHelper(n, src, level, nil, nil) }

func (*foreignNode) Kind() ast.NodeKind { return kindForeign }

func (n *foreignNode) Dump(src []byte, level int) { ast.DumpHelper(n, src, level, nil, nil) }

// Trigger implements parser.InlineParser.
func (braces) Trigger() []byte { return []byte{'{', '%', '^'} }

// Parse implements parser.InlineParser.
func (braces) Parse(_ ast.Node, block text.Reader, _ parser.Context) ast.Node {
	line, _ := block.PeekLine()
	before := block.PrecendingCharacter()
	m := foreignForm.Find(line)
	if m == nil && unicode.IsSpace(before) {
		m = bytes.TrimSpace(blockName.Find(line))
	}
	if len(m) > 0 && before != '{' { // else a brace that is text already
		block.Advance(len(m))
		return &foreignNode{text: string(m)}
	}
	if line[0] != '{' {
		return nil
	}
	end := bytes.IndexByte(line, '}')
	base, reading, ok := bytes.Cut(line[1:max(end, 1)], []byte{'|'})
	if !ok || len(bytes.TrimSpace(reading)) == 0 || bytes.ContainsAny(line[1:end], "{") || bytes.Contains(reading, []byte{'|'}) || !bytes.ContainsFunc(base, wide) {
		return nil
	}
	block.Advance(end + 1)
	return &rubyNode{base: string(base), reading: string(reading)}
}

package render

import (
	"strings"
	"unicode"

	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// emphasis parses runs of the delimiters in chars, at least least of them: * and
// _ as CommonMark does, ~~ for deleted and == for marked text. CommonMark
// decides by spaces and punctuation beside a run whether it opens or closes, and
// so fails where Chinese has none: **重点：**后 is strong here.
type emphasis struct {
	chars string
	least int
}

func (e emphasis) Trigger() []byte { return []byte(e.chars) }

// IsDelimiter implements parser.DelimiterProcessor.
func (e emphasis) IsDelimiter(b byte) bool { return strings.IndexByte(e.chars, b) >= 0 }

// CanOpenCloser implements parser.DelimiterProcessor.
func (e emphasis) CanOpenCloser(opener, closer *parser.Delimiter) bool {
	return opener.Char == closer.Char && (e.least == 1 || opener.Length == closer.Length)
}

// OnMatch implements parser.DelimiterProcessor.
func (e emphasis) OnMatch(consumes int) ast.Node { return ast.NewEmphasis(consumes) }

// pair is the processor of a delimiter that only comes in twos.
type pair struct {
	emphasis
	node func() ast.Node
}

// OnMatch implements parser.DelimiterProcessor.
func (p pair) OnMatch(int) ast.Node { return p.node() }

func (e emphasis) processor(c byte) parser.DelimiterProcessor {
	switch c {
	case '~':
		return pair{e, func() ast.Node { return extast.NewStrikethrough() }}
	case '=':
		return pair{e, func() ast.Node { return &markNode{} }}
	}
	return e
}

// Parse implements parser.InlineParser.
func (e emphasis) Parse(_ ast.Node, block text.Reader, pc parser.Context) ast.Node {
	before := block.PrecendingCharacter()
	line, segment := block.PeekLine()
	d := parser.ScanDelimiter(line, before, e.least, e.processor(line[0]))
	if d == nil || e.least > 1 && d.OriginalLength != e.least {
		return nil
	}
	after := ' '
	if d.OriginalLength < len(line) {
		after = util.ToRune(line, d.OriginalLength)
	}
	d.CanOpen, d.CanClose = flanks(before, after, d.Char)
	d.Segment = segment.WithStop(segment.Start + d.OriginalLength)
	block.Advance(d.OriginalLength)
	pc.PushDelimiter(d)
	return d
}

// flanks says whether a run of c between two characters can open and close.
// Chinese punctuation counts as a letter, and a Chinese character beside the run
// does what a space does elsewhere.
func flanks(before, after rune, c byte) (opens, closes bool) {
	spaceBefore, spaceAfter := util.IsSpaceRune(before), util.IsSpaceRune(after)
	wideBefore, wideAfter := wide(before), wide(after)
	pointBefore := util.IsPunctRune(before) && !wideBefore
	pointAfter := util.IsPunctRune(after) && !wideAfter
	left := !spaceAfter && (!pointAfter || spaceBefore || pointBefore || wideBefore)
	right := !spaceBefore && (!pointBefore || spaceAfter || pointAfter || wideAfter)
	switch c {
	case '_':
		return left && (!right || util.IsPunctRune(before)), right && (!left || util.IsPunctRune(after))
	case '=':
		// "a==b" is a comparison.
		return left && !latin(before), right && !latin(after)
	}
	return left, right
}

// wide says whether r is a Chinese, Japanese or Korean character or one of
// their punctuation marks, those that are shared with Latin included.
func wide(r rune) bool {
	return eastAsian(r) || r >= '‘' && r <= '”' || r == '…' || r == '—'
}

// eastAsian says whether r is a Chinese, Japanese or Korean character or one of
// the punctuation marks that only they use.
func eastAsian(r rune) bool {
	return r >= 0x1100 && util.IsEastAsianWideRune(r) || r >= 0x3000 && r <= 0x303f || r >= 0xff01 && r <= 0xff60
}

// latin says whether r is an ASCII letter, digit or underscore.
func latin(r rune) bool {
	return r == '_' || r < unicode.MaxASCII && (unicode.IsLetter(r) || unicode.IsDigit(r))
}

// markNode is ==marked== text.
type markNode struct{ ast.BaseInline }

var kindMark = ast.NewNodeKind("Mark")

func (*markNode) Kind() ast.NodeKind { return kindMark }

func (n *markNode) Dump(src []byte, level int) { ast.DumpHelper(n, src, level, nil, nil) }

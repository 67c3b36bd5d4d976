package render

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/yuin/goldmark/ast"
)

// typography is the section around an article that sets its type as a book's is
// set: a little space between Chinese and Latin where the writer put none, and no
// last line of one character with its full stop. Both are inherited, so they are
// said once. No document says that WeChat keeps them, so they stand in an
// attribute of their own: where they are dropped, nothing else is.
const typography = `<section style="text-autospace:normal;text-wrap:pretty">`

// typesetting is what stands before the article's own section.
func (p *page) typesetting() string {
	if p.r.options.Unset {
		return ""
	}
	return typography
}

// unspacedCode is around code that the space between Chinese and Latin would move
// out of its columns.
const unspacedCode = `<span style="text-autospace:no-autospace">`

// unspaced writes code with write, where need be without the space that the
// article has between Chinese and Latin.
func (p *page) unspaced(source string, write func()) {
	if p.r.options.Unset || !touching(source) {
		write()
		return
	}
	p.raw(unspacedCode)
	write()
	p.raw("</span>")
}

// touching says whether a Chinese or Japanese character touches a letter or digit of
// another script.
func touching(s string) bool {
	last := ' '
	for _, r := range s {
		if a, b := script(last), script(r); a != b && a+b == ideograph+letter {
			return true
		}
		last = r
	}
	return false
}

// The scripts of [touching].
const (
	letter    = 1
	ideograph = 2
	neither   = 8
)

func script(r rune) int {
	switch {
	case r < utf8.RuneSelf && !unicode.IsLetter(r) && !unicode.IsDigit(r):
		return neither
	case unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana):
		return ideograph
	case unicode.IsLetter(r) || unicode.IsDigit(r):
		return letter
	}
	return neither
}

// Punctuation that may not begin a line, and that may not end one.
const (
	closers = "，。、；：！？）」』》〉】〕”’…—～·,.;:!?)]}%"
	openers = "（「『《〈【〔“‘([{"
)

// maxTied is the length in characters of the longest formula that is kept on one
// line with its punctuation; what is longer may not fit on a phone with it.
const maxTied = 16

// formulaInText renders a formula in a line together with the punctuation around
// it: a drawing is like an image, beside which a browser breaks the line even
// before a full stop. Whether it does so is for the source to say, not for what
// this machine can draw.
func (p *page) formulaInText(n *formulaNode) {
	var behind string
	if t, ok := n.NextSibling().(*ast.Text); ok {
		behind = leading(string(t.Value(p.src)))
	}
	from := len(p.out)
	for r, size := utf8.DecodeLastRune(p.out[:from]); strings.ContainsRune(openers, r); r, size = utf8.DecodeLastRune(p.out[:from]) {
		from -= size
	}
	if p.r.options.Unset || behind == "" && from == len(p.out) || utf8.RuneCountInString(n.tex) > maxTied {
		p.formula(n.tex, n.display, n.Pos())
		return
	}
	if i := p.drawing(); i >= 0 {
		p.popRawTo(i, true)
		from = len(p.out)
	}
	before := string(p.out[from:])
	p.out = p.out[:from]
	p.raw(`<span style="white-space:nowrap">` + before)
	p.formula(n.tex, n.display, n.Pos())
	p.text(behind)
	p.raw("</span>")
	p.ahead = len(behind)
}

// leading is the punctuation at the beginning of s that may not begin a line.
func leading(s string) string {
	return s[:len(s)-len(strings.TrimLeft(s, closers))]
}

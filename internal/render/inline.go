package render

import (
	"html"
	"strings"
	"unicode/utf8"

	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/util"

	"mpsync/internal/render/theme"
)

// inlines renders the inline nodes within n.
func (p *page) inlines(n ast.Node) {
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		p.inline(c)
	}
}

// children are the nodes within n.
func children(n ast.Node) []ast.Node {
	all := make([]ast.Node, 0, n.ChildCount())
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		all = append(all, c)
	}
	return all
}

func (p *page) inline(n ast.Node) {
	switch n := n.(type) {
	case *ast.Text:
		p.textNode(n)
	case *ast.String:
		p.text(string(n.Value))
	case *ast.CodeSpan:
		p.open("code", theme.Code)
		p.text(p.codeText(n))
		p.close("code")
	case *ast.Emphasis:
		if n.Level == 2 {
			p.styled(n, "strong", theme.Strong)
		} else {
			p.styled(n, "em", theme.Em)
		}
	case *extast.Strikethrough:
		p.styled(n, "del", theme.Del)
	case *markNode:
		p.styled(n, "mark", theme.Mark)
	case *scriptNode:
		p.script(n)
	case *formulaNode:
		p.formulaInText(n)
	case *rubyNode:
		p.ruby(n)
	case *foreignNode:
		p.foreign(n)
	case *ast.Link:
		p.link(n)
	case *ast.AutoLink:
		p.autoLink(n)
	case *ast.Image:
		p.image(n)
	case *ast.RawHTML:
		p.rawHTML(n)
	case *extast.TaskCheckBox:
		p.task(n)
	case *extast.FootnoteLink:
		p.footnoteMark(n)
	case *extast.FootnoteBacklink:
	default:
		p.inlines(n)
	}
}

func (p *page) styled(n ast.Node, tag string, part theme.Part) {
	p.open(tag, part)
	p.inlines(n)
	p.close(tag)
}

// task renders the box before a task, which cannot be an input element.
func (p *page) task(n *extast.TaskCheckBox) {
	from := len(p.out)
	p.open("span", theme.Task)
	if n.IsChecked {
		p.text("☑")
	} else {
		p.text("☐")
	}
	p.close("span")
	p.aside(from)
	p.text(" ")
}

func (p *page) textNode(n *ast.Text) {
	s := string(n.Value(p.src)[p.ahead:])
	p.ahead = 0
	if !n.IsRaw() {
		s = unescape(s)
	}
	p.text(s)
	switch {
	case n.HardLineBreak():
		p.raw("<br>")
	case n.SoftLineBreak() && p.joins(n):
		p.raw(" ")
	}
}

// joins says whether the line break behind n is a space: not between two
// Chinese characters, nor before or behind nothing.
func (p *page) joins(n *ast.Text) bool {
	next := p.firstRune(n.NextSibling())
	return next != 0 && !unspaced(p.lastRune(n), next)
}

// unspaced says whether a line break between two characters is no space: both
// are Chinese, or one is and the other may be, as curved quotes are.
func unspaced(a, b rune) bool {
	return wide(a) && wide(b) && (eastAsian(a) || eastAsian(b))
}

// firstRune is the first character shown by n, 0 when there is none.
func (p *page) firstRune(n ast.Node) rune {
	for n != nil {
		switch t := n.(type) {
		case *ast.Text:
			if v := t.Value(p.src); len(v) > 0 {
				r, _ := utf8.DecodeRune(v)
				return r
			}
			n = n.NextSibling()
			continue
		case *ast.String:
			r, _ := utf8.DecodeRune(t.Value)
			return r
		}
		if n.FirstChild() == nil {
			return utf8.RuneError
		}
		n = n.FirstChild()
	}
	return 0
}

// lastRune is the last character shown by n or, where it shows none, by what is
// before it.
func (p *page) lastRune(n ast.Node) rune {
	for n != nil {
		t, ok := n.(*ast.Text)
		switch {
		case ok && len(t.Value(p.src)) == 0:
			n = n.PreviousSibling()
		case ok:
			r, _ := utf8.DecodeLastRune(t.Value(p.src))
			return r
		default:
			n = n.LastChild()
		}
	}
	return utf8.RuneError
}

// codeText is the text of a code span, its line ends as spaces.
func (p *page) codeText(n *ast.CodeSpan) string {
	var b strings.Builder
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		if t, ok := c.(*ast.Text); ok {
			b.Write(t.Value(p.src))
		}
	}
	return strings.ReplaceAll(b.String(), "\n", " ")
}

// plain is the text that n shows, without markup.
func (p *page) plain(n ast.Node) string {
	var b strings.Builder
	p.gather(&b, n)
	return strings.TrimSpace(b.String())
}

func (p *page) gather(b *strings.Builder, n ast.Node) {
	switch n := n.(type) {
	case *ast.Text:
		s := string(n.Value(p.src))
		if !n.IsRaw() {
			s = unescape(s)
		}
		b.WriteString(s)
		if n.SoftLineBreak() && p.joins(n) || n.HardLineBreak() {
			b.WriteByte(' ')
		}
	case *ast.String:
		b.Write(n.Value)
	case *ast.CodeSpan:
		b.WriteString(p.codeText(n))
	case *ast.AutoLink:
		b.Write(n.Label(p.src))
	case *scriptNode:
		b.WriteString(n.text)
	case *formulaNode:
		b.WriteString(source(n.tex, n.display))
	case *rubyNode:
		b.WriteString(n.base)
	case *foreignNode:
		b.WriteString(n.text)
	case *ast.RawHTML, *extast.FootnoteLink:
	default:
		for c := n.FirstChild(); c != nil; c = c.NextSibling() {
			p.gather(b, c)
		}
	}
}

// sameTitle says whether two titles are the same to a reader.
func sameTitle(a, b string) bool {
	return strings.Join(strings.Fields(a), "") == strings.Join(strings.Fields(b), "")
}

// maxEntity is the length of the longest named character reference.
const maxEntity = 33

// unescape resolves backslash escapes and character references.
func unescape(s string) string {
	if !strings.ContainsAny(s, `\&`) {
		return s
	}
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case c == '\\' && i+1 < len(s) && util.IsPunct(s[i+1]):
			i++
			b.WriteByte(s[i])
		case c == '&':
			end := strings.IndexByte(s[i:min(len(s), i+maxEntity)], ';') + 1
			b.WriteString(html.UnescapeString(s[i : i+max(end, 1)]))
			i += max(end, 1) - 1
		default:
			b.WriteByte(c)
		}
	}
	return b.String()
}

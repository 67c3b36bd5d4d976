package render

import (
	"github.com/yuin/goldmark/text"

	"mpsync/internal/diag"
	"mpsync/internal/render/markup"
	"mpsync/internal/render/theme"
)

// Snippet is Markdown that stands above or below an article and has its own
// file: findings, images and links are about that.
type Snippet struct {
	Path      string
	Body      []byte
	FirstLine int
	Image     func(dest string, pos diag.Pos) (src string, ok bool)
	Link      func(dest string, pos diag.Pos) (href string, kind LinkKind)
}

// SnippetMark is the attribute by which the section of a snippet is known when
// the article is read back from the account, which keeps data attributes.
const SnippetMark = "data-mpsync"

// snippet renders the header or footer of an article.
func (p *page) snippet(s *Snippet, part theme.Part, name string) {
	if s == nil || len(s.Body) == 0 {
		return
	}
	from := len(p.out)
	in, src := p.in, p.src
	p.in.Path, p.in.FirstLine, p.in.Image, p.in.Link = s.Path, max(s.FirstLine, 1), s.Image, s.Link
	p.src = markup.Valid(s.Body)
	p.begin("section", part, "")
	p.attr(SnippetMark, name)
	p.end(part)
	p.blocks(p.r.parser.Parse(text.NewReader(p.src)))
	p.close("section")
	p.in, p.src = in, src
	p.aside(from)
}

// tail renders the footer, whose links are numbered with those of the article,
// below the list of all of them.
func (p *page) tail() {
	if p.in.Footer == nil {
		p.references()
		return
	}
	from := len(p.out)
	p.snippet(p.in.Footer, theme.Footer, "footer")
	footer := string(p.out[from:])
	p.cut(from)
	p.references()
	from = len(p.out)
	p.raw(footer)
	p.aside(from)
}

package render

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/text"
	"golang.org/x/net/html"

	"mpsync/internal/render/theme"
)

// rawElement is an element of the writer's own HTML that is open.
type rawElement struct {
	name    string         // as the writer called it
	tag     string         // as written, "" when only its content is
	outer   *theme.Context // around it
	holds   bool           // may stay open around Markdown blocks
	at      int            // in the source
	from    int            // in the output, before its start tag
	links   int            // references before it
	mute    bool           // its content is dropped
	link    bool           // no link may open within
	href    string         // what its text is to be numbered for
	quiet   bool           // nobody expects an end tag
	scrolls bool           // stands in a section of its own
}

// htmlToken is a token of the writer's HTML and where it stands in the source.
type htmlToken struct {
	html.Token
	raw string
	at  int
}

// inline says whether t belongs to a line of text.
func (t htmlToken) inline() bool {
	return t.Type == html.TextToken || t.tag() && !elements[t.Data].block
}

// tag says whether t is a start or end tag, starts whether a start tag.
func (t htmlToken) tag() bool { return t.starts() || t.Type == html.EndTagToken }

func (t htmlToken) starts() bool {
	return t.Type == html.StartTagToken || t.Type == html.SelfClosingTagToken
}

// htmlTokens splits segments of the source.
func (p *page) htmlTokens(segments ...text.Segment) []htmlToken {
	var b strings.Builder
	var ends []int
	for _, s := range segments {
		b.Write(s.Value(p.src))
		ends = append(ends, b.Len())
	}
	// at finds the source offset of an offset in the joined text.
	at := func(offset int) int {
		i, _ := slices.BinarySearch(ends, offset+1)
		i = min(i, len(segments)-1)
		return max(segments[i].Stop-(ends[i]-offset), segments[i].Start)
	}
	var tokens []htmlToken
	z := html.NewTokenizer(strings.NewReader(b.String()))
	for offset := 0; z.Next() != html.ErrorToken; {
		raw := string(z.Raw())
		tokens = append(tokens, htmlToken{z.Token(), raw, at(offset)})
		offset += len(raw)
	}
	return tokens
}

// rawHTML renders a tag in a line of text.
func (p *page) rawHTML(n *ast.RawHTML) {
	for _, t := range p.htmlTokens(n.Segments.Sliced(0, n.Segments.Len())...) {
		switch {
		case t.starts():
			p.startTag(t, true, func() bool { return endsLater(p.src, n, t.Data) })
		case t.tag():
			p.endTag(t, true)
		}
	}
}

// endsLater says whether an end tag of name follows n in its line of text.
func endsLater(src []byte, n ast.Node, name string) bool {
	for c := n.NextSibling(); c != nil; c = c.NextSibling() {
		if r, ok := c.(*ast.RawHTML); ok && strings.HasPrefix(strings.ToLower(string(r.Segments.Value(src))), "</"+name) {
			return true
		}
	}
	return false
}

// htmlBlock renders a block of HTML. What it leaves open around the blocks that
// follow is closed at the end of whatever encloses it.
func (p *page) htmlBlock(n *ast.HTMLBlock) {
	segments := n.Lines().Sliced(0, n.Lines().Len())
	if n.HasClosure() {
		segments = append(slices.Clip(segments), n.ClosureLine)
	}
	tokens := p.htmlTokens(segments...)
	if t, ok := onlyImage(tokens); ok {
		p.open("section", theme.Figure)
		p.rawImage(t)
		p.caption(attribute(t, "title"), attribute(t, "alt"))
		p.close("section")
		return
	}
	for i := 0; i < len(tokens); i++ {
		t := tokens[i]
		switch {
		case t.Type == html.TextToken:
			before := i > 0 && tokens[i-1].inline()
			behind := i+1 < len(tokens) && tokens[i+1].inline()
			p.htmlText(t.Data, before, behind)
		case t.starts() && t.Data == "pre" && !p.muted() && p.drawing() < 0:
			i = p.pre(tokens, i)
		case t.starts():
			p.startTag(t, false, func() bool { return slices.ContainsFunc(tokens[i:], ending(t.Data)) })
		case t.tag():
			p.endTag(t, false)
		}
	}
	for len(p.raws) > p.base && !p.raws[len(p.raws)-1].holds {
		p.popRaw(true)
	}
}

// ending matches the end tag of name.
func ending(name string) func(htmlToken) bool {
	return func(t htmlToken) bool { return t.Type == html.EndTagToken && t.Data == name }
}

// onlyImage is the image that a block consists of.
func onlyImage(tokens []htmlToken) (img htmlToken, ok bool) {
	for _, t := range tokens {
		switch {
		case t.Type == html.CommentToken, t.Type == html.TextToken && strings.TrimSpace(t.Data) == "":
		case t.Data == "img" && t.Type != html.EndTagToken && !ok:
			img, ok = t, true
		default:
			return img, false
		}
	}
	return img, ok
}

// pre renders the code block that begins at tokens[i] and returns where it ends.
func (p *page) pre(tokens []htmlToken, i int) int {
	end := i + 1 + slices.IndexFunc(tokens[i+1:], ending("pre"))
	if end == i {
		end = len(tokens)
	}
	var source strings.Builder
	lang := ""
	for _, t := range tokens[i+1 : end] {
		switch {
		case t.Type == html.TextToken:
			source.WriteString(t.Data)
		case t.Data == "br":
			source.WriteByte('\n')
		case t.Data == "code" && t.Type == html.StartTagToken:
			for c := range strings.FieldsSeq(attribute(t, "class")) {
				if l, ok := strings.CutPrefix(c, "language-"); ok {
					lang = l
				}
			}
		}
	}
	p.settle("pre", element{block: true})
	p.codeBlock(strings.Trim(source.String(), "\n"), lang)
	return end
}

// htmlText writes text of an HTML block, its white space folded. before and
// behind say whether a line of text goes on there.
func (p *page) htmlText(s string, before, behind bool) {
	words := strings.Fields(s)
	if len(words) == 0 {
		if before && behind && p.holdsText() {
			p.text(" ")
		}
		return
	}
	p.settle("", element{})
	if before && startsBlank(s) {
		p.text(" ")
	}
	for i, w := range words {
		if i > 0 {
			last, _ := utf8.DecodeLastRuneInString(words[i-1])
			if first, _ := utf8.DecodeRuneInString(w); !unspaced(last, first) {
				p.text(" ")
			}
		}
		p.text(w)
	}
	if last, _ := utf8.DecodeLastRuneInString(s); behind && unicode.IsSpace(last) {
		p.text(" ")
	}
}

// holdsText says whether a line of text is open.
func (p *page) holdsText() bool {
	if len(p.raws) == p.base {
		return false
	}
	top := p.raws[len(p.raws)-1]
	return !top.mute && !slices.Contains([]string{"ul", "ol", "table", "thead", "tbody", "tfoot", "tr"}, top.tag)
}

func startsBlank(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return unicode.IsSpace(r)
}

// beginParagraph puts text that stands in no element of its block into one.
func (p *page) beginParagraph() {
	if len(p.raws) == p.base {
		p.pushRaw(rawElement{name: "p", quiet: true}, elements["p"], "")
	}
}

// proseTags are the blocks that hold text only.
var proseTags = []string{"p", "h1", "h2", "h3", "h4", "h5", "h6"}

// endParagraph closes an open paragraph or heading, which cannot hold a block.
func (p *page) endParagraph() {
	for i := len(p.raws) - 1; i >= p.base && !p.raws[i].holds; i-- {
		if slices.Contains(proseTags, p.raws[i].tag) {
			p.popRawTo(i, false)
			return
		}
	}
}

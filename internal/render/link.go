package render

import (
	"net/url"
	"strings"

	"github.com/yuin/goldmark/ast"

	"mpsync/internal/diag"
	"mpsync/internal/render/theme"
)

// reference is a link out of the account, listed at the end of the article.
type reference struct {
	text, url string
}

func (p *page) link(n *ast.Link) {
	dest := unescape(string(n.Destination))
	if app, ok := strings.CutPrefix(dest, miniprogram); ok && !p.inLink {
		p.miniprogramAnchor(n, app)
		return
	}
	p.embedded(n, dest)
	href, kind := p.target(dest, n.Pos())
	switch {
	case p.inLink || kind == LinkText:
		p.inlines(n)
	case kind == LinkArticle || account(href) || p.r.options.Footnotes == FootnotesKeep:
		p.anchor(func() { p.ref("href", href) }, func() { p.inlines(n) })
	default:
		p.inlines(n)
		text := p.plain(n)
		if text != href && text != dest {
			p.linkMark(text, href)
		}
	}
}

// forbidden are the schemes of destinations that are dropped: those that run
// code, and that of references, which only the caller may give.
var forbidden = map[string]bool{"javascript": true, "vbscript": true, "data": true, "mpsync": true}

// target asks the caller what a link leads to. Anchors and links to nothing are
// text: the API refuses a page with an anchor.
func (p *page) target(dest string, at int) (string, LinkKind) {
	scheme, _, _ := strings.Cut(strings.ToLower(dest), ":")
	switch {
	case dest == "" || strings.HasPrefix(dest, "#"):
		return "", LinkText
	case strings.Contains(dest, ":") && forbidden[scheme]:
		p.report(diag.Warning, "render-link-scheme", at, scheme)
		return "", LinkText
	case p.in.Link != nil:
		return p.in.Link(dest, p.pos(at))
	case strings.Contains(dest, ":") && !isWiki(dest):
		return dest, LinkExternal
	}
	return "", LinkText
}

// autoLink renders a bare address: it is its own text, so it needs no number.
func (p *page) autoLink(n *ast.AutoLink) {
	label := string(n.Label(p.src))
	href, kind := p.target(string(n.URL(p.src)), n.Pos())
	if !p.inLink && kind != LinkText && (account(href) || p.r.options.Footnotes == FootnotesKeep) {
		p.anchor(func() { p.ref("href", href) }, func() { p.text(label) })
		return
	}
	p.text(label)
}

// anchor renders a link that stays a link; links do not nest.
func (p *page) anchor(attributes, content func()) {
	p.begin("a", theme.A, "")
	attributes()
	p.end(theme.A)
	p.inLink = true
	content()
	p.inLink = false
	p.close("a")
}

// account says whether a URL is one of WeChat's articles, which may be linked.
func account(href string) bool {
	u, err := url.Parse(href)
	return err == nil && (u.Scheme == "https" || u.Scheme == "http") && u.Host == "mp.weixin.qq.com"
}

// linkMark renders the number of a URL behind a link's text.
func (p *page) linkMark(text, href string) {
	if p.r.options.Footnotes == FootnotesStrip {
		return
	}
	n, ok := p.number[href]
	if !ok {
		if p.number == nil {
			p.number = map[string]int{}
		}
		p.links = append(p.links, reference{text, href})
		n = len(p.links)
		p.number[href] = n
	}
	defer p.aside(len(p.out))
	p.open("sup", theme.LinkMark)
	p.text("[" + itoa(n) + "]")
	p.close("sup")
}

// references renders the list of links at the end.
func (p *page) references() {
	if len(p.links) == 0 {
		return
	}
	defer p.aside(len(p.out))
	p.open("section", theme.References)
	p.title(theme.ReferencesTitle, p.word("render-references"))
	for i, l := range p.links {
		p.open("section", theme.Reference)
		p.text("[" + itoa(i+1) + "] ")
		if l.text != "" {
			p.text(l.text + p.word("render-colon"))
		}
		p.text(l.url)
		p.close("section")
	}
	p.close("section")
}

// title renders the title of a list of notes, if the theme shows it.
func (p *page) title(part theme.Part, s string) {
	if p.ctx.Hidden(part) {
		return
	}
	p.open("section", part)
	p.text(s)
	p.close("section")
}

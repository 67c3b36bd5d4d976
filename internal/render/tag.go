package render

import (
	"slices"
	"strings"

	"golang.org/x/net/html"

	"mpsync/internal/diag"
	"mpsync/internal/render/theme"
)

// startTag renders a start tag. inText says that it stands in a line of text,
// ends whether its end tag follows.
func (p *page) startTag(t htmlToken, inText bool, ends func() bool) {
	name := t.Data
	if p.muted() {
		if name == p.raws[len(p.raws)-1].name && t.Type == html.StartTagToken {
			p.pushRaw(rawElement{name: name, mute: true, quiet: true}, element{}, "")
		}
		return
	}
	if p.drawing() >= 0 {
		p.drawingTag(t)
		return
	}
	e, known := elements[name]
	switch {
	case t.raw != strings.ToLower(t.raw) && mixed(t.raw[1:min(1+len(name), len(t.raw))]), !known && !recognised(name):
		p.literal(t, inText)
	case name == "img":
		p.settleInline(inText)
		p.rawImage(t)
	case name == "svg":
		p.settleInline(inText)
		p.drawingTag(t)
	case name == "a":
		p.settleInline(inText)
		p.rawLink(t)
	case known:
		p.element(t, e, inText)
	case contentless[name] && t.Type == html.StartTagToken && ends():
		p.remove(t)
		p.pushRaw(rawElement{name: name, mute: true, at: t.at}, element{}, "")
	default:
		p.remove(t)
	}
}

// recognised says whether name is an HTML element that is removed.
func recognised(name string) bool {
	return name == "img" || name == "svg" || name == "a" || name == "pre" || drawing[name] ||
		removed[name] || contentless[name] || voids[name]
}

// mixed says whether a name has letters of both cases. HTML is written in one:
// <String> is a type in a text about programs.
func mixed(name string) bool {
	return name != strings.ToLower(name) && name != strings.ToUpper(name)
}

// literal shows what looks like a tag and is none as text.
func (p *page) literal(t htmlToken, inText bool) {
	p.report(diag.Warning, "render-html-literal", t.at, t.raw)
	p.settleInline(inText)
	p.text(t.raw)
}

func (p *page) remove(t htmlToken) {
	if !silent[t.Data] {
		p.report(diag.Warning, "render-html-element", t.at, t.Data)
	}
}

// element renders the start tag of an element that is kept.
func (p *page) element(t htmlToken, e element, inText bool) {
	if inText && e.block {
		e = element{void: e.void}
	}
	if !inText {
		p.settle(t.Data, e)
	}
	if needs := parents[t.Data]; needs != nil && !slices.Contains(needs, p.top()) {
		e.tag = ""
	}
	style := p.attributes(t, e.style)
	if e.tag == "" {
		style = ""
	}
	if e.void {
		p.void(e, style)
		return
	}
	if e.tag == "span" && !e.themed && style == "" {
		e.tag = ""
	}
	quiet := implied[t.Data].ends != nil || t.Data == "p"
	p.pushRaw(rawElement{name: t.Data, at: t.at, quiet: quiet}, e, style, p.plainAttributes(t)...)
	if t.Type == html.SelfClosingTagToken {
		p.popRaw(false)
	}
}

// settleInline makes room for what belongs to a line of text.
func (p *page) settleInline(inText bool) {
	if !inText {
		p.settle("", element{})
	}
}

// settle makes room for e, or for text: it closes what cannot hold it and opens
// what must be around it.
func (p *page) settle(name string, e element) {
	if e.block {
		p.endParagraph()
	}
	p.endImplied(name)
	for _, missing := range between(p.top(), name) {
		p.pushRaw(rawElement{name: missing, quiet: true}, elements[missing], "")
	}
	if !e.block && implied[name].ends == nil {
		p.beginParagraph()
	}
}

// between lists the elements that must be opened in a list or table for name to
// stand there; "" is text.
func between(top, name string) []string {
	cell := name == "td" || name == "th"
	switch top {
	case "ul", "ol":
		if name != "li" {
			return []string{"li"}
		}
	case "table", "thead", "tbody", "tfoot":
		switch {
		case cell:
			return []string{"tr"}
		case !slices.Contains(parents[name], top):
			return []string{"tr", "td"}
		}
	case "tr":
		if !cell {
			return []string{"td"}
		}
	}
	return nil
}

// top is the innermost open element, "" when there is none.
func (p *page) top() string {
	for i := len(p.raws) - 1; i >= p.base; i-- {
		if p.raws[i].tag != "" {
			return p.raws[i].tag
		}
	}
	return ""
}

// void renders an element without content.
func (p *page) void(e element, style string) {
	switch {
	case e.tag == "":
	case e.themed:
		p.begin(e.tag, e.part, style)
		p.raw(">")
	default:
		p.raw("<" + e.tag + ">")
	}
}

// endImplied closes what the start of name ends without an end tag.
func (p *page) endImplied(name string) {
	rule := implied[name]
	for i := len(p.raws) - 1; i >= p.base && !slices.Contains(rule.within, p.raws[i].name); i-- {
		if slices.Contains(rule.ends, p.raws[i].name) {
			p.popRawTo(i, false)
			p.endImplied(name)
			return
		}
	}
}

// rawImage renders an img element of the writer's.
func (p *page) rawImage(t htmlToken) {
	src := strings.TrimSpace(attribute(t, "src"))
	if src == "" {
		src = strings.TrimSpace(attribute(t, "data-src"))
	}
	if src == "" {
		p.remove(t)
		return
	}
	p.img(src, attribute(t, "alt"), p.attributes(t, ""), p.pos(t.at))
}

// rawLink renders an a element of the writer's.
func (p *page) rawLink(t htmlToken) {
	for i := len(p.raws) - 1; i >= p.base; i-- {
		if p.raws[i].name == "a" {
			p.popRawTo(i, false)
			break
		}
	}
	p.attributes(t, "")
	e := rawElement{name: "a", outer: p.ctx, at: t.at}
	dest := strings.TrimSpace(attribute(t, "href"))
	if id := attribute(t, "data-miniprogram-appid"); id != "" && !p.inLink {
		e.tag, e.link = "a", true
		p.begin("a", theme.A, "")
		p.appLink(id, attribute(t, "data-miniprogram-path"))
		p.raw(">")
	} else if href, kind := p.target(dest, t.at); !p.inLink && kind != LinkText {
		if kind == LinkArticle || account(href) || p.r.options.Footnotes == FootnotesKeep {
			e.tag, e.link = "a", true
			p.begin("a", theme.A, "")
			p.ref("href", href)
			p.raw(">")
		} else {
			e.href, e.link = href, true
		}
	}
	if e.tag != "" {
		p.ctx = p.ctx.In(theme.A)
	}
	p.inLink = p.inLink || e.link
	e.from, e.links = len(p.out), len(p.links)
	p.raws = append(p.raws, e)
	if t.Type == html.SelfClosingTagToken {
		p.popRaw(false)
	}
}

// endTag closes the nearest open element of its name; one that closes nothing
// is left out.
func (p *page) endTag(t htmlToken, inText bool) {
	for i := len(p.raws) - 1; i >= p.base; i-- {
		if p.raws[i].name == t.Data {
			p.popRawTo(i, true)
			return
		}
	}
	e, known := elements[t.Data]
	switch {
	case p.muted():
	case !known && !recognised(t.Data), mixed(t.raw[2 : 2+len(t.Data)]):
		p.settleInline(inText)
		p.text(t.raw)
	case known && !e.void:
		p.report(diag.Warning, "render-html-balance", t.at, t.Data)
	}
}

// drawing is the index of an svg element that is open here, or -1.
func (p *page) drawing() int {
	for i := p.base; i < len(p.raws); i++ {
		if p.raws[i].tag == "svg" {
			return i
		}
	}
	return -1
}

func (p *page) muted() bool {
	return len(p.raws) > p.base && p.raws[len(p.raws)-1].mute
}

// pushRaw writes a start tag and remembers the element.
func (p *page) pushRaw(e rawElement, as element, style string, attrs ...html.Attribute) {
	e.tag, e.holds = as.tag, as.holds
	e.outer, e.from, e.links = p.ctx, len(p.out), len(p.links)
	if e.scrolls = e.tag == "table"; e.scrolls {
		p.begin("section", theme.TableBox, "")
		p.raw(">")
		p.ctx = p.ctx.In(theme.TableBox)
	}
	if e.tag != "" {
		if as.themed {
			p.begin(e.tag, as.part, style)
			p.ctx = p.ctx.In(as.part)
		} else {
			p.raw("<" + e.tag)
			if style != "" {
				p.raw(` style="` + style + `"`)
			}
		}
		for _, a := range attrs {
			if a.Namespace == "ref" {
				p.ref(a.Key, a.Val)
			} else {
				p.attr(a.Key, a.Val)
			}
		}
		p.raw(">")
	}
	p.raws = append(p.raws, e)
}

// asideTags are the writer's elements that are no running text.
var asideTags = []string{"h1", "h2", "h3", "h4", "h5", "h6", "table", "figcaption", "summary", "legend", "rt"}

// popRaw closes the innermost element. A writer who expects an end tag there is
// told when asked.
func (p *page) popRaw(missing bool) {
	last := len(p.raws) - 1
	e := p.raws[last]
	p.raws = p.raws[:last]
	p.ctx = e.outer
	if missing && !e.quiet {
		p.report(diag.Warning, "render-html-balance", e.at, e.name)
	}
	switch {
	case e.mute:
		p.cut(e.from)
		for _, l := range p.links[e.links:] {
			delete(p.number, l.url)
		}
		p.links = p.links[:e.links]
		return
	case e.tag != "":
		p.raw("</" + e.tag + ">")
	}
	if e.scrolls {
		p.raw("</section>")
	}
	if slices.Contains(asideTags, e.name) {
		p.aside(e.from)
	}
	if e.link {
		p.inLink = false
	}
	if e.href != "" {
		if s := visible(p.out[e.from:]); s != e.href {
			p.linkMark(s, e.href)
		}
	}
}

// popRawTo closes the element at index i and all within.
func (p *page) popRawTo(i int, missing bool) {
	for len(p.raws) > i+1 {
		p.popRaw(missing)
	}
	p.popRaw(false)
}

// visible is the text of a piece of HTML.
func visible(s []byte) string {
	var b strings.Builder
	z := html.NewTokenizer(strings.NewReader(string(s)))
	for {
		kind := z.Next()
		if kind == html.ErrorToken {
			return strings.TrimSpace(b.String())
		}
		if kind == html.TextToken {
			b.Write(z.Text())
		}
	}
}

func attribute(t htmlToken, name string) string {
	for _, a := range t.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}

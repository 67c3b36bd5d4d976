package markdown

import (
	"cmp"
	"maps"
	"strconv"
	"strings"

	"golang.org/x/net/html"

	"mpsync/internal/readable"
	"mpsync/internal/render"
)

// checked converts the block that nodes make, first as a writer would write it;
// where it would read otherwise, more plainly, in the end as HTML.
func (c *converter) checked(nodes []*html.Node, convert func() []part) []part {
	if !c.careful {
		return convert()
	}
	linked, loose := maps.Clone(c.linked), maps.Clone(c.loose)
	want := c.reading(nodes)
	var first []part
	for c.form = natural; c.form <= verbatim; c.form++ {
		c.linked, c.loose = maps.Clone(linked), maps.Clone(loose)
		parts := convert()
		if c.form == natural {
			first = parts
		}
		if c.reads(strings.Join(texts(parts), "\n\n")) == want {
			c.form = natural
			return parts
		}
	}
	c.form = natural
	return first
}

// reading is what a reader reads in nodes, marks left out.
func (c *converter) reading(nodes []*html.Node) string {
	var b strings.Builder
	for _, n := range nodes {
		// A Builder takes everything.
		_ = html.Render(&b, n)
	}
	return squeeze(readable.Read(b.String()).Text)
}

// reads is what a reader will read in Markdown, marks left out.
func (c *converter) reads(body string) string {
	page, _ := c.strip.Render(render.Input{Body: []byte(footnoteMark.ReplaceAllString(body, "$1")), Title: c.title()})
	return squeeze(readable.Read(page.HTML).Text)
}

// kept are the elements that our renderer keeps and that mean something, with
// the attributes that it heeds.
var kept = map[string]string{
	"p": "", "br": "", "hr": "", "strong": "", "em": "", "del": "", "u": "", "mark": "", "sub": "", "sup": "", "code": "", "small": "",
	"ruby": "", "rt": "", "ul": "", "ol": "start", "li": "", "blockquote": "", "a": "href",
	"h1": "", "h2": "", "h3": "", "h4": "", "h5": "", "h6": "",
	"table": "", "thead": "", "tbody": "", "tr": "", "th": "colspan rowspan", "td": "colspan rowspan", "caption": "",
	"section": "", "img": "src alt",
}

// raw is an element as HTML without looks, on one line.
func (c *converter) raw(n *html.Node) string {
	var b strings.Builder
	c.rawInto(&b, n)
	return strings.TrimSpace(b.String())
}

func (c *converter) rawInto(b *strings.Builder, n *html.Node) {
	switch {
	case element(n, markLink):
		c.rawLink(b, n)
		return
	case element(n, markNote):
		number, _ := strconv.Atoi(attr(n, "n"))
		b.WriteString("<sup>" + html.EscapeString(attr(n, "sign")) + "</sup>")
		c.loose[number] = true
		return
	case n.Type == html.TextNode:
		text := strings.Join(strings.Fields(" "+n.Data+" "), " ")
		if text != "" || n.Data != "" {
			b.WriteString(html.EscapeString(space(n.Data, text)))
		}
		return
	case hidden(n) || n.Type != html.ElementNode:
		return
	case n.Data == "img" && c.picture(n) == "":
		return
	}
	name := n.Data
	component := strings.HasPrefix(name, "mp") || name == "qqmusic"
	attributes, known := kept[name]
	known = known || component || n.Namespace == "svg" || name == "svg"
	if known {
		b.WriteString("<" + name)
		for _, a := range n.Attr {
			c.rawAttribute(b, n, a, attributes, component)
		}
		b.WriteString(">")
	}
	for x := n.FirstChild; x != nil; x = x.NextSibling {
		c.rawInto(b, x)
	}
	if known && name != "br" && name != "hr" && name != "img" {
		b.WriteString("</" + name + ">")
	}
}

// rawLink puts a link around the text before its mark.
func (c *converter) rawLink(b *strings.Builder, n *html.Node) {
	number, _ := strconv.Atoi(attr(n, "n"))
	ref := c.refs[number]
	c.linked[number] = true
	whole, text := b.String(), html.EscapeString(ref.text)
	before, ok := strings.CutSuffix(whole, text)
	if !ok {
		before, text = whole, ""
	}
	b.Reset()
	b.WriteString(before + `<a href="` + html.EscapeString(ref.url) + `">` + text + "</a>")
}

// picture is what stands for an img element, "" when nothing does.
func (c *converter) picture(n *html.Node) string {
	src := strings.TrimSpace(cmp.Or(attr(n, "data-src"), attr(n, "src")))
	if src == "" {
		return ""
	}
	if dest, ok := strings.CutPrefix(src, fromFile); ok {
		return dest
	}
	return c.Image(src)
}

// space puts back the blanks that folding took from the ends of a text.
func space(whole, folded string) string {
	if folded == "" {
		return " "
	}
	if strings.TrimLeft(whole, " \n\t\u00a0") != whole {
		folded = " " + folded
	}
	if strings.TrimRight(whole, " \n\t\u00a0") != whole {
		folded += " "
	}
	return folded
}

func (c *converter) rawAttribute(b *strings.Builder, n *html.Node, a html.Attribute, heeded string, component bool) {
	value := a.Val
	switch {
	case n.Data == "img" && (a.Key == "data-src" || a.Key == "src"):
		if a.Key == "src" && attr(n, "data-src") != "" || value == "" {
			return
		}
		a.Key, value = "src", c.picture(n)
	case n.Data == "mp-common-miniprogram" && a.Key == "data-miniprogram-imageurl":
		value = c.Image(value)
	case component && strings.HasPrefix(a.Key, "data-"):
	case n.Namespace == "svg" || n.Data == "svg":
		if strings.HasPrefix(a.Key, "data-") || a.Key == "class" || a.Key == "id" {
			return
		}
		a.Key = strings.ToLower(a.Key)
	case strings.Contains(" "+heeded+" ", " "+a.Key+" "):
	default:
		return
	}
	b.WriteString(" " + a.Key + `="` + strings.ReplaceAll(html.EscapeString(value), "\n", " ") + `"`)
}

// rawBlock is a block as HTML.
func (c *converter) rawBlock(n *html.Node) string {
	s := c.raw(n)
	if s == "" || !strings.HasPrefix(s, "<") {
		return rawText(s)
	}
	return s
}

// rawParagraph is a line of nodes as HTML.
func (c *converter) rawParagraph(nodes []*html.Node) string {
	var b strings.Builder
	for _, n := range nodes {
		c.rawInto(&b, n)
	}
	return rawText(strings.TrimSpace(b.String()))
}

func rawText(s string) string {
	if s == "" {
		return ""
	}
	return "<p>" + s + "</p>"
}

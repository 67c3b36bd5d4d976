package markdown

import (
	"strings"

	"github.com/alecthomas/chroma/v2/lexers"
	"golang.org/x/net/html"
)

// part is one block of Markdown, without line ends around it.
type part struct {
	text string
	list string // "ul" or "ol": two of a kind in a row need different markers
	para bool   // a paragraph
}

func texts(parts []part) []string {
	var all []string
	for _, p := range parts {
		all = append(all, p.text)
	}
	return all
}

// blocks converts what n contains. At the top of the document each block may be
// checked.
func (c *converter) blocks(n *html.Node, top bool) []part {
	var all []*html.Node
	for x := n.FirstChild; x != nil; x = x.NextSibling {
		all = append(all, x)
	}
	return c.sequence(all, top)
}

// sequence converts nodes in a row: what stands in a line becomes paragraphs.
func (c *converter) sequence(nodes []*html.Node, top bool) []part {
	var parts []part
	add := func(nodes []*html.Node, convert func() []part) {
		if top {
			parts = append(parts, c.checked(nodes, convert)...)
		} else {
			parts = append(parts, convert()...)
		}
		if n := len(parts); n > 1 && parts[n-1].list != "" && parts[n-1].list == parts[n-2].list {
			parts[n-1] = otherMarker(parts[n-1])
		}
	}
	var line []*html.Node
	flush := func() {
		if len(line) > 0 {
			inline := line
			add(inline, func() []part { return c.paragraph(inline) })
		}
		line = nil
	}
	for _, x := range nodes {
		switch {
		case hidden(x):
		case !block(x):
			line = append(line, x)
		case top && transparent(x) && !c.special(x):
			flush()
			parts = append(parts, c.blocks(x, true)...)
		default:
			flush()
			add([]*html.Node{x}, func() []part { return c.block(x) })
		}
	}
	flush()
	return parts
}

// transparent elements are what they contain.
func transparent(n *html.Node) bool {
	switch n.Data {
	case "section", "div", "article", "main", "body", "center", "figure", "header", "footer", "aside", "span", "strong", "em", "b", "i", "font":
		return true
	}
	return false
}

// special says whether a box is one of ours and means something.
func (c *converter) special(n *html.Node) bool {
	kind, _, _ := c.alert(n)
	_, picture := c.caption(n)
	_, _, code := codeBox(n)
	return kind != "" || picture || code || c.isTOC(n) || c.isContainer(n)
}

func (c *converter) isContainer(n *html.Node) bool {
	return element(n, "section") && c.looks.container != "" && attr(n, "style") == c.looks.container && len(children(n)) > 0
}

// otherMarker gives a list the marker that keeps it apart from the list before.
func otherMarker(p part) part {
	lines := strings.Split(p.text, "\n")
	for i, l := range lines {
		switch {
		case p.list == "ul" && strings.HasPrefix(l, "- "):
			lines[i] = "* " + l[2:]
		case p.list == "ol":
			digits := len(l) - len(strings.TrimLeft(l, "0123456789"))
			if digits > 0 && strings.HasPrefix(l[digits:], ". ") {
				lines[i] = l[:digits] + ")" + l[digits+1:]
			}
		}
	}
	return part{text: strings.Join(lines, "\n")}
}

// one is a single block, or none when it is empty.
func one(text string) []part {
	if text == "" {
		return nil
	}
	return []part{{text: text}}
}

// block converts an element that stands on lines of its own.
func (c *converter) block(n *html.Node) []part {
	if c.form == verbatim {
		return one(c.rawBlock(n))
	}
	switch n.Data {
	case "h1", "h2", "h3", "h4", "h5", "h6":
		if text := c.line(n, " "); text != "" {
			return one(strings.Repeat("#", int(n.Data[1]-'0')) + " " + text)
		}
		return nil
	case "ul", "ol":
		return c.list(n)
	case "pre":
		return one(fence(codeText(n), ""))
	case "blockquote":
		return one(quote(strings.Join(texts(c.blocks(n, false)), "\n\n")))
	case "hr":
		return one("---")
	case "table":
		return one(c.table(n))
	case "iframe", "video", "audio":
		c.lose(n.Data)
		return c.blocks(n, false)
	case "mp-common-miniprogram":
		return one(c.card(n))
	}
	if strings.HasPrefix(n.Data, "mp") || n.Data == "qqmusic" {
		return one(c.rawBlock(n))
	}
	return c.box(n)
}

// box converts a section or another element that is what it contains.
func (c *converter) box(n *html.Node) []part {
	if kind, title, inner := c.alert(n); kind != "" {
		body := strings.Join(texts(c.sequence(inner, false)), "\n\n")
		return one(quote(strings.TrimSuffix(strings.TrimSpace("[!"+kind+"] "+plainTitle(title))+"\n"+body, "\n")))
	}
	if label, pre, ok := codeBox(n); ok {
		return one(fence(codeText(pre), language(label)))
	}
	if text, ok := c.caption(n); ok {
		return c.figure(n, text)
	}
	if c.isTOC(n) {
		return one("[TOC]")
	}
	if c.isContainer(n) {
		return c.container(n)
	}
	return c.blocks(n, false)
}

// container converts a box of no kind, whose first block may be its title.
func (c *converter) container(n *html.Node) []part {
	title, inner := "", children(n)
	if element(inner[0], "section") && declared(inner[0], "font-weight") == "bold" {
		title, inner = " "+plainTitle(fold(content(inner[0]))), inner[1:]
	}
	body := strings.Join(texts(c.sequence(inner, false)), "\n\n")
	colons := ":::"
	for strings.Contains(body, colons) {
		colons += ":"
	}
	return one(colons + "details" + title + "\n" + body + "\n" + colons)
}

// plainTitle writes a title that is no Markdown but knows escapes.
func plainTitle(s string) string {
	return strings.NewReplacer(`\`, `\\`, "&", `\&`).Replace(s)
}

// figure is a picture with a caption.
func (c *converter) figure(n *html.Node, text string) []part {
	all := children(n)
	runs := c.runs(all[:len(all)-1])
	for i := range runs {
		if runs[i].image != nil {
			runs[i].image.title = text
		}
	}
	return one(c.write(runs))
}

// card is a mini-program's card.
func (c *converter) card(n *html.Node) string {
	image := c.Image(attr(n, "data-miniprogram-imageurl"))
	lines := []string{
		"appid: " + attr(n, "data-miniprogram-appid"), "path: " + attr(n, "data-miniprogram-path"),
		"title: " + fold(attr(n, "data-miniprogram-title")), "image: " + image,
	}
	return "```miniprogram\n" + strings.Join(lines, "\n") + "\n```"
}

// codeBox says whether n is a box around code, and what its label says.
func codeBox(n *html.Node) (label string, pre *html.Node, ok bool) {
	all := children(n)
	switch {
	case !element(n, "section") || len(all) == 0 || len(all) > 2 || !element(all[len(all)-1], "pre"):
		return "", nil, false
	case len(all) == 2 && (!element(all[0], "section") || has(all[0], "section", "p", "img", "pre")):
		return "", nil, false
	case len(all) == 2:
		label = fold(content(all[0]))
	}
	return label, all[len(all)-1], len([]rune(label)) < 40
}

// language is what a writer puts behind a fence to get a label.
func language(label string) string {
	l := lexers.Get(label)
	if l == nil {
		if strings.ContainsAny(label, " `") {
			return ""
		}
		return label
	}
	for _, a := range l.Config().Aliases {
		if strings.EqualFold(a, label) {
			return a
		}
	}
	if a := l.Config().Aliases; len(a) > 0 {
		return a[0]
	}
	return strings.ToLower(label)
}

// codeText is the text of code. The web editor puts each line in a code element.
func codeText(pre *html.Node) string {
	var b strings.Builder
	lines := 0
	each(pre, func(n *html.Node) bool {
		switch {
		case n.Type == html.TextNode:
			b.WriteString(n.Data)
		case element(n, "br"):
			b.WriteByte('\n')
		case element(n, "code") && element(n.Parent, "pre"):
			if lines++; lines > 1 && !strings.HasSuffix(b.String(), "\n") {
				b.WriteByte('\n')
			}
		}
		return !hidden(n)
	})
	s := strings.NewReplacer("\u00a0", " ", "\r", "").Replace(b.String())
	return strings.TrimRight(strings.Map(func(r rune) rune {
		if invisible(r) {
			return -1
		}
		return r
	}, s), "\n")
}

// fence puts code between fences that it does not contain.
func fence(code, lang string) string {
	mark := "```"
	for strings.Contains(code, mark) {
		mark += "`"
	}
	return mark + lang + "\n" + code + "\n" + mark
}

// quote puts "> " before every line.
func quote(body string) string {
	if body == "" {
		return ""
	}
	lines := strings.Split(body, "\n")
	for i, l := range lines {
		lines[i] = strings.TrimRight("> "+l, " ")
	}
	return strings.Join(lines, "\n")
}

// indent puts spaces before every line but the first.
func indent(body, by string) string {
	lines := strings.Split(body, "\n")
	for i, l := range lines {
		if i > 0 && l != "" {
			lines[i] = by + l
		}
	}
	return strings.Join(lines, "\n")
}

// Package check says what WeChat would change in a page, or refuse it for. Tests
// run it over all output, and so does the trial on real articles.
//
// Its one rule: it reads HTML as a stranger would and shares nothing with the
// renderer but the list of declarations that survive.
//
// It does not mend anything.
package check

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"mpsync/internal/render/theme"
)

// allowed are the elements of a page and their attributes beside style.
var allowed = map[string]string{
	"section": "data-mpsync", "p": "", "h1": "", "h2": "", "h3": "", "h4": "", "h5": "", "h6": "", "blockquote": "",
	"ul": "", "ol": "start", "li": "value", "pre": "", "code": "", "hr": "", "br": "", "span": "", "strong": "",
	"em": "", "del": "", "u": "", "mark": "", "sub": "", "sup": "", "ruby": "", "rt": "", "rp": "",
	"table": "", "thead": "", "tbody": "", "tfoot": "", "tr": "", "th": "colspan rowspan", "td": "colspan rowspan",
	"a": "href data-miniprogram-appid data-miniprogram-path", "img": "src alt data-formula",
	"svg": "*", "circle": "*", "path": "*", "g": "*", "rect": "*", "ellipse": "*", "line": "*", "polyline": "*", "polygon": "*",
	"text": "*", "tspan": "*", "animate": "*", "animatetransform": "*", "animatemotion": "*", "set": "*",
	"mp-common-miniprogram": "data", "mp-common-profile": "data", "mp-common-mpaudio": "data", "mp-common-product": "data",
	"mpvoice": "data", "mpvideo": "data", "qqmusic": "data", "mp-weapp": "data", "mp-style-type": "data",
}

// childrenOf are the only elements that some elements may hold.
var childrenOf = map[string]string{
	"ul": "li", "ol": "li", "table": "thead tbody tfoot tr", "thead": "tr", "tbody": "tr", "tfoot": "tr", "tr": "th td",
}

// notInP are the elements before which a browser ends a paragraph.
var notInP = strings.Fields("section p h1 h2 h3 h4 h5 h6 blockquote ul ol li pre hr table thead tbody tr th td")

// Page lists what WeChat would change or refuse in a page: elements and
// attributes that it drops, links within the page, tags that do not match, and
// structure that a browser would mend.
func Page(page string) []string {
	c := checker{}
	if !utf8.ValidString(page) {
		c.complain("not UTF-8")
	}
	if !strings.HasPrefix(page, "<section") || !strings.HasSuffix(page, "</section>") {
		c.complain("not one section")
	}
	z := html.NewTokenizer(strings.NewReader(page))
	for {
		switch kind := z.Next(); kind {
		case html.ErrorToken:
			if len(c.open) > 0 {
				c.complain("never closed: %v", c.open)
			}
			if got, want := outline(asParsed(page)), outline(page); got != want {
				c.complain("a browser makes of it\n%s\ninstead of\n%s", got, want)
			}
			return c.found
		case html.StartTagToken, html.SelfClosingTagToken:
			c.start(z.Token())
		case html.EndTagToken:
			c.end(z.Token().Data)
		case html.TextToken:
			c.text(z.Token().Data)
		default:
			c.complain("unexpected %v", kind)
		}
	}
}

// resolved matches what may stand in src: a reference, or an address that the
// site keeps. A path of the site means nothing to a reader.
var resolved = regexp.MustCompile(`^(mpsync:img/|https?://|//)`)

type checker struct {
	open  []string
	roots int
	found []string
}

func (c *checker) complain(format string, args ...any) {
	c.found = append(c.found, fmt.Sprintf(format, args...))
}

func (c *checker) parent() string {
	if len(c.open) == 0 {
		return ""
	}
	return c.open[len(c.open)-1]
}

func (c *checker) start(t html.Token) {
	attrs, ok := allowed[t.Data]
	if !ok {
		c.complain("element <%s>", t.Data)
	}
	if len(c.open) == 0 {
		if c.roots++; c.roots > 1 {
			c.complain("a second root, <%s>", t.Data)
		}
	}
	if slices.Contains(c.open, "p") && slices.Contains(notInP, t.Data) {
		c.complain("<%s> in <p>", t.Data)
	}
	if (t.Data == "a") && slices.Contains(c.open, "a") {
		c.complain("nested links")
	}
	if want := childrenOf[c.parent()]; want != "" && !slices.Contains(strings.Fields(want), t.Data) {
		c.complain("<%s> in <%s>", t.Data, c.parent())
	}
	for _, a := range t.Attr {
		c.attribute(t, a, attrs)
	}
	if t.Data == "img" && !slices.ContainsFunc(t.Attr, func(a html.Attribute) bool { return a.Key == "src" && a.Val != "" }) {
		c.complain("image without source")
	}
	if t.Data != "br" && t.Data != "hr" && t.Data != "img" {
		c.open = append(c.open, t.Data)
	}
}

func (c *checker) attribute(t html.Token, a html.Attribute, attrs string) {
	switch {
	case a.Key == "style":
		c.style(t.Data, a.Val)
	case a.Key == "src" && !resolved.MatchString(a.Val):
		c.complain("unresolved image %q", a.Val)
	case a.Key == "href" && strings.HasPrefix(a.Val, "#"), strings.Contains(strings.ToLower(a.Val), "javascript:") && a.Key != "alt":
		c.complain("%s=%q", a.Key, a.Val)
	case attrs == "*" && a.Key != "id" && a.Key != "class" && a.Key != "href" && !strings.Contains(a.Val, "url(") && !strings.HasPrefix(a.Key, "on"):
	case attrs == "data" && a.Key != "id" && a.Key != "class" && !strings.HasPrefix(a.Key, "on"):
	case !slices.Contains(strings.Fields(attrs), a.Key):
		c.complain("attribute %s of <%s>", a.Key, t.Data)
	}
}

// unproven are declarations of which nobody knows whether WeChat keeps them. One
// that it does not may cost the whole attribute, so they stand alone.
var unproven = []string{"text-autospace", "text-wrap"}

func (c *checker) style(element, value string) {
	alone := true
	for d := range strings.SplitSeq(value, ";") {
		name, _, _ := strings.Cut(d, ":")
		alone = alone && slices.Contains(unproven, name)
	}
	for d := range strings.SplitSeq(value, ";") {
		if name, value, _ := strings.Cut(d, ":"); !alone && !theme.Survives(name, value) {
			c.complain("style %q of <%s>", d, element)
		}
	}
}

func (c *checker) end(name string) {
	if c.parent() != name {
		c.complain("</%s> within %v", name, c.open)
		return
	}
	c.open = c.open[:len(c.open)-1]
}

func (c *checker) text(s string) {
	if len(c.open) == 0 {
		c.complain("text outside: %q", s)
	}
	if childrenOf[c.parent()] != "" {
		c.complain("text %q in <%s>", s, c.parent())
	}
	for _, r := range s {
		if r < ' ' && r != '\n' && r != '\t' {
			c.complain("control character %U", r)
		}
	}
}

// asParsed is page as a browser's parser understands it.
func asParsed(page string) string {
	nodes, err := html.ParseFragment(strings.NewReader(page), &html.Node{Type: html.ElementNode, DataAtom: atom.Body, Data: "body"})
	if err != nil {
		return err.Error()
	}
	var b strings.Builder
	for _, n := range nodes {
		if err := html.Render(&b, n); err != nil {
			return err.Error()
		}
	}
	return b.String()
}

// outline is the tags and texts of page, but for the table bodies that a parser
// adds.
func outline(page string) string {
	var b strings.Builder
	z := html.NewTokenizer(strings.NewReader(page))
	for {
		kind := z.Next()
		t := z.Token()
		switch {
		case kind == html.ErrorToken:
			return b.String()
		case kind == html.TextToken:
			b.WriteString(t.Data)
		case t.Data != "tbody":
			b.WriteString("<" + map[html.TokenType]string{html.EndTagToken: "/"}[kind] + t.Data + ">")
		}
	}
}

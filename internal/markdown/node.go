package markdown

import (
	"slices"
	"strings"

	"golang.org/x/net/html"
)

// element says whether n is an element of one of the names.
func element(n *html.Node, names ...string) bool {
	return n != nil && n.Type == html.ElementNode && slices.Contains(names, n.Data)
}

func attr(n *html.Node, key string) string {
	v, _ := lookup(n, key)
	return v
}

func lookup(n *html.Node, key string) (string, bool) {
	for _, a := range n.Attr {
		if a.Key == key {
			return a.Val, true
		}
	}
	return "", false
}

// declared is the value of a CSS property in a node's style, in lower case.
func declared(n *html.Node, property string) string {
	for d := range strings.SplitSeq(attr(n, "style"), ";") {
		name, value, _ := strings.Cut(d, ":")
		if strings.EqualFold(strings.TrimSpace(name), property) {
			value, _, _ = strings.Cut(value, "!")
			return strings.ToLower(strings.TrimSpace(value))
		}
	}
	return ""
}

// hidden says whether readers do not see n.
func hidden(n *html.Node) bool {
	if n.Type == html.CommentNode || n.Type == html.DoctypeNode {
		return true
	}
	if n.Type != html.ElementNode {
		return false
	}
	_, is := lookup(n, "hidden")
	return is || declared(n, "display") == "none" || unseen[n.Data]
}

// content is the text below n, as it is written.
func content(n *html.Node) string {
	var b strings.Builder
	each(n, func(n *html.Node) bool {
		if n.Type == html.TextNode {
			b.WriteString(n.Data)
		}
		return !hidden(n)
	})
	return b.String()
}

// fold is text as a browser shows it: white space folded and trimmed, what
// nobody sees left out.
func fold(s string) string {
	s = strings.Map(func(r rune) rune {
		if invisible(r) {
			return -1
		}
		return r
	}, s)
	return strings.Join(strings.Fields(s), " ")
}

// each visits n and what is below it, where f says to go on.
func each(n *html.Node, f func(*html.Node) bool) {
	if !f(n) {
		return
	}
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		each(c, f)
	}
}

// has says whether an element below n is of one of the names.
func has(n *html.Node, names ...string) bool {
	found := false
	each(n, func(x *html.Node) bool {
		found = found || x != n && element(x, names...)
		return !found
	})
	return found
}

// children are the child nodes that show something: no comments, no blank text.
func children(n *html.Node) []*html.Node {
	var all []*html.Node
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		if !hidden(c) && (c.Type != html.TextNode || fold(c.Data) != "") {
			all = append(all, c)
		}
	}
	return all
}

// block says whether n stands on lines of its own. The web editor wraps an image
// amid a line in a section nodeleaf; that is none.
func block(n *html.Node) bool {
	if n.Type != html.ElementNode {
		return false
	}
	if blocks[n.Data] {
		_, leaf := lookup(n, "nodeleaf")
		return !leaf || n.Data != "section"
	}
	if n.Data == "svg" || n.Data == "ruby" {
		return false
	}
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		if block(c) {
			return true
		}
	}
	return false
}

func set(names string) map[string]bool {
	m := map[string]bool{}
	for name := range strings.FieldsSeq(names) {
		m[name] = true
	}
	return m
}

var (
	blocks = set(`address article aside blockquote body caption center dd details div dl dt fieldset figcaption
		figure footer form h1 h2 h3 h4 h5 h6 header hr html legend li main menu nav ol p pre section summary
		table tbody tfoot thead tr td th ul mp-common-miniprogram mp-common-profile mp-common-mpaudio mp-common-product
		mpvoice mpvideo qqmusic mp-weapp mp-style-type iframe video audio`)
	unseen = set(`noembed noframes rp script style template title head`)
)

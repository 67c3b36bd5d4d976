// Package markdown turns articles of an account back into a writer's files: the
// HTML into Markdown, a change made in the console into the smallest edit of a
// file. Use it for import and pull.
//
// Its one rule: text is never lost. What was written is rendered again and read;
// where it would read otherwise than the account does, a plainer form is taken,
// in the end the HTML itself.
//
// It reads and writes no files and asks no account: what stands for an image is
// the caller's to say. Looks are the theme's: colours, sizes and margins that
// hold for whole paragraphs are not taken over.
package markdown

import (
	"slices"
	"strings"
	"unicode"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"mpsync/internal/readable"
	"mpsync/internal/render"
)

// Converter converts for one theme. It is safe for concurrent use.
type Converter struct {
	// full renders as the site does; strip leaves links out, keep keeps them.
	full, strip, keep *render.Renderer
	looks             looks
}

// New makes a converter for the options that the Markdown will be rendered with.
func New(o render.Options) *Converter {
	o.Unset = true // pages are compared by what they say
	of := func(f render.Footnotes) *render.Renderer {
		o.Footnotes = f
		r, _, _ := render.New(o) // its findings are the site's
		return r
	}
	c := &Converter{full: of(o.Footnotes), strip: of(render.FootnotesStrip), keep: of(render.FootnotesKeep)}
	c.looks = c.look()
	return c
}

// Options are what the conversion of one article depends on.
type Options struct {
	// Title is the article's; a first heading that repeats it would be left out.
	Title string
	// Image says what stands in Markdown for an image of the HTML; "" leaves it
	// out, nil keeps its address.
	Image func(src string) (dest string)
	// Drawing says whether a drawing that stands in the text is still the file that
	// it came from; nil means that none is.
	Drawing func(dest string) bool
}

// Page is an article as Markdown.
type Page struct {
	Body string // ends with a line end unless empty
	// Lost names what Markdown has no word for and was left out, such as "iframe",
	// each once, in order.
	Lost []string
}

// From converts the HTML of an article.
func (x *Converter) From(src string, o Options) Page {
	c := &converter{Converter: x, Options: o}
	if c.Image == nil {
		c.Image = func(src string) string { return src }
	}
	root := parse(src)
	if o.Drawing != nil {
		each(root, func(n *html.Node) bool { return !asImage(n, o.Drawing) })
	}
	c.prepare(root)
	page := c.document(root)
	if same(c.render(page), src) {
		return Page{page, c.lost}
	}
	c.careful = true
	return Page{c.document(root), c.lost}
}

// Images lists the addresses of the images that From asks for, each once.
func (x *Converter) Images(src string) []string {
	var all []string
	x.From(src, Options{Image: func(address string) string {
		if !slices.Contains(all, address) {
			all = append(all, address)
		}
		return address
	}})
	return all
}

// same says whether two pieces of HTML read the same, white space aside.
func same(a, b string) bool {
	return squeeze(readable.Read(a).Text) == squeeze(readable.Read(b).Text)
}

// squeeze drops white space and what nobody sees, which the server moves.
func squeeze(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) || invisible(r) {
			return -1
		}
		return r
	}, s)
}

func invisible(r rune) bool { return r == '\u200b' || r == '\ufeff' }

// converter is one conversion.
type converter struct {
	*Converter
	Options

	careful bool // every block is checked by rendering it
	form    form
	lost    []string

	refs     map[int]reference // links by their number at the end of the article
	linked   map[int]bool      // numbers that occurred
	notes    []*html.Node      // the footnotes' texts
	signs    []string          // of the footnotes
	loose    map[int]bool      // footnotes whose marks stand in HTML
	headings []string
}

// form says how plainly a block is written.
type form int

const (
	natural  form = iota // as a writer would
	tagged               // emphasis as tags
	escaped              // and every sign escaped
	verbatim             // as HTML
)

// reference is a link that the article lists at its end.
type reference struct{ text, url string }

// lose notes something that has no form in Markdown.
func (c *converter) lose(what string) {
	if !slices.Contains(c.lost, what) {
		c.lost = append(c.lost, what)
	}
}

// render is what the Markdown becomes.
func (c *converter) render(body string) string {
	page, _ := c.full.Render(render.Input{Body: []byte(body), Title: c.title()})
	return page.HTML
}

// noTitle keeps a heading from being taken for the title.
const noTitle = "\ue000"

func (c *converter) title() string {
	if c.Title == "" {
		return noTitle
	}
	return c.Title
}

// document converts the whole of a prepared tree.
func (c *converter) document(root *html.Node) string {
	c.linked, c.loose = map[int]bool{}, map[int]bool{}
	parts := c.blocks(root, true)
	for i, n := range c.notes {
		parts = append(parts, c.note(i+1, n))
	}
	body := strings.Join(texts(parts), "\n\n")
	if body == "" {
		return ""
	}
	return body + "\n"
}

// parse reads a fragment into a tree under one node.
func parse(src string) *html.Node {
	root := &html.Node{Type: html.ElementNode, Data: "section", DataAtom: atom.Section}
	context := &html.Node{Type: html.ElementNode, Data: "body", DataAtom: atom.Body}
	nodes, err := html.ParseFragment(strings.NewReader(src), context)
	if err != nil {
		// Only a reader can fail, and a string does not; deep nesting can.
		root.AppendChild(&html.Node{Type: html.TextNode, Data: readable.Read(src).Text})
		return root
	}
	for _, n := range nodes {
		root.AppendChild(n)
	}
	return root
}

// fromFile marks the address of an image that is a file of the site already.
const fromFile = "mpsync-file:"

// asImage makes an image of a drawing that came from a file which is still there.
func asImage(n *html.Node, there func(dest string) bool) bool {
	dest := attr(n, "data-image")
	if !element(n, "svg") || dest == "" || !there(dest) {
		return false
	}
	alt := attr(n, "data-alt")
	for n.FirstChild != nil {
		n.RemoveChild(n.FirstChild)
	}
	n.Data, n.DataAtom, n.Namespace = "img", atom.Img, ""
	n.Attr = []html.Attribute{{Key: "src", Val: fromFile + dest}, {Key: "alt", Val: alt}}
	return true
}

// Package readable tells what a reader reads in a piece of article HTML: its
// text line by line, the targets of its links and its images. Use it to compare
// what was sent with what the account returns, and to show a difference to a
// person.
//
// Its one rule: the answer does not move when WeChat rewrites the HTML without
// changing what is read, as its server and its web editor both do. So markup,
// the form of white space and the variant of an image URL never count.
//
// It does not parse into a tree, because it runs on every rendered article, and
// it does not clean or change HTML.
package readable

import (
	"bytes"
	"strings"
	"unicode"

	"golang.org/x/net/html"

	"mpsync/internal/model"
)

// Read reads src, a fragment of HTML. Text has one line for each block or line
// break, without empty lines, its white space folded; what display:none hides is
// left out, and a formula is read as its source. Links holds targets of a elements and, as "miniprogram:APPID/PATH",
// mini-program pages. Images holds references and, for an image of an account, what
// [model.ImageID] gives; images from elsewhere are left out, because WeChat's
// server drops them, at times with their element.
func Read(src string) model.Readable {
	r := reader{z: html.NewTokenizer(strings.NewReader(src))}
	r.text.Grow(len(src) / 3)
	for {
		switch r.z.Next() {
		case html.ErrorToken:
			return model.Readable{Text: r.text.String(), Links: r.links, Images: r.images, Formulas: r.formulas}
		case html.TextToken:
			r.write(r.z.Text())
		case html.StartTagToken:
			r.start(false)
		case html.SelfClosingTagToken:
			r.start(true)
		case html.EndTagToken:
			r.end()
		case html.CommentToken, html.DoctypeToken:
		}
	}
}

// reader holds what was read and where in the document it stands.
type reader struct {
	z      *html.Tokenizer
	text   strings.Builder
	links  []string
	images []string
	// formulas are where the sources of formulas stand in text.
	formulas []model.Span

	filled bool // the current line has text
	lines  bool // an earlier line has text
	space  bool // white space was read since

	hidden  string // name of the element that hides what is read, or ""
	depth   int    // how many elements of that name are open
	leaf    int    // open sections, counted from a section nodeleaf
	foreign int    // open svg and math elements
	formula bool   // the open svg is a formula, whose source was read
	pre     int    // open pre elements
}

// attrs are the attributes that matter, of one element.
type attrs struct {
	href, src, dataSrc, appID, path, formula string
	hidden, leaf                             bool
}

// start reads a start tag. Only svg and math know elements that close themselves.
func (r *reader) start(closes bool) {
	name, more := r.z.TagName()
	tag := string(name)
	closes = void[tag] || closes && (r.foreign > 0 || foreign[tag])
	var a attrs
	if more {
		a = r.attrs()
	}
	if r.foreign > 0 {
		r.z.NextIsNotRawText() // title and style are ordinary elements there
	}
	if r.hidden == "p" && blocks[tag] {
		r.hidden = "" // a block closes an open paragraph
	}
	switch {
	case r.hidden != "":
		if tag == r.hidden && !closes {
			r.depth++
		}
	case !a.hidden && !invisible[tag]:
		r.enter(tag, a, closes)
	case !closes:
		r.hidden, r.depth = tag, 1
	}
}

// enter reads the start of a visible element.
func (r *reader) enter(tag string, a attrs, closes bool) {
	switch tag {
	case "a":
		if a.href != "" {
			r.links = append(r.links, a.href)
		}
	case "img":
		r.source(a.formula)
		if id, ok := image(or(a.dataSrc, a.src)); ok {
			r.images = append(r.images, id)
		}
	case "svg", "math":
		r.source(a.formula)
		if !closes {
			r.formula = r.formula || a.formula != ""
			r.foreign++
		}
	case "pre":
		r.pre++
	case "section":
		if a.leaf || r.leaf > 0 {
			r.leaf++
		}
	}
	if a.path != "" {
		r.links = append(r.links, "miniprogram:"+a.appID+"/"+a.path)
	}
	r.edge(tag)
}

func (r *reader) end() {
	name, _ := r.z.TagName()
	tag := string(name)
	if r.hidden != "" {
		if tag == r.hidden {
			if r.depth--; r.depth == 0 {
				r.hidden = ""
			}
		}
		return
	}
	r.edge(tag)
	switch tag {
	case "svg", "math":
		r.foreign = max(r.foreign-1, 0)
		r.formula = r.formula && r.foreign > 0
	case "pre":
		r.pre = max(r.pre-1, 0)
	case "section":
		r.leaf = max(r.leaf-1, 0)
	}
}

// edge ends the line where an element begins or ends that stands on its own. The
// web editor wraps an image amid a line in a section nodeleaf; that is no edge.
func (r *reader) edge(tag string) {
	switch {
	case tag == "td" || tag == "th":
		r.space = true
	case blocks[tag] && r.leaf == 0:
		r.newline()
	}
}

// source reads the source of a formula, which stands for its drawing.
func (r *reader) source(formula string) {
	if formula == "" {
		return
	}
	before := r.text.Len()
	r.write([]byte(strings.Join(strings.Fields(formula), " ")))
	if after := r.text.Len(); after > before {
		r.formulas = append(r.formulas, model.Span{From: before, To: after})
	}
}

func (r *reader) newline() {
	r.lines = r.lines || r.filled
	r.filled, r.space = false, false
}

func (r *reader) write(text []byte) {
	if r.hidden != "" || r.formula {
		return
	}
	for _, c := range string(text) {
		switch {
		case c == '\n' && r.pre > 0:
			r.newline()
		case unicode.IsSpace(c):
			r.space = true
		case c == '\u200b' || c == '\ufeff': // seen by nobody
		default:
			if r.space && r.filled {
				r.text.WriteByte(' ')
			} else if r.lines && !r.filled {
				r.text.WriteByte('\n')
			}
			r.space, r.filled = false, true
			r.text.WriteRune(c)
		}
	}
}

func (r *reader) attrs() attrs {
	var a attrs
	for {
		key, val, more := r.z.TagAttr()
		switch string(key) {
		case "href":
			a.href = string(bytes.TrimSpace(val))
		case "src":
			a.src = string(val)
		case "data-src":
			a.dataSrc = string(val)
		case "data-miniprogram-appid":
			a.appID = string(val)
		case "data-miniprogram-path":
			a.path = string(val)
		case "data-formula":
			a.formula = string(val)
		case "nodeleaf":
			a.leaf = true
		case "hidden":
			a.hidden = true
		case "style":
			a.hidden = a.hidden || hides(string(val))
		}
		if !more {
			return a
		}
	}
}

// hides says whether a style attribute has display:none.
func hides(style string) bool {
	if !strings.Contains(style, "none") && !strings.Contains(style, "NONE") {
		return false
	}
	for decl := range strings.SplitSeq(strings.ToLower(style), ";") {
		prop, val, _ := strings.Cut(decl, ":")
		val, _, _ = strings.Cut(val, "!")
		if strings.TrimSpace(prop) == "display" && strings.TrimSpace(val) == "none" {
			return true
		}
	}
	return false
}

// image names the image behind the value of a src attribute: a reference, or an
// image of the account. ok is false for any other.
func image(src string) (id string, ok bool) {
	src = strings.TrimSpace(src)
	if ref, ok := model.ParseReference(src); ok {
		return ref.String(), true
	}
	id = model.ImageID(src)
	return id, id != src
}

func or(a, b string) string {
	if strings.TrimSpace(a) != "" {
		return a
	}
	return b
}

func set(names string) map[string]bool {
	m := map[string]bool{}
	for name := range strings.FieldsSeq(names) {
		m[name] = true
	}
	return m
}

var (
	blocks = set(`address article aside blockquote body br caption center dd details div dl dt fieldset figcaption
		figure footer form h1 h2 h3 h4 h5 h6 head header hr html legend li main menu nav ol p pre section summary
		table tbody tfoot thead tr ul`)
	invisible = set(`iframe noembed noframes rp script style template title`)
	foreign   = set("svg math")
	void      = set(`area base br col embed hr img input link meta source track wbr`)
)

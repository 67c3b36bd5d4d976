package markdown

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/net/html"
)

// run is a piece of a line: text, or one thing that is not text.
type run struct {
	text  string
	marks marks
	br    bool
	image *image
	// raw is Markdown as it is to be written; plain is what a reader reads there.
	raw, plain string
}

// image is a picture in a line.
type image struct{ dest, alt, title string }

// marks are the forms of a run.
type marks struct {
	strong, em, del, mark, under, code bool
	color, back                        string
	script, href, element              string
	inner                              bool // the link is within the emphasis
}

// runs gathers the runs of nodes that stand in a line.
func (c *converter) runs(nodes []*html.Node) []run {
	g := gatherer{c: c}
	for _, n := range nodes {
		g.node(n, marks{})
	}
	return g.out
}

// gatherer collects runs.
type gatherer struct {
	c   *converter
	out []run
}

func (g *gatherer) add(r run) { g.out = append(g.out, r) }

func (g *gatherer) node(n *html.Node, m marks) {
	switch {
	case hidden(n):
		return
	case n.Type == html.TextNode:
		g.add(run{text: n.Data, marks: m})
		return
	case n.Type != html.ElementNode:
		return
	}
	if f := typeset(n); f != "" {
		g.add(run{raw: f, plain: f, marks: m})
		return
	}
	switch n.Data {
	case "br":
		g.add(run{br: true, marks: m})
		return
	case "img":
		g.image(n, m)
		return
	case "svg":
		g.add(run{raw: g.c.raw(n), plain: fold(content(n)), marks: m})
		return
	case "ruby":
		g.ruby(n, m)
		return
	case markLink:
		number, _ := strconv.Atoi(attr(n, "n"))
		g.link(number, m != marks{})
		return
	case markNote:
		g.add(run{raw: "[^" + attr(n, "n") + "]", marks: m})
		return
	case "hr", "iframe", "video", "audio":
		g.c.lose(n.Data)
	}
	if block(n) && len(g.out) > 0 {
		g.add(run{text: " ", marks: m})
	}
	m = m.within(n)
	for x := n.FirstChild; x != nil; x = x.NextSibling {
		g.node(x, m)
	}
}

// typeset is the source of a formula that n is the drawing of, as Markdown writes
// it; "" for anything else.
func typeset(n *html.Node) string {
	if !element(n, "svg", "img") {
		return ""
	}
	return fold(attr(n, "data-formula"))
}

// within adds what an element means to the marks around it.
func (m marks) within(n *html.Node) marks {
	switch n.Data {
	case "strong", "b":
		m.strong = true
	case "em", "i", "cite", "dfn", "var":
		m.em = true
	case "del", "s", "strike":
		m.del = true
	case "u", "ins":
		m.under = true
	case "mark":
		m.mark = true
	case "code", "tt", "samp":
		m.code = true
	case "sub", "sup":
		m.script = n.Data
	case "kbd", "small":
		m.element = n.Data
	case "font":
		m.color = cmp.Or(attr(n, "color"), m.color)
	case "a":
		m.href = cmp.Or(target(n), m.href)
	case "span":
		if text := fold(content(n)); text != "☑" && text != "☐" { // whose colour is the theme's
			m = m.styled(n)
		}
	}
	return m
}

// target is where a link leads, as Markdown writes it.
func target(n *html.Node) string {
	if id := attr(n, "data-miniprogram-appid"); id != "" {
		path := attr(n, "data-miniprogram-path")
		if path == "" {
			return "miniprogram:" + id
		}
		return "miniprogram:" + id + "/" + path
	}
	return strings.TrimSpace(attr(n, "href"))
}

// styled adds what the style of a span means.
func (m marks) styled(n *html.Node) marks {
	switch weight := declared(n, "font-weight"); weight {
	case "bold", "bolder", "600", "700", "800", "900":
		m.strong = true
	case "normal", "400":
		m.strong = false
	}
	switch declared(n, "font-style") {
	case "italic", "oblique":
		m.em = true
	case "normal":
		m.em = false
	}
	line := declared(n, "text-decoration") + declared(n, "text-decoration-line")
	m.under = m.under || strings.Contains(line, "underline")
	m.del = m.del || strings.Contains(line, "line-through")
	m.color = cmp.Or(declared(n, "color"), m.color)
	m.back = cmp.Or(declared(n, "background-color"), m.back)
	if declared(n, "border") != "" && strings.Contains(declared(n, "font"), "mono") {
		m.element = "kbd"
	}
	if size, ok := strings.CutSuffix(declared(n, "font-size"), "em"); ok && strings.HasPrefix(strings.TrimPrefix(size, "0"), ".") {
		m.element = "small"
	}
	return m
}

// image adds a picture.
func (g *gatherer) image(n *html.Node, m marks) {
	if dest := g.c.picture(n); dest != "" {
		g.add(run{image: &image{dest: dest, alt: fold(attr(n, "alt"))}, marks: m})
	}
}

// ruby adds text with its reading.
func (g *gatherer) ruby(n *html.Node, m marks) {
	var base, reading []string
	for x := n.FirstChild; x != nil; x = x.NextSibling {
		switch text := fold(content(x)); {
		case element(x, "rt"):
			reading = append(reading, text)
		case text != "" && !hidden(x):
			base = append(base, text)
		}
	}
	joined := strings.Join(base, "")
	natural := g.c.form == natural && hasHan(joined) && len(base) == len(reading) &&
		!strings.ContainsAny(joined+strings.Join(reading, ""), "{}|\n")
	r := run{raw: g.c.raw(n), plain: joined, marks: m}
	if natural {
		r.raw = "{" + joined + "|" + strings.Join(reading, " ") + "}"
	}
	g.add(r)
}

func hasHan(s string) bool {
	return strings.ContainsFunc(s, func(r rune) bool {
		return unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana)
	})
}

// link turns what stands before the mark of a reference into a link. inner says
// that the mark stands within an emphasis.
func (g *gatherer) link(number int, inner bool) {
	ref := g.c.refs[number]
	first := !g.c.linked[number]
	g.c.linked[number] = true
	at := len(g.out)
	if first {
		at = g.textStart(ref.text)
	}
	if at == len(g.out) {
		at = g.wordStart()
	}
	if at == len(g.out) {
		g.add(run{raw: "[](" + destination(ref.url) + ")"})
	}
	for i := at; i < len(g.out); i++ {
		if g.out[i].marks.href == "" && !strings.HasPrefix(g.out[i].raw, "[") {
			g.out[i].marks.href, g.out[i].marks.inner = ref.url, inner
		}
	}
}

// textStart finds where the runs begin that end the line so far and read as
// text, and splits a run there; the number of runs when there are none.
func (g *gatherer) textStart(text string) int {
	want := squeeze(text)
	for i := len(g.out) - 1; i >= 0 && want != ""; i-- {
		if g.out[i].br {
			break
		}
		have := squeeze(g.out[i].reads())
		switch {
		case strings.HasSuffix(want, have):
			if want = strings.TrimSuffix(want, have); want == "" {
				return i
			}
		case strings.HasSuffix(have, want) && g.out[i].text != "":
			return g.split(i, want)
		default:
			return len(g.out)
		}
	}
	return len(g.out)
}

// split cuts run i in two so that the second reads as tail, and returns its
// index.
func (g *gatherer) split(i int, tail string) int {
	text := g.out[i].text
	left := utf8.RuneCountInString(tail)
	at := len(text)
	for left > 0 {
		r, size := utf8.DecodeLastRuneInString(text[:at])
		at -= size
		if squeeze(string(r)) != "" {
			left--
		}
	}
	head, rest := g.out[i], g.out[i]
	head.text, rest.text = text[:at], text[at:]
	g.out = slices.Replace(g.out, i, i+1, head, rest)
	return i + 1
}

// wordStart finds what a link that occurs again may be put around: the last
// thing, or the last words since a punctuation mark. A page does not tell.
func (g *gatherer) wordStart() int {
	last := len(g.out) - 1
	if last < 0 || g.out[last].br {
		return len(g.out)
	}
	r := g.out[last]
	if r.text == "" || r.marks != (marks{}) {
		return last
	}
	word := strings.TrimRightFunc(r.text, unicode.IsSpace)
	if i := strings.LastIndexFunc(word, func(r rune) bool { return unicode.IsPunct(r) || unicode.IsSpace(r) }); i >= 0 {
		_, size := utf8.DecodeRuneInString(word[i:])
		word = word[i+size:]
	}
	if squeeze(word) == "" {
		return len(g.out)
	}
	if word == r.text {
		return last
	}
	return g.split(last, squeeze(r.text[strings.LastIndex(r.text, word):]))
}

// reads is what a reader reads in a run, for the text of a link.
func (r run) reads() string {
	switch {
	case r.image != nil:
		return r.image.alt
	case r.raw != "":
		return r.plain
	}
	return r.text
}

// paragraph converts nodes that stand in a line of their own.
func (c *converter) paragraph(nodes []*html.Node) []part {
	if c.form == verbatim {
		return one(c.rawParagraph(nodes))
	}
	text := c.write(c.runs(nodes))
	if text == "" {
		return nil
	}
	return []part{{text: text, para: true}}
}

// line converts what n contains into one line, with gap for line breaks.
func (c *converter) line(n *html.Node, gap string) string {
	var nodes []*html.Node
	for x := n.FirstChild; x != nil; x = x.NextSibling {
		nodes = append(nodes, x)
	}
	runs := c.runs(nodes)
	for i := range runs {
		if runs[i].br {
			runs[i] = run{text: " "}
			if gap != " " {
				runs[i] = run{raw: gap}
			}
		}
	}
	return c.write(runs)
}

// write turns runs into Markdown.
func (c *converter) write(runs []run) string {
	runs = tidy(runs)
	if c.form != natural && onlyImages(runs) {
		return c.imageTags(runs)
	}
	w := writer{form: c.form}
	for i := range runs {
		w.marks(runs, i)
		w.run(runs, i)
	}
	w.closeTo(0)
	return strings.TrimSpace(w.b.String())
}

func onlyImages(runs []run) bool {
	images := 0
	for _, r := range runs {
		switch {
		case r.image != nil:
			images++
		case fold(r.text) != "" || r.raw != "":
			return false
		}
	}
	return images > 0
}

// imageTags writes pictures whose alternative text must not become a caption.
func (c *converter) imageTags(runs []run) string {
	var lines []string
	for _, r := range runs {
		if r.image != nil {
			lines = append(lines, `<img src="`+html.EscapeString(r.image.dest)+`" alt="`+html.EscapeString(r.image.alt)+`">`)
		}
	}
	return strings.Join(lines, "\n\n")
}

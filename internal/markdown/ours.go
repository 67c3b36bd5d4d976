package markdown

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/net/html"

	"mpsync/internal/diag"
	"mpsync/internal/render"
)

// What mpsync's own pages are made of bears no class by which to know it. So the
// renderer is asked what it makes of a sample, and a page is searched for that.

// looks are the forms that boxes have in this theme, or in any.
type looks struct {
	icons     map[string]string // drawing of an alert's icon → its name
	alerts    map[string]string // style of an alert's box → its name
	words     map[string]string // name of an alert → the title that need not be said
	container string            // style of any other box
	tocTitles []string
}

// kinds are the alerts that are told apart.
var kinds = []string{"NOTE", "TIP", "IMPORTANT", "WARNING", "CAUTION"}

// look renders a sample of every box.
func (x *Converter) look() looks {
	l := looks{icons: map[string]string{}, alerts: map[string]string{}, words: map[string]string{}}
	for _, kind := range kinds {
		box := x.sample("> [!" + kind + "]\n> x")
		if box == nil || box.FirstChild == nil {
			continue
		}
		l.words[kind] = fold(content(box.FirstChild))
		if s := attr(box, "style"); s != "" {
			l.alerts[s] = kind
		}
		if icon := drawing(box.FirstChild); icon != "" {
			l.icons[icon] = kind
		}
	}
	if box := x.sample(":::details x\nx\n:::"); box != nil {
		l.container = attr(box, "style")
	}
	for _, lang := range []diag.Lang{diag.Chinese, diag.English} {
		l.tocTitles = append(l.tocTitles, diag.Text(lang, "render-toc"))
	}
	return l
}

// sample is the first block of what the renderer makes of a text.
func (x *Converter) sample(body string) *html.Node {
	page, _ := x.full.Render(render.Input{Body: []byte(body), Title: noTitle})
	root := parse(page.HTML).FirstChild
	if root == nil {
		return nil
	}
	return root.FirstChild
}

// drawing tells one icon from another: the shapes of the first svg below n.
func drawing(n *html.Node) string {
	var b strings.Builder
	each(n, func(n *html.Node) bool {
		for _, key := range []string{"d", "cx", "cy", "r"} {
			if v := attr(n, key); v != "" {
				b.WriteString(key + v + ";")
			}
		}
		return true
	})
	return b.String()
}

// alert says whether n is a titled box, of which kind and with what title, and
// what is in it.
func (c *converter) alert(n *html.Node) (kind, title string, inner []*html.Node) {
	if !element(n, "section") || !element(n.FirstChild, "section", "p") || slices.ContainsFunc(children(n.FirstChild), block) {
		return "", "", nil
	}
	kind = c.looks.icons[drawing(n.FirstChild)]
	title = fold(content(n.FirstChild))
	if kind == "" && declared(n.FirstChild, "font-weight") == "bold" {
		kind = c.looks.alerts[attr(n, "style")]
	}
	if kind == "" || title == "" {
		return "", "", nil
	}
	if title == c.looks.words[kind] {
		title = ""
	}
	return kind, title, rest(n.FirstChild)
}

// rest are the siblings behind n.
func rest(n *html.Node) []*html.Node {
	var all []*html.Node
	for s := n.NextSibling; s != nil; s = s.NextSibling {
		all = append(all, s)
	}
	return all
}

var (
	referenceLine = regexp.MustCompile(`^\[(\d+)\] (?:(.*?)(?:：|: ))?((?:[a-zA-Z][a-zA-Z0-9+.-]*:|//)\S.*)$`)
	linkSign      = regexp.MustCompile(`^\[(\d+)\]$`)
)

// The elements that stand for marks while a tree is converted.
const (
	markLink = "x-link"
	markNote = "x-note"
)

// prepare finds the lists at the end of our own pages, takes them out of the
// tree, and puts an element in the place of each mark that refers to them.
func (c *converter) prepare(root *html.Node) {
	c.refs = map[int]reference{}
	marks := map[string]bool{}
	each(root, func(n *html.Node) bool {
		if element(n, "sup") {
			marks[fold(content(n))] = true
		}
		return true
	})
	var lists []*html.Node
	each(root, func(n *html.Node) bool {
		if element(n, "section") && (c.references(n, marks) || c.footnotes(n, marks)) {
			lists = append(lists, n)
			return false
		}
		return true
	})
	for _, n := range lists {
		n.Parent.RemoveChild(n)
	}
	for _, tree := range append([]*html.Node{root}, c.notes...) {
		each(tree, func(n *html.Node) bool {
			if element(n, "sup") {
				c.mark(n)
			}
			return true
		})
	}
	each(root, func(n *html.Node) bool {
		if n.Type == html.ElementNode && len(n.Data) == 2 && n.Data[0] == 'h' && n.Data[1] >= '1' && n.Data[1] <= '6' {
			c.headings = append(c.headings, squeeze(content(n)))
		}
		return true
	})
}

// mark turns a mark into an element that shows nothing.
func (c *converter) mark(n *html.Node) {
	sign := fold(content(n))
	name, number := "", 0
	if m := linkSign.FindStringSubmatch(sign); m != nil {
		number, _ = strconv.Atoi(m[1])
		if _, ok := c.refs[number]; ok {
			name = markLink
		}
	} else if number = noteNumber(sign); number > 0 && number <= len(c.notes) {
		name = markNote
	}
	if name == "" {
		return
	}
	for n.FirstChild != nil {
		n.RemoveChild(n.FirstChild)
	}
	n.Data, n.DataAtom = name, 0
	n.Attr = []html.Attribute{{Key: "n", Val: strconv.Itoa(number)}, {Key: "sign", Val: sign}}
}

// items are the entries of a list of notes: sections, the first of which may be
// a title. sign gives an entry's number from its text, 0 when it has none.
func items(n *html.Node, sign func(string) int) []*html.Node {
	all := children(n)
	for _, x := range all {
		if !element(x, "section", "p") {
			return nil
		}
	}
	if len(all) > 0 && sign(fold(content(all[0]))) == 0 {
		all = all[1:]
	}
	for i, x := range all {
		if sign(fold(content(x))) != i+1 {
			return nil
		}
	}
	return all
}

// references takes n as the list of links, if it is one that the text refers to.
func (c *converter) references(n *html.Node, marks map[string]bool) bool {
	list := items(n, func(s string) int {
		if m := referenceLine.FindStringSubmatch(s); m != nil {
			k, _ := strconv.Atoi(m[1])
			return k
		}
		return 0
	})
	if len(list) == 0 || !marks["[1]"] || len(c.refs) > 0 {
		return false
	}
	for i, x := range list {
		m := referenceLine.FindStringSubmatch(fold(content(x)))
		c.refs[i+1] = reference{m[2], m[3]}
	}
	return true
}

// footnotes takes n as the list of the writer's notes.
func (c *converter) footnotes(n *html.Node, marks map[string]bool) bool {
	list := items(n, func(s string) int {
		sign, _, _ := strings.Cut(s, " ")
		return noteNumber(sign)
	})
	if len(list) == 0 || !marks["①"] || len(c.notes) > 0 {
		return false
	}
	for _, x := range list {
		sign, _, _ := strings.Cut(fold(content(x)), " ")
		c.signs = append(c.signs, sign)
		trimSign(x)
	}
	c.notes = list
	return true
}

// noteNumber is the number that the mark of a footnote means, or 0.
func noteNumber(sign string) int {
	if s, ok := strings.CutPrefix(sign, "("); ok {
		n, err := strconv.Atoi(strings.TrimSuffix(s, ")"))
		if err != nil || !strings.HasSuffix(s, ")") || n < 51 {
			return 0
		}
		return n
	}
	runes := []rune(sign)
	if len(runes) != 1 {
		return 0
	}
	switch r := runes[0]; {
	case r >= '①' && r <= '⑳':
		return int(r-'①') + 1
	case r >= '㉑' && r <= '㉟':
		return int(r-'㉑') + 21
	case r >= '㊱' && r <= '㊿':
		return int(r-'㊱') + 36
	}
	return 0
}

// note is the text of footnote number, under its label; a paragraph where the
// mark stands in HTML, which knows no labels.
func (c *converter) note(number int, n *html.Node) part {
	body := strings.Join(texts(c.blocks(n, true)), "\n\n")
	if c.loose[number] {
		return part{text: c.signs[number-1] + " " + body}
	}
	label := "[^" + strconv.Itoa(number) + "]: "
	return part{text: label + indent(body, "    ")}
}

// trimSign takes the sign of a footnote away from the first text below n.
func trimSign(n *html.Node) {
	done := false
	each(n, func(x *html.Node) bool {
		if x.Type == html.TextNode && !done && fold(x.Data) != "" {
			_, x.Data, _ = strings.Cut(strings.TrimLeft(x.Data, " \n\t"), " ")
			done = true
		}
		return !done
	})
}

// isTOC says whether n is the list of the article's headings.
func (c *converter) isTOC(n *html.Node) bool {
	all := children(n)
	if len(all) < 2 || len(all) != len(c.headings)+1 {
		return false
	}
	title := false
	for _, t := range c.looks.tocTitles {
		title = title || fold(content(all[0])) == t
	}
	for i, h := range c.headings {
		title = title && element(all[i+1], "section") && squeeze(content(all[i+1])) == h
	}
	return title
}

// caption says whether n is a picture with a text below it.
func (c *converter) caption(n *html.Node) (text string, ok bool) {
	all := children(n)
	if len(all) < 2 || !element(all[len(all)-1], "section", "figcaption") {
		return "", false
	}
	below, images := all[len(all)-1], 0
	for _, x := range all[:len(all)-1] {
		pictures := 0
		each(x, func(y *html.Node) bool {
			if element(y, "img") && c.picture(y) != "" {
				pictures++
			}
			return true
		})
		images += pictures
		if pictures > 1 || pictures == 0 && !element(x, markLink) || fold(content(x)) != "" {
			return "", false
		}
	}
	text = fold(content(below))
	if images == 0 || text == "" || len([]rune(text)) > 200 || has(below, "img", "br", "a", "ul", "ol", "table", "pre", "section", "p") {
		return "", false
	}
	return text, true
}

// footnoteMark matches the marks of footnotes in Markdown.
var footnoteMark = regexp.MustCompile(`(^|[^\\])\[\^\d+\]`)

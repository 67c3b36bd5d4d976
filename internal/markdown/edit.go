package markdown

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/aymanbagabas/go-udiff"

	"mpsync/internal/diag"
	"mpsync/internal/model"
	"mpsync/internal/readable"
	"mpsync/internal/render"
)

// Change is what an edit of a body depends on beside the account's HTML.
type Change struct {
	// Options hold the title that the file has now.
	Options
	// NewTitle is the account's.
	NewTitle string
	// InFront says that the title stands in front matter.
	InFront bool
	// Identify names the picture that stands behind a destination; the same
	// picture has one name.
	Identify func(dest string) string
}

// Edited is an edited body.
type Edited struct {
	Body string
	// Rewritten are the paragraphs, as they were, that were taken over whole.
	Rewritten []string
	// Title says that the body holds the title, which is the account's now.
	Title bool
	Lost  []string // as in Page
}

// Edit changes a body so that it reads as the account's HTML does. Paragraphs
// that read the same stay byte for byte; in others only what differs changes.
func (x *Converter) Edit(body, html string, o Change) Edited {
	crlf := strings.Count(body, "\n") == strings.Count(body, "\r\n") && strings.Contains(body, "\n")
	ended := strings.HasSuffix(body, "\n")
	if crlf {
		body = strings.ReplaceAll(body, "\r\n", "\n")
	}
	to := o.Options
	to.Title = o.NewTitle
	page := x.From(html, to)
	e := newEditor(x, body, o)
	lead, source := split(e.tokens(body, e.numbers))
	theirs := map[string]int{}
	for _, c := range chunksOf(page.Body) {
		if m := noteLine.FindStringSubmatch(c.text); m != nil {
			theirs[m[1]], _ = strconv.Atoi(m[1])
		}
	}
	_, remote := split(e.tokens(page.Body, theirs))
	e.source, e.remote = e.units(source, true), e.units(remote, false)
	e.title()
	e.notes()
	e.remote = fuse(e.remote, e.source)
	e.source = fuse(e.source, e.remote)
	out := lead + e.merge()
	out = e.labels(out)
	if !ended {
		out = strings.TrimSuffix(out, "\n")
	}
	if crlf {
		out = strings.ReplaceAll(out, "\n", "\r\n")
	}
	return Edited{Body: out, Rewritten: e.rewritten, Title: e.titled, Lost: page.Lost}
}

func chunksOf(body string) []chunk {
	_, chunks := split(body)
	return chunks
}

// unit is a chunk with what a reader reads in it; key is "" for what shows
// nothing, which the account does not know.
type unit struct {
	chunk
	key string
}

// editor is one edit.
type editor struct {
	*Converter
	Change
	numbers        map[string]int // footnotes of the source by label
	names          map[int]string
	define         string // definitions of links, for paragraphs on their own
	source, remote []unit
	rewritten      []string
	titled         bool
}

func newEditor(x *Converter, body string, o Change) *editor {
	if o.Identify == nil {
		o.Identify = func(dest string) string { return dest }
	}
	e := &editor{Converter: x, Change: o, numbers: map[string]int{}, names: map[int]string{}}
	defined := map[string]bool{}
	for line := range strings.Lines(body) {
		if m := noteLine.FindStringSubmatch(line); m != nil {
			defined[m[1]] = true
		}
		if defineLine.MatchString(line) {
			e.define += line
		}
	}
	for _, m := range noteRef.FindAllStringSubmatchIndex(body, -1) {
		label := body[m[2]:m[3]]
		isDefinition := m[1] < len(body) && body[m[1]] == ':' && (m[0] == 0 || body[m[0]-1] == '\n')
		if defined[label] && !isDefinition && e.numbers[label] == 0 {
			e.numbers[label] = len(e.numbers) + 1
			e.names[e.numbers[label]] = label
		}
	}
	return e
}

var noteRef = regexp.MustCompile(`\[\^([^\]\s]+)\]`)

// firstNote is the character that stands for footnote 1 while texts are
// compared: one of private use, which is text to every parser.
const firstNote = '\U0010e101'

// tokens puts a character in the place of every mark of a known footnote, so
// that labels do not matter.
func (e *editor) tokens(body string, numbers map[string]int) string {
	return noteRef.ReplaceAllStringFunc(body, func(s string) string {
		if n := numbers[s[2:len(s)-1]]; n > 0 {
			return string(rune(firstNote + n - 1)) //nolint:gosec // an article has few footnotes
		}
		return s
	})
}

// labels puts the source's labels back.
func (e *editor) labels(body string) string {
	var b strings.Builder
	for _, r := range body {
		n := int(r-firstNote) + 1
		switch {
		case r < firstNote || r >= firstNote+1000:
			b.WriteRune(r)
		case e.names[n] != "":
			b.WriteString("[^" + e.names[n] + "]")
		default:
			b.WriteString("[^" + strconv.Itoa(n) + "]")
		}
	}
	return b.String()
}

// units reads chunks. ours says that they are the source's, whose links may be
// defined elsewhere.
func (e *editor) units(chunks []chunk, ours bool) []unit {
	var all []unit
	for _, c := range chunks {
		define := ""
		if ours {
			define = e.define
		}
		all = append(all, unit{c, e.key(c.text, define)})
	}
	return all
}

// noteStart is how the text of a footnote begins once its mark is a character.
var noteStart = regexp.MustCompile(`^ {0,3}([\x{10e101}-\x{10e4e8}]):[ \t]*`)

// key is what a reader reads in a chunk on its own: text, links and pictures.
func (e *editor) key(text, define string) string {
	r := readable.Read(e.show(text, define))
	if r.Text == "" && len(r.Images) == 0 {
		return ""
	}
	shown := squeeze(r.Text)
	// An address that is its own text is a link or not; nobody sees which.
	links := slices.DeleteFunc(r.Links, func(l string) bool { return strings.Contains(shown, squeeze(l)) })
	return strings.Join([]string{shown, strings.Join(links, " "), strings.Join(r.Images, " ")}, "\n")
}

// show renders a chunk on its own.
func (e *editor) show(text, define string) string {
	text = noteStart.ReplaceAllString(text, "$1 ")
	if strings.TrimSpace(define) == strings.TrimSpace(text) {
		define = ""
	}
	page, _ := e.keep.Render(render.Input{
		Body: []byte(text + "\n\n" + define), Title: noTitle,
		Image: func(dest string, _ diag.Pos) (string, bool) {
			return model.ImageRef(e.Identify(dest), "x").String(), true
		},
	})
	return page.HTML
}

// notes changes the texts of footnotes, which stand in any order, and takes them
// out of what is compared.
func (e *editor) notes() {
	texts := map[string]unit{}
	e.remote = slices.DeleteFunc(e.remote, func(u unit) bool {
		m := noteStart.FindStringSubmatch(u.text)
		if m != nil {
			texts[m[1]] = u
		}
		return m != nil
	})
	for i := range e.source {
		u := &e.source[i]
		m := noteStart.FindStringSubmatch(u.text)
		if m == nil {
			continue
		}
		if now, ok := texts[m[1]]; ok && now.key != u.key {
			u.text = e.change(*u, now)
		}
		u.key = ""
	}
}

// title takes the heading that is the title out of what is compared, and gives
// it the account's.
func (e *editor) title() {
	for i := range e.source {
		u := &e.source[i]
		if u.key == "" {
			continue
		}
		heading := strings.HasPrefix(u.text, "# ") || setext.MatchString(u.text)
		if heading && squeeze(e.Title) == strings.TrimSpace(u.key) {
			u.key, e.titled = "", true
			if e.NewTitle != e.Title {
				u.text = "# " + escape(e.NewTitle, natural, false, false)
			}
			return
		}
		if e.InFront {
			return
		}
	}
}

var setext = regexp.MustCompile(`^[^\n]+\n {0,3}=+[ \t]*$`)

// merge writes the source with the account's changes.
func (e *editor) merge() string {
	var out []unit
	i := 0
	// hidden passes over what the account does not know.
	hidden := func() {
		for i < len(e.source) && e.source[i].key == "" {
			out = append(out, e.source[i])
			i++
		}
	}
	var ours, theirs []unit
	for _, u := range e.source {
		if u.key != "" {
			ours = append(ours, u)
		}
	}
	for _, u := range e.remote {
		if u.key != "" {
			theirs = append(theirs, u)
		}
	}
	for _, s := range align(ours, theirs) {
		if s.ours >= 0 || len(out) == 0 {
			hidden()
		}
		switch {
		case s.ours < 0:
			out = e.insert(out, theirs[s.theirs])
		case s.theirs < 0:
			if gap := e.source[i].gap; len(out) > 0 && i == len(e.source)-1 {
				out[len(out)-1].gap = gap
			}
			i++
		default:
			u := e.source[i]
			if u.key != theirs[s.theirs].key {
				u.text = e.change(u, theirs[s.theirs])
			}
			out = append(out, u)
			i++
		}
	}
	hidden()
	for ; i < len(e.source); i++ {
		out = append(out, e.source[i])
	}
	var b strings.Builder
	for _, u := range out {
		b.WriteString(u.text + u.gap)
	}
	return b.String()
}

// insert adds a chunk of the account's with a blank line around it.
func (e *editor) insert(out []unit, u unit) []unit {
	u.gap = "\n"
	if last := len(out) - 1; last >= 0 {
		u.gap = out[last].gap
		out[last].gap = "\n\n"
		if len(out) < len(e.source) && len(strings.TrimRight(u.gap, "\n")) == 0 && len(u.gap) < 2 {
			u.gap = "\n\n"
		}
	} else {
		u.gap = "\n\n"
	}
	return append(out, u)
}

// change edits a chunk of the source so that it reads as the account's. It is
// compared with what it would be after a way through the account; only the
// account's changes to that are carried over.
func (e *editor) change(ours, theirs unit) string {
	o := Options{Title: noTitle}
	dests := map[string]string{}
	shown := e.show(ours.text, e.define)
	for _, dest := range imageDest.FindAllStringSubmatch(ours.text, -1) {
		d := strings.Trim(dest[1], "<>")
		dests[model.ImageRef(e.Identify(d), "x").String()] = d
	}
	o.Image = func(src string) string {
		if d, ok := dests[src]; ok {
			return d
		}
		return src
	}
	base := strings.TrimSuffix(e.From(shown, o).Body, "\n")
	prefix := ""
	if m := noteStart.FindString(ours.text); m != "" {
		prefix = m
		base = strings.Replace(base, string([]rune(strings.TrimSpace(m))[0])+" ", prefix, 1)
	}
	if base == ours.text || kind(ours.text) == "" && similar(ours.key, theirs.key) < alike {
		return theirs.text
	}
	if merged, ok := merge3(base, ours.text, theirs.text); ok && e.key(merged, e.define) == theirs.key {
		return merged
	}
	e.rewritten = append(e.rewritten, e.labels(ours.text))
	return theirs.text
}

var imageDest = regexp.MustCompile(`!\[[^\]]*\]\((<[^>]*>|[^\s)]+)`)

// merge3 carries the changes from base to theirs over to ours.
func merge3(base, ours, theirs string) (string, bool) {
	edits, ok := udiff.Merge(udiff.Strings(base, ours), udiff.Strings(base, theirs))
	if !ok {
		return "", false
	}
	merged, err := udiff.Apply(base, edits)
	return merged, err == nil && utf8.ValidString(merged)
}

// Package handbook serves mpsync's own documentation to the browser of the
// person who runs it, rendered as articles are.
//
// Its one rule: it shows the files that it is given and nothing else. It makes
// no network call, reads no site and runs no script.
//
// The order of pages is that of the index, README.md.
package handbook

import (
	"errors"
	"fmt"
	"html"
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"mpsync/internal/diag"
	"mpsync/internal/render"
	"mpsync/internal/render/theme"
)

// Handbook is a set of pages in both languages.
type Handbook struct {
	files     fs.FS
	otherwise diag.Lang
	renderers map[diag.Lang]*render.Renderer
}

// New makes a handbook of Markdown files: NAME.md is English, NAME.zh.md the
// same in Chinese. otherwise is the language for browsers that want neither.
func New(files fs.FS, otherwise diag.Lang) (*Handbook, error) {
	css, err := assets.ReadFile("files/theme.css")
	if err != nil {
		return nil, err
	}
	t, found := theme.Parse("theme.css", css)
	if len(found) > 0 {
		return nil, fmt.Errorf("read the theme of the handbook: %s", found[0].Message(diag.English))
	}
	h := &Handbook{files: files, otherwise: otherwise, renderers: map[diag.Lang]*render.Renderer{}}
	for _, l := range []diag.Lang{diag.English, diag.Chinese} {
		h.renderers[l], _, err = render.New(render.Options{
			Theme: t, Lang: l, Captions: render.CaptionNone, Footnotes: render.FootnotesKeep,
		})
		if err != nil {
			return nil, err
		}
	}
	if _, _, err := h.source(index, diag.English); err != nil {
		return nil, fmt.Errorf("read the index: %w", err)
	}
	return h, nil
}

// index is the name of the page that lists the others.
const index = "README"

// source is the text of a page in a language, or in English where there is no
// other.
func (h *Handbook) source(name string, l diag.Lang) (text, file string, err error) {
	if l == diag.Chinese {
		data, err := fs.ReadFile(h.files, name+".zh.md")
		if err == nil || !errors.Is(err, fs.ErrNotExist) {
			return string(data), name + ".zh.md", err
		}
	}
	data, err := fs.ReadFile(h.files, name+".md")
	return string(data), name + ".md", err
}

// exists says whether there is a file.
func (h *Handbook) exists(file string) bool {
	_, err := fs.Stat(h.files, file)
	return err == nil
}

// page is a rendered page.
type page struct {
	title, html string
	parts       []part
}

// part is a heading that can be linked to.
type part struct{ ID, Title string }

// page renders a page.
func (h *Handbook) page(name string, l diag.Lang) (page, error) {
	text, file, err := h.source(name, l)
	if err != nil {
		return page{}, err
	}
	text = otherLanguage.ReplaceAllString(text, "")
	text = ownAnchor.ReplaceAllString(text, "]("+path.Base(file)+"#")
	made, _ := h.renderers[l].Render(render.Input{
		Path: file, Body: []byte(text),
		Image: func(dest string, _ diag.Pos) (string, bool) {
			at := path.Join(path.Dir(file), dest)
			return "/files/" + at, h.exists(at)
		},
		Link: func(dest string, _ diag.Pos) (string, render.LinkKind) { return h.link(file, dest, l) },
	})
	p := page{title: made.Title}
	p.html, p.parts = anchored(painted(made.HTML))
	return p, nil
}

// otherLanguage is the line in which a file names its other language; pages have
// a switch.
var otherLanguage = regexp.MustCompile(`(?m)^\[(中文|English)\]\([^)]*\)$`)

// ownAnchor is a link within a page, which an article can't have.
var ownAnchor = regexp.MustCompile(`\]\(#`)

// link says where a link of a file leads: to a page, to a file, or out.
func (h *Handbook) link(from, dest string, l diag.Lang) (string, render.LinkKind) {
	if strings.Contains(dest, "://") {
		return dest, render.LinkExternal
	}
	dest, anchor, _ := strings.Cut(dest, "#")
	if anchor != "" {
		anchor = "#" + anchor
	}
	at := path.Join(path.Dir(from), dest)
	if h.exists(path.Join(at, index+".md")) {
		at = path.Join(at, index+".md")
	}
	name, chinese := strings.CutSuffix(at, ".zh.md")
	english := strings.TrimSuffix(at, ".md")
	switch {
	case !h.exists(at): // part of the repository, not of the handbook
		return "", render.LinkText
	case chinese:
		return address(name, diag.Chinese) + anchor, render.LinkArticle
	case path.Ext(at) != ".md":
		return "/files/" + at, render.LinkArticle
	case l == diag.Chinese && h.exists(english+".zh.md"): // a page names its other language
		return address(english, diag.English) + anchor, render.LinkArticle
	}
	return address(english, l) + anchor, render.LinkArticle
}

// address is where a page is served.
func address(name string, l diag.Lang) string {
	name = strings.TrimPrefix(strings.TrimSuffix("/"+name, "/"+index)+"/", "/")
	return "/" + string(l) + "/" + name
}

var (
	heading = regexp.MustCompile(`(?s)<h([23])( [^>]*)?>(.*?)</h[23]>`)
	tag     = regexp.MustCompile(`<[^>]*>`)
)

// anchored gives headings ids, as code hosts make them, and lists those of the
// second level.
func anchored(text string) (string, []part) {
	var parts []part
	text = heading.ReplaceAllStringFunc(text, func(s string) string {
		m := heading.FindStringSubmatch(s)
		title := html.UnescapeString(tag.ReplaceAllString(m[3], ""))
		p := part{ID: slug(title), Title: title}
		if m[1] == "2" {
			parts = append(parts, p)
		}
		return "<h" + m[1] + ` id="` + html.EscapeString(p.ID) + `"` + m[2] + ">" + m[3] + "</h" + m[1] + ">"
	})
	return text, parts
}

// slug is the id of a heading.
func slug(title string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case unicode.IsLetter(r) || unicode.IsNumber(r) || r == '-' || r == '_':
			return unicode.ToLower(r)
		case r == ' ':
			return '-'
		}
		return -1
	}, title)
}

// group is a part of the index.
type group struct {
	Title string
	Items []item
}

// item is a page in the index.
type item struct {
	Name, Title, URL string
	Here             bool
}

var (
	indexGroup = regexp.MustCompile(`^## (.+)$`)
	indexItem  = regexp.MustCompile(`^- \[([^\]]+)\]\(([^)]+\.md)\)`)
)

// shelf is the index as a list of pages; here is the page that is shown.
func (h *Handbook) shelf(here string, l diag.Lang) []group {
	text, file, err := h.source(index, l)
	if err != nil {
		return nil
	}
	var all []group
	for line := range strings.Lines(text) {
		line = strings.TrimSpace(line)
		if m := indexGroup.FindStringSubmatch(line); m != nil {
			all = append(all, group{Title: m[1]})
		}
		m := indexItem.FindStringSubmatch(line)
		if m == nil || len(all) == 0 {
			continue
		}
		at := path.Join(path.Dir(file), m[2])
		name := strings.TrimSuffix(strings.TrimSuffix(at, ".md"), ".zh")
		last := &all[len(all)-1]
		last.Items = append(last.Items, item{name, m[1], address(name, l), name == here})
	}
	return all
}

// find lists the pages that hold every word of a query, those first whose title
// does, each with the line in which the first word stands.
func (h *Handbook) find(query string, l diag.Lang) []hit {
	words := strings.Fields(strings.ToLower(query))
	if len(words) == 0 {
		return nil
	}
	var titled, others []hit
	for _, g := range h.shelf("", l) {
		for _, it := range g.Items {
			text, _, err := h.source(it.Name, l)
			low := strings.ToLower(text)
			if err != nil || slices.ContainsFunc(words, func(w string) bool { return !strings.Contains(low, w) }) {
				continue
			}
			found := hit{it, lineOf(text, words[0])}
			if strings.Contains(strings.ToLower(it.Title), words[0]) {
				titled = append(titled, found)
			} else {
				others = append(others, found)
			}
		}
	}
	return append(titled, others...)
}

// hit is a page that was found.
type hit struct {
	item

	Line string
}

// lineOf is the first line that holds a word, without marks of Markdown.
func lineOf(text, word string) string {
	const most = 180
	for line := range strings.Lines(text) {
		at := strings.Index(strings.ToLower(line), word)
		if at < 0 {
			continue
		}
		plain := []rune(strings.TrimSpace(strings.NewReplacer("`", "", "**", "", "|", " ", "#", "").Replace(line)))
		if len(plain) > most {
			before := len([]rune(line[:min(at, len(line))]))
			from := max(0, min(before-most/3, len(plain)-most))
			return "…" + string(plain[from:from+most]) + "…"
		}
		return string(plain)
	}
	return ""
}

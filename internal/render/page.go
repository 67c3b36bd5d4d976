package render

import (
	"regexp"
	"slices"
	"strings"

	"mpsync/internal/render/markup"
)

// Page is a rendered article.
type Page struct {
	// Title is the input's, or the heading that was taken for it; "" when there
	// is neither.
	Title string
	// HTML is one section element, which may stand in another that sets its type.
	HTML string
	// Wanted is HTML with the source of each formula and diagram in the place of
	// what was drawn: the same whatever this machine can draw.
	Wanted string
	// Code are the code blocks that have colours, in no order that matters.
	Code []Code

	out    string  // HTML with a placeholder for each drawing
	drawn  []drawn // what the placeholders stand for
	asides []extent
}

// Code is a coloured code block.
type Code struct {
	Bytes   int // of the source
	Colours int // characters of HTML that its colours take
}

// extent is a piece of a page, in bytes.
type extent struct{ from, to int }

// formulaMark is the source of a formula as [Page.Wanted] has it.
var formulaMark = regexp.MustCompile("\x00[^\x00]*\x00")

// Running is the HTML of the article's running text: without headings, code,
// tables, drawings, captions, lists of notes and the marks that lead to them; of
// formulas within a line, the source.
func (p Page) Running() string {
	asides := append(slices.Clone(p.asides), extent{len(p.out), len(p.out)})
	slices.SortFunc(asides, func(a, b extent) int { return a.from - b.from })
	var b strings.Builder
	at := 0
	for _, s := range asides {
		b.WriteString(p.out[at:max(at, s.from)])
		at = max(at, s.to)
	}
	if len(p.drawn) == 0 {
		return b.String()
	}
	return said(filled(b.String(), p.drawn, true))
}

// Said is the HTML of all that the page says, the same whatever this machine can
// draw: of formulas their source, of diagrams nothing.
func (p Page) Said() string { return said(p.Wanted) }

func said(wanted string) string {
	return formulaMark.ReplaceAllStringFunc(wanted, func(s string) string {
		tex, _ := strings.CutPrefix(strings.Trim(s, "\x00"), "formula ")
		if strings.HasPrefix(tex, "diagram ") {
			return ""
		}
		return string(markup.Text(nil, tex))
	})
}

package render

import (
	"strconv"
	"strings"

	"github.com/yuin/goldmark/ast"

	"mpsync/internal/diag"
	"mpsync/internal/render/markup"
	"mpsync/internal/render/math"
	"mpsync/internal/render/theme"
)

// Formula is a formula of an article.
type Formula struct {
	TeX string
	// Macros are the definitions of the formulas before it.
	Macros string
	// Display is set when it stands on a line of its own.
	Display bool
	Pos     diag.Pos
}

// Diagram is a fenced block that describes a diagram.
type Diagram struct {
	Lang, Source string
	Pos          diag.Pos
}

// Drawn is what stands for a formula or diagram.
type Drawn struct {
	// Drawing is a formula's.
	Drawing *math.Drawing
	// Src is the image of it; a drawing without one is shown itself.
	Src string
	// Width is how wide a diagram's image is shown, in pixels.
	Width int
	// Mark tells what a person asked for of the same source, if anything; it is
	// part of what the page wants.
	Mark string
}

// drawn is a piece of the page that stands for a source, or for the element that
// another machine would put there.
type drawn struct{ html, source, element string }

// hold puts a placeholder for a piece into the page. No text can look like one,
// because control characters never reach the page.
func (p *page) hold(d drawn) {
	if i := p.drawing(); i >= 0 {
		p.popRawTo(i, true)
	}
	p.raw("\x00" + strconv.Itoa(len(p.drawn)) + "\x00")
	p.drawn = append(p.drawn, d)
}

// filled replaces the placeholders by what was drawn, or by the sources.
func filled(out string, all []drawn, sources bool) string {
	if len(all) == 0 {
		return out
	}
	var b strings.Builder
	for {
		before, rest, ok := strings.Cut(out, "\x00")
		b.WriteString(before)
		if !ok {
			return b.String()
		}
		number, after, _ := strings.Cut(rest, "\x00")
		i, _ := strconv.Atoi(number)
		switch {
		case sources && all[i].element != "":
			b.WriteString(all[i].element)
		case sources:
			b.WriteString("\x00" + all[i].source + "\x00")
		default:
			b.WriteString(all[i].html)
		}
		out = after
	}
}

// source is a formula as it is written in Markdown.
func source(tex string, display bool) string {
	if display {
		return "$$" + tex + "$$"
	}
	return "$" + tex + "$"
}

// formulaBlock renders a formula on a line of its own.
func (p *page) formulaBlock(tex string, at int) {
	from := len(p.out)
	defer p.aside(from)
	p.open("section", theme.Formula)
	content := len(p.out)
	p.formula(tex, true, at)
	empty := len(p.out) == content
	p.close("section")
	if empty {
		p.cut(from)
	}
}

// formula renders a formula; one that only defines commands shows nothing.
func (p *page) formula(tex string, display bool, at int) {
	src := source(tex, display)
	macros, rest := math.Definitions(tex)
	f := Formula{TeX: tex, Macros: p.macros, Display: display, Pos: p.pos(at)}
	p.macros += macros
	if macros != "" && strings.TrimSpace(rest) == "" {
		return
	}
	wanted := "formula " + src
	if f.Macros != "" {
		wanted += " " + f.Macros
	}
	d, ok := Drawn{}, false
	if p.in.Formula != nil {
		d, ok = p.in.Formula(f)
	}
	if !ok {
		p.hold(drawn{html: string(markup.Text(nil, src)), source: wanted + d.Mark})
		return
	}
	p.hold(drawn{html: d.formula(src, display), source: wanted + d.Mark})
}

// Widths of formulas in ems, from which on they may not fit on a phone.
const (
	wideInText = 18
	wideAlone  = 16
)

// formula is the element that shows a formula. Its source stays with it, for
// those who read the account's form.
func (d Drawn) formula(src string, display bool) string {
	note, style := ` data-formula="`+string(markup.Attr(nil, src))+`"`, d.Drawing.Style()
	if d.Src != "" {
		style = d.Drawing.ImageStyle()
	}
	switch em := d.Drawing.Em(); {
	case display && em > wideAlone: // the section around it scrolls; WeChat would squeeze it
		style += ";max-width:300vw !important"
	case !display && em > wideInText:
		style = override(style, "height:auto;max-width:100%")
	}
	if d.Src != "" {
		return `<img src="` + string(markup.Ref(nil, d.Src)) + `"` + note + ` style="` + style + `">`
	}
	attrs, content := d.Drawing.SVG()
	return "<svg" + note + attrs + ` style="` + style + `">` + content + "</svg>"
}

// diagram renders a block in a language that describes a diagram.
func (p *page) diagram(n *ast.FencedCodeBlock, lang string) bool {
	if p.in.Draws == nil || !p.in.Draws(lang) {
		return false
	}
	text := p.verbatim(n)
	d, ok := Drawn{}, false
	if p.in.Diagram != nil {
		d, ok = p.in.Diagram(Diagram{Lang: lang, Source: text, Pos: p.pos(n.Pos())})
	}
	from := len(p.out)
	if ok {
		p.open("section", theme.Diagram)
		p.raw(`<img src="` + string(markup.Ref(nil, d.Src)) + `" alt="` + string(markup.Attr(nil, lang)) + `" style="max-width:100%;width:` + itoa(d.Width) + `px">`)
		p.close("section")
	} else {
		p.codeBlock(text, lang)
	}
	html := string(p.out[from:])
	p.cut(from)
	p.hold(drawn{html: html, source: "diagram " + lang + " " + text + d.Mark})
	p.aside(from)
	return true
}

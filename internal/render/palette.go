package render

import (
	"regexp"
	"strings"

	"mpsync/internal/render/theme"
)

// Palette is the colours of a theme that pictures are drawn in, as "#rrggbb".
type Palette struct {
	Ink    string // of text
	Paper  string // behind it
	Accent string // of what the theme sets off
}

// hexColour matches a colour as the pictures understand it.
var hexColour = regexp.MustCompile(`#[0-9a-fA-F]{6}\b|#[0-9a-fA-F]{3}\b`)

// Palette finds the colours of the theme. Where it names none there is the dark
// grey on white that WeChat itself uses.
func (r *Renderer) Palette() Palette {
	t := r.options.Theme
	root, in := t.Root().Style(theme.Root), t.Root().In(theme.Root)
	p := Palette{
		Ink:   declared(root, "color", "#333333"),
		Paper: declared(root, "background-color", declared(root, "background", "#ffffff")),
	}
	p.Accent = p.Ink
	for _, part := range []theme.Part{theme.A, theme.Strong, theme.H2, theme.Blockquote} {
		style := in.Style(part)
		if c := declared(style, "color", declared(style, "border-left", declared(style, "border-left-color", p.Ink))); c != p.Ink {
			p.Accent = c
			break
		}
	}
	return p
}

// declared is the colour of a declaration, else other.
func declared(style, name, other string) string {
	for d := range strings.SplitSeq(style, ";") {
		property, value, _ := strings.Cut(d, ":")
		if property != name {
			continue
		}
		if c := hexColour.FindString(value); c != "" {
			return six(c)
		}
	}
	return other
}

// six is a colour with two digits for each part.
func six(c string) string {
	if len(c) == 7 {
		return strings.ToLower(c)
	}
	return strings.ToLower(string([]byte{'#', c[1], c[1], c[2], c[2], c[3], c[3]}))
}

package site

import (
	"maps"
	"regexp"
	"slices"
)

// Drawings says how formulas and diagrams become pictures.
type Drawings struct {
	// Math is MathAuto, MathSVG or MathPNG.
	Math string
	// Diagrams are the commands that draw diagrams, by the language of the block:
	// each reads the source and writes PNG or SVG. None runs unless whoever starts
	// mpsync allows it.
	Diagrams map[string]string
}

// Key lists what pages depend on, nothing for a site that sets nothing.
func (d Drawings) Key() []string {
	var key []string
	if d.Math != MathAuto {
		key = append(key, "math", d.Math)
	}
	for _, lang := range slices.Sorted(maps.Keys(d.Diagrams)) {
		key = append(key, "diagram", lang, d.Diagrams[lang])
	}
	return key
}

// The values of math.
const (
	MathAuto = "auto" // drawings, and images in an article that would be too long
	MathSVG  = "svg"
	MathPNG  = "png"
)

// diagramLang is what a fenced block may be called.
var diagramLang = regexp.MustCompile(`^[a-z][a-z0-9_+-]*$`)

// mathForm reads math.
func (r configReader) mathForm(f field) {
	r.Drawings.Math = r.choice(f, MathAuto, MathSVG, MathPNG)
}

// reserved are the languages of blocks that mpsync draws itself.
var reserved = []string{"math", "mermaid", "miniprogram"}

// diagrams reads the table of commands.
func (r configReader) diagrams(f field) {
	if f.value.kind != table {
		r.conf.error(f.value.place, "value-not-table", f.key)
		return
	}
	r.Drawings.Diagrams = map[string]string{}
	for _, lang := range f.value.fields {
		switch {
		case !diagramLang.MatchString(lang.key) || slices.Contains(reserved, lang.key):
			r.conf.error(lang.place, "diagram-language", lang.key)
		case lang.value.kind != null:
			r.Drawings.Diagrams[lang.key] = r.text(lang)
		}
	}
}

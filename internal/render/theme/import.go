package theme

import (
	"fmt"
	"maps"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"mpsync/internal/diag"
)

// Import turns CSS that was made for the editors mdnice, doocs or wenyan into a
// theme of ours. What the CSS does not say is as in the default theme; variables
// and calculations are replaced by what they come to. The findings list what was
// left out; the theme itself has none. It is nil when nothing could be kept.
func Import(name string, source []byte) (theme []byte, dropped []diag.Diagnostic) {
	p := newParser(nothing)
	for variable, value := range provided {
		p.vars[variable] = rescan(token{text: value})
	}
	p.parse(name, source)
	im := importer{parser: p, centred: map[string]bool{}, shrunk: map[string]bool{}}
	for _, b := range p.blocks {
		if b.file.name == name { // not of a theme that it extends
			im.block(b)
		}
	}
	if len(im.rules) == 0 {
		return nil, diag.Sort(p.found)
	}
	return im.write(name), diag.Sort(p.found)
}

// provided are the variables that doocs defines outside a theme, as a person
// finds them who has chosen nothing else.
var provided = map[string]string{
	"--md-primary-color": "#0F4C81", "--md-font-size": "16px", "--md-font-family": "sans-serif", "--md-accent-color": "#6b7280",
	"--foreground": "0 0% 20%", "--background": "0 0% 100%", "--blockquote-background": "#f7f7f7",
}

// importer gathers what stays of a file.
type importer struct {
	*parser
	rules           []kept
	centred, shrunk map[string]bool // headings, by what was said of them
}

// kept is a rule in our words.
type kept struct {
	selectors []string
	decls     []declaration
}

// block translates one rule; what has no declarations says nothing.
func (im *importer) block(b block) {
	if len(b.decls) == 0 {
		return
	}
	im.file = b.file
	var k kept
	var inner bool
	if k.selectors, inner = im.selectors(b); len(k.selectors) == 0 {
		return
	}
	for i := range b.decls {
		b.decls[i].value = unimportant(b.decls[i].value)
	}
	for _, d := range im.resolve(b.decls) {
		for _, h := range k.selectors {
			im.centred[h] = im.centred[h] || d.name == "text-align" && d.value == "center"
			im.shrunk[h] = im.shrunk[h] || inner && d.name == "display" && strings.HasPrefix(d.value, "inline")
		}
		if !inner || d.name != "display" {
			k.decls = append(k.decls, d)
		}
	}
	if len(k.decls) > 0 {
		im.rules = append(im.rules, k)
	}
}

// selectors are those of a rule in our words; inner is set when it is for the
// text within a heading. What we have no words for is reported.
func (im *importer) selectors(b block) (ours []string, inner bool) {
	for _, s := range b.selectors {
		s = trim(s)
		name, within, ok := im.translate(s)
		if !ok {
			at := b.decls[0].name.at
			if len(s) > 0 {
				at = s[0].at
			}
			im.report(diag.Warning, "theme-import-selector", at, strings.Join(strings.Fields(text(s)), " "))
			continue
		}
		inner = inner || within
		if !slices.Contains(ours, name) {
			ours = append(ours, name)
		}
	}
	return ours, inner
}

// unimportant takes !important off a value: every style of ours is inline.
func unimportant(ts []token) []token {
	if n := len(ts); n >= 2 && ts[n-2].text == "!" && strings.EqualFold(ts[n-1].text, "important") {
		return trim(ts[:n-2])
	}
	return ts
}

// translate says a selector in our words; within is set for the text in a
// heading, which is the heading itself for us.
func (im *importer) translate(ts []token) (ours string, within, ok bool) {
	var steps []string
	for _, c := range compounds(ts) {
		last := ""
		if len(steps) > 0 {
			last = steps[len(steps)-1]
		}
		heading := len(last) == 2 && last[0] == 'h' && last != "hr"
		name, foreign := foreignNames[c]
		switch {
		case heading && (c == ".content" || c == "span"):
			within = true
		case c == "section" && last == "li":
			steps[len(steps)-1] = ".item"
		case last == ".code" && (c == "code" || strings.HasSuffix(c, ".hljs") || c == "code.custom"):
			steps[len(steps)-1] = ".code-text"
		case within:
			return "", false, false
		case name == root:
		case foreign:
			steps = append(steps, strings.Fields(name)...)
		case strings.HasPrefix(c, ".hljs-"):
			word, known := hljs[strings.TrimPrefix(c, ".hljs-")]
			if !known {
				return "", false, false
			}
			steps = []string{word}
		case im.known[c] && c != ".container":
			steps = append(steps, c)
		default:
			return "", false, false
		}
	}
	if len(steps) == 0 {
		return ":root", false, len(ts) > 0
	}
	if slices.Equal(steps, []string{".figure", ".caption"}) || slices.Equal(steps, []string{".figure", "img"}) {
		steps = steps[1:]
	}
	return strings.Join(steps, " "), within, true
}

// compounds splits a selector at its combinators; one that we have no word for
// stays in the compound, which then matches nothing.
func compounds(ts []token) []string {
	var all []string
	open := ""
	for _, t := range ts {
		if !t.blank() && t.text != ">" {
			open += strings.ToLower(t.text)
			continue
		}
		if open != "" {
			all = append(all, open)
		}
		open = ""
	}
	if open != "" {
		all = append(all, open)
	}
	return all
}

// write makes the file: what it stands on, the letters and colours of the whole,
// the parts it starts anew, and then its rules in their order.
func (im *importer) write(name string) []byte {
	var b strings.Builder
	from := strings.ReplaceAll(path.Base(strings.ReplaceAll(name, `\`, "/")), "*/", "")
	fmt.Fprintf(&b, "/* Imported from %s. What is not said here is as in the default theme. */\n@extends %q;\n", from, Default)
	var colours []declaration
	for _, c := range []declaration{
		{"--ink", im.value("color", ":root", "p")},
		{"--accent", im.value("color", "a", "strong", "h2", "h1")},
	} {
		if c.value != "" {
			colours = append(colours, c)
		}
	}
	writeRule(&b, []string{":root"}, colours)
	im.writeReverts(&b)
	im.writeDark(&b)
	for _, k := range im.rules {
		writeRule(&b, k.selectors, k.decls)
	}
	for _, h := range slices.Sorted(maps.Keys(im.shrunk)) {
		switch {
		case im.shrunk[h] && im.centred[h]:
			writeRule(&b, []string{h}, []declaration{{"display", "table"}, {"margin-left", "auto"}, {"margin-right", "auto"}})
		case im.shrunk[h]:
			writeRule(&b, []string{h}, []declaration{{"display", "table"}})
		}
	}
	return []byte(b.String())
}

// plain says what of the default theme must go before another theme shapes a
// part; its margins and sizes stay, since other tools have such beneath a theme.
// With when, only parts that say something of that property are meant.
var plain = []struct{ parts, properties, when string }{
	{"h1 h2 h3 h4 h5 h6", "display padding border background", ""},
	{"a blockquote table thead tr th td .code .alert .toc .notes", "border", "border"},
	{"code", "background color", ""},
	{"hr", "width height background", ""},
}

// writeReverts takes back what would mix with the rules to come.
func (im *importer) writeReverts(b *strings.Builder) {
	for _, p := range plain {
		parts := slices.DeleteFunc(strings.Fields(p.parts), func(s string) bool { return !im.says(s, p.when) })
		var decls []declaration
		for property := range strings.FieldsSeq(p.properties) {
			decls = append(decls, declaration{property, revert})
		}
		writeRule(b, parts, decls)
	}
	padded := []string{"pre"}
	if im.says(".code", "padding") {
		padded = []string{"pre", ".code-bar"}
	}
	if im.says(".code", "padding") || im.says(".code-text", "padding") {
		writeRule(b, padded, []declaration{{"padding", "0"}})
	}
}

// says whether a part has a declaration of a property or of one of its sides.
func (im *importer) says(part, property string) bool {
	return slices.ContainsFunc(im.rules, func(k kept) bool {
		return slices.Contains(k.selectors, part) && slices.ContainsFunc(k.decls, func(d declaration) bool { return strings.HasPrefix(d.name, property) })
	})
}

// writeDark gives code on a dark ground the words of the theme that has such,
// since other editors keep their colours apart from a theme.
func (im *importer) writeDark(b *strings.Builder) {
	if !dark(im.value("background", ".code-text", ".code")) && !dark(im.value("background-color", ".code-text", ".code")) {
		return
	}
	css, _ := Builtin("night")
	night, _ := Parse("night", css)
	inside := night.root.In(CodeBox)
	for _, part := range []struct {
		selector, style string
	}{{".code", night.root.Style(CodeBox)}, {".code-bar", inside.Style(CodeBar)}} {
		if m := textColour.FindStringSubmatch(part.style); m != nil {
			writeRule(b, []string{part.selector}, []declaration{{"color", m[1]}})
		}
	}
	for k := range Tokens() {
		if m := textColour.FindStringSubmatch(night.Token(k)); m != nil {
			writeRule(b, []string{tokenNames[k]}, []declaration{{"color", m[1]}})
		}
	}
}

var (
	textColour = regexp.MustCompile(`(?:^|;)color:([^;]+)`)
	hexColour  = regexp.MustCompile(`#([0-9a-f]{6}|[0-9a-f]{3})\b`)
	rgbColour  = regexp.MustCompile(`rgba?\((\d+)[, ]+(\d+)[, ]+(\d+)`)
)

// dark says whether the colour in value, if there is one, asks for light text.
func dark(value string) bool {
	var channels []string
	base := 10
	if m := hexColour.FindStringSubmatch(value); m != nil {
		base = 16
		for i := range 3 {
			n := len(m[1]) / 3
			channels = append(channels, strings.Repeat(m[1][i*n:(i+1)*n], 3-n))
		}
	} else if m := rgbColour.FindStringSubmatch(value); m != nil {
		channels = m[1:]
	}
	sum := uint64(0)
	for _, c := range channels {
		n, err := strconv.ParseUint(c, base, 16)
		if err != nil {
			return false
		}
		sum += n
	}
	return channels != nil && sum < 3*110
}

// value is what the last rule for the first of parts that says a property says.
func (im *importer) value(property string, parts ...string) string {
	for _, part := range parts {
		for _, k := range slices.Backward(im.rules) {
			for _, d := range slices.Backward(k.decls) {
				if d.name == property && slices.Contains(k.selectors, part) {
					return d.value
				}
			}
		}
	}
	return ""
}

func writeRule(b *strings.Builder, selectors []string, decls []declaration) {
	if len(selectors) == 0 || len(decls) == 0 {
		return
	}
	fmt.Fprintf(b, "\n%s {\n", strings.Join(selectors, ", "))
	for _, d := range decls {
		fmt.Fprintf(b, "  %s: %s;\n", d.name, d.value)
	}
	b.WriteString("}\n")
}

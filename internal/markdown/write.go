package markdown

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// writer writes runs with their marks opened and closed in order.
type writer struct {
	form form
	b    strings.Builder
	open []mark
}

// mark is one form that is open: how it began and how it ends.
type mark struct {
	name       string
	begin, end string
}

// list names the marks of m that stand around text, not those that are text's
// own.
func (w *writer) list(m marks) []mark {
	var all []mark
	add := func(on bool, name, sign, tag string) {
		switch {
		case !on:
		case w.form == natural && sign != "":
			all = append(all, mark{name, sign, sign})
		default:
			all = append(all, mark{name, "<" + tag + ">", "</" + tag + ">"})
		}
	}
	link := mark{"link " + m.href, "[", "](" + destination(m.href) + ")"}
	if m.href != "" && !m.inner {
		all = append(all, link)
	}
	var style []string
	if m.color != "" {
		style = append(style, "color:"+m.color)
	}
	if m.back != "" {
		style = append(style, "background-color:"+m.back)
	}
	if s := strings.Join(style, ";"); s != "" {
		all = append(all, mark{"span " + s, `<span style="` + s + `">`, "</span>"})
	}
	add(m.under, "u", "", "u")
	add(m.em, "em", "*", "em")
	add(m.strong, "strong", "**", "strong")
	add(m.del, "del", "~~", "del")
	add(m.mark, "mark", "==", "mark")
	add(m.element != "", m.element, "", m.element)
	if m.href != "" && m.inner {
		all = append(all, link)
	}
	return all
}

// marks closes and opens what differs before run i. Of what begins together,
// that which lasts longest is outermost.
func (w *writer) marks(runs []run, i int) {
	want := w.list(runs[i].marks)
	keep := 0
	for keep < len(w.open) && slices.Contains(want, w.open[keep]) {
		keep++
	}
	w.closeTo(keep)
	fresh := slices.DeleteFunc(want, func(m mark) bool { return slices.Contains(w.open, m) })
	slices.SortStableFunc(fresh, func(a, b mark) int { return w.lasts(runs[i:], b) - w.lasts(runs[i:], a) })
	for _, m := range fresh {
		w.b.WriteString(m.begin)
		w.open = append(w.open, m)
	}
}

// lasts counts the runs from the first on that have a mark.
func (w *writer) lasts(runs []run, m mark) int {
	n := slices.IndexFunc(runs, func(r run) bool { return !slices.Contains(w.list(r.marks), m) })
	if n < 0 {
		return len(runs)
	}
	return n
}

func (w *writer) closeTo(n int) {
	for len(w.open) > n {
		last := w.open[len(w.open)-1]
		w.open = w.open[:len(w.open)-1]
		w.b.WriteString(last.end)
	}
}

// run writes run i.
func (w *writer) run(runs []run, i int) {
	r := runs[i]
	switch {
	case r.br:
		w.b.WriteString("\\\n")
	case r.image != nil:
		w.b.WriteString(r.image.String())
	case r.raw != "":
		w.b.WriteString(r.raw)
	case r.marks.code:
		w.b.WriteString(codeSpan(r.text))
	case r.marks.script != "":
		w.script(r)
	case len(w.open) > 0 && w.open[0].begin == "[" && len(w.open) == 1 && r.text == r.marks.href && alone(runs, i) && isAddress(r.text):
		w.autolink(r.text)
	default:
		before, _ := utf8.DecodeLastRuneInString(w.b.String())
		w.b.WriteString(escape(r.text, w.form, w.b.Len() == 0 || before == '\n', r.marks.href != ""))
	}
}

// alone says whether run i is all that its link contains.
func alone(runs []run, i int) bool {
	return (i == 0 || runs[i-1].marks.href != runs[i].marks.href) &&
		(i == len(runs)-1 || runs[i+1].marks.href != runs[i].marks.href)
}

func isAddress(s string) bool {
	return (strings.HasPrefix(s, "http://") || strings.HasPrefix(s, "https://")) && !strings.ContainsAny(s, " <>")
}

// autolink takes back the bracket of the link and writes the address alone.
func (w *writer) autolink(address string) {
	s := strings.TrimSuffix(w.b.String(), "[")
	w.b.Reset()
	w.b.WriteString(s + "<" + address + ">")
	w.open = nil
}

// formula is what the short forms of sub- and superscript take.
var formula = map[string]*regexp.Regexp{
	"sub": regexp.MustCompile(`^[A-Za-z0-9\p{Greek}+\-−=()]{1,16}$`),
	"sup": regexp.MustCompile(`^[\pL\pN+\-−=()]{1,16}$`),
}

// script writes sub- or superscript.
func (w *writer) script(r run) {
	before, _ := utf8.DecodeLastRuneInString(w.b.String())
	base := unicode.IsLetter(before) || before == ')' || r.marks.script == "sup" && unicode.IsDigit(before)
	if w.form == natural && base && formula[r.marks.script].MatchString(r.text) {
		sign := map[string]string{"sub": "~", "sup": "^"}[r.marks.script]
		w.b.WriteString(sign + r.text + sign)
		return
	}
	w.b.WriteString("<" + r.marks.script + ">" + escape(r.text, w.form, false, false) + "</" + r.marks.script + ">")
}

// codeSpan puts text between backquotes that it does not contain.
func codeSpan(s string) string {
	mark := "`"
	for strings.Contains(s, mark) {
		mark += "`"
	}
	if strings.HasPrefix(s, "`") || strings.HasSuffix(s, "`") {
		s = " " + s + " "
	}
	return mark + s + mark
}

// String writes a picture.
func (m image) String() string {
	s := "![" + escape(m.alt, escaped, false, true) + "](" + destination(m.dest)
	if m.title != "" && m.title != m.alt || m.alt == "" && m.title != "" {
		s += ` "` + strings.NewReplacer(`\`, `\\`, `"`, `\"`, "&", `\&`).Replace(m.title) + `"`
	}
	return s + ")"
}

// destination writes an address so that its end is found.
func destination(s string) string {
	s = strings.NewReplacer("\n", "", "<", "%3C", ">", "%3E", `\`, "%5C").Replace(s)
	s = characterReference.ReplaceAllString(s, "&amp;$1")
	if strings.ContainsAny(s, " ()") {
		return "<" + s + ">"
	}
	return s
}

var (
	address = regexp.MustCompile(`(?:https?://|www\.)[^\s<>"'\p{Han}，。；：！？（）《》、“”]+|[\w.+-]+@[\w-]+\.[\w.-]+`)
	// characterReference is what an address must not be taken to contain.
	characterReference = regexp.MustCompile(`&(#\d+;|#[xX][0-9a-fA-F]+;|[a-zA-Z][a-zA-Z0-9]*;)`)
	entity             = regexp.MustCompile(`^&(?:#\d+|#[xX][0-9a-fA-F]+|[a-zA-Z][a-zA-Z0-9]*);`)
	shortcode          = regexp.MustCompile(`^:[a-z+-][a-z0-9_+-]*:|^:100:`)
	lineStart          = regexp.MustCompile(`^(?:#{1,6}(?:\s|$)|[-+](?:\s|$)|[-=_ ]{3,}$|=+$|-+$|>|:::|~~~|\[)`)
	numbered           = regexp.MustCompile(`^(\d{1,9})([.)])(\s|$)`)
)

// escape writes text so that it reads as it is. Only signs that would mean
// something are escaped, unless the form asks for all. Addresses, which readers
// of Markdown find by themselves, stay as they are.
func escape(s string, f form, start, link bool) string {
	var b strings.Builder
	if start {
		if m := numbered.FindStringSubmatch(s); m != nil {
			b.WriteString(m[1] + `\`)
			s = s[len(m[1]):]
		} else if lineStart.MatchString(s) {
			b.WriteByte('\\')
			b.WriteByte(s[0])
			s = s[1:]
		}
	}
	if f == escaped {
		return b.String() + escapeAll(s)
	}
	for s != "" {
		at := []int{len(s), len(s)}
		if m := address.FindStringIndex(s); m != nil {
			at = m
		}
		escapeSigns(&b, s[:at[0]], link)
		b.WriteString(s[at[0]:at[1]])
		s = s[at[1]:]
	}
	return b.String()
}

// escapeAll escapes every sign of ASCII that can mean something.
func escapeAll(s string) string {
	var b strings.Builder
	for _, r := range s {
		if strings.ContainsRune("\\`*_{}[]<>#+-!~=^:$&", r) {
			b.WriteByte('\\')
		}
		b.WriteRune(r)
	}
	return b.String()
}

// escapeSigns escapes what would mean something where it stands.
func escapeSigns(b *strings.Builder, s string, link bool) {
	for i := 0; i < len(s); i++ {
		if means(s, i, link) {
			b.WriteByte('\\')
		}
		b.WriteByte(s[i])
	}
}

// means says whether the sign at s[i] would be read as Markdown.
func means(s string, i int, link bool) bool {
	behind := byte(' ')
	if i+1 < len(s) {
		behind = s[i+1]
	}
	before := byte(' ')
	if i > 0 {
		before = s[i-1]
	}
	switch s[i] {
	case '\\':
		return behind < utf8.RuneSelf && (unicode.IsPunct(rune(behind)) || unicode.IsSymbol(rune(behind))) || i+1 == len(s)
	case '`':
		return true
	case '*':
		return before != ' ' || behind != ' '
	case '_':
		return (!word(before) || !word(behind)) && (before != ' ' || behind != ' ')
	case '[':
		return link || behind == '^' || strings.Contains(s[i:], "](") || strings.Contains(s[i:], "][") || i+1 == len(s)
	case ']':
		return link
	case '!':
		return i+1 == len(s)
	case '<':
		return behind == '/' || behind == '!' || behind == '?' || word(behind) || i+1 == len(s)
	case '&':
		return entity.MatchString(s[i:])
	case '~':
		return behind == '~' || before == '~' || word(before) && (before < '0' || before > '9') || before == ')' || before == ']'
	case '^':
		return strings.Count(s, "^") > 1
	case '=':
		return behind == '='
	case ':':
		return shortcode.MatchString(s[i:])
	case '{':
		return behind == '{' || behind == '%' || strings.Contains(s[i:], "|")
	case '$':
		return strings.Count(s, "$") > 1
	}
	return false
}

// word says whether c is a letter or digit of ASCII, or part of a wider one.
func word(c byte) bool {
	return c >= utf8.RuneSelf || c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z'
}

package markdown

import (
	"strings"
	"unicode"
)

// tidy folds white space, gives it the marks that both its neighbours have,
// joins runs that look alike, and drops colours that hold for all of the line.
func tidy(runs []run) []run {
	runs = recolour(runs)
	var out []run
	for _, r := range runs {
		if r.text == "" {
			out = append(out, r)
			continue
		}
		out = append(out, pieces(r)...)
	}
	out = trimBreaks(out)
	for i := range out {
		if out[i].text == " " && i > 0 && i < len(out)-1 {
			out[i].marks = common(out[i].marks, common(out[i-1].marks, out[i+1].marks))
		}
	}
	var joined []run
	for _, r := range out {
		last := len(joined) - 1
		if last >= 0 && r.text != "" && joined[last].text != "" && joined[last].marks == r.marks {
			joined[last].text += r.text
			continue
		}
		joined = append(joined, r)
	}
	return joined
}

// pieces splits text into words and the single spaces between them.
func pieces(r run) []run {
	var out []run
	text := strings.Map(func(x rune) rune {
		switch {
		case invisible(x):
			return -1
		case unicode.IsSpace(x) && x != '\u3000':
			return ' '
		}
		return x
	}, r.text)
	for text != "" {
		word := text
		if i := strings.IndexByte(text, ' '); i == 0 {
			text = strings.TrimLeft(text, " ")
			out = append(out, run{text: " ", marks: r.marks})
			continue
		} else if i > 0 {
			word = text[:i]
		}
		text = text[len(word):]
		out = append(out, run{text: word, marks: r.marks})
	}
	return out
}

// trimBreaks drops spaces and line breaks that a browser does not show: at the
// ends, around breaks, and doubled spaces.
func trimBreaks(runs []run) []run {
	var out []run
	for _, r := range runs {
		last := len(out) - 1
		switch {
		case r.text == " " && (last < 0 || out[last].text == " " || out[last].br):
			continue
		case r.br && last >= 0 && out[last].text == " ":
			out = out[:last]
		}
		if r.br && len(out) == 0 {
			continue
		}
		out = append(out, r)
	}
	for len(out) > 0 && (out[len(out)-1].text == " " || out[len(out)-1].br) {
		out = out[:len(out)-1]
	}
	return out
}

func common(a, b marks) marks {
	both := func(x, y string) string {
		if x == y {
			return x
		}
		return ""
	}
	return marks{
		strong: a.strong && b.strong, em: a.em && b.em, del: a.del && b.del, mark: a.mark && b.mark,
		under: a.under && b.under, code: a.code && b.code && a == b,
		color: both(a.color, b.color), back: both(a.back, b.back),
		href: both(a.href, b.href), script: both(a.script, b.script), inner: a.inner && b.inner, element: both(a.element, b.element),
	}
}

// recolour drops the colour that most of a line has: it is the look of the
// paragraph, not an emphasis.
func recolour(runs []run) []run {
	colours, backs := map[string]int{}, map[string]int{}
	for _, r := range runs {
		n := len(squeeze(r.text))
		colours[r.marks.color] += n
		backs[r.marks.back] += n
	}
	colour, back := most(colours), most(backs)
	for i := range runs {
		m := &runs[i].marks
		if m.color == colour || !safeColour(m.color) {
			m.color = ""
		}
		if m.back == back || !safeColour(m.back) {
			m.back = ""
		}
		if runs[i].text == "" {
			m.color, m.back = "", ""
		}
	}
	return runs
}

// most is the key of the largest number, the first in order of several.
func most(counts map[string]int) string {
	best, n := "", -1
	for key, count := range counts {
		if count > n || count == n && key < best {
			best, n = key, count
		}
	}
	return best
}

// safeColour says whether a colour can be written into an attribute, and is one
// that shows.
func safeColour(s string) bool {
	return s != "inherit" && s != "initial" && s != "transparent" && !strings.ContainsAny(s, `"'<>&;:\`)
}

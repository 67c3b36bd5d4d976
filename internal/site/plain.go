package site

import (
	"bytes"
	"strings"
	"unicode"
	"unicode/utf8"
)

// parsePlain reads the YAML that nearly all front matter is made of: a key, a
// colon and a word, a sentence, a date or a short list, a line each. ok is false
// for everything else, sound or not, which is [parseYAML]'s to judge; what it
// gives is what that would give, in a tenth of the time.
func parsePlain(src []byte, first int) (root *node, ok bool) {
	p := plain{root: &node{place: place{first, 1}, kind: table}, line: first}
	for line := range bytes.Lines(src) {
		if !utf8.Valid(line) || !p.read(string(bytes.TrimSuffix(line, []byte("\n")))) {
			return nil, false
		}
		p.line++
	}
	if p.open != nil || len(p.root.fields) == 0 {
		return nil, false
	}
	p.root.place = p.root.fields[0].place
	return p.root, true
}

// plain is a table in the making.
type plain struct {
	root *node
	line int
	open *node // the value of the last key, which nothing was read of yet
	list *node // the list that may go on, or nil
}

// read takes one line; ok is false where it is not plain.
func (p *plain) read(line string) bool {
	if item, ok := strings.CutPrefix(line, "  - "); ok {
		return p.item(item)
	}
	if line == "" {
		return p.open == nil
	}
	key, value, ok := strings.Cut(line, ":")
	if !ok || p.open != nil || !plainKey(key) {
		return false
	}
	if _, twice := p.root.get(key); twice {
		return false
	}
	n := &node{}
	p.list = nil
	if value == "" {
		p.open = n
	} else if value[0] != ' ' || !p.value(n, value[1:], len(key)+3) {
		return false
	}
	p.root.fields = append(p.root.fields, field{place{p.line, 1}, key, n})
	return true
}

// item adds to the list below a key.
func (p *plain) item(item string) bool {
	if p.open != nil {
		p.list, p.open = p.open, nil
		p.list.place, p.list.kind = place{p.line, 3}, list
	}
	n := &node{}
	if p.list == nil || !p.scalar(n, item, 5, false) {
		return false
	}
	p.list.items = append(p.list.items, n)
	return true
}

// value fills n with what stands behind a key, from column col on.
func (p *plain) value(n *node, value string, col int) bool {
	inner, ok := strings.CutPrefix(value, "[")
	if !ok {
		return p.scalar(n, value, col, false)
	}
	if inner, ok = strings.CutSuffix(inner, "]"); !ok {
		return false
	}
	n.place, n.kind = place{p.line, col}, list
	col++
	for i, item := range strings.Split(inner, ",") {
		width := utf8.RuneCountInString(item) + 1
		if i > 0 {
			trimmed := strings.TrimPrefix(item, " ")
			col, width = col+len(item)-len(trimmed), width-len(item)+len(trimmed)
			item = trimmed
		}
		v := &node{}
		if !p.scalar(v, item, col, true) {
			return false
		}
		n.items, col = append(n.items, v), col+width
	}
	return true
}

// scalar fills n with a word, a sentence, a number or a date.
func (p *plain) scalar(n *node, value string, col int, flow bool) bool {
	n.place, n.kind, n.text = place{p.line, col}, text, value
	if value == "" {
		return false
	}
	switch quote := value[0]; {
	case quote == '"' || quote == '\'':
		n.text = strings.TrimSuffix(value[1:], value[:1])
		return len(n.text) == len(value)-2 && sentence(n.text, flow)
	case value == "true", value == "false":
		n.kind = boolean
		return true
	case plainNumber(value):
		n.kind = number
		return true
	case plainDate(value):
		return true
	}
	r, _ := utf8.DecodeRuneInString(value)
	return (unicode.IsLetter(r) || r == '/') && !loaded(value) && sentence(value, flow)
}

// sentence says whether text means itself in YAML, with or without quotes.
func sentence(s string, flow bool) bool {
	if strings.HasPrefix(s, " ") || strings.HasSuffix(s, " ") || strings.Contains(s, "  ") {
		return false
	}
	for i, r := range s {
		switch {
		case r >= utf8.RuneSelf:
			if !unicode.IsPrint(r) {
				return false
			}
		case 'a' <= r && r <= 'z', 'A' <= r && r <= 'Z', '0' <= r && r <= '9', r == ' ', r == '-' && i > 0, r == '_', r == '.', r == '/', r == '+', r == '(', r == ')':
		case r == ',' && !flow:
		case r == ':' && !flow && i+1 < len(s) && s[i+1] == '/':
		default:
			return false
		}
	}
	return s != ""
}

func plainKey(s string) bool {
	for i := range len(s) {
		switch c := s[i]; {
		case 'a' <= c && c <= 'z', 'A' <= c && c <= 'Z':
		case i > 0 && ('0' <= c && c <= '9' || c == '_' || c == '-'):
		default:
			return false
		}
	}
	return s != "" && !loaded(s)
}

// loaded says whether YAML, of whatever age, sees more than a word in a word.
func loaded(s string) bool {
	switch strings.ToLower(s) {
	case "null", "true", "false", "yes", "no", "on", "off", "y", "n", "inf", "nan":
		return true
	}
	return false
}

// plainNumber wants an integer that no reader of YAML takes for an octal one.
func plainNumber(s string) bool {
	return len(s) <= 9 && (s == "0" || s[0] != '0' && strings.Trim(s, "0123456789") == "")
}

// plainDate wants 2006-01-02.
func plainDate(s string) bool {
	return len(s) == 10 && s[4] == '-' && s[7] == '-' && strings.Trim(s[:4]+s[5:7]+s[8:], "0123456789") == ""
}

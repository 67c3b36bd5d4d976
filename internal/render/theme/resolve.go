package theme

import (
	"slices"
	"strconv"
	"strings"

	"github.com/tdewolff/parse/v2/css"

	"mpsync/internal/diag"
)

// maxNesting bounds how deep custom properties may refer to each other: it ends
// cycles, and doubling chains before they fill the memory.
const maxNesting = 8

// resolve turns written declarations into final ones and reports those that
// WeChat would drop.
func (p *parser) resolve(decls []written) []declaration {
	var out []declaration
	for _, d := range decls {
		name := strings.ToLower(d.name.text)
		value, unknown := p.expand(d.value, 0)
		if unknown != "" {
			p.report(diag.Warning, "theme-variable", d.name.at, unknown)
			continue
		}
		value, ok := calculate(value)
		s := normal(value)
		if !ok || !Survives(name, s) && (name != "all" || s != revert) {
			p.report(diag.Warning, "theme-property", d.name.at, name, text(d.value))
			continue
		}
		out = append(out, declaration{name, s})
	}
	return out
}

// expand replaces var(--x) and var(--x, fallback) by what they stand for.
// unknown names a property that has no value.
func (p *parser) expand(ts []token, depth int) (out []token, unknown string) {
	for i := 0; i < len(ts); i++ {
		if ts[i].kind != css.FunctionToken || !strings.EqualFold(ts[i].text, "var(") {
			out = append(out, ts[i])
			continue
		}
		end := closing(ts, i)
		args := trim(ts[i+1 : end])
		i = end
		if len(args) == 0 {
			return nil, "var()"
		}
		value, ok := p.vars[args[0].text]
		if rest := trim(args[1:]); !ok && len(rest) > 1 && rest[0].kind == css.CommaToken {
			value, ok = trim(rest[1:]), true
		}
		if !ok || depth == maxNesting {
			return nil, args[0].text
		}
		inner, bad := p.expand(value, depth+1)
		if bad != "" {
			return nil, bad
		}
		out = append(out, inner...)
	}
	return out, ""
}

// closing is the index of the parenthesis that closes the one opened at i, or
// the last token.
func closing(ts []token, i int) int {
	depth := 0
	for j := i; j < len(ts); j++ {
		switch ts[j].kind {
		case css.FunctionToken, css.LeftParenthesisToken:
			depth++
		case css.RightParenthesisToken:
			if depth--; depth == 0 {
				return j
			}
		default:
		}
	}
	return len(ts) - 1
}

// calculate replaces every calc() of constants by its value; ok is false where
// that cannot be done, as with mixed units.
func calculate(ts []token) (out []token, ok bool) {
	for i := 0; i < len(ts); i++ {
		if ts[i].kind != css.FunctionToken || !strings.EqualFold(ts[i].text, "calc(") {
			out = append(out, ts[i])
			continue
		}
		end := closing(ts, i)
		c := calculator{slices.DeleteFunc(slices.Clone(ts[i+1:end]), token.blank)}
		q, ok := c.sum()
		if !ok || len(c.rest) > 0 {
			return nil, false
		}
		out = append(out, token{css.DimensionToken, q.String(), ts[i].at})
		i = end
	}
	return out, true
}

// quantity is a number with its unit, which may be empty.
type quantity struct {
	n    float64
	unit string
}

func (q quantity) String() string {
	return strconv.FormatFloat(q.n, 'f', -1, 32) + q.unit
}

// calculator reads the inside of a calc() without blanks.
type calculator struct {
	rest []token
}

// operator takes the next token if it is one of ops.
func (c *calculator) operator(ops string) (string, bool) {
	if len(c.rest) == 0 || len(c.rest[0].text) != 1 || !strings.Contains(ops, c.rest[0].text) {
		return "", false
	}
	op := c.rest[0].text
	c.rest = c.rest[1:]
	return op, true
}

func (c *calculator) sum() (quantity, bool) {
	left, ok := c.product()
	for ok {
		op, more := c.operator("+-")
		if !more {
			return left, true
		}
		right, sound := c.product()
		if !sound || left.unit != right.unit {
			return left, false
		}
		if op == "-" {
			right.n = -right.n
		}
		left.n += right.n
	}
	return left, false
}

func (c *calculator) product() (quantity, bool) {
	left, ok := c.factor()
	for ok {
		op, more := c.operator("*/")
		if !more {
			return left, true
		}
		right, sound := c.factor()
		switch {
		case !sound, left.unit != "" && right.unit != "", op == "/" && (right.n == 0 || right.unit != ""):
			return left, false
		case op == "/":
			left.n /= right.n
		default:
			left = quantity{left.n * right.n, left.unit + right.unit}
		}
	}
	return left, false
}

func (c *calculator) factor() (quantity, bool) {
	if len(c.rest) == 0 {
		return quantity{}, false
	}
	t := c.rest[0]
	c.rest = c.rest[1:]
	switch t.kind {
	case css.LeftParenthesisToken, css.FunctionToken:
		if t.kind == css.FunctionToken && !strings.EqualFold(t.text, "calc(") {
			return quantity{}, false
		}
		q, ok := c.sum()
		if _, closed := c.operator(")"); !closed {
			return q, false
		}
		return q, ok
	case css.NumberToken, css.DimensionToken, css.PercentageToken:
		digits := strings.TrimRight(t.text, "%abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ")
		n, err := strconv.ParseFloat(digits, 64)
		return quantity{n, strings.ToLower(t.text[len(digits):])}, err == nil
	default:
		return quantity{}, false
	}
}

// normal writes a value in as few characters as it takes.
func normal(ts []token) string {
	var b strings.Builder
	space := false
	for _, t := range ts {
		if t.kind == css.WhitespaceToken {
			space = true
			continue
		}
		s := short(t)
		if space && b.Len() > 0 && !strings.HasPrefix(s, ",") && !strings.HasPrefix(s, ")") && !glues(b.String()) {
			b.WriteByte(' ')
		}
		space = false
		b.WriteString(s)
	}
	return b.String()
}

// glues says whether a value written so far needs no space behind it.
func glues(s string) bool { return strings.HasSuffix(s, ",") || strings.HasSuffix(s, "(") }

func short(t token) string {
	switch t.kind {
	case css.NumberToken, css.DimensionToken, css.PercentageToken:
		return shortNumber(t.text)
	case css.HashToken:
		return shortColour(strings.ToLower(t.text))
	case css.StringToken:
		if inner := strings.Trim(t.text, `"`); len(inner) == len(t.text)-2 && !strings.ContainsAny(inner, `'"`) {
			return "'" + inner + "'"
		}
	case css.IdentToken, css.FunctionToken:
		if t.text == strings.ToUpper(t.text) {
			return strings.ToLower(t.text)
		}
	default:
	}
	return t.text
}

func shortNumber(s string) string {
	s = strings.ToLower(s)
	switch {
	case strings.HasPrefix(s, "0."):
		return s[1:]
	case strings.HasPrefix(s, "-0."):
		return "-" + s[2:]
	case s == "0px" || s == "0em":
		return "0"
	}
	return s
}

// shortColour writes #aabbcc as #abc.
func shortColour(s string) string {
	if len(s) == 7 && s[1] == s[2] && s[3] == s[4] && s[5] == s[6] {
		return "#" + s[1:2] + s[3:4] + s[5:6]
	}
	return s
}

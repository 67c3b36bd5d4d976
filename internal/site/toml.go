package site

import (
	"errors"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/pelletier/go-toml/v2"
	"github.com/pelletier/go-toml/v2/unstable"
)

// parseTOML reads front matter whose first line is line number first of its
// file, or returns nil, and then a finding says why.
func parseTOML(src []byte, first int, s syntax, f *findings) *node {
	t := tomlReader{src: src, first: first, syntax: s, findings: f}
	t.parser.Reset(src)
	root := &node{place: place{first, 1}, kind: table}
	if !t.read(root) {
		return nil
	}
	var whole map[string]any
	if err := toml.Unmarshal(src, &whole); err != nil && !f.failed() {
		at := place{first, 1}
		if e, ok := errors.AsType[*toml.DecodeError](err); ok {
			line, col := e.Position()
			at = t.place(line, col)
		}
		f.error(at, s.broken, "TOML")
	}
	return root
}

type tomlReader struct {
	parser unstable.Parser
	src    []byte
	first  int
	syntax
	*findings
}

// read fills root and says whether the syntax is sound. Tables that are not the
// root hold no key of ours, so only their own doubles are looked for.
func (t *tomlReader) read(root *node) bool {
	into := root
	for t.parser.NextExpression() {
		switch e := t.parser.Expression(); e.Kind {
		case unstable.KeyValue:
			t.keyValue(into, e)
		case unstable.Table:
			key, at := t.key(e)
			into = &node{place: at, kind: table}
			root.add(t.findings, t.duplicate, field{at, key, into})
		case unstable.ArrayTable:
			key, at := t.key(e)
			into = &node{place: at, kind: table}
			if _, ok := root.get(key); !ok {
				root.add(t.findings, t.duplicate, field{at, key, &node{place: at, kind: list}})
			}
		default: // A comment.
		}
	}
	err := t.parser.Error()
	if err == nil {
		return true
	}
	at := place{t.first, 1}
	if e, ok := errors.AsType[*unstable.ParserError](err); ok {
		at = t.at(e.Highlight)
	}
	t.error(at, t.broken, "TOML")
	return false
}

func (t *tomlReader) keyValue(into *node, e *unstable.Node) {
	key, at := t.key(e)
	into.add(t.findings, t.duplicate, field{at, key, t.node(e.Value(), at)})
}

// key is the dotted key of an expression.
func (t *tomlReader) key(e *unstable.Node) (string, place) {
	var parts []string
	at := place{t.first, 1}
	for it := e.Key(); it.Next(); {
		k := it.Node()
		if parts == nil {
			at = t.at(t.parser.Raw(k.Raw))
		}
		parts = append(parts, string(k.Data))
	}
	return strings.Join(parts, "."), at
}

// node converts a value; values that bear no place of their own get their key's.
func (t *tomlReader) node(v *unstable.Node, key place) *node {
	n := &node{place: key, text: string(v.Data)}
	if v.Raw.Length > 0 {
		n.place = t.at(t.parser.Raw(v.Raw))
	}
	switch v.Kind {
	case unstable.Bool:
		n.kind = boolean
	case unstable.Integer, unstable.Float:
		n.kind = number
		if i, err := strconv.ParseInt(n.text, 0, 64); err == nil {
			n.text = strconv.FormatInt(i, 10)
		}
	case unstable.Array:
		n.kind = list
		for it := v.Children(); it.Next(); {
			n.items = append(n.items, t.node(it.Node(), key))
		}
	case unstable.InlineTable:
		n.kind = table
		for it := v.Children(); it.Next(); {
			t.keyValue(n, it.Node())
		}
	default:
		n.kind = text
	}
	return n
}

// at is where a piece of the source stands.
func (t *tomlReader) at(piece []byte) place {
	s := t.parser.Shape(t.parser.Range(piece)).Start
	return t.place(s.Line, s.Column)
}

// place turns the parser's column, which counts bytes, into one of characters.
func (t *tomlReader) place(line, col int) place {
	lines := strings.SplitAfter(string(t.src), "\n")
	if line >= 1 && line <= len(lines) {
		text := lines[line-1]
		col = utf8.RuneCountInString(text[:min(max(col-1, 0), len(text))]) + 1
	}
	return place{line + t.first - 1, col}
}

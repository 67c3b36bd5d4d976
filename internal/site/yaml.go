package site

import (
	"errors"
	"regexp"
	"strings"
	"unicode/utf8"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"
	"github.com/goccy/go-yaml/token"
)

// parseYAML reads a table whose first line is line number first of its file. It
// returns nil when there is none to read, and then a finding says why. Findings
// never quote the file: a value may be a secret.
func parseYAML(src []byte, first int, s syntax, f *findings) *node {
	if n, ok := parsePlain(src, first); ok {
		return n
	}
	return parseAnyYAML(src, first, s, f)
}

// parseAnyYAML is [parseYAML] for whatever YAML there is.
func parseAnyYAML(src []byte, first int, s syntax, f *findings) *node {
	y := yamlReader{first: first, syntax: s, findings: f, anchors: map[string]*node{}}
	file, err := parser.ParseBytes(src, 0, parser.AllowDuplicateMapKey())
	if err != nil {
		y.refuse(src, err)
		return nil
	}
	if len(file.Docs) > 1 {
		f.error(y.at(file.Docs[1].Start), s.broken, "YAML")
		return nil
	}
	if len(file.Docs) == 0 || file.Docs[0].Body == nil {
		return &node{place: place{first, 1}, kind: table}
	}
	n := y.node(file.Docs[0].Body)
	if n.kind == null {
		n.kind = table
	}
	if n.kind != table {
		f.error(n.place, s.shape)
		return nil
	}
	return n
}

type yamlReader struct {
	first int
	syntax
	*findings
	anchors map[string]*node
}

// at is where a token stands in the file; the parser counts columns in characters.
func (y yamlReader) at(t *token.Token) place {
	if t == nil || t.Position == nil {
		return place{y.first, 1}
	}
	return place{t.Position.Line + y.first - 1, max(t.Position.Column, 1)}
}

func (y yamlReader) node(a ast.Node) *node {
	if a == nil {
		return &node{place: place{y.first, 1}}
	}
	n := &node{place: y.at(a.GetToken())}
	switch a := a.(type) {
	case *ast.StringNode:
		n.kind, n.text = text, a.Value
	case *ast.LiteralNode:
		n.kind, n.text = text, a.Value.Value
	case *ast.BoolNode:
		n.kind, n.text = boolean, a.Token.Value
	case *ast.IntegerNode, *ast.FloatNode, *ast.InfinityNode, *ast.NanNode:
		n.kind, n.text = number, a.GetToken().Value
	case *ast.SequenceNode:
		n.kind = list
		for _, v := range a.Values {
			n.items = append(n.items, y.node(v))
		}
	case *ast.MappingNode:
		y.fill(n, a.Values...)
		if !a.IsFlowStyle && len(n.fields) > 0 {
			n.place = n.fields[0].place
		}
	case *ast.MappingValueNode:
		y.fill(n, a)
		if len(n.fields) > 0 {
			n.place = n.fields[0].place
		}
	case *ast.TagNode:
		n = y.node(a.Value)
		if n.kind == number || n.kind == boolean {
			n.kind = text
		}
	case *ast.AnchorNode:
		n = y.node(a.Value)
		y.anchors[a.Name.GetToken().Value] = n
	case *ast.AliasNode:
		return y.alias(n, a)
	}
	return n
}

// alias gives what the anchor holds, standing where the alias stands.
func (y yamlReader) alias(n *node, a *ast.AliasNode) *node {
	target, ok := y.anchors[a.Value.GetToken().Value]
	if !ok {
		y.error(n.place, y.broken, "YAML")
		return n
	}
	same := *target
	same.place = n.place
	return &same
}

func (y yamlReader) fill(n *node, values ...*ast.MappingValueNode) {
	n.kind = table
	var merged []field
	for _, v := range values {
		value := y.node(v.Value)
		if v.Key.IsMergeKey() {
			merged = append(merged, value.fields...)
			continue
		}
		key := y.node(v.Key)
		if k, ok := v.Key.(*ast.MappingKeyNode); ok {
			key = y.node(k.Value)
		}
		n.add(y.findings, y.duplicate, field{key.place, key.text, value})
	}
	for _, m := range merged {
		if _, ok := n.get(m.key); !ok {
			n.fields = append(n.fields, m)
		}
	}
}

// refuse says in our words what the parser could not read.
func (y yamlReader) refuse(src []byte, err error) {
	at, message := place{y.first, 1}, err.Error()
	if e, ok := errors.AsType[yaml.Error](err); ok {
		at, message = y.at(e.GetToken()), e.GetMessage()
	}
	quote, unpaired := unpairedQuote(src)
	switch {
	case unpaired:
		quote.line += y.first - 1
		y.error(quote, y.quote)
	case strings.Contains(message, "mapping value is not allowed"):
		y.error(at, y.colon)
	case strings.Contains(message, "'\t'"), strings.Contains(message, "tab character"):
		y.error(at, y.tab)
	case strings.Contains(lineAt(src, at.line-y.first), "${"):
		y.error(at, y.variable, "YAML")
	default:
		y.error(at, y.broken, "YAML")
	}
}

// lineAt is the line of the given index, "" when there is none.
func lineAt(src []byte, i int) string {
	all := strings.Split(string(src), "\n")
	if i < 0 || i >= len(all) {
		return ""
	}
	return all[i]
}

var quoted = regexp.MustCompile(`^[ -]*[^\s:#"']+:[ \t]+(?:"(?:[^"\\]|\\.)*"|'(?:[^']|'')*')[ \t]*(.?)`)

var opensQuote = regexp.MustCompile(`^[ -]*[^\s:#"']+:[ \t]+["']`)

// unpairedQuote finds the first value of a file that cannot be read whose quote
// does not close on its line, or closes before the end of the value. The parser
// often stumbles only lines later.
func unpairedQuote(src []byte) (place, bool) {
	for i, line := range strings.Split(string(src), "\n") {
		open := opensQuote.FindString(line)
		if open == "" {
			continue
		}
		m := quoted.FindStringSubmatchIndex(line)
		if m == nil {
			return place{i + 1, utf8.RuneCountInString(open)}, true
		}
		if rest := line[m[2]:m[3]]; rest != "" && rest != "#" {
			return place{i + 1, utf8.RuneCountInString(line[:m[2]]) + 1}, true
		}
	}
	return place{}, false
}

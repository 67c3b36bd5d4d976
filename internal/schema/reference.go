package schema

import (
	"fmt"
	"slices"
	"strings"

	"mpsync/internal/diag"
)

// Markdown is the reference of a schema's keys as a section with a table.
func Markdown(name string, l diag.Lang) string {
	r := reference{root: parse(name, l), lang: l}
	fmt.Fprintf(&r.b, "## %s\n\n%s\n\n", r.root.Title, r.root.Description)
	fmt.Fprintf(&r.b, "| %s | %s | %s |\n|---|---|---|\n", r.text("schema-key"), r.text("schema-value"), r.text("schema-meaning"))
	r.table("", r.root)
	return r.b.String()
}

// reference is a section in the making.
type reference struct {
	b    strings.Builder
	root *node
	lang diag.Lang
}

func (r *reference) text(code string) string { return diag.Text(r.lang, code) }

// table writes a row for each key below prefix.
func (r *reference) table(prefix string, n *node) {
	for _, key := range n.Properties.keys() {
		if child := n.Properties.Value(key); child.Description != "" {
			r.row(prefix+key, child)
		}
	}
	if o := n.others(); o != nil && o.Description != "" {
		r.row(prefix+r.text("schema-any-name"), o)
	}
}

// row writes a key, and the keys of the table or of the list of tables that it
// may hold.
func (r *reference) row(key string, n *node) {
	target := n.follow(r.root)
	meaning := n.Description
	if len(n.Default) > 0 {
		meaning += r.text("schema-default") + code(string(n.Default))
	}
	if len(n.Examples) > 0 {
		meaning += r.text("schema-example") + code(string(n.Examples[0]))
	}
	fmt.Fprintf(&r.b, "| `%s` | %s | %s |\n", key, cell(r.values(target)), cell(meaning))
	for _, choice := range append([]*node{target}, target.AnyOf...) {
		choice = choice.follow(r.root)
		r.table(key+".", choice)
		if choice.Items != nil {
			r.table(key+"[].", choice.Items.follow(r.root))
		}
	}
}

func code(s string) string { return "`" + s + "`" }

// cell keeps a text in its cell.
func cell(s string) string { return strings.ReplaceAll(s, "|", `\|`) }

// values names what a key takes.
func (r *reference) values(n *node) string {
	var names []string
	add := func(s string) {
		if s != "" && !slices.Contains(names, s) {
			names = append(names, s)
		}
	}
	for _, v := range n.Enum {
		if v != nil {
			add(code(fmt.Sprint(v)))
		}
	}
	switch t := n.Type.(type) {
	case string:
		add(r.kind(t, n))
	case []any:
		for _, kind := range t {
			add(r.kind(fmt.Sprint(kind), n))
		}
	}
	for _, choice := range n.AnyOf {
		if c := choice.follow(r.root); c.Type != nil || c.Enum != nil {
			add(r.values(c))
		}
	}
	if len(names) == 0 {
		return "—"
	}
	return strings.Join(names, r.text("schema-or"))
}

// kind is a word for a type of JSON; numbers are texts as they are written.
func (r *reference) kind(kind string, n *node) string {
	switch {
	case kind == "null", kind == "number" && n.Minimum == nil:
		return ""
	case n.Minimum != nil && n.Maximum != nil:
		return fmt.Sprintf("%s %v–%v", r.text("schema-"+kind), *n.Minimum, *n.Maximum)
	}
	return r.text("schema-" + kind)
}

// Package theme turns a CSS file into the style strings of an article's parts.
// Use it to learn what stands in the style attribute of a part in its place:
// begin at [Theme.Root], go down with [Context.In], ask with [Context.Style].
//
// Its one rule: everything is resolved when the file is loaded or at the first
// question; a render only looks up finished strings.
//
// It does not know HTML: which element a part becomes is the renderer's.
package theme

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"sync"
	"sync/atomic"

	"mpsync/internal/render/markup"
)

// Theme is a parsed CSS file above the base rules that every theme shares. It
// is safe for concurrent use.
type Theme struct {
	// Name is that of the file or of the built-in theme.
	Name string

	sum    string
	rules  []rule
	tokens [tokenCount]string
	simple [partCount][]int // rules of one compound, by the part they match

	mu       sync.Mutex
	contexts map[string]*Context // by the key of what is matched so far
	root     *Context
}

// rule is one selector with its declarations.
type rule struct {
	path   []compound
	weight int // specificity
	decls  []declaration
	basic  bool // of the base rules
}

// compound is one step of a selector; child is set when the step before it must
// be the parent.
type compound struct {
	name  string
	child bool
}

// declaration is a property with its resolved value.
type declaration struct {
	name, value string
}

// progress says that the first n steps of a rule's selector are matched by
// enclosing parts.
type progress struct {
	rule, n int
}

// Context is the place of a part: the enclosing parts, as far as they matter to
// the theme.
type Context struct {
	theme  *Theme
	active []progress
	styles [partCount]atomic.Pointer[string]
	inner  [partCount]atomic.Pointer[Context]
}

// Root is the context outside the article, in which the part Root stands.
func (t *Theme) Root() *Context { return t.root }

// Sum is a hash of everything that decides the theme's styles.
func (t *Theme) Sum() string { return t.sum }

// Token is the style of a kind of word in code, or "" where it has none.
func (t *Theme) Token(k Token) string { return t.tokens[k] }

// In is the context within p.
func (c *Context) In(p Part) *Context {
	if in := c.inner[p].Load(); in != nil {
		return in
	}
	in := c.theme.context(c.enter(p))
	c.inner[p].Store(in)
	return in
}

// enter is what is matched within p: what any descendant can go on from, and
// what p itself carries further.
func (c *Context) enter(p Part) []progress {
	var active []progress
	for _, m := range c.active {
		if !c.theme.rules[m.rule].path[m.n].child {
			active = append(active, m)
		}
	}
	for i, r := range c.theme.rules {
		if len(r.path) > 1 && matches(r.path[0], p) {
			active = append(active, progress{i, 1})
		}
	}
	for _, m := range c.active {
		if path := c.theme.rules[m.rule].path; m.n+1 < len(path) && matches(path[m.n], p) {
			active = append(active, progress{m.rule, m.n + 1})
		}
	}
	slices.SortFunc(active, func(a, b progress) int { return cmp.Or(a.rule-b.rule, a.n-b.n) })
	return slices.Compact(active)
}

// context finds the one context in which active is matched.
func (t *Theme) context(active []progress) *Context {
	var key []byte
	for _, m := range active {
		key = fmt.Append(key, m.rule, m.n, ";")
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	c, ok := t.contexts[string(key)]
	if !ok {
		c = &Context{theme: t, active: active}
		t.contexts[string(key)] = c
	}
	return c
}

// Style is the value of the style attribute of p standing in c, escaped for
// double quotes; "" when there is nothing to say.
func (c *Context) Style(p Part) string {
	if s := c.styles[p].Load(); s != nil {
		return *s
	}
	s := string(markup.Attr(nil, c.theme.merge(c.matching(p))))
	c.styles[p].Store(&s)
	return s
}

// Hidden says whether the theme leaves p out by display: none.
func (c *Context) Hidden(p Part) bool {
	return strings.Contains(c.Style(p), "display:none")
}

// matching lists the rules for p in c.
func (c *Context) matching(p Part) []int {
	found := slices.Clone(c.theme.simple[p])
	for _, m := range c.active {
		if path := c.theme.rules[m.rule].path; m.n == len(path)-1 && matches(path[m.n], p) {
			found = append(found, m.rule)
		}
	}
	return found
}

// merge joins the declarations of rules as the cascade orders them.
func (t *Theme) merge(rules []int) string {
	slices.SortFunc(rules, func(a, b int) int { return cmp.Or(t.rules[a].weight-t.rules[b].weight, a-b) })
	var ordered []rule
	for _, i := range slices.Compact(rules) {
		ordered = append(ordered, t.rules[i])
	}
	return cascade(ordered...)
}

// revert takes back what was said of a property, down to the base rules.
const revert = "revert"

// cascade joins declarations: a later one of the same property replaces an
// earlier one.
func cascade(rules ...rule) string {
	var decls, basis []declaration
	for _, r := range rules {
		for _, d := range r.decls {
			covered := func(old declaration) bool { return covers(d.name, old.name) }
			decls = slices.DeleteFunc(decls, covered)
			switch {
			case r.basic:
				basis = append(slices.DeleteFunc(basis, covered), d)
				decls = append(decls, d)
			case d.value != revert || slices.ContainsFunc(decls, func(whole declaration) bool { return covers(whole.name, d.name) }):
				decls = append(decls, d)
			default:
				decls = append(decls, slices.DeleteFunc(slices.Clone(basis), func(b declaration) bool { return !covered(b) })...)
			}
		}
	}
	return join(decls)
}

// covers says whether setting property makes an earlier old one meaningless.
func covers(property, old string) bool {
	if property == old {
		return true
	}
	switch property {
	case "all":
		return true
	case "margin", "padding", "border", "background", "font", "list-style", "flex", "overflow", "text-decoration":
		return strings.HasPrefix(old, property+"-") && old != "border-radius" && old != "border-collapse" && old != "border-spacing"
	}
	return false
}

func join(decls []declaration) string {
	var b strings.Builder
	for i, d := range decls {
		if i > 0 {
			b.WriteByte(';')
		}
		b.WriteString(d.name)
		b.WriteByte(':')
		b.WriteString(d.value)
	}
	return b.String()
}

func matches(c compound, p Part) bool { return slices.Contains(names[p], c.name) }

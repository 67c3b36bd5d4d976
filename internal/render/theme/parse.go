package theme

import (
	"bytes"
	_ "embed"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/tdewolff/parse/v2"
	"github.com/tdewolff/parse/v2/css"

	"mpsync/internal/diag"
)

// base holds what every theme needs to be readable; a theme's rules come after
// it and win.
//
//go:embed builtin/base.css
var base []byte

// token is a CSS token and where it begins.
type token struct {
	kind css.TokenType
	text string
	at   int
}

// blank says whether t is white space or a comment.
func (t token) blank() bool { return t.kind == css.WhitespaceToken || t.kind == css.CommentToken }

// block is one rule as written: values are resolved when all files are read,
// since a custom property may stand below its use.
type block struct {
	file      *file
	selectors [][]token
	decls     []written
}

// written is a declaration as written.
type written struct {
	name  token
	value []token
}

// file is a source of rules, for positions.
type file struct {
	name string
	text []byte
}

func (f *file) pos(at int) diag.Pos {
	before := f.text[:min(at, len(f.text))]
	line := bytes.LastIndexByte(before, '\n') + 1
	return diag.Pos{File: f.name, Line: 1 + bytes.Count(before, []byte{'\n'}), Col: 1 + utf8.RuneCount(before[line:])}
}

// parser gathers rules and custom properties of one or more files.
type parser struct {
	file   *file
	tokens []token
	vars   map[string][]token
	known  map[string]bool // simple selectors
	blocks []block
	found  []diag.Diagnostic

	read       func(name string) ([]byte, error)
	files      []string // that are being read or were
	sources    []string // their texts
	underneath int      // blocks of the base rules
}

func (p *parser) report(s diag.Severity, code string, at int, args ...any) {
	p.found = append(p.found, diag.New(s, code, p.file.pos(at), args...))
}

func (p *parser) parse(name string, text []byte) {
	p.file = &file{name, text}
	p.tokens = scan(text)
	p.files, p.sources = append(p.files, name), append(p.sources, string(text))
	p.skipBlank()
	if p.peek().text == extends {
		p.extend()
	}
	for {
		p.skipBlank()
		switch t := p.peek(); {
		case t.kind == css.ErrorToken:
			return
		case t.text == extends:
			p.report(diag.Error, "theme-extends-place", t.at)
			p.skipStatement()
		case t.kind == css.AtKeywordToken:
			p.report(diag.Warning, "theme-at-rule", t.at, t.text)
			p.skipStatement()
		default:
			p.rule()
		}
	}
}

// scan splits text into tokens; the last is an ErrorToken at its end.
func scan(text []byte) []token {
	var tokens []token
	l := css.NewLexer(parse.NewInputBytes(slices.Clone(text)))
	for at := 0; ; {
		kind, data := l.Next()
		if kind == css.ErrorToken {
			return append(tokens, token{kind: kind, at: len(text)})
		}
		tokens = append(tokens, token{kind, string(data), at})
		at += len(data)
	}
}

func (p *parser) peek() token { return p.tokens[0] }

func (p *parser) next() token {
	t := p.tokens[0]
	if t.kind != css.ErrorToken {
		p.tokens = p.tokens[1:]
	}
	return t
}

func (p *parser) skipBlank() {
	for p.peek().blank() || p.peek().kind == css.SemicolonToken {
		p.next()
	}
}

// skipStatement skips an at-rule with its block.
func (p *parser) skipStatement() {
	for depth := 0; ; {
		switch t := p.next(); t.kind {
		case css.ErrorToken:
			return
		case css.LeftBraceToken:
			depth++
		case css.RightBraceToken:
			if depth--; depth <= 0 {
				return
			}
		case css.SemicolonToken:
			if depth == 0 {
				return
			}
		default:
		}
	}
}

// rule reads "selectors { declarations }".
func (p *parser) rule() {
	b := block{file: p.file}
	start := p.peek().at
	var selector []token
	for {
		t := p.next()
		switch t.kind {
		case css.ErrorToken, css.RightBraceToken:
			p.report(diag.Error, "theme-syntax", start)
			return
		case css.CommaToken:
			b.selectors = append(b.selectors, selector)
			selector = nil
		case css.LeftBraceToken:
			b.selectors = append(b.selectors, selector)
			p.declarations(&b)
			p.blocks = append(p.blocks, b)
			return
		default:
			selector = append(selector, t)
		}
	}
}

func (p *parser) declarations(b *block) {
	for {
		p.skipBlank()
		name := p.next()
		if name.kind == css.RightBraceToken || name.kind == css.ErrorToken {
			if name.kind == css.ErrorToken {
				p.report(diag.Error, "theme-syntax", name.at)
			}
			return
		}
		p.skipBlank()
		value, sound := p.value(p.peek().kind == css.ColonToken)
		switch {
		case !sound || name.kind != css.IdentToken && name.kind != css.CustomPropertyNameToken:
			p.report(diag.Error, "theme-syntax", name.at)
		case name.kind == css.CustomPropertyNameToken:
			p.vars[name.text] = value
		default:
			b.decls = append(b.decls, written{name, value})
		}
	}
}

// value reads ": value" up to the end of the declaration.
func (p *parser) value(colon bool) (value []token, sound bool) {
	if colon {
		p.next()
	}
	sound = colon
	for depth := 0; ; {
		switch t := p.peek(); t.kind {
		case css.ErrorToken, css.RightBraceToken:
			return trim(value), sound && depth == 0 && len(value) > 0
		case css.SemicolonToken:
			if depth <= 0 {
				return trim(value), sound && depth == 0 && len(value) > 0
			}
		case css.LeftBraceToken:
			sound = false
		case css.FunctionToken, css.LeftParenthesisToken:
			depth++
		case css.RightParenthesisToken:
			depth--
		default:
		}
		t := p.next()
		switch {
		case t.kind == css.CustomPropertyValueToken:
			// The lexer hands a custom property's value over in one piece.
			value = append(value, rescan(t)...)
		case t.kind != css.CommentToken:
			value = append(value, t)
		}
	}
}

// rescan splits a token into the tokens of its text.
func rescan(t token) []token {
	inner := scan([]byte(t.text))
	for i := range inner {
		inner[i].at += t.at
	}
	return slices.DeleteFunc(inner, func(t token) bool { return t.kind == css.ErrorToken || t.kind == css.CommentToken })
}

func trim(ts []token) []token {
	for len(ts) > 0 && ts[0].blank() {
		ts = ts[1:]
	}
	for len(ts) > 0 && ts[len(ts)-1].blank() {
		ts = ts[:len(ts)-1]
	}
	return ts
}

// rules resolves what was read, in order; token colours go to t.
func (p *parser) rules(t *Theme) []rule {
	var rules []rule
	for n, b := range p.blocks {
		p.file = b.file
		decls := p.resolve(b.decls)
		for _, s := range b.selectors {
			path, ok := p.selector(s)
			if !ok {
				continue
			}
			last := path[len(path)-1].name
			if i := slices.Index(tokenNames[:], last); i > 0 {
				t.tokens[i] = cascade(rule{decls: decls})
				continue
			}
			rules = append(rules, rule{path, weight(path), decls, n < p.underneath})
		}
	}
	return rules
}

// selector reads one selector of the plain kind that a theme may use.
func (p *parser) selector(ts []token) (path []compound, ok bool) {
	ts = trim(ts)
	if len(ts) == 0 {
		p.report(diag.Error, "theme-syntax", p.tokens[0].at)
		return nil, false
	}
	child, open := false, false // open: a step was read and no space since
	for i := 0; i < len(ts); i++ {
		t := ts[i]
		if t.blank() {
			open = false
			continue
		}
		if t.text == ">" && len(path) > 0 && !child {
			child, open = true, false
			continue
		}
		name := t.text
		if (name == "." || name == ":") && i+1 < len(ts) {
			i++
			name += ts[i].text
		}
		if open || !p.known[name] {
			p.report(diag.Warning, "theme-selector", ts[0].at, text(ts))
			return nil, false
		}
		path = append(path, compound{name, child})
		child, open = false, true
	}
	if child {
		p.report(diag.Warning, "theme-selector", ts[0].at, text(ts))
	}
	return path, !child && len(path) > 0
}

// weight is the specificity of a selector without ids: classes, then elements.
func weight(path []compound) int {
	w := 0
	for _, c := range path {
		if strings.HasPrefix(c.name, ".") || strings.HasPrefix(c.name, ":") {
			w += 100
		} else {
			w++
		}
	}
	return w
}

func text(ts []token) string {
	var b strings.Builder
	for _, t := range ts {
		b.WriteString(t.text)
	}
	return b.String()
}

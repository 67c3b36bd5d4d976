package theme

import (
	"io/fs"
	"path"
	"slices"
	"strings"

	"github.com/tdewolff/parse/v2/css"

	"mpsync/internal/diag"
	"mpsync/internal/model"
)

// extends is the rule that names the theme on which a file stands.
const extends = "@extends"

// Load reads a theme: a built-in one by its name, else the file of that name,
// as read returns it. Names of files are slash-separated; those after @extends
// count from the file that holds them. The error is that of reading the theme
// itself; a parent that can't be read is a finding.
func Load(name string, read func(name string) ([]byte, error)) (*Theme, []diag.Diagnostic, error) {
	source, ok := Builtin(name)
	if !ok {
		var err error
		if source, err = read(name); err != nil {
			return nil, nil, err
		}
	}
	t, found := parseAll(name, source, read)
	return t, found, nil
}

// Check lists what is wrong with a theme's CSS; read is as in [Load].
func Check(name string, source []byte, read func(name string) ([]byte, error)) []diag.Diagnostic {
	_, found := parseAll(name, source, read)
	return found
}

// Parse reads a theme's CSS, which may extend built-in themes only. The theme is
// usable whatever is found: rules and declarations that cannot work are reported
// and left out. name stands in the positions of findings.
func Parse(name string, source []byte) (*Theme, []diag.Diagnostic) {
	return parseAll(name, source, nothing)
}

// nothing reads no file.
func nothing(string) ([]byte, error) { return nil, fs.ErrNotExist }

func newParser(read func(string) ([]byte, error)) *parser {
	p := &parser{vars: map[string][]token{}, known: map[string]bool{}, read: read}
	for _, s := range Selectors() {
		p.known[s] = true
	}
	return p
}

func parseAll(name string, source []byte, read func(string) ([]byte, error)) (*Theme, []diag.Diagnostic) {
	t := &Theme{Name: name, contexts: map[string]*Context{}}
	p := newParser(read)
	p.parse("base.css", base)
	p.underneath = len(p.blocks)
	p.parse(name, source)
	t.sum = model.Sum(p.sources...)
	t.rules = p.rules(t)
	for i, r := range t.rules {
		for part := range partCount {
			if len(r.path) == 1 && matches(r.path[0], part) {
				t.simple[part] = append(t.simple[part], i)
			}
		}
	}
	t.root = t.context(nil)
	return t, diag.Sort(p.found)
}

// extend reads "@extends "NAME";" and what it names, as if that stood in its
// place.
func (p *parser) extend() {
	keyword := p.next()
	for p.peek().blank() {
		p.next()
	}
	name := p.next()
	for p.peek().blank() {
		p.next()
	}
	if name.kind != css.StringToken || p.peek().kind != css.SemicolonToken {
		p.report(diag.Error, "theme-syntax", keyword.at)
		p.skipStatement()
		return
	}
	parent := strings.Trim(name.text, `"'`)
	source, known := Builtin(parent)
	if !known && strings.HasSuffix(parent, ".css") {
		parent = path.Join(path.Dir(p.file.name), parent)
	}
	if slices.Contains(p.files, parent) {
		p.report(diag.Error, "theme-extends-cycle", name.at, parent)
		return
	}
	if !known {
		var err error
		if source, err = p.read(parent); err != nil {
			p.report(diag.Error, "theme-extends-missing", name.at, parent)
			return
		}
	}
	file, tokens := p.file, p.tokens
	p.parse(parent, source)
	p.file, p.tokens = file, tokens
}

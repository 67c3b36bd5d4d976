// Package code writes source code as HTML that WeChat keeps: coloured spans,
// line ends as <br>, spaces as &nbsp;.
//
// Its one rule: the visible text is the source, whatever the highlighter makes
// of it. An unknown language, a panic of a lexer or a very long block only
// costs the colours.
//
// It does not write the box around the code.
package code

import (
	"crypto/sha256"
	"strings"
	"sync"

	"github.com/alecthomas/chroma/v2"
	"github.com/alecthomas/chroma/v2/lexers"

	"mpsync/internal/render/markup"
	"mpsync/internal/render/theme"
)

// maxColoured is the longest source in bytes that is given colours. Lexers have
// a time limit, and only a block this long could come near it.
const maxColoured = 64 << 10

// Highlighter colours code for one theme. It is safe for concurrent use and
// remembers what it made.
type Highlighter struct {
	styles [256]string // of a token, escaped
	cache  cache

	once  sync.Once
	named map[string]chroma.Lexer

	mu       sync.Mutex
	machines map[chroma.Lexer]func() *machine // nil for a lexer that has none
}

// New makes a highlighter with the colours of t.
func New(t *theme.Theme) *Highlighter {
	h := &Highlighter{cache: newCache(cacheBytes), machines: map[chroma.Lexer]func() *machine{}}
	for k := range theme.Tokens() {
		h.styles[k] = string(markup.Attr(nil, t.Token(k)))
	}
	return h
}

// HTML is the inside of a code element that shows source, which ends without a
// line end. lang is what stands behind the fence, or "".
func (h *Highlighter) HTML(source, lang string) string {
	lexer := h.lexer(lang)
	if lexer == nil || len(source) > maxColoured {
		return string(markup.Code(make([]byte, 0, len(source)*2), source))
	}
	key := sha256.Sum256([]byte(lexer.Config().Name + "\x00" + source))
	if s, ok := h.cache.get(key); ok {
		return s
	}
	s := h.colour(lexer, source)
	h.cache.put(key, s)
	return s
}

// Label is how a language is called: "Go" for golang. A language that is not
// known is called what the writer calls it.
func (h *Highlighter) Label(lang string) string {
	if l := h.lexer(lang); l != nil {
		return l.Config().Name
	}
	return lang
}

// lexer finds the lexer of a language by name, alias or file extension; the
// tables are made when the first block asks.
func (h *Highlighter) lexer(lang string) chroma.Lexer {
	if lang == "" {
		return nil
	}
	h.once.Do(func() {
		h.named = map[string]chroma.Lexer{}
		extensions := map[string]chroma.Lexer{}
		for _, l := range lexers.GlobalLexerRegistry.Lexers {
			c := l.Config()
			for _, f := range c.Filenames {
				if ext, ok := strings.CutPrefix(f, "*."); ok && !strings.ContainsAny(ext, "*?[") {
					keep(extensions, ext, l)
				}
			}
			for _, a := range append([]string{c.Name}, c.Aliases...) {
				keep(h.named, a, l)
			}
		}
		for ext, l := range extensions {
			keep(h.named, ext, l)
		}
		delete(h.named, "plaintext")
	})
	return h.named[strings.ToLower(lang)]
}

// keep enters l unless the name is taken.
func keep(m map[string]chroma.Lexer, name string, l chroma.Lexer) {
	name = strings.ToLower(name)
	if _, ok := m[name]; !ok {
		m[name] = l
	}
}

// colour writes source in spans; on any failure of the lexer, plain.
func (h *Highlighter) colour(lexer chroma.Lexer, source string) (out string) {
	plain := func() string { return string(markup.Code(nil, source)) }
	defer func() {
		if recover() != nil {
			out = plain()
		}
	}()
	tokens, err := h.tokens(lexer, source)
	if err != nil {
		return plain()
	}
	w := writer{out: make([]byte, 0, len(source)*4)}
	left := source
	for t := tokens(); t != chroma.EOF && left != ""; t = tokens() {
		rest, ok := strings.CutPrefix(left, t.Value)
		if !ok {
			// A lexer ends the last line when the source did not.
			if t.Value != left+"\n" {
				return plain()
			}
			t.Value, rest = left, ""
		}
		left = rest
		w.write(h.styles[kind(t)], t.Value)
	}
	w.write("", left)
	return w.finish()
}

// tokens splits source.
func (h *Highlighter) tokens(lexer chroma.Lexer, source string) (chroma.Iterator, error) {
	h.mu.Lock()
	of, ok := h.machines[lexer]
	if !ok {
		of = sync.OnceValue(func() *machine { return newMachine(lexer) })
		h.machines[lexer] = of
	}
	h.mu.Unlock()
	m := of()
	if m == nil || strings.ContainsRune(source, '\r') {
		return lexer.Tokenise(nil, source)
	}
	return m.tokens(source), nil
}

// writer gathers neighbours of one style before it writes them.
type writer struct {
	out   []byte
	style string
	run   strings.Builder
}

// write adds text. Blanks join the run before them, for they show no colour,
// unless that colour is a background.
func (w *writer) write(style, text string) {
	if style != w.style && (strings.TrimSpace(text) != "" || strings.Contains(w.style+style, "background")) {
		w.flush()
		w.style = style
	}
	w.run.WriteString(text)
}

func (w *writer) flush() {
	if w.run.Len() == 0 {
		return
	}
	if w.style != "" {
		w.out = append(append(append(w.out, `<span style="`...), w.style...), `">`...)
	}
	w.out = markup.Code(w.out, w.run.String())
	if w.style != "" {
		w.out = append(w.out, "</span>"...)
	}
	w.run.Reset()
}

func (w *writer) finish() string {
	w.flush()
	return string(w.out)
}

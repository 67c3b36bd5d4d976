// Package math typesets formulas of TeX as drawings made of filled outlines,
// by running MathJax in an interpreter within this process. Use it where a
// formula has to reach a reader who has neither scripts nor fonts of ours.
//
// Its one rule: a formula's drawing is a function of its source and of the
// pinned release of MathJax. Nothing is fetched, nothing of one formula reaches
// the next, and a drawing that is remembered is the one that would be made.
//
// It neither finds formulas in Markdown nor installs MathJax.
package math

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"sync"
	"time"

	"github.com/dop251/goja"
)

// Release is the release of MathJax that formulas are typeset with.
const Release = "3.2.2"

// Files are the files of the npm package mathjax that are run, in this order.
var Files = []string{
	"es5/loader.js", "es5/core.js", "es5/adaptors/liteDOM.js", "es5/input/tex-full.js",
	"es5/output/svg.js", "es5/output/svg/fonts/tex.js",
}

// ErrMissing says that MathJax is not installed.
var ErrMissing = errors.New("MathJax is not installed")

// SyntaxError says what MathJax does not understand in a formula, in its words.
type SyntaxError struct{ Message string }

func (e *SyntaxError) Error() string { return e.Message }

// Cache remembers drawings between runs. It may forget at any time.
type Cache interface {
	Get(key string) ([]byte, bool)
	Put(key string, data []byte)
}

// Typesetter typesets formulas; safe for concurrent use. MathJax is loaded when
// the first formula comes that is not in the cache.
type Typesetter struct {
	// Read reads one of [Files]. Its error is one that [errors.Is] finds to be
	// fs.ErrNotExist where MathJax is not installed.
	Read func(name string) ([]byte, error)
	// Cache may be nil.
	Cache Cache

	mu     sync.Mutex // guards what follows; the interpreter runs one formula at a time
	engine *engine
	failed error                  // of loading MathJax, which is not tried twice
	drawn  map[string]*remembered // by key
}

// remembered is what became of a formula.
type remembered struct {
	Drawing *Drawing `json:"drawing,omitempty"`
	Problem string   `json:"problem,omitempty"` // of a [SyntaxError]
}

func (r *remembered) result() (*Drawing, error) {
	if r.Problem != "" {
		return nil, &SyntaxError{r.Problem}
	}
	return r.Drawing, nil
}

// form is part of a cache key; it changes with the form of what is remembered.
const form = "3"

// Key names a formula: a hash of its source and of what draws it. macros are
// the definitions that hold for it.
func Key(tex, macros string, display bool) string {
	h := sha256.New()
	for _, part := range []string{form, Release, tex, macros, strconv.FormatBool(display)} {
		_, _ = fmt.Fprintf(h, "%d:%s", len(part), part)
	}
	return hex.EncodeToString(h.Sum(nil))
}

// Typeset typesets a formula. display asks for the form that stands on a line
// of its own. The error is a *[SyntaxError], [ErrMissing], the context's, or
// what went wrong with MathJax itself. The drawing is shared: do not change it.
func (t *Typesetter) Typeset(ctx context.Context, tex, macros string, display bool) (*Drawing, error) {
	key := Key(tex, macros, display)
	t.mu.Lock()
	defer t.mu.Unlock()
	if r := t.drawn[key]; r != nil {
		return r.result()
	}
	r, ok := t.recall(key)
	if !ok {
		var err error
		if r, err = t.draw(ctx, tex, macros, display); err != nil {
			return nil, err
		}
		t.remember(key, r)
	}
	if t.drawn == nil {
		t.drawn = map[string]*remembered{}
	}
	t.drawn[key] = r
	return r.result()
}

func (t *Typesetter) recall(key string) (*remembered, bool) {
	if t.Cache == nil {
		return nil, false
	}
	data, ok := t.Cache.Get(key)
	r := &remembered{}
	if !ok || json.Unmarshal(data, r) != nil || (r.Drawing == nil) == (r.Problem == "") {
		return nil, false
	}
	return r, true
}

func (t *Typesetter) remember(key string, r *remembered) {
	if t.Cache == nil {
		return
	}
	if data, err := json.Marshal(r); err == nil {
		t.Cache.Put(key, data)
	}
}

// patience is how long one formula may take.
const patience = 20 * time.Second

// draw runs MathJax.
func (t *Typesetter) draw(ctx context.Context, tex, macros string, display bool) (*remembered, error) {
	if t.engine == nil && t.failed == nil {
		t.engine, t.failed = load(t.Read)
	}
	if t.failed != nil {
		return nil, t.failed
	}
	timed, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	svg, err := t.engine.typeset(timed, tex, macros, display)
	var thrown *goja.Exception
	switch {
	case timed.Err() != nil:
		t.engine = nil // an interrupted interpreter is in no known state
		return nil, cmp.Or(ctx.Err(), error(&SyntaxError{"it takes too long"}))
	case errors.As(err, &thrown): // some input trips MathJax itself
		return &remembered{Problem: thrown.Value().String()}, nil
	case err != nil:
		t.engine = nil
		return nil, err
	}
	d, err := flatten(svg)
	if err != nil {
		return &remembered{Problem: err.Error()}, nil
	}
	return &remembered{Drawing: d}, nil
}

// engine is a loaded MathJax.
type engine struct {
	vm   *goja.Runtime
	call goja.Callable
}

// typeset gives MathJax's own drawing of a formula.
func (e *engine) typeset(ctx context.Context, tex, macros string, display bool) (string, error) {
	stop := context.AfterFunc(ctx, func() { e.vm.Interrupt(ctx.Err()) })
	defer stop()
	v, err := e.call(goja.Undefined(), e.vm.ToValue(tex), e.vm.ToValue(macros), e.vm.ToValue(display))
	if err != nil {
		return "", fmt.Errorf("typeset %q: %w", tex, err)
	}
	return v.String(), nil
}

package build

import (
	"context"
	"fmt"
	"path"
	"sync"

	"mpsync/internal/model"
	"mpsync/internal/render"
	"mpsync/internal/site"
)

// Memo keeps what articles were made into, so that a site that stays open is
// built again in the time that its changes take. Whoever keeps one says what
// changed: a file with [Memo.Forget], files that came or went with
// [Memo.Moved]. It is safe for concurrent use; a nil Memo keeps nothing.
type Memo struct {
	mu        sync.Mutex
	made      map[memoKey]remembered
	images    *seen
	renderers map[string]*render.Renderer
}

// memoKey tells the forms of an article in several themes apart.
type memoKey struct {
	article model.Address
	theme   string // of [Options].Theme
}

// remembered is an article with a hash of what it was made of.
type remembered struct {
	inputs string
	made   made
}

// Forget drops what was made of files, named by their paths from the site root.
// What articles say is told by their own hashes.
func (m *Memo) Forget(paths ...string) {
	m.mu.Lock()
	defer m.mu.Unlock()
	for _, p := range paths {
		switch {
		case path.Ext(p) == ".yaml":
			m.made, m.renderers = nil, nil
		case path.Ext(p) == ".css":
			m.renderers = nil
		}
		if m.images != nil {
			m.images.mu.Lock()
			delete(m.images.images, p)
			delete(m.images.sums, p)
			m.images.mu.Unlock()
		}
	}
}

// Moved drops what another set of files may mend: every article that something
// was found wrong with, and the themes.
func (m *Memo) Moved() {
	m.mu.Lock()
	defer m.mu.Unlock()
	for key, r := range m.made {
		if len(r.made.findings) > 0 {
			delete(m.made, key)
		}
	}
	m.renderers, m.images = nil, nil
}

// Keep drops what was made of articles that keep does not name.
func (m *Memo) Keep(keep func(model.Address) bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	for key := range m.made {
		if !keep(key.article) {
			delete(m.made, key)
		}
	}
}

func (m *Memo) seen() *seen {
	if m == nil {
		return &seen{images: map[string]*inspected{}, sums: map[string]func() (string, error){}}
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.images == nil {
		m.images = &seen{images: map[string]*inspected{}, sums: map[string]func() (string, error){}}
	}
	return m.images
}

func (m *Memo) renderer(theme string) *render.Renderer {
	if m == nil {
		return nil
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.renderers[theme]
}

// keepRenderer keeps a renderer unless its theme has findings, which every
// Build has to tell.
func (m *Memo) keepRenderer(theme string, r *render.Renderer, sound bool) {
	if m == nil || !sound {
		return
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.renderers == nil {
		m.renderers = map[string]*render.Renderer{}
	}
	m.renderers[theme] = r
}

// remembered gives an article as it was made before, or makes it.
func (b *builder) remembered(ctx context.Context, a *site.Article, single bool) made {
	m := b.Memo
	if m == nil {
		return b.paged(ctx, a, single)
	}
	key := memoKey{a.Address, b.Theme}
	inputs := model.Sum(b.inputs(a, single), a.Path, a.Source, fmt.Sprint(b.Drafts, b.Fragment))
	m.mu.Lock()
	known, ok := m.made[key]
	m.mu.Unlock()
	if ok && known.inputs == inputs && b.sameDeps(a, known.made.article.Deps) {
		return known.made
	}
	fresh := b.paged(ctx, a, single)
	if fresh.torn {
		return fresh
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.made == nil {
		m.made = map[memoKey]remembered{}
	}
	m.made[key] = remembered{inputs, fresh}
	return fresh
}

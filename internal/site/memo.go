package site

import (
	"path"
	"slices"
	"sync"

	"mpsync/internal/model"
)

// Memo remembers what the files of a site held, so that a site that stays open
// is loaded again in the time that its changes take. Whoever keeps one says what
// changed: a file with [Memo.Forget], files that came or went with [Memo.Clear].
// It is safe for concurrent use; a nil Memo remembers nothing.
type Memo struct {
	mu       sync.Mutex
	config   string // hash of mpsync.yaml, on which front matter is read
	sources  map[string]*source
	messages map[string]*messageFile
	targets  map[destination]Target
	walked   *walked
}

// walked is what a walk without findings saw.
type walked struct {
	files files
	hits  []int // of the patterns
}

// destination is what [Site.Resolve] is asked about.
type destination struct{ dir, dest string }

// mostTargets bounds the destinations that are remembered: one is added with
// every letter of a link that is being typed.
const mostTargets = 1 << 16

// Forget drops what was read of files, named by their paths from the site root.
func (m *Memo) Forget(paths ...string) {
	m.mu.Lock()
	defer m.mu.Unlock()
	for _, p := range paths {
		delete(m.sources, p)
		delete(m.messages, p)
	}
}

// Clear drops everything.
func (m *Memo) Clear() {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.drop()
}

func (m *Memo) drop() { m.sources, m.messages, m.targets, m.walked = nil, nil, nil, nil }

// under drops what was read under another mpsync.yaml.
func (m *Memo) under(config []byte) {
	if m == nil {
		return
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	if sum := model.Sum(string(config)); sum != m.config {
		m.config = sum
		m.drop()
	}
}

// walk gives what the last walk saw, or walks. What was found wrong has to be
// told by every load, and is looked at again.
func (m *Memo) walk(l *loader) files {
	if m == nil {
		return l.walk()
	}
	m.mu.Lock()
	known := m.walked
	m.mu.Unlock()
	if known != nil {
		for i, n := range known.hits {
			l.settings.patterns[i].hits = n
		}
		return known.files
	}
	before := len(l.found) + len(l.conf.list)
	now := walked{files: l.walk()}
	if len(l.found)+len(l.conf.list) > before {
		return now.files
	}
	for _, p := range l.settings.patterns {
		now.hits = append(now.hits, p.hits)
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	m.walked = &now
	return now.files
}

// source gives an article as it was read before, or reads it. Its findings are
// the caller's to add to.
func (m *Memo) source(file string, read func(file string) *source) *source {
	if m == nil {
		return read(file)
	}
	m.mu.Lock()
	s := m.sources[file]
	m.mu.Unlock()
	if s == nil {
		s = read(file)
		m.mu.Lock()
		if m.sources == nil {
			m.sources = map[string]*source{}
		}
		m.sources[file] = s
		m.mu.Unlock()
	}
	c := *s
	c.list = slices.Clip(s.list)
	return &c
}

// message gives a message file as it was read before, or reads it. What the
// caller finds out about it is the caller's.
func (m *Memo) message(file string, read func(file string) *messageFile) *messageFile {
	if m == nil {
		return read(file)
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	known := m.messages[file]
	if known == nil {
		known = read(file)
		if m.messages == nil {
			m.messages = map[string]*messageFile{}
		}
		m.messages[file] = known
	}
	c := *known
	c.list, c.refs = slices.Clip(known.list), slices.Clone(known.refs)
	return &c
}

// target gives what a destination led to before, or finds out.
func (m *Memo) target(from, dest string, find func(from, dest string) Target) Target {
	if m == nil {
		return find(from, dest)
	}
	key := destination{path.Dir(from), dest}
	m.mu.Lock()
	t, ok := m.targets[key]
	m.mu.Unlock()
	if ok {
		return t
	}
	t = find(from, dest)
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.targets == nil || len(m.targets) >= mostTargets {
		m.targets = map[destination]Target{}
	}
	m.targets[key] = t
	return t
}

// File is an article file of a site, sound or not.
type File struct {
	Path    string
	Address model.Address
}

// Files lists every article file that the globs match, sorted by path; also
// those that are left out, which stand in [Site.Skipped] by their address.
func (s *Site) Files() []File { return s.files }

// Styles lists the .css files of the site, sorted.
func (s *Site) Styles() []string { return s.styles }

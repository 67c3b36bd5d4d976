package build

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"sync"

	"mpsync/internal/cache"
	"mpsync/internal/site"
)

// sums remembers the hashes of a site's files by what the system says of them, as
// git's index does, so that images need not be read to learn that they are what
// they were.
type sums struct {
	load sync.Once

	mu      sync.Mutex
	known   map[string]fileSum
	changed bool
}

// fileSum is the hash of a file that looked so.
type fileSum struct {
	look string // without spaces
	hash string
	used bool
}

// key is where the hashes of a site's files are kept.
func (*sums) key(s *site.Site) string {
	return site.CacheKey(s.Dir, "sums 3")
}

// sum is the hash of a file of a site.
func (k *keeper) sum(s *site.Site, file string) (string, error) {
	if k == nil {
		data, err := s.ReadFile(file)
		return hashOf(data), err
	}
	info, err := s.Stat(file)
	if err != nil {
		return "", err
	}
	k.sums.read(k, s)
	now := fileSum{look: cache.Look(info), used: true}
	k.sums.mu.Lock()
	was, ok := k.sums.known[file]
	if ok = ok && was.look == now.look; ok {
		was.used = true
		k.sums.known[file] = was
	}
	k.sums.mu.Unlock()
	if ok {
		return was.hash, nil
	}
	seen := k.Store.Now()
	data, err := s.ReadFile(file)
	if err != nil {
		return "", err
	}
	now.hash = hashOf(data)
	if cache.Settled(info, seen) {
		k.sums.mu.Lock()
		k.sums.known[file], k.sums.changed = now, true
		k.sums.mu.Unlock()
	}
	return now.hash, nil
}

// read reads what is kept, once.
func (m *sums) read(k *keeper, s *site.Site) {
	m.load.Do(func() {
		m.known = map[string]fileSum{}
		data, _ := k.Store.Get(m.key(s))
		for line := range strings.Lines(string(data)) {
			if path, f, ok := parseSum(strings.TrimSuffix(line, "\n")); ok {
				m.known[path] = f
			}
		}
	})
}

// parseSum reads a line: hash, look and path.
func parseSum(line string) (path string, f fileSum, ok bool) {
	f.hash, line, _ = strings.Cut(line, " ")
	f.look, line, _ = strings.Cut(line, " ")
	path, err := strconv.Unquote(line)
	return path, f, len(f.hash) == 64 && err == nil
}

// write keeps what was learned. After a build of the whole site that is all that
// is known of its files.
func (m *sums) write(k *keeper, s *site.Site, whole bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if !m.changed {
		return
	}
	var out []byte
	for _, path := range slices.Sorted(maps.Keys(m.known)) {
		if f := m.known[path]; f.used || !whole {
			out = fmt.Appendf(out, "%s %s %q\n", f.hash, f.look, path)
		}
	}
	k.Store.Put(m.key(s), out)
	m.changed = false
}

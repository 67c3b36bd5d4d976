package asset

import (
	"maps"
	"slices"
	"strings"
	"sync"
)

// damage remembers which images could not be decoded, so that the next run says
// so before it sends anything, and decodes nothing. Two processes that write at
// the same time lose what one of them learned, which costs it one more try.
type damage struct {
	mu   sync.Mutex
	code map[string]string // by the hash of the image; nil before it is read
}

// damageKey is where a Maker's program remembers; another one may know better.
func (m *Maker) damageKey() string { return sum([]byte("damaged " + recipe + " " + m.Program)) }

// Damaged is the finding about an image of that hash that could not be decoded,
// in this run or an earlier one, "" for none; its arguments are the image's path
// and its type.
func (m *Maker) Damaged(sha256 string) (code string) {
	d := &m.damage
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.code == nil {
		d.code = m.damages()
	}
	return d.code[sha256]
}

// damages reads what is remembered.
func (m *Maker) damages() map[string]string {
	all := map[string]string{}
	data, _ := m.cache.Get(m.damageKey())
	for line := range strings.Lines(string(data)) {
		sha256, code, _ := strings.Cut(strings.TrimSuffix(line, "\n"), " ")
		if code == CodeBroken || code == codeUnsupported {
			all[sha256] = code
		}
	}
	return all
}

// note remembers an image that could not be decoded.
func (d *damage) note(m *Maker, sha256, code string) {
	d.mu.Lock()
	defer d.mu.Unlock()
	all := m.damages()
	maps.Copy(all, d.code)
	all[sha256] = code
	var out strings.Builder
	for _, s := range slices.Sorted(maps.Keys(all)) {
		out.WriteString(s + " " + all[s] + "\n")
	}
	m.cache.Put(m.damageKey(), []byte(out.String()))
	d.code = all
}

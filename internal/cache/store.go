package cache

import (
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// Store is a cache that is kept within bounds. Several processes may use one.
type Store struct {
	Dir Dir
	// Most is how many bytes are kept, about: what was not used for longest goes
	// first. Tidying up happens at most once a day.
	Most int64
	// Now is the clock.
	Now func() time.Time
}

const (
	// marked is how old the mark of an entry's last use may become, so that most
	// uses write nothing.
	marked = 24 * time.Hour
	// forgotten is how long an entry is kept that nobody uses.
	forgotten = 60 * 24 * time.Hour
	// abandoned is when a file that was begun has no writer any more.
	abandoned = time.Hour
	tidied    = "tidied"
)

// Get is what was put under a key, which is a hash in hex.
func (s *Store) Get(key string) (data []byte, ok bool) {
	if s == nil || s.Dir == "" {
		return nil, false
	}
	f, err := os.Open(s.Dir.file(key))
	if err != nil {
		return nil, false
	}
	defer func() { _ = f.Close() }()
	info, err := f.Stat()
	if err != nil {
		return nil, false
	}
	data = make([]byte, info.Size())
	if _, err := io.ReadFull(f, data); err != nil {
		return nil, false
	}
	if now := s.Now(); now.Sub(info.ModTime()) > marked {
		_ = os.Chtimes(f.Name(), now, now)
	}
	return data, true
}

// Put keeps data under a key. Readers see all of it or nothing.
func (s *Store) Put(key string, data []byte) {
	if s != nil {
		s.Dir.Put(key, data)
	}
}

// Tidy removes what is too much, unless that was done within a day. Whoever puts
// calls it in the end.
func (s *Store) Tidy() {
	if s == nil || s.Dir == "" {
		return
	}
	now, mark := s.Now(), filepath.Join(string(s.Dir), tidied)
	if info, err := os.Stat(mark); err == nil && now.Sub(info.ModTime()).Abs() < marked {
		return
	}
	if os.WriteFile(mark, nil, 0o600) != nil || os.Chtimes(mark, now, now) != nil {
		return
	}
	type entry struct {
		path string
		size int64
		used time.Time
	}
	var all []entry
	var size int64
	_ = filepath.WalkDir(string(s.Dir), func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || d.Name() == tidied {
			return nil //nolint:nilerr // what can't be read can't be removed
		}
		info, err := d.Info()
		if err != nil {
			return nil //nolint:nilerr // another process removed it
		}
		age := now.Sub(info.ModTime())
		if age > forgotten || age > abandoned && strings.HasPrefix(d.Name(), begun) {
			_ = os.Remove(path) //nolint:gosec // in the user's own cache, links are not followed
			return nil
		}
		all, size = append(all, entry{path, info.Size(), info.ModTime()}), size+info.Size()
		return nil
	})
	if size <= s.Most {
		return
	}
	slices.SortFunc(all, func(a, b entry) int { return a.used.Compare(b.used) })
	for _, e := range all {
		if size <= s.Most*3/4 { // room for a while
			return
		}
		if os.Remove(e.path) == nil {
			size -= e.size
		}
	}
}

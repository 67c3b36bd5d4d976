package site

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"hash/crc32"
	"maps"
	"path/filepath"
	"slices"
	"sync"

	"mpsync/internal/cache"
	"mpsync/internal/model"
)

// Heads keeps what articles begin with from one run to the next, so that a file
// that looks as it did is not read. What is kept is a part of the file and no
// more: what it means, and what is wrong with it, is found out by every load. It
// is safe for concurrent use, also by several processes; a nil Heads keeps
// nothing.
type Heads struct {
	// Store is where heads lie, one entry for each site.
	Store *cache.Store
	// Program tells the running program from any other one that keeps heads.
	Program string
}

// head is all of an article file that its front matter and its record are told
// by.
type head struct {
	look    string // as [cache.Look] gives it; "" for a file that is still changing
	source  string // as that of [Article]
	front          // its body is nil
	heading string // as that of [Article], whether or not there is a title
}

// readHead reads a file; ok is false where its front matter cannot be told from
// its body. What there is is given all the same.
func (l *loader) readHead(f *findings) (h head, ok bool) {
	data, ok := l.readText(f)
	if ok {
		sum := sha256.Sum256(data)
		h.source = hex.EncodeToString(sum[:])
	}
	front, problem := split(data)
	if problem != "" {
		front.text = data
	}
	h.front, h.heading = front, heading(front.body)
	if ok && problem != "" {
		f.error(place{front.line, 1}, problem, front.fence)
	}
	// The rest of the file is not kept in memory for the sake of its beginning.
	h.text, h.body = slices.Clone(front.text), nil
	return h, ok && problem == ""
}

// heads are those of one load.
type heads struct {
	*Heads
	key   string
	load  func() map[string]head
	mu    sync.Mutex
	now   map[string]head
	fresh bool // some of now were not kept
}

// CacheKey is where something is kept for the site at dir, of which there is one
// in each folder.
func CacheKey(dir string, what ...string) string {
	if abs, err := filepath.Abs(dir); err == nil {
		dir = abs
	}
	return model.Sum(append(what, dir)...)
}

// open makes heads ready for the site at dir; nil where none are kept.
func (h *Heads) open(dir string) *heads {
	if h == nil {
		return nil
	}
	o := &heads{Heads: h, key: CacheKey(dir, "heads 1", h.Program), now: map[string]head{}}
	o.load = sync.OnceValue(func() map[string]head {
		data, _ := h.Store.Get(o.key)
		return decodeHeads(data)
	})
	return o
}

// head gives the beginning of an article file as it was kept, or reads it.
func (l *loader) head(f *findings) (h head, ok bool) {
	if l.heads == nil {
		return l.readHead(f)
	}
	seen := l.heads.Store.Now()
	info, err := l.Stat(f.file)
	if err != nil {
		return l.readHead(f) // which says why
	}
	look := cache.Look(info)
	if h, ok = l.heads.load()[f.file]; ok && h.look == look {
		l.heads.keep(f.file, h, false)
		return h, true
	}
	if h, ok = l.readHead(f); ok && cache.Settled(info, seen) {
		h.look = look
		l.heads.keep(f.file, h, true)
	}
	return h, ok
}

func (h *heads) keep(file string, of head, fresh bool) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.now[file] = of
	h.fresh = h.fresh || fresh
}

// write keeps what the files of the site are now, if that is something else.
func (h *heads) write() {
	if h == nil || !h.fresh && len(h.now) == len(h.load()) {
		return
	}
	h.Store.Put(h.key, encodeHeads(h.now))
	h.Store.Tidy()
}

// encodeHeads writes a checksum and then, for each file, its fields with the
// length before each.
func encodeHeads(all map[string]head) []byte {
	b := make([]byte, 4)
	add := func(s string) { b = append(binary.AppendUvarint(b, uint64(len(s))), s...) }
	for _, file := range slices.Sorted(maps.Keys(all)) {
		h := all[file]
		for _, s := range []string{file, h.look, h.source, h.fence, string(h.text), h.heading} {
			add(s)
		}
		b = binary.AppendUvarint(binary.AppendUvarint(b, uint64(h.line)), uint64(h.bodyLine)) //nolint:gosec // lines count from 0
	}
	binary.LittleEndian.PutUint32(b, crc32.ChecksumIEEE(b[4:]))
	return b
}

// decodeHeads reads them; what was damaged holds none.
func decodeHeads(data []byte) map[string]head {
	if len(data) < 4 || binary.LittleEndian.Uint32(data) != crc32.ChecksumIEEE(data[4:]) {
		return nil
	}
	rest := data[4:]
	number := func() int {
		n, size := binary.Uvarint(rest)
		rest = rest[max(size, 0):]
		return int(n) //nolint:gosec // written from an int; the checksum holds
	}
	next := func() []byte {
		n := min(number(), len(rest))
		field := rest[:n:n]
		rest = rest[n:]
		return field
	}
	all := map[string]head{}
	for len(rest) > 0 {
		file := string(next())
		h := head{look: string(next()), source: string(next())}
		h.fence, h.text, h.heading = string(next()), next(), string(next())
		h.line, h.bodyLine = number(), number()
		all[file] = h
	}
	return all
}

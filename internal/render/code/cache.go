package code

import (
	"container/list"
	"crypto/sha256"
	"sync"
)

// cacheBytes bounds the HTML that a highlighter remembers: the blocks of the few
// articles that are at work, as whole pages are kept elsewhere.
const cacheBytes = 1 << 20

// cache remembers the most recently used blocks up to a number of bytes.
type cache struct {
	limit int

	mu    sync.Mutex
	size  int
	order *list.List // of entry, the latest first
	byKey map[[sha256.Size]byte]*list.Element
}

type entry struct {
	key  [sha256.Size]byte
	html string
}

func newCache(limit int) cache {
	return cache{limit: limit, order: list.New(), byKey: map[[sha256.Size]byte]*list.Element{}}
}

func (c *cache) get(key [sha256.Size]byte) (string, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	e, ok := c.byKey[key]
	if !ok {
		return "", false
	}
	c.order.MoveToFront(e)
	return e.Value.(entry).html, true
}

func (c *cache) put(key [sha256.Size]byte, html string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if _, ok := c.byKey[key]; ok {
		return
	}
	c.byKey[key] = c.order.PushFront(entry{key, html})
	c.size += len(html)
	for c.size > c.limit && c.order.Len() > 1 {
		old := c.order.Remove(c.order.Back()).(entry)
		delete(c.byKey, old.key)
		c.size -= len(old.html)
	}
}

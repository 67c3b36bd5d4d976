package preview

import (
	"fmt"
	"net/http"
	"sync"
)

// hub tells pages that there is something new to see.
type hub struct {
	mu     sync.Mutex
	pages  map[chan int]bool
	closed bool
}

// join adds a page. What it receives is the number of the newest edition.
func (h *hub) join() (news chan int, leave func()) {
	news = make(chan int, 1)
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.pages == nil {
		h.pages = map[chan int]bool{}
	}
	if h.closed {
		close(news)
		return news, func() {}
	}
	h.pages[news] = true
	return news, func() {
		h.mu.Lock()
		defer h.mu.Unlock()
		delete(h.pages, news)
	}
}

// tell gives every page a number; one that was not fetched yet is replaced.
func (h *hub) tell(number int) {
	h.mu.Lock()
	defer h.mu.Unlock()
	for news := range h.pages {
		select {
		case <-news:
		default:
		}
		news <- number
	}
}

// close ends every stream.
func (h *hub) close() {
	h.mu.Lock()
	defer h.mu.Unlock()
	for news := range h.pages {
		close(news)
	}
	h.pages, h.closed = nil, true
}

// serveEvents streams the numbers of editions to a page, the first at once.
func (s *Server) serveEvents(w http.ResponseWriter, r *http.Request) {
	news, leave := s.hub.join()
	defer leave()
	w.Header().Set("Content-Type", "text/event-stream")
	w.Header().Set("Cache-Control", "no-store")
	send := func(number int) bool {
		_, err := fmt.Fprintf(w, "data: {\"boot\":%q,\"number\":%d}\n\n", s.boot, number)
		return err == nil && http.NewResponseController(w).Flush() == nil
	}
	e, release := s.hold()
	number := e.number
	release()
	for ok := send(number); ok; {
		select {
		case number, ok = <-news:
			ok = ok && send(number)
		case <-r.Context().Done():
			return
		}
	}
}

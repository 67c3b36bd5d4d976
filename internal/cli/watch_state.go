package cli

import (
	"context"
	"os"
	"sync"

	"mpsync/internal/site"
	"mpsync/internal/state"
)

// remembered is a state as it was read last, which is good while its files are
// the same: a large one takes longer to read than an article to render.
type remembered struct {
	mu    sync.Mutex
	files []os.FileInfo
	state *state.State
}

// stateOf reads what is known of the account of a site.
func (w *watcher) stateOf(ctx context.Context, s *site.Site) (*state.State, error) {
	store := w.storeOf(s)
	file, ok := store.(*state.File)
	if !ok {
		return offline(store).Load(ctx)
	}
	r := &w.remembered
	r.mu.Lock()
	defer r.mu.Unlock()
	now := file.Stats()
	if r.state != nil && sameFiles(now, r.files) {
		return r.state, nil
	}
	st, err := file.Load(ctx)
	r.state, r.files = st, now
	return st, err
}

// sameFiles says whether two looks saw the same.
func sameFiles(a, b []os.FileInfo) bool {
	for i := range a {
		switch {
		case a[i] == nil && b[i] == nil:
		case a[i] == nil || b[i] == nil, !os.SameFile(a[i], b[i]),
			a[i].Size() != b[i].Size(), !a[i].ModTime().Equal(b[i].ModTime()):
			return false
		}
	}
	return true
}

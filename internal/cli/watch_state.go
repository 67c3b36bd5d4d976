package cli

import (
	"context"
	"os"
	"path/filepath"
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
	if s.Config.StateBranch != "" {
		return offline(w.storeOf(s)).Load(ctx)
	}
	r := &w.remembered
	r.mu.Lock()
	defer r.mu.Unlock()
	now := stateFiles(s)
	if r.state != nil && sameFiles(now, r.files) {
		return r.state, nil
	}
	st, err := w.storeOf(s).Load(ctx)
	r.state, r.files = st, now
	return st, err
}

// stateFiles says what a state stands in; nil stands for a file that is not
// there.
func stateFiles(s *site.Site) []os.FileInfo {
	name := filepath.Join(s.Dir, filepath.FromSlash(s.Config.State))
	var files []os.FileInfo
	for _, suffix := range []string{"", ".journal"} {
		info, err := os.Stat(name + suffix)
		if err != nil {
			info = nil
		}
		files = append(files, info)
	}
	return files
}

// sameFiles says whether two looks saw the same. A snapshot is always another
// file, and a journal only grows or is emptied, so that no change escapes it.
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

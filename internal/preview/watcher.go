package preview

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/fsnotify/fsnotify"
)

// How long changes are gathered, because an editor saves in several steps: until
// nothing follows for quiet, and no longer than longest. A file that was cut to
// nothing is given until then to be filled.
const (
	quiet   = 5 * time.Millisecond
	longest = 80 * time.Millisecond
)

// batch is what changed in a folder.
type batch struct {
	// written are files that were there before and still are, slash-separated
	// from the root, sorted.
	written []string
	// moved is set when files or folders came or went.
	moved bool
}

// watcher tells what changes in a folder. It knows the set of files, so that a
// save by renaming another file over the old one is told for what it is.
type watcher struct {
	dir   string
	fs    *fsnotify.Watcher
	files map[string]bool // slash-separated, from dir
	sleep func(context.Context, time.Duration) error
}

// newWatcher begins to watch dir and the folders in it.
func newWatcher(dir string, sleep func(context.Context, time.Duration) error) (*watcher, error) {
	w, err := fsnotify.NewWatcher()
	if err != nil {
		return nil, fmt.Errorf("watch %q: %w", dir, err)
	}
	x := &watcher{dir: dir, fs: w, files: map[string]bool{}, sleep: sleep}
	if err := x.add("."); err != nil {
		return nil, errors.Join(fmt.Errorf("watch %q: %w", dir, err), w.Close())
	}
	return x, nil
}

func (w *watcher) close() error { return w.fs.Close() }

// add watches a folder of the site with all that it holds. Folders whose name
// begins with a dot hold nothing that articles are made of.
func (w *watcher) add(folder string) error {
	return filepath.WalkDir(filepath.Join(w.dir, filepath.FromSlash(folder)), func(name string, d fs.DirEntry, err error) error {
		rel := w.rel(name)
		switch {
		case errors.Is(err, fs.ErrNotExist) && rel != ".":
			return nil // gone since
		case err != nil:
			return err
		case ignored(rel):
			if d.IsDir() {
				return fs.SkipDir
			}
			return nil
		case d.IsDir():
			return w.fs.Add(name)
		}
		w.files[rel] = true
		return nil
	})
}

// rel is the slash-separated path from the root.
func (w *watcher) rel(name string) string {
	rel, err := filepath.Rel(w.dir, name)
	if err != nil {
		return "."
	}
	return filepath.ToSlash(rel)
}

// ignored says whether a path is no concern of a site: hidden, a dependency, or
// what editors and mpsync itself write beside files.
func ignored(rel string) bool {
	for part := range strings.SplitSeq(rel, "/") {
		if part == "node_modules" || len(part) > 1 && part[0] == '.' {
			return true
		}
	}
	return strings.HasSuffix(rel, "~") || strings.HasSuffix(rel, ".lock") || strings.HasSuffix(rel, ".mpsync-tmp")
}

// next waits for changes and gathers them until none follow. The error is the
// context's, or that watching ended.
func (w *watcher) next(ctx context.Context) (batch, error) {
	for {
		named := map[string]bool{}
		lost, err := w.wait(ctx, named)
		w.drain(named, &lost)
		for waited := time.Duration(0); err == nil && waited < longest; waited += quiet {
			if err = w.sleep(ctx, quiet); err != nil || !w.drain(named, &lost) && !w.empty(named) {
				break
			}
		}
		if err != nil {
			return batch{}, err
		}
		if b := w.batch(named, lost); b.moved || len(b.written) > 0 {
			return b, nil
		}
	}
}

// wait waits for the first change. lost is set when changes were missed.
func (w *watcher) wait(ctx context.Context, named map[string]bool) (lost bool, err error) {
	select {
	case e, ok := <-w.fs.Events:
		if !ok {
			return false, fsnotify.ErrClosed
		}
		named[w.rel(e.Name)] = true
		return false, nil
	case _, ok := <-w.fs.Errors:
		if !ok {
			return false, fsnotify.ErrClosed
		}
		return true, nil
	case <-ctx.Done():
		return false, ctx.Err()
	}
}

// drain takes the changes that are there already and says whether there were any.
func (w *watcher) drain(named map[string]bool, lost *bool) bool {
	for any := false; ; any = true {
		select {
		case e, ok := <-w.fs.Events:
			if !ok {
				return any
			}
			named[w.rel(e.Name)] = true
		case _, ok := <-w.fs.Errors:
			if !ok {
				return any
			}
			*lost = true
		default:
			return any
		}
	}
}

// empty says whether one of the files named has nothing in it.
func (w *watcher) empty(named map[string]bool) bool {
	for rel := range named {
		info, err := os.Stat(filepath.Join(w.dir, filepath.FromSlash(rel)))
		if err == nil && info.Mode().IsRegular() && info.Size() == 0 && !ignored(rel) {
			return true
		}
	}
	return false
}

// batch compares what was named with what is there.
func (w *watcher) batch(named map[string]bool, lost bool) batch {
	b := batch{moved: lost}
	if lost {
		w.files = map[string]bool{}
		_ = w.add(".") // what can't be watched is read when the site is loaded
	}
	var folders []string
	for rel := range named {
		if rel == "" || ignored(rel) {
			continue
		}
		was := w.files[rel]
		info, err := os.Stat(filepath.Join(w.dir, filepath.FromSlash(rel)))
		switch {
		case err == nil && info.IsDir():
			if rel != "." {
				folders = append(folders, rel)
			}
		case err == nil && was:
			b.written = append(b.written, rel)
		case err == nil:
			w.files[rel], b.moved = true, true
		default:
			b.moved = w.remove(rel) || b.moved
		}
	}
	// What went first: a folder that was renamed is told of under its old name for
	// as long as that is watched.
	for _, rel := range folders {
		b.moved = w.addNew(rel) || b.moved
	}
	slices.Sort(b.written)
	return b
}

// addNew watches a folder that came and says whether it is new or holds files
// that are.
func (w *watcher) addNew(folder string) bool {
	before := len(w.files)
	known := slices.Contains(w.fs.WatchList(), filepath.Join(w.dir, filepath.FromSlash(folder)))
	_ = w.add(folder) // it may be gone again
	return !known || len(w.files) != before
}

// remove forgets a file, or a folder with all that it held.
func (w *watcher) remove(rel string) (any bool) {
	for _, name := range w.fs.WatchList() {
		if folder := w.rel(name); folder == rel || strings.HasPrefix(folder, rel+"/") {
			_ = w.fs.Remove(name) // the system may have forgotten it before us
			any = true
		}
	}
	for file := range w.files {
		if file == rel || strings.HasPrefix(file, rel+"/") {
			delete(w.files, file)
			any = true
		}
	}
	return any
}

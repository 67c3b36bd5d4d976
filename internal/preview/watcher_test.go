package preview

import (
	"context"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"
	"time"
)

// watched begins to watch a folder.
func watched(t *testing.T, f disk) *watcher {
	t.Helper()
	w, err := newWatcher(f.dir, sleep)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = w.close() })
	return w
}

// tell gathers what a watcher says until it has told of a last write, which a
// slow machine may tell in any number of pieces.
func tell(t *testing.T, f disk, w *watcher) (written []string, moved bool) {
	t.Helper()
	const last = "last.md"
	f.write(last, "last "+time.Now().String())
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	all := map[string]bool{}
	for !all[last] {
		b, err := w.next(ctx)
		if err != nil {
			t.Fatalf("%v after %v", err, slices.Sorted(maps.Keys(all)))
		}
		moved = moved || b.moved
		for _, name := range b.written {
			all[name] = true
		}
	}
	delete(all, last)
	return slices.Sorted(maps.Keys(all)), moved
}

func TestWatcherTellsWhatAnEditorDid(t *testing.T) {
	for _, c := range []struct {
		name    string
		do      func(f disk)
		written string // separated by spaces
		moved   bool
		steps   bool // in between, the file is not there
	}{
		{"a save in place", func(f disk) { f.write("posts/a.md", "now") }, "posts/a.md", false, false},
		{"a save by renaming over", func(f disk) { f.write("posts/.a.md.swp", "now"); f.rename("posts/.a.md.swp", "posts/a.md") }, "posts/a.md", false, false},
		{"a save that keeps a backup", func(f disk) { f.rename("posts/a.md", "posts/a.md~"); f.write("posts/a.md", "now") }, "posts/a.md", false, true},
		{"a save in two steps", func(f disk) { f.write("posts/a.md", ""); f.write("posts/a.md", "now") }, "posts/a.md", false, false},
		{"two files", func(f disk) { f.write("posts/a.md", "now"); f.write("mpsync.yaml", "now") }, "mpsync.yaml posts/a.md", false, false},
		{"swap files, locks and hidden folders", func(f disk) {
			for _, name := range []string{"posts/.a.md.swp", "posts/4913~", "mpsync.state.json.lock", ".git/index", "node_modules/x/a.md", ".mpsync/cache", "posts/a.md.mpsync-tmp"} {
				f.write(name, "x")
			}
			f.remove("posts/.a.md.swp")
		}, "", false, false},
		{"a new file", func(f disk) { f.write("posts/b.md", "new") }, "", true, false},
		{"a removed file", func(f disk) { f.remove("posts/a.md") }, "", true, false},
		{"a renamed file", func(f disk) { f.rename("posts/a.md", "posts/b.md") }, "", true, false},
		{"a new folder with files", func(f disk) { f.write("posts/x/y/z.md", "new") }, "", true, false},
		{"a removed folder", func(f disk) { f.remove("posts") }, "", true, false},
		{"a renamed folder", func(f disk) { f.rename("posts", "articles") }, "", true, false},
		{"a file that became a link", func(f disk) {
			f.remove("posts/a.md")
			if err := os.Symlink("../mpsync.yaml", f.path("posts/a.md")); err != nil {
				f.Fatal(err)
			}
		}, "posts/a.md", false, true},
		{"a link that leads nowhere", func(f disk) {
			f.remove("posts/a.md")
			if err := os.Symlink("none.md", f.path("posts/a.md")); err != nil {
				f.Fatal(err)
			}
		}, "", true, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			f := newDisk(t, map[string]string{"posts/a.md": "before", "last.md": "before"})
			w := watched(t, f)
			c.do(f)
			written, moved := tell(t, f, w)
			if c.steps && moved {
				return // a slow machine saw that the file went and came, which tells more
			}
			if got := strings.Join(written, " "); got != c.written || moved != c.moved {
				t.Errorf("written %q, moved %v; want %q, %v", got, moved, c.written, c.moved)
			}
		})
	}
}

func TestWatcherFollowsFoldersThatCome(t *testing.T) {
	f := newDisk(t, map[string]string{"posts/a.md": "before", "last.md": "x"})
	w := watched(t, f)
	f.write("posts/deep/er/b.md", "new")
	if _, moved := tell(t, f, w); !moved {
		t.Fatal("a new folder was not told")
	}
	f.write("posts/deep/er/b.md", "changed")
	if written, _ := tell(t, f, w); !slices.Contains(written, "posts/deep/er/b.md") {
		t.Errorf("written %v", written)
	}
	f.rename("posts/deep", "posts/moved")
	if _, moved := tell(t, f, w); !moved {
		t.Fatal("a renamed folder was not told")
	}
	f.write("posts/moved/er/b.md", "again")
	if written, _ := tell(t, f, w); !slices.Contains(written, "posts/moved/er/b.md") {
		t.Errorf("written %v", written)
	}
	f.remove("posts/moved")
	f.write("posts/moved/er/b.md", "back")
	if _, moved := tell(t, f, w); !moved {
		t.Fatal("a folder that went and came was not told")
	}
	f.write("posts/moved/er/b.md", "back and changed")
	if written, _ := tell(t, f, w); !slices.Contains(written, "posts/moved/er/b.md") {
		t.Errorf("written %v", written)
	}
}

// TestWatcherWaitsForAFileToBeFilled cuts a file to nothing, as some editors do
// first.
func TestWatcherWaitsForAFileToBeFilled(t *testing.T) {
	f := newDisk(t, map[string]string{"posts/a.md": "before"})
	filled := false
	w, err := newWatcher(f.dir, func(ctx context.Context, d time.Duration) error {
		if !filled { // while the watcher waits, the editor goes on
			filled = true
			if err := sleep(ctx, d); err != nil {
				return err
			}
			f.write("posts/a.md", "now")
		}
		return sleep(ctx, d)
	})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = w.close() }()
	f.write("posts/a.md", "")
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	b, err := w.next(ctx)
	if err != nil {
		t.Fatal(err)
	}
	if !filled || f.read("posts/a.md") != "now" || !slices.Equal(b.written, []string{"posts/a.md"}) {
		t.Errorf("%+v, filled %v", b, filled)
	}
}

func TestWatcherEndsWithItsContext(t *testing.T) {
	w := watched(t, newDisk(t, nil))
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := w.next(ctx); err == nil {
		t.Error("it went on")
	}
}

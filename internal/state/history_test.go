package state

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"mpsync/internal/model"
)

// withHistory is a store that keeps snapshots, after commits that each leave a
// library named by their serial.
func withHistory(t *testing.T, commits int) *File {
	t.Helper()
	f := newFile(filepath.Join(t.TempDir(), "s.json"))
	f.History = filepath.Join(filepath.Dir(f.Path), "hidden", "history")
	lock(t, f)
	for i := range commits {
		e := Entry{Library: fmt.Sprint("library ", i+1), Open: &Intent{ID: fmt.Sprint("i", i+1)}, Close: fmt.Sprint("i", i)}
		s := load(t, f)
		appendAll(t, f, e)
		s.Apply(e)
		commit(t, f, s)
	}
	return f
}

func TestHistoryKeepsTheLastSnapshots(t *testing.T) {
	f := withHistory(t, keeps+3)
	past, err := f.Past()
	if err != nil || len(past) != keeps {
		t.Fatalf("%d snapshots, %v", len(past), err)
	}
	for i, p := range past {
		if want := int64(keeps + 2 - i); p.Serial != want || p.Size == 0 || p.Time.IsZero() {
			t.Errorf("snapshot %d is %+v", want, p)
		}
		if s, err := f.LoadPast(p.Serial); err != nil || s.Library != fmt.Sprint("library ", p.Serial) {
			t.Errorf("snapshot %d: %+v, %v", p.Serial, s, err)
		}
	}
	if rule := readAll(t, filepath.Join(f.History, ".gitignore")); string(rule) != "*\n" {
		t.Errorf("git is told %q", rule)
	}
	if _, err := f.LoadPast(1); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("a snapshot that is not kept: %v", err)
	}
}

func TestHistoryIsNotChangedByWhoWritesIntoTheState(t *testing.T) {
	f := withHistory(t, 2)
	before := readAll(t, f.pastFile(1))
	file, err := os.OpenFile(f.Path, os.O_WRONLY|os.O_TRUNC, 0)
	if err != nil {
		t.Fatal(err)
	}
	if err := file.Close(); err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(before, readAll(t, f.pastFile(1))) {
		t.Error("the snapshot changed")
	}
}

func TestRestoreBringsASnapshotBackAndKeepsOpenCalls(t *testing.T) {
	f := withHistory(t, 3)
	lineage := load(t, f).Lineage
	if err := f.Restore(t.Context(), 1); err != nil {
		t.Fatal(err)
	}
	s := load(t, newFile(f.Path))
	if s.Library != "library 1" || s.Serial != 4 || s.Lineage != lineage || s.Intents["i1"] == nil || s.Intents["i3"] == nil {
		t.Errorf("restored %+v", s)
	}
	if s, err := f.LoadPast(3); err != nil || s.Library != "library 3" {
		t.Errorf("what was replaced is not kept: %v", err)
	}
	commit(t, f, load(t, f))
}

func TestRestoreForgetsNothingThatReadersHave(t *testing.T) {
	public, removed := &Publication{Status: PublicationPublic, ArticleID: "x"}, &Publication{Status: PublicationRemoved}
	message := func(mediaID, title string, p *Publication) *Message {
		return &Message{MediaID: mediaID, Publication: p, Articles: []Article{{Address: "a", Title: title}}}
	}
	past, now := New("l"), New("l")
	past.Messages = map[model.Address]*Message{
		"draft": message("1", "old", nil), "published since": message("2", "old", nil), "replaced since": message("3", "old", nil),
		"removed since": message("4", "old", public), "gone since": message("5", "old", nil),
	}
	now.Messages = map[model.Address]*Message{
		"draft": message("1", "new", nil), "published since": message("2", "new", public), "replaced since": message("33", "new", public),
		"removed since": message("4", "new", removed), "made and published since": message("6", "new", public), "made since": message("7", "new", nil),
	}
	now.Tombstones = map[string]*Tombstone{"3": {Address: "replaced since"}, "5": {Address: "gone since"}}
	want := map[model.Address]*Message{
		"draft": message("1", "old", nil), "published since": message("2", "old", public), "replaced since": message("33", "new", public),
		"removed since": message("4", "old", removed), "gone since": message("5", "old", nil), "made and published since": message("6", "new", public),
	}
	got := Restored(past, now)
	if diff := cmp.Diff(want, got.Messages); diff != "" {
		t.Error(diff)
	}
	if len(got.Tombstones) != 1 || got.Tombstones["3"] == nil {
		t.Errorf("owed are %v", got.Tombstones)
	}
}

func TestRestoreServesWhenTheStateIsBrokenOrGone(t *testing.T) {
	for name, harm := range map[string]func(string) error{
		"broken": func(path string) error { return os.WriteFile(path, []byte("{<<<"), 0o600) },
		"gone":   os.Remove,
		"journal broken": func(path string) error {
			return os.WriteFile(path+journalSuffix, []byte("junk\njunk\n"), 0o600)
		},
	} {
		t.Run(name, func(t *testing.T) {
			f := withHistory(t, 3)
			lineage := load(t, f).Lineage
			if err := harm(f.Path); err != nil {
				t.Fatal(err)
			}
			if err := f.Restore(t.Context(), 2); err != nil {
				t.Fatal(err)
			}
			s := load(t, newFile(f.Path))
			if s.Library != "library 2" || s.Lineage != lineage || s.Serial <= 3 {
				t.Errorf("restored %+v", s)
			}
			commit(t, f, load(t, f))
			_, err := os.Stat(f.Path + ".broken")
			if kept := err == nil; kept != (name != "gone") {
				t.Errorf("the harmed state is kept: %v", kept)
			}
		})
	}
}

func TestRestoreRefusesAnotherState(t *testing.T) {
	f, other := withHistory(t, 2), withHistory(t, 2)
	write(t, f.pastFile(1), readAll(t, other.pastFile(1)))
	if err := f.Restore(t.Context(), 1); err == nil {
		t.Error("a snapshot of another state was restored")
	}
}

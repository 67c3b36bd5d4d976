package state

import (
	"errors"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// inFile is a state with an open journal in a file of a clone.
func inFile(t *testing.T, c *clone) (*File, *State) {
	t.Helper()
	g := c.handle()
	f := &File{Path: filepath.Join(c.dir, g.File), Name: g.File, Version: g.Version, Now: g.Now, Rand: g.Rand}
	unlock := lock(t, f)
	s := load(t, f)
	for _, e := range sample() {
		if err := f.Append(t.Context(), e); err != nil {
			t.Fatal(err)
		}
	}
	s = applied(s.Lineage, sample()...)
	commit(t, f, s)
	if err := f.Append(t.Context(), images("late")); err != nil { // stays in the journal
		t.Fatal(err)
	}
	unlock()
	return f, load(t, f)
}

func TestMoveKeepsLineageAndJournal(t *testing.T) {
	r := newRemote(t)
	c := r.clone(t)
	f, was := inFile(t, c)
	if err := Move(t.Context(), f, c.handle()); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(was, load(t, r.clone(t).handle())); diff != "" {
		t.Errorf("the branch holds (-file +branch):\n%s", diff)
	}
	if journal := c.git(t, "show", "origin/mpsync-state:mpsync.state.json.journal"); journal == "" {
		t.Error("the journal was left behind")
	}
	if _, err := os.Stat(f.Path); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("the file is still there: %v", err)
	}
	wantFinding(t, Move(t.Context(), f, c.handle()), "state-move-nothing")

	// And back, as whoever gives CI up does.
	if err := Move(t.Context(), c.handle(), f); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(was, load(t, f)); diff != "" {
		t.Errorf("the file holds (-was +is):\n%s", diff)
	}
}

func TestMoveRefusesAPlaceWithAnotherState(t *testing.T) {
	r, other := begun(t)
	c := r.clone(t)
	f, was := inFile(t, c)
	wantFinding(t, Move(t.Context(), f, c.handle()), "state-move-other")
	if diff := cmp.Diff(was, load(t, f)); diff != "" {
		t.Errorf("the file was touched:\n%s", diff)
	}
	if got := load(t, r.clone(t).handle()); got.Lineage != other.Lineage || got.Serial != 1 {
		t.Errorf("the branch was touched: %s %d", got.Lineage, got.Serial)
	}
}

func TestMoveThatWasInterruptedEndsTheSame(t *testing.T) {
	r := newRemote(t)
	c := r.clone(t)
	f, was := inFile(t, c)
	snapshot, err := os.ReadFile(f.Path)
	if err != nil {
		t.Fatal(err)
	}
	journal, err := os.ReadFile(f.Path + journalSuffix)
	if err != nil {
		t.Fatal(err)
	}
	if err := Move(t.Context(), f, c.handle()); err != nil {
		t.Fatal(err)
	}
	write(t, f.Path, snapshot) // as if it had ended behind the push
	write(t, f.Path+journalSuffix, journal)
	if err := Move(t.Context(), f, c.handle()); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(f.Path); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("the file is still there: %v", err)
	}
	if diff := cmp.Diff(was, load(t, c.handle())); diff != "" {
		t.Error(diff)
	}
}

func TestMoveThatCannotPushLeavesTheStateWhereItWas(t *testing.T) {
	r := newRemote(t)
	c := r.clone(t)
	f, was := inFile(t, c)
	hook := filepath.Join(r.dir, "hooks", "pre-receive")
	if err := os.WriteFile(hook, []byte("#!/bin/sh\nexit 1\n"), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := Move(t.Context(), f, c.handle()); err == nil {
		t.Fatal("no error")
	}
	if diff := cmp.Diff(was, load(t, f)); diff != "" {
		t.Errorf("the file was touched:\n%s", diff)
	}
	if err := os.Remove(hook); err != nil {
		t.Fatal(err)
	}
	if err := Move(t.Context(), f, c.handle()); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(was, load(t, r.clone(t).handle())); diff != "" {
		t.Error(diff)
	}
}

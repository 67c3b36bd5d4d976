package apply

import (
	"context"
	"errors"
	"fmt"
	"os"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"mpsync/internal/library"
	"mpsync/internal/state"
)

// shared is the store of a machine that vanishes: what other machines see is
// what stood in the files when it last pushed.
type shared struct {
	state.Store
	w      *world
	pushed *int         // how often
	refuse func() error // of a push, when set
}

func (s shared) AppendAll(ctx context.Context, entries []state.Entry) error {
	if s.refuse != nil {
		if err := s.refuse(); err != nil {
			return err
		}
	}
	for _, e := range entries {
		if err := s.Append(ctx, e); err != nil {
			return err
		}
	}
	*s.pushed++
	return s.w.keep()
}

func (s shared) Commit(ctx context.Context, st *state.State) error {
	if err := s.Store.Commit(ctx, st); err != nil {
		return err
	}
	return s.w.keep()
}

func (w *world) files() []string { return []string{w.file().Path, w.file().Path + ".journal"} }

// keep copies the state to where other machines see it.
func (w *world) keep() error {
	for _, f := range w.files() {
		data, err := os.ReadFile(f)
		switch {
		case errors.Is(err, os.ErrNotExist):
			err = os.RemoveAll(f + ".pushed")
		case err == nil:
			err = os.WriteFile(f+".pushed", data, 0o600)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// vanish leaves what other machines see.
func (w *world) vanish() {
	w.Helper()
	w.clock.ids += 1000 // another machine makes other names
	for _, f := range w.files() {
		data, err := os.ReadFile(f + ".pushed")
		if errors.Is(err, os.ErrNotExist) {
			err = os.RemoveAll(f)
		} else if err == nil {
			err = os.WriteFile(f, data, 0o600)
		}
		if err != nil {
			w.Fatal(err)
		}
	}
}

// share gives the next runs a shared store.
func (w *world) share(refuse func() error) *int {
	pushed := new(int)
	w.store = func(s state.Store) state.Store { return shared{s, w, pushed, refuse} }
	return pushed
}

func TestIntentsAreSharedInBatches(t *testing.T) {
	w := prepare(t, "current", library.Draft).copyOf(t)
	var seen []string
	pushed := w.share(func() error {
		seen = append(seen, fmt.Sprint(len(w.wire.writes())))
		return nil
	})
	if o := w.apply(t.Context()); !o.done() {
		t.Fatal(o.err, texts(o.Findings))
	}
	// Before any write the cover's intent, and before the first message all of
	// theirs: two content images and the cover were uploaded by then.
	if diff := cmp.Diff([]string{"0", "2"}, seen); diff != "" || *pushed != 2 {
		t.Errorf("pushed %d times\n%s", *pushed, diff)
	}
	w.store = nil
	w.mustBeInStep()
}

func TestApplyConvergesOnAnotherMachineWhereverTheFirstVanishes(t *testing.T) {
	for _, kind := range kinds[:2] {
		t.Run(kind.library, func(t *testing.T) {
			t.Parallel()
			base := prepare(t, kind.profile, kind.library)
			held, _ := clean(t, base)
			until := func(w *world, at int) int {
				ctx, cancel := context.WithCancel(w.Context())
				defer cancel()
				d := &death{at: at, cancel: cancel}
				if err := w.keep(); err != nil {
					t.Fatal(err)
				}
				w.wire.before, w.wire.after = d.step, d.step
				w.store = func(s state.Store) state.Store { return shared{mortal{s, d}, w, new(int), nil} }
				w.apply(ctx)
				w.wire.before, w.wire.after, w.store = nil, nil, nil
				return d.steps
			}
			steps, cells := until(base.copyOf(t), 0), 0
			for k := 1; k <= steps; k++ {
				if !*long && k%13 != len(kind.library) && k < steps {
					continue
				}
				cells++
				t.Run(fmt.Sprint(k), func(t *testing.T) {
					w := base.copyOf(t)
					if k < steps { // else all is done but told to nobody, and the old messages are gone
						w.lag()
					}
					w.lease = time.Minute
					until(w, k)
					w.vanish()
					w.converge(held)
				})
			}
			t.Logf("vanished at %d of %d steps", cells, steps)
		})
	}
}

func TestNothingIsCreatedWithoutASharedIntent(t *testing.T) {
	w := prepare(t, "current", library.Draft).copyOf(t)
	before := w.held()
	w.share(func() error { return state.ErrLocked })
	o := w.apply(t.Context())
	if !errors.Is(o.err, state.ErrLocked) {
		t.Fatalf("got %v", o.err)
	}
	if diff := cmp.Diff(before, w.held()); diff != "" {
		t.Error(diff)
	}
	if n := len(w.state().Intents); n != 0 {
		t.Errorf("%d intents are open", n)
	}
	w.store = nil
	w.mustApply()
}

func TestIntentsOfCallsThatAreNotMadeAreClosed(t *testing.T) {
	w := prepare(t, "current", library.Draft).copyOf(t)
	w.share(nil)
	w.fault("draft/add", "errcode", 45009, 0, 9)
	o := w.apply(t.Context())
	if o.Deferred == 0 {
		t.Fatal("nothing was put off")
	}
	w.vanish()
	if n := len(w.state().Intents); n != 0 {
		t.Errorf("%d intents are open", n)
	}
}

func TestOldIntentsAreSharedAgainBeforeTheyAreUsed(t *testing.T) {
	w := prepare(t, "current", library.Draft).copyOf(t)
	w.lease = 10 * time.Minute
	pushed := w.share(nil)
	w.wire.after = func() error { // every call takes two minutes
		return w.clock.Sleep(t.Context(), 2*time.Minute)
	}
	if o := w.apply(t.Context()); !o.done() {
		t.Fatal(o.err, texts(o.Findings))
	}
	w.wire.after = nil
	if *pushed < 4 {
		t.Errorf("pushed %d times", *pushed)
	}
	w.store = nil
	w.mustBeInStep()
}

func TestAnotherMachinesCallIsWaitedFor(t *testing.T) {
	w := newWorld(t, "current", library.Draft)
	before(w)
	w.lease, w.settle = 5*time.Minute, time.Minute
	w.share(nil)
	// The first machine shares its intents and creates nothing.
	w.wire.before = func() error {
		if w.wire.count("draft/add") > 0 {
			return errDead
		}
		return nil
	}
	w.apply(t.Context())
	w.wire.before, w.store = nil, nil
	w.vanish()
	if n := len(w.state().Intents); n != 12 {
		t.Fatalf("%d intents are shared, want one for each message", n)
	}
	if o := w.apply(t.Context()); !o.done() {
		t.Fatal(o.err, texts(o.Findings))
	}
	var waited time.Duration
	for _, d := range w.clock.slept {
		waited += d
	}
	if waited < 5*time.Minute || waited > 6*time.Minute {
		t.Errorf("waited %s for calls that could be made for five minutes", waited)
	}
}

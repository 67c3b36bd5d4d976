package apply

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strconv"
	"testing"
	"time"

	"mpsync/internal/library"
	"mpsync/internal/state"
)

// death ends a run at one of its steps: before or after a call, before or after
// a write of the state. From then on nothing reaches the account or the disk,
// which is all that the rest of the world sees of a process that was killed.
type death struct {
	at     int // the step, from 1; 0 never comes
	steps  int
	dead   bool
	cancel context.CancelFunc
}

var errDead = errors.New("dead")

func (d *death) step() error {
	d.steps++
	if d.steps == d.at {
		d.dead = true
		d.cancel()
	}
	if d.dead {
		return errDead
	}
	return nil
}

// mortal is a store of a run that dies.
type mortal struct {
	state.Store
	*death
}

func (m mortal) Append(ctx context.Context, e state.Entry) error {
	if err := m.step(); err != nil {
		return err
	}
	return errors.Join(m.Store.Append(ctx, e), m.step())
}

func (m mortal) Commit(ctx context.Context, s *state.State) error {
	if err := m.step(); err != nil {
		return err
	}
	return errors.Join(m.Store.Commit(ctx, s), m.step())
}

// applyAndDie runs until a step.
func (w *world) applyAndDie(at int) {
	w.Helper()
	if o, _ := w.applyUntil(at); o.err == nil {
		w.Fatalf("step %d did not end the run", at)
	}
}

// steps is how many steps a run has.
func (w *world) steps() int {
	w.Helper()
	o, steps := w.applyUntil(0)
	if !o.done() {
		w.Fatalf("the run that nobody disturbed: %v %v", o.err, texts(o.Findings))
	}
	return steps
}

// applyUntil runs until a step, or to the end where that comes first.
func (w *world) applyUntil(at int) (o outcome, steps int) {
	w.Helper()
	ctx, cancel := context.WithCancel(w.Context())
	defer cancel()
	d := &death{at: at, cancel: cancel}
	w.wire.before, w.wire.after = d.step, d.step
	w.store = func(s state.Store) state.Store { return mortal{s, d} }
	o = w.apply(ctx)
	w.wire.before, w.wire.after, w.store = nil, nil, nil
	return o, d.steps
}

// lag makes the account show new messages only after a few listings.
func (w *world) lag() {
	w.Helper()
	w.lagging = 3
	w.admin("settings", map[string]any{"list_lag_reads": strconv.Itoa(w.lagging)})
	w.settle = 4 * time.Second
}

func TestApplyConvergesWhereverItIsKilled(t *testing.T) {
	for _, kind := range kinds[:2] {
		for _, lagging := range []bool{false, true} {
			t.Run(fmt.Sprintf("%s/lagging=%v", kind.library, lagging), func(t *testing.T) {
				t.Parallel()
				base := prepare(t, kind.profile, kind.library)
				held, _ := clean(t, base)
				steps, cells := base.copyOf(t).steps(), 0
				for k := 1; k <= steps; k++ {
					if !*long && k%17 != len(kind.library)+len(fmt.Sprint(lagging)) {
						continue
					}
					cells++
					t.Run(fmt.Sprint(k), func(t *testing.T) {
						w := base.copyOf(t)
						if lagging {
							w.lag()
						}
						w.applyAndDie(k)
						w.converge(held)
					})
				}
				t.Logf("killed at %d of %d steps", cells, steps)
			})
		}
	}
}

func TestApplyAdoptsWhatAKilledRunMadeWhenTheStateIsGone(t *testing.T) {
	for _, kind := range kinds[:2] {
		t.Run(kind.library, func(t *testing.T) {
			t.Parallel()
			base := newWorld(t, kind.profile, kind.library)
			before(base)
			base.freeze()
			held, _ := clean(t, base)
			steps, cells := base.copyOf(t).steps(), 0
			for k := 1; k <= steps; k++ {
				if !*long && k%29 != len(kind.library) {
					continue
				}
				cells++
				t.Run(fmt.Sprint(k), func(t *testing.T) {
					w := base.copyOf(t)
					w.applyAndDie(k)
					w.loseState()
					w.converge(held)
				})
			}
			t.Logf("killed at %d of %d steps", cells, steps)
		})
	}
}

// loseState removes what the tool remembers.
func (w *world) loseState() {
	w.Helper()
	for _, end := range []string{"", ".journal"} {
		if err := os.Remove(w.file().Path + end); err != nil && !errors.Is(err, os.ErrNotExist) {
			w.Fatal(err)
		}
	}
}

func TestApplyConvergesWhenKilledAgainAndAgain(t *testing.T) {
	for _, kind := range kinds[:2] {
		t.Run(kind.library, func(t *testing.T) {
			t.Parallel()
			base := prepare(t, kind.profile, kind.library)
			held, _ := clean(t, base)
			w := base.copyOf(t)
			if kind.library == library.Draft {
				w.lag()
			}
			for k := 9; k < 50; k += 6 { // each run comes a little further than its own overhead
				w.applyUntil(k)
			}
			w.converge(held)
		})
	}
}

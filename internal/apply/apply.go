// Package apply carries out a plan: it uploads, creates, updates and deletes,
// and remembers each step before it takes the next.
//
// Its one rule: a call that cannot be repeated is made only between a durable
// intent and a durable outcome. Whenever the process ends, the next run finds
// out what became of the call instead of making it again.
//
// It decides nothing: what to do is plan's. It prints nothing: progress leaves
// as events.
package apply

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"sync"
	"time"

	"mpsync/internal/diag"
	"mpsync/internal/library"
	"mpsync/internal/model"
	"mpsync/internal/plan"
	"mpsync/internal/state"
	"mpsync/internal/wechat"
)

// Images are the calls that put files into the account.
type Images interface {
	// UploadImg puts a content image and returns its URL; harmless to repeat.
	UploadImg(ctx context.Context, name string, data []byte) (url string, err error)
	// AddImage adds a permanent image; never repeated by the implementation.
	AddImage(ctx context.Context, name string, data []byte) (mediaID, url string, err error)
	// FindImages looks permanent images up by name, newest first.
	FindImages(ctx context.Context, names []string) ([]model.Material, error)
}

// Runner holds what carrying out a plan needs.
type Runner struct {
	Library library.Library
	Images  Images
	Store   state.Store
	Read    func(path string) ([]byte, error) // a file of the site
	Now     func() time.Time
	Sleep   func(context.Context, time.Duration) error
	NewID   func() string
	// Settle is how long the account is watched before a call of unknown outcome
	// counts as not done; 0 means one look.
	Settle time.Duration
	// Parallel is how many uploads run at once.
	Parallel int
	Notify   func(Event)
}

// Event tells of one step.
type Event struct {
	Kind    EventKind
	Action  plan.Action   // of changes
	Address model.Address // of changes
	File    string        // of uploads
	Done    int           // steps done, of Total
	Total   int
	Err     error
}

// EventKind says what an event is about.
type EventKind string

// The kinds of events.
const (
	EventUpload   EventKind = "upload"
	EventChange   EventKind = "change"
	EventSettle   EventKind = "settle"   // watching the account for a call of unknown outcome
	EventReadback EventKind = "readback" // reading what was written
)

// Result is how a run ended.
type Result struct {
	Applied  int
	Failed   int
	Deferred int // by quota
	// Findings say what went wrong, one each.
	Findings []diag.Diagnostic
}

// ErrDeferred marks what waits for tomorrow's quota or a later run.
var ErrDeferred = errors.New("deferred")

// Run carries out p on the state st, which the caller loaded under the store's
// lock, and commits it. The error is one of the store's or of the context;
// failures of single changes are findings of the result.
func (r *Runner) Run(ctx context.Context, p plan.Plan, st *state.State) (Result, error) {
	x := &run{Runner: r, plan: p, st: st, failed: map[model.Reference]error{}, spent: map[string]bool{}, adopted: map[model.Address]state.Message{}}
	x.total = len(p.Uploads)
	for _, c := range p.Changes {
		if counts(c) {
			x.total++
		}
	}
	err := x.all(ctx)
	if !x.changed {
		return x.result, err
	}
	// What was done is saved even when the run was cut short.
	if cerr := r.Store.Commit(context.WithoutCancel(ctx), st); err == nil {
		err = cerr
	}
	return x.result, err
}

// counts says whether people are told of a change: what needs them and what
// only changes the memory is not a step.
func counts(c plan.Change) bool { return c.Action != plan.None && c.Action != plan.Blocked }

// run is the state of one Run.
type run struct {
	*Runner
	plan    plan.Plan
	st      *state.State
	result  Result
	failed  map[model.Reference]error       // uploads that did not succeed
	spent   map[string]bool                 // APIs whose daily quota is used up
	adopted map[model.Address]state.Message // what settling found
	touched []model.Address                 // messages to read back
	owed    []plan.Change                   // deletes that replacements owe
	done    int
	total   int
	changed bool       // something was remembered
	mu      sync.Mutex // guards st, result, failed, spent, done
}

func (x *run) all(ctx context.Context) error {
	if x.st.AppID != x.plan.AppID || x.st.Library != x.plan.Library {
		if err := x.remember(ctx, state.Entry{AppID: x.plan.AppID, Library: x.plan.Library}); err != nil {
			return err
		}
	}
	steps := []func(context.Context) error{x.settle, x.uploads, x.changes, x.readback, x.deletes}
	for _, step := range steps {
		if err := step(ctx); err != nil {
			return err
		}
	}
	return nil
}

// remember makes an entry durable, then part of the state in memory.
func (x *run) remember(ctx context.Context, e state.Entry) error {
	x.mu.Lock()
	defer x.mu.Unlock()
	if err := x.Store.Append(context.WithoutCancel(ctx), e); err != nil {
		return fmt.Errorf("remember a step: %w", err)
	}
	x.st.Apply(e)
	x.changed = true
	return nil
}

// step reports the end of one upload or change and counts it.
func (x *run) step(e Event) {
	x.mu.Lock()
	defer x.mu.Unlock()
	x.done++
	e.Done, e.Total = x.done, x.total
	switch {
	case e.Err == nil:
		x.result.Applied++
	case errors.Is(e.Err, ErrDeferred):
		x.result.Deferred++
	default:
		x.result.Failed++
	}
	if e.Err != nil {
		x.result.Findings = append(x.result.Findings, x.finding(e))
	}
	if x.Notify != nil {
		x.Notify(e)
	}
}

// finding words a failure for people.
func (x *run) finding(e Event) diag.Diagnostic {
	severity := diag.Error
	if errors.Is(e.Err, ErrDeferred) {
		severity = diag.Warning
	}
	if known, ok := errors.AsType[*diag.FindingError](e.Err); ok {
		d := known.Diagnostic
		d.Severity, d.Address, d.File = severity, string(e.Address), e.File
		return d
	}
	d := diag.New(severity, "error", diag.Pos{File: e.File}, e.Err.Error())
	if api, ok := errors.AsType[*wechat.Error](e.Err); ok {
		d = api.Diagnostic()
		d.Severity, d.File = severity, e.File
	}
	d.Address = string(e.Address)
	return d
}

// changes carries out everything but deletes, in the plan's order.
func (x *run) changes(ctx context.Context) error {
	for _, c := range x.plan.Changes {
		if c.Action == plan.Delete {
			x.owed = append(x.owed, c)
			continue
		}
		if err := ctx.Err(); err != nil {
			return err
		}
		err := x.change(ctx, c)
		if fatal := (*storeError)(nil); errors.As(err, &fatal) {
			return err
		}
		if counts(c) || err != nil {
			x.step(Event{Kind: EventChange, Action: c.Action, Address: c.Address, Err: err})
		}
	}
	return nil
}

// storeError ends a run: without memory nothing may be written.
type storeError struct{ err error }

func (e *storeError) Error() string { return e.err.Error() }
func (e *storeError) Unwrap() error { return e.err }

// must makes an entry durable or ends the run.
func (x *run) must(ctx context.Context, e state.Entry) error {
	if err := x.remember(ctx, e); err != nil {
		return &storeError{err}
	}
	return nil
}

func (x *run) change(ctx context.Context, c plan.Change) error {
	switch c.Action {
	case plan.Create, plan.Replace:
		if found, ok := x.adopted[c.Address]; ok {
			return x.adopt(ctx, everyArticle(c, found))
		}
		return x.create(ctx, c)
	case plan.Update:
		return x.update(ctx, c)
	case plan.Adopt:
		return x.adopt(ctx, c)
	case plan.Move:
		return x.must(ctx, x.rename(c, x.st.Messages[from(c)]))
	case plan.Forget:
		return x.must(ctx, state.Entry{Messages: map[model.Address]*state.Message{c.Address: nil}})
	case plan.None:
		return x.recordOnly(ctx, c)
	default:
		return nil
	}
}

// from is the address that a change's record has now.
func from(c plan.Change) model.Address {
	if c.From != "" {
		return c.From
	}
	return c.Address
}

// rename makes the entry that puts a record under its new address, its articles
// under theirs.
func (x *run) rename(c plan.Change, r *state.Message) state.Entry {
	moved := *r
	moved.Articles = slices.Clone(r.Articles)
	for i := range moved.Articles {
		a := c.Message.Articles[i]
		moved.Articles[i].Address, moved.Articles[i].Path, moved.Articles[i].Source = a.Address, a.Path, a.Source
	}
	e := state.Entry{Messages: map[model.Address]*state.Message{c.Address: &moved}}
	if old := from(c); old != c.Address {
		e.Messages[old] = nil
	}
	return e
}

// recordOnly carries out what only changes the memory.
func (x *run) recordOnly(ctx context.Context, c plan.Change) error {
	if x.st.Tombstones[c.MediaID] != nil {
		return x.must(ctx, state.Entry{Tombstones: map[string]*state.Tombstone{c.MediaID: nil}})
	}
	if c.Record != nil {
		if err := x.must(ctx, state.Entry{Messages: map[model.Address]*state.Message{c.Address: c.Record}}); err != nil {
			return err
		}
		return x.closeIntents(ctx, c.Intents)
	}
	return nil
}

// closeIntents forgets intents that a change settled.
func (x *run) closeIntents(ctx context.Context, ids []string) error {
	for _, id := range ids {
		if x.st.Intents[id] == nil {
			continue
		}
		if err := x.must(ctx, state.Entry{Close: id}); err != nil {
			return err
		}
	}
	return nil
}

// deletes removes what is no longer wanted, unless something failed: then the
// old is all that is left.
func (x *run) deletes(ctx context.Context) error {
	for _, c := range x.owed {
		if err := ctx.Err(); err != nil {
			return err
		}
		if x.result.Failed+x.result.Deferred > 0 {
			x.step(Event{Kind: EventChange, Action: c.Action, Address: c.Address, Err: diag.Stop(ErrDeferred, "delete-held", diag.Pos{})})
			continue
		}
		err := x.Library.Delete(ctx, c.MediaID)
		if err == nil {
			if err = x.must(ctx, x.deleted(c)); err != nil {
				return err
			}
		}
		x.step(Event{Kind: EventChange, Action: plan.Delete, Address: c.Address, Err: err})
	}
	return nil
}

// deleted is the entry for a message that is gone from the account.
func (x *run) deleted(c plan.Change) state.Entry {
	if x.st.Tombstones[c.MediaID] != nil {
		return state.Entry{Tombstones: map[string]*state.Tombstone{c.MediaID: nil}}
	}
	return state.Entry{Messages: map[model.Address]*state.Message{c.Address: nil}}
}

// openIntents lists open intents in the order of their ids.
func (x *run) openIntents() []*state.Intent {
	var out []*state.Intent
	for _, id := range slices.Sorted(maps.Keys(x.st.Intents)) {
		out = append(out, x.st.Intents[id])
	}
	return out
}

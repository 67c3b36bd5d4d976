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
	// FindImages looks permanent images up by name, newest first; it may return
	// others beside them.
	FindImages(ctx context.Context, names []string) ([]model.Material, error)
}

// Runner holds what carrying out a plan needs.
type Runner struct {
	Library   library.Library
	Images    Images
	Materials Materials
	Public    Public
	// Comments is needed where a plan touches comments.
	Comments Comments
	Store    state.Store
	// Bytes makes the file of an upload. An error that is a finding is told as it is.
	Bytes func(context.Context, model.Asset) (model.File, error)
	Now   func() time.Time
	Sleep func(context.Context, time.Duration) error
	NewID func() string
	// Settle is how long the account is watched before a call of unknown outcome
	// counts as not done; 0 means one look.
	Settle time.Duration
	// Wait is how long the result of a publication is asked for; 0 asks once.
	Wait time.Duration
	// Published gives the URL that a site says an article has; nil gives none.
	Published func(model.Address) string
	// Lease is how long another machine may still be making a call whose intent it
	// made durable; 0 where the store's lock keeps others away.
	Lease time.Duration
	// Parallel is how many uploads run at once.
	Parallel int
	// Abort, once closed, gives up calls in flight after the context of Run was
	// cancelled, which only keeps new ones from starting. nil gives them up at once.
	Abort  <-chan struct{}
	Notify func(Event)
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
	EventPublish  EventKind = "publish"  // waiting for WeChat to publish or to send
)

// Result is how a run ended.
type Result struct {
	Applied  int
	Failed   int
	Deferred int // by quota, or until an outcome is known
	// Findings say what went wrong, one each.
	Findings []diag.Diagnostic
}

// ErrDeferred marks what waits for tomorrow's quota or a later run.
var ErrDeferred = errors.New("deferred")

// Run carries out p on the state st, which the caller loaded under the store's
// lock, and commits it. The error is one of the store's, of the context, or of
// looking for calls of unknown outcome; failures of single changes are findings of
// the result.
func (r *Runner) Run(ctx context.Context, p plan.Plan, st *state.State) (Result, error) {
	x := r.newRun(p, st)
	x.total = len(p.Uploads) + p.CountComments()
	for _, c := range p.Changes {
		if counts(c) {
			x.total++
		}
	}
	calls, end := r.flight(ctx)
	defer end()
	x.calls = calls
	err := x.all(ctx)
	if uerr := x.unprepare(ctx); err == nil {
		err = uerr
	}
	if !x.changed {
		return x.result, err
	}
	// What was done is saved even when the run was cut short.
	if cerr := r.Store.Commit(context.WithoutCancel(ctx), st); err == nil {
		err = cerr
	}
	return x.result, err
}

func (r *Runner) newRun(p plan.Plan, st *state.State) *run {
	return &run{
		Runner: r, plan: p, st: st, failed: map[model.Reference]error{}, spent: map[string]bool{},
		claimed: map[model.Address]*state.Message{}, unsure: map[model.Address]string{}, wrote: map[model.Address]bool{},
		broken: map[model.Address]bool{}, home: homes(p), urls: st.URLs(), ready: map[call]*state.Intent{},
	}
}

// counts says whether a change is a step: what waits or only changes the memory
// is none.
func counts(c plan.Change) bool {
	return c.Action != plan.None && c.Action != plan.Blocked && c.Action != plan.Deferred
}

// run is the state of one Run.
type run struct {
	*Runner
	calls   context.Context // of calls that change the account; see flight
	plan    plan.Plan
	st      *state.State
	result  Result
	failed  map[model.Reference]error        // uploads that did not succeed
	spent   map[string]bool                  // APIs whose daily quota is used up
	claimed map[model.Address]*state.Message // what settling found
	unsure  map[model.Address]string         // messages with a call of unknown outcome, by its API
	wrote   map[model.Address]bool           // messages that this run sent articles of
	owed    []plan.Change                    // deletes, which come last
	broken  map[model.Address]bool           // messages of which a change did not succeed
	home    map[model.Address]model.Address  // article → its message in the plan
	urls    map[model.Address]string         // where readers find articles
	ready   map[call]*state.Intent           // intents that are durable before their calls
	done    int
	total   int
	changed bool       // something was remembered
	mu      sync.Mutex // guards st, result, failed, spent, ready, done
}

func (x *run) all(ctx context.Context) error {
	if x.st.AppID != x.plan.AppID || x.st.Library != x.plan.Library {
		if err := x.remember(ctx, state.Entry{AppID: x.plan.AppID, Library: x.plan.Library}); err != nil {
			return err
		}
	}
	steps := []func(context.Context) error{x.settle, x.settlePublications, x.uploads, x.changes, x.readback, x.deletes, x.comments}
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
		if d.Severity, d.Address = severity, string(e.Address); d.Line == 0 {
			d.File = e.File
		}
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
	if err := x.prepareWrites(ctx); err != nil {
		return err
	}
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
		x.broken[c.Address] = x.broken[c.Address] || err != nil
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
	if c.Material != nil {
		return x.material(ctx, c)
	}
	r := x.claimed[c.Address]
	switch {
	case x.unsure[c.Address] != "" && c.Action != plan.Publish:
		return diag.Stop(ErrDeferred, "outcome-unknown", diag.Pos{}, x.unsure[c.Address])
	case c.Action == plan.Publish:
		return x.publish(ctx, c)
	case r != nil && c.Action != plan.Create && c.Action != plan.Replace:
		return nil // the plan did not know of it; the next one does
	case r != nil && len(r.Articles) == len(c.Message.Articles):
		return x.adopt(ctx, everyArticle(c, *r))
	case r != nil:
		c.Action, c.MediaID = plan.Replace, r.MediaID
	}
	switch c.Action {
	case plan.Create, plan.Replace:
		return x.create(ctx, c)
	case plan.Update:
		return x.update(ctx, c)
	case plan.Adopt:
		return x.adopt(ctx, c)
	case plan.Move:
		if err := x.must(ctx, x.rename(c)); err != nil {
			return err
		}
		return x.closeIntents(ctx, c.Intents)
	case plan.Forget:
		e := state.Entry{Forget: c.Address}
		if r := x.st.Messages[c.Address]; r != nil && r.Outlived() != nil {
			e = state.Entry{Messages: map[model.Address]*state.Message{c.Address: r.Outlived()}}
		}
		if err := x.must(ctx, e); err != nil {
			return err
		}
		return x.closeIntents(ctx, c.Intents)
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

// sends says whether a change sends the article at an index.
func sends(c plan.Change, index int) bool { return slices.Contains(c.Sent(), index) }

// deletes removes what is no longer wanted, unless something failed: then the
// old is all that is left.
func (x *run) deletes(ctx context.Context) error {
	for _, c := range x.owed {
		if err := ctx.Err(); err != nil {
			return err
		}
		err := x.delete(ctx, c)
		if fatal := (*storeError)(nil); errors.As(err, &fatal) {
			return err
		}
		x.step(Event{Kind: EventChange, Action: plan.Delete, Address: c.Address, Err: err})
	}
	return nil
}

func (x *run) delete(ctx context.Context, c plan.Change) error {
	api := x.Library.APIs().Delete
	if c.Material != nil {
		api = delMaterial
	}
	switch {
	case x.isSpent(api):
		return x.deferred(api)
	case x.result.Failed+x.result.Deferred > 0:
		return diag.Stop(ErrDeferred, "delete-held", diag.Pos{})
	}
	if c.Material != nil {
		return x.deleteMaterial(ctx, c)
	}
	if err := x.Library.Delete(x.calls, c.MediaID); err != nil {
		return x.spend(api, err)
	}
	e := state.Entry{Tombstones: map[string]*state.Tombstone{c.MediaID: nil}}
	if r := x.st.Messages[c.Address]; r != nil && r.MediaID == c.MediaID {
		e.Messages = map[model.Address]*state.Message{c.Address: r.Outlived()}
	}
	if err := x.must(ctx, e); err != nil {
		return err
	}
	return x.closeIntents(ctx, c.Intents)
}

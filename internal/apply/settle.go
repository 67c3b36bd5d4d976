package apply

import (
	"context"

	"mpsync/internal/model"
	"mpsync/internal/plan"
	"mpsync/internal/state"
)

// pageSize is the most messages that a listing returns.
const pageSize = 20

// looks is how often the account is listed before a call of unknown outcome
// counts as not done.
const looks = 5

// settle finds out what became of calls whose outcome earlier runs did not
// learn. What the account holds is recorded; what it still lacks after the last
// look was not done.
func (x *run) settle(ctx context.Context) error {
	open := x.toSettle()
	if len(open) == 0 {
		return nil
	}
	n := looks
	if x.Settle == 0 {
		n = 1
	}
	for i := range n {
		if i > 0 {
			if err := x.Sleep(ctx, x.Settle/(looks-1)); err != nil {
				return err
			}
		}
		if x.Notify != nil {
			x.Notify(Event{Kind: EventSettle, Done: i + 1, Total: n})
		}
		var err error
		if open, err = x.look(ctx, open); err != nil {
			return err
		}
	}
	for _, i := range open {
		if err := x.must(ctx, state.Entry{Close: i.ID}); err != nil {
			return err
		}
	}
	return nil
}

// toSettle lists the open intents that the plan did not already match.
func (x *run) toSettle() []*state.Intent {
	matched := map[string]bool{}
	for _, c := range x.plan.Changes {
		if c.Action == plan.Adopt || c.Action == plan.Update || c.Action == plan.Blocked || c.Record != nil {
			for _, id := range c.Intents {
				matched[id] = true
			}
		}
	}
	create := x.Library.APIs().Create
	var open []*state.Intent
	for _, i := range x.openIntents() {
		if !matched[i.ID] && (i.API == create || i.API == addMaterial) {
			open = append(open, i)
		}
	}
	return open
}

// look lists the account once and returns the intents that stay open.
func (x *run) look(ctx context.Context, open []*state.Intent) ([]*state.Intent, error) {
	var still []*state.Intent
	for _, i := range open {
		found, err := x.lookFor(ctx, i)
		if err != nil {
			return nil, err
		}
		if !found {
			still = append(still, i)
		}
	}
	return still, nil
}

func (x *run) lookFor(ctx context.Context, i *state.Intent) (bool, error) {
	if i.API == addMaterial {
		found, err := x.Images.FindImages(ctx, []string{i.Name})
		if err != nil || len(found) == 0 {
			return false, err
		}
		m := state.Material{MediaID: found[0].MediaID, URL: found[0].URL, Name: found[0].Name}
		return true, x.must(ctx, materialEntry(i.ID, i.Key, m))
	}
	found, err := x.find(ctx, i.Fingerprint)
	if err != nil || len(found) == 0 {
		return false, err
	}
	r := state.Message{MediaID: found[0].MediaID, Baseline: plan.Baseline(found[0])}
	for _, a := range found[0].Articles {
		r.Articles = append(r.Articles, state.Article{Address: i.Address, Title: a.Fields.Title})
	}
	if err := x.must(ctx, state.Entry{Close: i.ID, Messages: map[model.Address]*state.Message{i.Address: &r}}); err != nil {
		return false, err
	}
	x.adopted[i.Address] = r
	return true, nil
}

// find lists messages that nobody manages and that have a fingerprint, newest
// first, and stops at the first page made wholly of known ones.
func (x *run) find(ctx context.Context, print string) ([]model.Observed, error) {
	known := map[string]bool{}
	for _, r := range x.st.Messages {
		known[r.MediaID] = true
	}
	for id := range x.st.Tombstones {
		known[id] = true
	}
	var found []model.Observed
	for offset := 0; ; offset += pageSize {
		total, items, err := x.Library.List(ctx, offset, pageSize, true)
		if err != nil {
			return nil, err
		}
		fresh := false
		for _, o := range items {
			if known[o.MediaID] {
				continue
			}
			fresh = true
			if o.Fingerprint() == print {
				found = append(found, o)
			}
		}
		if !fresh || offset+pageSize >= total {
			return found, nil
		}
	}
}

// readback reads what was written and remembers it, because the server
// rewrites: only against this can a later edit in the console be told.
func (x *run) readback(ctx context.Context) error {
	want := map[string]model.Address{}
	for _, a := range x.touched {
		if r := x.st.Messages[a]; r != nil {
			want[r.MediaID] = a
		}
	}
	if len(want) == 0 {
		return nil
	}
	if x.Notify != nil {
		x.Notify(Event{Kind: EventReadback, Done: x.done, Total: x.total})
	}
	e := state.Entry{Messages: map[model.Address]*state.Message{}}
	err := x.read(ctx, want, func(a model.Address, o model.Observed) {
		r := *x.st.Messages[a]
		r.Baseline = plan.Baseline(o)
		e.Messages[a] = &r
	})
	if len(e.Messages) > 0 {
		if serr := x.must(ctx, e); serr != nil {
			return serr
		}
	}
	// A baseline that could not be read is taken by the next run.
	_ = err
	return ctx.Err()
}

// read calls f with each wanted message, in as few calls as pages and single
// reads allow.
func (x *run) read(ctx context.Context, want map[string]model.Address, f func(model.Address, model.Observed)) error {
	take := func(o model.Observed) {
		if a, ok := want[o.MediaID]; ok {
			f(a, o)
			delete(want, o.MediaID)
		}
	}
	for offset, pages := 0, len(want)/2; len(want) > 2 && offset < pages*pageSize; offset += pageSize {
		total, items, err := x.Library.List(ctx, offset, pageSize, true)
		if err != nil {
			return err
		}
		for _, o := range items {
			take(o)
		}
		if offset+pageSize >= total {
			break
		}
	}
	for _, a := range x.touched {
		id := x.st.Messages[a].MediaID
		if _, missing := want[id]; !missing {
			continue
		}
		o, err := x.Library.Get(ctx, id)
		if err != nil {
			return err
		}
		o.MediaID = id
		take(o)
	}
	return nil
}

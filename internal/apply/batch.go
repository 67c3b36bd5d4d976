package apply

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"mpsync/internal/model"
	"mpsync/internal/plan"
	"mpsync/internal/state"
)

// A store whose journal stays on a machine that may vanish gets the intents of
// many calls at once, before the first of them, and in a way that outlives it.
// The next run may be on another machine while this one is still at work, so an
// intent is good for half of Lease only, and counts as not done after all of it.

// call tells intents apart that mean different calls.
type call struct {
	api         string
	address     model.Address
	fingerprint string
	key, name   string
}

func callOf(i *state.Intent) call { return call{i.API, i.Address, i.Fingerprint, i.Key, i.Name} }

// prepare makes intents durable for other machines, if the store can.
func (x *run) prepare(ctx context.Context, intents []*state.Intent) error {
	b, ok := x.Store.(state.Batcher)
	seen := map[call]bool{}
	intents = slices.DeleteFunc(intents, func(i *state.Intent) bool {
		again := seen[callOf(i)]
		seen[callOf(i)] = true
		return again
	})
	if !ok || len(intents) == 0 {
		return nil
	}
	x.mu.Lock()
	defer x.mu.Unlock()
	return x.push(ctx, b, intents)
}

// push opens intents, or opens them again, as of now; mu is held.
func (x *run) push(ctx context.Context, b state.Batcher, intents []*state.Intent) error {
	var entries []state.Entry
	for _, i := range intents {
		i.Opened = x.Now()
		entries = append(entries, state.Entry{Open: i})
	}
	if err := b.AppendAll(ctx, entries); err != nil {
		return &storeError{fmt.Errorf("remember what is about to be done: %w", err)}
	}
	for _, e := range entries {
		x.st.Apply(e)
		x.ready[callOf(e.Open)] = e.Open
	}
	x.changed = true
	return nil
}

// open makes the intent of a call durable. One that was prepared and has become
// too old is prepared again, with all that wait behind it.
func (x *run) open(ctx context.Context, i *state.Intent) (*state.Intent, error) {
	b, ok := x.Store.(state.Batcher)
	if !ok {
		i.ID, i.Opened = x.NewID(), x.Now()
		return i, x.must(ctx, state.Entry{Open: i})
	}
	x.mu.Lock()
	defer x.mu.Unlock()
	switch ready := x.ready[callOf(i)]; {
	case ready == nil:
		i.ID = x.NewID()
		if err := x.push(ctx, b, []*state.Intent{i}); err != nil {
			return nil, err
		}
	case x.Lease > 0 && x.Now().Sub(ready.Opened) >= x.Lease/2:
		if err := x.push(ctx, b, sorted(x.ready)); err != nil {
			return nil, err
		}
	}
	ready := x.ready[callOf(i)]
	delete(x.ready, callOf(i))
	return ready, nil
}

// sorted are copies, because the state keeps those that it was given.
func sorted(ready map[call]*state.Intent) []*state.Intent {
	var all []*state.Intent
	for _, i := range ready {
		again := *i
		all = append(all, &again)
	}
	slices.SortFunc(all, func(a, b *state.Intent) int { return strings.Compare(a.ID, b.ID) })
	return all
}

// unprepare closes the intents of calls that were not made after all.
func (x *run) unprepare(ctx context.Context) error {
	for _, i := range sorted(x.ready) {
		if err := x.remember(ctx, state.Entry{Close: i.ID}); err != nil {
			return err
		}
	}
	return nil
}

// willUpload are the intents of the permanent images that a plan asks for.
func (x *run) willUpload() []*state.Intent {
	var all []*state.Intent
	for _, u := range x.plan.Uploads {
		if (u.Ref.Kind == model.RefCover || u.Asset.Permanent) && u.Found == nil && !x.has(u.Ref) {
			i := uploading(u.Ref, u.Asset.Name)
			i.ID = x.NewID()
			all = append(all, i)
		}
	}
	return all
}

// prepareWrites shares the intents of the messages that a plan creates and
// updates. A record that moves does so first: an intent of the new address says
// that the record stands there.
func (x *run) prepareWrites(ctx context.Context) error {
	if _, ok := x.Store.(state.Batcher); !ok {
		return nil
	}
	x.plan.Changes = slices.Clone(x.plan.Changes)
	for i, c := range x.plan.Changes {
		if c.Action != plan.Update || from(c) == c.Address {
			continue
		}
		if err := x.must(ctx, x.rename(c)); err != nil {
			return err
		}
		x.plan.Changes[i].From = ""
	}
	return x.prepare(ctx, x.willWrite())
}

func (x *run) willWrite() []*state.Intent {
	var all []*state.Intent
	add := func(i *state.Intent) {
		i.ID = x.NewID()
		all = append(all, i)
	}
	apis := x.Library.APIs()
	for _, c := range x.plan.Changes {
		switch isNew := c.Action == plan.Create || c.Action == plan.Replace; {
		case isNew && c.Material != nil:
			add(declaring(*c.Material))
		case isNew:
			add(creates(apis.Create, c))
		case c.Action == plan.Update || c.Action == plan.Adopt:
			for _, a := range c.Articles {
				add(&state.Intent{API: apis.Update, Address: c.Address, Fingerprint: plan.DesiredPrint(c.Message.Articles[a.Index])})
			}
		}
	}
	return all
}

// watch is how long to look for the calls of earlier runs before they count as
// not done: other machines may still be making them.
func (x *run) watch(open []*state.Intent) time.Duration {
	wait := x.Settle
	if x.Settle == 0 {
		return 0
	}
	for _, i := range open {
		wait = max(wait, i.Opened.Add(x.Lease).Sub(x.Now()))
	}
	return wait
}

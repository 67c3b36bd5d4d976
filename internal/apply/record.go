package apply

import (
	"context"
	"slices"

	"mpsync/internal/model"
	"mpsync/internal/plan"
	"mpsync/internal/state"
)

// rename makes the entry that puts a record under its new address, its articles
// under theirs. An article that is still to be sent keeps the source that it was
// made from: the new one is its own only once it was sent.
func (x *run) rename(c plan.Change) state.Entry {
	moved := *x.st.Messages[from(c)]
	moved.Protect = c.Message.Protect
	moved.Articles = slices.Clone(moved.Articles)
	for i := range moved.Articles {
		a, known := c.Message.Articles[i], &moved.Articles[i]
		moved.RenamePublished(known.Address, a.Address)
		known.Address, known.Path = a.Address, a.Path
		if !sends(c, i) {
			known.Source, known.Inputs, known.Assets = a.Source, a.Inputs, a.Deps
		}
	}
	e := state.Entry{Messages: map[model.Address]*state.Message{c.Address: &moved}}
	if old := from(c); old != c.Address {
		e.Messages[old] = nil
	}
	return e
}

// outdated says whether a record has to change beside what an update sends.
func (x *run) outdated(c plan.Change) bool {
	r := x.st.Messages[from(c)]
	for i, a := range c.Message.Articles {
		k := r.Articles[i]
		if k.Address != a.Address || k.Path != a.Path || !sends(c, i) && (k.Source != a.Source || k.Inputs != a.Inputs) {
			return true
		}
	}
	return from(c) != c.Address || r.Protect != c.Message.Protect
}

// recordOnly carries out what only changes the memory.
func (x *run) recordOnly(ctx context.Context, c plan.Change) error {
	e := state.Entry{}
	switch {
	case x.st.Tombstones[c.MediaID] != nil:
		e.Tombstones = map[string]*state.Tombstone{c.MediaID: nil}
	case c.Record != nil && x.publishedSince(c):
		return x.closeIntents(ctx, c.Intents)
	case c.Record != nil:
		e.Messages = map[model.Address]*state.Message{c.Address: c.Record}
	default:
		return x.closeIntents(ctx, c.Intents)
	}
	record := x.must
	if c.Record != nil && c.Record.Public() {
		record = x.publicly
	}
	if err := record(ctx, e); err != nil {
		return err
	}
	return x.closeIntents(ctx, c.Intents)
}

// publishedSince says whether settling found a message published after its record
// was planned, which knows nothing of that.
func (x *run) publishedSince(c plan.Change) bool {
	now := x.st.Messages[c.Address]
	return now != nil && settled(now) && !settled(c.Record)
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

package apply

import (
	"context"
	"errors"
	"slices"
	"time"

	"mpsync/internal/diag"
	"mpsync/internal/library"
	"mpsync/internal/model"
	"mpsync/internal/plan"
	"mpsync/internal/state"
)

// looks is how often the account is listed before a call of unknown outcome
// counts as not done.
const looks = 5

// settle finds out what became of calls whose outcome earlier runs did not
// learn. What the account holds is recorded; what it still lacks after the last
// look was not done.
func (x *run) settle(ctx context.Context) error {
	open := x.plan.Unsettled(x.st)
	wait := x.watch(open)
	n := looks
	if x.Settle == 0 {
		n = 1
	}
	for i := 0; i < n && len(open) > 0; i++ {
		if i > 0 {
			if err := x.Sleep(ctx, wait/(looks-1)); err != nil {
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

// look lists the account once and returns the intents that stay open. An intent
// that several messages match is for a person to settle: it stays open, but is
// not looked for again.
func (x *run) look(ctx context.Context, open []*state.Intent) (still []*state.Intent, err error) {
	declared, open := partition(open, func(i *state.Intent) bool { return i.Material != "" })
	if still, err = x.settleMaterials(ctx, declared); err != nil {
		return nil, err
	}
	images, err := x.lookForImages(ctx, open)
	if err != nil {
		return nil, err
	}
	messages, err := x.lookForMessages(ctx, open)
	if err != nil {
		return nil, err
	}
	for _, i := range open {
		image, found := images[i.Name]
		switch matches := messages[i.Fingerprint]; {
		case i.API == addMaterial && found:
			err = x.must(ctx, imageEntry(i.ID, uploaded(i), image))
		case i.API == addMaterial || len(matches) == 0:
			still = append(still, i)
		case len(matches) > 1:
			x.unsure[i.Address] = i.API
		default:
			err = x.found(ctx, i, matches[0])
		}
		if err != nil {
			return nil, err
		}
	}
	return still, nil
}

// partition parts a list by a predicate, the order kept.
func partition[T any](list []T, is func(T) bool) (yes, no []T) {
	for _, v := range list {
		if is(v) {
			yes = append(yes, v)
		} else {
			no = append(no, v)
		}
	}
	return yes, no
}

// uploaded is the reference that the upload of an intent was made for.
func uploaded(i *state.Intent) model.Reference {
	if i.Image {
		return model.Reference{Kind: model.RefImage, Key: i.Key}
	}
	return model.Reference{Kind: model.RefCover, Key: i.Key}
}

// lookForImages gives the permanent images that intents name, by name.
func (x *run) lookForImages(ctx context.Context, open []*state.Intent) (map[string]state.Material, error) {
	var names []string
	for _, i := range open {
		if i.API == addMaterial {
			names = append(names, i.Name)
		}
	}
	return x.images(ctx, names...)
}

// images looks permanent images up by name; of several the newest counts.
func (x *run) images(ctx context.Context, names ...string) (map[string]state.Material, error) {
	if len(names) == 0 {
		return nil, nil
	}
	listed, err := x.Images.FindImages(ctx, names)
	if err != nil {
		return nil, err
	}
	found := map[string]state.Material{}
	for _, m := range listed {
		if _, older := found[m.Name]; !older {
			found[m.Name] = state.Material{MediaID: m.MediaID, URL: m.URL, Name: m.Name}
		}
	}
	return found, nil
}

// lookForMessages gives the messages that nobody manages, by fingerprint.
func (x *run) lookForMessages(ctx context.Context, open []*state.Intent) (map[string][]model.Observed, error) {
	var since []time.Time
	for _, i := range open {
		if i.API != addMaterial {
			since = append(since, i.Opened)
		}
	}
	if len(since) == 0 {
		return nil, nil
	}
	return x.unmanaged(ctx, slices.MinFunc(since, time.Time.Compare))
}

// skew is how much the account's clock may differ from ours.
const skew = 10 * time.Minute

// unmanaged lists messages that no record and no tombstone knows, by
// fingerprint. The listing is newest first and ends with the first page that
// holds nothing new and nothing written after since: what was made then stands
// behind all that was written later, which a record may know.
func (x *run) unmanaged(ctx context.Context, since time.Time) (map[string][]model.Observed, error) {
	known := map[string]bool{}
	for _, r := range x.st.Messages {
		known[r.MediaID] = true
	}
	for id := range x.st.Tombstones {
		known[id] = true
	}
	before := since.Add(-skew).Unix()
	isOld := func(o model.Observed) bool { return known[o.MediaID] && o.UpdateTime < before }
	seen, err := library.Scan(ctx, x.Library, library.ScanOptions{Content: true, Known: isOld})
	if err != nil {
		return nil, err
	}
	found := map[string][]model.Observed{}
	for _, o := range seen.Messages {
		if !known[o.MediaID] {
			found[o.Fingerprint()] = append(found[o.Fingerprint()], o)
		}
	}
	return found, nil
}

// found records the message that an earlier run created.
func (x *run) found(ctx context.Context, i *state.Intent, o model.Observed) error {
	c := x.creating(i.Address)
	old := x.st.Messages[i.Address]
	if c == nil && old != nil {
		switch _, err := x.Library.Get(ctx, old.MediaID); {
		case errors.Is(err, library.ErrGone) && !settled(old):
		case err != nil && !errors.Is(err, library.ErrGone):
			return err
		default: // what was to take its place is no longer wanted
			return x.bury(ctx, state.Entry{Close: i.ID}, i.Address, o.MediaID)
		}
	}
	r := claimed(i, o, c, old)
	e := state.Entry{Close: i.ID, Messages: map[model.Address]*state.Message{i.Address: r}}
	x.claimed[i.Address] = r
	if c == nil && old != nil { // the plan took the message for deleted; the next one compares it
		x.total++
		x.step(Event{Kind: EventChange, Action: plan.Adopt, Address: i.Address, Err: diag.Stop(ErrDeferred, "found-late", diag.Pos{})})
	}
	if c != nil && c.Action == plan.Replace && c.MediaID != o.MediaID {
		return x.bury(ctx, e, i.Address, c.MediaID)
	}
	return x.must(ctx, e)
}

// creating is the plan's change that makes a message of an address.
func (x *run) creating(a model.Address) *plan.Change {
	for i, c := range x.plan.Changes {
		if c.Address == a && (c.Action == plan.Create || c.Action == plan.Replace) {
			return &x.plan.Changes[i]
		}
	}
	return nil
}

// bury adds to e that a message is to be deleted, and sees to it in this run.
func (x *run) bury(ctx context.Context, e state.Entry, a model.Address, mediaID string) error {
	e.Tombstones = map[string]*state.Tombstone{mediaID: {Address: a, Reason: "replaced"}}
	if err := x.must(ctx, e); err != nil {
		return err
	}
	x.owed = append(x.owed, plan.Change{Action: plan.Delete, Address: a, MediaID: mediaID})
	x.total++
	return nil
}

// claimed is the record of a message that was found. Its articles bear the
// addresses that were sent, but no hash: they are sent again.
func claimed(i *state.Intent, o model.Observed, c *plan.Change, old *state.Message) *state.Message {
	r := &state.Message{MediaID: o.MediaID, Baseline: plan.Baseline(o)}
	r.Succeeds(old)
	for n, seen := range o.Articles {
		known := state.Article{Address: i.Address, Title: seen.Fields.Title}
		switch {
		case c != nil && len(c.Message.Articles) == len(o.Articles):
			known.Address, known.Path = c.Message.Articles[n].Address, c.Message.Articles[n].Path
		case len(i.Articles) == len(o.Articles):
			known.Address = i.Articles[n]
		case old != nil && len(old.Articles) == len(o.Articles):
			known.Address, known.Path = old.Articles[n].Address, old.Articles[n].Path
		}
		r.Articles = append(r.Articles, known)
	}
	return r
}

package apply

import (
	"context"
	"errors"
	"maps"
	"slices"

	"mpsync/internal/diag"
	"mpsync/internal/library"
	"mpsync/internal/model"
	"mpsync/internal/plan"
	"mpsync/internal/state"
	"mpsync/internal/wechat"
)

// readback reads what was written and remembers it, because the server
// rewrites: only against this can a later edit in the console be told. What
// cannot be read now waits for the next run, which takes it where it still is
// what was sent.
func (x *run) readback(ctx context.Context) error {
	want := map[string]model.Address{}
	for a, r := range x.st.Messages {
		if (r.Baseline == nil || r.Unread != nil) && !settled(r) {
			want[r.MediaID] = a
		}
	}
	if len(want) == 0 {
		return nil
	}
	if x.Notify != nil {
		x.Notify(Event{Kind: EventReadback, Done: x.done, Total: x.total})
	}
	sent := map[model.Address]*plan.Change{}
	for i, c := range x.plan.Changes {
		if len(c.Sent()) > 0 {
			sent[c.Address] = &x.plan.Changes[i]
		}
	}
	e := state.Entry{Messages: map[model.Address]*state.Message{}}
	_ = x.read(ctx, want, func(o model.Observed) { // as far as it comes
		a := want[o.MediaID]
		delete(want, o.MediaID)
		r := *x.st.Messages[a]
		if !x.wrote[a] && !plan.Ours(&r, o) {
			return // a person edited it since; the next plan tells
		}
		r.Baseline, r.Unread = plan.ReadBack(&r, o, x.plan.Options.OnDrift == plan.DriftAccept), nil
		e.Messages[a] = &r
		x.compare(sent[a], r, o)
	})
	if len(e.Messages) > 0 {
		if err := x.must(ctx, e); err != nil {
			return err
		}
	}
	return ctx.Err()
}

// compare warns of what the account did not keep of the articles that a change
// of this run sent: the record tells which of them arrived.
func (x *run) compare(c *plan.Change, r state.Message, o model.Observed) {
	if c == nil || len(c.Message.Articles) != len(o.Articles) {
		return
	}
	for _, i := range c.Sent() {
		sent := c.Message.Articles[i]
		if i >= len(r.Articles) || r.Articles[i].Hash != x.current(sent).Hash {
			continue
		}
		diff, links, images := plan.Taken(x.sentForm(sent), o.Articles[i].Readable)
		if diff == "" && links+images == 0 {
			continue
		}
		d := diag.New(diag.Warning, "not-kept", diag.Pos{File: sent.Path}, sent.Fields.Title, links, images, diff)
		d.Address = string(c.Address)
		x.result.Findings = append(x.result.Findings, d)
	}
}

// sentForm is what a reader would read of an article as it was sent: links to
// articles without an address are text there.
func (x *run) sentForm(a model.Article) model.Readable {
	r := a.Readable
	r.Links = slices.DeleteFunc(slices.Clone(r.Links), func(l string) bool {
		ref, ok := model.ParseReference(l)
		return ok && ref.Kind == model.RefLink && x.urlOf(model.Address(ref.Key)) == ""
	})
	return r
}

// read calls f, which takes them off want, with wanted messages: from pages,
// newest first, while a page saves calls, then one by one.
func (x *run) read(ctx context.Context, want map[string]model.Address, f func(model.Observed)) error {
	for offset, saved := 0, plan.Few; len(want) > plan.Few && saved > 1; offset += wechat.PageSize {
		_, page, err := x.Library.List(ctx, offset, wechat.PageSize, true)
		if err != nil {
			return err
		}
		saved = 0
		for _, o := range page {
			if _, ok := want[o.MediaID]; ok {
				f(library.Read(o))
				saved++
			}
		}
	}
	for _, id := range slices.Sorted(maps.Keys(want)) {
		o, err := x.Library.Get(ctx, id)
		if errors.Is(err, library.ErrGone) {
			continue
		}
		if err != nil {
			return err
		}
		o.MediaID = id
		f(o)
	}
	return nil
}

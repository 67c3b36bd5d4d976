package apply

import (
	"context"

	"mpsync/internal/model"
	"mpsync/internal/plan"
	"mpsync/internal/state"
	"mpsync/internal/wechat"
)

// readback reads what was written and remembers it, because the server
// rewrites: only against this can a later edit in the console be told. What
// could not be read is read by the next run.
func (x *run) readback(ctx context.Context) error {
	want := map[string]model.Address{}
	for _, a := range x.touched {
		want[x.st.Messages[a].MediaID] = a
	}
	if len(want) == 0 {
		return nil
	}
	if x.Notify != nil {
		x.Notify(Event{Kind: EventReadback, Done: x.done, Total: x.total})
	}
	e := state.Entry{Messages: map[model.Address]*state.Message{}}
	_ = x.read(ctx, want, func(a model.Address, o model.Observed) { // as far as it came
		r := *x.st.Messages[a]
		r.Baseline = plan.Baseline(o)
		e.Messages[a] = &r
	})
	if len(e.Messages) > 0 {
		if err := x.must(ctx, e); err != nil {
			return err
		}
	}
	return ctx.Err()
}

// read calls f with each wanted message: from pages, newest first, while a page
// saves calls, then one by one.
func (x *run) read(ctx context.Context, want map[string]model.Address, f func(model.Address, model.Observed)) error {
	for offset, saved := 0, 2; len(want) > 2 && saved > 1; offset += wechat.PageSize {
		_, page, err := x.Library.List(ctx, offset, wechat.PageSize, true)
		if err != nil {
			return err
		}
		saved = 0
		for _, o := range page {
			if a, ok := want[o.MediaID]; ok {
				f(a, o)
				delete(want, o.MediaID)
				saved++
			}
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
		f(a, o)
	}
	return nil
}

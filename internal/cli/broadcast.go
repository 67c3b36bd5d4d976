package cli

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"mpsync/internal/apply"
	"mpsync/internal/diag"
	"mpsync/internal/library"
	"mpsync/internal/model"
	"mpsync/internal/plan"
	"mpsync/internal/state"
	"mpsync/internal/wechat"
)

// broadcastOptions are the flags of broadcast.
type broadcastOptions struct {
	to                               wechat.Audience
	yes, again, temporary, asReprint bool
	wait                             time.Duration
}

// broadcastCommand sends a message to followers.
func (a *app) broadcastCommand() *cobra.Command {
	o := broadcastOptions{}
	c := &cobra.Command{
		Use: "broadcast ADDRESS (--all | --tag N | --to OPENID…)", Short: a.console.Text("cmd-broadcast"), Long: a.console.Text("cmd-broadcast-long"),
		Example: "  mpsync broadcast articles/hello --all\n  mpsync broadcast articles/hello --tag 2\n  mpsync broadcast articles/hello --to OPENID1,OPENID2",
		Args:    a.oneAddress,
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := o.check(cmd.Flags().Changed("tag")); err != nil {
				return err
			}
			return a.broadcast(cmd.Context(), args[0], o)
		},
	}
	f := c.Flags()
	f.BoolVar(&o.to.All, "all", false, a.console.Text("flag-all-followers"))
	f.IntVar(&o.to.Tag, "tag", 0, a.console.Text("flag-tag"))
	f.StringSliceVar(&o.to.OpenIDs, "to", nil, a.console.Text("flag-to-openid"))
	f.BoolVar(&o.yes, "yes", false, a.console.Text("flag-yes"))
	f.BoolVar(&o.again, "again", false, a.console.Text("flag-again"))
	f.BoolVar(&o.temporary, "temporary", false, a.console.Text("flag-temporary"))
	f.BoolVar(&o.asReprint, "as-reprint", false, a.console.Text("flag-as-reprint"))
	a.waitFlag(c, &o.wait)
	return c
}

// check wants exactly one audience.
func (o broadcastOptions) check(tag bool) error {
	n := 0
	for _, given := range []bool{o.to.All, tag, len(o.to.OpenIDs) > 0} {
		if given {
			n++
		}
	}
	const fewest, most = 2, 10000
	switch {
	case n != 1:
		return usage("broadcast-audience")
	case len(o.to.OpenIDs) > 0 && (len(o.to.OpenIDs) < fewest || len(o.to.OpenIDs) > most):
		return usage("broadcast-few")
	}
	return nil
}

func (a *app) broadcast(ctx context.Context, arg string, o broadcastOptions) error {
	s, err := a.openAtWork(ctx)
	if err != nil {
		return err
	}
	defer s.close()
	address, r, err := s.record(arg)
	if err != nil {
		return err
	}
	r2 := apply.Runner{
		Library: s.library, Images: images{s.account.client}, Public: s.account.client, Wait: o.wait, Published: s.publishedURL, Store: s.store, Bytes: s.bytes(),
		Now: s.Now, Sleep: s.Sleep, NewID: s.newID, Parallel: uploadsAtOnce, Notify: s.notify,
	}
	send := apply.Send{Address: address, To: o.to, Reprint: o.asReprint}
	if !s.underWay(address, r) {
		if err := s.mayBroadcast(ctx, address, r, o); err != nil {
			return err
		}
		s.showBroadcast(ctx, address, r, o)
		if err := s.sure(ctx, o.yes, "ask-broadcast"); err != nil {
			return err
		}
	}
	if o.temporary {
		if send.MediaID, err = s.temporary(ctx, r2, address); err != nil {
			return err
		}
	}
	err = r2.Broadcast(ctx, s.state, send)
	s.console.Done()
	if errors.Is(err, apply.ErrDeferred) {
		return &exit{code: exitDeferred, err: err}
	}
	if err != nil {
		return err
	}
	p := s.state.Messages[address].Publication
	s.console.Say("broadcast-done", string(address), p.MsgID, p.MsgDataID)
	if p.MsgDataID == 0 {
		s.console.Hint(s.console.Text("broadcast-no-id"))
	}
	return nil
}

// underWay says whether a broadcast was begun whose result is not known: then
// nothing new is sent.
func (s *session) underWay(a model.Address, r *state.Message) bool {
	p := r.Publication
	return apply.OpenBroadcast(s.state, a) != nil || p != nil && p.Kind == state.KindBroadcast && p.Status == state.PublicationRunning
}

// mayBroadcast refuses what would send something else than the file, or the same
// twice.
func (s *session) mayBroadcast(ctx context.Context, a model.Address, r *state.Message, o broadcastOptions) error {
	before := sentTo(r, apply.AudienceName(o.to))
	switch {
	case before != nil && !o.again:
		return diag.Stop(nil, "broadcast-before", diag.Pos{}, string(a), before.Ended.Format(time.DateOnly))
	case o.temporary:
		return nil
	case r.Public() && s.library.Name() == library.Draft:
		return diag.Stop(nil, "broadcast-public", diag.Pos{}, string(a))
	}
	made, err := s.makePlan(ctx, planOptions{refresh: refreshAuto, only: []string{string(a)}, onDrift: string(plan.DriftReport)})
	if err != nil {
		return err
	}
	for _, c := range made.Changes {
		waits := c.Action == plan.Blocked && !strings.HasPrefix(c.Reason.Code, "publish-")
		if waits || c.Action == plan.Deferred || len(c.Sent()) > 0 {
			return diag.Stop(nil, "broadcast-not-in-step", diag.Pos{}, string(a))
		}
	}
	if made.Drifted() {
		return diag.Stop(nil, "broadcast-not-in-step", diag.Pos{}, string(a))
	}
	s.showTodos(made.Todos)
	return nil
}

// sentTo is the latest broadcast of a message that an audience got, nil when
// there is none.
func sentTo(r *state.Message, audience string) *state.Publication {
	all := slices.Clone(r.Earlier)
	if r.Publication != nil {
		all = append(all, *r.Publication)
	}
	for _, p := range slices.Backward(all) {
		if p.Kind == state.KindBroadcast && p.Status == state.PublicationPublic && p.Audience == audience {
			return &p
		}
	}
	return nil
}

// showTodos lists what is left to do in the console.
func (s *session) showTodos(todos []plan.Todo) {
	for _, t := range todos {
		for _, task := range t.Tasks {
			s.console.Say("tasks-left", string(t.Address), plan.TaskText(s.console.Lang, task))
		}
	}
}

// showBroadcast says what would go to whom, and what is left of the quota.
func (s *session) showBroadcast(ctx context.Context, a model.Address, r *state.Message, o broadcastOptions) {
	s.console.Say("broadcast-shows", string(a), s.audience(o.to))
	for i, x := range r.Articles {
		s.console.Print("  " + s.console.Text("place-n", i+1) + " " + s.console.Text("title", x.Title))
	}
	s.console.Say("broadcast-notes")
	if q, err := s.account.client.Quota(ctx, wechat.MassAPI(o.to)); err == nil && q.Limit > 0 {
		s.console.Say("broadcast-left", wechat.MassAPI(o.to), q.Left)
	}
	if o.temporary && s.library.Name() == library.Draft {
		s.console.Say("broadcast-draft-left")
	}
}

func (s *session) audience(to wechat.Audience) string {
	switch {
	case to.All:
		return s.console.Text("broadcast-to-all")
	case len(to.OpenIDs) > 0:
		return s.console.Text("broadcast-to-openids", len(to.OpenIDs))
	}
	return s.console.Text("broadcast-to-tag", to.Tag)
}

// temporary makes a message for one broadcast of what the file says.
func (s *session) temporary(ctx context.Context, r apply.Runner, a model.Address) (string, error) {
	built, err := s.render(ctx, map[model.Address]bool{a: true})
	if err != nil {
		return "", err
	}
	for _, m := range built.Messages {
		if m.Address == a {
			return r.Temporary(ctx, s.account.client, s.state, m, built.Assets)
		}
	}
	return "", diag.Stop(nil, "no-message", diag.Pos{}, string(a))
}

package cli

import (
	"context"
	"slices"
	"time"

	"github.com/spf13/cobra"

	"mpsync/internal/diag"
	"mpsync/internal/model"
	"mpsync/internal/state"
	"mpsync/internal/wechat"
)

// unpublishCommand takes messages from their readers.
func (a *app) unpublishCommand() *cobra.Command {
	yes, earlier := false, false
	c := &cobra.Command{
		Use: "unpublish ADDRESS…", Short: a.console.Text("cmd-unpublish"), Long: a.console.Text("cmd-unpublish-long"),
		Example: "  mpsync unpublish articles/hello\n  mpsync unpublish articles/hello --earlier",
		Args:    a.someArgs,
		RunE:    func(cmd *cobra.Command, args []string) error { return a.unpublish(cmd.Context(), args, earlier, yes) },
	}
	c.Flags().BoolVar(&yes, "yes", false, a.console.Text("flag-yes"))
	c.Flags().BoolVar(&earlier, "earlier", false, a.console.Text("flag-earlier"))
	return c
}

// outing is a publication of a message: the newest, or one that it took the place
// of.
type outing struct {
	address model.Address
	earlier int // its place among the earlier ones, -1 for the newest
}

// of is the publication in the record of its message.
func (o outing) of(r *state.Message) *state.Publication {
	if o.earlier < 0 {
		return r.Publication
	}
	return &r.Earlier[o.earlier]
}

func (a *app) unpublish(ctx context.Context, args []string, earlier, yes bool) error {
	s, err := a.openAtWork(ctx)
	if err != nil {
		return err
	}
	defer s.close()
	if args, err = s.chosen(args); err != nil {
		return err
	}
	var all []outing
	for _, arg := range args {
		address := s.messageOf(model.Address(arg))
		found := outings(address, s.state.Messages[address], earlier)
		if len(found) == 0 {
			return s.nothingPublic(arg, address)
		}
		all = append(all, found...)
	}
	for _, o := range all {
		p := o.of(s.state.Messages[o.address])
		s.console.Say("unpublish-what", string(o.address), s.console.Text("title", p.Articles[0].Title), p.Ended.Format(time.DateOnly), p.Articles[0].URL)
	}
	if err := s.sure(ctx, yes, "ask-unpublish"); err != nil {
		return err
	}
	for _, o := range all {
		if err := s.takeBack(ctx, o); err != nil {
			return err
		}
		s.console.Say("unpublished", string(o.address))
	}
	return nil
}

// nothingPublic says why a message cannot be taken from its readers.
func (s *session) nothingPublic(arg string, address model.Address) error {
	if len(outings(address, s.state.Messages[address], true)) > 0 {
		return diag.Stop(nil, "unpublish-earlier-only", diag.Pos{}, arg)
	}
	return diag.Stop(nil, "unpublish-nothing", diag.Pos{}, arg)
}

// outings lists what readers have of a message and a call can delete: its newest
// publication, or the earlier ones.
func outings(address model.Address, r *state.Message, earlier bool) []outing {
	var found []outing
	add := func(o outing) {
		p := o.of(r)
		if p == nil || p.Status != state.PublicationPublic || len(p.Articles) == 0 {
			return
		}
		if p.ArticleID != "" || p.MsgID != 0 || p.Articles[0].URL != "" {
			found = append(found, o)
		}
	}
	switch {
	case r == nil:
	case !earlier:
		add(outing{address, -1})
	default:
		for i := range r.Earlier {
			add(outing{address, i})
		}
	}
	return found
}

// takeBack deletes what readers have of a message. What is deleted already is
// what was wanted.
func (s *session) takeBack(ctx context.Context, o outing) error {
	now := *s.state.Messages[o.address]
	p := *o.of(&now)
	if err := s.deletePublic(ctx, p); err != nil {
		return err
	}
	p.Status = state.PublicationRemoved
	if o.earlier < 0 {
		now.Publication = &p
	} else {
		now.Earlier = slices.Clone(now.Earlier)
		now.Earlier[o.earlier] = p
	}
	e := state.Entry{Messages: map[model.Address]*state.Message{o.address: &now}}
	if err := s.store.Append(context.WithoutCancel(ctx), e); err != nil {
		return err
	}
	s.state.Apply(e)
	return s.store.Commit(context.WithoutCancel(ctx), s.state)
}

// deletePublic makes the call. A broadcast from the console may hold articles of
// other messages, so that its articles are deleted one by one.
func (s *session) deletePublic(ctx context.Context, p state.Publication) error {
	c := s.account.client
	switch {
	case p.ArticleID != "":
		err := c.PublishDelete(ctx, p.ArticleID, 0)
		if wechat.CodeOf(err) == wechat.CodeInvalidArticleID {
			return nil
		}
		return err
	case p.MsgID != 0:
		return c.MassDelete(ctx, p.MsgID)
	}
	for _, a := range p.Articles {
		if err := c.MassDeleteArticle(ctx, a.URL, a.Index+1); err != nil {
			return err
		}
	}
	return nil
}

// sure asks a person, unless they said yes on the command line.
func (s *session) sure(ctx context.Context, yes bool, question string) error {
	switch {
	case yes:
		return nil
	case !s.InTerminal || s.console.JSON:
		return usage("not-sent-yes")
	case s.confirm(ctx, question):
		return nil
	}
	s.console.Hint(s.console.Text("not-applied"))
	return &exit{code: exitError}
}

// record is the record that an address names, of a message that the account
// holds.
func (s *session) record(arg string) (model.Address, *state.Message, error) {
	address := s.messageOf(s.address(arg))
	r := s.state.Messages[address]
	if r == nil {
		known := slices.ContainsFunc(s.built.Messages, func(m model.Message) bool { return m.Address == address })
		if _, skipped := s.built.Skipped[address]; known || skipped {
			return "", nil, diag.Stop(nil, "not-in-account", diag.Pos{}, arg)
		}
		return "", nil, diag.Stop(nil, "no-message", diag.Pos{}, arg)
	}
	return address, r, nil
}

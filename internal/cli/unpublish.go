package cli

import (
	"context"
	"slices"

	"github.com/spf13/cobra"

	"mpsync/internal/diag"
	"mpsync/internal/model"
	"mpsync/internal/state"
	"mpsync/internal/wechat"
)

// unpublishCommand takes messages from their readers.
func (a *app) unpublishCommand() *cobra.Command {
	yes := false
	c := &cobra.Command{
		Use: "unpublish ADDRESS…", Short: a.console.Text("cmd-unpublish"), Long: a.console.Text("cmd-unpublish-long"),
		Example: "  mpsync unpublish articles/hello",
		Args:    a.someArgs,
		RunE:    func(cmd *cobra.Command, args []string) error { return a.unpublish(cmd.Context(), args, yes) },
	}
	c.Flags().BoolVar(&yes, "yes", false, a.console.Text("flag-yes"))
	return c
}

func (a *app) unpublish(ctx context.Context, args []string, yes bool) error {
	s, err := a.openAtWork(ctx)
	if err != nil {
		return err
	}
	defer s.close()
	if args, err = s.chosen(args); err != nil {
		return err
	}
	var addresses []model.Address
	for _, arg := range args {
		address := s.messageOf(model.Address(arg))
		r := s.state.Messages[address]
		if r == nil || !r.Public() || r.Publication.ArticleID == "" && r.Publication.MsgID == 0 {
			return diag.Stop(nil, "unpublish-nothing", diag.Pos{}, arg)
		}
		addresses = append(addresses, address)
		s.console.Say("unpublish-what", string(address), s.console.Text("title", r.Publication.Articles[0].Title))
	}
	if err := s.sure(ctx, yes, "ask-unpublish"); err != nil {
		return err
	}
	for _, address := range addresses {
		if err := s.takeBack(ctx, address); err != nil {
			return err
		}
		s.console.Say("unpublished", string(address))
	}
	return nil
}

// takeBack deletes what readers have of a message. What is deleted already is
// what was wanted.
func (s *session) takeBack(ctx context.Context, address model.Address) error {
	now := *s.state.Messages[address]
	p := *now.Publication
	var err error
	if p.ArticleID != "" {
		err = s.account.client.PublishDelete(ctx, p.ArticleID, 0)
	} else {
		err = s.account.client.MassDelete(ctx, p.MsgID)
	}
	if err != nil && wechat.CodeOf(err) != wechat.CodeInvalidArticleID {
		return err
	}
	p.Status, now.Publication = state.PublicationRemoved, &p
	e := state.Entry{Messages: map[model.Address]*state.Message{address: &now}}
	if err := s.store.Append(context.WithoutCancel(ctx), e); err != nil {
		return err
	}
	s.state.Apply(e)
	return s.store.Commit(context.WithoutCancel(ctx), s.state)
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
	address := s.messageOf(model.Address(arg))
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

package cli

import (
	"context"
	"time"

	"github.com/spf13/cobra"

	"mpsync/internal/diag"
	"mpsync/internal/library"
	"mpsync/internal/model"
	"mpsync/internal/plan"
)

// publicWait is how long the result of a publication or a broadcast is waited
// for, where nobody says otherwise.
const publicWait = 3 * time.Minute

// publishCommand publishes messages that a person names.
func (a *app) publishCommand() *cobra.Command {
	o := applyOptions{planOptions: planOptions{refresh: refreshAuto, asked: true, onDrift: string(plan.DriftReport)}}
	c := &cobra.Command{
		Use: "publish ADDRESS…", Short: a.console.Text("cmd-publish"), Long: a.console.Text("cmd-publish-long"),
		Example: "  mpsync publish articles/hello\n  mpsync publish articles/hello --republish",
		Args:    a.someArgs,
		RunE: func(cmd *cobra.Command, args []string) error {
			o.only = args
			return bounded(cmd.Context(), o.timeout, func(ctx context.Context) error { return a.apply(ctx, o) })
		},
	}
	f := c.Flags()
	f.BoolVar(&o.yes, "yes", false, a.console.Text("flag-yes"))
	f.BoolVar(&o.republish, "republish", false, a.console.Text("flag-republish"))
	f.DurationVar(&o.settle, "settle", time.Minute, a.console.Text("flag-settle"))
	a.waitFlag(c, &o.wait)
	f.DurationVar(&o.timeout, "timeout", 0, a.console.Text("flag-timeout"))
	f.BoolVar(&a.console.JSON, "json", false, a.console.Text("flag-json"))
	return c
}

func (a *app) waitFlag(c *cobra.Command, wait *time.Duration) {
	c.Flags().DurationVar(wait, "wait", publicWait, a.console.Text("flag-wait"))
}

// publishedURL is where front matter says that readers find an article.
func (s *session) publishedURL(a model.Address) string { return s.site.Published[a] }

// checkPublish refuses what a person named and no plan can publish.
func (s *session) checkPublish(p plan.Plan) error {
	if s.library.Name() != library.Draft {
		return diag.Stop(nil, "publish-material", diag.Pos{})
	}
	if p.Count(plan.Publish, plan.Blocked, plan.Deferred) > 0 {
		return nil
	}
	for _, a := range p.Targets {
		if r := s.state.Messages[s.messageOf(a)]; r != nil && r.Public() {
			s.console.Findings(s.Err, []diag.Diagnostic{diag.New(diag.Note, "publish-nothing", diag.Pos{}, string(a))})
		}
	}
	return nil
}

// messageOf is the address of the message that an address names, by itself or by
// an article of it.
func (s *session) messageOf(a model.Address) model.Address {
	if s.state.Messages[a] != nil {
		return a
	}
	for address, r := range s.state.Messages {
		for _, x := range r.Articles {
			if x.Address == a {
				return address
			}
		}
	}
	return a
}

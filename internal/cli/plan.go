package cli

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"time"

	"github.com/spf13/cobra"

	"mpsync/internal/diag"
	"mpsync/internal/plan"
	"mpsync/internal/site"
)

// planOptions are the flags of plan, some of which apply has too.
type planOptions struct {
	out         string
	format      string
	detailed    bool
	refresh     string
	prune       bool
	asNew       bool
	recreate    bool
	maxCreates  int
	maxDeletes  int
	maxComments int
	onDrift     string
	only        []string
	since       string
	timeout     time.Duration
	asked       bool // of publish: what --only names is to be published
	republish   bool
	saved       *plan.Plan // of apply: its wishes are those that count
}

// planCommand shows what apply would do.
func (a *app) planCommand() *cobra.Command {
	o := planOptions{format: formatText}
	c := &cobra.Command{
		Use:     "plan",
		Short:   a.console.Text("cmd-plan"),
		Long:    a.console.Text("cmd-plan-long"),
		Example: "  mpsync plan\n  mpsync plan --detailed-exitcode\n  mpsync plan --refresh=none\n  mpsync plan --out plan.json",
		Args:    a.noArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := a.checkFormat(o.format, formatText, formatMarkdown, formatGitHub, formatJSON); err != nil {
				return err
			}
			return bounded(cmd.Context(), o.timeout, func(ctx context.Context) error { return a.plan(ctx, o) })
		},
	}
	f := c.Flags()
	f.StringVar(&o.out, "out", "", a.console.Text("flag-out"))
	f.StringVar(&o.format, "format", formatText, a.console.Text("flag-format"))
	f.BoolVar(&o.detailed, "detailed-exitcode", false, a.console.Text("flag-detailed"))
	f.StringVar(&o.refresh, "refresh", refreshAuto, a.console.Text("flag-refresh"))
	f.BoolVar(&a.console.JSON, "json", false, a.console.Text("flag-json"))
	a.planFlags(c, &o)
	return c
}

// planFlags are those that plan and apply share.
func (a *app) planFlags(c *cobra.Command, o *planOptions) {
	f := c.Flags()
	f.BoolVar(&o.prune, "prune", false, a.console.Text("flag-prune"))
	f.BoolVar(&o.asNew, "as-new", false, a.console.Text("flag-as-new"))
	f.BoolVar(&o.recreate, "recreate", false, a.console.Text("flag-recreate"))
	f.IntVar(&o.maxCreates, "max-creates", 0, a.console.Text("flag-max-creates"))
	f.IntVar(&o.maxDeletes, "max-deletes", 0, a.console.Text("flag-max-deletes"))
	f.IntVar(&o.maxComments, "max-comment-deletes", 0, a.console.Text("flag-max-comment-deletes"))
	f.StringVar(&o.onDrift, "on-drift", string(plan.DriftReport), a.console.Text("flag-on-drift"))
	f.StringArrayVar(&o.only, "only", nil, a.console.Text("flag-only"))
	f.StringVar(&o.since, "changed-since", "", a.console.Text("flag-changed-since"))
	f.DurationVar(&o.timeout, "timeout", 0, a.console.Text("flag-timeout"))
}

// wishes turns flags into what the planner is told; flags win over the file.
func (o planOptions) wishes(c site.Config) plan.Options {
	if o.saved != nil {
		return o.saved.Options
	}
	w := plan.Options{
		Prune: o.prune, AsNew: o.asNew, Recreate: o.recreate,
		MaxCreates: c.Limits.Creates, MaxDeletes: c.Limits.Deletes, MaxCommentDeletes: c.Limits.CommentDeletes,
		Republish: o.republish, OnDrift: plan.OnDrift(o.onDrift), UpdateResaved: c.OnConsoleSave == site.ConsoleUpdate,
	}
	if o.maxCreates > 0 {
		w.MaxCreates = o.maxCreates
	}
	if o.maxDeletes > 0 {
		w.MaxDeletes = o.maxDeletes
	}
	if o.maxComments > 0 {
		w.MaxCommentDeletes = o.maxComments
	}
	return w
}

func (o planOptions) check() error {
	switch o.refresh {
	case refreshAuto, refreshFull, refreshNone:
	default:
		return usage("bad-refresh", o.refresh)
	}
	switch plan.OnDrift(o.onDrift) {
	case plan.DriftReport, plan.DriftOverwrite, plan.DriftAccept:
		return nil
	}
	return usage("bad-on-drift", o.onDrift)
}

func (a *app) plan(ctx context.Context, o planOptions) error {
	if err := o.check(); err != nil {
		return err
	}
	s, err := a.openToLook(ctx, o.refresh)
	if err != nil {
		return err
	}
	defer s.close()
	s.printFindings()
	s.sayUnfetched()
	if o.refresh != refreshNone {
		if err := s.connect(ctx); err != nil {
			return err
		}
	}
	p, err := s.makePlan(ctx, o)
	if err != nil {
		return err
	}
	p = p.WithLook()
	a.console.Done()
	if err := s.present(ctx, p, o.format, s.accountName()); err != nil {
		return err
	}
	if o.out != "" {
		if err := savePlan(a.path(o.out), p); err != nil {
			return err
		}
		if o.format == formatText {
			a.console.Say("plan-saved", a.path(o.out))
		}
	}
	return a.end(planCode(p, o.detailed), result{Counts: counts(p), Calls: p.Calls})
}

// planCode is the exit code of a plan. Errors that leave nothing to plan for are
// an error always. In detail it is the first that holds of blocked, left out by
// errors, changes, deferred, drift.
func planCode(p plan.Plan, detailed bool) int {
	switch {
	case p.Unsound() > 0 && p.InStep+len(p.Changes) == 0:
		return exitError
	case !detailed:
		return exitDone
	case p.Waiting(plan.Blocked) > 0:
		return exitPerson
	case p.Unsound() > 0:
		return exitError
	case p.Pending():
		return exitChanges
	case p.Waiting(plan.Deferred) > 0:
		return exitDeferred
	case p.Drifted():
		return exitDrift
	}
	return exitDone
}

// counts are a plan's numbers by action, under the API's English names.
func counts(p plan.Plan) map[string]int {
	n := map[string]int{"in_step": p.InStep, "skipped": len(p.Skipped), "unsound": p.Unsound(), "uploads": len(p.Uploads)}
	for name, action := range map[string]plan.Action{
		"create": plan.Create, "update": plan.Update, "replace": plan.Replace, "delete": plan.Delete, "forget": plan.Forget,
		"move": plan.Move, "adopt": plan.Adopt, "publish": plan.Publish, "blocked": plan.Blocked, "deferred": plan.Deferred,
	} {
		n[name] = p.Count(action)
	}
	return n
}

// show prints a plan, or its events.
func (s *session) show(p plan.Plan) error {
	if s.console.JSON {
		s.planEvents(p)
		return nil
	}
	s.console.Done()
	return s.showAs(p, s.accountName())
}

// accountName is the account in words for people.
func (s *session) accountName() string {
	if s.account != nil {
		return s.account.name
	}
	if s.libraryName() == "" {
		return s.console.Text("account-assumed")
	}
	return s.console.Text("account-not-asked")
}

// showAs prints a plan for an account of that name, or its events.
func (s *session) showAs(p plan.Plan, name string) error {
	if s.console.JSON {
		s.planEvents(p)
		return nil
	}
	s.console.Done()
	return p.Write(s.Out, name, s.console.Lang, func(style plan.Style, text string) string {
		return s.console.Paint(string(style), text)
	})
}

// changeEvent is a change without the bodies of its articles.
type changeEvent struct {
	Action   plan.Action          `json:"action"`
	Address  string               `json:"address"`
	From     string               `json:"from,omitempty"`
	MediaID  string               `json:"media_id,omitempty"`
	Titles   []string             `json:"titles,omitempty"`
	Articles []plan.ArticleChange `json:"articles,omitempty"`
	Reason   *plan.Note           `json:"reason,omitempty"`
}

func (s *session) planEvents(p plan.Plan) {
	for _, c := range p.Changes {
		if c.Action == plan.None {
			continue
		}
		e := changeEvent{c.Action, string(c.Address), string(c.From), c.MediaID, nil, c.Articles, c.Reason}
		if c.Message != nil {
			for _, a := range c.Message.Articles {
				e.Titles = append(e.Titles, a.Fields.Title)
			}
		}
		s.console.Event("change", e)
	}
	for _, t := range p.Comments {
		s.console.Event("comments", t)
	}
	for _, n := range p.Notes {
		s.console.Event("note", n)
	}
	for _, t := range p.Todos {
		s.console.Event("todo", t)
	}
	for _, n := range p.Refusals {
		s.console.Event("refusal", n)
	}
}

// savePlan writes a plan as JSON.
func savePlan(path string, p plan.Plan) error {
	data, err := json.MarshalIndent(p, "", "  ")
	if err != nil {
		return fmt.Errorf("save plan: %w", err)
	}
	if err := os.WriteFile(path, append(data, '\n'), 0o600); err != nil {
		return diag.Stop(err, "cannot-write", diag.Pos{File: path}, reason(err))
	}
	return nil
}

// loadPlan reads what savePlan wrote.
func loadPlan(path string) (plan.Plan, error) {
	data, err := os.ReadFile(path) //nolint:gosec // the path is the person's own argument
	if errors.Is(err, fs.ErrNotExist) {
		return plan.Plan{}, diag.Stop(err, "plan-missing", diag.Pos{File: path})
	}
	if err != nil {
		return plan.Plan{}, diag.Stop(err, "plan-unreadable", diag.Pos{File: path})
	}
	var p plan.Plan
	if err := json.Unmarshal(data, &p); err != nil || p.Format != plan.Format {
		return plan.Plan{}, diag.Stop(err, "plan-unreadable", diag.Pos{File: path})
	}
	return p, nil
}

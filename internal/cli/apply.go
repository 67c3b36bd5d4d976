package cli

import (
	"context"
	"errors"
	"maps"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"mpsync/internal/apply"
	"mpsync/internal/diag"
	"mpsync/internal/plan"
)

// applyOptions are the flags of apply.
type applyOptions struct {
	planOptions
	yes    bool
	settle time.Duration
	wait   time.Duration // for publications
	file   string        // a saved plan
}

// uploadsAtOnce is how many files travel at the same time.
const uploadsAtOnce = 4

// applyCommand carries out a plan.
func (a *app) applyCommand() *cobra.Command {
	o := applyOptions{planOptions: planOptions{refresh: refreshAuto}}
	c := &cobra.Command{
		Use:     "apply [PLANFILE]",
		Short:   a.console.Text("cmd-apply"),
		Long:    a.console.Text("cmd-apply-long"),
		Example: "  mpsync apply\n  mpsync apply --yes\n  mpsync apply plan.json --yes",
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) > 1 {
				return usage("no-arguments", args[1])
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) == 1 {
				saved, err := loadPlan(a.path(args[0]))
				if err != nil {
					return err
				}
				o.file, o.saved = args[0], &saved
			}
			return bounded(cmd.Context(), o.timeout, func(ctx context.Context) error { return a.apply(ctx, o) })
		},
	}
	f := c.Flags()
	f.BoolVar(&o.yes, "yes", false, a.console.Text("flag-yes"))
	f.DurationVar(&o.settle, "settle", time.Minute, a.console.Text("flag-settle"))
	a.waitFlag(c, &o.wait)
	f.BoolVar(&a.console.JSON, "json", false, a.console.Text("flag-json"))
	a.planFlags(c, &o.planOptions)
	return c
}

func (a *app) apply(ctx context.Context, o applyOptions) error {
	if err := o.check(); err != nil {
		return err
	}
	s, err := a.openSite(ctx)
	if err != nil {
		return err
	}
	defer s.close()
	if o.settle == 0 && !s.instant() {
		return usage("settle-zero")
	}
	if err := s.mayApply(ctx); err != nil {
		return err
	}
	if err := s.lock(ctx); err != nil {
		return err
	}
	if err := s.build(ctx, s.state); err != nil {
		return err
	}
	s.printFindings()
	if err := s.connect(ctx); err != nil {
		return err
	}
	p, err := s.makePlan(ctx, o.planOptions)
	if err != nil {
		return err
	}
	if o.asked {
		if err := s.checkPublish(p); err != nil {
			return err
		}
	}
	if err := s.approve(ctx, p, o); err != nil {
		return err
	}
	return s.carryOut(ctx, p, o)
}

// instant says whether the account answers listings at once with all that was
// written: only then may settling be skipped.
func (s *session) instant() bool {
	c := s.site.Config.Account
	if c.Emulator != "" {
		return true
	}
	base, err := c.API.Value()
	if err != nil {
		return false
	}
	u, err := url.Parse(base)
	return err == nil && isLoopback(u.Hostname())
}

// approve shows the plan and asks, where there is something to ask. Of a saved
// plan that no longer holds only the difference is said.
func (s *session) approve(ctx context.Context, p plan.Plan, o applyOptions) error {
	if o.saved != nil {
		if err := s.sameAs(p, *o.saved, o.file); err != nil {
			return err
		}
	}
	if err := s.show(p); err != nil {
		return err
	}
	if len(p.Refusals) > 0 {
		return &exit{code: exitError}
	}
	if o.saved != nil || o.yes || !p.Pending() {
		return nil
	}
	if !s.InTerminal || s.console.JSON {
		return usage("needs-yes")
	}
	s.console.Print("")
	if !s.confirm(ctx, "ask-apply") {
		s.console.Hint(s.console.Text("not-applied"))
		return &exit{code: exitError}
	}
	return nil
}

// planLives is how long a saved plan may be applied.
const planLives = 24 * time.Hour

// sameAs refuses a saved plan whose effects are not those of the plan made now.
func (s *session) sameAs(p, saved plan.Plan, file string) error {
	// A state that was never written has no lineage yet.
	foreign := saved.Lineage != p.Lineage && p.Serial > 0
	more := p.Beyond(saved)
	var why error
	switch pos := (diag.Pos{File: file}); {
	case foreign || saved.AppID != p.AppID:
		why = diag.Stop(nil, "plan-foreign", pos)
	case p.Created.Sub(saved.Created) > planLives:
		why = diag.Stop(nil, "plan-expired", pos, int(planLives.Hours()))
	case len(more) > 0:
		why = diag.Stop(nil, "plan-stale", pos, inShort(more))
	default:
		return nil
	}
	return &exit{code: exitStale, err: why}
}

// inShort lists effects by sign and address, the first few of them.
func inShort(effects []string) string {
	const most = 5
	var names []string
	for _, e := range effects[:min(most, len(effects))] {
		fields := strings.Fields(e)
		names = append(names, strings.Join(fields[:min(2, len(fields))], " "))
	}
	if len(effects) > most {
		names = append(names, "…")
	}
	return strings.Join(names, ", ")
}

// carryOut runs a plan and says how it ended.
func (s *session) carryOut(ctx context.Context, p plan.Plan, o applyOptions) error {
	r := apply.Runner{
		Library: s.library, Images: images{s.account.client}, Materials: materials{s.account.client}, Public: s.account.client,
		Comments: comments{s.account.client}, Wait: o.wait, Published: s.publishedURL, Store: s.store, Bytes: s.bytes(),
		Now: s.Now, Sleep: s.Sleep, NewID: s.newID, Settle: o.settle, Lease: leaseOf(s.store), Parallel: uploadsAtOnce, Abort: s.Abort, Notify: s.notify,
	}
	defer context.AfterFunc(ctx, func() {
		if errors.Is(ctx.Err(), context.Canceled) {
			s.console.Hint(s.console.Text("finishing"))
		}
	})()
	res, err := r.Run(ctx, p, s.state)
	s.console.Done()
	s.console.Findings(s.Err, res.Findings)
	if err != nil {
		return err
	}
	s.sayEnd(res)
	n := counts(p)
	n["applied"], n["failed"], n["postponed"] = res.Applied, res.Failed, res.Deferred
	return s.end(s.applyCode(p, res), result{Counts: n, Calls: p.Calls})
}

// sayEnd says how many steps were done; a run without steps was said to have
// nothing to do.
func (s *session) sayEnd(r apply.Result) {
	switch total := r.Applied + r.Failed + r.Deferred; total {
	case 0:
	case r.Applied:
		s.console.Say("apply-done", total)
	default:
		s.console.Say("apply-part", r.Applied, total, r.Failed, r.Deferred)
	}
}

// applyCode is the exit code of a run that came to its end.
func (s *session) applyCode(p plan.Plan, r apply.Result) int {
	skipped := slices.Contains(slices.Collect(maps.Values(p.Skipped)), "error") || s.spoilt
	switch {
	case r.Failed > 0 || skipped:
		return exitPart
	case p.Waiting(plan.Blocked) > 0:
		return exitPerson
	case r.Deferred > 0 || p.Waiting(plan.Deferred) > 0:
		return exitDeferred
	}
	return exitDone
}

// notify shows a step of apply.
func (s *session) notify(e apply.Event) {
	if s.console.JSON {
		s.console.Event("step", stepOf(e))
		return
	}
	c := s.console
	switch e.Kind {
	case apply.EventSettle:
		c.Progress(c.Text("progress-settle", e.Done, e.Total))
	case apply.EventPublish:
		c.Progress(c.Text("progress-publish"))
	case apply.EventReadback:
		c.Progress(c.Text("progress-readback"))
	case apply.EventUpload:
		c.Progress(c.Text("progress-upload", e.Done, e.Total, e.File) + s.ending(e))
	case apply.EventChange:
		c.Progress(c.Text("progress-change", e.Done, e.Total, string(e.Action), string(e.Address)) + s.ending(e))
	}
}

// ending marks a step that did not succeed; why is said at the end.
func (s *session) ending(e apply.Event) string {
	if e.Err == nil {
		return ""
	}
	return s.console.Text("progress-not-done")
}

// step is the JSON form of a step.
type step struct {
	Kind    string `json:"kind"`
	Action  string `json:"action,omitempty"`
	Address string `json:"address,omitempty"`
	File    string `json:"file,omitempty"`
	Done    int    `json:"done"`
	Total   int    `json:"total"`
	OK      bool   `json:"ok"`
}

func stepOf(e apply.Event) step {
	st := step{string(e.Kind), "", string(e.Address), e.File, e.Done, e.Total, e.Err == nil}
	if e.Action != 0 {
		st.Action = string(e.Action)
	}
	return st
}

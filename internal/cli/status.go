package cli

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"mpsync/internal/plan"
	"mpsync/internal/ui"
	"mpsync/internal/wechat"
)

// statusCommand says how account and site stand.
func (a *app) statusCommand() *cobra.Command {
	o := planOptions{onDrift: string(plan.DriftReport)}
	c := &cobra.Command{
		Use: "status", Short: a.console.Text("cmd-status"), Long: a.console.Text("cmd-status-long"),
		Example: "  mpsync status\n  mpsync status --json", Args: a.noArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return a.status(cmd.Context(), o) },
	}
	c.Flags().StringVar(&o.refresh, "refresh", refreshAuto, a.console.Text("flag-refresh"))
	c.Flags().BoolVar(&a.console.JSON, "json", false, a.console.Text("flag-json"))
	return c
}

// standing is one line of a status: how many of what.
type standing struct {
	code  string
	count int
	text  string // "" says the count
}

func (a *app) status(ctx context.Context, o planOptions) error {
	if err := o.check(); err != nil {
		return err
	}
	s, err := a.openToLook(ctx, o.refresh)
	if err != nil {
		return err
	}
	defer s.close()
	if o.refresh != refreshNone {
		if err := s.connect(ctx); err != nil {
			return err
		}
	}
	p, err := s.makePlan(ctx, o)
	if err != nil {
		return err
	}
	counts := map[string]int{}
	s.table("status-messages", s.standings(p), counts)
	if s.account != nil {
		held, err := s.account.client.MaterialCount(ctx)
		if err != nil {
			return err
		}
		s.table("status-library", s.room(held), counts)
		s.table("status-quota", s.quotas(ctx), counts)
	}
	return a.end(exitDone, result{Counts: counts})
}

// standings counts messages by how they stand; what there is none of is left
// out, but for those in step.
func (s *session) standings(p plan.Plan) []standing {
	notes := map[string]int{}
	for _, n := range p.Notes {
		notes[n.Code]++
	}
	pending := p.Count(plan.Create, plan.Update, plan.Replace, plan.Delete, plan.Forget, plan.Move, plan.Adopt, plan.Publish)
	public := 0
	for _, r := range s.state.Messages {
		if r.Public() {
			public++
		}
	}
	lines := []standing{{code: "status-in-step", count: p.InStep}}
	for _, l := range []standing{
		{code: "status-public", count: public},
		{code: "status-pending", count: pending},
		{code: "status-drifted", count: notes[plan.NoteEdited] + notes[plan.NoteDeleted] + notes[plan.NoteResaved]},
		{code: "status-left", count: notes[plan.NoteLeft]},
		{code: "status-kept", count: notes[plan.NoteNoSource] + notes[plan.NoteRegrouped]},
		{code: "status-blocked", count: p.Count(plan.Blocked)},
		{code: "status-deferred", count: p.Count(plan.Deferred)},
		{code: "status-skipped", count: len(p.Skipped)},
		{code: "status-intents", count: len(s.state.Intents)},
	} {
		if l.count > 0 {
			lines = append(lines, l)
		}
	}
	return lines
}

// What a library of permanent materials holds at most.
// https://developers.weixin.qq.com/doc/subscription/api/material/permanent/api_addmaterial.html
const (
	mostImages = 100_000 // images and messages
	mostOthers = 1_000   // voices, and as many videos
)

// room says what the library of permanent materials holds.
func (s *session) room(held wechat.MaterialCounts) []standing {
	ours := map[string]int{}
	for _, d := range s.state.Declared {
		ours[d.Type]++
	}
	ours["image"] += len(s.state.Materials)
	line := func(code, kind, capped string, n, most int) standing {
		text := s.console.Text(capped, n, most)
		if ours[kind] > 0 {
			text += s.console.Text("comma") + s.console.Text("status-ours", ours[kind])
		}
		return standing{code, n, text}
	}
	return []standing{
		line("status-images", "image", "status-cap", held.Image, mostImages),
		{code: "status-news", count: held.News},
		line("status-voices", "voice", "status-cap-other", held.Voice, mostOthers),
		line("status-videos", "video", "status-cap-other", held.Video, mostOthers),
	}
}

// quotas says what is left today of the calls that apply makes. An account that
// does not tell has nothing to say here.
func (s *session) quotas(ctx context.Context) []standing {
	if !s.account.metered {
		return nil
	}
	apis := s.library.APIs()
	var lines []standing
	for _, api := range []string{apis.List, apis.Create, apis.Update, "media/uploadimg", "material/add_material"} {
		if q, err := s.account.client.Quota(ctx, api); err == nil && q.Limit > 0 {
			lines = append(lines, standing{api, q.Left, s.console.Text("status-left-of", q.Left, q.Limit)})
		}
	}
	return lines
}

// table prints standings under a heading, aligned, and counts them.
func (s *session) table(heading string, lines []standing, counts map[string]int) {
	if len(lines) == 0 {
		return
	}
	names, most := make([]string, len(lines)), 0
	for i, l := range lines {
		names[i] = l.code
		if strings.HasPrefix(l.code, "status-") {
			names[i] = s.console.Text(l.code)
		}
		most = max(most, ui.Columns(names[i]))
		counts[strings.ReplaceAll(strings.TrimPrefix(l.code, "status-"), "-", "_")] = l.count
	}
	s.console.Print(s.console.Paint("strong", s.console.Text(heading)))
	for i, l := range lines {
		text := l.text
		if text == "" {
			text = strconv.Itoa(l.count)
		}
		s.console.Print(fmt.Sprintf("  %s%s  %s", names[i], strings.Repeat(" ", most-ui.Columns(names[i])), text))
	}
}

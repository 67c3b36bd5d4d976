package cli

import (
	"cmp"
	"context"
	"net/http"
	"slices"
	"time"

	"github.com/spf13/cobra"

	"mpsync/internal/bundle"
	"mpsync/internal/diag"
	"mpsync/internal/library"
	"mpsync/internal/model"
	"mpsync/internal/wechat"
)

// doctorCommand checks everything that a run depends on.
func (a *app) doctorCommand() *cobra.Command {
	c := &cobra.Command{
		Use: "doctor", Short: a.console.Text("cmd-doctor"), Long: a.console.Text("cmd-doctor-long"),
		Example: "  mpsync doctor\n  mpsync doctor --json", Args: a.noArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return a.doctor(cmd.Context()) },
	}
	c.Flags().BoolVar(&a.console.JSON, "json", false, a.console.Text("flag-json"))
	return c
}

// level says how well a thing stands.
type level string

const (
	levelOK   level = "ok"
	levelWarn level = "warn"
	levelFail level = "fail"
)

// checkup gathers what doctor finds.
type checkup struct {
	*app
	counts map[string]int
}

// checked is one line of doctor.
type checked struct {
	Check   string `json:"check"`
	Level   level  `json:"level"`
	Message string `json:"message"`
	Hint    string `json:"hint,omitempty"`
}

func (c *checkup) say(check string, l level, message, hint string) {
	c.counts[string(l)]++
	c.console.Event("check", checked{check, l, message, hint})
	mark := map[level]string{levelOK: c.console.Paint("add", "✓"), levelWarn: c.console.Paint("change", "!"), levelFail: c.console.Paint("remove", "✗")}[l]
	c.console.Print(mark + " " + c.console.Text("doctor-"+check) + c.console.Text("colon") + message)
	if hint != "" {
		c.console.Print("    " + c.console.Paint("faint", "→ "+hint))
	}
}

// lang is English for programs.
func (c *checkup) lang() diag.Lang {
	if c.console.JSON {
		return diag.English
	}
	return c.console.Lang
}

func (c *checkup) ok(check, code string, args ...any) {
	c.say(check, levelOK, diag.Text(c.lang(), code, args...), "")
}

func (c *checkup) tell(check string, l level, d diag.Diagnostic) {
	c.say(check, l, d.Message(c.lang()), d.Hint(c.lang()))
}

func (a *app) doctor(ctx context.Context) error {
	c := &checkup{app: a, counts: map[string]int{}}
	s, err := a.openSite(ctx)
	if err == nil {
		defer s.close()
		c.site(ctx, s)
		c.account(ctx, s)
	} else {
		c.tell("site", levelFail, a.explain(ctx, err))
	}
	c.tools()
	if ctx.Err() != nil {
		return ctx.Err()
	}
	code := exitDone
	if c.counts[string(levelFail)] > 0 {
		code = exitError
	}
	a.console.Say("doctor-summary", c.counts[string(levelOK)], c.counts[string(levelWarn)], c.counts[string(levelFail)])
	return a.end(code, result{Counts: c.counts})
}

// site checks what lies in the folder.
func (c *checkup) site(ctx context.Context, s *session) {
	if err := s.load(ctx); err != nil {
		c.tell("state", levelFail, c.explain(ctx, err))
		return
	}
	n := map[diag.Severity]int{}
	for _, d := range s.built.Findings {
		n[d.Severity]++
	}
	switch {
	case n[diag.Error] > 0:
		c.tell("site", levelFail, diag.New(diag.Error, "doctor-site-errors", diag.Pos{}, n[diag.Error], n[diag.Warning]))
	case n[diag.Warning] > 0:
		c.tell("site", levelWarn, diag.New(diag.Warning, "doctor-site-warnings", diag.Pos{}, n[diag.Warning]))
	default:
		c.ok("site", "doctor-site-ok", len(s.built.Messages))
	}
	if open := len(s.state.Intents); open > 0 {
		c.tell("state", levelWarn, diag.New(diag.Warning, "doctor-intents", diag.Pos{}, open))
		return
	}
	c.ok("state", "doctor-state-ok", len(s.state.Messages), s.site.Config.State)
}

// account checks the way to the account, each step only when the one before it
// holds.
func (c *checkup) account(ctx context.Context, s *session) {
	var err error
	if s.account, err = s.openAccount(ctx); err != nil {
		c.tell("credentials", levelFail, c.explain(ctx, err))
		return
	}
	if s.site.Config.Account.Emulator == "" {
		if !c.reach(ctx, s) {
			return
		}
	}
	if _, err := s.account.client.MaterialCount(ctx); err != nil && wechat.ClassOf(err) != wechat.ClassPermission {
		c.tell("token", levelFail, c.explain(ctx, err))
		return
	}
	c.ok("token", "doctor-token-ok", s.account.name)
	c.library(ctx, s)
	c.permissions(ctx, s)
	c.quota(ctx, s)
}

// reach asks the server for the time, which needs no token. A clock that is far
// off breaks tokens and the settling of calls.
func (c *checkup) reach(ctx context.Context, s *session) bool {
	base, err := s.site.Config.Account.API.Value()
	if err != nil || base == "" {
		base = wechat.DefaultBase
	}
	timed, cancel := context.WithTimeout(ctx, 10*time.Second)
	defer cancel()
	r, err := http.NewRequestWithContext(timed, http.MethodHead, base, http.NoBody)
	if err != nil {
		c.tell("network", levelFail, diag.New(diag.Error, "doctor-unreachable", diag.Pos{}))
		return false
	}
	resp, err := http.DefaultTransport.RoundTrip(r)
	if err != nil { // its text may hold the address, which may be a secret
		c.tell("network", levelFail, diag.New(diag.Error, "doctor-unreachable", diag.Pos{}))
		return false
	}
	_ = resp.Body.Close()
	c.ok("network", "doctor-network-ok")
	const tolerated = 2 * time.Minute
	there, err := http.ParseTime(resp.Header.Get("Date"))
	switch off := c.Now().Sub(there).Abs(); {
	case err != nil:
	case off > tolerated:
		c.tell("clock", levelWarn, diag.New(diag.Warning, "doctor-clock-off", diag.Pos{}, off.Round(time.Second)))
	default:
		c.ok("clock", "doctor-clock-ok")
	}
	return true
}

// library finds out where the account keeps messages, and which limits hold there.
func (c *checkup) library(ctx context.Context, s *session) {
	name := s.libraryName()
	if name == "" {
		var err error
		if name, err = library.Detect(ctx, s.account.client); err != nil {
			c.tell("library", levelFail, c.explain(ctx, err))
			return
		}
	}
	lib, err := library.Open(name, s.account.client)
	if err != nil {
		c.tell("library", levelFail, c.explain(ctx, err))
		return
	}
	s.library = lib
	c.ok("library", "lib-"+name)
	title := 64
	if name == library.Draft {
		title = 32
	}
	c.ok("limits", "doctor-limits-are", title, s.site.Config.Limits.Creates, s.site.Config.Limits.Deletes)
}

// permissions makes one harmless call of each group of APIs.
func (c *checkup) permissions(ctx context.Context, s *session) {
	client := s.account.client
	for _, p := range []struct {
		check string
		call  func() error
	}{
		{"may-drafts", func() error { _, err := client.DraftCount(ctx); return err }},
		{"may-materials", func() error { _, err := client.MaterialCount(ctx); return err }},
		{"may-publish", func() error { _, _, err := client.PublishBatchGet(ctx, 0, 1, true); return err }},
		{"may-comments", func() error { _, _, err := client.ListComments(ctx, model.Thread{}, 0, 0, 1); return err }},
	} {
		err := p.call()
		refused := []wechat.Class{wechat.ClassPermission, wechat.ClassClosed}
		switch {
		case err == nil, wechat.ClassOf(err) == wechat.ClassRefused:
			c.ok(p.check, "doctor-may-ok")
		case slices.Contains(refused, wechat.ClassOf(err)):
			c.tell(p.check, levelWarn, c.explain(ctx, err))
		default:
			c.tell(p.check, levelFail, c.explain(ctx, err))
		}
	}
}

// quota warns of calls that are nearly used up.
func (c *checkup) quota(ctx context.Context, s *session) {
	if s.library == nil {
		return
	}
	const few = 10
	low := false
	for _, l := range s.quotas(ctx) {
		if l.count < few {
			low = true
			c.tell("quota", levelWarn, diag.New(diag.Warning, "doctor-quota-low", diag.Pos{}, l.code, l.count))
		}
	}
	if !low && s.account.metered {
		c.ok("quota", "doctor-quota-ok")
	}
}

// tools says what the machine has for drawing; what it lacks matters only to
// articles that need it.
func (c *checkup) tools() {
	browser := c.chromium()
	svg, _ := c.svgProgram()
	git, _ := c.Look("git") // "" when there is none
	font := ""
	if len(c.titleFont().Data) > 0 {
		font = c.console.Text("doctor-found")
	}
	store, formulas := c.app.tools(), ""
	if store.Dir != "" && store.Installed(bundle.MathJax()) {
		formulas = bundle.MathJax().String()
	}
	for _, t := range []struct{ check, found string }{
		{"chromium", browser}, {"svg", cmp.Or(svg, browser)}, {"avif", c.decoderOf("avif")}, {"heic", c.decoderOf("heic")}, {"math", formulas}, {"fonts", font}, {"git", git},
	} {
		if t.found == "" {
			c.tell(t.check, levelWarn, diag.New(diag.Warning, "doctor-no-"+t.check, diag.Pos{}))
			continue
		}
		c.ok(t.check, "doctor-tool", t.found)
	}
}

package cli

import (
	"context"
	"slices"
	"strings"
	"time"

	"mpsync/internal/diag"
	"mpsync/internal/plan"
	"mpsync/internal/site"
	"mpsync/internal/state"
)

// inCI says whether this process is a job of a CI system.
func (a *app) inCI() bool {
	value, _ := a.Env("CI")
	return !slices.Contains([]string{"", "0", "false"}, strings.ToLower(value))
}

// mayApply refuses to apply in a CI job of any branch but the site's: a job of a
// pull request, or of a fork, must not write to the account.
func (s *session) mayApply(ctx context.Context) error {
	if !s.inCI() || s.site.Config.Account.Emulator != "" {
		return nil
	}
	allowed := []string{"main", "master"}
	if b := s.site.Config.CI.Branch; b != "" {
		allowed = []string{b}
	}
	branch := s.ciBranch(ctx)
	if slices.Contains(allowed, branch) {
		return nil
	}
	code := "ci-branch"
	if branch == "" {
		code = "ci-branch-unknown"
	}
	return diag.Stop(nil, code, diag.Pos{File: site.ConfigFile}, branch, strings.Join(allowed, ", "))
}

// ciBranch is the branch that a CI job runs on: as the job says, as its system
// says, else as git does. A job of a pull request runs on none, whatever its
// target or its source are called.
func (a *app) ciBranch(ctx context.Context) string {
	env := func(name string) string { v, _ := a.Env(name); return v }
	if b := env("MPSYNC_BRANCH"); b != "" {
		return b
	}
	// GitHub and Gitea, GitLab, CNB, Gitee Go, Jenkins.
	for _, name := range []string{"GITHUB_HEAD_REF", "CI_MERGE_REQUEST_IID", "CNB_PULL_REQUEST_IID", "GITEE_PULL_ID", "CHANGE_ID"} {
		if v := env(name); v != "" {
			return "pull request " + v
		}
	}
	// The same, and 云效 Flow, which has a name in common with GitLab.
	for _, name := range []string{"GITHUB_REF", "CI_COMMIT_BRANCH", "CNB_BRANCH", "GITEE_BRANCH", "CI_COMMIT_REF_NAME", "BRANCH_NAME"} {
		if v := env(name); v != "" {
			return strings.TrimPrefix(v, "refs/heads/")
		}
	}
	if out, err := a.Git(ctx, a.flags.dir, nil, "symbolic-ref", "--quiet", "--short", "HEAD"); err == nil {
		return strings.TrimSpace(string(out))
	}
	return ""
}

// lease is how long a machine may take from making its intents known to making
// the calls, its clock being a little wrong included.
const lease = 5 * time.Minute

// leaseOf is how long the calls of other machines are waited for.
func leaseOf(st state.Store) time.Duration {
	if _, ok := st.(state.Batcher); ok {
		return lease
	}
	return 0
}

// sayUnfetched says why everything looks new where the branch of the state was
// never fetched and may not be asked for.
func (s *session) sayUnfetched() {
	if g, ok := s.store.(*state.Git); ok && g.Offline && s.state.Serial == 0 && len(s.state.Messages) == 0 {
		s.console.Hint(s.console.Text("state-git-unfetched", g.Branch, g.Refspec()))
	}
}

// drifted are the messages that were edited in the console and nowhere else.
func (s *session) drifted(ctx context.Context) ([]string, error) {
	p, err := s.makePlan(ctx, planOptions{refresh: refreshAuto, onDrift: string(plan.DriftReport)})
	if err != nil {
		return nil, err
	}
	var all []string
	for _, n := range p.Notes {
		if a := string(n.Address); n.Code == plan.NoteEdited && !slices.Contains(all, a) {
			all = append(all, a)
		}
	}
	return all, nil
}

package cli

import (
	"context"
	"slices"
	"strings"
	"time"

	"mpsync/internal/diag"
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
// says, else as git does. A job of a pull request has none of a system's.
func (a *app) ciBranch(ctx context.Context) string {
	env := func(name string) string { v, _ := a.Env(name); return v }
	if b := env("MPSYNC_BRANCH"); b != "" {
		return b
	}
	// Each system names the ref of its jobs, and some say apart that it is only
	// the target of a pull request.
	for _, system := range []struct{ ref, request string }{
		{"GITHUB_REF", ""},                            // GitHub Actions, Gitea, Forgejo
		{"CI_COMMIT_BRANCH", "CI_MERGE_REQUEST_IID"},  // GitLab
		{"CNB_BRANCH", "CNB_PULL_REQUEST_IID"},        // CNB
		{"GITEE_BRANCH", "GITEE_PULL_REQUEST_ID"},     // Gitee Go
		{"CI_COMMIT_REF_NAME", "CI_MERGE_REQUEST_ID"}, // 云效 Flow
		{"BRANCH_NAME", "CHANGE_ID"},                  // Jenkins
	} {
		ref := env(system.ref)
		switch {
		case ref == "":
			continue
		case system.request != "" && env(system.request) != "":
			return "a pull request of " + ref
		}
		return strings.TrimPrefix(ref, "refs/heads/")
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

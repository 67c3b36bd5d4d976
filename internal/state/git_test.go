package state

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"mpsync/internal/diag"
	"mpsync/internal/model"
)

func TestGitIsAStore(t *testing.T) {
	site := newRemote(t)
	testStore(t, func(t *testing.T) func() Store {
		clone := site.copy(t).clone(t)
		return func() Store { return clone.handle() }
	})
}

func TestGitInAFolderOfAShallowDetachedCheckoutIsAStore(t *testing.T) {
	site := newRemote(t)
	testStore(t, func(t *testing.T) func() Store {
		clone := site.copy(t).clone(t, "--depth=1", "--no-single-branch")
		clone.git(t, "checkout", "--quiet", "--detach")
		clone.dir = filepath.Join(clone.dir, "sites", "two words")
		return func() Store { return clone.handle() }
	})
}

// remote is a bare repository with one commit of a site.
type remote struct{ dir string }

// clone is a working copy of it.
type clone struct{ dir string }

func newRemote(t *testing.T) remote {
	t.Helper()
	r := remote{filepath.Join(t.TempDir(), "remote.git")}
	if _, err := runGit(t.Context(), filepath.Dir(r.dir), nil, "init", "--quiet", "--bare", "--initial-branch=main", r.dir); err != nil {
		t.Fatal(err)
	}
	first := r.clone(t)
	write(t, filepath.Join(first.dir, "mpsync.yaml"), []byte("lang: en\n"))
	if err := os.MkdirAll(filepath.Join(first.dir, "sites", "two words"), 0o750); err != nil {
		t.Fatal(err)
	}
	write(t, filepath.Join(first.dir, "sites", "two words", "mpsync.yaml"), []byte("lang: en\n"))
	first.git(t, "add", ".")
	first.git(t, "-c", "user.name=W", "-c", "user.email=w@x", "commit", "--quiet", "-m", "Begin")
	first.git(t, "push", "--quiet", "origin", "HEAD:refs/heads/main")
	return r
}

// copy is another remote that begins as r stands.
func (r remote) copy(t *testing.T) remote {
	t.Helper()
	c := remote{filepath.Join(t.TempDir(), "remote.git")}
	if err := os.CopyFS(c.dir, os.DirFS(r.dir)); err != nil {
		t.Fatal(err)
	}
	return c
}

func (r remote) clone(t *testing.T, flags ...string) *clone {
	t.Helper()
	c := &clone{filepath.Join(t.TempDir(), "clone")}
	args := append(append([]string{"clone", "--quiet"}, flags...), "file://"+r.dir, c.dir)
	if _, err := runGit(t.Context(), filepath.Dir(c.dir), nil, args...); err != nil {
		t.Fatal(err)
	}
	return c
}

func (c *clone) git(t *testing.T, args ...string) string {
	t.Helper()
	out, err := runGit(t.Context(), c.dir, nil, args...)
	if err != nil {
		t.Fatal(err)
	}
	return string(out)
}

// handle is the store as one process of the clone has it.
func (c *clone) handle() *Git {
	return &Git{
		Dir: c.dir, Branch: "mpsync-state", File: "mpsync.state.json", Version: "1.2.3",
		Now:  func() time.Time { return time.Unix(1e9, 0) },
		Rand: strings.NewReader(strings.Repeat(c.dir, 2)[len(c.dir):] + strings.Repeat("x", 32)), Run: runGit,
	}
}

// runGit is git as it runs for mpsync, but with nobody's settings.
func runGit(ctx context.Context, dir string, in []byte, args ...string) ([]byte, error) {
	c := exec.CommandContext(ctx, "git", append([]string{"-C", dir}, args...)...)
	c.Stdin = bytes.NewReader(in)
	c.Env = append(os.Environ(), "LC_ALL=C", "GIT_CONFIG_GLOBAL=/dev/null", "GIT_CONFIG_NOSYSTEM=1", "GIT_TERMINAL_PROMPT=0", "EMAIL=")
	out, err := c.Output()
	if ended, ok := errors.AsType[*exec.ExitError](err); ok && len(ended.Stderr) > 0 {
		err = fmt.Errorf("%s%w", ended.Stderr, err)
	}
	return out, err
}

// begun is a remote whose branch holds the sample, and its lineage.
func begun(t *testing.T) (remote, *State) {
	t.Helper()
	r := newRemote(t)
	g := r.clone(t).handle()
	unlock := lock(t, g)
	s := applied(load(t, g).Lineage, sample()...)
	commit(t, g, s)
	unlock()
	return r, s
}

func images(keys ...string) Entry {
	e := Entry{Images: map[string]Image{}}
	for _, k := range keys {
		e.Images[k] = Image{URL: "u" + k}
	}
	return e
}

func TestGitLeavesTheCheckoutAlone(t *testing.T) {
	c := newRemote(t).clone(t)
	write(t, filepath.Join(c.dir, "staged.md"), []byte("staged"))
	c.git(t, "add", "staged.md")
	write(t, filepath.Join(c.dir, "loose.md"), []byte("loose"))
	look := func() string {
		return c.git(t, "status", "--porcelain=v2", "--branch") + c.git(t, "diff", "--cached") + c.git(t, "branch", "--list")
	}
	before := look()
	index, err := os.ReadFile(filepath.Join(c.dir, ".git", "index"))
	if err != nil {
		t.Fatal(err)
	}
	g := c.handle()
	lock(t, g)
	if err := g.AppendAll(t.Context(), sample()); err != nil {
		t.Fatal(err)
	}
	commit(t, g, load(t, g))
	if diff := cmp.Diff(before, look()); diff != "" {
		t.Error(diff)
	}
	if now, err := os.ReadFile(filepath.Join(c.dir, ".git", "index")); err != nil || !bytes.Equal(index, now) {
		t.Errorf("the index changed: %v", err)
	}
	if files := c.git(t, "ls-tree", "-r", "--name-only", "origin/mpsync-state"); files != "mpsync.state.json\n" {
		t.Errorf("the branch holds %q", files)
	}
	if _, err := runGit(t.Context(), c.dir, nil, "merge-base", "origin/mpsync-state", "origin/main"); err == nil {
		t.Error("the branch shares history with the site")
	}
}

func TestGitIntentsOutliveTheRunner(t *testing.T) {
	r, s := begun(t)
	runner := r.clone(t, "--depth=1").handle()
	lock(t, runner)
	intent := Entry{Open: &Intent{ID: "i9", API: "draft/add", Address: "z", Opened: time.Unix(1e9, 0).UTC()}}
	if err := runner.AppendAll(t.Context(), []Entry{intent, images("lost")}); err != nil {
		t.Fatal(err)
	}
	appendAll(t, runner, images("unpushed"))
	// The runner is gone; another one begins.
	s.Apply(intent)
	s.Apply(images("lost"))
	next := r.clone(t, "--depth=1").handle()
	wantState(t, s, load(t, next))
	lock(t, next)
	wantState(t, s, load(t, next))
	e := Entry{Close: "i9"}
	appendAll(t, next, e)
	s.Apply(e)
	commit(t, next, s)
	wantState(t, s, load(t, r.clone(t).handle()))
}

func TestGitRefusesIntentsOfAStaleRun(t *testing.T) {
	r, s := begun(t)
	slow, quick := r.clone(t).handle(), r.clone(t).handle()
	lock(t, slow)
	lock(t, quick)
	appendAll(t, slow, images("slow"))
	appendAll(t, quick, images("quick"))
	if err := quick.AppendAll(t.Context(), []Entry{{Open: &Intent{ID: "quick"}}}); err != nil {
		t.Fatal(err)
	}
	err := slow.AppendAll(t.Context(), []Entry{{Open: &Intent{ID: "slow"}}})
	if !errors.Is(err, ErrLocked) {
		t.Fatalf("got %v", err)
	}
	// What it did before is kept, and only that.
	mine := load(t, slow)
	if len(mine.Intents) != 1 || mine.Images["slow"].URL == "" {
		t.Fatalf("intents %v", mine.Intents)
	}
	commit(t, slow, mine)
	s.Apply(images("slow", "quick"))
	s.Apply(Entry{Open: &Intent{ID: "quick"}})
	s.Serial = mine.Serial
	wantState(t, s, mine)
	wantState(t, s, load(t, r.clone(t).handle()))
}

func TestGitCommitUnitesWhatTwoClonesDid(t *testing.T) {
	r, s := begun(t)
	a, b := r.clone(t).handle(), r.clone(t).handle()
	lock(t, a)
	lock(t, b)
	both := map[string]Entry{
		"a": {Messages: map[model.Address]*Message{"both": message("m-a"), "only-a": message("m-1")}, Close: "i2"},
		"b": {Messages: map[model.Address]*Message{"both": message("m-b"), "文章/乙": nil}, Open: &Intent{ID: "i-b"}},
	}
	for who, g := range map[string]*Git{"a": a, "b": b} {
		appendAll(t, g, both[who])
	}
	for _, g := range []*Git{a, b} {
		commit(t, g, load(t, g))
	}
	s.Apply(both["a"])
	s.Apply(both["b"])
	got := load(t, a)
	if got.Serial != 2 {
		t.Errorf("its own clone sees serial %d under its lock", got.Serial)
	}
	got = load(t, r.clone(t).handle())
	s.Serial = got.Serial
	wantState(t, s, got)
}

func TestGitBeginsOneStateWhenTwoClonesBegin(t *testing.T) {
	r := newRemote(t)
	a, b := r.clone(t).handle(), r.clone(t).handle()
	lock(t, a)
	lock(t, b)
	for name, g := range map[string]*Git{"a": a, "b": b} {
		appendAll(t, g, images(name))
	}
	for _, g := range []*Git{a, b} {
		commit(t, g, load(t, g))
	}
	got := load(t, r.clone(t).handle())
	if len(got.Images) != 2 || got.Lineage == "" {
		t.Errorf("got %v of %q", got.Images, got.Lineage)
	}
}

func TestGitClonesThatRaceLoseNothing(t *testing.T) {
	r, s := begun(t)
	const clones, rounds = 4, 4
	handles := make([]*clone, clones)
	for i := range handles {
		handles[i] = r.clone(t)
	}
	var group sync.WaitGroup
	for i, c := range handles {
		group.Go(func() {
			for round := range rounds {
				g := c.handle()
				unlock, err := g.Lock(t.Context())
				if err != nil {
					t.Error(err)
					return
				}
				st, err := g.Load(t.Context())
				if err != nil {
					t.Error(err)
					return
				}
				e := images(fmt.Sprint(i, "-", round))
				e.Open = &Intent{ID: fmt.Sprint("open ", i, "-", round), Opened: time.Unix(0, 0).UTC()}
				if err := g.Append(t.Context(), e); err != nil {
					t.Error(err)
				}
				st.Apply(e)
				if err := g.Commit(t.Context(), st); err != nil {
					t.Error(err)
				}
				if err := unlock(); err != nil {
					t.Error(err)
				}
			}
		})
	}
	group.Wait()
	got := load(t, r.clone(t).handle())
	if want := len(s.Images) + clones*rounds; len(got.Images) != want {
		t.Errorf("%d images, want %d", len(got.Images), want)
	}
	if want := len(s.Intents) + clones*rounds; len(got.Intents) != want {
		t.Errorf("%d intents, want %d", len(got.Intents), want)
	}
}

func TestGitPushesLaterWhatItCouldNotPush(t *testing.T) {
	r, s := begun(t)
	c, other := r.clone(t), r.clone(t)
	g := c.handle()
	unlock := lock(t, g)
	appendAll(t, g, images("offline"))
	mine := load(t, g)
	c.git(t, "remote", "set-url", "origin", "file://"+r.dir+".away")
	err := g.Commit(t.Context(), mine)
	wantFinding(t, err, "state-git-unreachable")
	unlock()
	// This clone still knows, and says so even when it can't ask.
	s.Apply(images("offline"))
	s.Serial = mine.Serial
	quiet := c.handle()
	quiet.Offline = true
	wantState(t, s, load(t, quiet))
	c.git(t, "remote", "set-url", "origin", "file://"+r.dir)
	wantState(t, s, load(t, c.handle()))
	// Meanwhile somebody else was at work.
	o := other.handle()
	unlock = lock(t, o)
	appendAll(t, o, images("online"))
	commit(t, o, load(t, o))
	unlock()
	s.Apply(images("online"))
	got := load(t, c.handle())
	s.Serial = got.Serial
	wantState(t, s, got)
	lock(t, c.handle())() // pushes
	wantState(t, s, load(t, r.clone(t).handle()))
}

func TestGitSharesABranch(t *testing.T) {
	r, s := begun(t)
	c := r.clone(t)
	stage := func() *Git { g := c.handle(); g.File = "mpsync.state.stage.json"; return g }
	inFolder := func() *Git { g := c.handle(); g.Dir = filepath.Join(c.dir, "sites", "two words"); return g }
	root := r.clone(t).handle()
	lock(t, root)
	for name, g := range map[string]*Git{"stage": stage(), "folder": inFolder()} {
		unlock := lock(t, g)
		appendAll(t, g, images(name))
		commit(t, g, load(t, g))
		unlock()
	}
	// Others' commits are no race: intents of the root go through.
	if err := root.AppendAll(t.Context(), []Entry{images("root")}); err != nil {
		t.Fatal(err)
	}
	s.Apply(images("root"))
	fresh := r.clone(t)
	wantState(t, s, load(t, fresh.handle()))
	for want, g := range map[string]*Git{"stage": stage(), "folder": inFolder()} {
		if got := load(t, g); len(got.Images) != 1 || got.Images[want].URL == "" {
			t.Errorf("%s holds %v", want, got.Images)
		}
	}
	files := strings.ReplaceAll(fresh.git(t, "ls-tree", "-r", "--name-only", "origin/mpsync-state"), "\n", ", ")
	if want := "mpsync.state.json, mpsync.state.json.journal, mpsync.state.stage.json, sites/two words/mpsync.state.json, "; files != want {
		t.Errorf("the branch holds %s", files)
	}
}

func TestGitOfflineAsksNobody(t *testing.T) {
	r, s := begun(t)
	c := r.clone(t)
	c.git(t, "remote", "set-url", "origin", "file:///nowhere")
	g := c.handle()
	g.Offline = true
	wantState(t, s, load(t, g)) // a whole clone brought the branch along
	narrow := r.clone(t, "--single-branch")
	g = narrow.handle()
	g.Offline = true
	if got := load(t, g); got.Serial != 0 || len(got.Messages) != 0 {
		t.Errorf("got %+v", got)
	}
}

func TestGitSaysWhatIsWrong(t *testing.T) {
	refuse := func(words string) func(*testing.T, remote, *clone) {
		return func(t *testing.T, r remote, _ *clone) {
			script := "#!/bin/sh\necho '" + words + "' >&2\nexit 1\n"
			if err := os.WriteFile(filepath.Join(r.dir, "hooks", "pre-receive"), []byte(script), 0o700); err != nil {
				t.Fatal(err)
			}
		}
	}
	git := func(args ...string) func(*testing.T, remote, *clone) {
		return func(t *testing.T, _ remote, c *clone) { c.git(t, args...) }
	}
	began, _ := begun(t)
	for name, c := range map[string]struct {
		spoil      func(*testing.T, remote, *clone)
		code, says string
	}{
		"no remote": {git("remote", "remove", "origin"), "state-git-no-remote", "git remote add"},
		"two remotes": {func(t *testing.T, r remote, c *clone) {
			git("remote", "rename", "origin", "one")(t, r, c)
			git("remote", "add", "two", "x")(t, r, c)
		}, "state-git-which-remote", "one, two"},
		"no repository":      {func(t *testing.T, _ remote, c *clone) { c.dir = t.TempDir() }, "state-git-outside", "not a git repository"},
		"remote away":        {git("remote", "set-url", "origin", "file:///nowhere"), "state-git-unreachable", "nowhere"},
		"password with an @": {git("remote", "set-url", "origin", "https://me:x@canary@127.0.0.1:1/x"), "state-git-unreachable", "127.0.0.1:1"},
		"password in URL":    {git("remote", "set-url", "origin", "https://me:canary@127.0.0.1:1/x"), "state-git-unreachable", "127.0.0.1:1"},
		"branch protected":   {refuse("GH006: Protected branch update failed"), "state-git-protected", "GH006"},
		"no permission":      {git("config", "remote.origin.pushurl", "https://127.0.0.1:1/x"), "state-git-refused", "127.0.0.1:1"},
		"branch deleted":     {git("push", "--quiet", "origin", ":refs/heads/mpsync-state"), "state-git-gone", "git push origin"},
	} {
		t.Run(name, func(t *testing.T) {
			r := began.copy(t)
			cl := r.clone(t)
			lock(t, cl.handle())()
			c.spoil(t, r, cl)
			g := cl.handle()
			unlock, err := g.Lock(t.Context())
			if err == nil {
				defer func() { _ = unlock() }()
				err = g.AppendAll(t.Context(), []Entry{images("x")})
			}
			wantFinding(t, err, c.code)
			if !strings.Contains(err.Error(), c.says) || strings.Contains(err.Error(), "canary") {
				t.Errorf("it says %v", err)
			}
		})
	}
}

func TestRefusalsOfHostsAreUnderstood(t *testing.T) {
	g := &Git{Branch: "s", File: "f"}
	for said, code := range map[string]string{
		"remote: error: GH006: Protected branch update failed for refs/heads/s.":                     "state-git-protected",
		"! [remote rejected] s -> s (pre-receive hook declined)":                                     "state-git-protected",
		"remote: GitLab: You are not allowed to push code to protected branches on this project.":    "state-git-protected",
		"remote: Permission to a/b.git denied to github-actions[bot].\nfatal: … returned error: 403": "state-git-permission",
		"fatal: could not read Username for 'https://gitee.com': terminal prompts disabled":          "state-git-permission",
		"fatal: unable to access 'https://x:y@host/': Could not resolve host: host":                  "state-git-refused",
	} {
		wantFinding(t, g.refused(errors.New(said)), code)
	}
}

func wantFinding(t *testing.T, err error, code string) {
	t.Helper()
	f, ok := errors.AsType[*diag.FindingError](err)
	if !ok || f.Code != code {
		t.Fatalf("got %v, want %s", err, code)
	}
}

// A run killed at any call of git leaves a clone that goes on.
func TestGitKilledBetweenItsStepsGoesOn(t *testing.T) {
	began, sample := begun(t)
	for calls := 1; ; calls++ {
		r, s := began.copy(t), sample.Clone()
		c := r.clone(t)
		g := c.handle()
		left := calls
		g.Run = func(ctx context.Context, dir string, in []byte, args ...string) ([]byte, error) {
			if left--; left < 0 {
				return nil, errors.New("killed")
			}
			return runGit(ctx, dir, in, args...)
		}
		if unlock, err := g.Lock(t.Context()); err == nil {
			_ = g.AppendAll(t.Context(), []Entry{images("batch")})
			if g.Append(t.Context(), images("one")) == nil {
				s.Apply(images("one"))
			}
			if st, err := g.Load(t.Context()); err == nil {
				_ = g.Commit(t.Context(), st)
			}
			_ = unlock()
		}
		again := c.handle()
		lock(t, again)()
		got := load(t, r.clone(t).handle())
		delete(got.Images, "batch") // it may have arrived
		delete(s.Images, "batch")
		s.Serial, s.Version = got.Serial, got.Version
		wantState(t, s, got)
		if left > 0 {
			return
		}
	}
}

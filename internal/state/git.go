package state

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"mpsync/internal/diag"
)

// Git keeps a state on a branch of its own in the repository that a site lies
// in, for runners that keep no files. The branch shares no history with the
// site's and is never checked out: work tree, index and HEAD stay as they are.
//
// It is a [File] inside the repository's own folder, fetched by Lock and pushed
// by Commit and AppendAll; what Append writes travels with the next of these. A
// push is never forced, so that the remote compares and swaps. When it refuses,
// because another clone was first, Commit unites what both did and pushes
// again, and AppendAll gives up with ErrLocked.
//
// Lock keeps other processes of this clone away, not other machines.
type Git struct {
	Dir    string // a folder of the repository: the site's
	Branch string
	// File is the name of the state on the branch, below the path that Dir has in
	// the repository: several sites and accounts can share a branch.
	File string
	// Offline lets Load make no network call: it shows what was fetched last.
	Offline bool
	Version string // of the writing mpsync
	Now     func() time.Time
	Rand    io.Reader // gives a new state its lineage
	// Run runs git in a folder with some input and returns its output. Its errors
	// say what git said, and have ExitCode() int where git ran.
	Run func(ctx context.Context, dir string, in []byte, args ...string) ([]byte, error)

	mu     sync.Mutex
	repo   *repo // nil until looked for
	locked bool
}

// repo is where a state has its places in a repository.
type repo struct {
	remote   string
	path     string // of the snapshot on the branch
	shallow  bool
	tracking string // ref: the branch as it was last seen at the remote
	base     string // ref: the commit that the local file came from
	fresh    string // ref: a commit that is being pushed
	local    *File
}

// pair is a stored state: nil is a file that does not exist.
type pair struct{ snapshot, journal []byte }

// name is what findings call the state.
func (g *Git) name() string { return "git:" + g.Branch + ":" + g.File }

// locate finds the repository and its remote, once.
func (g *Git) locate(ctx context.Context) (*repo, error) {
	if g.repo != nil {
		return g.repo, nil
	}
	out, err := g.Run(ctx, g.Dir, nil, "rev-parse", "--git-common-dir", "--show-prefix", "--is-shallow-repository")
	if err != nil {
		return nil, g.stop(err, "state-git-outside")
	}
	lines := strings.Split(string(out), "\n")
	if len(lines) < 3 {
		return nil, g.stop(nil, "state-git-outside")
	}
	common := filepath.FromSlash(lines[0])
	if !filepath.IsAbs(common) {
		common = filepath.Join(g.Dir, common)
	}
	if common, err = filepath.Abs(common); err != nil {
		return nil, err
	}
	remote, err := g.remote(ctx)
	if err != nil {
		return nil, err
	}
	path := lines[1] + g.File
	sum := sha256.Sum256([]byte(remote + "\x00" + g.Branch + "\x00" + path))
	id := hex.EncodeToString(sum[:8])
	g.repo = &repo{
		remote: remote, path: path, shallow: lines[2] == "true",
		tracking: "refs/remotes/" + remote + "/" + g.Branch,
		base:     "refs/mpsync/base/" + id, fresh: "refs/mpsync/fresh/" + id,
		local: &File{
			Path: filepath.Join(common, "mpsync", url.PathEscape(g.Branch), filepath.FromSlash(path)),
			Name: g.name(), Version: g.Version, Now: g.Now, Rand: g.Rand,
		},
	}
	return g.repo, nil
}

// remote is the one that git itself takes by default.
func (g *Git) remote(ctx context.Context) (string, error) {
	if out, err := g.Run(ctx, g.Dir, nil, "config", "--get", "checkout.defaultRemote"); err == nil {
		return strings.TrimSpace(string(out)), nil
	}
	out, err := g.Run(ctx, g.Dir, nil, "remote")
	if err != nil {
		return "", g.stop(err, "state-git-outside")
	}
	names := strings.Fields(string(out))
	switch {
	case len(names) == 1:
		return names[0], nil
	case len(names) == 0:
		return "", g.stop(nil, "state-git-no-remote")
	}
	for _, name := range names {
		if name == "origin" {
			return name, nil
		}
	}
	return "", g.stop(nil, "state-git-which-remote", strings.Join(names, ", "))
}

// Load implements [Store].
func (g *Git) Load(ctx context.Context) (*State, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	r, err := g.locate(ctx)
	if err != nil {
		return nil, err
	}
	if g.locked {
		return r.local.Load(ctx)
	}
	v, err := g.look(ctx, r)
	if err != nil {
		return nil, err
	}
	switch {
	case !v.ahead:
		return g.stored(ctx, r, v.tip)
	case v.tip == v.base:
		return r.local.Load(ctx)
	}
	return g.united(ctx, r, v)
}

// view is how a clone and its remote stand.
type view struct {
	tip   string // the branch at the remote, "" when there is none
	base  string // the commit that the local file came from, "" for none
	ahead bool   // the local file holds what was never pushed
}

func (g *Git) look(ctx context.Context, r *repo) (v view, err error) {
	v.base = g.resolve(ctx, r.base)
	if v.tip, err = g.tip(ctx, r, v.base); err != nil {
		return v, err
	}
	local, err := g.localIDs(ctx, r)
	if err != nil {
		return v, err
	}
	stored, err := g.ids(ctx, r, v.base)
	v.ahead = local != [2]string{} && local != stored
	return v, err
}

// stored is the state that a commit holds.
func (g *Git) stored(ctx context.Context, r *repo, commit string) (*State, error) {
	p, err := g.read(ctx, r, commit)
	if err != nil {
		return nil, err
	}
	s, _, err := restore(g.name(), p.snapshot, p.journal, r.local.newLineage)
	return s, err
}

// united joins what this clone did and could not push with what others pushed.
func (g *Git) united(ctx context.Context, r *repo, v view) (*State, error) {
	mine, err := r.local.Load(ctx)
	if err != nil {
		return nil, err
	}
	theirs, err := g.stored(ctx, r, v.tip)
	if err != nil {
		return nil, err
	}
	// Two clones can both begin a state; what the second one did is then all new.
	base := New(theirs.Lineage)
	if v.base != "" {
		if base, err = g.stored(ctx, r, v.base); err != nil {
			return nil, err
		}
		if base.Lineage != theirs.Lineage {
			return nil, g.stop(nil, "state-git-foreign", r.local.Path)
		}
	}
	return unite(base, theirs, mine), nil
}

// Lock implements [Store]: for this clone. It fetches, and pushes what an
// earlier run of this clone left behind.
func (g *Git) Lock(ctx context.Context) (unlock func() error, err error) {
	g.mu.Lock()
	defer g.mu.Unlock()
	r, err := g.locate(ctx)
	if err != nil {
		return nil, err
	}
	release, err := r.local.Lock(ctx)
	if err != nil {
		return nil, err
	}
	if err := g.begin(ctx, r); err != nil {
		return nil, errors.Join(err, release())
	}
	g.locked = true
	return sync.OnceValue(func() error {
		g.mu.Lock()
		defer g.mu.Unlock()
		g.locked = false
		return release()
	}), nil
}

// begin makes the local file what the branch holds.
func (g *Git) begin(ctx context.Context, r *repo) error {
	v, err := g.look(ctx, r)
	if err != nil {
		return err
	}
	if v.ahead {
		return g.push(ctx, r, func() error { return g.rebase(ctx, r, nil) })
	}
	p, err := g.read(ctx, r, v.tip)
	if err != nil {
		return err
	}
	if err := r.local.become(p); err != nil {
		return fmt.Errorf("write state: %w", err)
	}
	if v.tip == v.base {
		return nil
	}
	return g.move(ctx, r.base, v.tip)
}

// Append implements [Store]: durable in this clone, and pushed with what follows.
func (g *Git) Append(ctx context.Context, e Entry) error {
	g.mu.Lock()
	defer g.mu.Unlock()
	if !g.locked {
		return errNotLocked
	}
	return g.repo.local.Append(ctx, e)
}

// AppendAll implements [Batcher]: the entries stand on the branch when it
// returns. Otherwise they are nowhere, and the error wraps ErrLocked if that is
// because another clone changed the state since it was fetched.
func (g *Git) AppendAll(ctx context.Context, entries []Entry) error {
	g.mu.Lock()
	defer g.mu.Unlock()
	if !g.locked {
		return errNotLocked
	}
	f := g.repo.local
	mark, err := f.mark()
	if err != nil {
		return err
	}
	for _, e := range entries {
		if err = f.Append(ctx, e); err != nil {
			break
		}
	}
	if err == nil {
		err = g.push(context.WithoutCancel(ctx), g.repo, func() error { return g.stop(ErrLocked, "state-git-raced") })
	}
	if err != nil {
		return errors.Join(err, f.cutTo(mark))
	}
	return nil
}

// Commit implements [Store]. When the push fails, the state stays in this clone,
// whose next Lock pushes it.
func (g *Git) Commit(ctx context.Context, s *State) error {
	g.mu.Lock()
	defer g.mu.Unlock()
	if !g.locked {
		return errNotLocked
	}
	if err := g.repo.local.Commit(ctx, s); err != nil {
		return err
	}
	ctx = context.WithoutCancel(ctx)
	return g.push(ctx, g.repo, func() error { return g.rebase(ctx, g.repo, s) })
}

// rebase puts what this clone did on top of what another one pushed meanwhile;
// s, unless nil, becomes the result.
func (g *Git) rebase(ctx context.Context, r *repo, s *State) error {
	v := view{tip: g.resolve(ctx, r.tracking), base: g.resolve(ctx, r.base)}
	u, err := g.united(ctx, r, v)
	if err != nil {
		return err
	}
	u.Format, u.Version = Format, g.Version
	data, err := encode(u)
	if err != nil {
		return fmt.Errorf("write state: %w", err)
	}
	if err := r.local.become(pair{snapshot: data}); err != nil {
		return fmt.Errorf("write state: %w", err)
	}
	if s != nil {
		*s = *u
	}
	return nil
}

// stop is a finding about the branch. Its first arguments are the branch, the
// remote and what git said.
func (g *Git) stop(cause error, code string, args ...any) error {
	said, remote := "", ""
	if cause != nil {
		said = harmless(cause.Error())
	}
	if g.repo != nil {
		remote = g.repo.remote
	}
	return diag.Stop(cause, code, diag.Pos{File: g.name()}, append([]any{g.Branch, remote, said}, args...)...)
}

// become replaces both files by what was stored elsewhere.
func (f *File) become(p pair) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.tail = nil
	for _, x := range []struct {
		path string
		data []byte
	}{{f.Path, p.snapshot}, {f.Path + journalSuffix, p.journal}} {
		if x.data != nil {
			if err := replace(x.path, x.data); err != nil {
				return err
			}
		} else if err := os.Remove(x.path); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	return nil
}

// mark is where the journal ends now.
func (f *File) mark() (tail, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	t, err := f.at()
	if err != nil {
		return tail{}, err
	}
	return *t, nil
}

// cutTo takes back the lines behind a mark.
func (f *File) cutTo(t tail) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.tail = nil
	journal := f.Path + journalSuffix
	if t.end == 0 {
		if err := os.Remove(journal); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
		return nil
	}
	return os.Truncate(journal, t.end)
}

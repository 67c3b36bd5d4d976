package state

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"
)

// patience is how long one call of git may take: what has to be recorded is not
// cancelled, so something else must end a connection that hangs.
const patience = 3 * time.Minute

// races is how often a push is tried again because another clone was first. One
// of those that race always wins, so this many others have to be at work.
const races = 50

func (g *Git) git(ctx context.Context, in []byte, args ...string) ([]byte, error) {
	timed, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	return g.Run(timed, g.Dir, in, args...)
}

// resolve is the commit of a ref, "" when there is none.
func (g *Git) resolve(ctx context.Context, ref string) string {
	out, err := g.git(ctx, nil, "rev-parse", "--verify", "--quiet", ref+"^{commit}")
	if err != nil {
		return ""
	}
	return strings.TrimSpace(string(out))
}

// move points a ref to a commit, "" for none.
func (g *Git) move(ctx context.Context, ref, commit string) error {
	args := []string{"update-ref", ref, commit}
	if commit == "" {
		args = []string{"update-ref", "-d", ref}
	}
	_, err := g.git(ctx, nil, args...)
	return err
}

// tip fetches the branch and gives its last commit; offline it is the one that
// was fetched last.
func (g *Git) tip(ctx context.Context, r *repo, base string) (string, error) {
	if g.Offline {
		if seen := g.resolve(ctx, r.tracking); seen != "" {
			return seen, nil
		}
		return base, nil
	}
	branch := "refs/heads/" + g.Branch
	out, err := g.git(ctx, nil, "ls-remote", r.remote, branch)
	if err != nil {
		return "", g.stop(err, "state-git-unreachable")
	}
	there, _, _ := strings.Cut(string(out), "\t")
	switch {
	case there == "" && base != "":
		return "", g.stop(nil, "state-git-gone", base)
	case there == "":
		return "", nil
	case there == g.resolve(ctx, r.tracking):
		return there, nil
	}
	args := []string{"fetch", "--quiet", "--no-tags", "--no-recurse-submodules"}
	if r.shallow {
		args = append(args, "--depth=1")
	}
	if _, err := g.git(ctx, nil, append(args, r.remote, "+"+branch+":"+r.tracking)...); err != nil {
		return "", g.stop(err, "state-git-unreachable")
	}
	return g.resolve(ctx, r.tracking), nil
}

// ids are git's names of the snapshot and the journal in a commit, "" for one
// that it lacks.
func (g *Git) ids(ctx context.Context, r *repo, commit string) (ids [2]string, err error) {
	if commit == "" {
		return ids, nil
	}
	out, err := g.git(ctx, nil, "ls-tree", "-z", "--full-tree", commit, "--", r.path, r.path+journalSuffix)
	if err != nil {
		return ids, g.stop(err, "state-git-unreadable")
	}
	for line := range strings.SplitSeq(strings.TrimSuffix(string(out), "\x00"), "\x00") {
		about, path, _ := strings.Cut(line, "\t")
		if fields := strings.Fields(about); len(fields) == 3 {
			i := 0
			if path == r.path+journalSuffix {
				i = 1
			}
			ids[i] = fields[2]
		}
	}
	return ids, nil
}

// localIDs are the same of the local files.
func (g *Git) localIDs(ctx context.Context, r *repo) (ids [2]string, err error) {
	for i, path := range []string{r.local.Path, r.local.Path + journalSuffix} {
		data, err := readFile(path)
		if err != nil {
			return ids, fmt.Errorf("read state: %w", err)
		}
		if data == nil {
			continue
		}
		out, err := g.git(ctx, data, "hash-object", "--stdin")
		if err != nil {
			return ids, g.stop(err, "state-git-unreadable")
		}
		ids[i] = strings.TrimSpace(string(out))
	}
	return ids, nil
}

// read gives what a commit holds.
func (g *Git) read(ctx context.Context, r *repo, commit string) (p pair, err error) {
	ids, err := g.ids(ctx, r, commit)
	if err != nil {
		return p, err
	}
	for i, to := range []*[]byte{&p.snapshot, &p.journal} {
		if ids[i] == "" {
			continue
		}
		if *to, err = g.git(ctx, nil, "cat-file", "blob", ids[i]); err != nil {
			return p, g.stop(err, "state-git-unreadable")
		}
	}
	return p, nil
}

// push puts the local files onto the branch. raced is called when another clone
// changed this state first; it makes the local files follow theirs, or ends it.
func (g *Git) push(ctx context.Context, r *repo, raced func() error) error {
	for range races {
		base := g.resolve(ctx, r.base)
		tip, err := g.tip(ctx, r, base)
		if err != nil {
			return err
		}
		if tip != base {
			if err := g.follow(ctx, r, base, tip, raced); err != nil {
				return err
			}
		}
		commit, err := g.commit(ctx, r, tip)
		if err != nil {
			return g.stop(err, "state-git-unreadable")
		}
		if err = g.send(ctx, r); err != nil {
			switch now, terr := g.tip(ctx, r, tip); {
			case now == commit: // it arrived; only the answer was lost
			case terr != nil || now == tip:
				return g.refused(err)
			default:
				continue
			}
		}
		moves := fmt.Sprintf("update %s %s\nupdate %s %s\ndelete %s\n", r.tracking, commit, r.base, commit, r.fresh)
		_, err = g.git(ctx, []byte(moves), "update-ref", "--stdin")
		return err
	}
	return g.stop(nil, "state-git-raced")
}

// follow takes a newer tip as what the local files stand on.
func (g *Git) follow(ctx context.Context, r *repo, base, tip string, raced func() error) error {
	was, err := g.ids(ctx, r, base)
	if err != nil {
		return err
	}
	is, err := g.ids(ctx, r, tip)
	if err != nil {
		return err
	}
	if was != is { // else they changed another site's or account's state
		if err := raced(); err != nil {
			return err
		}
	}
	return g.move(ctx, r.base, tip)
}

// commit makes a commit of the local files on top of a tip.
func (g *Git) commit(ctx context.Context, r *repo, tip string) (string, error) {
	stream, err := g.stream(ctx, r, tip)
	if err != nil {
		return "", err
	}
	if _, err := g.git(ctx, stream, "fast-import", "--quiet", "--force", "--done"); err != nil {
		return "", err
	}
	return g.resolve(ctx, r.fresh), nil
}

// send pushes the commit that was made.
func (g *Git) send(ctx context.Context, r *repo) error {
	args := []string{
		"-c", "push.followTags=false", "push", "--quiet", "--no-verify", "--no-recurse-submodules", r.remote, r.fresh + ":refs/heads/" + g.Branch,
	}
	_, err := g.git(ctx, nil, args...)
	if stopped(err) { // by a signal that was meant for us: Ctrl-C reaches git too
		_, err = g.git(ctx, nil, args...)
	}
	return err
}

// stream is the commit as git fast-import reads it: it needs no index, and
// leaves alone what else the branch holds.
func (g *Git) stream(ctx context.Context, r *repo, tip string) ([]byte, error) {
	who, err := g.git(ctx, nil, "var", "GIT_COMMITTER_IDENT")
	if err != nil { // a runner whose git knows nobody
		who = fmt.Appendf(nil, "mpsync <mpsync@localhost> %d +0000", g.Now().Unix())
	}
	var b bytes.Buffer
	fmt.Fprintf(&b, "commit %s\ncommitter %s\n", r.fresh, bytes.TrimSpace(who))
	writeData(&b, []byte("Record what mpsync did: "+r.path+"\n"))
	if tip != "" {
		fmt.Fprintf(&b, "from %s\n", tip)
	}
	for _, suffix := range []string{"", journalSuffix} {
		data, err := readFile(r.local.Path + suffix)
		if err != nil {
			return nil, fmt.Errorf("read state: %w", err)
		}
		if data == nil {
			fmt.Fprintf(&b, "D %s\n", r.path+suffix)
			continue
		}
		fmt.Fprintf(&b, "M 100644 inline %s\n", r.path+suffix)
		writeData(&b, data)
	}
	b.WriteString("done\n")
	return b.Bytes(), nil
}

func writeData(b *bytes.Buffer, data []byte) {
	fmt.Fprintf(b, "data %d\n", len(data))
	b.Write(data)
	b.WriteByte('\n')
}

// stopped says whether a process was ended by a signal.
func stopped(err error) bool {
	var ended interface{ ExitCode() int }
	return errors.As(err, &ended) && ended.ExitCode() == -1 && !errors.Is(err, context.DeadlineExceeded)
}

// refused says why a push was refused, by the words that git and the common
// hosts use; what they said stands in the finding in any case.
func (g *Git) refused(err error) error {
	said := strings.ToLower(err.Error())
	for _, why := range []struct {
		code  string
		words []string
	}{
		{"state-git-protected", []string{"protected", "gh006", "gh013", "hook declined", "rule violations"}},
		{"state-git-permission", []string{"403", "denied", "not allowed", "authentication failed", "could not read username", "unauthorized"}},
	} {
		if slices.ContainsFunc(why.words, func(word string) bool { return strings.Contains(said, word) }) {
			return g.stop(err, why.code)
		}
	}
	return g.stop(err, "state-git-refused")
}

// userinfo is where an URL can hold a password.
var userinfo = regexp.MustCompile(`://[^/\s]*@`)

// harmless is what git said, in one line and without passwords.
func harmless(said string) string {
	return strings.Join(strings.Fields(userinfo.ReplaceAllString(said, "://")), " ")
}

// Refspec is what git fetch is told to bring the branch to where Load finds it
// offline, with the remote before it; "" before Load.
func (g *Git) Refspec() string {
	if g.repo == nil {
		return ""
	}
	return g.repo.remote + " +refs/heads/" + g.Branch + ":" + g.repo.tracking
}

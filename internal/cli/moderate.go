package cli

import (
	"bytes"
	"context"
	"errors"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"time"

	"mpsync/internal/comment"
	"mpsync/internal/diag"
	"mpsync/internal/model"
	"mpsync/internal/plan"
	"mpsync/internal/state"
	"mpsync/internal/wechat"
)

// readComments reads the files of readers' comments. What is wrong with them
// joins the findings of the site.
func (s *session) readComments() {
	s.comments, s.broken = map[model.Address]*comment.File{}, map[model.Address]bool{}
	files := s.site.CommentFiles()
	for _, a := range slices.Sorted(maps.Keys(files)) {
		data, err := s.site.ReadFile(files[a])
		if err != nil {
			s.built.Findings = append(s.built.Findings, diag.New(diag.Error, "file-unreadable", diag.Pos{File: files[a]}))
			s.spoilt, s.broken[a] = true, true
			continue
		}
		f, found := comment.Parse(files[a], data)
		for i := range found {
			found[i].Address = string(a)
		}
		s.built.Findings = append(s.built.Findings, found...)
		s.broken[a] = diag.HasErrors(found)
		s.spoilt = s.spoilt || s.broken[a]
		if f != nil {
			s.comments[a] = f
		}
	}
}

// moderation is what the planner is told of comments.
func (s *session) moderation() plan.Comments {
	c := plan.Comments{Files: s.comments, Broken: s.broken, CloseAfter: time.Duration(s.site.Config.Comments.CloseAfter) * 24 * time.Hour}
	for _, r := range s.site.Config.Comments.Rules {
		c.Rules = append(c.Rules, comment.Rule{Match: r.Match, Do: comment.RuleDo(r.Do)})
	}
	return c
}

// warnOf prints a warning.
func (s *session) warnOf(d diag.Diagnostic) { s.console.Findings(s.Err, []diag.Diagnostic{d}) }

// comments are the calls that a plan's changes of comments make.
type comments struct{ client *wechat.Client }

// List gives comments of every kind.
func (c comments) List(ctx context.Context, t model.Thread, begin, count int) (int, []model.Comment, error) {
	return c.client.ListComments(ctx, t, wechat.AllComments, begin, count)
}

// Do makes one call.
func (c comments) Do(ctx context.Context, t model.Thread, do model.CommentDo, id int64, reply string) error {
	switch do {
	case model.CommentOpen:
		return c.client.OpenComments(ctx, t)
	case model.CommentClose:
		return c.client.CloseComments(ctx, t)
	case model.CommentFeature:
		return c.client.FeatureComment(ctx, t, id)
	case model.CommentUnfeature:
		return c.client.UnfeatureComment(ctx, t, id)
	case model.CommentReply:
		return c.client.ReplyToComment(ctx, t, id, reply)
	case model.CommentUnreply:
		return c.client.DeleteReply(ctx, t, id)
	case model.CommentDelete:
		return c.client.DeleteComment(ctx, t, id)
	}
	panic("cli: no call for " + string(do))
}

// threadsOf finds the published articles that arguments name, by the address of
// an article or of its message; all of them when there are no arguments.
func (s *session) threadsOf(args []string) ([]plan.Thread, error) {
	all := plan.Threads(s.state)
	if len(args) == 0 {
		return all, nil
	}
	var found []plan.Thread
	for _, arg := range args {
		n := len(found)
		named := map[model.Address]bool{s.address(arg): true}
		if s.isPattern(arg) {
			if err := s.match(arg, named); err != nil {
				return nil, err
			}
		}
		for _, t := range all {
			sent, _ := s.state.Sent(t.Address)
			if named[t.Address] || named[sent.Message] {
				found = append(found, t)
			}
		}
		if len(found) == n {
			return nil, diag.Stop(nil, "comments-not-sent", diag.Pos{}, arg)
		}
	}
	return found, nil
}

// fileOf is the file of a thread and what it holds now; nil data when there is
// none yet.
func (s *session) fileOf(t plan.Thread) (path string, data []byte, err error) {
	path = s.site.CommentFiles()[t.Address]
	if path == "" {
		article, err := s.articleFile(t.Address)
		if err != nil {
			return "", nil, err
		}
		path = comment.FileOf(article)
	}
	data, err = s.site.ReadFile(path)
	if errors.Is(err, os.ErrNotExist) {
		err = nil
	}
	return path, data, err
}

// articleFile is the file of a published article, which must still be there.
func (s *session) articleFile(a model.Address) (string, error) {
	for _, m := range s.state.Messages {
		for _, x := range m.Articles {
			if x.Address != a || x.Path == "" {
				continue
			}
			if _, err := s.site.ReadFile(x.Path); err == nil {
				return x.Path, nil
			}
		}
	}
	return "", diag.Stop(nil, "comments-no-article", diag.Pos{}, string(a))
}

// replaceFile writes a file of the site unless it changed since it was read.
func replaceFile(root *os.Root, path string, old, now []byte) error {
	name := filepath.FromSlash(path)
	if disk, err := root.ReadFile(name); err == nil && !bytes.Equal(disk, old) {
		return diag.Stop(nil, "asset-changed", diag.Pos{File: path}, path)
	}
	temp := name + ".mpsync-tmp"
	if err := root.WriteFile(temp, now, 0o644); err != nil {
		return diag.Stop(err, "cannot-write", diag.Pos{File: path}, reason(err))
	}
	if err := root.Rename(temp, name); err != nil {
		return errors.Join(err, root.Remove(temp))
	}
	return nil
}

// openThreads locks and loads the state and connects the account, for commands
// on comments, which build nothing.
func (a *app) openThreads(ctx context.Context) (*session, error) {
	s, err := a.openLocked(ctx)
	if err != nil {
		return nil, err
	}
	if err := s.connect(ctx); err != nil {
		s.close()
		return nil, err
	}
	return s, nil
}

// keepThread makes records of comments durable.
func (s *session) keepThread(ctx context.Context, t model.Thread, c *state.Comments) error {
	s.remembered = true
	return s.remember(ctx, state.Entry{Comments: map[string]*state.Comments{t.String(): c}})
}

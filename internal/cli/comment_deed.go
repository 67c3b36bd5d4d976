package cli

import (
	"context"
	"os"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"mpsync/internal/apply"
	"mpsync/internal/comment"
	"mpsync/internal/diag"
	"mpsync/internal/model"
	"mpsync/internal/plan"
	"mpsync/internal/survey"
	"mpsync/internal/wechat"
)

func formatID(id int64) string { return strconv.FormatInt(id, 10) }

// deedCommand does one thing to comments of one article.
func (a *app) deedCommand(name string, do model.CommentDo) *cobra.Command {
	yes := false
	use, example := name+" ADDRESS ID…", "  mpsync comments "+name+" articles/hello 3 5"
	if do == model.CommentReply {
		use, example = name+" ADDRESS ID TEXT", "  mpsync comments reply articles/hello 3 谢谢！"
	}
	c := &cobra.Command{
		Use: use, Short: a.console.Text("cmd-comments-" + name), Long: a.console.Text("cmd-comments-deed-long"), Example: example,
		RunE: func(cmd *cobra.Command, args []string) error {
			d, err := readDeed(do, args)
			if err != nil {
				return err
			}
			d.yes = yes || do != model.CommentDelete
			return a.deed(cmd.Context(), d)
		},
	}
	if do == model.CommentDelete {
		c.Flags().BoolVar(&yes, "yes", false, a.console.Text("flag-yes"))
	}
	c.Flags().BoolVar(&a.console.JSON, "json", false, a.console.Text("flag-json"))
	return c
}

// deed is what a command is to do.
type deed struct {
	do      model.CommentDo
	address string
	ids     []int64
	reply   string
	yes     bool
}

// readDeed reads the arguments of a command.
func readDeed(do model.CommentDo, args []string) (deed, error) {
	d := deed{do: do}
	ids := args
	if do == model.CommentReply && len(args) == 3 && strings.TrimSpace(args[2]) != "" {
		d.reply, ids = args[2], args[:2]
	} else if do == model.CommentReply {
		return d, usage("comments-reply-needs")
	}
	if len(ids) < 2 {
		return d, usage("comments-deed-needs")
	}
	d.address = ids[0]
	for _, arg := range ids[1:] {
		id, err := strconv.ParseInt(strings.TrimPrefix(arg, "#"), 10, 64)
		if err != nil || id <= 0 {
			return d, usage("comments-bad-id", arg)
		}
		d.ids = append(d.ids, id)
	}
	return d, nil
}

// deed looks at the comments, then edits the file and the account.
func (a *app) deed(ctx context.Context, d deed) error {
	s, err := a.openThreads(ctx)
	if err != nil {
		return err
	}
	defer s.close()
	threads, err := s.threadsOf([]string{d.address})
	if err != nil {
		return err
	}
	if len(threads) > 1 {
		return diag.Stop(nil, "comments-many", diag.Pos{}, d.address)
	}
	t := threads[0]
	l, err := comment.Read(ctx, survey.Lister(s.account.client, t.Thread, wechat.AllComments), func(l *comment.Listing) bool { return l.Has(d.ids) })
	if err != nil {
		return err
	}
	if t.Changes, err = d.changes(l); err != nil {
		return err
	}
	if !d.yes && !s.agreed(ctx, t) {
		return &exit{code: exitError}
	}
	return s.deed(ctx, t)
}

// changes are what is to be done; a comment that is so already is left out.
func (d deed) changes(l *comment.Listing) ([]plan.CommentChange, error) {
	var all []plan.CommentChange
	for _, id := range d.ids {
		c, ok := l.Comment(id)
		if !ok {
			return nil, diag.Stop(nil, "comments-none", diag.Pos{}, id)
		}
		x := plan.CommentChange{Action: plan.Update, Change: comment.Change{Do: d.do, ID: id, Author: comment.Short(c.OpenID), Text: c.Text}}
		same := false
		switch d.do {
		case model.CommentFeature, model.CommentUnfeature:
			same = c.Featured == (d.do == model.CommentFeature)
		case model.CommentReply, model.CommentUnreply:
			x.Was, x.Reply = c.Reply, d.reply
			same = comment.HashReply(c.Reply) == comment.HashReply(d.reply)
		default:
			x.Action = plan.Delete
		}
		if !same {
			all = append(all, x)
		}
	}
	return all, nil
}

// agreed shows what would be deleted for ever and asks.
func (s *session) agreed(ctx context.Context, t plan.Thread) bool {
	for _, c := range t.Changes {
		s.console.Print("- #" + formatID(c.ID) + " " + comment.Excerpt(c.Text))
	}
	if !s.InTerminal || s.console.JSON {
		s.console.Findings(s.Err, []diag.Diagnostic{diag.New(diag.Error, "needs-yes", diag.Pos{})})
		return false
	}
	return s.confirm(ctx, "ask-apply")
}

// deed carries changes out. The file is edited first, so that a run that is cut
// short leaves a wish in it and not, at the next plan, a wish for the contrary;
// what did not succeed is taken back.
func (s *session) deed(ctx context.Context, t plan.Thread) error {
	path, old, err := s.fileOf(t)
	if err != nil || old == nil {
		return s.moderate(ctx, []plan.Thread{t}) // there is no file to keep in step
	}
	f, found := comment.Parse(path, old)
	if diag.HasErrors(found) {
		return &diag.FindingError{Diagnostic: found[0]}
	}
	if f.Thread != t.Thread {
		return s.moderate(ctx, []plan.Thread{t})
	}
	root, err := os.OpenRoot(s.site.Dir)
	if err != nil {
		return err
	}
	defer func() { _ = root.Close() }()
	for _, c := range t.Changes {
		f.Wish(c.Change)
	}
	wished := f.Bytes()
	if err := replaceFile(root, path, old, wished); err != nil {
		return err
	}
	end := s.moderate(ctx, []plan.Thread{t})
	if f, found = comment.Parse(path, old); diag.HasErrors(found) {
		return end
	}
	base := s.state.Comments[t.String()]
	for _, c := range t.Changes {
		if c.Done(base) {
			f.Wish(c.Change)
		}
		if base.IsDeleted(c.ID) {
			f.Remove(c.ID)
		}
	}
	if err := replaceFile(root, path, wished, f.Bytes()); err != nil {
		return err
	}
	return end
}

// moderate carries out changes of comments and says how that ended.
func (s *session) moderate(ctx context.Context, threads []plan.Thread) error {
	r := apply.Runner{
		Comments: comments{s.account.client}, Store: s.store, Now: s.Now, Sleep: s.Sleep, NewID: s.newID, Notify: s.notify,
	}
	res, err := r.Moderate(ctx, threads, s.state)
	s.console.Done()
	s.console.Findings(s.Err, res.Findings)
	if err != nil {
		return err
	}
	if res.Applied+res.Failed+res.Deferred == 0 {
		s.console.Say("comments-so-already")
	}
	s.sayEnd(res)
	code := exitDone
	switch {
	case res.Failed > 0 && res.Applied == 0:
		code = exitError
	case res.Failed > 0:
		code = exitPart
	case res.Deferred > 0:
		code = exitDeferred
	}
	return s.end(code, result{Counts: map[string]int{"applied": res.Applied, "failed": res.Failed, "postponed": res.Deferred}})
}

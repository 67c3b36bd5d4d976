package cli

import (
	"bytes"
	"context"
	"errors"
	"os"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"mpsync/internal/comment"
	"mpsync/internal/diag"
	"mpsync/internal/model"
	"mpsync/internal/plan"
	"mpsync/internal/state"
	"mpsync/internal/survey"
	"mpsync/internal/wechat"
)

// commentsCommand works on readers' comments.
func (a *app) commentsCommand() *cobra.Command {
	c := &cobra.Command{
		Use: "comments", Short: a.console.Text("cmd-comments"), Long: a.console.Text("cmd-comments-long"), Args: a.noArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	c.AddCommand(
		a.commentsPullCommand(), a.commentsListCommand(),
		a.deedCommand("feature", model.CommentFeature), a.deedCommand("unfeature", model.CommentUnfeature),
		a.deedCommand("reply", model.CommentReply), a.deedCommand("unreply", model.CommentUnreply),
		a.deedCommand("delete", model.CommentDelete),
		a.doorCommand("open", model.CommentOpen), a.doorCommand("close", model.CommentClose),
	)
	return c
}

// commentsPullCommand brings comments into files.
func (a *app) commentsPullCommand() *cobra.Command {
	full := false
	c := &cobra.Command{
		Use: "pull [ADDRESS…]", Short: a.console.Text("cmd-comments-pull"), Long: a.console.Text("cmd-comments-pull-long"),
		Example: "  mpsync comments pull\n  mpsync comments pull articles/hello --full",
		RunE:    func(cmd *cobra.Command, args []string) error { return a.pullComments(cmd.Context(), args, full) },
	}
	c.Flags().BoolVar(&full, "full", false, a.console.Text("flag-comments-full"))
	c.Flags().BoolVar(&a.console.JSON, "json", false, a.console.Text("flag-json"))
	return c
}

func (a *app) pullComments(ctx context.Context, args []string, full bool) error {
	s, err := a.openThreads(ctx)
	if err != nil {
		return err
	}
	defer s.close()
	threads, err := s.threadsOf(args)
	if err != nil {
		return err
	}
	if len(threads) == 0 {
		a.console.Say("comments-nothing-sent")
	}
	root, err := os.OpenRoot(s.site.Dir)
	if err != nil {
		return err
	}
	defer func() { _ = root.Close() }()
	failed := 0
	var fatal error
	for _, t := range threads {
		err := s.pullThread(ctx, root, t, full)
		if err != nil && !oneThreadOnly(err) {
			fatal = err
			break
		}
		if err != nil {
			failed++
			d := a.explain(ctx, err)
			d.Address = string(t.Address)
			a.console.Findings(a.Err, []diag.Diagnostic{d})
		}
	}
	if s.remembered {
		fatal = errors.Join(fatal, s.store.Commit(context.WithoutCancel(ctx), s.state))
	}
	code := exitDone
	switch {
	case fatal != nil:
		return fatal
	case failed > 0 && failed == len(threads):
		code = exitError
	case failed > 0:
		code = exitPart
	}
	return a.end(code, result{Counts: map[string]int{"articles": len(threads), "failed": failed}})
}

// oneThreadOnly says whether an error leaves other articles' comments alone.
func oneThreadOnly(err error) bool {
	if _, finding := errors.AsType[*diag.FindingError](err); finding {
		return true
	}
	switch wechat.ClassOf(err) {
	case wechat.ClassRefused, wechat.ClassPermission:
		return true
	default:
		return false
	}
}

// pullThread brings the comments of one article into its file. The file is
// written before the record: against an older record every line of it is looked
// at once more, while an older file against a newer record would undo what came
// from the console.
func (s *session) pullThread(ctx context.Context, root *os.Root, t plan.Thread, full bool) error {
	path, old, err := s.fileOf(t)
	if err != nil {
		return err
	}
	f := comment.New(path, t.Thread, s.console.Text("comments-file-head", t.Title))
	if old != nil {
		var found []diag.Diagnostic
		if f, found = comment.Parse(path, old); diag.HasErrors(found) {
			return &diag.FindingError{Diagnostic: found[0]}
		}
		if f.Thread != t.Thread {
			return diag.Stop(nil, "comments-other-thread", diag.Pos{File: path}, f.Thread.String(), t.String())
		}
	}
	base := s.state.Comments[t.String()]
	merged := base
	switch stale := f.Stale(base); {
	case stale && !full:
		return diag.Stop(nil, "comments-stale", diag.Pos{File: path})
	case stale:
		merged = nil
	}
	l, err := comment.Read(ctx, survey.Lister(s.account.client, t.Thread, wechat.AllComments), func(l *comment.Listing) bool {
		return !full && old != nil && l.Calls == 1 && l.Unchanged(base)
	})
	switch {
	case err != nil:
		return err
	case !l.Complete && l.Unchanged(base) && !full:
		s.pulled(t, path, l, 0)
		return nil
	case !l.Complete:
		return diag.Stop(nil, "comments-unsettled", diag.Pos{File: path})
	}
	edited, notices := f.Merge(l, merged)
	if now := f.Bytes(); !bytes.Equal(old, now) {
		if err := replaceFile(root, path, old, now); err != nil {
			return err
		}
	}
	s.tell(t, notices)
	s.pulled(t, path, l, edited)
	return s.keepThread(ctx, t.Thread, l.Base(base, f.Pulled))
}

// pulled says what a pull did.
func (s *session) pulled(t plan.Thread, path string, l *comment.Listing, edited int) {
	s.console.Event("pulled", struct {
		Address model.Address `json:"address"`
		File    string        `json:"file"`
		Total   int           `json:"total"`
		Edited  int           `json:"edited"`
		Calls   int           `json:"calls"`
	}{t.Address, path, l.Total, edited, l.Calls})
	if edited == 0 {
		s.console.Say("comments-pulled-none", path, l.Total)
		return
	}
	s.console.Say("comments-pulled", path, l.Total, edited)
}

// tell prints what is to be known of comments.
func (s *session) tell(t plan.Thread, notices []comment.Notice) {
	for _, n := range notices {
		args := []string{}
		args = append(append(args, formatID(n.ID)), n.Args...)
		s.warnOf(plan.Note{Code: n.Code, Address: t.Address, Args: args}.Diagnostic(diag.Warning))
	}
}

// commentsListCommand shows comments without writing anything.
func (a *app) commentsListCommand() *cobra.Command {
	featured, ordinary := false, false
	c := &cobra.Command{
		Use: "list [ADDRESS…]", Short: a.console.Text("cmd-comments-list"), Long: a.console.Text("cmd-comments-list-long"),
		Example: "  mpsync comments list articles/hello\n  mpsync comments list --featured --json",
		RunE: func(cmd *cobra.Command, args []string) error {
			kind := wechat.AllComments
			switch {
			case featured && ordinary:
				return usage("comments-one-kind")
			case featured:
				kind = wechat.FeaturedComments
			case ordinary:
				kind = wechat.OrdinaryComments
			}
			return a.listComments(cmd.Context(), args, kind)
		},
	}
	c.Flags().BoolVar(&featured, "featured", false, a.console.Text("flag-comments-featured"))
	c.Flags().BoolVar(&ordinary, "ordinary", false, a.console.Text("flag-comments-ordinary"))
	c.Flags().BoolVar(&a.console.JSON, "json", false, a.console.Text("flag-json"))
	return c
}

func (a *app) listComments(ctx context.Context, args []string, kind wechat.CommentKind) error {
	s, err := a.openSite(ctx)
	if err != nil {
		return err
	}
	defer s.close()
	if s.state, err = s.store.Load(ctx); err != nil {
		return err
	}
	threads, err := s.threadsOf(args)
	if err != nil {
		return err
	}
	if err := s.connect(ctx); err != nil {
		return err
	}
	n := 0
	for _, t := range threads {
		l, err := comment.Read(ctx, survey.Lister(s.account.client, t.Thread, kind), nil)
		if err != nil {
			return err
		}
		n += len(l.Comments)
		a.console.Say("comments-of", string(t.Address), a.console.Text("title", t.Title))
		for _, c := range l.Comments {
			s.showComment(t, c)
		}
	}
	return a.end(exitDone, result{Counts: map[string]int{"articles": len(threads), "comments": n}})
}

// showComment prints one comment.
func (s *session) showComment(t plan.Thread, c model.Comment) {
	when := time.Unix(c.Time, 0).UTC()
	s.console.Event("comment", struct {
		Address  model.Address `json:"address"`
		ID       int64         `json:"id"`
		Time     time.Time     `json:"time"`
		Author   string        `json:"author,omitempty"`
		Text     string        `json:"text"`
		Featured bool          `json:"featured"`
		Reply    string        `json:"reply,omitempty"`
	}{t.Address, c.ID, when, comment.Short(c.OpenID), c.Text, c.Featured, c.Reply})
	line := "  " + s.console.Paint("strong", "#"+formatID(c.ID))
	if c.Featured {
		line += " " + s.console.Paint("add", s.console.Text("comments-is-featured"))
	}
	line += " " + s.console.Paint("faint", strings.TrimSpace(comment.Stamp(c.Time)+" "+comment.Short(c.OpenID)))
	s.console.Print(line)
	s.console.Print("    " + strings.ReplaceAll(diag.Printable(c.Text), "\n", "\n    "))
	if c.Reply != "" {
		s.console.Print("    " + s.console.Paint("change", "↳ "+strings.ReplaceAll(diag.Printable(c.Reply), "\n", "\n      ")))
	}
}

// doorCommand opens or closes comments on articles.
func (a *app) doorCommand(name string, do model.CommentDo) *cobra.Command {
	c := &cobra.Command{
		Use: name + " ADDRESS…", Short: a.console.Text("cmd-comments-" + name), Long: a.console.Text("cmd-comments-door-long"),
		Example: "  mpsync comments " + name + " articles/hello", Args: a.someArgs,
		RunE: func(cmd *cobra.Command, args []string) error { return a.door(cmd.Context(), args, do) },
	}
	c.Flags().BoolVar(&a.console.JSON, "json", false, a.console.Text("flag-json"))
	return c
}

func (a *app) door(ctx context.Context, args []string, do model.CommentDo) error {
	s, err := a.openThreads(ctx)
	if err != nil {
		return err
	}
	defer s.close()
	threads, err := s.threadsOf(args)
	if err != nil {
		return err
	}
	for i, t := range threads {
		sent, _ := plan.Setting(s.state, t)
		c := plan.CommentChange{Action: plan.Update, Change: comment.Change{Do: do}, Setting: model.CommentsClosed}
		if do == model.CommentOpen {
			c.Setting = model.CommentsOpen
			if sent == model.CommentsFans {
				c.Setting = sent
			}
		}
		threads[i].Changes = []plan.CommentChange{c}
		threads[i].Steps = []state.CommentStep{{Thread: t.String(), Sent: sent}}
		if wanted, ok := s.wantedComments(t.Address); ok && wanted != c.Setting {
			d := diag.New(diag.Warning, "comments-door", diag.Pos{}, string(wanted), string(c.Setting))
			d.Address = string(t.Address)
			s.warnOf(d)
		}
	}
	return s.moderate(ctx, threads)
}

// wantedComments is what an article of the site says of its comments.
func (s *session) wantedComments(a model.Address) (model.Comments, bool) {
	x := s.sourceOf(a)
	return x.Meta.Comments, x.Path != ""
}

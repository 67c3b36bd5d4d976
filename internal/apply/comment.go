package apply

import (
	"context"
	"errors"
	"strconv"

	"mpsync/internal/comment"
	"mpsync/internal/diag"
	"mpsync/internal/model"
	"mpsync/internal/plan"
	"mpsync/internal/state"
	"mpsync/internal/wechat"
)

// Comments are the calls on readers' comments.
type Comments interface {
	// List gives comments from begin on, and how many there are.
	List(ctx context.Context, t model.Thread, begin, count int) (total int, page []model.Comment, err error)
	// Do makes one call; a reply is never repeated by the implementation. id is 0
	// for deeds on the thread itself.
	Do(ctx context.Context, t model.Thread, do model.CommentDo, id int64, reply string) error
}

// comments carries out what a plan wants of comments. One that fails stops no
// other.
func (x *run) comments(ctx context.Context) error {
	for _, t := range x.plan.Comments {
		if err := x.thread(ctx, t); err != nil {
			return err
		}
	}
	return nil
}

func (x *run) thread(ctx context.Context, t plan.Thread) error {
	for _, s := range t.Steps {
		if s.Judged == 0 {
			if err := x.must(ctx, state.Entry{Comment: &s}); err != nil {
				return err
			}
		}
	}
	judged := true
	for _, c := range t.Changes {
		if err := ctx.Err(); err != nil {
			return err
		}
		if c.Action == plan.Blocked || c.Action == plan.Deferred {
			judged = judged && c.Rule == ""
			continue
		}
		err := x.remark(ctx, t, c)
		if fatal := (*storeError)(nil); errors.As(err, &fatal) {
			return err
		}
		judged = judged && (c.Rule == "" || err == nil)
		x.step(Event{Kind: EventChange, Action: c.Action, Address: nameOf(t.Address, c.ID), Err: err})
	}
	for _, s := range t.Steps {
		if s.Judged != 0 && judged {
			if err := x.must(ctx, state.Entry{Comment: &s}); err != nil {
				return err
			}
		}
	}
	return x.closeIntents(ctx, t.Intents)
}

// nameOf names a comment to people.
func nameOf(article model.Address, id int64) model.Address {
	if id == 0 {
		return article
	}
	return article + model.Address("#"+strconv.FormatInt(id, 10))
}

// remark carries out one change. A reply that takes the place of another is two
// calls, each remembered for itself.
func (x *run) remark(ctx context.Context, t plan.Thread, c plan.CommentChange) error {
	if c.Do == model.CommentReply && c.Was != "" {
		gone := c
		gone.Do, gone.Reply = model.CommentUnreply, ""
		if err := x.deed(ctx, t, gone); err != nil {
			return err
		}
	}
	return x.deed(ctx, t, c)
}

// deed makes one call between an intent and its outcome.
func (x *run) deed(ctx context.Context, t plan.Thread, c plan.CommentChange) error {
	api := plan.CommentAPI(c.Do)
	if x.isSpent(api) {
		return x.deferred(api)
	}
	step, made := leaves(t, c)
	id, err := x.intend(ctx, t, c, made)
	if err != nil {
		return err
	}
	err = x.Comments.Do(x.calls, t.Thread, c.Do, c.ID, c.Reply)
	outcome := wechat.OutcomeOf(err)
	done := err == nil || soAlready(c.Do, wechat.CodeOf(err))
	if !done && (outcome == wechat.Unknown || wechat.CodeOf(err) == wechat.CodeHasReply) {
		done = c.ID != 0 && x.shows(x.calls, t.Thread, c)
	}
	if done {
		return x.must(ctx, state.Entry{Close: id, Comment: &step})
	}
	if outcome == wechat.Unknown {
		return diag.Stop(errors.Join(ErrDeferred, err), "outcome-unknown", diag.Pos{}, api)
	}
	if cerr := x.closeIntents(ctx, []string{id}); cerr != nil {
		return cerr
	}
	return x.spend(api, err)
}

// intend opens an intent where a later run would otherwise take our own hand for
// a person's in the console. What is to go, is; and opening and closing show
// nowhere.
func (x *run) intend(ctx context.Context, t plan.Thread, c plan.CommentChange, made string) (id string, err error) {
	if made == "" {
		return "", nil
	}
	i, err := x.open(ctx, &state.Intent{
		API: plan.CommentAPI(c.Do), Address: t.Address, Key: plan.CommentKey(t.Thread, c.ID), Fingerprint: made,
	})
	if err != nil {
		return "", err
	}
	return i.ID, nil
}

// soAlready says whether a refusal means that what is wanted is so already: what is
// to go is gone.
func soAlready(do model.CommentDo, code int) bool {
	switch do {
	case model.CommentDelete, model.CommentUnfeature:
		return code == wechat.CodeNoComment
	case model.CommentUnreply:
		return code == wechat.CodeNoReply || code == wechat.CodeNoReplyOlder || code == wechat.CodeNoComment
	default:
		return false
	}
}

// leaves is what a deed leaves behind: the record of it, and the form by which a later
// run knows its own hand.
func leaves(t plan.Thread, c plan.CommentChange) (step state.CommentStep, made string) {
	step = state.CommentStep{Thread: t.String(), ID: c.ID}
	switch c.Do {
	case model.CommentOpen, model.CommentClose:
		step.Now = c.Setting
	case model.CommentFeature:
		step.Featured, made = new(true), comment.MadeFeatured
	case model.CommentUnfeature:
		step.Featured, made = new(false), comment.MadeUnfeatured
	case model.CommentReply, model.CommentUnreply:
		step.Reply = new(comment.HashReply(c.Reply))
		made = comment.MadeReply + *step.Reply
	case model.CommentDelete:
		step.Deleted = true
	}
	return step, made
}

// shows says whether the account shows a comment as a deed was to make it.
func (x *run) shows(ctx context.Context, t model.Thread, c plan.CommentChange) bool {
	l, err := comment.Read(ctx, func(ctx context.Context, begin, count int) (int, []model.Comment, error) {
		return x.Comments.List(ctx, t, begin, count)
	}, func(l *comment.Listing) bool { return l.Has([]int64{c.ID}) })
	if err != nil {
		return false
	}
	now, found := l.Comment(c.ID)
	switch c.Do {
	case model.CommentDelete:
		return !found && l.Complete
	case model.CommentFeature, model.CommentUnfeature:
		return found && now.Featured == (c.Do == model.CommentFeature)
	default:
		return found && comment.HashReply(now.Reply) == comment.HashReply(c.Reply)
	}
}

// Moderate carries out changes of comments alone, as [Runner.Run] does.
func (r *Runner) Moderate(ctx context.Context, threads []plan.Thread, st *state.State) (Result, error) {
	p := plan.Plan{Comments: threads}
	x := r.newRun(p, st)
	x.total = p.CountComments()
	calls, end := r.flight(ctx)
	defer end()
	x.calls = calls
	err := x.comments(ctx)
	if !x.changed {
		return x.result, err
	}
	if cerr := r.Store.Commit(context.WithoutCancel(ctx), st); err == nil {
		err = cerr
	}
	return x.result, err
}

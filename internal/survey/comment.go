package survey

import (
	"context"
	"errors"

	"mpsync/internal/comment"
	"mpsync/internal/diag"
	"mpsync/internal/model"
	"mpsync/internal/plan"
	"mpsync/internal/wechat"
)

// comments reads the threads that the plan depends on, each as far as that. One
// that cannot be read is told by a warning and stops no other.
func (s Surveyor) comments(ctx context.Context, in plan.Input) (plan.Comments, error) {
	c := in.Comments
	c.Seen, c.Unread = map[model.Thread]*comment.Listing{}, map[model.Thread]int{}
	for _, r := range plan.Readings(in) {
		l, err := comment.Read(ctx, Lister(s.Client, r.Thread, wechat.AllComments), r.Enough)
		switch {
		case err == nil:
			c.Seen[r.Thread] = l
		case !refused(err):
			return c, err
		default:
			c.Unread[r.Thread] = wechat.CodeOf(err)
			s.warn(err, r.Address)
		}
	}
	return c, nil
}

// refused says whether an error is about one thread, or about comments alone.
func refused(err error) bool {
	switch wechat.ClassOf(err) {
	case wechat.ClassRefused, wechat.ClassPermission, wechat.ClassDaily, wechat.ClassClosed:
		return wechat.CodeOf(err) != 0
	default:
		return false
	}
}

func (s Surveyor) warn(err error, a model.Address) {
	e, ok := errors.AsType[*wechat.Error](err)
	if !ok || s.Warn == nil {
		return
	}
	d := e.Diagnostic()
	d.Severity, d.Address = diag.Warning, string(a)
	s.Warn(d)
}

// Lister reads a thread through a client.
func Lister(c *wechat.Client, t model.Thread, kind wechat.CommentKind) comment.Lister {
	return func(ctx context.Context, begin, count int) (int, []model.Comment, error) {
		return c.ListComments(ctx, t, kind, begin, count)
	}
}

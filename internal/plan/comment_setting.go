package plan

import (
	"cmp"
	"slices"

	"mpsync/internal/comment"
	"mpsync/internal/model"
	"mpsync/internal/state"
)

// setting decides whether an article can be commented on. After it was sent, the
// API opens and closes; it does not change who may comment.
func (m *maker) setting(t *thread) {
	wanted, inSite := m.wantedComments(t.Address)
	sent, now := t.setting()
	rule := ""
	if after := m.Comments.CloseAfter; after > 0 && !t.sent.IsZero() && m.Now.Sub(t.sent) >= after {
		wanted, inSite, rule = model.CommentsClosed, true, "close_after"
	}
	c := CommentChange{Action: Update, Change: comment.Change{Do: model.CommentOpen, Rule: rule}}
	switch {
	case !inSite || wanted == now || sent == "":
		return
	case wanted == model.CommentsClosed:
		c.Do = model.CommentClose
	case wanted == model.CommentsFans != (sent == model.CommentsFans):
		m.note("comments-who", t.Address, string(wanted), string(sent))
		return
	}
	c.Setting = wanted
	t.Changes = append(t.Changes, c)
	if t.base == nil || t.base.Sent == "" {
		t.Steps = append(t.Steps, state.CommentStep{Thread: t.String(), Sent: sent})
	}
}

// setting is who could comment when an article was sent, and who can now as far
// as mpsync knows; "" where it does not.
func (t thread) setting() (sent, now model.Comments) {
	sent = sentWith(&t)
	if t.base == nil {
		return sent, sent
	}
	sent = cmp.Or(t.base.Sent, sent)
	return sent, cmp.Or(t.base.Now, sent)
}

// Setting is who could comment on a published article when it was sent, and who
// can now; "" where that is not known.
func Setting(known *state.State, of Thread) (sent, now model.Comments) {
	for _, t := range (Input{Known: known}).threads() {
		if t.Address == of.Address {
			return t.setting()
		}
	}
	return "", ""
}

// wantedComments is what the site says of an article.
func (m *maker) wantedComments(a model.Address) (model.Comments, bool) {
	home := m.desired[m.home[a]]
	if home == nil {
		return "", false
	}
	i := slices.IndexFunc(home.Articles, func(x model.Article) bool { return x.Address == a })
	return home.Articles[i].Comments, true
}

// sentWith reads off the record who could comment when an article was sent; ""
// where it does not say.
func sentWith(t *thread) model.Comments {
	for _, c := range []model.Comments{model.CommentsClosed, model.CommentsOpen, model.CommentsFans} {
		if model.HashOf(model.Article{Comments: c}, nil).Comments == t.article.Hash.Comments {
			return c
		}
	}
	return ""
}

// changed names the parts of an article that are to be sent. Who may comment on
// one that readers have is a matter of its thread.
func (m *maker) changed(a model.Article, known state.Article) []string {
	parts := a.Hash.Parts(known.Hash)
	if _, sent := m.sent[known.Address]; sent && slices.Equal(parts, []string{"comments"}) {
		return nil
	}
	return parts
}

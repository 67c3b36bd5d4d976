package plan

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"github.com/aymanbagabas/go-udiff"

	"mpsync/internal/model"
	"mpsync/internal/state"
)

// verdict is what comparing one message with its record and the account gave.
type verdict struct {
	changes  []ArticleChange
	conflict *Note  // an article that both sides changed
	edited   []int  // indexes of articles that only a person edited
	resaved  bool   // the console saved it without an edit
	held     string // title of an article whose update waits for a person
	degraded string // title of an article that this machine can't send as whole as it is
	rebase   bool   // the baseline should be taken anew, if nobody edited
}

// sameList says whether a message still has the articles of its record, in
// order. An article that was renamed but not changed is the same.
func sameList(d *model.Message, r *state.Message) bool {
	if len(d.Articles) != len(r.Articles) {
		return false
	}
	for i, a := range d.Articles {
		known := r.Articles[i]
		if a.Address != known.Address && a.Source != known.Source && a.Path != known.Path {
			return false
		}
	}
	return true
}

// renamed says whether an article changed its address inside its message.
func renamed(d *model.Message, r *state.Message) bool {
	for i, a := range d.Articles {
		if a.Address != r.Articles[i].Address {
			return true
		}
	}
	return false
}

// compare decides article by article. present is false when the account was
// not asked, or not completely: then only the site's side counts.
func (m *maker) compare(d *model.Message, r *state.Message, o model.Observed, present bool) verdict {
	v := verdict{rebase: present && o.HasContent && !read(r)}
	for i, a := range d.Articles {
		parts := m.changed(a, r.Articles[i])
		if r.Articles[i].Degraded && !a.Degraded {
			parts = append(parts, "drawings")
		}
		var seen *model.ObservedArticle
		if present && i < len(o.Articles) {
			seen = &o.Articles[i]
		}
		edited, resaved := remoteChange(r, i, seen, o.HasContent)
		change := func(parts ...string) {
			v.changes = append(v.changes, m.articleChange(i, a, parts, r.Articles[i], seen, o))
		}
		switch {
		case len(parts) > 0 && edited && m.undoes(a, r, i, d.Address, o):
			v.conflict = cmp.Or(v.conflict, m.conflict(d, a, *seen, o.HasContent))
		case len(parts) > 0 && resaved && m.Library == "draft" && !m.Options.UpdateResaved:
			v.held = a.Fields.Title
		case len(parts) == 0 && edited && m.interrupted(seen, d.Address):
			change("content")
		case len(parts) > 0:
			change(parts...)
		case edited && m.Options.OnDrift == DriftOverwrite:
			change("console")
		case edited:
			v.edited = append(v.edited, i)
		case resaved:
			v.resaved = true
		}
		if n := len(v.changes); n > 0 && v.changes[n-1].Index == i && degrades(a, r.Articles[i]) {
			v.degraded = a.Fields.Title
		}
	}
	return v
}

// degrades says whether sending an article would show the source of what readers
// see drawn. An article that was never sent is not known to be whole.
func degrades(a model.Article, known state.Article) bool {
	return a.Degraded && !known.Degraded && known.Hash != model.Hash{}
}

// read says whether the baseline of a record is that of its last write.
func read(r *state.Message) bool { return r.Baseline != nil && r.Unread == nil }

// remoteChange compares one article of the account with the baseline, or, where
// our last write was never read back, with what was sent.
func remoteChange(r *state.Message, i int, seen *model.ObservedArticle, hasContent bool) (edited, resaved bool) {
	if seen == nil {
		return false, false
	}
	if u := r.Unread; i < len(u) && u[i] != "" {
		return hasContent && observedPrint(*seen) != u[i], false
	}
	if r.Baseline == nil || i >= len(r.Baseline.Articles) {
		return false, false
	}
	now, was := model.SeenOf(*seen, hasContent), r.Baseline.Articles[i]
	if now.Fields != was.Fields {
		return true, false
	}
	if !hasContent {
		return false, false
	}
	return now.Content != was.Content, now.Content == was.Content && now.Raw != was.Raw
}

// Ours says whether an observed message is as it was last written, as far as
// that was not read back yet.
func Ours(r *state.Message, o model.Observed) bool {
	for i := range o.Articles {
		if edited, _ := remoteChange(r, i, &o.Articles[i], o.HasContent); edited {
			return false
		}
	}
	return true
}

// conflict tells what sending an article would change that a person edited.
func (m *maker) conflict(d *model.Message, a model.Article, seen model.ObservedArticle, hasContent bool) *Note {
	n := &Note{
		Code: "conflict", Address: d.Address, Args: []string{a.Fields.Title, string(d.Address)},
		Fields: m.overwritten(a, seen, len(d.Articles) == 1),
	}
	if hasContent {
		n.Diff = readableDiff(seen.Readable.Text, a.Readable.Text)
	}
	return n
}

// ours says whether the account's article already reads as the desired one, or
// as one that an interrupted run was sending.
func (m *maker) ours(a model.Article, seen *model.ObservedArticle, message model.Address) bool {
	return observedPrint(*seen) == DesiredPrint(a) || m.interrupted(seen, message)
}

// undoes says whether sending an article would take back what a person did to
// article i of an observed message, without leave to.
func (m *maker) undoes(a model.Article, r *state.Message, i int, message model.Address, o model.Observed) bool {
	seen := &o.Articles[i]
	return m.Options.OnDrift != DriftOverwrite && !m.ours(a, seen, message) && !m.takenOver(a, r, i, *seen, o)
}

// takenOver says whether sending an article undoes nothing that a person did in
// the console: its fields and its content are each as they were last read, or as
// they are wanted. A digest that follows from the text may differ, for one.
func (m *maker) takenOver(a model.Article, r *state.Message, i int, seen model.ObservedArticle, o model.Observed) bool {
	if !o.HasContent || !read(r) || i >= len(r.Baseline.Articles) {
		return false
	}
	now, was := model.SeenOf(seen, true), r.Baseline.Articles[i]
	return (now.Content == was.Content || m.sameContent(a, seen)) && (now.Fields == was.Fields || len(m.overwritten(a, seen, len(o.Articles) == 1)) == 0)
}

// sameContent says whether an article of the account has the text, links and
// images that the site wants.
func (m *maker) sameContent(a model.Article, seen model.ObservedArticle) bool {
	a.Fields, a.Comments = seen.Fields, seen.Comments
	return observedPrint(seen) == DesiredPrint(a) && slices.Equal(seen.Readable.Links, a.Readable.Links) &&
		slices.EqualFunc(a.Readable.Images, seen.Readable.Images, func(want, id string) bool {
			r, ours := model.ParseReference(want)
			return ours && m.sameImage(r, id) || !ours && want == id
		})
}

// interrupted says whether an article reads as what an earlier run began to
// send and did not live to record.
func (m *maker) interrupted(seen *model.ObservedArticle, message model.Address) bool {
	print := observedPrint(*seen)
	return slices.ContainsFunc(m.intents[message], func(i *state.Intent) bool { return i.Fingerprint == print })
}

// DesiredPrint is the fingerprint of one article alone, by which an interrupted
// update is recognised.
func DesiredPrint(a model.Article) string {
	return model.Message{Articles: []model.Article{a}}.Fingerprint()
}

func observedPrint(a model.ObservedArticle) string {
	return model.Observed{Articles: []model.ObservedArticle{a}}.Fingerprint()
}

// articleChange describes an update to people. What a person changed in the
// account is told against the account, all else against what was sent last.
func (m *maker) articleChange(i int, a model.Article, parts []string, known state.Article, seen *model.ObservedArticle, o model.Observed) ArticleChange {
	c := ArticleChange{Index: i, Address: a.Address, Parts: parts}
	single := len(o.Articles) < 2
	if slices.Contains(parts, "console") {
		c.Fields = m.overwritten(a, *seen, single)
	} else {
		c.Fields = m.updated(a, known, seen, single)
	}
	if seen == nil {
		return c
	}
	if seen.Fields.Title != a.Fields.Title {
		c.Was = seen.Fields.Title
	}
	if o.HasContent {
		c.Diff = readableDiff(seen.Readable.Text, a.Readable.Text)
	}
	return c
}

// readableDiff is a unified diff of what readers read, without file headers.
func readableDiff(old, now string) string {
	if old == now {
		return ""
	}
	diff := udiff.Unified("", "", old+"\n", now+"\n")
	if i := strings.Index(diff, "@@"); i >= 0 {
		return diff[i:]
	}
	return ""
}

// Taken says what the account did not keep of an article that was just sent: a
// diff of the readable text, and how many links and images are missing.
func Taken(sent model.Readable, seen model.Readable) (diff string, links, images int) {
	if !model.SameText(sent.Text, seen.Text) {
		diff = readableDiff(sent.Text, seen.Text)
	}
	return diff, max(0, len(sent.Links)-len(seen.Links)), max(0, len(sent.Images)-len(seen.Images))
}

// rebased is a record with the account's present form as its baseline, as far
// as that was read.
func rebased(r *state.Message, o model.Observed) *state.Message {
	c := *r
	now := Baseline(o)
	if !o.HasContent {
		if r.Baseline == nil || len(r.Baseline.Articles) != len(now.Articles) {
			return &c
		}
		for i, was := range r.Baseline.Articles {
			now.Articles[i].Content, now.Articles[i].Raw = was.Content, was.Raw
		}
	}
	c.Baseline = now
	if o.HasContent {
		c.Unread = nil
	}
	return &c
}

// Baseline is what is remembered of a read-back.
func Baseline(o model.Observed) *state.Baseline {
	b := &state.Baseline{UpdateTime: o.UpdateTime}
	for _, a := range o.Articles {
		b.Articles = append(b.Articles, model.SeenOf(a, o.HasContent))
	}
	return b
}

// ReadBack is what is remembered of a read-back of a message some articles of
// which were just sent: those that its record has not read yet. What a person
// did to the others in the console stays a difference, unless it is accepted.
func ReadBack(r *state.Message, o model.Observed, accepted bool) *state.Baseline {
	b := Baseline(o)
	if accepted || r.Baseline == nil || len(r.Baseline.Articles) != len(b.Articles) {
		return b
	}
	for i, was := range r.Baseline.Articles {
		if sent := i < len(r.Unread) && r.Unread[i] != ""; !sent && b.Articles[i] != was {
			b.Articles[i], b.UpdateTime = was, r.Baseline.UpdateTime // so that its content is asked for again
		}
	}
	return b
}

// outdated says whether a record no longer tells what its message, which needs
// no update, is made of: then articles would be rendered in vain each time, and
// a wish to protect the message would not be known once its source is gone.
func outdated(d *model.Message, r *state.Message) bool {
	for i, a := range d.Articles {
		if k := r.Articles[i]; a.Path != k.Path || a.Source != k.Source || a.Inputs != k.Inputs {
			return true
		}
	}
	return d.Protect != r.Protect
}

// renewed is a record that is not outdated.
func renewed(r *state.Message, d *model.Message) *state.Message {
	c := *r
	c.Protect, c.Left, c.Articles = d.Protect, time.Time{}, slices.Clone(r.Articles)
	for i, a := range d.Articles {
		k := &c.Articles[i]
		k.Path, k.Source, k.Inputs, k.Assets = a.Path, a.Source, a.Inputs, a.Deps
	}
	return &c
}

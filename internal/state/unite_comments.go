package state

import (
	"cmp"
	"slices"
)

// uniteComments joins what two clones did to one thread, comment by comment. A
// comment that either deleted is gone, whatever the other did to it. was may be
// nil.
func uniteComments(was, there, now *Comments) *Comments {
	was = cmp.Or(was, &Comments{})
	u := there.Clone()
	u.Sent, u.Now = changed(was.Sent, there.Sent, now.Sent), changed(was.Now, there.Now, now.Now)
	if was.Pulled != now.Pulled || was.Total != now.Total || was.Page != now.Page {
		u.Pulled, u.Total, u.Page = now.Pulled, now.Total, now.Page
	}
	for _, s := range now.since(was) {
		u.Patch(s)
	}
	for _, id := range u.Deleted {
		u.Patch(CommentStep{ID: id, Deleted: true})
	}
	return u
}

// since lists the steps that made c of an older record of its thread. It does
// not tell that a deletion was forgotten, as a pull does: what is gone stays so.
func (c *Comments) since(was *Comments) []CommentStep {
	steps := []CommentStep{{Judged: c.Judged}}
	for _, id := range c.named(was) {
		s := CommentStep{ID: id, Deleted: c.IsDeleted(id)}
		if featured := c.IsFeatured(id); featured != was.IsFeatured(id) {
			s.Featured = &featured
		}
		if reply := c.Reply(id); reply != was.Reply(id) {
			s.Reply = &reply
		}
		steps = append(steps, s)
	}
	return steps
}

// named lists the comments that two records name, sorted.
func (c *Comments) named(other *Comments) []int64 {
	var ids []int64
	for _, r := range []*Comments{c, other} {
		ids = slices.Concat(ids, r.Featured, r.Deleted)
		for id := range r.Replies {
			ids = append(ids, id)
		}
	}
	slices.Sort(ids)
	return slices.Compact(ids)
}

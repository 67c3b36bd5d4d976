package state

import (
	"cmp"
	"maps"
	"slices"

	"mpsync/internal/model"
)

// Comments is what was last read and written of the comments of one published
// article. It holds no text of readers: against it a change of the file is told
// from one that was made in the console. What it does not name is an ordinary
// comment without reply.
type Comments struct {
	// Sent says who could comment when the article was sent, Now who can as
	// mpsync last set it; "" where it did not.
	Sent model.Comments `json:"sent,omitempty"`
	Now  model.Comments `json:"now,omitempty"`
	// Pulled names the pull that this was taken by, as the file does.
	Pulled string `json:"pulled,omitempty"`
	// Total and Page tell whether anything is new: the number of comments and the
	// hash of the first page when all were read last.
	Total int    `json:"total,omitempty"`
	Page  string `json:"page,omitempty"`
	// Judged is the highest id that rules have looked at.
	Judged   int64            `json:"judged,omitempty"`
	Featured []int64          `json:"featured,omitempty"` // sorted
	Replies  map[int64]string `json:"replies,omitempty"`  // hashes, see HashReply
	// Deleted are comments that are gone, which the file may still name; sorted.
	Deleted []int64 `json:"deleted,omitempty"`
}

// CommentStep patches the record of one comment; what is nil stays.
type CommentStep struct {
	Thread   string  `json:"thread"` // key of State.Comments
	ID       int64   `json:"id,omitempty"`
	Featured *bool   `json:"featured,omitempty"`
	Reply    *string `json:"reply,omitempty"` // hash, "" for none
	Deleted  bool    `json:"deleted,omitempty"`
	// Now, Sent and Judged are about the thread itself.
	Now    model.Comments `json:"now,omitempty"`
	Sent   model.Comments `json:"sent,omitempty"`
	Judged int64          `json:"judged,omitempty"`
}

// IsFeatured says whether a comment is known as featured.
func (c *Comments) IsFeatured(id int64) bool { return c != nil && has(c.Featured, id) }

// IsDeleted says whether a comment is known to be gone.
func (c *Comments) IsDeleted(id int64) bool { return c != nil && has(c.Deleted, id) }

// Reply is the hash of the reply that a comment is known to have, "" for none.
func (c *Comments) Reply(id int64) string {
	if c == nil {
		return ""
	}
	return c.Replies[id]
}

func has(sorted []int64, id int64) bool {
	_, found := slices.BinarySearch(sorted, id)
	return found
}

// with is a sorted list with or without an id.
func with(sorted []int64, id int64, in bool) []int64 {
	at, found := slices.BinarySearch(sorted, id)
	switch {
	case in && !found:
		return slices.Insert(slices.Clone(sorted), at, id)
	case !in && found && len(sorted) == 1:
		return nil // as it is read back
	case !in && found:
		return slices.Delete(slices.Clone(sorted), at, at+1)
	}
	return sorted
}

// Patch puts a step into the record.
func (c *Comments) Patch(s CommentStep) {
	c.Now, c.Sent = cmp.Or(s.Now, c.Now), cmp.Or(s.Sent, c.Sent)
	c.Judged = max(c.Judged, s.Judged)
	if s.Featured != nil {
		c.Featured = with(c.Featured, s.ID, *s.Featured)
	}
	if s.Reply != nil && *s.Reply != "" {
		if c.Replies == nil {
			c.Replies = map[int64]string{}
		}
		c.Replies[s.ID] = *s.Reply
	}
	if s.Reply != nil && *s.Reply == "" || s.Deleted {
		delete(c.Replies, s.ID)
	}
	if len(c.Replies) == 0 {
		c.Replies = nil
	}
	if s.Deleted {
		c.Featured, c.Deleted = with(c.Featured, s.ID, false), with(c.Deleted, s.ID, true)
	}
}

// Clone is a copy that shares nothing with c.
func (c *Comments) Clone() *Comments {
	k := *c
	k.Featured, k.Deleted, k.Replies = slices.Clone(c.Featured), slices.Clone(c.Deleted), maps.Clone(c.Replies)
	return &k
}

// patchComments takes over the records of e as copies, because steps change them
// in place.
func (s *State) patchComments(e Entry) {
	for key, c := range e.Comments {
		if c == nil {
			delete(s.Comments, key)
			continue
		}
		s.Comments[key] = c.Clone()
	}
	if e.Comment == nil {
		return
	}
	if s.Comments[e.Comment.Thread] == nil {
		s.Comments[e.Comment.Thread] = &Comments{}
	}
	s.Comments[e.Comment.Thread].Patch(*e.Comment)
}

// AllSent gives [State.Sent] of every article that has it.
func (s *State) AllSent() map[model.Address]Sent {
	all := map[model.Address]Sent{}
	for _, address := range slices.Sorted(maps.Keys(s.Messages)) {
		m := s.Messages[address]
		if !m.Public() || m.Publication.MsgDataID == 0 {
			continue
		}
		for _, a := range m.Publication.Articles {
			if _, first := all[a.Address]; !first {
				all[a.Address] = Sent{address, m.Publication.MsgDataID, a.Index, a.URL}
			}
		}
	}
	return all
}

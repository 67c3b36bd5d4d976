package comment

import (
	"maps"
	"slices"
	"strings"

	"mpsync/internal/model"
	"mpsync/internal/state"
)

// Change is one thing to do with a comment.
type Change struct {
	Do     model.CommentDo `json:"do"`
	ID     int64           `json:"id,omitempty"` // 0 where it is about the whole thread
	Author string          `json:"author,omitempty"`
	Text   string          `json:"text,omitempty"`  // of the comment
	Reply  string          `json:"reply,omitempty"` // to write
	// Was is the reply that goes; where there is one to write too, it goes first.
	Was string `json:"was,omitempty"`
	// Rule is the rule of mpsync.yaml that wants it, "" when the file does.
	Rule string `json:"rule,omitempty"`
}

// Notice is something to know of one comment; the codes are the catalog's.
type Notice struct {
	Code string
	ID   int64
	Args []string
}

// Verdict is what comparing a file with its thread gave.
type Verdict struct {
	Changes []Change
	// Steps record what turned out to be so already.
	Steps   []state.CommentStep
	Notices []Notice
}

// Asks lists the comments of which the file wants something that the record does
// not know as done. It is empty for a file that nobody edited since the last
// pull or apply, so that the account need not be asked.
func (f *File) Asks(base *state.Comments) []int64 {
	var ids []int64
	for _, i := range f.sound() {
		if i.Gone || base.IsDeleted(i.ID) {
			continue
		}
		if i.Delete || i.edited(base) {
			ids = append(ids, i.ID)
		}
	}
	return ids
}

// edited says whether a person changed what base knows of a comment.
func (i *Item) edited(base *state.Comments) bool {
	featured := i.Featured != nil && *i.Featured != base.IsFeatured(i.ID)
	return featured || HashReply(i.Reply) != base.Reply(i.ID)
}

// Made is what interrupted runs were making of comments, by id: each is one of
// the forms below. Where the account shows it, it was no person in the console.
type Made map[int64][]string

// The forms of [Made].
const (
	MadeFeatured   = "featured"
	MadeUnfeatured = "unfeatured"
	MadeReply      = "reply:" // and its hash
)

// Compare says what has to happen so that the thread is as the file wants it.
// Three sides count: the file, the account as it was listed, and base, which
// tells a person's edit from a change made in the console. Without a listing the
// account is taken to be as base knows it; without base only what adds to a
// comment is believed, for a missing line may just be news to the file.
func (f *File) Compare(base *state.Comments, seen *Listing, made Made) Verdict {
	v := verdict{base: base, made: made}
	for _, id := range f.concerned(base, made) {
		i := f.Item(id)
		if seen == nil {
			v.item(i, model.Comment{ID: id, Text: i.Text, Featured: base.IsFeatured(id), Reply: base.Reply(id)}, true)
			continue
		}
		c, ok := seen.Comment(id)
		switch {
		case ok:
			v.item(i, c, false)
		case seen.Complete:
			v.gone(i)
		default:
			v.note("comments-moving", id)
		}
	}
	return v.Verdict
}

// concerned lists the comments that the file asks about or that an interrupted
// run was at.
func (f *File) concerned(base *state.Comments, made Made) []int64 {
	ids := f.Asks(base)
	for _, id := range slices.Sorted(maps.Keys(made)) {
		if f.Item(id) != nil && !slices.Contains(ids, id) {
			ids = append(ids, id)
		}
	}
	return ids
}

type verdict struct {
	Verdict
	base *state.Comments
	made Made
}

func (v *verdict) note(code string, id int64, args ...string) {
	v.Notices = append(v.Notices, Notice{code, id, args})
}

func (v *verdict) gone(i *Item) {
	v.Steps = append(v.Steps, state.CommentStep{ID: i.ID, Deleted: true})
	if !i.Delete {
		v.note("comments-gone", i.ID, Excerpt(i.Text))
	}
}

// item compares one comment; assumed says that c is only what base knows, where a
// reply is its hash.
func (v *verdict) item(i *Item, c model.Comment, assumed bool) {
	about := Change{ID: c.ID, Author: Short(c.OpenID), Text: c.Text}
	if i.Delete {
		about.Do = model.CommentDelete
		v.Changes = append(v.Changes, about)
		return
	}
	if i.Featured != nil {
		v.feature(*i.Featured, c, about)
	}
	has := HashReply(c.Reply)
	if assumed {
		has = c.Reply
	}
	v.reply(i, has, c, about, assumed)
}

func (v *verdict) feature(wanted bool, c model.Comment, about Change) {
	known, ours := v.base.IsFeatured(c.ID), MadeUnfeatured
	if c.Featured {
		ours = MadeFeatured
	}
	if slices.Contains(v.made[c.ID], ours) {
		known = c.Featured
	}
	about.Do = model.CommentUnfeature
	if wanted {
		about.Do = model.CommentFeature
	}
	switch {
	case wanted == c.Featured:
		if v.base.IsFeatured(c.ID) != wanted {
			v.Steps = append(v.Steps, state.CommentStep{ID: c.ID, Featured: &wanted})
		}
	case wanted == known: // changed in the console
	case v.base == nil && !wanted && !known:
	default:
		v.Changes = append(v.Changes, about)
	}
}

func (v *verdict) reply(i *Item, has string, c model.Comment, about Change, assumed bool) {
	wanted, known := HashReply(i.Reply), v.base.Reply(c.ID)
	if slices.Contains(v.made[c.ID], MadeReply+has) {
		known = has
	}
	about.Do, about.Reply, about.Was = model.CommentReply, i.Reply, c.Reply
	if assumed && has != "" {
		about.Was = "…"
	}
	if wanted == "" {
		about.Do = model.CommentUnreply
	}
	switch {
	case wanted == has:
		if v.base.Reply(c.ID) != wanted {
			v.Steps = append(v.Steps, state.CommentStep{ID: c.ID, Reply: &wanted})
		}
	case wanted == known: // changed in the console
	case v.base == nil && wanted == "" && known == "":
	case has == known:
		v.Changes = append(v.Changes, about)
	default:
		v.note("comments-conflict", c.ID, Excerpt(c.Text), Excerpt(c.Reply), Excerpt(i.Reply))
	}
}

// excerptRunes is how much of a text is enough to know a comment by.
const excerptRunes = 30

// Excerpt is a text in short, on one line.
func Excerpt(s string) string {
	runes := []rune(oneLine(s))
	if len(runes) <= excerptRunes {
		return string(runes)
	}
	return string(runes[:excerptRunes]) + "…"
}

// Merge brings what the account holds into the file; the listing must be
// complete. A line that a person changed since base was taken stays; notices
// tell where the console says something else there. edited is how many comments
// are new, changed or gone in the file.
func (f *File) Merge(l *Listing, base *state.Comments) (edited int, notices []Notice) {
	items := map[int64]*Item{}
	for _, i := range f.sound() {
		items[i.ID] = i
	}
	retold := []string{f.Pulled}
	for _, c := range l.Comments {
		i := items[c.ID]
		if i == nil {
			f.add(c)
			edited++
			continue
		}
		delete(items, c.ID)
		before := i.raw
		if n := i.merge(c, base); n != nil {
			notices = append(notices, *n)
		}
		if i.raw != before {
			edited++
			retold = append(retold, i.raw)
		}
	}
	for _, i := range slices.Clone(f.Items) {
		if items[i.ID] != i {
			continue
		}
		if !i.Delete && (i.edited(base) || i.hasNotes()) {
			if !i.Gone {
				notices = append(notices, Notice{"comments-gone-kept", i.ID, []string{Excerpt(i.Text)}})
				edited++
			}
			i.setGone()
			continue
		}
		if !i.Gone {
			f.Remove(i.ID)
			edited++
		}
	}
	if len(f.Items) > 0 {
		f.Items[0].raw = strings.TrimLeft(f.Items[0].raw, "\n")
	}
	if f.Pulled == "" || len(retold) > 1 {
		f.setPulled(model.Sum(append(retold, f.Thread.String())...)[:8])
	}
	return edited, notices
}

// merge brings one comment into its item.
func (i *Item) merge(c model.Comment, base *state.Comments) *Notice {
	if !i.described() {
		i.describe(c)
	}
	if i.Featured != nil && *i.Featured != c.Featured && *i.Featured == base.IsFeatured(c.ID) {
		i.SetFeatured(c.Featured)
	}
	has, wanted := HashReply(c.Reply), HashReply(i.Reply)
	switch known := base.Reply(c.ID); {
	case wanted == has:
	case wanted == known:
		i.SetReply(c.Reply)
	case has != known:
		return &Notice{"comments-both", c.ID, []string{Excerpt(c.Text), Excerpt(c.Reply), Excerpt(i.Reply)}}
	}
	return nil
}

package comment

import (
	"context"
	"slices"
	"strconv"

	"mpsync/internal/model"
	"mpsync/internal/state"
)

// Page is how many comments one call gives.
const Page = 49

// Lister gives comments from begin on, and how many there are.
type Lister func(ctx context.Context, begin, count int) (total int, page []model.Comment, err error)

// Listing is what was read of a thread.
type Listing struct {
	Comments []model.Comment // as the account orders them, each once
	Total    int             // as the account counts
	// Complete is set when all were read: only then is what is missing gone.
	Complete bool
	Calls    int
	first    string // hash of the first page
}

// tries is how often a listing begins again because comments were deleted while
// it was read.
const tries = 3

// Read lists a thread until done says that it is enough, or to its end. A page
// that is not full, or a total that was reached, is the end; a total of one full
// page may also be the count of that page, so that another one is asked for.
func Read(ctx context.Context, list Lister, done func(*Listing) bool) (*Listing, error) {
	calls := 0
	for try := 1; ; try++ {
		l, shrank, err := read(ctx, list, done)
		calls += l.Calls
		if err != nil || !shrank || try == tries {
			l.Calls, l.Complete = calls, l.Complete && !shrank
			return l, err
		}
	}
}

func read(ctx context.Context, list Lister, done func(*Listing) bool) (l *Listing, shrank bool, err error) {
	l = &Listing{}
	seen, last := map[int64]bool{}, 0
	for begin := 0; ; begin += Page {
		total, page, err := list(ctx, begin, Page)
		l.Calls++
		if err != nil {
			return l, false, err
		}
		shrank = shrank || total < last && last > Page // else it counts the page
		last = total
		for _, c := range page {
			if !seen[c.ID] {
				seen[c.ID] = true
				l.Comments = append(l.Comments, c)
			}
		}
		if begin == 0 {
			l.Total, l.first = total, hashPage(page)
		}
		if len(page) < Page || total == begin+len(page) && begin > 0 {
			l.Complete = true
			return l, shrank, nil
		}
		if done != nil && done(l) {
			return l, shrank, nil
		}
	}
}

// hashPage tells a page from another one, replies and features included.
func hashPage(page []model.Comment) string {
	var parts []string
	for _, c := range page {
		featured := ""
		if c.Featured {
			featured = "featured"
		}
		parts = append(parts, strconv.FormatInt(c.ID, 10), c.Text, featured, HashReply(c.Reply))
	}
	return model.Sum(parts...)
}

// Unchanged says whether the first page tells that nothing is new since base was
// taken: the same number of comments, and the same newest ones. What changed
// further back it cannot tell.
func (l *Listing) Unchanged(base *state.Comments) bool {
	return base != nil && base.Page != "" && base.Total == l.Total && base.Page == l.first
}

// Comment is one of the listing; ok is false when it is not there.
func (l *Listing) Comment(id int64) (c model.Comment, ok bool) {
	i := slices.IndexFunc(l.Comments, func(c model.Comment) bool { return c.ID == id })
	if i < 0 {
		return c, false
	}
	return l.Comments[i], true
}

// Has says whether the listing can tell of all of these: it holds them or is
// complete.
func (l *Listing) Has(ids []int64) bool {
	return l.Complete || !slices.ContainsFunc(ids, func(id int64) bool {
		_, ok := l.Comment(id)
		return !ok
	})
}

// Reaches says whether everything newer than a comment was read. Where the
// account lists in another order than newest first, only a complete listing
// tells.
func (l *Listing) Reaches(id int64) bool {
	if l.Complete {
		return true
	}
	newestFirst := slices.IsSortedFunc(l.Comments, func(a, b model.Comment) int { return int(b.ID - a.ID) })
	return newestFirst && len(l.Comments) > 0 && l.Comments[len(l.Comments)-1].ID <= id
}

// Base is what is remembered of a thread that was read whole and brought into a
// file by a pull of that name. What old knows beside the comments stays.
func (l *Listing) Base(old *state.Comments, pulled string) *state.Comments {
	b := &state.Comments{Pulled: pulled, Total: l.Total, Page: l.first}
	if old != nil {
		b.Sent, b.Now, b.Judged = old.Sent, old.Now, old.Judged
	}
	for _, c := range l.Comments {
		reply := HashReply(c.Reply)
		if c.Featured || reply != "" {
			b.Patch(state.CommentStep{ID: c.ID, Featured: &c.Featured, Reply: &reply})
		}
	}
	return b
}

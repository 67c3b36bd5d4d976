package plan

import (
	"slices"
	"time"

	"mpsync/internal/model"
	"mpsync/internal/state"
)

// lookFor is how long after a draft left its box it is looked for among what was
// published: a publication takes minutes, and what was broadcast is never there.
const lookFor = 48 * time.Hour

// reviewFor is how long a draft that still lies in its box may have been handed in
// by a call whose answer was lost. A review by hand takes longer, and whether its
// draft stays in the box is written nowhere: after that a person has to look.
const reviewFor = 10 * time.Minute

// clocks is how much the account's clock may differ from ours.
const clocks = 10 * time.Minute

// WantsPublished says whether [Make] needs to see what was published: a draft
// left its box, or a new state is about to create what may be public already.
// since is when the oldest of them was last written; zero asks for the newest
// page only.
func WantsPublished(in Input, p Plan) (since time.Time, wanted bool) {
	if in.Library != "draft" || in.Observed == nil {
		return time.Time{}, false
	}
	m := newMaker(in)
	for _, r := range in.Known.Messages {
		if m.inBox(r) || settledPublication(r) || r.Baseline == nil || !r.Left.IsZero() && in.Now.Sub(r.Left) > lookFor {
			continue
		}
		at := time.Unix(r.Baseline.UpdateTime, 0)
		if !wanted || at.Before(since) {
			since = at
		}
		wanted = true
	}
	if wanted {
		return since.Add(-clocks), true
	}
	return time.Time{}, in.Known.Serial == 0 && p.Count(Create) > 0
}

// left decides on a draft that is not in its box any more and that nobody is
// known to have published.
func (m *maker) left(d *model.Message, r *state.Message) {
	if m.follow(d, r) {
		return // what became of it is looked for under the new address
	}
	if p := m.foundPublication(r); p != nil {
		c := *r
		c.Publication, c.Left = p, time.Time{}
		m.note("found-published", d.Address, title(r))
		m.add(Change{Action: None, Address: d.Address, MediaID: r.MediaID, Record: &c, Intents: m.submits(d.Address)})
		m.inStep = append(m.inStep, d.Address)
		return
	}
	if open := m.submits(d.Address); len(open) > 0 {
		if m.stuck(open, lookFor) {
			m.block(d.Address, "publish-stuck", title(r), string(d.Address))
			return
		}
		m.add(Change{Action: Publish, Address: d.Address, MediaID: r.MediaID, Message: named(d), Reason: &Note{Code: "publish-unsure", Address: d.Address}})
		return
	}
	m.note(NoteLeft, d.Address)
	// What was just written may not be listed yet.
	if r.Baseline != nil && r.Left.IsZero() && m.Now.Sub(time.Unix(r.Baseline.UpdateTime, 0)) > ListingLag {
		c := *r
		c.Left = m.Now.UTC().Truncate(time.Second)
		m.add(Change{Action: None, Address: d.Address, MediaID: r.MediaID, Record: &c})
	}
}

// submits lists the open intents to publish a message.
func (m *maker) submits(a model.Address) []string {
	var ids []string
	for id, i := range m.Known.Intents {
		if i.API == SubmitAPI && i.Address == a {
			ids = append(ids, id)
		}
	}
	slices.Sort(ids)
	return ids
}

// stuck says whether calls to publish were made so long ago that their outcome
// should have shown.
func (m *maker) stuck(intents []string, after time.Duration) bool {
	return !slices.ContainsFunc(intents, func(id string) bool { return m.Now.Sub(m.Known.Intents[id].Opened) <= after })
}

// foundPublication is what was published of a draft that left its box, told by
// its text or, where the console changed that, by its titles.
func (m *maker) foundPublication(r *state.Message) *state.Publication {
	return FindPublication(m.Known, r, m.Observed.Published)
}

// FindPublication finds among what was published, newest first, what a record's
// draft became. Where the text differs, several of the same titles are none.
func FindPublication(known *state.State, r *state.Message, published []model.Published) *state.Publication {
	taken := articleIDs(known)
	var titled []model.Published
	for _, p := range published {
		if taken[p.ArticleID] || len(p.Articles) != len(r.Articles) || r.Baseline == nil || p.UpdateTime < r.Baseline.UpdateTime-int64(clocks/time.Second) {
			continue
		}
		if sameTexts(p.Observed, r) {
			return publicationOf(p, addressesOf(r))
		}
		if sameTitles(p.Observed, r) {
			titled = append(titled, p)
		}
	}
	if len(titled) != 1 {
		return nil
	}
	return publicationOf(titled[0], addressesOf(r))
}

func articleIDs(known *state.State) map[string]bool {
	taken := map[string]bool{}
	for _, r := range known.Messages {
		if r.Publication != nil && r.Publication.ArticleID != "" {
			taken[r.Publication.ArticleID] = true
		}
		for _, p := range r.Earlier {
			taken[p.ArticleID] = true
		}
	}
	return taken
}

func sameTexts(o model.Observed, r *state.Message) bool {
	for i, a := range o.Articles {
		if !o.HasContent || i >= len(r.Baseline.Articles) || model.SeenOf(a, true).Content != r.Baseline.Articles[i].Content {
			return false
		}
	}
	return true
}

func sameTitles(o model.Observed, r *state.Message) bool {
	for i, a := range o.Articles {
		if !model.SameText(a.Fields.Title, r.Articles[i].Title) {
			return false
		}
	}
	return true
}

func addressesOf(r *state.Message) []model.Address {
	var list []model.Address
	for _, a := range r.Articles {
		list = append(list, a.Address)
	}
	return list
}

// publicationOf is the record of a publication that was found.
func publicationOf(p model.Published, addresses []model.Address) *state.Publication {
	out := &state.Publication{
		Kind: state.KindPublish, Status: state.PublicationPublic, ArticleID: p.ArticleID, Ended: time.Unix(p.UpdateTime, 0).UTC(),
	}
	for i, a := range p.Articles {
		out.Articles = append(out.Articles, state.Published{Address: addresses[i], Title: a.Fields.Title, Index: i, URL: a.URL})
	}
	return out
}

// publishedBefore finds a message without record among what was published: a
// state that was lost must not publish anything twice.
func (m *maker) publishedBefore(d *model.Message) *Change {
	if m.Observed == nil || m.Known.Serial > 0 {
		return nil
	}
	taken := articleIDs(m.Known)
	for _, p := range m.Observed.Published {
		if taken[p.ArticleID] || m.free.claimed[p.ArticleID] || !p.HasContent || p.Fingerprint() != m.prints[d.Address] {
			continue
		}
		m.free.claimed[p.ArticleID] = true
		r := &state.Message{MediaID: p.ArticleID, Protect: d.Protect, Baseline: Baseline(p.Observed)}
		for _, a := range d.Articles {
			r.Articles = append(r.Articles, state.ArticleOf(a))
		}
		r.Publication = publicationOf(p, addressesOf(r))
		m.note("found-published", d.Address, d.Articles[0].Fields.Title)
		return &Change{Action: None, Address: d.Address, Record: r, Intents: m.intentIDs(d.Address)}
	}
	return nil
}

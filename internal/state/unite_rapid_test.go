package state

import (
	"fmt"
	"maps"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"mpsync/internal/model"
)

// worker is one clone at work: everything that it makes bears its name.
type worker struct {
	*State
	name     string
	articles []model.Address // those that it works on
	threads  []string
	made     int
}

func (c *worker) id(kind string) string {
	c.made++
	return fmt.Sprintf("%s-%s-%d", c.name, kind, c.made)
}

// work does some things that commands do to an account and record.
func (c *worker) work(t *rapid.T) {
	deeds := map[string]func(*rapid.T, model.Address){
		"write": c.write, "move": c.move, "forget": c.forget, "publish": c.publish, "judge": c.judge, "open": c.open,
		"close": c.end, "upload": c.upload, "comment": c.comment, "pull": c.pull, "owe": c.pay,
	}
	names := slices.Sorted(maps.Keys(deeds))
	for range rapid.IntRange(0, 8).Draw(t, c.name+" deeds") {
		name := rapid.SampledFrom(names).Draw(t, "deed")
		at := rapid.SampledFrom(c.articles).Draw(t, "article")
		t.Logf("%s: %s %s", c.name, name, at)
		deeds[name](t, at)
	}
}

// write creates, updates or replaces the message at an address.
func (c *worker) write(t *rapid.T, at model.Address) {
	old := c.Messages[at]
	m := &Message{MediaID: c.id("message"), Created: time.Unix(int64(c.made), 0).UTC()}
	if old != nil && rapid.Bool().Draw(t, "update") {
		m = old.clone()
	} else if old != nil {
		m.Succeeds(old)
		c.Tombstones[old.MediaID] = &Tombstone{Address: at, Reason: "replaced"}
	}
	m.Articles = []Article{{Address: at, Path: string(at) + ".md", Source: c.id("source"), Refs: []string{"mpsync:cover/k-asis"}}}
	m.Baseline = &Baseline{UpdateTime: int64(c.made)}
	c.Apply(Entry{Messages: map[model.Address]*Message{at: m}})
}

func (c *worker) move(_ *rapid.T, at model.Address) {
	m := c.Messages[at]
	if m == nil {
		return
	}
	to := model.Address(c.id("moved"))
	n := m.clone()
	n.Articles[0].Address, n.Articles[0].Path = to, string(to)+".md"
	c.Apply(Entry{Messages: map[model.Address]*Message{at: nil, to: n}})
	c.articles = append(c.articles, to)
}

func (c *worker) forget(_ *rapid.T, at model.Address) { c.Apply(Entry{Forget: at}) }

func (c *worker) pay(t *rapid.T, _ model.Address) {
	if ids := slices.Sorted(maps.Keys(c.Tombstones)); len(ids) > 0 {
		c.Apply(Entry{Tombstones: map[string]*Tombstone{rapid.SampledFrom(ids).Draw(t, "tombstone"): nil}})
	}
}

// publish hands a message in, or learns what became of that.
func (c *worker) publish(t *rapid.T, at model.Address) {
	m := c.Messages[at]
	if m == nil {
		return
	}
	n := m.clone()
	if p := n.Publication; p != nil && p.Status == PublicationRunning {
		p.Status = rapid.SampledFrom([]PublicationStatus{PublicationPublic, PublicationRemoved}).Draw(t, "status")
	} else {
		n.Succeeds(m)
		n.Publication = &Publication{Kind: KindPublish, Status: PublicationRunning, PublishID: c.id("job")}
	}
	c.Apply(Entry{Messages: map[model.Address]*Message{at: n}})
}

func (c *worker) judge(t *rapid.T, at model.Address) {
	if m := c.Messages[at]; m != nil {
		n := m.clone()
		n.Protect = rapid.Bool().Draw(t, "protect")
		c.Apply(Entry{Messages: map[model.Address]*Message{at: n}})
	}
}

func (c *worker) open(_ *rapid.T, at model.Address) {
	c.Apply(Entry{Open: &Intent{ID: c.id("intent"), API: "draft/add", Address: at}})
}

func (c *worker) end(t *rapid.T, _ model.Address) {
	if ids := slices.Sorted(maps.Keys(c.Intents)); len(ids) > 0 {
		c.Apply(Entry{Close: rapid.SampledFrom(ids).Draw(t, "intent")})
	}
}

func (c *worker) upload(t *rapid.T, _ model.Address) {
	key := rapid.SampledFrom([]string{"k-asis", "l-asis"}).Draw(t, "file")
	if c.Materials[key] == nil {
		c.Apply(Entry{Materials: map[string]*Material{key: {MediaID: c.id("material")}}})
	}
}

func (c *worker) comment(t *rapid.T, _ model.Address) {
	s := CommentStep{Thread: rapid.SampledFrom(c.threads).Draw(t, "thread"), ID: rapid.Int64Range(1, 4).Draw(t, "comment")}
	switch rapid.IntRange(0, 3).Draw(t, "step") {
	case 0:
		s.Featured = new(rapid.Bool().Draw(t, "featured"))
	case 1:
		s.Reply = new(c.id("reply"))
	case 2:
		s.Reply = new("")
	default:
		s.Deleted = true
	}
	if c.Comments[s.Thread].IsDeleted(s.ID) {
		return // the account has no such comment
	}
	c.Apply(Entry{Comment: &s})
}

func (c *worker) pull(t *rapid.T, _ model.Address) {
	thread := rapid.SampledFrom(c.threads).Draw(t, "thread")
	r := &Comments{}
	if old := c.Comments[thread]; old != nil {
		r = old.Clone()
	}
	r.Pulled, r.Page, r.Total = c.id("pull"), c.id("page"), c.made
	c.Apply(Entry{Comments: map[string]*Comments{thread: r}})
}

var (
	sharedArticles = []model.Address{"a", "b", "c", "d"}
	sharedThreads  = []string{"7/0", "8/0"}
)

// begin is a state that two clones begin from.
func begin(t *rapid.T) *State {
	c := worker{New("l"), "base", sharedArticles, sharedThreads, 0}
	c.work(t)
	c.work(t)
	return c.State
}

// sides are what two clones made of a state.
func sides(t *rapid.T, base *State) (theirs, mine *State) {
	a := worker{base.Clone(), "theirs", slices.Clone(sharedArticles), sharedThreads, 0}
	b := worker{base.Clone(), "mine", slices.Clone(sharedArticles), sharedThreads, 0}
	a.work(t)
	b.work(t)
	return a.State, b.State
}

// but is a difference that leaves out the serial, which counts unions.
func but(want, got *State) string {
	got = got.Clone()
	got.Serial = want.Serial
	return cmp.Diff(want, got)
}

func TestUniteOfOneClonesWorkIsThatWork(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		base := begin(t)
		theirs, _ := sides(t, base)
		if diff := but(theirs, unite(base, theirs, base)); diff != "" {
			t.Errorf("only theirs did anything:\n%s", diff)
		}
		if diff := but(theirs, unite(base, base, theirs)); diff != "" {
			t.Errorf("only mine did anything:\n%s", diff)
		}
	})
}

func TestUniteAgainChangesNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		base := begin(t)
		theirs, mine := sides(t, base)
		once := unite(base, theirs, mine)
		if diff := but(once, unite(base, once, mine)); diff != "" {
			t.Errorf("twice (-once +twice):\n%s", diff)
		}
	})
}

func TestUniteOfDifferentThingsIsTheSameInEitherOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		base := begin(t)
		a := worker{base.Clone(), "theirs", []model.Address{"a", "b"}, sharedThreads[:1], 0}
		b := worker{base.Clone(), "mine", []model.Address{"c", "d"}, sharedThreads[1:], 0}
		a.work(t)
		b.work(t)
		for key, m := range a.Materials { // uploaded by both, the later one counts
			if other := b.Materials[key]; other != nil && other.MediaID != m.MediaID {
				other.MediaID = m.MediaID
			}
		}
		if diff := but(unite(base, a.State, b.State), unite(base, b.State, a.State)); diff != "" {
			t.Error(diff)
		}
	})
}

func TestUniteSharesNothingWithWhatItUnites(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		base := begin(t)
		theirs, mine := sides(t, base)
		was := []*State{base.Clone(), theirs.Clone(), mine.Clone()}
		u := unite(base, theirs, mine)
		scribble(u)
		for i, s := range []*State{base, theirs, mine} {
			if diff := cmp.Diff(was[i], s); diff != "" {
				t.Errorf("input %d changed:\n%s", i, diff)
			}
		}
	})
}

// scribble writes over every record of a state in place.
func scribble(s *State) {
	for _, m := range s.Messages {
		m.Articles[0].Title, m.Articles[0].Refs[0] = "x", "x"
		m.Baseline.UpdateTime = -1
		for i := range m.Earlier {
			m.Earlier[i].Status = "x"
		}
		if m.Publication != nil {
			m.Publication.Status = "x"
		}
	}
	for _, m := range s.Materials {
		m.MediaID = "x"
	}
	for _, i := range s.Intents {
		i.API = "x"
	}
	for _, m := range s.Tombstones {
		m.Reason = "x"
	}
	for _, c := range s.Comments {
		c.Patch(CommentStep{ID: 99, Featured: new(true), Reply: new("x")})
		c.Total = -1
	}
}

func TestUniteForgetsNothingThatWasDone(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		base := begin(t)
		theirs, mine := sides(t, base)
		for _, pair := range [][2]*State{{theirs, mine}, {mine, theirs}} {
			u := unite(base, pair[0], pair[1])
			wantIntents(t, base, pair[0], pair[1], u)
			wantMessages(t, base, pair[0], pair[1], u)
			wantPublications(t, base, pair[0], pair[1], u)
			for _, thread := range sharedThreads {
				for id := range int64(5) {
					wantComment(t, id, base.Comments[thread], pair[0].Comments[thread], pair[1].Comments[thread], u.Comments[thread])
				}
			}
		}
	})
}

// wantIntents: a call without outcome is open until one side knows its outcome.
func wantIntents(t *rapid.T, base, theirs, mine, u *State) {
	want := map[string]bool{}
	for _, s := range []*State{theirs, mine} {
		for id := range s.Intents {
			if base.Intents[id] == nil || theirs.Intents[id] != nil && mine.Intents[id] != nil {
				want[id] = true
			}
		}
	}
	got := map[string]bool{}
	for id := range u.Intents {
		got[id] = true
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("open intents:\n%s", diff)
	}
}

// wantMessages: a message that neither side let go is recorded once, or owed to
// be deleted because both made one.
func wantMessages(t *rapid.T, base, theirs, mine, u *State) {
	known, got := base.byMessage(), map[string]int{}
	for _, m := range u.Messages {
		got[m.MediaID]++
	}
	for id, n := range got {
		if n > 1 || u.Tombstones[id] != nil {
			t.Errorf("message %s: %d records, tombstone %v", id, n, u.Tombstones[id])
		}
	}
	there, now := theirs.byMessage(), mine.byMessage()
	all := maps.Clone(there)
	maps.Copy(all, now)
	for id, h := range all {
		letGo := known[id].Message != nil && (there[id].Message == nil || now[id].Message == nil)
		succeeded := h.reachedReaders() && u.Messages[h.address] != nil // its readers are looked for apart
		if got[id] == 0 && !letGo && !succeeded && u.Tombstones[id] == nil {
			t.Errorf("message %s of %s is lost", id, h.address)
		}
	}
}

// jobs are the publications that a state remembers.
func jobs(s *State) map[string]PublicationStatus {
	all := map[string]PublicationStatus{}
	for _, m := range s.Messages {
		for _, p := range m.Earlier {
			all[p.PublishID] = p.Status
		}
		if m.Publication != nil {
			all[m.Publication.PublishID] = m.Publication.Status
		}
	}
	return all
}

// wantPublications: a publication is remembered, as far as it came, unless it was
// forgotten by a side that knew it while the other did nothing about it.
func wantPublications(t *rapid.T, base, theirs, mine, u *State) {
	known, there, now, got := jobs(base), jobs(theirs), jobs(mine), jobs(u)
	order := []PublicationStatus{"", PublicationRunning, PublicationPublic, PublicationRemoved}
	for _, side := range []map[string]PublicationStatus{there, now} {
		for id, status := range side {
			was, old := known[id]
			if (!old || was != status || there[id] != "" && now[id] != "") && slices.Index(order, got[id]) < slices.Index(order, status) {
				t.Errorf("publication %s is %q, was %q", id, got[id], status)
			}
		}
	}
}

// wantComment: each comment is as the side left it that changed it; a deletion
// counts more than anything else.
func wantComment(t *rapid.T, id int64, base, theirs, mine, u *Comments) {
	if theirs.IsDeleted(id) || mine.IsDeleted(id) {
		if !u.IsDeleted(id) || u.IsFeatured(id) || u.Reply(id) != "" {
			t.Errorf("comment %d was deleted: %+v", id, u)
		}
		return
	}
	if want := changed(base.IsFeatured(id), theirs.IsFeatured(id), mine.IsFeatured(id)); u.IsFeatured(id) != want {
		t.Errorf("comment %d featured: %v", id, !want)
	}
	if want := changed(base.Reply(id), theirs.Reply(id), mine.Reply(id)); u.Reply(id) != want {
		t.Errorf("comment %d: reply %q, want %q", id, u.Reply(id), want)
	}
}

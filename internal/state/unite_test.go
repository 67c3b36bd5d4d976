package state

import (
	"reflect"
	"testing"

	"github.com/google/go-cmp/cmp"

	"mpsync/internal/model"
)

// TestUniteDoesToTheirsWhatWasDoneToBase gives each side as address → media_id,
// with an exclamation mark where something was done to that message.
func TestUniteDoesToTheirsWhatWasDoneToBase(t *testing.T) {
	type records map[model.Address]string
	for name, c := range map[string]struct {
		base, theirs, mine, want records
		replaced                 string // a tombstone of theirs
	}{
		"different articles":              {base: records{}, theirs: records{"a": "1"}, mine: records{"b": "2"}, want: records{"a": "1", "b": "2"}},
		"both wrote one: mine is later":   {base: records{"a": "1"}, theirs: records{"a": "2"}, mine: records{"a": "3"}, want: records{"a": "3"}},
		"mine forgot it":                  {base: records{"a": "1"}, theirs: records{"a": "1"}, mine: records{}, want: records{}},
		"mine forgot, theirs replaced":    {base: records{"a": "1"}, theirs: records{"a": "2"}, mine: records{}, want: records{"a": "2"}, replaced: "1"},
		"mine updated, theirs replaced":   {base: records{"a": "1"}, theirs: records{"a": "2"}, mine: records{"a": "1!"}, want: records{"a": "2"}, replaced: "1"},
		"the same, the old one deleted":   {base: records{"a": "1"}, theirs: records{"a": "2"}, mine: records{"a": "1!"}, want: records{"a": "2"}},
		"mine replaced, theirs updated":   {base: records{"a": "1"}, theirs: records{"a": "1!"}, mine: records{"a": "2"}, want: records{"a": "2"}},
		"mine moved, theirs updated":      {base: records{"a": "1"}, theirs: records{"a": "1!"}, mine: records{"b": "1"}, want: records{"b": "1!"}},
		"theirs moved, mine updated":      {base: records{"a": "1"}, theirs: records{"b": "1"}, mine: records{"a": "1!"}, want: records{"b": "1!"}},
		"both moved, to one address":      {base: records{"a": "1", "b": "2"}, theirs: records{"c": "1", "b": "2"}, mine: records{"a": "1", "c": "2"}, want: records{"a": "1", "c": "2"}},
		"theirs forgot, mine did nothing": {base: records{"a": "1"}, theirs: records{}, mine: records{"a": "1"}, want: records{}},
		"both moved it":                   {base: records{"a": "1"}, theirs: records{"b": "1"}, mine: records{"c": "1"}, want: records{"c": "1"}},
		"theirs moved, mine did nothing":  {base: records{"a": "1"}, theirs: records{"b": "1"}, mine: records{"a": "1"}, want: records{"b": "1"}},
	} {
		t.Run(name, func(t *testing.T) {
			made := func(r records) *State {
				s := New("l")
				for a, id := range r {
					s.Messages[a] = &Message{MediaID: id[:1], Protect: len(id) > 1}
				}
				return s
			}
			theirs := made(c.theirs)
			if c.replaced != "" {
				theirs.Tombstones[c.replaced] = &Tombstone{Address: "a"}
			}
			theirs.Serial = 7
			got := unite(made(c.base), theirs, made(c.mine))
			want := made(c.want)
			want.Serial, want.Tombstones = 8, theirs.Tombstones
			if diff := cmp.Diff(want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestUniteKeepsWhatTheOtherCloneLearntOfReaders(t *testing.T) {
	of := func(p *Publication, protect bool) *State {
		s := New("l")
		s.Messages["a"] = &Message{MediaID: "1", Publication: p, Protect: protect}
		return s
	}
	public := &Publication{Kind: KindBroadcast, Status: PublicationPublic, MsgID: 7}
	running := &Publication{Kind: KindBroadcast, Status: PublicationRunning, MsgID: 7}
	for name, c := range map[string]struct{ base, theirs, mine, want *Publication }{
		"theirs sent it":            {theirs: public, want: public},
		"theirs learnt the result":  {base: running, theirs: public, mine: running, want: public},
		"mine sent it":              {mine: public, want: public},
		"mine learnt more":          {theirs: running, mine: public, want: public},
		"mine forgot what was sent": {base: public, theirs: public},
	} {
		got := unite(of(c.base, false), of(c.theirs, false), of(c.mine, true)).Messages["a"]
		if diff := cmp.Diff(&Message{MediaID: "1", Publication: c.want, Protect: true}, got); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}

func TestUniteKeepsWhatReadersHaveOfAReplacedMessage(t *testing.T) {
	of := func(mediaID string, p *Publication) *State {
		s := New("l")
		s.Messages["a"] = &Message{MediaID: mediaID, Publication: p}
		if mediaID == "2" {
			s.Tombstones["1"] = &Tombstone{Address: "a", Reason: "replaced"}
		}
		return s
	}
	public := &Publication{Kind: KindPublish, Status: PublicationPublic, ArticleID: "x"}
	for name, c := range map[string]struct{ theirs, mine *State }{
		"mine replaced what they published": {of("1", public), of("2", nil)},
		"they replaced what mine published": {of("2", nil), of("1", public)},
	} {
		got := unite(of("1", nil), c.theirs, c.mine).Messages["a"]
		if diff := cmp.Diff(&Message{MediaID: "2", Earlier: []Publication{*public}}, got); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}

func TestUniteJoinsThreadsCommentByComment(t *testing.T) {
	of := func(steps ...CommentStep) *State {
		s := New("l")
		for _, step := range append([]CommentStep{{ID: 1, Reply: new("old")}, {ID: 2, Featured: new(true)}}, steps...) {
			step.Thread = "7/0"
			s.Apply(Entry{Comment: &step})
		}
		return s
	}
	for name, c := range map[string]struct{ theirs, mine, want []CommentStep }{
		"different comments": {
			theirs: []CommentStep{{ID: 3, Reply: new("r")}, {ID: 1, Reply: new("")}},
			mine:   []CommentStep{{ID: 3, Featured: new(true)}, {ID: 2, Featured: new(false)}},
			want:   []CommentStep{{ID: 3, Reply: new("r"), Featured: new(true)}, {ID: 1, Reply: new("")}, {ID: 2, Featured: new(false)}},
		},
		"two replies to one: mine is later": {
			theirs: []CommentStep{{ID: 1, Reply: new("theirs")}}, mine: []CommentStep{{ID: 1, Reply: new("mine")}},
			want: []CommentStep{{ID: 1, Reply: new("mine")}},
		},
		"theirs deleted what mine answered": {
			theirs: []CommentStep{{ID: 2, Deleted: true}}, mine: []CommentStep{{ID: 2, Reply: new("r")}},
			want: []CommentStep{{ID: 2, Deleted: true}},
		},
		"mine deleted what theirs answered": {
			theirs: []CommentStep{{ID: 2, Reply: new("r")}}, mine: []CommentStep{{ID: 2, Deleted: true}},
			want: []CommentStep{{ID: 2, Deleted: true}},
		},
		"the thread itself": {
			theirs: []CommentStep{{Judged: 9, Sent: model.CommentsFans}}, mine: []CommentStep{{Judged: 4, Now: model.CommentsClosed}},
			want: []CommentStep{{Judged: 9, Sent: model.CommentsFans, Now: model.CommentsClosed}},
		},
	} {
		t.Run(name, func(t *testing.T) {
			got := unite(of(), of(c.theirs...), of(c.mine...)).Comments
			if diff := cmp.Diff(of(c.want...).Comments, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestUniteKeepsEveryKindOfRecord(t *testing.T) {
	base := New("l")
	all := func() *State {
		return applied("l", append(sample(), Entry{Declared: map[string]*Declared{"song": {MediaID: "v1"}}})...)
	}
	theirs, mine := all(), all()
	for v, i := reflect.ValueOf(*theirs), 0; i < v.NumField(); i++ {
		if f := v.Field(i); f.Kind() == reflect.Map && f.Len() == 0 {
			t.Fatalf("the sample has no %s", v.Type().Field(i).Name)
		}
	}
	for _, c := range []struct {
		name         string
		theirs, mine *State
	}{{"theirs", theirs, base.Clone()}, {"mine", base.Clone(), mine}} {
		got := unite(base, c.theirs, c.mine)
		got.Serial = theirs.Serial
		if diff := cmp.Diff(theirs, got); diff != "" {
			t.Errorf("%s: %s", c.name, diff)
		}
	}
}

package state

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"mpsync/internal/diag"
	"mpsync/internal/model"
)

// testStore is what every store must do. open gives a new handle on the store of
// the test, as another process would have it.
func testStore(t *testing.T, open func(t *testing.T) func() Store) {
	for name, test := range map[string]func(*testing.T, func() Store){
		"AbsentStateIsNewAndKeepsItsLineage":       absentState,
		"AppendedEntriesAreSeenByOthers":           appendsAreSeen,
		"CommitKeepsEverythingAndEndsTheJournal":   commitKeeps,
		"CommitRefusesAStateThatIsNotTheSuccessor": commitCompares,
		"WritingNeedsTheLock":                      writingNeedsLock,
		"LockExcludesOthersUntilUnlocked":          lockExcludes,
		"AppendNeedsNoLoad":                        appendNeedsNoLoad,
		"LockingAgainSeesWhatOthersWrote":          lockingAgain,
		"AppendsFromManyGoroutinesAllCount":        parallelAppends,
		"WritesAreNotCancelled":                    writesAreNotCancelled,
		"LoadedStateBelongsToTheCaller":            loadedStateIsFree,
	} {
		t.Run(name, func(t *testing.T) { test(t, open(t)) })
	}
}

// tb is a test, a fuzz test, or a property being checked.
type tb interface {
	rapid.TB
	Context() context.Context
	Cleanup(func())
}

func load(t tb, st Store) *State {
	t.Helper()
	s, err := st.Load(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func lock(t tb, st Store) (unlock func()) {
	t.Helper()
	release, err := st.Lock(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = release() })
	return func() {
		if err := release(); err != nil {
			t.Fatal(err)
		}
	}
}

func appendAll(t tb, st Store, entries ...Entry) {
	t.Helper()
	for _, e := range entries {
		if err := st.Append(t.Context(), e); err != nil {
			t.Fatal(err)
		}
	}
}

func commit(t tb, st Store, s *State) {
	t.Helper()
	if err := st.Commit(t.Context(), s); err != nil {
		t.Fatal(err)
	}
}

func wantState(t tb, want, got *State) {
	t.Helper()
	if reflect.DeepEqual(want, got) { // which is sooner said
		return
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
}

// sample is one entry of every kind.
func sample() []Entry {
	return []Entry{
		{AppID: "wx1", Library: "draft"},
		{Open: &Intent{ID: "i1", API: "draft/add", Address: "a", Fingerprint: "f", Opened: time.Unix(1e9, 0).UTC()}},
		{Close: "i1", Messages: map[model.Address]*Message{"a": message("m1")}},
		{Open: &Intent{ID: "i2", API: "material/add_material", Key: "k", Name: "mpsync-k.png", Opened: time.Unix(1e9, 0).UTC()}},
		{Images: map[string]Image{"ab-as-is": {URL: "http://mmbiz.qpic.cn/x?a=1&b=<2>"}, "gone": {URL: "u"}}},
		{Images: map[string]Image{"gone": {}}},
		{Materials: map[string]*Material{"cd-cover": {MediaID: "c1", URL: "u", Name: "n"}, "x": {MediaID: "c2"}}},
		{Materials: map[string]*Material{"x": nil}},
		{Messages: map[model.Address]*Message{"a": nil, "文章/乙": message("m2")}, Tombstones: map[string]*Tombstone{"m1": {"a", "replaced"}}},
		{Tombstones: map[string]*Tombstone{"m1": nil, "m0": {"b", "replaced"}}},
		{Comments: map[string]*Comments{
			"7/0": {Sent: model.CommentsOpen, Now: model.CommentsClosed, Pulled: "q", Total: 3, Page: "p", Judged: 9, Featured: []int64{2, 5}, Replies: map[int64]string{2: "h", 3: "i"}},
			"7/1": {Total: 1},
		}},
		{Comments: map[string]*Comments{"7/1": nil}, Comment: &CommentStep{Thread: "7/0", ID: 2, Featured: new(false), Reply: new("j")}},
		{Comment: &CommentStep{Thread: "7/0", ID: 3, Reply: new("")}, Close: "none"},
		{Comment: &CommentStep{Thread: "7/0", ID: 5, Deleted: true}},
		{Comment: &CommentStep{Thread: "8/0", ID: 1, Featured: new(true), Reply: new("k")}},
		{Comment: &CommentStep{Thread: "8/0", Now: model.CommentsClosed, Sent: model.CommentsFans, Judged: 4}},
	}
}

func message(id string) *Message {
	return &Message{
		MediaID: id, Protect: true,
		Articles: []Article{{
			Address: "a", Path: "a.md", Source: "s", Inputs: "i", Title: "题目 <&>", Degraded: true,
			Assets: map[string]string{"b.png": "2", "a.png": "1"}, Refs: []string{"mpsync:img/ab-as-is"},
			Fields: model.Fields{Title: "题目 <&>", Author: "我", Digest: "d", SourceURL: "https://example.com/?a=1&b", ShowCover: true}, Comments: model.CommentsFans,
			Hash: model.Hash{Content: "c", Fields: "f", Comments: "k"}, Done: []string{"original"},
		}},
		Publication: publication(), Earlier: []Publication{*publication()}, Left: time.Unix(2e9, 0).UTC(),
		Unread: []string{"p"}, Created: time.Unix(1e9, 0).UTC(),
		Baseline: &Baseline{UpdateTime: 7, Articles: []model.Seen{{Fields: "f", Content: "c", Raw: "r"}}},
	}
}

func publication() *Publication {
	return &Publication{
		Kind: KindPublish, Status: PublicationPublic, PublishID: "1", ArticleID: "x", MsgID: 2, ClientID: "c", Audience: "all", MsgDataID: 1<<40 + 1,
		Code: 4, Failed: []int{1}, Began: time.Unix(1e9, 0).UTC(), Ended: time.Unix(2e9, 0).UTC(),
		Articles: []Published{{Address: "a", Title: "题", Index: 1, URL: "https://mp.weixin.qq.com/s?a=1&b=2"}},
	}
}

// applied is the state that entries make of an empty one.
func applied(lineage string, entries ...Entry) *State {
	s := New(lineage)
	for _, e := range entries {
		s.Apply(e)
	}
	return s
}

func absentState(t *testing.T, open func() Store) {
	st := open()
	s := load(t, st)
	if s.Lineage == "" {
		t.Error("no lineage")
	}
	wantState(t, New(s.Lineage), s)
	wantState(t, s, load(t, st))
	lock(t, st)
	appendAll(t, st, Entry{AppID: "wx1"})
	if got := load(t, open()); got.Lineage != s.Lineage {
		t.Errorf("lineage %s became %s", s.Lineage, got.Lineage)
	}
	commit(t, st, load(t, st))
}

func appendsAreSeen(t *testing.T, open func() Store) {
	st := open()
	lock(t, st)
	lineage := load(t, st).Lineage
	for i, e := range sample() {
		appendAll(t, st, e)
		wantState(t, applied(lineage, sample()[:i+1]...), load(t, open()))
	}
}

func commitKeeps(t *testing.T, open func() Store) {
	st := open()
	unlock := lock(t, st)
	s := load(t, st)
	appendAll(t, st, sample()...)
	want := applied(s.Lineage, sample()...)
	commit(t, st, want)
	if want.Serial != 1 {
		t.Errorf("serial %d after the first commit", want.Serial)
	}
	if _, ok := want.Intents["i2"]; !ok {
		t.Fatal("the sample has no open intent")
	}
	wantState(t, want, load(t, open()))
	// What follows belongs to the new snapshot.
	e := Entry{Close: "i2", Messages: map[model.Address]*Message{"a": message("m3")}}
	appendAll(t, st, e)
	want.Apply(e)
	wantState(t, want, load(t, open()))
	unlock()
	again := open()
	lock(t, again)
	e = Entry{Library: "material"}
	appendAll(t, again, e)
	want.Apply(e)
	wantState(t, want, load(t, open()))
	commit(t, again, want)
	if got := load(t, open()); got.Serial != 2 {
		t.Errorf("serial %d after the second commit", got.Serial)
	}
	wantState(t, want, load(t, open()))
}

func commitCompares(t *testing.T, open func() Store) {
	st := open()
	lock(t, st)
	s := load(t, st)
	old, foreign := s.Clone(), s.Clone()
	commit(t, st, s)
	foreign.Serial, foreign.Lineage = s.Serial, "foreign"
	ahead := s.Clone()
	ahead.Serial++
	for name, wrong := range map[string]*State{"old": old, "foreign": foreign, "ahead": ahead} {
		before := wrong.Clone()
		if err := st.Commit(t.Context(), wrong); !errors.Is(err, ErrStale) {
			t.Errorf("%s: got %v", name, err)
		}
		wantState(t, before, wrong)
	}
	wantState(t, s, load(t, open()))
}

func writingNeedsLock(t *testing.T, open func() Store) {
	st := open()
	s := load(t, st)
	refused := func(when string) {
		t.Helper()
		if err := st.Append(t.Context(), Entry{AppID: "x"}); err == nil {
			t.Errorf("Append was taken %s", when)
		}
		if err := st.Commit(t.Context(), s); err == nil {
			t.Errorf("Commit was taken %s", when)
		}
	}
	refused("before the lock")
	lock(t, st)()
	refused("after the lock")
	wantState(t, s, load(t, st))
}

func lockExcludes(t *testing.T, open func() Store) {
	st, other := open(), open()
	unlock := lock(t, st)
	_, err := other.Lock(t.Context())
	var holder *LockedError
	if !errors.Is(err, ErrLocked) || !errors.As(err, &holder) {
		t.Errorf("got %v", err)
	}
	var finding *diag.FindingError
	if !errors.As(err, &finding) || !strings.HasPrefix(finding.Code, "state-locked") {
		t.Errorf("no finding for people: %v", err)
	}
	load(t, other)
	unlock()
	unlock()
	lock(t, other)()
	lock(t, st)()
}

func appendNeedsNoLoad(t *testing.T, open func() Store) {
	var want *State
	for i := range 3 {
		st := open()
		unlock := lock(t, st)
		e := Entry{Images: map[string]Image{fmt.Sprint(i): {URL: "u"}}}
		appendAll(t, st, e)
		unlock()
		if want == nil {
			want = New(load(t, st).Lineage)
		}
		want.Apply(e)
		wantState(t, want, load(t, open()))
	}
	st := open()
	lock(t, st)
	commit(t, st, want)
}

func lockingAgain(t *testing.T, open func() Store) {
	st, other := open(), open()
	unlock := lock(t, st)
	want := load(t, st)
	put := func(st Store, appid string) {
		e := Entry{AppID: appid}
		appendAll(t, st, e)
		want.Apply(e)
	}
	put(st, "1")
	unlock()
	unlock = lock(t, other)
	put(other, "2")
	unlock()
	unlock = lock(t, st)
	put(st, "3")
	wantState(t, want, load(t, other))
	commit(t, st, want)
	unlock()
	lock(t, other)
	put(other, "4")
	wantState(t, want, load(t, st))
}

func parallelAppends(t *testing.T, open func() Store) {
	st := open()
	lock(t, st)
	want := New(load(t, st).Lineage)
	var group sync.WaitGroup
	for i := range 50 {
		e := Entry{Images: map[string]Image{fmt.Sprint(i): {URL: fmt.Sprint("u", i)}}}
		want.Apply(e)
		group.Go(func() {
			if err := st.Append(t.Context(), e); err != nil {
				t.Error(err)
			}
		})
	}
	group.Wait()
	wantState(t, want, load(t, open()))
}

func writesAreNotCancelled(t *testing.T, open func() Store) {
	ctx, cancel := context.WithCancel(t.Context())
	st := open()
	lock(t, st)
	s := load(t, st)
	cancel()
	e := Entry{AppID: "wx1"}
	if err := st.Append(ctx, e); err != nil {
		t.Error(err)
	}
	s.Apply(e)
	if err := st.Commit(ctx, s); err != nil {
		t.Error(err)
	}
	wantState(t, s, load(t, open()))
	if _, err := st.Load(ctx); !errors.Is(err, context.Canceled) {
		t.Errorf("a cancelled Load gave %v", err)
	}
}

func loadedStateIsFree(t *testing.T, open func() Store) {
	st := open()
	lock(t, st)
	want := applied(load(t, st).Lineage, sample()...)
	commit(t, st, want)
	s := load(t, st)
	s.Messages["文章/乙"].MediaID = "changed"
	s.Messages["文章/乙"].Articles[0].Assets["a.png"] = "changed"
	delete(s.Intents, "i2")
	wantState(t, want, load(t, st))
}

package state

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"mpsync/internal/model"
)

func sentState() *State {
	s := New("x")
	s.Messages["week"] = &Message{Publication: &Publication{
		Kind: KindBroadcast, Status: PublicationPublic, MsgDataID: 1<<40 + 1,
		Articles: []Published{{Address: "a", Index: 1, URL: "https://x/a"}, {Address: "b", Index: 0}},
	}}
	s.Messages["gone"] = &Message{Publication: &Publication{
		Kind: KindPublish, Status: PublicationRemoved, MsgDataID: 7, Articles: []Published{{Address: "c", URL: "https://x/c"}},
	}}
	return s
}

func TestArticlesAreFoundInThePublicationOfTheirMessage(t *testing.T) {
	s := sentState()
	got, ok := s.Sent("a")
	if want := (Sent{"week", 1<<40 + 1, 1, "https://x/a"}); !ok || got != want {
		t.Errorf("Sent(a) = %+v, %v; want %+v", got, ok, want)
	}
	if got, ok := s.Sent("c"); ok {
		t.Errorf("an article that was removed is found: %+v", got)
	}
}

func TestOnlyPublicArticlesHaveAnAddress(t *testing.T) {
	want := map[model.Address]string{"a": "https://x/a"}
	if diff := cmp.Diff(want, sentState().URLs()); diff != "" {
		t.Error(diff)
	}
}

func TestRenamedArticlesKeepTheirPublications(t *testing.T) {
	shared := &Publication{Articles: []Published{{Address: "a"}, {Address: "b"}}}
	m := Message{Publication: shared, Earlier: []Publication{{Articles: []Published{{Address: "a"}}}}}
	m.RenamePublished("a", "new/a")
	if got := m.Publication.Articles; got[0].Address != "new/a" || got[1].Address != "b" {
		t.Errorf("the publication names %v", got)
	}
	if got := m.Earlier[0].Articles[0].Address; got != "new/a" {
		t.Errorf("the earlier publication names %q", got)
	}
	if shared.Articles[0].Address != "a" {
		t.Error("another record's publication was changed")
	}
	(&Message{}).RenamePublished("a", "b") // never published: nothing to do
}

func TestWhatReadersHaveOutlivesTheDraft(t *testing.T) {
	first, second := Publication{Status: PublicationPublic, ArticleID: "1"}, Publication{Status: PublicationPublic, ArticleID: "2"}
	draft := &Message{MediaID: "3"}
	if got := draft.Outlived(); got != nil {
		t.Errorf("a draft that nobody saw leaves %+v", got)
	}
	draft.Earlier = []Publication{first, second}
	want := &Message{MediaID: "3", Publication: &second, Earlier: []Publication{first}}
	if diff := cmp.Diff(want, draft.Outlived()); diff != "" {
		t.Error(diff)
	}
	draft.Earlier = []Publication{first}
	if diff := cmp.Diff(&Message{MediaID: "3", Publication: &first}, draft.Outlived()); diff != "" {
		t.Error(diff)
	}
}

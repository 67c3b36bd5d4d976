package plan

import (
	"slices"
	"testing"
	"time"

	"mpsync/internal/model"
	"mpsync/internal/state"
)

// toPublish is a message that is to be published, linking to others.
func toPublish(a model.Address, text string, links ...model.Address) model.Message {
	x := article(a, string(a), text)
	for _, l := range links {
		x.Content += "<a href=\"" + model.Reference{Kind: model.RefLink, Key: string(l)}.String() + "\">" + string(l) + "</a>"
	}
	m := message(x)
	m.Publish = true
	return m
}

// changes are a plan's, by sign and address.
func (w *world) changes() []string {
	var all []string
	for _, c := range w.plan().Changes {
		all = append(all, string(c.Action)+" "+string(c.Address))
	}
	return all
}

// rename gives the first message another file of the same text.
func (w *world) rename(to model.Address) {
	m := w.in.Desired[0]
	m.Address, m.Articles = to, slices.Clone(m.Articles)
	m.Articles[0].Address, m.Articles[0].Path = to, string(to)+".md"
	w.in.Desired[0] = m
}

func TestARecordFollowsItsFileWhateverBecameOfItsDraft(t *testing.T) {
	running := &state.Publication{Kind: state.KindPublish, Status: state.PublicationRunning, PublishID: "1"}
	mass := &state.Publication{Kind: state.KindBroadcast, Status: state.PublicationRunning, MsgID: 1}
	for name, c := range map[string]struct {
		publication *state.Publication
		gone        bool
		want        []string
	}{
		"being published": {publication: running, want: []string{"> b", "^ b"}},
		"being broadcast": {publication: mass, want: []string{"> b"}},
		"left":            {gone: true, want: []string{"> b"}},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld("draft", message(article("a", "a", "text")))
			r := w.in.Known.Messages["a"]
			r.Publication = c.publication
			if c.gone {
				delete(w.account, r.MediaID)
			}
			w.in.Now = time.Unix(1e9, 0)
			w.rename("b")
			if got := w.changes(); !slices.Equal(got, c.want) {
				t.Errorf("planned %q, want %q", got, c.want)
			}
		})
	}
}

func TestAPublicationWaitsWithWhatItLinksTo(t *testing.T) {
	first := toPublish("a", "text", "b")
	first.Publish = false
	w := newWorld("draft", first)
	w.in.Desired[0].Publish = true
	w.in.Desired = append(w.in.Desired, toPublish("b", "text"))
	w.in.Left = map[string]int{"draft/add": 0}
	if got, want := w.changes(), []string{"… b", "… b", "… a", "… a"}; !slices.Equal(got, want) {
		t.Errorf("planned %q, want %q", got, want)
	}
}

func TestASavedPlanPublishesOnlyTheTextThatWasApproved(t *testing.T) {
	w := newWorld("draft")
	w.in.Desired = []model.Message{toPublish("a", "text")}
	approved := w.plan()
	w.in.Desired[0].Publish = false
	w.apply(w.plan()) // another run made the draft
	w.in.Desired[0].Publish = true
	if more := w.plan().Beyond(approved); len(more) != 0 {
		t.Errorf("what was approved is refused: %q", more)
	}
	w.in.Desired[0] = toPublish("a", "another text")
	w.in.Desired[0].Publish = false
	w.apply(w.plan())
	w.in.Desired[0].Publish = true
	if more := w.plan().Beyond(approved); len(more) != 1 {
		t.Errorf("another text would be published: %q", w.plan().effects())
	}
}

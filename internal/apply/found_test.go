package apply

import (
	"context"
	"testing"
	"time"

	"mpsync/internal/library"
	"mpsync/internal/model"
	"mpsync/internal/plan"
	"mpsync/internal/state"
)

// emptyBox is a draft box that every draft has left.
type emptyBox struct{ library.Library }

func (emptyBox) Get(context.Context, string) (model.Observed, error) {
	return model.Observed{}, library.ErrGone
}

// held is a run on a state in memory.
func held(t *testing.T, changes ...plan.Change) (*run, *state.State) {
	t.Helper()
	store := &state.Memory{}
	unlock, err := store.Lock(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = unlock() })
	st, err := store.Load(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	r := &Runner{Library: emptyBox{}, Store: store, Now: time.Now}
	return r.newRun(plan.Plan{Changes: changes}, st), st
}

func TestARecordThatWasPlannedDoesNotHideWhatSettlingFound(t *testing.T) {
	x, st := held(t)
	st.Messages["a"] = &state.Message{MediaID: "D1", Publication: &state.Publication{Status: state.PublicationPublic}}
	c := plan.Change{Action: plan.None, Address: "a", Record: &state.Message{MediaID: "D1", Protect: true}}
	if err := x.change(t.Context(), c); err != nil {
		t.Fatal(err)
	}
	if !st.Messages["a"].Public() {
		t.Error("it is forgotten that readers have it")
	}
}

// A message that readers have was to be made anew, and the answer was lost.
func TestWhatReadersHaveIsRememberedWhenTheAnswerToMakingItAnewIsLost(t *testing.T) {
	for name, c := range map[string]struct {
		changes []plan.Change
		want    func(*state.State) bool
	}{
		"and it is still wanted": {
			changes: []plan.Change{{Action: plan.Create, Address: "a", Message: &model.Message{Address: "a", Articles: []model.Article{{Address: "a"}}}}},
			want: func(st *state.State) bool {
				r := st.Messages["a"]
				return r.MediaID == "D2" && len(r.Earlier) == 1 && r.Earlier[0].ArticleID == "P1" && len(st.Tombstones) == 0
			},
		},
		"and nobody wants it any more": {
			want: func(st *state.State) bool {
				return st.Messages["a"].Public() && st.Messages["a"].MediaID == "D1" && st.Tombstones["D2"] != nil
			},
		},
	} {
		t.Run(name, func(t *testing.T) {
			x, st := held(t, c.changes...)
			i := &state.Intent{ID: "i", API: "draft/add", Address: "a", Fingerprint: "f"}
			st.Intents["i"] = i
			st.Messages["a"] = &state.Message{
				MediaID: "D1", Articles: []state.Article{{Address: "a"}},
				Publication: &state.Publication{Status: state.PublicationPublic, ArticleID: "P1"},
			}
			if err := x.found(t.Context(), i, model.Observed{MediaID: "D2", Articles: []model.ObservedArticle{{}}}); err != nil {
				t.Fatal(err)
			}
			if !c.want(st) || st.Intents["i"] != nil {
				t.Errorf("remembered: %+v, tombstones %v, intents %v", st.Messages["a"], st.Tombstones, st.Intents)
			}
		})
	}
}

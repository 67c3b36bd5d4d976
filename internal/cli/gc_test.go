package cli

import (
	"slices"
	"testing"

	"mpsync/internal/build"
	"mpsync/internal/model"
	"mpsync/internal/state"
)

func TestGCKeepsWhatIsNotOursOrHeldUnderAnotherName(t *testing.T) {
	st := state.New("l")
	cover := model.CoverRef("c", "asis")
	st.Messages["a"] = &state.Message{MediaID: "N1", Articles: []state.Article{{Address: "a", Refs: []string{cover.String()}}}}
	st.Materials[cover.Key] = &state.Material{MediaID: "M1", Name: "cover"}
	st.Materials["old"] = &state.Material{MediaID: "M2", Name: "mpsync-2.png"}
	st.Materials["older"] = &state.Material{MediaID: "M3", Name: "mpsync-3.png"}
	st.Materials["imported"] = &state.Material{MediaID: "M4"}
	st.Images["i"] = state.Image{URL: "u", MediaID: "M1", Name: "mpsync-1.png"}
	st.Declared["logo"] = &state.Declared{Type: "image", MediaID: "M2"}
	s := &session{state: st, built: build.Result{}}
	list, err := s.unused()
	var got []string
	for _, u := range list {
		got = append(got, u.MediaID)
	}
	if err != nil || !slices.Equal(got, []string{"M3"}) {
		t.Errorf("unused are %v, %v, want M3 alone", got, err)
	}
}

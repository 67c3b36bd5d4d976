package cli

import (
	"testing"

	"mpsync/internal/state"
)

func TestABroadcastIsKnownAlsoAfterOneToOthers(t *testing.T) {
	sent := func(audience string, s state.PublicationStatus) state.Publication {
		return state.Publication{Kind: state.KindBroadcast, Status: s, Audience: audience, MsgID: uint64(len(audience))}
	}
	now := sent("tag 2", state.PublicationPublic)
	r := &state.Message{Publication: &now, Earlier: []state.Publication{
		sent("all", state.PublicationPublic), sent("tag 3", state.PublicationFailed),
		{Kind: state.KindPublish, Status: state.PublicationPublic},
	}}
	for audience, want := range map[string]bool{"all": true, "tag 2": true, "tag 3": false, "tag 4": false} {
		if got := sentTo(r, audience); (got != nil) != want || want && got.Audience != audience {
			t.Errorf("%s: %+v, want %v", audience, got, want)
		}
	}
}

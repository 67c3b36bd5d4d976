package plan

import (
	"mpsync/internal/model"
	"mpsync/internal/state"
)

// Wants lists the media_ids whose content [Make] needs to see in Observed: what
// may have moved, what is about to be overwritten, and what may be ours.
func Wants(in Input) []string {
	m := newMaker(in)
	m.pairMoves()
	m.indexMissing()
	var ids []string
	for _, o := range in.Observed.Messages {
		if !o.HasContent && m.wants(o) {
			ids = append(ids, o.MediaID)
		}
	}
	return ids
}

// Dull says of messages that were listed with content whether [Make] can do
// without it: nobody has to look at what is as it was last read, nor at what is
// surely not ours. It may be called from several goroutines.
func Dull(in Input) func(model.Observed) bool {
	m := newMaker(in)
	m.pairMoves()
	m.indexMissing()
	return func(o model.Observed) bool {
		a, managed := m.owner[o.MediaID]
		return !m.wants(o) && (!managed || asRead(m.Known.Messages[a], o))
	}
}

// asRead says whether a message is letter by letter as it was last read.
func asRead(r *state.Message, o model.Observed) bool {
	if len(o.Articles) != len(r.Baseline.Articles) {
		return false
	}
	for i, a := range o.Articles {
		if b := r.Baseline.Articles[i]; a.Raw() != b.Raw || model.SeenOf(a, false).Fields != b.Fields {
			return false
		}
	}
	return true
}

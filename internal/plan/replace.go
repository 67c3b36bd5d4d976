package plan

import (
	"slices"

	"mpsync/internal/model"
	"mpsync/internal/state"
)

// replace plans a changed list of articles, which the API cannot edit.
func (m *maker) replace(d *model.Message, r *state.Message, o model.Observed) {
	if d.Protect || r.Protect {
		m.block(d.Address, "protected-replace")
		return
	}
	for _, a := range d.Articles {
		for _, known := range r.Articles {
			if a.Address == known.Address && degrades(a, known) {
				m.block(d.Address, "degraded-held", a.Fields.Title)
				return
			}
		}
	}
	if lost := m.lostByReplacing(d, r, o); lost != nil {
		m.add(Change{Action: Blocked, Address: d.Address, Reason: lost})
		return
	}
	m.add(Change{
		Action: Replace, Address: d.Address, From: m.from[d.Address], MediaID: r.MediaID,
		Message: d, Intents: m.intentIDs(d.Address),
	})
}

// lostByReplacing tells what a person did in the console that would go with the
// old message, in an article that stays or in one that leaves the list.
func (m *maker) lostByReplacing(d *model.Message, r *state.Message, o model.Observed) *Note {
	for i, seen := range o.Articles[:min(len(o.Articles), len(r.Articles))] {
		edited, resaved := remoteChange(r, i, &seen, o.HasContent)
		at := slices.IndexFunc(d.Articles, func(a model.Article) bool { return a.Address == r.Articles[i].Address })
		switch {
		case edited && at >= 0 && m.undoes(d.Articles[at], r, i, d.Address, o):
			return m.conflict(d, d.Articles[at], seen, o.HasContent)
		case edited && at < 0 && m.Options.OnDrift != DriftOverwrite:
			return &Note{Code: "conflict-leaves", Address: d.Address, Args: []string{r.Articles[i].Title, string(d.Address)}}
		case resaved && m.Library == "draft" && !m.Options.UpdateResaved:
			return &Note{Code: "resaved-held", Address: d.Address, Args: []string{r.Articles[i].Title}}
		}
	}
	return nil
}

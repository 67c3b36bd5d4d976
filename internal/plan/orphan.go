package plan

import (
	"maps"
	"slices"

	"mpsync/internal/model"
	"mpsync/internal/state"
)

// tombstones plans the deletes that earlier replacements still owe.
func (m *maker) tombstones() {
	for _, id := range slices.Sorted(maps.Keys(m.Known.Tombstones)) {
		t := m.Known.Tombstones[id]
		if name, ok := buriedMaterial(t); ok {
			m.add(Change{
				Action: Delete, Address: t.Address, MediaID: id, Material: &model.Declared{Name: name},
				Reason: &Note{Code: "material-replaced", Address: t.Address},
			})
			continue
		}
		if _, present := m.observed[id]; m.Observed != nil && m.Observed.Complete && !present {
			m.add(Change{Action: None, Address: t.Address, MediaID: id})
			continue
		}
		m.add(Change{Action: Delete, Address: t.Address, MediaID: id, Reason: &Note{Code: "delete-replaced", Address: t.Address}})
	}
}

// findLost finds the records whose source is gone from the site.
func (m *maker) findLost() {
	for _, a := range slices.Sorted(maps.Keys(m.Known.Messages)) {
		r := m.Known.Messages[a]
		if m.desired[a] != nil || m.moved[a] != "" || m.isSkipped(a, r) {
			continue
		}
		m.lost = append(m.lost, a)
		// An article that went into another message is no renamed file.
		if _, regrouped := m.homeOf(r); !regrouped {
			m.titled[title(r)] = append(m.titled[title(r)], a)
		}
	}
}

// orphans decides on records whose source is gone from the site.
func (m *maker) orphans() {
	for _, a := range m.lost {
		r := m.Known.Messages[a]
		o, present := m.observed[r.MediaID]
		gone := m.Observed != nil && m.Observed.Complete && !present
		home, regrouped := m.homeOf(r)
		switch keep := !m.Options.Prune || m.held[a]; {
		case settledPublication(r): // what readers have is remembered
		case keep && regrouped:
			m.note(NoteRegrouped, a, title(r), string(home))
		case keep:
			m.note(NoteNoSource, a, title(r))
		case gone:
			m.add(Change{Action: Forget, Address: a, MediaID: r.MediaID, Intents: m.intentIDs(a)})
		case r.Protect:
			m.block(a, "protected-delete")
		case present && m.Options.OnDrift != DriftOverwrite && !Ours(r, o):
			m.block(a, "conflict-delete", title(r), string(a))
		default:
			m.add(Change{
				Action: Delete, Address: a, MediaID: r.MediaID, Intents: m.intentIDs(a),
				Reason: &Note{Code: "delete-no-source", Address: a, Args: []string{title(r)}},
			})
		}
	}
}

// homeOf is the message of the site that an article of a record now belongs to.
func (m *maker) homeOf(r *state.Message) (model.Address, bool) {
	for _, x := range r.Articles {
		if home, ok := m.home[x.Address]; ok {
			return home, true
		}
	}
	return "", false
}

// isSkipped says whether a record belongs to a message, or holds an article,
// that the site has but leaves out for now.
func (m *maker) isSkipped(a model.Address, r *state.Message) bool {
	if _, ok := m.Skipped[a]; ok {
		return true
	}
	return slices.ContainsFunc(r.Articles, func(x state.Article) bool {
		_, ok := m.Skipped[x.Address]
		return ok
	})
}

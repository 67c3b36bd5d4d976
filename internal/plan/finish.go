package plan

import (
	"cmp"
	"maps"
	"slices"
	"strconv"

	"mpsync/internal/model"
	"mpsync/internal/state"
)

// finish puts changes in order and works out what they need and cost.
func (m *maker) finish() {
	slices.SortStableFunc(m.plan.Changes, func(a, b Change) int { return cmp.Compare(rank(a), rank(b)) })
	m.uploads()
	m.guards()
	m.calls()
}

// rank orders changes: what makes or mends first, what deletes last.
func rank(c Change) int {
	switch c.Action {
	case Delete, Forget:
		return 2
	case Publish:
		return 1
	default:
		return 0
	}
}

// Needs lists the references that have to be filled before a change can be
// sent, each once.
func (c Change) Needs() []model.Reference {
	if c.Message == nil {
		return nil
	}
	var refs []model.Reference
	for _, i := range c.Sent() {
		a := c.Message.Articles[i]
		refs = append(refs, a.Cover)
		refs = append(refs, model.References(a.Content)...)
	}
	seen := map[model.Reference]bool{}
	return slices.DeleteFunc(refs, func(r model.Reference) bool {
		again := seen[r] || r.Kind == model.RefLink || r == model.Reference{}
		seen[r] = true
		return again
	})
}

// Sent lists the indexes of the articles whose content a change sends.
func (c Change) Sent() []int {
	var sent []int
	switch c.Action {
	case Create, Replace:
		for i := range c.Message.Articles {
			sent = append(sent, i)
		}
	case Update, Adopt:
		for _, a := range c.Articles {
			sent = append(sent, a.Index)
		}
	default:
	}
	return sent
}

// uploads lists the files that changes need and the account lacks.
func (m *maker) uploads() {
	seen := map[model.Reference]bool{}
	for _, c := range m.plan.Changes {
		for _, r := range c.Needs() {
			if !seen[r] && !m.holds(r) {
				m.plan.Uploads = append(m.plan.Uploads, Upload{Ref: r, Asset: m.Assets[r], Found: m.found(r)})
			}
			seen[r] = true
		}
	}
}

func (m *maker) holds(r model.Reference) bool {
	if r.Kind == model.RefCover {
		return m.Known.Materials[r.Key] != nil
	}
	_, ok := m.Known.Images[r.Key]
	return ok
}

// materialOf is the cover material that is known or was found by its name.
func (m *maker) materialOf(r model.Reference) *state.Material {
	if k := m.Known.Materials[r.Key]; k != nil {
		return k
	}
	return m.found(r)
}

// found looks a cover up among the account's materials by the name that only
// we give: it bears the hash of the file.
func (m *maker) found(r model.Reference) *state.Material {
	name := m.Assets[r].Name
	if r.Kind != model.RefCover || m.Observed == nil || name == "" {
		return nil
	}
	for _, x := range m.Observed.Images {
		if x.Name == name {
			return &state.Material{MediaID: x.MediaID, URL: x.URL, Name: name}
		}
	}
	return nil
}

// guards refuses plans that are larger than a person allowed.
func (m *maker) guards() {
	if n, most := m.plan.Count(Create, Replace), m.Options.MaxCreates; most > 0 && n > most {
		m.refuse("too-many-creates", n, most)
	}
	if n, most := m.pruned(), m.Options.MaxDeletes; most > 0 && n > most {
		m.refuse("too-many-deletes", n, most)
	}
}

// pruned counts deletes that a person did not already agree to by a replacement.
func (m *maker) pruned() int {
	n := 0
	for _, c := range m.plan.Changes {
		if c.Action == Delete && m.Known.Tombstones[c.MediaID] == nil {
			n++
		}
	}
	return n
}

func (m *maker) refuse(code string, n, most int) {
	m.plan.Refusals = append(m.plan.Refusals, Note{Code: code, Args: []string{strconv.Itoa(n), strconv.Itoa(most)}})
}

// apiNames says which APIs a library's actions call.
var apiNames = map[string]struct{ create, update, remove string }{
	"material": {"material/add_news", "material/update_news", "material/del_material"},
	"draft":    {"draft/add", "draft/update", "draft/delete"},
}

// calls counts the writing calls that the plan will make.
func (m *maker) calls() {
	api := apiNames[m.Library]
	count := map[string]int{}
	for _, u := range m.plan.Uploads {
		switch {
		case u.Found != nil:
		case u.Ref.Kind == model.RefCover:
			count["material/add_material"]++
		default:
			count["media/uploadimg"]++
		}
	}
	for _, c := range m.plan.Changes {
		switch c.Action {
		case Create:
			count[api.create]++
		case Replace:
			count[api.create]++
			count[api.remove]++
		case Update, Adopt:
			count[api.update] += len(c.Articles)
		case Delete:
			count[api.remove]++
		default:
		}
	}
	for _, name := range slices.Sorted(maps.Keys(count)) {
		if count[name] > 0 {
			m.plan.Calls = append(m.plan.Calls, Call{name, count[name]})
		}
	}
}

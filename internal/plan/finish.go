package plan

import (
	"cmp"
	"slices"
	"strconv"

	"mpsync/internal/model"
	"mpsync/internal/state"
)

// finish puts changes in order and works out what they need and cost.
func (m *maker) finish() {
	m.narrow()
	slices.SortStableFunc(m.plan.Changes, func(a, b Change) int { return cmp.Compare(rank(a), rank(b)) })
	b := bill{maker: m, calls: map[string]int{}, seen: map[model.Reference]bool{}}
	for i, c := range m.plan.Changes {
		calls, uploads := b.of(c)
		if api := b.overdrawn(calls); api != "" {
			m.plan.Changes[i] = m.deferred(c, api)
			continue
		}
		b.pay(calls, uploads)
	}
	m.plan.Uploads, m.plan.Calls = b.uploads, b.list()
	m.guards()
}

// narrow leaves out what this run is not about.
func (m *maker) narrow() {
	if m.Targets == nil {
		return
	}
	m.plan.Changes = slices.DeleteFunc(m.plan.Changes, func(c Change) bool { return !m.targeted(c.Address) })
	m.plan.Notes = slices.DeleteFunc(m.plan.Notes, func(n Note) bool { return !m.targeted(n.Address) })
}

// targeted says whether a message, or an article of it, is what the run is about.
func (m *maker) targeted(a model.Address) bool {
	if m.Targets[a] {
		return true
	}
	if d := m.desired[a]; d != nil {
		return slices.ContainsFunc(d.Articles, func(x model.Article) bool { return m.Targets[x.Address] })
	}
	r := m.Known.Messages[a]
	return r != nil && slices.ContainsFunc(r.Articles, func(x state.Article) bool { return m.Targets[x.Address] })
}

// deferred is a change that waits for the quota of an API.
func (m *maker) deferred(c Change, api string) Change {
	return Change{
		Action: Deferred, Address: c.Address, From: c.From, MediaID: c.MediaID, Message: c.Message,
		Reason: &Note{Code: "deferred-quota", Address: c.Address, Args: []string{api, strconv.Itoa(m.Left[api])}},
	}
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

// permanent says whether what a reference stands for is uploaded as a permanent
// material.
func (m *maker) permanent(r model.Reference) bool {
	return r.Kind == model.RefCover || m.Assets[r].Permanent
}

// found looks a permanent image up among the account's materials by the name that only
// we give: it bears the hash of the file.
func (m *maker) found(r model.Reference) *state.Material {
	x, ok := m.covers[m.Assets[r].Name]
	if !m.permanent(r) || !ok {
		return nil
	}
	return &state.Material{MediaID: x.MediaID, URL: x.URL, Name: x.Name}
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

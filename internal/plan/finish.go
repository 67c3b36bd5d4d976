package plan

import (
	"cmp"
	"maps"
	"slices"
	"strconv"
	"strings"

	"mpsync/internal/model"
	"mpsync/internal/state"
)

// finish puts changes in order and works out what they need and cost.
func (m *maker) finish() {
	m.narrow()
	stages := m.stages()
	slices.SortStableFunc(m.plan.Changes, func(a, b Change) int {
		if last := cmp.Compare(removal(a), removal(b)); last != 0 {
			return last
		}
		return cmp.Or(cmp.Compare(stages[a.Address], stages[b.Address]), cmp.Compare(publishing(a), publishing(b)))
	})
	b := bill{maker: m, calls: map[string]int{}, seen: map[model.Reference]bool{}}
	changes := m.plan.Changes[:0]
	made := map[model.Address]bool{}
	waiting := map[model.Address]string{} // messages that wait → for which API
	for _, c := range m.plan.Changes {
		if home := m.homeless(c, made); home != "" {
			m.note(NoteRegrouped, c.Address, title(m.Known.Messages[c.Address]), string(home))
			continue
		}
		calls, uploads := b.of(c)
		api := b.overdrawn(calls)
		switch {
		case c.Action == Publish:
			api = cmp.Or(waiting[c.Address], m.waitsFor(c.Address, waiting), api)
		case c.onlyLinks():
			api = cmp.Or(m.waitsFor(c.Address, waiting), api)
		}
		if api != "" {
			changes, waiting[c.Address] = append(changes, m.deferred(c, api)), api
			continue
		}
		b.pay(calls, uploads)
		changes = append(changes, c)
		made[c.Address] = made[c.Address] || c.Action != Blocked
	}
	m.plan.Changes = changes
	b.payComments()
	m.plan.Uploads, m.plan.Calls = b.uploads, m.counted(b.calls)
	if m.Observed != nil && !m.plan.Empty() {
		m.plan.Reads = m.counted(m.readback())
	}
	m.announce()
	m.guards()
}

// onlyLinks says whether an update is made for the sake of links alone.
func (c Change) onlyLinks() bool {
	other := func(a ArticleChange) bool { return !slices.Equal(a.Parts, []string{"links"}) }
	return c.Action == Update && !slices.ContainsFunc(c.Articles, other)
}

// waitsFor is the API that a message waits for because one that it links to, and
// that is to be published, does: readers would get it without the link.
func (m *maker) waitsFor(a model.Address, waiting map[model.Address]string) string {
	if len(waiting) == 0 {
		return ""
	}
	for _, link := range m.links(a) {
		if d := m.desired[m.home[link]]; d != nil && d.Address != a && (d.Publish || m.asked(d)) && waiting[d.Address] != "" {
			return waiting[d.Address]
		}
	}
	return ""
}

// narrow leaves out what this run is not about.
func (m *maker) narrow() {
	if m.Targets != nil {
		m.plan.Changes = slices.DeleteFunc(m.plan.Changes, func(c Change) bool { return !m.targeted(c.Address) })
		m.plan.Notes = slices.DeleteFunc(m.plan.Notes, func(n Note) bool { return !m.targeted(n.Address) })
		m.inStep = slices.DeleteFunc(m.inStep, func(a model.Address) bool { return !m.targeted(a) })
		m.plan.Skipped = maps.Clone(m.plan.Skipped)
		maps.DeleteFunc(m.plan.Skipped, func(a model.Address, _ string) bool { return !m.targeted(a) })
	}
	m.plan.InStep = len(m.inStep)
}

// homeless names the message of the site that an article of a message to be
// deleted belongs to now, when this run does not make that message and none did:
// until then the old one is all that the account holds of the article.
func (m *maker) homeless(c Change, made map[model.Address]bool) model.Address {
	r := m.Known.Messages[c.Address]
	if c.Action != Delete || r == nil || r.MediaID != c.MediaID {
		return ""
	}
	for _, x := range r.Articles {
		home, wanted := m.home[x.Address]
		if !wanted || made[home] {
			continue
		}
		h := m.record(home)
		if h == nil || !slices.ContainsFunc(h.Articles, func(y state.Article) bool { return y.Address == x.Address }) {
			return home
		}
	}
	return ""
}

// announce tells of the calls of earlier runs that apply looks for before it
// does anything else, whatever the run is about.
func (m *maker) announce() {
	for _, i := range m.plan.Unsettled(m.Known) {
		name := i.Name
		if name != "" {
			name += ", "
		}
		m.plan.Notes = append(m.plan.Notes, Note{
			Code: NoteOpen, Address: i.Address,
			Args: []string{i.API, name, i.Opened.UTC().Format("2006-01-02 15:04:05 UTC")},
		})
	}
}

// Unsettled lists the open intents of calls that create, in the order of their
// ids, without those whose message the plan has found already.
func (p Plan) Unsettled(known *state.State) []*state.Intent {
	found := map[string]bool{}
	for _, c := range p.Changes {
		stray := c.Action == Delete && known.Messages[c.Address] == nil
		if c.Action == Adopt || stray {
			for _, id := range c.Intents {
				found[id] = true
			}
		}
	}
	var open []*state.Intent
	for _, id := range slices.Sorted(maps.Keys(known.Intents)) {
		i := known.Intents[id]
		if !found[id] && (i.API == apiNames[p.Library].create || i.API == addMaterial) {
			open = append(open, i)
		}
	}
	return open
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
		Action: Deferred, Address: c.Address, From: c.From, MediaID: c.MediaID, Message: c.Message, Material: c.Material,
		Reason: &Note{Code: "deferred-quota", Address: c.Address, Args: []string{api, strconv.Itoa(m.Left[api])}},
	}
}

// removal puts what removes behind all else.
func removal(c Change) int { return bit(c.Action == Delete || c.Action == Forget) }

// publishing puts a publication behind what makes or mends its message.
func publishing(c Change) int { return bit(c.Action == Publish) }

func bit(b bool) int {
	if b {
		return 1
	}
	return 0
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
		refs = append(append(refs, a.Cover), a.Pictures...)
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
		if c.Message == nil {
			return nil
		}
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
	if n, most := m.creates(), m.Options.MaxCreates; most > 0 && n > most {
		m.refuse("too-many-creates", n, most)
	}
	n, most := m.pruned(), m.Options.MaxDeletes
	if most > 0 && n > most {
		m.refuse("too-many-deletes", n, most)
	}
	if n > 0 && len(m.Blind) > 0 && m.Targets == nil {
		m.plan.Refusals = append(m.plan.Refusals, Note{Code: "prune-blind", Args: []string{strconv.Itoa(n), strings.Join(m.Blind, ", ")}})
	}
	if n, most := m.plan.deletedComments(), m.Options.MaxCommentDeletes; most > 0 && n > most {
		m.refuse("too-many-comment-deletes", n, most)
	}
}

// creates counts the messages that are made; materials are declared one by one.
func (m *maker) creates() int {
	n := 0
	for _, c := range m.plan.Changes {
		if (c.Action == Create || c.Action == Replace) && c.Material == nil {
			n++
		}
	}
	return n
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

package plan

import (
	"cmp"
	"maps"
	"slices"

	"mpsync/internal/model"
	"mpsync/internal/state"
)

// pairMoves finds new addresses that are old messages under another name: the
// sources are the same, or the same files got an id.
func (m *maker) pairMoves() {
	old := map[string][]model.Address{}
	for _, a := range slices.Sorted(maps.Keys(m.Known.Messages)) {
		r := m.Known.Messages[a]
		if m.desired[a] != nil || m.isSkipped(a, r) {
			continue
		}
		for _, key := range []string{recordKey(r, sourceOf), recordKey(r, pathOf)} {
			old[key] = append(old[key], a)
		}
	}
	for _, d := range m.Desired {
		// What an earlier run began to create is looked for first.
		if m.Known.Messages[d.Address] != nil || len(m.intents[d.Address]) > 0 {
			continue
		}
		for _, key := range []string{desiredKey(&d, sourceOf), desiredKey(&d, pathOf)} {
			if from := old[key]; len(from) == 1 && m.moved[from[0]] == "" {
				m.from[d.Address], m.moved[from[0]] = from[0], d.Address
				break
			}
		}
	}
}

// identity picks what two articles are told to be the same by.
type identity func(path, source string) string

func sourceOf(_, source string) string { return "source:" + source }
func pathOf(path, _ string) string     { return "path:" + path }

func recordKey(r *state.Message, id identity) string {
	var parts []string
	for _, a := range r.Articles {
		parts = append(parts, id(a.Path, a.Source))
	}
	return model.Sum(parts...)
}

func desiredKey(d *model.Message, id identity) string {
	var parts []string
	for _, a := range d.Articles {
		parts = append(parts, id(a.Path, a.Source))
	}
	return model.Sum(parts...)
}

// unknown decides on a message without record: adopted where the account holds
// it already, blocked where that cannot be told, else created.
func (m *maker) unknown(d *model.Message) {
	title := d.Articles[0].Fields.Title
	switch found := m.candidates[d.Address]; {
	case m.twins[m.prints[d.Address]] > 1:
		m.block(d.Address, "twin-messages", title)
	case len(found) > 1:
		m.block(d.Address, "adopt-ambiguous", title, found[0].MediaID, found[1].MediaID)
	case len(found) == 1:
		m.adopt(d, found[0])
	default:
		m.create(d)
	}
}

// free indexes the observed messages that no record and no tombstone knows.
type free struct {
	byPrint map[string][]model.Observed // those whose content was read
	byTitle map[string][]model.Observed // by the title of the first article
	claimed map[string]bool             // media_ids that this plan adopts
}

func (m *maker) indexFree() {
	m.free = free{map[string][]model.Observed{}, map[string][]model.Observed{}, map[string]bool{}}
	if m.Observed == nil {
		return
	}
	for _, o := range m.Observed.Messages {
		if _, managed := m.owner[o.MediaID]; managed || m.Known.Tombstones[o.MediaID] != nil || len(o.Articles) == 0 {
			continue
		}
		title := o.Articles[0].Fields.Title
		m.free.byTitle[title] = append(m.free.byTitle[title], o)
		if o.HasContent {
			print := o.Fingerprint()
			m.free.byPrint[print] = append(m.free.byPrint[print], o)
		}
	}
}

// claim finds, for every message without record, what the account holds of it:
// what reads as the site wants it, else what an earlier run began to create.
// One object of the account belongs to one message.
func (m *maker) claim() {
	var unknown []*model.Message
	for i, d := range m.Desired {
		if m.record(d.Address) == nil {
			unknown = append(unknown, &m.Desired[i])
		}
	}
	take := func(a model.Address, print string) {
		for _, o := range m.free.byPrint[print] {
			if !m.free.claimed[o.MediaID] {
				m.free.claimed[o.MediaID] = true
				m.candidates[a] = append(m.candidates[a], o)
			}
		}
	}
	for _, d := range unknown {
		print := d.Fingerprint()
		m.twins[print]++
		m.prints[d.Address] = print
		take(d.Address, print)
	}
	for _, d := range m.Desired {
		if m.record(d.Address) != nil && !m.vanished(d.Address) {
			continue
		}
		for _, i := range m.intents[d.Address] {
			take(d.Address, i.Fingerprint)
		}
	}
}

// vanished says whether the account no longer holds what a record names: a run that
// replaced it and did not live to say so may have left another one.
func (m *maker) vanished(a model.Address) bool {
	r := m.Known.Messages[a]
	if r == nil || m.Observed == nil || !m.Observed.Complete {
		return false
	}
	_, present := m.observed[r.MediaID]
	return !present
}

// adopt records a message that the account holds. Its articles are updated
// where their images or cover can't be proven to be ours, or where the file
// changed since the interrupted run that made it.
func (m *maker) adopt(d *model.Message, o model.Observed) {
	if len(o.Articles) != len(d.Articles) {
		// An earlier run made it before the list of articles changed.
		m.add(Change{Action: Replace, Address: d.Address, MediaID: o.MediaID, Message: d, Intents: m.intentIDs(d.Address)})
		return
	}
	c := Change{
		Action: Adopt, Address: d.Address, MediaID: o.MediaID, Message: d,
		Record: &state.Message{MediaID: o.MediaID, Baseline: Baseline(o)}, Intents: m.intentIDs(d.Address),
	}
	for i, a := range d.Articles {
		seen := o.Articles[i]
		if parts := m.unproven(a, seen); len(parts) > 0 {
			c.Articles = append(c.Articles, m.articleChange(i, a, parts, state.Article{}, &seen, o))
		}
	}
	m.add(c)
}

// unproven names what of an adopted article may not be what the site wants.
func (m *maker) unproven(a model.Article, seen model.ObservedArticle) []string {
	var parts []string
	if observedPrint(seen) != DesiredPrint(a) {
		parts = append(parts, "content")
	}
	cover := m.materialOf(a.Cover)
	if cover == nil || cover.MediaID != seen.ThumbMediaID || a.Fields.ShowCover != seen.Fields.ShowCover {
		parts = append(parts, "fields")
	}
	for i, ref := range a.Readable.Images {
		r, ours := model.ParseReference(ref)
		if ours && (i >= len(seen.Readable.Images) || !m.sameImage(r, seen.Readable.Images[i])) {
			return append(parts, "images")
		}
	}
	return parts
}

// sameImage says whether the state knows the image of a reference under the id
// that the account shows.
func (m *maker) sameImage(r model.Reference, id string) bool {
	if r.Kind == model.RefCover { // of a picture message
		known := m.materialOf(r)
		return known != nil && known.MediaID == id
	}
	known, ok := m.Known.Images[r.Key]
	return ok && known.URL != "" && model.ImageID(known.URL) == id
}

// create plans a new message, unless that might double one of a person's.
func (m *maker) create(d *model.Message) {
	title := d.Articles[0].Fields.Title
	if len(m.intents[d.Address]) == 0 && !m.Options.AsNew {
		for _, o := range m.free.byTitle[title] {
			if !m.free.claimed[o.MediaID] {
				m.block(d.Address, "same-title-"+m.Library, title, o.MediaID, string(d.Address))
				return
			}
		}
	}
	if old := m.titled[title]; len(old) > 0 && !m.Options.AsNew {
		for _, a := range old { // none is deleted while a person has to say which it was
			m.held[a] = true
		}
		m.block(d.Address, "same-title-orphan", title, string(old[0]), string(d.Address))
		return
	}
	if c := m.publishedBefore(d); c != nil {
		m.add(*c)
		m.inStep = append(m.inStep, d.Address)
		return
	}
	m.add(Change{Action: Create, Address: d.Address, Message: d, Intents: m.intentIDs(d.Address)})
}

// strays settles intents whose message the site no longer wants: what they
// created is recorded, so that it is seen and can be pruned.
func (m *maker) strays() {
	for _, a := range slices.Sorted(maps.Keys(m.intents)) {
		if m.desired[a] != nil || m.Known.Messages[a] != nil || m.Observed == nil {
			continue
		}
		for _, i := range m.intents[a] {
			m.stray(a, i)
		}
	}
}

func (m *maker) stray(a model.Address, i *state.Intent) {
	found := slices.DeleteFunc(slices.Clone(m.free.byPrint[i.Fingerprint]), func(o model.Observed) bool { return m.free.claimed[o.MediaID] })
	switch len(found) {
	case 0:
		m.add(Change{Action: None, Address: a, Intents: []string{i.ID}})
	case 1:
		m.free.claimed[found[0].MediaID] = true
		if _, skipped := m.Skipped[a]; m.Options.Prune && !skipped {
			m.add(Change{
				Action: Delete, Address: a, MediaID: found[0].MediaID, Intents: []string{i.ID},
				Reason: &Note{Code: "delete-no-source", Address: a, Args: []string{found[0].Articles[0].Fields.Title}},
			})
			return
		}
		r := &state.Message{MediaID: found[0].MediaID, Baseline: Baseline(found[0])}
		for _, x := range found[0].Articles {
			r.Articles = append(r.Articles, state.Article{Address: a, Title: x.Fields.Title})
		}
		m.add(Change{Action: Adopt, Address: a, MediaID: r.MediaID, Record: r, Intents: []string{i.ID}})
	default:
		m.block(a, "adopt-ambiguous", found[0].Articles[0].Fields.Title, found[0].MediaID, found[1].MediaID)
	}
}

// wants says whether the content of an observed message matters to the plan.
func (m *maker) wants(o model.Observed) bool {
	if m.Known.Tombstones[o.MediaID] != nil {
		return false
	}
	a, managed := m.owner[o.MediaID]
	if !managed {
		return m.maybeOurs(o)
	}
	r := m.Known.Messages[a]
	o.HasContent = false // the fields that every list gives tell an edit too
	if !read(r) || o.UpdateTime != r.Baseline.UpdateTime || !Ours(r, o) {
		return true
	}
	d := m.desired[cmp.Or(m.moved[a], a)]
	if d == nil || !sameList(d, r) {
		return false
	}
	for i, x := range d.Articles {
		if len(m.changed(x, r.Articles[i])) > 0 {
			return true
		}
	}
	return len(m.intents[d.Address]) > 0
}

// shape is what a message shows of itself in a listing without content.
type shape struct {
	title    string // of the first article
	articles int
}

// indexMissing notes what the messages look like that have no record.
func (m *maker) indexMissing() {
	for _, d := range m.Desired {
		if m.record(d.Address) == nil {
			m.missing[shape{d.Articles[0].Fields.Title, len(d.Articles)}] = true
		}
	}
}

// maybeOurs says whether an unmanaged message could be one that is about to be
// created, or that an earlier run began to create: only then is it worth a call.
func (m *maker) maybeOurs(o model.Observed) bool {
	if len(o.Articles) == 0 {
		return false
	}
	for a := range m.intents {
		if m.Known.Messages[a] == nil || m.vanished(a) {
			return true
		}
	}
	return m.missing[shape{o.Articles[0].Fields.Title, len(o.Articles)}]
}

package plan

import (
	"maps"
	"slices"
	"strings"

	"mpsync/internal/model"
	"mpsync/internal/state"
)

// holdBack makes publications wait whose readers would find a text where a link
// was meant, because the article behind it is to be published too and is not: it
// waits for a person, or this run leaves it out. What a person named goes.
func (m *maker) holdBack() {
	for held := true; held; {
		held = false
		published := m.publishes()
		for i, c := range m.plan.Changes {
			d := m.desired[c.Address]
			if !submits(c) || d == nil || m.asked(d) {
				continue
			}
			if to := m.waitsForOther(d, published); to != "" {
				m.plan.Changes[i] = Change{Action: Blocked, Address: d.Address, Reason: &Note{
					Code: "publish-link-waits", Address: d.Address, Args: []string{d.Articles[0].Fields.Title, string(to), string(d.Address)},
				}}
				held = true
			}
		}
	}
}

// submits says whether a change hands a draft in.
func submits(c Change) bool {
	return c.Action == Publish && (c.Reason.Code == "publish-quiet" || c.Reason.Code == "publish-again")
}

// waitsForOther is a message that one links to, and that is to be published but
// is not in this run; "" when there is none.
func (m *maker) waitsForOther(d *model.Message, published map[model.Address]bool) model.Address {
	for _, a := range m.unlinked(d) {
		other := m.desired[m.home[a]]
		if other == nil || other == d || !other.Publish && !m.asked(other) || over(m.record(other.Address)) {
			continue
		}
		if !published[other.Address] || m.Targets != nil && !m.targeted(other.Address) {
			return other.Address
		}
	}
	return ""
}

// over says whether a message had its publication, which it may have lost again.
func over(r *state.Message) bool {
	return r != nil && settledPublication(r) && r.Publication.Status != state.PublicationRunning
}

// unlinked lists the articles of the site that a message links to and that no
// reader can see yet, sorted.
func (m *maker) unlinked(d *model.Message) []model.Address {
	found := map[model.Address]bool{}
	r := m.record(d.Address)
	for i, a := range d.Articles {
		deps := a.Deps
		if a.Content == "" && r != nil && i < len(r.Articles) {
			deps = r.Articles[i].Assets
		}
		for name, made := range deps {
			if strings.HasPrefix(name, "link ") && !strings.Contains(made, "\n") {
				found[model.Address(made)] = true
			}
		}
	}
	return slices.Sorted(maps.Keys(found))
}

// textLinks tells of links that stay a text in what is published: readers keep
// it as it goes out.
func (m *maker) textLinks() {
	published := m.publishes()
	if len(published) == 0 {
		return
	}
	stages := m.stages()
	for _, c := range m.plan.Changes {
		d := m.desired[c.Address]
		if !submits(c) || d == nil {
			continue
		}
		var left []string
		for _, a := range m.unlinked(d) {
			if home := m.home[a]; !published[home] || home != d.Address && stages[home] >= stages[d.Address] {
				left = append(left, string(a))
			}
		}
		if len(left) > 0 {
			m.note("publish-link-text", d.Address, d.Articles[0].Fields.Title, strings.Join(left, ", "))
		}
	}
}

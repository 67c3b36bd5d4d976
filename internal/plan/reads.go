package plan

import (
	"maps"
	"slices"

	"mpsync/internal/model"
)

// PageSize is how many messages one call lists.
const PageSize = 20

// Few is how many messages apply reads one by one rather than from pages.
const Few = 2

// readback counts the calls by which apply reads what it wrote: what was written
// last stands first in the lists, so pages bring most of it.
func (m *maker) readback() map[string]int {
	n := len(m.unread())
	api, calls := apiNames[m.Library], map[string]int{}
	for ; n > Few; n -= min(n, PageSize) {
		calls[api.list]++
	}
	if n > 0 {
		calls[api.get] = n
	}
	return calls
}

// unread are the messages that apply reads at its end: those that it writes, and
// those that an earlier run could not read.
func (m *maker) unread() map[model.Address]bool {
	all := map[model.Address]bool{}
	for a, r := range m.Known.Messages {
		if (r.Baseline == nil || r.Unread != nil) && !settledPublication(r) {
			all[a] = true
		}
	}
	for _, c := range m.plan.Changes {
		switch {
		case len(c.Sent()) > 0:
			delete(all, c.From)
			all[c.Address] = true
		case c.Record != nil && c.Record.Baseline != nil && c.Record.Unread == nil:
			delete(all, c.Address)
		}
	}
	for _, c := range m.plan.Changes { // what becomes public or goes is not read
		if known := m.Known.Messages[c.Address]; c.Action == Forget || c.Action == Publish || c.Action == Delete && known != nil && known.MediaID == c.MediaID {
			delete(all, c.Address)
		}
	}
	return all
}

// counted lists calls in the order of their names, with what the day's quota
// leaves of them.
func (m *maker) counted(calls map[string]int) []Call {
	var list []Call
	for _, api := range slices.Sorted(maps.Keys(calls)) {
		if calls[api] == 0 {
			continue
		}
		c := Call{API: api, Count: calls[api]}
		if left, ok := m.Left[api]; ok {
			c.Left = &left
		}
		list = append(list, c)
	}
	return list
}

// WithLook is the plan as one that a later apply carries out, which looks at the
// account again before: the calls that this plan took are among its reads. One
// that nobody asked the account for, or that has nothing to do, has none.
func (p Plan) WithLook() Plan {
	if p.Empty() {
		return p
	}
	total, left := map[string]int{}, map[string]*int{}
	for _, c := range slices.Concat(p.Made, p.Reads) {
		total[c.API] += c.Count
		if c.Left != nil {
			left[c.API] = c.Left
		}
	}
	p.Reads = nil
	for _, api := range slices.Sorted(maps.Keys(total)) {
		p.Reads = append(p.Reads, Call{API: api, Count: total[api], Left: left[api]})
	}
	return p
}

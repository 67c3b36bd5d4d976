package plan

import (
	"fmt"
	"maps"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"mpsync/internal/model"
	"mpsync/internal/state"
)

// TestAnyHistoryConvergesInOneApply bends a world in random ways, as writers,
// editors and crashes do, and demands that a plan carried out leaves nothing to
// carry out, that no two messages of the account are the same, and that what
// the site wants and nothing blocks is held.
func TestAnyHistoryConvergesInOneApply(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := newWorld(rapid.SampledFrom([]string{"material", "draft"}).Draw(t, "library"))
		w.in.Options = Options{Prune: rapid.Bool().Draw(t, "prune")}
		for range rapid.IntRange(1, 25).Draw(t, "steps") {
			name := rapid.SampledFrom(slices.Sorted(maps.Keys(bends))).Draw(t, "bend")
			bends[name](t, w)
			if name == "apply" {
				w.settled(t)
			}
		}
		w.apply(w.plan())
		w.settled(t)
	})
}

// settled demands what must hold after an apply.
func (w *world) settled(t *rapid.T) {
	again := w.plan()
	if again.Pending() || len(again.Uploads) > 0 {
		t.Fatalf("more to do after an apply: %v", signs(again))
	}
	blocked := map[model.Address]bool{}
	for _, c := range again.Changes {
		blocked[c.Address] = true
	}
	for _, n := range again.Notes {
		blocked[n.Address] = true
	}
	for _, d := range w.in.Desired {
		r := w.in.Known.Messages[d.Address]
		if blocked[d.Address] {
			continue
		}
		if r == nil || w.account[r.MediaID].Fingerprint() != d.Fingerprint() {
			t.Fatalf("%s is not held as the site wants it", d.Address)
		}
	}
	orphans := map[string]bool{} // they may read like what took their place
	for a, r := range w.in.Known.Messages {
		orphans[r.MediaID] = w.at(a) < 0
	}
	seen := map[string]string{}
	for id, o := range w.account {
		if orphans[id] {
			continue
		}
		print := o.Fingerprint()
		if other := seen[print]; other != "" {
			t.Fatalf("%s and %s are the same message", id, other)
		}
		seen[print] = id
	}
}

// bends are the things that happen to a site, its account and its memory.
var bends = map[string]func(*rapid.T, *world){
	"apply": func(_ *rapid.T, w *world) { w.apply(w.plan()) },
	"write": func(t *rapid.T, w *world) {
		a := model.Address(rapid.SampledFrom([]string{"a", "b", "c", "d"}).Draw(t, "address"))
		w.next++
		m := message(article(a, "title of "+string(a), fmt.Sprint("text ", w.next)))
		if i := w.at(a); i >= 0 {
			w.in.Desired[i] = m
			return
		}
		w.in.Desired = append(w.in.Desired, m)
	},
	"delete": func(t *rapid.T, w *world) {
		if i := w.any(t); i >= 0 {
			w.in.Desired = slices.Delete(w.in.Desired, i, i+1)
		}
	},
	"rename": func(t *rapid.T, w *world) {
		i := w.any(t)
		if i < 0 {
			return
		}
		m := w.in.Desired[i]
		w.next++
		m.Articles = slices.Clone(m.Articles)
		m.Address = model.Address(fmt.Sprint("renamed-", w.next))
		m.Articles[0].Address, m.Articles[0].Path = m.Address, string(m.Address)+".md"
		w.in.Desired[i] = m
	},
	"regroup": func(t *rapid.T, w *world) {
		if i := w.any(t); i >= 0 {
			w.next++
			m := w.in.Desired[i]
			extra := article(model.Address(fmt.Sprint("extra-", w.next)), fmt.Sprint("extra ", w.next), fmt.Sprint("more ", w.next))
			m.Articles = append(slices.Clone(m.Articles), extra)
			w.in.Desired[i] = m
		}
	},
	"edit in the console": func(t *rapid.T, w *world) {
		if id := w.anyID(t); id != "" {
			w.edit(id, func(o *model.Observed) { o.Articles[0].Readable.Text = fmt.Sprint("console ", w.next) })
		}
	},
	"vanish from the account": func(t *rapid.T, w *world) {
		if id := w.anyID(t); id != "" {
			delete(w.account, id)
		}
	},
	// What was to be replaced, renamed or deleted cannot be known without a state;
	// what was created can.
	"lose the state": func(_ *rapid.T, w *world) {
		p := w.plan()
		if len(p.Notes) == 0 && len(p.Changes) == p.Count(Create, Adopt) {
			w.in.Known = state.New("another")
		}
	},
	"crash after a create": func(_ *rapid.T, w *world) {
		for _, c := range w.plan().Changes {
			if c.Action != Create {
				continue
			}
			before := maps.Clone(w.in.Known.Messages)
			w.carryOut(c)
			w.in.Known.Messages = before
			w.next++
			id := fmt.Sprint("intent-", w.next)
			w.in.Known.Intents[id] = &state.Intent{ID: id, API: apiNames[w.in.Library].create, Address: c.Address, Fingerprint: c.Message.Fingerprint()}
			return
		}
	},
	"crash after an update": func(_ *rapid.T, w *world) {
		for _, c := range w.plan().Changes {
			if c.Action != Update || c.From != "" {
				continue
			}
			before := w.in.Known.Messages[c.Address]
			w.carryOut(c)
			w.in.Known.Messages[c.Address] = before
			for _, a := range c.Articles {
				w.next++
				id := fmt.Sprint("intent-", w.next)
				w.in.Known.Intents[id] = &state.Intent{ID: id, API: apiNames[w.in.Library].update, Address: c.Address, Fingerprint: DesiredPrint(c.Message.Articles[a.Index])}
			}
			return
		}
	},
}

func (w *world) at(a model.Address) int {
	return slices.IndexFunc(w.in.Desired, func(m model.Message) bool { return m.Address == a })
}

func (w *world) any(t *rapid.T) int {
	if len(w.in.Desired) == 0 {
		return -1
	}
	return rapid.IntRange(0, len(w.in.Desired)-1).Draw(t, "message")
}

func (w *world) anyID(t *rapid.T) string {
	if len(w.account) == 0 {
		return ""
	}
	return rapid.SampledFrom(slices.Sorted(maps.Keys(w.account))).Draw(t, "media_id")
}

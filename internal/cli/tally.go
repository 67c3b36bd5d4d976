package cli

import (
	"maps"
	"slices"
	"sync"

	"mpsync/internal/plan"
)

// tally counts the calls of a run by API.
type tally struct {
	mu    sync.Mutex
	calls map[string]int
}

func (t *tally) count(api string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.calls == nil {
		t.calls = map[string]int{}
	}
	t.calls[api]++
}

// list is the calls so far in the order of their names.
func (t *tally) list() []plan.Call {
	t.mu.Lock()
	defer t.mu.Unlock()
	var list []plan.Call
	for _, api := range slices.Sorted(maps.Keys(t.calls)) {
		list = append(list, plan.Call{API: api, Count: t.calls[api]})
	}
	return list
}

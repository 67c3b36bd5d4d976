package cli

import (
	"runtime"
	"runtime/debug"
)

// The growth of the heap, in percent, after which garbage is collected: at first
// none is below 16 MB, which is more than most commands ever need, and then the
// heap is kept a little smaller than it is without any tuning.
const (
	growthAtFirst = 400
	growthThen    = 75
)

// TuneMemory sets how this process collects garbage, unless GOGC or GOMEMLIMIT of
// the environment says otherwise. It is called once, by main.
func TuneMemory(env func(string) (string, bool)) {
	for _, name := range []string{"GOGC", "GOMEMLIMIT"} {
		if _, ok := env(name); ok {
			return
		}
	}
	debug.SetGCPercent(growthAtFirst)
	// The first collection finds this object, and the setting has done its work.
	first := new([16]byte)
	runtime.AddCleanup(first, func(percent int) { debug.SetGCPercent(percent) }, growthThen)
}

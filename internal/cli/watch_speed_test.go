package cli

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"
)

var (
	speedSite  = flag.String("watch-site", "", "a `folder` whose copy is edited to measure watch; the example site when empty")
	speedFile  = flag.String("watch-file", moon, "the `article` of it that is edited")
	speedEdits = flag.Int("watch-edits", 0, "how many edits to measure")
)

// TestWatchSpeed measures from the write of a file to the new text in the
// browser's document, by the clock of this machine, which both share.
func TestWatchSpeed(t *testing.T) {
	if *speedEdits == 0 {
		t.Skip("with -watch-edits")
	}
	dir := exampleSite(t)
	if *speedSite != "" {
		dir = filepath.Join(t.TempDir(), "site")
		if err := os.CopyFS(dir, os.DirFS(*speedSite)); err != nil {
			t.Fatal(err)
		}
	}
	r := newReader(t, dir)
	r.open(*speedFile)
	whole := r.read(*speedFile)
	evaluate[bool](r.tab, t, `(window.seen = {}, new MutationObserver(() => {
		const m = frames[0].document.body.textContent.match(/EDIT-(\d+)-/);
		if (m && !window.seen[m[1]]) window.seen[m[1]] = performance.timeOrigin + performance.now();
	}).observe(frames[0].document, { subtree: true, childList: true, characterData: true }), true)`)
	var took []time.Duration
	for i := range *speedEdits {
		written := time.Now()
		r.write(*speedFile, strings.TrimRight(whole, "\n")+fmt.Sprintf("\n\nEDIT-%d-\n", i))
		r.until(fmt.Sprintf("window.seen[%d]", i))
		at := evaluate[float64](r.tab, t, fmt.Sprintf("window.seen[%d]", i))
		took = append(took, time.Duration(at*1e6)-time.Duration(written.UnixNano()))
		if i%250 == 0 || i == *speedEdits-1 {
			var m runtime.MemStats
			runtime.GC()
			runtime.ReadMemStats(&m)
			t.Logf("edit %d: heap %.1f MB, %d goroutines", i, float64(m.HeapAlloc)/1e6, runtime.NumGoroutine())
		}
		time.Sleep(100 * time.Millisecond)
	}
	slices.Sort(took)
	t.Logf("median %v, 95th percentile %v, longest %v", took[len(took)/2], took[len(took)*95/100], took[len(took)-1])
}

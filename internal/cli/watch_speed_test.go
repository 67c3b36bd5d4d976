package cli

import (
	"bufio"
	"flag"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
)

var (
	speedSite     = flag.String("watch-site", "", "a `folder` whose copy is edited to measure watch; the example site when empty")
	speedFile     = flag.String("watch-file", moon, "the `article` of it that is edited")
	speedArticles = flag.Int("watch-articles", 0, "how many articles the example site is made to have")
	speedEdits    = flag.Int("watch-edits", 0, "how many edits to measure")
)

// TestWatchSpeed measures from the write of a file to the new text in the
// browser's document, by the clock of this machine, which both share.
func TestWatchSpeed(t *testing.T) {
	if *speedEdits == 0 {
		t.Skip("with -watch-edits")
	}
	r := newReader(t, speedDir(t))
	r.open(*speedFile)
	whole := r.read(*speedFile)
	// The page tells when it has seen an edit. Asking it again and again would
	// make it slower than it is.
	evaluate[bool](r.tab, t, `(window.seen = {}, window.told = {}, new MutationObserver(() => {
		const m = frames[0].document.body.lastElementChild.textContent.match(/EDIT-(\d+)-/);
		if (!m || seen[m[1]]) return;
		seen[m[1]] = performance.timeOrigin + performance.now();
		told[m[1]]?.(seen[m[1]]);
	}).observe(frames[0].document, { subtree: true, childList: true, characterData: true }), true)`)
	var took []time.Duration
	for i := range *speedEdits {
		written := time.Now()
		r.write(*speedFile, strings.TrimRight(whole, "\n")+fmt.Sprintf("\n\nEDIT-%d-\n", i))
		at, err := chromedp.Run(r.tab, chromedp.Evaluate[float64](fmt.Sprintf(
			`seen[%[1]d] ?? new Promise(done => { told[%[1]d] = done; })`, i), chromedp.EvalAwaitPromise))
		if err != nil {
			t.Fatal(err)
		}
		took = append(took, time.Duration(at*1e6)-time.Duration(written.UnixNano()))
		if i%250 == 0 || i == *speedEdits-1 {
			var m runtime.MemStats
			runtime.GC()
			runtime.ReadMemStats(&m)
			t.Logf("edit %d: heap %.1f MB, %d goroutines, the browser's %.1f MB", i, float64(m.HeapAlloc)/1e6, runtime.NumGoroutine(),
				evaluate[float64](r.tab, t, `performance.memory.usedJSHeapSize`)/1e6)
		}
		time.Sleep(100 * time.Millisecond)
	}
	slices.Sort(took)
	t.Logf("median %v, 95th percentile %v, longest %v", took[len(took)/2], took[len(took)*95/100], took[len(took)-1])
}

// speedDir is the site that is measured. A large one is in step with its account,
// as it is on most days.
func speedDir(t *testing.T) string {
	t.Helper()
	if *speedSite != "" {
		dir := filepath.Join(t.TempDir(), "site")
		if err := os.CopyFS(dir, os.DirFS(*speedSite)); err != nil {
			t.Fatal(err)
		}
		return dir
	}
	dir := exampleSite(t)
	if *speedArticles > 0 {
		enlarge(t, dir, *speedArticles)
		sys := OS()
		sys.Out, sys.Err = io.Discard, io.Discard
		if code := Run(t.Context(), sys, []string{"-C", dir, "apply", "--yes"}); code != exitDone {
			t.Fatalf("apply ended with %d", code)
		}
	}
	return dir
}

var titleLine = regexp.MustCompile(`(?m)^(title ?[:=] *"?|# |id: .*)`)

// enlarge copies the articles of the example site, each time under other titles,
// until there are n.
func enlarge(t testing.TB, dir string, n int) {
	t.Helper()
	files := map[string][]byte{}
	count := 0
	source := os.DirFS(filepath.Join(dir, "articles"))
	err := fs.WalkDir(source, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		files[name], err = fs.ReadFile(source, name)
		if strings.HasSuffix(name, ".md") {
			count++
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	for set := 1; (set+1)*count <= n; set++ {
		folder := fmt.Sprintf("articles/set-%03d", set)
		for name, data := range files {
			text := string(data)
			if strings.HasSuffix(name, ".md") {
				text = titleLine.ReplaceAllString(text, fmt.Sprintf("${1}%d ", set))
			}
			put(t, filepath.Join(dir, folder, name), strings.ReplaceAll(text, "- /articles", "- /"+folder))
		}
	}
	config, err := os.ReadFile(filepath.Join(dir, "mpsync.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	put(t, filepath.Join(dir, "mpsync.yaml"), string(config)+"\nlimits: {creates: 10000}\n")
}

// put writes a file, and the folders that it stands in.
func put(t testing.TB, name, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(name), 0o750); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

// BenchmarkWatchSave is what a save costs this process on a site of a thousand
// articles: from the write to the answers that the page asks for.
func BenchmarkWatchSave(b *testing.B) {
	dir := exampleSite(b)
	enlarge(b, dir, 1000)
	sys := OS()
	sys.Out, sys.Err = io.Discard, io.Discard
	if code := Run(b.Context(), sys, []string{"-C", dir, "apply", "--yes"}); code != exitDone {
		b.Fatalf("apply ended with %d", code)
	}
	address, _ := startWatch(b, dir)
	file := filepath.Join(dir, filepath.FromSlash(moon))
	whole, err := os.ReadFile(file)
	if err != nil {
		b.Fatal(err)
	}
	ask := func(path, list string) *http.Response {
		req, err := http.NewRequestWithContext(b.Context(), http.MethodGet, address+path, http.NoBody)
		if err != nil {
			b.Fatal(err)
		}
		req.Header.Set("X-List", list)
		resp, err := http.DefaultClient.Do(req)
		if err != nil {
			b.Fatal(err)
		}
		return resp
	}
	get := func(path, list string) string {
		r := ask(path, list)
		defer func() { _ = r.Body.Close() }()
		data, err := io.ReadAll(r.Body)
		if err != nil {
			b.Fatal(err)
		}
		return string(data)
	}
	list := ""
	page := func() {
		if _, hash, isNew := strings.Cut(get("?at="+moon, list), `data-hash="`); isNew {
			list, _, _ = strings.Cut(hash, `"`)
		}
	}
	page()
	stream := ask("events", "")
	defer func() { _ = stream.Body.Close() }()
	events := bufio.NewScanner(stream.Body)
	events.Scan()
	events.Scan()
	for i := 0; b.Loop(); i++ {
		put(b, file, strings.TrimRight(string(whole), "\n")+fmt.Sprintf("\n\nEDIT-%d-\n", i))
		events.Scan()
		events.Scan()
		if !strings.Contains(get("frame?at="+moon, ""), fmt.Sprintf("EDIT-%d-", i)) {
			b.Fatal("the edit is not there")
		}
		page()
	}
}

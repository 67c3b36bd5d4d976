package preview

import (
	"flag"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"mpsync/internal/diag"
	"mpsync/internal/model"
)

var long = flag.Bool("long", false, "try a hundred histories of a site, not twenty")

// TestEditionsAreWhatAFreshLookWouldShow does anything to a site, tells the server
// what a watcher would tell, and compares the edition that remembers with one
// that remembers nothing.
func TestEditionsAreWhatAFreshLookWouldShow(t *testing.T) {
	histories := 0
	rapid.Check(t, func(rt *rapid.T) {
		if histories++; histories > 20 && !*long {
			return
		}
		f := newDisk(t, map[string]string{
			"posts/a.md": post, "posts/b.md": "# 乙\n\n[甲](a.md)\n", "posts/m/c.md": "# 丙\n\n文\n", "posts/m/d.md": "# 丁\n\n![](/images/a.png)\n",
			"posts/m/two.message.yaml": "articles: [c.md, d.md]\n", "images/a.png": picture(2), "mine.css": "@extends \"plain\";\nh2 { color: #123456 }\n",
		})
		w := &writer{disk: f, server: unserved(t, f)}
		articles := []string{"posts/a.md", "posts/b.md", "posts/m/c.md", "posts/m/d.md", "posts/new/e.md"}
		step := 0
		for range rapid.IntRange(1, 8).Draw(rt, "steps") {
			step++
			one := rapid.SampledFrom(articles).Draw(rt, "article")
			switch what := rapid.IntRange(0, 9).Draw(rt, "what"); what {
			case 0, 1:
				w.write(one, fmt.Sprintf("---\ntitle: 第%d版\n---\n\n正文 %d ![](/images/a.png) [去](/posts/a.md)\n", step, step))
			case 2:
				w.write(one, "---\ntitle: \"没有写完\n---\n\n正文\n")
			case 3:
				w.remove(one)
			case 4:
				w.remove("posts/new")
				if w.server.now.files[model.AddressOf("posts/a.md")] != "" {
					w.rename("posts/a.md", "posts/new/e.md")
				}
			case 5:
				w.write("images/a.png", picture(uint8(10+step)))
			case 6:
				w.write("mine.css", fmt.Sprintf("@extends \"plain\";\nh2 { color: #12345%d }\n", step%10))
			case 7:
				w.write("mpsync.yaml", fmt.Sprintf("account: {emulator: legacy}\narticles: posts/**/*.md\ndefaults: {cover: images/c.png, author: 第%d位}\ntheme: %s\n", step, []string{"mine.css", "serif", "default"}[step%3]))
			case 8:
				w.write("posts/m/two.message.yaml", []string{"articles: [d.md, c.md]\n", "articles: [c.md\n", "articles: [c.md]\n"}[step%3])
			case 9:
				w.remove("images/a.png")
			}
			w.notice()
			if diff := w.compare(); diff != "" {
				rt.Fatal(diff)
			}
		}
	})
}

// unserved is a server that knows no pages.
func unserved(t *testing.T, f disk) *Server {
	t.Helper()
	s := &Server{Config: f.config()}
	s.Site.Memo = &s.memo
	var err error
	if s.watcher, err = newWatcher(f.dir, s.Sleep); err != nil {
		t.Fatal(err)
	}
	if s.now, _, err = s.edit(t.Context(), nil); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	return s
}

// notice tells the server what changed, as the watcher does.
func (w *writer) notice() {
	w.Helper()
	w.write("noticed.txt", "")
	w.write("noticed.txt", "x")
	for seen := false; !seen; {
		b, err := w.server.watcher.next(w.Context())
		if err != nil {
			w.Fatal(err)
		}
		seen = b.moved && w.server.watcher.files["noticed.txt"] || slices.Contains(b.written, "noticed.txt")
		w.server.forget(b)
	}
	if err := w.server.renew(w.Context()); err != nil {
		w.Fatal(err)
	}
}

// compare tells how the edition of now differs from one made afresh.
func (w *writer) compare() string {
	w.Helper()
	fresh, found, err := (&Server{Config: w.config()}).edit(w.Context(), nil)
	if err != nil {
		w.Fatal(err, found)
	}
	defer fresh.folder.end()
	type shown struct {
		Built    any
		Findings []diag.Diagnostic
		List     []string
		Sheets   []string
	}
	look := func(e *edition) shown {
		x := shown{Built: e.built.Messages, Findings: e.built.Findings}
		for _, g := range e.groups {
			for _, it := range g.Items {
				x.List = append(x.List, fmt.Sprintf("%s %d %d %s", it.Path, it.Errors, it.Warns, it.Skipped))
			}
		}
		slices.Sort(x.List) // what is left out keeps its old place
		for _, path := range slices.Sorted(maps.Keys(e.sheets)) {
			if y := e.sheets[path]; !y.stale {
				x.Sheets = append(x.Sheets, path+" "+y.article.Fields.Title+" "+model.Sum(y.article.Content))
			}
		}
		return x
	}
	return cmp.Diff(look(fresh), look(w.server.now))
}

func TestABrokenArticleKeepsItsLastGoodForm(t *testing.T) {
	w := newWriter(t, one())
	w.write("posts/a.md", "---\ntitle: \"没有写完\n---\n\n别的\n")
	w.remove("images/a.png")
	w.notice()
	x := w.server.now.sheets["posts/a.md"]
	if x == nil || !x.stale || !strings.Contains(x.article.Content, "第一段") {
		t.Fatalf("%+v", x)
	}
	page := w.get("/?at=posts/a.md")
	for _, want := range []string{`class="notice error" role="alert"`, "posts/a.md:2:"} {
		if !strings.Contains(page, want) {
			t.Errorf("the page does not hold %s", want)
		}
	}
	if frame := w.get("/frame?at=posts/a.md"); !strings.Contains(frame, "第一段") {
		t.Error(frame)
	}
	w.write("posts/a.md", strings.Replace(post, "第一段", "改好了", 1))
	w.write("images/a.png", picture(2))
	w.notice()
	if x := w.server.now.sheets["posts/a.md"]; x.stale || !strings.Contains(x.article.Content, "改好了") {
		t.Errorf("%+v", x)
	}
}

func TestABrokenConfigKeepsTheSite(t *testing.T) {
	w := newWriter(t, one())
	good := w.read("mpsync.yaml")
	for _, bad := range []string{"articles: [\n", "limits: {creates: many}\n" + good, "articles: {}\n"} {
		w.write("mpsync.yaml", bad)
		w.notice()
		if page := w.get("/?at=posts/a.md"); w.server.now.broken == nil || !strings.Contains(page, "mpsync.yaml:") || !strings.Contains(w.get("/frame?at=posts/a.md"), "第一段") {
			t.Errorf("%q: %.600s", bad, page)
		}
	}
	w.remove("mpsync.yaml")
	w.notice()
	if w.server.now.broken == nil {
		t.Error("a missing mpsync.yaml is not told")
	}
	w.write("mpsync.yaml", good)
	w.notice()
	if w.server.now.broken != nil {
		t.Errorf("%v", w.server.now.broken)
	}
}

func TestARenamedArticleIsFollowed(t *testing.T) {
	w := newWriter(t, one())
	w.rename("posts/a.md", "posts/b.md")
	w.notice()
	w.rename("posts/b.md", "posts/deep/c.md")
	w.notice()
	if got := w.server.now.at("posts/a.md"); got != "posts/deep/c.md" {
		t.Errorf("posts/a.md became %q", got)
	}
	if !strings.Contains(w.get("/?at=posts/a.md"), `data-here="posts/deep/c.md"`) {
		t.Error("the page does not follow")
	}
}

// TestSitesAreClosedOnceNobodyUsesThem holds an old edition while a new one comes.
func TestSitesAreClosedOnceNobodyUsesThem(t *testing.T) {
	w := newWriter(t, one())
	old, release := w.server.hold()
	w.notice()
	if _, err := old.site.ReadFile("posts/a.md"); err != nil {
		t.Errorf("closed under a reader: %v", err)
	}
	release()
	if _, err := old.site.ReadFile("posts/a.md"); err == nil {
		t.Error("open although nobody uses it")
	}
}

func TestPagesAreToldTheNewestOnly(t *testing.T) {
	var h hub
	news, leave := h.join()
	h.tell(1)
	h.tell(2)
	if got := <-news; got != 2 {
		t.Errorf("%d", got)
	}
	leave()
	h.tell(3)
	select {
	case got := <-news:
		t.Errorf("%d after leaving", got)
	default:
	}
	other, _ := h.join()
	h.close()
	if _, open := <-other; open {
		t.Error("a stream goes on after the end")
	}
	if late, _ := h.join(); late != nil {
		if _, open := <-late; open {
			t.Error("a stream begins after the end")
		}
	}
}

package apply

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// long makes the matrices whole; without it they are thinned out, so that the
// tests stay quick: go test ./internal/apply -long.
var long = flag.Bool("long", false, "try every step of the fault and crash matrices, and every library")

const front = "---\ntitle: %s\ncover: /images/%s\ncomments: open\n---\n\n"

// article is an article file.
func article(title, cover, body string) string {
	return fmt.Sprintf(front, title, cover) + body + "\n"
}

// before writes a site of twelve messages: singles with covers and content
// images of their own and shared ones, and two messages of several articles.
func before(w *world) {
	w.write("mpsync.yaml", "account: {emulator: legacy}\narticles: posts/**/*.md\n")
	for i := range 12 {
		w.write(fmt.Sprintf("images/%d.png", i), picture(i))
	}
	for i := 1; i <= 10; i++ {
		body := fmt.Sprintf("第%d篇的正文。\n\n![共用](/images/0.png)", i)
		if i%2 == 0 {
			body += fmt.Sprintf("\n\n![自己的](/images/%d.png)", i/2)
		}
		w.write(fmt.Sprintf("posts/p%02d.md", i), article(fmt.Sprintf("单篇%d", i), fmt.Sprintf("%d.png", i%3), body))
	}
	for _, name := range []string{"a", "b", "c"} {
		w.write("posts/trio/"+name+".md", article("三条"+name, "3.png", "三条之"+name+"。\n\n![共用](/images/0.png)"))
		w.write("posts/pair/"+name+".md", article("两条"+name, "4.png", "两条之"+name+"。"))
	}
	w.remove("posts/pair/c.md")
	w.write("posts/trio.message.yaml", "articles: [trio/a.md, trio/b.md, trio/c.md]\n")
	w.write("posts/pair.message.yaml", "articles: [pair/a.md, pair/b.md]\n")
	w.write("a.amr", voice(1))
	w.write("b.amr", voice(2))
	w.write("materials.yaml", "kept: images/9.png\nchanged: a.amr\ndropped: b.amr\n")
}

// voice is an AMR file that differs with seed.
func voice(seed int) string {
	return "#!AMR\n" + strings.Repeat("\x3c"+strings.Repeat("\x00", 31), seed)
}

// edit changes the site so that its plan holds creates, updates, a replacement,
// a deletion, a move and a move with an update, and the same of materials.
func edit(w *world) {
	w.write("posts/new1.md", article("新的1", "10.png", "新的一篇。\n\n![新的](/images/11.png)\n\n![共用](/images/0.png)"))
	w.write("posts/new2.md", article("新的2", "1.png", "新的另一篇。\n\n![新的](/images/11.png)"))
	w.write("posts/p01.md", article("单篇1", "10.png", "改过的正文。\n\n![共用](/images/0.png)"))
	w.write("posts/trio/a.md", article("三条a", "3.png", "三条之a，改过。"))
	w.write("posts/trio/c.md", article("三条c改题", "3.png", "三条之c。\n\n![共用](/images/0.png)"))
	w.write("posts/pair/c.md", article("两条c", "4.png", "两条之c。"))
	w.write("posts/pair.message.yaml", "articles: [pair/c.md, pair/a.md, pair/b.md]\n")
	w.write("a.amr", voice(3))
	w.write("materials.yaml", "kept: images/9.png\nchanged: a.amr\nadded: images/8.png\n")
	w.remove("posts/p02.md")
	data, err := os.ReadFile(filepath.Join(w.dir, "site/posts/p03.md"))
	if err != nil {
		w.Fatal(err)
	}
	w.write("posts/moved.md", string(data))
	w.remove("posts/p03.md")
	w.write("posts/p04.md", strings.Replace(article("单篇4", "1.png", "换了编号，也改了正文。"), "---\n", "---\nid: fourth\n", 1))
}

// prepare gives a world that holds before and wants edit, closed, for copying.
func prepare(t *testing.T, profile, lib string) *world {
	t.Helper()
	w := newWorld(t, profile, lib)
	before(w)
	w.mustApply()
	edit(w)
	return w.freeze()
}

// clean is what the account holds after an undisturbed run, and the calls that it
// took.
func clean(t *testing.T, base *world) (held, calls []string) {
	t.Helper()
	w := base.copyOf(t)
	o := w.apply(t.Context())
	if !o.done() {
		t.Fatalf("the undisturbed run: %v %v", o.err, texts(o.Findings))
	}
	calls = w.wire.calls
	w.mustBeInStep()
	return w.held(), calls
}

// converge runs until a run comes to its end and then wants what an undisturbed
// run would have left; it returns the number of calls.
func (w *world) converge(held []string) int {
	w.Helper()
	for range 4 {
		if w.apply(w.Context()).done() {
			calls := w.wire.count("")
			w.mustBeInStep()
			if diff := cmp.Diff(held, w.held()); diff != "" {
				w.Errorf("the account differs from that of an undisturbed run (-want +got):\n%s", diff)
			}
			return calls
		}
	}
	o := w.apply(w.Context())
	w.Fatalf("four runs were not enough: %v %v", o.err, texts(o.Findings))
	return 0
}

// faults are the ways in which a call goes wrong.
var faults = []struct {
	name, mode string
	code       int
	times      int
}{
	{"busy", "errcode", -1, 1},
	{"busy for long", "errcode", -1, 5},
	{"no quota", "errcode", 45009, 1},
	{"request dropped", "drop_request", 0, 1},
	{"reply dropped", "drop_reply", 0, 1},
	{"replies dropped for long", "drop_reply", 0, 5},
	{"answer broken off", "truncated_body", 0, 1},
	{"status 500", "status", 500, 1},
	{"hanging", "hang", 0, 1},
	{"connection refused", "", 0, 1},
}

func TestApplyConvergesWhateverCallFails(t *testing.T) {
	for _, kind := range kinds[:2] {
		t.Run(kind.library, func(t *testing.T) {
			t.Parallel()
			base := prepare(t, kind.profile, kind.library)
			held, calls := clean(t, base)
			worst, cells := 0, 0
			for i, f := range faults {
				for n := 1; n <= len(calls); n++ {
					if !*long && (n+7*i)%(2*len(faults)) != 1 {
						continue
					}
					cells++
					t.Run(fmt.Sprintf("%s/%d", f.name, n), func(t *testing.T) {
						w := base.copyOf(t)
						switch f.mode {
						case "":
							w.wire.refuse = n
						case "hang":
							w.wire.hangUp = n
							fallthrough
						default:
							w.fault("*", f.mode, f.code, n-1, f.times)
						}
						w.apply(t.Context())
						w.heal()
						got := w.converge(held)
						if f.times == 1 {
							worst = max(worst, got)
						}
					})
				}
			}
			t.Logf("%d cells, %d calls undisturbed, %d at worst after a single fault", cells, len(calls), worst)
			if 2*worst > 3*len(calls) {
				t.Errorf("a single fault cost %d calls, where an undisturbed run makes %d", worst, len(calls))
			}
		})
	}
}

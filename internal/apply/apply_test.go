package apply

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"mpsync/internal/diag"
	"mpsync/internal/library"
	"mpsync/internal/model"
	"mpsync/internal/plan"
	"mpsync/internal/state"
	"mpsync/internal/wechat"
)

// small writes a site of a few articles, each with a cover of its own.
func small(w *world, names ...string) {
	w.Helper()
	w.write("mpsync.yaml", "account: {emulator: legacy}\narticles: posts/**/*.md\n")
	for i, name := range names {
		w.write(fmt.Sprintf("images/%s.png", name), picture(i))
		w.write("posts/"+name+".md", article(name, name+".png", "正文"+name+"。"))
	}
}

// everywhere runs a test in each place where accounts keep messages.
func everywhere(t *testing.T, f func(t *testing.T, w *world)) {
	places := kinds
	if !*long {
		places = kinds[:2]
	}
	for _, kind := range places {
		t.Run(kind.profile+"/"+kind.library, func(t *testing.T) {
			t.Parallel()
			f(t, newWorld(t, kind.profile, kind.library))
		})
	}
}

func codes(ds []diag.Diagnostic) []string {
	var all []string
	for _, d := range ds {
		all = append(all, strings.TrimSpace(string(d.Severity)+" "+d.Code+" "+d.Address))
	}
	return all
}

func equal(t *testing.T, what string, want, got any) {
	t.Helper()
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("%s (-want +got):\n%s", what, diff)
	}
}

func TestApplySaysEachStepInItsOrderAndCountsThem(t *testing.T) {
	w := newWorld(t, "legacy", library.Material)
	small(w, "a", "b")
	w.write("posts/a.md", article("a", "a.png", "![图](/images/b.png)"))
	w.mustApply()
	w.write("posts/b.md", article("b", "b.png", "改。"))
	w.remove("posts/a.md")
	w.write("posts/c.md", article("c", "c.png", "新。"))
	w.write("images/c.png", picture(7))
	o := w.apply(t.Context())
	var got []string
	for _, e := range w.events {
		got = append(got, fmt.Sprintf("%s %s%s%s %d/%d", e.Kind, strings.Trim(string(e.Action), "\x00"), e.Address, e.File, e.Done, e.Total))
	}
	equal(t, "events", []string{
		"upload images/c.png 1/4", "change ~posts/b 2/4", "change +posts/c 3/4", "readback  3/4", "change -posts/a 4/4",
	}, got)
	equal(t, "result", Result{Applied: 4}, o.Result)
}

func TestApplyWritesNothingWhenNothingChanged(t *testing.T) {
	everywhere(t, func(t *testing.T, w *world) {
		small(w, "a", "b")
		w.mustApply()
		before, err := os.ReadFile(w.file().Path)
		if err != nil {
			t.Fatal(err)
		}
		w.wire.calls = nil
		o := w.mustApply()
		after, err := os.ReadFile(w.file().Path)
		if err != nil {
			t.Fatal(err)
		}
		equal(t, "state", string(before), string(after))
		equal(t, "writes", 0, len(w.wire.writes()))
		equal(t, "result", Result{}, o.Result)
		if w.rendered != 0 {
			t.Errorf("%d articles were rendered", w.rendered)
		}
	})
}

func TestApplySendsAnEditOnce(t *testing.T) {
	everywhere(t, func(t *testing.T, w *world) {
		small(w, "a", "b", "c")
		w.mustApply()
		w.wire.calls = nil
		w.write("posts/b.md", article("b", "b.png", "改过。"))
		w.mustApply()
		update := w.apis().Update
		equal(t, "writes", []string{update}, w.wire.writes())
	})
}

func TestApplyUploadsASharedFileOnceAndSeveralAtOnce(t *testing.T) {
	w := newWorld(t, "legacy", library.Material)
	before(w)
	w.parallel = 4
	w.mustApply()
	if n := w.wire.count("media/uploadimg"); n != 6 {
		t.Errorf("%d content images were uploaded, want 6", n)
	}
	if n := w.wire.count("material/add_material"); n != 8 {
		t.Errorf("%d covers and declared materials were uploaded, want 8", n)
	}
}

func TestApplySavesWhatWasDoneWhenItIsInterrupted(t *testing.T) {
	everywhere(t, func(t *testing.T, w *world) {
		small(w, "a", "b", "c")
		ctx, cancel := context.WithCancel(t.Context())
		defer cancel()
		calls := 0
		create := w.apis().Create
		w.wire.after = func() error {
			if calls = w.wire.count(create); calls == 2 {
				cancel()
			}
			return nil
		}
		o := w.apply(ctx)
		w.wire.after = nil
		if !errors.Is(o.err, context.Canceled) {
			t.Errorf("the error is %v", o.err)
		}
		if calls != 2 {
			t.Errorf("%d messages were sent after the interruption", calls-2)
		}
		if n := len(w.state().Messages); n != 2 || w.state().Serial != 1 {
			t.Errorf("the state knows %d messages in snapshot %d", n, w.state().Serial)
		}
		w.mustApply()
		equal(t, "messages", []string{"a", "b", "c"}, w.titles())
	})
}

func TestApplyPutsOffWhatTheQuotaForbidsAndGoesOnNextTime(t *testing.T) {
	everywhere(t, func(t *testing.T, w *world) {
		small(w, "a", "b", "c")
		create := w.apis().Create
		w.fault(create, "errcode", 45009, 1, 0)
		o := w.apply(t.Context())
		equal(t, "findings", []string{"warning quota-deferred posts/b", "warning quota-deferred posts/c"}, codes(o.Findings))
		equal(t, "result", []int{4, 0, 2}, []int{o.Applied, o.Failed, o.Deferred})
		if n := w.wire.count(create); n != 2 {
			t.Errorf("%s was called %d times, want once more than it had quota", create, n)
		}
		w.heal()
		w.mustApply()
		equal(t, "messages", []string{"a", "b", "c"}, w.titles())
	})
}

func TestApplyPutsOffEveryKindOfCall(t *testing.T) {
	for _, api := range []string{"media/uploadimg", "material/add_material", "material/update_news", "material/del_material"} {
		t.Run(api, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t, "legacy", library.Material)
			small(w, "a", "b", "c", "d")
			w.mustApply()
			w.write("images/e.png", picture(9))
			w.write("posts/e.md", article("e", "e.png", "![图](/images/e.png)"))
			w.write("posts/f.md", article("f", "e.png", "![图](/images/e.png)f"))
			w.write("posts/a.md", article("a", "a.png", "改"))
			w.write("posts/b.md", article("b", "b.png", "改"))
			w.remove("posts/c.md")
			w.remove("posts/d.md")
			w.wire.calls = nil
			w.fault(api, "errcode", 45009, 0, 0)
			o := w.apply(t.Context())
			if o.Failed > 0 || o.Deferred == 0 || w.wire.count(api) != 1 {
				t.Errorf("%d failed, %d were put off, %d calls: %v", o.Failed, o.Deferred, w.wire.count(api), texts(o.Findings))
			}
			w.heal()
			w.mustApply()
			equal(t, "messages", []string{"a", "b", "e", "f"}, w.titles())
		})
	}
}

func TestApplyHoldsDeletesAfterAFailure(t *testing.T) {
	w := newWorld(t, "legacy", library.Material)
	small(w, "a", "b")
	w.mustApply()
	w.write("posts/a.md", article("a", "a.png", "改"))
	w.remove("posts/b.md")
	w.fault("material/update_news", "errcode", 45002, 0, 1)
	o := w.apply(t.Context())
	equal(t, "findings", []string{"error api-content posts/a", "warning delete-held posts/b"}, codes(o.Findings))
	if w.wire.count("material/del_material") != 0 {
		t.Error("something was deleted")
	}
	w.heal()
	w.mustApply()
	equal(t, "messages", []string{"a"}, w.titles())
}

func TestApplySendsTheRestOfAMessageNextTime(t *testing.T) {
	everywhere(t, func(t *testing.T, w *world) {
		before(w)
		w.mustApply()
		for _, n := range []string{"a", "b", "c"} {
			w.write("posts/trio/"+n+".md", article("三条"+n, "3.png", "改过的"+n))
		}
		update := w.apis().Update
		w.fault(update, "errcode", 45005, 1, 1)
		w.wire.calls = nil
		if o := w.apply(t.Context()); o.Failed != 1 {
			t.Errorf("%d failed", o.Failed)
		}
		w.mustApply()
		if n := w.wire.count(update); n != 4 {
			t.Errorf("%d updates were sent, want the first, the refused one and the last two", n)
		}
	})
}

func TestApplySendsAnArticleThatMovedAndChangedAlsoWhenTheUpdateFails(t *testing.T) {
	everywhere(t, func(t *testing.T, w *world) {
		small(w, "a")
		w.mustApply()
		w.write("posts/a.md", strings.Replace(article("a", "a.png", "改过。"), "---\n", "---\nid: one\n", 1))
		update := w.apis().Update
		w.fault(update, "errcode", 45005, 0, 1)
		if o := w.apply(t.Context()); o.Failed != 1 {
			t.Errorf("%d failed", o.Failed)
		}
		w.mustApply()
		if held := strings.Join(w.held(), ""); !strings.Contains(held, "改过。") {
			t.Errorf("the account holds\n%s", held)
		}
	})
}

func TestApplyUndoesAnUpdateWhoseOutcomeIsUnknownWhenTheFileWasTakenBack(t *testing.T) {
	everywhere(t, func(t *testing.T, w *world) {
		small(w, "a")
		w.mustApply()
		held := w.held()
		w.write("posts/a.md", article("a", "a.png", "改过。"))
		update := w.apis().Update
		w.fault(update, "drop_reply", 0, 0, 9)
		if o := w.apply(t.Context()); o.Failed != 1 || len(w.state().Intents) != 1 {
			t.Errorf("%d failed, %d intents are open", o.Failed, len(w.state().Intents))
		}
		w.heal()
		w.write("posts/a.md", article("a", "a.png", "正文a。"))
		w.mustApply()
		equal(t, "account", held, w.held())
	})
}

func TestApplyRefusesAFileThatChangedSinceThePlan(t *testing.T) {
	for name, change := range map[string]func(*world){
		"asset-changed": func(w *world) { w.write("images/a.png", picture(8)) },
		"asset-gone":    func(w *world) { w.remove("images/a.png") },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t, "legacy", library.Material)
			small(w, "a")
			o := w.applyWith(t.Context(), func(plan.Plan) { change(w) })
			equal(t, "findings", []string{"error " + name, "error needs-upload posts/a"}, codes(o.Findings))
			if n := len(w.wire.writes()); n != 0 {
				t.Errorf("%d writing calls were made", n)
			}
			w.write("images/a.png", picture(0))
			w.mustApply()
		})
	}
}

func TestApplyStopsWhenItCannotRemember(t *testing.T) {
	w := newWorld(t, "legacy", library.Material)
	small(w, "a")
	w.store = func(s state.Store) state.Store { return forgetful{s} }
	o := w.apply(t.Context())
	if !errors.Is(o.err, errFull) || len(w.wire.writes()) != 0 {
		t.Errorf("error %v, writes %v", o.err, w.wire.writes())
	}
}

var errFull = errors.New("disk full")

type forgetful struct{ state.Store }

func (forgetful) Append(context.Context, state.Entry) error { return errFull }

func TestApplyDeletesWhatItReplacedAlsoLater(t *testing.T) {
	everywhere(t, func(t *testing.T, w *world) {
		before(w)
		w.mustApply()
		w.write("posts/pair.message.yaml", "articles: [pair/b.md, pair/a.md]\n")
		w.options.Prune = false
		remove := w.apis().Delete
		w.fault(remove, "errcode", -1, 0, 0)
		o := w.apply(t.Context())
		if o.Failed != 1 || len(w.state().Tombstones) != 1 {
			t.Errorf("%d failed, %d tombstones", o.Failed, len(w.state().Tombstones))
		}
		equal(t, "plan", []string{"- posts/pair"}, signs(w.plan()))
		w.heal()
		w.mustApply()
		if n := len(w.titles()); n != 12 {
			t.Errorf("the account holds %d messages", n)
		}
	})
}

func TestApplyMakesAgainWhatIsGone(t *testing.T) {
	everywhere(t, func(t *testing.T, w *world) {
		before(w)
		w.mustApply()
		held := w.held()
		lib, err := library.Open(w.library, w.client())
		if err != nil {
			t.Fatal(err)
		}
		for _, a := range []string{"posts/p01", "posts/trio"} { // as a person in the console would
			if err := lib.Delete(t.Context(), w.state().Messages[model.Address(a)].MediaID); err != nil {
				t.Fatal(err)
			}
		}
		equal(t, "plan", []string(nil), signs(w.plan()))
		w.options.Recreate = true
		w.mustApply()
		equal(t, "account", held, w.held())
	})
}

func TestApplyAdoptsWhenTheStateIsLost(t *testing.T) {
	everywhere(t, func(t *testing.T, w *world) {
		before(w)
		w.mustApply()
		held := w.held()
		w.loseState()
		w.wire.calls = nil
		o := w.mustApply()
		if n := o.plan.Count(plan.Adopt); n != 15 {
			t.Errorf("%d messages and materials were adopted", n)
		}
		creates := w.wire.count("material/add_news") + w.wire.count("draft/add") + w.wire.count("material/add_material")
		if creates != 0 {
			t.Errorf("%d things were created", creates)
		}
		equal(t, "account", held, w.held())
	})
}

func TestApplySettlesALostReplyInTheSameRun(t *testing.T) {
	everywhere(t, func(t *testing.T, w *world) {
		small(w, "a", "b")
		create := w.apis().Create
		w.fault(create, "drop_reply", 0, 0, 1)
		w.fault("material/add_material", "drop_reply", 0, 0, 1)
		w.mustApply()
		equal(t, "messages", []string{"a", "b"}, w.titles())
		if n := len(w.state().Materials); n != 2 {
			t.Errorf("the state knows %d covers", n)
		}
	})
}

// unknown leaves the creation of a message with an unknown outcome, and the list
// lagging so that only the last look of the next run shows it.
func unknown(t *testing.T, w *world, mode string) {
	t.Helper()
	create := w.apis().Create
	w.admin("settings", map[string]any{"list_lag_reads": "6"}) // one look of this run, the listing of the next, four of its looks
	w.fault(create, mode, 0, 0, 1)
	o := w.apply(t.Context())
	if o.Deferred != 1 || len(w.state().Intents) != 1 {
		t.Fatalf("%d put off, %d intents open: %v", o.Deferred, len(w.state().Intents), texts(o.Findings))
	}
	w.admin("settings", map[string]any{"list_lag_reads": "0"})
	w.settle = time.Minute
	w.clock.slept = nil
}

func TestApplySettlesWithFiveLooksAMinute(t *testing.T) {
	everywhere(t, func(t *testing.T, w *world) {
		small(w, "a")
		unknown(t, w, "drop_request")
		w.apply(t.Context())
		equal(t, "waits", slices.Repeat([]time.Duration{15 * time.Second}, 4), w.clock.slept)
		var looks []int
		for _, e := range w.events {
			if e.Kind == EventSettle {
				looks = append(looks, e.Done)
			}
		}
		equal(t, "looks", []int{1, 2, 3, 4, 5}, looks)
		equal(t, "messages", []string{"a"}, w.titles())
	})
}

func TestApplyFindsAMessageThatIsListedLate(t *testing.T) {
	everywhere(t, func(t *testing.T, w *world) {
		small(w, "a")
		unknown(t, w, "drop_reply")
		if o := w.apply(t.Context()); !o.done() {
			t.Fatalf("%v %v", o.err, texts(o.Findings))
		}
		equal(t, "messages", []string{"a"}, w.titles())
		equal(t, "records", 1, len(w.state().Messages))
		w.mustBeInStep()
	})
}

func TestApplySettlesNoLongerThanThereIsSomethingToSettle(t *testing.T) {
	w := newWorld(t, "legacy", library.Material)
	small(w, "a")
	w.fault("material/add_news", "drop_request", 0, 0, 1)
	w.apply(t.Context())
	w.settle = time.Minute
	w.remove("posts/a.md")
	small(w, "b")
	w.clock.slept = nil
	w.apply(t.Context())
	if len(w.clock.slept) != 4 {
		t.Errorf("waited %v for a message that was never made", w.clock.slept)
	}
	w.clock.slept = nil
	w.mustApply()
	equal(t, "waits", 0, len(w.clock.slept))
}

func TestApplyMakesNothingWhileTwoMessagesMatch(t *testing.T) {
	w := newWorld(t, "legacy", library.Material)
	small(w, "a")
	w.fault("material/add_news", "drop_reply", 0, 0, 1)
	w.fault("material/batchget_material", "errcode", -1, 2, 0) // the listings before it pass
	w.apply(t.Context())
	w.heal()
	// Somebody copies the message in the console.
	lib, err := library.Open(w.library, w.client())
	if err != nil {
		t.Fatal(err)
	}
	p := w.plan()
	x := run{st: w.state()}
	payload, err := x.payload(p.Changes[0].Message.Articles[0])
	if err != nil {
		t.Fatal(err)
	}
	if _, err := lib.Create(t.Context(), []model.Payload{payload}); err != nil {
		t.Fatal(err)
	}
	w.wire.calls = nil
	o := w.apply(t.Context())
	equal(t, "plan", []string{"! posts/a"}, signs(o.plan))
	equal(t, "writes", 0, len(w.wire.writes()))
	equal(t, "intents", 1, len(w.state().Intents))
}

func TestApplyFinishesAReplacementThatWasInterrupted(t *testing.T) {
	lists := map[string]string{
		"as it was wanted":      "articles: [pair/c.md, pair/a.md, pair/b.md]\n",
		"another list":          "articles: [pair/c.md, pair/b.md]\n",
		"another list as long":  "articles: [pair/b.md, pair/c.md, pair/a.md]\n",
		"the list of old":       "articles: [pair/a.md, pair/b.md]\n",
		"no longer in the site": "",
	}
	for _, name := range slices.Sorted(maps.Keys(lists)) {
		for _, lagging := range []bool{false, true} {
			if lagging && !*long {
				continue
			}
			t.Run(fmt.Sprintf("%s/lagging=%v", name, lagging), func(t *testing.T) {
				everywhere(t, func(t *testing.T, w *world) {
					before(w)
					w.mustApply()
					edit(w)
					create := w.apis().Create
					if lagging {
						w.lag()
					}
					w.fault(create, "drop_reply", 0, 2, 1) // new1, new2, pair
					w.fault(w.apis().List, "errcode", -1, 1, 4)
					w.apply(t.Context())
					w.heal()
					if lists[name] == "" {
						for _, f := range []string{".message.yaml", "/a.md", "/b.md", "/c.md"} {
							w.remove("posts/pair" + f)
						}
					} else {
						w.write("posts/pair.message.yaml", lists[name])
						if !strings.Contains(lists[name], "c.md") {
							w.remove("posts/pair/c.md")
						}
						if !strings.Contains(lists[name], "a.md") {
							w.remove("posts/pair/a.md")
						}
					}
					fresh := newWorld(t, w.profile, w.library)
					if err := os.RemoveAll(filepath.Join(fresh.dir, "site")); err != nil {
						t.Fatal(err)
					}
					if err := os.CopyFS(filepath.Join(fresh.dir, "site"), os.DirFS(filepath.Join(w.dir, "site"))); err != nil {
						t.Fatal(err)
					}
					fresh.mustApply()
					for range 4 {
						w.apply(t.Context())
					}
					w.mustBeInStep()
					equal(t, "messages", fresh.titles(), w.titles())
				})
			})
		}
	}
}

func TestApplyRemembersAWishToProtectThatChangesNothingElse(t *testing.T) {
	w := newWorld(t, "legacy", library.Material)
	small(w, "a", "b")
	w.mustApply()
	w.write("posts/a.md", strings.Replace(article("a", "a.png", "正文a。"), "---\n", "---\nprotect: true\n", 1))
	w.wire.calls = nil
	w.mustApply()
	equal(t, "writes", 0, len(w.wire.writes()))
	if w.rendered != 0 {
		t.Errorf("%d articles are rendered although their records are up to date", w.rendered)
	}
	w.remove("posts/a.md")
	equal(t, "plan", []string{"! posts/a"}, signs(w.plan()))
}

func TestApplyForgetsAnOpenUpdateWithItsMessage(t *testing.T) {
	everywhere(t, func(t *testing.T, w *world) {
		small(w, "a", "b")
		w.mustApply()
		w.write("posts/a.md", article("a", "a.png", "改过。"))
		w.fault(w.apis().Update, "drop_request", 0, 0, 9)
		w.apply(t.Context())
		equal(t, "intents", 1, len(w.state().Intents))
		w.heal()
		w.remove("posts/a.md")
		w.mustApply()
		equal(t, "messages", []string{"b"}, w.titles())
	})
}

func TestApplyRecordsTheWholeMessageWhenOneArticleIsSent(t *testing.T) {
	w := newWorld(t, "current", library.Draft)
	before(w)
	w.mustApply()
	w.write("posts/trio/a.md", article("三条a", "3.png", "改过的。"))
	w.write("posts/trio/b.md", strings.Replace(article("三条b", "3.png", "三条之b。\n\n![共用](/images/0.png)"), "---\n", "---\nid: second\nprotect: true\n", 1))
	w.wire.calls = nil
	w.mustApply()
	equal(t, "writes", []string{"draft/update"}, w.wire.writes())
	if !w.state().Messages["posts/trio"].Protect {
		t.Error("the message is not known to be protected")
	}
}

func TestApplyFindsALateMessageBehindAPageOfNewerOnes(t *testing.T) {
	everywhere(t, func(t *testing.T, w *world) {
		names := []string{"a"}
		for i := range 2 * wechat.PageSize {
			names = append(names, fmt.Sprintf("b%02d", i))
		}
		small(w, names...)
		create := w.apis().Create
		w.admin("settings", map[string]any{"list_lag_reads": "10"})
		w.fault(create, "drop_reply", 0, 0, 1)
		w.wire.after = func() error {
			if w.wire.calls[len(w.wire.calls)-1] == create { // only the first one is listed late
				w.admin("settings", map[string]any{"list_lag_reads": "0"})
			}
			return nil
		}
		if o := w.apply(t.Context()); o.Deferred != 1 || len(w.state().Intents) != 1 {
			t.Fatalf("%d put off: %v %v", o.Deferred, o.err, texts(o.Findings))
		}
		w.wire.after = nil
		w.settle = time.Minute
		o := w.apply(t.Context())
		if !slices.Contains(signs(o.plan), "+ posts/a") {
			t.Fatalf("the plan has found the message: %v", signs(o.plan))
		}
		if !o.done() {
			t.Fatalf("%v %v", o.err, texts(o.Findings))
		}
		equal(t, "messages", names, w.titles())
		w.mustBeInStep()
	})
}

package apply

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"mpsync/internal/library"
	"mpsync/internal/model"
	"mpsync/internal/plan"
	"mpsync/internal/state"
	"mpsync/internal/wechat"
)

// publicSite is a site of which three messages are to be published: one links to
// another, and one that is not published links to both.
func publicSite(t *testing.T) *world {
	t.Helper()
	w := newWorld(t, "current", library.Draft)
	w.write("mpsync.yaml", "account: {emulator: current}\narticles: posts/*.md\npublish: {enabled: true}\n")
	w.write("images/0.png", picture(0))
	w.write("posts/one.md", published("一", "第一篇。"))
	w.write("posts/two.md", published("二", "第二篇，接着[第一篇](one.md)。"))
	w.write("posts/three.md", published("三", "第三篇。"))
	w.write("posts/list.md", article("目录", "0.png", "[一](one.md)、[二](two.md)。"))
	return w
}

func published(title, body string) string {
	return strings.Replace(article(title, "0.png", body), "---\n", "---\npublish: true\n", 1)
}

// public is what readers of the account have, each with its number of links,
// sorted: what must not be there twice.
func (w *world) public() []string {
	w.Helper()
	list, err := library.Published(w.Context(), w.client(), 1)
	if err != nil {
		w.Fatal(err)
	}
	var titles []string
	for _, p := range list {
		for _, a := range p.Articles {
			titles = append(titles, fmt.Sprintf("%s %d", a.Fields.Title, len(a.Readable.Links)))
		}
	}
	slices.Sort(titles)
	return titles
}

var wantPublic = []string{"一 0", "三 0", "二 1"}

// mustBePublic wants every article public once, known to the state, and the list
// of them linked.
func (w *world) mustBePublic() {
	w.Helper()
	if got := w.public(); !slices.Equal(got, wantPublic) {
		w.Errorf("readers have %q, want %q", got, wantPublic)
	}
	w.mustBeInStep()
	st := w.state()
	if n := len(st.URLs()); n != len(wantPublic) {
		w.Errorf("%d addresses are known, want %d", n, len(wantPublic))
	}
	lib, err := library.Open(library.Draft, w.client())
	if err != nil {
		w.Fatal(err)
	}
	o, err := lib.Get(w.Context(), st.Messages["posts/list"].MediaID)
	if err != nil || len(o.Articles[0].Readable.Links) != 2 {
		w.Errorf("the list links to %v: %v", o.Articles[0].Readable.Links, err)
	}
}

// settleDown runs until a run comes to its end, with time passing in between.
func (w *world) settleDown() {
	w.Helper()
	for range 6 {
		if w.apply(w.Context()).done() {
			return
		}
		w.clock.mu.Lock()
		w.clock.now = w.clock.now.Add(10 * time.Minute)
		w.clock.mu.Unlock()
	}
	o := w.apply(w.Context())
	w.Fatalf("six runs were not enough: %v %v", o.err, texts(o.Findings))
}

func TestArticlesArePublishedInTheOrderOfTheirLinks(t *testing.T) {
	w := publicSite(t)
	w.mustApply()
	w.mustBePublic()
	if n := w.wire.count("freepublish/submit"); n != 3 {
		t.Errorf("%d calls to publish, want 3", n)
	}
}

func TestNothingIsPublishedTwiceWhereverApplyIsKilled(t *testing.T) {
	base := publicSite(t).freeze()
	steps := base.copyOf(t).steps()
	for k := 1; k <= steps; k++ {
		if !*long && k%5 != 2 {
			continue
		}
		t.Run(fmt.Sprint(k), func(t *testing.T) {
			t.Parallel()
			w := base.copyOf(t)
			w.applyAndDie(k)
			w.settleDown()
			w.mustBePublic()
		})
	}
	t.Logf("%d steps", steps)
}

func TestNothingIsPublishedTwiceWhateverCallFails(t *testing.T) {
	base := publicSite(t).freeze()
	calls := func() []string {
		w := base.copyOf(t)
		w.mustApply()
		return w.wire.calls
	}()
	for i, f := range faults {
		for n := 1; n <= len(calls); n++ {
			if !*long && (n+3*i)%7 != 1 {
				continue
			}
			t.Run(fmt.Sprintf("%s/%d", f.name, n), func(t *testing.T) {
				t.Parallel()
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
				w.settleDown()
				w.mustBePublic()
			})
		}
	}
}

func TestAPublicationThatTakesLongIsNotHandedInAgain(t *testing.T) {
	w := publicSite(t)
	w.admin("settings", map[string]any{"publish_seconds": "300"})
	w.settle = time.Minute
	w.fault("freepublish/submit", "drop_reply", 0, 0, 1)
	if o := w.apply(t.Context()); o.Deferred == 0 {
		t.Fatalf("nothing waits: %v", texts(o.Findings))
	}
	submits := w.wire.count("freepublish/submit")
	w.apply(t.Context())
	w.apply(t.Context())
	if n := w.wire.count("freepublish/submit"); n > submits {
		t.Errorf("%d calls to publish more while the outcome of one is not known", n-submits)
	}
	w.admin("clock", map[string]any{"advance_s": 301})
	w.settleDown()
	w.mustBePublic()
}

func TestALostCallToPublishIsMadeAgainOnlyByAPersonsWord(t *testing.T) {
	base := publicSite(t)
	base.settle = time.Minute
	base.fault("freepublish/submit", "drop_request", 0, 0, 1)
	base.apply(t.Context())
	base.freeze()
	anHourLater := func(t *testing.T) *world {
		w := base.copyOf(t)
		w.settle = base.settle
		w.clock.now = base.clock.now.Add(time.Hour)
		o := w.apply(t.Context())
		blocked := func(code string) bool {
			return slices.ContainsFunc(o.plan.Changes, func(c plan.Change) bool { return c.Action == plan.Blocked && c.Reason.Code == code })
		}
		if !blocked("publish-stuck") || !blocked("publish-link-waits") {
			t.Errorf("the plan after an hour: %v", signs(o.plan))
		}
		if n := w.wire.count("freepublish/submit"); n > 0 && slices.Contains(w.public(), "一 0") {
			t.Error("what a lost call may have published was handed in again")
		}
		return w
	}
	t.Run("it was being reviewed by hand", func(t *testing.T) {
		w := anHourLater(t)
		for _, i := range w.state().Intents {
			w.admin("console", map[string]any{"action": "publish", "media_id": i.Key})
		}
		w.settleDown()
		w.mustBePublic()
	})
	t.Run("it never got there, as a person says", func(t *testing.T) {
		w := anHourLater(t)
		file, st := w.file(), w.state()
		clear(st.Intents)
		unlock, err := file.Lock(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if err := errors.Join(file.Commit(t.Context(), st), unlock()); err != nil {
			t.Fatal(err)
		}
		w.settleDown()
		w.mustBePublic()
	})
}

// broadcast sends a message as a process of its own would.
func (w *world) broadcast(ctx context.Context, store func(state.Store) state.Store) error {
	w.Helper()
	file := w.file()
	unlock, err := file.Lock(ctx)
	if err != nil {
		w.Fatal(err)
	}
	defer func() { _ = unlock() }()
	st, err := file.Load(ctx)
	if err != nil {
		return err
	}
	client := w.client()
	lib, err := library.Open(w.library, client)
	if err != nil {
		w.Fatal(err)
	}
	r := Runner{
		Library: lib, Images: images{client}, Public: client, Store: store(file), Now: w.clock.Now, Sleep: w.clock.Sleep,
		NewID: w.clock.newID, Parallel: 1,
	}
	return r.Broadcast(ctx, st, Send{Address: "posts/p01", To: wechat.Audience{All: true}})
}

func asItIs(s state.Store) state.Store { return s }

// broadcasts is how many broadcasts the account made.
func (w *world) broadcasts() int {
	w.Helper()
	w.admin("clock", map[string]any{"advance_s": 2 * 86400})
	var all []wechat.Stat
	for day := range 4 {
		stats, err := w.client().ArticleSummary(w.Context(), w.clock.Now().AddDate(0, 0, day-1))
		if err == nil {
			all = append(all, stats...)
		}
	}
	ids := map[uint64]bool{}
	for _, s := range all {
		ids[s.MsgDataID] = true
	}
	return len(ids)
}

func TestNothingIsBroadcastTwiceWhereverItIsKilled(t *testing.T) {
	for _, kind := range kinds[:2] {
		base := newWorld(t, kind.profile, kind.library)
		before(base)
		base.mustApply()
		base.freeze()
		for k := 1; k <= 14; k++ {
			t.Run(fmt.Sprintf("%s/%d", kind.library, k), func(t *testing.T) {
				t.Parallel()
				w := base.copyOf(t)
				ctx, cancel := context.WithCancel(t.Context())
				defer cancel()
				d := &death{at: k, cancel: cancel}
				w.wire.before, w.wire.after = d.step, d.step
				killed := w.broadcast(ctx, func(s state.Store) state.Store { return mortal{s, d} })
				w.wire.before, w.wire.after = nil, nil
				if d.dead != (killed != nil) {
					t.Fatalf("dead: %v, error: %v", d.dead, killed)
				}
				if d.dead {
					w.mustBeAbleTo(func() error { return w.broadcast(t.Context(), asItIs) })
				}
				if n := w.broadcasts(); n != 1 {
					t.Errorf("%d broadcasts, want 1", n)
				}
				if !w.state().Messages[model.Address("posts/p01")].Public() {
					t.Error("the broadcast is not known")
				}
				w.mustBeInStep()
			})
		}
	}
}

// mustBeAbleTo wants something to succeed that a person does again.
func (w *world) mustBeAbleTo(do func() error) {
	w.Helper()
	if w.state().Messages["posts/p01"].Public() {
		return // the killed process came far enough; the command refuses to send again
	}
	if err := do(); err != nil {
		w.Fatal(err)
	}
}

package apply

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"mpsync/internal/comment"
	"mpsync/internal/model"
	"mpsync/internal/plan"
	"mpsync/internal/state"
	"mpsync/internal/wechat"
)

// readers are the calls on comments.
type readers struct{ *wechat.Client }

func (c readers) List(ctx context.Context, t model.Thread, begin, count int) (int, []model.Comment, error) {
	return c.ListComments(ctx, t, wechat.AllComments, begin, count)
}

func (c readers) Do(ctx context.Context, t model.Thread, do model.CommentDo, id int64, reply string) error {
	switch do {
	case model.CommentOpen:
		return c.OpenComments(ctx, t)
	case model.CommentClose:
		return c.CloseComments(ctx, t)
	case model.CommentFeature:
		return c.FeatureComment(ctx, t, id)
	case model.CommentUnfeature:
		return c.UnfeatureComment(ctx, t, id)
	case model.CommentReply:
		return c.ReplyToComment(ctx, t, id, reply)
	case model.CommentUnreply:
		return c.DeleteReply(ctx, t, id)
	default:
		return c.DeleteComment(ctx, t, id)
	}
}

// talk is a world with one published article and a file of its comments.
type talk struct {
	*world
	thread model.Thread
	file   string // text of the file
}

const talkedOf = model.Address("a")

// newTalk publishes an article, has readers comment and the console feature and
// reply, and pulls.
func newTalk(t *testing.T) *talk {
	t.Helper()
	w := newWorld(t, "current", "draft")
	c := w.client()
	up, err := c.UploadImg(t.Context(), wechat.File{Name: "a.png", Data: []byte(picture(1))})
	if err != nil {
		t.Fatal(err)
	}
	cover, _, err := c.AddMaterial(t.Context(), wechat.Image, wechat.File{Name: "a.png", Data: []byte(picture(1))}, nil)
	if err != nil {
		t.Fatal(err)
	}
	id, err := c.DraftAdd(t.Context(), []model.Payload{{
		Fields: model.Fields{Title: "题"}, Comments: model.CommentsOpen, ThumbMediaID: cover, Content: `<p>文<img src="` + up + `"></p>`,
	}})
	if err != nil {
		t.Fatal(err)
	}
	job, err := c.PublishSubmit(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	k := &talk{world: w, thread: model.Thread{MsgDataID: job.MsgDataID}}
	for i := range 8 {
		w.admin("comments", map[string]any{"msg_data_id": k.thread.MsgDataID, "index": 0, "content": fmt.Sprint("留言", i+1), "openid": "o1"})
	}
	for _, err := range []error{
		c.FeatureComment(t.Context(), k.thread, 2), c.ReplyToComment(t.Context(), k.thread, 3, "旧回复"), c.ReplyToComment(t.Context(), k.thread, 4, "要删的回复"),
	} {
		if err != nil {
			t.Fatal(err)
		}
	}
	f := comment.New("a.comments.yaml", k.thread, "")
	l := k.read()
	f.Merge(l, nil)
	k.file = string(f.Bytes())
	k.remember(id, l.Base(nil, f.Pulled))
	return k
}

// remember writes the state as a publication and a pull leave it.
func (k *talk) remember(mediaID string, c *state.Comments) {
	k.Helper()
	file := k.world.file()
	unlock, err := file.Lock(k.Context())
	if err != nil {
		k.Fatal(err)
	}
	defer func() { _ = unlock() }()
	st, err := file.Load(k.Context())
	if err != nil {
		k.Fatal(err)
	}
	st.AppID, st.Library = "wx1", "draft"
	st.Messages[talkedOf] = &state.Message{
		MediaID: mediaID, Articles: []state.Article{{Address: talkedOf, Title: "题", Hash: model.HashOf(model.Article{Comments: model.CommentsOpen}, nil)}},
		Publication: &state.Publication{
			Kind: state.KindPublish, Status: state.PublicationPublic, MsgDataID: k.thread.MsgDataID,
			Articles: []state.Published{{Address: talkedOf, Title: "题"}},
		},
	}
	st.Comments[k.thread.String()] = c
	if err := file.Commit(k.Context(), st); err != nil {
		k.Fatal(err)
	}
}

func (k *talk) read() *comment.Listing {
	k.Helper()
	quiet := &wire{account: k.account}
	now := k.wire
	k.wire = quiet
	defer func() { k.wire = now }()
	l, err := comment.Read(k.Context(), func(ctx context.Context, begin, count int) (int, []model.Comment, error) {
		return readers{k.client()}.List(ctx, k.thread, begin, count)
	}, nil)
	if err != nil {
		k.Fatal(err)
	}
	return l
}

// shown is the thread as readers see it.
func (k *talk) shown() []string {
	var all []string
	for _, c := range k.read().Comments {
		all = append(all, fmt.Sprint(c.ID, c.Text, c.Featured, c.Reply))
	}
	return all
}

// edits are one wish of every kind.
func (k *talk) edits() {
	for _, e := range [][2]string{
		{"text: 留言1\n    featured: false\n    reply:", "text: 留言1\n    featured: true\n    reply: 谢谢"},
		{"text: 留言2\n    featured: true", "text: 留言2\n    featured: false"},
		{"reply: 旧回复", "reply: 新回复"},
		{"reply: 要删的回复", "reply:"},
		{"  - id: 5\n", "  - id: 5\n    delete: true\n"},
	} {
		if !strings.Contains(k.file, e[0]) {
			k.Fatalf("the file lacks %q:\n%s", e[0], k.file)
		}
		k.file = strings.Replace(k.file, e[0], e[1], 1)
	}
}

func (k *talk) copy(t *testing.T) *talk {
	return &talk{world: k.copyOf(t), thread: k.thread, file: k.file}
}

// planned is the plan of the moment, made from what the account shows through
// the world's wire.
func (k *talk) planned(ctx context.Context, c *wechat.Client, st *state.State) (plan.Plan, error) {
	f, found := comment.Parse("a.comments.yaml", []byte(k.file))
	if len(found) > 0 {
		k.Fatal(texts(found))
	}
	in := plan.Input{
		Known: st, AppID: "wx1", Library: "draft", Observed: &model.Account{},
		Comments: plan.Comments{Files: map[model.Address]*comment.File{talkedOf: f}, Seen: map[model.Thread]*comment.Listing{}},
	}
	for _, r := range plan.Readings(in) {
		l, err := comment.Read(ctx, func(ctx context.Context, begin, count int) (int, []model.Comment, error) {
			return readers{c}.List(ctx, r.Thread, begin, count)
		}, r.Enough)
		if err != nil {
			return plan.Plan{}, err
		}
		in.Comments.Seen[r.Thread] = l
	}
	return plan.Make(in), nil
}

// run plans and carries out once.
func (k *talk) run(ctx context.Context) outcome {
	k.Helper()
	file := k.world.file()
	unlock, err := file.Lock(ctx)
	if err != nil {
		k.Fatal(err)
	}
	defer func() { _ = unlock() }()
	st, err := file.Load(ctx)
	if err != nil {
		k.Fatal(err)
	}
	c := k.client()
	p, err := k.planned(ctx, c, st)
	if err != nil {
		return outcome{err: err}
	}
	var store state.Store = file
	if k.store != nil {
		store = k.store(file)
	}
	r := Runner{Comments: readers{c}, Store: store, Now: k.clock.Now, Sleep: k.clock.Sleep, NewID: k.clock.newID}
	res, err := r.Moderate(ctx, p.Comments, st)
	return outcome{res, p, err}
}

// converges runs until all is done and wants the thread as undisturbed, an empty
// plan and no debts.
func (k *talk) converges(want []string) {
	k.Helper()
	for range 4 {
		if !k.run(k.Context()).done() {
			continue
		}
		if diff := cmp.Diff(want, k.shown()); diff != "" {
			k.Errorf("the thread differs from that of an undisturbed run (-want +got):\n%s", diff)
		}
		st := k.state()
		if p, err := k.planned(k.Context(), k.client(), st); err != nil || !p.Empty() || len(st.Intents) > 0 {
			k.Errorf("there is still something to do: %+v, %d intents, %v", p.Comments, len(st.Intents), err)
		}
		return
	}
	o := k.run(k.Context())
	k.Fatalf("four runs were not enough: %v %v", o.err, texts(o.Findings))
}

// wanted is the thread after an undisturbed run, and the calls of that run.
func (k *talk) wanted(t *testing.T) (shown []string, calls int) {
	t.Helper()
	w := k.copy(t)
	o := w.run(t.Context())
	if !o.done() || o.Applied != 6 {
		t.Fatalf("the undisturbed run: %d %v %v", o.Applied, o.err, texts(o.Findings))
	}
	calls = w.wire.count("")
	if p, err := w.planned(t.Context(), w.client(), w.state()); err != nil || !p.Empty() || w.wire.count("comment/list") != 1 {
		t.Fatalf("%+v %v, %d listings", p, err, w.wire.count("comment/list"))
	}
	return w.shown(), calls
}

func TestCommentsConvergeWhateverCallFails(t *testing.T) {
	base := newTalk(t)
	base.edits()
	base.freeze()
	want, calls := base.wanted(t)
	cells := 0
	for _, f := range faults {
		for n := 1; n <= calls; n++ {
			cells++
			k := base.copy(t)
			switch f.mode {
			case "":
				k.wire.refuse = n
			case "hang":
				k.wire.hangUp = n
				fallthrough
			default:
				k.fault("*", f.mode, f.code, n-1, f.times)
			}
			k.run(t.Context())
			k.heal()
			k.converges(want)
			if t.Failed() {
				t.Fatalf("%s at call %d", f.name, n)
			}
			k.freeze()
		}
	}
	t.Logf("%d cells, %d calls undisturbed", cells, calls)
}

func TestCommentsConvergeWhereverARunIsKilled(t *testing.T) {
	base := newTalk(t)
	base.edits()
	base.freeze()
	want, _ := base.wanted(t)
	steps := 0
	for at := 0; at <= steps; at++ {
		k := base.copy(t)
		ctx, cancel := context.WithCancel(t.Context())
		d := &death{at: at, cancel: cancel}
		k.wire.before, k.wire.after = d.step, d.step
		k.store = func(s state.Store) state.Store { return mortal{s, d} }
		k.run(ctx)
		k.wire.before, k.wire.after, k.store = nil, nil, nil
		cancel()
		if at == 0 {
			steps = d.steps
		}
		k.converges(want)
		if t.Failed() {
			t.Fatalf("killed at step %d of %d", at, steps)
		}
		k.freeze()
	}
	t.Logf("killed at each of %d steps", steps)
}

func TestReplyThatArrivedUnseenIsNoOneElses(t *testing.T) {
	k := newTalk(t)
	k.edits()
	k.fault("comment/reply/add", "drop_reply", 0, 0, 1)
	k.fault("comment/list", "drop_request", 0, 1, 9) // it cannot be looked up either
	if o := k.run(t.Context()); o.Deferred == 0 {
		t.Fatalf("%+v", o.Result)
	}
	k.heal()
	if len(k.state().Intents) == 0 {
		t.Fatal("the call is forgotten")
	}
	k.file = strings.Replace(k.file, "reply: 谢谢", "reply: 多谢", 1)
	if o := k.run(t.Context()); !o.done() || o.plan.CountComments(plan.Blocked) > 0 {
		t.Fatalf("%v %v", o.err, texts(o.Findings))
	}
	if c, _ := k.read().Comment(1); c.Reply != "多谢" {
		t.Errorf("the comment bears the reply %q", c.Reply)
	}
}

func TestOneRefusedCommentStopsNoOther(t *testing.T) {
	for _, api := range []string{"markelect", "unmarkelect", "reply/add", "reply/delete", "delete"} {
		k := newTalk(t)
		k.edits()
		k.fault("comment/"+api, "errcode", 88002, 0, 1)
		if o := k.run(t.Context()); o.Failed != 1 || o.Applied != 5 || len(o.Findings) != 1 || !strings.HasPrefix(o.Findings[0].Address, "a#") {
			t.Errorf("%s: %d failed, %d applied, %v", api, o.Failed, o.Applied, texts(o.Findings))
		}
	}
}

func TestWhatIsToGoAndIsGoneIsDone(t *testing.T) {
	for api, codes := range map[string][]int{"reply/delete": {87009, 88009}, "delete": {88008}} {
		for _, code := range codes {
			k := newTalk(t)
			k.file = strings.Replace(k.file, "reply: 要删的回复", "reply:", 1)
			k.file = strings.Replace(k.file, "  - id: 5\n", "  - id: 5\n    delete: true\n", 1)
			k.fault("comment/"+api, "errcode", code, 0, 1)
			if o := k.run(t.Context()); o.Failed+o.Deferred > 0 {
				t.Errorf("%s %d: %v", api, code, texts(o.Findings))
			}
		}
	}
}

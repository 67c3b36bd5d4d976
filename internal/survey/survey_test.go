package survey

import (
	"context"
	"crypto/rand"
	"errors"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/time/rate"

	"mpsync/internal/build"
	"mpsync/internal/emulator"
	"mpsync/internal/library"
	"mpsync/internal/model"
	"mpsync/internal/plan"
	"mpsync/internal/state"
	"mpsync/internal/wechat"
)

// account is an emulated draft box and the calls that were made to it.
type account struct {
	client *wechat.Client
	box    library.Library
	calls  []string
}

func newAccount(t *testing.T) *account {
	t.Helper()
	e, err := emulator.Open(t.Context(), emulator.Config{Dir: t.TempDir(), Profile: "current", Now: time.Now, Rand: rand.Reader})
	if err != nil {
		t.Fatal(err)
	}
	s := httptest.NewServer(e)
	t.Cleanup(func() {
		s.Close()
		if err := e.Close(); err != nil {
			t.Error(err)
		}
	})
	a := &account{}
	cfg := wechat.Config{Base: s.URL, HTTP: s.Client(), Rate: rate.Inf, Now: time.Now, Observe: func(c wechat.Call) {
		if !strings.HasSuffix(c.API, "token") {
			a.calls = append(a.calls, c.API)
		}
	}}
	cfg.Tokens = wechat.StableToken(cfg, "wx1", "secret")
	a.client = wechat.New(cfg)
	if a.box, err = library.Open(library.Draft, a.client); err != nil {
		t.Fatal(err)
	}
	return a
}

// png is an image of one pixel.
const png = "\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06\x00\x00\x00\x1f\x15\xc4\x89" +
	"\x00\x00\x00\rIDATx\x9cc\xf8\xff\xff?\x00\x05\xfe\x02\xfe\xa75\x81\x84\x00\x00\x00\x00IEND\xaeB`\x82"

// cover puts an image into the account.
func (a *account) cover(t *testing.T, name string) string {
	t.Helper()
	id, _, err := a.client.AddMaterial(t.Context(), wechat.Image, wechat.File{Name: name, Data: []byte(png)}, nil)
	if err != nil {
		t.Fatal(err)
	}
	return id
}

// draft puts a message into the account as somebody else would.
func (a *account) draft(t *testing.T, title, thumb string) string {
	t.Helper()
	id, err := a.box.Create(t.Context(), []model.Payload{{
		Fields: model.Fields{Title: title, Digest: "要"}, Comments: model.CommentsClosed, ThumbMediaID: thumb, Content: "<p>" + title + "</p>",
	}})
	if err != nil {
		t.Fatal(err)
	}
	return id
}

// wanted is a message of one article as a build makes it.
func wanted(title string) model.Message {
	a := model.Article{
		Address: model.Address(title), Path: title + ".md", Source: title, Fields: model.Fields{Title: title, Digest: "要"},
		Comments: model.CommentsClosed, Cover: model.CoverRef("c", "asis"),
		Content: "<p>" + title + "</p>", Readable: model.Readable{Text: title},
	}
	a.Hash = model.HashOf(a, func(model.Address) string { return "" })
	return model.Message{Address: a.Address, Articles: []model.Article{a}}
}

func input(messages ...model.Message) plan.Input {
	return plan.Input{
		Desired: messages, Known: state.New("l"), Library: library.Draft,
		Assets: map[model.Reference]model.Asset{model.CoverRef("c", "asis"): {Path: "c.png", Name: "mpsync-c.png"}},
	}
}

func (a *account) survey(t *testing.T, in plan.Input) plan.Plan {
	t.Helper()
	a.calls = nil
	p, err := Surveyor{Library: a.box, Client: a.client}.Plan(t.Context(), in)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func signs(p plan.Plan) string {
	var all []string
	for _, c := range p.Changes {
		all = append(all, string(c.Action)+string(c.Address))
	}
	return strings.Join(all, " ")
}

func equal(t *testing.T, what string, want, got any) {
	t.Helper()
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("%s (-want +got):\n%s", what, diff)
	}
}

func TestPlanReadsOnlyWhatMayBeOurs(t *testing.T) {
	a := newAccount(t)
	thumb := a.cover(t, "mpsync-c.png")
	a.draft(t, "one", thumb)
	a.draft(t, "of somebody else", thumb)
	p := a.survey(t, input(wanted("one"), wanted("two")))
	equal(t, "plan", "=one +two", signs(p))
	equal(t, "calls", []string{"draft/batchget", "draft/get", "freepublish/batchget", "material/batchget_material"}, a.calls)
	if len(p.Uploads) != 1 || p.Uploads[0].Found == nil || p.Uploads[0].Found.MediaID != thumb {
		t.Errorf("the cover that the account holds is not taken: %+v", p.Uploads)
	}
}

func TestPlanLooksForCoversOfANewStateOnOnePage(t *testing.T) {
	a := newAccount(t)
	a.cover(t, "somebody's.png")
	p := a.survey(t, input(wanted("one")))
	equal(t, "plan", "+one", signs(p))
	equal(t, "calls", []string{"draft/batchget", "freepublish/batchget", "material/batchget_material"}, a.calls)
	a.cover(t, "mpsync-c.png")
	if p = a.survey(t, input(wanted("one"))); p.Uploads[0].Found == nil {
		t.Error("the cover of a run whose state was lost is not found")
	}
	in := input(wanted("one"))
	in.Known.Serial = 1
	a.survey(t, in)
	equal(t, "calls with a state", []string{"draft/batchget"}, a.calls)
}

func TestPlanAsksNobodyWithoutALibrary(t *testing.T) {
	p, err := Surveyor{}.Plan(t.Context(), input(wanted("one")))
	if err != nil {
		t.Fatal(err)
	}
	equal(t, "plan", "+one", signs(p))
}

func TestPlanRendersWhatItSendsAfterAll(t *testing.T) {
	a := newAccount(t)
	thumb := a.cover(t, "mpsync-c.png")
	whole := wanted("one")
	bare := whole
	bare.Articles = slices.Clone(whole.Articles)
	bare.Articles[0].Content = ""
	in := input(bare)
	in.Known.Messages["one"] = &state.Message{MediaID: "gone", Articles: []state.Article{{
		Address: "one", Path: "one.md", Source: "one", Title: "one", Hash: whole.Articles[0].Hash,
	}}}
	in.Known.Materials["c-asis"] = &state.Material{MediaID: thumb}
	in.Options.Recreate = true
	var asked map[model.Address]bool
	s := Surveyor{Library: a.box, Client: a.client, Render: func(_ context.Context, w map[model.Address]bool) (build.Result, error) {
		asked = w
		return build.Result{Messages: []model.Message{whole}, Assets: in.Assets}, nil
	}}
	p, err := s.Plan(t.Context(), in)
	if err != nil {
		t.Fatal(err)
	}
	equal(t, "asked for", map[model.Address]bool{"one": true}, asked)
	equal(t, "plan", "+one", signs(p))
	equal(t, "content", whole.Articles[0].Content, p.Changes[0].Message.Articles[0].Content)
	s.Render = func(context.Context, map[model.Address]bool) (build.Result, error) { return build.Result{}, errBroken }
	if _, err := s.Plan(t.Context(), in); !errors.Is(err, errBroken) {
		t.Errorf("the error is %v", err)
	}
}

var errBroken = errors.New("broken")

// fickle is a draft box whose messages are deleted as soon as they were listed.
type fickle struct{ library.Library }

func (f fickle) Get(context.Context, string) (model.Observed, error) {
	return model.Observed{}, library.ErrGone
}

func TestPlanTakesAMessageThatWentMeanwhileForGone(t *testing.T) {
	a := newAccount(t)
	a.draft(t, "one", a.cover(t, "mpsync-c.png"))
	p, err := Surveyor{Library: fickle{a.box}, Client: a.client}.Plan(t.Context(), input(wanted("one")))
	if err != nil {
		t.Fatal(err)
	}
	equal(t, "plan", "+one", signs(p))
}

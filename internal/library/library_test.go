package library

import (
	"bytes"
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"image"
	"image/png"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"golang.org/x/time/rate"

	"mpsync/internal/diag"
	"mpsync/internal/emulator"
	"mpsync/internal/model"
	"mpsync/internal/readable"
	"mpsync/internal/wechat"
)

// account is an emulated account over real HTTP and a client of it.
type account struct {
	url    string
	client *wechat.Client
}

func newAccount(t *testing.T, profile string) account {
	t.Helper()
	e, err := emulator.Open(t.Context(), emulator.Config{Dir: t.TempDir(), Profile: profile, Now: time.Now, Rand: rand.Reader})
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
	cfg := wechat.Config{
		Base: s.URL, HTTP: s.Client(), Rate: rate.Inf, Timeout: 5 * time.Second, Now: time.Now,
		Sleep: func(ctx context.Context, _ time.Duration) error { return ctx.Err() },
	}
	cfg.Tokens = wechat.StableToken(cfg, "wx1", "secret")
	return account{s.URL, wechat.New(cfg)}
}

// fault makes calls of an API go wrong.
func (a account) fault(t *testing.T, api, mode string, errcode, times int) {
	t.Helper()
	body, err := json.Marshal(map[string]any{"path": "/cgi-bin/" + api, "mode": mode, "errcode": errcode, "times": times})
	if err != nil {
		t.Fatal(err)
	}
	resp, err := http.Post(a.url+"/_emulator/faults", "application/json", bytes.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	_ = resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		t.Fatalf("fault: %s", resp.Status)
	}
}

// calls counts the calls of an API that the account saw.
func (a account) calls(t *testing.T, api string) int {
	t.Helper()
	resp, err := http.Get(a.url + "/_emulator/requests")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = resp.Body.Close() }()
	var log []struct{ Path string }
	if err := json.NewDecoder(resp.Body).Decode(&log); err != nil {
		t.Fatal(err)
	}
	n := 0
	for _, r := range log {
		if r.Path == "/cgi-bin/"+api {
			n++
		}
	}
	return n
}

// cover adds an image that articles can use.
func (a account) cover(t *testing.T, name string) string {
	t.Helper()
	id, url, err := a.client.AddMaterial(t.Context(), wechat.Image, wechat.File{Name: name, Data: picture(t)}, nil)
	if err != nil || url == "" {
		t.Fatalf("%q, %v", url, err)
	}
	return id
}

func picture(t *testing.T) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, image.NewGray(image.Rect(0, 0, 8, 8))); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func article(cover, title string) model.Payload {
	return model.Payload{
		Fields:       model.Fields{Title: title, Author: "张三", Digest: "摘要", SourceURL: "https://example.com/?a=1&b=2"},
		Comments:     model.CommentsFans,
		ThumbMediaID: cover, Content: "<section><p>" + title + " &lt;文&gt;</p><p>第二段</p></section>",
	}
}

// read is what is expected of an article that was sent.
func read(p model.Payload) model.ObservedArticle {
	return model.ObservedArticle{
		Fields: p.Fields, Comments: p.Comments, ThumbMediaID: p.ThumbMediaID, Readable: readable.Read(p.Content),
	}
}

// sameArticles ignores what the account adds or may rewrite.
var sameArticles = cmp.Options{
	cmpopts.IgnoreFields(model.ObservedArticle{}, "URL", "ThumbURL", "Type", "Content"), cmpopts.IgnoreFields(model.Fields{}, "ShowCover"),
}

// libraries are the implementations, each on an account of its own.
var libraries = map[string]struct{ name, profile string }{
	"material":      {Material, "legacy"},
	"draft, legacy": {Draft, "legacy"},
	"draft":         {Draft, "current"},
}

// conform runs f on every implementation.
func conform(t *testing.T, f func(t *testing.T, a account, l Library)) {
	t.Helper()
	for name, tt := range libraries {
		t.Run(name, func(t *testing.T) {
			a := newAccount(t, tt.profile)
			l, err := Open(tt.name, a.client)
			if err != nil || l.Name() != tt.name {
				t.Fatalf("%v, %v", l, err)
			}
			f(t, a, l)
		})
	}
}

func TestWhatIsCreatedCanBeRead(t *testing.T) {
	conform(t, func(t *testing.T, a account, l Library) {
		p := article(a.cover(t, "c.png"), "标题 <甲>")
		id, err := l.Create(t.Context(), []model.Payload{p})
		if err != nil {
			t.Fatal(err)
		}
		got, err := l.Get(t.Context(), id)
		if err != nil {
			t.Fatal(err)
		}
		if got.MediaID != id || !got.HasContent || got.UpdateTime == 0 || got.Articles[0].Content == "" || got.Articles[0].URL == "" {
			t.Errorf("%+v", got)
		}
		if diff := cmp.Diff([]model.ObservedArticle{read(p)}, got.Articles, sameArticles); diff != "" {
			t.Error(diff)
		}
		want := model.Message{Articles: []model.Article{{Fields: p.Fields, Comments: p.Comments, Readable: readable.Read(p.Content)}}}
		if got.Fingerprint() != want.Fingerprint() {
			t.Error("the message is not recognised by its fingerprint")
		}
	})
}

func TestMessageOfSeveralArticles(t *testing.T) {
	conform(t, func(t *testing.T, a account, l Library) {
		cover := a.cover(t, "c.png")
		sent := []model.Payload{article(cover, "头条"), article(cover, "次条"), article(cover, "第三条")}
		id, err := l.Create(t.Context(), sent)
		if err != nil {
			t.Fatal(err)
		}
		sent[1] = article(cover, "次条，改过")
		sent[1].Comments = model.CommentsClosed
		if err := l.Update(t.Context(), id, 1, sent[1]); err != nil {
			t.Fatal(err)
		}
		got, err := l.Get(t.Context(), id)
		if err != nil {
			t.Fatal(err)
		}
		var want []model.ObservedArticle
		for _, p := range sent {
			p.Fields.Digest = ""
			want = append(want, read(p))
		}
		if diff := cmp.Diff(want, got.Articles, sameArticles); diff != "" {
			t.Error(diff)
		}
		if sent[0].Fields.Digest == "" {
			t.Error("what the caller gave was changed")
		}
	})
}

func TestListIsNewestFirstInPages(t *testing.T) {
	conform(t, func(t *testing.T, a account, l Library) {
		cover := a.cover(t, "c.png")
		var want []string
		for i := range 23 {
			id, err := l.Create(t.Context(), []model.Payload{article(cover, fmt.Sprint("第", i))})
			if err != nil {
				t.Fatal(err)
			}
			want = append([]string{id}, want...)
		}
		var got []string
		for offset := 0; offset < 23; offset += 20 {
			total, page, err := l.List(t.Context(), offset, 20, true)
			if total != 23 || err != nil {
				t.Fatalf("total %d, %v", total, err)
			}
			for _, o := range page {
				got = append(got, o.MediaID)
				if !o.HasContent || o.UpdateTime == 0 || !strings.Contains(Read(o).Articles[0].Readable.Text, "第二段") {
					t.Errorf("%+v", o)
				}
			}
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Error(diff)
		}
		if total, page, err := l.List(t.Context(), 40, 20, true); total != 23 || len(page) != 0 || err != nil {
			t.Errorf("past the end: %d, %v, %v", total, page, err)
		}
		seen, err := Scan(t.Context(), l, ScanOptions{})
		if err != nil || !seen.Complete || len(seen.Messages) != 23 {
			t.Fatalf("%d, %v, %v", len(seen.Messages), seen.Complete, err)
		}
		if o := seen.Messages[0]; o.HasContent != (l.Name() == Material) || o.Articles[0].Fields.Title == "" {
			t.Errorf("%+v", o)
		}
		before := a.calls(t, l.APIs().List)
		seen, err = Scan(t.Context(), l, ScanOptions{Known: func(m model.Observed) bool { return m.MediaID != want[22] }})
		if err != nil || seen.Complete || a.calls(t, l.APIs().List) != before+1 {
			t.Errorf("a page of known ids did not end the scan: %v, %v", seen.Complete, err)
		}
	})
}

func TestEmptyAccount(t *testing.T) {
	conform(t, func(t *testing.T, _ account, l Library) {
		seen, err := Scan(t.Context(), l, ScanOptions{Content: true})
		if err != nil || !seen.Complete || len(seen.Messages) != 0 {
			t.Errorf("%+v, %v", seen, err)
		}
	})
}

func TestDeletedIsGone(t *testing.T) {
	conform(t, func(t *testing.T, a account, l Library) {
		id, err := l.Create(t.Context(), []model.Payload{article(a.cover(t, "c.png"), "题")})
		if err != nil {
			t.Fatal(err)
		}
		for range 2 {
			if err := l.Delete(t.Context(), id); err != nil {
				t.Error(err)
			}
		}
		if _, err := l.Get(t.Context(), id); !errors.Is(err, ErrGone) || wechat.CodeOf(err) != wechat.CodeInvalidMediaID {
			t.Errorf("got %v", err)
		}
		if err := l.Update(t.Context(), id, 0, article("x", "题")); wechat.OutcomeOf(err) != wechat.NotDone {
			t.Errorf("%s, %v", wechat.OutcomeOf(err), err)
		}
	})
}

func TestRefusedCreateIsNotDone(t *testing.T) {
	conform(t, func(t *testing.T, a account, l Library) {
		cover := a.cover(t, "c.png")
		for name, p := range map[string]model.Payload{
			"unknown cover": article("nosuchcover", "题"), "no cover": article("", "题"), "no title": article(cover, ""),
			"long title": article(cover, strings.Repeat("题", 65)),
		} {
			if _, err := l.Create(t.Context(), []model.Payload{p}); wechat.OutcomeOf(err) != wechat.NotDone {
				t.Errorf("%s: %s, %v", name, wechat.OutcomeOf(err), err)
			}
		}
		many := make([]model.Payload, 9)
		for i := range many {
			many[i] = article(cover, "题")
		}
		if _, err := l.Create(t.Context(), many); wechat.OutcomeOf(err) != wechat.NotDone {
			t.Errorf("nine articles: %s, %v", wechat.OutcomeOf(err), err)
		}
		if total, _, err := l.List(t.Context(), 0, 1, false); total != 0 || err != nil {
			t.Errorf("%d messages, %v", total, err)
		}
	})
}

func TestCreateIsTriedOnceWhateverHappens(t *testing.T) {
	conform(t, func(t *testing.T, a account, l Library) {
		p := []model.Payload{article(a.cover(t, "c.png"), "题")}
		for _, f := range []struct {
			mode    string
			errcode int
			outcome wechat.Outcome
			made    int
		}{
			{"drop_request", 0, wechat.Unknown, 0},
			{"drop_reply", 0, wechat.Unknown, 1},
			{"errcode", -1, wechat.Unknown, 0},
			{"errcode", 45009, wechat.NotDone, 0},
		} {
			calls := a.calls(t, l.APIs().Create)
			before, _, err := l.List(t.Context(), 0, 1, false)
			if err != nil {
				t.Fatal(err)
			}
			a.fault(t, l.APIs().Create, f.mode, f.errcode, 1)
			_, err = l.Create(t.Context(), p)
			if wechat.OutcomeOf(err) != f.outcome {
				t.Errorf("%s: %s, %v", f.mode, wechat.OutcomeOf(err), err)
			}
			if n := a.calls(t, l.APIs().Create) - calls; n != 1 {
				t.Errorf("%s: %d calls", f.mode, n)
			}
			after, _, err := l.List(t.Context(), 0, 1, false)
			if err != nil || after-before != f.made {
				t.Errorf("%s: %d made, %v", f.mode, after-before, err)
			}
		}
	})
}

func TestParallelCallsShareOneToken(t *testing.T) {
	conform(t, func(t *testing.T, a account, l Library) {
		var wg sync.WaitGroup
		for range 8 {
			wg.Go(func() {
				if _, _, err := l.List(t.Context(), 0, 20, true); err != nil {
					t.Error(err)
				}
			})
		}
		wg.Wait()
		if n := a.calls(t, "stable_token"); n != 1 {
			t.Errorf("%d tokens fetched", n)
		}
	})
}

func TestWhatIsSafeToRepeatIsRepeated(t *testing.T) {
	conform(t, func(t *testing.T, a account, l Library) {
		cover := a.cover(t, "c.png")
		a.fault(t, l.APIs().Create, "errcode", 42001, 1)
		id, err := l.Create(t.Context(), []model.Payload{article(cover, "一")})
		if err != nil {
			t.Fatalf("refused token: %v", err)
		}
		for _, mode := range []string{"drop_request", "drop_reply"} {
			for _, api := range []string{l.APIs().Update, l.APIs().Get, l.APIs().List} {
				a.fault(t, api, mode, 0, 2)
			}
			if err := l.Update(t.Context(), id, 0, article(cover, "二")); err != nil {
				t.Errorf("update after %s: %v", mode, err)
			}
			if o, err := l.Get(t.Context(), id); err != nil || o.Articles[0].Fields.Title != "二" {
				t.Errorf("get after %s: %+v, %v", mode, o, err)
			}
			if total, _, err := l.List(t.Context(), 0, 20, false); total != 1 || err != nil {
				t.Errorf("list after %s: %d, %v", mode, total, err)
			}
		}
		a.fault(t, l.APIs().Delete, "drop_reply", 0, 1)
		if err := l.Delete(t.Context(), id); err != nil {
			t.Errorf("delete after drop_reply: %v", err)
		}
	})
}

func TestContentImagesAreRecognisedInWhatIsReadBack(t *testing.T) {
	conform(t, func(t *testing.T, a account, l Library) {
		url, err := a.client.UploadImg(t.Context(), wechat.File{Name: "i.png", Data: picture(t)})
		if err != nil {
			t.Fatal(err)
		}
		p := article(a.cover(t, "c.png"), "题")
		p.Content = `<p>一<img src="` + url + `"></p><p><img src="https://example.com/x.png">二</p><script>x</script>`
		id, err := l.Create(t.Context(), []model.Payload{p})
		if err != nil {
			t.Fatal(err)
		}
		got, err := l.Get(t.Context(), id)
		if err != nil {
			t.Fatal(err)
		}
		want := model.Readable{Text: "一\n二", Images: []string{model.ImageID(url)}}
		if diff := cmp.Diff(want, got.Articles[0].Readable); diff != "" {
			t.Errorf("%s\n%s", diff, got.Articles[0].Content)
		}
	})
}

func TestOpenKnowsItsNames(t *testing.T) {
	if _, err := Open("auto", nil); err == nil {
		t.Error("auto is no library")
	}
}

func TestDetect(t *testing.T) {
	for profile, want := range map[string]string{"legacy": Material, "current": Draft} {
		a := newAccount(t, profile)
		got, err := Detect(t.Context(), a.client)
		if got != want || err != nil {
			t.Errorf("%s: %q, %v", profile, got, err)
		}
		if n, err := a.client.MaterialCount(t.Context()); n.News != 0 || err != nil {
			t.Errorf("%s: detecting created %d messages, %v", profile, n.News, err)
		}
	}
}

func TestDetectAnswers(t *testing.T) {
	a := newAccount(t, "legacy")
	for code, want := range map[int]string{
		45103: Draft, 45106: Draft, 48001: Draft, 48009: Draft, 40066: Draft,
		40007: Material, 40035: Material, 40097: Material, 41011: Material, 44003: Material, 45008: Material, 47001: Material,
		45002: "ask", 48004: "ask", 12345: "ask", 45009: "fail", 40164: "fail", -1: "fail", 42001: "fail",
	} {
		a.fault(t, "material/add_news", "errcode", code, 1+3) // once more than retries use
		got, err := Detect(t.Context(), a.client)
		finding, asks := errors.AsType[*diag.FindingError](err)
		switch {
		case want == "ask":
			if !asks || finding.Code != "api-library" || !strings.Contains(finding.Error(), "library: draft") {
				t.Errorf("%d: %q, %v", code, got, err)
			}
		case want == "fail":
			if asks || wechat.CodeOf(err) != code {
				t.Errorf("%d: %q, %v", code, got, err)
			}
		case got != want || err != nil:
			t.Errorf("%d: %q, %v", code, got, err)
		}
		resp, err := http.NewRequestWithContext(t.Context(), http.MethodDelete, a.url+"/_emulator/faults", nil)
		if err != nil {
			t.Fatal(err)
		}
		cleared, err := http.DefaultClient.Do(resp)
		if err != nil {
			t.Fatal(err)
		}
		_ = cleared.Body.Close()
	}
}

func TestImagesStopWhenAllWereFound(t *testing.T) {
	a := newAccount(t, "legacy")
	ids := make([]string, 45)
	for i := range ids {
		ids[i] = a.cover(t, fmt.Sprintf("mpsync-%d.png", i))
	}
	for _, tt := range []struct {
		wanted []string
		calls  int
	}{
		{nil, 0},
		{[]string{"mpsync-44.png", ids[30]}, 1},
		{[]string{"mpsync-44.png", "mpsync-20.png"}, 2},
		{[]string{"mpsync-44.png", "nosuch.png"}, 3},
	} {
		before := a.calls(t, "material/batchget_material")
		images, err := Images(t.Context(), a.client, tt.wanted)
		if err != nil || a.calls(t, "material/batchget_material")-before != tt.calls {
			t.Errorf("%v: %d calls, %v", tt.wanted, a.calls(t, "material/batchget_material")-before, err)
		}
		for _, w := range tt.wanted {
			found := false
			for _, m := range images {
				found = found || m.Name == w || m.MediaID == w
			}
			if found != (w != "nosuch.png") {
				t.Errorf("%v: found %v", w, found)
			}
		}
	}
}

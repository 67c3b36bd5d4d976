package wechat

import (
	"context"
	"net/http"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"mpsync/internal/model"
)

const (
	ok      = `{"errcode":0,"errmsg":"ok","media_id":"M","url":"U","total_count":0,"total":0,"news_item":[{"title":"t"}],"quota":{"daily_limit":1000,"used":1,"remain":"999"}}`
	busy    = `{"errcode":-1,"errmsg":"system error"}`
	minute  = `{"errcode":45011,"errmsg":"api minute-quota reach limit"}`
	daily   = `{"errcode":45009,"errmsg":"reach max api daily quota limit"}`
	expired = `{"errcode":42001,"errmsg":"access_token expired"}`
	noMedia = `{"errcode":40007,"errmsg":"invalid media_id"}`
)

// One call of each effect.
var calls = map[string]func(context.Context, *Client) error{
	"read":   func(ctx context.Context, c *Client) error { _, err := c.DraftGet(ctx, "M"); return err },
	"repeat": func(ctx context.Context, c *Client) error { return c.DraftUpdate(ctx, "M", 0, oneArticle[0]) },
	"create": func(ctx context.Context, c *Client) error { _, err := c.DraftAdd(ctx, oneArticle); return err },
}

func TestRetries(t *testing.T) {
	s := func(n ...float64) (d []time.Duration) {
		for _, n := range n {
			d = append(d, time.Duration(n*float64(time.Second)))
		}
		return d
	}
	for name, tt := range map[string]struct {
		call    string
		answers []string
		waits   []time.Duration
		outcome Outcome
	}{
		"read after busy":               {"read", []string{busy, "5xx", "lost", ok}, s(1, 2, 4), OK},
		"read gives up":                 {"read", []string{busy}, s(1, 2, 4), NotDone},
		"update after busy":             {"repeat", []string{busy, ok}, s(1), OK},
		"update gives up":               {"repeat", []string{"lost"}, s(1, 2, 4), Unknown},
		"update refused after lost":     {"repeat", []string{"lost", daily}, s(1), Unknown},
		"create is not repeated: -1":    {"create", []string{busy}, nil, Unknown},
		"create is not repeated: 5xx":   {"create", []string{"5xx"}, nil, Unknown},
		"create is not repeated: lost":  {"create", []string{"lost"}, nil, Unknown},
		"create after refused token":    {"create", []string{expired, ok}, s(0), OK},
		"token is refreshed once":       {"create", []string{expired}, s(0), NotDone},
		"create in the next minute":     {"create", []string{minute, minute, ok}, s(41, 41), OK},
		"minutes end":                   {"read", []string{minute}, s(41, 41, 41), NotDone},
		"create after token and minute": {"create", []string{expired, minute, busy}, s(0, 41), Unknown},
		"daily quota":                   {"read", []string{daily}, nil, NotDone},
		"unknown media_id":              {"create", []string{noMedia}, nil, NotDone},
	} {
		t.Run(name, func(t *testing.T) {
			a := answering(t, tt.answers...)
			c := a.client()
			now := time.Date(2026, 1, 1, 12, 0, 20, 0, time.UTC)
			c.cfg.Now = func() time.Time { return now }
			err := calls[tt.call](t.Context(), c)
			if OutcomeOf(err) != tt.outcome {
				t.Errorf("%s: %v", OutcomeOf(err), err)
			}
			if diff := cmp.Diff(tt.waits, a.slept); diff != "" {
				t.Error(diff)
			}
			if len(a.calls) != len(tt.waits)+1 || len(a.seen) != len(a.calls) {
				t.Errorf("%d calls, %d seen", len(a.calls), len(a.seen))
			}
		})
	}
}

func TestRefusedTokenIsReplaced(t *testing.T) {
	a := answering(t, expired, ok)
	if err := calls["create"](t.Context(), a.client()); err != nil {
		t.Fatal(err)
	}
	if a.calls[0].query != "access_token=T1" || a.calls[1].query != "access_token=T2" {
		t.Errorf("%v", a.calls)
	}
}

func TestFreshCoverIsWaitedFor(t *testing.T) {
	now := time.Date(2026, 1, 1, 12, 0, 0, 0, time.UTC)
	a := answering(t, `{"media_id":"C","url":"http://mmbiz.qpic.cn/mmbiz_png/I/0"}`, noMedia, noMedia, ok)
	c := a.client()
	c.cfg.Now = func() time.Time { return now }
	if _, _, err := c.AddMaterial(t.Context(), Image, File{Name: "c.png"}, nil); err != nil {
		t.Fatal(err)
	}
	if _, err := c.DraftAdd(t.Context(), oneArticle); err != nil {
		t.Error(err)
	}
	if diff := cmp.Diff([]time.Duration{time.Second, 2 * time.Second}, a.slept); diff != "" {
		t.Error(diff)
	}

	a.answers = []string{noMedia}
	calls := len(a.calls)
	other := []model.Payload{{ThumbMediaID: "other"}}
	if _, err := c.DraftAdd(t.Context(), other); CodeOf(err) != CodeInvalidMediaID || len(a.calls) != calls+1 {
		t.Errorf("another cover was waited for: %v", err)
	}
	now = now.Add(freshFor)
	if _, err := c.DraftAdd(t.Context(), oneArticle); CodeOf(err) != CodeInvalidMediaID || len(a.calls) != calls+2 {
		t.Errorf("an old cover was waited for: %v", err)
	}
}

func TestWaitsEndWithTheContext(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		a := answering(t, minute)
		c := a.client()
		c.cfg.Sleep = sleep
		ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
		defer cancel()
		start := time.Now()
		err := calls["create"](ctx, c)
		if took := time.Since(start); took != 10*time.Second || len(a.calls) != 1 {
			t.Errorf("%d calls in %s", len(a.calls), took)
		}
		if OutcomeOf(err) != NotDone || ClassOf(err) != ClassMinute {
			t.Errorf("%s, %v", OutcomeOf(err), err)
		}
	})
}

func TestBackOffIsSpread(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		a := answering(t, busy)
		c := a.client()
		c.cfg.Sleep = sleep
		c.cfg.Rand = func() float64 { return 0.5 }
		start := time.Now()
		_ = calls["read"](t.Context(), c)
		if took := time.Since(start); took != 5250*time.Millisecond { // 0.75 of 1+2+4 s
			t.Errorf("took %s", took)
		}
	})
}

func TestRateLimitsEachAPI(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		a := answering(t, ok)
		c := a.client()
		c.cfg.Rate = 2
		start := time.Now()
		for range 6 {
			if _, err := c.DraftCount(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
		if took := time.Since(start); took != 2*time.Second { // two at once, then two a second
			t.Errorf("took %s", took)
		}
		if _, err := c.DraftGet(t.Context(), "M"); err != nil || time.Since(start) != 2*time.Second {
			t.Errorf("one API waits for another: %s, %v", time.Since(start), err)
		}
		ctx, cancel := context.WithTimeout(t.Context(), time.Millisecond)
		defer cancel()
		for range 2 {
			_, _ = c.DraftAdd(ctx, oneArticle)
		}
		if _, err := c.DraftAdd(ctx, oneArticle); OutcomeOf(err) != NotDone {
			t.Errorf("%s, %v", OutcomeOf(err), err)
		}
	})
}

func TestTimeoutGrowsWithTheUpload(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		a := answering(t, ok)
		c := a.client()
		c.http.Transport = roundTripper(func(r *http.Request) (*http.Response, error) {
			<-r.Context().Done()
			return nil, r.Context().Err()
		})
		start := time.Now()
		_, _, err := c.AddMaterial(t.Context(), Image, File{Name: "c.png", Data: make([]byte, 1<<20)}, nil)
		if took := time.Since(start); took != DefaultTimeout+16*time.Second || OutcomeOf(err) != Unknown {
			t.Errorf("%s after %s", OutcomeOf(err), took)
		}
	})
}

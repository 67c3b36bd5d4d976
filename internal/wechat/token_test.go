package wechat

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"
)

func config(a *account) Config {
	return Config{HTTP: &http.Client{Transport: roundTripper(a.serve)}, Now: time.Now}
}

func granting(token string) string {
	return fmt.Sprintf(`{"access_token":%q,"expires_in":"7200"}`, token)
}

func TestStableTokenForcesOnlyWhatWasRefused(t *testing.T) {
	a := answering(t, granting("A"), granting("B"), granting("B"), granting("C"))
	source := StableToken(config(a), "wx1", "S")
	for _, step := range []struct{ stale, want string }{{"", "A"}, {"", "A"}, {"A", "B"}, {"A", "B"}, {"B", "C"}} {
		if got, err := source.Token(t.Context(), step.stale); err != nil || got != step.want {
			t.Fatalf("stale %q: got %q, %v", step.stale, got, err)
		}
	}
	var forced []bool
	for _, c := range a.calls {
		var body struct {
			Grant  string `json:"grant_type"`
			AppID  string
			Secret string
			Force  bool `json:"force_refresh"`
		}
		if err := json.Unmarshal([]byte(c.body), &body); err != nil || c.method != "POST" || c.path != "/cgi-bin/stable_token" ||
			c.query != "" || body.Grant != "client_credential" || body.AppID != "wx1" || body.Secret != "S" {
			t.Errorf("%v %+v", err, c)
		}
		forced = append(forced, body.Force)
	}
	if diff := cmp.Diff([]bool{false, false, false, true}, forced); diff != "" {
		t.Error(diff)
	}
}

func TestPlainToken(t *testing.T) {
	a := answering(t, granting("A"))
	if got, err := PlainToken(config(a), "wx1", "S").Token(t.Context(), ""); err != nil || got != "A" {
		t.Fatalf("%q, %v", got, err)
	}
	want := call{method: "GET", path: "/cgi-bin/token", query: "appid=wx1&grant_type=client_credential&secret=S"}
	if diff := cmp.Diff([]call{want}, a.calls, cmp.AllowUnexported(call{})); diff != "" {
		t.Error(diff)
	}
}

func TestTokenIsFetchedAgainBeforeItEnds(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		a := answering(t, granting("A"), granting("B"))
		source := StableToken(config(a), "wx1", "S")
		for _, step := range []struct {
			wait time.Duration
			want string
		}{{0, "A"}, {7100 * time.Second, "A"}, {time.Minute, "B"}} {
			time.Sleep(step.wait)
			if got, err := source.Token(t.Context(), ""); err != nil || got != step.want {
				t.Errorf("after %s: %q, %v", step.wait, got, err)
			}
		}
	})
}

func TestTokenErrorsMeanTheCallWasNotMade(t *testing.T) {
	for answer, want := range map[string]struct {
		class Class
		text  string
	}{
		`{"errcode":40001,"errmsg":"invalid credential"}`: {ClassCredentials, "api-secret"},
		`{"errcode":40013,"errmsg":"invalid appid"}`:      {ClassCredentials, "api-appid"},
		`{"errcode":45009,"errmsg":"api freq"}`:           {ClassDaily, "api-daily"},
		`{"errcode":-1,"errmsg":"system error"}`:          {ClassBusy, "api-busy"},
		`{"expires_in":7200}`:                             {ClassNetwork, "api-network"},
		`lost`:                                            {ClassNetwork, "api-network"},
	} {
		a := answering(t, answer)
		cfg := config(a)
		cfg.Sleep = func(context.Context, time.Duration) error { return nil }
		cfg.Tokens = StableToken(cfg, "wx1", "S")
		_, err := New(cfg).DraftAdd(t.Context(), oneArticle)
		if e := errorOf(t, err); e.Outcome != NotDone || e.Class != want.class || e.Diagnostic().Code != want.text {
			t.Errorf("%s: %s, %s, %s", answer, e.Outcome, e.Class, e.Diagnostic().Code)
		}
		if a.calls[len(a.calls)-1].path != "/cgi-bin/stable_token" {
			t.Errorf("%s: the call was made without a token", answer)
		}
	}
}

func TestMissingCredentialsAreNotSent(t *testing.T) {
	a := answering(t, ok)
	for _, tt := range []struct{ appID, secret, text string }{{"", "S", "api-appid-missing"}, {"wx1", "", "api-secret-missing"}} {
		for _, source := range []TokenSource{StableToken(config(a), tt.appID, tt.secret), PlainToken(config(a), tt.appID, tt.secret)} {
			_, err := source.Token(t.Context(), "")
			if e := errorOf(t, err); e.Diagnostic().Code != tt.text || e.Outcome != NotDone {
				t.Errorf("%s, %s", e.Diagnostic().Code, e.Outcome)
			}
		}
	}
	if len(a.calls) > 0 {
		t.Errorf("called %v", a.calls)
	}
}

func TestCommandToken(t *testing.T) {
	for name, tt := range map[string]struct {
		out   string
		err   error
		stale string
		want  string
	}{
		"bare":       {out: " TOKEN\n", want: "TOKEN"},
		"JSON":       {out: "{\"access_token\":\"TOKEN\",\"expires_in\":7200}\n", want: "TOKEN"},
		"empty":      {out: "\n"},
		"empty JSON": {out: "{}"},
		"cut JSON":   {out: "{"},
		"two words":  {out: "token: TOKEN"},
		"same again": {out: "TOKEN", stale: "TOKEN"},
		"fails":      {out: "TOKEN", err: errors.New("exit status 1")},
	} {
		source := CommandToken(time.Now, func(context.Context) ([]byte, error) { return []byte(tt.out), tt.err })
		got, err := source.Token(t.Context(), tt.stale)
		if tt.want != "" {
			if got != tt.want || err != nil {
				t.Errorf("%s: got %q, %v", name, got, err)
			}
			continue
		}
		if e := errorOf(t, err); e.Outcome != NotDone || e.Diagnostic().Code != "api-token-command" || !errors.Is(err, tt.err) && tt.err != nil {
			t.Errorf("%s: %s, %v", name, e.Outcome, e)
		}
	}
}

func TestOneFetchServesAllWhoWait(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var fetches atomic.Int32
		source := CommandToken(time.Now, func(context.Context) ([]byte, error) {
			time.Sleep(time.Second)
			return fmt.Appendf(nil, "T%d", fetches.Add(1)), nil
		})
		for _, stale := range []string{"", "T1"} {
			var wg sync.WaitGroup
			for range 20 {
				wg.Go(func() {
					if got, err := source.Token(t.Context(), stale); err != nil || got == stale {
						t.Errorf("stale %q: %q, %v", stale, got, err)
					}
				})
			}
			wg.Wait()
		}
		if fetches.Load() != 2 {
			t.Errorf("%d fetches", fetches.Load())
		}
	})
}

func TestOneFailureServesAllWhoWait(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var fetches atomic.Int32
		source := CommandToken(time.Now, func(context.Context) ([]byte, error) {
			fetches.Add(1)
			time.Sleep(time.Second)
			return nil, errors.New("exit status 1")
		})
		var wg sync.WaitGroup
		for range 20 {
			wg.Go(func() {
				if _, err := source.Token(t.Context(), ""); err == nil {
					t.Error("got a token")
				}
			})
		}
		wg.Wait()
		if fetches.Load() != 1 {
			t.Errorf("%d fetches", fetches.Load())
		}
	})
}

func TestWaiterOutlivesTheFetchOfAnother(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		source := CommandToken(time.Now, func(ctx context.Context) ([]byte, error) {
			return []byte("T"), sleep(ctx, time.Minute)
		})
		short, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		go func() {
			if _, err := source.Token(short, ""); !errors.Is(err, context.DeadlineExceeded) {
				t.Errorf("got %v", err)
			}
		}()
		synctest.Wait()
		if got, err := source.Token(t.Context(), ""); got != "T" || err != nil {
			t.Errorf("%q, %v", got, err)
		}
	})
}

func TestWaiterMayGiveUp(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		source := CommandToken(time.Now, func(ctx context.Context) ([]byte, error) {
			return []byte("T"), sleep(ctx, time.Minute)
		})
		go func() { _, _ = source.Token(t.Context(), "") }()
		synctest.Wait()
		short, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		_, err := source.Token(short, "")
		if !errors.Is(err, context.DeadlineExceeded) || OutcomeOf(err) != NotDone {
			t.Errorf("%s, %v", OutcomeOf(err), err)
		}
		synctest.Wait()
		time.Sleep(time.Minute)
	})
}

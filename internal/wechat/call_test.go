package wechat

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"mpsync/internal/diag"
	"mpsync/internal/model"
)

var oneArticle = []model.Payload{{Fields: model.Fields{Title: "题"}, ThumbMediaID: "C", Content: "<p>文</p>"}}

// overHTTP is a client of base that tries once and waits for nothing.
func overHTTP(base string, timeout time.Duration) *Client {
	return New(Config{
		Base: base, Tokens: &account{}, Timeout: timeout, Now: time.Now,
		Sleep: func(context.Context, time.Duration) error { return errors.New("no second try") },
	})
}

func TestOutcomeOverHTTP(t *testing.T) {
	hijack := func(write string) http.HandlerFunc {
		return func(w http.ResponseWriter, r *http.Request) {
			_, _ = io.Copy(io.Discard, r.Body)
			conn, _, err := w.(http.Hijacker).Hijack()
			if err != nil {
				t.Error(err)
				return
			}
			_, _ = io.WriteString(conn, write)
			_ = conn.Close()
		}
	}
	reset := func(w http.ResponseWriter, _ *http.Request) {
		conn, _, err := w.(http.Hijacker).Hijack()
		if err != nil {
			t.Error(err)
			return
		}
		_ = conn.(*net.TCPConn).SetLinger(0) // closing then resets
		_ = conn.Close()
	}
	answer := func(status int, body string) http.HandlerFunc {
		return func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Location", "/elsewhere")
			w.WriteHeader(status)
			_, _ = io.WriteString(w, body)
		}
	}
	for name, tt := range map[string]struct {
		handler http.HandlerFunc
		outcome Outcome
		class   Class
		says    string
	}{
		"done":              {answer(200, `{"media_id":"M"}`), OK, "", ""},
		"text/plain, BOM":   {answer(200, "\ufeff{\"media_id\":\"M\",\"item\":[]}"), OK, "", ""},
		"errcode 0":         {answer(200, `{"errcode":"0","errmsg":"","media_id":"M"}`), OK, "", ""},
		"refused":           {answer(200, `{"errcode":45003,"errmsg":"title size out of limit"}`), NotDone, ClassRefused, "45003"},
		"errcode in string": {answer(200, `{"errcode":"45003"}`), NotDone, ClassRefused, "45003"},
		"refused, odd rest": {answer(200, `{"errcode":45003,"media_id":7}`), NotDone, ClassRefused, "45003"},
		"busy":              {answer(200, `{"errcode":-1,"errmsg":"system error"}`), Unknown, ClassBusy, "-1 system error"},
		"unnamed errcode":   {answer(200, `{"errcode":99999,"errmsg":"?"}`), Unknown, ClassRefused, "99999"},
		"reset":             {reset, Unknown, ClassNetwork, "reset"},
		"too large":         {answer(200, `{"media_id":"M"}`+strings.Repeat(" ", maxAnswer)), Unknown, ClassNetwork, "too large"},
		"gateway":           {answer(502, `<html></html>`), Unknown, ClassBusy, "502"},
		"not found":         {answer(404, `not here`), Unknown, ClassNetwork, "404"},
		"redirect":          {answer(307, ``), Unknown, ClassNetwork, "307"},
		"no media_id":       {answer(200, `{"errcode":0,"errmsg":"ok"}`), Unknown, ClassNetwork, "lacks media_id"},
		"empty":             {answer(200, ``), Unknown, ClassNetwork, "empty"},
		"HTML":              {answer(200, `<html>log in to the network</html>`), Unknown, ClassNetwork, "not JSON"},
		"cut JSON":          {answer(200, `{"media_id":"M`), Unknown, ClassNetwork, "broken JSON"},
		"closed at once":    {hijack(""), Unknown, ClassNetwork, "EOF"},
		"closed in body":    {hijack("HTTP/1.1 200 OK\r\nContent-Length: 90\r\n\r\n{\"media_id\":\"M\"}"), Unknown, ClassNetwork, "EOF"},
		"never":             {func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() }, Unknown, ClassNetwork, "no answer in time"},
	} {
		t.Run(name, func(t *testing.T) {
			calls := 0
			s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				calls++
				_, _ = io.ReadAll(r.Body)
				tt.handler(w, r)
			}))
			timeout := 10 * time.Second
			if name == "never" {
				timeout = 20 * time.Millisecond
			}
			_, err := overHTTP(s.URL+"/", timeout).DraftAdd(t.Context(), oneArticle)
			s.Close() // waits for the handlers
			if OutcomeOf(err) != tt.outcome || ClassOf(err) != tt.class || err != nil && !strings.Contains(err.Error(), tt.says) {
				t.Errorf("%s, %q: %v", OutcomeOf(err), ClassOf(err), err)
			}
			if calls != 1 {
				t.Errorf("%d calls", calls)
			}
		})
	}
}

func TestNoConnectionIsNotDone(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	base := "http://" + l.Addr().String()
	_ = l.Close()
	_, err = overHTTP(base, 0).DraftAdd(t.Context(), oneArticle)
	if OutcomeOf(err) != NotDone || !errors.Is(err, syscall.ECONNREFUSED) {
		t.Errorf("refused: %s, %v", OutcomeOf(err), err)
	}

	s := httptest.NewUnstartedServer(http.NotFoundHandler())
	s.Config.ErrorLog = log.New(io.Discard, "", 0)
	s.StartTLS()
	defer s.Close()
	_, err = overHTTP(s.URL, 0).DraftAdd(t.Context(), oneArticle)
	if OutcomeOf(err) != NotDone {
		t.Errorf("unknown certificate: %s, %v", OutcomeOf(err), err)
	}

	ctx, cancel := context.WithCancel(t.Context())
	c := New(Config{Tokens: &account{}, Now: time.Now, HTTP: &http.Client{Transport: &http.Transport{
		DialContext: func(ctx context.Context, _, _ string) (net.Conn, error) {
			cancel()
			<-ctx.Done()
			return nil, context.Cause(ctx)
		},
	}}})
	_, err = c.DraftAdd(ctx, oneArticle)
	if OutcomeOf(err) != NotDone || !errors.Is(err, context.Canceled) {
		t.Errorf("ended while connecting: %s, %v", OutcomeOf(err), err)
	}
	_, err = c.DraftAdd(ctx, oneArticle)
	if OutcomeOf(err) != NotDone {
		t.Errorf("ended before the call: %s, %v", OutcomeOf(err), err)
	}
}

func TestTransportThatIsNoNetworkProvesNothing(t *testing.T) {
	_, err := answering(t, "lost").client().DraftAdd(t.Context(), oneArticle)
	if OutcomeOf(err) != Unknown || !errors.Is(err, io.ErrUnexpectedEOF) {
		t.Errorf("%s, %v", OutcomeOf(err), err)
	}
}

func TestEndWhileWaitingForTheAnswerIsUnknown(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	s := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		_, _ = io.ReadAll(r.Body)
		cancel()
		<-r.Context().Done()
	}))
	defer s.Close()
	_, err := overHTTP(s.URL, 0).DraftAdd(ctx, oneArticle)
	if OutcomeOf(err) != Unknown || !errors.Is(err, context.Canceled) {
		t.Errorf("%s, %v", OutcomeOf(err), err)
	}
}

func TestBadBaseIsNotDone(t *testing.T) {
	_, err := overHTTP("http://[::1", 0).DraftAdd(t.Context(), oneArticle)
	if e := errorOf(t, err); e.Outcome != NotDone || e.Diagnostic().Code != "api-base" {
		t.Errorf("%s, %v", e.Outcome, e)
	}
}

func TestRedirectIsNotFollowed(t *testing.T) {
	other := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {
		t.Error("the token went to another host")
	}))
	defer other.Close()
	s := httptest.NewServer(http.RedirectHandler(other.URL, http.StatusTemporaryRedirect))
	defer s.Close()
	if _, err := overHTTP(s.URL, 0).DraftCount(t.Context()); err == nil {
		t.Error("a redirect was taken as an answer")
	}
}

// texts is everything that an error can show.
func allTexts(err error) string {
	var b strings.Builder
	for ; err != nil; err = errors.Unwrap(err) {
		fmt.Fprintf(&b, "%v %+v %#v\n", err, err, err)
		if e, ok := errors.AsType[*Error](err); ok {
			d := e.Diagnostic()
			for _, l := range []diag.Lang{diag.English, diag.Chinese} {
				b.WriteString(d.Message(l) + d.Hint(l) + fmt.Sprint(d.Args))
			}
		}
	}
	return b.String()
}

func TestNoErrorShowsASecret(t *testing.T) {
	const canary = "CANARY/+ secret"
	escaped := []string{canary, url.QueryEscape(canary), url.PathEscape(canary), "CANARY"}
	fail := func(err error) roundTripper {
		return func(*http.Request) (*http.Response, error) { return nil, err }
	}
	echo := func(status int, body string) roundTripper {
		return func(r *http.Request) (*http.Response, error) {
			b := []byte{}
			if r.Body != nil {
				b, _ = io.ReadAll(r.Body)
			}
			return reply(status, strings.NewReplacer("URL", r.URL.String(), "BODY", string(b), "SECRET", canary).Replace(body)), nil
		}
	}
	nested := &url.Error{Op: "Post", URL: "http://proxy/?access_token=" + url.QueryEscape(canary), Err: io.EOF}
	transports := map[string]roundTripper{
		"transport names the URL": func(r *http.Request) (*http.Response, error) {
			return nil, fmt.Errorf("cannot reach %s: %w", r.URL, &net.OpError{Op: "dial", Err: errors.New(r.URL.RawQuery)})
		},
		"url error in the transport": fail(nested),
		"wrapped url error":          fail(fmt.Errorf("via proxy: %w", nested)),
		"errmsg echoes":              echo(200, `{"errcode":40001,"errmsg":"SECRET is invalid, URL rid: 1-2"}`),
		"errmsg echoes, 40164":       echo(200, `{"errcode":40164,"errmsg":"invalid ip SECRET"}`),
		"HTML echoes":                echo(200, `<html>URL SECRET</html>`),
		"502 echoes":                 echo(502, `URL`),
		"404 echoes":                 echo(404, `URL`),
		"broken JSON echoes":         echo(200, `{"access_token":"SECRET","media_id":`),
		"odd JSON echoes":            echo(200, `{"access_token":{"SECRET":1},"total_count":"SECRET","errcode":"SECRET"}`),
		"body cannot be read": func(*http.Request) (*http.Response, error) {
			r := reply(200, "")
			r.Body = io.NopCloser(io.MultiReader(strings.NewReader("{"), brokenReader{nested}))
			return r, nil
		},
	}
	for name, transport := range transports {
		t.Run(name, func(t *testing.T) {
			var seen []Call
			cfg := Config{
				HTTP: &http.Client{Transport: transport}, Now: time.Now,
				Sleep:   func(context.Context, time.Duration) error { return nil },
				Observe: func(c Call) { seen = append(seen, c) },
			}
			var errs []error
			for _, source := range []TokenSource{StableToken(cfg, "wx1", canary), PlainToken(cfg, "wx1", canary)} {
				_, err := source.Token(t.Context(), "")
				errs = append(errs, err)
			}
			cfg.Tokens = &account{tokens: []string{canary, canary + "2"}}
			c := New(cfg)
			_, err := c.DraftAdd(t.Context(), oneArticle)
			errs = append(errs, err)
			_, _, err = c.DraftBatchGet(t.Context(), 0, 20, true)
			errs = append(errs, err)
			_, _, err = c.AddMaterial(t.Context(), Image, File{Name: "a.png"}, nil)
			errs = append(errs, err)
			for _, call := range seen {
				errs = append(errs, call.Err)
			}
			for _, err := range errs {
				text := allTexts(err)
				if err == nil || slices.ContainsFunc(escaped, func(s string) bool { return strings.Contains(text, s) }) {
					t.Errorf("got %s", text)
				}
			}
		})
	}
}

type brokenReader struct{ err error }

func (r brokenReader) Read([]byte) (int, error) { return 0, r.err }

func TestCommandFailureShowsNoToken(t *testing.T) {
	for _, out := range []string{"CANARY CANARY", `{"access_token":"CANARY"`, "CANARY\nCANARY"} {
		source := CommandToken(time.Now, func(context.Context) ([]byte, error) { return []byte(out), nil })
		_, err := source.Token(t.Context(), "")
		if text := allTexts(err); err == nil || strings.Contains(text, "CANARY") {
			t.Errorf("got %s", text)
		}
	}
}

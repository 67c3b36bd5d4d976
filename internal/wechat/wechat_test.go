package wechat

import (
	"context"
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"
)

// roundTripper is an account in process.
type roundTripper func(*http.Request) (*http.Response, error)

func (f roundTripper) RoundTrip(r *http.Request) (*http.Response, error) {
	if r.Body != nil {
		defer func() { _ = r.Body.Close() }()
	}
	return f(r)
}

// account answers calls from a script and remembers them.
type account struct {
	t       *testing.T
	answers []string // one each; the last one stays
	tokens  []string // given one after the other; "T1" if none

	calls []call
	seen  []Call
	slept []time.Duration
}

// call is a request as the account got it.
type call struct{ method, path, query, kind, body string }

func (a *account) serve(r *http.Request) (*http.Response, error) {
	c := call{method: r.Method, path: r.URL.Path, query: r.URL.RawQuery, kind: r.Header.Get("Content-Type")}
	if r.Body != nil {
		b, err := io.ReadAll(r.Body)
		if err != nil || int64(len(b)) != r.ContentLength {
			a.t.Errorf("body of %d bytes, Content-Length %d, %v", len(b), r.ContentLength, err)
		}
		c.body = string(b)
	}
	a.calls = append(a.calls, c)
	answer := a.answers[0]
	if len(a.answers) > 1 {
		a.answers = a.answers[1:]
	}
	switch answer {
	case "lost":
		return nil, io.ErrUnexpectedEOF
	case "5xx":
		return reply(503, "<html>busy</html>"), nil
	}
	return reply(200, answer), nil
}

func (a *account) Token(_ context.Context, stale string) (string, error) {
	for _, t := range append(a.tokens, "T1", "T2") {
		if t != stale {
			return t, nil
		}
	}
	return "", errors.New("no token left")
}

// client is one of an account; waiting takes no time.
func (a *account) client() *Client {
	return New(Config{
		HTTP: &http.Client{Transport: roundTripper(a.serve)}, Tokens: a, Now: time.Now,
		Sleep:   func(ctx context.Context, d time.Duration) error { a.slept = append(a.slept, d); return ctx.Err() },
		Observe: func(c Call) { a.seen = append(a.seen, c) },
	})
}

func answering(t *testing.T, answers ...string) *account {
	t.Helper()
	return &account{t: t, answers: answers}
}

func reply(status int, body string) *http.Response {
	return &http.Response{StatusCode: status, Body: io.NopCloser(strings.NewReader(body)), Header: http.Header{}}
}

func errorOf(t *testing.T, err error) *Error {
	t.Helper()
	e, ok := errors.AsType[*Error](err)
	if !ok {
		t.Fatalf("got %v, want an *Error", err)
	}
	return e
}

package wechat

import (
	"context"
	"encoding/json"
	"net/url"
	"strings"
	"sync"
	"time"
)

// TokenSource gives access tokens. Token returns one other than stale, which the
// API refused or is ""; it may be called from many goroutines at once.
type TokenSource interface {
	Token(ctx context.Context, stale string) (string, error)
}

// expiryMargin is how long before its end a token is no longer used.
const expiryMargin = time.Minute

// StableToken fetches tokens with stable_token, which gives the same one to every
// process until it runs out. Only a token that was refused before its time is
// replaced by force.
// https://developers.weixin.qq.com/doc/subscription/api/base/api_getstableaccesstoken.html
func StableToken(cfg Config, appID, secret string) TokenSource {
	c := New(cfg)
	fetch := func(ctx context.Context, force bool) (granted, error) {
		body := struct {
			GrantType    string `json:"grant_type"`
			AppID        string `json:"appid"`
			Secret       string `json:"secret"`
			ForceRefresh bool   `json:"force_refresh"`
		}{"client_credential", appID, secret, force}
		return c.fetchToken(ctx, appID, secret, post("stable_token", reads, body))
	}
	return &tokens{now: cfg.Now, fetch: func(ctx context.Context, stale string) (granted, error) {
		g, err := fetch(ctx, false)
		if err == nil && g.AccessToken == stale {
			return fetch(ctx, true)
		}
		return g, err
	}}
}

// PlainToken fetches tokens with the older token call, which ends the previous
// token of every process five minutes later.
// https://developers.weixin.qq.com/doc/subscription/api/base/api_getaccesstoken.html
func PlainToken(cfg Config, appID, secret string) TokenSource {
	c := New(cfg)
	q := url.Values{"grant_type": {"client_credential"}, "appid": {appID}, "secret": {secret}}
	return &tokens{now: cfg.Now, fetch: func(ctx context.Context, _ string) (granted, error) {
		return c.fetchToken(ctx, appID, secret, request{api: "token", query: q})
	}}
}

// CommandToken takes tokens from what run writes: a bare token, or JSON with an
// access_token as the API gives it. now is the clock. The error of run must not
// hold the token.
func CommandToken(now func() time.Time, run func(context.Context) ([]byte, error)) TokenSource {
	return &tokens{now: now, fetch: func(ctx context.Context, stale string) (granted, error) {
		fail := func(msg string, cause error) (granted, error) {
			e := &Error{API: "token_command", Msg: msg, Class: ClassCredentials, Outcome: NotDone, cause: cause}
			if ctx.Err() != nil {
				e.Class, e.cause = ClassNetwork, ctx.Err()
			}
			return granted{}, e
		}
		out, err := run(ctx)
		if err != nil {
			return fail(err.Error(), err)
		}
		g := granted{AccessToken: strings.TrimSpace(string(out))}
		if strings.HasPrefix(g.AccessToken, "{") {
			g = granted{}
			if json.Unmarshal(out, &g) != nil {
				return fail("the command wrote broken JSON", nil)
			}
		}
		switch {
		case g.AccessToken == "":
			return fail("the command wrote no token", nil)
		case strings.ContainsAny(g.AccessToken, " \t\r\n"):
			return fail("the command wrote more than a token", nil)
		case g.AccessToken == stale:
			return fail("the command wrote a token that WeChat has just refused", nil)
		}
		return g, nil
	}}
}

// granted is the answer to a request for a token.
type granted struct {
	head
	AccessToken string  `json:"access_token"`
	ExpiresIn   integer `json:"expires_in"` // seconds
}

func (g *granted) missing() string {
	if g.AccessToken == "" {
		return "access_token"
	}
	return ""
}

// fetchToken asks the API for a token. Its errors count as not done: the call
// that wanted the token was not made.
func (c *Client) fetchToken(ctx context.Context, appID, secret string, r request) (granted, error) {
	if appID == "" {
		return granted{}, refusal(r.api, 41002, "appid missing", true)
	}
	if secret == "" {
		return granted{}, refusal(r.api, 41004, "appsecret missing", true)
	}
	r.noToken, r.secrets = true, []string{secret}
	return send[granted](ctx, c, r)
}

// tokens keeps a token in memory until it runs out or is refused, and has it
// fetched once however many calls wait for it.
type tokens struct {
	now   func() time.Time
	fetch func(ctx context.Context, stale string) (granted, error)

	mu      sync.Mutex
	token   string
	expires time.Time // zero when not known
	flight  *flight
}

// flight is a fetch under way; done is closed after the rest is set.
type flight struct {
	done      chan struct{}
	err       error
	abandoned bool // its caller gave up, which says nothing about the token
}

// Token returns the kept token or has a new one fetched.
func (t *tokens) Token(ctx context.Context, stale string) (string, error) {
	for {
		t.mu.Lock()
		if t.token != "" && t.token != stale && (t.expires.IsZero() || t.now().Before(t.expires)) {
			defer t.mu.Unlock()
			return t.token, nil
		}
		f := t.flight
		if f == nil {
			f = &flight{done: make(chan struct{})}
			t.flight = f
			t.mu.Unlock()
			return t.lead(ctx, f, stale)
		}
		t.mu.Unlock()
		select {
		case <-ctx.Done():
			return "", &Error{API: "token", Msg: ctx.Err().Error(), Class: ClassNetwork, Outcome: NotDone, cause: ctx.Err()}
		case <-f.done:
		}
		if f.err != nil && !f.abandoned {
			return "", f.err
		}
	}
}

// lead fetches for all who wait for f.
func (t *tokens) lead(ctx context.Context, f *flight, stale string) (string, error) {
	g, err := t.fetch(ctx, stale)
	t.mu.Lock()
	defer t.mu.Unlock()
	if err == nil {
		t.token, t.expires = g.AccessToken, time.Time{}
		if g.ExpiresIn > 0 {
			t.expires = t.now().Add(time.Duration(g.ExpiresIn)*time.Second - expiryMargin)
		}
	}
	f.err, f.abandoned, t.flight = err, ctx.Err() != nil, nil
	close(f.done)
	return g.AccessToken, err
}

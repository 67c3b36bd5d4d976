// Package wechat calls the API of WeChat Official Accounts: tokens, permanent
// materials, messages in the material library and in the draft box. Use it to
// make one call and to learn what became of it.
//
// Its one rule: an error says whether the call took effect. WeChat reports
// refusals inside HTTP 200 and knows no idempotency key, so a call that creates
// is made once; only when it surely was not done may anyone make it again. See
// [OutcomeOf].
//
// # Secrets
//
// Token and secret travel in query strings and bodies. Errors are built anew from
// what is known to be harmless, so that neither the text of an error nor anything
// it wraps holds a secret; the token is kept in memory only.
//
// The package does not know sites, states or plans, and keeps nothing between
// runs.
package wechat

import (
	"context"
	"net/http"
	"sync"
	"time"

	"golang.org/x/time/rate"
)

// DefaultBase is where the API lives.
const DefaultBase = "https://api.weixin.qq.com"

// Defaults of [Config].
const (
	DefaultRate    rate.Limit = 10
	DefaultTimeout            = 30 * time.Second
)

// Config is what a client needs from outside. Now is required.
type Config struct {
	Base   string       // URL without "/cgi-bin"; "" is DefaultBase
	HTTP   *http.Client // nil is a new one; redirects are never followed
	Tokens TokenSource  // nil makes a client that can only fetch tokens
	// Rate is how many calls a second each API gets at most, in bursts of as
	// many; 0 is DefaultRate.
	Rate rate.Limit
	// Timeout ends a single try, with a second more for every 64 KiB sent;
	// 0 is DefaultTimeout.
	Timeout time.Duration

	Now   func() time.Time
	Sleep func(context.Context, time.Duration) error // nil waits by a timer
	// Rand gives numbers in [0,1) that spread retries; nil spreads nothing.
	Rand func() float64
	// Observe is told of every try once it ended, from any goroutine. nil tells nobody.
	Observe func(Call)
}

// Call is one try of a call that ended. It holds no secret.
type Call struct {
	API      string // path below /cgi-bin/, such as "draft/add"
	Duration time.Duration
	Err      error         // nil, or an *Error
	Wait     time.Duration // until the next try; 0 when there is none
}

// Client makes calls; it is safe for concurrent use.
type Client struct {
	cfg  Config
	http *http.Client
	// bodies are the *bytes.Buffer in which answers are read, one for each call at
	// a time: pages of a large account are megabytes each.
	bodies sync.Pool

	mu     sync.Mutex
	limits map[string]*rate.Limiter
	fresh  map[string]time.Time // media_ids added by this client, and when
}

// New makes a client.
func New(cfg Config) *Client {
	if cfg.Now == nil {
		panic("wechat: a client needs a clock")
	}
	if cfg.Base == "" {
		cfg.Base = DefaultBase
	}
	if cfg.HTTP == nil {
		cfg.HTTP = &http.Client{}
	}
	if cfg.Rate == 0 {
		cfg.Rate = DefaultRate
	}
	if cfg.Timeout == 0 {
		cfg.Timeout = DefaultTimeout
	}
	if cfg.Sleep == nil {
		cfg.Sleep = sleep
	}
	if cfg.Rand == nil {
		cfg.Rand = func() float64 { return 0 }
	}
	if cfg.Observe == nil {
		cfg.Observe = func(Call) {}
	}
	// A redirect would carry the token to another host.
	h := *cfg.HTTP
	h.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	return &Client{cfg: cfg, http: &h, limits: map[string]*rate.Limiter{}, fresh: map[string]time.Time{}}
}

// limiter is the one of an API.
func (c *Client) limiter(api string) *rate.Limiter {
	c.mu.Lock()
	defer c.mu.Unlock()
	l := c.limits[api]
	if l == nil {
		l = rate.NewLimiter(c.cfg.Rate, max(1, int(min(c.cfg.Rate, 1000))))
		c.limits[api] = l
	}
	return l
}

func sleep(ctx context.Context, d time.Duration) error {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

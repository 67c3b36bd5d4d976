package asset

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/netip"
	"slices"
	"strings"
	"syscall"
	"time"

	"mpsync/internal/cache"
	"mpsync/internal/diag"
)

// The bounds of fetching one image.
const (
	fetchLimit     = 20 << 20
	fetchTime      = 30 * time.Second
	fetchRedirects = 5
)

// fetcher downloads images that articles name by address. Articles come from
// many hands, so it asks no server of this machine or of a private network: the
// address is looked at when a connection is made, after every redirect and
// whatever a name resolves to.
type fetcher struct {
	client *http.Client
	cache  cache.Dir
	time   time.Duration
}

var (
	errPrivate   = errors.New("address of a private network")
	errRedirects = errors.New("too many redirects")
)

func newFetcher(c cache.Dir, allowed []string) *fetcher {
	guarded := &net.Dialer{Timeout: 10 * time.Second, Control: refusePrivate}
	plain := &net.Dialer{Timeout: 10 * time.Second}
	dial := func(ctx context.Context, network, address string) (net.Conn, error) {
		host, _, err := net.SplitHostPort(address)
		if err == nil && slices.ContainsFunc(allowed, func(a string) bool { return strings.EqualFold(a, host) || a == address }) {
			return plain.DialContext(ctx, network, address)
		}
		return guarded.DialContext(ctx, network, address)
	}
	return &fetcher{cache: c, time: fetchTime, client: &http.Client{
		// Without a proxy, which would resolve names itself, out of our sight.
		Transport: &http.Transport{DialContext: dial, DisableCompression: true, MaxResponseHeaderBytes: 1 << 16, IdleConnTimeout: fetchTime},
		CheckRedirect: func(r *http.Request, via []*http.Request) error {
			if len(via) > fetchRedirects {
				return errRedirects
			}
			r.Header.Del("Referer")
			return nil
		},
	}}
}

// hidden are networks that are not the public one, beside those that [netip]
// knows: carriers' own, benchmarks, sites' own of old, and addresses that stand
// for IPv4 ones.
var hidden = []netip.Prefix{
	netip.MustParsePrefix("0.0.0.0/8"), netip.MustParsePrefix("100.64.0.0/10"), netip.MustParsePrefix("192.0.0.0/24"),
	netip.MustParsePrefix("198.18.0.0/15"), netip.MustParsePrefix("240.0.0.0/4"),
	netip.MustParsePrefix("::/96"), netip.MustParsePrefix("2001::/32"), netip.MustParsePrefix("fec0::/10"),
	netip.MustParsePrefix("64:ff9b::/96"), netip.MustParsePrefix("64:ff9b:1::/48"), netip.MustParsePrefix("2002::/16"),
}

// refusePrivate looks at the address of a connection before it is made.
func refusePrivate(_, address string, _ syscall.RawConn) error {
	at, err := netip.ParseAddrPort(address)
	if err != nil {
		return fmt.Errorf("%q: %w", address, errPrivate)
	}
	ip := at.Addr().Unmap().WithZone("")
	if !ip.IsGlobalUnicast() || ip.IsPrivate() || slices.ContainsFunc(hidden, func(p netip.Prefix) bool { return p.Contains(ip) }) {
		return errPrivate
	}
	return nil
}

// validators let a server say that what is cached still stands.
type validators struct {
	ETag         string `json:"etag,omitempty"`
	LastModified string `json:"last_modified,omitempty"`
}

// fetch downloads an image, or takes it from the cache when the server says
// that it did not change, or says nothing. what is told to people in its place.
func (f *fetcher) fetch(ctx context.Context, address, what string) ([]byte, error) {
	key := sum([]byte(address)) + "-fetched"
	known, cached := f.cache.Get(key)
	timed, cancel := context.WithTimeout(ctx, f.time)
	defer cancel()
	data, v, err := f.get(timed, address, cached, key+"-validators")
	switch {
	case ctx.Err() != nil:
		return nil, ctx.Err()
	case err == nil && data == nil:
		return known, nil
	case err == nil:
		f.cache.Put(key, data)
		if text, jerr := json.Marshal(v); jerr == nil {
			f.cache.Put(key+"-validators", text)
		}
		return data, nil
	}
	code, args := fetchFinding(err)
	if cached && code == "image-fetch-failed" {
		return known, nil
	}
	return nil, diag.Stop(err, code, diag.Pos{}, append([]any{what}, args...)...)
}

// statusError is an answer other than the image.
type statusError int

func (e statusError) Error() string { return fmt.Sprintf("HTTP status %d", int(e)) }

var errTooLarge = errors.New("more bytes than are read")

// get asks for an address; data is nil when the cached copy still stands.
func (f *fetcher) get(ctx context.Context, address string, cached bool, key string) (data []byte, v validators, err error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return nil, v, err
	}
	req.Header.Set("Accept", "image/*")
	req.Header.Set("User-Agent", "mpsync")
	if text, ok := f.cache.Get(key); ok && cached && json.Unmarshal(text, &v) == nil {
		for name, value := range map[string]string{"If-None-Match": v.ETag, "If-Modified-Since": v.LastModified} {
			if value != "" {
				req.Header.Set(name, value)
			}
		}
	}
	resp, err := f.client.Do(req)
	if err != nil {
		return nil, v, err
	}
	defer func() { _ = resp.Body.Close() }()
	switch {
	case resp.StatusCode == http.StatusNotModified && cached:
		return nil, v, nil
	case resp.StatusCode != http.StatusOK:
		return nil, v, statusError(resp.StatusCode)
	case resp.ContentLength > fetchLimit:
		return nil, v, errTooLarge
	}
	data, err = io.ReadAll(io.LimitReader(resp.Body, fetchLimit+1))
	if err == nil && len(data) > fetchLimit {
		err = errTooLarge
	}
	return data, validators{resp.Header.Get("ETag"), resp.Header.Get("Last-Modified")}, err
}

// fetchFinding words why an image could not be fetched.
func fetchFinding(err error) (code string, args []any) {
	status, answered := errors.AsType[statusError](err)
	switch {
	case errors.Is(err, errPrivate):
		return "image-fetch-private", nil
	case errors.Is(err, errRedirects):
		return "image-fetch-redirects", []any{fetchRedirects}
	case errors.Is(err, errTooLarge):
		return "image-fetch-large", []any{fetchLimit >> 20}
	case errors.Is(err, context.DeadlineExceeded):
		return "image-fetch-slow", []any{int(fetchTime.Seconds())}
	case answered:
		return "image-fetch-status", []any{int(status)}
	}
	return "image-fetch-failed", nil
}

package wechat

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"net"
	"net/http"
	"net/http/httptrace"
	"net/url"
	"regexp"
	"strings"
	"sync/atomic"
	"syscall"
	"time"
)

// maxAnswer bounds an answer: twenty messages of eight articles of 1 MB do not
// occur, twenty of 1 MB may.
const maxAnswer = 128 << 20

// effect says what making a call twice does.
type effect int

const (
	reads   effect = iota // nothing
	repeats               // the same as once
	creates               // two things instead of one
)

// request is a call to make.
type request struct {
	api     string
	query   url.Values // without the token
	body    []byte     // nil makes it a GET
	kind    string     // Content-Type of body
	effect  effect
	thumbs  []string // media_ids that the request refers to
	secrets []string // what the request holds and no error may show
	noToken bool     // the call fetches a token
}

// post is a request whose body is JSON.
func post(api string, e effect, body any) request {
	return request{api: api, body: encode(body), kind: "application/json", effect: e}
}

// answer is a decoded answer.
type answer interface {
	// top gives errcode and errmsg.
	top() *head
	// missing names a field without which the answer is none, or is "".
	missing() string
}

func (h *head) top() *head    { return h }
func (*head) missing() string { return "" }

// send makes a call and decodes its answer into a T.
func send[T any, A interface {
	*T
	answer
}](ctx context.Context, c *Client, r request) (T, error) {
	var out T
	e := c.call(ctx, r, func(body []byte) (answer, error) {
		out = *new(T)
		return A(&out), decode(body, &out)
	})
	if e != nil {
		return *new(T), e
	}
	return out, nil
}

// reader decodes the body of an answer, of which it keeps nothing.
type reader func(body []byte) (answer, error)

// call makes a call as often as its effect and the errors allow.
func (c *Client) call(ctx context.Context, r request, read reader) *Error {
	p := policy{c: c, r: r}
	for {
		token, e := c.token(ctx, r, p.stale)
		if e != nil {
			return p.final(e)
		}
		r.secrets = append(r.secrets, token)
		start := c.cfg.Now()
		e = c.try(ctx, r, token, read)
		seen := Call{API: r.api, Duration: c.cfg.Now().Sub(start)}
		if e == nil {
			c.cfg.Observe(seen)
			return nil
		}
		wait, again := p.next(ctx, e, token)
		seen.Err, seen.Wait = e, wait
		c.cfg.Observe(seen)
		if !again || c.cfg.Sleep(ctx, wait) != nil {
			return p.final(e)
		}
	}
}

// token gets the token that r needs, other than stale.
func (c *Client) token(ctx context.Context, r request, stale string) (string, *Error) {
	if r.noToken {
		return "", nil
	}
	if c.cfg.Tokens == nil {
		panic("wechat: " + r.api + " needs a token source")
	}
	token, err := c.cfg.Tokens.Token(ctx, stale)
	if err == nil {
		return token, nil
	}
	if e, ok := errors.AsType[*Error](err); ok {
		return "", e
	}
	return "", &Error{API: "token", Msg: err.Error(), Class: ClassCredentials, Outcome: NotDone, cause: err}
}

// try makes one call once.
func (c *Client) try(ctx context.Context, r request, token string, read reader) *Error {
	if err := c.limiter(r.api).Wait(ctx); err != nil {
		return &Error{API: r.api, Msg: "not called: " + err.Error(), Class: ClassNetwork, Outcome: NotDone, cause: ended(ctx)}
	}
	limit := c.cfg.Timeout + time.Duration(len(r.body)>>16)*time.Second
	timed, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	var t trace
	req, err := c.request(t.watch(timed), r, token)
	if err != nil {
		return &Error{API: r.api, Msg: "the base URL of the API is not valid", Class: ClassRefused, Outcome: NotDone}
	}
	resp, err := c.http.Do(req)
	if err != nil {
		return lost(ctx, r, req, err, &t)
	}
	defer func() { _ = resp.Body.Close() }()
	body := c.buffer()
	defer c.bodies.Put(body)
	body.Reset()
	if _, err := body.ReadFrom(io.LimitReader(resp.Body, maxAnswer+1)); err != nil {
		return lost(ctx, r, req, err, &t)
	}
	e := judge(r, resp.StatusCode, body.Bytes(), read)
	if e != nil {
		e.Msg = scrub(e.Msg, r.secrets)
	}
	return e
}

func (c *Client) request(ctx context.Context, r request, token string) (*http.Request, error) {
	method, body := http.MethodGet, io.Reader(nil)
	if r.body != nil {
		method, body = http.MethodPost, bytes.NewReader(r.body)
	}
	req, err := http.NewRequestWithContext(ctx, method, strings.TrimRight(c.cfg.Base, "/")+pathOf(r.api), body)
	if err != nil {
		return nil, err
	}
	q := url.Values{}
	maps.Copy(q, r.query)
	if token != "" {
		q.Set("access_token", token)
	}
	req.URL.RawQuery = q.Encode()
	req.Header.Set("User-Agent", "mpsync")
	if r.kind != "" {
		req.Header.Set("Content-Type", r.kind)
	}
	return req, nil
}

// pathOf is where an API stands: statistics lie outside /cgi-bin/.
func pathOf(api string) string {
	if strings.HasPrefix(api, "datacube/") {
		return "/" + api
	}
	return "/cgi-bin/" + api
}

// judge reads what was answered.
func judge(r request, status int, body []byte, read reader) *Error {
	a, err := read(body)
	if err != nil && len(body) <= maxAnswer {
		var h head // of an answer whose other fields cannot be read
		if decode(body, &h) == nil && h.ErrCode != 0 {
			a, err = &h, nil
		}
	}
	e := &Error{API: r.api, Class: ClassNetwork, Outcome: Unknown, Status: status}
	switch {
	case err == nil && a.top().ErrCode != 0:
		e = refusal(r.api, int(a.top().ErrCode), a.top().ErrMsg, r.noToken)
		e.Status = status
	case status >= 500:
		e.Class, e.Msg = ClassBusy, fmt.Sprintf("HTTP status %d", status)
	case status != http.StatusOK:
		e.Msg = fmt.Sprintf("HTTP status %d", status)
	case len(body) > maxAnswer:
		e.Msg = "answer is too large"
	case err != nil:
		e.Msg = err.Error()
	case a.missing() != "":
		e.Msg = "answer lacks " + a.missing()
	default:
		return nil
	}
	return e
}

// trace watches whether a request ever got a connection to travel on.
type trace struct{ asked, got atomic.Bool }

func (t *trace) watch(ctx context.Context) context.Context {
	return httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{
		GetConn: func(string) { t.asked.Store(true) },
		GotConn: func(httptrace.GotConnInfo) { t.got.Store(true) },
	})
}

// lost makes the error of a request without an answer. Its outcome is known only
// where there was no connection to send it on. A transport that is no network
// asks for none, and proves nothing.
func lost(ctx context.Context, r request, req *http.Request, err error, t *trace) *Error {
	if u, ok := errors.AsType[*url.Error](err); ok {
		err = u.Err
	}
	e := &Error{API: r.api, Class: ClassNetwork, Outcome: Unknown, cause: known(err)}
	op, isOp := errors.AsType[*net.OpError](err)
	if isOp && op.Op == "dial" || t.asked.Load() && !t.got.Load() {
		e.Outcome = NotDone
	}
	reason := err.Error()
	switch {
	case ctx.Err() != nil:
		e.cause, reason = ended(ctx), ended(ctx).Error()
	case errors.Is(err, context.DeadlineExceeded):
		reason = "no answer in time"
	}
	e.Msg = scrub(req.URL.Scheme+"://"+req.URL.Host+req.URL.Path+": "+reason, r.secrets)
	return e
}

// ended says why ctx ended, or is about to.
func ended(ctx context.Context) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	return context.DeadlineExceeded
}

// known picks out of a chain of errors the one that callers may test for; the
// rest may hold URLs.
func known(err error) error {
	for _, k := range []error{context.Canceled, context.DeadlineExceeded, io.ErrUnexpectedEOF, io.EOF} {
		if errors.Is(err, k) {
			return k
		}
	}
	if no, ok := errors.AsType[syscall.Errno](err); ok {
		return no
	}
	if dns, ok := errors.AsType[*net.DNSError](err); ok {
		return dns
	}
	return nil
}

var secretQuery = regexp.MustCompile(`\b((?:access_token|secret)=)[^&\s"']+`)

// scrub takes secrets out of a text.
func scrub(s string, secrets []string) string {
	for _, secret := range secrets {
		if secret != "" {
			s = strings.ReplaceAll(s, secret, "***")
			s = strings.ReplaceAll(s, url.QueryEscape(secret), "***")
		}
	}
	return secretQuery.ReplaceAllString(s, "$1***")
}

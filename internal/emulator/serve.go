package emulator

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"
)

// bodyLimit is more than any file may have; a longer body is cut and then refused by size.
const bodyLimit = 32 << 20

// call is one API call on its way through the emulator.
type call struct {
	*Emulator
	tx

	request *http.Request
	query   url.Values
	body    []byte
	form    *form // of multipart calls
	control control
	set     values
	now     time.Time // the account's clock
	rid     string
}

// control is what steers all calls: settings, clock, facts of the account.
type control struct {
	meta     map[string]string
	settings map[string]string
	faults   int
}

// serveCall answers one call of the API: faults before the effect, then the call
// in its transaction, then faults after it. The log row is committed with the
// effect and before the reply leaves, so what was acknowledged is kept.
func (e *Emulator) serveCall(w http.ResponseWriter, r *http.Request) {
	c, err := e.newCall(r)
	if err != nil {
		e.fail(w, err)
		return
	}
	f, err := c.takeFault()
	if err != nil {
		e.fail(w, err)
		return
	}
	if c.faultBefore(w, f) {
		return
	}
	rt, known := e.routes[r.URL.Path]
	out, err := c.run(rt, known, f)
	if err != nil {
		e.fail(w, err)
		return
	}
	if f.mode == dropReply {
		panic(http.ErrAbortHandler)
	}
	c.send(w, rt, out)
}

// fail answers what the real service answers when it is ill. The cause goes into
// a header, for whoever runs the emulator.
func (e *Emulator) fail(w http.ResponseWriter, err error) {
	w.Header().Set("X-Emulator-Error", strings.ReplaceAll(err.Error(), "\n", "; "))
	writeJSON(w, "application/json; encoding=utf-8", encode(apiError{code: -1}.reply(e.newRID()), false))
}

func (e *Emulator) newCall(r *http.Request) (*call, error) {
	c := &call{Emulator: e, request: r, query: r.URL.Query(), rid: e.newRID()}
	body, err := io.ReadAll(io.LimitReader(r.Body, bodyLimit))
	if err != nil {
		panic(http.ErrAbortHandler) // the client went away in the middle of its request
	}
	c.body = body
	if c.control, err = e.readControl(r.Context()); err != nil {
		return nil, err
	}
	c.set = valuesOf(c.control.meta["profile"], c.control.settings)
	c.now = e.clock(c.control)
	return c, nil
}

// readControl reads settings, facts and the number of faults in one query.
func (e *Emulator) readControl(ctx context.Context) (control, error) {
	c := control{meta: map[string]string{}, settings: map[string]string{}}
	err := e.store.query(ctx, func(scan func(...any) error) error {
		var kind, key, value string
		if err := scan(&kind, &key, &value); err != nil {
			return err
		}
		switch kind {
		case "meta":
			c.meta[key] = value
		case "setting":
			c.settings[key] = value
		default:
			c.faults++
		}
		return nil
	}, `SELECT 'meta', key, value FROM meta UNION ALL
		SELECT 'setting', name, value FROM setting UNION ALL
		SELECT 'fault', '', '' FROM fault WHERE left <> 0`)
	return c, err
}

// clock is the account's time: the configured clock plus what tests advanced it by.
func (e *Emulator) clock(c control) time.Time {
	s, _ := strconv.Atoi(c.meta["advance_s"]) // absent means zero
	return e.config.Now().Add(time.Duration(s) * time.Second)
}

// run carries the call out in one transaction. A refusal undoes every change but
// the log's and the quota's.
func (c *call) run(rt route, known bool, f fault) (out any, err error) {
	err = c.store.write(c.request.Context(), func(t tx) error {
		c.tx = t
		if err := t.exec("SAVEPOINT call"); err != nil {
			return err
		}
		out, err = c.answer(rt, known, f)
		refusal, refused := errors.AsType[apiError](err)
		switch {
		case refused:
			out = refusal
			if err := t.exec("ROLLBACK TO call"); err != nil {
				return err
			}
		case err != nil:
			return err
		}
		return c.log(codeOf(out), f.mode)
	})
	return out, err
}

// answer checks what all calls have in common, in the order of the real gateway:
// path, verb, token, rights; then it runs the handler.
func (c *call) answer(rt route, known bool, f fault) (any, error) {
	if f.mode == errcode {
		return nil, refuse(f.errcode)
	}
	if !known {
		return nil, refuse(40066)
	}
	if err := c.checkVerb(rt.verb); err != nil {
		return nil, err
	}
	if rt.needs != nothing {
		if err := c.checkToken(rt.needs); err != nil {
			return nil, err
		}
	}
	if rt.verifiedOnly && c.set.text("account_type") != "verified" {
		return nil, refuse(48001)
	}
	if rt.upload {
		var err error
		if c.form, err = c.readForm(); err != nil {
			return nil, err
		}
	}
	return rt.handle(c)
}

func (c *call) checkVerb(verb string) error {
	switch {
	case c.request.Method == verb:
		return nil
	case verb == http.MethodGet:
		return refuse(43001)
	}
	return refuse(43002)
}

func codeOf(out any) int {
	switch v := out.(type) {
	case apiError:
		return v.code
	case done:
		return v.Code
	}
	return 0
}

// log writes the call into the request log and now and then forgets old rows.
func (c *call) log(code int, fault string) error {
	id, err := c.insert("INSERT INTO request (time, method, path, query, errcode, rid, fault) VALUES (?, ?, ?, ?, ?, ?, ?)",
		c.now.UnixMilli(), c.request.Method, c.request.URL.Path, withoutSecrets(c.query), code, c.rid, fault)
	if err != nil || id%1000 != 0 {
		return err
	}
	return c.exec("DELETE FROM request WHERE id <= ?", id-int64(c.set.int("log_rows")))
}

// withoutSecrets is the query as the log shows it.
func withoutSecrets(q url.Values) string {
	kept := url.Values{}
	for k, v := range q {
		if k != "access_token" && k != "secret" && k != "component_access_token" {
			kept[k] = v
		}
	}
	return kept.Encode()
}

// send writes the reply, always with status 200.
func (c *call) send(w http.ResponseWriter, rt route, out any) {
	switch v := out.(type) {
	case file:
		v.write(w)
		return
	case apiError:
		out = v.reply(c.rid)
	}
	kind := "application/json; encoding=utf-8"
	if rt.plain {
		kind = "text/plain"
	}
	writeJSON(w, kind, encode(out, c.set.on("escape_slashes")))
}

func writeJSON(w http.ResponseWriter, contentType string, body []byte) {
	w.Header().Set("Content-Type", contentType)
	w.Header().Set("Content-Length", strconv.Itoa(len(body)))
	_, _ = w.Write(body) // a client that has gone is no concern of ours
}

// encode writes JSON the way the service does: raw UTF-8, slashes escaped.
func encode(v any, escapeSlashes bool) []byte {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil {
		panic(fmt.Sprintf("emulator: encode reply: %v", err))
	}
	out := bytes.TrimRight(b.Bytes(), "\n")
	if escapeSlashes {
		out = bytes.ReplaceAll(out, []byte("/"), []byte(`\/`))
	}
	return out
}

// newRID makes a request id: three groups of eight hexadecimal digits.
func (e *Emulator) newRID() string {
	b := e.random(12)
	return fmt.Sprintf("%x-%x-%x", b[:4], b[4:8], b[8:])
}

// clientIP is the address that the whitelist looks at.
func (c *call) clientIP() string {
	host, _, err := net.SplitHostPort(c.request.RemoteAddr)
	if err != nil {
		return firstOf(c.request.RemoteAddr, "127.0.0.1") // called in process
	}
	return host
}

package emulator

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"
)

// bodyLimit is more than any file may have; a longer body is cut, and refused for it.
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
	ctx := r.Context()
	c, err := e.newCall(ctx, r)
	if err != nil {
		e.fail(w, err)
		return
	}
	f, err := c.takeFault(ctx)
	if err != nil {
		e.fail(w, err)
		return
	}
	if c.faultBefore(ctx, w, f) {
		return
	}
	out, err := c.run(ctx, f)
	if err != nil {
		e.fail(w, err)
		return
	}
	if f.mode == dropReply {
		panic(http.ErrAbortHandler)
	}
	c.send(ctx, w, f, out)
}

// fail answers what the real service answers when it is ill. The cause goes into
// a header, for whoever runs the emulator.
func (e *Emulator) fail(w http.ResponseWriter, err error) {
	w.Header().Set("X-Emulator-Error", strings.ReplaceAll(err.Error(), "\n", "; "))
	writeJSON(w, "application/json; encoding=utf-8", encode(apiError{code: -1}.reply(e.newRID()), false))
}

func (e *Emulator) newCall(ctx context.Context, r *http.Request) (*call, error) {
	c := &call{Emulator: e, request: r, query: r.URL.Query(), rid: e.newRID()}
	var err error
	if r.Body != nil { // it may be nil when the handler is called in process
		if c.body, err = io.ReadAll(io.LimitReader(r.Body, bodyLimit)); err != nil {
			panic(http.ErrAbortHandler) // the client went away in the middle of its request
		}
	}
	if c.control, err = e.readControl(ctx); err != nil {
		return nil, err
	}
	c.set = e.defaults[c.control.meta["profile"]].with(c.control.settings)
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
func (c *call) run(ctx context.Context, f fault) (out any, err error) {
	rt, known := c.routes[c.request.URL.Path]
	err = c.store.write(ctx, func(t tx) error {
		c.tx = t
		if err := c.sendScheduled(); err != nil {
			return err
		}
		if err = c.gate(rt, known, f); err == nil {
			out, err = c.attempt(rt.handle)
		}
		if refusal, refused := errors.AsType[apiError](err); refused {
			out, err = refusal, nil
		}
		if err != nil {
			return err
		}
		return c.log(codeOf(out), f.mode)
	})
	return out, err
}

// gate checks what all calls have in common, in the order of the real gateway:
// path, verb, token, quota, rights, and that an upload has a file.
func (c *call) gate(rt route, known bool, f fault) (err error) {
	if f.mode == errcode {
		return refuse(f.errcode)
	}
	if !known {
		return refuse(40066)
	}
	if err := c.checkVerb(rt.verb); err != nil {
		return err
	}
	if rt.needs != nothing {
		if err := c.checkToken(rt.needs); err != nil {
			return err
		}
	}
	if err := c.countCall(c.request.URL.Path, rt); err != nil {
		return err
	}
	if rt.verifiedOnly && c.set.text("account_type") != "verified" {
		return refuse(48001)
	}
	if rt.upload {
		c.form, err = c.readForm()
	}
	return err
}

// attempt runs a handler and undoes what it did if it refuses after all.
func (c *call) attempt(handle func(*call) (any, error)) (any, error) {
	if err := c.exec("SAVEPOINT call"); err != nil {
		return nil, err
	}
	out, err := handle(c)
	if err == nil {
		return out, c.exec("RELEASE call")
	}
	return nil, errors.Join(err, c.exec("ROLLBACK TO call"))
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

// send writes the reply, always with status 200 unless a fault has it otherwise.
func (c *call) send(ctx context.Context, w http.ResponseWriter, f fault, out any) {
	kind := "application/json; encoding=utf-8"
	if c.routes[c.request.URL.Path].plain {
		kind = "text/plain"
	}
	var body []byte
	switch v := out.(type) {
	case file:
		kind, body = v.contentType, v.data
		w.Header().Set("Content-Disposition", fmt.Sprintf("attachment; filename=%q", v.name))
	case apiError:
		body = encode(v.reply(c.rid), c.set.on("escape_slashes"))
	default:
		body = encode(out, c.set.on("escape_slashes"))
	}
	c.faultAfter(ctx, w, f, kind, body)
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

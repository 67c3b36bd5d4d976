package emulator

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"slices"
	"strings"
	"time"
)

// adminRoutes is the table of the admin API, for tests and for the window. It
// takes any Content-Type. Who may reach it is for the server to decide.
func adminRoutes() map[string]func(*call) (any, error) {
	return map[string]func(*call) (any, error){
		"GET /_emulator/requests":   (*call).listRequests,
		"POST /_emulator/reset":     (*call).reset,
		"GET /_emulator/settings":   (*call).listSettings,
		"POST /_emulator/settings":  (*call).changeSettings,
		"GET /_emulator/faults":     (*call).listFaults,
		"POST /_emulator/faults":    (*call).addFaults,
		"DELETE /_emulator/faults":  (*call).clearFaults,
		"GET /_emulator/clock":      (*call).readClock,
		"POST /_emulator/clock":     (*call).moveClock,
		"POST /_emulator/comments":  (*call).followerComments,
		"POST /_emulator/component": (*call).authorize,
		"POST /_emulator/console":   (*call).console,
	}
}

// badCallError is a mistake in an admin call; unlike the API it has a status of its own.
type badCallError struct{ reason string }

func (b badCallError) Error() string { return b.reason }

func badf(format string, args ...any) error { return badCallError{fmt.Sprintf(format, args...)} }

// serveAdmin answers with JSON and a meaningful status. Each call is one
// transaction, as in the API.
func (e *Emulator) serveAdmin(w http.ResponseWriter, r *http.Request) {
	if err := guard(r); err != nil {
		http.Error(w, err.Error(), http.StatusForbidden)
		return
	}
	handle := e.admin[r.Method+" "+strings.TrimSuffix(r.URL.Path, "/")]
	if handle == nil {
		e.serveWindow(w, r)
		return
	}
	out, err := e.inAccount(r, handle)
	if err != nil {
		code := http.StatusInternalServerError
		if _, mistake := errors.AsType[badCallError](err); mistake {
			code = http.StatusBadRequest
		}
		w.Header().Set("Content-Type", "application/json")
		w.WriteHeader(code)
		_, _ = w.Write(encode(map[string]string{"error": err.Error()}, false))
		return
	}
	writeJSON(w, "application/json", encode(out, false))
}

// guard refuses what another site's page asks through the browser of someone on this
// machine: by a cross-site request, or by a name of its own that leads here.
func guard(r *http.Request) error {
	local, served := r.Context().Value(http.LocalAddrContextKey).(*net.TCPAddr)
	if served && local.IP.IsLoopback() && !isLoopback(r.Host) {
		return fmt.Errorf("host %q is not this machine's", r.Host)
	}
	return http.NewCrossOriginProtection().Check(r)
}

// isLoopback tells whether a Host header names this machine.
func isLoopback(host string) bool {
	name := (&url.URL{Host: host}).Hostname()
	ip, err := netip.ParseAddr(name)
	return name == "localhost" || err == nil && ip.IsLoopback()
}

// inAccount runs an admin handler in a transaction.
func (e *Emulator) inAccount(r *http.Request, handle func(*call) (any, error)) (out any, err error) {
	c, err := e.newCall(r.Context(), r)
	if err != nil {
		return nil, err
	}
	err = e.store.write(r.Context(), func(t tx) error {
		c.tx = t
		out, err = handle(c)
		if refusal, refused := errors.AsType[apiError](err); refused {
			return badf("%v", refusal)
		}
		return err
	})
	return out, err
}

// readAdmin decodes the body of an admin call.
func (c *call) readAdmin(v any) error {
	if err := json.Unmarshal(c.body, v); err != nil {
		return badf("decode body: %v", err)
	}
	return nil
}

type loggedRequest struct {
	ID      int64  `json:"id"`
	Time    string `json:"time"` // of the account, RFC 3339 with milliseconds
	Method  string `json:"method"`
	Path    string `json:"path"`
	Query   string `json:"query"` // without credentials
	Errcode int    `json:"errcode"`
	RID     string `json:"rid"`
	Fault   string `json:"fault,omitempty"`
}

// listRequests returns the request log, oldest first.
func (c *call) listRequests() (any, error) {
	list := []loggedRequest{}
	err := c.each(func(scan func(...any) error) error {
		var q loggedRequest
		var ms int64
		err := scan(&q.ID, &ms, &q.Method, &q.Path, &q.Query, &q.Errcode, &q.RID, &q.Fault)
		q.Time = time.UnixMilli(ms).UTC().Format("2006-01-02T15:04:05.000Z")
		list = append(list, q)
		return err
	}, "SELECT id, time, method, path, query, errcode, rid, fault FROM request ORDER BY id")
	return list, err
}

// reset empties the account: articles, materials, tokens, log, faults, clock, and
// settings back to those it was opened with.
func (c *call) reset() (any, error) {
	var err error
	for _, table := range []string{"article", "message", "file", "blob", "token", "request", "fault", "quota", "post", "job", "mass", "schedule", "comment"} {
		err = errors.Join(err, c.exec("DELETE FROM "+table))
	}
	return ok, errors.Join(err,
		c.exec("DELETE FROM setting WHERE base IS NULL"),
		c.exec("UPDATE setting SET value = base"),
		c.exec("DELETE FROM meta WHERE key IN ('advance_s', 'speed')"))
}

// listSettings returns every setting's value in force.
func (c *call) listSettings() (any, error) {
	return c.set, nil
}

// changeSettings takes an object of names and values; null goes back to the default.
// It changes all of them or none.
func (c *call) changeSettings() (any, error) {
	var in map[string]any
	if err := c.readAdmin(&in); err != nil {
		return nil, err
	}
	names := slices.Sorted(maps.Keys(in))
	for _, name := range names {
		if in[name] != nil {
			if err := checkSetting(name, settingText(in[name])); err != nil {
				return nil, badCallError{err.Error()}
			}
		}
	}
	for _, name := range names {
		if err := c.setSetting(name, in[name]); err != nil {
			return nil, err
		}
	}
	return ok, nil
}

// settingText is a JSON value as --set would write it: 8 and "8", true and "on".
func settingText(v any) string {
	switch v := v.(type) {
	case bool:
		if v {
			return "on"
		}
		return "off"
	case float64:
		return fmt.Sprintf("%.0f", v)
	}
	return fmt.Sprint(v)
}

func (t tx) setSetting(name string, value any) error {
	if value == nil {
		return t.exec("DELETE FROM setting WHERE name = ?", name)
	}
	return t.exec("INSERT INTO setting (name, value) VALUES (?1, ?2) ON CONFLICT (name) DO UPDATE SET value = ?2", name, settingText(value))
}

// faultOrder is a fault as tests order it.
type faultOrder struct {
	Path    string `json:"path"`
	Mode    string `json:"mode"`
	Errcode int    `json:"errcode,omitempty"` // for status, the HTTP status (502 when absent)
	DelayMS int64  `json:"delay_ms,omitempty"`
	After   int64  `json:"after"`           // calls that pass first
	Times   *int64 `json:"times,omitempty"` // calls that are hit: 1 when absent, 0 for ever
}

func (f faultOrder) check(known map[string]route) error {
	switch _, isAPI := known[f.Path]; {
	case !isAPI && f.Path != "*":
		return badf("there is no API %q; a fault names a path such as /cgi-bin/draft/add, or *", f.Path)
	case !slices.Contains(modes, f.Mode):
		return badf("mode is one of %s, not %q", strings.Join(modes, ", "), f.Mode)
	case f.Mode == errcode && f.Errcode == 0:
		return badf("mode errcode wants an errcode")
	case f.DelayMS < 0 || f.After < 0 || f.Times != nil && *f.Times < 0:
		return badf("delay_ms, after and times are not negative")
	}
	return nil
}

// addFaults takes one fault or an array of them.
func (c *call) addFaults() (any, error) {
	var raw json.RawMessage
	if err := c.readAdmin(&raw); err != nil {
		return nil, err
	}
	orders := make([]faultOrder, 1)
	var err error
	if raw[0] == '[' {
		err = json.Unmarshal(raw, &orders)
	} else {
		err = json.Unmarshal(raw, &orders[0])
	}
	if err != nil {
		return nil, badf("decode body: %v", err)
	}
	for _, f := range orders {
		if err := f.check(c.routes); err != nil {
			return nil, err
		}
	}
	for _, f := range orders {
		left := int64(1)
		if f.Times != nil {
			left = *f.Times
		}
		if left == 0 {
			left = -1
		}
		if err := c.exec("INSERT INTO fault (path, mode, errcode, delay_ms, skip, left) VALUES (?, ?, ?, ?, ?, ?)",
			f.Path, f.Mode, f.Errcode, f.DelayMS, f.After, left); err != nil {
			return nil, err
		}
	}
	return ok, nil
}

// listFaults returns the faults that still wait for calls.
func (c *call) listFaults() (any, error) {
	list := []faultOrder{}
	err := c.each(func(scan func(...any) error) error {
		var f faultOrder
		var left int64
		err := scan(&f.Path, &f.Mode, &f.Errcode, &f.DelayMS, &f.After, &left)
		left = max(left, 0)
		f.Times = &left
		list = append(list, f)
		return err
	}, "SELECT path, mode, errcode, delay_ms, skip, left FROM fault WHERE left <> 0 ORDER BY id")
	return list, err
}

func (c *call) clearFaults() (any, error) {
	return ok, c.exec("DELETE FROM fault")
}

func (c *call) readClock() (any, error) {
	return map[string]int64{"now": c.now.Unix()}, nil
}

// moveClock advances the account's time; it never goes back.
func (c *call) moveClock() (any, error) {
	var in struct {
		Advance int64 `json:"advance_s"`
	}
	if err := c.readAdmin(&in); err != nil {
		return nil, err
	}
	if in.Advance < 0 || in.Advance > 100*365*day {
		return nil, badf("advance_s is a number of seconds, not %d", in.Advance)
	}
	c.now = c.now.Add(time.Duration(in.Advance) * time.Second)
	if err := c.exec("INSERT INTO meta (key, value) VALUES ('advance_s', ?1) ON CONFLICT (key) DO UPDATE SET value = value + ?1", in.Advance); err != nil {
		return nil, err
	}
	if err := c.sendScheduled(); err != nil {
		return nil, err
	}
	return c.readClock()
}

// followerComments writes a comment as a follower does, or deletes one.
func (c *call) followerComments() (any, error) {
	var in struct {
		commentIn
		OpenID *string `json:"openid"`
		Delete int64   `json:"delete"` // the follower's comment to delete
	}
	if err := c.readAdmin(&in); err != nil {
		return nil, err
	}
	if in.Delete != 0 {
		n, err := c.change("UPDATE comment SET gone = 1 WHERE post = ? AND idx = ? AND id = ? AND gone = 0", in.MsgDataID.n, in.Index.n, in.Delete)
		if err == nil && n == 0 {
			err = refuse(88008)
		}
		return ok, err
	}
	openid := "o" + c.randomID(20)[:27]
	if in.OpenID != nil {
		openid = *in.OpenID // "" is a commenter without one
	}
	id, err := c.writeComment(in.commentIn, openid)
	return map[string]int64{"user_comment_id": id}, err
}

package emulator

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"net/http"
	"slices"
	"strings"
	"time"
)

// adminRoutes is the table of the admin API, for tests and for the window. It
// takes any Content-Type. Who may reach it is for the server to decide.
func (e *Emulator) adminRoutes() map[string]func(*http.Request) (any, error) {
	return map[string]func(*http.Request) (any, error){
		"GET /_emulator/requests":  e.listRequests,
		"POST /_emulator/reset":    e.reset,
		"GET /_emulator/settings":  e.listSettings,
		"POST /_emulator/settings": e.changeSettings,
		"GET /_emulator/faults":    e.listFaults,
		"POST /_emulator/faults":   e.addFaults,
		"DELETE /_emulator/faults": e.clearFaults,
	}
}

// badRequest is a mistake in an admin call; unlike the API it has a status of its own.
type badRequest struct{ reason string }

func (b badRequest) Error() string { return b.reason }

func badf(format string, args ...any) error { return badRequest{fmt.Sprintf(format, args...)} }

// serveAdmin answers with JSON and a meaningful status.
func (e *Emulator) serveAdmin(w http.ResponseWriter, r *http.Request) {
	handle := e.adminRoutes()[r.Method+" "+strings.TrimSuffix(r.URL.Path, "/")]
	if handle == nil {
		http.NotFound(w, r)
		return
	}
	out, err := handle(r)
	if err != nil {
		code := http.StatusInternalServerError
		if _, mistake := errors.AsType[badRequest](err); mistake {
			code = http.StatusBadRequest
		}
		w.Header().Set("Content-Type", "application/json")
		w.WriteHeader(code)
		_, _ = w.Write(encode(map[string]string{"error": err.Error()}, false))
		return
	}
	writeJSON(w, "application/json", encode(out, false))
}

// readAdmin decodes the body of an admin call.
func readAdmin(r *http.Request, v any) error {
	b, err := io.ReadAll(io.LimitReader(r.Body, bodyLimit))
	if err != nil {
		return badf("read body: %v", err)
	}
	if err := json.Unmarshal(b, v); err != nil {
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
func (e *Emulator) listRequests(r *http.Request) (any, error) {
	list := []loggedRequest{}
	err := e.store.query(r.Context(), func(scan func(...any) error) error {
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
func (e *Emulator) reset(r *http.Request) (any, error) {
	return ok, e.store.write(r.Context(), func(t tx) error {
		var err error
		for _, table := range []string{"article", "message", "file", "blob", "token", "request", "fault", "quota"} {
			err = errors.Join(err, t.exec("DELETE FROM "+table)) //nolint:gosec // the names stand in the line above
		}
		return errors.Join(err,
			t.exec("DELETE FROM setting WHERE base IS NULL"),
			t.exec("UPDATE setting SET value = base"),
			t.exec("DELETE FROM meta WHERE key = 'advance_s'"))
	})
}

// listSettings returns every setting's value in force.
func (e *Emulator) listSettings(r *http.Request) (any, error) {
	c, err := e.readControl(r.Context())
	return valuesOf(c.meta["profile"], c.settings), err
}

// changeSettings takes an object of names and values; null goes back to the default.
// It changes all of them or none.
func (e *Emulator) changeSettings(r *http.Request) (any, error) {
	var in map[string]any
	if err := readAdmin(r, &in); err != nil {
		return nil, err
	}
	names := slices.Sorted(maps.Keys(in))
	for _, name := range names {
		if in[name] != nil {
			if err := checkSetting(name, settingText(in[name])); err != nil {
				return nil, badRequest{err.Error()}
			}
		}
	}
	return ok, e.store.write(r.Context(), func(t tx) error {
		for _, name := range names {
			if err := t.setSetting(name, in[name]); err != nil {
				return err
			}
		}
		return nil
	})
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
func (e *Emulator) addFaults(r *http.Request) (any, error) {
	var raw json.RawMessage
	if err := readAdmin(r, &raw); err != nil {
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
		if err := f.check(e.routes); err != nil {
			return nil, err
		}
	}
	return ok, e.store.write(r.Context(), func(t tx) error {
		for _, f := range orders {
			left := int64(1)
			if f.Times != nil {
				left = *f.Times
			}
			if left == 0 {
				left = -1
			}
			if err := t.exec("INSERT INTO fault (path, mode, errcode, delay_ms, skip, left) VALUES (?, ?, ?, ?, ?, ?)",
				f.Path, f.Mode, f.Errcode, f.DelayMS, f.After, left); err != nil {
				return err
			}
		}
		return nil
	})
}

// listFaults returns the faults that still wait for calls.
func (e *Emulator) listFaults(r *http.Request) (any, error) {
	list := []faultOrder{}
	err := e.store.query(r.Context(), func(scan func(...any) error) error {
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

func (e *Emulator) clearFaults(r *http.Request) (any, error) {
	return ok, e.store.write(r.Context(), func(t tx) error { return t.exec("DELETE FROM fault") })
}

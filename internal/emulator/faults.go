package emulator

import (
	"errors"
	"fmt"
	"net/http"
	"time"
)

// Modes of faults.
const (
	errcode     = "errcode"      // answer the errcode, do nothing
	dropRequest = "drop_request" // close the connection before any effect
	dropReply   = "drop_reply"   // close the connection after the full effect
	delay       = "delay"        // wait delay_ms, then go on
	hang        = "hang"         // wait until the client gives up, do nothing
	status      = "status"       // answer with an HTTP status, do nothing
)

var modes = []string{errcode, dropRequest, dropReply, delay, hang, status}

// fault is one that hits a call; the zero fault does nothing.
type fault struct {
	mode    string
	errcode int
	delay   time.Duration
}

// takeFault finds the first fault that hits this call and uses it up by one.
// Every fault of the path counts the call, also those that let it pass.
func (c *call) takeFault() (f fault, err error) {
	if c.control.faults == 0 {
		return fault{}, nil
	}
	path := c.request.URL.Path
	err = c.store.write(c.request.Context(), func(t tx) error {
		var id, ms int64
		hit, err := t.get([]any{&id, &f.mode, &f.errcode, &ms}, `SELECT id, mode, errcode, delay_ms FROM fault
			WHERE path IN (?, '*') AND skip = 0 AND left <> 0 ORDER BY id LIMIT 1`, path)
		if err != nil {
			return err
		}
		f.delay = time.Duration(ms) * time.Millisecond
		err = t.exec("UPDATE fault SET skip = skip - 1 WHERE path IN (?, '*') AND skip > 0", path)
		if hit {
			err = errors.Join(err, t.exec("UPDATE fault SET left = left - 1 WHERE id = ? AND left > 0", id))
		}
		return err
	})
	return f, err
}

// faultBefore does what a fault does before the effect; answered means that the
// call ends here.
func (c *call) faultBefore(w http.ResponseWriter, f fault) (answered bool) {
	switch f.mode {
	case delay:
		c.wait(f.delay)
		return false
	case dropRequest, hang:
		c.logFault(f)
		if f.mode == hang {
			c.wait(0)
		}
		panic(http.ErrAbortHandler)
	case status:
		c.logFault(f)
		code := f.errcode
		if code < 200 || code > 599 {
			code = http.StatusBadGateway
		}
		http.Error(w, fmt.Sprintf("%d %s", code, http.StatusText(code)), code)
		return true
	}
	return false
}

// wait waits for d, or for ever when d is 0, and gives up with the client.
func (c *call) wait(d time.Duration) {
	var over <-chan time.Time
	if d > 0 {
		t := time.NewTimer(d)
		defer t.Stop()
		over = t.C
	}
	select {
	case <-over:
	case <-c.request.Context().Done():
		panic(http.ErrAbortHandler)
	case <-c.closed:
		panic(http.ErrAbortHandler)
	}
}

// logFault logs a call that never reached its API.
func (c *call) logFault(f fault) {
	err := c.store.write(c.request.Context(), func(t tx) error {
		c.tx = t
		return c.log(-1, f.mode)
	})
	if err != nil {
		panic(http.ErrAbortHandler) // the call ends without a reply in any case
	}
}

package emulator

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net/http"
	"strconv"
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

	slowBody    = "slow_body"         // the full effect, the reply in pieces over delay_ms
	truncated   = "truncated_body"    // the full effect, half of the reply
	controlChar = "control_character" // the full effect, a raw control character in the reply
)

var modes = []string{errcode, dropRequest, dropReply, delay, hang, status, slowBody, truncated, controlChar}

// fault is one that hits a call; the zero fault does nothing.
type fault struct {
	mode    string
	errcode int
	delay   time.Duration
}

// takeFault finds the first fault that hits this call and uses it up by one.
// Every fault of the path counts the call, also those that let it pass.
func (c *call) takeFault(ctx context.Context) (f fault, err error) {
	if c.control.faults == 0 {
		return fault{}, nil
	}
	path := c.request.URL.Path
	err = c.store.write(ctx, func(t tx) error {
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
func (c *call) faultBefore(ctx context.Context, w http.ResponseWriter, f fault) (answered bool) {
	switch f.mode {
	case delay:
		c.wait(ctx, f.delay)
		return false
	case dropRequest, hang:
		c.logFault(ctx, f)
		if f.mode == hang {
			c.wait(ctx, 0)
		}
		panic(http.ErrAbortHandler)
	case status:
		c.logFault(ctx, f)
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
func (c *call) wait(ctx context.Context, d time.Duration) {
	var over <-chan time.Time
	if d > 0 {
		t := time.NewTimer(d)
		defer t.Stop()
		over = t.C
	}
	select {
	case <-over:
	case <-ctx.Done():
		panic(http.ErrAbortHandler)
	case <-c.closed:
		panic(http.ErrAbortHandler)
	}
}

// logFault logs a call that never reached its API.
func (c *call) logFault(ctx context.Context, f fault) {
	err := c.store.write(ctx, func(t tx) error {
		c.tx = t
		return c.log(-1, f.mode)
	})
	if err != nil {
		panic(http.ErrAbortHandler) // the call ends without a reply in any case
	}
}

// faultAfter writes the reply, spoiled where a fault says so.
func (c *call) faultAfter(ctx context.Context, w http.ResponseWriter, f fault, kind string, body []byte) {
	switch f.mode {
	case controlChar:
		body = bytes.Replace(body, []byte(`":"`), []byte("\":\"\n\x01"), 1)
	case truncated:
		w.Header().Set("Content-Length", strconv.Itoa(len(body)))
		w.Header().Set("Content-Type", kind)
		_, _ = w.Write(body[:len(body)/2])
		_ = http.NewResponseController(w).Flush()
		panic(http.ErrAbortHandler)
	case slowBody:
		c.writeSlowly(ctx, w, f, kind, body)
		return
	}
	writeJSON(w, kind, body)
}

// writeSlowly spreads a reply over the fault's delay.
func (c *call) writeSlowly(ctx context.Context, w http.ResponseWriter, f fault, kind string, body []byte) {
	const pieces = 10
	w.Header().Set("Content-Type", kind)
	w.Header().Set("Content-Length", strconv.Itoa(len(body)))
	for i := range pieces {
		c.wait(ctx, max(f.delay/pieces, 1))
		_, _ = w.Write(body[len(body)*i/pieces : len(body)*(i+1)/pieces])
		_ = http.NewResponseController(w).Flush()
	}
}

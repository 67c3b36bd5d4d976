package cli

import (
	"bytes"
	"io"
	"net/http"
	"strconv"
)

// reply gathers what a handler answers in process.
type reply struct {
	header  http.Header
	status  int
	started bool
	body    bytes.Buffer
}

// Header implements [http.ResponseWriter].
func (w *reply) Header() http.Header { return w.header }

// WriteHeader implements [http.ResponseWriter].
func (w *reply) WriteHeader(status int) {
	if !w.started {
		w.status, w.started = status, true
	}
}

// Write implements [http.ResponseWriter].
func (w *reply) Write(b []byte) (int, error) {
	w.started = true
	return w.body.Write(b)
}

// response is the answer as a client sees it.
func (w *reply) response(r *http.Request) *http.Response {
	return &http.Response{
		Status: strconv.Itoa(w.status) + " " + http.StatusText(w.status), StatusCode: w.status,
		Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
		Header: w.header, Body: io.NopCloser(&w.body), ContentLength: int64(w.body.Len()), Request: r,
	}
}

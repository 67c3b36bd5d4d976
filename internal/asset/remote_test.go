package asset

import (
	"bytes"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"runtime"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"mpsync/internal/cache"
	"mpsync/internal/diag"
)

// web is a server on this machine that does everything wrong by request.
func web(t *testing.T) (at string, asked *atomic.Int32) {
	t.Helper()
	asked = &atomic.Int32{}
	data := picture(t, "png")
	mux := http.NewServeMux()
	mux.HandleFunc("/x.png", func(w http.ResponseWriter, r *http.Request) {
		asked.Add(1)
		w.Header().Set("ETag", `"1"`)
		if r.Header.Get("If-None-Match") == `"1"` {
			w.WriteHeader(http.StatusNotModified)
			return
		}
		_, _ = w.Write(data)
	})
	mux.HandleFunc("/long", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Length", fmt.Sprint(10<<30))
		_, _ = w.Write(data)
	})
	mux.HandleFunc("/endless", func(w http.ResponseWriter, _ *http.Request) {
		for block := bytes.Repeat(data, 1000); ; {
			if _, err := w.Write(block); err != nil {
				return
			}
		}
	})
	mux.HandleFunc("/drip", func(w http.ResponseWriter, r *http.Request) {
		for {
			if _, err := w.Write([]byte{0}); err != nil || http.NewResponseController(w).Flush() != nil {
				return
			}
			select {
			case <-r.Context().Done():
				return
			case <-time.After(time.Millisecond):
			}
		}
	})
	mux.HandleFunc("/to", func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, r.URL.RawQuery, http.StatusFound) })
	mux.HandleFunc("/round", func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, "/round", http.StatusFound) })
	s := httptest.NewServer(mux)
	t.Cleanup(s.Close)
	return s.URL, asked
}

func TestFetchRefusesWhatIsNoImageOfTheOpenWeb(t *testing.T) {
	at, _ := web(t)
	port := at[strings.LastIndexByte(at, ':')+1:]
	allowed := []string{"127.0.0.1"}
	for name, c := range map[string]struct {
		address string
		allowed []string
		code    string
	}{
		"loopback":                {at + "/x.png", nil, "image-fetch-private"},
		"loopback by name":        {"http://localhost:" + port + "/x.png", nil, "image-fetch-private"},
		"loopback of version 6":   {"http://[::1]:" + port + "/x.png", nil, "image-fetch-private"},
		"loopback in version 6":   {"http://[::ffff:127.0.0.1]:" + port + "/x.png", nil, "image-fetch-private"},
		"loopback as a number":    {"http://127.1:" + port + "/x.png", nil, "image-fetch-failed"},
		"loopback of old":         {"http://[::127.0.0.1]:" + port + "/x.png", nil, "image-fetch-private"},
		"site-local":              {"http://[fec0::1]/x.png", nil, "image-fetch-private"},
		"link-local":              {"http://[fe80::1]/x.png", nil, "image-fetch-private"},
		"unique local":            {"http://[fd00::1]/x.png", nil, "image-fetch-private"},
		"loopback translated":     {"http://[64:ff9b::7f00:1]/x.png", nil, "image-fetch-private"},
		"loopback by Teredo":      {"http://[2001::7f00:1]/x.png", nil, "image-fetch-private"},
		"carrier's metadata":      {"http://100.100.100.200/x.png", nil, "image-fetch-private"},
		"no address":              {"http://0.0.0.0:" + port + "/x.png", nil, "image-fetch-private"},
		"home":                    {"http://192.168.0.1/x.png", nil, "image-fetch-private"},
		"cloud metadata":          {"http://169.254.169.254/latest", nil, "image-fetch-private"},
		"redirected to loopback":  {at + "/to?http://localhost:" + port + "/x.png", allowed, "image-fetch-private"},
		"redirected to a file":    {at + "/to?file:///etc/passwd", allowed, "image-fetch-failed"},
		"redirected in circles":   {at + "/round", allowed, "image-fetch-redirects"},
		"announced as 10 GB":      {at + "/long", allowed, "image-fetch-large"},
		"without end":             {at + "/endless", allowed, "image-fetch-large"},
		"one byte after another":  {at + "/drip", allowed, "image-fetch-slow"},
		"not there":               {at + "/nowhere", allowed, "image-fetch-status"},
		"no server":               {"http://127.0.0.1:1/x.png", allowed, "image-fetch-failed"},
		"no such name":            {"http://nowhere.invalid/x.png", nil, "image-fetch-failed"},
		"allowed and an image":    {at + "/x.png", allowed, ""},
		"allowed with its port":   {at + "/x.png", []string{"127.0.0.1:" + port}, ""},
		"redirected to the image": {at + "/to?/x.png", allowed, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f := newFetcher("", c.allowed)
			f.time = 10 * time.Second
			if c.code == "image-fetch-slow" {
				f.time = 200 * time.Millisecond
			}
			data, err := f.fetch(t.Context(), c.address, "x")
			got, _ := errors.AsType[*diag.FindingError](err)
			switch {
			case c.code == "" && (err != nil || len(data) == 0):
				t.Errorf("%d bytes, %v", len(data), err)
			case c.code != "" && (got == nil || got.Code != c.code):
				t.Errorf("got %v, want %s", err, c.code)
			case got != nil:
				checkText(t, got.Code, got.Args[1:])
			}
		})
	}
}

func TestFetchHoldsNoMoreThanItsLimit(t *testing.T) {
	at, _ := web(t)
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	f := newFetcher("", []string{"127.0.0.1"})
	if _, err := f.fetch(t.Context(), at+"/endless", "x"); err == nil {
		t.Fatal("an answer without end was taken")
	}
	runtime.ReadMemStats(&after)
	if used := after.TotalAlloc - before.TotalAlloc; used > 10*fetchLimit {
		t.Errorf("%d MB were used", used>>20)
	}
}

func TestFetchAsksWhetherTheImageStillStands(t *testing.T) {
	at, asked := web(t)
	f := newFetcher(cache.Dir(t.TempDir()), []string{"127.0.0.1"})
	first, err := f.fetch(t.Context(), at+"/x.png", "x")
	if err != nil {
		t.Fatal(err)
	}
	again, err := f.fetch(t.Context(), at+"/x.png", "x")
	if err != nil || !bytes.Equal(first, again) || asked.Load() != 2 {
		t.Errorf("%d bytes, then %d, asked %d times: %v", len(first), len(again), asked.Load(), err)
	}
}

func TestFetchTakesTheCacheWhereTheServerIsSilent(t *testing.T) {
	c := cache.Dir(t.TempDir())
	c.Put(sum([]byte("http://127.0.0.1:1/x.png"))+"-fetched", []byte("kept"))
	f := newFetcher(c, []string{"127.0.0.1"})
	if data, err := f.fetch(t.Context(), "http://127.0.0.1:1/x.png", "x"); string(data) != "kept" {
		t.Errorf("%q, %v", data, err)
	}
}

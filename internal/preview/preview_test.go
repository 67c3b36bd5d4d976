package preview

import (
	"bytes"
	"context"
	"crypto/rand"
	"image"
	"image/color"
	"image/png"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"mpsync/internal/build"
	"mpsync/internal/diag"
	"mpsync/internal/model"
	"mpsync/internal/plan"
	"mpsync/internal/site"
	"mpsync/internal/state"
)

// patience is how long a condition may take on a busy machine.
const patience = 30 * time.Second

// disk is a site on disk.
type disk struct {
	testing.TB
	dir string
}

func newDisk(t testing.TB, files map[string]string) disk {
	t.Helper()
	f := disk{t, t.TempDir()}
	f.write("mpsync.yaml", "account: {emulator: legacy}\narticles: posts/**/*.md\ndefaults: {cover: images/c.png}\n")
	f.write("images/c.png", picture(1))
	for name, text := range files {
		f.write(name, text)
	}
	return f
}

func (f disk) path(name string) string { return filepath.Join(f.dir, filepath.FromSlash(name)) }

func (f disk) write(name, text string) {
	f.Helper()
	if err := os.MkdirAll(filepath.Dir(f.path(name)), 0o755); err != nil {
		f.Fatal(err)
	}
	if err := os.WriteFile(f.path(name), []byte(text), 0o644); err != nil {
		f.Fatal(err)
	}
}

func (f disk) read(name string) string {
	f.Helper()
	data, err := os.ReadFile(f.path(name))
	if err != nil {
		f.Fatal(err)
	}
	return string(data)
}

func (f disk) remove(name string) {
	f.Helper()
	if err := os.RemoveAll(f.path(name)); err != nil {
		f.Fatal(err)
	}
}

func (f disk) rename(from, to string) {
	f.Helper()
	if err := os.MkdirAll(filepath.Dir(f.path(to)), 0o755); err != nil {
		f.Fatal(err)
	}
	if err := os.Rename(f.path(from), f.path(to)); err != nil {
		f.Fatal(err)
	}
}

// picture is a small PNG; another seed is another picture.
func picture(seed uint8) string {
	m := image.NewRGBA(image.Rect(0, 0, 48, 32))
	for x := range 48 {
		m.Set(x, x%32, color.RGBA{seed, uint8(x), 200, 255})
	}
	var b bytes.Buffer
	if err := png.Encode(&b, m); err != nil {
		panic(err) // memory takes what is written
	}
	return b.String()
}

func sleep(ctx context.Context, d time.Duration) error {
	select {
	case <-time.After(d):
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// config makes a server for a folder whose account was never asked.
func (f disk) config() Config {
	return Config{
		Dir:   f.dir,
		Site:  site.Options{Env: func(string) (string, bool) { return "", false }},
		State: func(context.Context, *site.Site) (*state.State, error) { return state.New("test"), nil },
		Build: func(context.Context, *site.Site, *state.State) build.Options { return build.Options{} },
		File: func(_ context.Context, s *site.Site, a model.Asset) (model.File, error) {
			data, err := s.ReadFile(a.Path)
			return model.File{Name: a.Name, Data: data}, err
		},
		Input: func(_ *site.Site, known *state.State, _ []diag.Diagnostic, b build.Result) plan.Input {
			return plan.Input{Desired: b.Messages, Assets: b.Assets, Skipped: b.Skipped, Known: known, Library: "material"}
		},
		Account: Account{Name: func(diag.Lang) string { return "" }},
		Now:     time.Now, Sleep: sleep, Rand: rand.Reader, Lang: diag.English,
	}
}

// writer is a person with a site and its page.
type writer struct {
	disk
	server  *Server
	handler http.Handler
}

// here is where the page of tests is served.
var here = &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1), Port: 8606}

func newWriter(t testing.TB, files map[string]string, changes ...func(*Config)) *writer {
	t.Helper()
	f := newDisk(t, files)
	c := f.config()
	for _, change := range changes {
		change(&c)
	}
	s, found, err := New(t.Context(), c)
	if err != nil {
		t.Fatal(err, found)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return &writer{disk: f, server: s, handler: s.Handler(here)}
}

// ask sends a request as the page itself would.
func (w *writer) ask(method, path string, form url.Values, header ...string) *httptest.ResponseRecorder {
	w.Helper()
	r := httptest.NewRequestWithContext(w.Context(), method, "http://127.0.0.1:8606"+path, strings.NewReader(form.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	for i := 0; i+1 < len(header); i += 2 {
		if header[i] == "Host" {
			r.Host = header[i+1]
			continue
		}
		r.Header.Set(header[i], header[i+1])
	}
	answer := httptest.NewRecorder()
	w.handler.ServeHTTP(answer, r)
	return answer
}

func (w *writer) get(path string, header ...string) string {
	w.Helper()
	answer := w.ask(http.MethodGet, path, nil, header...)
	if answer.Code != http.StatusOK {
		w.Fatalf("%s: %d %s", path, answer.Code, answer.Body)
	}
	return answer.Body.String()
}

// post sends a form that knows the token.
func (w *writer) post(path string, pairs ...string) *httptest.ResponseRecorder {
	w.Helper()
	form := url.Values{"token": {w.server.token}}
	for i := 0; i+1 < len(pairs); i += 2 {
		form.Set(pairs[i], pairs[i+1])
	}
	return w.ask(http.MethodPost, path, form)
}

// watching follows the files until the test ends.
func (w *writer) watching() {
	ctx, cancel := context.WithCancel(w.Context())
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		_ = w.server.Watch(ctx) // it ends with the test
	}()
	w.Cleanup(func() {
		cancel()
		<-ended
	})
}

// until waits for a condition.
func (w *writer) until(what string, ok func() bool) {
	w.Helper()
	for end := time.Now().Add(patience); !ok(); time.Sleep(5 * time.Millisecond) {
		if time.Now().After(end) {
			w.Fatal(what)
		}
	}
}

const post = "---\ntitle: 标题\nauthor: 作者\n---\n\n第一段。\n\n![图](/images/a.png)\n"

func one() map[string]string {
	return map[string]string{"posts/a.md": post, "images/a.png": picture(2), "images/secret.png": picture(3), "posts/notes.txt": "私人笔记"}
}

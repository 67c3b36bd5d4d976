package diagram_test

import (
	"bytes"
	"context"
	"errors"
	"image/png"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"strings"
	"sync/atomic"
	"testing"

	"mpsync/internal/bundle"
	"mpsync/internal/bundle/bundletest"
	"mpsync/internal/render/diagram"
)

// memory is a cache.
type memory map[string][]byte

func (m memory) Get(key string) ([]byte, bool) { data, ok := m[key]; return data, ok }
func (m memory) Put(key string, data []byte)   { m[key] = data }

// request is a diagram in the colours of a theme.
func request(lang, source string) diagram.Request {
	return diagram.Request{Lang: lang, Source: source, Ink: "#333333", Accent: "#0a7f5a", Paper: "#ffffff", Chinese: true}
}

// drawer is one with the tools of this machine.
func drawer(t *testing.T) *diagram.Drawer {
	t.Helper()
	browser, err := exec.LookPath("chromium")
	if err != nil {
		t.Fatal("no chromium: run make tools")
	}
	d := &diagram.Drawer{
		Browser: func() string { return browser }, Root: os.Geteuid() == 0, Read: bundletest.Reader(t, bundle.Mermaid()), Cache: memory{},
	}
	t.Cleanup(d.Close)
	return d
}

func TestMermaid(t *testing.T) {
	var asked atomic.Int32
	server := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { asked.Add(1) }))
	defer server.Close()
	d := drawer(t)
	for _, source := range []string{
		"graph TD\n  A[开始] --> B{判断?}\n  B -->|是| C[处理]",
		"sequenceDiagram\n  张三->>李四: 你好",
		"graph TD\n  A[<img src='" + server.URL + "/x.png'>] --> B\n  click A \"" + server.URL + "\"",
	} {
		p, err := d.Draw(t.Context(), request(diagram.Mermaid, source))
		if err != nil {
			t.Fatal(err)
		}
		c, err := png.DecodeConfig(bytes.NewReader(p.PNG))
		if err != nil || c.Width != 2*p.Width || p.Width < 50 {
			t.Errorf("%q: %+v, shown %d wide, %v", source, c, p.Width, err)
		}
	}
	var wrong *diagram.SyntaxError
	if _, err := d.Draw(t.Context(), request(diagram.Mermaid, "graph TD\n  A -->")); !errors.As(err, &wrong) || !strings.Contains(err.Error(), "line") {
		t.Errorf("a mistake: %v", err)
	}
	if asked.Load() > 0 {
		t.Error("the browser reached the network")
	}
}

func TestACommandDraws(t *testing.T) {
	d := drawer(t)
	d.Commands = map[string]string{"dot": "dot -Tsvg", "png": "x", "text": "x", "fails": "x"}
	ran := 0
	d.Run = func(_ context.Context, command string, input []byte) ([]byte, error) {
		ran++
		switch string(input) {
		case "svg\n":
			return []byte(`<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" width="120" height="40"><rect width="120" height="40" fill="red"/></svg>`), nil
		case "broken svg\n":
			return []byte(`<svg`), nil
		case "fails\n":
			return nil, errors.New("exit status 1: no such thing")
		}
		return []byte("neither"), nil
	}
	p, err := d.Draw(t.Context(), request("dot", "svg"))
	if err != nil || p.Width != 120 {
		t.Fatalf("SVG: %d wide, %v", p.Width, err)
	}
	if _, err := d.Draw(t.Context(), request("dot", "svg")); err != nil || ran != 1 {
		t.Errorf("drawn again: %v, ran %d times", err, ran)
	}
	for source, says := range map[string]string{"text": "neither PNG nor SVG", "broken svg": "can't be read", "fails": "no such thing"} {
		var wrong *diagram.SyntaxError
		if _, err := d.Draw(t.Context(), request("dot", source)); !errors.As(err, &wrong) || !strings.Contains(err.Error(), says) {
			t.Errorf("%s: %v", source, err)
		}
	}
}

func TestWhatIsMissingIsSaid(t *testing.T) {
	none := func(string) ([]byte, error) { return nil, fs.ErrNotExist }
	some := func(string) ([]byte, error) { return []byte("x"), nil }
	for want, c := range map[string]struct {
		read func(string) ([]byte, error)
		lang string
	}{
		diagram.NoBundle: {none, diagram.Mermaid}, diagram.NoBrowser: {some, diagram.Mermaid}, diagram.NotAllowed: {some, "dot"},
	} {
		d := &diagram.Drawer{Browser: func() string { return "" }, Read: c.read, Commands: map[string]string{"dot": "dot"}}
		_, err := d.Draw(t.Context(), request(c.lang, "x"))
		if lacks, ok := errors.AsType[*diagram.MissingError](err); !ok || lacks.Reason != want {
			t.Errorf("got %v, want %s", err, want)
		}
	}
}

func TestADamagedPictureIsDrawnAnew(t *testing.T) {
	d := &diagram.Drawer{Commands: map[string]string{"dot": "dot"}, Run: func(context.Context, string, []byte) ([]byte, error) {
		return nil, errors.New("drawn again")
	}}
	for _, damage := range []string{"", "{}", `{"png":"eA==","width":3}`} {
		d.Cache = every(damage)
		if _, err := d.Draw(t.Context(), request("dot", "x")); err == nil || !strings.Contains(err.Error(), "drawn again") {
			t.Errorf("%q: %v", damage, err)
		}
	}
}

// every is a cache that has the same for everything.
type every string

func (e every) Get(string) ([]byte, bool) { return []byte(e), true }
func (every) Put(string, []byte)          {}

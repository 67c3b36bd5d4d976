package emulator

import (
	"crypto/rand"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"
)

// benchServer is a served account with one article of 20 kB.
type benchServer struct {
	b     *testing.B
	base  string
	token string
	body  string // of add_news
}

func newBenchServer(b *testing.B) *benchServer {
	b.Helper()
	e, err := Open(b.Context(), Config{Dir: b.TempDir(), Now: time.Now, Rand: rand.Reader, Settings: map[string]string{"content_chars": "200000"}})
	if err != nil {
		b.Fatal(err)
	}
	srv := httptest.NewServer(e)
	b.Cleanup(func() { srv.Close(); _ = e.Close() })
	s := &benchServer{b: b, base: srv.URL}
	if err := e.store.write(b.Context(), func(t tx) error {
		if err := t.exec("INSERT INTO blob VALUES ('k', 'png', 'image/png', 1, 1, 0, 'x')"); err != nil {
			return err
		}
		return t.exec("INSERT INTO file (media_id, kind, name, created, ends, key) VALUES ('cover', 'image', 'a.png', 0, 0, 'k')")
	}); err != nil {
		b.Fatal(err)
	}
	s.token = strings.Split(s.send(http.MethodGet, "/cgi-bin/token?grant_type=client_credential&appid=a&secret=b", ""), `"`)[3]
	paragraph := `<p style=\"margin:0 8px;line-height:1.75;color:#3f3f3f\">今年的第一批春茶到了，请大家来喝。<strong>好茶</strong></p>`
	s.body = `{"articles":[{"title":"t","thumb_media_id":"cover","content":"` + strings.Repeat(paragraph, 20000/len(paragraph)) + `"}]}`
	return s
}

func (s *benchServer) send(method, path, body string) string {
	s.b.Helper()
	req, err := http.NewRequestWithContext(s.b.Context(), method, s.base+path, strings.NewReader(body))
	if err != nil {
		s.b.Fatal(err)
	}
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		s.b.Fatal(err)
	}
	defer func() { _ = res.Body.Close() }()
	out, err := io.ReadAll(res.Body)
	if err != nil || strings.Contains(string(out), `"errcode":4`) {
		s.b.Fatal(err, string(out))
	}
	return string(out)
}

func BenchmarkAddNews(b *testing.B) {
	s := newBenchServer(b)
	for b.Loop() {
		s.send(http.MethodPost, "/cgi-bin/material/add_news?access_token="+s.token, s.body)
	}
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "calls/s")
}

func BenchmarkGetMaterial(b *testing.B) {
	s := newBenchServer(b)
	id := strings.Split(s.send(http.MethodPost, "/cgi-bin/material/add_news?access_token="+s.token, s.body), `"`)[3]
	for b.Loop() {
		s.send(http.MethodPost, "/cgi-bin/material/get_material?access_token="+s.token, `{"media_id":"`+id+`"}`)
	}
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "calls/s")
}

func BenchmarkCount(b *testing.B) {
	s := newBenchServer(b)
	for b.Loop() {
		s.send(http.MethodGet, "/cgi-bin/material/get_materialcount?access_token="+s.token, "")
	}
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "calls/s")
}

func BenchmarkOpen(b *testing.B) {
	dir := b.TempDir()
	for b.Loop() {
		e, err := Open(b.Context(), Config{Dir: dir, Now: time.Now, Rand: rand.Reader})
		if err != nil {
			b.Fatal(err)
		}
		if err := e.Close(); err != nil {
			b.Fatal(err)
		}
	}
}

package emulator

import (
	"bytes"
	"crypto/rand"
	"encoding/json"
	"fmt"
	"image"
	"image/color"
	"image/gif"
	"image/jpeg"
	"image/png"
	"io"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"
)

// server is an emulator behind a real HTTP server, with a client that knows
// nothing but HTTP and JSON.
type server struct {
	t     *testing.T
	emu   *Emulator
	base  string
	token string
	thumb string // a permanent image, once one was needed
}

// start opens an account with changed settings and takes a token.
func start(t *testing.T, c Config) *server {
	t.Helper()
	a := startBare(t, c)
	a.token = a.newToken()
	return a
}

func startBare(t *testing.T, c Config) *server {
	t.Helper()
	if c.Dir == "" {
		c.Dir = t.TempDir()
	}
	if c.Now == nil {
		c.Now = time.Now
	}
	c.Rand = rand.Reader
	e, err := Open(t.Context(), c)
	if err != nil {
		t.Fatal(err)
	}
	srv := httptest.NewServer(e)
	t.Cleanup(func() {
		srv.CloseClientConnections()
		if err := e.Close(); err != nil {
			t.Error(err)
		}
		srv.Close()
	})
	return &server{t: t, emu: e, base: srv.URL}
}

// pool lends accounts to the rows of a table: each gets one that was emptied, as
// making a database takes longer than most rows.
type pool struct {
	t    *testing.T // the table's
	open map[string]*server
}

func (p *pool) get(t *testing.T, c Config) *server {
	t.Helper()
	key := c.Profile + " " + c.AppID
	a := p.open[key]
	if a == nil {
		if p.open == nil {
			p.open = map[string]*server{}
		}
		a = startBare(p.t, Config{Profile: c.Profile, AppID: c.AppID, Secret: c.Secret})
		p.open[key] = a
	}
	a.t, a.thumb = t, ""
	a.adminPost("reset", "")
	if len(c.Settings) > 0 {
		a.adminPost("settings", c.Settings)
	}
	a.token = a.newToken()
	return a
}

func (a *server) newToken() string {
	a.t.Helper()
	return a.get("/cgi-bin/token?grant_type=client_credential&appid=wx1&secret=s").text("access_token")
}

// reply is a decoded answer.
type reply struct {
	t      *testing.T
	raw    []byte
	status int
	header http.Header
	json   map[string]any
}

func (r reply) code() int {
	n, _ := r.json["errcode"].(float64)
	return int(n)
}

func (r reply) text(key string) string {
	r.t.Helper()
	s, isText := r.json[key].(string)
	if !isText {
		r.t.Fatalf("no text %q in %s", key, r.raw)
	}
	return s
}

func (r reply) number(key string) int64 {
	r.t.Helper()
	n, isNumber := r.json[key].(float64)
	if !isNumber {
		r.t.Fatalf("no number %q in %s", key, r.raw)
	}
	return int64(n)
}

// fine fails the test unless the call went well.
func (r reply) fine() reply {
	r.t.Helper()
	if r.code() != 0 || r.status != http.StatusOK {
		r.t.Fatalf("refused: %d %s", r.status, r.raw)
	}
	return r
}

// at walks into a reply: at("item", 0, "media_id").
func (r reply) at(path ...any) any {
	r.t.Helper()
	var v any = r.json
	for _, p := range path {
		switch p := p.(type) {
		case string:
			m, isMap := v.(map[string]any)
			if !isMap {
				r.t.Fatalf("no object at %v in %s", path, r.raw)
			}
			v = m[p]
		case int:
			l, isList := v.([]any)
			if !isList || p >= len(l) {
				r.t.Fatalf("no item %d at %v in %s", p, path, r.raw)
			}
			v = l[p]
		}
	}
	return v
}

func (a *server) do(req *http.Request) reply {
	a.t.Helper()
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		a.t.Fatal(err)
	}
	defer func() { _ = res.Body.Close() }()
	b, err := io.ReadAll(res.Body)
	if err != nil {
		a.t.Fatal(err)
	}
	r := reply{t: a.t, raw: b, status: res.StatusCode, header: res.Header}
	_ = json.Unmarshal(b, &r.json) // bytes of a file are no JSON
	return r
}

func (a *server) url(path string) string {
	if (strings.HasPrefix(path, "/cgi-bin/") || strings.HasPrefix(path, "/datacube/")) && a.token != "" && !strings.Contains(path, "access_token=") {
		sep := "?"
		if strings.Contains(path, "?") {
			sep = "&"
		}
		path += sep + "access_token=" + a.token
	}
	return a.base + path
}

func (a *server) get(path string) reply {
	a.t.Helper()
	req, err := http.NewRequestWithContext(a.t.Context(), http.MethodGet, a.url(path), nil)
	if err != nil {
		a.t.Fatal(err)
	}
	return a.do(req)
}

// post sends a body as it is when it is text, else as JSON.
func (a *server) post(path string, body any) reply {
	a.t.Helper()
	s, isText := body.(string)
	if !isText {
		var b bytes.Buffer
		enc := json.NewEncoder(&b)
		enc.SetEscapeHTML(false)
		if err := enc.Encode(body); err != nil {
			a.t.Fatal(err)
		}
		s = b.String()
	}
	req, err := http.NewRequestWithContext(a.t.Context(), http.MethodPost, a.url(path), strings.NewReader(s))
	if err != nil {
		a.t.Fatal(err)
	}
	return a.do(req)
}

// upload sends a file as the part "media".
func (a *server) upload(path, name string, data []byte, fields ...string) reply {
	a.t.Helper()
	var b bytes.Buffer
	w := multipart.NewWriter(&b)
	part, err := w.CreateFormFile("media", name)
	if err != nil {
		a.t.Fatal(err)
	}
	_, _ = part.Write(data)
	for i := 0; i < len(fields); i += 2 {
		_ = w.WriteField(fields[i], fields[i+1])
	}
	_ = w.Close()
	req, err := http.NewRequestWithContext(a.t.Context(), http.MethodPost, a.url(path), &b)
	if err != nil {
		a.t.Fatal(err)
	}
	req.Header.Set("Content-Type", w.FormDataContentType())
	return a.do(req)
}

// cover returns the media_id of a permanent image.
func (a *server) cover() string {
	a.t.Helper()
	if a.thumb == "" {
		a.thumb = a.upload("/cgi-bin/material/add_material?type=image", "cover.png", picture(a.t, "png", 8, 6)).text("media_id")
	}
	return a.thumb
}

// article returns a sound article with some fields changed; nil removes a field.
func (a *server) article(changes ...any) map[string]any {
	a.t.Helper()
	m := map[string]any{
		"title": "春茶上新", "author": "张三", "digest": "今年的第一批", "content": "<p>今年的第一批春茶到了。</p>",
		"content_source_url": "https://example.com/tea", "thumb_media_id": a.cover(),
		"show_cover_pic": 0, "need_open_comment": 1, "only_fans_can_comment": 0,
	}
	for i := 0; i < len(changes); i += 2 {
		key := changes[i].(string)
		if m[key] = changes[i+1]; changes[i+1] == nil {
			delete(m, key)
		}
	}
	return m
}

// messageOf wraps articles into the body of an add call.
func messageOf(articles ...map[string]any) map[string]any {
	return map[string]any{"articles": articles}
}

// picture draws a small picture.
func picture(t *testing.T, format string, w, h int) []byte {
	t.Helper()
	m := image.NewRGBA(image.Rect(0, 0, w, h))
	for i := range m.Pix {
		m.Pix[i] = byte(i * 7)
	}
	m.Set(0, 0, color.White)
	var b bytes.Buffer
	var err error
	switch format {
	case "png":
		err = png.Encode(&b, m)
	case "jpeg":
		err = jpeg.Encode(&b, m, nil)
	case "gif":
		err = gif.Encode(&b, m, nil)
	default:
		err = fmt.Errorf("no format %q", format)
	}
	if err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestNewsMakesTheRoundTrip(t *testing.T) {
	for _, box := range []struct{ add, get, update, list, drop string }{
		{"material/add_news", "material/get_material", "material/update_news", "material/batchget_material", "material/del_material"},
		{"draft/add", "draft/get", "draft/update", "draft/batchget", "draft/delete"},
	} {
		t.Run(box.add, func(t *testing.T) {
			a := start(t, Config{})
			id := a.post("/cgi-bin/"+box.add, messageOf(a.article())).text("media_id")
			r := a.post("/cgi-bin/"+box.get, map[string]any{"media_id": id})
			if got := r.at("news_item", 0, "title"); got != "春茶上新" {
				t.Errorf("title read back: %v in %s", got, r.raw)
			}
			if r := a.post("/cgi-bin/"+box.update, map[string]any{"media_id": id, "index": "0", "articles": a.article("title", "夏茶")}); r.code() != 0 {
				t.Fatalf("update: %s", r.raw)
			}
			r = a.post("/cgi-bin/"+box.list, map[string]any{"type": "news", "offset": 0, "count": 20})
			if got := r.at("item", 0, "content", "news_item", 0, "title"); got != "夏茶" {
				t.Errorf("title listed: %v in %s", got, r.raw)
			}
			if r := a.post("/cgi-bin/"+box.drop, map[string]any{"media_id": id}); r.code() != 0 {
				t.Fatalf("delete: %s", r.raw)
			}
			if r := a.post("/cgi-bin/"+box.drop, map[string]any{"media_id": id}); r.code() != 40007 {
				t.Fatalf("delete again: %s", r.raw)
			}
		})
	}
}

func TestInlineImageIsServedByteForByte(t *testing.T) {
	a := start(t, Config{})
	data := picture(t, "png", 5, 4)
	u := a.upload("/cgi-bin/media/uploadimg", "a.png", data).text("url")
	path, found := strings.CutPrefix(u, "http://mmbiz.qpic.cn")
	if !found || !strings.HasPrefix(path, "/mmbiz_png/") || !strings.HasSuffix(path, "/0?from=appmsg") {
		t.Fatalf("url %q", u)
	}
	r := a.get(path)
	if !bytes.Equal(r.raw, data) || r.header.Get("Content-Type") != "image/png" {
		t.Errorf("got %d bytes of %s", len(r.raw), r.header.Get("Content-Type"))
	}
}

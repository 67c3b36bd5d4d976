package cli

import (
	"bytes"
	"context"
	"crypto/rand"
	"encoding/json"
	"image"
	"image/color"
	"image/png"
	"io"
	"io/fs"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"mpsync/internal/emulator"
)

// desk is a person with a site and an account, which is asked like any other.
type desk struct {
	*testing.T
	dir, api, token string
	out, err        string // of the last command
	made            string // media_id that examples mean
	drafts          int    // made for examples
}

// newDesk makes an empty site of an empty account.
func newDesk(t *testing.T, profile string) *desk {
	t.Helper()
	e, err := emulator.Open(t.Context(), emulator.Config{Dir: t.TempDir(), Profile: profile, Now: time.Now, Rand: rand.Reader})
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(e)
	t.Cleanup(func() {
		server.Close()
		if err := e.Close(); err != nil {
			t.Error(err)
		}
	})
	d := &desk{T: t, dir: t.TempDir(), api: server.URL}
	d.site()
	var answer struct {
		Token string `json:"access_token"`
	}
	d.get("/cgi-bin/token?grant_type=client_credential&appid=wx1&secret=s", &answer)
	d.token = answer.Token
	return d
}

// site makes another, empty site of the same account.
func (d *desk) site() {
	d.Helper()
	d.dir = d.TempDir()
	d.write("mpsync.yaml", "account: {appid: wx1, secret: s, api: \""+d.api+"\"}\nlang: zh\ndefaults: {author: 张三}\nlimits: {creates: 100}\n")
	d.write("articles/.keep", "")
}

func (d *desk) write(name, text string) {
	d.Helper()
	path := filepath.Join(d.dir, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(path), 0o750); err != nil {
		d.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		d.Fatal(err)
	}
}

func (d *desk) read(name string) string {
	d.Helper()
	data, err := os.ReadFile(filepath.Join(d.dir, filepath.FromSlash(name)))
	if err != nil {
		d.Fatal(err)
	}
	return string(data)
}

// files lists the files of the site's articles.
func (d *desk) files() []string {
	d.Helper()
	var all []string
	err := filepath.WalkDir(filepath.Join(d.dir, "articles"), func(name string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() || e.Name() == ".keep" {
			return err
		}
		rel, err := filepath.Rel(d.dir, name)
		all = append(all, filepath.ToSlash(rel))
		return err
	})
	if err != nil {
		d.Fatal(err)
	}
	slices.Sort(all)
	return all
}

// run runs a command and wants its exit code.
func (d *desk) run(code int, args ...string) {
	d.Helper()
	var out, errs bytes.Buffer
	sys := System{
		In: strings.NewReader(""), Out: &out, Err: &errs, Env: func(string) (string, bool) { return "", false },
		Now: time.Now, Rand: rand.Reader, Sleep: func(context.Context, time.Duration) error { return nil }, Version: "test",
		Look: func(name string) (string, error) { return "", &exec.Error{Name: name, Err: exec.ErrNotFound} },
	}
	got := Run(d.Context(), sys, append([]string{"-C", d.dir, "--lang", "en"}, args...))
	d.out, d.err = out.String(), errs.String()
	if got != code {
		d.Fatalf("mpsync %s: exit code %d, want %d\n%s%s", strings.Join(args, " "), got, code, d.out, d.err)
	}
}

// inStep wants a plan with nothing in it.
func (d *desk) inStep() {
	d.Helper()
	d.run(exitDone, "plan", "--detailed-exitcode")
	if !strings.Contains(d.out, "Nothing to do") {
		d.Fatal(d.out)
	}
}

func (d *desk) get(path string, into any) {
	d.Helper()
	d.send(http.MethodGet, path, "", nil, into)
}

// call makes an API call as any other program would.
func (d *desk) call(api string, body, into any) {
	d.Helper()
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(body); err != nil {
		d.Fatal(err)
	}
	d.send(http.MethodPost, "/cgi-bin/"+api, "application/json", &b, into)
}

func (d *desk) send(method, path, kind string, body io.Reader, into any) {
	d.Helper()
	u, err := url.Parse(d.api + path)
	if err != nil {
		d.Fatal(err)
	}
	if d.token != "" {
		q := u.Query()
		q.Set("access_token", d.token)
		u.RawQuery = q.Encode()
	}
	req, err := http.NewRequestWithContext(d.Context(), method, u.String(), body)
	if err != nil {
		d.Fatal(err)
	}
	req.Header.Set("Content-Type", kind)
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		d.Fatal(err)
	}
	defer func() { _ = resp.Body.Close() }()
	data, err := io.ReadAll(resp.Body)
	if err != nil {
		d.Fatal(err)
	}
	var refusal struct {
		Code int    `json:"errcode"`
		Msg  string `json:"errmsg"`
	}
	if err := json.Unmarshal(data, &refusal); err != nil && data[0] == '{' || refusal.Code != 0 {
		d.Fatalf("%s: %v %s", path, err, data)
	}
	if into != nil {
		if err := json.Unmarshal(data, into); err != nil {
			d.Fatal(err)
		}
	}
}

// picture draws one of many small images.
func (d *desk) picture(n int) []byte {
	d.Helper()
	im := image.NewGray(image.Rect(0, 0, 40, 20))
	for i := range im.Pix {
		im.Pix[i] = uint8(i * n)
	}
	im.Set(0, 0, color.Gray{uint8(n)})
	var b bytes.Buffer
	if err := png.Encode(&b, im); err != nil {
		d.Fatal(err)
	}
	return b.Bytes()
}

// upload puts an image into the account.
func (d *desk) upload(api string, data []byte) (mediaID, address string) {
	d.Helper()
	var b bytes.Buffer
	w := multipart.NewWriter(&b)
	part, err := w.CreateFormFile("media", "picture.png")
	if err != nil {
		d.Fatal(err)
	}
	if _, err := part.Write(data); err != nil {
		d.Fatal(err)
	}
	if err := w.Close(); err != nil {
		d.Fatal(err)
	}
	var answer struct {
		MediaID string `json:"media_id"`
		URL     string `json:"url"`
	}
	d.send(http.MethodPost, "/cgi-bin/"+api, w.FormDataContentType(), &b, &answer)
	return answer.MediaID, answer.URL
}

// message creates a message by a plain call.
func (d *desk) message(articles ...map[string]any) string {
	d.Helper()
	var answer struct {
		MediaID string `json:"media_id"`
	}
	d.call("draft/add", map[string]any{"articles": articles}, &answer)
	return answer.MediaID
}

// seen is an article as the account holds it.
func (d *desk) seen(mediaID string) []map[string]any {
	d.Helper()
	var answer struct {
		Items []map[string]any `json:"news_item"`
	}
	d.call("draft/get", map[string]any{"media_id": mediaID}, &answer)
	return answer.Items
}

// edit changes an article as a person in the console would.
func (d *desk) edit(mediaID string, index int, change func(article map[string]any)) {
	d.Helper()
	was := d.seen(mediaID)[index]
	article := map[string]any{}
	for _, key := range []string{
		"title", "author", "digest", "content", "content_source_url", "thumb_media_id", "need_open_comment", "only_fans_can_comment",
	} {
		article[key] = was[key]
	}
	change(article)
	d.call("draft/update", map[string]any{"media_id": mediaID, "index": index, "articles": article}, nil)
}

// rewrite replaces a piece of an article's HTML.
func (d *desk) rewrite(mediaID string, old, now string) {
	d.Helper()
	d.edit(mediaID, 0, func(a map[string]any) {
		content := a["content"].(string)
		if !strings.Contains(content, old) {
			d.Fatalf("%q is not in %s", old, content)
		}
		a["content"] = strings.Replace(content, old, now, 1)
	})
}

// writes counts the calls so far that changed something.
func (d *desk) writes() int {
	d.Helper()
	var requests []struct {
		Path    string `json:"path"`
		Errcode int    `json:"errcode"`
	}
	d.get("/_emulator/requests", &requests)
	n := 0
	for _, r := range requests {
		verb := regexp.MustCompile(`/(add|update|upload|del)`)
		if r.Errcode == 0 && verb.MatchString(r.Path) {
			n++
		}
	}
	return n
}

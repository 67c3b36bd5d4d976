package handbook

import (
	"io"
	"io/fs"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"mpsync/docs"
	"mpsync/internal/diag"
)

var at = &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1), Port: 8607}

func served(t *testing.T) http.Handler {
	t.Helper()
	h, err := New(docs.Files, diag.English)
	if err != nil {
		t.Fatal(err)
	}
	return h.Handler(at)
}

func get(t *testing.T, h http.Handler, url string, header ...string) (int, string) {
	t.Helper()
	r := httptest.NewRequestWithContext(t.Context(), http.MethodGet, url, nil)
	r.Host = at.String()
	for i := 0; i+1 < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	body, err := io.ReadAll(w.Body)
	if err != nil {
		t.Fatal(err)
	}
	if w.Code == http.StatusFound {
		return w.Code, w.Header().Get("Location")
	}
	return w.Code, string(body)
}

var target = regexp.MustCompile(`(?:href|src)="(/[^"#]*)(#[^"]*)?"`)

// TestEveryPageIsReachableAndEveryLinkLeadsSomewhere follows every link from the
// index on, in both languages, anchors too.
func TestEveryPageIsReachableAndEveryLinkLeadsSomewhere(t *testing.T) {
	h := served(t)
	pages := map[string]string{}
	anchors := map[string]string{} // address with anchor: the page that names it
	for queue := []string{"/en/", "/zh/"}; len(queue) > 0; queue = queue[1:] {
		if _, ok := pages[queue[0]]; ok {
			continue
		}
		code, body := get(t, h, queue[0])
		if code != http.StatusOK {
			t.Errorf("%s: %d", queue[0], code)
		}
		if pages[queue[0]] = body; !strings.HasPrefix(body, "<!DOCTYPE html>") {
			continue
		}
		for _, m := range target.FindAllStringSubmatch(body, -1) {
			queue = append(queue, m[1])
			if m[2] != "" {
				anchors[m[1]+m[2]] = queue[0]
			}
		}
		if strings.Contains(body, "#d0c0") {
			t.Errorf("%s has a colour without a name", queue[0])
		}
	}
	for address, from := range anchors {
		page, id, _ := strings.Cut(address, "#")
		if !strings.Contains(pages[page], `id="`+id+`"`) {
			t.Errorf("%s names %s, and there is no such part", from, address)
		}
	}
	err := fs.WalkDir(docs.Files, ".", func(file string, d fs.DirEntry, err error) error {
		name, ok := strings.CutSuffix(file, ".md")
		if ok {
			wantFiles(t, file)
		}
		if err != nil || d.IsDir() || !ok {
			return err
		}
		l := diag.English
		if chinese, ok := strings.CutSuffix(name, ".zh"); ok {
			name, l = chinese, diag.Chinese
		}
		if pages[address(name, l)] == "" {
			t.Errorf("no link leads to docs/%s", file)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

var written = regexp.MustCompile(`\]\(([^):#]+)(#[^)]*)?\)`)

// wantFiles looks whether the files exist that a page names, also those outside
// docs.
func wantFiles(t *testing.T, file string) {
	t.Helper()
	text, err := fs.ReadFile(docs.Files, file)
	if err != nil {
		t.Fatal(err)
	}
	plain := regexp.MustCompile("(?s)```.*?```|`[^`\n]*`").ReplaceAllString(string(text), "")
	for _, m := range written.FindAllStringSubmatch(plain, -1) {
		if _, err := os.Stat(filepath.Join("../../docs", filepath.Dir(file), m[1])); err != nil {
			t.Errorf("docs/%s names %s: %v", file, m[1], err)
		}
	}
}

func TestPagesComeInTheLanguageOfTheBrowser(t *testing.T) {
	h := served(t)
	for wants, where := range map[string]string{"zh-CN,zh;q=0.9": "/zh/", "en-GB": "/en/", "fr": "/en/"} {
		if _, got := get(t, h, "/", "Accept-Language", wants); got != where {
			t.Errorf("%s: %s, want %s", wants, got, where)
		}
	}
	for url, want := range map[string]string{
		"/en/config/": `<h1>`, "/zh/config/": `href="/en/config/"`, "/zh/architecture/": "本页目前只有英文。",
		"/zh/search?q=白名单": `href="/zh/ci/"`, "/en/search?q=nothinglikethis": "No page holds",
		"/en/commands/": `<h2 id="mpsync-apply"`,
	} {
		if _, body := get(t, h, url); !strings.Contains(body, want) {
			t.Errorf("%s lacks %s", url, want)
		}
	}
}

func TestOnlyThisMachineIsServed(t *testing.T) {
	h := served(t)
	for _, url := range []string{"/fr/", "/en/none/", "/en/../docs.go", "/files/docs.go", "/files/../go.mod"} {
		if code, _ := get(t, h, url); code == http.StatusOK {
			t.Errorf("%s is served", url)
		}
	}
	r := httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/en/", nil)
	r.Host = "elsewhere.example:8607"
	w := httptest.NewRecorder()
	if h.ServeHTTP(w, r); w.Code != http.StatusForbidden {
		t.Errorf("another host: %d", w.Code)
	}
	if code, _ := get(t, h, "/en/config/", "Origin", "https://elsewhere.example"); code != http.StatusForbidden {
		t.Errorf("another origin: %d", code)
	}
}

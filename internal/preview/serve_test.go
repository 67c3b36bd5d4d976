package preview

import (
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestOnlyThePageItselfIsAnswered asks as browsers do for other pages, for names
// that lead here, and for the page itself.
func TestOnlyThePageItselfIsAnswered(t *testing.T) {
	w := newWriter(t, one())
	for _, c := range []struct {
		name, method, path string
		header             []string
		want               int
	}{
		{"the page", "GET", "/", nil, 200},
		{"by another name of this machine", "GET", "/", []string{"Host", "localhost:8606"}, 200},
		{"by the name in capitals", "GET", "/", []string{"Host", "LOCALHOST:8606"}, 200},
		{"by IPv6", "GET", "/", []string{"Host", "[::1]:8606"}, 200},
		{"from the page", "GET", "/frame?at=posts/a.md", []string{"Origin", "http://127.0.0.1:8606"}, 200},
		{"a link elsewhere to the page", "GET", "/", []string{"Sec-Fetch-Site", "cross-site", "Sec-Fetch-Dest", "document"}, 200},
		{"typed by hand", "GET", "/", []string{"Sec-Fetch-Site", "none"}, 200},
		{"a name that leads here", "GET", "/", []string{"Host", "evil.example:8606"}, 403},
		{"a name that only begins well", "GET", "/", []string{"Host", "localhost.evil.example:8606"}, 403},
		{"without port", "GET", "/", []string{"Host", "127.0.0.1"}, 403},
		{"another port", "GET", "/", []string{"Host", "127.0.0.1:80"}, 403},
		{"no host", "GET", "/", []string{"Host", ""}, 403},
		{"another origin", "GET", "/frame?at=posts/a.md", []string{"Origin", "http://evil.example"}, 403},
		{"another port of this machine", "GET", "/", []string{"Origin", "http://127.0.0.1:1"}, 403},
		{"another scheme", "GET", "/", []string{"Origin", "https://127.0.0.1:8606"}, 403},
		{"a file or a sandbox", "GET", "/", []string{"Origin", "null"}, 403},
		{"an origin that is none", "GET", "/", []string{"Origin", "http://%"}, 403},
		{"a script elsewhere", "GET", "/events", []string{"Sec-Fetch-Site", "cross-site", "Sec-Fetch-Dest", "empty"}, 403},
		{"a frame elsewhere", "GET", "/", []string{"Sec-Fetch-Site", "cross-site", "Sec-Fetch-Dest", "iframe"}, 403},
		{"an image elsewhere", "GET", "/files/icon.svg", []string{"Sec-Fetch-Site", "same-site", "Sec-Fetch-Dest", "image"}, 403},
		{"a link elsewhere to a part of it", "GET", "/copy?at=posts/a.md", []string{"Sec-Fetch-Site", "cross-site", "Sec-Fetch-Dest", "document"}, 403},
		{"a form elsewhere", "POST", "/theme", []string{"Sec-Fetch-Site", "cross-site", "Sec-Fetch-Dest", "document"}, 403},
		{"a form without token", "POST", "/theme", []string{"Origin", "http://127.0.0.1:8606"}, 403},
		{"what only a form may do", "GET", "/theme", nil, 405},
		{"what only a form may do, by PUT", "PUT", "/apply", nil, 405},
		{"a page that does not exist", "GET", "/else", nil, 404},
	} {
		if got := w.ask(c.method, c.path, nil, c.header...); got.Code != c.want {
			t.Errorf("%s: %d, want %d", c.name, got.Code, c.want)
		}
	}
}

func TestNothingIsDoneWithoutTheToken(t *testing.T) {
	w := newWriter(t, one())
	before := w.read("mpsync.yaml")
	for _, token := range []string{"", "0", strings.Repeat("0", len(w.server.token)), w.server.boot, w.server.token + "0"} {
		form := url.Values{"token": {token}, "theme": {"manual"}, "for": {"site"}}
		for _, path := range []string{"/theme", "/plan", "/apply", "/look"} {
			if got := w.ask(http.MethodPost, path, form); got.Code != http.StatusForbidden {
				t.Errorf("%s with token %q: %d", path, token, got.Code)
			}
		}
		// A token in the address would be seen by others, and counts for nothing.
		if got := w.ask(http.MethodPost, "/theme?token="+w.server.token, form); got.Code != http.StatusForbidden {
			t.Errorf("a token in the address: %d", got.Code)
		}
	}
	if w.read("mpsync.yaml") != before {
		t.Error("mpsync.yaml was changed")
	}
}

func TestAnAccountElsewhereCannotBeApplied(t *testing.T) {
	w := newWriter(t, one())
	for _, path := range []string{"/plan", "/apply", "/look"} {
		if got := w.post(path, "at", "posts/a.md"); got.Code != http.StatusNotFound {
			t.Errorf("%s: %d", path, got.Code)
		}
	}
}

func TestEveryAnswerIsFencedIn(t *testing.T) {
	w := newWriter(t, one())
	a := w.server.now.sheets["posts/a.md"].article
	policies := map[string][]string{}
	for _, path := range []string{"/", "/frame?at=posts/a.md", imageURL(a.Cover), "/copy?at=posts/a.md", "/download?at=posts/a.md", "/files/script.js", "/else"} {
		h := w.ask(http.MethodGet, path, nil).Header()
		for name, want := range map[string]string{
			"X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer", "Cross-Origin-Resource-Policy": "same-origin",
		} {
			if h.Get(name) != want {
				t.Errorf("%s: %s is %q", path, name, h.Get(name))
			}
		}
		policies[path] = strings.Split(h.Get("Content-Security-Policy"), "; ")
	}
	has := func(path, part string) bool {
		return slices.Contains(policies[path], part)
	}
	for path := range policies {
		if !has(path, "default-src 'none'") {
			t.Errorf("%s: %v", path, policies[path])
		}
		if strings.Contains(strings.Join(policies[path], ";"), "unsafe-eval") || path != "/frame?at=posts/a.md" && strings.Contains(strings.Join(policies[path], ";"), "unsafe-inline") {
			t.Errorf("%s: %v", path, policies[path])
		}
	}
	for path, parts := range map[string][]string{
		"/":                    {"script-src 'self'", "style-src 'self'", "connect-src 'self'", "frame-ancestors 'none'", "base-uri 'none'", "form-action 'self'"},
		"/frame?at=posts/a.md": {"sandbox allow-same-origin", "frame-ancestors 'self'", "form-action 'none'"},
		"/copy?at=posts/a.md":  {"sandbox"},
	} {
		for _, part := range parts {
			if !has(path, part) {
				t.Errorf("%s lacks %q: %v", path, part, policies[path])
			}
		}
	}
	if page := w.get("/"); strings.Contains(page, "<script>") || strings.Contains(page, "style=") {
		t.Error("the page holds what its policy forbids")
	}
}

// TestNothingElseIsServed asks for files that no article refers to, inside the
// site and outside.
func TestNothingElseIsServed(t *testing.T) {
	files := one()
	files["posts/link.md"] = "---\ntitle: 链接\n---\n\n![图](/images/outside.png)\n\n![图](../../secret.png)\n"
	outside := filepath.Join(t.TempDir(), "secret.png")
	if err := os.WriteFile(outside, []byte(picture(9)), 0o600); err != nil {
		t.Fatal(err)
	}
	f := newDisk(t, files)
	if err := os.Symlink(outside, f.path("images/outside.png")); err != nil {
		t.Fatal(err)
	}
	s, found, err := New(t.Context(), f.config())
	if err != nil {
		t.Fatal(err, found)
	}
	defer func() { _ = s.Close() }()
	w := &writer{disk: f, server: s, handler: s.Handler(here)}
	cover := s.now.sheets["posts/a.md"].article.Cover
	if got := w.ask(http.MethodGet, imageURL(cover), nil); got.Code != 200 || got.Header().Get("Content-Type") != "image/png" || got.Body.String() != picture(1) {
		t.Fatalf("the cover: %d %s", got.Code, got.Header().Get("Content-Type"))
	}
	for _, path := range []string{
		"/image/img/posts%2Fnotes.txt", "/image/img/..%2f..%2fsecret.png", "/image/img/" + url.PathEscape(outside),
		"/image/cover/mpsync.yaml", "/image//", "/image/img/", "/images/secret.png", "/posts/a.md", "/mpsync.yaml",
		"/files/page.html", "/files/..%2fserve.go", "/files/", "/files/none.css",
		"/frame?at=../../secret.md", "/frame?at=posts/notes.txt", "/copy?at=%2fetc%2fpasswd", "/download?at=mpsync.yaml",
	} {
		got := w.ask(http.MethodGet, path, nil)
		if got.Code < 300 {
			t.Errorf("%s: %d %.80s", path, got.Code, got.Body)
		}
		if body := got.Body.String(); strings.Contains(body, "私人笔记") || body == picture(9) || body == picture(3) {
			t.Errorf("%s gives away what nobody asked for", path)
		}
	}
}

// harmful is what runs a script of an article's.
var harmful = regexp.MustCompile(`<script>|<img src=x|<[^>]* on[a-z]+\s*=|(href|src)="?\s*javascript:`)

// TestArticlesRunNoScript writes what an attacker would into an article.
func TestArticlesRunNoScript(t *testing.T) {
	w := newWriter(t, map[string]string{"posts/a.md": "---\ntitle: \"<script>alert(1)</script>\"\nauthor: \"\\\"><img src=x onerror=alert(2)>\"\n---\n\n<script>alert(3)</script>\n\n<a href=\"javascript:alert(4)\" onclick=\"alert(5)\">点</a>\n\n正文\n"})
	for _, path := range []string{"/?at=posts/a.md", "/?at=posts/a.md&show=cards", "/frame?at=posts/a.md", "/copy?at=posts/a.md", "/download?at=posts/a.md"} {
		page := strings.ToLower(w.get(path))
		if bad := harmful.FindString(page); bad != "" {
			t.Errorf("%s holds %s", path, bad)
		}
	}
}

func TestCopiesBearTheAccountsOwnAddresses(t *testing.T) {
	w := newWriter(t, one())
	if html := w.get("/copy?at=posts/a.md"); !strings.Contains(html, `src="data:image/png;base64,`) || strings.Contains(html, "mpsync:") {
		t.Errorf("%.300s", html)
	}
	alone := w.get("/download?at=posts/a.md")
	for _, outside := range []string{`src="/`, `href="/`, "mpsync:"} {
		if strings.Contains(alone, outside) {
			t.Errorf("a file of its own that needs %s", outside)
		}
	}
	if !strings.Contains(alone, "<title>标题</title>") || !strings.Contains(alone, "data:image/png;base64,") {
		t.Errorf("%.400s", alone)
	}
}

func TestThemesAreWrittenAndNothingElse(t *testing.T) {
	w := newWriter(t, one())
	if got := w.post("/theme", "theme", "manual", "for", "article", "at", "posts/a.md"); got.Code != http.StatusNoContent {
		t.Fatal(got.Code, got.Body)
	}
	if diff := cmp.Diff(strings.Replace(post, "作者\n", "作者\ntheme: manual\n", 1), w.read("posts/a.md")); diff != "" {
		t.Error(diff)
	}
	before := w.read("mpsync.yaml")
	if got := w.post("/theme", "theme", "serif", "for", "site"); got.Code != http.StatusNoContent {
		t.Fatal(got.Code, got.Body)
	}
	if diff := cmp.Diff(before+"theme: serif\n", w.read("mpsync.yaml")); diff != "" {
		t.Error(diff)
	}
	now := w.read("mpsync.yaml")
	for _, c := range [][2]string{{"../../evil.css", ""}, {"none", ""}, {"", ""}, {"serif", "posts/none.md"}, {"serif", "../outside.md"}} {
		if got := w.post("/theme", "theme", c[0], "for", "article", "at", c[1]); got.Code != http.StatusBadRequest {
			t.Errorf("%v: %d", c, got.Code)
		}
	}
	if w.read("mpsync.yaml") != now {
		t.Error("a refusal changed mpsync.yaml")
	}
}

// TestPhonesSeeArticlesOnly asks the server of phones.
func TestPhonesSeeArticlesOnly(t *testing.T) {
	w := newWriter(t, one())
	w.handler = w.server.Articles("t0ken")
	page := w.ask(http.MethodGet, "/t0ken/?at=posts/a.md", nil)
	if page.Code != 200 || !strings.Contains(page.Body.String(), "第一段") || strings.Contains(page.Body.String(), w.server.token) {
		t.Fatal(page.Code, page.Body)
	}
	if policy := page.Header().Get("Content-Security-Policy"); !strings.HasPrefix(policy, "default-src 'none'; script-src 'self';") {
		t.Error(policy)
	}
	for _, c := range []struct {
		method, path string
		want         int
	}{
		{"GET", "/", 404},
		{"GET", "/t0ke/", 404},
		{"GET", "/t0ken/frame?at=posts/a.md", 404},
		{"GET", "/t0ken/copy?at=posts/a.md", 404},
		{"POST", "/t0ken/", 405},
		{"POST", "/t0ken/theme", 404},
		{"POST", "/theme", 404},
	} {
		if got := w.ask(c.method, c.path, nil); got.Code != c.want {
			t.Errorf("%s %s: %d, want %d", c.method, c.path, got.Code, c.want)
		}
	}
	if got := w.ask(http.MethodGet, "/t0ken/", nil, "Host", "evil.example"); got.Code != http.StatusForbidden {
		t.Errorf("a name that leads here: %d", got.Code)
	}
}

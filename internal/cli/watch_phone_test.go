package cli

import (
	"html/template"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"mpsync/internal/diag"
	"mpsync/internal/preview"
	"mpsync/internal/site"
	"mpsync/internal/ui"
)

// TestPhonesGetArticlesAlone asks for what a phone, or a stranger in the same
// network, could ask for.
func TestPhonesGetArticlesAlone(t *testing.T) {
	a := &app{System: OS(), console: &ui.Console{Lang: diag.English}}
	a.Env = func(string) (string, bool) { return "", false }
	a.flags.dir = exampleSite(t)
	s, err := a.openSite(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer s.close()
	w := &watcher{session: s}
	p, found, err := preview.New(t.Context(), preview.Config{
		Dir: s.site.Dir, Site: site.Options{Env: a.Env}, State: w.stateOf, Build: w.buildOf, File: w.fileOf, Input: w.inputOf,
		Account: w.asked(), Now: a.Now, Sleep: a.Sleep, Rand: a.Rand, Lang: diag.English,
	})
	if err != nil {
		t.Fatal(err, found)
	}
	defer func() { _ = p.Close() }()
	h := p.Articles("t0ken")
	for _, c := range []struct {
		name, method, path string
		header             map[string]string
		want               int
	}{
		{"an article", "GET", "/t0ken/?at=" + moon, nil, 200},
		{"the page of the writer", "GET", "/", nil, 404},
		{"without the token", "GET", "/?at=" + moon, nil, 404},
		{"with another token", "GET", "/t0ke/", nil, 404},
		{"a frame", "GET", "/t0ken/frame?at=" + moon, nil, 404},
		{"a download", "GET", "/t0ken/download?at=" + moon, nil, 404},
		{"a copy", "GET", "/copy?at=" + moon, nil, 404},
		{"a plan", "POST", "/t0ken/plan", nil, 404},
		{"an apply", "POST", "/apply", nil, 404},
		{"a theme", "POST", "/t0ken/theme", nil, 404},
		{"writing", "POST", "/t0ken/", nil, 405},
		{"a template", "GET", "/t0ken/files/page.html", nil, 404},
		{"a path upwards", "GET", "/t0ken/files/..%2fpage.html", nil, 404},
		{"a file of the site", "GET", "/t0ken/image/img/mpsync.yaml", nil, 404},
		{"a name that leads here", "GET", "/t0ken/", map[string]string{"Host": "evil.example"}, 403},
		{"a page of another origin", "GET", "/t0ken/", map[string]string{"Origin": "http://evil.example"}, 403},
		{"a frame in another page", "GET", "/t0ken/", map[string]string{"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Dest": "iframe"}, 403},
	} {
		r := httptest.NewRequestWithContext(t.Context(), c.method, "http://192.0.2.1:80"+c.path, http.NoBody)
		for name, value := range c.header {
			r.Header.Set(name, value)
			if name == "Host" {
				r.Host = value
			}
		}
		answer := httptest.NewRecorder()
		h.ServeHTTP(answer, r)
		body := answer.Body.String()
		if answer.Code != c.want || strings.Contains(body, "data-token") {
			t.Errorf("%s: %d, want %d\n%s", c.name, answer.Code, c.want, body)
		}
		if policy := answer.Header().Get("Content-Security-Policy"); c.want == 200 && !strings.Contains(policy, "default-src 'none'; script-src 'self'") {
			t.Errorf("%s: %q", c.name, policy)
		}
	}
}

// TestEditorsOpen looks for links that a template took for an attack.
func TestEditorsOpen(t *testing.T) {
	dir := exampleSite(t)
	d := &desk{T: t, dir: dir}
	d.write("articles/broken.md", "no title\n")
	address, _ := startWatch(t, dir, "--editor", "vscode")
	resp, err := http.Get(address + "?at=articles/broken.md")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = resp.Body.Close() }()
	var page strings.Builder
	if err := resp.Write(&page); err != nil {
		t.Fatal(err)
	}
	want := template.HTMLEscapeString("vscode://file" + dir + "/articles/broken.md:1:1")
	if !strings.Contains(page.String(), `href="`+want+`"`) {
		t.Errorf("no link to %s", want)
	}
}

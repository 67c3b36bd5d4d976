package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"io"
	"io/fs"
	"maps"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// TestSecretsAreNowhere runs every command against an account whose secret is a
// canary, while things go well and while they do not, and looks for the canary
// and for every access token in all that was printed or written.
func TestSecretsAreNowhere(t *testing.T) {
	t.Parallel()
	const canary = "canary0c0ffee0c0ffee0c0ffee0c0fe"
	const appID = "wx0123456789abcdef"
	dir := t.TempDir()
	site := filepath.Join(dir, "site")
	if err := copySite("testdata/small", site); err != nil {
		t.Fatal(err)
	}
	a := serve(t, dir, "--data", "account", "--appid", appID, "--secret", canary)
	a.appID, a.secret = appID, canary
	said := strings.Builder{}
	mpsync := func(env []string, args ...string) {
		c := exec.CommandContext(t.Context(), "mpsync", append([]string{"-C", site, "--verbose"}, args...)...)
		c.Env = append(append(os.Environ(), "API="+a.base, "APPID="+appID, "SECRET="+canary), env...)
		out, _ := c.CombinedOutput() // any ending will do
		said.Write(out)
	}
	fault := func(path, mode string, code int) {
		if err := a.do(http.MethodPost, "/_emulator/faults", map[string]any{"path": path, "mode": mode, "errcode": code}, nil); err != nil {
			t.Fatal(err)
		}
	}

	mpsync(nil, "validate", "--json")
	mpsync(nil, "plan", "--out", "plan.json", "--json")
	mpsync(nil, "render", "articles/tea.md")
	fault("/cgi-bin/material/add_news", "drop_reply", 0)
	fault("/cgi-bin/media/uploadimg", "status", 502)
	mpsync(nil, "apply", "--yes", "--settle", "0")
	for _, f := range []struct {
		path, mode string
		code       int
	}{
		{"/cgi-bin/stable_token", "errcode", 40125},
		{"/cgi-bin/stable_token", "errcode", 40164},
		{"/cgi-bin/stable_token", "drop_reply", 0},
		{"/cgi-bin/stable_token", "truncated_body", 0},
		{"/cgi-bin/material/batchget_material", "errcode", 40001},
		{"/cgi-bin/material/batchget_material", "errcode", 48001},
		{"/cgi-bin/material/batchget_material", "drop_request", 0},
		{"/cgi-bin/material/batchget_material", "truncated_body", 0},
	} {
		fault(f.path, f.mode, f.code)
		mpsync(nil, "plan")
		mpsync(nil, "apply", "--yes", "--json")
	}
	mpsync(nil, "apply", "plan.json")
	mpsync(nil, "apply", "--yes", "--settle", "0")
	mpsync([]string{"API=http://127.0.0.1:1/?secret=" + canary}, "plan", "--timeout", "1s")
	mpsync([]string{"API=:" + canary}, "plan")
	for _, broken := range []string{"secret: ${SECRET}", "secret: {a: " + canary + "}", "secret: \"" + canary, "secrets: " + canary} {
		edit(t, filepath.Join(site, "mpsync.yaml"), "secret: ${SECRET}", broken)
		mpsync(nil, "validate")
		mpsync(nil, "plan", "--json")
		edit(t, filepath.Join(site, "mpsync.yaml"), broken, "secret: ${SECRET}")
	}
	// What reaches readers, and what only looks. The second
	// time there are faults.
	mpsync(nil, "apply", "--yes", "--settle", "0")
	for _, again := range []bool{false, true} {
		if again {
			fault("/cgi-bin/material/batchget_material", "truncated_body", 0)
			fault("/cgi-bin/freepublish/submit", "drop_reply", 0)
			fault("/cgi-bin/message/mass/sendall", "drop_reply", 0)
			fault("/cgi-bin/comment/list", "truncated_body", 0)
		}
		for _, command := range []string{
			"publish articles/tea --yes --wait 0s", "broadcast articles/rain --all --yes --wait 0s", "preview articles/snow --to someone",
			"link articles/snow", "comments list", "comments pull", "comments open articles/rain", "comments close articles/tea --json",
			"sent", "unpublish articles/rain --yes", "status", "status --json", "doctor", "doctor --json", "gc --yes",
			"plan --format github", "plan --format markdown", "authorize", "import --all", "pull --drifted --yes",
		} {
			mpsync(nil, strings.Fields(command)...)
		}
	}
	mpsync([]string{"API=http://user:" + canary + "@127.0.0.1:1/"}, "doctor")
	mpsync([]string{"npm_config_registry=http://user:" + canary + "@127.0.0.1:1/"}, "math", "install")
	mpsync([]string{"npm_config_registry=http://user:" + canary + "@[/"}, "diagrams", "install")
	const ours, theirs = "secret: ${SECRET}", "component: {appid: wxplatform, secret: \"${SECRET}\", ticket_command: echo $SECRET}"
	edit(t, filepath.Join(site, "mpsync.yaml"), ours, theirs)
	mpsync([]string{"MPSYNC_CREDENTIALS=" + filepath.Join(dir, "kept")}, "authorize", "--code", canary, "--allow-commands")
	mpsync([]string{"MPSYNC_CREDENTIALS=" + filepath.Join(dir, "kept")}, "plan")
	mpsync([]string{"MPSYNC_CREDENTIALS=" + filepath.Join(dir, "kept"), "MPSYNC_ALLOW_COMMANDS=1"}, "plan")
	edit(t, filepath.Join(site, "mpsync.yaml"), theirs, ours)
	said.WriteString(watched(t, site, "API="+a.base, "APPID="+appID, "SECRET="+canary))
	mpsync(nil, "forget", "articles/rain")
	mpsync(nil, "state", "mv", "articles/tea", "articles/coffee")

	log, err := a.requestLog()
	if err != nil {
		t.Fatal(err)
	}
	places := map[string]string{"what was printed": said.String(), "the request log": log}
	maps.Copy(places, written(t, site))
	secrets := append(tokens(t, a), canary)
	for place, text := range places {
		for _, secret := range secrets {
			if i := strings.Index(text, secret); i >= 0 {
				t.Errorf("%s holds a secret: …%s…", place, text[max(0, i-200):min(len(text), i+40)])
			}
		}
	}
	if !strings.Contains(said.String(), "articles/tea") || !strings.Contains(said.String(), "data-token=") || places["mpsync.state.json"] == "" || places["plan.json"] == "" {
		t.Error("too little was said or written for this test to mean anything")
	}
}

// watched is all that the page of watch serves and prints, for the writer's
// browser.
func watched(t *testing.T, site string, env ...string) string {
	t.Helper()
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	c := exec.CommandContext(ctx, "mpsync", "-C", site, "--verbose", "watch", "--addr", "127.0.0.1:0")
	c.Env = append(os.Environ(), env...)
	out, err := c.StdoutPipe()
	if err == nil {
		c.Stderr = c.Stdout
		err = c.Start()
	}
	if err != nil {
		t.Fatal(err)
	}
	var all strings.Builder
	lines := bufio.NewReader(out)
	address := ""
	for address == "" && err == nil {
		var line string
		line, err = lines.ReadString('\n')
		all.WriteString(line)
		address = regexp.MustCompile(`http://[\d.:]+/`).FindString(line)
	}
	for _, path := range []string{"", "?at=articles/tea.md", "?at=mpsync.yaml", "frame?at=articles/tea.md", "copy?at=articles/tea.md", "download?at=articles/tea.md"} {
		resp, err := http.Get(address + path)
		if err != nil {
			t.Fatalf("%v: %s", err, all.String())
		}
		_, err = io.Copy(&all, resp.Body)
		if err = errors.Join(err, resp.Body.Close()); err != nil {
			t.Fatal(err)
		}
	}
	stop()
	_, _ = io.Copy(&all, lines)
	_ = c.Wait() // it was stopped
	return all.String()
}

// tokens lists the token that is in force: stable_token gives the same one to all.
func tokens(t *testing.T, a account) []string {
	t.Helper()
	var token struct {
		Value string `json:"access_token"`
	}
	ask := map[string]any{"grant_type": "client_credential", "appid": a.appID, "secret": a.secret}
	if err := a.do(http.MethodPost, "/cgi-bin/stable_token", ask, &token); err != nil || token.Value == "" {
		t.Fatalf("no token: %v", err)
	}
	return []string{token.Value}
}

// requestLog is the emulator's log as it gives it out.
func (a account) requestLog() (string, error) {
	var log json.RawMessage
	err := a.do(http.MethodGet, "/_emulator/requests", nil, &log)
	return string(log), err
}

// written reads what mpsync wrote into a site: everything that was not there.
func written(t *testing.T, site string) map[string]string {
	t.Helper()
	files := map[string]string{}
	err := filepath.WalkDir(site, func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		rel, err := filepath.Rel(site, name)
		if err != nil {
			return err
		}
		if _, err := os.Stat(filepath.Join("testdata/small", rel)); err == nil {
			return nil
		}
		data, err := os.ReadFile(name)
		files[filepath.ToSlash(rel)] = string(data)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

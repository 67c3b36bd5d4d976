package cli

import (
	"bytes"
	"cmp"
	"context"
	"crypto/rand"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/spf13/cobra"

	"mpsync/internal/diag"
)

// shown is an example of a help, run where the steps before it have led.
type shown struct {
	line   string
	code   int         // the exit code that it ends with here
	before func(*desk) // what happened since the step before
}

// notRun are the examples that want what a test must not or cannot have.
var notRun = map[string]string{
	"mpsync math install":     "fetches a package of npm",
	"mpsync diagrams install": "the same",
	"mpsync watch --lan":      "wants a network with a phone in it",
}

// apply brings the account in step after a change of the site.
func applied(d *desk) { d.run(exitDone, "apply", "--yes", "--settle", "0") }

// examples are run in this order, on one site and one account.
var examples = []shown{
	{"mpsync init my-account", 0, nil},
	{"mpsync init my-account --ci github", 0, func(d *desk) { d.remove("my-account") }},
	{"mpsync init --from my-blog", 0, func(d *desk) {
		d.write("my-blog/hugo.toml", "")
		d.write("my-blog/content/posts/a.md", "---\ntitle: A\ndate: 2020-01-01\n---\nText.\n")
	}},
	{"mpsync new articles/autumn.md --title 秋天的第一杯咖啡", 0, nil},
	{"mpsync validate", 0, func(d *desk) { d.remove("articles/autumn.md") }},
	{"mpsync validate --json", 0, nil},
	{"mpsync fmt --check --diff", 0, nil},
	{"mpsync fmt", 0, nil},
	{"mpsync render articles/hello.md", 0, nil},
	{"mpsync render articles/*.md -o out/", 0, nil},
	{"mpsync render --all -o out", 0, func(d *desk) { d.remove("out") }}, // a file, since one article was named
	{"mpsync plan", 0, nil},
	{"mpsync plan --refresh=none", 0, nil},
	{"mpsync plan --detailed-exitcode", exitChanges, nil},
	{"mpsync plan --out plan.json", 0, nil},
	{"mpsync show plan.json", 0, nil},
	{"mpsync show plan.json --json", 0, nil},
	{"mpsync render --standalone --plan plan.json -o pages", 0, nil},
	{"mpsync apply plan.json --yes", 0, nil},
	{"mpsync apply", 0, nil},
	{"mpsync apply --yes", 0, func(d *desk) { d.write("articles/tea.md", "# Tea\n\nGreen.\n") }},
	{"mpsync status", 0, nil},
	{"mpsync status --json", 0, nil},
	{"mpsync doctor", 0, nil},
	{"mpsync doctor --json", 0, nil},
	{"mpsync link articles/hello", 0, nil},
	{"mpsync preview articles/hello --to zhangsan", 0, nil},
	{"mpsync done articles/hello original album", 0, nil},
	{"mpsync done articles/hello", 0, nil},
	{"mpsync state list", 0, nil},
	{"mpsync state list --json", 0, nil},
	{"mpsync state show articles/hello", 0, nil},
	{"mpsync state history", 0, nil},
	{"mpsync state mv articles/old articles/new", 0, func(d *desk) {
		d.write("articles/old.md", "# Old\n\nText.\n")
		applied(d)
		d.remove("articles/old.md")
	}},
	{"mpsync state restore 12", 0, func(d *desk) {
		for n := 0; n < 20 && len(d.past("12")) == 0; n++ {
			d.run(exitDone, "state", "mv", "articles/new", "articles/other")
			d.run(exitDone, "state", "mv", "articles/other", "articles/new")
		}
	}},
	{"mpsync state move", exitUsage, nil},                         // the site keeps its state in a file
	{"mpsync state move git:mpsync-state", exitError, nil},        // and has no repository
	{"mpsync resolve articles/hello --absent", exitError, nil},    // no call is open
	{"mpsync resolve articles/hello --media-id MEDIA_ID", 1, nil}, // the same
	{"mpsync lock status", 0, nil},
	{"mpsync lock break", 0, nil},
	{"mpsync gc", 0, nil},
	{"mpsync gc --yes", 0, nil},
	{"mpsync pull articles/hello", 0, func(d *desk) { d.rewrite(d.mediaID("articles/hello"), "Good", "Fine") }},
	{"mpsync pull articles/hello --yes", 0, func(d *desk) { d.rewrite(d.mediaID("articles/hello"), "Fine", "Bright") }},
	{"mpsync import --all --dry-run", 0, func(d *desk) {
		thumb, _ := d.upload("material/add_material?type=image", d.picture(9))
		d.message(map[string]any{"title": "Elsewhere", "content": "<p>Made elsewhere.</p>", "thumb_media_id": thumb})
	}},
	{"mpsync import MEDIA_ID --into articles/2026", 0, func(d *desk) {
		thumb, _ := d.upload("material/add_material?type=image", d.picture(11))
		d.made = d.message(map[string]any{"title": "One more", "content": "<p>Made elsewhere too.</p>", "thumb_media_id": thumb})
	}},
	{"mpsync import --all", 0, nil},
	{"mpsync forget articles/hello", 0, func(d *desk) { d.made = d.mediaID("articles/hello") }},
	{"mpsync adopt articles/hello MEDIA_ID", 0, nil},
	{"mpsync state rm articles/hello", 0, nil},
	{"mpsync publish articles/hello", 0, func(d *desk) {
		applied(d)
		d.run(exitDone, "done", "articles/hello")
	}},
	{"mpsync comments pull", 0, func(d *desk) {
		d.run(exitDone, "publish", "articles/tea", "--yes")
		d.readers("articles/hello", 5)
	}},
	{"mpsync comments pull articles/hello --full", 0, nil},
	{"mpsync comments list articles/hello", 0, nil},
	{"mpsync comments feature articles/hello 3 5", 0, nil},
	{"mpsync comments list --featured --json", 0, nil},
	{"mpsync comments unfeature articles/hello 3 5", 0, nil},
	{"mpsync comments reply articles/hello 3 谢谢！", 0, nil},
	{"mpsync comments unreply articles/hello 3 5", 0, func(d *desk) { d.run(exitDone, "comments", "reply", "articles/hello", "5", "Thanks") }},
	{"mpsync comments delete articles/hello 3 5", 0, nil},
	{"mpsync comments close articles/hello", 0, nil},
	{"mpsync comments open articles/hello", 0, nil},
	{"mpsync publish articles/hello --republish", 0, func(d *desk) { d.write("articles/hello.md", "# Hello\n\nGood evening to you.\n") }},
	{"mpsync unpublish articles/hello --earlier", 0, nil},
	{"mpsync unpublish articles/hello", 0, nil},
	{"mpsync sent link", 0, nil},
	{"mpsync sent link --date 2026-12-01", 0, nil},
	{"mpsync broadcast articles/hello --all", 0, func(d *desk) { d.fresh() }},
	{"mpsync broadcast articles/hello --tag 2", 0, func(d *desk) { d.fresh() }},
	{"mpsync broadcast articles/hello --to OPENID1,OPENID2", 0, func(d *desk) { d.fresh() }},
	{"mpsync fmt --id articles/hello.md", 0, nil},
	{"mpsync authorize --code AUTHORIZATION_CODE", exitError, nil}, // the account needs no platform
	{"mpsync authorize < refresh_token", exitError, func(d *desk) { d.write("refresh_token", "x\n") }},
	{"mpsync schema", 0, nil},
	{"mpsync schema config > mpsync.schema.json", 0, nil},
	{"mpsync theme list", 0, nil},
	{"mpsync theme show plain", 0, nil},
	{"mpsync theme show default > themes/mine.css", 0, func(d *desk) { d.write("themes/mine.css", "") }},
	{"mpsync theme check themes/mine.css", 0, nil},
	{"mpsync theme import mdnice.css -o themes/mine.css", 0, func(d *desk) {
		d.remove("themes/mine.css")
		d.write("mdnice.css", "#nice p { margin: 10px 0 }\n")
	}},
	{"mpsync math status", 0, nil},
	{"mpsync diagrams status", 0, nil},
	{"mpsync version", 0, nil},
	{"source <(mpsync completion bash)", 0, nil},
	{`mpsync completion zsh > "${fpath[1]}/_mpsync"`, 0, nil},
	{"mpsync watch --open", 0, nil},
	{"mpsync watch --editor vscode", 0, nil},
	{"mpsync docs --open", 0, nil},
	{"mpsync emulator --data .mpsync/emulator", 0, nil},
	{"mpsync emulator --addr 127.0.0.1:8600 --data /tmp/account --profile current", 0, nil},
}

// TestExamplesOfHelpWork runs every example of every command's help, at a
// terminal where a person says yes.
func TestExamplesOfHelpWork(t *testing.T) {
	known := map[string]bool{}
	for _, s := range examples {
		known[s.line] = true
	}
	for line := range notRun {
		known[line] = true
	}
	for _, l := range []diag.Lang{diag.English, diag.Chinese} {
		for _, line := range examplesOf(Commands(System{}, l)) {
			if !known[line] {
				t.Errorf("no test runs %q", line)
			}
		}
	}
	inHelp := examplesOf(Commands(System{}, diag.English))
	for line := range known {
		if !slices.Contains(inHelp, line) {
			t.Errorf("no help shows %q", line)
		}
	}
	d := newDesk(t, "current")
	d.write("mpsync.yaml", strings.Replace(d.read("mpsync.yaml"), "lang: zh\ndefaults: {author: 张三}", "lang: en\ndefaults: {cover: cover.png, comments: open}", 1))
	d.write("cover.png", string(d.picture(5)))
	d.write("articles/hello.md", "---\ntitle: Hello\nconsole: {original: true, album: Tea, note: look}\n---\n\nGood morning to you.\n")
	for _, s := range examples {
		if s.before != nil {
			s.before(d)
		}
		if code, said := d.example(s.line); code != s.code {
			t.Errorf("%s: exit code %d, want %d\n%s", s.line, code, s.code, said)
		}
	}
}

// examplesOf are the lines of every example below a command.
func examplesOf(c *cobra.Command) []string {
	var all []string
	for line := range strings.Lines(c.Example) {
		all = append(all, strings.TrimSpace(line))
	}
	for _, sub := range c.Commands() {
		all = append(all, examplesOf(sub)...)
	}
	return all
}

var quotedWord = regexp.MustCompile(`"[^"]*"|\S+`)

// example runs a line as a shell would, as far as examples go. A server is ended
// once it serves.
func (d *desk) example(line string) (int, string) {
	d.Helper()
	ctx, stop := context.WithTimeout(d.Context(), 2*time.Minute)
	defer stop()
	out := &said{serves: stop}
	sys := System{
		In: strings.NewReader("y\ny\ny\ny\n"), Out: out, Err: out, Now: time.Now, Rand: rand.Reader, Version: "test", InTerminal: true,
		Env: func(name string) (string, bool) {
			return map[string]string{"HOME": d.dir}[name], name == "HOME"
		},
		Sleep:  func(context.Context, time.Duration) error { return nil },
		Look:   func(name string) (string, error) { return "", &exec.Error{Name: name, Err: exec.ErrNotFound} },
		Browse: func(context.Context, string) error { return nil },
		Git: func(context.Context, string, []byte, ...string) ([]byte, error) {
			return nil, &exec.Error{Name: "git", Err: exec.ErrNotFound}
		},
	}
	line = strings.TrimSuffix(strings.TrimPrefix(line, "source <("), ")")
	line = strings.NewReplacer("MEDIA_ID", cmp.Or(d.made, "MEDIA_ID"), "/tmp/account", filepath.Join(d.dir, "account"), ":8600", ":0").Replace(line)
	if strings.HasPrefix(line, "mpsync init") { // whose questions are answered by their own tests
		line += " --yes"
	}
	if strings.Contains(line, "emulator --data") {
		line += " --addr 127.0.0.1:0"
	}
	var args []string
	to := ""
	words := quotedWord.FindAllString(line, -1)[1:]
	for i := 0; i < len(words); i++ {
		switch word := words[i]; {
		case word == ">":
			to, i = words[i+1], i+1
		case word == "<":
			sys.In, sys.InTerminal, i = strings.NewReader(d.read(words[i+1])), false, i+1
		case strings.Contains(word, "*"):
			found, _ := filepath.Glob(filepath.Join(d.dir, word))
			for _, f := range found {
				rel, _ := filepath.Rel(d.dir, f)
				args = append(args, rel)
			}
		default:
			args = append(args, word)
		}
	}
	code := Run(ctx, sys, append([]string{"-C", d.dir, "--lang", "en"}, args...))
	if to != "" && !strings.Contains(to, "$") {
		d.write(to, out.String())
	}
	return code, out.String()
}

// said is what a command prints; a command that says where it serves is ended.
type said struct {
	bytes.Buffer

	serves func()
}

func (s *said) Write(p []byte) (int, error) {
	if bytes.Contains(p, []byte(" at http://")) || bytes.Contains(p, []byte("Stop it with Ctrl-C")) {
		s.serves()
	}
	return s.Buffer.Write(p)
}

func (d *desk) remove(name string) {
	d.Helper()
	if err := os.RemoveAll(filepath.Join(d.dir, filepath.FromSlash(name))); err != nil {
		d.Fatal(err)
	}
}

// recorded is a value of the record of a message.
func (d *desk) recorded(address, key string) string {
	d.Helper()
	d.run(exitDone, "state", "show", address)
	m := regexp.MustCompile(`"` + key + `": "?([^",\n]+)`).FindStringSubmatch(d.out)
	if m == nil {
		d.Fatalf("the record of %s has no %s: %s", address, key, d.out)
	}
	return m[1]
}

func (d *desk) mediaID(address string) string { return d.recorded(address, "media_id") }

// past lists the snapshot of a number, if there is one.
func (d *desk) past(serial string) string {
	d.Helper()
	d.run(exitDone, "state", "history")
	return regexp.MustCompile(`(?m)^\D*` + serial + `\b`).FindString(d.out)
}

// readers comment on a published article.
func (d *desk) readers(address string, n int) {
	d.Helper()
	thread := d.recorded(address, "msg_data_id")
	for range n {
		d.send("POST", "/_emulator/comments", "application/json", strings.NewReader(`{"msg_data_id": `+thread+`, "index": 0, "content": "Lovely.", "openid": "o-reader"}`), nil)
	}
}

// fresh makes another site of the same account, with one draft.
func (d *desk) fresh() {
	d.Helper()
	config, cover := d.read("mpsync.yaml"), d.read("cover.png")
	d.site()
	d.write("mpsync.yaml", config)
	d.write("cover.png", cover)
	d.drafts++
	d.write("articles/hello.md", "# Hello again "+strings.Repeat("!", d.drafts)+"\n\nSome words "+strings.Repeat("more ", d.drafts)+".\n")
	applied(d)
}

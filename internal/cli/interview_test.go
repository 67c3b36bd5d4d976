package cli

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// atTerminal runs a command line as a person at a terminal who types answers.
func atTerminal(t *testing.T, answers string, args ...string) (code int, said string) {
	t.Helper()
	var out bytes.Buffer
	sys := OS()
	sys.In, sys.Out, sys.Err = strings.NewReader(answers), &out, &out
	sys.InTerminal, sys.OutTerminal, sys.ErrTerminal = true, false, false
	sys.Env = func(name string) (string, bool) { return "", name == "LANG" }
	return Run(t.Context(), sys, args), out.String()
}

func TestInitAsksAtATerminal(t *testing.T) {
	tests := []struct {
		name, answers string
		lang          string
		want          []string
		unwanted      []string
	}{
		{"proposals", "\n\n\n\n", "en", []string{"emulator: current", "comments: open"}, []string{"author:", "state:", "{"}},
		{
			"a real account", "real\nAda \"A\" Lovelace\nfans\ngitlab\n", "en",
			[]string{"\n  secret: ${WECHAT_SECRET}", `author: "Ada \"A\" Lovelace"`, "comments: fans", "state: git:mpsync-state"},
			[]string{"emulator"},
		},
		{"beginnings and mistakes", "maybe\nr\n\nc\ngit\ngitea\ngithub\n", "en", []string{"secret:", "comments: closed", "state:"}, []string{"author:"}},
		{"Chinese", "\n张三\nclosed\n\n", "zh", []string{"emulator: current", `author: "张三"`, "comments: closed", "lang: zh"}, []string{"state:"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			dir := filepath.Join(t.TempDir(), "site")
			code, said := atTerminal(t, test.answers, "--lang", test.lang, "init", dir)
			if code != exitDone {
				t.Fatalf("exit code %d\n%s", code, said)
			}
			config, err := os.ReadFile(filepath.Join(dir, "mpsync.yaml"))
			if err != nil {
				t.Fatal(err)
			}
			for _, w := range test.want {
				if !strings.Contains(string(config), w) {
					t.Errorf("mpsync.yaml lacks %q:\n%s", w, config)
				}
			}
			for _, u := range test.unwanted {
				if strings.Contains(strings.ReplaceAll(string(config), "${", ""), u) {
					t.Errorf("mpsync.yaml holds %q:\n%s", u, config)
				}
			}
			if code, said := atTerminal(t, "", "-C", dir, "validate"); code != exitDone {
				t.Errorf("validate: %d\n%s", code, said)
			}
		})
	}
}

func TestInitAsksNothingWithYesOrWithoutATerminal(t *testing.T) {
	code, said := atTerminal(t, "", "init", filepath.Join(t.TempDir(), "site"), "--yes")
	if code != exitDone || strings.Contains(said, "?") {
		t.Errorf("%d\n%s", code, said)
	}
}

func TestInitWritesNothingWhenTheAnswersEnd(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "site")
	code, said := atTerminal(t, "real\nAda", "init", dir)
	if code != exitError || !strings.Contains(said, "[init-ended]") {
		t.Errorf("%d\n%s", code, said)
	}
	if _, err := os.Stat(dir); err == nil {
		t.Error("something was written")
	}
}

// blogOfThree makes a Hugo site of two posts of one day and an older one.
func blogOfThree(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	posts := filepath.Join(dir, "content", "posts")
	if err := os.MkdirAll(posts, 0o750); err != nil {
		t.Fatal(err)
	}
	for file, text := range map[string]string{
		filepath.Join(dir, "hugo.toml"): "",
		filepath.Join(posts, "a.md"):    "---\ntitle: A\ndate: 2000-01-01\n---\nText.\n",
		filepath.Join(posts, "b.md"):    "---\ntitle: B\ndate: 2001-02-03\n---\nText.\n",
		filepath.Join(posts, "c.md"):    "---\ntitle: C\ndate: 2001-02-03\n---\nText.\n",
	} {
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func TestInitFromAsksToo(t *testing.T) {
	dir := blogOfThree(t)
	code, said := atTerminal(t, "\nBo\nfans\ncnb\n\n", "init", "--from", dir)
	config, err := os.ReadFile(filepath.Join(dir, "mpsync.yaml"))
	if code != exitDone || err != nil || !strings.Contains(string(config), "  author: \"Bo\"\n  comments: fans\n") || !strings.Contains(string(config), "emulator: current") {
		t.Errorf("%d %v\n%s\n%s", code, err, said, config)
	}
	if _, err := os.Stat(filepath.Join(dir, ".cnb.yml")); err != nil {
		t.Error(err)
	}
}

func TestInitFromLetsOlderPostsInForThoseWithErrors(t *testing.T) {
	dir := blogOfThree(t)
	broken := filepath.Join(dir, "content", "posts", "b.md")
	if err := os.WriteFile(broken, []byte("---\ntitle: B\ndate: 2001-02-03\n---\n![gone](gone.png)\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	code, said := atTerminal(t, "\n\n\n\n2\n", "init", "--from", dir)
	for _, want := range []string{"account: 2. Staying out, because older than 2000-01-01: 0.", "Waiting until their errors are mended: 1."} {
		if code != exitDone || !strings.Contains(said, want) {
			t.Errorf("%d, lacks %q\n%s", code, want, said)
		}
	}
}

func TestInitFromLetsTheNewestPostsIn(t *testing.T) {
	today := OS().Now().Format("2006-01-02")
	for name, test := range map[string]struct{ answers, since, says string }{
		"proposal":          {"\n", "2000-01-01", "account: 3. Staying out, because older than 2000-01-01: 0."},
		"one, with its day": {"one\n-1\n1\n", "2001-02-03", "account: 2. Staying out, because older than 2001-02-03: 1."},
		"more than all":     {"99\n", "2000-01-01", "Going into the account: 3."},
		"none":              {"0\n", today, "`since: 2000-01-01` lets in up to 3"},
		"end of answers":    {"", today, "`since: 2000-01-01` lets in up to 3"},
	} {
		t.Run(name, func(t *testing.T) {
			dir := blogOfThree(t)
			code, said := atTerminal(t, "\n\n\n\n"+test.answers, "init", "--from", dir)
			config, err := os.ReadFile(filepath.Join(dir, "mpsync.yaml"))
			if code != exitDone || err != nil || !strings.Contains(string(config), "\nsince: "+test.since+"\n") || !strings.Contains(said, test.says) {
				t.Errorf("%d %v\n%s\n%s", code, err, said, config)
			}
		})
	}
}

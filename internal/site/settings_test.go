package site

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"mpsync/internal/diag"
	"mpsync/internal/model"
)

func TestConfigDefaults(t *testing.T) {
	s, found, err := load(t, folder(t, "-- mpsync.yaml --\n"), Options{})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"warning glob-empty mpsync.yaml:1:1"}, found); diff != "" {
		t.Error(diff)
	}
	want := Config{
		Account: Account{Library: LibraryAuto}, Articles: []string{"articles/**/*.md"}, Theme: "default", ThemePos: diag.Pos{File: ConfigFile},
		Defaults: Defaults{Comments: model.CommentsClosed}, Images: defaultImages(), Drawings: Drawings{Math: MathAuto}, Render: Render{Captions: "auto", Footnotes: "footnotes"},
		Limits: Limits{Creates: 10, Deletes: 3, Content: ContentError, CommentDeletes: 10}, OnConsoleSave: ConsoleHold, State: "mpsync.state.json",
	}
	checkConfig(t, want, s.Config)
}

// checkConfig compares configurations, secrets by whether they are there.
func checkConfig(t *testing.T, want, got Config) {
	t.Helper()
	same := cmp.Comparer(func(a, b Secret) bool { return a.IsZero() == b.IsZero() })
	if diff := cmp.Diff(want, got, same); diff != "" {
		t.Error(diff)
	}
}

const everything = `-- mpsync.yaml --
account:
  appid: ${WECHAT_APPID}
  secret: ${WECHAT_SECRET}
  token_command: vault read ${VAULT}/token
  library: draft
  api: https://${PROXY}/
articles: [posts/*.md, /more/*.md]
theme: themes/mine.css
lang: en
defaults: {author: "${NAME}", comments: fans, cover: images/封面.png, cover_crop: smart, source_url: "https://x.cn/{name}", show_cover: yes}
images: {remote: keep, allow_hosts: cdn.lan, max_width: 900, max_megapixels: 20, large_gif: still, svg: inline}
math: png
render: {captions: title, footnotes: keep, highlight: no, typography: no}
diagrams: {dot: "dot -Tpng"}
limits: {creates: 0, deletes: 7, content: warn}
on_console_save: update
state: state/s.json
-- posts/a.md --
-- more/b.md --
-- themes/mine.css --
-- images/封面.png --
`

func TestConfigIsReadWhole(t *testing.T) {
	env := map[string]string{"NAME": "李四", "WECHAT_APPID": "wx1", "VAULT": "v"}
	s, found, err := load(t, folder(t, everything), Options{Env: lookup(env)})
	if err != nil || found != nil {
		t.Fatal(err, found)
	}
	checkConfig(t, Config{
		Account: Account{
			AppID: SecretOf(""), Secret: SecretOf(""), TokenCommand: SecretOf(""), API: SecretOf(""), Library: LibraryDraft,
		},
		Articles: []string{"posts/*.md", "/more/*.md"}, Theme: "themes/mine.css", ThemePos: diag.Pos{File: ConfigFile, Line: 8, Col: 8}, Lang: "en",
		Defaults: Defaults{"李四", model.CommentsFans, "images/封面.png", "smart", "https://x.cn/{name}", true},
		Images:   Images{Remote: RemoteKeep, AllowHosts: []string{"cdn.lan"}, MaxWidth: 900, MaxMegapixels: 20, LargeGIF: GIFStill, SVG: SVGInline}, Drawings: Drawings{MathPNG, map[string]string{"dot": "dot -Tpng"}}, Render: Render{"title", "keep", true, true}, Limits: Limits{0, 7, ContentWarn, 10}, OnConsoleSave: ConsoleUpdate, State: "state/s.json",
	}, s.Config)
	if v, err := s.Config.Account.TokenCommand.Value(); v != "vault read v/token" || err != nil {
		t.Errorf("token_command: %q, %v", v, err)
	}
	if _, err := s.Config.Account.API.Value(); !errors.Is(err, ErrUnset) || !strings.HasPrefix(err.Error(), "mpsync.yaml:6:8: ") {
		t.Errorf("an unset variable: %v", err)
	}
	if v, err := (Secret{}).Value(); v != "" || err != nil {
		t.Errorf("an absent setting: %q, %v", v, err)
	}
}

func lookup(env map[string]string) func(string) (string, bool) {
	return func(name string) (string, bool) { v, ok := env[name]; return v, ok }
}

func TestSecretsShowNowhere(t *testing.T) {
	const canary = "canary-4711"
	config := "-- mpsync.yaml --\naccount:\n  appid: wx\n  secret: " + canary + "\n"
	s, _, err := load(t, folder(t, config), Options{})
	if err != nil {
		t.Fatal(err)
	}
	hidden := struct{ site *Site }{s}
	asJSON, err := json.Marshal(s.Config)
	if err != nil {
		t.Fatal(err)
	}
	for _, shown := range []string{
		fmt.Sprintf("%v %+v %#v", s.Config, s.Config, s.Config), fmt.Sprintf("%+v %#v", hidden, *s), string(asJSON),
	} {
		if strings.Contains(shown, canary) {
			t.Errorf("the secret shows in %s", shown)
		}
	}
	for _, broken := range []string{
		"secret: [" + canary, "secret: \"" + canary, "secret: a: " + canary, "\tsecret: " + canary, "secret: [" + canary + "]",
		canary + ": 1\n  " + canary + ": 1", "library: " + canary, "*" + canary,
	} {
		_, ds, err := Load(t.Context(), folder(t, "-- mpsync.yaml --\naccount:\n  "+broken+"\n"), Options{})
		for _, d := range ds {
			if d.Code != "unknown-key" && d.Code != "yaml-duplicate-key" && strings.Contains(fmt.Sprint(d.Message("en"), d.Hint("zh"), d.Args, err), canary) {
				t.Errorf("%q: the finding %s quotes the file: %v", broken, d.Code, d.Args)
			}
		}
	}
}

func TestConfigFindings(t *testing.T) {
	config := func(s string) string { return "-- mpsync.yaml --\n" + s + "-- articles/a.md --\n" }
	checkFindings(t, []row{
		{"mistyped key", config("article: x\n"), []string{"warning did-you-mean mpsync.yaml:1:1"}},
		{"unknown key", config("colour: x\nlimits: {updates: 1, creats: 2}\n"), []string{
			"warning unknown-key mpsync.yaml:1:1", "warning unknown-key mpsync.yaml:2:10", "warning did-you-mean mpsync.yaml:2:22",
		}},
		{"wrong kinds", config("theme: [a]\nlimits: {creates: many, deletes: -1}\ndefaults: 张三\nimages: {remote: drop}\n"), []string{
			"error value-not-text mpsync.yaml:1:8", "error value-not-number mpsync.yaml:2:19", "error value-not-number mpsync.yaml:2:34",
			"error value-not-table mpsync.yaml:3:11", "error value-not-choice mpsync.yaml:4:18",
		}},
		{"wrong choices", config("lang: fr\naccount: {library: drafts, emulator: old}\nlimits: {content: none}\ndefaults: {comments: all, show_cover: 2}\n"), []string{
			"error value-not-choice mpsync.yaml:1:7", "error value-not-choice mpsync.yaml:2:20", "error value-not-choice mpsync.yaml:2:38",
			"error value-not-choice mpsync.yaml:3:19", "error value-not-choice mpsync.yaml:4:22", "error value-not-bool mpsync.yaml:4:39",
		}},
		{"files that are not there", config("theme: a.css\ndefaults: {cover: b.png}\n"), []string{
			"error theme-file-missing mpsync.yaml:1:8", "error cover-missing mpsync.yaml:2:19",
		}},
		{"addresses", config("account: {emulator: legacy, api: localhost}\ndefaults: {source_url: 'x/{name}'}\n"), []string{
			"error api-not-web mpsync.yaml:1:34", "error source-url-not-web mpsync.yaml:2:24",
		}},
		{"long author", config("defaults: {author: 一二三四五六七八九}\n"), []string{"warning author-risky mpsync.yaml:1:20"}},
		{"long author of drafts", config("defaults: {author: 一二三四五六七八九十一二三四五六七}\naccount: {library: draft}\n"), []string{"error author-too-long mpsync.yaml:1:20"}},
		{"plain secret", config("account:\n  secret: abc\n"), []string{"warning secret-in-plain mpsync.yaml:2:3"}},
		{"secret of the built-in account", config("account: {emulator: legacy, secret: abc}\n"), nil},
		{"unset variable", config("theme: ${NO_THEME}\n"), []string{"error env-unset mpsync.yaml:1:8"}},
		{"globs", config("articles:\n  - ../*.md\n  - '[a'\n  - none/*.md\n  - /../x.md\n  - articles/*\n"), []string{
			"error glob-escapes mpsync.yaml:2:5", "error glob-invalid mpsync.yaml:3:5", "warning glob-empty mpsync.yaml:4:5",
			"error glob-escapes mpsync.yaml:5:5",
		}},
		{"findings of articles come along", config("lang: fr\n") + "-- articles/b.md --\n---\ntitle: [a]\n---\n", []string{
			"error value-not-text articles/b.md:2:8", "error value-not-choice mpsync.yaml:1:7",
		}},
		{"syntax", config("a: [\n"), []string{"error yaml-syntax mpsync.yaml:1:4"}},
		{"variable in braces", config("account: {appid: ${WECHAT_APPID}}\n"), []string{"error yaml-variable mpsync.yaml:1:19"}},
		{"duplicate", config("lang: zh\nlang: zh\n"), []string{"error yaml-duplicate-key mpsync.yaml:2:1"}},
		{"a list", config("- a\n"), []string{"error yaml-not-mapping mpsync.yaml:1:1"}},
		{"two documents", config("lang: zh\n---\nlang: en\n"), []string{"error yaml-syntax mpsync.yaml:2:1"}},
		{"account and accounts", config("account: {emulator: legacy}\naccounts: {a: {emulator: legacy}}\n"), []string{
			"error account-and-accounts mpsync.yaml:2:1",
		}},
		{"no account chosen", config("accounts: {b: {emulator: legacy}, a: {lirbary: auto}}\n"), []string{
			"error account-not-chosen mpsync.yaml:1:1", "warning did-you-mean mpsync.yaml:1:39",
		}},
		{"accounts of the wrong kind", config("accounts: [a]\n"), []string{"error value-not-table mpsync.yaml:1:11"}},
		{"account of the wrong kind", config("account: legacy\n"), []string{"error value-not-table mpsync.yaml:1:10"}},
		{"account name", config("accounts: {a/b: {emulator: legacy}}\n"), []string{
			"error account-not-chosen mpsync.yaml:1:1", "error account-name mpsync.yaml:1:12",
		}},
	})
}

func TestErrorsInConfigMakeItUnusable(t *testing.T) {
	if _, found, err := load(t, folder(t, "-- mpsync.yaml --\nlang: fr\n-- articles/a.md --\n"), Options{}); !errors.Is(err, ErrConfig) {
		t.Errorf("%v, %v", err, found)
	}
}

func TestAccounts(t *testing.T) {
	dir := folder(t, `-- mpsync.yaml --
articles: '*.md'
theme: base
limits: {creates: 5, deletes: 6}
defaults: {author: 张三, comments: open}
accounts:
  prod: {appid: wx1, theme: strict, limits: {creates: 1}, defaults: {comments: closed}, articles: 'b.md', state: p.json}
  staging: {appid: wx2, library: draft}
  local: {emulator: current}
-- a.md --
-- b.md --
`)
	for _, c := range []struct {
		account string
		want    Config
		paths   []string
	}{
		{"prod", Config{
			Images: defaultImages(), Account: Account{Name: "prod", AppID: SecretOf(""), Library: LibraryAuto}, Articles: []string{"b.md"}, Theme: "strict", ThemePos: diag.Pos{File: ConfigFile, Line: 6, Col: 29},
			Defaults: Defaults{Author: "张三", Comments: model.CommentsClosed}, Limits: Limits{1, 6, ContentError, 10}, OnConsoleSave: ConsoleHold, State: "p.json",
		}, []string{"b.md"}},
		{"staging", Config{
			Images: defaultImages(), Account: Account{Name: "staging", AppID: SecretOf(""), Library: LibraryDraft}, Articles: []string{"*.md"}, Theme: "base", ThemePos: diag.Pos{File: ConfigFile, Line: 2, Col: 8},
			Defaults: Defaults{Author: "张三", Comments: model.CommentsOpen}, Limits: Limits{5, 6, ContentError, 10}, OnConsoleSave: ConsoleHold, State: "mpsync.state.staging.json",
		}, []string{"a.md", "b.md"}},
		{"local", Config{
			Images: defaultImages(), Account: Account{Name: "local", Library: LibraryAuto, Emulator: EmulatorCurrent}, Articles: []string{"*.md"}, Theme: "base", ThemePos: diag.Pos{File: ConfigFile, Line: 2, Col: 8},
			Defaults: Defaults{Author: "张三", Comments: model.CommentsOpen}, Limits: Limits{5, 6, ContentError, 10}, OnConsoleSave: ConsoleHold, State: "mpsync.state.local.emulator.json",
		}, []string{"a.md", "b.md"}},
	} {
		s, found, err := load(t, dir, Options{Account: c.account})
		if err != nil || found != nil {
			t.Errorf("%s: %v, %v", c.account, err, found)
			continue
		}
		c.want.Images.Remote, c.want.Drawings.Math = RemoteUpload, MathAuto
		c.want.Render = defaultConfig().Render
		checkConfig(t, c.want, s.Config)
		var paths []string
		for _, a := range s.Articles {
			paths = append(paths, a.Path)
		}
		if diff := cmp.Diff(c.paths, paths); diff != "" {
			t.Errorf("%s: %s", c.account, diff)
		}
	}
	for account, want := range map[string]string{"": "error account-not-chosen mpsync.yaml:5:1", "none": "error account-unknown mpsync.yaml:5:1"} {
		_, found, err := load(t, dir, Options{Account: account})
		if !errors.Is(err, ErrConfig) || !cmp.Equal(found, []string{want}) {
			t.Errorf("account %q: %v, %v", account, err, found)
		}
	}
	if _, found, err := load(t, folder(t, "-- a.md --\n"), Options{Account: "prod"}); err == nil || found[0] != "error account-single mpsync.yaml:1:1" {
		t.Errorf("an account of a site that has only one: %v, %v", err, found)
	}
}

func TestStateFiles(t *testing.T) {
	for _, c := range []struct {
		given, account string
		builtIn        bool
		want           string
	}{
		{"", "", false, "mpsync.state.json"},
		{"", "", true, "mpsync.state.emulator.json"},
		{"", "prod", false, "mpsync.state.prod.json"},
		{"s/x.json", "", true, "s/x.json"},
		{"s/x.json", "prod", false, "s/x.prod.json"},
		{"s/x.json", "prod", true, "s/x.prod.emulator.json"},
	} {
		if got := stateFile(c.given, c.account, c.builtIn); got != c.want {
			t.Errorf("%+v: got %s", c, got)
		}
	}
}

package site

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"

	"mpsync/internal/diag"
	"mpsync/internal/model"
)

// bytesOf writes what an archive of text cannot hold.
var bytesOf = strings.NewReplacer("<CR>", "\r", "<BOM>", "\ufeff", "<GBK>", "\xc4\xe3", "<NUL>", "\x00")

// folder unpacks an archive; one without mpsync.yaml gets one that takes every
// Markdown file.
func folder(t testing.TB, archive string) string {
	t.Helper()
	dir := t.TempDir()
	files := append(txtar.Parse([]byte("-- mpsync.yaml --\narticles: '**/*.md'\n")).Files, txtar.Parse([]byte(archive)).Files...)
	for _, f := range files {
		name := filepath.Join(dir, filepath.FromSlash(f.Name))
		if err := os.MkdirAll(filepath.Dir(name), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(bytesOf.Replace(string(f.Data))), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// load loads a folder; every finding must have its texts.
func load(t testing.TB, dir string, o Options) (*Site, []string, error) {
	t.Helper()
	s, ds, err := Load(t.Context(), dir, o)
	if s != nil {
		t.Cleanup(func() { _ = s.Close() })
	}
	var found []string
	for _, d := range ds {
		for _, l := range []diag.Lang{diag.English, diag.Chinese} {
			if text := d.Message(l) + d.Hint(l); strings.Contains(text, "%!") {
				t.Errorf("%s: %s", d.Code, text)
			}
		}
		found = append(found, fmt.Sprint(d.Severity, " ", d.Code, " ", d.Pos))
	}
	return s, found, err
}

// site is a folder that has nothing wrong.
func site(t *testing.T, archive string) *Site {
	t.Helper()
	s, found, err := load(t, folder(t, archive), Options{})
	if err != nil || found != nil {
		t.Fatalf("%v, findings:\n%s", err, strings.Join(found, "\n"))
	}
	return s
}

type row struct {
	name, archive string
	want          []string
}

// checkFindings wants exactly the findings of each row.
func checkFindings(t *testing.T, rows []row) {
	t.Helper()
	for _, r := range rows {
		t.Run(r.name, func(t *testing.T) {
			_, found, _ := load(t, folder(t, r.archive), Options{})
			if diff := cmp.Diff(r.want, found); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestFolderWithoutConfigIsNoSite(t *testing.T) {
	if _, _, err := Load(t.Context(), t.TempDir(), Options{}); !errors.Is(err, ErrNoSite) {
		t.Errorf("got %v", err)
	}
	if _, _, err := Load(t.Context(), filepath.Join(t.TempDir(), "none"), Options{}); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("got %v", err)
	}
}

func TestSoundArticlesGoOnWithoutTheOthers(t *testing.T) {
	s, found, err := load(t, folder(t, `
-- a.md --
---
title: A
---
text
-- b.md --
---
title: B
title: C
---
-- c.md --
---
skip: true
---
-- d.md --
---
draft: true
---
-- sub/index.md --
text
`), Options{})
	if err != nil {
		t.Fatal(err)
	}
	want := []string{"error front-matter-duplicate-key b.md:3:1", "note draft-means-skip d.md:2:1"}
	if diff := cmp.Diff(want, found); diff != "" {
		t.Error(diff)
	}
	var got []model.Address
	for _, a := range s.Articles {
		got = append(got, a.Address)
	}
	if diff := cmp.Diff([]model.Address{"a", "sub"}, got); diff != "" {
		t.Error(diff)
	}
	skipped := map[model.Address]string{"b": SkippedError, "c": SkippedSkip, "d": SkippedDraft}
	if diff := cmp.Diff(skipped, s.Skipped); diff != "" {
		t.Error(diff)
	}
	messages := []Message{
		{"a", []model.Address{"a"}, diag.Pos{File: "a.md", Line: 1, Col: 1}},
		{"sub", []model.Address{"sub"}, diag.Pos{File: "sub/index.md", Line: 1, Col: 1}},
	}
	if diff := cmp.Diff(messages, s.Messages); diff != "" {
		t.Error(diff)
	}
}

func TestWhatIsLeftOutNeedNotBeFinished(t *testing.T) {
	s, found, err := load(t, folder(t, "-- a.md --\n---\nskip: true\ncover: none.png\n---\n"), Options{})
	if err != nil || s.Skipped["a"] != SkippedSkip || !cmp.Equal(found, []string{"warning cover-missing a.md:3:8"}) {
		t.Errorf("%v: %v, skipped %v", err, found, s.Skipped)
	}
}

func TestFindingsBearTheAddressOfTheirArticle(t *testing.T) {
	_, ds, _ := Load(t.Context(), folder(t, "-- a.md --\n---\nid: mine\ntitle: [x]\n---\n-- b.md --\n---\nid: theirs\nid: 2\ntitle: \"x\n---\n"), Options{})
	got := map[string]string{}
	for _, d := range ds {
		got[d.File] = d.Address
	}
	if diff := cmp.Diff(map[string]string{"a.md": "mine", "b.md": "theirs"}, got); diff != "" {
		t.Error(diff)
	}
}

func TestAddresses(t *testing.T) {
	checkFindings(t, []row{
		{"file and index file", "-- a.md --\n-- a/index.md --\n", []string{
			"error address-taken a.md:1:1", "error address-taken a/index.md:1:1",
		}},
		{"article and message", "-- a.md --\n-- b.md --\n-- a.message.yaml --\narticles: [b.md]\n", []string{
			"error address-taken a.md:1:1", "error address-taken a.message.yaml:1:1",
		}},
		{"id and path", "-- a.md --\n-- b.md --\n---\ntitle: B\nid: a\n---\n", []string{
			"error address-taken a.md:1:1", "error address-taken b.md:3:1",
		}},
		{"composed and decomposed", "-- caf\u00e9.md --\n-- cafe\u0301.md --\n", []string{
			"error address-taken cafe\u0301.md:1:1", "error address-taken caf\u00e9.md:1:1",
		}},
		{"skipped articles keep theirs", "-- a.md --\n---\nskip: true\n---\n-- a/index.md --\n", []string{
			"error address-taken a.md:1:1", "error address-taken a/index.md:1:1",
		}},
	})
}

func TestCollidingSourcesAreAllLeftOut(t *testing.T) {
	s, _, err := load(t, folder(t, "-- a.md --\n-- a/index.md --\n-- b.md --\n"), Options{})
	if err != nil || len(s.Messages) != 1 || s.Skipped["a"] != SkippedError {
		t.Errorf("%v: messages %v, skipped %v", err, s.Messages, s.Skipped)
	}
}

func TestWalkSkipsWhatIsNotMeant(t *testing.T) {
	s := site(t, `
-- mpsync.yaml --
articles: [posts/**/*.md, /.drafts/*.md, "**/*.{markdown,txt}"]
-- posts/a.md --
-- posts/.hidden/b.md --
-- posts/node_modules/c/d.md --
-- posts/deep/er/e.md --
-- posts/image.png --
-- .drafts/f.md --
-- g.md --
-- h.markdown --
-- i.txt --
-- .git/j.markdown --
`)
	var got []string
	for _, a := range s.Articles {
		got = append(got, a.Path)
	}
	want := []string{".drafts/f.md", "h.markdown", "posts/a.md", "posts/deep/er/e.md"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestArticleIsWhatItsFileSays(t *testing.T) {
	s := site(t, "-- posts/a.md --\n<BOM>---<CR>\ntitle: 标题<CR>\nsummary: 摘要<CR>\n---<CR>\n<CR>\n正文<CR>\n尾\n-- posts/b.md --\n---\ntitle: 标题\nsummary: 摘要\n---\n\n正文\n尾\n")
	a, b := s.Articles[0], s.Articles[1]
	if a.Source != b.Source || len(a.Source) != 64 {
		t.Errorf("line ends and byte order mark changed the hash: %s, %s", a.Source, b.Source)
	}
	if body, err := s.Body(&a); string(body) != "\n正文\n尾\n" || a.BodyLine != 5 || err != nil {
		t.Errorf("body %q from line %d, %v", body, a.BodyLine, err)
	}
	if got, want := a.Pos("digest"), (diag.Pos{File: "posts/a.md", Line: 3, Col: 1}); got != want {
		t.Errorf("the digest's alias stands at %v, want %v", got, want)
	}
	if got, want := a.Pos("cover"), (diag.Pos{File: "posts/a.md", Line: 1, Col: 1}); got != want {
		t.Errorf("an absent key stands at %v, want %v", got, want)
	}
}

func TestFormOfFrontMatter(t *testing.T) {
	for _, c := range []struct {
		name, file, title, body string
		line                    int
	}{
		{"none", "# T\n", "", "# T\n", 1},
		{"yaml", "---\ntitle: T\n---\nx", "T", "x", 4},
		{"toml", "+++\ntitle = \"T\"\n+++\nx", "T", "x", 4},
		{"blank lines before and spaces behind", "\n  \n---  \ntitle: T\n--- \nx", "T", "x", 6},
		{"empty", "---\n---\nx", "", "x", 3},
		{"only a comment", "---\n# title: T\n---\nx", "", "x", 4},
		{"ends with the file", "---\ntitle: T\n---", "T", "", 4},
		{"a rule later on", "a\n\n---\nb: c\n---\n", "", "a\n\n---\nb: c\n---\n", 1},
		{"fence within a value", "---\ntitle: |\n  T\n  ---\n---\nx", "T ---", "x", 6},
		{"flow mapping", "---\n{title: T}\n---\nx", "T", "x", 4},
		{"anchor and merge", "---\nbase: &b {title: T}\n<<: *b\n---\nx", "T", "x", 5},
		{"old Mac line ends", "---<CR>title: T<CR>---<CR>x", "T", "x", 4},
		{"empty file", "", "", "", 1},
	} {
		t.Run(c.name, func(t *testing.T) {
			dir := folder(t, "")
			if err := os.WriteFile(filepath.Join(dir, "a.md"), []byte(bytesOf.Replace(c.file)), 0o600); err != nil {
				t.Fatal(err)
			}
			s, found, err := load(t, dir, Options{})
			if err != nil || found != nil {
				t.Fatal(err, found)
			}
			a := s.Articles[0]
			if body, err := s.Body(&a); a.Meta.Title != c.title || string(body) != c.body || a.BodyLine != c.line || err != nil {
				t.Errorf("title %q, body %q from line %d, %v", a.Meta.Title, body, a.BodyLine, err)
			}
		})
	}
}

func TestBrokenFiles(t *testing.T) {
	article := func(front string) string { return "-- a.md --\n---\n" + front + "---\n" }
	checkFindings(t, []row{
		{"never closed", "-- a.md --\n\n---\ntitle: T\n", []string{"error front-matter-unclosed a.md:2:1"}},
		{"closed by the other fence", "-- a.md --\n---\ntitle: T\n+++\n", []string{"error front-matter-unclosed a.md:1:1"}},
		{"a list", article("- a\n"), []string{"error front-matter-not-mapping a.md:2:1"}},
		{"a text", article("a text\n"), []string{"error front-matter-not-mapping a.md:2:1"}},
		{"duplicate keys", article("标题: a\ntitle: b\ntags: [x]\ntitle: c\n标题: d\n"), []string{
			"error front-matter-duplicate-key a.md:5:1", "error front-matter-duplicate-key a.md:6:1",
		}},
		{"duplicate keys within", article("params:\n  a: 1\n  a: 2\n"), []string{"error front-matter-duplicate-key a.md:4:3"}},
		{"open quote", article("author: x\ntitle: \"标题\ntags: [\"a\"]\n"), []string{"error front-matter-quote a.md:3:8"}},
		{"quotes within quotes", article("title: \"他说\"你好\"\"\n"), []string{"error front-matter-quote a.md:2:12"}},
		{"open quote at the end", article("title: 'x\n"), []string{"error front-matter-quote a.md:2:8"}},
		{"colon", article("title: 第一章: 开始\n"), []string{"error front-matter-colon a.md:2:8"}},
		{"tab", article("title: a\n\tb: c\n"), []string{"error front-matter-tab a.md:3:1"}},
		{"open bracket", article("标签: [a, b\n"), []string{"error front-matter-syntax a.md:2:5"}},
		{"unknown anchor", article("title: *x\n"), []string{"error front-matter-syntax a.md:2:8"}},
		{"toml syntax", "-- a.md --\n+++\ntitle = \"标题\" x\n+++\n", []string{"error front-matter-syntax a.md:2:14"}},
		{"toml duplicate", "-- a.md --\n+++\ntitle = 'a'\ntitle = 'b'\n+++\n", []string{"error front-matter-duplicate-key a.md:3:1"}},
		{"toml duplicate table", "-- a.md --\n+++\n[x]\na = 1\n[x]\n+++\n", []string{"error front-matter-duplicate-key a.md:4:2"}},
		{"toml redefinition", "-- a.md --\n+++\nx.a = 1\n[x]\n+++\n", []string{"error front-matter-syntax a.md:3:2"}},
		{"not UTF-8", "-- a.md --\n---\ntitle: T\n---\n好<GBK>\n", []string{"error not-utf8 a.md:4:2"}},
		{"UTF-16", "-- a.md --\n好\n#<NUL> <NUL>\n", []string{"error not-utf8 a.md:2:2"}},
		{"config not UTF-8", "-- mpsync.yaml --\ntheme: <GBK>\n", []string{"error not-utf8 mpsync.yaml:1:8"}},
	})
}

func TestRecordOfAnUnreadableArticleKeepsItsID(t *testing.T) {
	for _, file := range []string{
		"---\nid: mine\ntitle: \"x\n---\n", "---\nid: 'mine'\ntitle: x\n", "+++\nid = \"mine\"\nx\n+++\n", "---\nid: mine\n---\n<GBK>",
		"---\nid: mine\na: [\n---\nid: theirs\n",
	} {
		s, _, err := load(t, folder(t, "-- a.md --\n"+file), Options{})
		if err != nil || s.Skipped["mine"] != SkippedError {
			t.Errorf("%q: %v, skipped %v", file, err, s.Skipped)
		}
	}
}

func TestNamesThatTerminalsObeyAreNotRead(t *testing.T) {
	dir := folder(t, "-- posts/a.md --\nA\n")
	for _, name := range []string{"posts/b\n::error::.md", "posts/c\x1b[31m/d.md", "posts/e\x1b[31m.message.yaml"} {
		path := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o750); err != nil {
			t.Skip(err)
		}
		if err := os.WriteFile(path, []byte("B\n"), 0o600); err != nil {
			t.Skip(err)
		}
	}
	s, found, err := load(t, dir, Options{})
	if err != nil {
		t.Fatal(err)
	}
	want := []string{
		"error path-control posts/b::error::.md:1:1",
		"error path-control posts/c[31m/d.md:1:1",
		"error path-control posts/e[31m.message.yaml:1:1",
	}
	if diff := cmp.Diff(want, found); diff != "" {
		t.Error(diff)
	}
	if len(s.Articles) != 1 {
		t.Error(s.Articles)
	}
}

func TestSymbolicLinks(t *testing.T) {
	dir := folder(t, "-- posts/a.md --\n---\ncover: out.png\n---\n-- real/b.md --\nB\n")
	outside := folder(t, "-- secret.md --\ns\n-- out.png --\np\n")
	for name, target := range map[string]string{
		"posts/secret.md": filepath.Join(outside, "secret.md"), "posts/out.png": filepath.Join(outside, "out.png"),
		"posts/folder": "../real", "away": outside, "posts/b.md": "../real/b.md", "posts/gone.md": "nothing.md",
	} {
		if err := os.Symlink(target, filepath.Join(dir, filepath.FromSlash(name))); err != nil {
			t.Skip(err)
		}
	}
	s, found, err := load(t, dir, Options{})
	if err != nil {
		t.Fatal(err)
	}
	want := []string{
		"warning symlink-escapes away:1:1",
		"error cover-escapes posts/a.md:2:8",
		"warning symlink-folder posts/folder:1:1",
		"warning symlink-escapes posts/out.png:1:1",
		"error symlink-escapes posts/secret.md:1:1",
	}
	if diff := cmp.Diff(want, found); diff != "" {
		t.Error(diff)
	}
	if len(s.Articles) != 2 {
		t.Fatalf("a link within the site must be followed: %v", s.Articles)
	}
	if body, err := s.Body(&s.Articles[0]); string(body) != "B\n" || err != nil {
		t.Errorf("a link within the site leads to %q, %v", body, err)
	}
	for _, path := range []string{"posts/secret.md", "posts/out.png", "../" + filepath.Base(outside) + "/secret.md", filepath.Join(outside, "secret.md")} {
		if data, err := s.ReadFile(path); err == nil {
			t.Errorf("read %q from outside: %q", path, data)
		}
	}
}

func TestFileThatMayNotBeRead(t *testing.T) {
	if os.Geteuid() == 0 {
		t.Skip("root may read everything")
	}
	dir := folder(t, "-- a.md --\n")
	if err := os.Chmod(filepath.Join(dir, "a.md"), 0); err != nil {
		t.Fatal(err)
	}
	_, found, _ := load(t, dir, Options{})
	if diff := cmp.Diff([]string{"error file-not-permitted a.md:1:1"}, found); diff != "" {
		t.Error(diff)
	}
}

package site

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"mpsync/internal/diag"
	"mpsync/internal/model"
)

// FuzzLoad gives the same bytes to every kind of file: whatever they are, the
// findings have places within the files and every article an outcome.
func FuzzLoad(f *testing.F) {
	for _, s := range []string{
		"---\ntitle: \"标题\nid: a\n---\n", "+++\ntitle = \"x\n[a.b]\n+++\n", "---\na: &a [*a]\n<<: *a\n? b\n: !!str c\n---\n",
		"articles: [a.md, {b: c}]\naccount: {secret: ${X}}\naccounts: {x: {lang: zh}}\n", "---\n\tx\n---\n", "---\nx: |\n  y\n\r\n---\n",
		"---\ncover: a.md\nbanner: ..\ntheme: x.css\n", "\xff\xfe\x00", "%\n---\n...\n", "---\n'a': 'b''\n\"c\": \"\\x\"\n---\n",
	} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		dir := t.TempDir()
		for _, file := range []string{"a.md", "m.message.yaml", ConfigFile} {
			write := data
			if file == ConfigFile {
				write = []byte("articles: '*.md'\n")
			}
			if err := os.WriteFile(filepath.Join(dir, file), write, 0o600); err != nil {
				t.Fatal(err)
			}
		}
		checkOutcome(t, dir, data)
		if err := os.WriteFile(filepath.Join(dir, ConfigFile), data, 0o600); err != nil {
			t.Fatal(err)
		}
		checkPlaces(t, dir, data)
	})
}

func checkOutcome(t *testing.T, dir string, data []byte) {
	t.Helper()
	s := checkPlaces(t, dir, data)
	if s == nil {
		t.Fatal("a site whose mpsync.yaml is sound does not load")
	}
	if len(s.Articles) == 0 && len(s.Skipped) == 0 {
		t.Error("the article has no outcome")
	}
	in := map[model.Address]int{}
	for _, m := range s.Messages {
		for _, a := range m.Articles {
			in[a]++
		}
	}
	for _, a := range s.Articles {
		if in[a.Address] != 1 {
			t.Errorf("%s stands in %d messages", a.Address, in[a.Address])
		}
	}
}

func checkPlaces(t *testing.T, dir string, data []byte) *Site {
	t.Helper()
	s, ds, _ := Load(t.Context(), dir, Options{})
	if s != nil {
		defer func() { _ = s.Close() }()
	}
	last := strings.Count(string(lines(data)), "\n") + 1
	for _, d := range ds {
		if text := d.Message(diag.Chinese) + d.Hint(diag.English); strings.Contains(text, "%!") {
			t.Errorf("%s: %s", d.Code, text)
		}
		if d.File == "" || d.Line < 1 || d.Col < 1 || d.Line > last {
			t.Errorf("%s stands at %s of %d lines", d.Code, d.Pos, last)
		}
	}
	return s
}

func BenchmarkLoad(b *testing.B) {
	const articles = 2000
	dir := b.TempDir()
	files := map[string]string{ConfigFile: "articles: posts/**/*.md\ndefaults: {cover: posts/0/cover.png, author: 张三}\n", "posts/0/cover.png": "x"}
	body := strings.Repeat("公众号里的一段正文，长短与真实文章相仿。A paragraph of an article.\n\n", 100)
	for i := range articles {
		files[fmt.Sprintf("posts/%d/%d/index.md", i%100, i)] = fmt.Sprintf(
			"---\ntitle: \"第 %d 篇文章\"\ndate: 2026-01-02T03:04:05+08:00\ndraft: false\nauthor: 李四\nsummary: \"这篇文章说的是第 %d 件事，以及它为什么重要。\"\ntags: [\"a\", \"b\"]\ncomments: open\n---\n\n%s", i, i, body)
	}
	for name, text := range files {
		name = filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(name), 0o700); err != nil {
			b.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportAllocs()
	for b.Loop() {
		s, ds, err := Load(b.Context(), dir, Options{})
		if err != nil || len(ds) > 0 || len(s.Articles) != articles {
			b.Fatal(err, ds)
		}
		if err := s.Close(); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(articles)*float64(b.N)/b.Elapsed().Seconds(), "articles/s")
}

// FuzzParse gives bytes to the parsers alone: what they refuse has a place, and
// what they take has a place everywhere.
func FuzzParse(f *testing.F) {
	for _, s := range []string{
		"a: \"b\"\nc: [d, {e: 'f'}]\n", "a: |\n  b\n\nc: &d >-\n  e\nf: *d\n", "? a\n: b\n<<: {c: d}\n", "!!str 1: !x 2\n",
		"a = 'b'\nc.d = 1\n[e]\nf = [1, {g = true}]\n[[h]]\n", "a = \"\"\"\nb\"\"\"\n", "\"标题\": *x\n", "{a: b, c}\n", "- - a\n  -\tb\n",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, src string) {
		src = string(lines([]byte(strings.ToValidUTF8(src, "?"))))
		last := strings.Count(src, "\n") + 1
		for name, parse := range map[string]func([]byte, int, syntax, *findings) *node{"yaml": parseYAML, "toml": parseTOML} {
			found := findings{file: "a.md"}
			n := parse([]byte(src), 11, frontMatter, &found)
			if n == nil && !found.failed() {
				t.Errorf("%s: refused without a finding", name)
			}
			for _, d := range found.list {
				if d.Line < 11 || d.Line > last+10 || d.Col < 1 {
					t.Errorf("%s: %s stands at %s of %d lines", name, d.Code, d.Pos, last)
				}
			}
			if n != nil {
				checkNode(t, n, last+10)
			}
		}
	})
}

func checkNode(t *testing.T, n *node, last int) {
	t.Helper()
	if n.line < 11 || n.line > last || n.col < 1 {
		t.Errorf("%q stands at %d:%d", n.text, n.line, n.col)
	}
	for _, f := range n.fields {
		if f.line < 11 || f.line > last || f.col < 1 {
			t.Errorf("key %q stands at %d:%d", f.key, f.line, f.col)
		}
		checkNode(t, f.value, last)
	}
	for _, item := range n.items {
		checkNode(t, item, last)
	}
}

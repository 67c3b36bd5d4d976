package build

import (
	"flag"
	"os"
	"path/filepath"
	"runtime"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"mpsync/internal/cache"
	"mpsync/internal/model"
	"mpsync/internal/site"
)

var corpus = flag.String("corpus", "", "a folder of articles for BenchmarkPages")

func pagesIn(dir string) *Pages {
	return &Pages{Store: &cache.Store{Dir: cache.Dir(dir), Most: 1 << 30, Now: time.Now}, Program: "test"}
}

// TestPagesAreThoseOfABuildWithoutThem changes a site in every way that a page
// can depend on, and builds it after each with what earlier builds kept.
func TestPagesAreThoseOfABuildWithoutThem(t *testing.T) {
	f := newFolder(t, map[string]string{
		"posts/a.md": head + "正文[二](b.md)、[无](c.md)、[文件](/other.txt)。\n\n![](/images/own.png)\n\n![](![[x.png]])\n\n```go\nfunc main() {}\n```\n\n<video src=x></video>\n",
		"posts/b.md": "---\ntitle: 二\ncover: /images/c.png\n---\n\n![[own.png]] 又 ![](https://example.com/x.png)\n",
		"posts/e.md": head + "![](/images/far.heic)\n", "images/far.heic": foreign(t),
		"posts/d.md": "---\ntitle: 四\n---\n\n# 没有封面\n", "images/own.png": picture(7), "other.txt": "x",
	})
	dir := t.TempDir()
	kept := 0
	check := func(what string, o Options) {
		t.Helper()
		want := f.build(o)
		o.Pages = pagesIn(dir)
		for range 2 {
			if diff := cmp.Diff(want, f.build(o), cmpopts.EquateEmpty()); diff != "" {
				t.Errorf("%s: a kept page differs (-fresh +kept):\n%s", what, diff)
			}
		}
		kept++
	}
	check("at first", Options{})
	config := "account: {emulator: legacy}\narticles: posts/**/*.md\n"
	for _, c := range []struct {
		what   string
		change func()
	}{
		{"another image", func() { f.write("images/own.png", picture(9)) }},
		{"a second image of one name", func() { f.write("more/own.png", picture(3)) }},
		{"an image gone", func() { f.remove("images/own.png") }},
		{"an image that is none", func() { f.write("images/own.png", "text") }},
		{"an image mended", func() { f.write("images/own.png", animation()) }},
		{"a linked article that comes", func() { f.write("posts/c.md", head+"正文") }},
		{"a linked article that goes", func() { f.remove("posts/b.md") }},
		{"a linked file that goes", func() { f.remove("other.txt") }},
		{"a footer", func() { f.write("mpsync.yaml", config+"footer: 再见 {author}\n") }},
		{"the footer a line further down", func() { f.write("mpsync.yaml", config+"\nfooter: 再见 ![](/none.png)\n") }},
		{"another limit", func() { f.write("mpsync.yaml", config+"limits: {content: warn}\n") }},
		{"another theme", func() { f.write("mpsync.yaml", config+"theme: night\n") }},
		{"remote images kept", func() { f.write("mpsync.yaml", config+"images: {remote: keep}\n") }},
		{"a source", func() { f.write("posts/a.md", head+"别的") }},
	} {
		c.change()
		check(c.what, Options{})
	}
	check("published elsewhere", Options{URLs: map[model.Address]string{"posts/c": "https://example.com/c"}})
	check("for drafts", Options{Drafts: true})
	check("content alone", Options{Fragment: true})
	check("drawings can be made", Options{SVG: true})
	check("foreign images can be opened", Options{Decodes: map[string]bool{"heic": true}})
	check("and no longer", Options{})
}

// foreign is an image that only a program of the machine opens.
func foreign(t *testing.T) string {
	t.Helper()
	data, err := os.ReadFile("../asset/testdata/small.heic")
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

func TestASpoiltPageIsMadeAgain(t *testing.T) {
	f, dir := newFolder(t, map[string]string{"posts/a.md": head + "正文。\n"}), t.TempDir()
	want := f.build(Options{Pages: pagesIn(dir)})
	files, err := filepath.Glob(filepath.Join(dir, "*", "*"))
	if err != nil || len(files) == 0 {
		t.Fatal("nothing is kept", err)
	}
	for _, spoil := range []func([]byte) []byte{
		func([]byte) []byte { return nil },
		func(b []byte) []byte { return b[:len(b)/2] },
		func(b []byte) []byte { return make([]byte, len(b)) },
		func(b []byte) []byte { b[len(b)-1] ^= 1; return b },
		func([]byte) []byte { return []byte("9 99999999 1 1 1\n") },
	} {
		for _, file := range files {
			data, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(file, spoil(data), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		equal(t, "a build over spoilt pages", want, f.build(Options{Pages: pagesIn(dir)}))
	}
}

// TestAFileIsReadAgainWhenItsTimeMoves keeps the hash of an image, then changes
// it twice: with another time, and with none.
func TestAFileIsReadAgainWhenItsTimeMoves(t *testing.T) {
	f, dir := newFolder(t, map[string]string{"posts/a.md": head + "正文。\n"}), t.TempDir()
	image := filepath.Join(f.dir, "images", "c.png")
	old := time.Now().Add(-time.Hour).Truncate(time.Second)
	set := func(content string, at time.Time) {
		f.write("images/c.png", content)
		if err := os.Chtimes(image, at, at); err != nil {
			t.Fatal(err)
		}
	}
	cover := func() string {
		for ref := range f.build(Options{Pages: pagesIn(dir)}).Assets {
			return ref.Hash()
		}
		return ""
	}
	set(picture(1), old)
	first := cover()
	if cover() != first {
		t.Fatal("the same file has another hash")
	}
	set(picture(2), old.Add(time.Second))
	second := cover()
	if second == first {
		t.Error("a file that changed was not read again")
	}
	same := []byte(picture(2))
	same[len(same)-1] ^= 1
	if set(string(same), old.Add(time.Second)); runtime.GOOS != "windows" && cover() == second {
		t.Error("a file that was replaced by one of its size and time is trusted")
	}
	set(picture(3), time.Now())
	third := cover()
	if set(picture(4), time.Now()); third == second || cover() == third {
		t.Error("a file that changed a moment ago is trusted")
	}
}

// BenchmarkPages builds the articles below -corpus, else some made-up ones, and
// again with what was kept by an earlier run.
func BenchmarkPages(b *testing.B) {
	f := newFolder(b, many(100))
	if *corpus != "" {
		f = newFolder(b, nil)
		if err := os.CopyFS(filepath.Join(f.dir, "posts"), os.DirFS(*corpus)); err != nil {
			b.Fatal(err)
		}
		f.write("mpsync.yaml", "account: {emulator: legacy}\narticles: posts/**/*.md\ndefaults: {cover: images/c.png}\nimages: {remote: keep}\nlimits: {content: warn}\n")
	}
	s, found, err := site.Load(b.Context(), f.dir, site.Options{})
	if err != nil {
		b.Fatal(err)
	}
	defer func() { _ = s.Close() }()
	run := func(name string, o func() Options) {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			n := 0
			for b.Loop() {
				r, err := Build(b.Context(), s, found, o())
				if err != nil {
					b.Fatal(err)
				}
				n += len(r.Messages)
			}
			b.ReportMetric(float64(n)/b.Elapsed().Seconds(), "articles/s")
		})
	}
	dir := b.TempDir()
	run("first", func() Options { return Options{} })
	run("first-kept", func() Options { return Options{Pages: pagesIn(b.TempDir())} })
	run("again", func() Options { return Options{Pages: pagesIn(dir)} })
}

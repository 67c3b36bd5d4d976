package site

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// samePlain demands that what is read quickly is read as slowly as ever.
func samePlain(t interface {
	Helper()
	Fatalf(format string, args ...any)
}, src string,
) bool {
	t.Helper()
	got, ok := parsePlain([]byte(src), 7)
	if !ok {
		return false
	}
	f := findings{file: "x.md"}
	want := parseAnyYAML([]byte(src), 7, frontMatter, &f)
	if diff := cmp.Diff(want, got, cmp.AllowUnexported(node{}, field{}, place{})); diff != "" || len(f.list) > 0 {
		t.Fatalf("%q: %v\n%s", src, f.list, diff)
	}
	return true
}

func TestPlainFrontMatterIsReadAsAnyYAML(t *testing.T) {
	for src, plain := range map[string]bool{
		"title: 第 1 篇\nauthor: 作者\ntags: [变体]\ndate: 2026-12-01\n": true,
		"title: \"引号：里 的\"\nskip: true\npriority: 12\n":            true,
		"tags: [a, '二 三', 4,five]\n\nid: x-1\n":                    true,
		"tags:\n  - 一\n  - b c\ntitle: x\n":                        true,
		"cover: /img/a.png\nsource_url: https://example.com/a\n":   true,
		"title: a":             true,
		"title:\nauthor: x\n":  false,
		"title: a: b\n":        false,
		"title: a #b\n":        false,
		"title: \"a\\nb\"\n":   false,
		"title: 'a''b'\n":      false,
		"title: a\n  b\n":      false,
		"title: a\ntitle: b\n": false,
		"title: 007\n":         false,
		"title: null\n":        false,
		"title: |\n  a\n":      false,
		"":                     false,
	} {
		if got := samePlain(t, src); got != plain {
			t.Errorf("%q is plain: %v", src, got)
		}
	}
}

func TestWhateverIsPlainIsReadAsAnyYAML(t *testing.T) {
	word := rapid.OneOf(rapid.SampledFrom([]string{
		"a", "Z", "题", "第 1 篇", "1", "0", "07", "2026-12-01", "1e3", "0x1", "true", "Yes", "null", "Inf", "-", "- a", "--", "---", "...", "'", "\"", "''", "'a'", "\"b c\"",
		"[", "]", "[]", "[a, b]", ",", ":", ": ", "#", " #", "/", "//", ".", "+", "(", ")", "_", " ", "  ", "\t", "&a", "*a", "!x", "%", "@", "`", "|", ">", "{}", "?", "\u00a0", "\u2028", "\ufeff", "é", "👍", "<<", "12:30", "1_000", "\\",
	}), rapid.StringMatching(`[a-z0-9 :,.'"\[\]#-]{0,6}`))
	line := rapid.Custom(func(t *rapid.T) string {
		lead := rapid.SampledFrom([]string{"title: ", "a: ", "b:", "tags: [", "c: \"", "d: '", "  - ", "- ", "", " ", "x-1: "}).Draw(t, "lead")
		end := rapid.SampledFrom([]string{"", "", "", "]", "\"", "'"}).Draw(t, "end")
		return lead + strings.Join(rapid.SliceOfN(word, 0, 4).Draw(t, "words"), "") + end
	})
	rapid.Check(t, func(t *rapid.T) {
		samePlain(t, strings.Join(rapid.SliceOfN(line, 1, 5).Draw(t, "lines"), "\n"))
	})
}

func FuzzPlainFrontMatter(f *testing.F) {
	f.Add("title: 第 1 篇\ntags: [a, 'b']\ndate: 2026-12-01\nx:\n  - y\n  - 1\n")
	f.Add("a: \"b\"\nc: https://d/e\nf: true\n\ng: (h), i-j\n")
	f.Fuzz(func(t *testing.T, src string) { samePlain(t, src) })
}

func BenchmarkFrontMatter(b *testing.B) {
	src := []byte("title: 第 1 篇\nauthor: 作者\ntags: [变体]\ndate: 2026-12-01\n")
	for name, parse := range map[string]func(){
		"plain": func() { parsePlain(src, 1) },
		"any":   func() { parseAnyYAML(src, 1, frontMatter, &findings{}) },
	} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				parse()
			}
		})
	}
}

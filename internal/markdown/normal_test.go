package markdown

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

var normal = Normal{Order: []string{"title", "author", "digest", "cover"}, Names: map[string]string{"thumb": "cover"}}

func TestTidy(t *testing.T) {
	for name, c := range map[string]struct{ in, want string }{
		"order":            {"---\ncover: c\ntags: [a]\ntitle: t\n---\n\nx\n", "---\ntitle: t\ncover: c\ntags: [a]\n---\n\nx\n"},
		"comments stay":    {"---\n# the picture\ncover: c # mine\n# the name\ntitle: t\n# last\n---\nx", "---\n# the name\ntitle: t\n# the picture\ncover: c # mine\n# last\n---\n\nx\n"},
		"nested":           {"---\ntags:\n  - a\n  - b\nauthor: |\n  甲\n\n  乙\ntitle: t\n---\n", "---\ntitle: t\nauthor: |\n  甲\n\n  乙\ntags:\n  - a\n  - b\n---\n"},
		"list at the edge": {"---\ntags:\n- a\n- b\ntitle: t\n---\n", "---\ntitle: t\ntags:\n- a\n- b\n---\n"},
		"another name":     {"---\nthumb: c\ntitle: t\n---\nx\n", "---\ntitle: t\ncover: c\n---\n\nx\n"},
		"both names":       {"---\nthumb: c\ncover: d\n---\nx\n", "---\ncover: d\nthumb: c\n---\n\nx\n"},
		"line ends":        {"\ufeff---\r\ntitle: t  \r\n---\r\n\r\n\r\nx\r\n\r\n", "---\ntitle: t\n---\n\nx\n"},
		"an anchor":        {"---\ntags: &a [x]\ntitle: t\ncover: c\nmore: *a\n---\nx\n", "---\ntitle: t\ncover: c\ntags: &a [x]\nmore: *a\n---\n\nx\n"},
		"an anchor before": {"---\nmore: &a c\ncover: *a\n---\nx\n", "---\nmore: &a c\ncover: *a\n---\n\nx\n"},
		"flow":             {"---\n{cover: c, title: t}\n---\nx\n", "---\n{cover: c, title: t}\n---\n\nx\n"},
		"broken":           {"---\ncover: [c\ntitle: t\n---\nx\n", "---\ncover: [c\ntitle: t\n---\n\nx\n"},
		"toml":             {"+++\ncover = 'c'\ntitle = 't'\n+++\nx\n", "+++\ncover = 'c'\ntitle = 't'\n+++\n\nx\n"},
		"none":             {"x\n\n", "x\n"},
	} {
		got := normal.Tidy(c.in)
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("%s: (-want +got)\n%s", name, diff)
		}
		if again := normal.Tidy(got); again != got {
			t.Errorf("%s: the second time differs: %q", name, again)
		}
	}
}

func TestTidyKeepsEveryLine(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		line := rapid.SampledFrom([]string{"title: t", "cover: c", "# note", "tags:", "  - a", "- b", "thumb: x", "odd", "", "author: |", "  text", "x: {a: 1}"})
		lines := rapid.SliceOf(line).Draw(t, "lines")
		file := "---\n" + strings.Join(append(lines, ""), "\n") + "---\n\nbody\n"
		got := normal.Tidy(file)
		if normal.Tidy(got) != got {
			t.Fatalf("not settled: %q", got)
		}
		count := func(s string) int { return strings.Count(s, "\n") }
		if count(got) != count(file) {
			t.Fatalf("%q became %q", file, got)
		}
	})
}

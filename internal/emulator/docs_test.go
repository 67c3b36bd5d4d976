package emulator

import (
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "write the settings into docs/emulator.md and emulator.zh.md")

// handbooks are the pages of the emulator: their files, and how each says what
// the table of settings says.
var handbooks = []struct {
	file, head string
	about      func(Setting) string
	words      *strings.Replacer // for values and sources
}{
	{"../../docs/emulator.md", "setting | default | in `current` | values | what it is | source", func(s Setting) string { return s.Doc }, strings.NewReplacer()},
	{
		"../../docs/emulator.zh.md", "设置 | 默认值 | `current` 下 | 可取的值 | 含义 | 来源", func(s Setting) string { return s.Chinese },
		strings.NewReplacer(ownLimit, "模拟账号自定", observed, "实际见到", number, "数字", text, "文字"),
	},
}

// settingsTable is the table of settings as the documentation shows it.
func settingsTable(head string, about func(Setting) string, words *strings.Replacer) string {
	var out strings.Builder
	fmt.Fprintf(&out, "| %s |\n|---|---|---|---|---|---|\n", head)
	for _, s := range Settings() {
		in := s.Current
		if in != "" {
			in = "`" + in + "`"
		}
		preset := "`" + s.Default + "`"
		if s.Default == "" {
			preset = ""
		}
		values := strings.ReplaceAll(s.Values, "|", ", ")
		if values == number || values == text {
			values = words.Replace(values)
		}
		fmt.Fprintf(&out, "| `%s` | %s | %s | %s | %s | %s |\n", s.Name, preset, in,
			values, strings.NewReplacer("<", "&lt;", ">", "&gt;").Replace(about(s)), words.Replace(s.Source))
	}
	return out.String()
}

func TestDocumentationListsEverySetting(t *testing.T) {
	for _, page := range handbooks {
		b, err := os.ReadFile(page.file)
		if err != nil {
			t.Fatal(err)
		}
		head, rest, found := strings.Cut(string(b), "<!-- settings -->\n")
		table, tail, found2 := strings.Cut(rest, "<!-- /settings -->")
		if !found || !found2 {
			t.Fatalf("%s: the marks around the table of settings are missing", page.file)
		}
		want := settingsTable(page.head, page.about, page.words)
		if *update {
			whole := head + "<!-- settings -->\n" + want + "<!-- /settings -->" + tail
			if err := os.WriteFile(page.file, []byte(whole), 0o600); err != nil {
				t.Fatal(err)
			}
			continue
		}
		if diff := cmp.Diff(want, table); diff != "" {
			t.Errorf("%s: the table is out of date; run with -update (-want +got):\n%s", page.file, diff)
		}
	}
}

func TestDocumentationNamesEveryCall(t *testing.T) {
	for _, page := range handbooks {
		b, err := os.ReadFile(page.file)
		if err != nil {
			t.Fatal(err)
		}
		namesEveryCall(t, page.file, string(b))
	}
}

func namesEveryCall(t *testing.T, file, page string) {
	t.Helper()
	for path := range routes() {
		named := strings.Contains(page, "`"+path+"`")
		for rest := path; !named && rest != ""; { // a row names a folder once
			_, rest, _ = strings.Cut(rest, "/")
			named = strings.Contains(page, "`"+rest+"`")
		}
		if !named {
			t.Errorf("%s: %s is not named", file, path)
		}
	}
	for key := range adminRoutes() {
		verb, path, _ := strings.Cut(key, " ")
		if call := verb + " " + strings.TrimPrefix(path, "/_emulator/"); !strings.Contains(page, call) {
			t.Errorf("%s: %s is not named", file, call)
		}
	}
	for _, m := range modes {
		if !strings.Contains(page, "`"+m+"`") {
			t.Errorf("%s: fault %s is not named", file, m)
		}
	}
}

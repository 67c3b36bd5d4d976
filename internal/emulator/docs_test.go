package emulator

import (
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "write the settings into docs/emulator.md")

// settingsTable is the table of settings as the documentation shows it.
func settingsTable() string {
	var out strings.Builder
	out.WriteString("| setting | default | in `current` | values | what it is | source |\n|---|---|---|---|---|---|\n")
	for _, s := range Settings() {
		in := s.Current
		if in != "" {
			in = "`" + in + "`"
		}
		preset := "`" + s.Default + "`"
		if s.Default == "" {
			preset = ""
		}
		fmt.Fprintf(&out, "| `%s` | %s | %s | %s | %s | %s |\n", s.Name, preset, in,
			strings.ReplaceAll(s.Values, "|", ", "), strings.NewReplacer("<", "&lt;", ">", "&gt;").Replace(s.Doc), s.Source)
	}
	return out.String()
}

func TestDocumentationListsEverySetting(t *testing.T) {
	const path = "../../docs/emulator.md"
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	head, rest, found := strings.Cut(string(b), "<!-- settings -->\n")
	table, tail, found2 := strings.Cut(rest, "<!-- /settings -->")
	if !found || !found2 {
		t.Fatal("the marks around the table of settings are missing")
	}
	if *update {
		whole := head + "<!-- settings -->\n" + settingsTable() + "<!-- /settings -->" + tail
		if err := os.WriteFile(path, []byte(whole), 0o600); err != nil {
			t.Fatal(err)
		}
		return
	}
	if diff := cmp.Diff(settingsTable(), table); diff != "" {
		t.Errorf("the table is out of date; run with -update (-want +got):\n%s", diff)
	}
}

func TestDocumentationNamesEveryCall(t *testing.T) {
	b, err := os.ReadFile("../../docs/emulator.md")
	if err != nil {
		t.Fatal(err)
	}
	for path := range routes() {
		named := strings.Contains(string(b), "`"+path+"`")
		for rest := path; !named && rest != ""; { // a row names a folder once
			_, rest, _ = strings.Cut(rest, "/")
			named = strings.Contains(string(b), "`"+rest+"`")
		}
		if !named {
			t.Errorf("%s is not named", path)
		}
	}
	for key := range adminRoutes() {
		verb, path, _ := strings.Cut(key, " ")
		if call := verb + " " + strings.TrimPrefix(path, "/_emulator/"); !strings.Contains(string(b), call) {
			t.Errorf("%s is not named", call)
		}
	}
	for _, m := range modes {
		if !strings.Contains(string(b), "`"+m+"`") {
			t.Errorf("fault %s is not named", m)
		}
	}
}

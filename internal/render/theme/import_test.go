package theme

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"mpsync/internal/diag"
)

func updating() bool { return flag.Lookup("update").Value.String() == "true" }

func TestImportedThemes(t *testing.T) {
	for _, name := range []string{"mdnice", "doocs", "wenyan"} {
		t.Run(name, func(t *testing.T) {
			source, err := os.ReadFile(filepath.Join("testdata", name+".css"))
			if err != nil {
				t.Fatal(err)
			}
			got, dropped := Import(name+".css", source)
			sound(t, string(got))
			var list strings.Builder
			list.Write(got)
			for _, d := range dropped {
				fmt.Fprintf(&list, "\n/* %s: %s: %s */", d.Pos, d.Code, d.Message(diag.English))
			}
			golden := filepath.Join("testdata", name+".imported.css")
			if updating() {
				if err := os.WriteFile(golden, []byte(list.String()+"\n"), 0o600); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(golden)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(string(want), list.String()+"\n"); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestSelectorsOfOtherEditors(t *testing.T) {
	for foreign, want := range map[string]string{
		"#nice":                   ":root",
		"section, container":      ":root",
		"body .markdown-body > p": "p",
		"#nice h3 span":           "h3",
		"#nice li section":        ".item",
		"#nice li section p":      ".item p",
		"pre":                     ".code",
		"pre.custom":              ".code",
		"#nice pre code.hljs":     ".code-text",
		"#wenyan pre code":        ".code-text",
		"p code":                  "p code",
		"figure img":              "img",
		"figure figcaption":       ".caption",
		"TABLE TR:nth-child(2n)":  "table .tr-even",
		".hljs .hljs-built_in":    ".hl-builtin",
		".alert-title-tip":        ".alert-tip .alert-title",
		".container":              ":root",
		"#nice h2 .content a":     "",
		"#nice h2 .prefix":        "",
		"h2 ~ p":                  "",
		"p:first-child":           "",
		"a[href]":                 "",
		"*":                       "",
		".my-own":                 "",
	} {
		css, dropped := Import("t.css", []byte(foreign+"{opacity:.5}"))
		switch {
		case want == "" && (css != nil || len(dropped) != 1):
			t.Errorf("%s stays: %s %v", foreign, css, dropped)
		case want != "" && (dropped != nil || !strings.Contains(string(css), "\n"+want+" {\n  opacity: .5;")):
			t.Errorf("%s is not %s: %s %v", foreign, want, css, dropped)
		}
	}
}

func TestDarkGroundsAreTold(t *testing.T) {
	for value, want := range map[string]bool{
		"#282c34": true, "#222": true, "rgb(40,44,52)": true, "rgba(0,0,0,.9)": true, "linear-gradient(#111,#222)": true,
		"#f7f7f7": false, "#fff": false, "rgb(250,250,250)": false, "red": false, "": false, "rgb(99999999999999999999,0,0)": false,
	} {
		if got := dark(value); got != want {
			t.Errorf("%q: %v", value, got)
		}
	}
}

func FuzzImport(f *testing.F) {
	files, err := filepath.Glob("testdata/*.css")
	if err != nil {
		f.Fatal(err)
	}
	for _, file := range files {
		css, err := os.ReadFile(file)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(string(css))
	}
	f.Add("#nice h2 .content,pre>code{color:red !important}.hljs-x{color:var(--a)}:root{--a:calc(1px)}")
	f.Fuzz(func(t *testing.T, css string) {
		got, _ := Import("a.css", []byte(css))
		if _, found := Parse("t.css", got); found != nil {
			t.Fatalf("%q became %s: %s", css, got, found[0].Message(diag.English))
		}
	})
}

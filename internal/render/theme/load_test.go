package theme

import (
	"fmt"
	"io/fs"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// folder reads files by name.
type folder map[string]string

func (f folder) read(name string) ([]byte, error) {
	if css, ok := f[name]; ok {
		return []byte(css), nil
	}
	return nil, fs.ErrNotExist
}

func TestThemesExtendOthers(t *testing.T) {
	files := folder{
		"themes/mine.css":    `@extends "../brand/base.css"; p { color: red } :root { --size: 17px }`,
		"brand/base.css":     "/* ours */\n@extends 'default';\np { color: blue; margin: var(--size) } h2 { all: revert }",
		"themes/builtin.css": `@extends "default"; :root { --accent: #2f66ab }`,
	}
	for name, c := range map[string]struct {
		file string
		part Part
		want string
	}{
		"the child wins":                  {"themes/mine.css", P, "margin:17px;color:red"},
		"the parent takes back":           {"themes/mine.css", H2, "font-weight:bold"},
		"the grandparent shows":           {"themes/mine.css", Small, "font-size:.85em"},
		"variables reach into the parent": {"themes/builtin.css", Task, "color:#2f66ab"},
	} {
		th, found, err := Load(c.file, files.read)
		if err != nil || found != nil {
			t.Fatal(err, found)
		}
		if got := th.Root().Style(c.part); got != c.want {
			t.Errorf("%s: got %q, want %q", name, got, c.want)
		}
	}
}

func TestSumCoversWhatIsExtended(t *testing.T) {
	sum := func(parent string) string {
		th, _, err := Load("a.css", folder{"a.css": "@extends 'b.css';", "b.css": parent}.read)
		if err != nil {
			t.Fatal(err)
		}
		return th.Sum()
	}
	if sum("p{color:red}") == sum("p{color:blue}") {
		t.Error("a change of the parent goes unnoticed")
	}
}

func TestExtendsThatCannotBe(t *testing.T) {
	for name, c := range map[string]struct {
		files folder
		want  []string
	}{
		"itself":      {folder{"a.css": "@extends 'a.css';"}, []string{"a.css:1:10 theme-extends-cycle"}},
		"a circle":    {folder{"a.css": "@extends 'x/b.css';", "x/b.css": "\n@extends '../a.css';"}, []string{"x/b.css:2:10 theme-extends-cycle"}},
		"missing":     {folder{"a.css": "@extends 'x/b.css';", "x/b.css": "@extends 'c.css';"}, []string{"x/b.css:1:10 theme-extends-missing"}},
		"no built-in": {folder{"a.css": "@extends 'base';"}, []string{"a.css:1:10 theme-extends-missing"}},
		"in a parent": {folder{"a.css": "@extends 'b.css';", "b.css": "p{position:fixed}"}, []string{"b.css:1:3 theme-property"}},
	} {
		_, found, err := Load("a.css", c.files.read)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, d := range found {
			got = append(got, fmt.Sprint(d.Pos, " ", d.Code))
		}
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("%s\n%s", name, diff)
		}
	}
}

func TestAThemeThatCannotBeReadIsAnError(t *testing.T) {
	if _, _, err := Load("nope.css", folder{}.read); err == nil {
		t.Error("no error")
	}
}

package site

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestNamesInDoubleBracketsAreFoundAnywhere(t *testing.T) {
	s := site(t, `-- posts/a.md --
-- posts/near.png --
-- img/near.png --
-- img/one.png --
-- img/两.png --
-- deep/er/two.png --
-- other/er/two.png --
-- root.png --
-- x/root.png --
-- notes/Plan.md --
-- notes/plan.png --
-- .obsidian/hidden.png --
`)
	for name, want := range map[string]Target{
		"one.png":         {"img/one.png", Found},
		"ONE.PNG":         {"img/one.png", Found},
		"两.png":           {"img/两.png", Found},
		"near.png":        {"posts/near.png", Found},
		"root.png":        {"root.png", Found},
		"x/root.png":      {"x/root.png", Found},
		"two.png":         {"", Ambiguous},
		"er/two.png":      {"", Ambiguous},
		"deep/er/two.png": {"deep/er/two.png", Found},
		"eep/er/two.png":  {"", Nowhere},
		"plan":            {"notes/Plan.md", Found},
		"notes/plan":      {"notes/Plan.md", Found},
		"Plan.md":         {"notes/Plan.md", Found},
		"hidden.png":      {"", Nowhere},
		"../root.png":     {"", Nowhere},
	} {
		if got := s.Resolve("posts/a.md", "[["+name+"]]"); got != want {
			t.Errorf("Resolve([[%s]]) = %v, want %v", name, got, want)
		}
	}
	if diff := cmp.Diff([]string{"deep/er/two.png", "other/er/two.png"}, s.Candidates("two.png")); diff != "" {
		t.Error(diff)
	}
}

func TestPathsFromTheRootAreAlsoLookedForInImagesRoot(t *testing.T) {
	s := site(t, `-- mpsync.yaml --
account: {emulator: current}
articles: posts/*.md
images: {root: [static, ../out, source]}
-- posts/a.md --
-- static/img/a.png --
-- source/img/a.png --
-- source/img/b.png --
-- img/c.png --
-- static/img/c.png --
`)
	for dest, want := range map[string]Target{
		"/img/a.png":     {"static/img/a.png", Found},
		"/img/b.png?v=1": {"source/img/b.png", Found},
		"/img/c.png":     {"img/c.png", Found},
		"/img/none.png":  {"img/none.png", Missing},
		"img/a.png":      {"posts/img/a.png", Missing},
		"/../posts/a.md": {"", Escapes},
	} {
		if got := s.Resolve("posts/a.md", dest); got != want {
			t.Errorf("Resolve(%q) = %v, want %v", dest, got, want)
		}
	}
}

func TestOldArticles(t *testing.T) {
	s, found, err := load(t, folder(t, `-- mpsync.yaml --
account: {emulator: current}
articles: "*.md"
since: 2026-01-02
-- before.md --
---
date: 2026-01-01T23:00:00Z
---
-- day.md --
---
date: 2026-01-02
---
-- wanted.md --
---
date: 2020-01-01
skip: false
---
-- broken.md --
---
date: 2020-01-01
show_cover: perhaps
---
-- left.md --
---
date: 2020-01-01
skip: true
---
-- 2020-01-01-name.md --
-- 2020-01-01-given.md --
---
date: 2030-01-01
---
-- undated.md --
-- grouped.md --
---
date: 2020-01-01
---
-- week.message.yaml --
articles: [grouped.md]
`), Options{})
	if err != nil {
		t.Fatal(err, found)
	}
	var old []string
	for _, f := range s.Files() {
		if s.Old[f.Address] != "" {
			old = append(old, f.Path)
		}
	}
	if diff := cmp.Diff([]string{"2020-01-01-name.md", "before.md", "broken.md"}, old); diff != "" {
		t.Error(diff)
	}
}

func TestSinceIsADay(t *testing.T) {
	checkFindings(t, []row{
		{"no day", "-- mpsync.yaml --\naccount: {emulator: current}\nsince: yesterday\narticles: a.md\n-- a.md --\n", []string{"error since-not-date mpsync.yaml:2:8"}},
		{"day", "-- mpsync.yaml --\naccount: {emulator: current}\nsince: 2026-01-02\narticles: a.md\n-- a.md --\n", nil},
	})
}

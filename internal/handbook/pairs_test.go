package handbook

import (
	"fmt"
	"io/fs"
	"os"
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"mpsync/docs"
)

// unpaired are the pages that need no comparing: one for maintainers, and one
// that is written from the commands, output and all.
var unpaired = map[string]bool{"architecture.md": true, "commands.md": true}

// TestPagesOfBothLanguagesKeepStep compares what does not depend on the
// language: headings, code, tables and pictures, in their order.
func TestPagesOfBothLanguagesKeepStep(t *testing.T) {
	err := fs.WalkDir(docs.Files, ".", func(file string, d fs.DirEntry, err error) error {
		name, ok := strings.CutSuffix(file, ".md")
		if err != nil || d.IsDir() || !ok || strings.HasSuffix(name, ".zh") || unpaired[file] {
			return err
		}
		english, chinese := pageText(t, file), pageText(t, name+".zh.md")
		if diff := cmp.Diff(skeleton(english), skeleton(chinese)); diff != "" {
			t.Errorf("docs/%s (-) and its Chinese page (+) differ:\n%s", file, diff)
		}
		base := path.Base(name)
		for page, line := range map[string]string{english: "[中文](" + base + ".zh.md)", chinese: "[English](" + base + ".md)"} {
			if !strings.Contains(page, "\n\n"+line+"\n\n") {
				t.Errorf("docs/%s: one of the two lacks the line %s", file, line)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// figure is a number as people write it.
var figure = regexp.MustCompile(`\d[\d.,]*\d|\d`)

// TestMeasuredFiguresAreTheSameInBothLanguages looks at the page whose figures
// are measured anew now and then.
func TestMeasuredFiguresAreTheSameInBothLanguages(t *testing.T) {
	var figures [2][]string
	for i, file := range []string{"performance.md", "performance.zh.md"} {
		for line := range strings.Lines(pageText(t, file)) {
			if found := figure.FindAllString(line, -1); strings.HasPrefix(line, "|") && found != nil {
				slices.Sort(found)
				figures[i] = append(figures[i], strings.Join(found, " "))
			}
		}
	}
	if diff := cmp.Diff(figures[0], figures[1]); diff != "" || len(figures[0]) < 5 {
		t.Errorf("docs/performance.md (-) and performance.zh.md (+), row by row:\n%s", diff)
	}
}

// named are the pages that a text names: in a link from the same folder, or
// from the root of the repository.
var named = regexp.MustCompile(`\]\(([\w./-]+)\.md[#)]|\b(docs/[\w/-]+)\.md`)

// TestChinesePagesNameChinesePages looks for links that change the language on
// the way. Every text of the program that names a page stands in one of them.
func TestChinesePagesNameChinesePages(t *testing.T) {
	for _, file := range append(chinesePages(t), "../README.zh.md") {
		for line := range strings.Lines(pageText(t, file)) {
			if strings.HasPrefix(line, "[English](") {
				continue
			}
			for _, m := range named.FindAllStringSubmatch(line, -1) {
				at := path.Join(path.Dir(file), m[1])
				if m[1] == "" {
					at = path.Join("..", m[2])
				}
				if _, err := os.Stat(path.Join("../../docs", at+".zh.md")); err == nil {
					t.Errorf("docs/%s names %s.md and not the Chinese page: %s", file, at, line)
				}
			}
		}
	}
}

func chinesePages(t *testing.T) []string {
	t.Helper()
	var all []string
	err := fs.WalkDir(docs.Files, ".", func(file string, _ fs.DirEntry, err error) error {
		if strings.HasSuffix(file, ".zh.md") {
			all = append(all, file)
		}
		return err
	})
	if err != nil || len(all) < 10 {
		t.Fatalf("%d Chinese pages: %v", len(all), err)
	}
	return all
}

func pageText(t *testing.T, file string) string {
	t.Helper()
	data, err := os.ReadFile(path.Join("../../docs", file))
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

var (
	fence       = regexp.MustCompile("^(`{3,})(.*)$")
	level       = regexp.MustCompile(`^#+`)
	illustrated = regexp.MustCompile(`(?:\]\(|src=")([\w./-]+\.png)`)
	// begins is what a line of code begins with: a command, or a key.
	begins = regexp.MustCompile(`^[ \x60|>[{<!$\w./-]*:?`)
)

// skeleton is a page without its words, one line for every part.
func skeleton(text string) []string {
	var all []string
	open, rows := "", 0
	for line := range strings.Lines(text + "\n") {
		line = strings.TrimRight(line, "\n")
		if open != "" {
			if line == open {
				open = ""
			}
			all[len(all)-1] += "\n" + strings.TrimSpace(begins.FindString(strings.Replace(line, " --lang zh", "", 1)))
			continue
		}
		if strings.HasPrefix(line, "|") {
			rows++
			continue
		}
		if rows > 0 {
			all, rows = append(all, fmt.Sprintf("table of %d rows", rows)), 0
		}
		switch m := fence.FindStringSubmatch(line); {
		case m != nil:
			open = m[1]
			all = append(all, "code "+m[2])
		case level.MatchString(line):
			all = append(all, "heading "+level.FindString(line))
		}
		for _, m := range illustrated.FindAllStringSubmatch(line, -1) {
			all = append(all, "picture "+m[1])
		}
	}
	return all
}

package main

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// marked are the blocks of commands that a reader is told to run.
var marked = regexp.MustCompile("(?s)<!-- run -->\n```sh\n(.*?)```")

// TestReadmeCommandsWork runs them as they stand, in a copy of the repository,
// and looks for the output that their comments promise.
func TestReadmeCommandsWork(t *testing.T) {
	if testing.Short() {
		t.Skip("builds mpsync")
	}
	t.Parallel()
	dir := checkout(t)
	for _, readme := range []string{"README.md", "README.zh.md"} {
		t.Run(readme, func(t *testing.T) {
			fresh(t, dir, "examples")
			text, err := os.ReadFile(readme)
			if err != nil {
				t.Fatal(err)
			}
			blocks := marked.FindAllStringSubmatch(string(text), -1)
			if len(blocks) != 3 {
				t.Fatalf("%d blocks are marked, want 3", len(blocks))
			}
			for _, block := range blocks {
				out := shell(t, dir, block[1])
				for _, line := range promises(block[1]) {
					if !strings.Contains(out, line) {
						t.Errorf("the output lacks %q:\n%s", line, out)
					}
				}
			}
		})
	}
}

// TestGettingStartedWorks runs the pages for beginners as they stand.
func TestGettingStartedWorks(t *testing.T) {
	t.Parallel()
	for _, page := range []string{"docs/getting-started.md", "docs/getting-started.zh.md"} {
		text, err := os.ReadFile(page)
		if err != nil {
			t.Fatal(err)
		}
		var all strings.Builder
		for _, block := range marked.FindAllStringSubmatch(string(text), -1) {
			all.WriteString(block[1])
		}
		out := shell(t, t.TempDir(), all.String())
		for _, want := range []string{"+ hello", "~ hello", "draft/add ×1"} {
			if !strings.Contains(out, want) {
				t.Errorf("%s: the output lacks %q:\n%s", page, want, out)
			}
		}
	}
}

// checkout copies what is needed to build.
func checkout(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	for _, name := range []string{"main.go", "go.mod", "go.sum"} {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, name), data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	fresh(t, dir, "internal")
	fresh(t, dir, "docs")
	return dir
}

// fresh copies a folder as it stands in git, and removes what the last README
// left behind.
func fresh(t *testing.T, dir, name string) {
	t.Helper()
	err := errors.Join(os.RemoveAll(filepath.Join(dir, name)), os.RemoveAll(filepath.Join(dir, "my-account")))
	if err = errors.Join(err, copySite(name, filepath.Join(dir, name))); err != nil {
		t.Fatal(err)
	}
}

func shell(t *testing.T, dir, commands string) string {
	t.Helper()
	c := exec.CommandContext(t.Context(), "sh", "-ec", commands)
	c.Dir = dir
	c.Env = append(append(os.Environ(), portable...), "LC_ALL=en_US.UTF-8")
	out, err := c.CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s\n%s", err, commands, out)
	}
	return string(out)
}

// promises are the lines of output that comments quote: those that are whole
// sentences.
func promises(commands string) []string {
	var lines []string
	for line := range strings.Lines(commands) {
		_, promise, ok := strings.Cut(strings.TrimSpace(line), "  # ")
		if promise = strings.TrimSpace(promise); ok && (strings.HasSuffix(promise, ".") || strings.HasSuffix(promise, "。")) {
			lines = append(lines, promise)
		}
	}
	return lines
}

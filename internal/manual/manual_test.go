package manual

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"mpsync/internal/cli"
	"mpsync/internal/diag"
)

var update = flag.Bool("update", false, "write the reference of commands again")

// TestReferenceOfCommandsIsPublished keeps docs/ in step with the code.
func TestReferenceOfCommandsIsPublished(t *testing.T) {
	for l, name := range map[diag.Lang]string{diag.English: "commands.md", diag.Chinese: "commands.zh.md"} {
		file := filepath.Join("..", "..", "docs", name)
		want := Markdown(cli.Commands(cli.System{Version: "devel"}, l), l)
		if *update {
			if err := os.WriteFile(file, []byte(want), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		got, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, string(got)); diff != "" {
			t.Errorf("docs/%s (-code +published), renew it with go test ./internal/manual -update:\n%s", name, diff)
		}
	}
}

// TestAnswersArePublished keeps the generated part of docs/faq.md in step.
func TestAnswersArePublished(t *testing.T) {
	for l, name := range map[diag.Lang]string{diag.English: "faq.md", diag.Chinese: "faq.zh.md"} {
		file := filepath.Join("..", "..", "docs", name)
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		head, got, ok := strings.Cut(string(data), AnswersFrom)
		if !ok {
			t.Fatalf("docs/%s lacks the line %q", name, AnswersFrom)
		}
		want := Answers(l)
		if *update {
			if err := os.WriteFile(file, []byte(head+AnswersFrom+want), 0o600); err != nil {
				t.Fatal(err)
			}
			got = want
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("docs/%s (-code +published), renew it with go test ./internal/manual -update:\n%s", name, diff)
		}
	}
}

func TestEveryCommandHasAnExample(t *testing.T) {
	root := cli.Commands(cli.System{}, diag.English)
	n := 0
	for _, c := range commands(root) {
		if n++; c.Short == "" {
			t.Errorf("%s does not say what it is for", c.CommandPath())
		}
	}
	var bare func(path string)
	for _, c := range root.Commands() {
		bare = func(path string) { t.Errorf("%s has no example", path) }
		if !c.HasSubCommands() && !c.HasExample() {
			bare(c.CommandPath())
		}
		for _, sub := range c.Commands() {
			if !sub.HasSubCommands() && !sub.HasExample() {
				bare(sub.CommandPath())
			}
		}
	}
	if n < 20 {
		t.Errorf("only %d commands were looked at", n)
	}
}

func TestPackagesHoldPagesAndCompletions(t *testing.T) {
	dir := t.TempDir()
	root := cli.Commands(cli.System{Version: "1.2.3"}, diag.English)
	if err := Pages(root, dir, "1.2.3", time.Unix(1e9, 0).UTC()); err != nil {
		t.Fatal(err)
	}
	if err := Completions(root, filepath.Join(dir, "completions")); err != nil {
		t.Fatal(err)
	}
	for file, want := range map[string]string{
		"mpsync.1": "mpsync 1.2.3", "mpsync-apply.1": "plan.json", "completions/mpsync.bash": "__start_mpsync",
		"completions/_mpsync": "#compdef mpsync", "completions/mpsync.fish": "complete -c mpsync",
	} {
		data, err := os.ReadFile(filepath.Join(dir, file))
		if err != nil || !strings.Contains(string(data), want) {
			t.Errorf("%s: %v; want %q in it", file, err, want)
		}
	}
}

// Package manual writes the reference of the command line from the commands
// themselves: Markdown for docs/, manual pages and completions for packages.
//
// Its one rule: it says nothing that the commands do not say of themselves, so
// that the reference can't fall out of step with the program.
package manual

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/cobra/doc"
	"github.com/spf13/pflag"

	"mpsync/internal/diag"
)

// Markdown is the reference of every command under root, in the language that
// root was made with.
func Markdown(root *cobra.Command, l diag.Lang) string {
	var b strings.Builder
	fmt.Fprintf(&b, "# %s\n\n%s\n\n%s\n", diag.Text(l, "manual-title"), diag.Text(l, "page-other", "commands"), diag.Text(l, "manual-intro"))
	for _, c := range commands(root) {
		section(&b, c, l)
	}
	fmt.Fprintf(&b, "\n## %s\n\n", diag.Text(l, "manual-global"))
	flags(&b, root.PersistentFlags(), l)
	b.WriteString("\n## " + diag.Text(l, "manual-codes") + "\n\n```\n" + strings.Trim(diag.Text(l, "exit-codes"), "\n") + "\n```\n")
	return b.String()
}

// commands lists the commands that do something, in the order of their names.
func commands(c *cobra.Command) []*cobra.Command {
	var all []*cobra.Command
	if c.HasParent() && c.HasExample() {
		all = append(all, c)
	}
	for _, sub := range c.Commands() {
		if sub.IsAvailableCommand() {
			all = append(all, commands(sub)...)
		}
	}
	slices.SortFunc(all, func(a, b *cobra.Command) int { return strings.Compare(a.CommandPath(), b.CommandPath()) })
	return all
}

func section(b *strings.Builder, c *cobra.Command, l diag.Lang) {
	fmt.Fprintf(b, "\n## %s\n\n%s\n\n```\n%s\n```\n", c.CommandPath(), about(c), c.UseLine())
	fmt.Fprintf(b, "\n%s\n\n```sh\n%s\n```\n", diag.Text(l, "manual-example"), unindent(c.Example))
	if c.LocalNonPersistentFlags().HasAvailableFlags() {
		b.WriteString("\n")
		flags(b, c.LocalNonPersistentFlags(), l)
	}
}

// about is the long description, else the short one as a sentence.
func about(c *cobra.Command) string {
	if c.Long != "" {
		return c.Long
	}
	return c.Short
}

func unindent(example string) string {
	lines := strings.Split(example, "\n")
	for i := range lines {
		lines[i] = strings.TrimPrefix(lines[i], "  ")
	}
	return strings.Join(lines, "\n")
}

func flags(b *strings.Builder, set *pflag.FlagSet, l diag.Lang) {
	fmt.Fprintf(b, "| %s | %s | %s |\n|---|---|---|\n", diag.Text(l, "manual-flag"), diag.Text(l, "manual-default"), diag.Text(l, "manual-meaning"))
	set.VisitAll(func(f *pflag.Flag) {
		if f.Hidden || f.Name == "help" {
			return
		}
		name := "`--" + f.Name + "`"
		if f.Shorthand != "" {
			name = "`-" + f.Shorthand + "`, " + name
		}
		value := f.DefValue
		if value == "[]" || value == "false" || value == "" {
			value = "—"
		} else {
			value = "`" + value + "`"
		}
		fmt.Fprintf(b, "| %s | %s | %s |\n", name, value, strings.ReplaceAll(f.Usage, "|", `\|`))
	})
}

// Pages writes a manual page for every command into dir, dated date.
func Pages(root *cobra.Command, dir, version string, date time.Time) error {
	root.DisableAutoGenTag = true
	err := doc.GenManTree(root, &doc.GenManHeader{Title: "MPSYNC", Section: "1", Date: &date, Source: "mpsync " + version}, dir)
	if err != nil {
		return fmt.Errorf("write manual pages: %w", err)
	}
	return nil
}

// Completions writes the completion scripts of the usual shells into dir.
func Completions(root *cobra.Command, dir string) error {
	for name, write := range map[string]func(string) error{
		"mpsync.bash": func(f string) error { return root.GenBashCompletionFileV2(f, true) },
		"_mpsync":     root.GenZshCompletionFile,
		"mpsync.fish": func(f string) error { return root.GenFishCompletionFile(f, true) },
	} {
		if err := os.MkdirAll(dir, 0o755); err != nil { //nolint:gosec // part of a package that everyone may read
			return fmt.Errorf("write completions: %w", err)
		}
		if err := write(filepath.Join(dir, name)); err != nil {
			return fmt.Errorf("write completions: %w", err)
		}
	}
	return nil
}

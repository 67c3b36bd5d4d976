package cli

import (
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"mpsync/internal/diag"
	"mpsync/internal/render/theme"
)

// themeCommand is about the looks of articles.
func (a *app) themeCommand() *cobra.Command {
	c := &cobra.Command{
		Use: "theme", Short: a.console.Text("cmd-theme"), Long: a.console.Text("cmd-theme-long"), Args: noWord,
		RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	out := ""
	imports := &cobra.Command{
		Use: "import FILE", Short: a.console.Text("cmd-theme-import"), Long: a.console.Text("cmd-theme-import-long"),
		Example: "  mpsync theme import mdnice.css -o themes/mine.css", Args: oneArg("theme-needs-file"),
		RunE: func(_ *cobra.Command, args []string) error { return a.importTheme(args[0], out) },
	}
	imports.Flags().StringVarP(&out, "output", "o", "-", a.console.Text("flag-theme-output"))
	c.AddCommand(
		&cobra.Command{
			Use: "list", Short: a.console.Text("cmd-theme-list"), Example: "  mpsync theme list", Args: a.noArgs,
			RunE: func(*cobra.Command, []string) error { return a.listThemes() },
		},
		&cobra.Command{
			Use: "show NAME", Short: a.console.Text("cmd-theme-show"), Long: a.console.Text("cmd-theme-show-long"),
			Example: "  mpsync theme show plain\n  mpsync theme show default > themes/mine.css", Args: oneArg("theme-needs-name"), ValidArgs: theme.Names(),
			RunE: func(_ *cobra.Command, args []string) error { return a.showTheme(args[0]) },
		},
		&cobra.Command{
			Use: "check FILE", Short: a.console.Text("cmd-theme-check"), Long: a.console.Text("cmd-theme-check-long"),
			Example: "  mpsync theme check themes/mine.css", Args: oneArg("theme-needs-file"),
			RunE: func(_ *cobra.Command, args []string) error { return a.checkTheme(args[0]) },
		},
		imports,
	)
	return c
}

// oneArg asks for one argument; code says which.
func oneArg(code string) cobra.PositionalArgs {
	return func(_ *cobra.Command, args []string) error {
		if len(args) != 1 {
			return usage(code)
		}
		return nil
	}
}

// listThemes prints the built-in themes, each with what it is for.
func (a *app) listThemes() error {
	width := 0
	for _, name := range theme.Names() {
		width = max(width, len(name))
	}
	for _, name := range theme.Names() {
		a.console.Print(name + strings.Repeat(" ", width-len(name)+2) + a.console.Text("theme-about-"+name))
	}
	return nil
}

// showTheme prints the CSS of a built-in theme.
func (a *app) showTheme(name string) error {
	css, ok := theme.Builtin(name)
	if !ok {
		return diag.Stop(nil, "theme-unknown", diag.Pos{}, name, strings.Join(theme.Names(), ", "))
	}
	_, err := a.Out.Write(css)
	return err
}

// checkTheme prints what is wrong with a theme. The file is read as apply reads
// it: nothing outside the site is looked at.
func (a *app) checkTheme(file string) error {
	path := a.path(file)
	dir, err := filepath.Abs(filepath.Dir(path))
	if err != nil {
		return err
	}
	top := siteRoot(dir)
	root, err := os.OpenRoot(top)
	if err != nil {
		return diag.Stop(err, "cannot-read", diag.Pos{File: file}, reason(err))
	}
	defer func() { _ = root.Close() }()
	name, err := filepath.Rel(top, filepath.Join(dir, filepath.Base(path)))
	if err != nil {
		return err
	}
	source, err := root.ReadFile(name)
	if err != nil {
		return diag.Stop(err, "cannot-read", diag.Pos{File: file}, reason(err))
	}
	read := func(name string) ([]byte, error) { return root.ReadFile(filepath.FromSlash(name)) }
	found := theme.Check(filepath.ToSlash(name), source, read)
	a.console.Findings(a.Out, found)
	if diag.HasErrors(found) {
		return &exit{code: exitError}
	}
	if len(found) == 0 {
		a.console.Say("theme-sound", file)
	}
	return nil
}

// importTheme writes a theme made of another tool's CSS and lists what was left
// out of it.
func (a *app) importTheme(file, out string) error {
	source, err := os.ReadFile(a.path(file))
	if err != nil {
		return diag.Stop(err, "cannot-read", diag.Pos{File: file}, reason(err))
	}
	css, dropped := theme.Import(filepath.ToSlash(file), source)
	a.console.Findings(a.Err, dropped)
	if css == nil {
		return diag.Stop(nil, "theme-import-nothing", diag.Pos{File: file})
	}
	if out != "-" {
		out = a.path(out)
	}
	if err := a.write(out, strings.TrimSuffix(string(css), "\n")); err != nil {
		return err
	}
	if out != "-" {
		a.console.Say("theme-imported", out, len(dropped))
	}
	return nil
}

package cli

import (
	"context"
	"errors"
	"net/url"

	"github.com/spf13/cobra"

	"mpsync/internal/bundle"
	"mpsync/internal/diag"
)

// mathCommand is about formulas, diagramsCommand about diagrams: what draws them
// is installed with them.
func (a *app) mathCommand() *cobra.Command {
	return a.drawingCommand("math", bundle.MathJax(), func() {})
}

func (a *app) diagramsCommand() *cobra.Command {
	return a.drawingCommand("diagrams", bundle.Mermaid(), a.diagramStatus)
}

// drawingCommand has install and status for a package; more prints what else
// there is to say of it.
func (a *app) drawingCommand(name string, p bundle.Package, more func()) *cobra.Command {
	c := &cobra.Command{
		Use: name, Short: a.console.Text("cmd-" + name), Long: a.console.Text("cmd-" + name + "-long"), Args: a.noArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	install := &cobra.Command{
		Use: "install", Short: a.console.Text("cmd-" + name + "-install"), Long: a.console.Text("cmd-tools-install-long", p.String()),
		Example: "  mpsync " + name + " install", Args: a.noArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return a.install(cmd.Context(), p) },
	}
	status := &cobra.Command{
		Use: "status", Short: a.console.Text("cmd-" + name + "-status"), Example: "  mpsync " + name + " status", Args: a.noArgs,
		RunE: func(*cobra.Command, []string) error {
			a.toolStatus(p)
			more()
			return a.end(exitDone, result{})
		},
	}
	for _, sub := range []*cobra.Command{install, status} {
		sub.Flags().BoolVar(&a.console.JSON, "json", false, a.console.Text("flag-json"))
		c.AddCommand(sub)
	}
	return c
}

// toolEvent tells of something that draws.
type toolEvent struct {
	Name      string `json:"name"`
	Version   string `json:"version,omitempty"`
	Path      string `json:"path,omitempty"`
	Installed bool   `json:"installed"`
}

// install fetches a package.
func (a *app) install(ctx context.Context, p bundle.Package) error {
	store := a.tools()
	if store.Dir == "" {
		return diag.Stop(nil, "tools-nowhere", diag.Pos{})
	}
	store.Registry = a.registry()
	from, err := url.Parse(store.Registry)
	if err != nil { // which would quote it whole
		return diag.Stop(nil, "tools-fetch", diag.Pos{}, p.String(), "npm_config_registry", a.console.Text("tools-no-address"))
	}
	said := from.Redacted() // it can hold a password
	a.console.Progress(a.console.Text("tools-fetching", p.String(), said))
	err = store.Install(ctx, p)
	switch {
	case ctx.Err() != nil:
		return ctx.Err()
	case errors.Is(err, bundle.ErrDigest):
		return diag.Stop(err, "tools-digest", diag.Pos{}, p.String(), said)
	case err != nil:
		return diag.Stop(err, "tools-fetch", diag.Pos{}, p.String(), said, err)
	}
	a.console.Say("tools-installed", p.String(), store.Path(p))
	a.console.Event("tool", toolEvent{p.Name, p.Version, store.Path(p), true})
	return a.end(exitDone, result{})
}

// toolStatus says whether a package is installed.
func (a *app) toolStatus(p bundle.Package) {
	store := a.tools()
	e := toolEvent{Name: p.Name, Version: p.Version, Path: store.Path(p), Installed: store.Dir != "" && store.Installed(p)}
	if e.Installed {
		a.console.Say("tools-installed", p.String(), e.Path)
	} else {
		e.Path = ""
		a.console.Say("tools-absent", p.String())
	}
	a.console.Event("tool", e)
}

// diagramStatus says which browser draws, and which commands of the site do.
func (a *app) diagramStatus() {
	path := a.chromium()
	a.console.Event("tool", toolEvent{Name: "chromium", Path: path, Installed: path != ""})
	if path != "" {
		a.console.Say("tools-browser", path)
	} else {
		a.console.Say("tools-no-browser")
	}
}

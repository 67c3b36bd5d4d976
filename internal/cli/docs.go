package cli

import (
	"context"

	"github.com/spf13/cobra"

	"mpsync/docs"
	"mpsync/internal/diag"
	"mpsync/internal/handbook"
)

// docsAddr is where the documentation is served unless a person says otherwise.
const docsAddr = "127.0.0.1:8607"

// docsCommand serves the documentation.
func (a *app) docsCommand() *cobra.Command {
	addr, open := "", false
	c := &cobra.Command{
		Use: "docs", Short: a.console.Text("cmd-docs"), Long: a.console.Text("cmd-docs-long"),
		Example: "  mpsync docs --open", Args: a.noArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return a.docs(cmd.Context(), addr, open) },
	}
	c.Flags().StringVar(&addr, "addr", docsAddr, a.console.Text("flag-docs-addr"))
	c.Flags().BoolVar(&open, "open", false, a.console.Text("flag-docs-open"))
	return c
}

func (a *app) docs(ctx context.Context, addr string, open bool) error {
	if !loopback(addr) {
		return usage("docs-not-local", addr)
	}
	h, err := handbook.New(docs.Files, a.console.Lang)
	if err != nil {
		return err
	}
	l, err := listenNear(ctx, addr, docsAddr)
	if err != nil {
		return diag.Stop(err, "cannot-listen", diag.Pos{}, addr, err.Error())
	}
	address := "http://" + l.Addr().String() + "/"
	a.console.Say("docs-serves", address)
	if open && a.Browse != nil {
		_ = a.Browse(ctx, address) // the address was printed
	}
	return serve(ctx, l, h.Handler(l.Addr()))
}

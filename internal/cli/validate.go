package cli

import (
	"context"
	"strings"

	"github.com/spf13/cobra"

	"mpsync/internal/diag"
	"mpsync/internal/model"
)

// validateCommand checks a site offline.
func (a *app) validateCommand() *cobra.Command {
	c := &cobra.Command{
		Use:     "validate",
		Short:   a.console.Text("cmd-validate"),
		Long:    a.console.Text("cmd-validate-long"),
		Example: "  mpsync validate\n  mpsync validate --json",
		Args:    a.noArgs,
		RunE:    func(cmd *cobra.Command, _ []string) error { return a.validate(cmd.Context()) },
	}
	c.Flags().BoolVar(&a.console.JSON, "json", false, a.console.Text("flag-json"))
	return c
}

func (a *app) validate(ctx context.Context) error {
	s, err := a.openSite(ctx)
	if err != nil {
		return err
	}
	defer s.close()
	if st, err := offline(s.store).Load(ctx); err == nil {
		s.state = st
	}
	if err := s.build(ctx, nil); err != nil {
		return err
	}
	a.console.Findings(a.Out, s.built.Findings)
	counts := map[string]int{"messages": len(s.built.Messages), "skipped": 0}
	for address := range s.built.Skipped {
		if !strings.HasPrefix(string(address), model.MaterialsFile) {
			counts["skipped"]++
		}
	}
	for _, d := range s.built.Findings {
		counts[string(d.Severity)]++
	}
	a.console.Say("validate-summary", len(s.built.Messages), counts["skipped"], counts["error"], counts["warning"], counts["note"])
	code := exitDone
	if diag.HasErrors(s.built.Findings) {
		code = exitError
	}
	return a.end(code, result{Counts: counts})
}

// end writes the closing event and turns an exit code into a command's error.
func (a *app) end(code int, r result) error {
	r.ExitCode = code
	if code == exitDone {
		a.console.Event("result", r)
		return nil
	}
	return &exit{code: code, result: &r}
}

// noArgs refuses arguments.
func (a *app) noArgs(_ *cobra.Command, args []string) error {
	if len(args) > 0 {
		return usage("no-arguments", args[0])
	}
	return nil
}

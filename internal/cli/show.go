package cli

import (
	"cmp"

	"github.com/spf13/cobra"
)

// showCommand prints a saved plan, whatever became of the site since.
func (a *app) showCommand() *cobra.Command {
	format := formatText
	c := &cobra.Command{
		Use: "show PLANFILE", Short: a.console.Text("cmd-show"), Long: a.console.Text("cmd-show-long"),
		Example: "  mpsync show plan.json\n  mpsync show plan.json --json",
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) != 1 {
				return usage("needs-plan")
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := a.checkFormat(format, formatText, formatMarkdown, formatJSON); err != nil {
				return err
			}
			p, err := loadPlan(a.path(args[0]))
			if err != nil {
				return err
			}
			s := &session{app: a}
			if err := s.present(cmd.Context(), p, format, cmp.Or(p.AppID, a.console.Text("account-not-asked"))); err != nil {
				return err
			}
			return a.end(exitDone, result{Counts: counts(p), Calls: p.Calls})
		},
	}
	c.Flags().StringVar(&format, "format", formatText, a.console.Text("flag-format-show"))
	c.Flags().BoolVar(&a.console.JSON, "json", false, a.console.Text("flag-json"))
	return c
}

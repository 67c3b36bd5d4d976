package cli

import "github.com/spf13/cobra"

// showCommand prints a saved plan, whatever became of the site since.
func (a *app) showCommand() *cobra.Command {
	c := &cobra.Command{
		Use: "show PLANFILE", Short: a.console.Text("cmd-show"), Long: a.console.Text("cmd-show-long"),
		Example: "  mpsync show plan.json\n  mpsync show plan.json --json",
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) != 1 {
				return usage("needs-file")
			}
			return nil
		},
		RunE: func(_ *cobra.Command, args []string) error {
			p, err := loadPlan(a.path(args[0]))
			if err != nil {
				return err
			}
			s := &session{app: a}
			if err := s.showAs(p, p.AppID); err != nil {
				return err
			}
			return a.end(exitDone, result{Counts: counts(p), Calls: p.Calls})
		},
	}
	c.Flags().BoolVar(&a.console.JSON, "json", false, a.console.Text("flag-json"))
	return c
}

package cli

import (
	"context"

	"github.com/spf13/cobra"

	"mpsync/internal/plan"
)

// previewCommand sends a message to one person's WeChat.
func (a *app) previewCommand() *cobra.Command {
	to := ""
	c := &cobra.Command{
		Use: "preview ADDRESS --to WXNAME", Short: a.console.Text("cmd-preview"), Long: a.console.Text("cmd-preview-long"),
		Example: "  mpsync preview articles/hello --to zhangsan", Args: a.oneAddress,
		RunE: func(cmd *cobra.Command, args []string) error {
			if to == "" {
				return usage("preview-to")
			}
			return a.preview(cmd.Context(), args[0], to)
		},
	}
	c.Flags().StringVar(&to, "to", "", a.console.Text("flag-to-wxname"))
	return c
}

func (a *app) preview(ctx context.Context, arg, to string) error {
	s, err := a.openAtWork(ctx)
	if err != nil {
		return err
	}
	defer s.close()
	address, r, err := s.record(arg)
	if err != nil {
		return err
	}
	p, err := s.makePlan(ctx, planOptions{refresh: refreshAuto, only: []string{string(address)}, onDrift: string(plan.DriftReport)})
	if err != nil {
		return err
	}
	if p.Count(plan.Update, plan.Replace) > 0 {
		s.console.Hint(s.console.Text("preview-older"))
	}
	if err := s.account.client.MassPreview(ctx, to, r.MediaID); err != nil {
		return err
	}
	s.console.Say("preview-sent", string(address), to)
	return nil
}

package cli

import (
	"context"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"mpsync/internal/diag"
	"mpsync/internal/state"
)

// moveCommand moves the state to where mpsync.yaml says now.
func (a *app) moveCommand() *cobra.Command {
	return &cobra.Command{
		Use: "move [FROM]", Short: a.console.Text("cmd-state-move"), Long: a.console.Text("cmd-state-move-long"),
		Example: "  mpsync state move\n  mpsync state move git:mpsync-state",
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) > 1 {
				return usage("state-move-from")
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			return a.moveState(cmd.Context(), strings.Join(args, ""))
		},
	}
}

func (a *app) moveState(ctx context.Context, from string) error {
	s, err := a.openSite(ctx)
	if err != nil {
		return err
	}
	defer s.close()
	config := s.site.Config
	if from == "" {
		if config.StateBranch == "" {
			return usage("state-move-from")
		}
		from = config.State
	}
	now := config.State
	if config.StateBranch != "" {
		now = "git:" + config.StateBranch
	}
	if from == now {
		return diag.Stop(nil, "state-move-same", diag.Pos{}, from)
	}
	elsewhere := *s.site
	if branch, ok := strings.CutPrefix(from, "git:"); ok {
		elsewhere.Config.StateBranch = branch
	} else {
		elsewhere.Config.StateBranch, elsewhere.Config.State = "", filepath.ToSlash(from)
	}
	was, ok := a.storeOf(&elsewhere).(state.Place)
	is, also := s.store.(state.Place)
	if !ok || !also {
		panic("a store that state.Move does not know")
	}
	if err := state.Move(ctx, was, is); err != nil {
		return err
	}
	a.console.Say("state-moved", from, now)
	if config.StateBranch != "" {
		a.console.Hint(a.console.Text("state-moved-file", from))
	} else {
		a.console.Hint(a.console.Text("state-moved-branch", strings.TrimPrefix(from, "git:")))
	}
	return nil
}

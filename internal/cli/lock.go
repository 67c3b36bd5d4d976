package cli

import (
	"context"
	"errors"

	"github.com/spf13/cobra"

	"mpsync/internal/diag"
	"mpsync/internal/state"
)

// lockCommand looks at the lock of the state.
func (a *app) lockCommand() *cobra.Command {
	c := &cobra.Command{
		Use: "lock", Short: a.console.Text("cmd-lock"), Args: noWord,
		RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	c.AddCommand(&cobra.Command{
		Use: "status", Short: a.console.Text("cmd-lock-status"), Long: a.console.Text("cmd-lock-status-long"),
		Example: "  mpsync lock status", Args: a.noArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return a.lockStatus(cmd.Context(), false) },
	}, &cobra.Command{
		Use: "break", Short: a.console.Text("cmd-lock-break"), Long: a.console.Text("cmd-lock-break-long"),
		Example: "  mpsync lock break", Args: a.noArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return a.lockStatus(cmd.Context(), true) },
	})
	return c
}

// lockStatus says who holds the lock, and, where it is in the way, how to get rid
// of it. The lock is the kernel's: it goes with its process, so there is nothing
// to break.
func (a *app) lockStatus(ctx context.Context, inTheWay bool) error {
	s, err := a.openSite(ctx)
	if err != nil {
		return err
	}
	defer s.close()
	unlock, err := s.store.Lock(ctx)
	if err == nil {
		a.console.Say("lock-free")
		return unlock()
	}
	held, ok := errors.AsType[*diag.FindingError](err)
	if !ok || !errors.Is(err, state.ErrLocked) {
		return err
	}
	a.console.Print(held.Message(a.console.Lang))
	if holder, ok := errors.AsType[*state.LockedError](err); inTheWay && ok && holder.PID != 0 {
		a.console.Say("lock-break", holder.PID, holder.Host)
	} else if inTheWay {
		a.console.Say("lock-break-unknown", s.site.Config.State+".lock")
	}
	return &exit{code: exitLocked}
}

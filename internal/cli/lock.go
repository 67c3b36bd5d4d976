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
		RunE: func(cmd *cobra.Command, _ []string) error { return a.lockStatus(cmd.Context()) },
	})
	return c
}

// lockStatus says who holds the lock. The lock is the kernel's: it goes with its
// process, so there is nothing to break.
func (a *app) lockStatus(ctx context.Context) error {
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
	return &exit{code: exitLocked}
}

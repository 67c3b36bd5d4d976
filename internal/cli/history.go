package cli

import (
	"context"
	"errors"
	"io/fs"
	"maps"
	"path/filepath"
	"reflect"
	"slices"
	"strconv"

	"github.com/spf13/cobra"

	"mpsync/internal/diag"
	"mpsync/internal/model"
	"mpsync/internal/state"
)

// historyFolder keeps earlier snapshots of the state.
func historyFolder(site string) string { return filepath.Join(site, ".mpsync", "history") }

// historyCommand lists earlier snapshots.
func (a *app) historyCommand() *cobra.Command {
	c := &cobra.Command{
		Use: "history", Short: a.console.Text("cmd-state-history"), Long: a.console.Text("cmd-state-history-long"),
		Example: "  mpsync state history", Args: a.noArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return a.history(cmd.Context()) },
	}
	c.Flags().BoolVar(&a.console.JSON, "json", false, a.console.Text("flag-json"))
	return c
}

// keeper is the store that keeps snapshots; a state on a branch has git's history.
func (s *session) keeper() (*state.File, error) {
	if f, ok := s.store.(*state.File); ok {
		return f, nil
	}
	c := s.site.Config
	return nil, diag.Stop(nil, "history-branch", diag.Pos{}, c.StateBranch, c.State)
}

func (a *app) history(ctx context.Context) error {
	s, err := a.openSite(ctx)
	if err != nil {
		return err
	}
	defer s.close()
	store, err := s.keeper()
	if err != nil {
		return err
	}
	past, err := store.Past()
	if err != nil {
		return err
	}
	if len(past) == 0 {
		a.console.Say("history-none")
	}
	for _, p := range past {
		messages := a.console.Text("history-broken")
		if st, err := store.LoadPast(p.Serial); err == nil {
			messages = strconv.Itoa(len(st.Messages))
		}
		a.console.Event("snapshot", p)
		a.console.Say("history-line", p.Serial, p.Time.Format("2006-01-02 15:04:05 UTC"), messages)
	}
	return a.end(exitDone, result{Counts: map[string]int{"snapshots": len(past)}})
}

// restoreCommand brings an earlier snapshot back.
func (a *app) restoreCommand() *cobra.Command {
	yes := false
	c := &cobra.Command{
		Use: "restore NUMBER", Short: a.console.Text("cmd-state-restore"), Long: a.console.Text("cmd-state-restore-long"),
		Example: "  mpsync state restore 12",
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) != 1 {
				return usage("needs-serial")
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			serial, err := strconv.ParseInt(args[0], 10, 64)
			if err != nil {
				return usage("needs-serial")
			}
			return a.restore(cmd.Context(), serial, yes)
		},
	}
	c.Flags().BoolVar(&yes, "yes", false, a.console.Text("flag-yes"))
	return c
}

func (a *app) restore(ctx context.Context, serial int64, yes bool) error {
	s, err := a.openSite(ctx)
	if err != nil {
		return err
	}
	defer s.close()
	store, err := s.keeper()
	if err != nil {
		return err
	}
	unlock, err := store.Lock(ctx)
	if err != nil {
		return err
	}
	defer func() { _ = unlock() }()
	past, err := store.LoadPast(serial)
	if errors.Is(err, fs.ErrNotExist) {
		return diag.Stop(err, "no-past", diag.Pos{}, strconv.FormatInt(serial, 10))
	}
	if err != nil {
		return err
	}
	now, err := store.Load(ctx)
	if err != nil {
		a.console.Findings(a.Err, []diag.Diagnostic{a.explain(ctx, err)})
		now = state.New("")
	}
	s.showRestore(now, state.Restored(past, now))
	if !yes {
		if !a.InTerminal {
			return usage("needs-yes")
		}
		if !s.confirm(ctx, "restore-ask") {
			return diag.Stop(nil, "restore-kept", diag.Pos{})
		}
	}
	if err := store.Restore(ctx, serial); err != nil {
		return err
	}
	a.console.Say("restored", serial)
	return nil
}

// showRestore says which records differ.
func (s *session) showRestore(now, past *state.State) {
	all := map[model.Address]bool{}
	for _, st := range []*state.State{now, past} {
		for address := range st.Messages {
			all[address] = true
		}
	}
	same := true
	for _, address := range slices.Sorted(maps.Keys(all)) {
		was, is := past.Messages[address], now.Messages[address]
		code := "restore-changes"
		switch {
		case reflect.DeepEqual(was, is):
			continue
		case was == nil:
			code = "restore-loses"
		case is == nil:
			code = "restore-brings"
		}
		same = false
		s.console.Say(code, string(address))
	}
	if same {
		s.console.Say("restore-same")
	}
}

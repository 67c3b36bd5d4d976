package cli

import (
	"context"
	"encoding/json"
	"maps"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"mpsync/internal/model"
	"mpsync/internal/state"
)

// stateCommand works on the record of what was done.
func (a *app) stateCommand() *cobra.Command {
	c := &cobra.Command{
		Use: "state", Short: a.console.Text("cmd-state"), Args: noWord,
		RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	list := &cobra.Command{
		Use: "list", Short: a.console.Text("cmd-state-list"), Example: "  mpsync state list\n  mpsync state list --json", Args: a.noArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return a.readState(cmd.Context(), a.listRecords) },
	}
	list.Flags().BoolVar(&a.console.JSON, "json", false, a.console.Text("flag-json"))
	c.AddCommand(a.historyCommand(), a.restoreCommand(), a.moveCommand(), list, &cobra.Command{
		Use: "show ADDRESS", Short: a.console.Text("cmd-state-show"), Example: "  mpsync state show articles/hello", Args: a.oneAddress,
		RunE: func(cmd *cobra.Command, args []string) error {
			return a.readState(cmd.Context(), func(st *state.State) error { return a.showRecord(st, model.Address(args[0])) })
		},
	}, &cobra.Command{
		Use: "mv OLD NEW", Short: a.console.Text("cmd-state-mv"), Example: "  mpsync state mv articles/old articles/new",
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) != 2 {
				return usage("needs-two-addresses")
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			return a.editState(cmd.Context(), func(s *session, st *state.State) error { return s.moveRecord(st, args[0], args[1]) })
		},
	}, &cobra.Command{
		Use: "rm ADDRESS…", Short: a.console.Text("cmd-forget"), Long: a.console.Text("cmd-forget-long"), Example: "  mpsync state rm articles/hello",
		Args: a.someArgs,
		RunE: func(cmd *cobra.Command, args []string) error {
			return a.editState(cmd.Context(), func(s *session, st *state.State) error { return s.forget(st, args) })
		},
	})
	return c
}

func (a *app) oneAddress(_ *cobra.Command, args []string) error {
	if len(args) != 1 {
		return usage("needs-address")
	}
	return nil
}

// listRecords prints a line for each record: address, media_id, title.
func (a *app) listRecords(st *state.State) error {
	for _, address := range slices.Sorted(maps.Keys(st.Messages)) {
		r := st.Messages[address]
		titles := make([]string, len(r.Articles))
		line := []string{string(address), a.console.Paint("faint", r.MediaID)}
		for i, x := range r.Articles {
			titles[i] = x.Title
			line = append(line, a.console.Text("title", x.Title))
		}
		a.console.Event("record", struct {
			Address model.Address `json:"address"`
			MediaID string        `json:"media_id"`
			Titles  []string      `json:"titles"`
		}{address, r.MediaID, titles})
		a.console.Print(strings.Join(line, "  "))
	}
	for _, id := range slices.Sorted(maps.Keys(st.Intents)) {
		i := st.Intents[id]
		a.console.Event("intent", i)
		a.console.Say("state-intent", i.API, string(i.Address)+i.Name, i.Opened.Format("2006-01-02 15:04:05 MST"))
	}
	return a.end(exitDone, result{Counts: map[string]int{"records": len(st.Messages), "intents": len(st.Intents)}})
}

// showRecord prints one record as the state file has it.
func (a *app) showRecord(st *state.State, address model.Address) error {
	if err := recorded(st, address); err != nil {
		return err
	}
	text, err := json.MarshalIndent(st.Messages[address], "", "  ")
	if err != nil {
		return err
	}
	a.console.Print(string(text))
	return nil
}

// readState looks at the state without its lock.
func (a *app) readState(ctx context.Context, look func(*state.State) error) error {
	s, err := a.openSite(ctx)
	if err != nil {
		return err
	}
	defer s.close()
	st, err := s.store.Load(ctx)
	if err != nil {
		return err
	}
	return look(st)
}

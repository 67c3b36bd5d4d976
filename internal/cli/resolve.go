package cli

import (
	"context"

	"github.com/spf13/cobra"

	"mpsync/internal/diag"
	"mpsync/internal/state"
)

// resolveCommand settles by a person's word what the account could not tell.
func (a *app) resolveCommand() *cobra.Command {
	mediaID, absent := "", false
	c := &cobra.Command{
		Use: "resolve ADDRESS (--media-id ID | --absent)", Short: a.console.Text("cmd-resolve"), Long: a.console.Text("cmd-resolve-long"),
		Example: "  mpsync resolve articles/hello --absent\n  mpsync resolve articles/hello --media-id MEDIA_ID",
		Args:    a.oneAddress,
		RunE: func(cmd *cobra.Command, args []string) error {
			if (mediaID != "") == absent {
				return usage("resolve-needs")
			}
			return a.resolve(cmd.Context(), args[0], mediaID)
		},
	}
	c.Flags().StringVar(&mediaID, "media-id", "", a.console.Text("flag-media-id"))
	c.Flags().BoolVar(&absent, "absent", false, a.console.Text("flag-absent"))
	return c
}

// resolve drops the open intents of an address, and a publication whose result
// never came; with a media_id that message is
// adopted first as what the lost call made, so that a wrong one costs nothing.
func (a *app) resolve(ctx context.Context, arg, mediaID string) error {
	if mediaID != "" {
		if err := a.adopt(ctx, arg, mediaID); err != nil {
			return err
		}
	}
	return a.editState(ctx, func(s *session, st *state.State) error {
		address, n := s.address(arg), 0
		for id, i := range st.Intents {
			if i.Address == address {
				delete(st.Intents, id)
				n++
			}
		}
		if r := st.Messages[address]; r != nil && r.Publication != nil && r.Publication.Status == state.PublicationRunning && mediaID == "" {
			r.Publication = nil // a person saw that nothing came of it
			n++
		}
		if n == 0 && mediaID == "" {
			return diag.Stop(nil, "resolve-nothing", diag.Pos{}, string(address))
		}
		a.console.Say("resolved", string(address), n)
		return nil
	})
}

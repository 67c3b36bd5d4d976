package cli

import (
	"context"
	"errors"

	"github.com/spf13/cobra"

	"mpsync/internal/diag"
	"mpsync/internal/library"
	"mpsync/internal/model"
)

// linkCommand prints where the account itself shows a message.
func (a *app) linkCommand() *cobra.Command {
	c := &cobra.Command{
		Use: "link ADDRESS", Short: a.console.Text("cmd-link"), Long: a.console.Text("cmd-link-long"),
		Example: "  mpsync link articles/hello",
		Args:    oneArg("link-needs"),
		RunE: func(cmd *cobra.Command, args []string) error {
			return a.link(cmd.Context(), args[0])
		},
	}
	c.Flags().BoolVar(&a.console.JSON, "json", false, a.console.Text("flag-json"))
	return c
}

// linkEvent is where one article of a message is shown.
type linkEvent struct {
	Address   string `json:"address"`
	Title     string `json:"title"`
	URL       string `json:"url"`
	Temporary bool   `json:"temporary"`
}

func (a *app) link(ctx context.Context, arg string) error {
	s, err := a.openSite(ctx)
	if err != nil {
		return err
	}
	defer s.close()
	if s.state, err = s.store.Load(ctx); err != nil {
		return err
	}
	message, only := s.recorded(s.address(arg))
	r := s.state.Messages[message]
	if r == nil {
		return diag.Stop(nil, "no-record", diag.Pos{}, arg)
	}
	if err := s.connect(ctx); err != nil {
		return err
	}
	o, err := s.library.Get(ctx, r.MediaID)
	if isGone(err) {
		return diag.Stop(err, "import-gone", diag.Pos{}, r.MediaID)
	}
	if err != nil {
		return err
	}
	temporary, any := s.library.Name() == library.Draft, false
	for i, x := range o.Articles {
		if x.URL == "" || only >= 0 && i != only {
			continue
		}
		any = true
		s.console.Event("link", linkEvent{string(message), x.Fields.Title, x.URL, temporary})
		s.console.Print(s.console.Paint("strong", s.console.Text("title", x.Fields.Title)))
		s.console.Print(x.URL)
		s.console.Print(s.terminalCode(x.URL))
	}
	if !any {
		return diag.Stop(nil, "link-none", diag.Pos{}, arg)
	}
	if temporary {
		s.console.Hint(s.console.Text("link-expires"))
	}
	return s.end(exitDone, result{})
}

// recorded finds the record of a message by its own address, or by that of one
// of its articles, whose place is only then; else only is -1.
func (s *session) recorded(address model.Address) (message model.Address, only int) {
	if s.state.Messages[address] != nil {
		return address, -1
	}
	for m, r := range s.state.Messages {
		for i, a := range r.Articles {
			if a.Address == address {
				return m, i
			}
		}
	}
	return address, -1
}

func isGone(err error) bool { return errors.Is(err, library.ErrGone) }

package cli

import (
	"context"
	"errors"

	"github.com/spf13/cobra"

	"mpsync/internal/diag"
	"mpsync/internal/library"
	"mpsync/internal/model"
	"mpsync/internal/plan"
	"mpsync/internal/state"
)

// adoptCommand records a pair that a person knows.
func (a *app) adoptCommand() *cobra.Command {
	return &cobra.Command{
		Use: "adopt ADDRESS MEDIA_ID", Short: a.console.Text("cmd-adopt"), Long: a.console.Text("cmd-adopt-long"),
		Example: "  mpsync adopt articles/hello MEDIA_ID",
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) != 2 {
				return usage("adopt-needs")
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			return a.adopt(cmd.Context(), args[0], args[1])
		},
	}
}

// adopt records that a message of the site is one of the account. The hash of
// what was last sent stays empty, because nothing was: so the next plan sends
// the files. The baseline is what the account holds now, so that an edit made
// after this is told.
func (a *app) adopt(ctx context.Context, arg, mediaID string) error {
	s, err := a.openLocked(ctx)
	if err != nil {
		return err
	}
	defer s.close()
	address := s.address(arg)
	if err := s.build(ctx, s.state); err != nil {
		return err
	}
	m := messageAt(s.built, address)
	if m == nil {
		s.printFindings()
		return diag.Stop(nil, "adopt-address", diag.Pos{}, string(address))
	}
	if err := s.adoptable(address, mediaID); err != nil {
		return err
	}
	if err := s.connect(ctx); err != nil {
		return err
	}
	o, err := s.look(ctx, mediaID)
	if errors.Is(err, library.ErrGone) {
		return diag.Stop(err, "import-gone", diag.Pos{}, mediaID)
	}
	if err != nil {
		return err
	}
	if len(o.Articles) != len(m.Articles) {
		return diag.Stop(nil, "adopt-count", diag.Pos{}, string(address), len(m.Articles), len(o.Articles))
	}
	r := &state.Message{MediaID: mediaID, Baseline: plan.Baseline(o), Protect: m.Protect}
	for _, x := range m.Articles {
		r.Articles = append(r.Articles, state.Article{Address: x.Address, Path: x.Path, Source: x.Source, Title: x.Fields.Title})
	}
	if err := s.remember(ctx, state.Entry{
		AppID: s.account.appID, Library: s.library.Name(), Messages: map[model.Address]*state.Message{address: r},
	}); err != nil {
		return err
	}
	s.console.Say("adopted", string(address), mediaID, o.Articles[0].Fields.Title)
	return s.store.Commit(context.WithoutCancel(ctx), s.state)
}

// adoptable refuses a pair one half of which belongs to another.
func (s *session) adoptable(address model.Address, mediaID string) error {
	if r := s.state.Messages[address]; r != nil {
		return diag.Stop(nil, "adopt-recorded", diag.Pos{}, string(address), r.MediaID)
	}
	if s.state.Tombstones[mediaID] != nil {
		return diag.Stop(nil, "adopt-replaced", diag.Pos{}, mediaID)
	}
	for other, r := range s.state.Messages {
		if r.MediaID == mediaID {
			return diag.Stop(nil, "adopt-taken", diag.Pos{}, mediaID, string(other))
		}
	}
	return nil
}

// look reads one message with its time of update, which only the listing of the
// material library tells.
func (s *session) look(ctx context.Context, mediaID string) (model.Observed, error) {
	o, err := s.library.Get(ctx, mediaID)
	if err != nil {
		return o, err
	}
	o.MediaID = mediaID
	if o.UpdateTime != 0 {
		return o, nil
	}
	seen, err := library.Scan(ctx, s.library, library.ScanOptions{})
	if err != nil {
		return o, err
	}
	for _, listed := range seen.Messages {
		if listed.MediaID == mediaID {
			o.UpdateTime = listed.UpdateTime
		}
	}
	return o, nil
}

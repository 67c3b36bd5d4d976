package cli

import (
	"context"
	"errors"
	"maps"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"mpsync/internal/diag"
	"mpsync/internal/library"
	"mpsync/internal/model"
	"mpsync/internal/state"
	"mpsync/internal/wechat"
)

// gcCommand deletes permanent images that mpsync uploaded and no message uses.
func (a *app) gcCommand() *cobra.Command {
	yes := false
	c := &cobra.Command{
		Use: "gc", Short: a.console.Text("cmd-gc"), Long: a.console.Text("cmd-gc-long"),
		Example: "  mpsync gc\n  mpsync gc --yes", Args: a.noArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return a.gc(cmd.Context(), yes) },
	}
	c.Flags().BoolVar(&yes, "yes", false, a.console.Text("flag-gc-yes"))
	c.Flags().BoolVar(&a.console.JSON, "json", false, a.console.Text("flag-json"))
	return c
}

// unused is a permanent image that nothing needs, and what forgets it.
type unused struct {
	Name    string `json:"name"`
	MediaID string `json:"media_id"`
	url     string
	forget  state.Entry
}

func (a *app) gc(ctx context.Context, yes bool) error {
	s, err := a.openLocked(ctx)
	if err != nil {
		return err
	}
	defer s.close()
	if err := s.build(ctx, s.state); err != nil {
		return err
	}
	list, err := s.unused()
	if err != nil {
		return err
	}
	if list, err = s.unusedThere(ctx, list); err != nil {
		return err
	}
	for _, u := range list {
		a.console.Event("unused", u)
		a.console.Print(u.Name + "  " + a.console.Paint("faint", u.MediaID))
	}
	counts := map[string]int{"unused": len(list)}
	switch {
	case len(list) == 0:
		a.console.Say("gc-nothing")
		return a.end(exitDone, result{Counts: counts})
	case !yes:
		a.console.Say("gc-found", len(list))
		return a.end(exitDone, result{Counts: counts})
	}
	deleted, err := s.collect(ctx, list)
	if cerr := s.store.Commit(context.WithoutCancel(ctx), s.state); err == nil {
		err = cerr
	}
	if err != nil {
		return err
	}
	a.console.Say("gc-done", deleted, len(list)-deleted)
	counts["deleted"] = deleted
	return a.end(exitDone, result{Counts: counts})
}

// unused lists the permanent images of the state that no record and no message
// of the site refers to. While it is not known what a record refers to, nothing
// counts as unused.
func (s *session) unused() ([]unused, error) {
	if len(s.state.Intents) > 0 || len(s.state.Tombstones) > 0 {
		return nil, diag.Stop(nil, "gc-open", diag.Pos{})
	}
	needed := map[model.Reference]bool{}
	for address, r := range s.state.Messages {
		for _, x := range r.Articles {
			if len(x.Refs) == 0 {
				return nil, diag.Stop(nil, "gc-unknown", diag.Pos{}, string(address))
			}
			for _, written := range x.Refs {
				ref, _ := model.ParseReference(written)
				needed[ref] = true
			}
		}
	}
	for ref := range s.built.Assets {
		needed[ref] = true
	}
	held := s.held(needed)
	var list []unused
	for _, key := range slices.Sorted(maps.Keys(s.state.Materials)) {
		if m := s.state.Materials[key]; ours(m.Name) && !m.Kept && !held[m.MediaID] && !needed[model.Reference{Kind: model.RefCover, Key: key}] {
			list = append(list, unused{m.Name, m.MediaID, m.URL, state.Entry{Materials: map[string]*state.Material{key: nil}}})
		}
	}
	for _, key := range slices.Sorted(maps.Keys(s.state.Images)) {
		if i := s.state.Images[key]; i.MediaID != "" && ours(i.Name) && !i.Kept && !held[i.MediaID] && !needed[model.Reference{Kind: model.RefImage, Key: key}] {
			list = append(list, unused{i.Name, i.MediaID, i.URL, state.Entry{Images: map[string]state.Image{key: {}}}})
		}
	}
	return list, nil
}

// unusedThere leaves out of a list what a message of the account uses after all:
// one of a colleague's, of another site, or that was changed in the console.
func (s *session) unusedThere(ctx context.Context, list []unused) ([]unused, error) {
	if len(list) == 0 {
		return nil, nil
	}
	if err := s.connect(ctx); err != nil {
		return nil, err
	}
	used, err := library.Used(ctx, s.account.client, s.library)
	if errors.Is(err, library.ErrMoving) {
		return nil, diag.Stop(err, "gc-moving", diag.Pos{})
	}
	return slices.DeleteFunc(list, func(u unused) bool {
		return used[u.MediaID] || u.url != "" && used[model.ImageID(u.url)]
	}), err
}

// ours says whether an image bears the name that mpsync uploads under. Covers that
// a person put into the account are known too, by import and pull.
func ours(name string) bool { return strings.HasPrefix(name, "mpsync-") }

// held are the media_ids of what is needed or kept: a file that is a cover and an
// image of the text, or a declared material, may have been found as one object.
func (s *session) held(needed map[model.Reference]bool) map[string]bool {
	held := map[string]bool{}
	for _, d := range s.state.Declared {
		held[d.MediaID] = true
	}
	for _, m := range s.state.Materials {
		held[m.MediaID] = held[m.MediaID] || m.Kept
	}
	for _, i := range s.state.Images {
		held[i.MediaID] = held[i.MediaID] || i.Kept
	}
	for ref := range needed {
		if m := s.state.Materials[ref.Key]; ref.Kind == model.RefCover && m != nil {
			held[m.MediaID] = true
		}
		if i := s.state.Images[ref.Key]; ref.Kind == model.RefImage && i.MediaID != "" {
			held[i.MediaID] = true
		}
	}
	return held
}

// collect deletes images one by one. One that a menu or a reply uses stays; one
// that is gone already is forgotten.
func (s *session) collect(ctx context.Context, list []unused) (deleted int, err error) {
	for _, u := range list {
		err := s.account.client.DelMaterial(ctx, u.MediaID)
		if api, ok := errors.AsType[*wechat.Error](err); ok && api.Class == wechat.ClassRefused && api.Code != wechat.CodeInvalidMediaID {
			d := api.Diagnostic()
			d.Severity, d.File = diag.Warning, u.Name
			s.console.Findings(s.Err, []diag.Diagnostic{d})
			continue
		}
		if err != nil && wechat.CodeOf(err) != wechat.CodeInvalidMediaID {
			return deleted, err
		}
		if err := s.remember(ctx, u.forget); err != nil {
			return deleted, err
		}
		deleted++
	}
	return deleted, nil
}

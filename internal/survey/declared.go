package survey

import (
	"context"
	"slices"

	"mpsync/internal/library"
	"mpsync/internal/model"
	"mpsync/internal/plan"
	"mpsync/internal/wechat"
)

// listable are the types of material that the account lists; thumbs it does not.
var listable = []wechat.MaterialType{wechat.Image, wechat.Voice, wechat.Video}

// declared lists the materials of the types that a plan is about to upload,
// because a state that was lost with its runner would upload them twice. A full
// look lists every type that has a record.
func (s Surveyor) declared(ctx context.Context, in plan.Input, p plan.Plan) (map[string]model.Listing, error) {
	wanted := map[wechat.MaterialType][]string{}
	for _, c := range p.Changes {
		if c.Action == plan.Create && c.Material != nil {
			t := wechat.MaterialType(c.Material.Type)
			wanted[t] = append(wanted[t], c.Material.Asset.Name)
		}
	}
	recorded := map[wechat.MaterialType]bool{}
	for _, k := range in.Known.Declared {
		recorded[wechat.MaterialType(k.Type)] = s.Full
	}
	seen := map[string]model.Listing{}
	for _, t := range listable {
		var err error
		switch names := wanted[t]; {
		case recorded[t]:
			seen[string(t)], err = library.Materials(ctx, s.Client, t, nil)
		case len(names) > 0:
			seen[string(t)], err = s.ours(ctx, t, names)
		}
		if err != nil {
			return nil, err
		}
	}
	return seen, nil
}

// ours looks materials up by name. A library of images may be vast: the rest of
// it is read only when its newest page holds one of them.
func (s Surveyor) ours(ctx context.Context, t wechat.MaterialType, names []string) (model.Listing, error) {
	if t == wechat.Image {
		_, newest, err := s.Client.BatchGetMaterial(ctx, t, 0, wechat.PageSize)
		if err != nil || !slices.ContainsFunc(newest, func(m model.Material) bool { return slices.Contains(names, m.Name) }) {
			return model.Listing{}, err
		}
	}
	return library.Materials(ctx, s.Client, t, names)
}

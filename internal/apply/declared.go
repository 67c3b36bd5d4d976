package apply

import (
	"context"
	"errors"

	"mpsync/internal/diag"
	"mpsync/internal/model"
	"mpsync/internal/plan"
	"mpsync/internal/state"
	"mpsync/internal/wechat"
)

// Materials are the calls for materials that the site declares.
type Materials interface {
	// Add adds a permanent material; never repeated by the implementation.
	Add(ctx context.Context, d model.Declared, f model.File) (mediaID, url string, err error)
	// Find looks materials of a type up by name, newest first; it may return others
	// beside them. Thumbs cannot be looked up.
	Find(ctx context.Context, materialType string, names []string) ([]model.Material, error)
	// Delete deletes a material for ever.
	Delete(ctx context.Context, mediaID string) error
}

const delMaterial = "material/del_material"

// material carries out a change of a declared material.
func (x *run) material(ctx context.Context, c plan.Change) error {
	d := *c.Material
	if k := x.st.Declared[d.Name]; k != nil && k.Hash == d.Hash() && c.Action != plan.Adopt && k.MediaID != c.MediaID {
		return nil // settling found it
	}
	switch c.Action {
	case plan.Adopt:
		return x.must(ctx, declaredEntry("", d, c.MediaID, ""))
	case plan.Create, plan.Replace:
		return x.declare(ctx, d)
	default:
		return nil
	}
}

// declare uploads a material, which cannot be repeated: the name bears a hash,
// so that a lost reply can be looked up. What it replaces is deleted last.
func (x *run) declare(ctx context.Context, d model.Declared) error {
	if x.isSpent(addMaterial) {
		return x.deferred(addMaterial)
	}
	f, err := x.Bytes(ctx, d.Asset)
	if err != nil {
		return err
	}
	f.Name = d.Asset.Name // by which it is looked up
	i, err := x.open(ctx, declaring(d))
	if err != nil {
		return err
	}
	mediaID, url, err := x.Materials.Add(x.calls, d, f)
	switch wechat.OutcomeOf(err) {
	case wechat.OK:
		return x.declareAs(ctx, i.ID, d, mediaID, url)
	case wechat.NotDone:
		if cerr := x.must(ctx, state.Entry{Close: i.ID}); cerr != nil {
			return cerr
		}
		return x.spend(addMaterial, err)
	case wechat.Unknown:
	}
	found, ferr := x.findMaterials(ctx, []*state.Intent{i})
	if m, ok := found[i.ID]; ferr == nil && ok {
		return x.declareAs(ctx, i.ID, d, m.MediaID, m.URL)
	}
	return diag.Stop(errors.Join(ErrDeferred, err), "outcome-unknown", diag.Pos{}, addMaterial)
}

// declaring is the intent of uploading a declared material.
func declaring(d model.Declared) *state.Intent {
	return &state.Intent{API: addMaterial, Key: d.Name, Name: d.Asset.Name, Material: d.Type}
}

// declareAs records an upload, and that what it replaces has to go.
func (x *run) declareAs(ctx context.Context, intent string, d model.Declared, mediaID, url string) error {
	e := declaredEntry(intent, d, mediaID, url)
	old := x.st.Declared[d.Name]
	if old == nil || old.MediaID == mediaID {
		return x.must(ctx, e)
	}
	e.Tombstones = map[string]*state.Tombstone{old.MediaID: {Address: d.Address(), Reason: "replaced"}}
	if err := x.must(ctx, e); err != nil {
		return err
	}
	x.owed = append(x.owed, plan.Change{
		Action: plan.Delete, Address: d.Address(), MediaID: old.MediaID, Material: &model.Declared{Name: d.Name, Type: d.Type},
	})
	x.total++
	return nil
}

func declaredEntry(intent string, d model.Declared, mediaID, url string) state.Entry {
	return state.Entry{Close: intent, Declared: map[string]*state.Declared{
		d.Name: {Type: d.Type, Hash: d.Hash(), MediaID: mediaID, URL: url, Name: d.Asset.Name},
	}}
}

// findMaterials looks up what the intents of declared materials may have made;
// by the intents' ids.
func (x *run) findMaterials(ctx context.Context, open []*state.Intent) (map[string]model.Material, error) {
	names := map[string][]string{}
	for _, i := range open {
		if i.Material != "" && i.Material != string(wechat.Thumb) {
			names[i.Material] = append(names[i.Material], i.Name)
		}
	}
	found := map[string]model.Material{}
	for t, wanted := range names {
		listed, err := x.Materials.Find(ctx, t, wanted)
		if err != nil {
			return nil, err
		}
		for _, m := range listed {
			if x.st.Declares(m.MediaID) || x.st.Tombstones[m.MediaID] != nil {
				continue // what another name has, or the old one had, is not what the call made
			}
			for _, i := range open {
				if _, newer := found[i.ID]; !newer && i.Material == t && i.Name == m.Name {
					found[i.ID] = m
				}
			}
		}
	}
	return found, nil
}

// settleMaterials records what intents of declared materials made and returns
// those that stay open.
func (x *run) settleMaterials(ctx context.Context, open []*state.Intent) (still []*state.Intent, err error) {
	found, err := x.findMaterials(ctx, open)
	if err != nil {
		return nil, err
	}
	for _, i := range open {
		m, ok := found[i.ID]
		if !ok {
			still = append(still, i)
			continue
		}
		d := x.declaredBy(i)
		if err := x.declareAs(ctx, i.ID, d, m.MediaID, m.URL); err != nil {
			return nil, err
		}
	}
	return still, nil
}

// declaredBy is what an intent was to upload. When the site has changed since,
// its record bears no hash: it is replaced.
func (x *run) declaredBy(i *state.Intent) model.Declared {
	for _, c := range x.plan.Changes {
		if c.Material != nil && c.Material.Name == i.Key && c.Material.Asset.Name == i.Name {
			return *c.Material
		}
	}
	return model.Declared{Name: i.Key, Type: i.Material, Asset: model.Asset{Name: i.Name}}
}

// deleteMaterial deletes a declared material. One that is gone already is as
// good as deleted.
func (x *run) deleteMaterial(ctx context.Context, c plan.Change) error {
	if err := x.Materials.Delete(x.calls, c.MediaID); err != nil && wechat.CodeOf(err) != wechat.CodeInvalidMediaID {
		return x.spend(delMaterial, err)
	}
	e := state.Entry{Tombstones: map[string]*state.Tombstone{c.MediaID: nil}}
	if k := x.st.Declared[c.Material.Name]; k != nil && k.MediaID == c.MediaID {
		e.Declared = map[string]*state.Declared{c.Material.Name: nil}
	}
	return x.must(ctx, e)
}

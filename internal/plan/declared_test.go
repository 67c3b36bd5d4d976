package plan

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"mpsync/internal/model"
	"mpsync/internal/state"
)

func TestDeclaredMaterials(t *testing.T) {
	logo := model.Declared{Name: "logo", Type: "image", Asset: model.Asset{Path: "logo.png", SHA256: "aa"}}
	logo.Asset.Name = logo.UploadName("png")
	brand := logo
	brand.Name = "brand"
	record := &state.Declared{Type: "image", Hash: logo.Hash(), MediaID: "M1", Name: logo.Asset.Name}
	old := &state.Declared{Type: "image", Hash: "old", MediaID: "M0"}
	listed := func(complete bool, ms ...model.Material) map[string]model.Listing {
		return map[string]model.Listing{"image": {Materials: ms, Complete: complete}}
	}
	for name, c := range map[string]struct {
		declared []model.Declared
		known    *state.Declared
		buried   string
		seen     map[string]model.Listing
		skipped  model.Address
		options  Options
		want     []string
		notes    []string
	}{
		"new":                    {declared: []model.Declared{logo}, want: []string{"+ materials.yaml#logo "}},
		"found under our name":   {declared: []model.Declared{logo}, seen: listed(false, model.Material{MediaID: "M7", Name: logo.Asset.Name}), want: []string{"= materials.yaml#logo M7"}},
		"found, but to be gone":  {declared: []model.Declared{logo}, buried: "M7", seen: listed(false, model.Material{MediaID: "M7", Name: logo.Asset.Name}), want: []string{"+ materials.yaml#logo ", "- materials.yaml#logo M7"}},
		"of another name":        {declared: []model.Declared{brand}, known: record, seen: listed(false, model.Material{MediaID: "M1", Name: logo.Asset.Name}), options: Options{Prune: true}, want: []string{"+ materials.yaml#brand ", "- materials.yaml#logo M1"}},
		"in step":                {declared: []model.Declared{logo}, known: record},
		"in step and listed":     {declared: []model.Declared{logo}, known: record, seen: listed(true, model.Material{MediaID: "M1"})},
		"gone":                   {declared: []model.Declared{logo}, known: record, seen: listed(true), notes: []string{"material-gone"}},
		"gone, to be made again": {declared: []model.Declared{logo}, known: record, seen: listed(true), options: Options{Recreate: true}, want: []string{"+ materials.yaml#logo "}},
		"not seen in part":       {declared: []model.Declared{logo}, known: record, seen: listed(false)},
		"changed":                {declared: []model.Declared{logo}, known: old, want: []string{"± materials.yaml#logo M0"}},
		"dropped":                {known: record, notes: []string{"material-no-source"}},
		"pruned":                 {known: record, options: Options{Prune: true}, want: []string{"- materials.yaml#logo M1"}},
		"broken entry":           {known: record, skipped: "materials.yaml#logo", options: Options{Prune: true}},
		"broken file":            {known: record, skipped: "materials.yaml", options: Options{Prune: true}},
	} {
		st := state.New("l")
		if c.known != nil {
			st.Declared["logo"] = c.known
		}
		if c.buried != "" {
			st.Tombstones[c.buried] = &state.Tombstone{Address: logo.Address(), Reason: "replaced"}
		}
		p := Make(Input{
			Declared: c.declared, Known: st, Library: "draft", Options: c.options,
			Skipped: map[model.Address]string{c.skipped: "error"}, Observed: &model.Account{Complete: true, Declared: c.seen},
		})
		var got, notes []string
		for _, x := range p.Changes {
			got = append(got, string(x.Action)+" "+string(x.Address)+" "+x.MediaID)
		}
		for _, n := range p.Notes {
			notes = append(notes, n.Code)
		}
		if diff := cmp.Diff(c.want, got) + cmp.Diff(c.notes, notes); diff != "" {
			t.Errorf("%s: (-want +got)\n%s", name, diff)
		}
	}
}

func TestDeclaredMaterialsWaitForQuotaAndCountAsPruned(t *testing.T) {
	st := state.New("l")
	for _, name := range []string{"a", "b", "c"} {
		st.Declared[name] = &state.Declared{Type: "voice", MediaID: name}
	}
	in := Input{
		Declared: []model.Declared{{Name: "d", Type: "voice"}}, Known: st, Library: "draft",
		Left: map[string]int{addMaterial: 0}, Options: Options{Prune: true, MaxDeletes: 2, MaxCreates: 1},
	}
	p := Make(in)
	if p.Count(Deferred) != 1 || p.Count(Create) != 0 {
		t.Errorf("a material beyond the quota is not put off: %+v", p.Changes)
	}
	if len(p.Refusals) != 1 || p.Refusals[0].Code != "too-many-deletes" {
		t.Errorf("three deletes are not refused: %+v", p.Refusals)
	}
}

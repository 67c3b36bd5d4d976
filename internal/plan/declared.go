package plan

import (
	"maps"
	"slices"
	"strings"

	"mpsync/internal/model"
	"mpsync/internal/state"
)

// addMaterial and delMaterial are the calls for permanent materials.
const (
	addMaterial = "material/add_material"
	delMaterial = "material/del_material"
)

// declared decides on the materials that the site declares, and on the records
// of those that it no longer does.
func (m *maker) declared() {
	named := map[string]bool{}
	for i := range m.Declared {
		d := &m.Declared[i]
		named[d.Name] = true
		m.declare(d, m.Known.Declared[d.Name])
	}
	for _, name := range slices.Sorted(maps.Keys(m.Known.Declared)) {
		if named[name] || m.materialSkipped(name) {
			continue
		}
		k, a := m.Known.Declared[name], model.DeclaredAddress(name)
		if !m.Options.Prune {
			m.note("material-no-source", a, name)
			continue
		}
		m.add(Change{
			Action: Delete, Address: a, MediaID: k.MediaID, Material: &model.Declared{Name: name, Type: k.Type},
			Reason: &Note{Code: "material-delete", Address: a, Args: []string{name}},
		})
	}
}

// declare decides on one declared material. A file cannot be changed in the
// account: a new one takes its place.
func (m *maker) declare(d *model.Declared, k *state.Declared) {
	c := Change{Action: Create, Address: d.Address(), Material: d}
	switch {
	case k == nil:
		if found, ok := m.foundDeclared(d); ok {
			c.Action, c.MediaID = Adopt, found.MediaID
		}
	case k.Hash != d.Hash():
		c.Action, c.MediaID = Replace, k.MediaID
	case !m.materialGone(k):
		return
	case !m.Options.Recreate:
		m.note("material-gone", d.Address(), d.Name)
		return
	}
	m.add(c)
}

// materialSkipped says whether materials.yaml has an entry, or may have it, that
// is left out for now.
func (m *maker) materialSkipped(name string) bool {
	_, all := m.Skipped[model.MaterialsFile]
	_, one := m.Skipped[model.DeclaredAddress(name)]
	return all || one
}

// foundDeclared looks for a material that bears the name which only we give and
// that no record knows.
func (m *maker) foundDeclared(d *model.Declared) (model.Material, bool) {
	if m.Observed == nil {
		return model.Material{}, false
	}
	for _, x := range m.Observed.Declared[d.Type].Materials {
		if x.Name == d.Asset.Name && m.Known.Tombstones[x.MediaID] == nil && !m.Known.Declares(x.MediaID) {
			return x, true
		}
	}
	return model.Material{}, false
}

// materialGone says whether a listing that was read to its end lacks a record.
func (m *maker) materialGone(k *state.Declared) bool {
	if m.Observed == nil || !m.Observed.Declared[k.Type].Complete {
		return false
	}
	return !slices.ContainsFunc(m.Observed.Declared[k.Type].Materials, func(x model.Material) bool { return x.MediaID == k.MediaID })
}

// materialCalls is what a change of a declared material costs.
func materialCalls(a Action) map[string]int {
	switch a {
	case Create:
		return map[string]int{addMaterial: 1}
	case Replace:
		return map[string]int{addMaterial: 1, delMaterial: 1}
	case Delete:
		return map[string]int{delMaterial: 1}
	default:
		return nil
	}
}

// buriedMaterial is the name of the declared material that a tombstone stands
// for, when it stands for one.
func buriedMaterial(t *state.Tombstone) (name string, ok bool) {
	return strings.CutPrefix(string(t.Address), model.MaterialsFile+"#")
}

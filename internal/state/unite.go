package state

import (
	"maps"
	"reflect"
)

// unite is what theirs becomes when all is done to it that made mine of base:
// record by record, so that what two clones did to one account both counts. What
// both changed is as the later one left it, which is mine; nothing that was done
// to the account is forgotten for that.
func unite(base, theirs, mine *State) *State {
	u := theirs.Clone()
	mine = mine.Clone()
	u.AppID = changed(base.AppID, theirs.AppID, mine.AppID)
	u.Library = changed(base.Library, theirs.Library, mine.Library)
	replay(base.Images, u.Images, mine.Images, sameImage, func(_, there, now Image) Image {
		now.Kept = now.Kept || there.Kept && there.MediaID == now.MediaID
		return now
	})
	replay(base.Materials, u.Materials, mine.Materials, sameMaterial, func(_, there, now *Material) *Material {
		now.Kept = now.Kept || there.Kept && there.MediaID == now.MediaID
		return now
	})
	replay(base.Declared, u.Declared, mine.Declared, equal, later)
	replay(base.Tombstones, u.Tombstones, mine.Tombstones, equal, later)
	replay(base.Intents, u.Intents, mine.Intents, equal, later)
	replay(base.Comments, u.Comments, mine.Comments, equal, uniteComments)
	uniteMessages(base, theirs.Clone(), mine, u)
	u.Serial = max(theirs.Serial, mine.Serial) + 1
	return u
}

// replay does to a map what was done to base to make mine. What both wrote is
// joined; join gets the zero value where base has none. What mine removed goes,
// unless they made another thing of it.
func replay[V any](base, to, mine map[string]V, same func(a, b V) bool, join func(was, there, now V) V) {
	for k, now := range mine {
		was, known := base[k]
		there, held := to[k]
		switch {
		case known && equal(was, now):
		case held && (!known || !equal(was, there)):
			to[k] = join(was, there, now)
		default:
			to[k] = now
		}
	}
	maps.DeleteFunc(to, func(k string, there V) bool {
		was, known := base[k]
		_, kept := mine[k]
		return known && !kept && same(was, there)
	})
}

func equal[V any](a, b V) bool { return reflect.DeepEqual(a, b) }

// later takes what mine wrote for what theirs wrote.
func later[V any](_, _, now V) V { return now }

// sameImage and sameMaterial say whether a deletion of one is one of the other.
func sameImage(a, b Image) bool        { return a.MediaID == b.MediaID && a.URL == b.URL }
func sameMaterial(a, b *Material) bool { return a.MediaID == b.MediaID }

// changed is the value that mine gave, or theirs where mine left it.
func changed[V any](was, there, now V) V {
	if equal(was, now) {
		return there
	}
	return now
}

package plan

import (
	"cmp"
	"strconv"

	"mpsync/internal/model"
	"mpsync/internal/state"
)

// FieldChange is a field of an article that differs, under its name in front
// matter.
type FieldChange struct {
	Name string `json:"name"`
	Old  string `json:"old"`
	New  string `json:"new"`
}

// fieldNames orders the values below.
var fieldNames = [...]string{"title", "author", "digest", "source_url", "cover", "show_cover", "comments"}

// values are the fields of one article, in the order of fieldNames.
type values [len(fieldNames)]string

func valuesOf(f model.Fields, cover string, c model.Comments) values {
	return values{f.Title, f.Author, f.Digest, f.SourceURL, cover, strconv.FormatBool(f.ShowCover), string(cmp.Or(c, model.CommentsClosed))}
}

// differences lists the fields that changed on the way from one to another.
func differences(old, now values) []FieldChange {
	var list []FieldChange
	for i, name := range fieldNames {
		if !model.SameText(old[i], now[i]) {
			list = append(list, FieldChange{name, old[i], now[i]})
		}
	}
	return list
}

// wanted are the values that the site wants; the cover is told by its file.
func (m *maker) wanted(a model.Article) values {
	return valuesOf(a.Fields, m.coverFile(a.Cover, a.Deps), a.Comments)
}

func (m *maker) coverFile(r model.Reference, deps map[string]string) string {
	if file := m.Assets[r].Path; file != "" {
		return file
	}
	file := ""
	for path, sum := range deps { // of several of one content the first by name
		if sum == r.Hash() && (file == "" || path < file) {
			file = path
		}
	}
	return cmp.Or(file, r.Hash())
}

// shown are the values that the account shows. What it cannot show, or shows
// of every message alike, is as in like. A cover that is not the one of like is
// told by its media_id.
func (m *maker) shown(o model.ObservedArticle, like values, cover model.Reference, single bool) values {
	now := like[4]
	if k := m.materialOf(cover); k == nil || k.MediaID != o.ThumbMediaID {
		now = o.ThumbMediaID
	}
	v := valuesOf(o.Fields, now, o.Comments)
	if !single {
		v[2] = like[2]
	}
	return v
}

// updated lists the fields that an update changes, against what was sent last;
// where that was not recorded, against what the account shows.
func (m *maker) updated(a model.Article, known state.Article, seen *model.ObservedArticle, single bool) []FieldChange {
	now := m.wanted(a)
	cover := model.Reference{}
	if len(known.Refs) > 0 {
		cover, _ = model.ParseReference(known.Refs[0])
	}
	switch {
	case known.Fields != model.Fields{}:
		old := valuesOf(known.Fields, now[4], known.Comments)
		if cover != a.Cover && cover != (model.Reference{}) {
			old[4] = m.coverFile(cover, known.Assets)
		}
		return differences(old, now)
	case seen != nil:
		return differences(m.shown(*seen, now, cmp.Or(cover, a.Cover), single), now)
	}
	old := now
	old[0] = cmp.Or(known.Title, now[0])
	return differences(old, now)
}

// overwritten lists the fields of the account that sending an article changes.
func (m *maker) overwritten(a model.Article, seen model.ObservedArticle, single bool) []FieldChange {
	now := m.wanted(a)
	return differences(m.shown(seen, now, a.Cover, single), now)
}

// reversed tells the same differences the other way round.
func reversed(list []FieldChange) []FieldChange {
	var out []FieldChange
	for _, f := range list {
		out = append(out, FieldChange{f.Name, f.New, f.Old})
	}
	return out
}

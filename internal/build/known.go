package build

import (
	"fmt"
	"slices"

	"mpsync/internal/model"
	"mpsync/internal/site"
	"mpsync/internal/state"
)

// unchanged fills a message from its record when all that it is made of stands
// as it was; then nothing is parsed or rendered.
func (b *builder) unchanged(m site.Message, out []made) bool {
	r := b.record(m)
	if r == nil {
		return false
	}
	for i, address := range m.Articles {
		a, known := b.articles[address], r.Articles[i]
		single := len(m.Articles) == 1
		if known.Address != address || known.Path != a.Path || known.Source != a.Source {
			return false
		}
		if !b.final(r) && (known.Degraded || known.Inputs != b.inputs(a, single) || !b.sameDeps(a, known.Assets)) {
			return false
		}
		cover, _ := model.ParseReference(known.Refs[0])
		out[i].article = model.Article{
			Address: address, Path: a.Path, Source: a.Source, Hash: known.Hash, Cover: cover,
			Fields: model.Fields{Title: known.Title}, Comments: a.Meta.Comments, Inputs: known.Inputs, Deps: known.Assets,
			Tasks: a.Meta.Tasks,
		}
	}
	return true
}

// record is what is known of a message, when nothing about it is open.
func (b *builder) record(m site.Message) *state.Message {
	if b.Known == nil || b.Whole[m.Address] {
		return nil
	}
	r := b.Known.Messages[m.Address]
	if r == nil || len(r.Articles) != len(m.Articles) {
		return nil
	}
	for _, i := range b.Known.Intents {
		if i.Address == m.Address {
			return nil
		}
	}
	if slices.ContainsFunc(r.Articles, func(a state.Article) bool { return len(a.Refs) == 0 || a.Hash == model.Hash{} }) {
		return nil
	}
	return r
}

// inputs hashes all that an article's page is made of beside its source and
// what it refers to.
func (b *builder) inputs(a *site.Article, single bool) string {
	key := ""
	if r := b.themes[b.themeOf(a)]; r != nil {
		key = r.Key()
	}
	meta := a.Meta
	c := b.site.Config
	parts := []string{
		key, c.Images.Remote, fmt.Sprint(single), meta.Author, meta.Cover, meta.SourceURL,
		string(meta.Comments), fmt.Sprint(meta.ShowCover), meta.Title, meta.Digest, digestRule,
	}
	if meta.CoverCrop != "" {
		parts = append(parts, "crop "+meta.CoverCrop)
	}
	if k := c.Images.Key(); k != "" { // a part of its own only where it is used: records stay good
		parts = append(parts, k)
	}
	parts = append(parts, c.Drawings.Key()...)
	return model.Sum(append(parts, b.snippetKeys(a)...)...)
}

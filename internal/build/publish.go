package build

import (
	"mpsync/internal/diag"
	"mpsync/internal/model"
	"mpsync/internal/site"
	"mpsync/internal/state"
)

// urlOf is where readers find an article, "" where they cannot yet. What its
// writer says counts more than what mpsync remembers.
func (b *builder) urlOf(a model.Address) string {
	if u := b.site.Published[a]; u != "" {
		return u
	}
	return b.URLs[a]
}

// final says whether a message is what readers have and can't be changed: then
// neither a new theme nor another picture makes it anew.
func (b *builder) final(r *state.Message) bool {
	return r.Public() && (b.Drafts || r.Publication.Kind == state.KindPublish)
}

// publishes says whether a message is to be published: all its articles ask for
// it, because they go out together.
func (b *builder) publishes(m site.Message) bool {
	asking := 0
	var first *site.Article
	for _, address := range m.Articles {
		if a := b.articles[address]; a.Meta.Publish {
			if asking++; first == nil {
				first = a
			}
		}
	}
	if asking > 0 && asking < len(m.Articles) {
		b.result.Findings = append(b.result.Findings, diag.New(diag.Warning, "publish-not-all", first.Pos("publish")))
	}
	return asking == len(m.Articles)
}

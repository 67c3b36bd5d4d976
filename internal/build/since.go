package build

import (
	"slices"

	"mpsync/internal/diag"
	"mpsync/internal/model"
	"mpsync/internal/site"
)

// since leaves out the articles from before the site's first day that the
// account never got, with all that was found in them, so that an old blog does
// not become hundreds of drafts.
func (b *builder) since() []site.Message {
	if len(b.site.Old) == 0 || b.Fragment {
		return b.site.Messages
	}
	known, sources := b.recorded()
	out := map[model.Address]bool{}
	for address, source := range b.site.Old {
		if !known[address] && !sources[source] {
			out[address] = true
			b.result.Skipped[address] = site.SkippedSince
		}
	}
	if len(out) == 0 {
		return b.site.Messages
	}
	b.result.Findings = slices.DeleteFunc(slices.Clone(b.result.Findings), func(d diag.Diagnostic) bool { return out[model.Address(d.Address)] })
	first := b.site.Config.Since
	b.result.Findings = append(b.result.Findings, diag.New(diag.Note, "since-left-out", first.Pos, len(out), first.Day))
	return slices.DeleteFunc(slices.Clone(b.site.Messages), func(m site.Message) bool { return out[m.Address] })
}

// recorded are the addresses and the sources that the state knows: a file that
// was moved is known by its source.
func (b *builder) recorded() (known map[model.Address]bool, sources map[string]bool) {
	known, sources = map[model.Address]bool{}, map[string]bool{}
	if b.Recorded == nil {
		return known, sources
	}
	for address, r := range b.Recorded.Messages {
		known[address] = true
		for _, a := range r.Articles {
			known[a.Address], sources[a.Source] = true, true
		}
	}
	for _, i := range b.Recorded.Intents {
		known[i.Address] = true
	}
	return known, sources
}

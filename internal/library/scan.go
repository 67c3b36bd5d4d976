package library

import (
	"context"
	"slices"

	"mpsync/internal/model"
	"mpsync/internal/wechat"
)

// restarts is how often a listing begins anew because the account changed.
const restarts = 2

// ScanOptions say how much a scan reads.
type ScanOptions struct {
	Content bool // of every message, not only where it comes for nothing
	// Known stops the scan at the first page made wholly of messages that it knows:
	// then nothing new can follow, but what is gone stays unknown. nil reads all.
	Known func(model.Observed) bool
}

// Scan lists the messages of a library, each once, newest first. The account is
// complete when every page was read while the total stood still and gave as many
// messages as it says.
func Scan(ctx context.Context, l Library, o ScanOptions) (model.Account, error) {
	news := func(m model.Observed) bool { return o.Known == nil || !o.Known(m) }
	p := pager[model.Observed]{
		list: func(ctx context.Context, offset int) (int, []model.Observed, error) {
			return l.List(ctx, offset, wechat.PageSize, o.Content)
		},
		id:   func(m model.Observed) string { return m.MediaID },
		stop: func(_, page []model.Observed) bool { return !slices.ContainsFunc(page, news) },
	}
	messages, complete, err := p.all(ctx)
	if err != nil {
		return model.Account{}, err
	}
	return model.Account{Messages: messages, Complete: complete}, nil
}

// Images lists image materials, each once, newest first, until every wanted one
// was seen or there are no more. Wanted are names or media_ids; wanting none
// makes no call. Images of other names are among the result.
func Images(ctx context.Context, c *wechat.Client, wanted []string) ([]model.Material, error) {
	if len(wanted) == 0 {
		return nil, nil
	}
	l, err := Materials(ctx, c, wechat.Image, wanted)
	return l.Materials, err
}

// Materials is [Images] for any type that the account lists; wanting none reads
// all there are.
func Materials(ctx context.Context, c *wechat.Client, t wechat.MaterialType, wanted []string) (model.Listing, error) {
	p := pager[model.Material]{
		list: func(ctx context.Context, offset int) (int, []model.Material, error) {
			return c.BatchGetMaterial(ctx, t, offset, wechat.PageSize)
		},
		id: func(m model.Material) string { return m.MediaID },
		stop: func(all, _ []model.Material) bool {
			found := map[string]bool{}
			for _, m := range all {
				found[m.Name], found[m.MediaID] = true, true
			}
			return len(wanted) > 0 && !slices.ContainsFunc(wanted, func(w string) bool { return !found[w] })
		},
	}
	list, complete, err := p.all(ctx)
	return model.Listing{Materials: list, Complete: complete}, err
}

// pager reads all pages of a listing. Listings have no cursor: what is created
// or deleted meanwhile moves entries from page to page.
type pager[T any] struct {
	list func(ctx context.Context, offset int) (total int, page []T, err error)
	id   func(T) string
	stop func(all, page []T) bool // says after a page that is not empty whether to end
}

// all gives every entry once. complete is unset where entries may be missing.
func (p pager[T]) all(ctx context.Context) (entries []T, complete bool, err error) {
	for range restarts + 1 {
		var moved bool
		entries, complete, moved, err = p.once(ctx)
		if err != nil || !moved {
			return entries, complete, err
		}
	}
	return entries, false, nil
}

// once reads the pages one time, to the end even where the total moved, so that
// the last time gives as much as there is.
func (p pager[T]) once(ctx context.Context) (entries []T, complete, moved bool, err error) {
	seen := map[string]bool{}
	first := -1
	for offset := 0; ; offset += wechat.PageSize {
		total, page, err := p.list(ctx, offset)
		if err != nil {
			return nil, false, false, err
		}
		if first < 0 {
			first = total
		}
		moved = moved || total != first
		for _, e := range page {
			if id := p.id(e); !seen[id] {
				seen[id] = true
				entries = append(entries, e)
			}
		}
		if len(page) > 0 && p.stop(entries, page) {
			return entries, false, false, nil
		}
		if len(page) == 0 || offset+wechat.PageSize >= total {
			return entries, len(entries) == total && !moved, moved, nil
		}
	}
}

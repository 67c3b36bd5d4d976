package library

import (
	"context"
	"slices"
	"sync"

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
	// Dull says of a message that came with content, not read yet, whether that is
	// of no use: it is left out then, so that a large account fits into memory. It may
	// get the sum of a content in its stead. It is called from several goroutines, and
	// more than once; nil keeps all.
	Dull func(model.Observed) bool
}

// atOnce is how many pages of a scan are asked for at the same time, once the
// first one told how many there are: while one is read the next is on its way.
const atOnce = 3

// Scan lists the messages of a library, each once, newest first. The account is
// complete when every page was read while the total stood still and gave as many
// messages as it says.
func Scan(ctx context.Context, l Library, o ScanOptions) (model.Account, error) {
	news := func(m model.Observed) bool { return o.Known == nil || !o.Known(m) }
	p := pager[model.Observed]{
		list: func(ctx context.Context, offset int) (int, []model.Observed, error) {
			total, page, err := o.page(ctx, l, offset)
			for i, m := range page {
				if o.Dull != nil && m.HasContent && o.Dull(m) {
					page[i] = withoutContent(m)
				} else {
					page[i] = Read(m)
				}
			}
			return total, page, err
		},
		id:   func(m model.Observed) string { return m.MediaID },
		stop: func(_, page []model.Observed) bool { return !slices.ContainsFunc(page, news) },
	}
	if o.Known == nil {
		p.ahead, p.stop = atOnce-1, func(_, _ []model.Observed) bool { return false }
	}
	messages, complete, err := p.all(ctx)
	if err != nil {
		return model.Account{}, err
	}
	return model.Account{Messages: messages, Complete: complete}, nil
}

// sifter is a library whose lists always come with content, which it can leave out
// of messages that are dull.
type sifter interface {
	sift(ctx context.Context, offset, count int, dull func(model.Observed) bool) (int, []model.Observed, error)
}

// page lists the messages from an offset on.
func (o ScanOptions) page(ctx context.Context, l Library, offset int) (int, []model.Observed, error) {
	if s, ok := l.(sifter); ok && o.Dull != nil {
		return s.sift(ctx, offset, wechat.PageSize, o.Dull)
	}
	return l.List(ctx, offset, wechat.PageSize, o.Content)
}

// withoutContent is a message as a listing without content gives it.
func withoutContent(o model.Observed) model.Observed {
	o.HasContent = false
	for i := range o.Articles {
		o.Articles[i].Content = ""
	}
	return o
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
	// ahead is how many pages are asked for before the one is there that is read.
	ahead int
}

// answer is one page.
type answer[T any] struct {
	total int
	page  []T
	err   error
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

// ask asks for a page.
func (p pager[T]) ask(ctx context.Context, asked *sync.WaitGroup, offset int) chan answer[T] {
	c := make(chan answer[T], 1)
	asked.Go(func() {
		total, page, err := p.list(ctx, offset)
		c <- answer[T]{total, page, err}
	})
	return c
}

// once reads the pages one time, to the end even where the total moved, so that
// the last time gives as much as there is.
func (p pager[T]) once(ctx context.Context) (entries []T, complete, moved bool, err error) {
	ctx, stop := context.WithCancel(ctx)
	var asked sync.WaitGroup
	defer func() { stop(); asked.Wait() }()
	var queue []chan answer[T]
	seen := map[string]bool{}
	first, total, next := -1, 1, 0
	for offset := 0; ; offset += wechat.PageSize {
		for ; next <= offset || next < total && len(queue) <= p.ahead && first >= 0; next += wechat.PageSize {
			queue = append(queue, p.ask(ctx, &asked, next))
		}
		a := <-queue[0]
		queue = queue[1:]
		var page []T
		if total, page, err = a.total, a.page, a.err; err != nil {
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

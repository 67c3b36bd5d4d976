package library

import (
	"context"

	"mpsync/internal/model"
	"mpsync/internal/wechat"
)

// Published lists what was published, each once, newest first, with content: the
// pages back to one that is older than since, in unix seconds, or the newest page
// for 0. Articles that were deleted are not among it.
func Published(ctx context.Context, c Publications, since int64) ([]model.Published, error) {
	p := pager[model.Published]{
		list: func(ctx context.Context, offset int) (int, []model.Published, error) {
			return c.PublishBatchGet(ctx, offset, wechat.PageSize, false)
		},
		id: func(p model.Published) string { return p.ArticleID },
		stop: func(_, page []model.Published) bool {
			return since == 0 || page[len(page)-1].UpdateTime < since
		},
	}
	list, _, err := p.all(ctx)
	for i := range list {
		list[i].Observed = Read(list[i].Observed)
	}
	return list, err
}

// Publications list what was published.
type Publications interface {
	PublishBatchGet(ctx context.Context, offset, count int, noContent bool) (total int, page []model.Published, err error)
}

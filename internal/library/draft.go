package library

import (
	"context"

	"mpsync/internal/model"
	"mpsync/internal/wechat"
)

// draft keeps messages in the draft box, which a message leaves when it is
// published.
type draft struct{ c *wechat.Client }

func (draft) Name() string { return Draft }

func (draft) APIs() APIs {
	return APIs{
		List: "draft/batchget", Get: "draft/get", Create: "draft/add", Update: "draft/update", Delete: "draft/delete",
	}
}

func (l draft) List(ctx context.Context, offset, count int, content bool) (int, []model.Observed, error) {
	return l.c.DraftBatchGet(ctx, offset, count, !content)
}

func (l draft) Get(ctx context.Context, mediaID string) (model.Observed, error) {
	o, err := l.c.DraftGet(ctx, mediaID)
	return Read(o), gone(err)
}

func (l draft) Create(ctx context.Context, articles []model.Payload) (string, error) {
	return l.c.DraftAdd(ctx, single(articles))
}

func (l draft) Update(ctx context.Context, mediaID string, index int, a model.Payload) error {
	return l.c.DraftUpdate(ctx, mediaID, index, a)
}

func (l draft) Delete(ctx context.Context, mediaID string) error {
	return deleted(l.c.DraftDelete(ctx, mediaID))
}

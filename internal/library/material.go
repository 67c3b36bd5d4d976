package library

import (
	"context"

	"mpsync/internal/model"
	"mpsync/internal/wechat"
)

// material keeps messages among the permanent materials.
type material struct{ c *wechat.Client }

func (material) Name() string { return Material }

func (material) APIs() APIs {
	return APIs{
		List: "material/batchget_material", Get: "material/get_material", Create: "material/add_news",
		Update: "material/update_news", Delete: "material/del_material",
	}
}

// List always comes with content; the API cannot leave it out.
func (l material) List(ctx context.Context, offset, count int, _ bool) (int, []model.Observed, error) {
	return l.c.BatchGetNews(ctx, offset, count)
}

func (l material) sift(ctx context.Context, offset, count int, dull func(model.Observed) bool) (int, []model.Observed, error) {
	return l.c.SiftNews(ctx, offset, count, dull)
}

func (l material) Get(ctx context.Context, mediaID string) (model.Observed, error) {
	o, err := l.c.GetNews(ctx, mediaID)
	return Read(o), gone(err)
}

func (l material) Create(ctx context.Context, articles []model.Payload) (string, error) {
	return l.c.AddNews(ctx, single(articles))
}

func (l material) Update(ctx context.Context, mediaID string, index int, a model.Payload) error {
	return l.c.UpdateNews(ctx, mediaID, index, a)
}

func (l material) Delete(ctx context.Context, mediaID string) error {
	return deleted(l.c.DelMaterial(ctx, mediaID))
}

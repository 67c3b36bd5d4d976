package wechat

import (
	"context"

	"mpsync/internal/model"
)

// PageSize is how many entries a listing gives at most.
const PageSize = 20

// AddNews creates a message of one to eight articles in the material library and
// returns its media_id.
// https://developers.weixin.qq.com/doc/offiaccount/Asset_Management/Adding_Permanent_Assets.html
func (c *Client) AddNews(ctx context.Context, articles []model.Payload) (mediaID string, err error) {
	a, err := send[created](ctx, c, createRequest("material/add_news", articles))
	return a.MediaID, err
}

// ProbeNews calls add_news without an article, which creates nothing: the errcode
// tells whether the account still has that API.
// https://developers.weixin.qq.com/doc/offiaccount/Asset_Management/Adding_Permanent_Assets.html
func (c *Client) ProbeNews(ctx context.Context) error {
	r := createRequest("material/add_news", nil)
	r.effect = reads
	_, err := send[head](ctx, c, r)
	return err
}

// UpdateNews replaces the article at index, from 0, of a message in the material
// library.
// https://developers.weixin.qq.com/doc/offiaccount/Asset_Management/Editing_Permanent_Rich_Media_Assets.html
func (c *Client) UpdateNews(ctx context.Context, mediaID string, index int, a model.Payload) error {
	_, err := send[head](ctx, c, updateRequest("material/update_news", mediaID, index, a))
	return err
}

// GetNews gets one message of the material library, with content.
// https://developers.weixin.qq.com/doc/subscription/api/material/permanent/api_getmaterial.html
func (c *Client) GetNews(ctx context.Context, mediaID string) (model.Observed, error) {
	m, err := send[seenMessage](ctx, c, mediaRequest("material/get_material", reads, mediaID))
	return m.observed(mediaID), err
}

// BatchGetNews lists messages of the material library with content, up to
// PageSize from offset, and says how many there are.
// https://developers.weixin.qq.com/doc/subscription/api/material/permanent/api_batchgetmaterial.html
func (c *Client) BatchGetNews(ctx context.Context, offset, count int) (total int, page []model.Observed, err error) {
	l, err := c.batchGetMaterial(ctx, "news", offset, count)
	if err != nil {
		return 0, nil, err
	}
	return int(*l.TotalCount), l.messages(false), nil
}

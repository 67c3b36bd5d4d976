package wechat

import (
	"context"

	"mpsync/internal/model"
)

// DraftAdd creates a draft and returns its media_id.
// https://developers.weixin.qq.com/doc/subscription/api/draftbox/draftmanage/api_draft_add.html
func (c *Client) DraftAdd(ctx context.Context, articles []model.Payload) (mediaID string, err error) {
	a, err := send[created](ctx, c, createRequest("draft/add", articles))
	return a.MediaID, err
}

// DraftUpdate replaces the article at index, from 0, of a draft.
// https://developers.weixin.qq.com/doc/subscription/api/draftbox/draftmanage/api_draft_update.html
func (c *Client) DraftUpdate(ctx context.Context, mediaID string, index int, a model.Payload) error {
	_, err := send[head](ctx, c, updateRequest("draft/update", mediaID, index, a))
	return err
}

// DraftGet gets one draft, with content. One that is gone, also because it was
// published, is refused with CodeInvalidMediaID.
// https://developers.weixin.qq.com/doc/subscription/api/draftbox/draftmanage/api_getdraft.html
func (c *Client) DraftGet(ctx context.Context, mediaID string) (model.Observed, error) {
	m, err := send[seenMessage](ctx, c, mediaRequest("draft/get", reads, mediaID))
	return m.observed(mediaID), err
}

// DraftBatchGet lists drafts, the one created last first, up to PageSize from
// offset, and says how many there are.
// https://developers.weixin.qq.com/doc/subscription/api/draftbox/draftmanage/api_draft_batchget.html
func (c *Client) DraftBatchGet(ctx context.Context, offset, count int, noContent bool) (total int, page []model.Observed, err error) {
	l, err := send[listed](ctx, c, post("draft/batchget", reads, struct {
		Offset    int `json:"offset"`
		Count     int `json:"count"`
		NoContent int `json:"no_content"`
	}{offset, count, bit(noContent)}))
	if err != nil {
		return 0, nil, err
	}
	return int(*l.TotalCount), l.messages(noContent), nil
}

type draftCount struct {
	head
	TotalCount integer `json:"total_count"`
}

// DraftCount counts drafts.
// https://developers.weixin.qq.com/doc/subscription/api/draftbox/draftmanage/api_draft_count.html
func (c *Client) DraftCount(ctx context.Context) (int, error) {
	n, err := send[draftCount](ctx, c, request{api: "draft/count"})
	return int(n.TotalCount), err
}

// DraftDelete deletes a draft for ever. One that is gone is refused with
// CodeInvalidMediaID.
// https://developers.weixin.qq.com/doc/subscription/api/draftbox/draftmanage/api_draft_delete.html
func (c *Client) DraftDelete(ctx context.Context, mediaID string) error {
	_, err := send[head](ctx, c, mediaRequest("draft/delete", repeats, mediaID))
	return err
}

package wechat

import (
	"context"
	"net/url"

	"mpsync/internal/model"
)

type temporary struct {
	head
	MediaID      string `json:"media_id"`
	ThumbMediaID string `json:"thumb_media_id"` // in its stead, of thumbs on some accounts
}

func (t *temporary) missing() string {
	if t.MediaID == "" && t.ThumbMediaID == "" {
		return "media_id"
	}
	return ""
}

// MediaUpload uploads a temporary material, which lives for three days; doing it
// again does no harm.
// https://developers.weixin.qq.com/doc/subscription/api/material/temporary/api_uploadtempmedia.html
func (c *Client) MediaUpload(ctx context.Context, t MaterialType, f File) (mediaID string, err error) {
	body, kind := form(f, nil)
	a, err := send[temporary](ctx, c, request{
		api: "media/upload", query: url.Values{"type": {string(t)}}, body: body, kind: kind, effect: repeats,
	})
	if a.MediaID == "" {
		a.MediaID = a.ThumbMediaID
	}
	if err == nil {
		c.added(a.MediaID)
	}
	return a.MediaID, err
}

// UploadNews makes a message for one broadcast, with covers that are temporary
// materials. It stands in no library; doing it again does no harm.
// https://developers.weixin.qq.com/doc/service/api/notify/message/api_uploadnewsmsg.html
func (c *Client) UploadNews(ctx context.Context, articles []model.Payload) (mediaID string, err error) {
	r := createRequest("media/uploadnews", articles)
	r.effect = repeats
	a, err := send[created](ctx, c, r)
	return a.MediaID, err
}

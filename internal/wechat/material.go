package wechat

import (
	"context"
	"net/url"

	"mpsync/internal/model"
)

// MaterialType is a type of permanent material.
type MaterialType string

// The types of files; covers of messages are images.
const (
	Image MaterialType = "image"
	Voice MaterialType = "voice"
	Video MaterialType = "video"
	Thumb MaterialType = "thumb" // cannot be listed
)

// VideoInfo is what readers see beside a video.
type VideoInfo struct {
	Title        string `json:"title"`
	Introduction string `json:"introduction"`
}

// AddMaterial uploads a permanent material and returns its media_id, for an
// image also its URL. Only a video has an info.
// https://developers.weixin.qq.com/doc/subscription/api/material/permanent/api_addmaterial.html
func (c *Client) AddMaterial(ctx context.Context, t MaterialType, f File, info *VideoInfo) (mediaID, imageURL string, err error) {
	var description []byte
	if info != nil {
		description = encode(info)
	}
	body, kind := form(f, description)
	a, err := send[created](ctx, c, request{
		api: "material/add_material", query: url.Values{"type": {string(t)}}, body: body, kind: kind, effect: creates,
	})
	if err == nil {
		c.added(a.MediaID)
	}
	return a.MediaID, a.URL, err
}

// DelMaterial deletes a permanent material or a message of the material library,
// for ever. A media_id that is gone is refused with CodeInvalidMediaID.
// https://developers.weixin.qq.com/doc/subscription/api/material/permanent/api_delmaterial.html
func (c *Client) DelMaterial(ctx context.Context, mediaID string) error {
	_, err := send[head](ctx, c, mediaRequest("material/del_material", repeats, mediaID))
	return err
}

// MaterialCounts says how many permanent materials there are of each type.
type MaterialCounts struct{ Voice, Video, Image, News int }

type materialCounts struct {
	head
	Voice integer `json:"voice_count"`
	Video integer `json:"video_count"`
	Image integer `json:"image_count"`
	News  integer `json:"news_count"`
}

// MaterialCount counts permanent materials.
// https://developers.weixin.qq.com/doc/subscription/api/material/permanent/api_getmaterialcount.html
func (c *Client) MaterialCount(ctx context.Context) (MaterialCounts, error) {
	n, err := send[materialCounts](ctx, c, request{api: "material/get_materialcount"})
	return MaterialCounts{int(n.Voice), int(n.Video), int(n.Image), int(n.News)}, err
}

// BatchGetMaterial lists materials of a type, up to PageSize from offset, and
// says how many there are.
// https://developers.weixin.qq.com/doc/subscription/api/material/permanent/api_batchgetmaterial.html
func (c *Client) BatchGetMaterial(ctx context.Context, t MaterialType, offset, count int) (total int, page []model.Material, err error) {
	l, err := c.batchGetMaterial(ctx, string(t), offset, count)
	if err != nil {
		return 0, nil, err
	}
	for _, it := range l.Item {
		page = append(page, model.Material{MediaID: it.MediaID, Name: it.Name, URL: it.URL, UpdateTime: int64(it.UpdateTime)})
	}
	return int(*l.TotalCount), page, nil
}

func (c *Client) batchGetMaterial(ctx context.Context, kind string, offset, count int) (listed, error) {
	return send[listed](ctx, c, listRequest(kind, offset, count))
}

func listRequest(kind string, offset, count int) request {
	return post("material/batchget_material", reads, struct {
		Type   string `json:"type"`
		Offset int    `json:"offset"`
		Count  int    `json:"count"`
	}{kind, offset, count})
}

// uploaded is the answer to uploadimg.
type uploaded struct {
	head
	URL string `json:"url"`
}

func (u *uploaded) missing() string {
	if u.URL == "" {
		return "url"
	}
	return ""
}

// UploadImg uploads a content image, JPEG or PNG under 1 MB, and returns its URL.
// Such an image has no media_id and counts towards no library; uploading it again
// does no harm.
// https://developers.weixin.qq.com/doc/subscription/api/material/permanent/api_uploadimage.html
func (c *Client) UploadImg(ctx context.Context, f File) (imageURL string, err error) {
	body, kind := form(f, nil)
	u, err := send[uploaded](ctx, c, request{api: "media/uploadimg", body: body, kind: kind, effect: repeats})
	return u.URL, err
}

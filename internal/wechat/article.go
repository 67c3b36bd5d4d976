package wechat

import (
	"strings"

	"mpsync/internal/model"
)

// article is an article as requests carry it. Fields that the API only returns,
// such as url, are not sent back: they may fail the call (47001).
type article struct {
	Title              string `json:"title"`
	ThumbMediaID       string `json:"thumb_media_id"`
	Author             string `json:"author"`
	Digest             string `json:"digest"`
	ShowCoverPic       int    `json:"show_cover_pic"`
	Content            string `json:"content"`
	ContentSourceURL   string `json:"content_source_url"`
	NeedOpenComment    int    `json:"need_open_comment"`
	OnlyFansCanComment int    `json:"only_fans_can_comment"`
	// The parts of the cover that are shown; drafts alone have them.
	PicCrop235 string `json:"pic_crop_235_1,omitempty"`
	PicCrop11  string `json:"pic_crop_1_1,omitempty"`
	// Of picture messages.
	ArticleType string     `json:"article_type,omitempty"`
	ImageInfo   *imageInfo `json:"image_info,omitempty"`
}

// imageInfo lists the pictures of a picture message, the first one its cover.
type imageInfo struct {
	ImageList []picture `json:"image_list"`
}

type picture struct {
	MediaID string `json:"image_media_id"`
}

// picturesOf is nil for an ordinary article.
func picturesOf(ids []string) *imageInfo {
	if len(ids) == 0 {
		return nil
	}
	info := &imageInfo{}
	for _, id := range ids {
		info.ImageList = append(info.ImageList, picture{id})
	}
	return info
}

func articleOf(api string, p model.Payload) article {
	open, fans := p.Comments.Flags()
	if !strings.HasPrefix(api, "draft/") {
		p.Crop = model.Crop{}
	}
	kind, crop := "", p.Crop
	if len(p.Pictures) > 0 {
		kind, crop, p.ThumbMediaID = "newspic", model.Crop{}, ""
	}
	return article{
		ArticleType: kind, ImageInfo: picturesOf(p.Pictures),
		Title: p.Fields.Title, ThumbMediaID: p.ThumbMediaID, Author: p.Fields.Author, Digest: p.Fields.Digest,
		ShowCoverPic: bit(p.Fields.ShowCover), Content: p.Content, ContentSourceURL: p.Fields.SourceURL,
		NeedOpenComment: bit(open), OnlyFansCanComment: bit(fans), PicCrop235: crop.Wide, PicCrop11: crop.Square,
	}
}

func bit(b bool) int {
	if b {
		return 1
	}
	return 0
}

// articlesBody is the request that creates a message.
type articlesBody struct {
	Articles []article `json:"articles"`
}

// createRequest makes a message through api.
func createRequest(api string, articles []model.Payload) request {
	body := articlesBody{Articles: make([]article, len(articles))}
	var thumbs []string
	for i, p := range articles {
		body.Articles[i] = articleOf(api, p)
		thumbs = append(thumbs, p.ThumbMediaID)
	}
	r := post(api, creates, body)
	r.thumbs = thumbs
	return r
}

// updateRequest replaces one article of a message through api. "articles" is a
// single object there.
func updateRequest(api, mediaID string, index int, a model.Payload) request {
	r := post(api, repeats, struct {
		MediaID  string  `json:"media_id"`
		Index    int     `json:"index"`
		Articles article `json:"articles"`
	}{mediaID, index, articleOf(api, a)})
	r.thumbs = []string{a.ThumbMediaID}
	return r
}

// mediaRequest is a call about one media_id.
func mediaRequest(api string, e effect, mediaID string) request {
	return post(api, e, struct {
		MediaID string `json:"media_id"`
	}{mediaID})
}

// created is the answer to a call that creates.
type created struct {
	head
	MediaID string `json:"media_id"`
	URL     string `json:"url"`
}

func (c *created) missing() string {
	if c.MediaID == "" {
		return "media_id"
	}
	return ""
}

// seenArticle is an article as answers carry it.
type seenArticle struct {
	Title              string    `json:"title"`
	ThumbMediaID       string    `json:"thumb_media_id"`
	ThumbURL           string    `json:"thumb_url"`
	ArticleType        string    `json:"article_type"`
	Author             string    `json:"author"`
	Digest             string    `json:"digest"`
	ShowCoverPic       integer   `json:"show_cover_pic"`
	Content            *longText `json:"content"`
	URL                string    `json:"url"`
	ContentSourceURL   string    `json:"content_source_url"`
	NeedOpenComment    integer   `json:"need_open_comment"`
	OnlyFansCanComment integer   `json:"only_fans_can_comment"`
	ImageInfo          imageInfo `json:"image_info"`
}

// seenNews is a message without its media_id.
type seenNews struct {
	NewsItem   []seenArticle `json:"news_item"`
	CreateTime integer       `json:"create_time"`
	UpdateTime integer       `json:"update_time"`
}

// seenMessage is the answer to a call that gets one message.
type seenMessage struct {
	head
	seenNews
}

func (m *seenMessage) missing() string {
	if len(m.NewsItem) == 0 {
		return "news_item"
	}
	return ""
}

// observed is the message as the rest of mpsync sees it, but for what a reader
// reads. Only a message of one article has a digest.
func (n seenNews) observed(mediaID string) model.Observed {
	o := model.Observed{
		MediaID: mediaID, CreateTime: int64(n.CreateTime), UpdateTime: int64(n.UpdateTime),
		HasContent: len(n.NewsItem) > 0,
	}
	for _, a := range n.NewsItem {
		oa := model.ObservedArticle{
			Fields: model.Fields{
				Title: strings.TrimSpace(a.Title), Author: strings.TrimSpace(a.Author), Digest: strings.TrimSpace(a.Digest),
				SourceURL: strings.TrimSpace(a.ContentSourceURL), ShowCover: a.ShowCoverPic != 0,
			},
			Comments:     model.CommentsOf(a.NeedOpenComment != 0, a.OnlyFansCanComment != 0),
			ThumbMediaID: a.ThumbMediaID, ThumbURL: a.ThumbURL, Type: a.ArticleType, URL: a.URL,
		}
		for _, p := range a.ImageInfo.ImageList {
			oa.Pictures = append(oa.Pictures, p.MediaID)
		}
		if len(n.NewsItem) > 1 {
			oa.Fields.Digest = ""
		}
		if a.Content == nil {
			o.HasContent = false
		} else {
			oa.Content = string(*a.Content)
		}
		o.Articles = append(o.Articles, oa)
	}
	return o
}

// listedItem is one entry of a listing, of messages or of materials.
type listedItem struct {
	MediaID    string   `json:"media_id"`
	ArticleID  string   `json:"article_id"` // of published messages
	Name       string   `json:"name"`
	URL        string   `json:"url"`
	UpdateTime integer  `json:"update_time"`
	Content    seenNews `json:"content"`
}

// listed is a page of a listing. WeChat may leave item out when it is empty; an
// answer without a total is none, lest an account look empty.
type listed struct {
	head
	TotalCount *integer     `json:"total_count"`
	Item       []listedItem `json:"item"`
}

func (l *listed) missing() string {
	if l.TotalCount == nil {
		return "total_count"
	}
	return ""
}

// message is an entry of a page of messages.
func (it listedItem) message(noContent bool) model.Observed {
	o := it.Content.observed(it.MediaID)
	if it.UpdateTime != 0 {
		o.UpdateTime = int64(it.UpdateTime)
	}
	o.HasContent = o.HasContent && !noContent
	return o
}

// messages are the entries of a page of messages.
func (l *listed) messages(noContent bool) []model.Observed {
	var list []model.Observed
	for _, it := range l.Item {
		list = append(list, it.message(noContent))
	}
	return list
}

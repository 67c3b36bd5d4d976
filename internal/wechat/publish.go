package wechat

import (
	"context"
	"strings"

	"mpsync/internal/model"
)

// label is an id that WeChat writes as a number or as a string.
type label string

// UnmarshalJSON reads 12 and "12".
func (l *label) UnmarshalJSON(b []byte) error {
	*l = label(strings.Trim(string(b), `"`))
	if *l == "null" {
		*l = ""
	}
	return nil
}

// Submitted names a publication that was accepted, which does not mean that it
// succeeded.
type Submitted struct {
	PublishID string
	MsgDataID uint64 // 0 where the account does not say
}

type submitted struct {
	head
	PublishID label   `json:"publish_id"`
	MsgDataID integer `json:"msg_data_id"`
}

func (s *submitted) missing() string {
	if s.PublishID == "" {
		return "publish_id"
	}
	return ""
}

// PublishSubmit publishes a draft without notifying anybody. It is not
// idempotent.
// https://developers.weixin.qq.com/doc/subscription/api/public/api_freepublish_submit.html
func (c *Client) PublishSubmit(ctx context.Context, mediaID string) (Submitted, error) {
	s, err := send[submitted](ctx, c, mediaRequest("freepublish/submit", creates, mediaID))
	return Submitted{string(s.PublishID), uint64(s.MsgDataID)}, err //nolint:gosec // ids are not negative
}

// The values of publish_status.
const (
	PublishOK            = 0
	PublishRunning       = 1
	PublishOriginal      = 2 // the original declaration failed
	PublishFailed        = 3
	PublishRefused       = 4 // by the platform's review
	PublishDeleted       = 5 // by the account, after it was public
	PublishBanned        = 6 // by the system, after it was public
	publishHighestStatus = PublishBanned
)

// PublishState is how a publication stands.
type PublishState struct {
	Status    int
	ArticleID string
	URLs      map[int]string // by place, from 1
	Failed    []int          // places, from 1
}

type publishAnswer struct {
	head
	Status    *integer `json:"publish_status"`
	ArticleID string   `json:"article_id"`
	Detail    struct {
		Item []struct {
			Idx integer `json:"idx"`
			URL string  `json:"article_url"`
		} `json:"item"`
	} `json:"article_detail"`
	FailIdx []integer `json:"fail_idx"`
}

func (p *publishAnswer) missing() string {
	if p.Status == nil || *p.Status < 0 || *p.Status > publishHighestStatus {
		return "publish_status"
	}
	return ""
}

// PublishGet asks how a publication stands.
// https://developers.weixin.qq.com/doc/subscription/api/public/api_freepublish_get.html
func (c *Client) PublishGet(ctx context.Context, publishID string) (PublishState, error) {
	p, err := send[publishAnswer](ctx, c, post("freepublish/get", reads, struct {
		ID string `json:"publish_id"`
	}{publishID}))
	if err != nil {
		return PublishState{}, err
	}
	s := PublishState{Status: int(*p.Status), ArticleID: p.ArticleID, URLs: map[int]string{}}
	for _, it := range p.Detail.Item {
		s.URLs[int(it.Idx)] = it.URL
	}
	for _, idx := range p.FailIdx {
		s.Failed = append(s.Failed, int(idx))
	}
	return s, nil
}

// PublishBatchGet lists published messages, up to PageSize from offset, and says
// how many there are. What was broadcast is not among them.
// https://developers.weixin.qq.com/doc/subscription/api/public/api_freepublish_batchget.html
func (c *Client) PublishBatchGet(ctx context.Context, offset, count int, noContent bool) (total int, page []model.Published, err error) {
	l, err := send[listed](ctx, c, post("freepublish/batchget", reads, struct {
		Offset    int `json:"offset"`
		Count     int `json:"count"`
		NoContent int `json:"no_content"`
	}{offset, count, bit(noContent)}))
	if err != nil {
		return 0, nil, err
	}
	for i, o := range l.messages(noContent) {
		page = append(page, model.Published{ArticleID: l.Item[i].ArticleID, Observed: o})
	}
	return int(*l.TotalCount), page, nil
}

// PublishDelete takes a published message from its readers, for ever: the
// article at index, counted from 1, or all of them for 0.
// https://developers.weixin.qq.com/doc/subscription/api/public/api_freepublish_delete.html
func (c *Client) PublishDelete(ctx context.Context, articleID string, index int) error {
	_, err := send[head](ctx, c, post("freepublish/delete", repeats, struct {
		ArticleID string `json:"article_id"`
		Index     int    `json:"index"`
	}{articleID, index}))
	return err
}

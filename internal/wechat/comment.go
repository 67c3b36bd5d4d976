package wechat

import (
	"context"

	"mpsync/internal/model"
)

// CommentPage is how many comments a listing gives at most: one sentence of the
// documents denies fifty, another allows them.
const CommentPage = 49

// CommentKind chooses which comments a listing gives.
type CommentKind int

// The kinds.
const (
	AllComments      CommentKind = 0
	OrdinaryComments CommentKind = 1
	FeaturedComments CommentKind = 2
)

// about is what every call on comments bears. Index counts from 0.
type about struct {
	MsgDataID uint64 `json:"msg_data_id"`
	Index     int    `json:"index"`
}

// aboutComment names a comment of a thread.
type aboutComment struct {
	about
	ID int64 `json:"user_comment_id"`
}

// commentCall makes a call that answers with nothing but its errcode.
func (c *Client) commentCall(ctx context.Context, call string, e effect, body any) error {
	_, err := send[head](ctx, c, post("comment/"+call, e, body))
	return err
}

// OpenComments lets readers comment on a published article.
// https://developers.weixin.qq.com/doc/offiaccount/en/Comments_management/Image_Comments_Management_Interface.html
func (c *Client) OpenComments(ctx context.Context, t model.Thread) error {
	return c.commentCall(ctx, "open", repeats, about(t))
}

// CloseComments lets nobody comment on a published article any more; what was
// written stays.
// https://developers.weixin.qq.com/doc/offiaccount/en/Comments_management/Image_Comments_Management_Interface.html
func (c *Client) CloseComments(ctx context.Context, t model.Thread) error {
	return c.commentCall(ctx, "close", repeats, about(t))
}

type listedComments struct {
	head
	Total    *integer `json:"total"`
	Comments []struct {
		ID      integer `json:"user_comment_id"`
		OpenID  string  `json:"openid"`
		Time    integer `json:"create_time"`
		Text    string  `json:"content"`
		Elected integer `json:"comment_type"`
		Reply   *struct {
			Text string `json:"content"`
		} `json:"reply"`
	} `json:"comment"`
}

func (l *listedComments) missing() string {
	if l.Total == nil {
		return "total"
	}
	return ""
}

// ListComments gives up to CommentPage comments of a published article from
// begin on, and a total: how many there are of the kind or, as some have seen,
// how many were returned.
// https://developers.weixin.qq.com/doc/offiaccount/en/Comments_management/Image_Comments_Management_Interface.html
func (c *Client) ListComments(ctx context.Context, t model.Thread, kind CommentKind, begin, count int) (total int, page []model.Comment, err error) {
	l, err := send[listedComments](ctx, c, post("comment/list", reads, struct {
		about
		Begin int         `json:"begin"`
		Count int         `json:"count"`
		Kind  CommentKind `json:"type"`
	}{about(t), begin, count, kind}))
	if err != nil {
		return 0, nil, err
	}
	for _, x := range l.Comments {
		m := model.Comment{ID: int64(x.ID), OpenID: x.OpenID, Time: int64(x.Time), Text: x.Text, Featured: x.Elected == 1}
		if x.Reply != nil {
			m.Reply = x.Reply.Text
		}
		page = append(page, m)
	}
	return int(*l.Total), page, nil
}

// FeatureComment puts a comment among the featured ones.
// https://developers.weixin.qq.com/doc/offiaccount/en/Comments_management/Image_Comments_Management_Interface.html
func (c *Client) FeatureComment(ctx context.Context, t model.Thread, id int64) error {
	return c.commentCall(ctx, "markelect", repeats, aboutComment{about(t), id})
}

// UnfeatureComment takes a comment from among the featured ones.
// https://developers.weixin.qq.com/doc/offiaccount/en/Comments_management/Image_Comments_Management_Interface.html
func (c *Client) UnfeatureComment(ctx context.Context, t model.Thread, id int64) error {
	return c.commentCall(ctx, "unmarkelect", repeats, aboutComment{about(t), id})
}

// DeleteComment deletes a comment for ever.
// https://developers.weixin.qq.com/doc/offiaccount/en/Comments_management/Image_Comments_Management_Interface.html
func (c *Client) DeleteComment(ctx context.Context, t model.Thread, id int64) error {
	return c.commentCall(ctx, "delete", repeats, aboutComment{about(t), id})
}

// ReplyToComment writes the author's reply under a comment, which has one at
// most.
// https://developers.weixin.qq.com/doc/service/api/comments/api_replycomment.html
func (c *Client) ReplyToComment(ctx context.Context, t model.Thread, id int64, text string) error {
	return c.commentCall(ctx, "reply/add", creates, struct {
		aboutComment
		Text string `json:"content"`
	}{aboutComment{about(t), id}, text})
}

// DeleteReply takes the author's reply under a comment away.
// https://developers.weixin.qq.com/doc/offiaccount/en/Comments_management/Image_Comments_Management_Interface.html
func (c *Client) DeleteReply(ctx context.Context, t model.Thread, id int64) error {
	return c.commentCall(ctx, "reply/delete", repeats, aboutComment{about(t), id})
}

package wechat

import (
	"context"
)

// Audience says who gets a broadcast: everyone, the followers of one tag, or at
// least two by openid.
type Audience struct {
	All     bool
	Tag     int
	OpenIDs []string
}

// Broadcast names a broadcast that was accepted.
type Broadcast struct {
	MsgID     uint64
	MsgDataID uint64 // 0 where the account does not say, as for one sent before
	// Before says that the same clientmsgid was sent before: nothing was sent now.
	Before bool
}

// CodeSentBefore refuses a broadcast whose clientmsgid was sent in the last 24 hours.
const CodeSentBefore = 45065

type massAnswer struct {
	head
	MsgID     integer `json:"msg_id"`
	MsgDataID integer `json:"msg_data_id"`
}

// massReader keeps an answer also where it is a refusal, because 45065 names the
// broadcast that was sent before.
func massReader(out *massAnswer) reader {
	return func(body []byte) (answer, error) {
		*out = massAnswer{}
		return out, decode(body, out)
	}
}

func (m *massAnswer) missing() string {
	if m.MsgID == 0 {
		return "msg_id"
	}
	return ""
}

type massFilter struct {
	ToAll bool `json:"is_to_all"`
	Tag   int  `json:"tag_id,omitempty"`
}

type massNews struct {
	MediaID string `json:"media_id"`
}

type massBody struct {
	Filter        *massFilter `json:"filter,omitempty"`
	ToUser        []string    `json:"touser,omitempty"`
	News          massNews    `json:"mpnews"`
	Type          string      `json:"msgtype"`
	IgnoreReprint int         `json:"send_ignore_reprint"`
	ClientID      string      `json:"clientmsgid"`
}

// MassSend broadcasts a message. Within 24 hours the same clientID, of up to 64
// bytes, sends nothing twice. reprint lets it go out as a reprint where the check
// of originality finds a source.
// https://developers.weixin.qq.com/doc/service/api/notify/message/api_sendall.html
func (c *Client) MassSend(ctx context.Context, to Audience, mediaID, clientID string, reprint bool) (Broadcast, error) {
	body := massBody{News: massNews{mediaID}, Type: "mpnews", IgnoreReprint: bit(reprint), ClientID: clientID}
	api := MassAPI(to)
	if len(to.OpenIDs) > 0 {
		body.ToUser = to.OpenIDs
	} else {
		body.Filter = &massFilter{ToAll: to.All, Tag: to.Tag}
	}
	var out massAnswer
	e := c.call(ctx, post(api, creates, body), massReader(&out))
	switch {
	case e == nil:
	case e.Code == CodeSentBefore && out.MsgID != 0:
		return Broadcast{MsgID: uint64(out.MsgID), Before: true}, nil //nolint:gosec // ids are not negative
	default:
		return Broadcast{}, e
	}
	return Broadcast{MsgID: uint64(out.MsgID), MsgDataID: uint64(out.MsgDataID)}, nil //nolint:gosec // ids are not negative
}

// MassAPI names the call that reaches an audience.
func MassAPI(to Audience) string {
	if len(to.OpenIDs) > 0 {
		return "message/mass/send"
	}
	return "message/mass/sendall"
}

// MassPreview sends a message to one person, by WeChat name.
// https://developers.weixin.qq.com/doc/service/api/notify/message/api_preview.html
func (c *Client) MassPreview(ctx context.Context, wxName, mediaID string) error {
	_, err := send[head](ctx, c, post("message/mass/preview", creates, struct {
		To   string   `json:"towxname"`
		News massNews `json:"mpnews"`
		Type string   `json:"msgtype"`
	}{wxName, massNews{mediaID}, "mpnews"}))
	return err
}

// The values of msg_status.
const (
	MassSent    = "SEND_SUCCESS"
	MassSending = "SENDING"
	MassFailed  = "SEND_FAIL"
	MassDeleted = "DELETE"
)

type massStatus struct {
	head
	Status string `json:"msg_status"`
}

func (m *massStatus) missing() string {
	if m.Status == "" {
		return "msg_status"
	}
	return ""
}

type massID struct {
	MsgID uint64 `json:"msg_id"`
}

// MassGet asks how a broadcast stands; it is one of the Mass constants.
// https://developers.weixin.qq.com/doc/service/api/notify/message/api_getmasssendmsgstatus.html
func (c *Client) MassGet(ctx context.Context, msgID uint64) (status string, err error) {
	s, err := send[massStatus](ctx, c, post("message/mass/get", reads, massID{msgID}))
	return s.Status, err
}

// MassDelete takes all articles of a broadcast from their readers, for ever.
// https://developers.weixin.qq.com/doc/service/api/notify/message/api_deletemassmsg.html
func (c *Client) MassDelete(ctx context.Context, msgID uint64) error {
	_, err := send[head](ctx, c, post("message/mass/delete", repeats, massID{msgID}))
	return err
}

// MassDeleteArticle takes one article of a broadcast from its readers, for ever:
// that at a place counted from 1, of a broadcast that is known by the address of
// one of its articles.
// https://developers.weixin.qq.com/doc/service/api/notify/message/api_deletemassmsg.html
func (c *Client) MassDeleteArticle(ctx context.Context, url string, place int) error {
	_, err := send[head](ctx, c, post("message/mass/delete", repeats, struct {
		URL   string `json:"url"`
		Place int    `json:"article_idx"`
	}{url, place}))
	return err
}

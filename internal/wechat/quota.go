package wechat

import "context"

// Quota is how often an API may be called in a day.
type Quota struct {
	Limit int // 0 where the account does not limit or does not say
	Left  int
}

type quotaAnswer struct {
	head
	Quota *struct {
		DailyLimit integer `json:"daily_limit"`
		Remain     integer `json:"remain"`
	} `json:"quota"`
}

func (q *quotaAnswer) missing() string {
	if q.Quota == nil {
		return "quota"
	}
	return ""
}

// Quota asks how much of today's quota of an API is left; api is a path below
// /cgi-bin/, such as "draft/add".
// https://developers.weixin.qq.com/doc/subscription/api/apimanage/openapi/api_getapiquota.html
func (c *Client) Quota(ctx context.Context, api string) (Quota, error) {
	a, err := send[quotaAnswer](ctx, c, post("openapi/quota/get", reads, struct {
		Path string `json:"cgi_path"`
	}{"/cgi-bin/" + api}))
	if err != nil {
		return Quota{}, err
	}
	return Quota{int(a.Quota.DailyLimit), int(a.Quota.Remain)}, nil
}

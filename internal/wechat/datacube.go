package wechat

import (
	"context"
	"strconv"
	"strings"
	"time"
)

// Stat is one article that was broadcast on a day.
type Stat struct {
	MsgDataID uint64
	Index     int // from 0, as the calls about comments count
	Title     string
	URL       string // of [Client.ArticleTotal] only
}

type statsAnswer struct {
	head
	List []struct {
		MsgID string `json:"msgid"`
		Title string `json:"title"`
		URL   string `json:"url"`
	} `json:"list"`
}

// ArticleSummary lists the articles broadcast on a day, at the latest
// yesterday's. What was published without notice is not among them.
// https://developers.weixin.qq.com/doc/service/api/analysis/article/api_getarticlesummary.html
func (c *Client) ArticleSummary(ctx context.Context, day time.Time) ([]Stat, error) {
	return c.stats(ctx, "datacube/getarticlesummary", day)
}

// ArticleTotal is [Client.ArticleSummary] with the addresses of the articles.
// https://developers.weixin.qq.com/doc/service/api/analysis/article/api_getarticletotal.html
func (c *Client) ArticleTotal(ctx context.Context, day time.Time) ([]Stat, error) {
	return c.stats(ctx, "datacube/getarticletotal", day)
}

func (c *Client) stats(ctx context.Context, api string, day time.Time) ([]Stat, error) {
	date := day.Format(time.DateOnly)
	a, err := send[statsAnswer](ctx, c, post(api, reads, struct {
		Begin string `json:"begin_date"`
		End   string `json:"end_date"`
	}{date, date}))
	if err != nil {
		return nil, err
	}
	var list []Stat
	seen := map[string]bool{} // an article stands there once for each kind of reader
	for _, it := range a.List {
		id, place, _ := strings.Cut(it.MsgID, "_")
		n, err1 := strconv.ParseUint(id, 10, 64)
		idx, err2 := strconv.Atoi(place)
		if err1 != nil || err2 != nil || idx < 1 || seen[it.MsgID] {
			continue
		}
		seen[it.MsgID] = true
		list = append(list, Stat{n, idx - 1, strings.TrimSpace(it.Title), it.URL})
	}
	return list, nil
}

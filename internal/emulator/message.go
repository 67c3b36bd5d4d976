package emulator

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"hash/fnv"
	"net/url"
	"strconv"
	"strings"
)

// Boxes that messages live in.
const (
	materials = "material"
	drafts    = "draft"
	uploads   = "upload"
	posts     = "post"
)

// addMessage stores a message and returns its new media_id.
func (c *call) addMessage(box string, articles []article) (mediaID string, err error) {
	mediaID = c.newMediaID()
	now := c.now.Unix()
	seq, err := c.insert("INSERT INTO message (box, media_id, created, updated, lag) VALUES (?, ?, ?, ?, ?)",
		box, mediaID, now, now, c.set.int("list_lag_reads"))
	for i := 0; err == nil && i < len(articles); i++ {
		err = c.putArticle(seq, i, articles[i])
	}
	return mediaID, err
}

// newMediaID makes a media_id of the profile's shape: 43 characters, today 64, both
// beginning with the account's own prefix.
func (c *call) newMediaID() string {
	n := 43
	if c.control.meta["profile"] == current {
		n = 64
	}
	prefix := c.control.meta["prefix"]
	return prefix + c.randomID(n)[:n-len(prefix)]
}

func (c *call) putArticle(message int64, idx int, a article) error {
	return c.exec(`INSERT OR REPLACE INTO article (message, idx, type, title, author, digest, source_url, thumb,
		show_cover, comments, fans_only, extra, content) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		message, idx, a.kind, a.title, a.author, a.digest, a.sourceURL, a.thumb,
		a.showCover, a.comments, a.fansOnly, a.extra, a.content)
}

// message is one row of a list.
type message struct {
	seq              int64
	mediaID          string
	created, updated int64
}

// findMessage returns the message of a media_id in a box, or 40007.
func (c *call) findMessage(box, mediaID string) (message, error) {
	m := message{mediaID: mediaID}
	found, err := c.get([]any{&m.seq, &m.created, &m.updated}, "SELECT seq, created, updated FROM message WHERE media_id = ? AND box = ?", mediaID, box)
	if err == nil && !found {
		err = refuse(40007)
	}
	return m, err
}

// touch moves a message's update_time.
func (c *call) touch(seq int64) error {
	return c.exec("UPDATE message SET updated = ? WHERE seq = ?", c.now.Unix(), seq)
}

func (c *call) dropMessage(seq int64) error {
	if err := c.exec("DELETE FROM article WHERE message = ?", seq); err != nil {
		return err
	}
	return c.exec("DELETE FROM message WHERE seq = ?", seq)
}

// newsItem is an article as replies show it.
type newsItem struct {
	Type      string          `json:"article_type,omitempty"` // drafts only
	Title     string          `json:"title"`
	Author    string          `json:"author"`
	Digest    string          `json:"digest"`
	Content   *string         `json:"content,omitempty"`
	SourceURL string          `json:"content_source_url"`
	Thumb     string          `json:"thumb_media_id"`
	ShowCover int             `json:"show_cover_pic"`
	URL       string          `json:"url"`
	ThumbURL  string          `json:"thumb_url"`
	Comments  int             `json:"need_open_comment"`
	FansOnly  int             `json:"only_fans_can_comment"`
	IsDeleted *bool           `json:"is_deleted,omitempty"` // published articles only
	ImageInfo *imageInfo      `json:"image_info,omitempty"`
	CoverInfo json.RawMessage `json:"cover_info,omitempty"`
	Product   json.RawMessage `json:"product_info,omitempty"`
}

// newsReply is a message as replies show it.
type newsReply struct {
	Items   []newsItem `json:"news_item"`
	Created int64      `json:"create_time"`
	Updated int64      `json:"update_time"`
}

// readMessage returns a message the way replies show it.
func (c *call) readMessage(box string, m message, withContent bool) (newsReply, error) {
	out := newsReply{Items: []newsItem{}, Created: m.created, Updated: m.updated}
	content := "NULL"
	if withContent {
		content = "a.content"
	}
	err := c.each(func(scan func(...any) error) error {
		var i newsItem
		var idx int
		var deleted bool
		var kind, extra, format, key string
		if err := scan(&idx, &kind, &i.Title, &i.Author, &i.Digest, &i.SourceURL, &i.Thumb, &i.ShowCover,
			&i.Comments, &i.FansOnly, &deleted, &extra, &format, &key, &i.Content); err != nil {
			return err
		}
		if key != "" {
			i.ThumbURL = imageURL(format, key, "wx_fmt="+format)
		}
		i.URL = c.articleURL(box, m, idx)
		switch box {
		case drafts:
			i.Type = kind
		case posts:
			i.IsDeleted = &deleted
		}
		out.Items = append(out.Items, i)
		return i.readExtras(extra, &out.Items[len(out.Items)-1])
	}, `SELECT a.idx, a.type, a.title, a.author, a.digest, a.source_url, a.thumb, a.show_cover, a.comments, a.fans_only,
		a.deleted, a.extra, coalesce(b.format, ''), coalesce(b.key, ''), `+content+`
		FROM article a LEFT JOIN file f ON f.media_id = a.thumb LEFT JOIN blob b ON b.key = f.key
		WHERE a.message = ? ORDER BY a.idx`, m.seq)
	return out, err
}

// readExtras adds the fields that only drafts have.
func (newsItem) readExtras(extra string, to *newsItem) error {
	if extra == "" {
		return nil
	}
	var x extras
	err := json.Unmarshal([]byte(extra), &x)
	to.ImageInfo, to.CoverInfo, to.Product = x.ImageInfo, x.CoverInfo, x.Product
	return err
}

// articleURL is the address of an article: lasting for materials and posts, and a
// preview that changes every hour for drafts.
func (c *call) articleURL(box string, m message, idx int) string {
	base := "http://mp.weixin.qq.com/s?__biz=" + c.control.meta["biz"]
	if box == drafts {
		key := fmt.Sprintf("%d.%d.%d", m.seq, idx, c.now.Unix()/3600)
		return base + "&tempkey=" + base64.RawURLEncoding.EncodeToString([]byte(key))
	}
	sum := fnv.New64a()
	_, _ = fmt.Fprintf(sum, "%s %d", m.mediaID, idx) // a hash takes every byte
	return fmt.Sprintf("%s&mid=%d&idx=%d&sn=%016x#rd", base, firstMid+m.seq, idx+1, sum.Sum64())
}

// parseArticleURL finds the message and the article, from 0, in an address of
// articleURL, whatever host it is asked of.
func parseArticleURL(address string) (seq int64, idx int, isOurs bool) {
	u, err := url.Parse(address)
	if err != nil || u.Path != "/s" {
		return 0, 0, false
	}
	q := u.Query()
	if b, err := base64.RawURLEncoding.DecodeString(q.Get("tempkey")); err == nil && len(b) > 0 {
		n, _ := fmt.Sscanf(string(b), "%d.%d.", &seq, &idx)
		return seq, idx, n == 2
	}
	mid, err1 := strconv.ParseInt(q.Get("mid"), 10, 64)
	idx, err2 := strconv.Atoi(q.Get("idx"))
	return mid - firstMid, idx - 1, err1 == nil && err2 == nil
}

// firstMid is what the numbers in addresses start from.
const firstMid = 100000000

// listReply is a page of a list.
type listReply struct {
	Total int        `json:"total_count"`
	Count int        `json:"item_count"`
	Items []listItem `json:"item"`
}

type listItem struct {
	MediaID   string    `json:"media_id,omitempty"`
	ArticleID string    `json:"article_id,omitempty"`
	Content   newsReply `json:"content"`
	Updated   int64     `json:"update_time"`
}

// listMessages returns a page of a box, newest first.
func (c *call) listMessages(box string, p page, withContent bool) (any, error) {
	if err := p.check(); err != nil {
		return nil, err
	}
	out := listReply{Items: []listItem{}}
	if _, err := c.get([]any{&out.Total}, "SELECT count(*) FROM message WHERE box = ? AND lag = 0", box); err != nil {
		return nil, err
	}
	var page []message
	if err := c.each(func(scan func(...any) error) error {
		var m message
		err := scan(&m.seq, &m.mediaID, &m.created, &m.updated)
		page = append(page, m)
		return err
	}, "SELECT seq, media_id, created, updated FROM message WHERE box = ? AND lag = 0 ORDER BY seq DESC LIMIT ? OFFSET ?",
		box, p.Count.n, p.Offset.n); err != nil {
		return nil, err
	}
	if err := c.exec("UPDATE message SET lag = lag - 1 WHERE box = ? AND lag > 0", box); err != nil {
		return nil, err
	}
	for _, m := range page {
		content, err := c.readMessage(box, m, withContent)
		if err != nil {
			return nil, err
		}
		out.Items = append(out.Items, listItem{MediaID: m.mediaID, Content: content, Updated: m.updated})
	}
	out.Count = len(out.Items)
	return c.emptied(out, out.Total, out.Count), nil
}

// updateIn is the body of update_news and draft/update.
type updateIn struct {
	MediaID string          `json:"media_id"`
	Index   num             `json:"index"`
	Article json.RawMessage `json:"articles"`
}

// updateMessage replaces one article of a message.
func (c *call) updateMessage(box string, badIndex int) (any, error) {
	var in updateIn
	if err := c.readTexts(&in); err != nil {
		return nil, err
	}
	m, err := c.findMessage(box, in.MediaID)
	if err != nil {
		return nil, err
	}
	var count int64
	if _, err := c.get([]any{&count}, "SELECT count(*) FROM article WHERE message = ?", m.seq); err != nil {
		return nil, err
	}
	if in.Index.n < 0 || in.Index.n >= count {
		return nil, refuse(badIndex)
	}
	a, err := c.decodeArticle(in.Article, box == drafts)
	if err != nil {
		return nil, err
	}
	stored, err := c.checkArticle(a, terms{single: count == 1, draft: box == drafts})
	if err != nil {
		return nil, err
	}
	if err := c.putArticle(m.seq, int(in.Index.n), stored); err != nil {
		return nil, err
	}
	return ok, c.touch(m.seq)
}

// decodeArticle decodes the one article of an update: an object, not a list.
func (c *call) decodeArticle(raw json.RawMessage, draft bool) (a articleIn, err error) {
	switch trimmed := strings.TrimSpace(string(raw)); {
	case trimmed == "" || trimmed == "null" || trimmed == "{}":
		return a, refuse(40007)
	case trimmed[0] == '[' && c.set.text("update_list") == "accept":
		return c.decodeOnly(raw, draft)
	case json.Unmarshal(raw, &a) != nil:
		return a, refuse(47001)
	case draft && c.set.text("echo_fields") == "refuse" && (a.URL != nil || a.ThumbURL != nil):
		return a, refuse(47001)
	}
	return a, nil
}

// decodeOnly decodes a list of one article, which some documents of clients show.
func (c *call) decodeOnly(raw json.RawMessage, draft bool) (a articleIn, err error) {
	var list []json.RawMessage
	if json.Unmarshal(raw, &list) != nil || len(list) != 1 {
		return a, refuse(47001)
	}
	return c.decodeArticle(list[0], draft)
}

// emptied is a page of a list, or what stands for one with nothing in it.
func (c *call) emptied(list any, total, items int) any {
	if items == 0 && c.set.text("empty_lists") == "absent" {
		return map[string]int{"total_count": total, "item_count": 0}
	}
	return list
}

package emulator

import (
	"fmt"
	"time"
)

// What readers did is always nothing here: these calls serve to find the
// msg_data_id of articles that were sent from the console.

// statsItem is one mass sent article in both kinds of statistics.
type statsItem struct {
	Date    string        `json:"ref_date"`
	MsgID   string        `json:"msgid"` // msg_data_id, "_", place counted from 1
	Title   string        `json:"title"`
	URL     string        `json:"url,omitempty"`
	Details []statsDetail `json:"details,omitempty"`
	*readers
}

type statsDetail struct {
	Date string `json:"stat_date"`
	readers
}

// readers are the counts that the pages name.
type readers struct {
	PageUsers   int `json:"int_page_read_user"`
	PageReads   int `json:"int_page_read_count"`
	OriginUsers int `json:"ori_page_read_user"`
	OriginReads int `json:"ori_page_read_count"`
	ShareUsers  int `json:"share_user"`
	Shares      int `json:"share_count"`
	SaveUsers   int `json:"add_to_fav_user"`
	Saves       int `json:"add_to_fav_count"`
}

// articleSummary lists the articles sent on one day.
func (c *call) articleSummary() (any, error) {
	return c.stats(func(i *statsItem, _ string) { i.readers = &readers{} })
}

// articleTotal lists them with their addresses and with one count for each day since.
func (c *call) articleTotal() (any, error) {
	return c.stats(func(i *statsItem, address string) {
		i.URL = address
		i.Details = []statsDetail{{Date: i.Date}}
	})
}

// stats lists the mass sent articles of one day, at the latest of yesterday.
// Published articles that nobody was notified of are not among them.
func (c *call) stats(finish func(i *statsItem, address string)) (any, error) {
	var in struct {
		Begin string `json:"begin_date"`
		End   string `json:"end_date"`
	}
	if err := c.readJSON(&in); err != nil {
		return nil, err
	}
	from, err1 := time.ParseInLocation(time.DateOnly, in.Begin, china)
	to, err2 := time.ParseInLocation(time.DateOnly, in.End, china)
	switch {
	case err1 != nil || err2 != nil:
		return nil, refuse(61500)
	case !from.Equal(to) || !to.AddDate(0, 0, 1).Before(c.now):
		return nil, refuse(61501)
	}
	list := []statsItem{}
	err := c.each(func(scan func(...any) error) error {
		i := statsItem{Date: in.Begin}
		var id int64
		var idx int
		var m message
		if err := scan(&id, &idx, &i.Title, &m.seq, &m.mediaID); err != nil {
			return err
		}
		i.MsgID = fmt.Sprintf("%d_%d", id, idx+1)
		finish(&i, c.articleURL(posts, m, idx))
		list = append(list, i)
		return nil
	}, `SELECT p.msg_data_id, a.idx, a.title, m.seq, m.media_id FROM post p JOIN message m ON m.seq = p.message JOIN article a ON a.message = m.seq
		WHERE p.kind = 'mass' AND p.created >= ? AND p.created < ? ORDER BY p.msg_data_id, a.idx`, from.Unix(), from.AddDate(0, 0, 1).Unix())
	return map[string]any{"list": list}, err
}

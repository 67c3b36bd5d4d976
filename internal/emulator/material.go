package emulator

import "strconv"

// newsClosed refuses the calls that write permanent articles where they are retired.
func (c *call) newsClosed() error {
	if how := c.set.text("news_api"); how != "open" {
		code, _ := strconv.Atoi(how) // the table of settings allows only codes here
		return refuse(code)
	}
	return nil
}

// addNews stores a permanent article message.
func (c *call) addNews() (any, error) {
	if err := c.newsClosed(); err != nil {
		return nil, err
	}
	var in struct {
		Articles []articleIn `json:"articles"`
	}
	if err := c.readTexts(&in); err != nil {
		return nil, err
	}
	articles, err := c.checkArticles(in.Articles, terms{})
	if err != nil {
		return nil, err
	}
	if err := c.checkRoom("news"); err != nil {
		return nil, err
	}
	id, err := c.addMessage(materials, articles)
	return idReply{id}, err
}

func (c *call) updateNews() (any, error) {
	if err := c.newsClosed(); err != nil {
		return nil, err
	}
	return c.updateMessage(materials, 40114)
}

// materialCounts are the sizes of the library.
type materialCounts struct {
	Voice int `json:"voice_count"`
	Video int `json:"video_count"`
	Image int `json:"image_count"`
	News  int `json:"news_count"`

	thumb int // not reported
}

func (c *call) countMaterial() (any, error) { return c.countLibrary() }

func (c *call) countLibrary() (n materialCounts, err error) {
	if _, err := c.get([]any{&n.News}, "SELECT count(*) FROM message WHERE box = 'material'"); err != nil {
		return n, err
	}
	return n, c.each(func(scan func(...any) error) error {
		var kind string
		var count int
		err := scan(&kind, &count)
		switch kind {
		case "image":
			n.Image = count
		case "voice":
			n.Voice = count
		case "video":
			n.Video = count
		case "thumb":
			n.thumb = count
		}
		return err
	}, "SELECT kind, count(*) FROM file WHERE ends = 0 GROUP BY kind")
}

// checkRoom refuses one material more than the library holds.
func (c *call) checkRoom(kind string) error {
	n, err := c.countLibrary()
	if err != nil {
		return err
	}
	used, limit := n.News+n.Image, c.set.int("library_cap")
	switch other := c.set.int("other_cap"); kind {
	case "voice":
		used, limit = n.Voice, other
	case "video":
		used, limit = n.Video, other
	case "thumb":
		used, limit = n.thumb, other
	}
	if used >= limit {
		return refuse(45074)
	}
	return nil
}

// getMaterial returns articles and videos as JSON, everything else as bytes.
func (c *call) getMaterial() (any, error) {
	var in idIn
	if err := c.readJSON(&in); err != nil {
		return nil, err
	}
	var kind, title, intro, name, key string
	found, err := c.get([]any{&kind, &title, &intro, &name, &key}, "SELECT kind, title, intro, name, key FROM file WHERE media_id = ? AND ends = 0", in.MediaID)
	switch {
	case err != nil:
		return nil, err
	case !found:
		m, err := c.findMessage(materials, in.MediaID)
		if err != nil {
			return nil, err
		}
		return c.readMessage(materials, m, true)
	case kind == "video":
		return map[string]string{"title": title, "description": intro, "down_url": imageURL("mp4", key, "")}, nil
	}
	f := file{name: name}
	_, err = c.get([]any{&f.contentType, &f.data}, "SELECT type, data FROM blob WHERE key = ?", key)
	return f, err
}

// mediaItem is a material other than an article in a list.
type mediaItem struct {
	MediaID string   `json:"media_id"`
	Name    string   `json:"name"`
	Updated int64    `json:"update_time"`
	URL     string   `json:"url"`
	Tags    []string `json:"tags"`
}

// mediaReply is a page of such a list.
type mediaReply struct {
	Total int         `json:"total_count"`
	Count int         `json:"item_count"`
	Items []mediaItem `json:"item"`
}

func (c *call) batchgetMaterial() (any, error) {
	var in struct {
		page
		Type string `json:"type"`
	}
	if err := c.readJSON(&in); err != nil {
		return nil, err
	}
	switch in.Type {
	case "news":
		return c.listMessages(materials, in.page, true)
	case "image", "voice", "video":
		return c.listFiles(in.Type, in.page)
	}
	return nil, refuse(40004)
}

// listFiles returns a page of one kind of material, newest first.
func (c *call) listFiles(kind string, p page) (any, error) {
	if err := p.check(); err != nil {
		return nil, err
	}
	out := mediaReply{Items: []mediaItem{}}
	if _, err := c.get([]any{&out.Total}, "SELECT count(*) FROM file WHERE kind = ? AND ends = 0 AND lag = 0", kind); err != nil {
		return nil, err
	}
	err := c.each(func(scan func(...any) error) error {
		m := mediaItem{Tags: []string{}}
		var format, key string
		err := scan(&m.MediaID, &m.Name, &m.Updated, &format, &key)
		if kind == "image" {
			m.URL = imageURL(format, key, "wx_fmt="+format)
		}
		out.Items = append(out.Items, m)
		return err
	}, `SELECT f.media_id, f.name, f.created, b.format, b.key FROM file f JOIN blob b ON b.key = f.key
		WHERE f.kind = ? AND f.ends = 0 AND f.lag = 0 ORDER BY f.seq DESC LIMIT ? OFFSET ?`, kind, p.Count.n, p.Offset.n)
	out.Count = len(out.Items)
	if err == nil {
		err = c.exec("UPDATE file SET lag = lag - 1 WHERE kind = ? AND lag > 0", kind)
	}
	return c.emptied(out, out.Total, out.Count), err
}

// delMaterial deletes a permanent material. The picture behind its URL stays, as
// articles may still show it.
func (c *call) delMaterial() (any, error) {
	var in idIn
	if err := c.readJSON(&in); err != nil {
		return nil, err
	}
	gone, err := c.change("DELETE FROM file WHERE media_id = ? AND ends = 0", in.MediaID)
	if err != nil || gone > 0 {
		return ok, err
	}
	m, err := c.findMessage(materials, in.MediaID)
	if err != nil {
		return nil, err
	}
	return ok, c.dropMessage(m.seq)
}

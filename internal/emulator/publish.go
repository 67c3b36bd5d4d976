package emulator

import "strconv"

// Statuses of a publication.
const (
	publishOK         = 0
	publishRunning    = 1
	publishDeleted    = 5
	publishAllDeleted = publishDeleted
)

// submit publishes a draft.
func (c *call) submit() (any, error) {
	var in idIn
	if err := c.readJSON(&in); err != nil {
		return nil, err
	}
	m, err := c.findMessage(drafts, in.MediaID)
	if err != nil {
		return nil, err
	}
	ends, _ := strconv.Atoi(c.set.text("publish_status")) // the table of settings allows only numbers
	var p post
	if ends == publishOK {
		if p, err = c.makePost(drafts, m, published); err != nil {
			return nil, err
		}
	}
	id, err := c.insert("INSERT INTO job (media_id, post, status, ready) VALUES (?, ?, ?, ?)",
		in.MediaID, p.msgDataID, ends, c.now.Unix()+int64(c.set.int("publish_seconds")))
	return struct {
		done
		PublishID any   `json:"publish_id"`
		MsgDataID int64 `json:"msg_data_id"`
	}{ok, c.publishID(id), p.msgDataID}, err
}

// publishID writes a publish_id as the setting wants it.
func (c *call) publishID(id int64) any {
	if c.set.text("publish_id_type") == "string" {
		return strconv.FormatInt(id, 10)
	}
	return id
}

type publishedItem struct {
	Index int    `json:"idx"`
	URL   string `json:"article_url"`
}

type publishedDetail struct {
	Count int             `json:"count"`
	Items []publishedItem `json:"item"`
}

type jobReply struct {
	PublishID any              `json:"publish_id"`
	Status    int              `json:"publish_status"`
	ArticleID string           `json:"article_id,omitempty"`
	Detail    *publishedDetail `json:"article_detail,omitempty"`
	FailIdx   []int            `json:"fail_idx"`
}

// getJob tells how a publication stands. fail_idx is always there, empty or not.
func (c *call) getJob() (any, error) {
	var in struct {
		ID num `json:"publish_id"`
	}
	if err := c.readJSON(&in); err != nil {
		return nil, err
	}
	out := jobReply{PublishID: c.publishID(in.ID.n), FailIdx: []int{}}
	var postID, ready int64
	found, err := c.get([]any{&postID, &out.Status, &ready}, "SELECT post, status, ready FROM job WHERE publish_id = ?", in.ID.n)
	switch {
	case err != nil:
		return nil, err
	case !found:
		return nil, refuse(53502)
	case c.now.Unix() < ready:
		out.Status = publishRunning
		return out, nil
	case out.Status != publishOK:
		out.FailIdx = []int{1}
		return out, nil
	}
	return c.addDetail(out, postID)
}

// addDetail adds the articles of a publication that went well.
func (c *call) addDetail(out jobReply, postID int64) (any, error) {
	p, _, err := c.findPost("p.msg_data_id = ?", postID)
	if err != nil {
		return nil, err
	}
	all, deleted, err := c.articleIndexes(p)
	if err != nil {
		return nil, err
	}
	if deleted == len(all) {
		out.Status = publishAllDeleted
		return out, nil
	}
	out.ArticleID = p.articleID
	out.Detail = &publishedDetail{Count: len(all), Items: []publishedItem{}}
	for _, idx := range all {
		out.Detail.Items = append(out.Detail.Items, publishedItem{idx, c.articleURL(posts, p.message, idx-1)})
	}
	return out, nil
}

type articleIDIn struct {
	ArticleID string `json:"article_id"`
	Index     num    `json:"index"`
}

// findPublished returns the publication of an article_id, or 53600.
func (c *call) findPublished(articleID string) (post, error) {
	p, found, err := c.findPost("p.article_id = ?", articleID)
	if err == nil && (!found || p.kind != published) {
		err = refuse(53600)
	}
	return p, err
}

func (c *call) getPublished() (any, error) {
	var in articleIDIn
	if err := c.readJSON(&in); err != nil {
		return nil, err
	}
	p, err := c.findPublished(in.ArticleID)
	if err != nil {
		return nil, err
	}
	return c.readMessage(posts, p.message, true)
}

// deletePublished deletes one article, counted from 1, or all of them.
func (c *call) deletePublished() (any, error) {
	var in articleIDIn
	if err := c.readJSON(&in); err != nil {
		return nil, err
	}
	p, err := c.findPublished(in.ArticleID)
	if err != nil {
		return nil, err
	}
	return ok, c.deleteArticles(p, in.Index.n, 40114)
}

// livePublished are the publications that lists show: over, and not wholly deleted.
const livePublished = ` FROM post p JOIN message m ON m.seq = p.message
	WHERE p.kind = 'publish' AND EXISTS (SELECT 1 FROM article a WHERE a.message = m.seq AND a.deleted = 0)
	AND NOT EXISTS (SELECT 1 FROM job j WHERE j.post = p.msg_data_id AND j.ready > ?)`

// batchgetPublished lists publications, newest first. Mass sent articles are not among them.
func (c *call) batchgetPublished() (any, error) {
	var in struct {
		page
		NoContent num `json:"no_content"`
	}
	if err := c.readJSON(&in); err != nil {
		return nil, err
	}
	if err := in.check(); err != nil {
		return nil, err
	}
	out := listReply{Items: []listItem{}}
	if _, err := c.get([]any{&out.Total}, "SELECT count(*)"+livePublished, c.now.Unix()); err != nil {
		return nil, err
	}
	var found []post
	if err := c.each(func(scan func(...any) error) error {
		var p post
		err := scan(&p.articleID, &p.message.seq, &p.message.mediaID, &p.message.created, &p.message.updated)
		found = append(found, p)
		return err
	}, "SELECT p.article_id, m.seq, m.media_id, m.created, m.updated"+livePublished+" ORDER BY p.msg_data_id DESC LIMIT ? OFFSET ?",
		c.now.Unix(), in.Count.n, in.Offset.n); err != nil {
		return nil, err
	}
	for _, p := range found {
		content, err := c.readMessage(posts, p.message, in.NoContent.n != 1)
		if err != nil {
			return nil, err
		}
		out.Items = append(out.Items, listItem{ArticleID: p.articleID, Content: content, Updated: p.message.updated})
	}
	out.Count = len(out.Items)
	return c.emptied(out, out.Total, out.Count), nil
}

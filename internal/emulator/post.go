package emulator

// Kinds of posts.
const (
	published = "publish" // without notice to followers
	sent      = "mass"    // mass sent
)

// post is a message that followers can read.
type post struct {
	msgDataID int64
	articleID string
	kind      string
	message   message
}

// makePost makes a message public. A draft leaves the draft box by it; of anything
// else a copy is posted, once: sending the same material twice shares the articles.
func (c *call) makePost(box string, m message, kind string) (post, error) {
	if box != drafts {
		if p, found, err := c.findPost("m.media_id = ?", m.mediaID); err != nil || found {
			return p, err
		}
	}
	p := post{articleID: c.newMediaID(), kind: kind, message: m}
	var err error
	if box == drafts {
		err = c.exec("UPDATE message SET box = 'post', updated = ? WHERE seq = ?", c.now.Unix(), m.seq)
	} else {
		p.message.seq, err = c.copyMessage(m, posts)
	}
	if err != nil {
		return p, err
	}
	if err := c.exec("UPDATE article SET opened = comments WHERE message = ?", p.message.seq); err != nil {
		return p, err
	}
	p.msgDataID, err = c.insert("INSERT INTO post (message, article_id, kind, created) VALUES (?, ?, ?, ?)",
		p.message.seq, p.articleID, kind, c.now.Unix())
	return p, err
}

// copyMessage copies a message with its articles into another box.
func (c *call) copyMessage(m message, box string) (seq int64, err error) {
	now := c.now.Unix()
	seq, err = c.insert("INSERT INTO message (box, media_id, created, updated) VALUES (?, ?, ?, ?)", box, m.mediaID, now, now)
	if err != nil {
		return 0, err
	}
	return seq, c.exec(`INSERT INTO article (message, idx, type, title, author, digest, source_url, thumb, show_cover, comments, fans_only, extra, content)
		SELECT ?, idx, type, title, author, digest, source_url, thumb, show_cover, comments, fans_only, extra, content FROM article WHERE message = ?`, seq, m.seq)
}

// findPost finds a post by a condition on post p and message m.
func (c *call) findPost(where string, arg any) (p post, found bool, err error) {
	found, err = c.get([]any{&p.msgDataID, &p.articleID, &p.kind, &p.message.seq, &p.message.mediaID, &p.message.created, &p.message.updated},
		`SELECT p.msg_data_id, p.article_id, p.kind, m.seq, m.media_id, m.created, m.updated
		FROM post p JOIN message m ON m.seq = p.message WHERE `+where, arg)
	return p, found, err
}

// deleteArticles deletes one article of a post, counted from 1, or all for 0.
func (c *call) deleteArticles(p post, index int64, badIndex int) error {
	n, err := c.change("UPDATE article SET deleted = 1 WHERE message = ?1 AND (?2 = 0 OR idx = ?2 - 1)", p.message.seq, index)
	if err == nil && n == 0 {
		return refuse(badIndex)
	}
	return err
}

// articleIndexes are the places of a post's articles, counted from 1.
func (c *call) articleIndexes(p post) (all []int, deleted int, err error) {
	err = c.each(func(scan func(...any) error) error {
		var idx int
		var gone bool
		err := scan(&idx, &gone)
		all = append(all, idx+1)
		if gone {
			deleted++
		}
		return err
	}, "SELECT idx, deleted FROM article WHERE message = ? ORDER BY idx", p.message.seq)
	return all, deleted, err
}

package emulator

import "strconv"

// idIn is the body of the calls that name one message or material.
type idIn struct {
	MediaID string `json:"media_id"`
}

type idReply struct {
	MediaID string `json:"media_id"`
}

// addDraft puts a message into the draft box.
func (c *call) addDraft() (any, error) {
	var in struct {
		Articles []articleIn `json:"articles"`
	}
	if err := c.readTexts(&in); err != nil {
		return nil, err
	}
	articles, err := c.checkArticles(in.Articles, terms{draft: true})
	if err != nil {
		return nil, err
	}
	id, err := c.addMessage(drafts, articles)
	return idReply{id}, err
}

func (c *call) updateDraft() (any, error) {
	code, _ := strconv.Atoi(c.set.text("bad_index_code")) // the table of settings allows only codes
	return c.updateMessage(drafts, code)
}

func (c *call) getDraft() (any, error) {
	var in idIn
	if err := c.readJSON(&in); err != nil {
		return nil, err
	}
	m, err := c.findMessage(drafts, in.MediaID)
	if err != nil {
		return nil, err
	}
	return c.readMessage(drafts, m, true)
}

func (c *call) batchgetDraft() (any, error) {
	var in struct {
		page
		NoContent num `json:"no_content"`
	}
	if err := c.readJSON(&in); err != nil {
		return nil, err
	}
	return c.listMessages(drafts, in.page, in.NoContent.n != 1)
}

func (c *call) countDraft() (any, error) {
	var out struct {
		Total int `json:"total_count"`
	}
	_, err := c.get([]any{&out.Total}, "SELECT count(*) FROM message WHERE box = 'draft'")
	return out, err
}

func (c *call) deleteDraft() (any, error) {
	var in idIn
	if err := c.readJSON(&in); err != nil {
		return nil, err
	}
	m, err := c.findMessage(drafts, in.MediaID)
	if err != nil {
		return nil, err
	}
	return ok, c.dropMessage(m.seq)
}

// switchDraft answers that the draft box is open, as it is for everybody.
func (c *call) switchDraft() (any, error) {
	return struct {
		done
		IsOpen int `json:"is_open"`
	}{ok, 1}, nil
}

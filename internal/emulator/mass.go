package emulator

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
)

// massIn is the body of the mass send calls.
type massIn struct {
	Filter *struct {
		ToAll bool `json:"is_to_all"`
		Tag   num  `json:"tag_id"`
	} `json:"filter"`
	ToUser   json.RawMessage `json:"touser"`
	ToWxName string          `json:"towxname"`
	Type     string          `json:"msgtype"`
	News     idIn            `json:"mpnews"`
	Image    idIn            `json:"image"`
	Voice    idIn            `json:"voice"`
	Video    idIn            `json:"mpvideo"`
	Text     struct {
		Content string `json:"content"`
	} `json:"text"`
	Images struct {
		MediaIDs []string `json:"media_ids"`
	} `json:"images"`
	Card struct {
		ID string `json:"card_id"`
	} `json:"wxcard"`
	ClientID string `json:"clientmsgid"`
}

// Values of msg_status.
const (
	sendOK      = "SEND_SUCCESS"
	sendRunning = "SENDING"
	sendFailed  = "SEND_FAIL"
	sendDeleted = "DELETE"
)

type massReply struct {
	done
	MsgID     int64 `json:"msg_id"`
	MsgDataID int64 `json:"msg_data_id,omitempty"` // of articles only
}

// sendAll sends to everyone or to a tag.
func (c *call) sendAll() (any, error) {
	var in massIn
	if err := c.readJSON(&in); err != nil {
		return nil, err
	}
	if in.Filter == nil || !in.Filter.ToAll && !in.Filter.Tag.set {
		return nil, refuse(40097)
	}
	return c.sendTo(in, in.Filter)
}

// sendSome sends to 2 to 10,000 followers by openid.
func (c *call) sendSome() (any, error) {
	var in massIn
	if err := c.readJSON(&in); err != nil {
		return nil, err
	}
	var users []string
	switch {
	case in.ToUser == nil:
		return nil, refuse(40003)
	case json.Unmarshal(in.ToUser, &users) != nil:
		return nil, refuse(47001)
	case len(users) < 2 || len(users) > 10000:
		return nil, refuse(40130)
	}
	return c.sendTo(in, users)
}

// sendTo does what both mass sends do once their recipients are known.
func (c *call) sendTo(in massIn, to any) (any, error) {
	// What was sent before is refused as such, also where its draft left the box by it.
	clientID, err := c.checkClientID(in, to)
	if err != nil {
		return nil, err
	}
	if err := c.checkSendable(in); err != nil {
		return nil, err
	}
	if err := c.checkMassQuota(); err != nil {
		return nil, err
	}
	out, ends := massReply{done: done{0, "send job submission success"}}, c.set.text("mass_status")
	if in.Type == "mpnews" && ends == sendOK {
		if out.MsgDataID, err = c.sendNews(in.News.MediaID); err != nil {
			return nil, err
		}
	}
	out.MsgID, err = c.insert("INSERT INTO mass (post, client_id, created, status) VALUES (?, ?, ?, ?)",
		out.MsgDataID, clientID, c.now.Unix(), ends)
	return out, err
}

// checkSendable checks the one part of the body that msgtype names.
func (c *call) checkSendable(in massIn) error {
	switch in.Type {
	case "mpnews":
		_, _, err := c.findSendable(in.News.MediaID)
		return err
	case "text":
		if in.Text.Content == "" {
			return refuse(44004)
		}
		return nil
	case "image":
		return c.checkFiles("image", in.Image.MediaID)
	case "voice":
		return c.checkFiles("voice", in.Voice.MediaID)
	case "mpvideo":
		return c.checkFiles("video", in.Video.MediaID)
	case "images":
		return c.checkFiles("image", in.Images.MediaIDs...)
	case "wxcard":
		if in.Card.ID == "" {
			return refuse(41011)
		}
		return nil
	}
	return refuse(40008)
}

// checkFiles wants living files of one kind.
func (c *call) checkFiles(kind string, ids ...string) error {
	if len(ids) == 0 {
		return refuse(40007)
	}
	for _, id := range ids {
		var one int
		found, err := c.get([]any{&one}, "SELECT 1 FROM file WHERE media_id = ? AND kind = ? AND (ends = 0 OR ends > ?)", id, kind, c.now.Unix())
		if err != nil {
			return err
		}
		if !found {
			return refuse(40007)
		}
	}
	return nil
}

// findSendable finds the articles of a media_id in any box that can be sent.
func (c *call) findSendable(mediaID string) (box string, m message, err error) {
	m.mediaID = mediaID
	found, err := c.get([]any{&box, &m.seq, &m.created, &m.updated},
		"SELECT box, seq, created, updated FROM message WHERE media_id = ? AND box <> 'post'", mediaID)
	if err == nil && (!found || box == drafts && c.set.text("mass_drafts") == "refuse") {
		err = refuse(40007)
	}
	return box, m, err
}

// sendNews posts articles and returns their msg_data_id.
func (c *call) sendNews(mediaID string) (int64, error) {
	box, m, err := c.findSendable(mediaID)
	if err != nil {
		return 0, err
	}
	p, err := c.makePost(box, m, sent)
	return p.msgDataID, err
}

// checkClientID refuses what was sent within 24 hours under the same clientmsgid,
// which defaults to a digest of recipients and content.
func (c *call) checkClientID(in massIn, to any) (string, error) {
	id := in.ClientID
	if len(id) > 64 {
		return "", refuse(45067)
	}
	if id == "" {
		b, err := json.Marshal([]any{to, in.Type, in.News, in.Image, in.Voice, in.Video, in.Text, in.Images, in.Card})
		if err != nil {
			return "", err
		}
		sum := sha256.Sum256(b)
		id = hex.EncodeToString(sum[:])
	}
	var msgID int64
	found, err := c.get([]any{&msgID}, "SELECT msg_id FROM mass WHERE client_id = ? AND created > ? ORDER BY msg_id DESC LIMIT 1", id, c.now.Unix()-86400)
	if err == nil && found {
		err = apiError{code: 45065, fields: map[string]any{"msg_id": msgID}}
	}
	return id, err
}

// checkMassQuota lets a verified account send once a day where quotas hold.
func (c *call) checkMassQuota() error {
	if !c.set.on("quotas") {
		return nil
	}
	used, err := c.countUse("mass", "day", 86400)
	if err == nil && used > 1 {
		err = refuse(45028)
	}
	return err
}

// previewMass sends to one person, which leaves no trace.
func (c *call) previewMass() (any, error) {
	var in massIn
	if err := c.readJSON(&in); err != nil {
		return nil, err
	}
	var user string
	if in.ToUser != nil && json.Unmarshal(in.ToUser, &user) != nil {
		return nil, refuse(47001)
	}
	if user == "" && in.ToWxName == "" {
		return nil, refuse(40003)
	}
	if err := c.checkSendable(in); err != nil {
		return nil, err
	}
	id, err := c.insert("INSERT INTO mass (post, client_id, created, status) VALUES (0, '', ?, 'SEND_SUCCESS')", c.now.Unix())
	return massReply{done: done{0, "preview success"}, MsgID: id}, err
}

// massID names a mass send, by msg_id or by the address of one of its articles.
type massID struct {
	ID    num    `json:"msg_id"`
	URL   string `json:"url"`
	Index num    `json:"article_idx"`
}

// deleteMass deletes what was sent: one article, counted from 1, or all of it.
func (c *call) deleteMass() (any, error) {
	var in massID
	if err := c.readJSON(&in); err != nil {
		return nil, err
	}
	var postID int64
	found, err := c.get([]any{&postID}, "SELECT post FROM mass WHERE msg_id = ?", in.ID.n)
	if err != nil {
		return nil, err
	}
	if !found && in.URL != "" {
		if postID, found, err = c.findByURL(in.URL); err != nil {
			return nil, err
		}
	}
	switch {
	case !found:
		return nil, refuse(40097)
	case postID == 0:
		return ok, c.exec("UPDATE mass SET status = 'DELETE' WHERE msg_id = ?", in.ID.n)
	}
	p, _, err := c.findPost("p.msg_data_id = ?", postID)
	if err != nil {
		return nil, err
	}
	if err := c.deleteArticles(p, in.Index.n, 40060); err != nil {
		return nil, err
	}
	all, deleted, err := c.articleIndexes(p)
	if err == nil && deleted == len(all) {
		err = c.exec("UPDATE mass SET status = 'DELETE' WHERE post = ?", postID)
	}
	return ok, err
}

// findByURL finds the post that an article's address belongs to.
func (c *call) findByURL(address string) (msgDataID int64, found bool, err error) {
	seq, _, isOurs := parseArticleURL(address)
	if !isOurs {
		return 0, false, nil
	}
	found, err = c.get([]any{&msgDataID}, "SELECT msg_data_id FROM post WHERE message = ? AND kind = 'mass'", seq)
	return msgDataID, found, err
}

func (c *call) getMass() (any, error) {
	var in massID
	if err := c.readJSON(&in); err != nil {
		return nil, err
	}
	var out struct {
		MsgID  int64  `json:"msg_id"`
		Status string `json:"msg_status"`
	}
	out.MsgID = in.ID.n
	var created int64
	found, err := c.get([]any{&out.Status, &created}, "SELECT status, created FROM mass WHERE msg_id = ?", in.ID.n)
	switch {
	case err == nil && !found:
		err = refuse(40097)
	case out.Status != sendDeleted && c.now.Unix() < created+int64(c.set.int("mass_seconds")):
		out.Status = sendRunning
	}
	return out, err
}

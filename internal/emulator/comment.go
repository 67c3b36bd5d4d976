package emulator

import (
	"strconv"
	"strings"
	"unicode/utf8"
)

// commentIn is the body of every call about comments.
type commentIn struct {
	MsgDataID num `json:"msg_data_id"`
	Index     num `json:"index"` // from 0
	CommentID num `json:"user_comment_id"`

	Begin num `json:"begin"`
	Count num `json:"count"`
	Type  num `json:"type"`

	Content string `json:"content"`
}

// commented is the article that a call about comments names.
type commented struct {
	commentIn
	seq  int64 // message
	open bool  // comments can be written
	ever bool  // or could be, once
}

// readCommented reads the body and finds its article: 88001 where there is none,
// also for an index beyond the message.
func (c *call) readCommented() (a commented, err error) {
	if err := c.readTexts(&a.commentIn); err != nil {
		return a, err
	}
	return a, c.findCommented(&a)
}

func (c *call) findCommented(a *commented) error {
	found, err := c.get([]any{&a.seq, &a.open, &a.ever}, `SELECT p.message, a.comments, a.opened FROM post p
		JOIN article a ON a.message = p.message WHERE p.msg_data_id = ? AND a.idx = ? AND a.deleted = 0`, a.MsgDataID.n, a.Index.n)
	if err == nil && !found {
		err = refuse(88001)
	}
	return err
}

func (c *call) openComments() (any, error) { return c.setComments(true) }

func (c *call) closeComments() (any, error) { return c.setComments(false) }

func (c *call) setComments(open bool) (any, error) {
	a, err := c.readCommented()
	if err != nil {
		return nil, err
	}
	return ok, c.exec("UPDATE article SET comments = ?1, opened = opened OR ?1 WHERE message = ?2 AND idx = ?3", open, a.seq, a.Index.n)
}

// commentReply is the author's answer under a comment.
type commentReply struct {
	Content string `json:"content"`
	Created int64  `json:"create_time"`
}

type commentItem struct {
	ID      int64         `json:"user_comment_id"`
	OpenID  string        `json:"openid,omitempty"` // some commenters have none
	Created int64         `json:"create_time"`
	Content string        `json:"content"`
	Elected int           `json:"comment_type"`
	Reply   *commentReply `json:"reply,omitempty"`
}

type commentList struct {
	done
	Total    int           `json:"total"`
	Comments []commentItem `json:"comment"`
}

// listComments lists the comments of an article, newest first.
func (c *call) listComments() (any, error) {
	a, err := c.readCommented()
	switch {
	case err != nil:
		return nil, err
	case a.Count.n <= 0 || a.Count.n > int64(c.set.int("comment_page_max")):
		return nil, refuse(88010)
	case a.Type.n < 0 || a.Type.n > 2 || a.Begin.n < 0:
		return nil, refuse(40097)
	case !a.ever:
		return nil, apiError{code: 88000, msg: "open comment without comment privilege"}
	}
	return c.pageOfComments(a)
}

func (c *call) pageOfComments(a commented) (any, error) {
	// type 0 is all, 1 ordinary ones, 2 featured ones.
	const where = " FROM comment WHERE post = ?1 AND idx = ?2 AND gone = 0 AND (?3 = 0 OR elected = ?3 - 1)"
	out := commentList{done: ok, Comments: []commentItem{}}
	if _, err := c.get([]any{&out.Total}, "SELECT count(*)"+where, a.MsgDataID.n, a.Index.n, a.Type.n); err != nil {
		return nil, err
	}
	err := c.each(func(scan func(...any) error) error {
		var i commentItem
		var reply *string
		var replied int64
		err := scan(&i.ID, &i.OpenID, &i.Created, &i.Content, &i.Elected, &reply, &replied)
		if reply != nil {
			i.Reply = &commentReply{*reply, replied}
		}
		out.Comments = append(out.Comments, i)
		return err
	}, "SELECT id, openid, created, content, elected, reply, replied"+where+" ORDER BY id DESC LIMIT ?4 OFFSET ?5",
		a.MsgDataID.n, a.Index.n, a.Type.n, a.Count.n, a.Begin.n)
	if c.set.text("comment_total") == "returned" {
		out.Total = len(out.Comments)
	}
	return out, err
}

// oneComment is a comment that a call names.
type oneComment struct {
	commented
	elected   bool
	byUser    bool // deleted by its writer
	isReplied bool
}

// readComment reads the body and finds its comment: 88008 where there is none or
// the account deleted it.
func (c *call) readComment() (o oneComment, err error) {
	if o.commented, err = c.readCommented(); err != nil {
		return o, err
	}
	var gone int
	found, err := c.get([]any{&o.elected, &gone, &o.isReplied}, "SELECT elected, gone, reply IS NOT NULL FROM comment WHERE post = ? AND idx = ? AND id = ?",
		o.MsgDataID.n, o.Index.n, o.CommentID.n)
	if err == nil && (!found || gone == 2) {
		err = refuse(88008)
	}
	o.byUser = gone == 1
	return o, err
}

// changeComment changes the comment's row.
func (c *call) changeComment(o oneComment, set string, args ...any) (any, error) {
	args = append(args, o.MsgDataID.n, o.Index.n, o.CommentID.n)
	return ok, c.exec("UPDATE comment SET "+set+" WHERE post = ? AND idx = ? AND id = ?", args...)
}

func (c *call) markElect() (any, error) {
	o, err := c.readComment()
	switch {
	case err != nil:
		return nil, err
	case o.byUser:
		return nil, refuse(88004)
	case o.elected:
		return ok, nil
	}
	var n int
	if _, err := c.get([]any{&n}, "SELECT count(*) FROM comment WHERE post = ? AND idx = ? AND elected = 1 AND gone = 0", o.MsgDataID.n, o.Index.n); err != nil {
		return nil, err
	}
	if n >= c.set.int("elected_cap") {
		return nil, refuse(88003)
	}
	return c.changeComment(o, "elected = 1")
}

func (c *call) unmarkElect() (any, error) {
	o, err := c.readComment()
	if err != nil {
		return nil, err
	}
	return c.changeComment(o, "elected = 0")
}

func (c *call) deleteComment() (any, error) {
	o, err := c.readComment()
	if err != nil {
		return nil, err
	}
	return c.changeComment(o, "gone = 2")
}

func (c *call) addReply() (any, error) {
	o, err := c.readComment()
	switch {
	case err != nil:
		return nil, err
	case o.byUser:
		return nil, refuse(88008)
	case strings.TrimSpace(o.Content) == "" || utf8.RuneCountInString(o.Content) > c.set.int("reply_chars"):
		return nil, refuse(88007)
	case o.isReplied:
		return nil, refuse(88005)
	}
	out, err := c.changeComment(o, "reply = ?, replied = ?", o.Content, c.now.Unix())
	if c.set.text("reply_errmsg") == "empty" {
		out = done{}
	}
	return out, err
}

func (c *call) deleteReply() (any, error) {
	o, err := c.readComment()
	if err != nil {
		return nil, err
	}
	if !o.isReplied {
		code, _ := strconv.Atoi(c.set.text("reply_missing_code")) // the table of settings allows only codes
		return nil, apiError{code: code, msg: "reply is not exists"}
	}
	return c.changeComment(o, "reply = NULL, replied = 0")
}

// writeComment is what a follower does: it needs an article with open comments.
func (c *call) writeComment(in commentIn, openid string) (id int64, err error) {
	a := commented{commentIn: in}
	if err := c.findCommented(&a); err != nil {
		return 0, err
	}
	switch {
	case !a.open:
		return 0, badf("comments on article %d of %d are closed", in.Index.n, in.MsgDataID.n)
	case strings.TrimSpace(in.Content) == "":
		return 0, badf("the comment is empty")
	}
	_, err = c.get([]any{&id}, `INSERT INTO comment (post, idx, id, openid, content, created)
		VALUES (?1, ?2, (SELECT coalesce(max(id), 0) + 1 FROM comment WHERE post = ?1 AND idx = ?2), ?3, ?4, ?5) RETURNING id`,
		in.MsgDataID.n, in.Index.n, openid, in.Content, c.now.Unix())
	return id, err
}

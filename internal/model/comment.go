package model

import "strconv"

// Thread names the comments of one published article, as the API does.
type Thread struct {
	MsgDataID uint64 `json:"msg_data_id"` // of the message, by publishing or sending
	Index     int    `json:"index"`       // of the article in it, from 0
}

// String is "MSG_DATA_ID/INDEX".
func (t Thread) String() string {
	return strconv.FormatUint(t.MsgDataID, 10) + "/" + strconv.Itoa(t.Index)
}

// IsZero says whether t names nothing.
func (t Thread) IsZero() bool { return t == Thread{} }

// Comment is one reader's comment as the account lists it. Its ID counts within
// its thread only.
type Comment struct {
	ID       int64
	OpenID   string // "" where the commenter has none
	Time     int64  // unix seconds
	Text     string
	Featured bool
	Reply    string // the author's; "" is none
}

// CommentDo is what is done to a comment, or to the thread itself.
type CommentDo string

// The deeds; Open and Close are about the thread.
const (
	CommentOpen      CommentDo = "open"
	CommentUnfeature CommentDo = "unfeature"
	CommentFeature   CommentDo = "feature"
	CommentUnreply   CommentDo = "unreply"
	CommentReply     CommentDo = "reply"
	CommentDelete    CommentDo = "delete"
	CommentClose     CommentDo = "close"
)

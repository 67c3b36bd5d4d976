package wechat

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"mpsync/internal/diag"
	"mpsync/internal/model"
)

var thread = model.Thread{MsgDataID: 3147483648, Index: 1}

const wireComment = `{"msg_data_id":3147483648,"index":1,"user_comment_id":7`

func TestCommentsAreReadAsListed(t *testing.T) {
	a := answering(t, `{"errcode":0,"errmsg":"ok","total":"2","comment_cnt":2,"comment":[
		{"user_comment_id":"2","openid":"o1","create_time":"1700000000","content":"好\/茶","comment_type":1,"reply":{"content":"谢谢","create_time":1}},
		{"user_comment_id":1,"create_time":1600000000,"content":"路过","comment_type":0}]}`,
		`{"errcode":0,"errmsg":"ok","total":0,"comment":[]}`, `{"errcode":0,"errmsg":"ok"}`)
	c := a.client()
	total, page, err := c.ListComments(t.Context(), thread, AllComments, 0, CommentPage)
	want := []model.Comment{
		{ID: 2, OpenID: "o1", Time: 1700000000, Text: "好/茶", Featured: true, Reply: "谢谢"},
		{ID: 1, Time: 1600000000, Text: "路过"},
	}
	if diff := cmp.Diff(want, page); diff != "" || total != 2 || err != nil {
		t.Error(total, err, diff)
	}
	if total, page, err := c.ListComments(t.Context(), thread, AllComments, 0, CommentPage); total != 0 || len(page) != 0 || err != nil {
		t.Error(total, page, err)
	}
	if _, _, err := c.ListComments(t.Context(), thread, AllComments, 0, CommentPage); ClassOf(err) != ClassNetwork {
		t.Errorf("an answer without a total made all comments gone: %v", err)
	}
}

func TestReplyIsNotRepeated(t *testing.T) {
	a := answering(t, busy)
	if err := a.client().ReplyToComment(t.Context(), thread, 7, "谢谢"); OutcomeOf(err) != Unknown || len(a.calls) != 1 {
		t.Errorf("%d calls, %v", len(a.calls), err)
	}
	a = answering(t, busy, "lost", ok)
	if err := a.client().FeatureComment(t.Context(), thread, 7); err != nil || len(a.calls) != 3 {
		t.Errorf("%d calls, %v", len(a.calls), err)
	}
}

func TestRefusalsOfCommentsAreSentencesWithARemedy(t *testing.T) {
	for code, want := range map[int]string{
		88000: "api-comment-permission", 48015: "api-comment-permission", 48001: "api-permission", 45009: "api-daily",
		88001: "api-comment-thread", 88002: "api-comment-safety", 88011: "api-comment-safety", 88003: "api-comment-featured",
		88004: "api-comment-withdrawn", 88005: "api-comment-replied", 88007: "api-comment-reply", 88008: "api-comment-gone",
		87009: "api-comment-no-reply", 88009: "api-comment-no-reply", 88010: "api-comment-count",
	} {
		e := refusal("comment/markelect", code, "msg", false)
		d := e.Diagnostic()
		if e.Outcome != NotDone || d.Code != want {
			t.Errorf("%d: %s, %s", code, e.Outcome, d.Code)
		}
		for _, l := range []diag.Lang{diag.English, diag.Chinese} {
			if d.Message(l) == "" || d.Hint(l) == "" {
				t.Errorf("%d has no sentence or no remedy in %s", code, l)
			}
		}
	}
}

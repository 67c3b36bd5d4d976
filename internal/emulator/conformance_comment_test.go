package emulator

import (
	"strconv"
)

// comments publishes an article and has a follower comment on it.
func (a *server) comments(n int) (msgDataID int64) {
	a.t.Helper()
	msgDataID = a.publish(1).number("msg_data_id")
	for i := range n {
		a.adminPost("comments", map[string]any{"msg_data_id": msgDataID, "index": 0, "content": "好茶" + strconv.Itoa(i), "openid": "o1"})
	}
	return msgDataID
}

// commenting makes a call about the first of some comments.
func commenting(path string, n int, changes ...any) func(*server) reply {
	return func(a *server) reply {
		body := map[string]any{"msg_data_id": a.comments(n), "index": 0, "user_comment_id": 1}
		for i := 0; i < len(changes); i += 2 {
			body[changes[i].(string)] = changes[i+1]
		}
		return a.post("/cgi-bin/comment/"+path, body)
	}
}

// twice makes a call about a comment again.
func twice(path string, changes ...any) func(*server) reply {
	return func(a *server) reply {
		body := map[string]any{"msg_data_id": a.comments(1), "user_comment_id": 1}
		for i := 0; i < len(changes); i += 2 {
			body[changes[i].(string)] = changes[i+1]
		}
		a.post("/cgi-bin/comment/"+path, body).fine()
		return a.post("/cgi-bin/comment/"+path, body)
	}
}

var commentRules = []conformance{
	{"open", pageComments, Config{}, commenting("open", 0), 0},
	{"close", pageComments, Config{}, commenting("close", 0), 0},
	{"unknown msg_data_id", pageComments, Config{}, commenting("open", 0, "msg_data_id", 7), 88001},
	{"no msg_data_id", pageComments, Config{}, posting("/cgi-bin/comment/open", `{}`), 88001},
	{"index beyond the message", pageComments, Config{}, commenting("list", 0, "index", 1, "count", 10), 88001},
	{"index counts from 0", pageComments, Config{}, func(a *server) reply {
		return a.post("/cgi-bin/comment/open", map[string]any{"msg_data_id": a.publish(2).number("msg_data_id"), "index": 1})
	}, 0},
	{"of a mass send", pageComments, Config{}, func(a *server) reply {
		return a.post("/cgi-bin/comment/open", map[string]any{"msg_data_id": sending()(a).number("msg_data_id")})
	}, 0},
	{"list of 49", pageComments, Config{}, commenting("list", 0, "begin", 0, "count", 49, "type", 0), 0},
	{"list of 50", pageComments, Config{}, commenting("list", 0, "begin", 0, "count", 50, "type", 0), 88010},
	{"list of 50 by the other sentence", pageComments, with("comment_page_max", "50"), commenting("list", 0, "begin", 0, "count", 50, "type", 0), 0},
	{"list of none", pageComments, Config{}, commenting("list", 0, "begin", 0, "count", 0, "type", 0), 88010},
	{"list of type 3", pageComments, Config{}, commenting("list", 0, "begin", 0, "count", 1, "type", 3), 40097},
	{"list where comments were never open", pageComments, Config{}, func(a *server) reply {
		id := a.post("/cgi-bin/draft/add", messageOf(a.article("need_open_comment", 0))).text("media_id")
		post := a.post("/cgi-bin/freepublish/submit", map[string]any{"media_id": id}).number("msg_data_id")
		return a.post("/cgi-bin/comment/list", map[string]any{"msg_data_id": post, "begin": 0, "count": 9, "type": 0})
	}, 88000},
	{"feature", pageComments, Config{}, commenting("markelect", 1), 0},
	{"feature an unknown comment", pageComments, Config{}, commenting("markelect", 0), 88008},
	{"feature one too many", pageComments, with("elected_cap", "0"), commenting("markelect", 1), 88003},
	{"feature what its writer deleted", pageComments, Config{}, func(a *server) reply {
		id := a.comments(1)
		a.adminPost("comments", map[string]any{"msg_data_id": id, "index": 0, "delete": 1})
		return a.post("/cgi-bin/comment/markelect", map[string]any{"msg_data_id": id, "user_comment_id": 1})
	}, 88004},
	{"feature no more", pageComments, Config{}, commenting("unmarkelect", 1), 0},
	{"feature no more what is unknown", pageComments, Config{}, commenting("unmarkelect", 0), 88008},
	{"delete", pageComments, Config{}, commenting("delete", 1), 0},
	{"delete again", pageComments, Config{}, twice("delete"), 88008},
	{"reply", pageReply, Config{}, commenting("reply/add", 1, "content", "谢谢"), 0},
	{"reply again", pageReply, Config{}, twice("reply/add", "content", "谢谢"), 88005},
	{"reply with nothing", pageReply, Config{}, commenting("reply/add", 1, "content", ""), 88007},
	{"reply with too much", pageReply, Config{}, commenting("reply/add", 1, "content", times("谢", 601)), 88007},
	{"reply to an unknown comment", pageReply, Config{}, commenting("reply/add", 0, "content", "谢谢"), 88008},
	{"delete of no reply", pageComments, Config{}, commenting("reply/delete", 1), 87009},
	{"delete of no reply by the other page", pageComments, with("reply_missing_code", "88009"), commenting("reply/delete", 1), 88009},
	{"delete of a reply", pageComments, Config{}, func(a *server) reply {
		body := map[string]any{"msg_data_id": a.comments(1), "user_comment_id": 1, "content": "谢谢"}
		a.post("/cgi-bin/comment/reply/add", body).fine()
		a.post("/cgi-bin/comment/reply/delete", body).fine()
		return a.post("/cgi-bin/comment/reply/add", body)
	}, 0},
}

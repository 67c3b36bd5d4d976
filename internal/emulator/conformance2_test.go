package emulator

import (
	"net/http"
	"strconv"
	"strings"
)

// adminPost calls the admin API and fails the test unless it works.
func (a *server) adminPost(path string, body any) reply {
	a.t.Helper()
	r := a.post("/_emulator/"+path, body)
	if r.status != http.StatusOK {
		a.t.Fatalf("POST %s: %d %s", path, r.status, r.raw)
	}
	return r
}

func (a *server) advance(seconds int) {
	a.t.Helper()
	a.adminPost("clock", map[string]any{"advance_s": seconds})
}

func gettingToken(query string) func(*server) reply {
	return func(a *server) reply { return a.get("/cgi-bin/token?" + query) }
}

// using lists drafts with a token.
func (a *server) using(token string) reply {
	a.t.Helper()
	return a.get("/cgi-bin/draft/count?access_token=" + token)
}

func (a *server) stable(force bool) reply {
	a.t.Helper()
	return a.post("/cgi-bin/stable_token", map[string]any{"grant_type": "client_credential", "appid": "wx1", "secret": "s", "force_refresh": force})
}

var tokenRules = []conformance{
	{"grant_type missing", pageToken, Config{}, gettingToken("appid=a&secret=b"), 40002},
	{"appid missing", pageToken, Config{}, gettingToken("grant_type=client_credential&secret=b"), 41002},
	{"secret missing", pageToken, Config{}, gettingToken("grant_type=client_credential&appid=a"), 41004},
	{"another appid", pageToken, Config{AppID: "wx1", Secret: "s"}, gettingToken("grant_type=client_credential&appid=wx2&secret=s"), 40013},
	{"another secret", pageToken, Config{AppID: "wx1", Secret: "s"}, gettingToken("grant_type=client_credential&appid=wx1&secret=x"), 40001},
	{"another secret for a stable token", pageStable, Config{AppID: "wx1", Secret: "s"}, posting("/cgi-bin/stable_token", `{"grant_type":"client_credential","appid":"wx1","secret":"x"}`), 40125},
	{"stable token by GET", pageStable, Config{}, func(a *server) reply { return a.get("/cgi-bin/stable_token") }, 43002},
	{"stable token without body", pageStable, Config{}, posting("/cgi-bin/stable_token", ""), 44002},
	{"address not on the whitelist", pageToken, Config{}, func(a *server) reply {
		a.adminPost("settings", map[string]any{"ip_whitelist": "192.0.2.1, 198.51.100.0/24"})
		return gettingToken("grant_type=client_credential&appid=wx1&secret=s")(a)
	}, 40164},
	{"address on the whitelist", pageToken, with("ip_whitelist", "192.0.2.1,127.0.0.0/8"), func(a *server) reply { return a.stable(false) }, 0},
	{"old token within five minutes", pageToken, Config{}, func(a *server) reply {
		old := a.newToken()
		a.newToken()
		a.advance(290)
		return a.using(old)
	}, 0},
	{"old token after five minutes", pageToken, Config{}, func(a *server) reply {
		old := a.newToken()
		a.newToken()
		a.advance(310)
		return a.using(old)
	}, 40001},
	{"token after two hours", pageToken, Config{}, func(a *server) reply {
		token := a.newToken()
		a.advance(7201)
		return a.using(token)
	}, 42001},
	{"stable token leaves the ordinary one alone", pageStable, Config{}, func(a *server) reply {
		token := a.newToken()
		a.stable(false)
		a.advance(600)
		return a.using(token)
	}, 0},
	{"stable token stays the same", pageStable, Config{}, func(a *server) reply {
		first := a.stable(false).text("access_token")
		a.advance(3600)
		r := a.stable(false)
		if r.text("access_token") != first || r.number("expires_in") > 3600 {
			a.t.Errorf("another token, or not the remaining time: %s", r.raw)
		}
		return r
	}, 0},
	{"stable token is renewed in its last five minutes", pageStable, Config{}, func(a *server) reply {
		first := a.stable(false).text("access_token")
		a.advance(6905)
		if r := a.stable(false); r.text("access_token") == first {
			a.t.Errorf("the same token: %s", r.raw)
		}
		return a.using(first)
	}, 0},
	{"forced refresh kills the old token at once", pageStable, Config{}, func(a *server) reply {
		first := a.stable(false).text("access_token")
		a.advance(31)
		a.stable(true)
		return a.using(first)
	}, 40001},
	{"forced refresh within 30 seconds is none", pageStable, Config{}, func(a *server) reply {
		first := a.stable(false).text("access_token")
		if second := a.stable(true).text("access_token"); second != first {
			a.t.Error("another token")
		}
		return a.using(first)
	}, 0},
	{"forced refresh 21 times a day", pageStable, Config{}, func(a *server) reply {
		a.stable(false)
		var r reply
		for range 21 {
			a.advance(31)
			r = a.stable(true)
		}
		return r
	}, 45009},
}

// uploading uploads bytes under a name.
func uploading(path, name string, data func(*server) []byte) func(*server) reply {
	return func(a *server) reply { return a.upload("/cgi-bin/"+path, name, data(a)) }
}

func drawn(format string) func(*server) []byte {
	return func(a *server) []byte { return picture(a.t, format, 3, 3) }
}

func raw(s string) func(*server) []byte { return func(*server) []byte { return []byte(s) } }

// padded is a picture with bytes after its end, so that it has a size.
func padded(format string, size int) func(*server) []byte {
	return func(a *server) []byte {
		b := picture(a.t, format, 3, 3)
		return append(b, make([]byte, size-len(b))...)
	}
}

const mp4 = "\x00\x00\x00\x18ftypmp42"

var mediaRulesTested = []conformance{
	{"JPEG into an article", pageMaterial, Config{}, uploading("media/uploadimg", "a.jpg", drawn("jpeg")), 0},
	{"GIF into an article", pageMaterial, Config{}, uploading("media/uploadimg", "a.gif", drawn("gif")), 40005},
	{"GIF named JPEG into an article", pageMaterial, Config{}, uploading("media/uploadimg", "a.jpg", drawn("gif")), 40005},
	{"WebP into an article", observed, Config{}, uploading("media/uploadimg", "a.webp", raw("RIFF\x10\x00\x00\x00WEBPVP8 ")), 40005},
	{"image below 1 MB into an article", pageMaterial, Config{}, uploading("media/uploadimg", "a.png", padded("png", 1<<20-1)), 0},
	{"image of 1 MB into an article", pageMaterial, Config{}, uploading("media/uploadimg", "a.png", padded("png", 1<<20)), 40009},
	{"empty file", pageCodes, Config{}, uploading("media/uploadimg", "a.png", raw("")), 44001},
	{"file without a name", observed, Config{}, uploading("media/uploadimg", "", drawn("png")), 41005},
	{"no multipart", pageCodes, Config{}, posting("/cgi-bin/media/uploadimg", "x"), 41005},
	{"upload without a length", observed, Config{}, chunked, 41005},
	{"upload without a length, allowed", observed, with("chunked_upload", "accept"), chunked, 0},
	{"permanent GIF", pageMaterial, Config{}, uploading("material/add_material?type=image", "a.gif", drawn("gif")), 0},
	{"permanent BMP", pageMaterial, Config{}, uploading("material/add_material?type=image", "a.bmp", raw("BM0123456789")), 0},
	{"permanent image of 10 MB", pageMaterial, Config{}, uploading("material/add_material?type=image", "a.png", padded("png", 10<<20)), 0},
	{"permanent image above 10 MB", pageMaterial, Config{}, uploading("material/add_material?type=image", "a.png", padded("png", 10<<20+1)), 40009},
	{"permanent material without type", pageMaterial, Config{}, uploading("material/add_material", "a.png", drawn("png")), 40004},
	{"permanent material of type news", pageMaterial, Config{}, uploading("material/add_material?type=news", "a.png", drawn("png")), 40004},
	{"thumb", pageMaterial, Config{}, uploading("material/add_material?type=thumb", "a.jpg", padded("jpeg", 64<<10)), 0},
	{"thumb above 64 KB", pageMaterial, Config{}, uploading("material/add_material?type=thumb", "a.jpg", padded("jpeg", 64<<10+1)), 40012},
	{"thumb that is no JPEG", pageMaterial, Config{}, uploading("material/add_material?type=thumb", "a.png", drawn("png")), 40005},
	{"voice", pageMaterial, Config{}, uploading("material/add_material?type=voice", "a.mp3", raw("ID3\x03")), 0},
	{"voice above 2 MB", pageMaterial, Config{}, uploading("material/add_material?type=voice", "a.mp3", raw("ID3"+times("\x00", 2<<20))), 40010},
	{"voice that is a picture", pageMaterial, Config{}, uploading("material/add_material?type=voice", "a.mp3", drawn("png")), 40005},
	{"video", pageMaterial, Config{}, func(a *server) reply {
		return a.upload("/cgi-bin/material/add_material?type=video", "a.mp4", []byte(mp4), "description", `{"title":"茶","introduction":"采茶"}`)
	}, 0},
	{"video without description", pageMaterial, Config{}, uploading("material/add_material?type=video", "a.mp4", raw(mp4)), 41011},
	{"video with half a description", pageMaterial, Config{}, func(a *server) reply {
		return a.upload("/cgi-bin/material/add_material?type=video", "a.mp4", []byte(mp4), "description", `{"title":"茶"}`)
	}, 41011},
	{"video with a description that is no JSON", pageMaterial, Config{}, func(a *server) reply {
		return a.upload("/cgi-bin/material/add_material?type=video", "a.mp4", []byte(mp4), "description", `title`)
	}, 47001},
	{"more images than the library holds", pageMaterial, with("library_cap", "0"), uploading("material/add_material?type=image", "a.png", drawn("png")), 45074},
	{"more thumbs than the library holds", pageMaterial, with("other_cap", "0"), uploading("material/add_material?type=thumb", "a.jpg", drawn("jpeg")), 45074},
	{"temporary image", pageUpload, Config{}, uploading("media/upload?type=image", "a.png", drawn("png")), 0},
	{"temporary WAV", pageUpload, Config{}, uploading("media/upload?type=voice", "a.wav", raw("RIFF\x10\x00\x00\x00WAVE")), 40005},
	{"temporary material of an unknown type", pageUpload, Config{}, uploading("media/upload?type=file", "a.png", drawn("png")), 40004},
	{"temporary material is no permanent one", pageMaterial, Config{}, func(a *server) reply {
		id := uploading("media/upload?type=image", "a.png", drawn("png"))(a).text("media_id")
		return a.post("/cgi-bin/material/get_material", map[string]any{"media_id": id})
	}, 40007},
	{"temporary material is not deleted as a permanent one", pageMaterial, Config{}, func(a *server) reply {
		id := uploading("media/upload?type=image", "a.png", drawn("png"))(a).text("media_id")
		return a.post("/cgi-bin/material/del_material", map[string]any{"media_id": id})
	}, 40007},
	{"news with a temporary cover", pageNews, Config{}, uploadingNews(0), 0},
	{"news with a cover of three days ago", pageUpload, Config{}, uploadingNews(3 * day), 40007},
	{"news with a permanent cover", pageNews, Config{}, adding("media/uploadnews"), 40007},
	{"news of nothing", pageNews, Config{}, posting("/cgi-bin/media/uploadnews", `{"articles":[]}`), 44003},
}

// uploadingNews uploads news with a temporary cover of some age.
func uploadingNews(age int) func(*server) reply {
	return func(a *server) reply {
		id := uploading("media/upload?type=thumb", "a.jpg", drawn("jpeg"))(a).text("thumb_media_id")
		article := a.article("thumb_media_id", id)
		if age > 0 {
			a.advance(age)
			a.token = a.newToken()
		}
		return a.post("/cgi-bin/media/uploadnews", messageOf(article))
	}
}

func chunked(a *server) reply {
	body := "--b\r\nContent-Disposition: form-data; name=\"media\"; filename=\"a.png\"\r\n\r\n" + string(picture(a.t, "png", 2, 2)) + "\r\n--b--\r\n"
	req, err := http.NewRequestWithContext(a.t.Context(), http.MethodPost, a.url("/cgi-bin/media/uploadimg"), struct{ *strings.Reader }{strings.NewReader(body)})
	if err != nil {
		a.t.Fatal(err)
	}
	req.Header.Set("Content-Type", "multipart/form-data; boundary=b")
	return a.do(req)
}

// draft adds a draft of some articles and returns its media_id.
func (a *server) draft(articles int) string {
	a.t.Helper()
	var list []map[string]any
	for i := range articles {
		list = append(list, a.article("title", "第"+strconv.Itoa(i+1)+"篇"))
	}
	return a.post("/cgi-bin/draft/add", messageOf(list...)).text("media_id")
}

// publish publishes a new draft.
func (a *server) publish(articles int) reply {
	a.t.Helper()
	return a.post("/cgi-bin/freepublish/submit", map[string]any{"media_id": a.draft(articles)}).fine()
}

// published publishes a new draft and returns its article_id.
func (a *server) published(articles int) string {
	a.t.Helper()
	return a.post("/cgi-bin/freepublish/get", map[string]any{"publish_id": a.publish(articles).number("publish_id")}).text("article_id")
}

func deletingPublished(articles int, index any) func(*server) reply {
	return func(a *server) reply {
		return a.post("/cgi-bin/freepublish/delete", map[string]any{"article_id": a.published(articles), "index": index})
	}
}

var publishRules = []conformance{
	{"draft", pagePublish, Config{}, func(a *server) reply { return a.publish(1) }, 0},
	{"unknown draft", pagePublish, Config{}, posting("/cgi-bin/freepublish/submit", `{"media_id":"x"}`), 40007},
	{"draft leaves the box", pageDraft, Config{}, func(a *server) reply {
		id := a.draft(1)
		a.post("/cgi-bin/freepublish/submit", map[string]any{"media_id": id}).fine()
		return a.post("/cgi-bin/draft/get", map[string]any{"media_id": id})
	}, 40007},
	{"same draft again", pagePublish, Config{}, func(a *server) reply {
		body := map[string]any{"media_id": a.draft(1)}
		a.post("/cgi-bin/freepublish/submit", body).fine()
		return a.post("/cgi-bin/freepublish/submit", body)
	}, 40007},
	{"refused publication leaves the draft", pagePublish, with("publish_status", "4"), func(a *server) reply {
		id := a.draft(1)
		job := a.post("/cgi-bin/freepublish/submit", map[string]any{"media_id": id}).fine().number("publish_id")
		r := a.post("/cgi-bin/freepublish/get", map[string]any{"publish_id": job})
		if r.number("publish_status") != 4 || len(r.at("fail_idx").([]any)) != 1 {
			a.t.Errorf("status: %s", r.raw)
		}
		return a.post("/cgi-bin/draft/get", map[string]any{"media_id": id})
	}, 0},
	{"unknown publish_id", pagePublish, Config{}, posting("/cgi-bin/freepublish/get", `{"publish_id":1}`), 53502},
	{"publish_id as text", pagePublish, with("publish_id_type", "string"), func(a *server) reply {
		id := a.publish(1).text("publish_id")
		return a.post("/cgi-bin/freepublish/get", map[string]any{"publish_id": id})
	}, 0},
	{"publication takes its time", pagePublish, with("publish_seconds", "30"), func(a *server) reply {
		id := a.publish(1).number("publish_id")
		if r := a.post("/cgi-bin/freepublish/get", map[string]any{"publish_id": id}); r.number("publish_status") != 1 {
			a.t.Errorf("at once: %s", r.raw)
		}
		if r := a.post("/cgi-bin/freepublish/batchget", `{"offset":0,"count":1}`); r.number("total_count") != 0 {
			a.t.Errorf("listed at once: %s", r.raw)
		}
		a.advance(31)
		r := a.post("/cgi-bin/freepublish/get", map[string]any{"publish_id": id})
		if r.number("publish_status") != 0 {
			a.t.Errorf("later: %s", r.raw)
		}
		return r
	}, 0},
	{"unknown article_id", pagePublish, Config{}, posting("/cgi-bin/freepublish/getarticle", `{"article_id":"x"}`), 53600},
	{"delete of an unknown article_id", pagePublish, Config{}, posting("/cgi-bin/freepublish/delete", `{"article_id":"x"}`), 53600},
	{"delete of all", pagePublish, Config{}, deletingPublished(2, 0), 0},
	{"delete of the last, counted from 1", pagePublish, Config{}, deletingPublished(2, 2), 0},
	{"delete beyond the last", pagePublish, Config{}, deletingPublished(2, 3), 40114},
	{"all deleted", pagePublish, Config{}, func(a *server) reply {
		id := a.publish(1).number("publish_id")
		article := a.post("/cgi-bin/freepublish/get", map[string]any{"publish_id": id}).text("article_id")
		a.post("/cgi-bin/freepublish/delete", map[string]any{"article_id": article}).fine()
		r := a.post("/cgi-bin/freepublish/get", map[string]any{"publish_id": id})
		if r.number("publish_status") != 5 {
			a.t.Errorf("status: %s", r.raw)
		}
		return r
	}, 0},
}

// sending sends a draft to everyone with changed fields.
func sending(changes ...any) func(*server) reply {
	return func(a *server) reply { return a.sendAll(a.draft(1), changes...) }
}

func (a *server) sendAll(id string, changes ...any) reply {
	a.t.Helper()
	body := map[string]any{"filter": map[string]any{"is_to_all": true}, "mpnews": map[string]any{"media_id": id}, "msgtype": "mpnews"}
	for i := 0; i < len(changes); i += 2 {
		key := changes[i].(string)
		if body[key] = changes[i+1]; changes[i+1] == nil {
			delete(body, key)
		}
	}
	return a.post("/cgi-bin/message/mass/sendall", body)
}

var massRules = []conformance{
	{"draft to all", pageMass, Config{}, sending(), 0},
	{"draft where drafts cannot be sent", observed, with("mass_drafts", "refuse"), sending(), 40007},
	{"to a tag", pageMass, Config{}, sending("filter", map[string]any{"is_to_all": false, "tag_id": 2}), 0},
	{"to nobody", pageMass, Config{}, sending("filter", nil), 40097},
	{"unknown message", pageMass, Config{}, func(a *server) reply { return a.sendAll("x") }, 40007},
	{"unknown kind", pageMass, Config{}, sending("msgtype", "mail"), 40008},
	{"text", pageMass, Config{}, sending("msgtype", "text", "text", map[string]any{"content": "新茶到了"}), 0},
	{"empty text", pageMass, Config{}, sending("msgtype", "text"), 44004},
	{"image", pageMass, Config{}, func(a *server) reply {
		return a.sendAll("", "msgtype", "image", "image", map[string]any{"media_id": a.cover()})
	}, 0},
	{"unknown image", pageMass, Config{}, sending("msgtype", "image", "image", map[string]any{"media_id": "x"}), 40007},
	{"uploaded news", pageNews, Config{}, func(a *server) reply { return a.sendAll(uploadingNews(0)(a).text("media_id")) }, 0},
	{"permanent news stays", pageMass, Config{}, func(a *server) reply {
		id := adding("material/add_news")(a).text("media_id")
		a.sendAll(id).fine()
		return a.post("/cgi-bin/material/get_material", map[string]any{"media_id": id})
	}, 0},
	{"same clientmsgid", pageMass, Config{}, func(a *server) reply {
		first := sending("clientmsgid", "a")(a).number("msg_id")
		r := sending("clientmsgid", "a")(a)
		if r.number("msg_id") != first {
			a.t.Errorf("another msg_id: %s", r.raw)
		}
		return r
	}, 45065},
	{"same clientmsgid a day later", pageMass, Config{}, func(a *server) reply {
		sending("clientmsgid", "a")(a).fine()
		a.advance(day + 1)
		a.token = a.newToken()
		return sending("clientmsgid", "a")(a)
	}, 0},
	{"same message without clientmsgid", pageMass, Config{}, func(a *server) reply {
		id := adding("material/add_news")(a).text("media_id")
		a.sendAll(id).fine()
		return a.sendAll(id)
	}, 45065},
	{"clientmsgid of 65 bytes", pageMass, Config{}, sending("clientmsgid", times("a", 65)), 45067},
	{"to one openid", pageMass, Config{}, func(a *server) reply {
		return a.post("/cgi-bin/message/mass/send", map[string]any{"touser": []string{"o1"}, "mpnews": map[string]any{"media_id": a.draft(1)}, "msgtype": "mpnews"})
	}, 40130},
	{"to two openids", pageMass, Config{}, func(a *server) reply {
		return a.post("/cgi-bin/message/mass/send", map[string]any{"touser": []string{"o1", "o2"}, "mpnews": map[string]any{"media_id": a.draft(1)}, "msgtype": "mpnews"})
	}, 0},
	{"preview leaves the draft", pageMass, Config{}, func(a *server) reply {
		id := a.draft(1)
		a.post("/cgi-bin/message/mass/preview", map[string]any{"touser": "o1", "mpnews": map[string]any{"media_id": id}, "msgtype": "mpnews"}).fine()
		return a.post("/cgi-bin/draft/get", map[string]any{"media_id": id})
	}, 0},
	{"preview to nobody", pageMass, Config{}, func(a *server) reply {
		return a.post("/cgi-bin/message/mass/preview", map[string]any{"mpnews": map[string]any{"media_id": a.draft(1)}, "msgtype": "mpnews"})
	}, 40003},
	{"state", pageMass, Config{}, func(a *server) reply {
		r := a.post("/cgi-bin/message/mass/get", map[string]any{"msg_id": strconv.FormatInt(sending()(a).number("msg_id"), 10)})
		if r.text("msg_status") != "SEND_SUCCESS" {
			a.t.Errorf("state: %s", r.raw)
		}
		return r
	}, 0},
	{"delete counts from 1", pageMass, Config{}, func(a *server) reply {
		return a.post("/cgi-bin/message/mass/delete", map[string]any{"msg_id": a.sendAll(a.draft(2)).number("msg_id"), "article_idx": 2})
	}, 0},
	{"delete beyond the message", pageMass, Config{}, func(a *server) reply {
		return a.post("/cgi-bin/message/mass/delete", map[string]any{"msg_id": sending()(a).number("msg_id"), "article_idx": 2})
	}, 40060},
	{"deleted state", pageMass, Config{}, func(a *server) reply {
		id := sending()(a).number("msg_id")
		a.post("/cgi-bin/message/mass/delete", map[string]any{"msg_id": id}).fine()
		r := a.post("/cgi-bin/message/mass/get", map[string]any{"msg_id": id})
		if r.text("msg_status") != "DELETE" {
			a.t.Errorf("state: %s", r.raw)
		}
		return r
	}, 0},
	{"unknown msg_id", pageMass, Config{}, posting("/cgi-bin/message/mass/get", `{"msg_id":1}`), 40097},
	{"second send of a day with quotas", pageLimits, with("quotas", "on"), func(a *server) reply {
		sending("clientmsgid", "a")(a).fine()
		return sending("clientmsgid", "b")(a)
	}, 45028},
	{"sent articles are not published ones", pagePublish, Config{}, func(a *server) reply {
		sending()(a).fine()
		r := a.post("/cgi-bin/freepublish/batchget", `{"offset":0,"count":20}`)
		if r.number("total_count") != 0 {
			a.t.Errorf("listed: %s", r.raw)
		}
		return r
	}, 0},
}

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

// platform gets a platform its token and the tokens of an account.
func (a *server) platform() (componentToken string, auth map[string]any) {
	a.t.Helper()
	grant := a.adminPost("component", "")
	componentToken = a.post("/cgi-bin/component/api_component_token", map[string]any{
		"component_appid": "wxc", "component_appsecret": "s", "component_verify_ticket": grant.text("component_verify_ticket"),
	}).text("component_access_token")
	r := a.post("/cgi-bin/component/api_query_auth?component_access_token="+componentToken, map[string]any{
		"component_appid": "wxc", "authorization_code": grant.text("authorization_code"),
	})
	return componentToken, r.at("authorization_info").(map[string]any)
}

var platformRules = []conformance{
	{"account's token from the platform", pagePlatform, Config{}, func(a *server) reply {
		_, auth := a.platform()
		return a.using(auth["authorizer_access_token"].(string))
	}, 0},
	{"refresh", pagePlatform, Config{}, func(a *server) reply {
		token, auth := a.platform()
		r := a.post("/cgi-bin/component/api_authorizer_token?component_access_token="+token, map[string]any{
			"component_appid": "wxc", "authorizer_appid": auth["authorizer_appid"], "authorizer_refresh_token": auth["authorizer_refresh_token"],
		})
		if r.text("authorizer_refresh_token") != auth["authorizer_refresh_token"] {
			a.t.Errorf("the refresh token changed: %s", r.raw)
		}
		return a.using(r.text("authorizer_access_token"))
	}, 0},
	{"refresh with a bad token", pagePlatform, Config{}, func(a *server) reply {
		token, _ := a.platform()
		return a.post("/cgi-bin/component/api_authorizer_token?component_access_token="+token, map[string]any{"component_appid": "wxc", "authorizer_refresh_token": "x"})
	}, 61023},
	{"refresh for another account", pagePlatform, Config{}, func(a *server) reply {
		token, auth := a.platform()
		return a.post("/cgi-bin/component/api_authorizer_token?component_access_token="+token, map[string]any{
			"component_appid": "wxc", "authorizer_appid": "wx0", "authorizer_refresh_token": auth["authorizer_refresh_token"],
		})
	}, 61003},
	{"bad ticket", pagePlatform, Config{}, posting("/cgi-bin/component/api_component_token", `{"component_appid":"a","component_appsecret":"b","component_verify_ticket":"x"}`), 61006},
	{"platform's token on the account's API", pageCodes, Config{}, func(a *server) reply {
		token, _ := a.platform()
		return a.using(token)
	}, 61015},
	{"account's token on the platform's API", pageCodes, Config{}, posting("/cgi-bin/component/api_query_auth", `{}`), 61014},
	{"platform's token after two hours", pagePlatform, Config{}, func(a *server) reply {
		token, _ := a.platform()
		a.advance(7201)
		return a.post("/cgi-bin/component/api_query_auth?component_access_token="+token, `{}`)
	}, 42006},
	{"code twice", pagePlatform, Config{}, func(a *server) reply {
		token, _ := a.platform()
		return a.post("/cgi-bin/component/api_query_auth?component_access_token="+token, `{"component_appid":"wxc","authorization_code":"x"}`)
	}, 61010},
	{"day's quota", pageLimits, with("quotas", "on", "daily_limit", "2"), func(a *server) reply {
		a.using(a.token).fine()
		a.using(a.token).fine()
		return a.using(a.token)
	}, 45009},
	{"quota of the next day", pageLimits, with("quotas", "on", "daily_limit", "2"), func(a *server) reply {
		for range 3 {
			a.using(a.token)
		}
		a.advance(day)
		a.token = a.newToken()
		return a.using(a.token)
	}, 0},
	{"minute's quota", pageLimits, with("quotas", "on", "minute_limit", "1"), func(a *server) reply {
		a.using(a.token)
		return a.using(a.token)
	}, 45011},
	{"quota cleared", pageLimits, with("quotas", "on", "daily_limit", "2"), func(a *server) reply {
		for range 3 {
			a.using(a.token)
		}
		a.post("/cgi-bin/clear_quota", `{"appid":"wx1"}`).fine()
		return a.using(a.token)
	}, 0},
	{"quota cleared eleven times a month", pageLimits, Config{}, func(a *server) reply {
		for range 10 {
			a.post("/cgi-bin/clear_quota", `{"appid":"wx1"}`).fine()
		}
		return a.post("/cgi-bin/clear_quota", `{"appid":"wx1"}`)
	}, 48006},
	{"quota cleared with the secret", pageLimits, Config{}, posting("/cgi-bin/clear_quota/v2", `{"appid":"wx1","appsecret":"s"}`), 0},
	{"quota looked up", pageLimits, with("quotas", "on"), func(a *server) reply {
		a.using(a.token).fine()
		r := a.post("/cgi-bin/openapi/quota/get", `{"cgi_path":"/cgi-bin/draft/count"}`)
		if got := r.at("quota", "used"); got != float64(1) {
			a.t.Errorf("used %v: %s", got, r.raw)
		}
		return r
	}, 0},
	{"quota of no API", pageCodes, Config{}, posting("/cgi-bin/openapi/quota/get", `{"cgi_path":"/x"}`), 76021},
	{"rid looked up", pageCodes, Config{}, func(a *server) reply {
		msg := a.post("/cgi-bin/draft/get", `{"media_id":"x"}`).text("errmsg")
		return a.post("/cgi-bin/openapi/rid/get", map[string]any{"rid": msg[strings.LastIndex(msg, " ")+1:]})
	}, 0},
	{"rid of no call", pageCodes, Config{}, posting("/cgi-bin/openapi/rid/get", `{"rid":"00000000-00000000-00000000"}`), 76001},
	{"rid of no shape", pageCodes, Config{}, posting("/cgi-bin/openapi/rid/get", `{"rid":"x"}`), 76002},
	{"addresses", "doc/offiaccount/Basic_Information/Get_the_WeChat_server_IP_address.html", Config{}, func(a *server) reply { return a.get("/cgi-bin/get_api_domain_ip") }, 0},
	{"callback check", "doc/offiaccount/Basic_Information/Network_Detection.html", Config{}, posting("/cgi-bin/callback/check", `{"action":"all"}`), 0},
}

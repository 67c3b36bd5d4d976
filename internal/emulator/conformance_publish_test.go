package emulator

import (
	"fmt"
	"strconv"
	"time"
)

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
	{"several images", pageMass, Config{}, func(a *server) reply {
		return a.sendAll("", "msgtype", "images", "images", map[string]any{"media_ids": []string{a.cover(), a.cover()}})
	}, 0},
	{"no images", pageMass, Config{}, sending("msgtype", "images"), 40007},
	{"voice that is an image", pageMass, Config{}, func(a *server) reply {
		return a.sendAll("", "msgtype", "voice", "voice", map[string]any{"media_id": a.cover()})
	}, 40007},
	{"video", pageMass, Config{}, func(a *server) reply {
		id := a.upload("/cgi-bin/material/add_material?type=video", "a.mp4", []byte(mp4), "description", `{"title":"茶","introduction":"采茶"}`).text("media_id")
		return a.sendAll("", "msgtype", "mpvideo", "mpvideo", map[string]any{"media_id": id})
	}, 0},
	{"card", pageMass, Config{}, sending("msgtype", "wxcard", "wxcard", map[string]any{"card_id": "c"}), 0},
	{"card without id", pageMass, Config{}, sending("msgtype", "wxcard"), 41011},
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
	{"to nobody by openid", pageMass, Config{}, posting("/cgi-bin/message/mass/send", `{"msgtype":"text","text":{"content":"x"}}`), 40003},
	{"to an openid that is no list", pageMass, Config{}, posting("/cgi-bin/message/mass/send", `{"touser":"o1","msgtype":"text","text":{"content":"x"}}`), 47001},
	{"preview to a list", pageMass, Config{}, posting("/cgi-bin/message/mass/preview", `{"touser":["o1"],"msgtype":"text","text":{"content":"x"}}`), 47001},
	{"preview by WeChat name", pageMass, Config{}, posting("/cgi-bin/message/mass/preview", `{"towxname":"zhang","msgtype":"text","text":{"content":"x"}}`), 0},
	{"delete by address", pageMass, Config{}, func(a *server) reply {
		today := time.Unix(a.get("/_emulator/clock").number("now"), 0).In(china).Format(time.DateOnly)
		sent := a.sendAll(a.draft(1))
		a.advance(2 * day)
		a.token = a.newToken()
		address := a.post("/datacube/getarticletotal", map[string]any{"begin_date": today, "end_date": today}).at("list", 0, "url")
		a.post("/cgi-bin/message/mass/delete", map[string]any{"url": address}).fine()
		r := a.post("/cgi-bin/message/mass/get", map[string]any{"msg_id": sent.number("msg_id")})
		if r.text("msg_status") != "DELETE" {
			a.t.Errorf("state: %s", r.raw)
		}
		return r
	}, 0},
	{"delete by the address of nothing", pageMass, Config{}, posting("/cgi-bin/message/mass/delete", `{"url":"http://a.cn/s"}`), 40097},
	{"delete of a text", pageMass, Config{}, func(a *server) reply {
		id := sending("msgtype", "text", "text", map[string]any{"content": "x"})(a).number("msg_id")
		return a.post("/cgi-bin/message/mass/delete", map[string]any{"msg_id": id})
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
	{"state while it is being sent", pageMass, with("mass_seconds", "60"), func(a *server) reply {
		id := sending()(a).number("msg_id")
		r := a.post("/cgi-bin/message/mass/get", map[string]any{"msg_id": id})
		if r.text("msg_status") != "SENDING" {
			a.t.Errorf("at once: %s", r.raw)
		}
		a.advance(61)
		if later := a.post("/cgi-bin/message/mass/get", map[string]any{"msg_id": id}); later.text("msg_status") != "SEND_SUCCESS" {
			a.t.Errorf("later: %s", later.raw)
		}
		return r
	}, 0},
	{"state of one that was not sent", pageMass, with("mass_status", "SEND_FAIL"), func(a *server) reply {
		draft := a.draft(1)
		r := a.post("/cgi-bin/message/mass/get", map[string]any{"msg_id": a.sendAll(draft).number("msg_id")})
		if r.text("msg_status") != "SEND_FAIL" {
			a.t.Errorf("state: %s", r.raw)
		}
		return a.post("/cgi-bin/draft/get", map[string]any{"media_id": draft})
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
	{"speed", pageMass, Config{}, func(a *server) reply {
		a.post("/cgi-bin/message/mass/speed/set", `{"speed":3}`).fine()
		r := a.post("/cgi-bin/message/mass/speed/get", `{}`)
		if r.number("speed") != 3 || r.number("realspeed") != 30 {
			a.t.Errorf("speed: %s", r.raw)
		}
		return r
	}, 0},
	{"speed beyond the slowest", pageMass, Config{}, posting("/cgi-bin/message/mass/speed/set", `{"speed":5}`), 45083},
	{"no speed", pageMass, Config{}, posting("/cgi-bin/message/mass/speed/set", `{}`), 45084},
	{"statistics of a sent message", pageStats, Config{}, func(a *server) reply {
		today := time.Unix(a.get("/_emulator/clock").number("now"), 0).In(china).Format(time.DateOnly)
		id := a.sendAll(a.draft(2)).number("msg_data_id")
		a.publish(1)
		a.advance(2 * day)
		a.token = a.newToken()
		r := a.post("/datacube/getarticletotal", map[string]any{"begin_date": today, "end_date": today})
		if list := r.at("list").([]any); len(list) != 2 || r.at("list", 1, "msgid") != fmt.Sprintf("%d_2", id) || r.at("list", 1, "title") != "第2篇" {
			a.t.Errorf("statistics: %s", r.raw)
		}
		return r
	}, 0},
	{"statistics of two days", pageStats, Config{}, posting("/datacube/getarticlesummary", `{"begin_date":"2024-05-01","end_date":"2024-05-02"}`), 61501},
	{"statistics of days to come", pageStats, Config{}, posting("/datacube/getarticlesummary", `{"begin_date":"2999-05-01","end_date":"2999-05-01"}`), 61501},
	{"statistics of no day", pageStats, Config{}, posting("/datacube/getarticlesummary", `{"begin_date":"20240501","end_date":"20240501"}`), 61500},
	{"sent articles are not published ones", pagePublish, Config{}, func(a *server) reply {
		sending()(a).fine()
		r := a.post("/cgi-bin/freepublish/batchget", `{"offset":0,"count":20}`)
		if r.number("total_count") != 0 {
			a.t.Errorf("listed: %s", r.raw)
		}
		return r
	}, 0},
}

package emulator

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// shape describes a decoded reply: its keys in order of the alphabet, and the type
// of each value. A list has the shape of its first item.
func shape(v any) string {
	switch v := v.(type) {
	case map[string]any:
		var parts []string
		for _, k := range slices.Sorted(maps.Keys(v)) {
			parts = append(parts, k+" "+shape(v[k]))
		}
		return "{" + strings.Join(parts, ", ") + "}"
	case []any:
		if len(v) == 0 {
			return "[]"
		}
		return "[" + shape(v[0]) + "]"
	case string:
		return "text"
	case float64:
		return "number"
	case bool:
		return "truth"
	}
	return fmt.Sprintf("%T", v)
}

// Shapes of articles in replies: of materials, of drafts, of publications.
const (
	newsShape      = "author text, content text, content_source_url text, digest text, need_open_comment number, only_fans_can_comment number, show_cover_pic number, thumb_media_id text, thumb_url text, title text, url text"
	draftShape     = "article_type text, " + newsShape
	publishedShape = "author text, content text, content_source_url text, digest text, is_deleted truth, need_open_comment number, only_fans_can_comment number, show_cover_pic number, thumb_media_id text, thumb_url text, title text, url text"
	doneShape      = "{errcode number, errmsg text}"
)

// The pages' examples: each reply has these keys, and errcode only where the real
// one has it.
func TestRepliesHaveTheDocumentedShape(t *testing.T) {
	accounts := &pool{t: t}
	for _, tt := range []struct {
		name, source string
		call         func(a *server) reply
		want         string
	}{
		{"token", pageToken, gettingToken("grant_type=client_credential&appid=a&secret=b"), "{access_token text, expires_in number}"},
		{"stable token", pageStable, func(a *server) reply { return a.stable(false) }, "{access_token text, expires_in number}"},
		{"add_news", pageMaterial, adding("material/add_news"), "{media_id text}"},
		{"update_news", pageMaterial, updating("material", 0), doneShape},
		{"add image", pageMaterial, uploading("material/add_material?type=image", "a.png", drawn("png")), "{media_id text, url text}"},
		{"add voice", pageMaterial, uploading("material/add_material?type=voice", "a.mp3", raw("ID3")), "{media_id text}"},
		{"uploadimg", pageMaterial, uploading("media/uploadimg", "a.png", drawn("png")), "{url text}"},
		{"upload", pageUpload, uploading("media/upload?type=image", "a.png", drawn("png")), "{created_at number, media_id text, type text}"},
		{"uploadnews", pageNews, uploadingNews(0), "{created_at number, media_id text, type text}"},
		{"count", pageMaterial, func(a *server) reply { return a.get("/cgi-bin/material/get_materialcount") }, "{image_count number, news_count number, video_count number, voice_count number}"},
		{"get_material", pageMaterial, func(a *server) reply {
			return a.post("/cgi-bin/material/get_material", map[string]any{"media_id": adding("material/add_news")(a).text("media_id")})
		}, "{create_time number, news_item [{" + newsShape + "}], update_time number}"},
		{"get_material of a video", pageMaterial, func(a *server) reply {
			id := a.upload("/cgi-bin/material/add_material?type=video", "a.mp4", []byte(mp4), "description", `{"title":"茶","introduction":"采茶"}`).text("media_id")
			return a.post("/cgi-bin/material/get_material", map[string]any{"media_id": id})
		}, "{description text, down_url text, title text}"},
		{"list of news", pageMaterial, func(a *server) reply {
			adding("material/add_news")(a)
			return a.post("/cgi-bin/material/batchget_material", `{"type":"news","offset":0,"count":1}`)
		}, "{item [{content {create_time number, news_item [{" + newsShape + "}], update_time number}, media_id text, update_time number}], item_count number, total_count number}"},
		{"list of images", pageMaterial, func(a *server) reply {
			a.cover()
			return a.post("/cgi-bin/material/batchget_material", `{"type":"image","offset":0,"count":1}`)
		}, "{item [{media_id text, name text, tags [], update_time number, url text}], item_count number, total_count number}"},
		{"empty list", observed, posting("/cgi-bin/draft/batchget", `{"offset":0,"count":1}`), "{item [], item_count number, total_count number}"},
		{"empty list that is absent", observed, func(a *server) reply {
			a.adminPost("settings", map[string]any{"empty_lists": "absent"})
			return a.post("/cgi-bin/material/batchget_material", `{"type":"image","offset":0,"count":1}`)
		}, "{item_count number, total_count number}"},
		{"draft/get", pageDraft, func(a *server) reply { return a.post("/cgi-bin/draft/get", map[string]any{"media_id": a.draft(1)}) }, "{create_time number, news_item [{" + draftShape + "}], update_time number}"},
		{"draft/batchget", pageDraft, func(a *server) reply {
			a.draft(1)
			return a.post("/cgi-bin/draft/batchget", `{"offset":0,"count":1}`)
		}, "{item [{content {create_time number, news_item [{" + draftShape + "}], update_time number}, media_id text, update_time number}], item_count number, total_count number}"},
		{"draft/batchget without content", pageDraft, func(a *server) reply {
			a.draft(1)
			return a.post("/cgi-bin/draft/batchget", `{"offset":0,"count":1,"no_content":1}`)
		}, "{item [{content {create_time number, news_item [{" + strings.Replace(draftShape, "content text, ", "", 1) + "}], update_time number}, media_id text, update_time number}], item_count number, total_count number}"},
		{"draft/count", pageDraft, func(a *server) reply { return a.get("/cgi-bin/draft/count") }, "{total_count number}"},
		{"draft/switch", pageDraft, posting("/cgi-bin/draft/switch", ""), "{errcode number, errmsg text, is_open number}"},
		{"freepublish/submit", pagePublish, func(a *server) reply { return a.publish(1) }, "{errcode number, errmsg text, msg_data_id number, publish_id number}"},
		{"freepublish/get", pagePublish, func(a *server) reply {
			return a.post("/cgi-bin/freepublish/get", map[string]any{"publish_id": a.publish(1).number("publish_id")})
		}, "{article_detail {count number, item [{article_url text, idx number}]}, article_id text, fail_idx [], publish_id number, publish_status number}"},
		{"freepublish/get while it runs", pagePublish, func(a *server) reply {
			a.adminPost("settings", map[string]any{"publish_seconds": 9})
			return a.post("/cgi-bin/freepublish/get", map[string]any{"publish_id": a.publish(1).number("publish_id")})
		}, "{fail_idx [], publish_id number, publish_status number}"},
		{"freepublish/getarticle", pagePublish, func(a *server) reply {
			return a.post("/cgi-bin/freepublish/getarticle", map[string]any{"article_id": a.published(1)})
		}, "{create_time number, news_item [{" + publishedShape + "}], update_time number}"},
		{"freepublish/batchget", pagePublish, func(a *server) reply {
			a.publish(1)
			return a.post("/cgi-bin/freepublish/batchget", `{"offset":0,"count":1,"no_content":0}`)
		}, "{item [{article_id text, content {create_time number, news_item [{" + publishedShape + "}], update_time number}, update_time number}], item_count number, total_count number}"},
		{"sendall", pageMass, sending(), "{errcode number, errmsg text, msg_data_id number, msg_id number}"},
		{"sendall of text", pageMass, sending("msgtype", "text", "text", map[string]any{"content": "x"}), "{errcode number, errmsg text, msg_id number}"},
		{"mass/get", pageMass, func(a *server) reply {
			return a.post("/cgi-bin/message/mass/get", map[string]any{"msg_id": sending()(a).number("msg_id")})
		}, "{msg_id number, msg_status text}"},
		{"comment/list", pageComments, func(a *server) reply {
			id := a.comments(1)
			a.post("/cgi-bin/comment/reply/add", map[string]any{"msg_data_id": id, "user_comment_id": 1, "content": "谢谢"}).fine()
			return a.post("/cgi-bin/comment/list", map[string]any{"msg_data_id": id, "begin": 0, "count": 9, "type": 0})
		}, "{comment [{comment_type number, content text, create_time number, openid text, reply {content text, create_time number}, user_comment_id number}], errcode number, errmsg text, total number}"},
		{"comment/list without reply and openid", pageComments, func(a *server) reply {
			id := a.comments(0)
			a.adminPost("comments", map[string]any{"msg_data_id": id, "content": "好", "openid": ""})
			return a.post("/cgi-bin/comment/list", map[string]any{"msg_data_id": id, "begin": 0, "count": 9, "type": 0})
		}, "{comment [{comment_type number, content text, create_time number, user_comment_id number}], errcode number, errmsg text, total number}"},
		{"comment/open", pageComments, commenting("open", 0), doneShape},
		{"reply/add", pageReply, commenting("reply/add", 1, "content", "谢谢"), doneShape},
		{"quota/get", pageLimits, posting("/cgi-bin/openapi/quota/get", `{"cgi_path":"/cgi-bin/draft/add"}`), "{errcode number, errmsg text, quota {daily_limit number, remain number, used number}}"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, shape(tt.call(accounts.get(t, Config{})).json)); diff != "" {
				t.Errorf("%s (-want +got):\n%s", tt.source, diff)
			}
		})
	}
}

func TestImageMaterialComesBackByteForByte(t *testing.T) {
	a := start(t, Config{})
	data := picture(t, "jpeg", 4, 4)
	up := a.upload("/cgi-bin/material/add_material?type=image", "mpsync-0123.jpg", data)
	r := a.post("/cgi-bin/material/get_material", map[string]any{"media_id": up.text("media_id")})
	if string(r.raw) != string(data) || r.header.Get("Content-Type") != "image/jpeg" {
		t.Errorf("%d bytes of %s", len(r.raw), r.header.Get("Content-Type"))
	}
	if !strings.Contains(r.header.Get("Content-Disposition"), "mpsync-0123.jpg") {
		t.Errorf("disposition %q", r.header.Get("Content-Disposition"))
	}
	item := a.post("/cgi-bin/material/batchget_material", `{"type":"image","offset":0,"count":1}`)
	if item.at("item", 0, "name") != "mpsync-0123.jpg" || item.at("item", 0, "url") != up.text("url") {
		t.Errorf("listed as %s", item.raw)
	}
	served := a.get(strings.TrimPrefix(up.text("url"), "http://mmbiz.qpic.cn"))
	if string(served.raw) != string(data) {
		t.Errorf("served %d bytes", len(served.raw))
	}
}

func TestListsAreNewestFirstAndKeepTheirOrder(t *testing.T) {
	a := start(t, Config{})
	var ids []string
	for range 5 {
		ids = append(ids, a.draft(1))
	}
	a.advance(10)
	a.post("/cgi-bin/draft/update", map[string]any{"media_id": ids[0], "index": 0, "articles": a.article("title", "改过")}).fine()
	r := a.post("/cgi-bin/draft/batchget", `{"offset":1,"count":3}`)
	for i := range 3 {
		if got, want := r.at("item", i, "media_id"), ids[3-i]; got != want {
			t.Errorf("item %d is %v, want %s", i, got, want)
		}
	}
	if r.number("total_count") != 5 || r.number("item_count") != 3 {
		t.Errorf("counts: %s", r.raw)
	}
	all := a.post("/cgi-bin/draft/batchget", `{"offset":0,"count":20}`)
	if all.at("item", 4, "update_time").(float64) < all.at("item", 3, "update_time").(float64)+10 {
		t.Errorf("the update did not move update_time: %s", all.raw)
	}
}

func TestDigestIsCutOnlyForSingleArticles(t *testing.T) {
	for _, tt := range []struct {
		profile string
		n       int
		chars   int
	}{{legacy, 1, 64}, {current, 1, 54}, {legacy, 2, 0}} {
		a := start(t, Config{Profile: tt.profile})
		one := a.article("digest", nil, "content", "<p>"+times("一二三四五六七八九十", 10)+"</p>")
		id := a.post("/cgi-bin/draft/add", messageOf(slices.Repeat([]map[string]any{one}, tt.n)...)).text("media_id")
		got := a.post("/cgi-bin/draft/get", map[string]any{"media_id": id}).at("news_item", 0, "digest").(string)
		if want := cut(times("一二三四五六七八九十", 10), tt.chars); got != want {
			t.Errorf("%v: digest %q", tt, got)
		}
	}
}

func TestDraftKeepsWhatOnlyDraftsHave(t *testing.T) {
	a := start(t, Config{})
	id := addingPictures(2, "茶山")(a).text("media_id")
	r := a.post("/cgi-bin/draft/get", map[string]any{"media_id": id})
	if r.at("news_item", 0, "article_type") != "newspic" || r.at("news_item", 0, "image_info", "image_list", 1, "image_media_id") != a.cover() {
		t.Errorf("read back: %s", r.raw)
	}
	product := map[string]any{"footer_product_info": map[string]any{"product_key": "k"}}
	id = adding("draft/add", "product_info", product)(a).text("media_id")
	r = a.post("/cgi-bin/draft/get", map[string]any{"media_id": id})
	if r.at("news_item", 0, "product_info", "footer_product_info", "product_key") != "k" {
		t.Errorf("read back: %s", r.raw)
	}
}

func TestImagesAreReadBackInTheirOtherFormWhereThatIsOn(t *testing.T) {
	a := start(t, with("rule_image_size", "on"))
	inline := uploading("media/uploadimg", "a.png", drawn("png"))(a).text("url")
	id := adding("draft/add", "content", `<img src="`+inline+`">`)(a).text("media_id")
	got := a.post("/cgi-bin/draft/get", map[string]any{"media_id": id}).at("news_item", 0, "content").(string)
	if !strings.Contains(got, `/640?from=appmsg" data-type="png" data-ratio="1.000000" data-w="3"`) {
		t.Errorf("read back: %s", got)
	}
	address, _, _ := strings.Cut(strings.TrimPrefix(got, `<img data-src="http://mmbiz.qpic.cn`), `"`)
	if r := a.get(address); r.header.Get("Content-Type") != "image/png" {
		t.Errorf("%s is served as %s", address, r.header.Get("Content-Type"))
	}
}

func TestEscapesMayBeStoredLiterally(t *testing.T) {
	a := start(t, with("unicode_escapes", "literal"))
	id := a.post("/cgi-bin/draft/add", fmt.Sprintf(`{"articles":[{"title":"\u8336","content":"x","thumb_media_id":%q}]}`, a.cover())).text("media_id")
	if got := a.post("/cgi-bin/draft/get", map[string]any{"media_id": id}).at("news_item", 0, "title"); got != `\u8336` {
		t.Errorf("title %v", got)
	}
}

func TestMediaIDsHaveTheProfilesShape(t *testing.T) {
	for profile, length := range map[string]int{legacy: 43, current: 64} {
		a := start(t, Config{Profile: profile})
		one, two := a.draft(1), a.draft(1)
		if len(one) != length || one == two || one[:16] != two[:16] {
			t.Errorf("%s: %s and %s", profile, one, two)
		}
	}
}

func TestSlashesAreEscapedInReplies(t *testing.T) {
	a := start(t, Config{})
	if r := uploading("media/uploadimg", "a.png", drawn("png"))(a); !strings.Contains(string(r.raw), `http:\/\/mmbiz.qpic.cn\/`) {
		t.Errorf("escaped: %s", r.raw)
	}
	a.adminPost("settings", map[string]any{"escape_slashes": "off"})
	if r := uploading("media/uploadimg", "a.png", drawn("png"))(a); !strings.Contains(string(r.raw), `http://mmbiz.qpic.cn/`) {
		t.Errorf("plain: %s", r.raw)
	}
}

func TestSendingTwiceSharesTheArticles(t *testing.T) {
	a := start(t, Config{})
	id := adding("material/add_news")(a).text("media_id")
	one, two := a.sendAll(id, "clientmsgid", "a"), a.sendAll(id, "clientmsgid", "b")
	if one.number("msg_data_id") != two.number("msg_data_id") || one.number("msg_id") == two.number("msg_id") {
		t.Fatalf("%s %s", one.raw, two.raw)
	}
	a.post("/cgi-bin/message/mass/delete", map[string]any{"msg_id": one.number("msg_id")}).fine()
	if r := a.post("/cgi-bin/message/mass/get", map[string]any{"msg_id": two.number("msg_id")}); r.text("msg_status") != "DELETE" {
		t.Errorf("the other one: %s", r.raw)
	}
}

func TestTotalOfCommentsMayBeWhatIsReturned(t *testing.T) {
	a := start(t, Config{})
	body := map[string]any{"msg_data_id": a.comments(3), "begin": 0, "count": 2, "type": 0}
	if r := a.post("/cgi-bin/comment/list", body); r.number("total") != 3 || r.at("comment", 0, "content") != "好茶2" {
		t.Errorf("all: %s", r.raw)
	}
	a.adminPost("settings", map[string]any{"comment_total": "returned"})
	if r := a.post("/cgi-bin/comment/list", body); r.number("total") != 2 {
		t.Errorf("returned: %s", r.raw)
	}
}

package emulator

import (
	"maps"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// conformance is one rule of the API: what a call gets, and which page says so.
type conformance struct {
	name   string
	source string // page below developers.weixin.qq.com, or "observed"
	config Config
	call   func(a *server) reply
	code   int
}

// The shapes that most rows share.
func posting(path string, body any) func(*server) reply {
	return func(a *server) reply { return a.post(path, body) }
}

// adding sends one article with changed fields to one of the calls that add articles.
func adding(path string, changes ...any) func(*server) reply {
	return func(a *server) reply { return a.post("/cgi-bin/"+path, messageOf(a.article(changes...))) }
}

// with are settings.
func with(pairs ...string) Config {
	c := Config{Settings: map[string]string{}}
	for i := 0; i < len(pairs); i += 2 {
		c.Settings[pairs[i]] = pairs[i+1]
	}
	return c
}

var (
	inCurrent  = Config{Profile: current}
	unverified = with("account_type", "unverified")
)

// unknownID has the shape of a media_id that nobody gave out.
const unknownID = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"

func times(s string, n int) string { return strings.Repeat(s, n) }

func TestConformance(t *testing.T) {
	groups := map[string][]conformance{
		"gate": gateRules, "token": tokenRules, "news": newsRules, "draft": draftRules, "media": mediaRulesTested,
		"list": listRules, "publish": publishRules, "mass": massRules, "comment": commentRules, "platform": platformRules,
	}
	accounts := &pool{t: t}
	for _, group := range slices.Sorted(maps.Keys(groups)) {
		for _, r := range groups[group] {
			t.Run(group+"/"+r.name, func(t *testing.T) {
				if r.source == "" {
					t.Fatal("a rule names its source")
				}
				checkReply(t, r.call(accounts.get(t, r.config)), r.code)
			})
		}
	}
}

var ridAtEnd = regexp.MustCompile(` rid: [0-9a-f]{8}-[0-9a-f]{8}-[0-9a-f]{8}$`)

// checkReply checks what holds of every reply: status 200, and a request id in the
// text of a refusal.
func checkReply(t *testing.T, r reply, code int) {
	t.Helper()
	if r.status != http.StatusOK {
		t.Errorf("HTTP status %d", r.status)
	}
	if r.code() != code {
		t.Fatalf("errcode %d, want %d: %s", r.code(), code, r.raw)
	}
	if code != 0 && !ridAtEnd.MatchString(r.text("errmsg")) {
		t.Errorf("errmsg without rid: %s", r.raw)
	}
}

var gateRules = []conformance{
	{"unknown path", observed, Config{}, posting("/cgi-bin/material/add_new", "{}"), 40066},
	{"unknown path outside cgi-bin", observed, Config{}, posting("/x", "{}"), 40066},
	{"GET where POST is required", pageCodes, Config{}, func(a *server) reply { return a.get("/cgi-bin/draft/add") }, 43002},
	{"POST where GET is required", pageCodes, Config{}, posting("/cgi-bin/draft/count", "{}"), 43001},
	{"no token", pageCodes, Config{}, posting("/cgi-bin/draft/add?access_token=", "{}"), 41001},
	{"token before body", pageCodes, Config{}, posting("/cgi-bin/draft/add?access_token=x", "not JSON"), 40014},
	{"unknown token as others saw it", observed, with("bad_token_code", "40001"), posting("/cgi-bin/draft/add?access_token=x", "{}"), 40001},
	{"empty body", pageCodes, Config{}, posting("/cgi-bin/draft/add", ""), 44002},
	{"body that is not JSON", pageCodes, Config{}, posting("/cgi-bin/draft/add", "title=x"), 47001},
	{"body with a comma too many", pageCodes, Config{}, posting("/cgi-bin/draft/get", `{"media_id":"x",}`), 47001},
	{"body with something after it", pageCodes, Config{}, posting("/cgi-bin/draft/get", `{"media_id":"x"} {}`), 47001},
	{"body that is not UTF-8", pageCodes, Config{}, posting("/cgi-bin/draft/get", "{\"media_id\":\"\xff\"}"), 40033},
	{"byte order mark", observed, Config{}, posting("/cgi-bin/draft/batchget", "\ufeff"+`{"offset":0,"count":1}`), 0},
	{"unverified account publishes", "doc/subscription/guide/product/publish.html", unverified, posting("/cgi-bin/freepublish/batchget", `{"offset":0,"count":1}`), 48001},
	{"unverified account reads comments", pageReply, unverified, posting("/cgi-bin/comment/list", `{}`), 48001},
	{"unverified account uploads news", pageNews, unverified, posting("/cgi-bin/media/uploadnews", `{}`), 48001},
	{"unverified account drafts", pageDraft, unverified, adding("draft/add", "need_open_comment", 0), 0},
}

var newsRules = []conformance{
	{"sound article", pageMaterial, Config{}, adding("material/add_news"), 0},
	{"closed today", pageComments, inCurrent, adding("material/add_news"), 45106},
	{"closed in 2022", observed, with("news_api", "45103"), adding("material/add_news"), 45103},
	{"update closed today", pageComments, inCurrent, posting("/cgi-bin/material/update_news", "{}"), 45106},
	{"closed before the body is read", pageComments, inCurrent, posting("/cgi-bin/material/add_news", `{"articles":[]}`), 45106},
	{"no articles", pageMaterial, Config{}, posting("/cgi-bin/material/add_news", `{"articles":[]}`), 44003},
	{"nothing at all", pageMaterial, Config{}, posting("/cgi-bin/material/add_news", `{}`), 44003},
	{"eight articles", pageComments, Config{}, func(a *server) reply {
		return a.post("/cgi-bin/material/add_news", messageOf(slices.Repeat([]map[string]any{a.article()}, 8)...))
	}, 0},
	{"nine articles", pageComments, Config{}, func(a *server) reply {
		return a.post("/cgi-bin/material/add_news", messageOf(slices.Repeat([]map[string]any{a.article()}, 9)...))
	}, 45008},
	{"one bad article of two", pageMaterial, Config{}, func(a *server) reply {
		return a.post("/cgi-bin/material/add_news", messageOf(a.article(), a.article("title", "")))
	}, 40227},
	{"no title", pageMaterial, Config{}, adding("material/add_news", "title", nil), 40227},
	{"title that is a number", pageCodes, Config{}, adding("material/add_news", "title", 1), 47001},
	{"title of 64 characters", pageMaterial, Config{}, adding("material/add_news", "title", times("茶", 64)), 0},
	{"title of 65 characters", pageMaterial, Config{}, adding("material/add_news", "title", times("茶", 65)), 45003},
	{"long author", pageMaterial, Config{}, adding("material/add_news", "author", times("张", 40)), 0},
	{"no author", pageMaterial, Config{}, adding("material/add_news", "author", nil), 0},
	{"no author where fields are strict", pageComments, with("strict_fields", "on"), adding("material/add_news", "author", nil), 41011},
	{"digest of 128 characters", pageDraft, Config{}, adding("material/add_news", "digest", times("茶", 128)), 0},
	{"digest of 129 characters", pageDraft, Config{}, adding("material/add_news", "digest", times("茶", 129)), 45004},
	{"no content", pageMaterial, Config{}, adding("material/add_news", "content", nil), 44004},
	{"content of 19999 characters", pageMaterial, Config{}, adding("material/add_news", "content", "<p>"+times("茶", 19992)+"</p>"), 0},
	{"content of 20000 characters", pageMaterial, Config{}, adding("material/add_news", "content", "<p>"+times("茶", 19993)+"</p>"), 45002},
	{"content allowed to be longer", pageMaterial, with("content_chars", "200000"), adding("material/add_news", "content", times("茶", 20000)), 0},
	{"content of one megabyte", pageMaterial, with("content_chars", "2000000"), adding("material/add_news", "content", times("a", 1<<20)), 45002},
	{"source address of a kilobyte", pageDraft, Config{}, adding("material/add_news", "content_source_url", "http://a.cn/"+times("a", 1012)), 0},
	{"longer source address", pageDraft, Config{}, adding("material/add_news", "content_source_url", "http://a.cn/"+times("a", 1013)), 45005},
	{"source address without scheme", pageNews, Config{}, adding("material/add_news", "content_source_url", "www.qq.com"), 0},
	{"source address with a port and no scheme", observed, Config{}, adding("material/add_news", "content_source_url", "a.cn:80/x"), 0},
	{"source address of another scheme", pageDraft, Config{}, adding("material/add_news", "content_source_url", "javascript:alert(1)"), 41039},
	{"source address with a space", pageDraft, Config{}, adding("material/add_news", "content_source_url", "http://a.cn/ b"), 41039},
	{"no cover", observed, Config{}, adding("material/add_news", "thumb_media_id", nil), 40007},
	{"unknown cover", pageMaterial, Config{}, adding("material/add_news", "thumb_media_id", unknownID), 40007},
	{"deleted cover", pageMaterial, Config{}, func(a *server) reply {
		article := a.article()
		a.post("/cgi-bin/material/del_material", map[string]any{"media_id": a.cover()}).fine()
		return a.post("/cgi-bin/material/add_news", messageOf(article))
	}, 40007},
	{"temporary cover", pageMaterial, Config{}, func(a *server) reply {
		id := a.upload("/cgi-bin/media/upload?type=image", "a.png", picture(a.t, "png", 2, 2)).text("media_id")
		return adding("material/add_news", "thumb_media_id", id)(a)
	}, 40007},
	{"cover of type thumb", pageMaterial, Config{}, func(a *server) reply {
		id := a.upload("/cgi-bin/material/add_material?type=thumb", "a.jpg", picture(a.t, "jpeg", 2, 2)).text("media_id")
		return adding("material/add_news", "thumb_media_id", id)(a)
	}, 0},
	{"flags as strings of digits", observed, Config{}, adding("material/add_news", "show_cover_pic", "1", "need_open_comment", "0"), 0},
	{"flag of 2", pageMaterial, Config{}, adding("material/add_news", "need_open_comment", 2), 40097},
	{"flag that is no number", pageCodes, Config{}, adding("material/add_news", "need_open_comment", "yes"), 47001},
	{"comments on an unverified account", pageComments, unverified, adding("material/add_news"), 88000},
	{"anchor", observed, Config{}, adding("material/add_news", "content", `<p><a href="#top">x</a></p>`), 45166},
	{"anchor with that rule off", observed, with("rule_anchors", "off"), adding("material/add_news", "content", `<p><a href="#top">x</a></p>`), 0},
	{"mini program with a sound appid", pageNews, Config{}, adding("material/add_news", "content", `<a data-miniprogram-appid="wx123123123" data-miniprogram-path="p" href="">x</a>`), 0},
	{"mini program with a bad appid", pageCodes, Config{}, adding("material/add_news", "content", `<a data-miniprogram-appid="APPID" data-miniprogram-path="p" href="">x</a>`), 45086},
	{"title with escapes", pageDraft, Config{}, posting("/cgi-bin/material/add_news", `{"articles":[{"title":"\u8336"}]}`), 40033},
	{"title with escapes, the other code", pageDraft, with("unicode_escapes", "47002"), posting("/cgi-bin/material/add_news", `{"articles":[{"title":"\u8336"}]}`), 47002},
	{"title with a backslash before u", pageDraft, Config{}, adding("material/add_news", "title", `C:\u8336`), 0},
	{"full library", pageMaterial, with("library_cap", "1"), adding("material/add_news"), 45074},
	{"update beyond the message", pageDraft, Config{}, updating("material", 1), 40114},
	{"update before the message", pageDraft, Config{}, updating("material", -1), 40114},
	{"update of the first article by default", pageDraft, Config{}, updating("material", nil), 0},
	{"update with a list of articles", observed, Config{}, updatingWith("material", func(a *server) any { return []any{a.article()} }), 47001},
	{"update with a list of one where that is allowed", observed, with("update_list", "accept"), updatingWith("material", func(a *server) any { return []any{a.article()} }), 0},
	{"update with a list of two", observed, with("update_list", "accept"), updatingWith("material", func(a *server) any { return []any{a.article(), a.article()} }), 47001},
	{"update with nothing", observed, Config{}, updatingWith("material", func(*server) any { return map[string]any{} }), 40007},
	{"update with an empty title", observed, Config{}, updatingWith("material", func(a *server) any { return a.article("title", "") }), 40227},
	{"update of an unknown message", pageMaterial, Config{}, posting("/cgi-bin/material/update_news", `{"media_id":"x","index":0,"articles":{"title":"a"}}`), 40007},
	{"update of a draft", pageMaterial, Config{}, func(a *server) reply {
		id := adding("draft/add")(a).text("media_id")
		return a.post("/cgi-bin/material/update_news", map[string]any{"media_id": id, "articles": a.article()})
	}, 40007},
}

// updating updates the only article of a message at an index; nil sends none.
func updating(box string, index any) func(*server) reply {
	return func(a *server) reply {
		add, update := "material/add_news", "material/update_news"
		if box == drafts {
			add, update = "draft/add", "draft/update"
		}
		id := adding(add)(a).text("media_id")
		body := map[string]any{"media_id": id, "articles": a.article("title", "夏茶")}
		if index != nil {
			body["index"] = index
		}
		return a.post("/cgi-bin/"+update, body)
	}
}

func updatingWith(box string, articles func(*server) any) func(*server) reply {
	return func(a *server) reply {
		add, update := "material/add_news", "material/update_news"
		if box == drafts {
			add, update = "draft/add", "draft/update"
		}
		id := adding(add)(a).text("media_id")
		return a.post("/cgi-bin/"+update, map[string]any{"media_id": id, "index": 0, "articles": articles(a)})
	}
}

var draftRules = []conformance{
	{"sound draft", pageDraft, Config{}, adding("draft/add"), 0},
	{"sound draft today", pageDraft, inCurrent, adding("draft/add"), 0},
	{"title of 32 characters today", pageDraft, inCurrent, adding("draft/add", "title", times("茶", 32)), 0},
	{"title of 33 characters today", pageDraft, inCurrent, adding("draft/add", "title", times("茶", 33)), 45003},
	{"author of 16 characters today", pageDraft, inCurrent, adding("draft/add", "author", times("张", 16)), 0},
	{"author of 17 characters today", pageDraft, inCurrent, adding("draft/add", "author", times("张", 17)), 45110},
	{"unknown kind of article", pageDraft, Config{}, adding("draft/add", "article_type", "video"), 40097},
	{"picture message", pageDraft, Config{}, addingPictures(3, "今天的茶山"), 0},
	{"picture message without text", pageDraft, Config{}, addingPictures(1, ""), 0},
	{"picture message of 21", pageDraft, Config{}, addingPictures(21, "x"), 40007},
	{"picture message of none", pageDraft, Config{}, addingPictures(0, "x"), 40007},
	{"picture message with HTML", observed, Config{}, addingPictures(1, "<p>x</p>"), 45166},
	{"crop of the cover", pageDraft, Config{}, adding("draft/add", "pic_crop_235_1", "0.1_0_1_0.5"), 0},
	{"crop outside the cover", observed, Config{}, adding("draft/add", "pic_crop_235_1", "0.1_0_1.2_0.5"), 53402},
	{"crop with seven decimals", pageDraft, Config{}, adding("draft/add", "pic_crop_1_1", "0.1234567_0_1_1"), 53402},
	{"crop turned over", pageDraft, Config{}, adding("draft/add", "pic_crop_1_1", "0.5_0_0.2_1"), 53402},
	{"update beyond the message", pageDraft, Config{}, updating("draft", 1), 40114},
	{"update beyond the message as seen", observed, with("bad_index_code", "40007"), updating("draft", 1), 40007},
	{"update of the first article", pageDraft, Config{}, updating("draft", 0), 0},
	{"update that sends url back", observed, Config{}, updatingWith("draft", func(a *server) any { return a.article("url", "http://x") }), 47001},
	{"update that may send url back", observed, with("echo_fields", "accept"), updatingWith("draft", func(a *server) any { return a.article("url", "http://x") }), 0},
	{"update with an anchor", pageDraft, Config{}, updatingWith("draft", func(a *server) any { return a.article("content", `<a href="#a">x</a>`) }), 45166},
	{"get of an unknown draft", pageDraft, Config{}, posting("/cgi-bin/draft/get", `{"media_id":"x"}`), 40007},
	{"get of a material", pageDraft, Config{}, func(a *server) reply {
		return a.post("/cgi-bin/draft/get", map[string]any{"media_id": adding("material/add_news")(a).text("media_id")})
	}, 40007},
	{"delete twice", pageDraft, Config{}, func(a *server) reply {
		body := map[string]any{"media_id": adding("draft/add")(a).text("media_id")}
		a.post("/cgi-bin/draft/delete", body).fine()
		return a.post("/cgi-bin/draft/delete", body)
	}, 40007},
	{"switch", pageDraft, Config{}, posting("/cgi-bin/draft/switch?checkonly=1", ""), 0},
}

// addingPictures adds a picture message of so many pictures.
func addingPictures(n int, content string) func(*server) reply {
	return func(a *server) reply {
		list := slices.Repeat([]any{map[string]any{"image_media_id": a.cover()}}, n)
		return a.post("/cgi-bin/draft/add", messageOf(map[string]any{
			"article_type": "newspic", "title": "茶山", "content": content, "image_info": map[string]any{"image_list": list},
		}))
	}
}

var listRules = []conformance{
	{"no count", pageMaterial, Config{}, posting("/cgi-bin/draft/batchget", `{"offset":0}`), 40007},
	{"count of 21", pageMaterial, Config{}, posting("/cgi-bin/draft/batchget", `{"offset":0,"count":21}`), 40007},
	{"offset before the list", pageMaterial, Config{}, posting("/cgi-bin/draft/batchget", `{"offset":-1,"count":1}`), 40007},
	{"offset beyond the list", pageMaterial, Config{}, posting("/cgi-bin/draft/batchget", `{"offset":99,"count":20}`), 0},
	{"materials of an unknown type", pageMaterial, Config{}, posting("/cgi-bin/material/batchget_material", `{"type":"thumb","offset":0,"count":1}`), 40004},
	{"images", pageMaterial, Config{}, posting("/cgi-bin/material/batchget_material", `{"type":"image","offset":0,"count":1}`), 0},
	{"unknown material", pageMaterial, Config{}, posting("/cgi-bin/material/get_material", `{"media_id":"x"}`), 40007},
	{"delete of an unknown material", pageMaterial, Config{}, posting("/cgi-bin/material/del_material", `{"media_id":"x"}`), 40007},
}

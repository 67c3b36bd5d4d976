package main

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
)

// The pages that name the codes below, beneath https://developers.weixin.qq.com/.
const (
	pageCodes     = "doc/offiaccount/Getting_Started/Global_Return_Code.html"
	pageComments  = "doc/offiaccount/en/Comments_management/Image_Comments_Management_Interface.html"
	pageReply     = "doc/service/api/comments/api_replycomment.html"
	pageTemporary = "doc/service/api/notify/message/api_uploadnewsmsg.html"
	pageMaterial  = "doc/offiaccount/en/Asset_Management/Adding_Permanent_Assets.html"
	pageDraft     = "doc/subscription/api/draftbox/draftmanage/api_draft_add.html"
	pageUpdate    = "doc/subscription/api/draftbox/draftmanage/api_draft_update.html"
	pagePublish   = "doc/subscription/api/public/api_freepublish_submit.html"
	pageUnpublish = "doc/subscription/api/public/api_freepublishdelete.html"
	pageMass      = "doc/service/api/notify/message/api_sendall.html"
	pageStats     = "doc/offiaccount/Analytics/Graphic_Analysis_Data_Interface.html"
	pageToken     = "doc/offiaccount/Basic_Information/getStableAccessToken.html"
	pagePlatform  = "doc/oplatform/Third-party_Platforms/api/api_authorizer_token.html"
	pageTicket    = "doc/oplatform/Third-party_Platforms/api/component_access_token.html"
	pageConsent   = "doc/oplatform/Third-party_Platforms/api/authorization_info.html"
)

// refusal is an errcode that a page names, the call and the command that meet it,
// and the words that it becomes, with a remedy, in both languages.
type refusal struct {
	page    string
	code    int
	api     string
	command string
	en, zh  string
}

const (
	publishTea = "publish articles/tea --yes"
	toAll      = "broadcast articles/tea --all --yes"
	toSome     = "broadcast articles/tea --to a,b --yes"
	temporary  = "broadcast articles/tea --all --temporary --yes"
	previewTea = "preview articles/tea --to ada"
	feature    = "comments feature articles/snow 1"
	unfeature  = "comments unfeature articles/snow 2"
	answer     = "comments reply articles/snow 1 hi"
	unanswer   = "comments unreply articles/snow 2"
	deletion   = "comments delete articles/snow 1 --yes"
	listing    = "comments list articles/snow"
)

// sentences lists refusals by the site that meets them. They leave every site as
// it is.
var sentences = map[string][]refusal{
	// Three drafts that are in step, one of which was published and has comments.
	"drafts": {
		{pagePublish, 53500, "freepublish/submit", publishTea, "WeChat refuses to publish", "微信拒绝发布"},
		{pagePublish, 53501, "freepublish/submit", publishTea, "asked to publish too often", "提交发布太频繁"},
		{pagePublish, 53503, "freepublish/submit", publishTea, "failed WeChat's check before publishing", "没有通过发布检查"},
		{pagePublish, 53504, "freepublish/submit", publishTea, "wants this draft to be published in the console", "微信要求在后台发布这篇草稿"},
		{pagePublish, 53505, "freepublish/submit", publishTea, "to be saved in the console first", "要求先在后台保存这篇草稿"},
		{pagePublish, 48001, "freepublish/submit", publishTea, "may not use freepublish/submit", "没有调用 freepublish/submit 的权限"},
		{pageCodes, 45009, "freepublish/submit", publishTea, "freepublish/submit", "freepublish/submit"},
		{pageCodes, 40007, "freepublish/submit", publishTea, "does not know a media_id", "media_id"},
		{pageUnpublish, 48001, "freepublish/delete", "unpublish articles/snow --yes", "may not use freepublish/delete", "没有调用 freepublish/delete 的权限"},

		{pageMass, 45028, "message/mass/sendall", toAll, "has no broadcast left for now", "暂时没有群发次数"},
		{pageMass, 45067, "message/mass/sendall", toAll, "refuses the clientmsgid", "拒绝了 clientmsgid"},
		{pageMass, 48003, "message/mass/sendall", toAll, "has not agreed to the terms of broadcasting", "没有同意群发接口的协议"},
		{pageMass, 48001, "message/mass/sendall", toAll, "may not use message/mass/sendall", "没有调用 message/mass/sendall 的权限"},
		{pageMass, 40130, "message/mass/send", toSome, "wants two to 10,000 openids", "2 到 10000 个 openid"},
		{pageMass, 40003, "message/mass/send", toSome, "knows no follower of this name", "找不到这位粉丝"},
		{pageMass, 43004, "message/mass/preview", previewTea, "knows no follower of this name", "找不到这位粉丝"},
		{pageMass, 43019, "message/mass/preview", previewTea, "knows no follower of this name", "找不到这位粉丝"},
		{pageMass, 45009, "message/mass/preview", previewTea, "message/mass/preview", "message/mass/preview"},

		{pageTemporary, 48001, "media/uploadnews", temporary, "may not use media/uploadnews", "没有调用 media/uploadnews 的权限"},
		{pageTemporary, 40007, "media/uploadnews", temporary, "does not know a media_id", "media_id"},
		{pageTemporary, 45009, "media/uploadnews", temporary, "today's calls to media/uploadnews are used up", "今天的 media/uploadnews 调用次数已用完"},
		{pageTemporary, 88000, "media/uploadnews", temporary, "may not open comments", "没有留言功能"},
		{pageTemporary, 45002, "media/uploadnews", temporary, "finds the article too long", "正文过长"},
		{pageTemporary, 40004, "media/upload", temporary, "WeChat refused media/upload", "微信拒绝了 media/upload"},

		{pageComments, 45009, "comment/open", "comments open articles/snow", "today's quota of comment/open is used up", "comment/open 今天的调用额度已用完"},
		{pageComments, 88000, "comment/open", "comments open articles/snow", "has no comments on this article", "没有留言功能"},
		{pageCodes, 48015, "comment/open", "comments open articles/snow", "has no comments on this article", "没有留言功能"},
		{pageComments, 88001, "comment/open", "comments open articles/snow", "does not know this published article", "找不到这篇已发表的文章"},
		{pageComments, 88002, "comment/open", "comments open articles/snow", "finds sensitive content in it", "含敏感内容"},
		{pageCodes, 88011, "comment/open", "comments open articles/snow", "finds sensitive content in it", "含敏感内容"},
		{pageComments, 45009, "comment/close", "comments close articles/snow", "today's quota of comment/close is used up", "comment/close 今天的调用额度已用完"},
		{pageComments, 88001, "comment/close", "comments close articles/snow", "does not know this published article", "找不到这篇已发表的文章"},
		{pageComments, 45009, "comment/list", listing, "today's calls to comment/list are used up", "今天的 comment/list 调用次数已用完"},
		{pageComments, 88000, "comment/list", "comments pull", "has no comments on this article", "没有留言功能"},
		{pageComments, 88001, "comment/list", "comments pull", "does not know this published article", "找不到这篇已发表的文章"},
		{pageComments, 88010, "comment/list", listing, "does not give so many comments", "不允许一次读取这么多条留言"},
		{pageCodes, 48001, "comment/list", listing, "may not use comment/list", "没有调用 comment/list 的权限"},
		{pageComments, 45009, "comment/markelect", feature, "today's quota of comment/markelect is used up", "comment/markelect 今天的调用额度已用完"},
		{pageComments, 88000, "comment/markelect", feature, "has no comments on this article", "没有留言功能"},
		{pageComments, 88001, "comment/markelect", feature, "does not know this published article", "找不到这篇已发表的文章"},
		{pageComments, 88003, "comment/markelect", feature, "as many featured comments as WeChat allows", "精选留言数已达微信的上限"},
		{pageComments, 88004, "comment/markelect", feature, "its reader has deleted this comment", "读者已删除这条留言"},
		{pageComments, 88008, "comment/markelect", feature, "no longer exists", "已不存在"},
		{pageComments, 45009, "comment/unmarkelect", unfeature, "today's quota of comment/unmarkelect is used up", "comment/unmarkelect 今天的调用额度已用完"},
		{pageComments, 88000, "comment/unmarkelect", unfeature, "has no comments on this article", "没有留言功能"},
		{pageComments, 88001, "comment/unmarkelect", unfeature, "does not know this published article", "找不到这篇已发表的文章"},
		{pageComments, 45009, "comment/delete", deletion, "today's quota of comment/delete is used up", "comment/delete 今天的调用额度已用完"},
		{pageComments, 88000, "comment/delete", deletion, "has no comments on this article", "没有留言功能"},
		{pageComments, 88001, "comment/delete", deletion, "does not know this published article", "找不到这篇已发表的文章"},
		{pageReply, 45009, "comment/reply/add", answer, "today's quota of comment/reply/add is used up", "comment/reply/add 今天的调用额度已用完"},
		{pageReply, 88000, "comment/reply/add", answer, "has no comments on this article", "没有留言功能"},
		{pageReply, 88001, "comment/reply/add", answer, "does not know this published article", "找不到这篇已发表的文章"},
		{pageReply, 88005, "comment/reply/add", answer, "has a reply already", "已有作者回复"},
		{pageReply, 88007, "comment/reply/add", answer, "empty or too long", "为空或过长"},
		{pageReply, 88008, "comment/reply/add", answer, "no longer exists", "已不存在"},
		{pageComments, 45009, "comment/reply/delete", unanswer, "today's quota of comment/reply/delete is used up", "comment/reply/delete 今天的调用额度已用完"},
		{pageComments, 88000, "comment/reply/delete", unanswer, "has no comments on this article", "没有留言功能"},
		{pageComments, 88001, "comment/reply/delete", unanswer, "does not know this published article", "找不到这篇已发表的文章"},

		{pageStats, 61500, "/datacube/getarticlesummary", "sent link", "has no statistics for that day", "没有那一天的统计"},
		{pageStats, 61501, "/datacube/getarticlesummary", "sent link", "has no statistics for that day", "没有那一天的统计"},
		{pageStats, 48001, "/datacube/getarticlesummary", "sent link", "may not use datacube/getarticlesummary", "没有调用 datacube/getarticlesummary 的权限"},
		{pageStats, 45009, "/datacube/getarticlesummary", "sent link", "today's calls to datacube/getarticlesummary are used up", "今天的 datacube/getarticlesummary 调用次数已用完"},

		{pageToken, 40001, "stable_token", "plan", "refuses the AppSecret", "不接受这个 AppSecret"},
		{pageToken, 40013, "stable_token", "plan", "knows no account with this AppID", "找不到这个 AppID"},
		{pageToken, 40125, "stable_token", "plan", "refuses the AppSecret", "不接受这个 AppSecret"},
		{pageToken, 40164, "stable_token", "plan", "this machine's IP address", "本机 IP 地址"},
		{pageToken, 40243, "stable_token", "plan", "AppSecret is frozen", "AppSecret 已被冻结"},
		{pageToken, 41002, "stable_token", "plan", "there is no AppID", "没有 AppID"},
		{pageToken, 41004, "stable_token", "plan", "there is no AppSecret", "没有 AppSecret"},
		{pageToken, 45009, "stable_token", "plan", "today's calls to stable_token are used up", "今天的 stable_token 调用次数已用完"},
		{pageToken, 50004, "stable_token", "plan", "lets this account make no calls", "不允许这个账号调用接口"},
		{pageToken, 50007, "stable_token", "plan", "lets this account make no calls", "不允许这个账号调用接口"},
		{pageToken, 89503, "stable_token", "plan", "wants an administrator of the account", "要求公众号管理员确认"},
		{pageToken, 89506, "stable_token", "plan", "wants an administrator of the account", "要求公众号管理员确认"},
		{pageToken, 89507, "stable_token", "plan", "wants an administrator of the account", "要求公众号管理员确认"},
		{pageCodes, 40001, "draft/batchget", "plan", "refuses the access token, also a new one", "换新后仍被拒绝"},
		{pageCodes, 40014, "draft/batchget", "plan", "refuses the access token, also a new one", "换新后仍被拒绝"},
		{pageCodes, 42001, "draft/batchget", "plan", "refuses the access token, also a new one", "换新后仍被拒绝"},
		{pageCodes, 48004, "draft/batchget", "plan", "lets this account make no calls", "不允许这个账号调用接口"},
		{pageCodes, 50001, "draft/batchget", "plan", "may not use draft/batchget", "没有调用 draft/batchget 的权限"},
	},

	// A new site, whose first upload is refused.
	"empty": {
		{pageMaterial, 40007, "material/add_material", "apply --yes", "does not know a media_id", "media_id"},
		{pageCodes, 40005, "material/add_material", "apply --yes", "does not take this type of file", "不接受这种文件格式"},
		{pageCodes, 40009, "material/add_material", "apply --yes", "finds the file too large", "文件过大"},
		{pageCodes, 40137, "material/add_material", "apply --yes", "does not take this type of file", "不接受这种文件格式"},
		{pageCodes, 45001, "material/add_material", "apply --yes", "finds the file too large", "文件过大"},
		{pageCodes, 45034, "material/add_material", "apply --yes", "material library is full", "素材库已满"},
		{pageCodes, 45074, "material/add_material", "apply --yes", "material library is full", "素材库已满"},
		{pageCodes, 48001, "material/add_material", "apply --yes", "may not use material/add_material", "没有调用 material/add_material 的权限"},
	},

	// A new site, whose files are in the account.
	"uploaded": {
		{pageDraft, 40007, "draft/add", "apply --yes", "does not know a media_id", "media_id"},
		{pageDraft, 45002, "draft/add", "apply --yes", "finds the article too long", "正文过长"},
		{pageDraft, 45003, "draft/add", "apply --yes", "finds the title too long or empty", "标题过长或为空"},
		{pageDraft, 45004, "draft/add", "apply --yes", "finds the digest too long", "摘要过长"},
		{pageDraft, 45005, "draft/add", "apply --yes", "does not take the source_url", "不接受“阅读原文”链接"},
		{pageDraft, 45008, "draft/add", "apply --yes", "takes no message of so many articles", "文章过多"},
		{pageDraft, 45009, "draft/add", "apply --yes", "draft/add", "draft/add"},
		{pageDraft, 45082, "draft/add", "apply --yes", "does not take the source_url", "不接受“阅读原文”链接"},
		{pageDraft, 45110, "draft/add", "apply --yes", "finds the author's name too long", "作者名过长"},
		{pageDraft, 45166, "draft/add", "apply --yes", "does not take the text of the article", "不接受正文内容"},
		{pageDraft, 45168, "draft/add", "apply --yes", "does not take the text of the article", "不接受正文内容"},
		{pageDraft, 40227, "draft/add", "apply --yes", "finds the title too long or empty", "标题过长或为空"},
		{pageDraft, 53402, "draft/add", "apply --yes", "cannot crop the cover", "无法这样裁剪封面"},
		{pageDraft, 53404, "draft/add", "apply --yes", "may not use draft/add", "没有调用 draft/add 的权限"},
		{pageDraft, 88000, "draft/add", "apply --yes", "may not open comments", "没有留言功能"},
	},

	// A draft that is to be sent again, and one that is to be deleted.
	"edited": {
		{pageUpdate, 40114, "draft/update", "apply --yes", "has no article at this place", "账号里的图文没有这一篇"},
		{pageUpdate, 41039, "draft/update", "apply --yes", "does not take the source_url", "不接受“阅读原文”链接"},
		{pageUpdate, 45166, "draft/update", "apply --yes", "does not take the text of the article", "不接受正文内容"},
		{pageUpdate, 88000, "draft/update", "apply --yes", "may not open comments", "没有留言功能"},
		{pageCodes, 40007, "draft/update", "apply --yes", "does not know a media_id", "media_id"},
	},

	// An account that still has permanent articles.
	"materials": {
		{pageComments, 88000, "material/add_news", "apply --yes", "may not open comments", "没有留言功能"},
		{pageMaterial, 40007, "material/add_news", "apply --yes", "does not know a media_id", "media_id"},
		{pageMaterial, 45002, "material/add_news", "apply --yes", "finds the article too long", "正文过长"},
		{pageComments, 45106, "material/add_news", "apply --yes", "has closed material/add_news", "停用 material/add_news 接口"},
		{pageComments, 45103, "material/add_news", "apply --yes", "has closed material/add_news", "停用 material/add_news 接口"},
	},

	// A third-party platform that acts for the account.
	"platform": {
		{pageTicket, 61004, "component/api_component_token", "plan", "platform from this machine", "第三方平台从本机调用"},
		{pageTicket, 61005, "component/api_component_token", "plan", "refuses the component_verify_ticket", "不接受 component_verify_ticket"},
		{pageTicket, 61006, "component/api_component_token", "plan", "refuses the component_verify_ticket", "不接受 component_verify_ticket"},
		{pageTicket, 40091, "component/api_component_token", "plan", "refuses the component_verify_ticket", "不接受 component_verify_ticket"},
		{pageTicket, 40094, "component/api_component_token", "plan", "does not know the third-party platform", "第三方平台的凭据不正确"},
		{pageTicket, 40125, "component/api_component_token", "plan", "does not know the third-party platform", "第三方平台的凭据不正确"},
		{pageTicket, 40013, "component/api_component_token", "plan", "does not know the third-party platform", "第三方平台的凭据不正确"},
		{pageTicket, 61011, "component/api_component_token", "plan", "does not know the third-party platform", "第三方平台的凭据不正确"},
		{pagePlatform, 61003, "component/api_authorizer_token", "plan", "has not authorized this third-party platform", "没有授权给这个第三方平台"},
		{pagePlatform, 61023, "component/api_authorizer_token", "plan", "no longer accepts the account's refresh token", "不再接受这个公众号的 refresh token"},
		{pagePlatform, 40030, "component/api_authorizer_token", "plan", "no longer accepts the account's refresh token", "不再接受这个公众号的 refresh token"},
		{pagePlatform, 42002, "component/api_authorizer_token", "plan", "no longer accepts the account's refresh token", "不再接受这个公众号的 refresh token"},
		{pagePlatform, 42006, "component/api_authorizer_token", "plan", "refuses the platform's own token", "拒绝了第三方平台自己的 token"},
		{pagePlatform, 61014, "component/api_authorizer_token", "plan", "refuses the platform's own token", "拒绝了第三方平台自己的 token"},
		{pagePlatform, 45009, "component/api_authorizer_token", "plan", "today's calls to component/api_authorizer_token are used up", "今天的 component/api_authorizer_token 调用次数已用完"},
		{pagePlatform, 61007, "draft/batchget", "plan", "did not give the platform the right to use draft/batchget", "没有把 draft/batchget 的权限授给第三方平台"},
		{pagePlatform, 61015, "draft/batchget", "plan", "refuses the platform's own token", "拒绝了第三方平台自己的 token"},
		{pageConsent, 61009, "component/api_query_auth", "authorize --code any", "refuses the authorization code", "不接受授权码"},
		{pageConsent, 61010, "component/api_query_auth", "authorize --code any", "refuses the authorization code", "不接受授权码"},
	},
}

func TestEveryErrcodeIsASentenceWithARemedy(t *testing.T) {
	if testing.Short() {
		t.Skip("runs many commands")
	}
	t.Parallel()
	for site, refusals := range sentences {
		t.Run(site, func(t *testing.T) {
			t.Parallel()
			profile := "current"
			if site == "materials" {
				profile = "legacy"
			}
			s := newStation(t, "testdata/small", profile)
			refusingSites[site](s)
			for _, r := range refusals {
				s.refuse(r)
			}
		})
	}
}

// refusingSites bring a site to where it meets refusals.
var refusingSites = map[string]func(*station){
	"drafts": func(s *station) {
		s.edit("mpsync.yaml", "author: Ada", "author: Ada, comments: open")
		s.drafts()
		s.must("publish", "articles/snow", "--yes")
		for range 2 {
			comment := map[string]any{"msg_data_id": 2247483647, "index": 0, "content": "Cold."}
			if err := s.account.do(http.MethodPost, "/_emulator/comments", comment, nil); err != nil {
				s.Fatal(err)
			}
		}
		s.must("comments", "feature", "articles/snow", "2")
		s.must("comments", "reply", "articles/snow", "2", "Indeed.")
		s.inConsole("Rain", "broadcast") // for sent link to look for
	},
	"empty":    func(*station) {},
	"uploaded": (*station).upload,
	"edited": func(s *station) {
		s.drafts()
		s.edit("articles/tea.md", "before it boils", "while it boils")
	},
	"materials": func(s *station) {
		s.edit("mpsync.yaml", "api: ${API}", "api: ${API}\n  library: material")
		s.upload()
	},
	"platform": (*station).authorized,
}

// authorized is called for by a third-party platform.
func (s *station) authorized() {
	s.Helper()
	var consent struct {
		Ticket string `json:"component_verify_ticket"`
		Code   string `json:"authorization_code"`
	}
	if err := s.account.do(http.MethodPost, "/_emulator/component", map[string]any{}, &consent); err != nil {
		s.Fatal(err)
	}
	s.edit("mpsync.yaml", "  secret: ${SECRET}", `  component: {appid: wxplatform, secret: "${SECRET}", ticket_command: echo `+consent.Ticket+`}`)
	s.must("authorize", "--code", consent.Code)
}

// upload brings the files of a site into the account, and no message.
func (s *station) upload() {
	s.Helper()
	for _, api := range []string{"material/add_news", "draft/add"} {
		s.fault(map[string]any{"path": "/cgi-bin/" + api, "mode": "errcode", "errcode": 45110, "times": 0})
	}
	_ = s.command("apply", "--yes").Run()
	s.heal()
}

// inConsole does something to a message in the console.
func (s *station) inConsole(title, action string) {
	s.Helper()
	h, _, err := s.account.find(title)
	if err == nil {
		err = s.account.do(http.MethodPost, "/_emulator/console", map[string]any{"action": action, "media_id": h.MediaID}, nil)
	}
	if err != nil {
		s.Fatal(err)
	}
}

// refuse wants a refusal to be said in both languages.
func (s *station) refuse(r refusal) {
	s.Helper()
	path := r.api
	if !strings.HasPrefix(path, "/") {
		path = "/cgi-bin/" + path
	}
	for lang, want := range map[string]string{"en": r.en, "zh": r.zh} {
		s.lang = lang
		s.fault(map[string]any{"path": path, "mode": "errcode", "errcode": r.code, "times": 0})
		out, err := s.command(strings.Fields(r.command)...).CombinedOutput()
		s.heal()
		name := fmt.Sprintf("%s %s (%d of %s, %s)", lang, r.command, r.code, r.api, r.page)
		if err == nil {
			s.Errorf("%s: the refusal is lost:\n%s", name, out)
		}
		at := strings.Index(string(out), want)
		if at < 0 {
			s.Errorf("%s: the output lacks %q:\n%s", name, want, out)
			continue
		}
		if !strings.Contains(string(out)[at:], "→ ") {
			s.Errorf("%s: no remedy:\n%s", name, out)
		}
	}
}

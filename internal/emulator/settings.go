package emulator

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
)

// The two profiles.
const (
	legacy  = "legacy"  // permanent articles are open, the limits are the old ones
	current = "current" // permanent articles are closed, the limits are today's
)

// Setting is one value that can be switched, with --set or POST /_emulator/settings.
type Setting struct {
	Name    string
	Default string // in the legacy profile
	Current string // in the current profile, where it differs
	Values  string // what it may be: "number", "text", or words parted by "|"
	Doc     string // what it is
	Chinese string // the same in Chinese
	Source  string // page of the API's documents, or "observed"
}

// Settings lists every switchable value, sorted by name.
func Settings() []Setting {
	all := slices.Concat(settings, ruleSettings())
	slices.SortFunc(all, func(a, b Setting) int { return strings.Compare(a.Name, b.Name) })
	return all
}

// Pages of the documents that settings and tests cite.
const (
	pageToken    = "doc/offiaccount/Basic_Information/Get_access_token.html"
	pageStable   = "doc/offiaccount/Basic_Information/getStableAccessToken.html"
	pageMaterial = "doc/offiaccount/en/Asset_Management/Adding_Permanent_Assets.html"
	pageComments = "doc/offiaccount/en/Comments_management/Image_Comments_Management_Interface.html"
	pageDraft    = "doc/offiaccount/Draft_Box/Add_draft.html"
	pagePublish  = "doc/offiaccount/Publish/Publish.html"
	pageMass     = "doc/offiaccount/Message_Management/Batch_Sends_and_Originality_Checks.html"
	pageUpload   = "doc/offiaccount/Asset_Management/New_temporary_materials.html"
	pageNews     = "doc/service/api/notify/message/api_uploadnewsmsg.html"
	pageReply    = "doc/service/api/comments/api_replycomment.html"
	pageLimits   = "doc/service/Message_Management/API_Call_Limits.html"
	pageStats    = "doc/offiaccount/Analytics/Graphic_Analysis_Data_Interface.html"
	pageCodes    = "doc/offiaccount/Getting_Started/Global_Return_Code.html"
	pagePlatform = "doc/oplatform/Third-party_Platforms/api/api_authorizer_token.html"
	observed     = "observed"
	ownLimit     = "the emulator's own"
)

const (
	number = "number"
	text   = "text"
	onOff  = "on|off"
)

var settings = []Setting{
	{"account_type", "verified", "", "verified|unverified", "whether the account is verified: unverified gets 48001 from freepublish, mass sends, uploadnews and comments, and 88000 for articles that open comments", "账号是否已认证：未认证时，freepublish、群发、uploadnews 和留言返回 48001，打开留言的文章返回 88000", "doc/subscription/guide/product/publish.html"},
	{"author_chars", "0", "16", number, "characters an author may have (45110); 0 for no limit", "作者的字数上限（45110）；0 表示不限", pageDraft},
	{"auto_digest_chars", "64", "54", number, "characters of the text that become the digest of a single article without one", "只有一篇文章、又没有摘要时，取正文的多少个字作摘要", pageMaterial},
	{"bad_index_code", "40114", "", "40114|40007", "code of draft/update for an index beyond the message: documented, or observed", "draft/update 的 index 超出图文时的错误码：文档所写的，或实际见到的", pageDraft},
	{"bad_token_code", "40014", "", "40014|40001", "code for a token that was never given out", "从未发出过的 token 返回的错误码", observed},
	{"chunked_upload", "refuse", "", "refuse|accept", "uploads without a Content-Length: 41005, as observed, or taken", "没有 Content-Length 的上传：返回 41005（实际见到的），或照常接受", observed},
	{"comment_page_max", "49", "", "49|50", "comments that comment/list gives at most: one sentence denies 50, another only more (88010)", "comment/list 一次最多返回几条留言：文档有一处说不能到 50，另一处说不能超过 50（88010）", pageComments},
	{"comment_total", "all", "", "all|returned", "what total of comment/list counts: all that match, as documented, or those returned, as observed", "comment/list 的 total 指什么：全部符合条件的条数（文档所写），或本页返回的条数（实际见到）", pageComments},
	{"daily_limit", "0", "", number, "with quotas: calls a day of each API; 0 for the documented numbers", "开启 quotas 时，每个接口每天的调用次数；0 表示文档所写的次数", pageLimits},
	{"elected_cap", "100", "", number, "featured comments of one article (88003)", "一篇文章最多多少条精选留言（88003）", ownLimit},
	{"ip_whitelist", "", "", text, "addresses and CIDR ranges, parted by commas, that may fetch tokens (40164); empty for any", "可以获取 token 的 IP 和 CIDR 网段，用逗号分隔（40164）；留空表示不限", pageToken},
	{"list_lag_reads", "0", "", number, "how many reads of a list pass before a new message or material appears in it", "新建的图文或素材，要等列表被读取几次之后才出现在列表里", observed},
	{"mass_drafts", "accept", "", "accept|refuse", "whether a draft may be mass sent, or is 40007", "草稿能否直接群发，或返回 40007", observed},
	{"mass_seconds", "0", "", number, "how long a broadcast stays SENDING: while it goes out, is checked for originality, or waits for an administrator", "群发停留在 SENDING 多少秒：正在发送、正在校验原创，或在等管理员确认", pageMass},
	{"mass_status", sendOK, "", sendOK + "|" + sendFailed, "how broadcasts end: well, or refused with the draft left where it is", "群发的结果：成功，或失败且草稿留在原处", pageMass},
	{"minute_limit", "0", "", number, "with quotas: calls a minute of each API (45011); 0 for the documented numbers", "开启 quotas 时，每个接口每分钟的调用次数（45011）；0 表示文档所写的次数", pageLimits},
	{"new_refresh_token", "off", "", "on|off", "whether api_authorizer_token gives another refresh token in exchange", "api_authorizer_token 是否换发新的 refresh token", "doc/oplatform/Third-party_Platforms/api/api_authorizer_token.html"},
	{"publish_id_type", "number", "", "number|string", "how replies write publish_id", "返回的 publish_id 是数字还是字符串", pagePublish},
	{"publish_seconds", "0", "", number, "how long a publication stays in status 1", "发布停留在状态 1 多少秒", pagePublish},
	{"publish_status", "0", "", "0|2|3|4", "how publications end: well, or refused with the draft left where it is", "发布的结果：成功，或失败且草稿留在原处", pagePublish},
	{"quotas", "off", "", onOff, "whether calls a day and a minute are limited (45009, 45011, 45028)", "是否限制每天和每分钟的调用次数（45009、45011、45028）", pageLimits},
	{"reply_chars", "600", "", number, "characters of a reply to a comment (88007); no document gives the number", "留言回复的字数上限（88007）；文档没有写明数字", pageReply},
	{"reply_errmsg", "ok", "", "ok|empty", "errmsg of a successful reply/add", "reply/add 成功时的 errmsg", pageReply},
	{"reply_missing_code", "87009", "", "87009|88009", "code of reply/delete where there is no reply", "回复不存在时，reply/delete 的错误码", pageComments},
	{"update_list", "refuse", "", "refuse|accept", "whether update_news and draft/update take a list of one article in the place of an article (47001)", "update_news 和 draft/update 是否接受以只有一篇的列表代替文章（47001）", observed},
	{"uploadnews_created_at", "number", "", "number|string", "how media/uploadnews writes created_at", "media/uploadnews 返回的 created_at 是数字还是字符串", pageNews},
	{"content_bytes", "1048576", "", number, "bytes of content from which on an article is refused (45002)", "正文达到多少字节时拒绝（45002）", pageMaterial},
	{"content_chars", "20000", "", number, "characters of content, tags included, from which on an article is refused (45002)", "正文连同标签达到多少个字符时拒绝（45002）", pageMaterial},
	{"digest_chars", "128", "", number, "characters a digest may have (45004); other pages say 120", "摘要的字数上限（45004）；文档的其他页写的是 120", pageDraft},
	{"echo_fields", "refuse", "", "refuse|accept", "read-only fields (url, thumb_url) sent back in draft/update: 47001, or ignored", "draft/update 里带有只读字段（url、thumb_url）时：返回 47001，或忽略", observed},
	{"empty_lists", "array", "", "array|absent", "how replies write a list of nothing: as item:[], or not at all", "列表为空时怎样返回：item:[]，或不返回这个字段", observed},
	{"escape_slashes", "on", "", onOff, `whether replies write / as \/, which is the same JSON`, `返回的 JSON 是否把 / 写成 \/，两者含义相同`, observed},
	{"image_bytes", "10485760", "", number, "bytes of a permanent image (40009)", "永久素材图片的字节数上限（40009）", pageMaterial},
	{"inline_image_bytes", "1048576", "", number, "bytes from which on media/uploadimg refuses an image (40009)", "media/uploadimg 的图片达到多少字节时拒绝（40009）", pageMaterial},
	{"inline_formats", "jpeg-png", "", "jpeg-png|jpeg", "what media/uploadimg takes (40005): as documented, or as one tool found", "media/uploadimg 接受哪些格式（40005）：文档所写的，或某个工具遇到的", pageMaterial},
	{"library_cap", "100000", "", number, "articles and images that the library holds (45074); older documents say 5000", "素材库里图文和图片的数量上限（45074）；较旧的文档写的是 5000", "doc/subscription/api/material/permanent/api_addmaterial.html"},
	{"log_rows", "100000", "", number, "calls that the request log remembers", "调用记录保留多少条", ownLimit},
	{"news_api", "open", "45106", "open|45103|45106", "what add_news and update_news do: work, or answer that they are closed", "add_news 和 update_news 怎样应答：可用，或表示已关闭", pageComments},
	{"other_cap", "1000", "", number, "voices, videos and thumbs that the library holds, each (45074)", "素材库里音频、视频、缩略图各自的数量上限（45074）", pageMaterial},
	{"source_url_bytes", "1024", "", number, "bytes of content_source_url (45005)", "content_source_url 的字节数上限（45005）", pageDraft},
	{"strict_fields", "off", "", onOff, "whether author, digest, show_cover_pic and content_source_url are required (41011), as one document says and none enforces", "author、digest、show_cover_pic 和 content_source_url 是否必填（41011）：有一页文档这样写，但没有见过这样要求的", pageComments},
	{"temp_image_bytes", "10485760", "", number, "bytes of a temporary image (40009); the same page says 2 MB elsewhere", "临时素材图片的字节数上限（40009）；同一页文档的另一处写的是 2 MB", pageUpload},
	{"thumb_bytes", "65536", "", number, "bytes of a thumb (40012)", "缩略图的字节数上限（40012）", pageMaterial},
	{"title_chars", "64", "32", number, "characters a title may have (45003)", "标题的字数上限（45003）", pageDraft},
	{"token_kinds", "apart", "", "apart|together", "whether an ordinary token leaves the stable one alone, as documented, or takes its place, as one report has it", "获取普通 token 时，稳定版 token 不受影响（文档所写），或随之失效（有人报告）", pageStable},
	{"unicode_escapes", "40033", "", "40033|47002|literal|accept", `what becomes of \uXXXX in the texts of articles and replies: refused, stored as written, or decoded`, `文章和回复的文字里有 \uXXXX 时：拒绝、按原样保存，或解码`, pageDraft},
	{"video_bytes", "10485760", "", number, "bytes of a video (40011)", "视频的字节数上限（40011）", pageMaterial},
	{"voice_seconds", "60", "", number, "seconds that a voice may play (45007), as far as its bytes tell", "音频的最长秒数（45007），以能从文件内容看出的为准", pageMaterial},
	{"voice_bytes", "2097152", "", number, "bytes of a voice (40010)", "音频的字节数上限（40010）", pageMaterial},
}

// values are the settings in force for one request, by name.
type values map[string]string

// defaults are the values of every setting in a profile.
func defaults(profile string) values {
	v := values{}
	for _, s := range Settings() {
		v[s.Name] = s.Default
		if profile == current && s.Current != "" {
			v[s.Name] = s.Current
		}
	}
	return v
}

// with is v with the account's own settings on top.
func (v values) with(own map[string]string) values {
	if len(own) == 0 {
		return v
	}
	v = maps.Clone(v)
	maps.Copy(v, own)
	return v
}

func (v values) text(name string) string {
	s, known := v[name]
	if !known {
		panic("emulator: no setting " + name)
	}
	return s
}

func (v values) int(name string) int {
	n, err := strconv.Atoi(v.text(name))
	if err != nil {
		panic("emulator: setting " + name + " is not a number")
	}
	return n
}

func (v values) on(name string) bool { return v.text(name) == "on" }

// checkBoot refuses a configuration that names no profile or setting of ours.
func checkBoot(profile string, own map[string]string) error {
	if profile != "" && profile != legacy && profile != current {
		return fmt.Errorf("profile %q is neither legacy nor current", profile)
	}
	for _, name := range slices.Sorted(maps.Keys(own)) {
		if err := checkSetting(name, own[name]); err != nil {
			return err
		}
	}
	return nil
}

// checkSetting tells whether a setting may take a value.
func checkSetting(name, value string) error {
	all := Settings()
	i := slices.IndexFunc(all, func(s Setting) bool { return s.Name == name })
	if i < 0 {
		return fmt.Errorf("there is no setting %q", name)
	}
	switch want := all[i].Values; want {
	case text:
		return nil
	case number:
		if n, err := strconv.Atoi(value); err != nil || n < 0 {
			return fmt.Errorf("setting %s takes a number, not %q", name, value)
		}
	default:
		if !slices.Contains(strings.Split(want, "|"), value) {
			return fmt.Errorf("setting %s is one of %s, not %q", name, strings.ReplaceAll(want, "|", ", "), value)
		}
	}
	return nil
}

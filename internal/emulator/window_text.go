package emulator

import "strings"

// windowTexts are the words of the window: Chinese, English.
var windowTexts = map[string][2]string{
	"brand":       {"内置模拟账号", "Built-in account"},
	"post":        {"已发表", "Published"},
	"draft":       {"草稿箱", "Drafts"},
	"material":    {"图文素材", "Articles"},
	"files":       {"素材", "Materials"},
	"log":         {"调用记录", "Calls"},
	"article":     {"文章", "Article"},
	"empty_post":  {"还没有发表或群发的文章。发布草稿后，粉丝看到的样子会出现在这里。", "Nothing has been published or sent yet. What followers see will appear here."},
	"empty_draft": {"草稿箱是空的。调用 draft/add 后，草稿会出现在这里。", "There are no drafts. What draft/add saves will appear here."},
	"empty_material": {
		"图文素材库是空的。调用 material/add_news 后，图文会出现在这里。",
		"There are no permanent articles. What material/add_news saves will appear here.",
	},
	"empty_files":    {"还没有永久素材。", "There are no permanent materials."},
	"empty_log":      {"还没有调用记录。", "No call has been made."},
	"articles_n":     {"篇", "articles"},
	"deleted":        {"已删除", "deleted"},
	"sent_publish":   {"已发布", "published"},
	"sent_mass":      {"已群发", "sent"},
	"older":          {"更早", "Older"},
	"newer":          {"更新", "Newer"},
	"author":         {"作者", "Author"},
	"source":         {"阅读原文", "Read more"},
	"comments":       {"留言", "Comments"},
	"comments_open":  {"所有人可留言", "open to everyone"},
	"comments_fans":  {"仅粉丝可留言", "open to followers"},
	"comments_shut":  {"留言已关闭", "closed"},
	"featured":       {"精选留言", "Featured comments"},
	"is_featured":    {"精选", "featured"},
	"reply":          {"作者回复", "Author"},
	"write_comment":  {"以粉丝身份留言", "Comment as a follower"},
	"comment_hint":   {"写下想说的话…", "What would a reader say?"},
	"openid":         {"openid（可不填）", "openid (optional)"},
	"send":           {"发送", "Send"},
	"no_comments":    {"还没有留言。", "No comments yet."},
	"console":        {"公众平台后台操作", "In the web console"},
	"save":           {"原样保存", "Save as it is"},
	"save_edit":      {"保存修改", "Save the changes"},
	"edit":           {"修改后保存", "Edit and save"},
	"schedule":       {"定时群发", "Send later"},
	"planned":        {"将于此时群发：", "Will be sent at"},
	"in":             {"在", "In"},
	"minutes":        {"分钟后", "minutes"},
	"earlier":        {"上移一位", "One place earlier"},
	"combine":        {"合并为一条图文", "Combine into one message"},
	"combine_hint":   {"勾选两篇以上的草稿；顺序从上到下。", "Tick two drafts or more; the first comes first."},
	"save_hint":      {"网页编辑器保存时会改写正文。", "The web editor rewrites the content when it saves."},
	"publish":        {"发布", "Publish"},
	"broadcast":      {"群发", "Send to all"},
	"delete":         {"删除", "Delete"},
	"html":           {"读回的 HTML", "HTML as it is read back"},
	"updated":        {"更新", "Updated"},
	"time":           {"时间", "Time"},
	"call":           {"调用", "Call"},
	"result":         {"结果", "Result"},
	"ok":             {"成功", "ok"},
	"open_alone":     {"单独打开", "Open alone"},
	"back":           {"返回", "Back"},
	"no_cover":       {"无封面", "no cover"},
	"article_gone":   {"该内容已被发布者删除", "This content has been deleted by its author"},
	"legacy":         {"旧版接口", "legacy profile"},
	"current":        {"现行接口", "current profile"},
	"other_language": {"English", "中文"},
	"kind_image":     {"图片", "image"},
	"kind_voice":     {"语音", "voice"},
	"kind_video":     {"视频", "video"},
	"kind_thumb":     {"缩略图", "thumb"},
	"account_name":   {"我的公众号", "My account"},
}

// windowText is a word in a language, or the key where there is none.
func windowText(lang, key string) string {
	both, known := windowTexts[key]
	switch {
	case !known:
		return key
	case lang == "en":
		return both[1]
	}
	return both[0]
}

// windowLang is the language asked for, else the browser's, else Chinese.
func windowLang(asked, accepted string) string {
	if asked == "en" || asked == "zh" {
		return asked
	}
	for part := range strings.SplitSeq(accepted, ",") {
		switch tag := strings.ToLower(strings.TrimSpace(part)); {
		case strings.HasPrefix(tag, "zh"):
			return "zh"
		case strings.HasPrefix(tag, "en"):
			return "en"
		}
	}
	return "zh"
}

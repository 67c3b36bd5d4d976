package diag

// commentTexts are about readers' comments. Arguments of those that begin with
// "api-" are as in apiTexts.
var commentTexts = map[string]entry{
	"api-comment-permission": {
		en: "this account has no comments on this article: %[1]s: %[2]d %[3]s", enHint: "look at mp.weixin.qq.com whether the account has the comment feature (留言); comments must have been open when the article was published or sent, or be opened with `mpsync comments open`",
		zh: "这个账号或这篇文章没有留言功能：%[1]s：%[2]d %[3]s", zhHint: "请在 mp.weixin.qq.com 查看账号是否已开通留言；文章发表时须已打开留言，或用 `mpsync comments open` 打开",
	},
	"api-comment-thread": {
		en: "WeChat does not know this published article (%[2]d %[3]s)", enHint: "it was probably deleted or withdrawn; look at mp.weixin.qq.com, and if it is gone, delete the comments file",
		zh: "微信找不到这篇已发表的文章（%[2]d %[3]s）", zhHint: "它可能已被删除或撤回；请到 mp.weixin.qq.com 查看，确实没有的话，删除留言文件即可",
	},
	"api-comment-safety": {
		en: "WeChat limits comments on this article, because it finds sensitive content in it (%[2]d)", enHint: "comments on it cannot be opened; the notices at mp.weixin.qq.com say more",
		zh: "微信判定这篇文章含敏感内容，限制了留言（%[2]d）", zhHint: "这篇文章无法打开留言；详情请看 mp.weixin.qq.com 的通知",
	},
	"api-comment-featured": {
		en: "the article has as many featured comments as WeChat allows (%[2]d)", enHint: "set `featured: false` on another comment of this article first",
		zh: "这篇文章的精选留言数已达微信的上限（%[2]d）", zhHint: "请先把同一篇文章的另一条留言改为 `featured: false`",
	},
	"api-comment-withdrawn": {
		en: "its reader has deleted this comment (%[2]d)", enHint: "it cannot be featured; `mpsync comments pull` takes it out of the file",
		zh: "读者已删除这条留言（%[2]d）", zhHint: "不能再设为精选；`mpsync comments pull` 会把它从文件中去掉",
	},
	"api-comment-replied": {
		en: "this comment has a reply already, which is another one (%[2]d)", enHint: "`mpsync comments pull` shows it; then decide in the file which one stays",
		zh: "这条留言已有作者回复，内容与文件中的不同（%[2]d）", zhHint: "先运行 `mpsync comments pull` 查看，再在文件中决定保留哪一条",
	},
	"api-comment-reply": {
		en: "WeChat finds the reply empty or too long (%[2]d)", enHint: "shorten `reply:`",
		zh: "微信提示回复为空或过长（%[2]d）", zhHint: "请缩短 `reply:` 的内容",
	},
	"api-comment-gone": {
		en: "this comment no longer exists (%[2]d)", enHint: "`mpsync comments pull` takes it out of the file",
		zh: "这条留言已不存在（%[2]d）", zhHint: "`mpsync comments pull` 会把它从文件中去掉",
	},
	"api-comment-no-reply": {
		en: "this comment has no reply (%[2]d)", enHint: "there is nothing to take away; `mpsync comments pull` brings the file up to date",
		zh: "这条留言没有作者回复（%[2]d）", zhHint: "没有可删除的回复；`mpsync comments pull` 可更新文件",
	},
	"api-comment-count": {
		en: "WeChat does not give so many comments in one call (%[2]d)", enHint: "report this: mpsync never asks for more than 49",
		zh: "微信不允许一次读取这么多条留言（%[2]d）", zhHint: "请反馈这个问题：mpsync 一次最多读取 49 条",
	},
}

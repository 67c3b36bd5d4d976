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

	"comments-git-conflict": {
		en: "git left conflict markers in this file of comments", enHint: "keep your edits (featured, reply, delete), take either side of everything else, then run `mpsync comments pull`",
		zh: "这个留言文件里有 git 合并冲突标记", zhHint: "请保留您改过的 featured、reply、delete，其余任取一方，然后运行 `mpsync comments pull`",
	},
	"comments-after-list": {
		en: "nothing may follow the list of comments", enHint: "indent the line, or move it above `comments:`",
		zh: "留言列表之后不能再有别的内容", zhHint: "请缩进这一行，或把它移到 `comments:` 之前",
	},
	"comments-no-list": {
		en: "this file has no line `comments:`", enHint: "delete the file and run `mpsync comments pull`, which writes it",
		zh: "这个文件没有 `comments:` 这一行", zhHint: "请删除该文件，再运行 `mpsync comments pull` 重新生成",
	},
	"comments-no-message": {
		en: "this file does not say which published article it belongs to (`message:`)", enHint: "delete the file and run `mpsync comments pull`, which writes it",
		zh: "这个文件没有写明属于哪篇已发表的文章（`message:`）", zhHint: "请删除该文件，再运行 `mpsync comments pull` 重新生成",
	},
	"comments-message": {
		en: "`message:` is not msg_data_id/index, but %[1]q", enHint: "bring the line back as `mpsync comments pull` wrote it, such as 2247483647/0",
		zh: "`message:` 应为“msg_data_id/序号”，不是 %[1]q", zhHint: "请恢复 `mpsync comments pull` 写入的内容，如 2247483647/0",
	},
	"comments-id": {
		en: "the id of a comment is a number, not %[1]q", enHint: "bring the line back as `mpsync comments pull` wrote it",
		zh: "留言的 id 应为数字，不是 %[1]q", zhHint: "请恢复 `mpsync comments pull` 写入的内容",
	},
	"comments-no-id": {
		en: "this entry has no id, so that it means no comment", enHint: "write `- id: 3` with the comment's number, or remove the entry",
		zh: "这一项没有 id，不知道是哪条留言", zhHint: "请写上留言的编号，如 `- id: 3`，或删除这一项",
	},
	"comments-twice": {
		en: "comment %[1]d stands twice, first in line %[2]d", enHint: "remove one of the two; neither counts until then",
		zh: "第 %[1]d 号留言出现了两次，前一处在第 %[2]d 行", zhHint: "请删除其中一处；在此之前两处都不生效",
	},
	"comments-syntax": {
		en: "this comment cannot be read as YAML: %[1]s", enHint: "check quotes and indentation; a text with a colon or # needs quotes; the other comments go on",
		zh: "这条留言不是有效的 YAML：%[1]s", zhHint: "请检查引号和缩进；含冒号或 # 的文字要加引号；其余留言不受影响",
	},
	"comments-orphan": {
		en: "there is no article beside this file of comments", enHint: "rename it like its article, or delete it if the article is gone",
		zh: "这个留言文件旁边没有对应的文章", zhHint: "请改成与文章相同的文件名；文章已删除的话，把它也删掉",
	},
	"comments-other-thread": {
		en: "this file holds the comments of another message (%[1]s; the article is now %[2]s)", enHint: "it was published anew, or belongs to another account; rename the file to keep it, then run `mpsync comments pull`",
		zh: "这个文件是另一次发表的留言（%[1]s；这篇文章现在是 %[2]s）", zhHint: "文章重新发表过，或文件属于另一个账号；如需保留请改名，再运行 `mpsync comments pull`",
	},
	"comments-gone": {
		en: "comment %[1]s (“%[2]s”) is gone, so that nothing can be done with it", enHint: "`mpsync comments pull` brings the file up to date",
		zh: "第 %[1]s 号留言“%[2]s”已不存在，无法处理", zhHint: "`mpsync comments pull` 可更新文件",
	},
	"comments-gone-kept": {
		en: "comment %[1]s (“%[2]s”) is gone; what you wrote there was kept and marked `gone: true`", enHint: "remove it from the file when you no longer need it",
		zh: "第 %[1]s 号留言“%[2]s”已不存在；您写的内容保留在文件中，并标为 `gone: true`", zhHint: "不再需要时，请从文件中删除",
	},
	"comments-conflict": {
		en: "comment %[1]s (“%[2]s”) got the reply “%[3]s” in the console, and “%[4]s” in the file", enHint: "run `mpsync comments pull`, decide in the file which one stays, then plan again",
		zh: "第 %[1]s 号留言“%[2]s”在后台回复了“%[3]s”，文件中则是“%[4]s”", zhHint: "请运行 `mpsync comments pull`，在文件中决定保留哪一条，再执行 plan",
	},
	"comments-both": {
		en: "comment %[1]s (“%[2]s”) has the reply “%[3]s” in the account; your “%[4]s” stays in the file", enHint: "apply takes the account's reply away and writes yours; change the file if that is not meant",
		zh: "第 %[1]s 号留言“%[2]s”在账号里的回复是“%[3]s”；文件中保留了您写的“%[4]s”", zhHint: "apply 会删除账号里的回复并写上您的；若非本意，请修改文件",
	},
	"comments-moving": {
		en: "the comments changed while they were read, so that comment %[1]s waits", enHint: "run the command again in a few minutes",
		zh: "读取期间留言有变化，第 %[1]s 号留言暂不处理", zhHint: "请过几分钟再运行",
	},
	"comments-reported": {
		en: "comment %[1]s (“%[2]s”) matches the rule %[3]s", enHint: "look at it; this is told once",
		zh: "第 %[1]s 号留言“%[2]s”符合规则 %[3]s", zhHint: "请看一下；只提示这一次",
	},
}

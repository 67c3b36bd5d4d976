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
		zh: "这个留言文件里有 git 合并冲突标记", zhHint: "请保留你改过的 featured、reply、delete，其余任取一方，然后运行 `mpsync comments pull`",
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
		zh: "第 %[1]s 号留言“%[2]s”已不存在；你写的内容保留在文件中，并标为 `gone: true`", zhHint: "不再需要时，请从文件中删除",
	},
	"comments-conflict": {
		en: "comment %[1]s (“%[2]s”) got the reply “%[3]s” in the console, and “%[4]s” in the file", enHint: "run `mpsync comments pull`, decide in the file which one stays, then plan again",
		zh: "第 %[1]s 号留言“%[2]s”在后台回复了“%[3]s”，文件中则是“%[4]s”", zhHint: "请运行 `mpsync comments pull`，在文件中决定保留哪一条，再执行 plan",
	},
	"comments-both": {
		en: "comment %[1]s (“%[2]s”) has the reply “%[3]s” in the account; your “%[4]s” stays in the file", enHint: "apply takes the account's reply away and writes yours; change the file if that is not meant",
		zh: "第 %[1]s 号留言“%[2]s”在账号里的回复是“%[3]s”；文件中保留了你写的“%[4]s”", zhHint: "apply 会删除账号里的回复并写上你的；若非本意，请修改文件",
	},
	"comments-moving": {
		en: "the comments changed while they were read, so that comment %[1]s waits", enHint: "run the command again in a few minutes",
		zh: "读取期间留言有变化，第 %[1]s 号留言暂不处理", zhHint: "请过几分钟再运行",
	},
	"comments-reported": {
		en: "comment %[1]s (“%[2]s”) matches the rule %[3]s", enHint: "look at it; this is told once",
		zh: "第 %[1]s 号留言“%[2]s”符合规则 %[3]s", zhHint: "请看一下；只提示这一次",
	},
	"comments-who": {
		en: "comments are to be %[1]s, but it was sent with comments %[2]s; the API opens and closes, and cannot change who may comment", enHint: "change it in the console, or set `comments: %[2]s` or `comments: closed` in the article",
		zh: "留言设置要改为 %[1]s，但发表时是 %[2]s；接口只能打开或关闭留言，不能改变谁可以留言", zhHint: "请在后台修改，或把文章里改为 `comments: %[2]s` 或 `comments: closed`",
	},
	"comments-unsent": {
		en: "its file of comments wants something, but mpsync does not know it as published", enHint: "publish or broadcast it first; for one that was sent from the console, run `mpsync sent link`",
		zh: "它的留言文件有待执行的内容，但 mpsync 不知道这篇文章已发表", zhHint: "请先发布或群发；如果是在后台发表的，请运行 `mpsync sent link`",
	},
	"comments-unread": {
		en: "its comments could not be read (%[1]s), so that %[2]s wishes of its file wait", enHint: "the reason stands above; mend it and run the command again",
		zh: "无法读取它的留言（%[1]s），文件中的 %[2]s 项暂不处理", zhHint: "原因见上；处理后请重新运行",
	},
	"too-many-comment-deletes": {
		en: "the plan deletes %[1]s comments for ever, more than the %[2]s allowed", enHint: "check that this is meant, then raise limits.comment_deletes in mpsync.yaml or run with --max-comment-deletes %[1]s",
		zh: "计划将永久删除 %[1]s 条留言，超过上限 %[2]s", zhHint: "确认无误后，在 mpsync.yaml 中调高 limits.comment_deletes，或加 --max-comment-deletes %[1]s",
	},
	"comments-of":            {en: "comments of %[1]s %[2]s", zh: "留言 %[1]s %[2]s"},
	"comments-on":            {en: " #%[1]d %[2]s“%[3]s”", zh: " #%[1]d %[2]s“%[3]s”"},
	"comments-do-open":       {en: "open comments", zh: "打开留言"},
	"comments-do-close":      {en: "close comments", zh: "关闭留言"},
	"comments-do-feature":    {en: "feature", zh: "设为精选"},
	"comments-do-unfeature":  {en: "unfeature", zh: "取消精选"},
	"comments-do-reply":      {en: "reply to", zh: "回复"},
	"comments-do-unreply":    {en: "take the reply away from", zh: "删除回复"},
	"comments-do-delete":     {en: "delete for ever", zh: "永久删除"},
	"comments-do-wait":       {en: "waits:", zh: "暂不处理"},
	"comments-twice-called":  {en: "the old reply is deleted and the new one written: readers may see none in between", zh: "先删除原回复再写新回复，中间读者可能短暂看不到回复"},
	"comments-by-rule":       {en: "by the rule %[1]s", zh: "依据规则 %[1]s"},
	"comments-read":          {en: "Comments of %[1]d articles were looked at, with %[2]d calls (comment/list).", zh: "查看了 %[1]d 篇文章的留言，共调用 %[2]d 次（comment/list）。"},
	"comments-count":         {en: "%[1]d on comments", zh: "留言操作 %[1]d 项"},
	"comments-count-waiting": {en: "%[1]d on comments waiting", zh: "留言操作暂不处理 %[1]d 项"},
	"rules-not-list": {
		en: "%[1]q under `comments:` is a list of rules", enHint: "begin each rule with a dash: `- match: 加微信` with `do: delete` below it, or `- close_after: 30`",
		zh: "`comments:` 下的 %[1]q 应是规则的列表", zhHint: "每条规则以短横线开头：`- match: 加微信`，下一行 `do: delete`；或 `- close_after: 30`",
	},
	"rule-shape": {
		en: "a rule is either `close_after` alone, or `match` with `do`", enHint: "write `- match: 加微信` with `do: delete`, `feature` or `report` below it, or `- close_after: 30`",
		zh: "一条规则要么只有 `close_after`，要么同时有 `match` 和 `do`", zhHint: "写成 `- match: 加微信`，下一行 `do: delete`、`feature` 或 `report`；或 `- close_after: 30`",
	},
	"rule-matches-all": {
		en: "the rule %[1]q matches every comment, also an empty one", enHint: "look for a `|` at the end, or a `*` where `+` is meant",
		zh: "规则 %[1]q 符合所有留言，连空的也符合", zhHint: "请检查末尾是否多了 `|`，或把 `+` 写成了 `*`",
	},
	"rule-pattern": {
		en: "`match` is no regular expression: %[1]s", enHint: "put a backslash before characters meant as they are, such as ( ) [ ] * + ? . |",
		zh: "`match` 不是有效的正则表达式：%[1]s", zhHint: "若要匹配 ( ) [ ] * + ? . | 等字符本身，请在前面加反斜杠",
	},
	"comments-not-sent": {
		en: "%[1]q is no published article that mpsync knows", enHint: "publish or broadcast it first; for one that was sent from the console, run `mpsync sent link`",
		zh: "mpsync 不知道 %[1]q 已发表", zhHint: "请先发布或群发；如果是在后台发表的，请运行 `mpsync sent link`",
	},
	"comments-no-article": {
		en: "the file of the article %[1]q is gone, so that its comments have no place", enHint: "bring the article back, or use `mpsync comments list`, which needs no file",
		zh: "文章 %[1]q 的文件已不在，留言无处存放", zhHint: "请恢复文章文件；也可以用 `mpsync comments list`，它不需要文件",
	},
	"comments-unsettled": {
		en: "the comments kept changing while they were read", enHint: "run the command again in a few minutes",
		zh: "读取期间留言一直在变化", zhHint: "请过几分钟再运行",
	},
	"comments-many": {
		en: "%[1]q is a message of several articles", enHint: "name the article whose comments are meant",
		zh: "%[1]q 是含多篇文章的图文", zhHint: "请写明是哪篇文章的留言",
	},
	"comments-none": {
		en: "there is no comment %[1]d on this article", enHint: "`mpsync comments list` shows their numbers",
		zh: "这篇文章没有第 %[1]d 号留言", zhHint: "用 `mpsync comments list` 查看编号",
	},
	"comments-bad-id": {
		en: "%[1]q is not the number of a comment", enHint: "`mpsync comments list` shows the numbers",
		zh: "%[1]q 不是留言编号", zhHint: "用 `mpsync comments list` 查看编号",
	},
	"comments-deed-needs": {
		en: "the address of an article and the numbers of comments are needed", enHint: "for instance `mpsync comments feature articles/hello 3 5`",
		zh: "需要文章地址和留言编号", zhHint: "例如 `mpsync comments feature articles/hello 3 5`",
	},
	"comments-reply-needs": {
		en: "the address of an article, the number of a comment and the reply are needed", enHint: "for instance `mpsync comments reply articles/hello 3 谢谢！`",
		zh: "需要文章地址、留言编号和回复内容", zhHint: "例如 `mpsync comments reply articles/hello 3 谢谢！`",
	},
	"comments-one-kind": {
		en: "--featured and --ordinary exclude each other", enHint: "leave both out for all comments",
		zh: "--featured 和 --ordinary 不能同时使用", zhHint: "两个都不加则显示全部留言",
	},
	"comments-door": {
		en: "the article says `comments: %[1]s`, so that the next apply undoes this", enHint: "write `comments: %[2]s` in the article",
		zh: "文章里写的是 `comments: %[1]s`，下次 apply 会改回去", zhHint: "请把文章里改为 `comments: %[2]s`",
	},
	"comments-file-head": {
		en: "Comments on “%[1]s”. Change featured or reply, or add “delete: true”, then run mpsync plan.\nNew comments come with mpsync comments pull.",
		zh: "《%[1]s》的留言。可以改 featured 和 reply，或加一行 delete: true，然后运行 mpsync plan。\n新留言用 mpsync comments pull 取回。",
	},
	"comments-nothing-sent":    {en: "No published article is known, so that there are no comments.", zh: "还没有已发表的文章，没有留言可取。"},
	"comments-pulled":          {en: "%[1]s: %[2]d comments, %[3]d new or changed", zh: "%[1]s：共 %[2]d 条留言，新增或变化 %[3]d 条"},
	"comments-pulled-none":     {en: "%[1]s: %[2]d comments, nothing new", zh: "%[1]s：共 %[2]d 条留言，没有变化"},
	"comments-so-already":      {en: "Nothing to do: it is so already.", zh: "无需处理：已经是这样了。"},
	"comments-is-featured":     {en: "featured", zh: "精选"},
	"cmd-comments":             {en: "Read and answer readers' comments", zh: "查看和管理读者留言"},
	"cmd-comments-long":        {en: "Bring readers' comments into files beside the articles, or work on them directly. See docs/comments.md.", zh: "把读者留言取到文章旁边的文件里，或直接处理留言。参见 docs/comments.zh.md。"},
	"cmd-comments-pull":        {en: "Bring comments into files", zh: "把留言取到文件里"},
	"cmd-comments-pull-long":   {en: "Write the comments of published articles into NAME.comments.yaml beside each article, and keep what you wrote there. One call tells that an article has nothing new.", zh: "把已发表文章的留言写入文章旁边的 NAME.comments.yaml，你写的内容会保留。没有新留言时，每篇文章只需一次调用。"},
	"cmd-comments-list":        {en: "Show comments", zh: "显示留言"},
	"cmd-comments-list-long":   {en: "Show the comments of published articles as the account has them. Nothing is written.", zh: "显示账号里已发表文章的留言，不写入任何文件。"},
	"cmd-comments-feature":     {en: "Feature comments", zh: "把留言设为精选"},
	"cmd-comments-unfeature":   {en: "Feature comments no more", zh: "取消留言精选"},
	"cmd-comments-reply":       {en: "Reply to a comment", zh: "回复留言"},
	"cmd-comments-unreply":     {en: "Take replies away", zh: "删除作者回复"},
	"cmd-comments-delete":      {en: "Delete comments for ever", zh: "永久删除留言"},
	"cmd-comments-open":        {en: "Let readers comment", zh: "打开留言"},
	"cmd-comments-close":       {en: "Let readers comment no more", zh: "关闭留言"},
	"cmd-comments-deed-long":   {en: "Work on single comments of one published article, named by the numbers that `mpsync comments list` shows. The file of comments, where there is one, is kept in step.", zh: "处理一篇已发表文章的若干条留言，编号见 `mpsync comments list`。如有留言文件，会同时更新。"},
	"cmd-comments-door-long":   {en: "Open or close comments on published articles. What `comments:` says in the article is what the next apply sees to.", zh: "打开或关闭已发表文章的留言。下次 apply 以文章里的 `comments:` 为准。"},
	"flag-comments-full":       {en: "read every comment, also where nothing seems new", zh: "读取全部留言，即使看起来没有变化"},
	"flag-comments-featured":   {en: "only featured comments", zh: "只显示精选留言"},
	"flag-comments-ordinary":   {en: "only comments that are not featured", zh: "只显示非精选留言"},
	"flag-max-comment-deletes": {en: "most comments to delete in one run (default limits.comment_deletes)", zh: "一次最多删除几条留言（默认 limits.comment_deletes）"},
	"comments-stale": {
		en: "this file of comments and the state are of different pulls, so that old lines cannot be told from edits; nothing is done", enHint: "bring the file of the last pull here (git pull); or run `mpsync comments pull --full`, which keeps the replies and features that you added",
		zh: "这个留言文件与状态记录不是同一次 pull 的，无法区分旧内容和改动，暂不处理", zhHint: "请取得最后一次 pull 的文件（git pull）；或运行 `mpsync comments pull --full`，你新增的回复和精选会保留",
	},
}

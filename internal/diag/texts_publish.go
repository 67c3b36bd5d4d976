package diag

// publishTexts are about what readers see: publishing, broadcasting, what is
// left to the console. Arguments of those that begin with api- are as in
// apiTexts.
var publishTexts = map[string]entry{
	// What a site says.
	"publish-not-enabled": {
		en: "`publish: true` is not carried out: mpsync.yaml does not allow it", enHint: "write `publish: {enabled: true}` in mpsync.yaml, or publish this one with `mpsync publish`, or remove the key",
		zh: "`publish: true` 不会执行：mpsync.yaml 没有允许", zhHint: "在 mpsync.yaml 里写上 `publish: {enabled: true}`；或用 `mpsync publish` 单独发布这一篇；或删去这个键",
	},
	"publish-in-defaults": {
		en: "publishing is no default: every article asks for it itself", enHint: "remove `publish:` from `defaults:`, write `publish: {enabled: true}` at the top level and `publish: true` in the articles",
		zh: "发布不能写进 defaults：每篇文章要自己写明", zhHint: "从 `defaults:` 中删去 `publish:`，在最外层写 `publish: {enabled: true}`，并在要发布的文章里写 `publish: true`",
	},
	"publish-not-all": {
		en: "`publish: true` stands in some articles of this message only, so it is not published", enHint: "all articles of a message go out together: write it in every one, or in none",
		zh: "这条图文里只有部分文章写了 `publish: true`，因此不发布", zhHint: "同一条图文的文章会一起发布：请每篇都写，或都不写",
	},
	"published-url-not-web": {
		en: "published_url is no web address: %[1]s", enHint: "copy the link of the published article, which begins with https://mp.weixin.qq.com/",
		zh: "published_url 不是网址：%[1]s", zhHint: "请复制已发表文章的链接，以 https://mp.weixin.qq.com/ 开头",
	},
	"console-schedule": {
		en: "schedule is no time: %[1]s", enHint: `write it as "2026-12-01 08:00"`,
		zh: "schedule 不是时间：%[1]s", zhHint: "请写成 \"2026-12-01 08:00\" 的形式",
	},

	"picture-count": {
		en: "a picture message holds 1 to %[2]d pictures; this one has %[1]d", enHint: "add or take out images, or remove `type: picture`",
		zh: "图片消息需要 1 到 %[2]d 张图片，这里有 %[1]d 张", zhHint: "请增减图片，或去掉 `type: picture`",
	},
	"picture-remote": {
		en: "the pictures of a picture message have to be files of the site", enHint: "save them beside the article",
		zh: "图片消息的图片必须是项目里的文件", zhHint: "请把图片保存到文章旁边",
	},
	"picture-markup": {
		en: "the text of a picture message can hold neither < nor >", enHint: "write it without them",
		zh: "图片消息的文字里不能有 < 和 >", zhHint: "请改用别的写法",
	},
	"picture-needs-drafts": {
		en: "%[1]q is a picture message, which only the draft box takes", enHint: "set `library: draft` under `account:`, or remove `type: picture`",
		zh: "《%[1]s》是图片消息，只能放进草稿箱", zhHint: "在 `account:` 下设置 `library: draft`，或去掉 `type: picture`",
	},

	// What a plan says.
	"publish-quiet": {
		en: "it becomes public at once; followers are not notified and it is not on the account's home page", enHint: "it cannot be changed afterwards, only deleted",
		zh: "发布：不通知粉丝，也不出现在公众号主页；提交后读者即可打开", zhHint: "发布后不能再修改，只能删除",
	},
	"publish-running": {en: "it was handed in; the result is asked for", zh: "已提交发布，将查询结果"},
	"publish-unsure":  {en: "an earlier call may have published it; that is found out first", zh: "之前的一次调用可能已经发布，先查明结果"},
	"publish-stuck": {
		en: "an earlier call may have handed %[1]q in; its answer was lost, and the account still does not show what became of it", enHint: "look at mp.weixin.qq.com: if it is published or being reviewed there, wait, mpsync finds it by itself; if nothing was handed in, run `mpsync resolve %[2]s --absent`, and the next run publishes it",
		zh: "之前的一次调用可能已经提交《%[1]s》，但没有收到回复，账号里也还看不出结果", zhHint: "请到 mp.weixin.qq.com 查看：已发表或正在审核，就再等等，mpsync 会自己找到；确实没有提交，请执行 `mpsync resolve %[2]s --absent`，下次运行会再提交",
	},
	"publish-link-waits": {
		en: "%[1]q waits: it links to %[2]s, which is to be published as well and is not", enHint: "see to %[2]s first; to publish this one without the link, run `mpsync publish %[3]s`",
		zh: "《%[1]s》暂不发布：它链接的 %[2]s 也要发布，但还没有发布", zhHint: "请先处理 %[2]s；不要这个链接也可以发布，请执行 `mpsync publish %[3]s`",
	},
	"publish-link-text": {
		en: "%[1]q goes to its readers without links to %[2]s, which they cannot open yet", enHint: "where the links matter, publish those first: what is published cannot be changed",
		zh: "《%[1]s》发布后，指向 %[2]s 的链接只保留文字：读者还看不到那些文章", zhHint: "如果需要这些链接，请先发布那些文章：发布之后不能再修改",
	},
	"publish-again": {
		en: "a new message is made and published; what readers have stays public under its own link, with its reads, likes and comments, and links that were shared lead there", enHint: "to take the old one from its readers as well, run `mpsync unpublish ADDRESS --earlier` afterwards",
		zh: "将新建一条并发布；读者手中的旧文仍然公开，阅读数、点赞和留言留在旧文，已转发的链接也仍指向旧文", zhHint: "旧的一条也要删除，请在之后执行 `mpsync unpublish 地址 --earlier`",
	},
	"publish-needs-drafts": {
		en: "%[1]q is not published: this account keeps messages among its materials, and only drafts can be published", enHint: "set `library: draft` under `account:`, or broadcast it with `mpsync broadcast`",
		zh: "《%[1]s》不会发布：这个账号的图文保存在永久素材里，只有草稿能发布", zhHint: "在 `account:` 下设置 `library: draft`；或用 `mpsync broadcast` 群发",
	},
	"publish-drift": {
		en: "%[1]q was changed in the console, so what would be published is not what the file says", enHint: "run `mpsync pull %[2]s` to take the change into the file, or --on-drift overwrite to send the file again",
		zh: "《%[1]s》在后台改过，发布出去的内容会与文件不同", zhHint: "用 `mpsync pull %[2]s` 把改动拉回文件，或加 --on-drift overwrite 用文件覆盖",
	},
	"publish-failed-before": {
		en: "%[1]q was handed in before and not published: %[2]s", enHint: "change the article, or run `mpsync publish %[3]s` to try again as it is",
		zh: "《%[1]s》提交过，但没有发布成功：%[2]s", zhHint: "请修改文章；要原样再试一次，请执行 `mpsync publish %[3]s`",
	},
	"publish-tasks": {
		en: "%[1]q waits for what is left to the console: %[2]s", enHint: "do it at mp.weixin.qq.com, then run `mpsync done %[3]s`; once published it can no longer be done",
		zh: "《%[1]s》等待后台待办：%[2]s", zhHint: "请到 mp.weixin.qq.com 完成，再执行 `mpsync done %[3]s`；发布之后就不能补做了",
	},
	"published-changed": {
		en: "%[1]q is published; the change in the file no longer reaches its readers", enHint: "correct it in the console (up to 20 characters), or run `mpsync publish %[2]s --republish` for a new message",
		zh: "《%[1]s》已发表，不再同步文件里的修改", zhHint: "可在后台改正错别字（有字数限制），或执行 `mpsync publish %[2]s --republish` 另发一条",
	},
	"broadcast-stays": {
		en: "%[1]q was broadcast; a change reaches only those who get it in a later broadcast", enHint: "correct the sent one in the console (up to 20 characters)",
		zh: "《%[1]s》已群发；修改只影响以后的群发，读者手中的不变", zhHint: "已群发的可在后台改正错别字（有字数限制）",
	},
	"broadcast-running": {
		en: "it is being broadcast; the result is not known yet", enHint: "run `mpsync broadcast %[1]s` again: it asks for the result and sends nothing twice",
		zh: "正在群发，结果还不知道", zhHint: "再执行一次 `mpsync broadcast %[1]s`：只查询结果，不会重复发送",
	},
	"found-published": {en: "%[1]q was published outside mpsync; its link is recorded", zh: "《%[1]s》已在别处发布，链接已记录"},
	"part-links":      {en: "links to other articles", zh: "文章间的链接"},
	"tasks-title":     {en: "To do in the console:", zh: "后台待办："},
	"tasks-hint":      {en: "do them at mp.weixin.qq.com, then run `mpsync done ADDRESS`", zh: "请到 mp.weixin.qq.com 完成，再执行 `mpsync done ADDRESS`"},
	"task-original":   {en: "declare it original", zh: "声明原创"},
	"task-source":     {en: "declare the source: %[1]s", zh: "声明内容来源：%[1]s"},
	"task-ai":         {en: "declare that AI made parts of it", zh: "声明内容由 AI 生成"},
	"task-reward":     {en: "open rewards", zh: "开启赞赏"},
	"task-paid":       {en: "set paid reading %[1]s", zh: "设置付费阅读 %[1]s"},
	"task-album":      {en: "put it into the album %[1]s", zh: "加入合集「%[1]s」"},
	"task-vote":       {en: "insert the vote %[1]s", zh: "插入投票 %[1]s"},
	"task-schedule":   {en: "send it at %[1]s", zh: "定时群发：%[1]s"},
	"task-note":       {en: "%[1]s", zh: "%[1]s"},

	// What became of a publication.
	"publish-status-2": {
		en: "%[1]q was not published: the original declaration failed (articles %[2]s)", enHint: "take the declaration back or correct it in the console, then run again; the draft is still there",
		zh: "《%[1]s》没有发布：原创声明未通过（第 %[2]s 篇）", zhHint: "请在后台修改或取消原创声明后再执行；草稿还在",
	},
	"publish-status-3": {
		en: "%[1]q was not published; WeChat gives no reason (articles %[2]s)", enHint: "publish it once in the console, which says what is wrong, or try again with `mpsync publish %[3]s`; test accounts cannot publish",
		zh: "《%[1]s》没有发布，微信没有给出原因（第 %[2]s 篇）", zhHint: "请在后台试发一次查看原因，或执行 `mpsync publish %[3]s` 再试；测试号不能发布",
	},
	"publish-status-4": {
		en: "%[1]q was not published: WeChat's review refused it (articles %[2]s)", enHint: "look at the notice in the console, change the article and run again; the draft is still there",
		zh: "《%[1]s》没有发布：平台审核不通过（第 %[2]s 篇）", zhHint: "请查看后台的通知，修改文章后再执行；草稿还在",
	},
	"publish-status-5": {
		en: "%[1]q was published and then deleted by somebody of the account", enHint: "run `mpsync publish %[3]s --republish` to publish it again",
		zh: "《%[1]s》发布后被账号的人删除了", zhHint: "要再次发布，请执行 `mpsync publish %[3]s --republish`",
	},
	"publish-status-6": {
		en: "%[1]q was published and then taken down by WeChat", enHint: "look at the notice in the console before you publish anything like it again",
		zh: "《%[1]s》发布后被平台封禁", zhHint: "请先查看后台的通知，再决定是否重新发布",
	},
	"publish-waits": {
		en: "WeChat has not finished publishing it", enHint: "run the command again in a few minutes: it asks for the result and publishes nothing twice",
		zh: "微信还没有发布完成", zhHint: "过几分钟再执行：只查询结果，不会重复发布",
	},
	"publish-outcome-unknown": {
		en: "it is not known whether freepublish/submit published it", enHint: "run again in 10 minutes; the call is not made again until the account shows what became of it, or a person who looked in the console runs `mpsync resolve %[1]s --absent`",
		zh: "还不知道 freepublish/submit 是否已经发布", zhHint: "请 10 分钟后再执行；在账号里查明之前不会再次提交；如果已到后台确认没有提交，可执行 `mpsync resolve %[1]s --absent`",
	},
	"publish-held": {
		en: "it is not published now, because %[1]s did not get there", enHint: "mend that first, then run again",
		zh: "这次没有发布：%[1]s 没有完成", zhHint: "请先解决那一步，再执行一次",
	},
	"publish-nothing": {
		en: "%[1]s is public already", enHint: "to publish the file as a new message, add --republish",
		zh: "%[1]s 已经发布", zhHint: "要把文件作为新的一条发布，请加 --republish",
	},
	"publish-material": {
		en: "only drafts can be published, and this account keeps messages among its materials", enHint: "set `library: draft` under `account:`, or use `mpsync broadcast`",
		zh: "只有草稿能发布，而这个账号的图文保存在永久素材里", zhHint: "在 `account:` 下设置 `library: draft`；或使用 `mpsync broadcast`",
	},

	// unpublish
	"unpublish-nothing": {
		en: "%[1]s was not published or broadcast by a call that mpsync knows of", enHint: "`mpsync sent link` finds what was sent from the console; what it cannot find has to be deleted there",
		zh: "没有 %[1]s 的发布或群发记录", zhHint: "`mpsync sent link` 可以找到从后台发出的；找不到的请在后台删除",
	},
	"unpublish-earlier-only": {
		en: "the newest publication of %[1]s is not public, or no call can delete it; earlier ones are", enHint: "add --earlier to delete those",
		zh: "%[1]s 最近一次发布已不公开，或无法用接口删除；更早的仍然公开", zhHint: "要删除更早的，请加 --earlier",
	},
	"flag-earlier":   {en: "delete the publications that a newer one took the place of, instead of the newest", zh: "删除被新发布取代的旧发布，而不是最新的一条"},
	"ask-unpublish":  {en: "Delete it for all readers? This cannot be undone. [y/N] ", zh: "要从所有读者那里删除吗？无法恢复。[y/N] "},
	"unpublish-what": {en: "%[1]s  %[2]s, of %[3]s %[4]s: readers lose it at once, and its link, reads and comments go for good", zh: "%[1]s  %[2]s（%[3]s）%[4]s：读者将立即看不到，链接、阅读数和留言一并失去"},
	"unpublished":    {en: "%[1]s is no longer public.", zh: "%[1]s 已不再公开。"},

	// broadcast, preview, sent, done
	"broadcast-audience": {
		en: "give one of --all, --tag N and --to OPENID…", enHint: "for one person use `mpsync preview ADDRESS --to WXNAME`",
		zh: "请给出 --all、--tag N 或 --to OPENID… 之一", zhHint: "只发给一个人请用 `mpsync preview ADDRESS --to 微信号`",
	},
	"broadcast-few": {
		en: "a broadcast by openid needs at least two of them and at most 10,000", enHint: "for one person use `mpsync preview ADDRESS --to WXNAME`",
		zh: "按 openid 群发需要 2 到 10000 个 openid", zhHint: "只发给一个人请用 `mpsync preview ADDRESS --to 微信号`",
	},
	"broadcast-not-in-step": {
		en: "%[1]s is not in step with the account", enHint: "run `mpsync apply --only %[1]s` first, so that what goes out is what the file says",
		zh: "%[1]s 与账号不一致", zhHint: "请先执行 `mpsync apply --only %[1]s`，确保发出的就是文件里的内容",
	},
	"broadcast-public": {
		en: "%[1]s is public already, and a draft can go out only once", enHint: "use --temporary to send the file as a new message",
		zh: "%[1]s 已经公开，草稿只能发出一次", zhHint: "要把文件作为新的一条发出，请加 --temporary",
	},
	"broadcast-before": {
		en: "%[1]s was broadcast to the same audience on %[2]s", enHint: "add --again to send it once more",
		zh: "%[1]s 已在 %[2]s 群发给同样的接收者", zhHint: "要再发一次，请加 --again",
	},
	"broadcast-other": {
		en: "a broadcast of %[1]s to %[2]s was begun, and its outcome is not known", enHint: "run the same command for that audience: it finds out and sends nothing twice",
		zh: "%[1]s 向%[2]s的群发已经开始，结果还不知道", zhHint: "请用同样的接收范围再执行：会先查明结果，不会重复发送",
	},
	"broadcast-too-late": {
		en: "a broadcast of %[1]s was begun on %[2]s, and WeChat no longer says what became of it", enHint: "look in the console whether it went out: then run `mpsync sent link`; otherwise `mpsync resolve %[1]s --absent`",
		zh: "%[1]s 的群发始于 %[2]s，微信已查不到结果", zhHint: "请到后台查看：已发出的执行 `mpsync sent link`，没有发出的执行 `mpsync resolve %[1]s --absent`",
	},
	"broadcast-unknown": {
		en: "it is not known whether the broadcast was accepted", enHint: "run the same command again within 24 hours: the same clientmsgid keeps WeChat from sending it twice",
		zh: "还不知道群发是否已被接受", zhHint: "请在 24 小时内再次执行同一命令：clientmsgid 相同，微信不会重复发送",
	},
	"broadcast-failed": {
		en: "WeChat did not send %[1]s (SEND_FAIL)", enHint: "look at the notice in the console: an administrator may have refused it or let 30 minutes pass, or the check of originality stopped it (--as-reprint)",
		zh: "微信没有发出 %[1]s（SEND_FAIL）", zhHint: "请查看后台的通知：可能是管理员拒绝或 30 分钟内未确认，也可能是原创校验没有通过（可加 --as-reprint）",
	},
	"broadcast-waits": {
		en: "WeChat has not finished sending; an administrator may have to confirm within 30 minutes", enHint: "run the same command again: it asks for the result and sends nothing twice",
		zh: "微信还没有发送完成；可能需要管理员在 30 分钟内确认", zhHint: "再执行一次同一命令：只查询结果，不会重复发送",
	},
	"broadcast-to-all":     {en: "all followers", zh: "全部粉丝"},
	"broadcast-to-tag":     {en: "the followers with tag %[1]d", zh: "标签 %[1]d 的粉丝"},
	"broadcast-to-openids": {en: "%[1]d followers by openid", zh: "%[1]d 位粉丝（按 openid）"},
	"broadcast-shows":      {en: "Broadcast %[1]s to %[2]s:", zh: "群发 %[1]s，接收者：%[2]s"},
	"broadcast-left":       {en: "calls of %[1]s left today: %[2]d; a subscription account can broadcast once a day, a service account four times a month to each follower", zh: "%[1]s 今天还可调用 %[2]d 次；订阅号每天可群发 1 次，服务号每位粉丝每月 4 次"},
	"broadcast-notes":      {en: "Followers are notified. It cannot be taken back, only deleted. Where the account asks for it, an administrator has to confirm in WeChat within 30 minutes.", zh: "粉丝会收到通知；发出后不能撤回，只能删除。开启了群发保护的账号，需要管理员 30 分钟内在微信里确认。"},
	"broadcast-draft-left": {en: "The message goes out as a temporary one; its draft stays in the box.", zh: "以临时图文发出；草稿仍留在草稿箱。"},
	"ask-broadcast":        {en: "Send it? [y/N] ", zh: "现在群发吗？[y/N] "},
	"broadcast-done":       {en: "Broadcast: %[1]s (msg_id %[2]d, msg_data_id %[3]d)", zh: "已群发：%[1]s（msg_id %[2]d，msg_data_id %[3]d）"},
	"broadcast-no-id":      {en: "WeChat did not tell its msg_data_id; `mpsync sent link` finds it tomorrow.", zh: "微信没有给出 msg_data_id；明天执行 `mpsync sent link` 可以查到。"},
	"preview-sent":         {en: "A preview of %[1]s was sent to %[2]s.", zh: "已把 %[1]s 的预览发给 %[2]s。"},
	"preview-older":        {en: "The account holds an older form than the file; `mpsync apply` brings it there.", zh: "账号里的比文件旧；`mpsync apply` 之后再预览可看到最新内容。"},
	"preview-to": {
		en: "say to whom: --to WXNAME", enHint: "WXNAME is the WeChat name of one follower (微信号)",
		zh: "请说明发给谁：--to 微信号", zhHint: "应是一位粉丝的微信号",
	},
	"not-in-account": {
		en: "the account does not hold %[1]s", enHint: "run `mpsync apply` first; the address is shown by `mpsync plan`",
		zh: "账号里没有 %[1]s", zhHint: "请先执行 `mpsync apply`；地址可在 `mpsync plan` 中看到",
	},
	"not-sent-yes": {
		en: "sending asks a person, and nobody is at a terminal", enHint: "add --yes where you are sure",
		zh: "发送前需要有人确认，但当前不在终端里", zhHint: "确定要发送，请加 --yes",
	},
	"sent-found":     {en: "%[1]s: msg_data_id %[2]d, place %[3]d, sent on %[4]s", zh: "%[1]s：msg_data_id %[2]d，第 %[3]d 篇，%[4]s 群发"},
	"sent-none":      {en: "Nothing to link: every message that left the account's box is known.", zh: "没有需要关联的：已离开草稿箱的图文都有记录。"},
	"sent-missing":   {en: "%[1]s: not among the broadcasts of the days looked at (%[2]s)", zh: "%[1]s：在查过的日期（%[2]s）的群发里没有找到"},
	"sent-ambiguous": {en: "%[1]s may be any of these:", zh: "%[1]s 可能是下面的某一条："},
	"sent-choice":    {en: "  %[1]d. %[2]s  sent on %[3]s, msg_data_id %[4]d", zh: "  %[1]d. 《%[2]s》 %[3]s 群发，msg_data_id %[4]d"},
	"ask-sent":       {en: "Which one? Its number, or nothing to leave it: ", zh: "是哪一条？输入序号，直接回车跳过："},
	"sent-person": {
		en: "%[1]d messages could be several broadcasts each", enHint: "run `mpsync sent link` at a terminal and choose, or name the day with --date",
		zh: "有 %[1]d 条图文对应多次群发，无法自动判断", zhHint: "请在终端里执行 `mpsync sent link` 选择，或用 --date 指明日期",
	},
	"sent-date": {
		en: "--date is no day: %[1]s", enHint: "write it as 2026-12-01; WeChat tells of a day once it is over",
		zh: "--date 不是日期：%[1]s", zhHint: "请写成 2026-12-01；微信在一天结束后才提供数据",
	},
	"done-nothing": {
		en: "%[1]s has nothing left to do in the console", enHint: "`mpsync plan` lists what is left",
		zh: "%[1]s 没有后台待办", zhHint: "`mpsync plan` 会列出剩下的待办",
	},
	"done-said": {en: "Done in the console: %[1]s: %[2]s", zh: "后台已完成：%[1]s：%[2]s"},
	"no-message": {
		en: "there is no message %[1]s here", enHint: "`mpsync plan` shows the addresses",
		zh: "这里没有 %[1]s 这条图文", zhHint: "地址可在 `mpsync plan` 中看到",
	},

	"tasks-left":         {en: "%[1]s: left to the console: %[2]s", zh: "%[1]s：后台待办：%[2]s"},
	"progress-publish":   {en: "waiting for WeChat to finish", zh: "等待微信处理完成"},
	"flag-wait":          {en: "how long to wait for the result of a publication or a broadcast", zh: "等待发布或群发结果的时间"},
	"flag-republish":     {en: "publish as a new message what is public already", zh: "已发布的也作为新的一条再次发布"},
	"flag-all-followers": {en: "send to all followers", zh: "发给全部粉丝"},
	"flag-tag":           {en: "send to the followers with this tag, by its number", zh: "发给某个标签的粉丝（标签编号）"},
	"flag-to-openid":     {en: "send to these followers: openids, with commas between", zh: "发给这些粉丝：openid，用逗号分隔"},
	"flag-again":         {en: "send although the same audience got it before", zh: "同样的接收者已收到过也再发一次"},
	"flag-temporary":     {en: "send a temporary message made for this broadcast (media/uploadnews)", zh: "另做一条只用于这次群发的临时图文（media/uploadnews）"},
	"flag-as-reprint":    {en: "go on as a reprint where the check of originality finds another source", zh: "原创校验发现来源时，作为转载继续群发"},
	"flag-to-wxname":     {en: "the WeChat name of one follower", zh: "一位粉丝的微信号"},
	"flag-sent-date":     {en: "the day of the broadcast, such as 2026-12-01; without it the last seven days", zh: "群发的日期，例如 2026-12-01；不写则查最近七天"},
	"cmd-publish":        {en: "Publish drafts without notifying followers", zh: "发布草稿（不通知粉丝）"},
	"cmd-publish-long": {
		en: "Bring the named messages into step and publish them: readers can open them by their links, followers are not notified. What is published cannot be changed, only deleted. The call is made once, also where its answer is lost; the result is asked for until there is one. Needs the draft library.",
		zh: "把指定的图文同步好并发布：读者可以通过链接打开，粉丝不会收到通知。发布后不能修改，只能删除。即使没有收到回答也不会重复提交；会一直查询到有结果。需要草稿箱。",
	},
	"cmd-unpublish":      {en: "Delete published or broadcast messages for all readers", zh: "删除已发布或已群发的图文"},
	"cmd-unpublish-long": {en: "Delete what readers have of the named messages: for good, with links, reads and comments. The files and their records stay. After a republication the newest is meant; --earlier means the ones before it.", zh: "删除读者能看到的图文：链接、阅读数和留言一并失去，无法恢复。本地文件和记录保留。重新发布过的，删除的是最新的一条；--earlier 则删除更早的。"},
	"cmd-broadcast":      {en: "Send a message to followers", zh: "群发图文"},
	"cmd-broadcast-long": {
		en: "Show what goes to whom, ask, and send it once. Killed or without an answer, the same command finds out what became of it and sends nothing twice (clientmsgid, for 24 hours). Never part of apply. The API cannot schedule: send at another time with cron, or from the console.",
		zh: "列出发什么、发给谁，确认后只发一次。中途被终止或没有收到回答时，再执行同一命令会查明结果，不会重复发送（24 小时内由 clientmsgid 保证）。apply 从不群发。接口不支持定时：请用 cron，或在后台定时。",
	},
	"cmd-preview":      {en: "Send a preview to one person's WeChat", zh: "把预览发到一个人的微信"},
	"cmd-preview-long": {en: "Send what the account holds of a message to one follower, who sees it as readers will. 100 previews a day.", zh: "把账号里的图文发给一位粉丝，看到的效果与读者相同。每天 100 次。"},
	"cmd-sent":         {en: "Know what was sent from the console", zh: "关联从后台发出的图文"},
	"cmd-sent-link":    {en: "Find the broadcasts that messages became", zh: "查找图文对应的群发"},
	"cmd-sent-link-long": {
		en: "Find, by title, in WeChat's statistics which broadcast each message became that left the account without a record, so that its comments can be managed and its link is known. Statistics go up to yesterday. What was published without notice is found by `mpsync plan` itself.",
		zh: "在微信的统计数据里按标题查找：离开草稿箱而没有记录的图文，各对应哪一次群发。之后就能管理它的留言，也知道它的链接。数据到昨天为止。不通知粉丝的发布由 `mpsync plan` 自动找到。",
	},
	"cmd-done":      {en: "Note what was done in the console", zh: "记下已在后台完成的事项"},
	"cmd-done-long": {en: "Note that what `console:` in an article's front matter leaves to a person is done, all of it or the named tasks. When the article is sent again, the tasks come back: the console may have lost them.", zh: "记下文章 `console:` 里的后台待办已完成，可以只记其中几项。文章再次更新后，待办会重新列出：后台的设置可能已丢失。"},

	// Refusals.
	"api-publish-blocked": {
		en: "WeChat refuses to publish: %[2]d %[3]s", enHint: "look at the notices in the console (mp.weixin.qq.com); the draft is untouched",
		zh: "微信拒绝发布：%[2]d %[3]s", zhHint: "请查看后台（mp.weixin.qq.com）的通知；草稿没有变化",
	},
	"api-publish-often": {
		en: "WeChat was asked to publish too often: %[2]d %[3]s", enHint: "wait an hour and run again",
		zh: "提交发布太频繁：%[2]d %[3]s", zhHint: "请等一小时再执行",
	},
	"api-publish-id": {
		en: "WeChat does not know this publication: %[2]d %[3]s", enHint: "look in the console whether the article is public, then settle it with `mpsync resolve`",
		zh: "微信查不到这次发布：%[2]d %[3]s", zhHint: "请到后台确认文章是否已发布，再用 `mpsync resolve` 处理",
	},
	"api-publish-check": {
		en: "the draft failed WeChat's check before publishing: %[2]d %[3]s", enHint: "open the draft in the console, which marks what is wrong",
		zh: "草稿没有通过发布检查：%[2]d %[3]s", zhHint: "请在后台打开草稿，那里会标出问题",
	},
	"api-publish-console": {
		en: "WeChat wants this draft to be published in the console: %[2]d %[3]s", enHint: "publish it at mp.weixin.qq.com; the next run finds and records it",
		zh: "微信要求在后台发布这篇草稿：%[2]d %[3]s", zhHint: "请到 mp.weixin.qq.com 发布；下次执行会自动找到并记录",
	},
	"api-publish-save": {
		en: "WeChat wants this draft to be saved in the console first: %[2]d %[3]s", enHint: "open it at mp.weixin.qq.com, save it, then run again",
		zh: "微信要求先在后台保存这篇草稿：%[2]d %[3]s", zhHint: "请到 mp.weixin.qq.com 打开并保存，再执行一次",
	},
	"api-article-id": {
		en: "WeChat does not know this published article: %[2]d %[3]s", enHint: "it may have been deleted in the console; `mpsync show` tells what is recorded",
		zh: "微信查不到这篇已发布的文章：%[2]d %[3]s", zhHint: "可能已在后台删除；`mpsync show` 可查看记录",
	},
	"api-mass-quota": {
		en: "the account has no broadcast left for now: %[2]d %[3]s", enHint: "a subscription account can broadcast once a day, a service account four times a month; run again when the next one is allowed",
		zh: "账号暂时没有群发次数了：%[2]d %[3]s", zhHint: "订阅号每天 1 次，服务号每月 4 次；有次数后再执行",
	},
	"api-mass-agree": {
		en: "the account has not agreed to the terms of broadcasting by API: %[2]d %[3]s", enHint: "agree to them in the console (mp.weixin.qq.com), then run again",
		zh: "账号还没有同意群发接口的协议：%[2]d %[3]s", zhHint: "请登录 mp.weixin.qq.com 同意协议后再执行",
	},
	"api-mass-client-id": {
		en: "WeChat refuses the clientmsgid: %[2]d %[3]s", enHint: "wait a minute and run the same command again; nothing is sent twice",
		zh: "微信拒绝了 clientmsgid：%[2]d %[3]s", zhHint: "请等一分钟再执行同一命令，不会重复发送",
	},
	"api-openid": {
		en: "WeChat knows no follower of this name: %[2]d %[3]s", enHint: "the person has to follow the account; openids are those of this account, and --to of `mpsync preview` is a WeChat name (微信号)",
		zh: "微信找不到这位粉丝：%[2]d %[3]s", zhHint: "对方需要先关注公众号；openid 应属于这个账号，`mpsync preview` 的 --to 应是微信号",
	},
	"api-openids": {
		en: "WeChat wants two to 10,000 openids: %[2]d %[3]s", enHint: "give at least two, or use `mpsync preview` for one person",
		zh: "微信要求 2 到 10000 个 openid：%[2]d %[3]s", zhHint: "请至少给出两个；只发给一个人请用 `mpsync preview`",
	},
	"api-day": {
		en: "WeChat has no statistics for that day: %[2]d %[3]s", enHint: "they are there the morning after; choose an earlier day with --date",
		zh: "微信没有那一天的统计：%[2]d %[3]s", zhHint: "第二天上午才有数据；请用 --date 选择更早的日期",
	},
}

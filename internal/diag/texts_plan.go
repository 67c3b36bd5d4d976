package diag

// planTexts are what a plan says of messages and of itself.
var planTexts = map[string]entry{
	"conflict": {
		en: "%[1]q was changed here and in the account's console", enHint: "look at both; to keep this side, undo the console edit; to keep the console's, bring it into the file",
		zh: "《%[1]s》在本地和公众号后台都被改过", zhHint: "比较两边：要保留本地版本，请在后台撤销修改；要保留后台版本，请把改动抄回文件",
	},
	"resaved-held": {
		en: "%[1]q was saved in the console since; an update may lose what was set there (original declaration, album, reward), which the API cannot show", enHint: "make the change in the console too, or set `on_console_save: update` in mpsync.yaml",
		zh: "《%[1]s》在后台保存过；更新可能会丢失在那里设置的原创、合集、赞赏等，接口看不到这些", zhHint: "在后台同样修改一次，或在 mpsync.yaml 里设置 `on_console_save: update`",
	},
	"protected-replace": {
		en: "its list of articles changed, but it is protected", enHint: "replacing makes a new message and deletes the old one; remove `protect: true` to allow that",
		zh: "文章列表有变化，但它受保护（protect）", zhHint: "替换会新建一条图文并删除旧的；确认后去掉 `protect: true` 再执行",
	},
	"protected-delete": {
		en: "its source is gone, but it is protected", enHint: "run `mpsync forget` to keep it in the account and drop the record",
		zh: "源文件已不在，但它受保护（protect）", zhHint: "用 `mpsync forget` 只移除记录，账号里的内容保留",
	},
	"twin-messages": {
		en: "another new message is exactly like %[1]q", enHint: "two equal messages cannot be told apart in the account; change one or remove it",
		zh: "另有一条新图文与《%[1]s》完全相同", zhHint: "内容相同的两条图文在账号里无法区分，请修改或删除其中一条",
	},
	"adopt-ambiguous": {
		en: "the account holds %[1]q more than once (%[2]s, %[3]s)", enHint: "delete the copies that are not wanted in the console, then run again",
		zh: "账号里有多条与《%[1]s》相同的图文（%[2]s、%[3]s）", zhHint: "请在后台删除多余的，再重新执行",
	},
	"same-title-draft": {
		en: "the draft box already holds a draft titled %[1]q that mpsync did not make (%[2]s)", enHint: "delete or rename that draft, or run with --as-new to make another",
		zh: "草稿箱里已有标题为《%[1]s》、但不是 mpsync 创建的草稿（%[2]s）", zhHint: "请删除或改名该草稿；确实要另建一条，请加 --as-new",
	},
	"same-title-orphan": {
		en: "a message titled %[1]q is recorded as %[2]s, whose file is gone", enHint: "if it is the same one, run `mpsync state mv %[2]s %[3]s`; if it is new, run with --as-new",
		zh: "记录中已有同题图文《%[1]s》（%[2]s），但源文件已不在", zhHint: "如果是同一篇，请执行 `mpsync state mv %[2]s %[3]s`；确实是新的，请加 --as-new",
	},
	"delete-replaced":  {en: "replaced by a newer message", zh: "已被新的图文替换"},
	"delete-no-source": {en: "%[1]q is no longer in the site", zh: "《%[1]s》已不在项目中"},
	"drift-edited": {
		en: "%[1]q was changed in the account's console", enHint: "mpsync leaves it as it is; the next change of the file will ask",
		zh: "后台有改动：《%[1]s》", zhHint: "mpsync 不会覆盖；下次本地再修改时会提示冲突",
	},
	"deferred-quota": {
		en: "today's quota of %[1]s allows %[2]s more calls", enHint: "run again tomorrow; it goes on where it stopped",
		zh: "%[1]s 今天只剩 %[2]s 次调用", zhHint: "明天重新执行，会从中断处继续",
	},
	"drift-accepted": {en: "%[1]q was changed in the account's console; that is accepted", zh: "后台有改动：《%[1]s》，已接受"},
	"drift-resaved":  {en: "saved again in the account's console, the text is unchanged", zh: "在后台重新保存过，正文没有变化"},
	"drift-deleted": {
		en: "it is gone from the account (%[1]s)", enHint: "run with --recreate to make it again, or `mpsync forget` to drop the record",
		zh: "账号里已没有这条图文（%[1]s）", zhHint: "加 --recreate 重新创建，或用 `mpsync forget` 移除记录",
	},
	"left-draft-box": {
		en: "it left the draft box, most likely sent from the console; it is no longer kept in step", enHint: "run with --recreate to make a new draft, or `mpsync forget` to drop the record",
		zh: "已离开草稿箱（多半是在后台发表了），不再同步", zhHint: "加 --recreate 重新创建草稿，或用 `mpsync forget` 移除记录",
	},
	"kept-no-source": {
		en: "%[1]q is in the account, but its file is gone", enHint: "run with --prune to delete it, or `mpsync forget` to keep it and drop the record",
		zh: "《%[1]s》仍在账号里，但源文件已不在", zhHint: "加 --prune 删除，或用 `mpsync forget` 保留内容、移除记录",
	},
	"too-many-creates": {
		en: "the plan creates %[1]s messages, more than the %[2]s allowed", enHint: "check that this is meant, then raise limits.creates in mpsync.yaml or run with --max-creates %[1]s",
		zh: "计划将新建 %[1]s 条图文，超过上限 %[2]s", zhHint: "确认无误后，在 mpsync.yaml 中调高 limits.creates，或加 --max-creates %[1]s",
	},
	"too-many-deletes": {
		en: "the plan deletes %[1]s messages, more than the %[2]s allowed", enHint: "check that this is meant, then raise limits.deletes in mpsync.yaml or run with --max-deletes %[1]s",
		zh: "计划将删除 %[1]s 条图文，超过上限 %[2]s", zhHint: "确认无误后，在 mpsync.yaml 中调高 limits.deletes，或加 --max-deletes %[1]s",
	},

	"plan-account":       {en: "Account: %[1]s, library: %[2]s", zh: "账号：%[1]s，图文保存在：%[2]s"},
	"lib-material":       {en: "permanent material", zh: "图文素材库（material）"},
	"lib-draft":          {en: "draft box", zh: "草稿箱（draft）"},
	"plan-nothing":       {en: "Nothing to do. Messages in step: %[1]d.", zh: "没有要做的事：%[1]d 条图文已是最新。"},
	"plan-summary":       {en: "Plan: %[1]s; %[2]d in step.", zh: "计划：%[1]s；%[2]d 条已是最新。"},
	"plan-uploads":       {en: "Uploads: content images ×%[1]d, covers ×%[2]d", zh: "上传：正文图片 %[1]d 张，封面 %[2]d 张"},
	"plan-upload-images": {en: "Uploads: content images ×%[1]d", zh: "上传：正文图片 %[1]d 张"},
	"plan-upload-covers": {en: "Uploads: covers ×%[1]d", zh: "上传：封面 %[1]d 张"},
	"title":              {en: "“%[1]s”", zh: "《%[1]s》"},
	"plan-calls":         {en: "Calls that write: %[1]s", zh: "将调用的写接口：%[1]s"},
	"plan-nocalls":       {en: "Calls that write: none", zh: "将调用的写接口：无"},
	"plan-notes":         {en: "To know:", zh: "请留意："},
	"plan-refused":       {en: "apply will refuse this plan:", zh: "apply 会拒绝执行这个计划："},
	"plan-skipped":       {en: "Left out: %[1]s", zh: "未纳入：%[1]s"},
	"skip-error":         {en: "%[1]s (errors above)", zh: "%[1]s（有错误，见上）"},
	"skip-skip":          {en: "%[1]s (skip)", zh: "%[1]s（skip）"},
	"skip-draft":         {en: "%[1]s (draft: true)", zh: "%[1]s（draft: true）"},
	"act-create":         {en: "create", zh: "新建"},
	"act-update":         {en: "update", zh: "更新"},
	"act-replace":        {en: "replace", zh: "替换"},
	"act-delete":         {en: "delete", zh: "删除"},
	"act-forget":         {en: "forget", zh: "移除记录"},
	"act-move":           {en: "move", zh: "改地址"},
	"act-adopt":          {en: "adopt", zh: "认领"},
	"act-publish":        {en: "publish", zh: "发布"},
	"act-blocked":        {en: "blocked", zh: "需人工处理"},
	"act-deferred":       {en: "deferred", zh: "顺延"},
	"count":              {en: "%[2]d to %[1]s", zh: "%[1]s %[2]d 条"},
	"part-content":       {en: "content", zh: "正文"},
	"part-fields":        {en: "fields", zh: "标题等字段"},
	"part-comments":      {en: "comments", zh: "留言设置"},
	"part-console":       {en: "overwrites a change made in the console", zh: "将覆盖后台的改动"},
	"part-images":        {en: "images", zh: "图片"},
	"replace-cost":       {en: "a new message is made and the old one deleted: its link, reads and comments go", zh: "将新建一条并删除旧的：原有链接、阅读数和留言不再保留"},
	"adopt-update":       {en: "found in the account; its images are sent again", zh: "账号里已有；图片会重新上传"},
	"adopt-only":         {en: "found in the account", zh: "账号里已有"},
	"moved-from":         {en: "was %[1]s", zh: "原为 %[1]s"},
	"old-title":          {en: "was titled %[1]q", zh: "原题《%[1]s》"},
}

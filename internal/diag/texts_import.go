package diag

// importTexts are about bringing what an account holds into files.
var importTexts = map[string]entry{
	"import-needs": {
		en: "say what to import", enHint: "name media_ids, or add --all for every message that is not managed yet",
		zh: "请指明要导入的图文", zhHint: "给出 media_id，或用 --all 导入所有尚未管理的图文",
	},
	"import-into": {
		en: "articles in %[1]q would not be part of the site: its `articles:` are %[2]s", enHint: "name a folder that they match with --into, or add a pattern to mpsync.yaml",
		zh: "放在 %[1]q 的文章不属于本项目：`articles:` 是 %[2]s", zhHint: "用 --into 指定匹配的文件夹，或在 mpsync.yaml 里增加匹配规则",
	},
	"import-into-outside": {
		en: "%[1]q is not inside the site", enHint: "name a folder of the site, such as articles/imported",
		zh: "%[1]q 不在项目里", zhHint: "请指定项目内的文件夹，如 articles/imported",
	},
	"import-incomplete": {
		en: "the account changed while it was listed: a message may be missing", enHint: "import again; what is managed already is passed over",
		zh: "列出图文时账号有变化，可能有遗漏", zhHint: "请再导入一次；已管理的图文会跳过",
	},
	"import-managed": {en: "%[1]s is managed already, as %[2]s", zh: "%[1]s 已在管理中，地址是 %[2]s"},
	"import-newspic": {
		en: "%[1]s (%[2]s) is a message of pictures, which mpsync does not keep in step; it is passed over",
		zh: "%[1]s（%[2]s）是图片消息，mpsync 不同步这种消息，已跳过",
	},
	"import-gone": {
		en: "the account holds no message %[1]s", enHint: "check the media_id; `mpsync import --all --dry-run` lists what there is",
		zh: "账号里没有图文 %[1]s", zhHint: "请检查 media_id；`mpsync import --all --dry-run` 会列出账号里的图文",
	},
	"import-failed": {
		en: "%[1]s could not be imported: %[2]s", enHint: "the others go on; import it again",
		zh: "%[1]s 没有导入：%[2]s", zhHint: "其余图文不受影响；请再导入一次",
	},
	"import-image": {
		en: "the image %[1]s could not be downloaded, so the article refers to its address: %[2]s", enHint: "save it beside the article and refer to the file",
		zh: "图片 %[1]s 未能下载，文章里保留原地址：%[2]s", zhHint: "请把图片保存到文章旁边再引用",
	},
	"import-image-kept": {
		en: "the image %[1]s (%[2]s) stays where it is: it could not be uploaded again as a file",
		zh: "图片 %[1]s（%[2]s）保留原地址：这种文件无法重新上传",
	},
	"import-image-left-out": {
		en: "the image %[1]s is left out: it is not on WeChat's servers, so readers do not see it", enHint: "put a file in its place if it is missed",
		zh: "图片 %[1]s 未导入：它不在微信的服务器上，读者本来就看不到", zhHint: "如有需要，请换成本地图片",
	},
	"import-cover": {
		en: "the cover could not be downloaded", enHint: "save it from the console and name it as `cover:`; until then the first picture stands in for it when the article is sent again",
		zh: "封面未能下载", zhHint: "请从后台另存封面并写到 `cover:`；否则再次发送时会用正文的第一张图代替",
	},
	"import-lost": {
		en: "left out, because no Markdown stands for it: %[1]s", enHint: "the account keeps it until the article is sent again; look at the article in the console",
		zh: "以下内容没有对应的 Markdown，未导入：%[1]s", zhHint: "再次发送之前账号里仍保留；请到后台查看",
	},
	"import-differs": {
		en: "sent again, the article would read otherwise than it does in the account:\n%[1]s", enHint: "mend the file where that matters; nothing is sent until you change it",
		zh: "重新发送时，文章读起来会与账号里的不同：\n%[1]s", zhHint: "请按需修改文件；在你改动之前不会发送",
	},
	"import-unsound": {
		en: "%[1]s was written, but is not sound; what is wrong is said above", enHint: "mend it; then apply sends it again, because what the account holds is not known to be the same",
		zh: "%[1]s 已写入，但还有错误，见上", zhHint: "请修正；之后 apply 会重新发送它，因为无法确认与账号里的相同",
	},
	"import-would":       {en: "would write: %[1]s", zh: "将写入：%[1]s"},
	"import-summary":     {en: "%[1]d messages imported, %[2]d articles; %[3]d were managed already, %[4]d failed.", zh: "导入 %[1]d 条图文、%[2]d 篇文章；%[3]d 条已在管理中，%[4]d 条失败。"},
	"import-summary-dry": {en: "%[1]d messages would be imported, %[2]d articles; %[3]d are managed already, %[4]d failed. Nothing was written.", zh: "将导入 %[1]d 条图文、%[2]d 篇文章；%[3]d 条已在管理中，%[4]d 条失败。没有写入任何文件。"},
	"progress-import":    {en: "[%[1]d/%[2]d] import %[3]s", zh: "[%[1]d/%[2]d] 导入 %[3]s"},

	"cmd-import": {en: "Write messages of the account as files", zh: "把账号里的图文写成文件"},
	"cmd-import-long": {
		en: "Write messages of the account as Markdown with front matter, their pictures beside\nthem, and record them: the next plan has nothing to do. Messages that are managed\nalready are passed over, and no file is ever overwritten.",
		zh: "把账号里的图文写成带 front matter 的 Markdown，图片放在旁边，并记入状态：\n之后的计划没有要做的事。已管理的图文会跳过，已有文件不会被覆盖。",
	},
	"flag-all":     {en: "every message that is not managed yet", zh: "所有尚未管理的图文"},
	"flag-into":    {en: "folder of the site to write into", zh: "写入项目里的哪个文件夹"},
	"flag-dry-run": {en: "only list what would be written", zh: "只列出将写入的文件"},

	"cmd-adopt": {en: "Say which message of the account an article is", zh: "认领：指明文章对应账号里的哪条图文"},
	"cmd-adopt-long": {
		en: "Record that an article or message of the site is the message MEDIA_ID of the account.\nNothing is sent. Whether the two are equal is not known afterwards, so the next plan\nupdates the message from the file; `mpsync pull --force` takes the account's side\ninstead. What is changed in the console after this is told as ever.",
		zh: "记录项目里的文章（或多图文）就是账号里的图文 MEDIA_ID，不发送任何内容。\n此后无法得知两边是否相同，所以下一个计划会用文件更新图文；\n若要以账号里的为准，请用 `mpsync pull --force`。之后后台的改动照常报告。",
	},
	"adopt-needs": {en: "name an address and a media_id", enHint: "mpsync adopt ADDRESS MEDIA_ID", zh: "请给出地址和 media_id", zhHint: "mpsync adopt 地址 MEDIA_ID"},
	"adopt-address": {
		en: "the site has no sound message %[1]q", enHint: "addresses are what `mpsync plan` prints; `mpsync validate` says what is wrong",
		zh: "项目里没有可用的图文 %[1]q", zhHint: "地址就是 `mpsync plan` 列出的名字；`mpsync validate` 会说明问题",
	},
	"adopt-recorded": {
		en: "%[1]q is recorded already, as %[2]s", enHint: "drop that record first with `mpsync forget %[1]s`",
		zh: "%[1]q 已有记录，对应 %[2]s", zhHint: "先用 `mpsync forget %[1]s` 移除记录",
	},
	"adopt-taken": {
		en: "the message %[1]s is that of %[2]q", enHint: "drop that record first with `mpsync forget %[2]s`",
		zh: "图文 %[1]s 属于 %[2]q", zhHint: "先用 `mpsync forget %[2]s` 移除记录",
	},
	"adopt-replaced": {
		en: "the message %[1]s was replaced and is about to be deleted", enHint: "run `mpsync apply`, or adopt another message",
		zh: "图文 %[1]s 已被替换，等待删除", zhHint: "请执行 `mpsync apply`，或认领另一条图文",
	},
	"adopt-count": {
		en: "%[1]q has %[2]d articles, the message %[3]d", enHint: "a message keeps the number of its articles; make the list the same, or import the message instead",
		zh: "%[1]q 有 %[2]d 篇文章，而图文有 %[3]d 篇", zhHint: "图文的篇数不能改；请调整列表，或改用导入",
	},
	"adopted": {en: "adopted: %[1]s is now %[2]s (%[3]s); apply will update it from the file", zh: "已认领：%[1]s 对应 %[2]s（%[3]s）；apply 会用文件更新它"},

	"cmd-pull": {en: "Bring what was changed in the console back into files", zh: "把后台的改动带回文件"},
	"cmd-pull-long": {
		en: "Change files so that they read as the account does: paragraphs, fields and the order of\na message's articles that a person changed in the console. Everything else in a file\nstays byte for byte. The difference is shown before anything is written. Files with\nchanges that were not applied are refused; --force lets the account win in them.",
		zh: "修改文件，使其读起来与账号一致：后台改过的段落、字段和多图文顺序。\n文件里的其他内容一字不动。写入之前会先显示差异。\n有未执行改动的文件会被拒绝；--force 表示冲突处以账号为准。",
	},
	"pull-dirty": {
		en: "%[1]s has changes that were not applied", enHint: "apply or undo them first; with --force the account's words win where both changed",
		zh: "%[1]s 有尚未执行的改动", zhHint: "请先 apply 或撤销；加 --force 则冲突处以账号为准",
	},
	"pull-gone": {
		en: "the account no longer holds %[1]s", enHint: "there is nothing to pull; `mpsync plan` says what can be done",
		zh: "账号里已没有 %[1]s", zhHint: "无可拉取；`mpsync plan` 会说明可以怎么做",
	},
	"pull-list": {
		en: "%[1]s has %[2]d articles in the account and %[3]d in the site", enHint: "articles were added or removed in the console: change the message file by hand, or import the message anew",
		zh: "%[1]s 在账号里有 %[2]d 篇文章，在项目里有 %[3]d 篇", zhHint: "后台增删了文章：请手工修改图文文件，或重新导入",
	},
	"pull-rewritten": {
		en: "this paragraph was taken over whole, as it could not be told which of its words changed:\n%[1]s", enHint: "look whether its form is still what you want",
		zh: "无法确定这一段改了哪些字，已整段采用账号里的版本：\n%[1]s", zhHint: "请检查它的格式是否仍合适",
	},
	"pull-differs": {
		en: "the file still reads otherwise than the account does:\n%[1]s", enHint: "change it by hand where that matters",
		zh: "文件读起来仍与账号里的不同：\n%[1]s", zhHint: "请按需手工修改",
	},
	"pull-unsound": {
		en: "%[1]s is not sound after the change, so it is not recorded", enHint: "what is wrong is said above; mend it and apply",
		zh: "%[1]s 改动后有错误，没有记录", zhHint: "问题见上；请修正后 apply",
	},
	"pull-title": {
		en: "the title is not in the front matter and its heading was not found", enHint: "change the title by hand to %[1]q",
		zh: "front matter 里没有标题，也没有找到对应的一级标题", zhHint: "请手工把标题改为 %[1]q",
	},
	"pull-nothing": {en: "%[1]s reads as the account does; nothing to change.", zh: "%[1]s 与账号一致，无需改动。"},
	"pull-ask":     {en: "Write this? [y/N] ", zh: "写入以上改动？[y/N] "},
	"pull-kept":    {en: "nothing was written", enHint: "answer y, or add --yes", zh: "没有写入", zhHint: "回答 y，或加上 --yes"},
	"pulled":       {en: "changed: %[1]s", zh: "已修改：%[1]s"},
	"flag-force":   {en: "let the account win over changes that were not applied", zh: "与未执行的改动冲突时以账号为准"},
}

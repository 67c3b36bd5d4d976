package diag

// materialTexts are about permanent materials and the library's room.
var materialTexts = map[string]entry{
	"material":          {en: "%[1]s, %[2]s", zh: "%[1]s，%[2]s"},
	"material-image":    {en: "image", zh: "图片"},
	"material-voice":    {en: "voice", zh: "音频"},
	"material-video":    {en: "video", zh: "视频"},
	"material-thumb":    {en: "thumb", zh: "缩略图"},
	"material-delete":   {en: "%[1]q is no longer in materials.yaml", zh: "materials.yaml 里已没有“%[1]s”"},
	"material-replaced": {en: "replaced by a newer file", zh: "已被新文件替换"},
	"material-replace-cost": {
		en: "the new file gets another media_id; the old one is deleted last, and menus or replies that use it have to be set anew",
		zh: "新文件会得到新的 media_id，旧素材最后删除；用到它的菜单和自动回复需要重新设置",
	},
	"material-no-source": {
		en: "%[1]q is in the account, but no longer in materials.yaml", enHint: "run with --prune to delete it from the account",
		zh: "“%[1]s”仍在账号里，但 materials.yaml 里已没有它", zhHint: "加 --prune 从账号里删除",
	},
	"material-gone": {
		en: "%[1]q is gone from the account", enHint: "run with --recreate to upload it again",
		zh: "账号里已没有“%[1]s”", zhHint: "加 --recreate 重新上传",
	},
	"material-name": {
		en: "%[1]q cannot be the name of a material", enHint: "use letters, digits, _, . and -",
		zh: "%[1]q 不能作为素材的名字", zhHint: "请用文字、数字、_、. 和 -",
	},
	"material-type-unknown": {
		en: "there is no such type of material", enHint: "write image, voice, video or thumb, or leave the type out",
		zh: "没有这种素材类型", zhHint: "请写 image、voice、video 或 thumb，也可以不写 type",
	},
	"material-no-file": {
		en: "%[1]s names no file", enHint: "write `%[1]s: path/to/file`, or `file:` below it",
		zh: "%[1]s 没有写文件", zhHint: "请写成 `%[1]s: 文件路径`，或在它下面写 `file:`",
	},
	"material-type": {
		en: "%[1]s is no file that the API takes as %[2]s (it is: %[3]s)", enHint: "images: JPEG, PNG, GIF, BMP; voices: MP3, WAV, AMR, WMA; videos: MP4; thumbs: JPEG",
		zh: "%[1]s 不能作为 %[2]s 上传（文件类型：%[3]s）", zhHint: "图片支持 JPEG、PNG、GIF、BMP，音频支持 MP3、WAV、AMR、WMA，视频支持 MP4，缩略图支持 JPEG",
	},
	"material-too-large": {
		en: "%[1]s is too large: %[2]d kB, and a %[4]s may have %[3]d kB", enHint: "make the file smaller",
		zh: "%[1]s 太大：%[2]d kB，%[4]s 上限为 %[3]d kB", zhHint: "请压缩后再试",
	},
	"material-too-long": {
		en: "%[1]s plays for %[2]d s, and a voice may play for %[3]d s", enHint: "cut it",
		zh: "%[1]s 时长 %[2]d 秒，音频素材最长 %[3]d 秒", zhHint: "请剪短后再试",
	},
	"media-declared": {
		en: "no API can put a player of %[1]s into an article; its description stands there as text", enHint: "insert it in the console: the library has it as %[2]s",
		zh: "接口不能在正文里插入播放器（%[1]s），这里只保留说明文字", zhHint: "请到后台编辑器里插入：素材库中名为 %[2]s",
	},
	"media-undeclared": {
		en: "no API can put a player of %[1]s into an article; its description stands there as text", enHint: "declare the file in materials.yaml to have it uploaded, then insert it in the console",
		zh: "接口不能在正文里插入播放器（%[1]s），这里只保留说明文字", zhHint: "请先把文件写进 materials.yaml，上传后再到后台编辑器里插入",
	},
	"cmd-gc": {en: "Delete images of ours that no message uses", zh: "清理不再使用的图片素材"},
	"cmd-gc-long": {
		en: "List the permanent images that mpsync uploaded and no message uses any more. With --yes they are deleted from the account. What people, menus or replies put there is never touched.\n\nBefore anything counts as unused, the account's drafts, permanent messages and publications are read, whoever made them. Images of messages that were forgotten, and of earlier forms that readers may still have, are kept.",
		zh: "列出 mpsync 上传过、但已没有图文使用的永久图片素材；加 --yes 从账号里删除。后台、菜单、自动回复或同事添加的素材不会被动到。\n\n判断之前会读取账号里的全部草稿、永久图文和已发布内容（不论是谁创建的）。用 forget 移出记录的图文、以及读者可能还看得到的旧版本所用的图片一律保留。",
	},
	"flag-gc-yes": {en: "delete them", zh: "删除"},
	"gc-nothing":  {en: "Nothing to delete: every image of ours is in use.", zh: "没有可清理的：上传过的图片都在使用。"},
	"gc-found":    {en: "Images of no use any more: %[1]d. Run `mpsync gc --yes` to delete them.", zh: "有 %[1]d 张图片不再使用；用 `mpsync gc --yes` 删除。"},
	"gc-done":     {en: "Deleted: %[1]d, kept: %[2]d.", zh: "已删除 %[1]d 张，保留 %[2]d 张。"},
	"gc-open": {
		en: "an earlier run left calls to settle or messages to delete", enHint: "run `mpsync apply` first",
		zh: "之前还有未确认的调用或待删除的图文", zhHint: "请先执行 `mpsync apply`",
	},
	"gc-moving": {
		en: "the account changed all the while it was read, so something may have been missed; nothing was deleted", enHint: "run `mpsync gc` again when nobody is editing",
		zh: "读取期间账号内容一直在变化，可能有遗漏，因此没有删除任何图片", zhHint: "请在没有人编辑时再执行 `mpsync gc`",
	},
	"gc-unknown": {
		en: "it is not known which images %[1]s uses", enHint: "run `mpsync apply` first, or `mpsync forget %[1]s`",
		zh: "还不知道 %[1]s 用了哪些图片", zhHint: "请先执行 `mpsync apply`，或 `mpsync forget %[1]s`",
	},
	"cmd-status": {en: "Say how the account and the site stand", zh: "查看账号与项目的状态"},
	"cmd-status-long": {
		en: "Say how many messages are in step, waiting, changed in the console or gone from the draft box, what the library holds, and what of today's quota is left. Nothing is changed.",
		zh: "显示同步、待执行、后台有改动、已离开草稿箱的图文各有多少，素材库的用量，以及今天剩余的额度。不做任何修改。",
	},
	"status-messages":  {en: "Messages", zh: "图文"},
	"status-in-step":   {en: "in step", zh: "已同步"},
	"status-public":    {en: "with readers", zh: "读者已可阅读"},
	"status-pending":   {en: "waiting for apply", zh: "待执行"},
	"status-drifted":   {en: "changed in the console", zh: "后台有改动"},
	"status-left":      {en: "left the draft box", zh: "已离开草稿箱"},
	"status-blocked":   {en: "need a person", zh: "需人工处理"},
	"status-deferred":  {en: "deferred by quota", zh: "顺延"},
	"status-skipped":   {en: "left out by errors or skip", zh: "未纳入"},
	"status-kept":      {en: "kept without source", zh: "源文件已不在"},
	"status-intents":   {en: "calls without an answer", zh: "结果不明的调用"},
	"status-library":   {en: "Library", zh: "素材库"},
	"status-images":    {en: "images", zh: "图片"},
	"status-news":      {en: "messages", zh: "图文"},
	"status-voices":    {en: "voices", zh: "音频"},
	"status-videos":    {en: "videos", zh: "视频"},
	"status-ours":      {en: "%[1]d of ours", zh: "其中 %[1]d 个由 mpsync 上传"},
	"status-cap":       {en: "%[1]d (at most %[2]d together with messages; older accounts 5000)", zh: "%[1]d（与图文合计上限 %[2]d；较早的账号为 5000）"},
	"status-cap-other": {en: "%[1]d (at most %[2]d)", zh: "%[1]d（上限 %[2]d）"},
	"status-quota":     {en: "Calls left today", zh: "今日剩余额度"},
	"status-left-of":   {en: "%[1]d of %[2]d", zh: "%[1]d/%[2]d"},
	"material-video-title": {
		en: "the video %[1]q has no title", enHint: "write `title:`, and `introduction:` if you like; readers see both",
		zh: "视频“%[1]s”没有标题", zhHint: "请写 `title:`，也可以写 `introduction:`，读者会看到",
	},
	"material-title-unused": {
		en: "title and introduction are of no use to a material of type %[1]s", enHint: "leave them out; only videos have them",
		zh: "%[1]s 类型的素材用不到 title 和 introduction", zhHint: "请去掉，只有视频才有",
	},
}

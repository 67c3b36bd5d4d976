package diag

// foldersTexts are about folders of other tools: names of Obsidian, old posts,
// and `init --from`.
var foldersTexts = map[string]entry{
	"render-embed": {
		en: "the note %[1]s is not shown within this one; a link stands in its place", enHint: "copy what readers shall see into this article",
		zh: "笔记 %[1]s 的内容不会嵌入本文，只保留链接", zhHint: "请把需要给读者看的内容复制到本文",
	},
	"path-nowhere": {
		en: "nothing in the site is called %[1]s", enHint: "check the name, or put the file anywhere into the site",
		zh: "项目里没有名为 %[1]s 的文件", zhHint: "请检查名称，或把文件放进项目的任意文件夹",
	},
	"path-ambiguous": {
		en: "more than one file has the name %[1]s", enHint: "write the folder before the name, from the site's root",
		zh: "不止一个文件名为 %[1]s", zhHint: "请在名称前写上从项目根开始的文件夹",
	},
	"since-not-date": {
		en: "%[1]s is no day", enHint: "write it as 2026-01-31",
		zh: "%[1]s 不是日期", zhHint: "请写成 2026-01-31 的形式",
	},
	"since-left-out": {
		en: "%[1]d articles are older than %[2]s and were never sent; they are left out", enHint: "an earlier day in `since:` lets more of them in; to send just one, write `skip: false` in its front matter; to send all, remove `since:`",
		zh: "有 %[1]d 篇文章早于 %[2]s 且从未发送，不处理", zhHint: "把 `since:` 改成更早的日期，可接入更多；只发送其中一篇，在它的 front matter 写 `skip: false`；要全部发送，删去 `since:`",
	},
	"skips-since": {en: "%[1]d older than `since:`", zh: "%[1]d 篇早于 since"},

	// init --from.
	"flag-from": {en: "take in the `folder` of a Hugo, Hexo or Jekyll site or of an Obsidian vault", zh: "接入已有的 Hugo、Hexo、Jekyll 站点或 Obsidian 库所在`文件夹`"},
	"from-and-dir": {
		en: "--from names the folder; %[1]s is one more", enHint: "mpsync.yaml is written into the folder that --from names: mpsync init --from DIR",
		zh: "--from 已指定文件夹，不能再写 %[1]s", zhHint: "mpsync.yaml 会写进 --from 指定的文件夹：mpsync init --from DIR",
	},
	"from-unknown": {
		en: "no Hugo, Hexo, Jekyll or Obsidian folder is recognised here", enHint: "name the folder that holds content/ and hugo.toml (Hugo), source/_posts (Hexo), _posts (Jekyll) or .obsidian (Obsidian); for any other folder use `mpsync init` and set `articles:`",
		zh: "这里不像 Hugo、Hexo、Jekyll 或 Obsidian 的文件夹", zhHint: "请指定含 content/ 和 hugo.toml（Hugo）、source/_posts（Hexo）、_posts（Jekyll）或 .obsidian（Obsidian）的文件夹；其他文件夹请用 `mpsync init`，再设置 `articles:`",
	},
	"from-config": {
		en: `# yaml-language-server: $schema=mpsync.schema.json
# Taken in from %[1]s.
{account}
articles: %[2]q
# Older posts that were never sent stay out. An earlier day lets more of them
# in, "skip: false" in a post lets in that one.
since: %[3]s
%[4]stheme: default
lang: en
defaults:
  cover: %[5]s   # for posts without a picture
{author}  comments: {comments}
`,
		zh: `# yaml-language-server: $schema=mpsync.schema.json
# 接入自 %[1]s。
{account}
articles: %[2]q
# 更早且从未发送的文章不处理。改成更早的日期，就能接入更多旧文章；
# 只要某一篇，就在它的 front matter 里写 skip: false。
since: %[3]s
%[4]stheme: default
lang: zh
defaults:
  cover: %[5]s   # 文章里没有图片时使用
{author}  comments: {comments}
`,
	},
	"from-found":   {en: "%[1]s, posts: %[2]d. Going into the account: %[4]d. Staying out, because older than %[5]s: %[3]d.", zh: "%[1]s：共 %[2]d 篇文章。%[3]d 篇早于 %[5]s，不处理；%[4]d 篇会进入账号。"},
	"from-ask":     {en: "Posts older than %[3]s: %[2]d. How many of the newest shall go in now, 0 for none? [%[1]d] ", zh: "有 %[2]d 篇文章早于 %[3]s。先接入其中最新的几篇？0 表示都不接入。[%[1]d] "},
	"from-since":   {en: "To let the newest old posts in, write another day in %[1]s: instead of `since: %[2]s`, `since: %[3]s` lets in up to %[4]d.", zh: "要接入旧文章里最新的几篇，请改 %[1]s 这一行：把 `since: %[2]s` 改成 `since: %[3]s`，最多接入 %[4]d 篇。"},
	"from-broken":  {en: "Waiting until their errors are mended: %[1]d.", zh: "另有 %[1]d 篇有错误，改正之后才会进入账号。"},
	"from-undated": {en: "Without a date, so that `since:` does not hold them back: %[1]d. Narrow `articles:` to a folder if that is too much.", zh: "有 %[1]d 篇没有日期，since 对它们不起作用。若太多，请把 articles 改成某一个文件夹。"},
	"from-next":    {en: "Next: %[1]s validate shows what was found; %[1]s apply tries it with the built-in account.", zh: "下一步：%[1]s validate 查看检查结果；%[1]s apply 用内置模拟账号试一遍。"},
}

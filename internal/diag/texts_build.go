package diag

// buildTexts are findings about what an article becomes.
var buildTexts = map[string]entry{
	"theme-missing": {
		en: "there is no theme %[1]q, built in or as a file of the site", enHint: "use a built-in name (`mpsync theme list`), or the path of a .css file inside the site",
		zh: "找不到主题 %[1]q：既不是内置主题，也不是项目里的文件", zhHint: "使用内置主题的名字（见 `mpsync theme list`），或项目内 .css 文件的路径",
	},
	"theme-unusable": {
		en: "its theme %[1]q can't be used", enHint: "mend the theme; its own findings say what is wrong",
		zh: "所用主题 %[1]q 不可用", zhHint: "请先修正主题，具体问题见该主题的提示",
	},
	"image-remote": {
		en: "the image %[1]s is on another server, which WeChat filters out", enHint: "save it beside the article and refer to the file, or set `images: {remote: keep}` to leave it as it is",
		zh: "图片 %[1]s 在外部服务器上，微信会过滤掉", zhHint: "请把图片保存到文章旁边再引用；若要原样保留，设置 `images: {remote: keep}`",
	},
	"image-remote-kept": {
		en: "the image %[1]s is on another server: readers will not see it", enHint: "save it beside the article and refer to the file",
		zh: "图片 %[1]s 在外部服务器上，读者将看不到", zhHint: "请把图片保存到文章旁边再引用",
	},
	"cover-remote": {
		en: "the cover %[1]s is on another server", enHint: "save it in the site and refer to the file",
		zh: "封面 %[1]s 在外部服务器上", zhHint: "请把封面保存到项目里再引用",
	},
	"cover-none": {
		en: "it has no cover, and no local image to take as one", enHint: "add `cover: path/to/image.png`, or set `defaults.cover` in mpsync.yaml",
		zh: "没有封面，正文里也没有可用作封面的本地图片", zhHint: "加上 `cover: 图片路径`，或在 mpsync.yaml 里设置 `defaults.cover`",
	},
	"image-unreadable": {
		en: "the image %[1]s can't be read", enHint: "check that it is a file inside the site and that you may read it",
		zh: "图片 %[1]s 无法读取", zhHint: "请确认它是项目内的文件，并且有读取权限",
	},
	"link-unpublished": {
		en: "links to articles of this site that have no public address yet are written as text: %[1]d",
		zh: "有 %[1]d 处指向本项目文章的链接只保留文字：那些文章还没有公开地址",
	},
	"link-local-file": {
		en: "the link to the file %[1]s is written as text: readers cannot open files of the site", enHint: "link to a web page instead",
		zh: "指向文件 %[1]s 的链接只保留文字：读者打不开项目里的文件", zhHint: "请改为指向网页",
	},
	"link-broken": {
		en: "the link %[1]s leads nowhere; it is written as text", enHint: "mend the path; it is relative to the article, or to the site when it begins with /",
		zh: "链接 %[1]s 没有对应的文件，只保留文字", zhHint: "请修正路径：相对文章所在文件夹，或以 / 开头从项目根算起",
	},
	"title-none": {
		en: "it has no title", enHint: "add `title:` to the front matter, or begin the text with a level-1 heading",
		zh: "没有标题", zhHint: "在 front matter 里加 `title:`，或在正文开头写一级标题",
	},
	"content-empty": {
		en: "it has no content", enHint: "write something, or set `skip: true`",
		zh: "正文是空的", zhHint: "写一些内容，或设置 `skip: true`",
	},
	"content-long": {
		en: "the rendered article has %[1]d characters of HTML; the documented limit is below %[2]d", enHint: "split the article, shorten long code blocks, or set `limits: {content: warn}` to let the account decide",
		zh: "渲染后的 HTML 有 %[1]d 个字符，文档规定须少于 %[2]d", zhHint: "拆分文章或缩短长代码块；若想由账号来判断，设置 `limits: {content: warn}`",
	},
	"content-sent-long": {
		en: "the rendered article has %[1]d characters of HTML, more than the documented limit of below %[2]d; it is sent as it is", enHint: "split it or shorten its code if the account refuses it",
		zh: "渲染后的 HTML 有 %[1]d 个字符，超过文档规定的 %[2]d 个，仍按原样发送", zhHint: "如果账号拒绝，请拆分文章或缩短代码",
	},
	"content-bytes": {
		en: "the rendered article has %[1]d bytes; the API refuses 1 MB and more", enHint: "split the article",
		zh: "渲染后的文章有 %[1]d 字节，接口不接受 1 MB 及以上", zhHint: "请拆分文章",
	},
}

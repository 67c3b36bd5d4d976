package diag

// themeTexts are about themes as files: what they extend, and the theme command.
var themeTexts = map[string]entry{
	"theme-import-selector": {
		en: "%[1]q is left out: no part of an article can have it", enHint: "draw it with the border or background of the part itself; docs/rendering.md lists the parts",
		zh: "%[1]q 未导入：正文里没有对应的部分", zhHint: "可改用该部分自身的边框或背景来表现；各部分见 docs/rendering.zh.md",
	},
	"theme-extends-missing": {
		en: "the theme %[1]q, which this one extends, can't be read", enHint: "name a built-in theme (`mpsync theme list`), or a .css file by its path from this file",
		zh: "无法读取所继承的主题 %[1]q", zhHint: "请写内置主题的名字（见 `mpsync theme list`），或以本文件为起点的 .css 路径",
	},
	"theme-extends-cycle": {
		en: "%[1]q extends itself through this line", enHint: "let one of the themes stand on its own",
		zh: "%[1]q 经由这一行继承了自己", zhHint: "请让其中一个主题不再继承",
	},
	"theme-extends-place": {
		en: "@extends stands too late", enHint: "write it once, before the first rule",
		zh: "@extends 的位置太靠后", zhHint: "请只写一次，放在第一条规则之前",
	},

	"theme-unknown": {
		en: "there is no built-in theme %[1]q", enHint: "the built-in ones are %[2]s",
		zh: "没有名为 %[1]q 的内置主题", zhHint: "内置主题有：%[2]s",
	},
	"theme-needs-name": {en: "name a built-in theme", enHint: "`mpsync theme list` lists them", zh: "请给出内置主题的名字", zhHint: "用 `mpsync theme list` 查看"},
	"theme-needs-file": {en: "name a .css file", enHint: "for example themes/mine.css", zh: "请给出一个 .css 文件", zhHint: "例如 themes/mine.css"},
	"theme-import-nothing": {
		en: "nothing in this file can style an article", enHint: "give the CSS of a theme, not of a web page; docs/rendering.md lists the parts of an article",
		zh: "这个文件里没有可用于正文的样式", zhHint: "请给出排版主题的 CSS，而不是网页的 CSS；正文的各部分见 docs/rendering.zh.md",
	},
	"theme-sound":    {en: "%[1]s is sound.", zh: "%[1]s 没有问题。"},
	"theme-imported": {en: "written: %[1]s (left out: %[2]d)", zh: "已写入：%[1]s（未导入 %[2]d 处）"},

	"theme-about-amber":   {en: "warm: brown ink, marker-pen headings, round boxes in honey and cream", zh: "暖阳：褐色墨，标题如荧光笔划过，蜜色圆角，适合生活与随想"},
	"theme-about-default": {en: "ink on paper with one terracotta accent, for any article", zh: "默认：纸墨底色，一点赭红，适合各类文章"},
	"theme-about-letter":  {en: "newsletter: small and compact, a green rule above every piece", zh: "简报：字小而紧凑，每节以绿线开头，适合周报与资讯"},
	"theme-about-manual":  {en: "technical: blue bars, framed code, ruled tables, for instructions and reference", zh: "手册：蓝色标题条，代码加框，表格画线，适合教程与参考资料"},
	"theme-about-night":   {en: "dark code: code on a dark ground as in an editor, indigo accent", zh: "夜码：深色代码块，靛蓝点缀，适合编程文章"},
	"theme-about-plain":   {en: "plain: larger letters, wide lines, no boxes, for long reading", zh: "素净：字大行宽，不用色块，适合长文阅读"},
	"theme-about-serif":   {en: "editorial: the letters of books, centred headings between fine rules, wine red", zh: "书刊：宋体，标题居中夹于细线之间，酒红点缀，适合评论与随笔"},

	"cmd-theme": {en: "List, show, check and import themes", zh: "查看、检查和导入主题"},
	"cmd-theme-long": {
		en: "A theme is one CSS file that decides how articles look. Name a built-in one or a\nfile of yours as `theme:` in mpsync.yaml or in an article's front matter.",
		zh: "主题是一个决定文章样式的 CSS 文件。在 mpsync.yaml 或文章的 front matter 里\n用 `theme:` 写内置主题的名字或自己的文件。",
	},
	"cmd-theme-list": {en: "List the built-in themes", zh: "列出内置主题"},
	"cmd-theme-show": {en: "Print the CSS of a built-in theme", zh: "输出内置主题的 CSS"},
	"cmd-theme-show-long": {
		en: "Print the CSS of a built-in theme, as a start for your own. A theme that begins with\n@extends says only what differs from the one named there.",
		zh: "输出内置主题的 CSS，可作为自己主题的起点。以 @extends 开头的主题只写与所继承主题\n不同的部分。",
	},
	"cmd-theme-check": {en: "Check a theme file", zh: "检查主题文件"},
	"cmd-theme-check-long": {
		en: "List what is wrong in a theme file and in those that it extends: selectors that match\nnothing, declarations that WeChat drops, unknown variables. Exits 1 when the theme\ncan't be used.",
		zh: "列出主题文件及其所继承文件里的问题：匹配不到的选择器、会被微信丢弃的声明、\n没有定义的变量。主题无法使用时退出码为 1。",
	},
	"cmd-theme-import": {en: "Make a theme of CSS written for mdnice, doocs or wenyan", zh: "导入为 mdnice、doocs、文颜编写的 CSS"},
	"cmd-theme-import-long": {
		en: "Turn CSS written for the editors mdnice, doocs or wenyan into a theme, and list with\nline and column what was left out. What the CSS does not say is as in the default theme.",
		zh: "把为 mdnice、doocs、文颜等编辑器编写的 CSS 转换成主题，并逐条列出未导入的内容及其\n行列号。CSS 没有写到的部分与默认主题相同。",
	},
	"flag-theme-output": {en: "file to write to, - for stdout", zh: "输出文件，- 表示标准输出"},
}

package diag

var renderTexts = map[string]entry{
	// Themes.
	"theme-syntax": {
		en:     "this is not CSS that can be read",
		enHint: "write: selector { property: value; }",
		zh:     "这里的 CSS 写法无法识别",
		zhHint: "格式为：选择器 { 属性: 值; }",
	},
	"theme-at-rule": {
		en:     "%[1]s has no effect: an article has inline styles only",
		enHint: "remove it; the screen of a phone is the only one there is",
		zh:     "%[1]s 不起作用：正文里只能有行内样式",
		zhHint: "请删去；读者的屏幕只有手机一种",
	},
	"theme-selector": {
		en:     "no part of an article matches %[1]q",
		enHint: "use elements and classes from docs/rendering.md, joined by spaces or >; no pseudo-classes, ids or attributes",
		zh:     "选择器 %[1]q 在正文里匹配不到任何部分",
		zhHint: "请使用 docs/rendering.md 列出的元素和类名，以空格或 > 组合；不支持伪类、id 和属性选择器",
	},
	"theme-property": {
		en:     "WeChat drops \"%[1]s: %[2]s\"",
		enHint: "see docs/rendering.md for the properties that survive; calc() works with constants of one unit",
		zh:     "微信会丢弃 \"%[1]s: %[2]s\"",
		zhHint: "可用的属性见 docs/rendering.md；calc() 只能用于单位相同的常量",
	},
	"theme-variable": {
		en:     "%[1]s has no value",
		enHint: "define it in :root { … }, or give a fallback: var(%[1]s, value)",
		zh:     "%[1]s 没有定义",
		zhHint: "请在 :root { … } 中定义，或写上备用值：var(%[1]s, 值)",
	},

	// Texts that are written into articles.
	"render-references": {en: "References", zh: "参考链接"},
	"render-footnotes":  {en: "Notes", zh: "注释"},
	"render-colon":      {en: ": ", zh: "："},
	"render-no-image":   {en: "[image: %[1]s]", zh: "［图片：%[1]s］"},

	// Findings in an article.
	"render-link-scheme": {
		en:     "a %[1]s: link is removed, its text kept",
		enHint: "link to an http or https address",
		zh:     "%[1]s: 链接已移除，文字保留",
		zhHint: "请改用 http 或 https 地址",
	},
}

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
		enHint: "use elements and classes from docs/rendering.md, joined by spaces or >; for CSS of another editor run `mpsync theme import`",
		zh:     "选择器 %[1]q 在正文里匹配不到任何部分",
		zhHint: "请使用 docs/rendering.zh.md 列出的元素和类名，以空格或 > 组合；其他编辑器的 CSS 请用 `mpsync theme import` 转换",
	},
	"theme-property": {
		en:     "WeChat drops \"%[1]s: %[2]s\"",
		enHint: "see docs/rendering.md for the properties that survive; calc() works with constants of one unit",
		zh:     "微信会丢弃 \"%[1]s: %[2]s\"",
		zhHint: "可用的属性见 docs/rendering.zh.md；calc() 只能用于单位相同的常量",
	},
	"theme-variable": {
		en:     "%[1]s has no value",
		enHint: "define it in :root { … }, or give a fallback: var(%[1]s, value)",
		zh:     "%[1]s 没有定义",
		zhHint: "请在 :root { … } 中定义，或写上备用值：var(%[1]s, 值)",
	},

	// Texts that are written into articles.
	"render-references":      {en: "References", zh: "参考链接"},
	"render-footnotes":       {en: "Notes", zh: "注释"},
	"render-toc":             {en: "Contents", zh: "目录"},
	"render-alert-note":      {en: "Note", zh: "提示"},
	"render-alert-tip":       {en: "Tip", zh: "技巧"},
	"render-alert-important": {en: "Important", zh: "重要"},
	"render-alert-warning":   {en: "Warning", zh: "注意"},
	"render-alert-caution":   {en: "Caution", zh: "警告"},
	"render-colon":           {en: ": ", zh: "："},
	"render-no-image":        {en: "[image: %[1]s]", zh: "［图片：%[1]s］"},

	// Findings in an article.
	"render-link-scheme": {
		en:     "a %[1]s: address is removed, the text kept",
		enHint: "use a path in the site, or an http or https address",
		zh:     "%[1]s: 开头的地址已移除，文字保留",
		zhHint: "请改用项目内的路径，或 http、https 地址",
	},
	"render-html-element": {
		en:     "<%[1]s> is removed: WeChat does not keep it",
		enHint: "put a picture or a link in its place",
		zh:     "<%[1]s> 已移除：微信不保留这个标签",
		zhHint: "请换成图片或链接",
	},
	"render-html-attribute": {
		en:     "removed from <%[2]s>, since WeChat drops it: %[1]s",
		enHint: "delete it, or say the same in a style that survives (docs/rendering.md)",
		zh:     "<%[2]s> 上的 %[1]s 已移除：微信不保留",
		zhHint: "请删去，或改用可以保留的 style（见 docs/rendering.zh.md）",
	},
	"render-html-literal": {
		en:     "%[1]s is not an HTML element and is shown as text",
		enHint: "write it between backticks: `%[1]s`",
		zh:     "%[1]s 不是 HTML 标签，已按文字显示",
		zhHint: "请放进反引号：`%[1]s`",
	},
	"render-html-balance": {
		en:     "<%[1]s> and </%[1]s> do not match here; the page is mended",
		enHint: "close the element in the paragraph or block that opens it",
		zh:     "这里的 <%[1]s> 与 </%[1]s> 不配对，已自动补齐",
		zhHint: "请在同一段落或同一块内闭合该标签",
	},
	"render-miniprogram": {
		en:     "the mini-program lacks %[1]s",
		enHint: "a link is [text](miniprogram:APPID/PATH); a card gives appid, path, title and image, one \"name: value\" a line",
		zh:     "小程序缺少 %[1]s",
		zhHint: "链接写作 [文字](miniprogram:APPID/PATH)；卡片需逐行写明 appid、path、title、image",
	},
	"render-container": {
		en:     "no container is called %[1]q; its content is kept",
		enHint: "use note, tip, important, warning, caution or details",
		zh:     "没有名为 %[1]q 的容器，内容已保留",
		zhHint: "可用的有 note、tip、important、warning、caution、details",
	},
	"render-shortcode": {
		en:     "%[1]s belongs to another tool and is shown as text",
		enHint: "replace it by Markdown, such as an image, a link or a code block; delete what readers shall not see",
		zh:     "%[1]s 是其他工具的短代码，已按文字显示",
		zhHint: "请改写成 Markdown（图片、链接、代码块等）；不想让读者看到的请删去",
	},
}

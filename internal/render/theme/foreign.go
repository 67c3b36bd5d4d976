package theme

// root stands for the element around a whole article, which other tools name in
// every selector.
const root = ":root"

// foreignNames are the selectors of other tools, in our words.
var foreignNames = map[string]string{
	// The article.
	":root": root, "html": root, "body": root, "section": root, "article": root, "container": root, ".container": root,
	"#nice": root, "section#nice": root, "#wenyan": root, "section#wenyan": root, "#output": root, "#write": root,
	".markdown-body": root, ".rich_media_content": root, "#js_content": root,

	// Text.
	"b": "strong", "i": "em", "s": "del", "strike": "del", "ins": "u", "link": "a", "wx_link": "a",
	"codespan": "code", ".codespan": "code", "p_code": "p code", "listitem": "li",

	// Blocks.
	".multiquote-1": "blockquote", "blockquote.multiquote-1": "blockquote", "blockquote_p": "blockquote p",
	"pre": ".code", "pre.custom": ".code", "pre.hljs": ".code", "pre.code__pre": ".code", ".hljs.code__pre": ".code", ".code__pre": ".code",
	"code_pre": ".code", ".hljs": ".code", "code.hljs": ".code-text", "code_text": ".code-text", ".mac-sign": ".code-bar",
	"figure": ".figure", "figcaption": ".caption", "image": "img", "image_org": "img", ".table-container": ".table",
	"tr:nth-child(2n)": ".tr-even", "tr:nth-child(even)": ".tr-even",

	// Alerts.
	".markdown-alert": ".alert", ".markdown-alert-title": ".alert-title",
	".markdown-alert-note": ".alert-note", ".markdown-alert-tip": ".alert-tip", ".markdown-alert-important": ".alert-important",
	".markdown-alert-warning": ".alert-warning", ".markdown-alert-caution": ".alert-caution",
	".blockquote-note": ".alert-note", ".blockquote-tip": ".alert-tip", ".blockquote-important": ".alert-important",
	".blockquote-warning": ".alert-warning", ".blockquote-caution": ".alert-caution",
	".alert-title-note": ".alert-note .alert-title", ".alert-title-tip": ".alert-tip .alert-title",
	".alert-title-important": ".alert-important .alert-title", ".alert-title-warning": ".alert-warning .alert-title",
	".alert-title-caution": ".alert-caution .alert-title",

	// Notes.
	".footnotes": ".notes", "#footnotes": ".notes", "footnotes": ".notes", ".footnotes-sep": ".notes-title",
	".footnote-item": ".note", ".footnote": ".note", "footnote": ".note", ".footnote-ref": ".mark-link",
}

// hljs are the kinds of words of highlight.js, in our words.
var hljs = map[string]string{
	"comment": ".hl-comment", "quote": ".hl-comment", "keyword": ".hl-keyword", "selector-tag": ".hl-keyword",
	"type": ".hl-type", "class": ".hl-type", "title": ".hl-function", "function": ".hl-function",
	"built_in": ".hl-builtin", "variable": ".hl-variable", "template-variable": ".hl-variable",
	"literal": ".hl-constant", "symbol": ".hl-constant", "number": ".hl-number", "string": ".hl-string", "regexp": ".hl-string",
	"subst": ".hl-escape", "operator": ".hl-operator", "punctuation": ".hl-punctuation", "tag": ".hl-tag", "name": ".hl-tag",
	"attr": ".hl-attribute", "attribute": ".hl-attribute", "property": ".hl-attribute", "meta": ".hl-meta",
	"section": ".hl-heading", "addition": ".hl-inserted", "deletion": ".hl-deleted",
}

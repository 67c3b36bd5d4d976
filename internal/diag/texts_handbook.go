package diag

// handbookTexts are about docs, and the words of its pages.
var handbookTexts = map[string]entry{
	"cmd-docs": {en: "Read the documentation in the browser", zh: "在浏览器里阅读文档"},
	"cmd-docs-long": {
		en: "Serve the documentation of this very version on this machine, in English and Chinese, with a search. It makes no call over the network and needs no site.",
		zh: "在本机打开与当前版本一致的文档，中英文俱全，可以搜索。不访问网络，也不需要先有项目。",
	},
	"flag-docs-addr": {en: "address to serve the pages on", zh: "网页的监听地址"},
	"flag-docs-open": {en: "open the pages in the browser", zh: "在浏览器中打开"},
	"docs-serves":    {en: "The documentation is at %[1]s. Stop it with Ctrl-C.", zh: "文档在 %[1]s，按 Ctrl-C 停止。"},
	"docs-not-local": {en: "%[1]s can be reached from other machines", enHint: "choose an address such as 127.0.0.1:8607", zh: "%[1]s 可被其他机器访问", zhHint: "请使用 127.0.0.1:8607 这样的地址"},

	"faq-code":           {en: "errcode", zh: "错误码"},
	"faq-finding":        {en: "code", zh: "代号"},
	"faq-said":           {en: "mpsync says", zh: "mpsync 的说法"},
	"faq-do":             {en: "what to do", zh: "怎么办"},
	"faq-codes":          {en: "Error codes of WeChat", zh: "微信的错误码"},
	"faq-codes-about":    {en: "The number that stands in a message of mpsync, or in an answer of the API.", zh: "mpsync 的提示里或接口答复里的数字。"},
	"faq-findings":       {en: "Findings of mpsync", zh: "mpsync 的提示"},
	"faq-findings-about": {en: "The word in brackets at the end of a finding, such as `[path-missing]`. … stands for names and numbers of your case.", zh: "提示末尾方括号里的代号，例如 `[path-missing]`。… 代表具体的名称或数字。"},

	"handbook-brand":        {en: "mpsync", zh: "mpsync 文档"},
	"handbook-search":       {en: "Search", zh: "搜索"},
	"handbook-pages":        {en: "Pages", zh: "目录"},
	"handbook-parts":        {en: "On this page", zh: "本页内容"},
	"handbook-found":        {en: "Pages with “%[1]s”", zh: "含“%[1]s”的页面"},
	"handbook-nothing":      {en: "No page holds all of these words.", zh: "没有页面同时含有这些词。"},
	"handbook-english-only": {en: "This page exists in English.", zh: "本页目前只有英文。"},
	"handbook-previous":     {en: "Before", zh: "上一页"},
	"handbook-next":         {en: "Next", zh: "下一页"},
}

package diag

// The forms of a file are found wrong alike in front matter and in YAML files.
var (
	wrongSyntax = entry{
		en: "this is not valid %[1]s", enHint: "look at this line and the one before it; a text with special characters wants quotes around it",
		zh: "这里不是合法的 %[1]s", zhHint: "请检查这一行和上一行；含特殊字符的文字要加引号",
	}
	wrongQuote = entry{
		en: "the quotes of this value do not pair", enHint: "close the quote at the end of the value, or put 'single quotes' around a text that holds double ones",
		zh: "这个值的引号不成对", zhHint: "请在值的末尾补上引号；文字里有双引号时，外面改用单引号",
	}
	wrongColon = entry{
		en: "a value that holds a colon and a space needs quotes", enHint: `write it as key: "value"`,
		zh: "值里有冒号加空格，需要加引号", zhHint: `请写成 key: "值" 的形式`,
	}
	wrongTab = entry{
		en: "a tab stands where YAML wants spaces", enHint: "replace the tab by spaces",
		zh: "这里用了制表符，YAML 只接受空格", zhHint: "请把制表符换成空格",
	}
	twice = entry{
		en: "the key %[1]s stands twice, first in line %[2]d", enHint: "remove one of the two",
		zh: "%[1]s 出现了两次，第一次在第 %[2]d 行", zhHint: "请删去其中一个",
	}
)

var siteTexts = map[string]entry{
	"front-matter-syntax":        wrongSyntax,
	"front-matter-quote":         wrongQuote,
	"front-matter-colon":         wrongColon,
	"front-matter-tab":           wrongTab,
	"front-matter-duplicate-key": twice,
	"front-matter-not-mapping": {
		en: "the front matter is not a list of keys and values", enHint: `write lines such as title: "…"; a rule at the top of a text is written ***`,
		zh: "文件开头的 front matter 不是「键: 值」的形式", zhHint: `请写成 title: "…" 这样的行；如果只是想画分隔线，请改用 ***`,
	},
	"front-matter-unclosed": {
		en: "the front matter that begins here is never closed", enHint: "add a line %[1]s after its last key; a rule at the top of a text is written ***",
		zh: "从这里开始的 front matter 没有结束", zhHint: "请在最后一个键之后另起一行写 %[1]s；如果只是想画分隔线，请改用 ***",
	},
	"front-matter-api-cannot": {
		en: "%[1]s cannot be set by the API", enHint: "write it as `console: {%[1]s: …}`: then it is listed as left to do in the console (mp.weixin.qq.com) until it is done",
		zh: "公众号接口不能设置 %[1]s", zhHint: "请写成 `console: {%[1]s: …}`：会列入后台待办，提醒你到公众平台（mp.weixin.qq.com）完成",
	},
	"front-matter-alias-ignored": {
		en: "%[1]s is not a text, so it is not used as %[2]s", enHint: "write %[2]s: with the value that you want",
		zh: "%[1]s 不是文字，没有当作 %[2]s 使用", zhHint: "请用 %[2]s: 写出想要的值",
	},
	"yaml-syntax":        wrongSyntax,
	"yaml-quote":         wrongQuote,
	"yaml-colon":         wrongColon,
	"yaml-tab":           wrongTab,
	"yaml-duplicate-key": twice,
	"yaml-variable": {
		en: "${NAME} between { and } needs quotes", enHint: `write "${NAME}", or put every key on a line of its own`,
		zh: "写在 { 和 } 之间的 ${NAME} 需要加引号", zhHint: `请写成 "${NAME}"，或让每个键各占一行`,
	},
	"yaml-not-mapping": {
		en: "this file is not a list of keys and values", enHint: "write lines such as key: value",
		zh: "这个文件不是「键: 值」的形式", zhHint: "请写成 key: value 这样的行",
	},
	"did-you-mean": {
		en: "unknown key %[1]s; did you mean %[2]s?", enHint: "write %[2]s if that is what you mean",
		zh: "不认识 %[1]s，是不是想写 %[2]s？", zhHint: "如果是，请改成 %[2]s",
	},
	"unknown-key": {
		en: "unknown key %[1]s", enHint: "remove it; known here are: %[2]s",
		zh: "不认识 %[1]s", zhHint: "请删去它；这里可用的有：%[2]s",
	},
	"value-not-text": {
		en: "%[1]s must be a text", enHint: `write it as %[1]s: "…"`,
		zh: "%[1]s 应当是一段文字", zhHint: `请写成 %[1]s: "…"`,
	},
	"value-not-bool": {
		en: "%[1]s must be true or false", enHint: "write true or false without quotes",
		zh: "%[1]s 应当是 true 或 false", zhHint: "请写 true 或 false，不加引号",
	},
	"value-not-number": {
		en: "%[1]s must be a whole number", enHint: "write digits only",
		zh: "%[1]s 应当是整数", zhHint: "请只写数字",
	},
	"value-not-choice": {
		en: "%[1]s has a value that it cannot have", enHint: "write one of: %[2]s",
		zh: "%[1]s 的值不可用", zhHint: "请从这些值里选一个：%[2]s",
	},
	"value-not-table": {
		en: "%[1]s must hold keys of its own", enHint: "write its keys below it, indented by two spaces",
		zh: "%[1]s 下面应当是若干个键", zhHint: "请在它下面另起一行，缩进两格写出各个键",
	},
	"env-unset": {
		en: "the environment variable %[1]s is not set", enHint: "set it, for example: export %[1]s=…",
		zh: "环境变量 %[1]s 没有设置", zhHint: "请先设置，例如：export %[1]s=…",
	},
	"secret-in-plain": {
		en: "the secret stands in this file for everyone who can read it", enHint: "write secret: ${WECHAT_SECRET}, set the variable, and reset the secret in the console if this file was ever shared",
		zh: "AppSecret 直接写在了文件里，能看到文件的人都能看到它", zhHint: "请改写成 secret: ${WECHAT_SECRET} 并设置这个环境变量；如果文件曾给别人看过，请到公众平台重置 AppSecret",
	},
	"api-not-web": {
		en: "api must be an http or https address", enHint: "write it as https://host/",
		zh: "api 应当是 http 或 https 地址", zhHint: "请写成 https://域名/ 的形式",
	},
	"account-and-accounts": {
		en: "account and accounts stand side by side", enHint: "move what stands below account into accounts, under a name of its own",
		zh: "account 和 accounts 不能同时出现", zhHint: "请把 account 下的内容移到 accounts 里，另取一个名字",
	},
	"account-single": {
		en: "there is no account %[1]s: this site has only one account", enHint: "leave --account away, or list several under accounts:",
		zh: "没有名为 %[1]s 的账号：这个项目只有一个账号", zhHint: "请去掉 --account，或在 accounts: 下列出多个账号",
	},
	"account-not-chosen": {
		en: "this site has several accounts and none is chosen", enHint: "add --account NAME with one of: %[1]s",
		zh: "这个项目有多个账号，还没有选择用哪一个", zhHint: "请加上 --account 名称，可选：%[1]s",
	},
	"account-unknown": {
		en: "there is no account %[1]s", enHint: "use one of: %[2]s",
		zh: "没有名为 %[1]s 的账号", zhHint: "可选的账号：%[2]s",
	},
	"account-name": {
		en: "the account name %[1]q holds characters that a file name should not", enHint: "use letters, digits, dots, hyphens and underscores",
		zh: "账号名 %[1]q 含有不宜用于文件名的字符", zhHint: "请只用文字、数字、点、连字符和下划线",
	},
	"glob-invalid": {
		en: "%[1]s is not a valid pattern", enHint: "write it like articles/**/*.md and close every [ and {",
		zh: "%[1]s 不是合法的匹配模式", zhHint: "请写成 articles/**/*.md 这样的形式，[ 和 { 要成对",
	},
	"glob-escapes": {
		en: "%[1]s leads out of the site", enHint: "move the articles below the folder of mpsync.yaml",
		zh: "%[1]s 指向项目之外", zhHint: "请把文章放到 mpsync.yaml 所在的文件夹里",
	},
	"glob-empty": {
		en: "no article matches %[1]s", enHint: "check the path; articles end in .md or .markdown",
		zh: "没有文章与 %[1]s 匹配", zhHint: "请检查路径；文章的扩展名是 .md 或 .markdown",
	},
	"file-not-permitted": {
		en: "this file may not be read", enHint: "give yourself the right to read it, for example with chmod u+r",
		zh: "没有权限读取这个文件", zhHint: "请给自己加上读权限，例如 chmod u+r",
	},
	"article-changed": {
		en: "this file changed while mpsync was at work", enHint: "run the command again",
		zh: "处理过程中这个文件被修改了", zhHint: "请重新执行命令",
	},
	"file-unreadable": {
		en: "this file cannot be read", enHint: "check that it is still there and that its disk works",
		zh: "读不出这个文件", zhHint: "请检查文件是否还在、磁盘是否正常",
	},
	"folder-unreadable": {
		en: "this folder cannot be read, so nothing in it is looked at", enHint: "give yourself the right to read it, for example with chmod u+rx",
		zh: "读不出这个文件夹，里面的内容都没有检查", zhHint: "请给自己加上读权限，例如 chmod u+rx",
	},
	"not-utf8": {
		en: "the file is not UTF-8 from here on", enHint: "save it as UTF-8 in your editor; older Chinese files are often GBK",
		zh: "文件从这里开始不是 UTF-8 编码", zhHint: "请在编辑器里另存为 UTF-8；较早的中文文件往往是 GBK 编码",
	},
	"symlink-escapes": {
		en: "this symbolic link leads out of the site and is not followed", enHint: "copy what it points to into the site",
		zh: "这个符号链接指向项目之外，不会读取", zhHint: "请把它指向的内容复制到项目里",
	},
	"symlink-folder": {
		en: "this symbolic link leads to a folder and is not followed", enHint: "name the folder itself in articles:",
		zh: "这个符号链接指向文件夹，不会进入", zhHint: "请在 articles: 里写真正的文件夹",
	},
	"title-too-long": {
		en: "the title has %[1]d characters, at most %[2]d are allowed", enHint: "shorten it",
		zh: "标题有 %[1]d 个字，最多 %[2]d 个", zhHint: "请缩短标题",
	},
	"title-risky": {
		en: "the title has %[1]d characters; drafts allow only %[2]d", enHint: "shorten it to be safe with every account",
		zh: "标题有 %[1]d 个字，草稿箱最多 %[2]d 个", zhHint: "建议缩短，这样在任何账号上都能用",
	},
	"author-too-long": {
		en: "the author has %[1]d characters, at most %[2]d are allowed", enHint: "shorten it",
		zh: "作者有 %[1]d 个字，最多 %[2]d 个", zhHint: "请缩短作者名",
	},
	"author-risky": {
		en: "the author has %[1]d characters; more than %[2]d are refused by some accounts", enHint: "shorten it to be safe with every account",
		zh: "作者有 %[1]d 个字，部分账号最多允许 %[2]d 个", zhHint: "建议缩短，这样在任何账号上都能用",
	},
	"digest-too-long": {
		en: "the digest has %[1]d characters, at most %[2]d are allowed", enHint: "shorten it, or remove it to have one cut from the text",
		zh: "摘要有 %[1]d 个字，最多 %[2]d 个", zhHint: "请缩短，或删去后由正文自动截取",
	},
	"digest-cut": {
		en: "%[1]s has %[2]d characters and is cut to %[3]d as digest", enHint: "write a shorter digest: to choose the words yourself",
		zh: "%[1]s 有 %[2]d 个字，用作摘要时截到 %[3]d 个", zhHint: "想自己定稿，请另写一个较短的 digest:",
	},
	"source-url-too-long": {
		en: "source_url has %[1]d bytes, at most %[2]d are allowed", enHint: "use a shorter address",
		zh: "阅读原文的链接有 %[1]d 字节，最多 %[2]d 字节", zhHint: "请换用较短的链接",
	},
	"source-url-not-web": {
		en: "%[1]s must be an http or https address", enHint: "write it as https://host/path",
		zh: "%[1]s 应当是 http 或 https 链接", zhHint: "请写成 https://域名/路径 的形式",
	},
	"cover-missing": {
		en: "there is no cover %[1]s", enHint: "check the path: it is relative to this file, or begins with / at the site's root",
		zh: "找不到封面 %[1]s", zhHint: "请检查路径：相对于本文件，或以 / 开头从项目根目录算起",
	},
	"cover-escapes": {
		en: "the cover %[1]s is outside the site", enHint: "copy the image into the site",
		zh: "封面 %[1]s 在项目之外", zhHint: "请把图片复制到项目里",
	},
	"cover-folder": {
		en: "the cover %[1]s is a folder", enHint: "name an image in it",
		zh: "封面 %[1]s 是一个文件夹", zhHint: "请写出其中的图片文件",
	},
	"cover-elsewhere": {
		en: "the cover is neither a file of the site nor an http or https address", enHint: "save the image in the site and name the file",
		zh: "封面既不是项目里的文件，也不是 http 或 https 链接", zhHint: "请把图片存到项目里，写出文件名",
	},
	"cover-alias-missing": {
		en: "%[1]s names %[2]s, which is not in the site; it is not used as cover", enHint: "write cover: with an image of the site to choose one",
		zh: "%[1]s 写的 %[2]s 不在项目里，没有用作封面", zhHint: "想指定封面，请用 cover: 写出项目里的图片",
	},
	"cover-alias-remote": {
		en: "%[1]s is an address on the network, which is not fetched; it is not used as cover", enHint: "write cover: with an image of the site to choose one",
		zh: "%[1]s 是网络图片，不会下载，没有用作封面", zhHint: "想指定封面，请用 cover: 写出项目里的图片",
	},
	"theme-file-missing": {
		en: "there is no theme file %[1]s in the site", enHint: "check the path, or use the name of a built-in theme",
		zh: "项目里没有主题文件 %[1]s", zhHint: "请检查路径，或改用内置主题的名称",
	},
	"draft-means-skip": {
		en: "draft: true leaves this article out; it has nothing to do with the draft box", enHint: "remove the line to send the article",
		zh: "draft: true 表示不发送这篇文章，与草稿箱无关", zhHint: "想发送这篇文章，请删去这一行",
	},
	"id-shape": {
		en: "%[1]q cannot be an id", enHint: "use letters, digits and - _ . with single slashes between parts; no spaces, no slash at either end",
		zh: "%[1]q 不能作为 id", zhHint: "请用文字、数字和 - _ .，各段之间用一个斜杠；不能有空格，首尾不能是斜杠",
	},
	"address-taken": {
		en: "the address %[1]s belongs to several files, also to %[2]s", enHint: "rename a file or give it an id: of its own",
		zh: "地址 %[1]s 同时属于多个文件，另有 %[2]s", zhHint: "请给其中一个文件改名，或写上不同的 id:",
	},
	"message-empty": {
		en: "this message lists no articles", enHint: "write articles: and below it 1 to 8 files, one a line, each after a hyphen",
		zh: "这条图文没有列出文章", zhHint: "请写 articles:，下面每行一个文件，前面加连字符，1 到 8 篇",
	},
	"message-too-many": {
		en: "this message lists %[1]d articles, at most %[2]d are allowed", enHint: "move some to another message",
		zh: "这条图文列了 %[1]d 篇文章，最多 %[2]d 篇", zhHint: "请把一部分移到另一条图文",
	},
	"message-article-missing": {
		en: "there is no article %[1]s", enHint: "check the path: it is relative to this file, or begins with / at the site's root",
		zh: "找不到文章 %[1]s", zhHint: "请检查路径：相对于本文件，或以 / 开头从项目根目录算起",
	},
	"message-article-escapes": {
		en: "%[1]s is outside the site", enHint: "move the article into the site",
		zh: "%[1]s 在项目之外", zhHint: "请把文章移到项目里",
	},
	"message-article-not-matched": {
		en: "%[1]s is there, but articles: in mpsync.yaml does not match it", enHint: "add its folder to articles:",
		zh: "%[1]s 存在，但不在 mpsync.yaml 的 articles: 范围内", zhHint: "请把它所在的文件夹加到 articles:",
	},
	"message-article-skipped": {
		en: "%[1]s is left out by skip or draft, so this message is not complete", enHint: "take it off the list or remove skip: true",
		zh: "%[1]s 标了 skip 或 draft，这条图文不完整", zhHint: "请把它从列表里去掉，或删去 skip: true",
	},
	"message-article-twice": {
		en: "%[1]s already stands in a message, at %[2]s", enHint: "keep it in one of them",
		zh: "%[1]s 已经在一条图文里，见 %[2]s", zhHint: "一篇文章只能放在一处，请删去其中一个",
	},
	"message-left-out": {
		en: "this message is left out because %[1]s is not sound", enHint: "mend that article first",
		zh: "%[1]s 有错误，整条图文都不会发送", zhHint: "请先改好那篇文章",
	},
	"message-file-yml": {
		en: "this file is not read: message files end in .message.yaml", enHint: "rename it",
		zh: "这个文件不会读取：图文文件应以 .message.yaml 结尾", zhHint: "请改名",
	},
	"path-control": {
		en: "the name of this file or of its folder holds a line break or another control character", enHint: "rename it: names are printed, and terminals and code hosts obey such characters",
		zh: "文件名或文件夹名中含有换行等控制字符", zhHint: "请改名：名称会被显示出来，而终端和代码平台会执行这类字符",
	},
	"path-missing": {
		en: "there is no file %[1]s", enHint: "check the path: it is relative to this file, or begins with / at the site's root",
		zh: "找不到文件 %[1]s", zhHint: "请检查路径：相对于本文件，或以 / 开头从项目根目录算起",
	},
	"path-escapes": {
		en: "%[1]s is outside the site", enHint: "copy the file into the site",
		zh: "%[1]s 在项目之外", zhHint: "请把文件复制到项目里",
	},
	"path-folder": {
		en: "%[1]s is a folder", enHint: "name a file in it",
		zh: "%[1]s 是一个文件夹", zhHint: "请写出其中的文件",
	},
	"path-elsewhere": {
		en: "%[1]s is not a file of the site", enHint: "save it in the site and name the file",
		zh: "%[1]s 不是项目里的文件", zhHint: "请存到项目里，写出文件名",
	},
}

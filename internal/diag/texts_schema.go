package diag

// These texts are about the schemas of files and the reference made from them.
var schemaTexts = map[string]entry{
	"cmd-schema": {en: "Print the JSON Schema of a file, for editors", zh: "输出某种文件的 JSON Schema，供编辑器使用"},
	"cmd-schema-long": {
		en: "Print the JSON Schema (draft 2020-12) of a file that you write, so that an editor completes its keys, explains them and marks mistakes. Without NAME, list what there is. Descriptions are in the language of --lang.\n\nYAML files name their schema in a first line: # yaml-language-server: $schema=mpsync.schema.json",
		zh: "输出所写文件的 JSON Schema（draft 2020-12），编辑器可据此补全、解释各个键并标出错误。不写 NAME 则列出全部。说明文字的语言由 --lang 决定。\n\nYAML 文件在第一行指明 schema：# yaml-language-server: $schema=mpsync.schema.json",
	},
	"schema-config":       {en: "the configuration of a site", zh: "项目配置"},
	"schema-front-matter": {en: "what stands at the top of an article", zh: "文章开头的 front matter"},
	"schema-message":      {en: "a message of several articles", zh: "由多篇文章组成的图文"},
	"schema-materials":    {en: "permanent materials", zh: "永久素材"},
	"schema-comments":     {en: "readers' comments", zh: "读者留言"},
	"schema-unknown":      {en: "there is no schema %[1]q", enHint: "it is one of %[2]s", zh: "没有 %[1]q 这种 schema", zhHint: "可用的有 %[2]s"},
	"schema-one":          {en: "one schema at a time", enHint: "for example `mpsync schema config`", zh: "一次只能输出一种 schema", zhHint: "例如 `mpsync schema config`"},

	"schema-key":      {en: "key", zh: "键"},
	"schema-value":    {en: "value", zh: "值"},
	"schema-meaning":  {en: "meaning", zh: "含义"},
	"schema-default":  {en: " Default: ", zh: "默认："},
	"schema-example":  {en: " Example: ", zh: "例如："},
	"schema-any-name": {en: "NAME", zh: "名称"},
	"schema-or":       {en: " or ", zh: " 或 "},
	"schema-string":   {en: "text", zh: "文字"},
	"schema-boolean":  {en: "`true` or `false`", zh: "`true` 或 `false`"},
	"schema-integer":  {en: "number", zh: "整数"},
	"schema-number":   {en: "number", zh: "数字"},
	"schema-array":    {en: "list", zh: "列表"},
	"schema-object":   {en: "table", zh: "表"},

	"schema-config-title": {en: "Configuration", zh: "配置文件"},
	"schema-config-intro": {
		en: "Every key of `mpsync.yaml` and of the other files of a site. `mpsync schema NAME` prints the same for editors; `mpsync init` writes `mpsync.schema.json` beside `mpsync.yaml`, whose first line names it. Renew it with `mpsync schema config > mpsync.schema.json` after an update of mpsync. `${NAME}` in a value of `mpsync.yaml` is a variable of the environment. Where `true` and `false` are taken, `yes`, `no`, `on`, `off`, `1` and `0` are too. A key that mpsync does not know is a warning.",
		zh: "`mpsync.yaml` 和项目里其他文件的全部键。`mpsync schema NAME` 输出同样的内容供编辑器使用；`mpsync init` 会在 `mpsync.yaml` 旁写好 `mpsync.schema.json`，并在 `mpsync.yaml` 第一行指明它。升级 mpsync 后，用 `mpsync schema config > mpsync.schema.json` 更新。`mpsync.yaml` 的值里，`${NAME}` 表示环境变量。凡是写 `true`、`false` 的地方，也可以写 `yes`、`no`、`on`、`off`、`1`、`0`。遇到不认识的键，mpsync 会给出警告。",
	},
	"schema-front-matter-title": {en: "Front matter", zh: "文章的 front matter"},
	"schema-front-matter-intro": {
		en: "Every key that an article can have; `mpsync schema front-matter` prints the same for editors. The API's names (`need_open_comment`, `only_fans_can_comment`, `content_source_url`, `show_cover_pic`, `thumb`) and the usual ones of blogs (`description`, `summary`, `banner`, `image`, `thumbnail`, `draft: true`) are understood too. Paths are relative to the article, or begin with `/` at the site's root.",
		zh: "一篇文章可以写的全部键；`mpsync schema front-matter` 输出同样的内容供编辑器使用。接口里的名称（`need_open_comment`、`only_fans_can_comment`、`content_source_url`、`show_cover_pic`、`thumb`）和博客工具常用的名称（`description`、`summary`、`banner`、`image`、`thumbnail`、`draft: true`）同样有效。路径相对于文章；以 `/` 开头则从项目根目录算起。",
	},
}

package diag

// snippetTexts are about headers and footers of articles.
var snippetTexts = map[string]entry{
	"snippet-changed": {
		en: "the %[1]s changed: %[2]d messages of the account are updated by it", enHint: "to leave an article as it is, set `%[1]s: false` in its front matter",
		zh: "%[1]s（文章的固定页眉或页脚）有改动：账号里有 %[2]d 条图文会因此更新", zhHint: "若某篇文章不需要，在它的 front matter 里写 `%[1]s: false`",
	},
}

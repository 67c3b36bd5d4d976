package diag

// slimTexts are about what makes an article fit.
var slimTexts = map[string]entry{
	"code-plain": {
		en: "its longest code has no colours (%[3]d of %[4]d blocks): with them it would have %[1]d characters of HTML; it has %[2]d", enHint: "split the article or shorten its code to keep them",
		zh: "共 %[4]d 个着色代码块，其中最长的 %[3]d 个不再着色：正文 HTML 由 %[1]d 个字符减为 %[2]d 个", zhHint: "若要保留颜色，请拆分文章或缩短代码",
	},
}

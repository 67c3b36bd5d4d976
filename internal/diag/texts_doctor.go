package diag

// doctorTexts are about what a run depends on.
var doctorTexts = map[string]entry{
	"colon":      {en: ": ", zh: "："},
	"cmd-doctor": {en: "Check everything that a run depends on", zh: "检查运行所依赖的一切"},
	"cmd-doctor-long": {
		en: "Check site, state, credentials, network, clock, token, IP whitelist, permissions, quotas and the programs of this machine, and say what to do about what is not well. Only harmless calls are made; nothing is changed.",
		zh: "检查项目、状态、凭证、网络、时钟、token、IP 白名单、接口权限、额度，以及本机的辅助程序，并说明怎么解决。只调用无害的接口，不做任何修改。",
	},
	"doctor-site":          {en: "site", zh: "项目"},
	"doctor-state":         {en: "state", zh: "状态"},
	"doctor-credentials":   {en: "credentials", zh: "凭证"},
	"doctor-network":       {en: "network", zh: "网络"},
	"doctor-clock":         {en: "clock", zh: "时钟"},
	"doctor-token":         {en: "token", zh: "token"},
	"doctor-library":       {en: "messages live in", zh: "图文保存在"},
	"doctor-limits":        {en: "limits", zh: "限制"},
	"doctor-may-drafts":    {en: "drafts", zh: "草稿箱权限"},
	"doctor-may-materials": {en: "materials", zh: "素材权限"},
	"doctor-may-publish":   {en: "publishing", zh: "发布权限"},
	"doctor-may-comments":  {en: "comments", zh: "留言权限"},
	"doctor-quota":         {en: "quota", zh: "额度"},
	"doctor-chromium":      {en: "Chromium", zh: "Chromium"},
	"doctor-svg":           {en: "SVG tool", zh: "SVG 转换"},
	"doctor-avif":          {en: "AVIF images", zh: "AVIF 图片"},
	"doctor-heic":          {en: "HEIC images", zh: "HEIC 图片"},
	"doctor-git":           {en: "git", zh: "git"},
	"doctor-fonts":         {en: "Chinese fonts", zh: "中文字体"},
	"doctor-math":          {en: "formulas", zh: "公式"},

	"doctor-site-ok":    {en: "%[1]d messages, nothing to complain of", zh: "%[1]d 条图文，没有问题"},
	"doctor-state-ok":   {en: "%[1]d records in %[2]s", zh: "%[2]s 里有 %[1]d 条记录"},
	"doctor-network-ok": {en: "the API answers", zh: "接口可以访问"},
	"doctor-clock-ok":   {en: "in step with the server's", zh: "与服务器一致"},
	"doctor-token-ok":   {en: "the account %[1]s takes calls from this address", zh: "账号 %[1]s 可以从本机地址调用"},
	"doctor-limits-are": {en: "titles of %[1]d characters; %[2]d creates and %[3]d deletes in one run", zh: "标题 %[1]d 字；一次最多新建 %[2]d 条、删除 %[3]d 条"},
	"doctor-may-ok":     {en: "allowed", zh: "有权限"},
	"doctor-quota-ok":   {en: "enough for today", zh: "今天够用"},
	"doctor-tool":       {en: "%[1]s", zh: "%[1]s"},
	"doctor-summary":    {en: "ok %[1]d, warnings %[2]d, failures %[3]d", zh: "正常 %[1]d，警告 %[2]d，失败 %[3]d"},

	"doctor-site-errors": {
		en: "%[1]d errors, %[2]d warnings", enHint: "`mpsync validate` lists them; what has errors is left out, the rest goes on",
		zh: "%[1]d 个错误，%[2]d 个警告", zhHint: "用 `mpsync validate` 查看；有错误的不会纳入，其余照常",
	},
	"doctor-site-warnings": {
		en: "%[1]d warnings", enHint: "`mpsync validate` lists them",
		zh: "%[1]d 个警告", zhHint: "用 `mpsync validate` 查看",
	},
	"doctor-intents": {
		en: "%[1]d calls of an earlier run have no answer yet", enHint: "`mpsync apply` looks for them first",
		zh: "有 %[1]d 次调用还没有结果", zhHint: "执行 `mpsync apply`，会先去确认",
	},
	"doctor-unreachable": {
		en: "the API can't be reached", enHint: "check the network connection, a proxy (HTTPS_PROXY), and `api:` in mpsync.yaml if it is set",
		zh: "接口无法访问", zhHint: "请检查网络、代理（HTTPS_PROXY）以及 mpsync.yaml 里的 `api:`（如有）",
	},
	"doctor-clock-off": {
		en: "this machine's clock is off by %[1]s", enHint: "set it by a time server; tokens and the search for lost calls depend on it",
		zh: "本机时钟相差 %[1]s", zhHint: "请与时间服务器同步；token 和确认调用结果都依赖时钟",
	},
	"doctor-quota-low": {
		en: "%[1]s has only %[2]d calls left today", enHint: "what does not fit is put off until tomorrow",
		zh: "%[1]s 今天只剩 %[2]d 次", zhHint: "放不下的会顺延到明天",
	},
	"doctor-no-chromium": {
		en: "not found", enHint: "only diagrams need it: install chromium, or Chrome",
		zh: "没有找到", zhHint: "只有图表需要：安装 chromium 或 Chrome",
	},
	"doctor-no-svg": {
		en: "not found", enHint: "only SVG images need one: install librsvg2-bin (rsvg-convert), resvg or chromium",
		zh: "没有找到", zhHint: "只有 SVG 图片需要：安装 librsvg2-bin（rsvg-convert）、resvg 或 chromium",
	},
	"doctor-no-avif": {
		en: "no program opens them", enHint: "only AVIF images need one (heif-dec, heif-convert, avifdec, sips, magick or chromium): `apt install libheif-examples`, `brew install libheif`, `winget install ImageMagick.ImageMagick`",
		zh: "没有能打开的程序", zhHint: "只有 AVIF 图片需要（heif-dec、heif-convert、avifdec、sips、magick 或 chromium）：`apt install libheif-examples`、`brew install libheif`、`winget install ImageMagick.ImageMagick`",
	},
	"doctor-no-heic": {
		en: "no program opens them", enHint: "only HEIC images need one (heif-dec, heif-convert, sips or magick): `apt install libheif-examples`, `brew install libheif`, `winget install ImageMagick.ImageMagick`",
		zh: "没有能打开的程序", zhHint: "只有 HEIC 图片需要（heif-dec、heif-convert、sips 或 magick）：`apt install libheif-examples`、`brew install libheif`、`winget install ImageMagick.ImageMagick`",
	},
	"doctor-found": {en: "found", zh: "已找到"},
	"doctor-no-math": {
		en: "not installed", enHint: "only formulas need it: `mpsync math install`",
		zh: "没有安装", zhHint: "只有公式需要：`mpsync math install`",
	},
	"doctor-no-fonts": {
		en: "not found", enHint: "only `cover: auto` needs one: install fonts-noto-cjk",
		zh: "没有找到", zhHint: "只有 `cover: auto` 需要：安装 fonts-noto-cjk",
	},
	"doctor-no-git": {
		en: "not found", enHint: "only --changed-since and a state kept in git need it",
		zh: "没有找到", zhHint: "只有 --changed-since 和保存在 git 里的状态需要",
	},
}

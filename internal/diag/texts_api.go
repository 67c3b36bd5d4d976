package diag

// Arguments of every text here: 1 the call, 2 the errcode, 3 WeChat's message
// with its request id, 4 the IP address where WeChat names one.
var apiTexts = map[string]entry{
	"api-ip": {
		en: "WeChat refuses calls from this machine's IP address %[4]s", enHint: "add it at developers.weixin.qq.com/platform: your account, basic information, development information, API IP whitelist (API IP 白名单); wait 5 to 10 minutes until that takes effect, then run the command again",
		zh: "微信拒绝来自本机 IP 地址 %[4]s 的调用", zhHint: "请登录微信开发者平台（developers.weixin.qq.com/platform），在“我的业务 › 公众号或服务号 › 基础信息 › 开发信息”里把它加入 API IP 白名单；等 5～10 分钟生效后再运行",
	},
	"api-ip-unnamed": {
		en: "WeChat refuses calls from this machine's IP address: %[3]s", enHint: "find the address that this machine shows to the outside and add it at developers.weixin.qq.com/platform: your account, basic information, development information, API IP whitelist (API IP 白名单); wait 5 to 10 minutes until that takes effect, then run the command again",
		zh: "微信拒绝来自本机 IP 地址的调用：%[3]s", zhHint: "请查明本机的出口 IP，登录微信开发者平台（developers.weixin.qq.com/platform），在“我的业务 › 公众号或服务号 › 基础信息 › 开发信息”里把它加入 API IP 白名单；等 5～10 分钟生效后再运行",
	},
	"api-interrupted": {
		en: "the call %[1]s was interrupted", enHint: "run the command again: what the call did is looked for first",
		zh: "调用 %[1]s 时被中断", zhHint: "请重新运行：会先确认这次调用的结果",
	},
	"api-ip-confirm": {
		en: "WeChat wants an administrator of the account to allow calls from this machine: %[2]d %[3]s", enHint: "the administrator confirms in WeChat; after a refusal, wait an hour (89507) or a day (89506), then run the command again",
		zh: "微信要求公众号管理员确认本机的调用：%[2]d %[3]s", zhHint: "请管理员在微信里确认；如已被拒绝，需等 1 小时（89507）或 24 小时（89506）再运行",
	},
	"api-secret": {
		en: "WeChat refuses the AppSecret: %[2]d %[3]s", enHint: "check `secret:` under `account:` and the environment variable it names; a reset AppSecret is shown only once, so it may have to be reset again at developers.weixin.qq.com/platform",
		zh: "微信不接受这个 AppSecret：%[2]d %[3]s", zhHint: "请检查 `account:` 下的 `secret:` 及它引用的环境变量；AppSecret 只在重置时显示一次，必要时到微信开发者平台（developers.weixin.qq.com/platform）重新重置",
	},
	"api-secret-missing": {
		en: "there is no AppSecret", enHint: "set `secret:` under `account:`, or the environment variable that it names; or use `token_command:`, or `emulator: legacy` to try without an account",
		zh: "没有 AppSecret", zhHint: "请设置 `account:` 下的 `secret:` 或它引用的环境变量；也可以用 `token_command:`，或用 `emulator: legacy` 在内置模拟账号上试用",
	},
	"api-secret-frozen": {
		en: "the account's AppSecret is frozen", enHint: "unfreeze it at developers.weixin.qq.com/platform and wait 10 minutes",
		zh: "公众号的 AppSecret 已被冻结", zhHint: "请在微信开发者平台（developers.weixin.qq.com/platform）解冻，10 分钟后生效",
	},
	"api-appid": {
		en: "WeChat knows no account with this AppID: %[2]d %[3]s", enHint: "check `appid:` under `account:` and the environment variable it names",
		zh: "微信找不到这个 AppID 对应的账号：%[2]d %[3]s", zhHint: "请检查 `account:` 下的 `appid:` 及它引用的环境变量",
	},
	"api-appid-missing": {
		en: "there is no AppID", enHint: "set `appid:` under `account:`, or the environment variable that it names; or use `emulator: legacy` to try without an account",
		zh: "没有 AppID", zhHint: "请设置 `account:` 下的 `appid:` 或它引用的环境变量；也可以用 `emulator: legacy` 在内置模拟账号上试用",
	},
	"api-account": {
		en: "WeChat lets this account make no calls: %[2]d %[3]s", enHint: "log in at mp.weixin.qq.com and look at the notices about the account",
		zh: "微信不允许这个账号调用接口：%[2]d %[3]s", zhHint: "请登录 mp.weixin.qq.com 查看账号的通知",
	},
	"api-token": {
		en: "WeChat refuses the access token, also a new one: %[2]d %[3]s", enHint: "another program may be fetching tokens for this account; let all of them use stable_token, or take the token from one place with `token_command:`",
		zh: "微信拒绝了 access_token，换新后仍被拒绝：%[2]d %[3]s", zhHint: "可能有别的程序也在为这个账号获取 token；请都改用 stable_token，或用 `token_command:` 从同一处获取",
	},
	"api-token-command": {
		en: "`token_command:` gave no usable access token: %[3]s", enHint: "run the command by hand; it must print a token that WeChat accepts now, and nothing else",
		zh: "`token_command:` 没有给出可用的 access_token：%[3]s", zhHint: "请手动运行该命令；它应当只输出一个当前有效的 token",
	},
	"api-permission": {
		en: "this account may not use %[1]s: %[2]d %[3]s", enHint: "look up the permissions of the account at mp.weixin.qq.com (接口权限); unverified and personal accounts lack some of them",
		zh: "这个账号没有调用 %[1]s 的权限：%[2]d %[3]s", zhHint: "请在 mp.weixin.qq.com 的“接口权限”里查看；未认证的和个人主体的账号缺少部分权限",
	},
	"api-comments": {
		en: "this account may not open comments (need_open_comment)", enHint: "remove the line `comments: open` or `comments: fans` from the article, or from `defaults:` in mpsync.yaml",
		zh: "这个账号没有留言功能（need_open_comment）", zhHint: "请删除文章头部或 mpsync.yaml 的 `defaults:` 里 `comments: open` 或 `comments: fans` 这一行",
	},
	"api-closed": {
		en: "WeChat has closed %[1]s for this account", enHint: "set `library: draft` under `account:`; articles then go to the draft box",
		zh: "微信已对这个账号停用 %[1]s 接口", zhHint: "请在 `account:` 下设置 `library: draft`，文章将写入草稿箱",
	},
	"api-daily": {
		en: "today's calls to %[1]s are used up (%[2]d)", enHint: "run the command again tomorrow: it goes on where it stopped",
		zh: "今天的 %[1]s 调用次数已用完（%[2]d）", zhHint: "请明天再运行，会从中断处继续",
	},
	"api-minute": {
		en: "WeChat keeps asking for fewer calls to %[1]s a minute (%[2]d)", enHint: "wait a few minutes, then run the command again",
		zh: "微信多次提示 %[1]s 每分钟调用过多（%[2]d）", zhHint: "请等几分钟再运行",
	},
	"api-busy": {
		en: "WeChat is busy: %[1]s: %[3]s", enHint: "run the command again later",
		zh: "微信系统繁忙：%[1]s：%[3]s", zhHint: "请稍后再运行",
	},
	"api-network": {
		en: "no usable answer from the API: %[1]s: %[3]s", enHint: "check the network connection, a proxy, and `api:` if it is set, then run the command again",
		zh: "没有收到接口的有效答复：%[1]s：%[3]s", zhHint: "请检查网络、代理以及 `api:` 设置（如有），然后重新运行",
	},
	"api-base": {
		en: "`api:` is not a usable URL", enHint: "write it like https://example.com, without /cgi-bin",
		zh: "`api:` 不是有效的网址", zhHint: "写法如 https://example.com，不含 /cgi-bin",
	},
	"api-path": {
		en: "the server at this address does not know the call %[1]s", enHint: "check `api:` under `account:`; the base URL must not include /cgi-bin",
		zh: "该地址的服务器不认识 %[1]s 这个调用", zhHint: "请检查 `account:` 下的 `api:`；网址不应包含 /cgi-bin",
	},
	"api-media-id": {
		en: "WeChat does not know a media_id in this call: %[1]s: %[2]d %[3]s", enHint: "the message or its cover was probably deleted in the account's console, or belongs to another account; run `mpsync plan --refresh=full`",
		zh: "微信找不到调用中的 media_id：%[1]s：%[2]d %[3]s", zhHint: "图文或封面可能已在公众号后台删除，或属于另一个账号；请运行 `mpsync plan --refresh=full`",
	},
	"api-title":  {en: "WeChat finds the title too long or empty (%[2]d)", enHint: "shorten `title:`; 32 characters are safe", zh: "微信提示标题过长或为空（%[2]d）", zhHint: "请缩短 `title:`，32 个字以内是安全的"},
	"api-author": {en: "WeChat finds the author's name too long (%[2]d)", enHint: "shorten `author:`; 8 characters are safe", zh: "微信提示作者名过长（%[2]d）", zhHint: "请缩短 `author:`，8 个字以内是安全的"},
	"api-digest": {en: "WeChat finds the digest too long (%[2]d)", enHint: "shorten `digest:`; 120 characters are safe", zh: "微信提示摘要过长（%[2]d）", zhHint: "请缩短 `digest:`，120 个字以内是安全的"},
	"api-source-url": {
		en: "WeChat does not take the source_url: %[2]d %[3]s", enHint: "check `source_url:`; it must be a whole URL of less than 1 KB",
		zh: "微信不接受“阅读原文”链接（source_url）：%[2]d %[3]s", zhHint: "请检查 `source_url:`，应为完整网址，不超过 1 KB",
	},
	"api-content": {
		en: "WeChat finds the article too long (%[2]d)", enHint: "split it, or shorten tables, code and formulas; all HTML counts, 20,000 characters are safe",
		zh: "微信提示正文过长（%[2]d）", zhHint: "请拆分文章，或精简表格、代码和公式；HTML 标签也计入长度，2 万字符以内是安全的",
	},
	"api-content-invalid": {
		en: "WeChat does not take the text of the article: %[2]d %[3]s", enHint: "look for raw HTML, links beginning with # and words that WeChat may block; `mpsync render` shows what was sent",
		zh: "微信不接受正文内容：%[2]d %[3]s", zhHint: "请检查正文里的 HTML、以 # 开头的链接和可能被屏蔽的词；`mpsync render` 可查看发送的内容",
	},
	"api-articles": {en: "WeChat takes no message of so many articles (%[2]d)", enHint: "a message holds at most 8 articles; split it", zh: "微信提示图文里的文章过多（%[2]d）", zhHint: "一条图文最多 8 篇文章，请拆分"},
	"api-file-type": {
		en: "WeChat does not take this type of file: %[1]s: %[2]d %[3]s", enHint: "convert the image to JPEG or PNG",
		zh: "微信不接受这种文件格式：%[1]s：%[2]d %[3]s", zhHint: "请把图片转换成 JPEG 或 PNG",
	},
	"api-file-size": {
		en: "WeChat finds the file too large: %[1]s: %[2]d %[3]s", enHint: "images in the text must be under 1 MB, covers at most 10 MB",
		zh: "微信提示文件过大：%[1]s：%[2]d %[3]s", zhHint: "正文图片须小于 1 MB，封面不超过 10 MB",
	},
	"api-media-size": {
		en: "WeChat finds the sound or video too large or too long: %[1]s: %[2]d %[3]s", enHint: "a voice may have 2 MB and 60 seconds, a video 10 MB",
		zh: "微信提示音频或视频过大或过长：%[1]s：%[2]d %[3]s", zhHint: "音频不超过 2 MB、60 秒，视频不超过 10 MB",
	},
	"api-crop": {
		en: "WeChat cannot crop the cover that way: %[2]d %[3]s", enHint: "check `cover_crop:` of the article, or remove it",
		zh: "微信无法这样裁剪封面：%[2]d %[3]s", zhHint: "请检查文章的 `cover_crop:`，或去掉它",
	},
	"api-place": {
		en: "the message in the account has no article at this place: %[1]s: %[2]d %[3]s", enHint: "it was probably changed in the console; run `mpsync plan --refresh=full`",
		zh: "账号里的图文没有这一篇：%[1]s：%[2]d %[3]s", zhHint: "可能在后台改过；请运行 `mpsync plan --refresh=full`",
	},
	"api-full": {
		en: "the account's material library is full (%[2]d)", enHint: "delete materials that are no longer needed at mp.weixin.qq.com",
		zh: "公众号的素材库已满（%[2]d）", zhHint: "请在 mp.weixin.qq.com 删除不再需要的素材",
	},
	"api-in-use": {
		en: "WeChat does not delete this, because an automatic reply or the menu uses it (%[2]d)", enHint: "take it out of there at mp.weixin.qq.com, then run the command again",
		zh: "它正被自动回复或菜单使用，微信不允许删除（%[2]d）", zhHint: "请先在 mp.weixin.qq.com 的自动回复或菜单里移除，再运行",
	},
	"api-refused": {
		en: "WeChat refused %[1]s: %[2]d %[3]s", enHint: "look the code up in the table of global return codes at developers.weixin.qq.com",
		zh: "微信拒绝了 %[1]s：%[2]d %[3]s", zhHint: "可在 developers.weixin.qq.com 的全局返回码表里查询这个错误码",
	},
	"api-library": {
		en: "WeChat's answer does not tell whether this account keeps messages in the material library or in the draft box: %[2]d %[3]s", enHint: "set `library: draft` under `account:`, or `library: material` if the account still has permanent articles",
		zh: "无法从微信的答复判断这个账号用图文素材库还是草稿箱：%[2]d %[3]s", zhHint: "请在 `account:` 下设置 `library: draft`；账号仍可用永久图文素材时设为 `library: material`",
	},
}

package diag

// platformTexts are about third-party platforms that act for an account.
// Arguments of those that begin with api- are as in apiTexts.
var platformTexts = map[string]entry{
	"cmd-authorize": {en: "Store what lets a third-party platform act for the account", zh: "保存第三方平台代公众号调用接口的授权"},
	"cmd-authorize-long": {
		en: "Store the authorizer_refresh_token of the account in your own credential folder, readable by you alone. With --code it is fetched for the authorization_code that the account's administrator brought about; without, it is read from standard input. A refresh token that WeChat later gives in exchange is stored before the old one is forgotten.",
		zh: "把公众号的 authorizer_refresh_token 保存到你自己的凭据文件夹，只有你能读取。加 --code 时用管理员授权得到的 authorization_code 换取；否则从标准输入读取。微信之后换发的 refresh token，会先保存新的再丢弃旧的。",
	},
	"flag-code":  {en: "the authorization_code of the administrator's consent", zh: "管理员授权得到的 authorization_code"},
	"authorized": {en: "The authorization of %[1]s is stored: %[2]s", zh: "%[1]s 的授权已保存：%[2]s"},
	"authorize-nothing": {
		en: "there is no refresh token on standard input", enHint: "pipe the authorizer_refresh_token in, or give the authorization code with --code",
		zh: "标准输入里没有 refresh token", zhHint: "请用管道传入 authorizer_refresh_token，或用 --code 给出授权码",
	},
	"authorize-other": {
		en: "the consent was given by account %[1]s, and mpsync.yaml names %[2]s", enHint: "let the administrator of the right account consent, or correct `appid:`; nothing of the wrong one is used",
		zh: "授权的是账号 %[1]s，而 mpsync.yaml 里是 %[2]s", zhHint: "请让正确账号的管理员授权，或修改 `appid:`",
	},
	"command-not-allowed": {
		en: "`%[1]s` is a command, and commands of mpsync.yaml run only where they are allowed", enHint: "read the command; then add --allow-commands, or set MPSYNC_ALLOW_COMMANDS=1 (in CI: in the job), or list this folder under allow_commands: in ~/.config/mpsync/config.yaml",
		zh: "`%[1]s` 是一条命令，而 mpsync.yaml 里的命令须经允许才会运行", zhHint: "请先看清这条命令，再加上 --allow-commands，或设置 MPSYNC_ALLOW_COMMANDS=1（在 CI 里写进任务配置），或把本文件夹写进 ~/.config/mpsync/config.yaml 的 allow_commands:",
	},
	"no-component": {
		en: "mpsync.yaml names no third-party platform", enHint: "write `component: {appid: …, secret: …, ticket_command: …}` under `account:`; an account of your own needs `secret:` only",
		zh: "mpsync.yaml 里没有第三方平台", zhHint: "在 `account:` 下写 `component: {appid: …, secret: …, ticket_command: …}`；自己的账号只需要 `secret:`",
	},
	"no-credential-folder": {
		en: "there is no folder for credentials", enHint: "set MPSYNC_CREDENTIALS to a folder outside the site, or use `refresh_token_command:`",
		zh: "找不到存放凭据的文件夹", zhHint: "请把 MPSYNC_CREDENTIALS 设为项目以外的文件夹，或使用 `refresh_token_command:`",
	},
	"refresh-missing": {
		en: "no refresh token of this account is stored", enHint: "run `mpsync authorize`, or set `refresh_token_command:` under `component:`",
		zh: "没有保存这个账号的 refresh token", zhHint: "请执行 `mpsync authorize`，或在 `component:` 下设置 `refresh_token_command:`",
	},
	"refresh-unreadable": {
		en: "the stored refresh token cannot be read", enHint: "run `mpsync authorize` again",
		zh: "保存的 refresh token 无法读取", zhHint: "请重新执行 `mpsync authorize`",
	},
	"command-no-token": {en: "the command printed no single word", zh: "命令没有输出一个单独的值"},
	"api-component-authorize": {
		en: "the account has not authorized this third-party platform: %[2]d %[3]s", enHint: "check `appid:` of the account and of `component:`; let the account's administrator authorize the platform, then run `mpsync authorize`",
		zh: "公众号没有授权给这个第三方平台：%[2]d %[3]s", zhHint: "请核对 `appid:` 与 `component:` 的 appid；由公众号管理员授权后，再执行 `mpsync authorize`",
	},
	"api-component-refresh": {
		en: "WeChat no longer accepts the account's refresh token: %[2]d %[3]s", enHint: "the account withdrew its consent or gave a new one: let its administrator authorize the platform again, then run `mpsync authorize`",
		zh: "微信不再接受这个公众号的 refresh token：%[2]d %[3]s", zhHint: "公众号取消了授权或重新授权过：请管理员再次授权，然后执行 `mpsync authorize`",
	},
	"api-component-ticket": {
		en: "WeChat refuses the component_verify_ticket: %[2]d %[3]s", enHint: "`ticket_command:` has to print the ticket that WeChat pushed to the platform last; it comes every 10 minutes and lives for 12 hours",
		zh: "微信不接受 component_verify_ticket：%[2]d %[3]s", zhHint: "`ticket_command:` 应输出微信最近一次推送给平台的 ticket；每 10 分钟推送一次，12 小时内有效",
	},
	"api-component-permission": {
		en: "the account did not give the platform the right to use %[1]s: %[2]d %[3]s", enHint: "it needs the permission sets for material (11) and, for publishing, broadcasting and comments, 7; let the administrator authorize again with them",
		zh: "公众号没有把 %[1]s 的权限授给第三方平台：%[2]d %[3]s", zhHint: "素材需要权限集 11，发布、群发和留言需要权限集 7；请管理员重新授权并勾选",
	},
	"api-component-code": {
		en: "WeChat refuses the authorization code: %[2]d %[3]s", enHint: "a code is good for one exchange within an hour; let the administrator consent again",
		zh: "微信不接受授权码：%[2]d %[3]s", zhHint: "授权码一小时内有效且只能用一次；请管理员重新授权",
	},
	"api-component-credential": {
		en: "WeChat does not know the third-party platform by these credentials: %[2]d %[3]s", enHint: "check `appid:` and `secret:` under `component:`",
		zh: "第三方平台的凭据不正确：%[2]d %[3]s", zhHint: "请检查 `component:` 下的 `appid:` 和 `secret:`",
	},
	"api-component-token": {
		en: "WeChat refuses the platform's own token: %[2]d %[3]s", enHint: "run the command again: it fetches a new one with the newest ticket",
		zh: "微信拒绝了第三方平台自己的 token：%[2]d %[3]s", zhHint: "请重新执行：会用最新的 ticket 换取新的 token",
	},
	"api-component-ip": {
		en: "WeChat refuses calls of the third-party platform from this machine: %[2]d %[3]s", enHint: "add its IP address to the platform's own whitelist at open.weixin.qq.com; the account's whitelist does not count here",
		zh: "微信拒绝第三方平台从本机调用：%[2]d %[3]s", zhHint: "请在 open.weixin.qq.com 的第三方平台里把本机 IP 加入白名单；公众号自己的白名单在这里不起作用",
	},
	"api-component-local": {
		en: "the account's authorization cannot be used: %[3]s", enHint: "check `ticket_command:` and `refresh_token_command:` by hand, or run `mpsync authorize`",
		zh: "无法使用公众号的授权：%[3]s", zhHint: "请手动检查 `ticket_command:` 和 `refresh_token_command:`，或执行 `mpsync authorize`",
	},
}

package diag

// cliTexts are the texts of the command line.
var cliTexts = map[string]entry{
	"severity-error":   {en: "error", zh: "错误"},
	"severity-warning": {en: "warning", zh: "警告"},
	"severity-note":    {en: "note", zh: "提示"},

	"error":       {en: "%[1]s", zh: "%[1]s"},
	"interrupted": {en: "interrupted", enHint: "what was done is saved; run again to go on", zh: "已中断", zhHint: "完成的部分已保存，重新执行即可继续"},
	"timed-out":   {en: "the time of --timeout %[1]s is over", enHint: "what was done is saved; run again to go on", zh: "已到 --timeout %[1]s 的时限", zhHint: "完成的部分已保存，重新执行即可继续"},
	"usage":       {en: "%[1]s", enHint: "see `mpsync --help`", zh: "命令行有误：%[1]s", zhHint: "用法见 `mpsync --help`"},
	"no-arguments": {
		en: "unexpected argument %[1]q", enHint: "see `--help` of the command",
		zh: "多余的参数 %[1]q", zhHint: "用法见该命令的 `--help`",
	},
	"unknown-command":     {en: "there is no command %[1]q", enHint: "`%[2]s --help` lists the commands", zh: "没有 %[1]q 这个命令", zhHint: "用 `%[2]s --help` 查看所有命令"},
	"near-command":        {en: "there is no command %[1]q", enHint: "did you mean `%[2]s`?", zh: "没有 %[1]q 这个命令", zhHint: "是不是 `%[2]s`？"},
	"near-flag":           {en: "there is no flag %[1]s", enHint: "did you mean %[2]s?", zh: "没有 %[1]s 这个选项", zhHint: "是不是 %[2]s？"},
	"needs-shell":         {en: "name a shell: %[1]s", enHint: "for example `mpsync completion bash`", zh: "请给出一种 shell：%[1]s", zhHint: "例如 `mpsync completion bash`"},
	"same-output":         {en: "%[1]s and %[2]s would both be written to %[3]s", enHint: "render them one by one, each with its own -o", zh: "%[1]s 和 %[2]s 会写到同一个文件 %[3]s", zhHint: "请分开渲染，各自指定 -o"},
	"needs-address":       {en: "name at least one address", enHint: "addresses are what `mpsync plan` prints, such as articles/hello", zh: "请给出至少一个地址", zhHint: "地址就是 `mpsync plan` 列出的名字，例如 articles/hello"},
	"needs-two-addresses": {en: "name the old and the new address", enHint: "for example `mpsync state mv articles/old articles/new`", zh: "请给出旧地址和新地址", zhHint: "例如 `mpsync state mv articles/old articles/new`"},
	"needs-file":          {en: "name a file", enHint: "for example articles/hello.md", zh: "请给出文件", zhHint: "例如 articles/hello.md"},
	"needs-yes": {
		en: "this asks before it changes anything, and there is no terminal to ask on", enHint: "add --yes",
		zh: "修改之前需要确认，而这里没有终端可以询问", zhHint: "加上 --yes",
	},
	"not-applied": {en: "Nothing was changed.", zh: "没有做任何修改。"},
	"settle-zero": {
		en: "--settle 0 is only for the built-in account and for addresses of this machine", enHint: "a real account lists new messages with a delay; leave --settle out",
		zh: "--settle 0 只能用于内置模拟账号和本机地址", zhHint: "真实账号的列表会有延迟，请不要使用 --settle 0",
	},
	"bad-color":    {en: "--color is auto, always or never, not %[1]q", enHint: "for example --color never", zh: "--color 只能是 auto、always 或 never，不能是 %[1]q", zhHint: "例如 --color never"},
	"bad-lang":     {en: "--lang is en or zh, not %[1]q", enHint: "for example --lang zh", zh: "--lang 只能是 en 或 zh，不能是 %[1]q", zhHint: "例如 --lang zh"},
	"bad-refresh":  {en: "--refresh is auto, full or none, not %[1]q", enHint: "for example --refresh=none", zh: "--refresh 只能是 auto、full 或 none，不能是 %[1]q", zhHint: "例如 --refresh=none"},
	"bad-on-drift": {en: "--on-drift is report, overwrite or accept, not %[1]q", enHint: "for example --on-drift=overwrite", zh: "--on-drift 只能是 report、overwrite 或 accept，不能是 %[1]q", zhHint: "例如 --on-drift=overwrite"},
	"bad-only":     {en: "%[1]q is no pattern of addresses", enHint: "for example 'articles/2026/**'", zh: "%[1]q 不是有效的地址模式", zhHint: "例如 'articles/2026/**'"},
	"only-nothing": {en: "%[1]s matches no article of the site", enHint: "addresses are what `mpsync plan` prints, such as articles/hello", zh: "没有文章与 %[1]s 匹配", zhHint: "地址就是 `mpsync plan` 列出的名字，例如 articles/hello"},
	"tag-nothing":  {en: "no article of the site has the tag %[1]q", enHint: "tags stand under `tags:` in the front matter of articles", zh: "没有文章带有标签 %[1]q", zhHint: "标签写在文章 front matter 的 `tags:` 里"},
	"git-failed":   {en: "git can't say what changed since %[1]q", enHint: "check that the site lies in a git repository which has that revision", zh: "git 无法列出 %[1]q 之后的改动", zhHint: "请确认项目在 git 仓库里，并且有这个版本"},
	"bad-setting":  {en: "--set wants NAME=VALUE, not %[1]q", enHint: "for example --set content_chars=200000", zh: "--set 的形式是 名称=值，不能是 %[1]q", zhHint: "例如 --set content_chars=200000"},
	"not-loopback": {
		en: "%[1]q can be reached from other machines", enHint: "use 127.0.0.1:PORT, or add --allow-remote if that is meant",
		zh: "%[1]q 可以从其他机器访问", zhHint: "请用 127.0.0.1:端口；确实需要的话加上 --allow-remote",
	},
	"no-site": {
		en: "there is no mpsync.yaml in %[1]q", enHint: "run `mpsync init` to begin a site, or name its folder with -C",
		zh: "%[1]q 里没有 mpsync.yaml", zhHint: "用 `mpsync init` 新建项目，或用 -C 指定项目文件夹",
	},
	"site-exists": {en: "there is a site already", enHint: "name another folder", zh: "这里已经是一个项目", zhHint: "请换一个文件夹"},
	"file-exists": {en: "there is a file already", enHint: "choose another name", zh: "文件已存在", zhHint: "请换一个文件名"},
	"new-not-matched": {
		en: "the site does not take this file in: `articles:` in mpsync.yaml is %[1]s", enHint: "move the file, or widen `articles:`",
		zh: "项目不会纳入这个文件：mpsync.yaml 里的 `articles:` 是 %[1]s", zhHint: "请移动文件，或放宽 `articles:`",
	},
	"cannot-read":  {en: "it can't be read: %[1]s", enHint: "check the name", zh: "无法读取：%[1]s", zhHint: "请检查文件名"},
	"cannot-write": {en: "it can't be written: %[1]s", enHint: "check the folder and its permissions", zh: "无法写入：%[1]s", zhHint: "请检查文件夹和权限"},
	"wrong-account": {
		en: "the state belongs to the account %[1]s, but the site now names %[2]s", enHint: "name the right account, or give this one its own `state:` file",
		zh: "状态文件属于账号 %[1]s，而项目现在指向 %[2]s", zhHint: "请改回原账号，或为这个账号另设 `state:` 文件",
	},
	"no-credentials": {
		en: "the account has no %[1]s", enHint: "set account.appid and account.secret in mpsync.yaml, or account.token_command",
		zh: "账号缺少 %[1]s", zhHint: "在 mpsync.yaml 里设置 account.appid 和 account.secret，或 account.token_command",
	},
	"needs-plan":      {en: "name a saved plan", enHint: "`mpsync plan --out FILE` makes one", zh: "请给出计划文件", zhHint: "用 `mpsync plan --out 文件` 生成"},
	"plan-missing":    {en: "there is no such file", enHint: "make a plan with `mpsync plan --out FILE`", zh: "没有这个文件", zhHint: "用 `mpsync plan --out 文件` 生成计划"},
	"plan-unreadable": {en: "this is no plan of this version of mpsync", enHint: "make it with `mpsync plan --out FILE`", zh: "这不是当前版本 mpsync 的计划文件", zhHint: "用 `mpsync plan --out 文件` 生成"},
	"plan-stale": {
		en: "the site, the state or the account changed since this plan was made; not approved: %[1]s", enHint: "look at a new one: `mpsync plan --out FILE`",
		zh: "生成这个计划之后，项目、状态或账号有了变化；未经确认的有：%[1]s", zhHint: "请重新生成并查看：`mpsync plan --out 文件`",
	},
	"plan-foreign": {
		en: "this plan belongs to another account or another state file", enHint: "make one here: `mpsync plan --out FILE`",
		zh: "这个计划属于另一个账号或另一个状态文件", zhHint: "请在这里重新生成：`mpsync plan --out 文件`",
	},
	"plan-expired": {
		en: "this plan is older than %[1]d hours", enHint: "look at a new one: `mpsync plan --out FILE`",
		zh: "这个计划已超过 %[1]d 小时", zhHint: "请重新生成并查看：`mpsync plan --out 文件`",
	},
	"no-record":     {en: "there is no record of %[1]q", enHint: "addresses are what `mpsync plan` prints", zh: "没有 %[1]q 的记录", zhHint: "地址就是 `mpsync plan` 列出的名字"},
	"record-exists": {en: "there is a record of %[1]q already", enHint: "drop it first with `mpsync forget %[1]s`", zh: "%[1]q 已有记录", zhHint: "先用 `mpsync forget %[1]s` 移除"},
	"emulator-open": {en: "the built-in account in %[1]q can't be opened: %[2]s", enHint: "check the folder and the settings", zh: "无法打开 %[1]q 里的内置模拟账号：%[2]s", zhHint: "请检查文件夹和设置"},
	"cannot-listen": {en: "can't listen on %[1]s: %[2]s", enHint: "choose another address with --addr", zh: "无法监听 %[1]s：%[2]s", zhHint: "用 --addr 换一个地址"},

	"asset-gone":     {en: "the file went away while the plan was carried out", enHint: "run again", zh: "执行过程中文件不见了", zhHint: "请重新执行"},
	"asset-changed":  {en: "the file changed while the plan was carried out", enHint: "run again", zh: "执行过程中文件有变化", zhHint: "请重新执行"},
	"needs-upload":   {en: "not sent, because %[1]s could not be uploaded", enHint: "what went wrong there is said above; run again", zh: "没有发送：%[1]s 未能上传", zhHint: "原因见上；解决后重新执行"},
	"quota-deferred": {en: "today's quota of %[1]s is used up", enHint: "run again tomorrow; it goes on where it stopped", zh: "%[1]s 今天的调用额度已用完", zhHint: "明天重新执行，会从中断处继续"},
	"delete-held":    {en: "not deleted, because something before it did not succeed", enHint: "run again once that is mended", zh: "没有删除：前面有操作未成功", zhHint: "解决后重新执行"},
	"not-kept": {
		en: "the account did not keep %[1]q as it was sent (links missing: %[2]d, images missing: %[3]d)", enHint: "look at the article in the console; docs/rendering.md tells what WeChat drops\n%[4]s",
		zh: "账号没有原样保留《%[1]s》（缺少链接 %[2]d 个、图片 %[3]d 张）", zhHint: "请到后台查看这篇文章；微信会去掉哪些内容见 docs/rendering.zh.md\n%[4]s",
	},
	"found-late": {
		en: "an earlier run had sent this message anew before it ended; it is recorded now", enHint: "run again: mpsync compares it with the file",
		zh: "上一次执行在中断前已重新提交了这条图文，现已记录", zhHint: "重新执行：mpsync 会把它与文件比较",
	},
	"outcome-unknown": {en: "the account did not answer whether %[1]s was done; nothing is sent twice", enHint: "run again: mpsync looks in the account first", zh: "账号没有回答 %[1]s 是否完成；不会重复提交", zhHint: "重新执行：mpsync 会先到账号里确认"},

	"validate-summary":  {en: "Messages: %[1]d sound, %[2]d left out. Errors: %[3]d, warnings: %[4]d, notes: %[5]d.", zh: "图文：%[1]d 条没有问题，%[2]d 条未纳入。错误 %[3]d，警告 %[4]d，提示 %[5]d。"},
	"plan-saved":        {en: "The plan is saved in %[1]s.", zh: "计划已保存到 %[1]s。"},
	"account-assumed":   {en: "not asked, assumed to be like those of today", zh: "未查询，按现在的账号推定"},
	"account-not-asked": {en: "not asked", zh: "未查询"},
	"builtin-account":   {en: "built-in (%[1]s)", zh: "内置模拟账号（%[1]s）"},
	"ask-apply":         {en: "Carry this out? [y/N] ", zh: "执行以上计划？[y/N] "},
	"apply-done":        {en: "Done: %[1]d of %[1]d.", zh: "完成：%[1]d/%[1]d。"},
	"apply-part":        {en: "Not all done: %[1]d of %[2]d; failed %[3]d, put off %[4]d.", zh: "没有全部完成：%[1]d/%[2]d；失败 %[3]d，顺延 %[4]d。"},
	"notes-kept-back":   {en: "besides notes, which `mpsync validate` shows: %[1]d", zh: "另有 %[1]d 条提示，可用 `mpsync validate` 查看"},
	"progress-minute":   {en: "WeChat asks for fewer calls to %[1]s a minute; going on in %[2]s", zh: "微信提示 %[1]s 每分钟调用过多，%[2]s 后继续"},
	"progress-retry":    {en: "no answer from %[1]s; trying again in %[2]s", zh: "%[1]s 没有响应，%[2]s 后重试"},
	"progress-settle":   {en: "looking in the account for what an earlier run sent (%[1]d of %[2]d)", zh: "在账号里确认上次提交的结果（%[1]d/%[2]d）"},
	"progress-readback": {en: "reading back what was written", zh: "读回刚写入的内容"},
	"progress-upload":   {en: "[%[1]d/%[2]d] upload %[3]s", zh: "[%[1]d/%[2]d] 上传 %[3]s"},
	"progress-not-done": {en: " (not done)", zh: "（未完成）"},
	"progress-change":   {en: "[%[1]d/%[2]d] %[3]s %[4]s", zh: "[%[1]d/%[2]d] %[3]s %[4]s"},
	"init-done":         {en: "Ready. Next: %[1]s", zh: "准备好了。下一步：%[1]s"},
	"file-written":      {en: "written: %[1]s", zh: "已写入：%[1]s"},
	"file-kept":         {en: "kept as it is: %[1]s", zh: "已存在，未改动：%[1]s"},
	"forgotten":         {en: "forgotten: %[1]s (the account keeps it)", zh: "已移除记录：%[1]s（账号里的内容保留）"},
	"moved":             {en: "moved: %[1]s → %[2]s", zh: "已改地址：%[1]s → %[2]s"},
	"emulator-serves":   {en: "The built-in account answers at %[1]s, its data is in %[2]s. Stop it with Ctrl-C.", zh: "内置模拟账号运行在 %[1]s，数据在 %[2]s。按 Ctrl-C 停止。"},

	"cmd-mpsync": {en: "Keep a WeChat Official Account in step with a folder of Markdown", zh: "让公众号与一个 Markdown 文件夹保持一致"},
	"cmd-mpsync-long": {
		en: "mpsync keeps a WeChat Official Account in step with a folder of Markdown: it\nrenders articles, uploads images, shows a plan and carries it out.",
		zh: "mpsync 让公众号与一个 Markdown 文件夹保持一致：\n渲染文章、上传图片、给出计划、执行计划。",
	},
	"cmd-help":             {en: "Help about a command", zh: "查看命令的帮助"},
	"cmd-completion":       {en: "Write the script that completes command lines", zh: "输出命令行补全脚本"},
	"cmd-completion-long":  {en: "Write the script that lets a shell complete mpsync's commands and flags: bash, zsh, fish or powershell.", zh: "输出补全脚本，供 shell 补全 mpsync 的命令和选项：bash、zsh、fish 或 powershell。"},
	"flag-help":            {en: "show this help", zh: "显示帮助"},
	"cmd-init":             {en: "Begin a new site", zh: "新建项目"},
	"cmd-init-long":        {en: "Write a small site into a folder: mpsync.yaml, a first article and a cover. Files that exist are kept.", zh: "在文件夹里写入一个小项目：mpsync.yaml、第一篇文章和封面。已有文件不会被改动。"},
	"cmd-new":              {en: "Begin a new article", zh: "新建文章"},
	"cmd-new-long":         {en: "Write the file of a new article, with an id by which it is known even when the file is renamed.", zh: "新建一篇文章的文件，并写入 id：以后改文件名也不会丢失对应关系。"},
	"cmd-validate":         {en: "Check the site without asking the account", zh: "检查项目（不访问账号）"},
	"cmd-validate-long":    {en: "Check configuration, front matter, images, links and every limit of the API. Nothing is sent.", zh: "检查配置、front matter、图片、链接和接口的各项限制，不访问网络。"},
	"cmd-render":           {en: "Write the HTML that would be uploaded", zh: "输出将要上传的 HTML"},
	"cmd-render-long":      {en: "Render Markdown files to the HTML fragment that would be uploaded. With `-o OUT`, OUT is a folder if it ends in /, if it is one already, or if several files are given; else it is the file to write. End it in / where a pattern may match one file or many.", zh: "把 Markdown 渲染成将要上传的 HTML 片段。`-o OUT`：OUT 以 / 结尾、已经是文件夹，或者给出了多个文件时，OUT 是文件夹；否则是要写入的文件。用通配符、可能匹配一篇也可能匹配多篇时，请以 / 结尾。"},
	"cmd-plan":             {en: "Show what apply would do", zh: "显示 apply 将做什么"},
	"cmd-plan-long":        {en: "Compare the site with its state file and the account, and show what apply would do. Nothing is changed.\n\n`--only` takes an address, a file, a pattern of either such as `articles/2026/**`, or a tag: `--only tag:stars` is about the messages that hold an article with `stars` among the `tags:` of its front matter. Given several times, each adds its own. Where commands take ADDRESS…, they take patterns and tags too.", zh: "比较项目、状态文件和账号，显示 apply 将做什么。不做任何修改。\n\n`--only` 接受地址、文件、两者的模式（如 `articles/2026/**`）或标签：`--only tag:星空` 只处理其中有文章在 front matter 的 `tags:` 里写了“星空”的图文。可以多次给出，范围相加。命令写明 ADDRESS… 的地方，也都可以用模式和标签。"},
	"cmd-apply":            {en: "Bring the account in step with the site", zh: "让账号与项目一致"},
	"cmd-apply-long":       {en: "Show the plan, ask, and carry it out. With a plan file, only that plan is carried out.", zh: "显示计划，确认后执行。给出计划文件时，只执行那个计划。"},
	"cmd-forget":           {en: "Drop records and leave the account alone", zh: "移除记录，不动账号"},
	"cmd-forget-long":      {en: "Drop the records of messages. What the account holds stays, and mpsync no longer keeps it in step.", zh: "移除图文的记录。账号里的内容保留，mpsync 不再同步它们。"},
	"cmd-state":            {en: "Work on the record of what was done", zh: "管理状态记录"},
	"state-intent":         {en: "no answer yet: %[1]s for %[2]s, begun %[3]s", zh: "结果不明：%[2]s 的 %[1]s，开始于 %[3]s"},
	"cmd-state-list":       {en: "List what is recorded", zh: "列出记录"},
	"cmd-state-show":       {en: "Print one record", zh: "显示一条记录"},
	"cmd-show":             {en: "Show a saved plan", zh: "显示保存的计划"},
	"cmd-show-long":        {en: "Show a plan that was saved with `mpsync plan --out`. Neither the site nor the account is looked at.", zh: "显示用 `mpsync plan --out` 保存的计划，不读取项目，也不访问账号。"},
	"cmd-resolve":          {en: "Settle a call of unknown outcome by your own word", zh: "由人确认结果不明的调用"},
	"cmd-resolve-long":     {en: "Say what became of a call whose answer was lost, where mpsync cannot tell: look in the console first. With --absent the next run makes the call again; with --media-id that message is taken as what the call made.", zh: "当 mpsync 无法判断一次没有收到回答的调用结果时，由人来确认：请先到后台查看。--absent 表示没有成功，下次会重新提交；--media-id 指明它创建的就是这条图文。"},
	"resolve-needs":        {en: "say either --media-id ID or --absent", enHint: "look in the console which of the two it is", zh: "请给出 --media-id ID 或 --absent 其中之一", zhHint: "先到后台确认是哪种情况"},
	"resolve-nothing":      {en: "nothing is open for %[1]q", enHint: "`mpsync state list` shows what is", zh: "%[1]q 没有结果不明的调用", zhHint: "用 `mpsync state list` 查看"},
	"resolved":             {en: "resolved: %[1]s (calls: %[2]d)", zh: "已确认：%[1]s（%[2]d 次调用）"},
	"flag-media-id":        {en: "the message that the lost call made", zh: "那次调用创建的图文"},
	"flag-absent":          {en: "the lost call made nothing", zh: "那次调用没有成功"},
	"cmd-lock":             {en: "Look at the lock of the state", zh: "查看状态锁"},
	"cmd-lock-status":      {en: "Say who holds the lock", zh: "显示谁持有锁"},
	"cmd-lock-status-long": {en: "Say which process works on this state. The lock ends with its process, however that ends, so it never has to be broken. Exit code 7 when it is held.", zh: "显示哪个进程正在使用状态。锁随进程结束而释放，不需要手工解锁。被占用时退出码为 7。"},
	"lock-free":            {en: "Nobody holds the lock.", zh: "没有进程持有锁。"},
	"cmd-state-mv":         {en: "Give a record another address", zh: "修改记录的地址"},
	"cmd-emulator":         {en: "Serve the built-in account over HTTP", zh: "以 HTTP 提供内置模拟账号"},
	"cmd-emulator-long":    {en: "Serve an Official Account that lives in a folder, for trying mpsync or any other client of the API.", zh: "以 HTTP 提供一个保存在文件夹里的公众号，供 mpsync 或其他客户端试用。"},
	"cmd-fmt":              {en: "Put front matter in order", zh: "整理 front matter"},
	"cmd-fmt-long": {
		en: "Put the keys of front matter in one order, with the names of this documentation instead of the API's, and give files LF line ends. Comments and all values stay. Without files, every article of the site. What would not mean the same afterwards is left alone.",
		zh: "统一 front matter 中各个键的顺序，把接口的原名换成文档里的名称，并统一为 LF 换行。注释和所有的值都保留。不给文件时整理项目里的全部文章；整理后含义会变的不会改动。",
	},
	"flag-fmt-check": {en: "change nothing; exit code 1 when a file is not in order", zh: "只检查，不修改；有未整理的文件时退出码为 1"},
	"flag-fmt-diff":  {en: "show what changes", zh: "显示改动"},
	"flag-fmt-id":    {en: "give articles without an id one, by which they are known wherever they are moved", zh: "给没有 id 的文章加上 id：以后移动、改名都不会丢失对应关系"},
	"fmt-nothing":    {en: "In order: %[1]d files.", zh: "%[1]d 个文件都已整理好。"},
	"fmt-untidy":     {en: "Not in order: %[1]d files. Run `mpsync fmt`.", zh: "有 %[1]d 个文件需要整理，请运行 `mpsync fmt`。"},
	"fmt-would":      {en: "not in order: %[1]s", zh: "需要整理：%[1]s"},
	"fmt-done":       {en: "put in order: %[1]s", zh: "已整理：%[1]s"},
	"fmt-no-id":      {en: "no id could be written", enHint: "mend its front matter first", zh: "无法写入 id", zhHint: "请先修正它的 front matter"},

	"cmd-version":        {en: "Print the version", zh: "显示版本"},
	"flag-dir":           {en: "folder of the site; files named on the command line are looked for from there", zh: "项目文件夹；命令行里的文件名也从这里算起"},
	"flag-account":       {en: "account to use, where the site has several", zh: "使用哪个账号（项目有多个账号时）"},
	"flag-color":         {en: "auto, always or never", zh: "颜色：auto、always 或 never"},
	"flag-lang":          {en: "language of messages: en or zh", zh: "消息语言：en 或 zh"},
	"flag-verbose":       {en: "log every API call to stderr", zh: "在 stderr 记录每次接口调用"},
	"flag-json":          {en: "print events as JSON, one a line", zh: "以 JSON 输出事件，每行一个"},
	"flag-out":           {en: "save the plan to a file", zh: "把计划保存到文件"},
	"flag-detailed":      {en: "say in the exit code what the plan holds; 1 where errors left articles out", zh: "用退出码说明计划内容；有文章因错误未纳入时为 1"},
	"flag-refresh":       {en: "how much of the account to read: auto, full or none", zh: "读取账号的程度：auto、full 或 none"},
	"flag-prune":         {en: "delete messages whose files are gone", zh: "删除源文件已不在的图文"},
	"flag-as-new":        {en: "create messages although one of the same title exists", zh: "即使已有同题图文也新建"},
	"flag-recreate":      {en: "create messages again that are gone from the account", zh: "重新创建账号里已不在的图文"},
	"flag-max-creates":   {en: "most messages to create in one run (default limits.creates)", zh: "一次最多新建几条（默认 limits.creates）"},
	"flag-max-deletes":   {en: "most messages to delete in one run (default limits.deletes)", zh: "一次最多删除几条（默认 limits.deletes）"},
	"flag-on-drift":      {en: "what to do with changes made in the console: report, overwrite or accept", zh: "遇到后台改动怎么办：report、overwrite 或 accept"},
	"flag-only":          {en: "only messages and articles whose address or file matches this pattern, or with tag:NAME those that bear this tag; may be repeated", zh: "只处理地址或文件匹配此模式的图文；tag:名称 表示带有此标签的文章；可重复"},
	"flag-changed-since": {en: "only messages with files that changed since this git revision", zh: "只处理此 git 版本之后有改动的图文"},
	"flag-timeout":       {en: "end after this time, such as 10m; 0 is never", zh: "到此时间即停止，如 10m；0 表示不限"},
	"flag-yes":           {en: "do not ask", zh: "不询问"},
	"flag-settle":        {en: "how long to watch the account for a call of unknown outcome", zh: "结果不明的调用在账号里观察多久"},
	"flag-output":        {en: "file or folder to write to, - for stdout", zh: "输出文件或文件夹，- 表示标准输出"},
	"flag-title":         {en: "title of the article", zh: "文章标题"},
	"flag-addr":          {en: "address to listen on", zh: "监听地址"},
	"flag-data":          {en: "folder of the account", zh: "账号数据所在文件夹"},
	"flag-profile":       {en: "legacy or current; what the data was made with when left out", zh: "legacy 或 current；省略则沿用已有数据的设置"},
	"flag-appid":         {en: "the only AppID to accept; any when left out", zh: "只接受这个 AppID；省略则接受任意"},
	"flag-secret":        {en: "the only secret to accept; any when left out", zh: "只接受这个 secret；省略则接受任意"},
	"flag-account-type":  {en: "verified or unverified: whether it may publish and manage comments", zh: "verified 或 unverified：是否可以发布和管理留言"},
	"flag-quotas":        {en: "limit calls a day and a minute", zh: "限制每天和每分钟的调用次数"},
	"flag-settings":      {en: "list the settings and end", zh: "列出所有设置并退出"},
	"flag-set":           {en: "setting as NAME=VALUE; may be repeated", zh: "设置，形式为 名称=值，可重复"},
	"flag-allow-remote":  {en: "allow an address that other machines can reach", zh: "允许其他机器可访问的地址"},

	"page-other":     {en: "[中文](%[1]s.zh.md)", zh: "[English](%[1]s.md)"},
	"manual-title":   {en: "Commands", zh: "命令"},
	"manual-intro":   {en: "Every command, its flags and an example. `mpsync COMMAND --help` says the same.", zh: "所有命令、选项和示例。`mpsync 命令 --help` 的内容与此相同。"},
	"manual-global":  {en: "Flags of every command", zh: "通用选项"},
	"manual-codes":   {en: "Exit codes", zh: "退出码"},
	"manual-example": {en: "For example:", zh: "例如："},
	"manual-flag":    {en: "flag", zh: "选项"},
	"manual-default": {en: "default", zh: "默认值"},
	"manual-meaning": {en: "meaning", zh: "含义"},

	"usage-template": {
		en: `Usage:{{if not .HasAvailableSubCommands}}
  {{.UseLine}}{{if .HasAvailableFlags}} [flags]{{end}}{{end}}{{if .HasAvailableSubCommands}}
  {{.CommandPath}} COMMAND{{end}}{{if .HasExample}}

Examples:
{{.Example}}{{end}}{{if .HasAvailableSubCommands}}

Commands:{{range .Commands}}{{if .IsAvailableCommand}}
  {{rpad .Name .NamePadding}} {{.Short}}{{end}}{{end}}{{end}}{{if .HasAvailableLocalFlags}}

Flags:
{{.LocalFlags.FlagUsages | trimTrailingWhitespaces}}{{end}}{{if .HasAvailableInheritedFlags}}

Global flags:
{{.InheritedFlags.FlagUsages | trimTrailingWhitespaces}}{{end}}
`,
		zh: `用法：{{if not .HasAvailableSubCommands}}
  {{.UseLine}}{{if .HasAvailableFlags}} [选项]{{end}}{{end}}{{if .HasAvailableSubCommands}}
  {{.CommandPath}} 命令{{end}}{{if .HasExample}}

示例：
{{.Example}}{{end}}{{if .HasAvailableSubCommands}}

命令：{{range .Commands}}{{if .IsAvailableCommand}}
  {{rpad .Name .NamePadding}} {{.Short}}{{end}}{{end}}{{end}}{{if .HasAvailableLocalFlags}}

选项：
{{.LocalFlags.FlagUsages | trimTrailingWhitespaces}}{{end}}{{if .HasAvailableInheritedFlags}}

通用选项：
{{.InheritedFlags.FlagUsages | trimTrailingWhitespaces}}{{end}}
`,
	},
	"exit-codes": {
		en: `
Exit codes:
  0 done                     5 needs a person
  1 error                    6 saved plan is stale
  2 changes pending          7 locked by another run
  3 only drift               8 put off: by quota, or until an outcome is known
  4 applied in part          9 credentials or wrong account
  64 usage                   130, 143 interrupted, state saved
`,
		zh: `
退出码：
  0 完成                     5 需人工处理
  1 出错                     6 保存的计划已过期
  2 有待执行的变更           7 被另一个进程锁定
  3 只有后台改动             8 顺延：额度用完，或要等结果确认
  4 部分完成                 9 凭证有误或账号不符
  64 用法有误                130、143 被中断，状态已保存
`,
	},
}

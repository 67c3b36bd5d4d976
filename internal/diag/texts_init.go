package diag

// initTexts are the questions of init and what their answers become.
var initTexts = map[string]entry{
	"init-builtin": {
		en: `# Try it with the built-in account first: no network, no Official Account.
account:
  emulator: current

# For a real account use these three lines and set the variables they name:
# account:
#   appid: ${WECHAT_APPID}
#   secret: ${WECHAT_SECRET}
`,
		zh: `# 先用内置模拟账号试一试：不联网，也不需要公众号。
account:
  emulator: current

# 接上真正的公众号时，换成下面三行，并设置同名环境变量：
# account:
#   appid: ${WECHAT_APPID}
#   secret: ${WECHAT_SECRET}
`,
	},
	"init-real": {
		en: `# Set the two variables; neither belongs into a file.
account:
  appid: ${WECHAT_APPID}
  secret: ${WECHAT_SECRET}
`,
		zh: `# 请设置这两个环境变量，不要写进文件。
account:
  appid: ${WECHAT_APPID}
  secret: ${WECHAT_SECRET}
`,
	},
	"init-asks":         {en: "Enter takes what stands in brackets; everything can be changed in mpsync.yaml.", zh: "直接回车取方括号里的值；以后都可以在 mpsync.yaml 里改。"},
	"init-ask-account":  {en: "Account: try (built in, no Official Account needed) or real? [%[1]s] ", zh: "账号：try（内置模拟账号，不需要公众号）还是 real（真正的公众号）？[%[1]s] "},
	"init-ask-author":   {en: "Author of your articles, empty for none: ", zh: "文章作者，可不填："},
	"init-ask-comments": {en: "Who may comment: open (everyone), fans (followers) or closed? [%[1]s] ", zh: "谁可以留言：open（所有人）、fans（仅关注者）还是 closed（关闭）？[%[1]s] "},
	"init-ask-ci":       {en: "File for CI: none, %[2]s? [%[1]s] ", zh: "CI 配置：none（不要）、%[2]s？[%[1]s] "},
	"init-ask-again":    {en: "Please answer with one of: %[1]s", zh: "请回答其中之一：%[1]s"},
	"init-ask-number":   {en: "Please answer with a number, 0 or more.", zh: "请回答一个数字，0 或更大。"},
	"init-ended":        {en: "the questions were not answered", enHint: "run it again, or add --yes to take every proposal; nothing was written", zh: "问题没有回答完", zhHint: "请重新运行，或加 --yes 全部取默认值；没有写入任何文件"},
	"init-real-next":    {en: "Set WECHAT_APPID and WECHAT_SECRET first; %[1]s doctor then says what is missing.", zh: "请先设置 WECHAT_APPID 和 WECHAT_SECRET，再用 %[1]s doctor 检查还缺什么。"},
	"flag-init-yes":     {en: "ask nothing", zh: "不提问，全部取默认值"},
}

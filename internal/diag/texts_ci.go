package diag

// These texts are about the branch that keeps a state. Their arguments are the
// branch, the remote and what git said.
var ciTexts = map[string]entry{
	"flag-format":        {en: "text, markdown (for a comment), github (annotations and a step's summary) or json", zh: "输出形式：text、markdown（用于评论）、github（批注和任务摘要）或 json"},
	"flag-format-show":   {en: "text, markdown (for a comment) or json", zh: "输出形式：text、markdown（用于评论）或 json"},
	"bad-format":         {en: "there is no --format %[1]q", enHint: "it is one of %[2]s", zh: "没有 %[1]q 这种 --format", zhHint: "可用的有 %[2]s"},
	"flag-standalone":    {en: "a whole page with its images inside, for people without the site", zh: "生成完整网页，图片内嵌，没有项目文件的人也能看"},
	"flag-render-plan":   {en: "render the articles that this saved plan sends, standalone, into the folder of -o", zh: "渲染这份已保存的计划要发送的文章，每篇一个完整网页，写到 -o 指定的文件夹"},
	"render-plan-output": {en: "--plan writes several pages", enHint: "name a folder with -o", zh: "--plan 会写出多个网页", zhHint: "请用 -o 指定文件夹"},
	"render-plan-index":  {en: "Articles of this plan: %[1]d", zh: "本次计划的文章：%[1]d 篇"},
	"flag-drifted":       {en: "every message that was edited in the console", zh: "所有在后台改动过的图文"},
	"flag-propose":       {en: "write the files and record nothing, for a pull request: the apply after its merge brings all in step", zh: "只改文件、不写状态，用于发起合并请求：合并后的下一次 apply 会让两边一致"},
	"flag-ci":            {en: "write the CI file of %[1]s, and keep the state on a branch", zh: "写好 CI 配置文件（%[1]s），并把状态放在分支上"},
	"bad-ci":             {en: "there is no recipe for %[1]q", enHint: "--ci is one of %[2]s; docs/ci says what any other system has to do", zh: "没有 %[1]q 的 CI 配置", zhHint: "--ci 可以是 %[2]s；其他系统的做法见 docs/ci"},
	"init-ci":            {en: "Replace what stands in capitals in %[1]s, and read docs/ci about the IP whitelist.", zh: "请替换 %[1]s 里大写的部分；IP 白名单的办法见 docs/ci。"},
	"init-state":         {en: "\n# CI runners keep no files: the state stands on a branch of this repository.\nstate: git:mpsync-state\n", zh: "\n# CI 的执行机不保留文件，所以状态放在这个仓库的一个分支上。\nstate: git:mpsync-state\n"},
	"plan-diff":          {en: "what changed", zh: "改动"},
	"plan-cut":           {en: "This is as much as fits here: %[1]d parts were left out. The job's log and `mpsync plan` show all.", zh: "此处篇幅有限，省略了 %[1]d 处。完整内容见任务日志，或执行 `mpsync plan`。"},
	"annotations-cut":    {en: "%[1]d more are not shown here; see the job's summary and log", zh: "还有 %[1]d 条未在此显示，见任务摘要和日志"},
	"annotation-+":       {en: "A new message of %[1]q will be created.", zh: "将新建《%[1]s》。"},
	"annotation-±":       {en: "The message of %[1]q will be created anew, and the old one deleted.", zh: "《%[1]s》所在的图文将重新创建，并删除旧的。"},
	"annotation-~":       {en: "Readers of %[1]q will read this instead.", zh: "《%[1]s》的这里将会更新。"},
	"state-branch": {
		en: "%[1]q can't be the name of a branch", enHint: "for example `state: git:mpsync-state`",
		zh: "%[1]q 不能作为分支名", zhHint: "例如 `state: git:mpsync-state`",
	},
	"ci-branch": {
		en: "in CI, apply runs on %[2]s only, and this job runs on %[1]s", enHint: "run `mpsync plan` here and apply after the merge; another branch is set with `ci: {branch: NAME}` in mpsync.yaml",
		zh: "在 CI 里，apply 只在 %[2]s 上执行，而当前任务在 %[1]s 上", zhHint: "这里请运行 `mpsync plan`，合并之后再 apply；要换分支，在 mpsync.yaml 里设置 `ci: {branch: 分支名}`",
	},
	"ci-branch-unknown": {
		en: "in CI, apply runs on %[2]s only, and nothing says which branch this job runs on", enHint: "set the variable MPSYNC_BRANCH to the name of the branch",
		zh: "在 CI 里，apply 只在 %[2]s 上执行，但无法得知当前任务所在的分支", zhHint: "请把环境变量 MPSYNC_BRANCH 设为分支名",
	},
	"state-git-outside": {
		en: "the state is kept on the branch %[1]q, but git finds no repository here: %[3]s", enHint: "run mpsync inside a clone of the site's repository, or set `state:` to a file; where git speaks of dubious ownership, do what it says",
		zh: "状态保存在分支 %[1]q 上，但 git 在这里找不到仓库：%[3]s", zhHint: "请在项目仓库的克隆里运行 mpsync，或把 `state:` 改为文件；如果 git 提示 dubious ownership，请按它的说明处理",
	},
	"state-git-no-remote": {
		en: "the state is kept on the branch %[1]q, but this repository has no remote to keep it at", enHint: "add one with `git remote add origin URL`, or set `state:` to a file",
		zh: "状态保存在分支 %[1]q 上，但这个仓库没有远程仓库", zhHint: "用 `git remote add origin URL` 添加一个，或把 `state:` 改为文件",
	},
	"state-git-which-remote": {
		en: "this repository has several remotes, and none is called origin: %[4]s", enHint: "say which one keeps the state with `git config checkout.defaultRemote NAME`",
		zh: "这个仓库有多个远程仓库，没有一个叫 origin：%[4]s", zhHint: "用 `git config checkout.defaultRemote 名称` 指定保存状态的那一个",
	},
	"state-git-unreachable": {
		en: "the branch %[1]q can't be fetched from %[2]s: %[3]s", enHint: "check the network and git's credentials: `git ls-remote %[2]s` has to work",
		zh: "无法从 %[2]s 获取分支 %[1]q：%[3]s", zhHint: "请检查网络和 git 的凭据：`git ls-remote %[2]s` 应能成功",
	},
	"state-git-gone": {
		en: "the branch %[1]q is gone from %[2]s; this clone still has its last commit", enHint: "bring it back with `git push %[2]s %[4]s:refs/heads/%[1]s`; to begin anew, name another branch in `state:`",
		zh: "%[2]s 上的分支 %[1]q 已被删除；本地克隆里还有它的最后一次提交", zhHint: "用 `git push %[2]s %[4]s:refs/heads/%[1]s` 恢复；要重新开始，请在 `state:` 里换一个分支名",
	},
	"state-git-unreadable": {
		en: "git can't work with the branch %[1]q: %[3]s", enHint: "check the repository with `git fsck` and the free space of the disk",
		zh: "git 无法处理分支 %[1]q：%[3]s", zhHint: "请用 `git fsck` 检查仓库，并检查磁盘空间",
	},
	"cmd-state-move": {en: "Move the state to where mpsync.yaml keeps it now", zh: "把状态移到 mpsync.yaml 现在写明的地方"},
	"cmd-state-move-long": {
		en: "After `state:` in mpsync.yaml was changed, from a file to a branch (git:BRANCH) or back, move the state there as it is, with its journal. FROM is where it was: a file of the site, the usual one when left out, or git:BRANCH. A file is removed once the branch has it; a branch stays. Nothing is moved to a place that has a state.",
		zh: "修改 mpsync.yaml 的 `state:` 之后（从文件改为分支 git:BRANCH，或改回来），把状态连同日志原样移过去。FROM 是原来的地方：项目里的文件（省略时为默认文件名），或 git:BRANCH。移到分支后会删除原文件；分支则保留。如果那里已有状态，不会移动。",
	},
	"state-move-from":    {en: "say where the state was: a file of the site, or git:BRANCH", zh: "请指明状态原来在哪里：项目里的文件，或 git:BRANCH"},
	"state-move-same":    {en: "%[1]s is where mpsync.yaml keeps the state", enHint: "change `state:` first, then move the state", zh: "mpsync.yaml 里写的正是 %[1]s", zhHint: "请先修改 `state:`，再移动"},
	"state-move-nothing": {en: "there is no state here to move", enHint: "name the place where it is: `mpsync state move FILE`, or git:BRANCH; a site that was never applied needs no move", zh: "这里没有可以移动的状态", zhHint: "请指明它所在的地方：`mpsync state move FILE` 或 git:BRANCH；从未执行过 apply 的项目不必移动"},
	"state-move-other":   {en: "there is a state already, and not that of %[1]s", enHint: "if this one is right, delete %[1]s; if that one is right, name another branch or file in `state:`", zh: "这里已有一份状态，与 %[1]s 不是同一份", zhHint: "如果这里的是对的，请删除 %[1]s；如果那里的是对的，请在 `state:` 里换一个分支或文件"},
	"state-moved":        {en: "The state moved from %[1]s to %[2]s.", zh: "状态已从 %[1]s 移到 %[2]s。"},
	"state-moved-file":   {en: "Commit mpsync.yaml, and that %[1]s is gone.", zh: "请提交 mpsync.yaml，以及 %[1]s 的删除。"},
	"state-moved-branch": {en: "Commit mpsync.yaml and the file. The branch %[1]s is not used any more; delete it when you like.", zh: "请提交 mpsync.yaml 和状态文件。分支 %[1]s 不再使用，可以随时删除。"},
	"state-git-foreign": {
		en: "the branch %[1]q at %[2]s holds another state than the one that this clone could not push", enHint: "look at %[4]s; when nothing in it is missing from the branch, delete it",
		zh: "%[2]s 上的分支 %[1]q 是另一份状态，与本地尚未推送的不是同一份", zhHint: "请查看 %[4]s；确认其中的内容分支上都有之后，可以删除它",
	},
	"state-git-raced": {
		en: "another mpsync changed the state on %[2]s while this one was at work", enHint: "nothing was created twice; run apply again",
		zh: "本次执行期间，另一个 mpsync 更新了 %[2]s 上的状态", zhHint: "没有重复创建任何内容；请重新运行 apply",
	},
	"state-git-protected": {
		en: "%[2]s protects the branch %[1]q and refused to record what was done: %[3]s", enHint: "allow the account that runs mpsync to push to this branch; what was done is kept in this clone and pushed by the next run",
		zh: "%[2]s 的分支 %[1]q 受保护，拒绝记录本次执行的结果：%[3]s", zhHint: "请允许运行 mpsync 的账号推送到这个分支；本次的记录保留在本地克隆里，下次运行时会推送",
	},
	"state-git-permission": {
		en: "%[2]s does not let this account push to the branch %[1]q: %[3]s", enHint: "give it the right to write: in GitHub Actions `permissions: {contents: write}`, elsewhere a token or deploy key that may push; what was done is kept in this clone",
		zh: "%[2]s 不允许当前账号推送到分支 %[1]q：%[3]s", zhHint: "请授予写权限：GitHub Actions 用 `permissions: {contents: write}`，其他平台用可以推送的令牌或部署密钥；本次的记录保留在本地克隆里",
	},
	"state-git-refused": {
		en: "the state could not be pushed to the branch %[1]q of %[2]s: %[3]s", enHint: "what was done is kept in this clone and pushed by the next run here",
		zh: "状态无法推送到 %[2]s 的分支 %[1]q：%[3]s", zhHint: "本次的记录保留在本地克隆里，下次在这里运行时会推送",
	},
	"state-git-unfetched": {
		en: "The state on the branch %[1]s was never fetched here, so every article looks new. `git fetch %[2]s` brings it.",
		zh: "这里还没有获取过分支 %[1]s 上的状态，所以每篇文章看起来都是新的。`git fetch %[2]s` 可以获取它。",
	},
}

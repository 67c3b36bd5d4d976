package diag

// safeTexts are of the commands that work on the memory of mpsync.
var safeTexts = map[string]entry{
	"record-member": {
		en: "%[1]q is an article of the message %[2]q", enHint: "name the message: %[2]s",
		zh: "%[1]q 是图文 %[2]q 里的一篇", zhHint: "请使用整条图文的地址：%[2]s",
	},
	"state-past-foreign": {
		en: "the snapshot %[1]d belongs to another state", enHint: "move the present state file away first if it is the wrong one",
		zh: "快照 %[1]d 属于另一个状态文件", zhHint: "如果当前的状态文件不对，请先把它移走",
	},
	"no-past": {
		en: "no snapshot %[1]s is kept", enHint: "`mpsync state history` lists those that are",
		zh: "没有保留快照 %[1]s", zhHint: "用 `mpsync state history` 查看保留了哪些",
	},
	"history-branch": {
		en: "the state is kept on the branch %[1]s, and git keeps its history", enHint: "`git log %[1]s` lists the snapshots, `git show REVISION:%[2]s` prints one",
		zh: "状态保存在分支 %[1]s 上，历史由 git 保留", zhHint: "用 `git log %[1]s` 列出快照，用 `git show REVISION:%[2]s` 查看其中一个",
	},
	"needs-serial":      {en: "name one snapshot by its number", enHint: "`mpsync state history` lists them", zh: "请用序号指定一个快照", zhHint: "用 `mpsync state history` 查看"},
	"cmd-state-history": {en: "List the earlier snapshots of the state", zh: "列出状态的历史快照"},
	"cmd-state-history-long": {
		en: "List the snapshots that the last ten changes replaced. They stay in .mpsync/history on this machine and never go into git.",
		zh: "列出最近十次修改之前的快照。它们只保存在本机的 .mpsync/history 里，不会进入 git。",
	},
	"cmd-state-restore": {en: "Make an earlier snapshot of the state the present one", zh: "恢复到某个历史快照"},
	"cmd-state-restore-long": {
		en: "Make an earlier snapshot of the state the present one. The account is left alone: what was made since then is recognised in it by the next plan, or blocked where that cannot be told. What readers have stays recorded, lest it be sent to them again. Calls without answer stay open. A state file that cannot be read is kept with .broken added.",
		zh: "恢复到某个历史快照，不动账号：此后创建的内容由下次 plan 在账号里认出，认不准的会交由人工处理。读者已能看到的内容，记录不会丢失，以免重复发出。结果不明的调用保持不变。读不出的状态文件会加上 .broken 保留下来。",
	},
	"history-none":    {en: "No earlier snapshot is kept yet.", zh: "还没有历史快照。"},
	"history-line":    {en: "%[1]d  %[2]s  messages: %[3]s", zh: "%[1]d  %[2]s  图文 %[3]s 条"},
	"history-broken":  {en: "(unreadable)", zh: "（无法读取）"},
	"restore-loses":   {en: "- %[1]s  no longer recorded", zh: "- %[1]s  不再有记录"},
	"restore-brings":  {en: "+ %[1]s  recorded again", zh: "+ %[1]s  重新有记录"},
	"restore-changes": {en: "~ %[1]s  as it was recorded then", zh: "~ %[1]s  恢复为当时的记录"},
	"restore-same":    {en: "The records are the same.", zh: "记录没有差别。"},
	"restore-ask":     {en: "Restore this snapshot? [y/N] ", zh: "恢复这个快照？[y/N] "},
	"restore-kept":    {en: "nothing was restored", zh: "没有恢复"},
	"restored":        {en: "Snapshot %[1]d is the present state. Run `mpsync plan` to see what it makes of the account.", zh: "已恢复到快照 %[1]d。请运行 `mpsync plan` 查看与账号的差别。"},
	"cmd-lock-break":  {en: "Say how a lock that is in the way is broken", zh: "说明如何解除占用的锁"},
	"cmd-lock-break-long": {
		en: "The lock is the operating system's: it goes with its process, however that ends, so nothing is left behind that would have to be broken. This command says which process holds it and how to end that; it breaks nothing, because two runs at once are what the lock is there to prevent. Exit code 7 when it is held.",
		zh: "锁由操作系统管理，随进程结束而释放，不会残留。本命令说明是哪个进程占用、如何结束它；它不会强行解锁，因为锁正是用来防止两次执行同时进行的。被占用时退出码为 7。",
	},
	"lock-break": {
		en: "To free it, end that process: `kill %[1]d` on %[2]s. mpsync then saves what was done.",
		zh: "要释放它，请在主机 %[2]s 上结束该进程：`kill %[1]d`。mpsync 会先保存已完成的部分。",
	},
	"lock-break-unknown": {en: "To free it, end the other mpsync; on Linux `fuser %[1]s` names its process.", zh: "要释放它，请结束另一个 mpsync；在 Linux 上可用 `fuser %[1]s` 查看进程。"},
	"finishing": {
		en: "Nothing new is begun; what was sent is waited for. Interrupt again to give that up too.",
		zh: "不再开始新的调用，正在等待已发出的调用完成；再按一次 Ctrl-C 则放弃等待。",
	},
	"move-bound": {
		en: "this file still has the address %[1]q, so the next plan would move the record back", enHint: "rename the file, or change its `id:` to %[2]s; the record follows in the next apply",
		zh: "此文件的地址仍是 %[1]q，下次 plan 会把记录改回来", zhHint: "请给文件改名，或把它的 `id:` 改成 %[2]s；下次 apply 会自动跟着改",
	},
	"moved-nowhere": {en: "Note: no file of the site has the address %[1]s yet.", zh: "提示：项目里还没有地址为 %[1]s 的文件。"},
}

package diag

// These texts stand behind the position of the state file or its journal.
var stateTexts = map[string]entry{
	"state-not": {
		en: "this is not a state file of mpsync", enHint: "bring it back from git or a backup, or move it away: the next plan then recognises in the account what was made from this site",
		zh: "这不是 mpsync 的状态文件", zhHint: "请从 git 或备份中恢复；也可以把它移走，下次 plan 会在公众号里认出由本项目创建的内容",
	},
	"state-broken": {
		en: "the state file is damaged: %[1]v", enHint: "bring it back from git or a backup, or move it away: the next plan then recognises in the account what was made from this site",
		zh: "状态文件已损坏：%[1]v", zhHint: "请从 git 或备份中恢复；也可以把它移走，下次 plan 会在公众号里认出由本项目创建的内容",
	},
	"state-conflict": {
		en: "git left conflict markers in the state file", enHint: "take the side of the apply that ran last (git checkout --ours or --theirs), then run plan: what the other side created is recognised in the account",
		zh: "状态文件里有 git 合并冲突标记", zhHint: "请保留最后一次执行 apply 的那一方（git checkout --ours 或 --theirs），再运行 plan：另一方创建的内容会在公众号里被认出",
	},
	"state-newer": {
		en: "mpsync %[1]s wrote this in format %[2]d, and this mpsync knows formats up to %[3]d", enHint: "upgrade mpsync to %[1]s or later",
		zh: "此文件由 mpsync %[1]s 以格式 %[2]d 写成，当前的 mpsync 最高支持格式 %[3]d", zhHint: "请把 mpsync 升级到 %[1]s 或更高版本",
	},
	"state-journal-broken": {
		en: "line %[1]d of the journal is damaged", enHint: "bring the file back from a backup, or move it away: the next plan then recognises in the account what it recorded",
		zh: "操作日志第 %[1]d 行已损坏", zhHint: "请从备份中恢复此文件；也可以把它移走，下次 plan 会在公众号里认出其中记录的内容",
	},
	"state-journal-ahead": {
		en: "the journal goes on from serial %[1]d, but the state file is the older serial %[2]d", enHint: "bring back the newer state file, or move the journal away: the next plan then recognises in the account what it recorded",
		zh: "操作日志接在序号 %[1]d 之后，而状态文件是更旧的序号 %[2]d", zhHint: "请恢复较新的状态文件；也可以把操作日志移走，下次 plan 会在公众号里认出其中记录的内容",
	},
	"state-journal-foreign": {
		en: "the journal belongs to another state file", enHint: "bring back the state file that it belongs to, or move the journal away",
		zh: "操作日志属于另一个状态文件", zhHint: "请恢复与它对应的状态文件，或把操作日志移走",
	},
	"state-journal-touched": {
		en: "another program shortened the journal during this command", enHint: "run the command again and keep other programs away from this file",
		zh: "本次命令执行期间，操作日志被其他程序截短", zhHint: "请重新运行命令，不要让其他程序改动此文件",
	},
	"state-stale": {
		en: "the state file changed during this command: serial %[1]d was expected, and serial %[2]d is there", enHint: "run plan again, and neither git pull nor another mpsync meanwhile",
		zh: "本次命令执行期间状态文件发生了变化：应为序号 %[1]d，实为 %[2]d", zhHint: "请重新运行 plan，期间不要执行 git pull 或另一个 mpsync",
	},
	"state-locked": {
		en: "another mpsync is at work on this state", enHint: "wait for it to end and try again",
		zh: "另一个 mpsync 正在使用此状态文件", zhHint: "请等它结束后重试",
	},
	"state-locked-by": {
		en: "another mpsync is at work on this state: process %[1]d on %[2]s, since %[3]s", enHint: "wait for it to end and try again; the lock goes when that process does",
		zh: "另一个 mpsync 正在使用此状态文件：主机 %[2]s 上的进程 %[1]d，始于 %[3]s", zhHint: "请等它结束后重试；该进程退出时锁会自动释放",
	},
}

package diag

// safeTexts are of the commands that work on the memory of mpsync.
var safeTexts = map[string]entry{
	"record-member": {
		en: "%[1]q is an article of the message %[2]q", enHint: "name the message: %[2]s",
		zh: "%[1]q 是图文 %[2]q 里的一篇", zhHint: "请使用整条图文的地址：%[2]s",
	},
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

package diag

// themeTexts are about themes as files: what they extend, and the theme command.
var themeTexts = map[string]entry{
	"theme-import-selector": {
		en: "%[1]q is left out: no part of an article can have it", enHint: "draw it with the border or background of the part itself; docs/rendering.md lists the parts",
		zh: "%[1]q 未导入：正文里没有对应的部分", zhHint: "可改用该部分自身的边框或背景来表现；各部分见 docs/rendering.md",
	},
	"theme-extends-missing": {
		en: "the theme %[1]q, which this one extends, can't be read", enHint: "name a built-in theme (`mpsync theme list`), or a .css file by its path from this file",
		zh: "无法读取所继承的主题 %[1]q", zhHint: "请写内置主题的名字（见 `mpsync theme list`），或以本文件为起点的 .css 路径",
	},
	"theme-extends-cycle": {
		en: "%[1]q extends itself through this line", enHint: "let one of the themes stand on its own",
		zh: "%[1]q 经由这一行继承了自己", zhHint: "请让其中一个主题不再继承",
	},
	"theme-extends-place": {
		en: "@extends stands too late", enHint: "write it once, before the first rule",
		zh: "@extends 的位置太靠后", zhHint: "请只写一次，放在第一条规则之前",
	},
}

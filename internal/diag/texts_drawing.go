package diag

// drawingTexts are about formulas and diagrams, and the tools that draw them.
var drawingTexts = map[string]entry{
	"diagram-language": {
		en: "%[1]q can't be a language of diagrams", enHint: "use the name of the fenced block, in lower case, such as dot or plantuml; math and mermaid need no command",
		zh: "%[1]q 不能作为图表语言", zhHint: "请填写代码块的语言名（小写），如 dot、plantuml；math 和 mermaid 无需命令",
	},
	"math-missing": {
		en:     "%[1]d articles have formulas, which are shown as their source: MathJax is not installed here",
		enHint: "run `mpsync math install` once; the next apply then sends the formulas",
		zh:     "有 %[1]d 篇文章含公式，暂以源码显示：本机还没有安装 MathJax",
		zhHint: "运行一次 `mpsync math install`，下次 apply 就会发送排好的公式",
	},
	"math-syntax": {
		en: "this formula can't be typeset, so its source is shown: %[1]s", enHint: `mend the TeX; a dollar sign that is none of a formula is written \$`,
		zh: "这个公式无法排版，将显示源码：%[1]s", zhHint: `请修正 TeX；如果 $ 只是普通字符，请写作 \$`,
	},
	"math-failed": {
		en: "formulas can't be typeset: %[1]s", enHint: "run `mpsync math install` again, which replaces what is installed",
		zh: "无法排版公式：%[1]s", zhHint: "请重新运行 `mpsync math install`，它会替换已安装的文件",
	},
	"math-as-images": {
		en: "its longest formulas become images, because with drawings alone it would have %[1]d characters of HTML; it has %[2]d",
		zh: "较长的公式改用图片：若全部直接嵌入，正文 HTML 将有 %[1]d 个字符，现为 %[2]d 个",
	},
	"diagram-no-bundle": {
		en: "%[1]d articles have diagrams of %[2]s, which are shown as their source: mermaid is not installed here", enHint: "run `mpsync diagrams install` once; the next apply then sends the diagrams",
		zh: "有 %[1]d 篇文章含 %[2]s 图表，暂以源码显示：本机还没有安装 mermaid", zhHint: "运行一次 `mpsync diagrams install`，下次 apply 就会发送绘好的图表",
	},
	"diagram-no-browser": {
		en: "%[1]d articles have diagrams of %[2]s, which are shown as their source: no Chromium or Chrome was found here", enHint: "install one, or name it in MPSYNC_CHROMIUM; the next apply then sends the diagrams",
		zh: "有 %[1]d 篇文章含 %[2]s 图表，暂以源码显示：本机没有找到 Chromium 或 Chrome", zhHint: "请安装，或用环境变量 MPSYNC_CHROMIUM 指定路径；下次 apply 就会发送绘好的图表",
	},
	"diagram-not-allowed": {
		en: "%[1]d articles have diagrams of %[2]s, which are shown as their source: commands of mpsync.yaml run only where they are allowed", enHint: "add --allow-commands after reading the commands under diagrams:, or list the site in your own config file (`mpsync diagrams --help`)",
		zh: "有 %[1]d 篇文章含 %[2]s 图表，暂以源码显示：mpsync.yaml 里的命令须经允许才会运行", zhHint: "看过 diagrams: 下的命令后加上 --allow-commands，或把项目写入自己的配置文件（见 `mpsync diagrams --help`）",
	},
	"diagram-failed": {
		en: "diagrams can't be drawn: %[1]s", enHint: "see that the browser starts: run it once by itself, or name another in MPSYNC_CHROMIUM",
		zh: "无法绘制图表：%[1]s", zhHint: "请确认浏览器可以启动：单独运行一次，或用 MPSYNC_CHROMIUM 指定另一个",
	},
	"diagram-syntax": {
		en: "this diagram can't be drawn, so its source is shown: %[1]s", enHint: "mend the diagram",
		zh: "这个图表无法绘制，将显示源码：%[1]s", zhHint: "请修正图表源码",
	},
	"degraded-held": {
		en:     "%[1]q needs an update, but this machine can't draw its formulas or diagrams, and readers have them drawn",
		enHint: "apply on a machine that can, or install what is missing: `mpsync math install`, `mpsync diagrams install`",
		zh:     "《%[1]s》需要更新，但本机无法绘制其中的公式或图表，而读者看到的是绘制好的",
		zhHint: "请在具备条件的机器上 apply，或先安装：`mpsync math install`、`mpsync diagrams install`",
	},
	"drawing-gone": {
		en: "a formula or diagram of %[1]s can't be drawn any more", enHint: "run the command again",
		zh: "%[1]s 里的公式或图表现在无法绘制", zhHint: "请重新运行命令",
	},
	"part-drawings": {en: "formulas and diagrams drawn", zh: "公式和图表已绘制"},

	// Commands.
	"cmd-math":             {en: "Install what typesets formulas", zh: "安装公式排版所需的 MathJax"},
	"cmd-math-long":        {en: "Formulas of articles ($…$, $$…$$, ```math) are typeset by MathJax, which runs inside mpsync: no Node and no\nbrowser is needed. It is fetched once from the npm registry and kept in the user's cache.", zh: "文章里的公式（$…$、$$…$$、```math）由 MathJax 排版，它在 mpsync 内部运行，不需要 Node 或浏览器。\n只需从 npm 仓库下载一次，存放在用户的缓存目录里。"},
	"cmd-math-install":     {en: "fetch MathJax", zh: "下载 MathJax"},
	"cmd-math-status":      {en: "say whether MathJax is installed", zh: "查看 MathJax 是否已安装"},
	"cmd-diagrams":         {en: "Install what draws mermaid diagrams", zh: "安装 mermaid 图表所需的脚本"},
	"cmd-diagrams-long":    {en: "Blocks of mermaid are drawn by mermaid, fetched once from the npm registry, in a Chromium or Chrome of this machine,\nwhich gets no network. MPSYNC_CHROMIUM names another browser.\n\nOther languages are drawn by commands of mpsync.yaml, which read the source and write PNG or SVG:\n  diagrams: {dot: \"dot -Tpng\", plantuml: \"plantuml -tpng -pipe\"}\nThey run only with --allow-commands or MPSYNC_ALLOW_COMMANDS=1, or for sites listed in your own config file, ~/.config/mpsync/config.yaml:\n  allow_commands: [/home/me/blog]", zh: "mermaid 代码块由 mermaid 绘制：脚本从 npm 仓库下载一次，在本机的 Chromium 或 Chrome 里运行，不能访问网络。\n可用环境变量 MPSYNC_CHROMIUM 指定浏览器。\n\n其他语言由 mpsync.yaml 里的命令绘制，命令从标准输入读取源码，输出 PNG 或 SVG：\n  diagrams: {dot: \"dot -Tpng\", plantuml: \"plantuml -tpng -pipe\"}\n这些命令只有加上 --allow-commands、设置 MPSYNC_ALLOW_COMMANDS=1，或项目列在自己的配置文件 ~/.config/mpsync/config.yaml 里时才会运行：\n  allow_commands: [/home/me/blog]"},
	"cmd-diagrams-install": {en: "fetch mermaid", zh: "下载 mermaid"},
	"cmd-diagrams-status":  {en: "say whether mermaid and a browser are there", zh: "查看 mermaid 和浏览器是否可用"},
	"cmd-tools-install-long": {
		en: "Fetches %[1]s from the npm registry (npm_config_registry, else .npmrc, else registry.npmjs.org), checks that it is\nexactly the archive that this mpsync was tested with, and keeps the files that are needed in the user's cache.",
		zh: "从 npm 仓库下载 %[1]s（依次取 npm_config_registry、.npmrc、registry.npmjs.org），核对它与本版 mpsync 测试时的\n完全一致，再把需要的文件存入用户的缓存目录。",
	},
	"flag-allow-commands": {en: "run the commands that mpsync.yaml names, for tokens and for diagrams", zh: "允许运行 mpsync.yaml 里写的命令（获取 token、绘制图表）"},
	"tools-no-address":    {en: "it is not a web address", zh: "不是网址"},
	"tools-fetching":      {en: "fetching %[1]s from %[2]s", zh: "正在从 %[2]s 下载 %[1]s"},
	"tools-installed":     {en: "%[1]s is installed in %[2]s", zh: "%[1]s 已安装：%[2]s"},
	"tools-absent":        {en: "%[1]s is not installed", zh: "%[1]s 未安装"},
	"tools-browser":       {en: "browser: %[1]s", zh: "浏览器：%[1]s"},
	"tools-no-browser":    {en: "browser: none found; install Chromium or Chrome, or name one in MPSYNC_CHROMIUM", zh: "浏览器：没有找到；请安装 Chromium 或 Chrome，或用 MPSYNC_CHROMIUM 指定"},
	"tools-nowhere": {
		en: "there is no folder to install to: neither XDG_CACHE_HOME nor HOME is set", enHint: "set HOME",
		zh: "没有可用的安装位置：XDG_CACHE_HOME 和 HOME 都没有设置", zhHint: "请设置 HOME",
	},
	"tools-digest": {
		en: "%[1]s as %[2]s has it is not what mpsync was tested with, so it was not installed", enHint: "use another registry: npm_config_registry=https://registry.npmjs.org/",
		zh: "%[2]s 提供的 %[1]s 与 mpsync 测试时的不一致，没有安装", zhHint: "请换一个仓库：npm_config_registry=https://registry.npmjs.org/",
	},
	"tools-fetch": {
		en: "%[1]s could not be installed from %[2]s: %[3]s", enHint: "see that the registry can be reached, or name another in npm_config_registry",
		zh: "无法从 %[2]s 安装 %[1]s：%[3]s", zhHint: "请确认能访问该仓库，或用 npm_config_registry 指定另一个",
	},
}

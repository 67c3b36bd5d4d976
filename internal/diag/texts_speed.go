package diag

// speedTexts are about rendering all of a site.
var speedTexts = map[string]entry{
	"flag-render-all": {en: "render every article of the site into the folder of -o, under the folders that it lies in", zh: "渲染项目的全部文章，按原来的目录结构写入 -o 指定的文件夹"},
	"render-all-output": {
		en: "--all writes a page for each article", enHint: "name a folder with -o",
		zh: "--all 会为每篇文章写出一个文件", zhHint: "请用 -o 指定文件夹",
	},
	"render-all-files": {
		en: "--all renders the whole site", enHint: "leave either --all or the file names away",
		zh: "--all 会渲染整个项目", zhHint: "请去掉 --all，或去掉文件名",
	},
	"render-all-summary": {en: "Articles written: %[1]d; left out: %[2]d", zh: "已写出文章 %[1]d 篇，略过 %[2]d 篇"},
}

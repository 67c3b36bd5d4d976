package diag

// imagesTexts are findings about making images fit. The first argument is the
// image's path where there is one.
var imagesTexts = map[string]entry{
	"image-too-many-pixels": {
		en: "image %[1]s claims %[2]d × %[3]d pixels; at most %[4]d megapixels are decoded", enHint: "make it smaller, or raise images.max_megapixels in mpsync.yaml if the size is meant",
		zh: "图片 %[1]s 标明 %[2]d × %[3]d 像素，最多只处理 %[4]d 百万像素", zhHint: "请缩小图片；若确实需要这么大，可在 mpsync.yaml 里调高 images.max_megapixels",
	},
	"image-too-slow": {
		en: "image %[1]s could not be decoded within %[2]d seconds", enHint: "export it again, smaller or in another format",
		zh: "图片 %[1]s 在 %[2]d 秒内没有解码完成", zhHint: "请缩小图片或换一种格式重新导出",
	},
	"image-unsupported": {
		en: "image %[1]s is a %[2]s file of a rare kind that can't be decoded", enHint: "open it in any image editor and save it as PNG or JPEG",
		zh: "图片 %[1]s 是一种少见的 %[2]s，无法解码", zhHint: "请用图片编辑软件打开，另存为 PNG 或 JPEG",
	},
	"image-gif-reduced": {
		en: "the animation %[1]s has %.1[2]f MB, more than the account takes; it is uploaded smaller, with fewer pictures", enHint: "shorten it to choose yourself what is shown, or set `images: {large_gif: still}`",
		zh: "动图 %[1]s 有 %.1[2]f MB，超过公众号上限，将缩小并抽帧后上传", zhHint: "可自行剪短以决定展示的内容；只要静态图时设置 `images: {large_gif: still}`",
	},
	"image-gif-still": {
		en: "the animation %[1]s has %.1[2]f MB, more than the account takes; only its first picture is uploaded", enHint: "make it smaller than 10 MB, or set `images: {large_gif: reduce}`",
		zh: "动图 %[1]s 有 %.1[2]f MB，超过公众号上限，只上传第一帧", zhHint: "请压缩到 10 MB 以内，或设置 `images: {large_gif: reduce}`",
	},
	"image-fetch-private": {
		en: "the image %[1]s leads to this machine or a private network, which is not asked", enHint: "save the image beside the article, or name the host under `images: {allow_hosts: […]}` in mpsync.yaml",
		zh: "图片 %[1]s 指向本机或内网，不予下载", zhHint: "请把图片保存到文章旁边；若该主机可信，写进 mpsync.yaml 的 `images: {allow_hosts: […]}`",
	},
	"image-fetch-redirects": {
		en: "the image %[1]s is redirected more than %[2]d times", enHint: "use the address that it ends at",
		zh: "图片 %[1]s 跳转超过 %[2]d 次", zhHint: "请直接使用最终地址",
	},
	"image-fetch-large": {
		en: "the image %[1]s has more than %[2]d MB", enHint: "save a smaller one beside the article and refer to the file",
		zh: "图片 %[1]s 超过 %[2]d MB", zhHint: "请把较小的图片保存到文章旁边再引用",
	},
	"image-fetch-slow": {
		en: "the image %[1]s did not arrive within %[2]d seconds", enHint: "run again later, or save the image beside the article",
		zh: "图片 %[1]s 在 %[2]d 秒内没有下载完", zhHint: "请稍后重试，或把图片保存到文章旁边",
	},
	"image-fetch-status": {
		en: "the server of the image %[1]s answers with HTTP status %[2]d", enHint: "open the address in a browser; if the picture shows there, save it beside the article",
		zh: "图片 %[1]s 的服务器返回 HTTP 状态 %[2]d", zhHint: "请用浏览器打开该地址；若能看到图片，保存到文章旁边再引用",
	},
	"image-fetch-failed": {
		en: "the image %[1]s can't be downloaded: its server does not answer", enHint: "check the address, or save the image beside the article",
		zh: "图片 %[1]s 无法下载：服务器没有响应", zhHint: "请检查地址，或把图片保存到文章旁边再引用",
	},
	"image-no-decoder": {
		en: "image %[1]s is of type %[2]s, and this machine has no program that opens it", enHint: "install one: `apt install libheif-examples`, `brew install libheif`, `winget install ImageMagick.ImageMagick`; or save the image as JPEG",
		zh: "图片 %[1]s 是 %[2]s 格式，本机没有能打开它的程序", zhHint: "请安装其中之一：`apt install libheif-examples`、`brew install libheif`、`winget install ImageMagick.ImageMagick`；或另存为 JPEG",
	},
	"image-not-decoded": {
		en: "image %[1]s is of type %[2]s, and no program of this machine could open it", enHint: "see with --verbose what they say; or save the image as JPEG",
		zh: "图片 %[1]s 是 %[2]s 格式，本机的程序都打不开它", zhHint: "可以加 --verbose 查看原因；或另存为 JPEG",
	},
	"svg-no-tool": {
		en: "the drawing %[1]s is an SVG, and this machine has no program that makes an image of it", enHint: "install one: `apt install librsvg2-bin` (rsvg-convert), `brew install librsvg`, resvg, or Chromium",
		zh: "图片 %[1]s 是 SVG，本机没有能把它转成图片的程序", zhHint: "请安装其中之一：`apt install librsvg2-bin`（rsvg-convert）、`brew install librsvg`、resvg 或 Chromium",
	},
	"svg-missing": {
		en: "%[1]d articles have SVG drawings, which are left out: this machine has no program that makes images of them", enHint: "install one: `apt install librsvg2-bin` (rsvg-convert), `brew install librsvg`, resvg, or Chromium; the next apply then sends the drawings",
		zh: "有 %[1]d 篇文章含 SVG 图片，暂不显示：本机没有能把它转成图片的程序", zhHint: "请安装其中之一：`apt install librsvg2-bin`（rsvg-convert）、`brew install librsvg`、resvg 或 Chromium；下次 apply 就会发送",
	},
	"cover-font-missing": {
		en: "%[1]d articles want a title card as cover, which can't be drawn: this machine has no font with Chinese characters", enHint: "install one, such as `apt install fonts-noto-cjk`, or name a font file in MPSYNC_FONT; the next apply then sends the cards",
		zh: "有 %[1]d 篇文章要用标题封面，但本机没有中文字体，无法绘制", zhHint: "请安装一个，例如 `apt install fonts-noto-cjk`，或用环境变量 MPSYNC_FONT 指定字体文件；下次 apply 就会发送",
	},
	"svg-failed": {
		en: "the drawing %[1]s can't be made an image", enHint: "open it in a browser to see whether it is sound, or export it as PNG",
		zh: "SVG 图片 %[1]s 无法转成图片", zhHint: "请用浏览器打开确认文件是否正常，或导出为 PNG",
	},
	"cover-no-font": {
		en: "a title card can't be drawn: this machine has no font with Chinese characters", enHint: "install one, such as `apt install fonts-noto-cjk`, or name an image under cover:",
		zh: "无法绘制标题封面：本机没有中文字体", zhHint: "请安装一个，例如 `apt install fonts-noto-cjk`，或用 cover: 指定图片",
	},
	"cover-crop": {
		en: "%[1]s must be center, smart, none, or boxes: {wide: [0, 0.1, 1, 0.6], square: [0.2, 0, 0.8, 1]}", enHint: "the four numbers are left, top, right and bottom, as parts of width and height from 0 to 1",
		zh: "%[1]s 应当是 center、smart、none，或裁剪框：{wide: [0, 0.1, 1, 0.6], square: [0.2, 0, 0.8, 1]}", zhHint: "四个数依次是左、上、右、下，按宽高的比例写，从 0 到 1",
	},
	"value-not-between": {
		en: "%[1]s must be a whole number from %[2]d to %[3]d", enHint: "choose a number between them",
		zh: "%[1]s 应当是 %[2]d 到 %[3]d 之间的整数", zhHint: "请改成这个范围内的数",
	},
}

package diag

// The first argument of every text here is the image's path.
var assetTexts = map[string]entry{
	"image-broken": {
		en: "image %[1]s is damaged: it begins as a %[2]s file and is not a whole one", enHint: "export or download the image again",
		zh: "图片 %[1]s 已损坏：开头是 %[2]s，但文件不完整", zhHint: "请重新导出或下载这张图片",
	},
	"image-unknown": {
		en: "%[1]s is not an image of a known type", enHint: "use a JPEG or PNG image",
		zh: "%[1]s 不是可识别的图片", zhHint: "请改用 JPEG 或 PNG 图片",
	},
	"image-type": {
		en: "image %[1]s is of type %[2]s, which the account does not take", enHint: "convert it to JPEG or PNG",
		zh: "图片 %[1]s 是 %[2]s 格式，公众号不支持", zhHint: "请转换成 JPEG 或 PNG",
	},
	"image-misnamed": {
		en: "image %[1]s is named .%[2]s and holds %[3]s; it is uploaded as what it is", enHint: "rename the file to avoid surprises elsewhere",
		zh: "图片 %[1]s 的扩展名是 .%[2]s，内容却是 %[3]s，将按实际格式上传", zhHint: "建议改正文件名，以免在别处出问题",
	},
}

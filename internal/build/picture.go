package build

import (
	"strings"

	"mpsync/internal/asset"
	"mpsync/internal/diag"
	"mpsync/internal/model"
)

// maxPictures is how many pictures a picture message holds.
// https://developers.weixin.qq.com/doc/subscription/api/draftbox/draftmanage/api_draft_add.html
const maxPictures = 20

// pictures makes a picture message of what was rendered: its images in their
// order, the first one the cover, and the text without markup.
func (w *work) pictures() {
	a, pos := &w.made.article, w.src.Pos("type")
	images := len(a.Readable.Images)
	switch {
	case images == 0 || images > maxPictures:
		w.report(diag.Error, "picture-count", pos, images, maxPictures)
	case len(w.local) != images:
		w.report(diag.Error, "picture-remote", pos)
	case strings.ContainsAny(a.Readable.Text, "<>"):
		w.report(diag.Error, "picture-markup", pos)
	}
	a.Content, a.Readable = a.Readable.Text, model.Readable{Text: a.Readable.Text}
	for _, im := range w.local {
		c, ok := w.choose(im, asset.Cover, pos)
		if !ok {
			continue
		}
		ref := model.CoverRef(im.image.SHA256, c.Fit)
		w.add(ref, im.asset(c), pos)
		a.Pictures = append(a.Pictures, ref)
		a.Readable.Images = append(a.Readable.Images, ref.String())
	}
	if len(a.Pictures) > 0 {
		a.Cover = a.Pictures[0]
	}
}

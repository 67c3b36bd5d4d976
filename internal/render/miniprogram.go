package render

import (
	"strings"

	"github.com/yuin/goldmark/ast"

	"mpsync/internal/diag"
	"mpsync/internal/render/theme"
)

// miniprogram is the scheme of links to mini-programs: miniprogram:APPID/PATH.
const miniprogram = "miniprogram:"

// appLink writes the attributes of a link to a page of a mini-program; see
// developers.weixin.qq.com, 草稿箱, 新增草稿.
func (p *page) appLink(appid, path string) {
	p.attr("data-miniprogram-appid", appid)
	p.attr("data-miniprogram-path", path)
	p.raw(` href=""`)
}

// miniprogramAnchor renders a link to app, "APPID/PATH", around its text or
// image.
func (p *page) miniprogramAnchor(n *ast.Link, app string) {
	appid, path, _ := strings.Cut(app, "/")
	if appid == "" {
		p.report(diag.Error, "render-miniprogram", n.Pos(), "appid")
		p.inlines(n)
		return
	}
	p.anchor(func() { p.appLink(appid, path) }, func() { p.inlines(n) })
}

// cardFields are what a card needs, in the order of its attributes.
var cardFields = []string{"appid", "path", "title", "image"}

// card renders a block that describes a mini-program's card.
func (p *page) card(n *ast.FencedCodeBlock) {
	given := map[string]string{}
	for line := range strings.Lines(p.verbatim(n)) {
		if name, value, ok := strings.Cut(line, ":"); ok {
			given[strings.TrimSpace(name)] = strings.Trim(strings.TrimSpace(value), `"'`)
		}
	}
	var missing []string
	for _, f := range cardFields {
		if given[f] == "" {
			missing = append(missing, f)
		}
	}
	if len(missing) > 0 {
		p.report(diag.Error, "render-miniprogram", n.Pos(), strings.Join(missing, ", "))
		return
	}
	image, ok := p.source(given["image"], p.pos(n.Pos()))
	if !ok {
		p.text(p.word("render-no-image", given["title"]))
		return
	}
	p.open("section", theme.Card)
	p.raw("<mp-common-miniprogram")
	p.attr("data-miniprogram-appid", given["appid"])
	p.attr("data-miniprogram-path", given["path"])
	p.attr("data-miniprogram-title", given["title"])
	p.ref("data-miniprogram-imageurl", image)
	p.raw(` data-miniprogram-type="card"></mp-common-miniprogram>`)
	p.close("section")
}

package render

import (
	"bytes"
	"regexp"
	"strings"

	"github.com/yuin/goldmark/ast"

	"mpsync/internal/diag"
	"mpsync/internal/render/theme"
)

// figures renders a paragraph of nothing but images, each with its caption; it
// does nothing and returns false for any other paragraph.
func (p *page) figures(n ast.Node) bool {
	images := false
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		if _, ok := lone(c); ok {
			images = true
		} else if t, ok := c.(*ast.Text); !ok || len(bytes.TrimSpace(t.Value(p.src))) > 0 {
			return false
		}
	}
	if !images {
		return false
	}
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		if img, ok := lone(c); ok {
			p.open("section", theme.Figure)
			from := len(p.out)
			p.inline(c)
			if bytes.Contains(p.out[from:], []byte("<img")) {
				p.caption(img)
			}
			p.close("section")
		}
	}
	return true
}

// lone is the image that n is, or that a link n is put around.
func lone(n ast.Node) (*ast.Image, bool) {
	if l, ok := n.(*ast.Link); ok && l.ChildCount() == 1 {
		n = l.FirstChild()
	}
	img, ok := n.(*ast.Image)
	return img, ok
}

// image renders an image, or its alternative text when there is none.
func (p *page) image(n *ast.Image) {
	alt := p.plain(n)
	p.img(unescape(string(n.Destination)), alt, "", p.pos(n.Pos()))
}

// img renders an img element; style holds more declarations.
func (p *page) img(dest, alt, style string, pos diag.Pos) {
	src, ok := p.source(dest, pos)
	if !ok || src == "" {
		p.text(p.word("render-no-image", alt))
		return
	}
	p.begin("img", theme.Img, style)
	p.ref("src", src)
	if alt != "" {
		p.attr("alt", alt)
	}
	p.raw(">")
}

// source asks the caller what stands for an image.
func (p *page) source(dest string, pos diag.Pos) (src string, ok bool) {
	if scheme, _, has := strings.Cut(strings.ToLower(dest), ":"); has && forbidden[scheme] {
		p.found = append(p.found, diag.New(diag.Warning, "render-link-scheme", pos, scheme))
		return "", false
	}
	if p.in.Image == nil {
		return dest, true
	}
	return p.in.Image(dest, pos)
}

// nameless are alternative texts that editors put in and nobody wrote.
var nameless = regexp.MustCompile(`(?i)^(img|image|图片|图像|截图|picture|pic|photo|screenshot|alt|alt text|在这里插入图片描述|image-?\d+|\d+|[\w.-]+\.(png|jpe?g|gif|svg|webp|bmp))$`)

// caption renders what stands below an image.
func (p *page) caption(n *ast.Image) {
	s := unescape(string(n.Title))
	if s == "" && p.r.options.Captions == CaptionAuto {
		if s = p.plain(n); nameless.MatchString(s) {
			s = ""
		}
	}
	if s == "" || p.r.options.Captions == CaptionNone {
		return
	}
	p.open("section", theme.Caption)
	p.text(s)
	p.close("section")
}

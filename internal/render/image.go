package render

import (
	"bytes"
	"cmp"
	"regexp"
	"strings"

	"github.com/yuin/goldmark/ast"

	"mpsync/internal/diag"
	"mpsync/internal/render/theme"
)

// splitLines splits the inline nodes of a paragraph at its line breaks.
func splitLines(n ast.Node) [][]ast.Node {
	var all [][]ast.Node
	var line []ast.Node
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		line = append(line, c)
		if t, ok := c.(*ast.Text); ok && (t.SoftLineBreak() || t.HardLineBreak()) {
			all = append(all, line)
			line = nil
		}
	}
	return append(all, line)
}

// pictured says whether n has images and no HTML of the writer's, whose tags
// could span lines.
func pictured(n ast.Node) bool {
	found := false
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		if c.Kind() == ast.KindRawHTML {
			return false
		}
		_, ok := lone(c)
		found = found || ok
	}
	return found
}

// images says whether a line is nothing but images.
func (p *page) images(line []ast.Node) bool {
	found := false
	for _, n := range line {
		if _, ok := lone(n); ok {
			found = true
		} else if t, ok := n.(*ast.Text); !ok || len(bytes.TrimSpace(t.Value(p.src))) > 0 {
			return false
		}
	}
	return found
}

// figures renders the images of a line, each with its caption.
func (p *page) figures(line []ast.Node) {
	for _, n := range line {
		img, ok := lone(n)
		if !ok {
			continue
		}
		p.open("section", theme.Figure)
		from, held := len(p.out), len(p.drawn)
		p.inline(n)
		if bytes.Contains(p.out[from:], []byte("<img")) || bytes.Contains(p.out[from:], []byte("<svg")) || len(p.drawn) > held {
			p.caption(unescape(string(img.Title)), p.plain(img))
		}
		p.close("section")
	}
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
	p.img(unescape(string(n.Destination)), alt, width(n), p.pos(n.Pos()))
}

// img renders an img element; style holds more declarations.
func (p *page) img(dest, alt, style string, pos diag.Pos) {
	if p.inlined(dest, alt, style, pos) {
		return
	}
	src, ok := p.source(dest, pos)
	if ok && src != "" {
		p.picture(src, alt, style)
		return
	}
	if i := p.drawing(); i >= 0 {
		p.popRawTo(i, true)
	}
	from := len(p.out)
	p.text(p.word("render-no-image", cmp.Or(alt, strings.Trim(dest, "[]"))))
	if src == "" {
		p.aside(from)
		return
	}
	instead := string(p.out[from:]) // another machine can draw it
	p.out = p.out[:from]
	p.picture(src, alt, style)
	whole := string(p.out[from:])
	p.out = p.out[:from]
	p.hold(drawn{html: instead, element: whole})
}

// inlined writes an image that stands in the text itself. What it came from stays
// with it, for those who read the account's form.
func (p *page) inlined(dest, alt, style string, pos diag.Pos) bool {
	if p.in.Inline == nil {
		return false
	}
	svg, ok := p.in.Inline(dest, pos)
	if !ok {
		return false
	}
	if head, rest, cut := strings.Cut(svg, `px"`); cut && style != "" {
		svg = head + "px;" + style + `"` + rest
	}
	p.raw("<svg")
	p.attr("data-image", dest)
	if alt != "" {
		p.attr("data-alt", alt)
	}
	p.raw(strings.TrimPrefix(svg, "<svg"))
	return true
}

// picture writes an img element.
func (p *page) picture(src, alt, style string) {
	p.begin("img", theme.Img, style)
	p.ref("src", src)
	if alt != "" {
		p.attr("alt", alt)
	}
	p.raw(">")
}

// source asks the caller what stands for an image.
func (p *page) source(dest string, pos diag.Pos) (src string, ok bool) {
	if scheme, _, has := strings.Cut(strings.ToLower(dest), ":"); has && forbidden[scheme] && (scheme != "data" || p.in.Image == nil) {
		p.found = append(p.found, diag.New(diag.Warning, "render-link-scheme", pos, scheme))
		return "", false
	}
	if p.in.Image == nil && isWiki(dest) {
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
func (p *page) caption(title, alt string) {
	if title == "" && p.r.options.Captions == CaptionAuto && !nameless.MatchString(alt) {
		title = alt
	}
	if title == "" || p.r.options.Captions == CaptionNone {
		return
	}
	defer p.aside(len(p.out))
	p.open("section", theme.Caption)
	p.text(title)
	p.close("section")
}

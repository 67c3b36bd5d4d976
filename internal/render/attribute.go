package render

import (
	"regexp"
	"strings"

	"golang.org/x/net/html"

	"mpsync/internal/diag"
	"mpsync/internal/render/markup"
	"mpsync/internal/render/theme"
)

// attributes is the escaped style of a tag: what its element means by itself,
// what its old attributes say, and the declarations of its style that survive.
// What is lost is reported.
func (p *page) attributes(t htmlToken, style string) string {
	decls := []string{}
	if style != "" {
		decls = append(decls, style)
	}
	var lost []string
	for _, a := range t.Attr {
		switch {
		case a.Key == "style":
			kept, dropped := declarations(a.Val)
			decls = append(decls, kept...)
			lost = append(lost, dropped...)
		case presentation(t.Data, a) != "":
			decls = append(decls, presentation(t.Data, a))
		case !p.understood(t, a):
			lost = append(lost, a.Key)
		}
	}
	if len(lost) > 0 {
		p.report(diag.Warning, "render-html-attribute", t.at, strings.Join(lost, ", "), t.Data)
	}
	return string(markup.Attr(nil, strings.Join(decls, ";")))
}

// length matches a width or height as HTML writes it.
var length = regexp.MustCompile(`^\d{1,4}(px|%)?$`)

// colour matches a colour by name or number.
var colour = regexp.MustCompile(`(?i)^(#[0-9a-f]{3,8}|[a-z]{3,20})$`)

// presentation is the declaration that an old attribute stands for, or "".
func presentation(tag string, a html.Attribute) string {
	value := strings.ToLower(strings.TrimSpace(a.Val))
	switch a.Key {
	case "align":
		switch {
		case tag == "img" && (value == "left" || value == "right"):
			return "float:" + value
		case tag != "img" && (value == "left" || value == "right" || value == "center" || value == "justify"):
			return "text-align:" + value
		}
	case "valign":
		if value == "top" || value == "middle" || value == "bottom" {
			return "vertical-align:" + value
		}
	case "color", "bgcolor":
		if colour.MatchString(value) {
			return map[string]string{"color": "color:", "bgcolor": "background-color:"}[a.Key] + value
		}
	case "width":
		if length.MatchString(value) && tag != "svg" {
			return "width:" + strings.TrimSuffix(value, "px") + map[bool]string{false: "px"}[strings.HasSuffix(value, "%")]
		}
	}
	return ""
}

// understood says whether an attribute is heeded elsewhere or not missed.
func (p *page) understood(t htmlToken, a html.Attribute) bool {
	switch {
	case unmissed[a.Key], strings.HasPrefix(a.Key, "data-"), strings.HasPrefix(a.Key, "aria-"), a.Key == "role":
		return true
	case component(t):
		return ofComponent(a.Key)
	case t.Data == "img":
		return a.Key == "src" || a.Key == "alt" || a.Key == "height"
	case t.Data == "a":
		return a.Key == "href"
	case t.Data == "td" || t.Data == "th":
		return a.Key == "colspan" || a.Key == "rowspan" || a.Key == "height"
	case t.Data == "ol" || t.Data == "li":
		return a.Key == "start" || a.Key == "value"
	}
	return false
}

// component says whether t is one of the platform's own elements.
func component(t htmlToken) bool { return strings.HasPrefix(t.Data, "mp") || t.Data == "qqmusic" }

// ofComponent says whether such an element keeps an attribute.
func ofComponent(name string) bool {
	return name != "class" && name != "id" && name != "style" && !strings.HasPrefix(name, "on") && plainName.MatchString(name)
}

// plainAttributes are those that are written as they are. Data attributes carry
// meaning on the platform's own elements only. One that may be a reference is in
// the name space "ref".
func (p *page) plainAttributes(t htmlToken) []html.Attribute {
	var kept []html.Attribute
	for _, a := range t.Attr {
		switch {
		case component(t) && a.Key == "data-miniprogram-imageurl":
			if src, ok := p.source(a.Val, p.pos(t.at)); ok {
				kept = append(kept, html.Attribute{Namespace: "ref", Key: a.Key, Val: src})
			}
		case component(t) && ofComponent(a.Key) && !strings.Contains(strings.ToLower(a.Val), "javascript:"):
			kept = append(kept, a)
		case (a.Key == "colspan" || a.Key == "rowspan" || a.Key == "start" || a.Key == "value") && number.MatchString(a.Val) && p.understood(t, a):
			kept = append(kept, a)
		}
	}
	return kept
}

var (
	plainName = regexp.MustCompile(`^[a-z][a-z0-9_-]*$`)
	number    = regexp.MustCompile(`^-?\d{1,4}$`)
)

// declarations splits a style attribute into what survives and what does not.
func declarations(style string) (kept, dropped []string) {
	for d := range strings.SplitSeq(style, ";") {
		name, value, ok := strings.Cut(d, ":")
		name, value = strings.ToLower(strings.TrimSpace(name)), strings.TrimSpace(value)
		switch {
		case name == "":
		case ok && theme.Survives(name, value):
			kept = append(kept, name+":"+strings.ReplaceAll(value, `"`, "'"))
		default:
			dropped = append(dropped, name)
		}
	}
	return kept, dropped
}

// drawingTag renders a tag of an SVG drawing, or within one.
func (p *page) drawingTag(t htmlToken) {
	if t.Data != "svg" && !drawing[t.Data] {
		p.remove(t)
		if t.Type == html.StartTagToken {
			p.pushRaw(rawElement{name: t.Data, at: t.at, mute: true}, element{}, "")
		}
		return
	}
	var attrs []html.Attribute
	var lost []string
	style := ""
	for _, a := range t.Attr {
		value := strings.ToLower(a.Val)
		switch {
		case a.Key == "style":
			kept, dropped := declarations(a.Val)
			style, lost = strings.Join(kept, ";"), append(lost, dropped...)
		case strings.Contains(value, "url(") || strings.Contains(value, "javascript:") || !drawingAttribute(a.Key):
			lost = append(lost, a.Key)
		default:
			attrs = append(attrs, a)
		}
	}
	if len(lost) > 0 {
		p.report(diag.Warning, "render-html-attribute", t.at, strings.Join(lost, ", "), t.Data)
	}
	p.pushRaw(rawElement{name: t.Data, at: t.at}, element{tag: t.Data}, string(markup.Attr(nil, style)), attrs...)
	if t.Type == html.SelfClosingTagToken {
		p.popRaw(false)
	}
}

func drawingAttribute(name string) bool {
	if !plainName.MatchString(name) {
		return false
	}
	for _, family := range []string{"stroke-", "fill-", "font-"} {
		if strings.HasPrefix(name, family) {
			return true
		}
	}
	return drawingAttributes[name]
}

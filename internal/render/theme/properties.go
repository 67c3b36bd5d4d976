package theme

import (
	"slices"
	"strings"
)

// properties are those that WeChat keeps in a style attribute. A name that ends
// in "-" stands for all that begin with it.
var properties = []string{
	"align-content", "align-items", "align-self", "background", "background-",
	"border", "border-", "box-shadow", "box-sizing", "caption-side", "clear", "color",
	"column-gap", "display", "fill", "fill-opacity", "flex", "flex-", "float", "font", "font-",
	"gap", "height", "hyphens", "justify-content", "justify-items", "justify-self",
	"letter-spacing", "line-height", "list-style", "list-style-position", "list-style-type",
	"margin", "margin-", "max-height", "max-width", "min-height", "min-width", "object-fit",
	"object-position", "opacity", "order", "outline", "overflow", "overflow-wrap", "overflow-x", "overflow-y",
	"padding", "padding-", "row-gap", "ruby-align", "ruby-position", "stroke", "stroke-", "tab-size", "table-layout",
	"text-align", "text-align-last", "text-decoration", "text-decoration-", "text-emphasis", "text-indent",
	"text-justify", "text-overflow", "text-shadow", "text-transform", "text-underline-offset", "transform",
	"transform-origin", "vertical-align", "visibility", "white-space", "width", "word-break", "word-spacing",
	"word-wrap", "writing-mode", "-webkit-overflow-scrolling", "-webkit-text-", "-webkit-line-clamp", "-webkit-box-orient",
}

// Survives says whether WeChat keeps a declaration in a style attribute. The
// name is in lower case.
func Survives(name, value string) bool {
	known := slices.ContainsFunc(properties, func(p string) bool {
		return p == name || strings.HasSuffix(p, "-") && strings.HasPrefix(name, p)
	})
	return known && survives(strings.ToLower(value))
}

// lost are pieces of values that cost the declaration, or the whole attribute.
var lost = []string{"url(", "var(", "calc(", "env(", "attr(", "image-set(", "expression", "javascript:", "\\", "<", "{", "}", "/*", "mpsync:"}

func survives(value string) bool {
	return value != "" && closed(value) && !slices.ContainsFunc(lost, func(s string) bool { return strings.Contains(value, s) })
}

// closed says whether quotes and parentheses of a value are; an open one would
// swallow the declarations behind it.
func closed(value string) bool {
	quote, depth := byte(0), 0
	for i := range len(value) {
		switch c := value[i]; {
		case quote != 0:
			if c == quote {
				quote = 0
			}
		case c == '"' || c == '\'':
			quote = c
		case c == '(':
			depth++
		case c == ')':
			if depth--; depth < 0 {
				return false
			}
		}
	}
	return quote == 0 && depth == 0
}

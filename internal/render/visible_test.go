package render_test

import (
	"strings"

	"golang.org/x/net/html"
)

// visibleText is what a reader sees of HTML, without white space.
func visibleText(page string) string {
	var b strings.Builder
	z := html.NewTokenizer(strings.NewReader(page))
	for {
		kind := z.Next()
		if kind == html.ErrorToken {
			return strings.Join(strings.FieldsFunc(b.String(), func(r rune) bool { return r == ' ' || r == '\u00a0' || r == '\n' || r == '\t' }), "")
		}
		if kind == html.TextToken {
			b.WriteString(z.Token().Data)
		}
	}
}

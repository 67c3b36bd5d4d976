package cli

import (
	"strings"

	"github.com/PuerkitoBio/goquery"

	"mpsync/internal/render"
)

// withoutSnippets is the content of an article without the header and footer
// that mpsync put around it: they are in files of their own.
func withoutSnippets(content string) string {
	if !strings.Contains(content, render.SnippetMark) {
		return content
	}
	doc, err := goquery.NewDocumentFromReader(strings.NewReader(content))
	if err != nil {
		return content
	}
	doc.Find("section[" + render.SnippetMark + "]").Remove()
	rest, err := doc.Find("body").Html()
	if err != nil {
		return content
	}
	return rest
}

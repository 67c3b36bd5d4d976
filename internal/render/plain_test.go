package render_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"mpsync/internal/render"
)

const (
	shortCode = "```go\nreturn \"短\"\n```\n"
	longCode  = "<pre><code class=\"language-go\">func main() {\n\n\treturn \"长\"\n}</code></pre>\n"
)

func TestCodeFromALengthOnHasNoColours(t *testing.T) {
	r := renderer(t, render.Options{Theme: defaultTheme(t)})
	in := input("a.md", []byte(shortCode+"\n"+longCode+"\n```\nno language, and the longest of all of them\n```\n"))
	whole, _ := r.Render(in)
	if len(whole.Code) != 2 || whole.Code[0].Bytes != len("return \"短\"") || whole.Code[1].Bytes != len("func main() {\n\n\treturn \"长\"\n}") {
		t.Fatalf("coloured: %+v", whole.Code)
	}
	in.PlainFrom = whole.Code[1].Bytes
	slim, _ := r.Render(in)
	if visibleText(slim.HTML) != visibleText(whole.HTML) {
		t.Errorf("the text is %s", visibleText(slim.HTML))
	}
	if len(slim.Code) != 1 || slim.Code[0] != whole.Code[0] {
		t.Errorf("coloured: %+v", slim.Code)
	}
	if lost := utf8.RuneCountInString(whole.HTML) - utf8.RuneCountInString(slim.HTML); lost != whole.Code[1].Colours {
		t.Errorf("%d characters less, not %d", lost, whole.Code[1].Colours)
	}
	plain, _ := renderer(t, render.Options{Theme: defaultTheme(t), Plain: true}).Render(in)
	if len(plain.Code) != 0 || visibleText(plain.HTML) != visibleText(whole.HTML) || strings.Count(plain.HTML, "<span") != 2 { // the labels
		t.Errorf("without colours: %s", plain.HTML)
	}
}

package model

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// What is asked of an article is answered alike whether or not its texts are
// pressed.
func TestPressedArticlesAreWhatTheyWere(t *testing.T) {
	var p Presser
	image := Reference{Kind: RefImage, Key: strings.Repeat("ab", 32) + "-asis"}
	text := rapid.StringMatching(`[a-z一二三<>"\n ]{0,40}`)
	rapid.Check(t, func(t *rapid.T) {
		loose := Article{
			Fields: Fields{Title: text.Draw(t, "title")}, Content: text.Draw(t, "content"), Wanted: rapid.SampledFrom([]string{"", "", "wanted"}).Draw(t, "wanted"),
			Readable: Readable{Text: text.Draw(t, "text"), Images: []string{"one"}},
		}
		if rapid.Bool().Draw(t, "image") {
			loose.Content += `<img src="` + image.String() + `">`
		}
		pressed := loose
		p.Press(&pressed)
		p.Press(&pressed)
		if (pressed.Pressed == nil) != (loose.Content == "" || loose.Wanted != "") {
			t.Fatalf("pressed: %v", pressed.Pressed != nil)
		}
		none := func(Address) string { return "" }
		type view struct {
			html     string
			reading  Readable
			refs     []Reference
			rendered bool
			print    string
			hash     Hash
		}
		of := func(a Article) view {
			return view{a.HTML(), a.Reading(), a.References(), a.Rendered(), Message{Articles: []Article{a}}.Fingerprint(), HashOf(a, none)}
		}
		if diff := cmp.Diff(of(loose), of(pressed), cmp.AllowUnexported(view{})); diff != "" {
			t.Fatal(diff)
		}
	})
}

package markdown

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"mpsync/internal/readable"
	"mpsync/internal/render"
)

const linkAndPicture = "正文[链接](https://example.com/a)。\n\n![图](https://example.com/a.png \"说明\")\n"

// TestCaptionsAreReadWhereTheSiteHasNone takes a page back for a site whose
// settings would leave a part of it out: what was read before is read again.
func TestCaptionsAreReadWhereTheSiteHasNone(t *testing.T) {
	r, th := renderer(t)
	src, _ := r.Render(render.Input{Title: "题", Body: []byte(linkAndPicture)})
	o := render.Options{Theme: th, Captions: render.CaptionNone}
	page := New(o).From(src.HTML, Options{Title: "题"})
	site, _, err := render.New(o)
	if err != nil {
		t.Fatal(err)
	}
	now, _ := site.Render(render.Input{Body: []byte(page.Body), Title: "题"})
	if diff := cmp.Diff(squeeze(readable.Read(src.HTML).Text), squeeze(readable.Read(now.HTML).Text)); diff != "" {
		t.Errorf("%s\n%s", page.Body, diff)
	}
}

func TestPagesComeBackUnderTheSettingsTheyWereMadeWith(t *testing.T) {
	_, th := renderer(t)
	for _, o := range []render.Options{{}, {Footnotes: render.FootnotesKeep}, {Plain: true}, {Captions: render.CaptionTitle}} {
		o.Theme = th
		site, _, err := render.New(o)
		if err != nil {
			t.Fatal(err)
		}
		src, _ := site.Render(render.Input{Title: "题", Body: []byte(linkAndPicture)})
		if diff := cmp.Diff(linkAndPicture, New(o).From(src.HTML, Options{Title: "题"}).Body); diff != "" {
			t.Errorf("%q %q %v: %s", o.Captions, o.Footnotes, o.Plain, diff)
		}
	}
}

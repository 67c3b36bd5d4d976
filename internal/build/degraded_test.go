package build

import (
	"strings"
	"testing"

	"mpsync/internal/model"
)

const drawing = `<svg xmlns="http://www.w3.org/2000/svg" width="40" height="30"><path d="M0 0h9v9z"/></svg>`

func TestImagesThatAMachineCannotDrawAreNoPartOfTheHash(t *testing.T) {
	for name, c := range map[string]struct {
		body string
	}{
		"drawing":                    {"---\ntitle: T\ncover: /images/c.png\n---\n文 ![图](x.svg)。\n"},
		"drawing that is the cover":  {"---\ntitle: T\n---\n![图](x.svg)\n\n![](/images/d.png)\n"},
		"title card":                 {"---\ntitle: T\ncover: auto\n---\n![](/images/d.png)\n"},
		"title card with a crop":     {"---\ntitle: T\ncover: auto\ncover_crop: center\n---\n![](/images/d.png)\n"},
		"drawing in a cropped cover": {"---\ntitle: T\ncover_crop: center\n---\n![图](x.svg)\n\n![](/images/d.png)\n"},
	} {
		t.Run(name, func(t *testing.T) {
			f := newFolder(t, map[string]string{"posts/a.md": c.body, "posts/x.svg": drawing, "images/d.png": picture(9)})
			whole := only(t, f.build(Options{SVG: true, Font: func() bool { return true }}))
			lacking := only(t, f.build(Options{}))
			if whole.Degraded || !lacking.Degraded {
				t.Errorf("degraded: %v, %v", whole.Degraded, lacking.Degraded)
			}
			equal(t, "hash", whole.Hash, lacking.Hash)
			if strings.Contains(lacking.Content, "svg") || lacking.Cover == (model.Reference{}) || strings.Contains(lacking.Cover.String(), "svg") {
				t.Errorf("cover %v, content %s", lacking.Cover, lacking.Content)
			}
			if whole.Wanted != "" || whole.WantedCover != (model.Reference{}) {
				t.Error("a whole article wants something else")
			}
		})
	}
}

func TestAFindingInASnippetIsReportedOnce(t *testing.T) {
	f := snippetFolder(t)
	f.write("parts/head.md", "头 <b onclick=\"x\">粗</b>\n\n[链](nowhere.md)\n")
	var got []string
	for _, d := range f.build(Options{}).Findings {
		if d.File == "parts/head.md" {
			got = append(got, d.Code)
		}
	}
	equal(t, "findings", []string{"render-html-attribute", "link-broken"}, got)
}

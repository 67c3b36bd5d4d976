package build

import (
	"testing"

	"mpsync/internal/asset"
	"mpsync/internal/render/check"
)

// FuzzInlineDrawings asks the check of pages about every drawing that may stand
// in a text.
func FuzzInlineDrawings(f *testing.F) {
	for _, s := range []string{
		`<svg width="20" height="10"><g transform="translate(1,2)"><path style="fill:#f00;stroke : red" d="M0 0h9"/></g></svg>`,
		`<svg viewBox="0 0 9 9" id="a" xmlns:xlink="x"><text x="1">a<tspan dx="1">&lt;b</tspan></text><defs/></svg>`,
		`<?xml version="1.0"?><!DOCTYPE svg><svg><title>t</title><rect width="10%" rx="2" opacity=".5"/><circle r="1"/></svg>`,
		`<svg><script/><style>a{}</style><use href="#a"/></svg>`,
	} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		svg, ok := asset.PlainSVG(data)
		if !ok {
			return
		}
		if found := check.Page("<section>" + svg + "</section>"); len(found) > 0 {
			t.Errorf("%q becomes %q: %v", data, svg, found)
		}
	})
}

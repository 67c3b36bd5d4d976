package asset

import (
	"strings"
	"testing"
)

const svgHead = `<svg xmlns="http://www.w3.org/2000/svg" width="20" height="10" viewBox="0 0 20 10">`

func TestPlainSVGIsWhatWeChatKeeps(t *testing.T) {
	const style = `style="max-width:100%;height:auto;vertical-align:middle;width:20px"`
	for source, want := range map[string]string{
		`<?xml version="1.0"?><!-- drawn --><!DOCTYPE svg PUBLIC "" "">` + svgHead + `<title>a &amp; b</title><defs/>` +
			"\n<g id=\"a\" class=\"b\" style=\"fill:#f00;-inkscape-x:1\" fill=\"blue\"><path d=\"M0 0\n h9v9\"/></g></svg>": `<svg ` + style + ` viewBox="0 0 20 10"><g fill="#f00"><path d="M0 0 h9v9"></path></g></svg>`,
		`<svg width="20" height="10"><text x="1" font-family="Arial" fill="currentColor">茶 &lt; <tspan>5</tspan> </text></svg>`: `<svg ` + style + ` viewBox="0 0 20 10"><text x="1" fill="currentColor">茶 &lt; <tspan>5</tspan> </text></svg>`,
	} {
		for range 3 {
			if got, ok := PlainSVG([]byte(source)); !ok || got != want {
				t.Errorf("%s\ngot  %s, %v\nwant %s", source, got, ok, want)
			}
		}
	}
}

func TestPlainSVGLeavesOthersToBeDrawn(t *testing.T) {
	for _, inner := range []string{
		`<script>alert(1)</script>`, `<style>.a{fill:red}</style>`, `<defs><linearGradient id="g"/></defs>`, `<use href="#a"/>`,
		`<image href="a.png"/>`, `<a href="https://x"><path d="M0 0"/></a>`, `<foreignObject><p>x</p></foreignObject>`,
		`<path onclick="x()"/>`, `<path fill="url(#g)"/>`, `<path style="fill:URL(#g)"/>`, `<path style="filter:blur(2px)"/>`,
		`<path clip-path="x"/>`, `<path fill="red&quot; onload=&quot;x"/>`, `<animate attributeName="x"/>`, `loose words`,
		`<path d="` + strings.Repeat("M0 0", plainLimit/4) + `"/>`, `<g>`, `<symbol/>`, `<x:path xmlns:x="urn:x"/>`, `<path xmlns:xlink="http://www.w3.org/1999/xlink" xlink:href="#a"/>`,
	} {
		if got, ok := PlainSVG([]byte(svgHead + inner + "</svg>")); ok {
			t.Errorf("%s: kept as %s", inner, got)
		}
	}
	for _, whole := range []string{"", "<svg", "<svg/><svg/>", `<!DOCTYPE svg [<!ENTITY x "y">]><svg>&x;</svg>`, "<html><svg/></html>"} {
		if got, ok := PlainSVG([]byte(whole)); ok {
			t.Errorf("%s: kept as %s", whole, got)
		}
	}
}

package check

import "testing"

func TestTheCheckFindsWhatWeChatDrops(t *testing.T) {
	for _, bad := range []string{
		`<div></div>`, `<section class="x"></section>`, `<section id="x"></section>`, `<section><p><section></section></p></section>`,
		`<section><a href="#x"></a></section>`, `<section style="position:fixed"></section>`, `<section style="color:var(--x)"></section>`,
		`<section><b></b></section>`, `<section><p></section>`, `<section></section></section>`, `<section></section><section></section>`,
		`<section><ul> <li></li></ul></section>`, `<section><script></script></section>`, `<section><img alt="x"></section>`,
		`<section><img src="a.png"></section>`, `<section><svg><path fill="url(#a)"></path></svg></section>`,
		`<section onclick="x"></section>`, `<section style="color:red;text-wrap:pretty"></section>`, `<section><ul><p></p></ul></section>`, `<section><!-- x --></section>`,
	} {
		if len(Page(bad)) == 0 {
			t.Errorf("nothing found in %s", bad)
		}
	}
	if got := Page(`<section style="text-wrap:pretty"></section>`); got != nil {
		t.Errorf("found %v", got)
	}
	if got := Page(`<section style="color:red"><p>a<br></p><ul><li><section>b</section></li></ul></section>`); got != nil {
		t.Errorf("found %v", got)
	}
}

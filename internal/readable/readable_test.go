package readable

import (
	"fmt"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"mpsync/internal/model"
)

func TestRead(t *testing.T) {
	for name, tt := range map[string]struct {
		html string
		want model.Readable
	}{
		"nothing": {"", model.Readable{}},
		"a line for each block": {
			"<section><h2>题</h2><p>一</p><p>二</p><ul><li>三</li><li><section>四</section></li></ul></section>",
			model.Readable{Text: "题\n一\n二\n三\n四"},
		},
		"a line break": {"a<br>b<br/>c</br>d", model.Readable{Text: "a\nb\nc\nd"}},
		"white space folded": {
			"<p>\n  a&nbsp;&nbsp;b <b> c</b>\t</p>\n<p>&emsp;\u3000</p><p>d</p>",
			model.Readable{Text: "a b c\nd"},
		},
		"inline elements join": {"a<b>b</b><span leaf=\"\">c</span>", model.Readable{Text: "abc"}},
		"entities":             {"1 &lt; 2 &amp;&amp; &#x4f60;", model.Readable{Text: "1 < 2 && 你"}},
		"cells of a row": {
			"<table><tr><th>a</th><th>b</th></tr><tr><td>1</td><td>2</td></tr></table>",
			model.Readable{Text: "a b\n1 2"},
		},
		"lines of a pre": {"<pre>a\n  b<br>c</pre>d\ne", model.Readable{Text: "a\nb\nc\nd e"}},
		"style and script": {
			"<style>p{}</style>a<script>if (1<2) {}</script><title>x</title>b<rp>(</rp>",
			model.Readable{Text: "ab"},
		},
		"hidden": {
			`a<section style="color:red; DISPLAY : none !important"><section>x</section><img src="//mmbiz.qpic.cn/mmbiz/I/0">` +
				`<a href="x">x</a></section>b<span hidden>c</span><img style="display:none" src="//mmbiz.qpic.cn/mmbiz/I/0">d`,
			model.Readable{Text: "abd"},
		},
		"only none hides": {`<p style="display:nonesuch;text-decoration:none">a</p>`, model.Readable{Text: "a"}},
		"a block closes a hidden paragraph": {
			`<p style="display:none">a<section>b</section>`, model.Readable{Text: "b"},
		},
		"links": {
			`<a href="https://a?b=1&amp;c=2">a</a><a href="">b</a><a name="x">c</a><a href=" d ">d</a>`,
			model.Readable{Text: "abcd", Links: []string{"https://a?b=1&c=2", "d"}},
		},
		"mini-program links": {
			`<a data-miniprogram-appid="wx1" data-miniprogram-path="p/q" href="">a</a>` +
				`<mp-common-miniprogram data-miniprogram-path="r"></mp-common-miniprogram>`,
			model.Readable{Text: "a", Links: []string{"miniprogram:wx1/p/q", "miniprogram:/r"}},
		},
		"images": {
			`<img src="mpsync:img/ab-x"><img src="http://mmbiz.qpic.cn/mmbiz_png/One/0?from=appmsg">` +
				`<img src="" data-src="https://mmbiz.qpic.cn/sz_mmbiz_jpg/Two/640?wx_fmt=jpeg&amp;x=1">` +
				`<img src="https://elsewhere.example/a/b.png"><img>`,
			model.Readable{Images: []string{"mpsync:img/ab-x", "One", "Two"}},
		},
		"data-src wins": {
			`<img src="//mmbiz.qpic.cn/mmbiz/Thumb/0" data-src="//mmbiz.qpic.cn/mmbiz/Whole/0">`,
			model.Readable{Images: []string{"Whole"}},
		},
		"text within svg, not its title": {
			"<svg><title>x</title><title/><path hidden /><text>a</text></svg><svg/><title>x<i></title>b", model.Readable{Text: "ab"},
		},
		"not UTF-8":         {"a\xff b", model.Readable{Text: "a\ufffd b"}},
		"cut off mid-tag":   {"a<p", model.Readable{Text: "a"}},
		"zero width spaces": {"a\u200bb\ufeff<p>\u200b</p>", model.Readable{Text: "ab"}},
	} {
		t.Run(name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, Read(tt.html)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// article draws HTML of a kind that renderers write.
func article(t *rapid.T) []string {
	block := rapid.Custom(func(t *rapid.T) string {
		text := rapid.SampledFrom([]string{"你好", "a &lt; b", "<b>粗</b>体", "x&nbsp; y", `<a href="https://x/?a&amp;b">链接</a>`, "一<br>二"}).Draw(t, "text")
		img := fmt.Sprintf(`<img src="http://mmbiz.qpic.cn/mmbiz_png/Id%d/0?from=appmsg" alt="x">`, rapid.IntRange(0, 9).Draw(t, "id"))
		return rapid.SampledFrom([]string{
			`<p style="margin:0">` + text + `</p>`, `<section>` + text + `</section>`, `<h2>` + text + `</h2>`,
			`<p>` + text + img + text + `</p>`, `<figure>` + img + `</figure>`, `<ul><li>` + text + `</li></ul>`,
			"<pre><code>" + text + "</code></pre>", `<table><tr><td>` + text + `</td><td>` + img + `</td></tr></table>`,
		}).Draw(t, "block")
	})
	return rapid.SliceOfN(block, 0, 6).Draw(t, "blocks")
}

func TestWhatWeChatRewritesReadsTheSame(t *testing.T) {
	server := strings.NewReplacer(`<img src="http://mmbiz.qpic.cn/mmbiz_png/`,
		`<img src="" data-type="png" data-ratio="0.5" data-src="https://mmbiz.qpic.cn/sz_mmbiz_png/`,
		"/0?from=appmsg", "/640?wx_fmt=png&amp;from=appmsg", "<br>", "<br/>")
	editor := strings.NewReplacer("<img ", `<section style="x" nodeleaf=""><section nodeleaf="nodeleaf"><img `,
		`alt="x">`, `alt="x"></section></section>`, "你好", `<span leaf="">你好</span>`, "<br>", `<span leaf=""><br class="x"></span>`)
	const trailer = `<p style="display:none;"><mp-style-type data-value="3"></mp-style-type></p>`
	rapid.Check(t, func(t *rapid.T) {
		blocks := article(t)
		want := Read(`<section style="font-size:16px">` + strings.Join(blocks, "") + `</section>`)
		for name, html := range map[string]string{
			"server":         server.Replace(strings.Join(blocks, "")),
			"editor":         editor.Replace(strings.Join(blocks, "")) + trailer,
			"both":           editor.Replace(server.Replace(strings.Join(blocks, "\n"))) + trailer,
			"added sections": "<section><section>" + strings.Join(blocks, "</section>\n<section>") + "</section></section>",
		} {
			if diff := cmp.Diff(want, Read(html)); diff != "" {
				t.Fatalf("%s: %s\n%s", name, diff, html)
			}
		}
	})
}

func TestImagesThatWeChatDropsDoNotCount(t *testing.T) {
	sent := Read(`<p>a<img src="https://elsewhere.example/x.png">b</p>`)
	for _, kept := range []string{`<p>a<img src="">b</p>`, `<p>a<img data-src="">b</p>`, `<p>ab</p>`, `<p>a<img src="data:image/png;base64,AA//mmbiz/A">b</p>`} {
		if diff := cmp.Diff(sent, Read(kept)); diff != "" {
			t.Errorf("%s: %s", kept, diff)
		}
	}
}

func FuzzRead(f *testing.F) {
	f.Add(`<p>a<br>&nbsp;b</p><svg><title/></svg><a href=x>c</a>`)
	f.Add(`<p style=display:none><section nodeleaf></section></section>x`)
	f.Fuzz(func(t *testing.T, src string) {
		r := Read(src)
		if !utf8.ValidString(r.Text) {
			t.Errorf("not UTF-8: %q", r.Text)
		}
		for line := range strings.SplitSeq(r.Text, "\n") {
			if strings.Join(strings.Fields(line), " ") != line || line == "" && r.Text != "" {
				t.Errorf("line %q of %q is not folded", line, r.Text)
			}
		}
	})
}

func BenchmarkRead(b *testing.B) {
	src := strings.Repeat(`<section style="margin:1em 0;color:#333"><p style="line-height:1.75">正文 <strong style="color:red">text</strong>`+
		`<img src="http://mmbiz.qpic.cn/mmbiz_png/Id/0" style="width:100%"></p></section>`, 60)
	b.SetBytes(int64(len(src)))
	for b.Loop() {
		Read(src)
	}
}

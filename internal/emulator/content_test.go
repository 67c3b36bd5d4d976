package emulator

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func noPictures(string) (width, height int) { return 0, 0 }

func TestRewriteKeepsWhatThePlatformKeeps(t *testing.T) {
	const own = "http://mmbiz.qpic.cn/mmbiz_png/abc/0?from=appmsg"
	for _, tt := range []struct{ name, in, want string }{
		{"text", `一 &amp; 二 "三" &nbsp;`, `一 &amp; 二 "三" &nbsp;`},
		{"inline style", `<p style="color:#333;margin:0 8px !important">x</p>`, `<p style="color:#333;margin:0 8px !important">x</p>`},
		{"quotes in a style", `<p style='font-family:"PingFang SC"'>x</p>`, `<p style="font-family:&quot;PingFang SC&quot;">x</p>`},
		{"script", `a<script>alert("<p>")</script>b`, `ab`},
		{"script that never ends", `a<script>b`, `a`},
		{"style", `a<style>p{color:red}</style>b`, `ab`},
		{"style inside svg", `<svg><style>a{}</style><path d="M0 0"/></svg>`, `<svg><path d="M0 0" /></svg>`},
		{"handler", `<p onclick="x()" title="t">x</p>`, `<p title="t">x</p>`},
		{"javascript address", `<a href=" java` + "\n" + `script:x()">x</a>`, `x`},
		{"javascript in another attribute", `<p data-u="JavaScript:x()">x</p>`, `<p>x</p>`},
		{"javascript behind many spaces", `<p data-u="` + strings.Repeat(" ", 99) + `javascript:x()">x</p>`, `<p>x</p>`},
		{"id", `<h2 id="a">x</h2>`, `<h2>x</h2>`},
		{"class", `<p class="a">x</p>`, `<p class="a">x</p>`},
		{"data and aria", `<p data-a="1" aria-label="l" role="r">x</p>`, `<p data-a="1" aria-label="l" role="r">x</p>`},
		{"position", `<p style="position:absolute;top:0">x</p>`, `<p style="top:0">x</p>`},
		{"only position", `<p style="position:absolute">x</p>`, `<p>x</p>`},
		{"filter", `<p style="filter:blur(2px);color:red">x</p>`, `<p style="color:red">x</p>`},
		{"own background", `<p style="background:url(` + own + `)">x</p>`, `<p style="background:url(` + own + `)">x</p>`},
		{"foreign background", `<p style="color:red;background:url('https://a.cn/b;c.png')">x</p>`, `<p style="color:red">x</p>`},
		{"own image", `<img src="` + own + `" alt="a">`, `<img data-src="` + own + `" alt="a">`},
		{"own image over https", `<img src="https://mmbiz.qpic.cn/mmbiz_jpg/abc/0">`, `<img data-src="https://mmbiz.qpic.cn/mmbiz_jpg/abc/0">`},
		{"image read back", `<img data-src="` + own + `">`, `<img data-src="` + own + `">`},
		{"image with both", `<img src="" data-src="` + own + `">`, `<img data-src="` + own + `">`},
		{"foreign image", `<img src="https://a.cn/b.png" alt="a">`, `<img alt="a">`},
		{"host that only looks like ours", `<img src="http://mmbiz.qpic.cn.evil.cn/b.png">`, `<img>`},
		{"data image", `<img src="data:image/png;base64,AAAA">`, `<img>`},
		{"wrappers", `<!DOCTYPE html><html><head><title>t</title><meta charset="utf-8"><link href="a"></head><body><p>x</p></body></html>`, `t<p>x</p>`},
		{"markup hidden in a title", `<title><img src=x onerror=a()></title>`, `&lt;img src=x onerror=a()&gt;`},
		{"markup hidden in noscript", `<noscript><img src=x></noscript>`, `&lt;img src=x&gt;`},
		{"comment", `a<!-- b -->c`, `ac`},
		{"external link", `<p>see <a href="https://a.cn">here</a></p>`, `<p>see here</p>`},
		{"link to an article", `<a href="https://mp.weixin.qq.com/s/abc">x</a>`, `<a href="https://mp.weixin.qq.com/s/abc">x</a>`},
		{"link without address", `<a>x</a>`, `<a>x</a>`},
		{"mini program text", `<a data-miniprogram-appid="wx123123123" data-miniprogram-path="pages/index" href="">x</a>`, `<a data-miniprogram-appid="wx123123123" data-miniprogram-path="pages/index" href="">x</a>`},
		{
			"mini program card",
			`<mp-common-miniprogram data-miniprogram-appid="wx123123123" data-miniprogram-imageurl="http://example.com/demo.jpg"></mp-common-miniprogram>`,
			`<mp-common-miniprogram data-miniprogram-appid="wx123123123" data-miniprogram-imageurl="http://example.com/demo.jpg"></mp-common-miniprogram>`,
		},
		{"link in svg", `<svg viewBox="0 0 1 1"><a href="https://mp.weixin.qq.com/s/a"><path d="M0"/></a></svg>`, `<svg viewbox="0 0 1 1"><path d="M0" /></svg>`},
		{"foreign image in svg", `<svg><image href="https://a.cn/b.png"/></svg>`, `<svg><image href="https://a.cn/b.png" /></svg>`},
		{"animation", `<svg><animate attributeName="x" begin="click"/></svg>`, `<svg><animate attributename="x" begin="click" /></svg>`},
		{"video frame", `a<iframe class="video_iframe" src="x"></iframe>b`, `ab`},
		{"frame", `<iframe src="https://a.cn" width="1"></iframe>`, `<iframe></iframe>`},
		{"video channel", `a<mp-common-videosnap data-x="1"><p>y</p></mp-common-videosnap>b`, `ab`},
		{"mpvideo", `<mpvideo data-vid="1"></mpvideo>`, `<mpvideo data-vid="1"></mpvideo>`},
		{"details", `<details><summary>s</summary><p>hidden</p></details>x`, `sx`},
		{"nodeleaf", `<section nodeleaf><img src="` + own + `"></section>`, `<section nodeleaf="nodeleaf"><img data-src="` + own + `"></section>`},
		{"input", `<ul><li><input type="checkbox" checked> x</li></ul>`, `<ul><li> x</li></ul>`},
		{"textarea", `<textarea><b>x</b></textarea>`, `&lt;b&gt;x&lt;/b&gt;`},
		{"line break", `a<br/>b<br>c`, `a<br />b<br>c`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got, err := rewrite(tt.in, defaults(legacy), noPictures)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("rewritten (-want +got):\n%s", diff)
			}
			again, err := rewrite(got, defaults(legacy), noPictures)
			if err != nil || again != got {
				t.Errorf("rewritten again: %q, %v", again, err)
			}
		})
	}
}

func TestEveryContentRuleCanBeSwitched(t *testing.T) {
	const own = "http://mmbiz.qpic.cn/mmbiz_png/abc/0?from=appmsg"
	samples := map[string]string{
		"anchors":     `<a href="#x">a</a>`,
		"background":  `<p style="background:url(http://a.cn/b)">x</p>`,
		"classes":     `<p class="a">x</p>`,
		"data_src":    `<img src="` + own + `">`,
		"details":     `<details>x</details>`,
		"filter":      `<p style="filter:none">x</p>`,
		"forms":       `<input>`,
		"ids":         `<p id="a">x</p>`,
		"iframes":     `<iframe src="a"></iframe>`,
		"image_size":  `<img src="` + own + `">`,
		"images":      `<img src="http://a.cn/b.png">`,
		"links":       `<a href="http://a.cn">x</a>`,
		"miniprogram": `<a data-miniprogram-appid="x">x</a>`,
		"position":    `<p style="position:fixed">x</p>`,
		"scripts":     `<script>x</script>`,
		"styles":      `<style>x</style>`,
		"svg_links":   `<svg><a href="http://mp.weixin.qq.com/s/x">x</a></svg>`,
		"videosnap":   `<mp-common-videosnap></mp-common-videosnap>`,
		"wrappers":    `<body>x</body>`,
	}
	for _, r := range contentRules {
		t.Run(r.name, func(t *testing.T) {
			in, known := samples[r.name]
			if !known {
				t.Fatal("no sample shows what the rule does")
			}
			outcome := func(state string) string {
				out, err := rewrite(in, defaults(legacy).with(map[string]string{"rule_" + r.name: state}), noPictures)
				return out + errText(err)
			}
			if on, off := outcome("on"), outcome("off"); on == off {
				t.Errorf("%q on and off", on)
			}
		})
	}
}

func TestImagesMayBeResized(t *testing.T) {
	set := defaults(legacy).with(map[string]string{"rule_image_size": "on"})
	in := `<img src="https://mmbiz.qpic.cn/mmbiz_jpg/abc/0?from=appmsg" alt="a">`
	want := `<img data-src="https://mmbiz.qpic.cn/mmbiz_jpg/abc/640?from=appmsg" alt="a" data-type="jpeg" data-ratio="0.500000" data-w="80">`
	sizes := func(key string) (int, int) {
		if key != "abc" {
			t.Errorf("asked for picture %q", key)
		}
		return 80, 40
	}
	for _, content := range []string{in, want} {
		if got, err := rewrite(content, set, sizes); err != nil || got != want {
			t.Errorf("%s gives %s, %v", content, got, err)
		}
	}
}

func errText(err error) string {
	if err == nil {
		return ""
	}
	return err.Error()
}

// scraps are pieces of HTML that rules look at, and pieces that break it.
var scraps = []string{
	"<p>", "</p>", "<a href='http://a.cn'>", "<a href='http://mp.weixin.qq.com/s/x'>", "</a>", "<svg>", "</svg>", "<details>", "<summary>", "</summary>", "</details>",
	"<script>", "</script>", "<style>", "</style>", "<title>", "</title>", "<noscript>", "</noscript>", "<textarea>", "</textarea>", "<iframe class=video_iframe>", "<iframe>", "</iframe>",
	"<img src='http://mmbiz.qpic.cn/x'>", "<img src=x data-src='http://mmbiz.qpic.cn/y'>", "<p style='position:x;;color:red'>", "<p style=\"a:url('x;y');filter:b\">",
	"<", ">", "&lt;", "&", "\"", "'", "=", "/", "字", "<!--", "-->", "<![CDATA[", "]]>", "<xmp>", "</xmp>", "<plaintext>", "<mp-common-videosnap>", "</mp-common-videosnap>", "<section nodeleaf>", " onx=1>", "<p a\"b=1>",
}

func TestRewriteIsDoneAfterOnce(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		in := strings.Join(rapid.SliceOf(rapid.SampledFrom(scraps)).Draw(t, "scraps"), "")
		once, err := rewrite(in, defaults(legacy), noPictures)
		if err != nil {
			return
		}
		twice, err := rewrite(once, defaults(legacy), noPictures)
		if err != nil || twice != once {
			t.Fatalf("%q\nonce  %q\ntwice %q %v", in, once, twice, err)
		}
	})
}

func FuzzRewrite(f *testing.F) {
	for _, s := range scraps {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, in string) {
		once, err := rewrite(in, defaults(legacy), noPictures)
		if err != nil {
			if _, refusal := errors.AsType[apiError](err); !refusal {
				t.Fatal(err)
			}
			return
		}
		if lower := strings.ToLower(once); strings.Contains(lower, "<script") {
			t.Fatalf("a script is left of %q: %q", in, once)
		}
		if twice, err := rewrite(once, defaults(legacy), noPictures); err != nil || twice != once {
			t.Fatalf("%q\nonce  %q\ntwice %q %v", in, once, twice, err)
		}
	})
}

func TestEditorFormKeepsTextAndIsStable(t *testing.T) {
	in := `<section style="x"><p>一<strong>二</strong></p><img data-src="http://mmbiz.qpic.cn/a"><svg><text>s</text></svg></section>`
	want := `<section style="x"><p><span leaf="">一</span><strong><span leaf="">二</span></strong></p>` +
		`<section nodeleaf="nodeleaf"><img data-src="http://mmbiz.qpic.cn/a"></section><svg><text>s</text></svg></section>` + editorTail
	got := editorForm(in)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("saved (-want +got):\n%s", diff)
	}
	if again := editorForm(got); again != got {
		t.Errorf("saved again: %s", again)
	}
	if plainText(got) != plainText(in) {
		t.Errorf("text changed to %q", plainText(got))
	}
}

func TestDeclarationsAreSplitAtTheRightSemicolons(t *testing.T) {
	got := declarations(`a:b;c:url("x;y");d:url(z;w);e:'f;g'`)
	want := []string{`a:b`, `c:url("x;y")`, `d:url(z;w)`, `e:'f;g'`}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("declarations (-want +got):\n%s", diff)
	}
}

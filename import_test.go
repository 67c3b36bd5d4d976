package main

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"strconv"

	"github.com/rogpeppe/go-internal/testscript"
)

// foreign are bodies as other programs and the web's editor write them; %[1]s is
// the URL of an uploaded image, %[2]d the number of the message.
var foreign = []string{
	`<section style="font-size:16px"><p style="text-indent:2em"><span style="color:rgb(62,62,62)">第 %[2]d 篇，写于别处。</span></p><p><br></p><p>&nbsp;</p><p style="text-align:center"><img class="rich_pages" data-src="%[1]s" src="%[1]s" data-ratio="0.42" data-w="90" style="width:677px"></p></section>`,
	`<h2><span leaf="">小标题 %[2]d</span></h2><ul class="list-paddingleft-1"><li><p>甲 <strong>粗</strong></p></li><li><p>乙 <em>斜</em></p><ol start="3"><li>三</li><li>四</li></ol></li></ul><hr><blockquote><p>引用</p><p>两段</p></blockquote>`,
	`<p>不是 *强调*，也不是 _这个_；# 不是标题 %[2]d，1. 不是列表，&lt;b&gt; 是字，a|b，[括号](不是链接)，\反斜杠，` + "`" + `反引号` + "`" + `</p><p>- 不是列表</p><p>第一行<br>第二行<br><br>隔一行</p><p>价格 ~~旧~~ <s>划去</s> <u>下划线</u> H<sub>2</sub>O x<sup>2</sup></p>`,
	`<pre><code class="lang-go">func main() {<br>&nbsp;&nbsp;&nbsp;&nbsp;println(%[2]d)<br>}</code></pre><table><thead><tr><th>名</th><th>值</th></tr></thead><tbody><tr><td>一|二</td><td><img src="%[1]s"></td></tr></tbody></table>`,
	`<section><section style="display:inline-block"><section>嵌套 <section>很深 %[2]d</section></section></section><section data-role="outer">🎉 émoji 与 <a href="https://mp.weixin.qq.com/s/abc?x=1&amp;y=2">链接</a></section></section><p><img src="%[1]s" alt="图"></p><p><img src="%[1]s"></p>`,
}

func cmdForeign(ts *testscript.TestScript, neg bool, args []string) {
	want(ts, neg, args, 3, "foreign ACCOUNT news|draft N")
	count, err := strconv.Atoi(args[2])
	ts.Check(err)
	ts.Check(accountOf(ts, args[0]).fill(args[1], count))
}

// fill makes messages of one to eight articles through the plain API, some of
// the same title.
func (a account) fill(library string, count int) error {
	var cover struct {
		MediaID string `json:"media_id"`
	}
	if err := a.upload("material/add_material?type=image", "封面.png", shade(7), &cover); err != nil {
		return err
	}
	var urls []string
	for i := range 3 {
		var body struct {
			URL string `json:"url"`
		}
		if err := a.upload("media/uploadimg?", "p.png", shade(i), &body); err != nil {
			return err
		}
		urls = append(urls, body.URL)
	}
	api := map[string]string{"draft": "draft/add", "news": "material/add_news"}[library]
	for n := range count {
		articles := make([]map[string]any, max(1, n%12-3))
		for i := range articles {
			articles[i] = map[string]any{
				"title": fmt.Sprintf(`周报：第 "%d" 期 #%d`, n/2, i), "author": []string{"", "张三"}[n%2], "digest": []string{"摘要: " + strconv.Itoa(n), ""}[n%2],
				"thumb_media_id": cover.MediaID, "content": fmt.Sprintf(foreign[(n+i)%len(foreign)], urls[n%len(urls)], n),
				"content_source_url":    []string{"", "https://example.com/?a=1&b=2"}[n%2],
				"need_open_comment":     n % 2,
				"only_fans_can_comment": n % 4 / 3,
				"show_cover_pic":        n % 3 / 2,
			}
		}
		if err := a.call(api, map[string]any{"articles": articles}, nil); err != nil {
			return fmt.Errorf("message %d: %w", n, err)
		}
	}
	return nil
}

// shade is a small image, another one for every n.
func shade(n int) []byte {
	im := image.NewGray(image.Rect(0, 0, 90, 38))
	im.Set(0, 0, color.Gray{uint8(n)})
	var b bytes.Buffer
	if err := png.Encode(&b, im); err != nil {
		panic(err)
	}
	return b.Bytes()
}

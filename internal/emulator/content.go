package emulator

import (
	"slices"
	"strings"

	"golang.org/x/net/html"
)

// rule is one thing that the platform does to the HTML of an article. Which rules
// hold is documented in part only and observers differ, so each can be switched.
type rule struct {
	name, preset string
	doc, chinese string
	source       string
}

// contentRules is the table of rules; rewriter carries them out.
var contentRules = []rule{
	{"anchors", "on", `refuses an article with <a href="#…"> as a whole (45166)`, `拒绝含有 <a href="#…"> 的整篇文章（45166）`, observed},
	{"background", "on", "drops a background whose url() is foreign", "去掉 url() 指向外部的背景", observed},
	{"classes", "off", "drops class attributes", "去掉 class 属性", observed},
	{"data_src", "on", "moves the URL of <img> from src to data-src", "把 <img> 的网址从 src 移到 data-src", observed},
	{"details", "on", "leaves only the summary of <details>", "<details> 只保留 summary", observed},
	{"filter", "on", "drops the CSS property filter", "去掉 CSS 属性 filter", observed},
	{"forms", "on", "drops <input> and the tags of other form elements, whose text stays", "去掉 <input>，以及其他表单元素的标签，文字保留", observed},
	{"ids", "on", "drops id attributes, also inside SVG", "去掉 id 属性，SVG 里的也去掉", observed},
	{"iframes", "on", "drops <iframe class=video_iframe> and strips the attributes of any other", "去掉 <iframe class=video_iframe>，并清空其他 iframe 的属性", observed},
	{"image_size", "off", "turns the URL of <img> into its 640 pixel form and adds data-type, data-ratio, data-w", "把 <img> 的网址换成宽 640 像素的版本，并加上 data-type、data-ratio、data-w", observed},
	{"images", "on", "takes the URL of <img> away unless it is one of the platform's", "<img> 的网址不属于微信时去掉", pageMaterial},
	{"links", "on", "drops the tags of <a> that leads out of the platform, whose text stays", "<a> 指向微信之外时去掉标签，文字保留", observed},
	{"miniprogram", "on", "refuses a data-miniprogram-appid that is not an appid (45086)", "data-miniprogram-appid 不是 AppID 时拒绝（45086）", pageNews},
	{"position", "on", "drops the CSS property position", "去掉 CSS 属性 position", observed},
	{"scripts", "on", "drops <script>, event handlers and javascript: addresses", "去掉 <script>、事件属性和 javascript: 网址", pageMaterial},
	{"styles", "on", "drops <style> with what it holds", "去掉 <style> 及其内容", observed},
	{"svg_links", "on", "drops the tags of <a> inside <svg>", "去掉 <svg> 里的 <a> 标签", observed},
	{"videosnap", "on", "drops <mp-common-videosnap>", "去掉 <mp-common-videosnap>", observed},
	{"wrappers", "on", "drops the tags html, head, body, title, meta, link, base", "去掉 html、head、body、title、meta、link、base 标签", observed},
}

// ruleSettings are the rules as settings: rule_NAME=on|off.
func ruleSettings() []Setting {
	out := make([]Setting, len(contentRules))
	for i, r := range contentRules {
		out[i] = Setting{"rule_" + r.name, r.preset, "", onOff, "articles: " + r.doc, "正文：" + r.chinese, r.source}
	}
	return out
}

// rewriter goes through the tokens of an article once and writes what is kept.
// What it writes it would write again unchanged.
type rewriter struct {
	set      values
	pictures func(key string) (width, height int) // of this account; 0 for others
	out      strings.Builder
	gone     string // element that is being dropped with all it holds
	depth    int    // how often that element is open
	links    []bool // of each open <a>: whether its tags are dropped
	svg      int    // open <svg>
	details  int    // open <details>
	summary  bool   // inside <summary>
	unquoted bool   // the next text is raw text whose tags are dropped
}

// Elements that rules treat alike.
var (
	wrapperTags = []string{"html", "head", "body", "title", "meta", "link", "base"}
	formTags    = []string{"input", "form", "button", "textarea", "select", "option", "optgroup", "label", "fieldset", "legend"}
	// rawTags hold text that a browser may read as markup once they are inside others.
	rawTags = []string{"noscript", "noembed", "noframes", "xmp", "plaintext", "template"}
)

// rewrite returns the content as the platform keeps it, which is also how it is
// read back, or 45166 or 45086 for content that the platform refuses.
func rewrite(content string, set values, pictures func(key string) (width, height int)) (string, error) {
	r := &rewriter{set: set, pictures: pictures}
	r.out.Grow(len(content) + len(content)/16)
	z := html.NewTokenizer(strings.NewReader(content))
	for {
		kind := z.Next()
		if kind == html.ErrorToken {
			return r.out.String(), nil
		}
		if err := r.token(kind, z); err != nil {
			return "", err
		}
	}
}

func (r *rewriter) on(name string) bool { return r.set["rule_"+name] == "on" }

func (r *rewriter) token(kind html.TokenType, z *html.Tokenizer) error {
	switch kind {
	case html.TextToken:
		r.text(string(z.Raw()))
	case html.StartTagToken, html.SelfClosingTagToken:
		return r.start(z.Token(), kind == html.SelfClosingTagToken)
	case html.EndTagToken:
		name, _ := z.TagName()
		r.end(string(name))
	default: // comments and doctypes are not kept
	}
	return nil
}

// silent tells whether tokens are being dropped.
func (r *rewriter) silent() bool { return r.gone != "" || r.details > 0 && !r.summary }

func (r *rewriter) text(raw string) {
	if r.silent() {
		return
	}
	if r.unquoted {
		raw = html.EscapeString(html.UnescapeString(raw))
	}
	r.out.WriteString(raw)
}

func (r *rewriter) start(t html.Token, closed bool) error {
	r.unquoted = false
	if r.gone != "" {
		if t.Data == r.gone && !closed {
			r.depth++
		}
		return nil
	}
	if r.dropsTree(t) {
		if !closed {
			r.gone, r.depth = t.Data, 1
		}
		return nil
	}
	if r.on("details") && (t.Data == "details" || t.Data == "summary") {
		r.openDetails(t.Data)
		return nil
	}
	if r.silent() {
		return nil
	}
	if r.unwraps(t.Data) {
		r.unquoted = true
		return nil
	}
	if t.Data == "a" {
		keep, err := r.link(t)
		if !closed {
			r.links = append(r.links, !keep)
		}
		if err != nil || !keep {
			return err
		}
	}
	if t.Data == "svg" && !closed {
		r.svg++
	}
	return r.write(t, closed)
}

// dropsTree tells whether an element goes with all it holds.
func (r *rewriter) dropsTree(t html.Token) bool {
	switch t.Data {
	case "script":
		return r.on("scripts")
	case "style":
		return r.on("styles")
	case "mp-common-videosnap":
		return r.on("videosnap")
	case "iframe":
		return r.on("iframes") && slices.Contains(strings.Fields(attr(t, "class")), "video_iframe")
	}
	return false
}

// unwraps tells whether the tags of an element go and its text stays.
func (r *rewriter) unwraps(name string) bool {
	return r.on("wrappers") && slices.Contains(wrapperTags, name) ||
		r.on("forms") && slices.Contains(formTags, name) ||
		slices.Contains(rawTags, name)
}

func (r *rewriter) openDetails(name string) {
	if name == "details" {
		r.details++
		r.summary = false
		return
	}
	r.summary = r.details > 0
}

func (r *rewriter) end(name string) {
	r.unquoted = false
	if r.gone != "" {
		if name == r.gone {
			if r.depth--; r.depth == 0 {
				r.gone = ""
			}
		}
		return
	}
	if r.on("details") && (name == "details" || name == "summary") {
		r.summary = false
		if name == "details" && r.details > 0 {
			r.details--
		}
		return
	}
	if r.silent() || r.unwraps(name) {
		return
	}
	if n := len(r.links); name == "a" && n > 0 {
		dropped := r.links[n-1]
		r.links = r.links[:n-1]
		if dropped {
			return
		}
	}
	if name == "svg" && r.svg > 0 {
		r.svg--
	}
	r.out.WriteString("</" + name + ">")
}

// link tells whether the tags of an <a> stay.
func (r *rewriter) link(t html.Token) (keep bool, err error) {
	href := strings.TrimSpace(attr(t, "href"))
	switch {
	case r.on("anchors") && strings.HasPrefix(href, "#"):
		return false, refuse(45166)
	case r.svg > 0 && r.on("svg_links"):
		return false, nil
	case href == "" || attr(t, "data-miniprogram-appid") != "":
		return true, nil
	}
	return !r.on("links") || isHost(href, "mp.weixin.qq.com"), nil
}

// write writes a start tag with the attributes that stay.
func (r *rewriter) write(t html.Token, closed bool) error {
	if r.on("iframes") && t.Data == "iframe" {
		t.Attr = nil
	}
	if t.Data == "img" {
		t.Attr = r.image(t.Attr)
	}
	r.out.WriteString("<" + t.Data)
	for _, a := range t.Attr {
		a, keep, err := r.attribute(a)
		if err != nil {
			return err
		}
		if keep {
			r.out.WriteString(" " + a.Key + `="`)
			_, _ = attrEscaper.WriteString(&r.out, a.Val) // a Builder takes everything
			r.out.WriteByte('"')
		}
	}
	if closed {
		r.out.WriteString(" /")
	}
	r.out.WriteByte('>')
	return nil
}

var attrEscaper = strings.NewReplacer("&", "&amp;", `"`, "&quot;", "<", "&lt;", ">", "&gt;")

func attr(t html.Token, key string) string {
	for _, a := range t.Attr {
		if a.Key == key {
			return a.Val
		}
	}
	return ""
}

// plainText is the text of an article, its white space squeezed.
func plainText(content string) string {
	var b strings.Builder
	z := html.NewTokenizer(strings.NewReader(content))
	for {
		kind := z.Next()
		if kind == html.ErrorToken {
			return strings.Join(strings.Fields(b.String()), " ")
		}
		if kind == html.TextToken {
			b.Write(z.Text())
		}
	}
}

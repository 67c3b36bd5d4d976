package emulator

import (
	"net/url"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/net/html"
)

// rule is one thing that the platform does to the HTML of an article. Which rules
// hold is documented in part only and observers differ, so each can be switched.
type rule struct {
	name, preset string
	doc, source  string
}

// contentRules is the table of rules; rewriter carries them out.
var contentRules = []rule{
	{"anchors", "on", `refuses an article with <a href="#…"> as a whole (45166)`, observed},
	{"background", "on", "drops a background whose url() is foreign", observed},
	{"classes", "off", "drops class attributes", observed},
	{"data_src", "on", "moves the URL of <img> from src to data-src", observed},
	{"details", "on", "leaves only the summary of <details>", observed},
	{"filter", "on", "drops the CSS property filter", observed},
	{"forms", "on", "drops <input> and the tags of other form elements, whose text stays", observed},
	{"ids", "on", "drops id attributes, also inside SVG", observed},
	{"iframes", "on", "drops <iframe class=video_iframe> and strips the attributes of any other", observed},
	{"image_size", "off", "turns the URL of <img> into its 640 pixel form and adds data-type, data-ratio, data-w", observed},
	{"images", "on", "takes the URL of <img> away unless it is one of the platform's", pageMaterial},
	{"links", "on", "drops the tags of <a> that leads out of the platform, whose text stays", observed},
	{"miniprogram", "on", "refuses a data-miniprogram-appid that is not an appid (45086)", pageNews},
	{"position", "on", "drops the CSS property position", observed},
	{"scripts", "on", "drops <script>, event handlers and javascript: addresses", pageMaterial},
	{"styles", "on", "drops <style> with what it holds", observed},
	{"svg_links", "on", "drops the tags of <a> inside <svg>", observed},
	{"videosnap", "on", "drops <mp-common-videosnap>", observed},
	{"wrappers", "on", "drops the tags html, head, body, title, meta, link, base", observed},
}

// ruleSettings are the rules as settings: rule_NAME=on|off.
func ruleSettings() []Setting {
	out := make([]Setting, len(contentRules))
	for i, r := range contentRules {
		out[i] = Setting{"rule_" + r.name, r.preset, "", onOff, "articles: " + r.doc, r.source}
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

// attribute applies the rules for attributes of any element.
func (r *rewriter) attribute(a html.Attribute) (_ html.Attribute, keep bool, err error) {
	switch key := a.Key; {
	case strings.ContainsAny(key, "<>\"'`="):
		return a, false, nil
	case r.on("scripts") && (strings.HasPrefix(key, "on") || isScript(a.Val)),
		r.on("ids") && key == "id",
		r.on("classes") && key == "class":
		return a, false, nil
	case key == "style":
		a.Val = r.style(a.Val)
		return a, a.Val != "", nil
	case key == "nodeleaf":
		a.Val = "nodeleaf"
	case key == "data-miniprogram-appid" && r.on("miniprogram") && !appid.MatchString(a.Val):
		return a, false, refuse(45086)
	}
	return a, true, nil
}

var appid = regexp.MustCompile(`^wx[0-9A-Za-z]{6,32}$`)

// isScript recognises javascript: as browsers do, in spite of spaces and controls.
func isScript(value string) bool {
	squeezed := strings.Map(func(r rune) rune {
		if r <= ' ' {
			return -1
		}
		return r
	}, cut(value, 64))
	return strings.HasPrefix(strings.ToLower(squeezed), "javascript:")
}

// image puts the one address that stays into data-src and drops foreign ones.
func (r *rewriter) image(attrs []html.Attribute) []html.Attribute {
	var kept []html.Attribute
	src := ""
	for _, a := range attrs {
		switch a.Key {
		case "src", "data-src":
			if src == "" && a.Val != "" && (!r.on("images") || isOwnImage(a.Val)) {
				src = a.Val
				kept = append(kept, html.Attribute{Key: a.Key, Val: src})
			}
		case "srcset":
			if !r.on("images") {
				kept = append(kept, a)
			}
		default:
			kept = append(kept, a)
		}
	}
	if r.on("data_src") {
		for i := range kept {
			if kept[i].Key == "src" {
				kept[i].Key = "data-src"
			}
		}
	}
	if r.on("image_size") && isOwnImage(src) {
		return r.resize(kept, src)
	}
	return kept
}

// resize gives an image its 640 pixel address and says how large the picture is.
func (r *rewriter) resize(attrs []html.Attribute, src string) []html.Attribute {
	base, _, _ := strings.Cut(src, "?")
	base = base[:max(strings.LastIndexByte(base, '/'), 0)]
	said := map[string]string{"src": base + "/640?from=appmsg"}
	said["data-src"] = said["src"]
	_, format, _ := strings.Cut(path.Base(path.Dir(base)), "_")
	said["data-type"] = strings.Replace(format, "jpg", "jpeg", 1)
	if w, h := r.pictures(path.Base(base)); w > 0 {
		said["data-ratio"] = strconv.FormatFloat(float64(h)/float64(w), 'f', 6, 64)
		said["data-w"] = strconv.Itoa(w)
	}
	for i, a := range attrs {
		if v, known := said[a.Key]; known {
			attrs[i].Val = v
			delete(said, a.Key)
		}
	}
	for _, key := range []string{"data-type", "data-ratio", "data-w"} {
		if v, left := said[key]; left {
			attrs = append(attrs, html.Attribute{Key: key, Val: v})
		}
	}
	return attrs
}

// style drops the declarations that do not stay; a style without any is left as it is.
func (r *rewriter) style(s string) string {
	all := declarations(s)
	kept := slices.DeleteFunc(slices.Clone(all), func(d string) bool {
		name, value, _ := strings.Cut(d, ":")
		name, value = strings.ToLower(strings.TrimSpace(name)), strings.ToLower(value)
		switch {
		case name == "position":
			return r.on("position")
		case name == "filter":
			return r.on("filter")
		case strings.HasPrefix(name, "background") && r.on("background"):
			return hasForeignURL(value)
		}
		return r.on("scripts") && (strings.Contains(value, "javascript:") || strings.Contains(value, "expression("))
	})
	if len(kept) == len(all) {
		return s
	}
	return strings.TrimSpace(strings.Join(kept, ";"))
}

// declarations splits a style at its semicolons, but not inside quotes or url().
func declarations(s string) []string {
	var out []string
	var quote byte
	start, depth := 0, 0
	for i := range len(s) {
		switch b := s[i]; {
		case quote != 0:
			if b == quote {
				quote = 0
			}
		case b == '"' || b == '\'':
			quote = b
		case b == '(':
			depth++
		case b == ')':
			depth = max(depth-1, 0)
		case b == ';' && depth == 0:
			out = append(out, s[start:i])
			start = i + 1
		}
	}
	return append(out, s[start:])
}

var cssURL = regexp.MustCompile(`url\(\s*["']?([^"')]*)`)

func hasForeignURL(value string) bool {
	for _, m := range cssURL.FindAllStringSubmatch(value, -1) {
		if !isOwnImage(strings.TrimSpace(m[1])) {
			return true
		}
	}
	return false
}

// isOwnImage tells whether an address is one of the platform's picture hosts.
func isOwnImage(src string) bool {
	return isHost(src, imageHost) || isHost(src, "mmbiz.qlogo.cn") || isHost(src, "mmecoa.qpic.cn")
}

// isHost tells whether an address lies on a host, over HTTP or HTTPS.
func isHost(address, host string) bool {
	u, err := url.Parse(strings.TrimSpace(address))
	return err == nil && strings.EqualFold(u.Host, host) &&
		(u.Scheme == "" || u.Scheme == "http" || u.Scheme == "https")
}

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

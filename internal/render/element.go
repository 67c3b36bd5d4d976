package render

import "mpsync/internal/render/theme"

// element says what becomes of an HTML element that a writer used.
type element struct {
	// tag is what is written; "" keeps the content alone.
	tag  string
	part theme.Part // with themed: whose style and context it has
	// style is what the element means by itself.
	style  string
	themed bool
	block  bool // ends a paragraph, and is left out within a line of text
	holds  bool // may stay open around Markdown blocks
	void   bool
}

func styled(tag string, part theme.Part) element {
	return element{tag: tag, part: part, themed: true}
}

func styledBlock(tag string, part theme.Part) element {
	return element{tag: tag, part: part, themed: true, block: true}
}

func holding(tag string, part theme.Part) element {
	return element{tag: tag, part: part, themed: true, block: true, holds: true}
}

var (
	box  = element{tag: "section", block: true, holds: true}
	span = element{tag: "span"}
	bare = element{}
)

// elements are the HTML elements that are kept, by the name in lower case.
// Every other known element loses its tags; see removed and contentless.
var elements = map[string]element{
	"div": box, "section": box, "article": box, "main": box, "header": box, "footer": box, "nav": box,
	"aside": box, "address": box, "dl": box, "dd": box, "hgroup": box, "fieldset": box,
	"center":     {tag: "section", style: "text-align:center", block: true, holds: true},
	"dt":         {tag: "section", style: "font-weight:bold", block: true},
	"details":    holding("section", theme.Container),
	"summary":    styledBlock("section", theme.AlertTitle),
	"legend":     {tag: "section", style: "font-weight:bold", block: true},
	"figure":     holding("section", theme.Figure),
	"figcaption": styledBlock("section", theme.Caption),
	"p":          styledBlock("p", theme.P),
	"h1":         styledBlock("h1", theme.H1), "h2": styledBlock("h2", theme.H2), "h3": styledBlock("h3", theme.H3),
	"h4": styledBlock("h4", theme.H4), "h5": styledBlock("h5", theme.H5), "h6": styledBlock("h6", theme.H6),
	"blockquote": holding("blockquote", theme.Blockquote),
	"ul":         styledBlock("ul", theme.UL), "ol": styledBlock("ol", theme.OL), "li": holding("li", theme.LI),
	"table": styledBlock("table", theme.Table), "thead": styledBlock("thead", theme.THead),
	"tbody": styledBlock("tbody", theme.TBody), "tfoot": {tag: "tfoot", block: true},
	"tr": styledBlock("tr", theme.TR), "th": holding("th", theme.TH), "td": holding("td", theme.TD),
	"caption": styledBlock("section", theme.Caption),
	"hr":      {tag: "hr", part: theme.HR, themed: true, block: true, void: true},
	"br":      {tag: "br", void: true},

	"span": span, "font": span, "label": bare, "abbr": bare, "time": bare, "bdi": bare, "bdo": bare, "data": bare, "q": bare,
	"b": styled("strong", theme.Strong), "strong": styled("strong", theme.Strong),
	"i": styled("em", theme.Em), "em": styled("em", theme.Em), "cite": styled("em", theme.Em),
	"dfn": styled("em", theme.Em), "var": styled("em", theme.Em),
	"s": styled("del", theme.Del), "del": styled("del", theme.Del), "strike": styled("del", theme.Del),
	"u": styled("u", theme.U), "ins": styled("u", theme.U),
	"mark": styled("mark", theme.Mark), "sub": styled("sub", theme.Sub), "sup": styled("sup", theme.Sup),
	"small": styled("span", theme.Small), "big": {tag: "span", style: "font-size:larger"},
	"code": styled("code", theme.Code), "tt": styled("code", theme.Code), "samp": styled("code", theme.Code),
	"kbd":  styled("span", theme.Kbd),
	"ruby": styled("ruby", theme.Ruby), "rt": styled("rt", theme.RT), "rp": {tag: "rp"}, "rb": bare,

	// Components of the platform, whose data attributes pass through.
	"mp-common-miniprogram": {tag: "mp-common-miniprogram"}, "mp-common-profile": {tag: "mp-common-profile"},
	"mp-common-mpaudio": {tag: "mp-common-mpaudio"}, "mp-common-product": {tag: "mp-common-product"},
	"mpvoice": {tag: "mpvoice"}, "mpvideo": {tag: "mpvideo"}, "qqmusic": {tag: "qqmusic"},
	"mp-weapp": {tag: "mp-weapp"}, "mp-style-type": {tag: "mp-style-type"},
}

// removed are known elements whose tags are removed and whose content stays.
var removed = map[string]bool{
	"html": true, "body": true, "form": true, "button": true, "menu": true, "output": true, "picture": true,
	"noscript": true, "slot": true, "dialog": true, "search": true, "optgroup": true, "map": true, "colgroup": true,
	"font-face": true, "nobr": true, "acronym": true, "marquee": true, "blink": true, "dir": true, "rtc": true,
}

// contentless are known elements that are removed with what they contain.
var contentless = map[string]bool{
	"script": true, "style": true, "iframe": true, "object": true, "applet": true, "video": true, "audio": true,
	"canvas": true, "textarea": true, "select": true, "datalist": true, "title": true, "head": true, "template": true,
	"math": true, "frameset": true, "noframes": true, "noembed": true, "xmp": true, "plaintext": true,
	"meter": true, "progress": true,
}

// voids are known elements without content that are removed.
var voids = map[string]bool{
	"input": true, "link": true, "meta": true, "base": true, "embed": true, "source": true, "track": true, "param": true,
	"wbr": true, "col": true, "area": true, "frame": true, "keygen": true, "basefont": true, "bgsound": true, "option": true,
}

// silent are removed elements that show nothing, so that nobody misses them.
var silent = map[string]bool{"wbr": true, "col": true, "colgroup": true, "html": true, "body": true, "source": true, "picture": true, "nobr": true}

// drawing are the elements of plain SVG that survive: none that refers to
// another by id, none that holds HTML.
var drawing = map[string]bool{
	"g": true, "path": true, "rect": true, "circle": true, "ellipse": true, "line": true, "polyline": true,
	"polygon": true, "text": true, "tspan": true, "animate": true, "animatetransform": true, "animatemotion": true, "set": true,
}

// drawingAttributes are attributes of SVG that survive, beside stroke-…,
// fill-…, font-… and those of animation.
var drawingAttributes = map[string]bool{
	"viewbox": true, "width": true, "height": true, "x": true, "y": true, "x1": true, "y1": true, "x2": true, "y2": true,
	"cx": true, "cy": true, "r": true, "rx": true, "ry": true, "d": true, "points": true, "fill": true, "stroke": true,
	"opacity": true, "transform": true, "dx": true, "dy": true, "rotate": true, "text-anchor": true, "dominant-baseline": true,
	"preserveaspectratio": true, "attributename": true, "from": true, "to": true, "by": true, "values": true, "begin": true,
	"dur": true, "repeatcount": true, "keytimes": true, "keysplines": true, "calcmode": true, "type": true, "restart": true,
	"additive": true, "xmlns": true, "version": true, "pathlength": true, "letter-spacing": true,
}

// unmissed are attributes that are left out without a word, because a reader in
// WeChat would not notice them.
var unmissed = map[string]bool{
	"title": true, "target": true, "rel": true, "loading": true, "decoding": true, "referrerpolicy": true, "lang": true,
	"dir": true, "border": true, "cellpadding": true, "cellspacing": true, "open": true, "srcset": true, "sizes": true,
	"crossorigin": true, "datetime": true, "face": true, "size": true, "cite": true, "scope": true, "type": true, "name": true,
	"hspace": true, "vspace": true, "nowrap": true, "summary": true, "frame": true, "rules": true, "tabindex": true,
}

// implied lists end tags that HTML leaves out: opening the key ends any of ends
// that is open above the nearest of within.
var implied = map[string]struct{ ends, within []string }{
	"li":    {[]string{"li"}, []string{"ul", "ol"}},
	"dt":    {[]string{"dt", "dd"}, []string{"dl"}},
	"dd":    {[]string{"dt", "dd"}, []string{"dl"}},
	"td":    {[]string{"td", "th"}, []string{"tr", "table"}},
	"th":    {[]string{"td", "th"}, []string{"tr", "table"}},
	"tr":    {[]string{"tr", "td", "th"}, []string{"table", "thead", "tbody", "tfoot"}},
	"tbody": {[]string{"thead", "tbody", "tfoot", "tr", "td", "th"}, []string{"table"}},
	"thead": {[]string{"thead", "tbody", "tfoot", "tr", "td", "th"}, []string{"table"}},
	"tfoot": {[]string{"thead", "tbody", "tfoot", "tr", "td", "th"}, []string{"table"}},
	"rt":    {[]string{"rt", "rp", "rb"}, []string{"ruby"}},
	"rp":    {[]string{"rt", "rp", "rb"}, []string{"ruby"}},
}

// parents are the elements in which alone some elements mean something.
var parents = map[string][]string{
	"li": {"ul", "ol"}, "tr": {"table", "thead", "tbody", "tfoot"}, "td": {"tr"}, "th": {"tr"}, "thead": {"table"}, "tbody": {"table"},
	"tfoot": {"table"}, "rt": {"ruby"}, "rp": {"ruby"},
}

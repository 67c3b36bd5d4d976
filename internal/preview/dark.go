package preview

import (
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/lucasb-eyer/go-colorful"
	"golang.org/x/image/colornames"
	"golang.org/x/net/html"
)

// The colours that WeChat gives an article in dark mode where it names none.
var (
	darkGround = colorful.Color{R: 0x19 / 255., G: 0x19 / 255., B: 0x19 / 255.}
	darkText   = colorful.Color{R: 0xa3 / 255., G: 0xa3 / 255., B: 0xa3 / 255.}
)

// darkened repaints the HTML of an article as WeChat's dark mode does: light
// grounds become dark ones of their own hue, dark grounds stay, and letters and
// lines are lightened until they can be read on what is behind them. Images stay
// as they are. WeChat does not publish the exact figures; these come close.
func darkened(content string) string {
	var b strings.Builder
	b.Grow(len(content) + len(content)/8)
	p := painter{open: []painted{{ground: darkGround, letters: darkText}}}
	z := html.NewTokenizer(strings.NewReader(content))
	for {
		kind := z.Next()
		raw := string(z.Raw())
		switch kind {
		case html.ErrorToken:
			b.WriteString(raw) // a tag that is cut off
			return b.String()
		case html.StartTagToken, html.SelfClosingTagToken:
			raw = p.start(z.Token(), raw, kind == html.SelfClosingTagToken)
		case html.EndTagToken:
			name, _ := z.TagName()
			p.end(string(name))
		default: // text stays as it is
		}
		b.WriteString(raw)
	}
}

// painter knows the colours of the open elements, innermost last.
type painter struct{ open []painted }

type painted struct {
	name            string
	ground, letters colorful.Color
}

// void are the elements that hold nothing.
var void = []string{"img", "br", "hr", "input", "wbr", "col", "source", "area", "embed", "track"}

var styleAttr = regexp.MustCompile(`(?s)\sstyle="([^"]*)"`)

func (p *painter) start(t html.Token, raw string, closed bool) string {
	now := p.open[len(p.open)-1]
	now.name = t.Data
	if m := styleAttr.FindStringSubmatchIndex(raw); m != nil {
		raw = raw[:m[2]] + now.repaint(raw[m[2]:m[3]]) + raw[m[3]:]
	}
	if !closed && !slices.Contains(void, t.Data) {
		p.open = append(p.open, now)
	}
	return raw
}

// end closes the nearest open element of that name, and what it holds.
func (p *painter) end(name string) {
	for i := len(p.open) - 1; i > 0; i-- {
		if p.open[i].name == name {
			p.open = p.open[:i]
			return
		}
	}
}

// repaint changes the colours of an element's style. p is what the element
// stands in, and becomes what it is.
func (p *painted) repaint(style string) string {
	decls := strings.Split(style, ";")
	for i, d := range decls { // the ground first: letters are read on it
		name, value, ok := strings.Cut(d, ":")
		if !ok || !strings.HasPrefix(strings.TrimSpace(name), "background") {
			continue
		}
		decls[i] = name + ":" + eachColour(value, func(c colorful.Color, alpha float64) colorful.Color {
			c = darkenGround(c)
			p.ground = p.ground.BlendRgb(c, alpha).Clamped()
			return c
		})
	}
	for i, d := range decls {
		name, value, ok := strings.Cut(d, ":")
		switch name = strings.TrimSpace(name); {
		case !ok:
		case name == "color":
			decls[i] = name + ":" + eachColour(value, func(c colorful.Color, _ float64) colorful.Color {
				p.letters = lighten(c, p.ground, readable)
				return p.letters
			})
		case name == "fill", name == "stroke", strings.HasPrefix(name, "text-decoration"), strings.HasPrefix(name, "text-emphasis"):
			decls[i] = name + ":" + eachColour(value, func(c colorful.Color, _ float64) colorful.Color { return lighten(c, p.ground, readable) })
		case strings.HasPrefix(name, "border"), strings.HasPrefix(name, "outline"):
			decls[i] = name + ":" + eachColour(value, func(c colorful.Color, _ float64) colorful.Color { return darkenLine(c, p.ground) })
		}
	}
	style = strings.Join(decls, ";")
	if contrast(p.letters, p.ground) < readable { // letters of an element around it, on a ground of its own
		p.letters = lighten(p.letters, p.ground, readable)
		style = strings.TrimSuffix(style, ";") + ";color:" + p.letters.Hex()
	}
	return style
}

// readable is the contrast that WCAG asks of text.
const readable = 4.5

// darkenGround turns a light ground into a dark one of the same hue.
func darkenGround(c colorful.Color) colorful.Color {
	h, s, l := c.Hsl()
	if l <= 0.4 {
		return c
	}
	// White becomes the page's own ground; the rest of the light half follows.
	const white, middle = 0x19 / 255., 0.32
	return colorful.Hsl(h, math.Min(s, 0.45), white+(middle-white)*(1-l)/0.6).Clamped()
}

// darkenLine keeps a line as faint, or as strong, as it was on white.
func darkenLine(c, ground colorful.Color) colorful.Color {
	h, s, l := c.Hsl()
	if l < 0.75 {
		return lighten(c, ground, 2)
	}
	return colorful.Hsl(h, math.Min(s, 0.4), 0.16+(1-l)*0.6).Clamped()
}

// lighten makes a colour lighter until it stands out from a ground.
func lighten(c, ground colorful.Color, ratio float64) colorful.Color {
	if contrast(c, ground) >= ratio {
		return c
	}
	h, s, l := c.Hsl()
	if s < 0.12 && l < 0.5 { // grey letters mirror: what was black is lightest
		l = 0.75 - l/2
	}
	for ; l < 1; l += 0.02 {
		if c = colorful.Hsl(h, math.Min(s, 0.8), l).Clamped(); contrast(c, ground) >= ratio {
			return c
		}
	}
	return colorful.Color{R: 1, G: 1, B: 1}
}

// contrast is the ratio that WCAG defines.
func contrast(a, b colorful.Color) float64 {
	x, y := luminance(a), luminance(b)
	return (math.Max(x, y) + 0.05) / (math.Min(x, y) + 0.05)
}

func luminance(c colorful.Color) float64 {
	r, g, b := c.LinearRgb()
	return 0.2126*r + 0.7152*g + 0.0722*b
}

var colour = regexp.MustCompile(`#[0-9a-fA-F]{3,8}\b|(?:rgb|hsl)a?\([^()]*\)|[a-zA-Z]+\(|&[a-z]+|[a-zA-Z][a-zA-Z-]*`)

// eachColour replaces the colours in a value. What is no colour stays.
func eachColour(value string, f func(c colorful.Color, alpha float64) colorful.Color) string {
	if strings.Contains(value, "url(") {
		return value
	}
	return colour.ReplaceAllStringFunc(value, func(s string) string {
		c, alpha, ok := parseColour(s)
		if !ok || alpha == 0 {
			return s
		}
		c = f(c, alpha)
		if alpha == 1 {
			return c.Hex()
		}
		r, g, b := c.RGB255()
		return "rgba(" + strconv.Itoa(int(r)) + "," + strconv.Itoa(int(g)) + "," + strconv.Itoa(int(b)) + "," +
			strconv.FormatFloat(alpha, 'f', -1, 64) + ")"
	})
}

// parseColour reads a CSS colour and how opaque it is.
func parseColour(s string) (c colorful.Color, alpha float64, ok bool) {
	s = strings.ToLower(s)
	switch {
	case strings.HasPrefix(s, "#"):
		return parseHex(s[1:])
	case strings.HasSuffix(s, ")"):
		return parseFunction(s)
	}
	named, ok := colornames.Map[s]
	c, _ = colorful.MakeColor(named)
	return c, 1, ok
}

func parseHex(digits string) (colorful.Color, float64, bool) {
	if len(digits) == 3 || len(digits) == 4 {
		var long strings.Builder
		for _, d := range digits {
			long.WriteString(strings.Repeat(string(d), 2))
		}
		digits = long.String()
	}
	alpha := 1.0
	if len(digits) == 8 {
		a, _ := strconv.ParseUint(digits[6:], 16, 8) // the pattern lets digits through only
		alpha, digits = float64(a)/255, digits[:6]
	}
	c, err := colorful.Hex("#" + digits)
	return c, alpha, err == nil
}

// parseFunction reads rgb(), rgba(), hsl() and hsla(), old form and new.
func parseFunction(s string) (colorful.Color, float64, bool) {
	name, rest, _ := strings.Cut(s, "(")
	parts := strings.FieldsFunc(strings.TrimSuffix(rest, ")"), func(r rune) bool { return strings.ContainsRune(" ,/", r) })
	if len(parts) < 3 || len(parts) > 4 {
		return colorful.Color{}, 0, false
	}
	var v [4]float64
	v[3] = 1
	for i, p := range parts {
		number, percent := strings.CutSuffix(p, "%")
		f, err := strconv.ParseFloat(strings.TrimSuffix(number, "deg"), 64)
		if err != nil {
			return colorful.Color{}, 0, false
		}
		switch {
		case percent:
			f /= 100
		case i < 3 && strings.HasPrefix(name, "rgb"):
			f /= 255
		}
		v[i] = f
	}
	if strings.HasPrefix(name, "hsl") {
		return colorful.Hsl(v[0], v[1], v[2]).Clamped(), v[3], true
	}
	return colorful.Color{R: v[0], G: v[1], B: v[2]}.Clamped(), v[3], true
}

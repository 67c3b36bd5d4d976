package theme

import (
	"math"
	"regexp"
	"slices"
	"strconv"
	"testing"
)

// blocks are parts with text, each with those around it.
var blocks = [][]Part{
	{P},
	{H1},
	{H2},
	{H3},
	{H4},
	{H5},
	{H6},
	{UL, LI, Item},
	{OL, LI, Item},
	{TaskList, LI, Item},
	{Blockquote, P},
	{Blockquote, Blockquote, P},
	{Blockquote, UL, LI, Item},
	{Container, P},
	{AlertNote, P},
	{AlertTip, P},
	{AlertImportant, P},
	{AlertWarning, P},
	{AlertCaution, P},
	{AlertNote, UL, LI, Item},
	{TableBox, Table, THead, TR, TH},
	{TableBox, Table, TBody, TR, TD},
	{TableBox, Table, TBody, TREven, TD},
	{Footnotes, Footnote},
}

// inlines are parts that can stand in each of blocks; none is the block itself.
var inlines = [][]Part{
	{}, {Strong}, {Em}, {A}, {Code}, {Mark}, {Mark, Strong}, {Del}, {Sub}, {U}, {Kbd}, {Small}, {LinkMark}, {FootnoteMark}, {Ruby, RT},
}

// alone are parts that hold plain text, or the marker of a list.
var alone = [][]Part{
	{Blockquote, UL, LI},
	{TaskList, LI, Item, Task},
	{UL, LI},
	{AlertNote, AlertTitle},
	{AlertTip, AlertTitle},
	{AlertImportant, AlertTitle},
	{AlertWarning, AlertTitle},
	{AlertCaution, AlertTitle},
	{Container, AlertTitle},
	{CodeBox, CodeBar, CodeLabel},
	{CodeBox, Pre, PreCode},
	{Figure, Caption},
	{References, ReferencesTitle},
	{References, Reference},
	{Footnotes, FootnotesTitle},
	{TOC, TOCTitle},
	{TOC, TOCItem},
	{TOC, TOCSubitem},
}

// places are all of them, from the root of the article.
func places() [][]Part {
	all := slices.Clone(alone)
	for _, block := range blocks {
		for _, inline := range inlines {
			all = append(all, slices.Concat(block, inline))
		}
	}
	for i := range all {
		all[i] = slices.Concat([]Part{Root}, all[i])
	}
	return all
}

// leastContrast is what WCAG asks of text.
const leastContrast = 4.5

func TestBuiltinThemesAreReadableInLightAndDark(t *testing.T) {
	for _, name := range Names() {
		css, _ := Builtin(name)
		th := sound(t, string(css))
		for _, place := range places() {
			c, text, ground := th.Root(), rgb{}, rgb{255, 255, 255}
			for _, p := range place {
				style := c.Style(p)
				text, ground = declared(foreground, style, text), declared(background, style, ground)
				c = c.In(p)
			}
			part := place[len(place)-1]
			readable(t, name+":"+spell(place), text, ground)
			if part == PreCode {
				for k := range Tokens() {
					readable(t, name+" "+tokenNames[k], declared(foreground, th.Token(k), text), declared(background, th.Token(k), ground))
				}
			}
		}
	}
}

// spell names parts as a selector would.
func spell(place []Part) string {
	s := ""
	for _, p := range place[1:] {
		s += " " + names[p][len(names[p])-1]
	}
	return s
}

// readable checks the contrast as designed and as WeChat's dark mode inverts it.
func readable(t *testing.T, what string, text, ground rgb) {
	t.Helper()
	if got := contrast(text, ground); got < leastContrast {
		t.Errorf("%s: %.2f in light", what, got)
	}
	if got := contrast(text.inverted(), ground.inverted()); got < leastContrast {
		t.Errorf("%s: %.2f in dark", what, got)
	}
}

type rgb [3]int

func (c rgb) inverted() rgb { return rgb{255 - c[0], 255 - c[1], 255 - c[2]} }

var (
	foreground = regexp.MustCompile(`(?:^|;)color:#([0-9a-f]+)`)
	background = regexp.MustCompile(`(?:^|;)background(?:-color)?:[^;]*#([0-9a-f]+)`) // the last colour of a gradient
)

// declared is the colour that form finds in style, else what is inherited.
func declared(form *regexp.Regexp, style string, inherited rgb) rgb {
	m := form.FindStringSubmatch(style)
	if m == nil {
		return inherited
	}
	digits := m[1]
	if len(digits) == 3 {
		digits = string([]byte{digits[0], digits[0], digits[1], digits[1], digits[2], digits[2]})
	}
	n, err := strconv.ParseInt(digits, 16, 64)
	if err != nil {
		panic(err)
	}
	return rgb{int(n >> 16), int(n >> 8 & 255), int(n & 255)}
}

// contrast is that of WCAG 2, from 1 to 21.
func contrast(a, b rgb) float64 {
	x, y := luminance(a), luminance(b)
	return (math.Max(x, y) + 0.05) / (math.Min(x, y) + 0.05)
}

func luminance(c rgb) float64 {
	weights, sum := [3]float64{0.2126, 0.7152, 0.0722}, 0.0
	for i, v := range c {
		s := float64(v) / 255
		if s <= 0.04045 {
			s /= 12.92
		} else {
			s = math.Pow((s+0.055)/1.055, 2.4)
		}
		sum += weights[i] * s
	}
	return sum
}

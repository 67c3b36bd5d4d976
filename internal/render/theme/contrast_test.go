package theme

import (
	"fmt"
	"math"
	"regexp"
	"strconv"
	"testing"
)

// places are parts with text, each with those around it.
var places = [][]Part{
	{Root, P},
	{Root, P, A},
	{Root, P, Code},
	{Root, P, Mark},
	{Root, P, Del},
	{Root, P, LinkMark},
	{Root, P, FootnoteMark},
	{Root, P, Ruby, RT},
	{Root, P, Kbd},
	{Root, H1},
	{Root, H2},
	{Root, H3},
	{Root, H4},
	{Root, H5},
	{Root, H6},
	{Root, UL, LI},
	{Root, UL, LI, Item},
	{Root, OL, LI, Item},
	{Root, TaskList, LI, Item, Task},
	{Root, Blockquote, P},
	{Root, Blockquote, P, Code},
	{Root, Blockquote, UL, LI},
	{Root, Blockquote, UL, LI, Item},
	{Root, Container, P},
	{Root, AlertNote, AlertTitle},
	{Root, AlertTip, AlertTitle},
	{Root, AlertImportant, AlertTitle},
	{Root, AlertWarning, AlertTitle},
	{Root, AlertCaution, AlertTitle},
	{Root, AlertNote, P},
	{Root, AlertTip, P},
	{Root, AlertImportant, P},
	{Root, AlertWarning, P},
	{Root, AlertCaution, P},
	{Root, AlertNote, P, Code},
	{Root, CodeBox, CodeBar, CodeLabel},
	{Root, CodeBox, Pre, PreCode},
	{Root, TableBox, Table, THead, TR, TH},
	{Root, TableBox, Table, TBody, TR, TD},
	{Root, TableBox, Table, TBody, TREven, TD},
	{Root, Figure, Caption},
	{Root, References, ReferencesTitle},
	{Root, References, Reference},
	{Root, Footnotes, Footnote},
	{Root, TOC, TOCTitle},
	{Root, TOC, TOCItem},
	{Root, TOC, TOCSubitem},
}

// leastContrast is what WCAG asks of text.
const leastContrast = 4.5

func TestBuiltinThemesAreReadableInLightAndDark(t *testing.T) {
	for _, name := range Names() {
		css, _ := Builtin(name)
		th := sound(t, string(css))
		for _, place := range places {
			c, text, ground := th.Root(), rgb{}, rgb{255, 255, 255}
			for _, p := range place {
				style := c.Style(p)
				text, ground = declared(foreground, style, text), declared(background, style, ground)
				c = c.In(p)
			}
			part := place[len(place)-1]
			readable(t, fmt.Sprintf("%s: %s, %d deep", name, names[part][0], len(place)), text, ground)
			if part == PreCode {
				for k := range Tokens() {
					readable(t, name+" "+tokenNames[k], declared(foreground, th.Token(k), text), declared(background, th.Token(k), ground))
				}
			}
		}
	}
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
	background = regexp.MustCompile(`(?:^|;)background(?:-color)?:#([0-9a-f]+)`)
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

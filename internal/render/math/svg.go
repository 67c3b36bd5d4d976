package math

import (
	"math"
	"strconv"
	"strings"

	"mpsync/internal/render/markup"
)

// size is a length in ex, which follows the size of the text around: "2.25ex".
func size(units int) string {
	return shortest(float64(units)/ex) + "ex"
}

// shortest is a number with at most two decimals.
func shortest(n float64) string {
	s := strconv.FormatFloat(math.Round(n*100)/100, 'f', -1, 64)
	if rest, ok := strings.CutPrefix(s, "0."); ok {
		return "." + rest
	}
	if rest, ok := strings.CutPrefix(s, "-0."); ok {
		return "-." + rest
	}
	return s
}

// Style is the declarations that give an element the size of the drawing and set
// it on the baseline of the text around.
func (d *Drawing) Style() string {
	s := "width:" + size(d.Width) + ";height:" + size(d.Top+d.Bottom)
	if d.Bottom != 0 {
		s += ";vertical-align:" + size(-d.Bottom)
	}
	return s
}

// Em is how wide the drawing is in ems of the text around, about.
func (d *Drawing) Em() float64 { return float64(d.Width) / ex / 2 }

// SVG is the attributes of an svg element beside its style, and its content.
func (d *Drawing) SVG() (attrs, content string) {
	attrs = ` viewBox="0 ` + itoa(-d.Top) + " " + itoa(d.Width) + " " + itoa(d.Top+d.Bottom) + `" fill="currentColor"`
	var b strings.Builder
	for _, s := range d.Shapes {
		b.WriteString("<path" + filled(s.Fill) + ` d="` + s.Path + `"></path>`)
	}
	for _, l := range d.Labels {
		b.WriteString("<text" + filled(l.Fill) + ` x="` + itoa(l.X) + `" y="` + itoa(l.Y) + `" font-size="` + itoa(l.Size) + `">`)
		b.Write(markup.Text(nil, l.Text))
		b.WriteString("</text>")
	}
	return attrs, b.String()
}

func filled(colour string) string {
	if colour == "" {
		return ""
	}
	return ` fill="` + string(markup.Attr(nil, colour)) + `"`
}

func itoa(n int) string { return strconv.Itoa(n) }

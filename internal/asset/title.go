package asset

import (
	"image"
	"image/color"
	"strings"
	"unicode"

	"golang.org/x/image/font"
	"golang.org/x/image/math/fixed"
)

// The characters that no line begins or ends with.
const (
	closing = "，。！？、；：》」』）】…—·,.!?;:)]}%”’"
	opening = "《「『（【([{“‘"
)

// breakTitle breaks a title into lines of at most a width: between words, and
// between the characters of Chinese, but not before a mark that closes.
func breakTitle(title string, face font.Face, width fixed.Int26_6) []string {
	var lines []string
	line := ""
	for _, p := range pieces(title) {
		if line == "" || font.MeasureString(face, strings.TrimRight(line+p, " ")) <= width {
			line += p
			continue
		}
		lines = append(lines, strings.TrimSpace(line))
		line = strings.TrimLeft(p, " ")
	}
	return append(lines, strings.TrimSpace(line))
}

// pieces are the parts of a title that stay together.
func pieces(title string) []string {
	var all []string
	var last rune
	for _, r := range strings.Join(strings.Fields(title), " ") {
		apart := last != 0 && (wide(last) || wide(r) || last == ' ') &&
			!strings.ContainsRune(closing, r) && !strings.ContainsRune(opening, last) && r != ' '
		if len(all) == 0 || apart {
			all = append(all, "")
		}
		all[len(all)-1] += string(r)
		last = r
	}
	return all
}

// wide says whether a character is of a script without spaces.
func wide(r rune) bool {
	return unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana) || r >= 0x3000 && r <= 0x303f || r >= 0xff00 && r <= 0xffef
}

// write writes a line centred on a card, without what the font does not have.
func write(img *image.RGBA, face font.Face, line string, y int, c color.RGBA) {
	line = strings.Map(func(r rune) rune {
		if _, ok := face.GlyphAdvance(r); !ok {
			return -1
		}
		return r
	}, line)
	d := font.Drawer{Dst: img, Src: image.NewUniform(c), Face: face}
	d.Dot = fixed.Point26_6{X: (fixed.I(cardWidth) - d.MeasureString(line)) / 2, Y: fixed.I(y)}
	d.DrawString(line)
}

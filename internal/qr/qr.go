// Package qr draws QR codes, in a terminal or as SVG.
//
// Its one rule: a code is drawn dark on light with the quiet zone that readers
// need, whatever the colours around it.
//
// It does not know what the text means.
package qr

import (
	"fmt"
	"strings"

	"github.com/boombuler/barcode/qr"
)

// quiet is the width of the light border, in modules.
const quiet = 2

// Code is a QR code: rows of modules, true where dark.
type Code [][]bool

// Encode makes the code of a text. The error is that the text is too long, some
// two thousand bytes.
func Encode(text string) (Code, error) {
	b, err := qr.Encode(text, qr.L, qr.Auto)
	if err != nil {
		return nil, fmt.Errorf("encode QR code: %w", err)
	}
	size := b.Bounds().Dx()
	c := make(Code, size+2*quiet)
	for y := range c {
		c[y] = make([]bool, size+2*quiet)
		for x := range c[y] {
			if in := x-quiet >= 0 && x-quiet < size && y-quiet >= 0 && y-quiet < size; in {
				r, _, _, _ := b.At(x-quiet, y-quiet).RGBA()
				c[y][x] = r == 0
			}
		}
	}
	return c, nil
}

// Text draws two rows of modules in a line. Letters are taken to be light on a
// dark ground, unless painted says that escape sequences may set both colours.
func (c Code) Text(painted bool) string {
	var b strings.Builder
	for y := 0; y < len(c); y += 2 {
		if painted {
			b.WriteString("\x1b[30;47m")
		}
		for x := range c[y] {
			upper, lower := c[y][x], y+1 < len(c) && c[y+1][x]
			b.WriteString(block(upper == painted, lower == painted))
		}
		if painted {
			b.WriteString("\x1b[0m")
		}
		b.WriteByte('\n')
	}
	return b.String()
}

// block is the character whose upper and lower halves are inked.
func block(upper, lower bool) string {
	switch {
	case upper && lower:
		return "█"
	case upper:
		return "▀"
	case lower:
		return "▄"
	}
	return " "
}

// Path is the dark modules as the data of an SVG path, a module being one unit.
func (c Code) Path() string {
	var b strings.Builder
	for y, row := range c {
		for x := 0; x < len(row); x++ {
			from := x
			for x < len(row) && row[x] {
				x++
			}
			if x > from {
				fmt.Fprintf(&b, "M%d %dh%dv1h-%dz", from, y, x-from, x-from)
			}
		}
	}
	return b.String()
}

package asset

import (
	"bytes"
	"context"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
)

// fitSVG draws an SVG image; in references a width follows, as for others.
const fitSVG = "svg"

// svgDefaultWidth and svgDefaultHeight are the size of a drawing that does not tell, as browsers have it.
const svgDefaultWidth, svgDefaultHeight = 300, 150

// checkSVG reads the size of a drawing from its first element.
func checkSVG(data []byte) (int, int, error) {
	d := xml.NewDecoder(bytes.NewReader(data))
	d.Strict = false
	d.CharsetReader = func(_ string, r io.Reader) (io.Reader, error) { return r, nil }
	for {
		t, err := d.Token()
		if err != nil {
			return 0, 0, fmt.Errorf("read head of image: %w", err)
		}
		root, ok := t.(xml.StartElement)
		if !ok {
			continue
		}
		if !bytes.Contains(data, []byte("</"+prefixed(data)+">")) && !bytes.Contains(data, []byte("/>")) {
			return 0, 0, errShort
		}
		w, h := svgSize(root)
		return w, h, nil
	}
}

// prefixed is the name of the svg element as it is written.
func prefixed(data []byte) string {
	if bytes.Contains(data, []byte("<svg:svg")) {
		return "svg:svg"
	}
	return "svg"
}

// svgSize is the size that a drawing asks for.
func svgSize(root xml.StartElement) (width, height int) {
	var w, h float64
	var box []float64
	for _, a := range root.Attr {
		switch a.Name.Local {
		case "width":
			w = pixels(a.Value)
		case "height":
			h = pixels(a.Value)
		case "viewBox":
			for _, f := range strings.FieldsFunc(a.Value, func(r rune) bool { return r == ' ' || r == ',' }) {
				v, _ := strconv.ParseFloat(f, 64)
				box = append(box, v)
			}
		}
	}
	if len(box) == 4 && box[2] > 0 && box[3] > 0 {
		switch {
		case w == 0 && h == 0:
			w, h = box[2], box[3]
		case w == 0:
			w = h * box[2] / box[3]
		case h == 0:
			h = w * box[3] / box[2]
		}
	}
	if !(w >= 1 && h >= 1 && w < 1e6 && h < 1e6) {
		return svgDefaultWidth, svgDefaultHeight
	}
	return int(w), int(h)
}

// pixels reads a length; a part of what is around it is none.
func pixels(s string) float64 {
	s = strings.TrimSpace(s)
	for unit, px := range map[string]float64{"px": 1, "pt": 96. / 72, "pc": 16, "mm": 96 / 25.4, "cm": 96 / 2.54, "in": 96, "em": 16, "ex": 8, "": 1} {
		number, ok := strings.CutSuffix(s, unit)
		if v, err := strconv.ParseFloat(strings.TrimSpace(number), 64); ok && err == nil && v > 0 {
			return v * px
		}
	}
	return 0
}

// errNoTool says that this machine draws no SVG.
var errNoTool = errors.New("no program that draws SVG")

// drawnSVG draws an SVG image at twice its size, at most width pixels wide, as a
// PNG that may be large.
func (m *Maker) drawnSVG(ctx context.Context, im Image, data []byte, width int) ([]byte, error) {
	if m.DrawSVG == nil {
		return nil, errNoTool
	}
	w := min(2*im.Width, width)
	h := max(1, im.Height*w/im.Width)
	if w*h > m.Rules.MaxPixels {
		return nil, fmt.Errorf("drawing of %d × %d pixels: %w", w, h, errUnsupported)
	}
	return m.DrawSVG(ctx, data, w, h)
}

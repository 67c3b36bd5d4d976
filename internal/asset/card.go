package asset

import (
	"bytes"
	"encoding/json"
	"fmt"
	"hash/fnv"
	"image"
	"image/color"
	"image/png"
	"math"
	"strconv"

	"golang.org/x/image/font"
	"golang.org/x/image/font/opentype"
	"golang.org/x/image/math/fixed"

	"mpsync/internal/diag"
	"mpsync/internal/model"
)

// FitCard draws a title card from a [Card].
const FitCard = "card"

// Card is what a title card says, in the colours of a theme, each "#rrggbb". It
// is the source of a cover: another font gives another picture, not another card.
type Card struct {
	Title  string `json:"title"`
	Author string `json:"author,omitempty"`
	Ink    string `json:"ink"`    // of the title
	Accent string `json:"accent"` // of the ornament
	Paper  string `json:"paper"`  // of the ground
}

// Asset is a card as a cover; the path is what people are told.
func (c Card) Asset(path string) model.Asset {
	source, err := json.Marshal(c)
	if err != nil {
		panic(err) // a struct of texts always becomes JSON
	}
	choice := Choice{Fit: FitCard, Ext: "png"}
	return model.Asset{Path: path, SHA256: sum(source), Name: choice.Upload(sum(source)), Fit: FitCard, Source: source}
}

// The size of a card, twice the 900 × 383 pixels that are shown, and of the
// middle that is left of it where a square is shown.
const (
	cardWidth  = 1800
	cardHeight = 766
	cardText   = 660
)

// card makes the file of a title card.
func (m *Maker) card(a model.Asset) ([]byte, error) {
	var c Card
	if err := json.Unmarshal(a.Source, &c); err != nil {
		return nil, fmt.Errorf("read card: %w", err)
	}
	var f Font
	if m.Font != nil {
		f = m.Font()
	}
	if f.Data == nil {
		return nil, diag.Stop(nil, "cover-no-font", diag.Pos{}, a.Path)
	}
	parsed, err := f.parse()
	if err != nil {
		return nil, diag.Stop(err, "cover-no-font", diag.Pos{}, a.Path)
	}
	img, err := drawCard(c, parsed)
	if err != nil {
		return nil, err
	}
	var b bytes.Buffer
	err = png.Encode(&b, img)
	return b.Bytes(), err
}

// Font is a font file, and which of its fonts is meant.
type Font struct {
	Data  []byte
	Index int
}

func (f Font) parse() (*opentype.Font, error) {
	all, err := opentype.ParseCollection(f.Data)
	if err != nil {
		return nil, err
	}
	return all.Font(min(f.Index, all.NumFonts()-1))
}

// drawCard draws a title in the middle, where it stands in the square part too,
// between ornaments.
func drawCard(c Card, f *opentype.Font) (*image.RGBA, error) {
	img := image.NewRGBA(image.Rect(0, 0, cardWidth, cardHeight))
	ink, accent, paper := colour(c.Ink, 0x333333), colour(c.Accent, 0x4f56c4), colour(c.Paper, 0xf4f5f9)
	h := fnv.New32a()
	_, _ = h.Write([]byte(c.Title)) // a hash takes every byte
	ornament(img, paper, accent, h.Sum32())
	lines, face, size, err := fitTitle(c.Title, f)
	if err != nil {
		return nil, err
	}
	lead := size * 4 / 3
	height := lead*(len(lines)-1) + size + 70
	if c.Author != "" {
		height += 62
	}
	y := (cardHeight-height)/2 + size*9/10
	for _, l := range lines {
		write(img, face, l, y, ink)
		y += lead
	}
	y += 70 - lead + size/10
	pill(img, accent, cardWidth/2-36, y-8, cardWidth/2+36, y, 4)
	if c.Author == "" {
		return img, nil
	}
	small, err := opentype.NewFace(f, &opentype.FaceOptions{Size: 34, DPI: 72})
	if err != nil {
		return nil, err
	}
	write(img, small, c.Author, y+62, mix(ink, paper, .35))
	return img, nil
}

// titleSizes are the sizes of letters that are tried, in pixels, and how many
// lines each may have.
var titleSizes = []struct {
	size  float64
	lines int
}{{190, 1}, {144, 1}, {126, 2}, {110, 2}, {96, 3}, {84, 3}, {72, 4}, {62, 5}, {54, 6}}

// fitTitle breaks a title into lines of about the same length, as large as fits.
func fitTitle(title string, f *opentype.Font) (lines []string, face font.Face, size int, err error) {
	for i := 0; ; i++ {
		s := titleSizes[i]
		face, err = opentype.NewFace(f, &opentype.FaceOptions{Size: s.size, DPI: 72})
		if err != nil {
			return nil, nil, 0, err
		}
		lines = breakTitle(title, face, fixed.I(cardText))
		if i == len(titleSizes)-1 {
			return lines[:min(len(lines), s.lines)], face, int(s.size), nil
		}
		if len(lines) > s.lines || tooWide(lines, face) {
			continue
		}
		// The same number of lines in the least width: none is left with one word.
		for width := cardText - 20; width > 100; width -= 20 {
			narrow := breakTitle(title, face, fixed.I(width))
			if len(narrow) > len(lines) || tooWide(narrow, face) {
				break
			}
			lines = narrow
		}
		return lines, face, int(s.size), nil
	}
}

func tooWide(lines []string, face font.Face) bool {
	for _, l := range lines {
		if font.MeasureString(face, l) > fixed.I(cardText) {
			return true
		}
	}
	return false
}

// ornament draws the ground and what stands on both sides of the title.
func ornament(img *image.RGBA, paper, accent color.RGBA, seed uint32) {
	for y := range cardHeight {
		c := mix(paper, accent, .06*float64(y)/cardHeight)
		for x := range cardWidth {
			img.SetRGBA(x, y, c)
		}
	}
	flip := 1.0
	if seed&1 == 1 {
		flip = -1
	}
	at := func(x float64) float64 { return cardWidth/2 + flip*x }
	switch seed >> 1 % 3 {
	case 0: // Two discs and a ring.
		ring(img, accent, .92, at(820), 640, 0, 300)
		ring(img, accent, .16, at(640), 180, 0, 150)
		ring(img, accent, .30, at(-800), 120, 168, 200)
		ring(img, accent, .12, at(-760), 700, 0, 190)
	case 1: // Arcs around a corner.
		for i := range 5 {
			r := 140 + 90*float64(i)
			ring(img, accent, .75-.13*float64(i), at(905), 770, r-34, r)
		}
		ring(img, accent, .85, at(-905), -10, 0, 170)
		ring(img, accent, .14, at(-905), -10, 210, 330)
	case 2: // Bars of several heights, and a disc.
		for i, top := range []int{300, 470, 180, 380, 560} {
			x := int(at(880 - 78*float64(i)))
			pill(img, mix(paper, accent, .85-.15*float64(i)), x-22, top, x+22, cardHeight+60, 22)
		}
		ring(img, accent, .9, at(-800), 150, 0, 92)
		ring(img, accent, .14, at(-690), 640, 0, 230)
	}
}

// ring paints what lies between two distances from a point; a disc begins at 0.
func ring(img *image.RGBA, c color.RGBA, alpha, x, y, inner, outer float64) {
	shape(img, c, alpha, x-outer, y-outer, x+outer, y+outer, func(px, py float64) float64 {
		d := math.Hypot(px-x, py-y)
		return max(d-outer, inner-d)
	})
}

// pill paints a rectangle with round corners.
func pill(img *image.RGBA, c color.RGBA, left, top, right, bottom, radius int) {
	l, t, r, b, k := float64(left), float64(top), float64(right), float64(bottom), float64(radius)
	shape(img, c, 1, l, t, r, b, func(px, py float64) float64 {
		dx, dy := math.Abs(px-(l+r)/2)-(r-l)/2+k, math.Abs(py-(t+b)/2)-(b-t)/2+k
		return math.Hypot(max(dx, 0), max(dy, 0)) + min(max(dx, dy), 0) - k
	})
}

// shape paints where a distance is negative, smoothly at its edge.
func shape(img *image.RGBA, c color.RGBA, alpha, left, top, right, bottom float64, distance func(x, y float64) float64) {
	box := image.Rect(int(left)-1, int(top)-1, int(right)+2, int(bottom)+2).Intersect(img.Rect)
	for y := box.Min.Y; y < box.Max.Y; y++ {
		for x := box.Min.X; x < box.Max.X; x++ {
			if cover := min(1, .5-distance(float64(x)+.5, float64(y)+.5)); cover > 0 {
				img.SetRGBA(x, y, mix(img.RGBAAt(x, y), c, alpha*cover))
			}
		}
	}
}

// mix is a colour between two; part is that of the second.
func mix(a, b color.RGBA, part float64) color.RGBA {
	m := func(x, y uint8) uint8 { return uint8(math.Round(float64(x)*(1-part) + float64(y)*part)) }
	return color.RGBA{m(a.R, b.R), m(a.G, b.G), m(a.B, b.B), 0xff}
}

// colour reads "#rgb" and "#rrggbb"; anything else is the other colour.
func colour(s string, otherwise uint32) color.RGBA {
	if len(s) == 4 && s[0] == '#' {
		s = "#" + string([]byte{s[1], s[1], s[2], s[2], s[3], s[3]})
	}
	v := uint64(otherwise)
	if len(s) == 7 && s[0] == '#' {
		if n, err := strconv.ParseUint(s[1:], 16, 32); err == nil {
			v = n
		}
	}
	return color.RGBA{byte(v >> 16), byte(v >> 8), byte(v), 0xff} //nolint:gosec // three bytes
}

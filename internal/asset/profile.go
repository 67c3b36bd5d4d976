package asset

import (
	"encoding/binary"
	"image"
	"math"
)

// matrix turns three numbers of light into three others.
type matrix [3][3]float64

func (m matrix) multiply(o matrix) (out matrix) {
	for i := range 3 {
		for j := range 3 {
			out[i][j] = m[i][0]*o[0][j] + m[i][1]*o[1][j] + m[i][2]*o[2][j]
		}
	}
	return out
}

// toSRGB turns XYZ under the light of profiles, D50, into linear sRGB.
var toSRGB = matrix{
	{3.1338561, -1.6168667, -0.4906146},
	{-0.9787684, 1.9161415, 0.0334540},
	{0.0719453, -0.2289914, 1.4052427},
}

// profile is a colour profile of the kind that cameras and screens have: a curve
// for each channel and a matrix.
type profile struct {
	// light is what each value of each channel adds to red, green and blue in
	// linear sRGB, in parts of lightUnit.
	light [3][256][3]int
	gamma [gammaSteps + 1]byte // the curve of sRGB, from light to bytes
}

// Light is told apart so finely before it is written as sRGB, and added up more
// finely.
const (
	gammaSteps = 1 << 13
	lightStep  = 1 << 10
	lightUnit  = gammaSteps * lightStep
)

// readProfile reads an ICC profile of that kind. It returns nil for others, whose
// pictures keep their numbers, and for sRGB itself.
func readProfile(data []byte) *profile {
	if len(data) < 132 || string(data[16:20]) != "RGB " || string(data[20:24]) != "XYZ " {
		return nil
	}
	var curves [3][256]float64
	var primaries matrix
	for i, name := range []string{"r", "g", "b"} {
		xyz, curve := iccTag(data, name+"XYZ"), iccTag(data, name+"TRC")
		if len(xyz) < 20 || !readCurve(curve, &curves[i]) {
			return nil
		}
		for j := range 3 {
			primaries[j][i] = s15Fixed16(xyz[8+4*j:])
		}
	}
	p := newProfile(&curves, toSRGB.multiply(primaries))
	if p.isSRGB() {
		return nil
	}
	return p
}

// newProfile makes a profile of its curves and of the matrix that leads from
// their values to linear sRGB.
func newProfile(curves *[3][256]float64, m matrix) *profile {
	p := &profile{}
	for channel := range curves {
		for v, x := range curves[channel] {
			for i := range 3 {
				p.light[channel][v][i] = int(math.Round(m[i][channel] * x * lightUnit))
			}
		}
	}
	for i := range p.gamma {
		x := float64(i) / gammaSteps
		if x <= 0.0031308 {
			x *= 12.92
		} else {
			x = 1.055*math.Pow(x, 1/2.4) - 0.055
		}
		p.gamma[i] = byte(math.Round(255 * x))
	}
	return p
}

// iccTag finds the data of a tag.
func iccTag(data []byte, name string) []byte {
	n := min(binary.BigEndian.Uint32(data[128:]), 100)
	for i := 132; n > 0 && i+12 <= len(data); n, i = n-1, i+12 {
		if string(data[i:i+4]) != name {
			continue
		}
		at, size := uint64(binary.BigEndian.Uint32(data[i+4:])), uint64(binary.BigEndian.Uint32(data[i+8:]))
		if at+size > uint64(len(data)) {
			return nil
		}
		return data[at : at+size]
	}
	return nil
}

// s15Fixed16 reads a number of the profile's kind.
func s15Fixed16(b []byte) float64 { return float64(int32(binary.BigEndian.Uint32(b))) / 65536 } //nolint:gosec // the format's numbers are signed

// readCurve reads a curve, given by a formula, an exponent or a table.
func readCurve(data []byte, out *[256]float64) bool {
	if len(data) < 12 {
		return false
	}
	switch string(data[:4]) {
	case "para":
		return readFormula(data, out)
	case "curv":
	default:
		return false
	}
	n := int(binary.BigEndian.Uint32(data[8:]))
	if n < 0 || n > 1<<16 || len(data) < 12+2*n {
		return false
	}
	at := func(i int) float64 { return float64(binary.BigEndian.Uint16(data[12+2*i:])) }
	for v := range 256 {
		x := float64(v) / 255
		switch n {
		case 0:
			out[v] = x
		case 1:
			out[v] = math.Pow(x, at(0)/256)
		default:
			pos := x * float64(n-1)
			i := min(int(pos), n-2)
			out[v] = (at(i) + (at(i+1)-at(i))*(pos-float64(i))) / 65535
		}
	}
	return true
}

// readFormula reads a curve of the form (ax+b)^g + e, and cx + f below d.
func readFormula(data []byte, out *[256]float64) bool {
	counts := []int{1, 3, 4, 5, 7}
	kind := int(binary.BigEndian.Uint16(data[8:]))
	if kind >= len(counts) || len(data) < 12+4*counts[kind] {
		return false
	}
	p := [7]float64{1: 1}
	for i := range counts[kind] {
		p[i] = s15Fixed16(data[12+4*i:])
	}
	g, a, b, c, d, e, f := p[0], p[1], p[2], p[3], p[4], p[5], p[6]
	switch kind {
	case 1:
		d = -b / a
	case 2: // Here c is added on both sides.
		c, d, e, f = 0, -b/a, c, c
	}
	for v := range 256 {
		x := float64(v) / 255
		if x >= d {
			out[v] = math.Pow(max(0, a*x+b), g) + e
		} else {
			out[v] = c*x + f
		}
	}
	return true
}

// isSRGB says whether a profile changes so little that nobody sees it.
func (p *profile) isSRGB() bool {
	for _, c := range [][3]uint8{{255, 0, 0}, {0, 255, 0}, {0, 0, 255}, {128, 128, 128}, {200, 60, 30}, {30, 90, 200}} {
		r, g, b := p.convert(c[0], c[1], c[2])
		for i, v := range [3]uint8{r, g, b} {
			if v > c[i]+3 || v+3 < c[i] && c[i] >= 3 {
				return false
			}
		}
	}
	return true
}

func (p *profile) convert(r, g, b uint8) (uint8, uint8, uint8) {
	x, y, z := &p.light[0][r], &p.light[1][g], &p.light[2][b]
	at := func(light int) uint8 {
		return p.gamma[min(gammaSteps, max(0, (light+lightStep/2)/lightStep))]
	}
	return at(x[0] + y[0] + z[0]), at(x[1] + y[1] + z[1]), at(x[2] + y[2] + z[2])
}

// apply turns the colours of a picture into those of sRGB.
func (p *profile) apply(m *image.RGBA) {
	for i := 0; i+4 <= len(m.Pix); i += 4 {
		px := m.Pix[i : i+4 : i+4]
		switch alpha := int(px[3]); alpha {
		case 0:
		case 0xff:
			px[0], px[1], px[2] = p.convert(px[0], px[1], px[2])
		default:
			pure := func(v uint8) uint8 { return uint8(min(255, (int(v)*255+alpha/2)/alpha)) } //nolint:gosec // at most 255
			r, g, b := p.convert(pure(px[0]), pure(px[1]), pure(px[2]))
			for j, v := range [3]uint8{r, g, b} {
				px[j] = uint8((int(v)*alpha + 127) / 255) //nolint:gosec // at most 255
			}
		}
	}
}

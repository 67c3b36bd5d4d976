package asset

import (
	"image"
	"math"
)

// A word holds three channels of a pixel, or its alpha alone, in fields of 21
// bits: one multiplication weighs all of them. A bias keeps sums above zero;
// below the next field they stay because weights add up to one.
const (
	field    = 21
	each     = 1 | 1<<field | 1<<(2*field)
	unitBits = 11      // of the number that is one
	values   = 1 << 10 // of a sum without its fraction
	bias     = 256     // of a value between the two passes, which may be below zero
	half     = each << (unitBits - 1)
)

// resampler brings a picture into another size.
type resampler struct {
	from, to     *image.RGBA
	across, down []taps
	line         []uint64   // of the source
	lines        [][]uint64 // the last ones in their new width, by number in turn
	sums         []uint64
	clamp        [values]uint64
}

// taps are what one pixel is made of: weighed neighbours from one on.
type taps struct {
	from    int
	weights []uint64 // those below zero in two's complement, which sums up rightly
}

// resampled is a picture in a smaller size, by Catmull-Rom: what
// golang.org/x/image/draw makes with floating-point numbers, in a third of the
// time, which is most of what fitting takes.
func resampled(m *image.RGBA, width, height int) *image.RGBA {
	r := &resampler{
		from: m, to: image.NewRGBA(image.Rect(0, 0, width, height)),
		across: catmullRomTaps(m.Rect.Dx(), width), down: catmullRomTaps(m.Rect.Dy(), height),
		line: make([]uint64, m.Rect.Dx()), sums: make([]uint64, width),
	}
	for i := range r.clamp {
		r.clamp[i] = uint64(min(0xff, max(0, i-bias)))
	}
	most := 0
	for _, t := range r.down {
		most = max(most, len(t.weights))
	}
	for range most {
		r.lines = append(r.lines, make([]uint64, width))
	}
	r.run(r.loadColours, r.storeColours)
	if !m.Opaque() {
		r.run(r.loadAlpha, r.storeAlpha)
	}
	return r.to
}

// run makes every line of one word a pixel.
func (r *resampler) run(load func(from []byte), store func(to []byte)) {
	done := 0
	for y, t := range r.down {
		for ; done < t.from+len(t.weights); done++ {
			load(r.from.Pix[done*r.from.Stride:][:4*len(r.line)])
			r.narrow(r.lines[done%len(r.lines)])
		}
		for x := range r.sums {
			r.sums[x] = half // The bias is that of the lines.
		}
		for i, w := range t.weights {
			line := r.lines[(t.from+i)%len(r.lines)][:len(r.sums)]
			for x, v := range line {
				r.sums[x] += w * v
			}
		}
		store(r.to.Pix[y*r.to.Stride:][:4*len(r.sums)])
	}
}

// narrow brings the line that was loaded into its new width.
func (r *resampler) narrow(to []uint64) {
	for x, t := range r.across {
		sum := uint64(half + bias*each<<unitBits)
		line := r.line[t.from:][:len(t.weights)]
		for i, w := range t.weights {
			sum += w * line[i]
		}
		to[x] = sum >> unitBits & ((values - 1) * each)
	}
}

// bytes are the three values of a sum.
func (r *resampler) bytes(sum uint64) (a, b, c uint64) {
	return r.clamp[sum>>unitBits%values], r.clamp[sum>>(unitBits+field)%values], r.clamp[sum>>(unitBits+2*field)%values]
}

func (r *resampler) loadColours(from []byte) {
	for x := range r.line {
		px := from[4*x : 4*x+4 : 4*x+4]
		r.line[x] = uint64(px[0]) | uint64(px[1])<<field | uint64(px[2])<<(2*field)
	}
}

func (r *resampler) storeColours(to []byte) {
	for x, sum := range r.sums {
		red, green, blue := r.bytes(sum)
		px := to[4*x : 4*x+4 : 4*x+4]
		px[0], px[1], px[2], px[3] = byte(red), byte(green), byte(blue), 0xff //nolint:gosec // bytes by name
	}
}

func (r *resampler) loadAlpha(from []byte) {
	for x := range r.line {
		r.line[x] = uint64(from[4*x+3])
	}
}

// storeAlpha keeps colours within their alpha, with which they are multiplied.
func (r *resampler) storeAlpha(to []byte) {
	for x, sum := range r.sums {
		alpha, _, _ := r.bytes(sum)
		a, px := byte(alpha), to[4*x:4*x+4:4*x+4] //nolint:gosec // a byte by name
		px[0], px[1], px[2], px[3] = min(px[0], a), min(px[1], a), min(px[2], a), a
	}
}

// catmullRomTaps are the taps of each of size pixels of a line that has from.
func catmullRomTaps(from, size int) []taps {
	scale := float64(from) / float64(size)
	wide := max(1, scale)
	all := make([]taps, size)
	for i := range all {
		center := (float64(i) + .5) * scale
		first := max(0, int(math.Ceil(center-2*wide-.5)))
		last := min(from-1, int(math.Floor(center+2*wide-.5)))
		exact, sum := make([]float64, last-first+1), 0.0
		for j := range exact {
			exact[j] = catmullRom(math.Abs(float64(first+j)+.5-center) / wide)
			sum += exact[j]
		}
		all[i] = taps{first, whole(exact, sum)}
	}
	return all
}

// whole are weights as whole numbers that add up to one exactly: what rounding
// leaves is carried from one to the next.
func whole(exact []float64, sum float64) []uint64 {
	out, due, given := make([]uint64, len(exact)), 0.0, 0.0
	for i, w := range exact {
		due += w / sum * (1 << unitBits)
		w = math.Round(due - given)
		given += w
		out[i] = uint64(int64(w)) //nolint:gosec // two's complement
	}
	return out
}

// catmullRom is how much a neighbour at a distance counts.
func catmullRom(x float64) float64 {
	switch {
	case x < 1:
		return (1.5*x-2.5)*x*x + 1
	case x < 2:
		return ((-.5*x+2.5)*x-4)*x + 2
	}
	return 0
}

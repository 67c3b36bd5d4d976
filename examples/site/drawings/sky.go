package main

import (
	"image/color"
	"math"
	"math/rand/v2"
)

// star is a real star: right ascension in hours, declination in degrees (J2000), visual magnitude.
type star struct {
	name            string
	ra, dec, bright float64
}

// figure is a constellation: its stars, and pairs of their indices that lines join.
type figure struct {
	stars []star
	lines [][2]int
}

func chain(indices ...int) [][2]int {
	var pairs [][2]int
	for i := range indices[1:] {
		pairs = append(pairs, [2]int{indices[i], indices[i+1]})
	}
	return pairs
}

func bigDipper() figure {
	return figure{[]star{
		{"Dubhe", 11.062, 61.75, 1.8},
		{"Merak", 11.031, 56.38, 2.4},
		{"Phecda", 11.897, 53.69, 2.4},
		{"Megrez", 12.257, 57.03, 3.3},
		{"Alioth", 12.900, 55.96, 1.8},
		{"Mizar", 13.399, 54.93, 2.3},
		{"Alkaid", 13.792, 49.31, 1.9},
	}, chain(0, 1, 2, 3, 4, 5, 6)}
}

func littleDipper() figure {
	return figure{[]star{
		{"Polaris", 2.530, 89.26, 2.0},
		{"", 17.537, 86.59, 4.4},
		{"", 16.766, 82.04, 4.2},
		{"", 15.734, 77.79, 4.3},
		{"", 16.292, 75.76, 5.0},
		{"", 15.345, 71.83, 3.1},
		{"Kochab", 14.845, 74.16, 2.1},
	}, append(chain(0, 1, 2, 3, 4, 5, 6), [2]int{6, 3})}
}

func cassiopeia() figure {
	return figure{[]star{
		{"Caph", 0.153, 59.15, 2.3},
		{"Schedar", 0.675, 56.54, 2.2},
		{"", 0.945, 60.72, 2.5},
		{"", 1.430, 60.24, 2.7},
		{"", 1.907, 63.67, 3.4},
	}, chain(0, 1, 2, 3, 4)}
}

func pegasus() figure {
	return figure{[]star{
		{"Alpheratz", 0.140, 29.09, 2.1},
		{"Scheat", 23.063, 28.08, 2.4},
		{"Markab", 23.079, 15.21, 2.5},
		{"Algenib", 0.220, 15.18, 2.8},
	}, chain(0, 1, 2, 3, 0)}
}

func andromeda() figure {
	return figure{[]star{
		{"", 0.140, 29.09, 2.1},
		{"", 0.655, 30.86, 3.3},
		{"Mirach", 1.162, 35.62, 2.1},
		{"Almach", 2.065, 42.33, 2.2},
		{"", 0.946, 38.50, 3.9},
		{"", 0.830, 41.08, 4.5},
	}, append(chain(0, 1, 2, 3), chain(2, 4, 5)...)}
}

func orion() figure {
	return figure{[]star{
		{"Betelgeuse", 5.919, 7.41, 0.5},
		{"Bellatrix", 5.419, 6.35, 1.6},
		{"Mintaka", 5.533, -0.30, 2.2},
		{"Alnilam", 5.604, -1.20, 1.7},
		{"Alnitak", 5.679, -1.94, 1.8},
		{"Rigel", 5.242, -8.20, 0.1},
		{"Saiph", 5.796, -9.67, 2.1},
		{"", 5.585, 9.93, 3.3},
		{"", 5.590, -5.91, 2.8},
		{"", 5.588, -5.39, 4.0},
		{"", 5.408, -2.40, 3.4},
		{"", 5.645, -2.60, 3.8},
		{"", 5.293, -6.84, 3.6},
		{"", 4.831, 6.96, 3.2},
		{"", 4.853, 5.61, 3.7},
		{"", 4.904, 2.44, 3.7},
		{"", 4.843, 8.90, 4.4},
		{"", 4.915, 10.15, 4.7},
	}, nil}
}

// M31 is the Andromeda galaxy.
func galaxy() star { return star{"M 31", 0.712, 41.27, 3.4} }

// view is a stereographic map of a part of the sky as seen from below: north up, east to the left, then turned by roll.
type view struct {
	ra, dec float64 // the middle, as in star
	center  point   // where the middle stands
	scale   float64 // pixels a degree
	roll    float64 // radians, clockwise
}

func (v view) place(s star) point {
	turn := (s.ra - v.ra) * math.Pi / 12
	sin, cos := math.Sincos(s.dec * math.Pi / 180)
	sin0, cos0 := math.Sincos(v.dec * math.Pi / 180)
	k := 2 / (1 + sin0*sin + cos0*cos*math.Cos(turn)) * v.scale * 180 / math.Pi
	x, y := -k*cos*math.Sin(turn), -k*(cos0*sin-sin0*cos*math.Cos(turn))
	rs, rc := math.Sincos(v.roll)
	return v.center.add(x*rc-y*rs, x*rs+y*rc)
}

// figure draws the lines of a constellation, then its stars.
func (c *canvas) figure(v view, f figure, size float64) {
	for _, pair := range f.lines {
		p, q := v.place(f.stars[pair[0]]), v.place(f.stars[pair[1]])
		gap := 9 * size / p.distance(q)
		c.fill(mist.a(0.45), line(1.6*size, p.along(q, gap), p.along(q, 1-gap))...)
	}
	for _, s := range f.stars {
		c.star(v.place(s), s.bright, size, cream)
	}
}

// star is a disc that grows with brightness, with a halo for the brightest.
func (c *canvas) star(p point, bright, size float64, colour rgb) {
	r := size * 4.6 * math.Pow(10, -0.1*bright)
	if bright < 3 {
		c.glow(p, 4.5*r, colour, 0.45)
	}
	if r < 0.75 { // Smaller than a pixel: fainter instead.
		c.fill(colour.a(r/0.75*0.85), disc(p, 0.75))
		return
	}
	c.fill(colour, disc(p, r))
}

// random is a source that gives every picture the same stars on every run.
func random(seed uint64) *rand.Rand {
	return rand.New(rand.NewPCG(seed, 2718)) //nolint:gosec // decoration, and it must be repeatable
}

// scatter strews n invented stars over the upper part of the picture; keep, when given, says how likely each place is.
func (c *canvas) scatter(seed uint64, n int, depth float64, keep func(p point) float64) {
	dice := random(seed)
	tints := []rgb{cream, cream, mist, mist.mix(cream, 0.5), amber.mix(cream, 0.6)}
	for range n {
		p := point{dice.Float64() * c.w, math.Pow(dice.Float64(), 1.15) * depth}
		bright := 6.5 - 3.6*math.Pow(dice.Float64(), 2.6)
		tint, luck := tints[dice.IntN(len(tints))], dice.Float64()
		if keep == nil || luck < keep(p) {
			c.star(p, bright, 1, tint)
		}
	}
}

// moon draws a moon whose age goes from 0 (new) over 0.5 (full) to 1, as seen from the northern hemisphere.
func (c *canvas) moon(center point, r, age float64) {
	c.fill(dusk.mix(violet, 0.25), disc(center, r))
	bulge := math.Cos(2 * math.Pi * age) // Where the terminator meets the equator, from -1 to 1.
	side := 1.0
	if age > 0.5 {
		side = -1
	}
	var lit shape
	const steps = 90
	for i := range steps + 1 {
		sin, cos := math.Sincos(math.Pi * (float64(i)/steps - 0.5))
		lit = append(lit, center.add(side*r*cos, r*sin))
	}
	for i := range steps + 1 {
		sin, cos := math.Sincos(math.Pi * (0.5 - float64(i)/steps))
		lit = append(lit, center.add(side*bulge*r*cos, r*sin))
	}
	c.paint(moonFace(center, r), lit)
}

// moonFace is the cream of the moon with its grey seas.
func moonFace(center point, r float64) field {
	type sea struct{ x, y, r, depth float64 }
	seas := []sea{
		{-0.30, -0.42, 0.30, 0.9},
		{0.16, -0.38, 0.20, 0.9},
		{0.36, -0.13, 0.22, 1},
		{0.68, -0.26, 0.11, 0.9},
		{0.62, 0.10, 0.16, 0.7},
		{0.42, 0.20, 0.12, 0.6},
		{-0.60, -0.05, 0.34, 0.8},
		{-0.62, 0.38, 0.15, 0.6},
		{-0.18, 0.38, 0.20, 0.7},
		{-0.20, -0.10, 0.16, 0.5},
		{0.02, -0.74, 0.12, 0.4},
	}
	return func(p point) color.NRGBA {
		sum := 0.0 // Neighbouring seas flow together.
		for _, s := range seas {
			d := math.Hypot((p.x-center.x)/r-s.x, (p.y-center.y)/r-s.y) / s.r
			sum += s.depth * bell(1.14*d)
		}
		shore := clamp((sum - 0.30) / 0.10)
		return cream.mix(amber, 0.05).mix(mist, (0.34+0.14*clamp(sum-0.4))*shore).a(1)
	}
}

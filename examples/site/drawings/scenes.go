package main

import (
	"image/color"
	"math"
)

// sky is the night above every scene: ink overhead, warmer towards the horizon.
func (c *canvas) sky(horizon float64, stops ...rgb) {
	c.background(vertical(0, horizon, stops...))
}

// ridge is a line of hills: height is the middle of the line, rise its swing.
func (c *canvas) ridge(seed uint64, height, rise float64) shape {
	dice := random(seed)
	type wave struct{ length, phase, size float64 }
	var waves []wave
	for _, parts := range []float64{1.3, 2.9, 6.1, 13, 29} {
		waves = append(waves, wave{c.w / parts, dice.Float64() * 7, rise / math.Pow(parts, 0.85)})
	}
	s := shape{{c.w + 2, c.h + 2}, {-2, c.h + 2}}
	for x := -2.0; x <= c.w+2; x += 3 {
		y := height
		for _, w := range waves {
			y -= w.size * math.Sin(2*math.Pi*x/w.length+w.phase)
		}
		s = append(s, point{x, y})
	}
	return s
}

// top is the height of a ridge at x.
func (s shape) top(x float64) float64 {
	for i := 3; i < len(s); i++ {
		if s[i].x >= x {
			return s[i].y
		}
	}
	return s[len(s)-1].y
}

// pine is a tree of stacked triangles, its foot at p.
func pine(p point, h float64) []shape {
	shapes := []shape{rect(p.x-h*0.03, p.y-h*0.15, h*0.06, h*0.2)}
	for tier := range 4 {
		foot := p.y - h*(0.1+0.2*float64(tier))
		half := h * (0.22 - 0.045*float64(tier))
		shapes = append(shapes, shape{{p.x - half, foot}, {p.x, foot - h*0.32}, {p.x + half, foot}})
	}
	return shapes
}

// watcher is a person beside a telescope that points up to the right, feet at p.
func watcher(p point, h float64) []shape {
	at := func(x, y float64) point { return p.add(x*h, -y*h) }
	shapes := append(line(0.09*h, at(0.03, 0.86), at(-0.01, 0.72)), disc(at(0.04, 0.90), 0.10*h))
	shapes = append(shapes, line(0.17*h, at(-0.02, 0.68), at(-0.05, 0.42))...) // body
	shapes = append(shapes, line(0.09*h, at(-0.07, 0.40), at(-0.10, 0.03))...) // legs
	shapes = append(shapes, line(0.09*h, at(-0.02, 0.40), at(0.03, 0.03))...)
	shapes = append(shapes, line(0.065*h, at(0.00, 0.70), at(0.15, 0.58), at(0.26, 0.72))...) // arm
	shapes = append(shapes, line(0.10*h, at(0.20, 0.70), at(0.62, 1.04))...)                  // tube
	shapes = append(shapes, line(0.15*h, at(0.56, 0.99), at(0.68, 1.09))...)
	for _, foot := range []float64{0.22, 0.45, 0.66} { // tripod
		shapes = append(shapes, line(0.035*h, at(0.44, 0.84), at(foot, 0.0))...)
	}
	return shapes
}

func nightHills(c *canvas) {
	c.sky(330, ink, night, dusk, violet, coral.mix(violet, 0.35))
	c.scatter(11, 260, 290, nil)
	moon := point{668, 110}
	c.glow(moon, 190, cream, 0.22)
	c.moon(moon, 44, 0.13)
	c.fill(violet.mix(dusk, 0.35), c.ridge(3, 268, 26))
	c.fill(dusk.mix(night, 0.35), c.ridge(8, 300, 24))
	front := c.ridge(21, 338, 20)
	c.fill(ink, front)
	c.fill(ink, watcher(point{236, front.top(240) + 3}, 74)...)
	dice := random(5)
	for x := 560.0; x < 900; x += 17 + 22*dice.Float64() {
		c.fill(ink, pine(point{x, front.top(x) + 6}, 38+38*dice.Float64())...)
	}
}

// tower is a block of flats with some windows lit.
func (c *canvas) tower(seed uint64, x, top, w float64, wall rgb, lit float64) {
	c.fill(wall, rect(x, top, w, c.h-top))
	dice := random(seed)
	for y := top + 12; y < c.h; y += 17 {
		for column := x + 9; column < x+w-13; column += 16 {
			if dice.Float64() < lit {
				c.fill(amber.mix(cream, 0.4*dice.Float64()).a(0.9), rect(column, y, 7, 9))
			}
		}
	}
}

func balcony(c *canvas) {
	c.sky(383, ink, night, dusk, violet.mix(coral, 0.3))
	c.scatter(31, 70, 220, nil)
	v := view{12.4, 56, point{612, 124}, 9, -0.46}
	c.figure(v, bigDipper(), 1.25)
	dice := random(9)
	for x := -6.0; x < c.w; {
		w := 46 + 44*dice.Float64()
		c.tower(dice.Uint64(), x, 222+70*dice.Float64(), w, dusk.mix(night, 0.45), 0.16)
		x += w - 2
	}
	for i, x := range []float64{330, 428, 520, 690, 786} {
		c.tower(dice.Uint64(), x, 262+60*dice.Float64(), 76+10*float64(i%2), night, 0.3)
	}
	c.fill(ink, rect(0, 344, c.w, 40)) // the balcony: floor, rail and bars
	c.fill(ink, rounded(-10, 282, 330, 9, 4))
	for x := 6.0; x < 316; x += 19 {
		c.fill(ink, rect(x, 286, 4, 66))
	}
	c.fill(ink, rect(310, 284, 9, 70))
	c.fill(ink, watcher(point{118, 346}, 142)...)
	c.fill(ink, rect(258, 256, 34, 27), shape{{252, 258}, {298, 258}, {292, 264}, {258, 264}}) // a pot on the rail
	for _, leaf := range []float64{-2.5, -2.0, -1.55, -1.1, -0.65} {
		c.fill(teal.mix(ink, 0.55), ellipse(point{275, 256}.polar(20, leaf), 20, 5, leaf))
	}
}

func glowDome(c *canvas) {
	city := point{150, 330}
	haze := func(p point) float64 { return clamp(1 - math.Hypot((p.x-city.x)/620, (p.y-city.y)/400)) }
	sky := gradient(0, 340, ink, night, dusk.mix(night, 0.4))
	c.background(func(p point) color.NRGBA {
		base, light := sky(p.y), haze(p)
		return base.mix(violet, light).mix(coral, light*light*0.75).mix(amber, math.Pow(light, 4)*0.8).a(1)
	})
	band := func(p point) float64 { // the Milky Way, distance from its middle line
		return math.Abs(p.x-700-(p.y-160)*-0.55) / 90
	}
	for i, spot := range []point{{820, -10}, {772, 60}, {742, 120}, {700, 180}, {664, 240}, {640, 290}} {
		c.glow(spot, 96+8*float64(i%3), mist, 0.26)
	}
	c.scatter(71, 1500, 320, func(p point) float64 {
		near := bell(band(p))
		return (0.25 + 0.75*near) * clamp(1-2.1*haze(p))
	})
	c.fill(night.mix(violet, 0.25), c.ridge(44, 292, 18))
	dice := random(15)
	for x := 8.0; x < 330; {
		w := 18 + 20*dice.Float64()
		height := 70 * bell((x-150)/110) * (0.5 + 0.7*dice.Float64())
		c.tower(dice.Uint64(), x, 306-height, w, night.mix(dusk, 0.3), 0.42)
		x += w + 3
	}
	front := c.ridge(52, 338, 15)
	c.fill(ink, front)
	for x := 470.0; x < 900; x += 26 + 40*dice.Float64() {
		c.fill(ink, pine(point{x, front.top(x) + 5}, 30+34*dice.Float64())...)
	}
}

func moonrise(c *canvas) {
	const sea = 262.0
	c.sky(sea, ink, night, dusk, violet)
	c.scatter(23, 130, 200, nil)
	moon := point{640, 142}
	c.glow(moon, 330, cream, 0.20)
	c.moon(moon, 96, 0.5)
	c.paint(vertical(sea, c.h, dusk.mix(violet, 0.4), night, ink), rect(0, sea, c.w, c.h-sea))
	dice := random(77)
	for y := sea + 4; y < c.h; y += 5 { // the moon's path on the water
		depth := (y - sea) / (c.h - sea)
		for range 4 {
			x := moon.x + (dice.Float64()-0.5)*(70+190*depth)
			half := 8 + (14+26*depth)*dice.Float64()
			c.fill(cream.a(0.55-0.35*depth), ellipse(point{x, y}, half, 1.1+0.8*depth, 0))
		}
	}
	c.fill(night.mix(dusk, 0.45), shape{{-5, sea + 1}, {-5, 214}, {60, 206}, {128, 226}, {205, 222}, {262, 244}, {330, sea + 1}})
	c.fill(ink, shape{{-5, c.h}, {-5, 250}, {40, 246}, {92, 268}, {150, 274}, {196, 302}, {262, 318}, {300, 352}, {372, 384}})
	c.fill(ink, rect(82, 200, 18, 72), rect(78, 196, 26, 6), rect(84, 178, 14, 20), shape{{80, 179}, {91, 166}, {102, 179}}) // lighthouse
	c.fill(amber, rect(87, 182, 8, 11))
	c.glow(point{91, 187}, 54, amber, 0.55)
}

// meteor is a streak that is bright at its head.
func (c *canvas) meteor(head, tail point, width float64) {
	side := math.Atan2(head.y-tail.y, head.x-tail.x) + math.Pi/2
	length := head.distance(tail)
	c.paint(func(p point) color.NRGBA {
		t := clamp(1 - p.distance(head)/length)
		return cream.mix(amber, 0.3*(1-t)).a(t * t)
	}, shape{head.polar(width, side), tail, head.polar(-width, side)})
	c.glow(head, 9*width, cream, 0.55)
	c.fill(cream, disc(head, width*1.1))
}

func meteorCamp(c *canvas) {
	c.sky(345, ink, night, dusk.mix(night, 0.3), dusk.mix(teal, 0.35))
	c.scatter(91, 420, 300, nil)
	radiant := point{560, -70}
	for _, m := range []struct{ angle, from, length, width float64 }{
		{2.52, 250, 170, 1.9},
		{2.18, 190, 120, 1.5},
		{1.78, 150, 90, 1.3},
		{1.28, 170, 125, 1.6},
		{0.93, 210, 190, 2.2},
		{2.84, 400, 130, 1.5},
		{0.52, 260, 110, 1.4},
	} {
		c.meteor(radiant.polar(m.from+m.length, m.angle), radiant.polar(m.from, m.angle), m.width)
	}
	c.fill(dusk.mix(night, 0.4), c.ridge(61, 282, 34))
	c.fill(night.mix(ink, 0.3), c.ridge(64, 312, 18))
	ground := c.ridge(67, 346, 9)
	c.glow(point{404, 340}, 150, amber, 0.35)
	c.fill(ink, ground)
	for _, tent := range []struct{ x, size float64 }{{404, 62}, {520, 44}} {
		foot := ground.top(tent.x) + 5
		c.paint(vertical(foot-tent.size, foot, amber.mix(coral, 0.35), amber),
			shape{{tent.x - tent.size*0.95, foot}, {tent.x, foot - tent.size}, {tent.x + tent.size*0.95, foot}})
		c.fill(coral.mix(night, 0.35), shape{{tent.x - tent.size*0.2, foot}, {tent.x, foot - tent.size*0.78}, {tent.x + tent.size*0.2, foot}})
		c.fill(ink, line(2.2, point{tent.x - 4, foot - tent.size - 5}, point{tent.x + tent.size*0.98, foot})...)
		c.fill(ink, line(2.2, point{tent.x + 4, foot - tent.size - 5}, point{tent.x - tent.size*0.98, foot})...)
	}
	dice := random(8)
	for x := 20.0; x < 900; x += 24 + 46*dice.Float64() {
		if x < 300 || x > 610 {
			c.fill(ink, pine(point{x, ground.top(x) + 6}, 44+52*dice.Float64())...)
		}
	}
}

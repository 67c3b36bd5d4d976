package main

import (
	"image/color"
	"math"
)

// reed is a stem of silver grass that bends with the wind, its foot at p.
func reed(p point, h, lean float64) (stem, plume []shape) {
	var points []point
	for step := range 13 {
		t := float64(step) / 12
		points = append(points, p.add(lean*t*t*h, -h*t))
	}
	tip := points[len(points)-1]
	angle := math.Atan2(tip.y-points[10].y, tip.x-points[10].x)
	for hair := range 9 {
		from := tip.polar(-float64(hair)*h*0.028, angle)
		bend := angle - 0.10 + 0.10*float64(hair%3)
		plume = append(plume, ellipse(from.polar(-h*0.07, bend), h*0.085, h*0.014, bend))
	}
	return line(1.8, points...), plume
}

func silverGrass(c *canvas) {
	c.sky(383, ink, night, dusk, violet, coral.mix(violet, 0.45))
	c.scatter(41, 330, 320, nil)
	v := view{0.35, 31, point{470, 150}, 7.4, -0.5}
	c.figure(v, andromeda(), 1.1)
	c.figure(v, pegasus(), 1.35)
	c.figure(v, cassiopeia(), 1.1)
	c.fill(dusk.mix(violet, 0.35), c.ridge(33, 318, 17))
	c.fill(night.mix(dusk, 0.3), c.ridge(36, 344, 12))
	dice := random(19)
	for layer, tone := range []rgb{dusk, night, ink} {
		for x := -30.0; x < c.w; x += 8 + 12*dice.Float64() {
			edge := math.Abs(x-470) / 470
			h := (36 + 26*float64(layer)) * (0.55 + 0.6*dice.Float64()) * (0.55 + 0.75*edge)
			stem, plume := reed(point{x, c.h + 4}, h, 0.24+0.3*dice.Float64())
			c.fill(tone, stem...)
			c.fill(tone.mix(amber.mix(cream, 0.65), 0.64-0.07*float64(layer)), plume...)
		}
	}
}

// spiral is the light of a galaxy seen at a slant: its middle, half length and tilt.
func (c *canvas) spiral(center point, r, tilt float64) {
	sin, cos := math.Sincos(tilt)
	c.paint(func(p point) color.NRGBA {
		dx, dy := p.x-center.x, p.y-center.y
		u, w := (dx*cos+dy*sin)/r, (dy*cos-dx*sin)/(r*0.30)
		d := math.Hypot(u, w)
		lane := 1 - 0.34*bell((w-0.52)/0.15)*clamp(1.1-math.Abs(u))
		arms := 1 + 0.28*math.Cos(11*d-2*math.Atan2(w, u))*clamp(d)
		light := math.Pow(clamp(1-d), 1.5)*0.6*lane*arms + 0.34*bell(8.4*d) + 0.14*bell(3.7*d)
		return cream.mix(mist, clamp(d*1.3)).a(clamp(light))
	}, ellipse(center, r, r, 0))
}

func galaxyRise(c *canvas) {
	c.sky(383, ink, night, dusk.mix(night, 0.35), dusk.mix(violet, 0.4))
	c.scatter(141, 420, 330, nil)
	c.spiral(point{585, 140}, 225, -0.56)
	dwarf := point{640, 232}
	c.glow(dwarf, 26, cream, 0.6)
	c.fill(night.mix(dusk, 0.35), c.ridge(81, 320, 22))
	front := c.ridge(88, 346, 14)
	c.fill(ink, front)
	c.fill(ink, gazer(point{196, front.top(196) + 4}, 104)...)
}

// gazer is a person who looks up to the right through binoculars, feet at p.
func gazer(p point, h float64) []shape {
	at := func(x, y float64) point { return p.add(x*h, -y*h) }
	shapes := append(line(0.09*h, at(0, 0.86), at(-0.03, 0.72)), disc(at(0.00, 0.91), 0.095*h))
	shapes = append(shapes, line(0.20*h, at(-0.04, 0.70), at(-0.06, 0.44))...)
	shapes = append(shapes, line(0.10*h, at(-0.09, 0.42), at(-0.13, 0.02))...)
	shapes = append(shapes, line(0.10*h, at(-0.02, 0.42), at(0.02, 0.02))...)
	shapes = append(shapes, line(0.075*h, at(-0.01, 0.74), at(0.14, 0.74), at(0.13, 0.92))...)
	shapes = append(shapes, line(0.07*h, at(0.09, 0.93), at(0.22, 1.00))...)
	shapes = append(shapes, line(0.10*h, at(0.20, 0.99), at(0.27, 1.03))...)
	return shapes
}

// disk draws an eyepiece view: a dark circle with stars inside.
func (c *canvas) disk(center point, r float64, seed uint64, n int) {
	c.fill(night, disc(center, r))
	dice := random(seed)
	for range n {
		p := center.polar(r*0.93*math.Sqrt(dice.Float64()), dice.Float64()*2*math.Pi)
		c.star(p, 6.4-3.2*math.Pow(dice.Float64(), 2), 1, cream)
	}
}

func notebook(c *canvas) {
	c.background(vertical(0, c.h, night, ink))
	c.glow(point{160, 70}, 620, coral, 0.34)
	c.fill(ink.a(0.5), rounded(252, 62, 420, 300, 10)) // shadow
	c.fill(cream.mix(mist, 0.25), rounded(244, 50, 420, 300, 10))
	c.fill(cream, rounded(240, 46, 210, 300, 8), rounded(454, 46, 210, 300, 8))
	c.fill(cream.mix(mist, 0.4), rect(449, 50, 6, 292))
	for row := range 9 {
		y := 236 + 12*float64(row)
		if row == 4 {
			continue
		}
		c.fill(violet.a(0.42), line(2.2, point{268, y}, point{424 - float64(row*37%58), y})...)
	}
	c.disk(point{345, 142}, 74, 12, 22)
	c.spiral(point{345, 142}, 46, -0.6)
	c.disk(point{560, 128}, 58, 17, 14)
	dice := random(6)
	for range 46 { // an open cluster
		p := point{560, 128}.polar(22*math.Sqrt(dice.Float64()), 2*math.Pi*dice.Float64())
		c.star(p, 5.2-1.6*dice.Float64(), 0.9, cream)
	}
	for row := range 4 {
		y := 214 + 30*float64(row)
		c.fill(violet.a(0.42), line(2.2, point{506, y + 7}, point{636 - float64(row*53%46), y + 7})...)
		c.fill(teal, rounded(480, y, 15, 15, 4))
		if row < 3 {
			c.fill(cream, line(2.4, point{483.5, y + 7.5}, point{486.5, y + 11}, point{492, y + 4})...)
		} else {
			c.fill(cream, rounded(482, y+2, 11, 11, 2.5))
		}
	}
	c.pencil(point{648, 330}, point{752, 196})
	c.torch(point{96, 118})
}

// pencil lies with its tip at p.
func (c *canvas) pencil(tip, end point) {
	length := tip.distance(end)
	c.fill(ink.a(0.35), line(13, tip.along(end, 0.2).add(5, 7), end.add(5, 7))...)
	side := math.Atan2(end.y-tip.y, end.x-tip.x) + math.Pi/2
	neck := tip.along(end, 26/length)
	c.fill(coral, line(14, end.along(tip, 0.06), end)...)
	c.fill(amber, shape{neck.polar(7, side), end.along(tip, 0.1).polar(7, side), end.along(tip, 0.1).polar(-7, side), neck.polar(-7, side)})
	c.fill(cream.mix(amber, 0.3), shape{tip, neck.polar(7, side), neck.polar(-7, side)})
	lead := tip.along(end, 8/length)
	c.fill(ink, shape{tip, lead.polar(2.3, side), lead.polar(-2.3, side)})
}

// torch is a red lamp that shines down to the right.
func (c *canvas) torch(p point) {
	at := func(x, y float64) point {
		sin, cos := math.Sincos(0.12)
		return p.add(x*cos-y*sin, x*sin+y*cos)
	}
	c.paint(func(q point) color.NRGBA {
		return coral.a(0.30 * math.Pow(clamp(1-q.distance(p)/430), 1.3))
	}, shape{at(40, -16), at(460, -150), at(460, 190), at(40, 16)})
	c.fill(dusk, shape{at(-70, -15), at(10, -15), at(10, 15), at(-70, 15)}, disc(at(-70, 0), 15))
	c.fill(dusk.mix(mist, 0.25), shape{at(8, -15), at(40, -24), at(40, 24), at(8, 15)})
	c.fill(coral.mix(cream, 0.35), ellipse(at(40, 0), 5, 24, 0.12))
	c.fill(night, rounded(p.x-44, p.y-13, 22, 7, 3))
}

// trails draws the sky turning about the pole for some hours.
func (c *canvas) trails(pole point, hours float64, n int, seed uint64) {
	dice := random(seed)
	tints := []rgb{cream, mist, mist.mix(teal, 0.3), amber.mix(cream, 0.4), coral.mix(cream, 0.5)}
	reach := 1.15 * math.Hypot(max(pole.x, c.w-pole.x), c.h)
	for _, tint := range tints {
		for _, strength := range []float64{0.38, 0.5, 0.85} {
			var group []shape
			for range n / len(tints) / 3 {
				r, from := 14+reach*dice.Float64(), dice.Float64()*2*math.Pi
				width := 0.7 + 0.4*strength + 1.2*math.Pow(dice.Float64(), 4)
				group = append(group, line(width, arc(pole, r, from, from+hours*math.Pi/12)...)...)
			}
			c.fill(tint.a(strength), group...)
		}
	}
	c.star(pole.add(5, -3), 2, 0.9, cream)
}

func trailsCover(c *canvas) {
	c.sky(383, ink, night, dusk, dusk.mix(teal, 0.3))
	c.trails(point{330, 150}, 3, 250, 501)
	hill := c.ridge(93, 352, 16)
	c.fill(ink, hill)
	c.pagoda(point{700, hill.top(700) + 6}, 250, 5)
	dice := random(14)
	for x := 10.0; x < 600; x += 22 + 34*dice.Float64() {
		c.fill(ink, pine(point{x, hill.top(x) + 6}, 30+38*dice.Float64())...)
	}
}

func trailsPhoto(c *canvas) {
	c.sky(c.h, ink, night, dusk, dusk.mix(teal, 0.35), amber.mix(dusk, 0.65))
	c.trails(point{420, 300}, 2.5, 420, 502)
	c.fill(night.mix(dusk, 0.3), c.ridge(97, 618, 30))
	hill := c.ridge(99, 660, 18)
	c.fill(ink, hill)
	c.pagoda(point{800, hill.top(800) + 8}, 430, 7)
	dice := random(24)
	for x := 10.0; x < c.w; x += 26 + 40*dice.Float64() {
		if math.Abs(x-800) > 90 {
			c.fill(ink, pine(point{x, hill.top(x) + 8}, 46+64*dice.Float64())...)
		}
	}
}

// pagoda is a tower of eaves, its foot at p.
func (c *canvas) pagoda(p point, h float64, floors int) {
	step := h * 0.84 / float64(floors)
	for i := range floors {
		base := p.y - step*float64(i)
		half := h * 0.15 * (1 - 0.085*float64(i))
		eave := base - step*0.62
		c.fill(ink, rect(p.x-half*0.74, eave, half*1.48, base-eave+2))
		c.fill(ink, shape{
			{p.x - half*1.35, eave - step*0.10},
			{p.x - half*1.05, eave + step*0.05},
			{p.x + half*1.05, eave + step*0.05},
			{p.x + half*1.35, eave - step*0.10},
			{p.x + half*0.80, eave - step*0.20},
			{p.x + half*0.62, eave - step*0.40},
			{p.x - half*0.62, eave - step*0.40},
			{p.x - half*0.80, eave - step*0.20},
		})
		c.fill(amber.a(0.85), rounded(p.x-half*0.13, eave+step*0.20, half*0.26, step*0.30, half*0.1))
	}
	top := p.y - h*0.84
	c.fill(ink, line(h*0.014, point{p.x, top + 4}, point{p.x, p.y - h})...)
	for i, y := range []float64{0.35, 0.55, 0.72} {
		c.fill(ink, ellipse(point{p.x, top - (h*0.16)*y}, h*(0.020-0.004*float64(i)), h*0.008, 0))
	}
}

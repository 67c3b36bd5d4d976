package main

import (
	"fmt"
	"image/color"
	"math"
	"slices"
)

// mapSky is the colour of the night behind a map.
func (c *canvas) mapSky() field { return vertical(0, c.h, ink, night) }

// starMap is the night behind a map: its invented stars stay fainter than the real ones.
func (c *canvas) starMap(seed uint64, n int) {
	c.background(c.mapSky())
	dice := random(seed)
	for range n {
		p := point{c.w * dice.Float64(), c.h * dice.Float64()}
		c.star(p, 5.6+1.2*dice.Float64(), 1, mist)
	}
}

// label is a text on a map; it wipes out the invented stars beneath, which could pass for accents.
func (c *canvas) label(p point, size, align float64, colour color.Color, words string) {
	w := float64(c.pen(size, colour).MeasureString(words)) / 64
	c.paint(c.mapSky(), rect(p.x-align*w-3, p.y-0.85*size, w+6, 1.15*size))
	c.text(p, size, align, colour, words)
}

// names writes the names of the stars of a figure, moved by the offsets given for them.
func (c *canvas) names(v view, f figure, offsets map[string]point) {
	for _, s := range f.stars {
		if off, ok := offsets[s.name]; ok && s.name != "" {
			align := left
			if off.x < 0 {
				align = right
			}
			c.label(v.place(s).add(off.x, off.y), 21, align, mist, s.name)
		}
	}
}

// arrow is a broken line with a head.
func (c *canvas) arrow(p, q point, colour rgb) {
	angle := math.Atan2(q.y-p.y, q.x-p.x)
	c.fill(colour, dashes(3, 11, 9, p, q.polar(-12, angle))...)
	c.fill(colour, shape{q, q.polar(-19, angle-0.40), q.polar(-19, angle+0.40)})
}

func findPolaris(c *canvas) {
	c.starMap(201, 240)
	v := view{0, 90, point{446, 330}, 10.4, 1.72}
	pole, dipper := littleDipper(), bigDipper()
	c.figure(v, dipper, 1.7)
	c.figure(v, pole, 1.35)
	c.figure(v, cassiopeia(), 1.6)
	polaris, dubhe, merak := v.place(pole.stars[0]), v.place(dipper.stars[0]), v.place(dipper.stars[1])
	step := merak.distance(dubhe)
	from := dubhe.along(polaris, 18/dubhe.distance(polaris))
	to := polaris.along(dubhe, 20/dubhe.distance(polaris))
	c.arrow(from, to, amber)
	side := math.Atan2(polaris.y-dubhe.y, polaris.x-dubhe.x) + math.Pi/2
	for i := 1; i <= 4; i++ {
		spot := dubhe.along(polaris, float64(i)*step/dubhe.distance(polaris))
		c.fill(amber, line(2.5, spot.polar(8, side), spot.polar(-8, side))...)
		c.text(spot.polar(-26, side).add(0, 7), 20, middle, amber, fmt.Sprint(i))
	}
	c.fill(amber, ring(polaris, 17, 2.4))
	c.label(polaris.add(-30, -16), 24, right, amber, "Polaris")
	c.names(v, dipper, map[string]point{"Dubhe": {-6, -20}, "Merak": {16, 24}, "Alkaid": {18, 10}, "Mizar": {18, 2}})
	c.names(v, cassiopeia(), map[string]point{"Caph": {-16, 24}, "Schedar": {-18, 4}})
	c.fill(ink, c.ridge(203, 604, 12))
	c.text(point{500, 632}, 20, middle, mist, "N")
}

// onePatch shows Orion as four skies show it.
func onePatch(c *canvas) {
	c.background(vertical(0, c.h, ink, ink.mix(night, 0.5)))
	skies := []struct {
		label     string
		limit     float64
		top, base rgb
	}{
		{"3.0", 3.0, dusk.mix(coral, 0.30), amber.mix(coral, 0.5).mix(dusk, 0.22)},
		{"4.5", 4.5, dusk.mix(violet, 0.2), violet.mix(coral, 0.35)},
		{"5.5", 5.5, night.mix(dusk, 0.4), dusk.mix(violet, 0.35)},
		{"6.5", 6.5, ink, night},
	}
	const gap = 12.0
	w := (c.w - gap*5) / 4
	for i, sky := range skies {
		x := gap + (w+gap)*float64(i)
		c.paint(vertical(gap, c.h-gap, sky.top, sky.base), rounded(x, gap, w, c.h-2*gap, 10))
		c.faintStars(x, w, gap, sky.limit)
		v := view{5.62, -0.2, point{x + w/2, c.h/2 - 16}, 18, 0}
		for _, s := range orion().stars {
			if s.bright <= sky.limit {
				p := v.place(s)
				if p.x > x+6 && p.x < x+w-6 {
					tint := cream
					if s.name == "Betelgeuse" {
						tint = amber.mix(coral, 0.4)
					}
					c.star(p, s.bright, 1.05, tint)
				}
			}
		}
		c.fill(ink.mix(night, 0.5), rounded(x+w/2-38, c.h-64, 76, 36, 18))
		c.text(point{x + w/2, c.h - 38}, 22, middle, cream, sky.label)
	}
}

// faintStars strews the same invented stars into each panel and shows those above its limit; their number grows threefold a magnitude.
func (c *canvas) faintStars(x, w, gap, limit float64) {
	dice := random(404)
	for range 330 {
		p := point{x + 8 + (w-16)*dice.Float64(), gap + 8 + (c.h-2*gap-16)*dice.Float64()}
		bright := 6.5 + math.Log(1-0.98*dice.Float64())/math.Log(3)
		if bright = max(bright, 4.1); bright <= limit {
			c.star(p, bright, 1, mist.mix(cream, 0.5))
		}
	}
}

// phases shows the moon in eight steps of its month.
func phases(c *canvas) {
	c.background(vertical(0, c.h, ink, night))
	c.scatter(301, 120, c.h, nil)
	days := []string{"0", "3.7", "7.4", "11.1", "14.8", "18.5", "22.1", "25.8"}
	step := c.w / float64(len(days))
	c.fill(mist.a(0.35), line(1.5, point{step / 2, 218}, point{c.w - step/2, 218})...)
	for i, day := range days {
		x := step * (float64(i) + 0.5)
		p := point{x, 116}
		if i == 4 {
			c.glow(p, 100, cream, 0.22)
		}
		c.moon(p, 46, float64(i)/8)
		c.fill(amber, disc(point{x, 218}, 5))
		c.text(point{x, 254}, 22, middle, mist, day)
	}
}

// stacking shows many short exposures becoming one picture of trails.
func stacking(c *canvas) {
	c.background(vertical(0, c.h, paper, cream))
	for i := range 4 {
		back := float64(3 - i)
		c.frame(point{70 + back*42, 56 + back*34}, 300, 225, back/60, 0)
	}
	c.fill(coral, line(8, point{548, 228}, point{612, 228})...)
	c.fill(coral, shape{{640, 228}, {606, 206}, {606, 250}})
	c.frame(point{690, 102}, 330, 250, 0, 2)
	c.text(point{283, 432}, 24, middle, dusk, "240 × 30 s")
	c.text(point{855, 432}, 24, middle, dusk, "120 min")
}

// frame is one photograph of the sky about the pole, taken after some hours and exposed for some.
func (c *canvas) frame(p point, w, h, after, exposed float64) {
	c.fill(ink.a(0.18), rounded(p.x+5, p.y+7, w, h, 12))
	sky := vertical(p.y, p.y+h, ink.mix(night, 0.6), dusk, violet)
	hills := func(x float64) float64 { return p.y + h*(0.84-0.05*math.Sin(2.2+(x-p.x)/w*8)) }
	pole := p.add(w*0.48, h*0.42)
	c.paint(sky, rounded(p.x, p.y, w, h, 12))
	dice := random(640)
	var stars []shape
	for range 34 {
		r, from := (0.07+0.34*dice.Float64())*h, (dice.Float64()*24+after)*math.Pi/12
		if exposed == 0 {
			stars = append(stars, disc(pole.polar(r, from), 2))
		} else {
			stars = append(stars, line(2, arc(pole, r, from, from-exposed*math.Pi/12)...)...)
		}
	}
	c.fill(cream.a(0.9), stars...)
	c.paint(func(q point) color.NRGBA { return ink.a(q.y - hills(q.x)) }, rounded(p.x, p.y, w, h, 12))
}

func greatSquare(c *canvas) {
	c.starMap(221, 300)
	v := view{0.55, 36, point{540, 352}, 10.4, 0}
	c.figure(v, cassiopeia(), 1.6)
	c.figure(v, andromeda(), 1.5)
	c.figure(v, pegasus(), 1.9)
	mirach := v.place(andromeda().stars[2])
	m31 := v.place(galaxy())
	c.glow(m31, 26, cream, 0.75)
	c.fill(amber, ring(m31, 21, 2.4))
	c.label(m31.add(32, -2), 23, left, amber, "M 31")
	c.names(v, pegasus(), map[string]point{
		"Alpheratz": {-16, 30}, "Scheat": {16, -12}, "Markab": {16, 24}, "Algenib": {-16, 26},
	})
	c.label(mirach.add(-14, 32), 21, right, mist, "Mirach")
	c.names(v, andromeda(), map[string]point{"Almach": {-16, 26}})
	c.names(v, cassiopeia(), map[string]point{"Schedar": {16, 22}})
	c.text(point{26, 330}, 20, left, mist, "E")
	c.text(point{c.w - 26, 330}, 20, right, mist, "W")
}

// hop shows the way from Mirach to the galaxy, and the field of 10x50 binoculars.
func hop(c *canvas) {
	c.starMap(231, 420)
	v := view{0.86, 38.4, point{560, 412}, 60, 0}
	f := andromeda()
	mirach, mu, nu, m31 := v.place(f.stars[2]), v.place(f.stars[4]), v.place(f.stars[5]), v.place(galaxy())
	field := mu.along(m31, 0.72)
	c.fill(dusk.a(0.38), disc(field, 60*3.25))
	c.fill(mist.a(0.8), ring(field, 60*3.25, 2))
	c.spiral(m31, 88, 0.96)
	c.star(mirach, 2.1, 2.4, cream.mix(amber, 0.35))
	c.star(mu, 3.9, 2.6, cream)
	c.star(nu, 4.5, 2.8, cream)
	hops := []point{mirach, mu, nu, m31}
	for i, q := range hops[1:] {
		p := hops[i]
		length := p.distance(q)
		c.arrow(p.along(q, 22/length), p.along(q, 1-(20+8*float64(i/2))/length), amber)
		side := p.along(q, 0.5).polar(30, math.Atan2(q.y-p.y, q.x-p.x)-math.Pi/2)
		c.fill(amber, disc(side, 15))
		c.text(side.add(0, 7), 20, middle, ink, fmt.Sprint(i+1))
	}
	c.label(mirach.add(24, 30), 24, left, cream, "Mirach")
	c.text(mu.add(26, 8), 24, left, cream, "μ And")
	c.text(nu.add(-24, 4), 24, right, cream, "ν And")
	c.text(m31.add(40, -52), 26, left, amber, "M 31")
	c.label(field.add(60*3.25*0.72+12, -60*3.25*0.72), 22, left, mist, "10×50, 6.5°")
}

// kit is what goes into the bag: lamp, flask, gloves, hat, mat, binoculars.
func kit(c *canvas) {
	c.background(vertical(0, c.h, paper, cream))
	tiles := []func(point){c.headlamp, c.flask, c.mitten, c.hat, c.mat, c.binoculars}
	const w, h = 316.0, 208.0
	for i, draw := range tiles {
		x, y := 41+float64(i%3)*(w+25), 34+float64(i/3)*(h+24)
		c.fill(cream.mix(amber, 0.12).mix(mist, 0.10), rounded(x, y, w, h, 18))
		draw(point{x + w/2, y + h/2})
	}
}

func (c *canvas) headlamp(p point) {
	front := func(dy float64) (edge []point) { // The near half of the strap, from left to right.
		for _, q := range arc(point{}, 88, math.Pi, 0) {
			edge = append(edge, p.add(q.x, q.y*0.36+dy))
		}
		return edge
	}
	c.fill(dusk.mix(ink, 0.45), ellipse(p.add(0, -20), 88, 32, 0))
	c.fill(cream.mix(amber, 0.12).mix(mist, 0.10), ellipse(p.add(0, -6), 82, 28, 0))
	lower := front(14)
	slices.Reverse(lower)
	c.fill(dusk, append(front(-20), lower...))
	c.glow(p.add(0, 24), 84, coral, 0.75)
	c.fill(ink, rounded(p.x-38, p.y-10, 76, 62, 14))
	c.fill(coral, disc(p.add(0, 21), 20))
	c.fill(coral.mix(cream, 0.6), disc(p.add(-6, 15), 6.5))
}

func (c *canvas) flask(p point) {
	c.fill(teal, rounded(p.x-30, p.y-44, 60, 122, 16))
	c.fill(teal.mix(ink, 0.25), rect(p.x-30, p.y-14, 60, 9), rect(p.x-30, p.y+40, 60, 9))
	c.fill(dusk, rounded(p.x-24, p.y-78, 48, 36, 8))
	c.fill(cream.a(0.45), rounded(p.x-20, p.y-2, 8, 34, 4))
	for i, x := range []float64{64, 86} {
		var steam []point
		for t := 0.0; t <= 1; t += 0.05 {
			steam = append(steam, p.add(x+7*math.Sin(6.3*t+float64(i)), 30-70*t))
		}
		c.fill(mist, line(5, steam...)...)
	}
}

func (c *canvas) mitten(p point) {
	for _, side := range []float64{-1, 1} {
		at := func(x, y float64) point { return p.add(side*(x+46), y) }
		c.fill(coral, line(60, at(0, -30), at(0, 22))...)
		c.fill(coral, line(24, at(-34, 2), at(-18, 24))...)
		c.fill(coral.mix(ink, 0.22), rounded(at(0, 0).x-33, p.y+44, 66, 30, 8))
		c.fill(cream.a(0.7), line(4, at(-8, -34), at(0, -24), at(8, -34))...)
	}
}

func (c *canvas) hat(p point) {
	c.fill(amber, arc(p.add(0, 32), 74, math.Pi, 2*math.Pi))
	c.fill(cream.a(0.6), line(6, p.add(-58, 6), p.add(-38, -10), p.add(-19, 6), p.add(0, -10), p.add(19, 6), p.add(38, -10), p.add(58, 6))...)
	c.fill(amber.mix(ink, 0.2), rounded(p.x-82, p.y+28, 164, 36, 14))
	c.fill(amber.mix(cream, 0.55), disc(p.add(0, -52), 20))
}

func (c *canvas) mat(p point) {
	c.fill(teal, rounded(p.x-92, p.y-26, 150, 84, 12))
	c.fill(teal.mix(ink, 0.18), disc(p.add(58, 16), 42))
	c.fill(teal.mix(cream, 0.35), ring(p.add(58, 16), 30, 5))
	c.fill(teal.mix(cream, 0.35), ring(p.add(58, 16), 16, 5))
	c.fill(dusk, rect(p.x-62, p.y-27, 15, 86), rect(p.x-8, p.y-27, 15, 86))
}

func (c *canvas) binoculars(p point) {
	for _, side := range []float64{-1, 1} {
		x := p.x + side*42
		c.fill(night, shape{{x - 20, p.y - 50}, {x + 20, p.y - 50}, {x + 34, p.y + 56}, {x - 34, p.y + 56}})
		c.fill(ink, rounded(x-22, p.y-74, 44, 28, 7), rounded(x-37, p.y+48, 74, 22, 8))
		c.fill(mist.a(0.6), line(5, point{x - 12, p.y - 26}, point{x - 19, p.y + 30})...)
	}
	c.fill(dusk, rounded(p.x-20, p.y-34, 40, 50, 8))
	c.fill(amber, rounded(p.x-11, p.y-56, 22, 26, 7))
}

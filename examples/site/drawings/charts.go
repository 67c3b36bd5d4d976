package main

import (
	"fmt"
	"math"
)

// chart is a plane with axes on paper.
type chart struct {
	*canvas
	x0, y0, x1, y1  float64 // the corners in pixels: lower left, upper right
	fromX, toX, toY float64 // the values there; all charts begin at y = 0
}

func newChart(c *canvas, fromX, toX, toY float64) chart {
	c.background(vertical(0, c.h, paper, paper.mix(cream, 0.6)))
	return chart{c, 104, c.h - 92, c.w - 52, 54, fromX, toX, toY}
}

func (g chart) at(x, y float64) point {
	return point{
		g.x0 + (x-g.fromX)/(g.toX-g.fromX)*(g.x1-g.x0),
		g.y0 + y/g.toY*(g.y1-g.y0),
	}
}

// rows draws a horizontal rule and a label at each value.
func (g chart) rows(label func(v float64) string, values ...float64) {
	for _, v := range values {
		p := g.at(g.fromX, v)
		g.fill(mist.a(0.55), line(1.3, p, point{g.x1, p.y})...)
		g.text(p.add(-16, 8), 22, right, violet, label(v))
	}
}

func whole(v float64) string   { return fmt.Sprintf("%.0f", v) }
func percent(v float64) string { return fmt.Sprintf("%.0f%%", v) }
func power(v float64) string   { return fmt.Sprintf("%.0f", math.Pow(10, v)) }

// columns writes a label below each place.
func (g chart) columns(labels map[float64]string, step float64) {
	for x := g.fromX; x <= g.toX+1e-9; x += step {
		if label, ok := labels[x]; ok {
			p := g.at(x, 0)
			g.fill(dusk, line(1.6, p, p.add(0, 7))...)
			g.text(p.add(0, 36), 22, middle, violet, label)
		}
	}
	g.fill(dusk, line(2, point{g.x0, g.y0}, point{g.x1, g.y0})...)
}

// curve draws a function, and shades what lies below it where a shade is given.
func (g chart) curve(f func(x float64) float64, colour rgb, width, shade float64) {
	var points []point
	const steps = 240
	for i := range steps + 1 {
		x := g.fromX + (g.toX-g.fromX)*float64(i)/steps
		points = append(points, g.at(x, f(x)))
	}
	if shade > 0 {
		g.fill(colour.a(shade), append(shape{{points[len(points)-1].x, g.y0}, {points[0].x, g.y0}}, points...))
	}
	g.fill(colour, line(width, points...)...)
}

// unit writes what an axis measures.
func (g chart) unit(x, y string) {
	g.text(point{g.x1, g.y0 + 70}, 20, right, dusk, x)
	g.text(point{g.x0 - 70, g.y0 - (g.y0 - g.y1) - 22}, 20, left, dusk, y)
}

// starCounts are the stars above the horizon down to a magnitude: half of the whole sky's.
func starCounts(c *canvas) {
	data := []struct {
		limit float64
		stars float64
	}{{2, 24}, {3, 85}, {4, 250}, {5, 800}, {6, 2400}, {6.5, 4500}}
	g := newChart(c, 0, float64(len(data)), 5000)
	g.rows(whole, 0, 1000, 2000, 3000, 4000, 5000)
	for i, d := range data {
		foot, top := g.at(float64(i)+0.24, 0), g.at(float64(i)+0.76, d.stars)
		colour := coral.mix(amber, float64(i)/2)
		if i > 2 {
			colour = amber.mix(teal, float64(i-2)/3)
		}
		height := max(foot.y-top.y, 3)
		round := min(7, height/2)
		g.fill(colour, rounded(foot.x, top.y, top.x-foot.x, height, round), rect(foot.x, foot.y-round, top.x-foot.x, round))
		g.text(point{(foot.x + top.x) / 2, top.y - 14}, 23, middle, night, fmt.Sprintf("%.0f", d.stars))
		g.text(point{(foot.x + top.x) / 2, g.y0 + 36}, 23, middle, violet, fmt.Sprintf("%.1f", d.limit))
	}
	g.fill(dusk, line(2, point{g.x0, g.y0}, point{g.x1, g.y0})...)
	g.unit("mag", "stars")
}

// adaptation is the sensitivity of the eye in the dark: cones first, then rods.
func adaptation(c *canvas) {
	cones := func(t float64) float64 { return 1.9 * (1 - math.Exp(-t/2.3)) }
	rods := func(t float64) float64 { return 5.0*(1-math.Exp(-t/9.5)) - 1.15 }
	eye := func(t float64) float64 { return max(cones(t), rods(t)) }
	g := newChart(c, 0, 40, 4.4)
	g.rows(power, 0, 1, 2, 3, 4)
	for _, span := range []struct {
		from, to float64
		colour   rgb
	}{{0, 8.7, amber}, {8.7, 40, teal}} {
		low, high := g.at(span.from, 4.4), g.at(span.to, 0)
		g.fill(span.colour.a(0.13), rect(low.x, low.y, high.x-low.x, high.y-low.y))
	}
	labels := map[float64]string{}
	for t := 0.0; t <= 40; t += 5 {
		labels[t] = fmt.Sprint(t)
	}
	g.curve(eye, dusk, 5, 0)
	g.columns(labels, 5)
	for _, t := range []float64{8.7, 30} {
		p := g.at(t, eye(t))
		g.fill(paper, disc(p, 11))
		g.fill(coral, disc(p, 8))
	}
	g.text(g.at(4.3, 3.95), 24, middle, amber.mix(ink, 0.45), "cones")
	g.text(g.at(24, 3.95), 24, middle, teal.mix(ink, 0.45), "rods")
	g.unit("min", "sensitivity")
}

// moonMonth is how much of the moon is lit on each night of a lunar month.
func moonMonth(c *canvas) {
	lit := func(day float64) float64 { return 50 * (1 - math.Cos(2*math.Pi*day/29.53)) }
	g := newChart(c, 0, 30, 100)
	dark := func(from, to float64) {
		low, high := g.at(from, 100), g.at(to, 0)
		g.fill(teal.a(0.17), rect(low.x, low.y, high.x-low.x, high.y-low.y))
	}
	edge := 29.53 / (2 * math.Pi) * math.Acos(0.5) // lit = 25 %
	dark(0, edge)
	dark(29.53-edge, 30)
	g.rows(percent, 0, 25, 50, 75, 100)
	labels := map[float64]string{}
	for day := 0.0; day <= 30; day += 5 {
		labels[day] = fmt.Sprint(day)
	}
	g.curve(lit, amber, 5, 0.22)
	g.columns(labels, 5)
	for i, age := range []float64{0.125, 0.25, 0.375, 0.5, 0.625, 0.75, 0.875} {
		p := g.at(29.53*age, lit(29.53*age))
		r := 21.0
		g.fill(paper, disc(p, r+8))
		g.fill(night, disc(p, r+4))
		g.moon(p, r, float64(i+1)/8)
	}
	for _, day := range []float64{edge, 29.53 - edge} {
		g.fill(teal, dashes(2.5, 8, 7, g.at(day, 0), g.at(day, 100))...)
	}
	g.unit("days after new moon", "")
}

// perseids is the hourly number of meteors through the night of 12 August at 40° north, under three skies.
func perseids(c *canvas) {
	const (
		rad       = math.Pi / 180
		latitude  = 40 * rad
		dec       = 58 * rad
		radiantRA = 48.0
		midnight  = 322.0 // sidereal time in degrees at local midnight
		rate, r   = 100.0, 2.2
	)
	hourly := func(limit float64) func(float64) float64 {
		return func(hour float64) float64 {
			angle := (midnight + 15*(hour-24) - radiantRA) * rad
			height := math.Sin(latitude)*math.Sin(dec) + math.Cos(latitude)*math.Cos(dec)*math.Cos(angle)
			return rate * max(height, 0) / math.Pow(r, 6.5-limit)
		}
	}
	g := newChart(c, 20, 29, 100)
	g.rows(whole, 0, 25, 50, 75, 100)
	labels := map[float64]string{}
	for hour := 20; hour <= 29; hour++ {
		labels[float64(hour)] = fmt.Sprintf("%02d:00", hour%24)
	}
	for _, sky := range []struct {
		limit  float64
		colour rgb
	}{{6.5, teal}, {5.5, amber}, {4.0, coral}} {
		f := hourly(sky.limit)
		g.curve(f, sky.colour, 5, 0.10)
		tag := g.at(27, f(27))
		g.fill(paper, rounded(tag.x-54, tag.y-20, 108, 40, 20))
		g.text(tag.add(0, 8), 23, middle, sky.colour.mix(ink, 0.35), fmt.Sprintf("%.1f mag", sky.limit))
	}
	g.columns(labels, 1)
	g.unit("", "meteors / h")
}

package math

import (
	"errors"
	"fmt"
	"math"
	"strconv"
	"strings"
)

// point is a place in a drawing.
type point struct{ x, y float64 }

func (p point) plus(q point) point  { return point{p.x + q.x, p.y + q.y} }
func (p point) minus(q point) point { return point{p.x - q.x, p.y - q.y} }
func (p point) times(k float64) point {
	return point{p.x * k, p.y * k}
}

// verb says what a segment of an outline is.
type verb byte

const (
	move  verb = 'M'
	line  verb = 'L'
	quad  verb = 'Q'
	cubic verb = 'C'
	shut  verb = 'Z'
)

// segment is one piece of an outline: the points of its verb, the last of which
// is where it ends.
type segment struct {
	verb verb
	pts  [3]point
}

// count is how many points a verb has.
func (v verb) count() int { return map[verb]int{move: 1, line: 1, quad: 2, cubic: 3}[v] }

func (s segment) end() point { return s.pts[max(s.verb.count()-1, 0)] }

// outline is a filled shape: closed subpaths, filled by the non-zero rule.
type outline []segment

// mapped is o with every point changed.
func (o outline) mapped(f func(point) point) outline {
	out := make(outline, len(o))
	for i, s := range o {
		for j := range s.verb.count() {
			s.pts[j] = f(s.pts[j])
		}
		out[i] = s
	}
	return out
}

// box is a rectangle.
type box struct{ min, max point }

func (b box) overlaps(c box) bool {
	return b.min.x < c.max.x && c.min.x < b.max.x && b.min.y < c.max.y && c.min.y < b.max.y
}

// bounds is a rectangle around every point of o, which holds its curves too.
func (o outline) bounds() box {
	b := box{point{math.Inf(1), math.Inf(1)}, point{math.Inf(-1), math.Inf(-1)}}
	for _, s := range o {
		for j := range s.verb.count() {
			p := s.pts[j]
			b.min = point{min(b.min.x, p.x), min(b.min.y, p.y)}
			b.max = point{max(b.max.x, p.x), max(b.max.y, p.y)}
		}
	}
	return b
}

// polygon is the outline of corners.
func polygon(corners ...point) outline {
	o := outline{{verb: move, pts: [3]point{corners[0]}}}
	for _, c := range corners[1:] {
		o = append(o, segment{verb: line, pts: [3]point{c}})
	}
	return append(o, segment{verb: shut})
}

func rectangle(x, y, w, h float64) outline {
	return polygon(point{x, y}, point{x + w, y}, point{x + w, y + h}, point{x, y + h})
}

// backwards is a polygon's outline the other way round, which cuts a hole.
func backwards(corners outline) outline {
	var pts []point
	for _, s := range corners {
		if s.verb != shut {
			pts = append([]point{s.pts[0]}, pts...)
		}
	}
	return polygon(pts...)
}

// errPath says that an outline is none that fonts have.
var errPath = errors.New("a path that is not understood")

// parsePath reads the outline of a glyph: absolute commands, as fonts have them,
// and relative ones, as [outline.write] makes them.
func parsePath(d string) (outline, error) {
	r := pathReader{rest: d}
	for {
		r.skip()
		if r.rest == "" {
			return r.out, nil
		}
		if c := r.rest[0]; c|0x20 >= 'a' && c|0x20 <= 'z' {
			r.command, r.rest = c, r.rest[1:]
		} else if r.command|0x20 == 'z' {
			return nil, fmt.Errorf("%w: %.40q", errPath, d)
		}
		if !r.step() {
			return nil, fmt.Errorf("%w: %.40q", errPath, d)
		}
	}
}

// pathReader reads the path data of SVG.
type pathReader struct {
	rest    string
	command byte
	at      point
	start   point // of the subpath
	control point // of the last quad
	smooth  bool  // the last segment was a quad
	out     outline
}

func (r *pathReader) skip() { r.rest = strings.TrimLeft(r.rest, " ,\n\t\r") }

func (r *pathReader) number() (float64, bool) {
	r.skip()
	i, dot := 0, false
	for i < len(r.rest) {
		c := r.rest[i]
		if c == '.' && !dot {
			dot = true
		} else if (c != '-' && c != '+' || i > 0) && (c < '0' || c > '9') {
			break
		}
		i++
	}
	n, err := strconv.ParseFloat(r.rest[:i], 64)
	r.rest = r.rest[i:]
	return n, err == nil && math.Abs(n) < 1e7
}

// point reads a place, from the present one on when the command is relative.
func (r *pathReader) point() (point, bool) {
	x, okX := r.number()
	y, okY := r.number()
	p := point{x, y}
	if r.command >= 'a' {
		p = p.plus(r.at)
	}
	return p, okX && okY
}

// step reads the arguments of one command.
func (r *pathReader) step() bool {
	var s segment
	ok := true
	switch relative := r.command >= 'a'; r.command &^ 0x20 {
	case 'M':
		s.verb = move
		s.pts[0], ok = r.point()
		r.start = s.pts[0]
		r.command ^= 'M' ^ 'L' // more points are lines
	case 'L':
		s.verb = line
		s.pts[0], ok = r.point()
	case 'H', 'V':
		var n float64
		n, ok = r.number()
		s = segment{verb: line, pts: [3]point{r.across(n, relative)}}
	case 'Q':
		s.verb = quad
		for i := 0; i < 2 && ok; i++ {
			s.pts[i], ok = r.point()
		}
	case 'T':
		s = segment{verb: quad, pts: [3]point{r.at}}
		if r.smooth {
			s.pts[0] = r.at.times(2).minus(r.control)
		}
		s.pts[1], ok = r.point()
	case 'C':
		s.verb = cubic
		for i := 0; i < 3 && ok; i++ {
			s.pts[i], ok = r.point()
		}
	case 'Z':
		s.verb = shut
	default:
		return false
	}
	r.put(s)
	return ok
}

// across is where an H or V leads.
func (r *pathReader) across(n float64, relative bool) point {
	p := r.at
	at := &p.x
	if r.command&^0x20 == 'V' {
		at = &p.y
	}
	if relative {
		n += *at
	}
	*at = n
	return p
}

func (r *pathReader) put(s segment) {
	if len(r.out) == 0 && s.verb != move {
		r.out = append(r.out, segment{verb: move, pts: [3]point{r.at}})
	}
	r.out = append(r.out, s)
	r.control, r.smooth = s.pts[0], s.verb == quad
	r.at = s.end()
	if s.verb == shut {
		r.at = r.start
	}
}

// rounded is o on whole units, in which it is written.
func (o outline) rounded() outline {
	return o.mapped(func(p point) point { return point{math.Round(p.x), math.Round(p.y)} })
}

// tolerance is how far, in units of a drawing, the control point of a curve may
// stand from where a smooth continuation puts it.
const tolerance = 1

// write appends the shortest path data for o, whose points are whole numbers.
// start is where the pen stands, and where it stands afterwards is returned.
func (o outline) write(b *strings.Builder, at point) point {
	w := pathWriter{b: b, at: at}
	for i, s := range o {
		end := s.end()
		switch {
		case s.verb == move:
			d := end.minus(w.at)
			w.put('m', d.x, d.y)
			w.start, w.at, w.smooth = end, end, false
		case s.verb == shut:
			w.put('z')
			w.at, w.smooth = w.start, false
		case s.verb == cubic:
			a, c, d := s.pts[0].minus(w.at), s.pts[1].minus(w.at), end.minus(w.at)
			w.put('c', a.x, a.y, c.x, c.y, d.x, d.y)
			w.at, w.smooth = end, false
		case s.verb == quad && !flat(w.at, s.pts[0], end):
			w.quad(s.pts[0], end)
		case i+1 < len(o) && o[i+1].verb == shut && end == w.start: // closing draws it
			w.at = end
		default:
			w.line(end)
		}
	}
	return w.at
}

// flat says whether a curve stays so near to the line between its ends that
// nobody sees the difference.
func flat(from, control, to point) bool {
	d, c := to.minus(from), control.minus(from)
	long := math.Hypot(d.x, d.y)
	if long == 0 {
		return math.Hypot(c.x, c.y) <= 2*tolerance
	}
	along := (c.x*d.x + c.y*d.y) / long
	return math.Abs(c.x*d.y-c.y*d.x)/long <= 1.5*tolerance && along >= 0 && along <= long
}

// line writes a straight line.
func (w *pathWriter) line(end point) {
	switch d := end.minus(w.at); {
	case d == point{}:
	case d.y == 0:
		w.put('h', d.x)
	case d.x == 0:
		w.put('v', d.y)
	default:
		w.put('l', d.x, d.y)
	}
	w.at, w.smooth = end, false
}

// pathWriter writes path data with relative commands.
type pathWriter struct {
	b       *strings.Builder
	command byte
	at      point
	start   point // of the subpath
	control point // of the last quad, as a reader understands it
	smooth  bool
}

// quad writes a curve, as a smooth one where that is near enough.
func (w *pathWriter) quad(control, end point) {
	d := end.minus(w.at)
	expected := w.at
	if w.smooth {
		expected = w.at.times(2).minus(w.control)
	}
	if off := expected.minus(control); w.smooth && max(math.Abs(off.x), math.Abs(off.y)) <= tolerance {
		w.put('t', d.x, d.y)
		control = expected
	} else {
		c := control.minus(w.at)
		w.put('q', c.x, c.y, d.x, d.y)
	}
	w.at, w.control, w.smooth = end, control, true
}

// put writes a command and whole numbers, leaving out what a reader can supply.
func (w *pathWriter) put(command byte, numbers ...float64) {
	repeated := w.command == command && command != 'm' && command != 'z'
	if !repeated {
		w.b.WriteByte(command)
	}
	w.command = command
	for i, n := range numbers {
		s := strconv.FormatFloat(n, 'f', -1, 64)
		if s == "-0" {
			s = "0"
		}
		if s[0] != '-' && (i > 0 || repeated) {
			w.b.WriteByte(' ')
		}
		w.b.WriteString(s)
	}
}

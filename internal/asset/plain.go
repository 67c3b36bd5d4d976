package asset

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// plainLimit is how long, in bytes, a drawing in the text of an article may be:
// an article has 20,000 characters.
const plainLimit = 4000

// PlainSVG makes of a small drawing an svg element that can stand in the text of
// an article, and stays as WeChat keeps it: shapes and texts with attributes of
// their own, nothing that has a name, moves, links, loads or runs. ok is false
// for any other drawing, which has to become an image to look the same.
func PlainSVG(data []byte) (svg string, ok bool) {
	if _, _, err := checkSVG(data); err != nil {
		return "", false
	}
	d := xml.NewDecoder(bytes.NewReader(data))
	d.Entity = map[string]string{} // none but those of XML itself
	p := plainWriter{}
	for {
		t, err := d.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil || !p.token(t, d) {
			return "", false
		}
	}
	return p.out.String(), p.ended && p.out.Len() <= plainLimit
}

// svgSpace is the namespace of drawings.
const svgSpace = "http://www.w3.org/2000/svg"

var spaces = regexp.MustCompile(`\s+`)

// Elements of a plain drawing, and those that are left out because they show
// nothing.
var (
	plainElements  = strings.Fields("g path rect circle ellipse line polyline polygon text tspan")
	silentElements = strings.Fields("title desc metadata namedview")
)

// Attributes of a plain drawing: of shapes, and of how they look, which may also
// stand in a style.
var (
	plainGeometry = strings.Fields("d x y x1 y1 x2 y2 cx cy r rx ry dx dy points width height transform viewBox")
	plainLooks    = strings.Fields("fill fill-opacity fill-rule stroke stroke-width stroke-linecap stroke-linejoin " +
		"stroke-dasharray stroke-dashoffset stroke-miterlimit stroke-opacity opacity font-size font-weight font-style text-anchor")
	// plainIgnored look like nothing where no style sheet and no script asks for them.
	plainIgnored = strings.Fields("id class version baseProfile role enable-background font-family xmlns")
)

// plainValue is what a value may hold; an address is none.
var plainValue = regexp.MustCompile(`^[A-Za-z0-9 \t\n\r.,#%()+-]*$`)

type plainWriter struct {
	out   strings.Builder
	open  []string
	ended bool
}

// token writes one token; false says that the drawing is not plain.
func (p *plainWriter) token(t xml.Token, d *xml.Decoder) bool {
	switch t := t.(type) {
	case xml.StartElement:
		return p.start(t, d)
	case xml.EndElement:
		name := p.open[len(p.open)-1]
		p.open = p.open[:len(p.open)-1]
		p.out.WriteString("</" + name + ">")
		p.ended = len(p.open) == 0
	case xml.CharData:
		if len(p.open) == 0 {
			return true
		}
		text := spaces.ReplaceAllString(string(t), " ")
		if last := p.open[len(p.open)-1]; last != "text" && last != "tspan" {
			return text == " "
		}
		_ = xml.EscapeText(&p.out, []byte(text)) // a Builder takes everything
	case xml.ProcInst:
		return t.Target == "xml"
	case xml.Directive:
		return !bytes.ContainsRune(t, '[') // no entities of its own
	}
	return p.out.Len() <= plainLimit
}

func (p *plainWriter) start(t xml.StartElement, d *xml.Decoder) bool {
	name := t.Name.Local
	switch {
	case p.ended:
		return false
	case len(p.open) == 0:
		if name != "svg" || !p.root(t) {
			return false
		}
	case slices.Contains(silentElements, name), name == "defs" && p.empty(d):
		return name == "defs" || d.Skip() == nil
	case !slices.Contains(plainElements, name), t.Name.Space != "" && t.Name.Space != svgSpace:
		return false
	default:
		looks, ok := plainAttributes(t)
		if !ok {
			return false
		}
		p.write(name, looks)
	}
	p.open = append(p.open, name)
	return true
}

// empty reads to the end of an element and says whether it holds nothing.
func (*plainWriter) empty(d *xml.Decoder) bool {
	for {
		t, err := d.Token()
		if err != nil {
			return false
		}
		switch t := t.(type) {
		case xml.EndElement:
			return true
		case xml.CharData:
			if len(bytes.TrimSpace(t)) > 0 {
				return false
			}
		case xml.StartElement:
			return false
		}
	}
}

// root writes the svg element, as wide as it asks for and never wider than the
// text.
func (p *plainWriter) root(t xml.StartElement) bool {
	attrs, ok := plainAttributes(t)
	if !ok {
		return false
	}
	w, h := svgSize(t)
	if attrs["viewBox"] == "" {
		attrs["viewBox"] = "0 0 " + strconv.Itoa(w) + " " + strconv.Itoa(h)
	}
	for _, name := range []string{"x", "y", "width", "height"} {
		delete(attrs, name)
	}
	attrs["style"] = "max-width:100%;height:auto;vertical-align:middle;width:" + strconv.Itoa(max(1, int(math.Round(float64(w))))) + "px"
	p.write("svg", attrs)
	return true
}

func (p *plainWriter) write(name string, attrs map[string]string) {
	p.out.WriteString("<" + name)
	for _, key := range append(append([]string{"style"}, plainGeometry...), plainLooks...) {
		if v := attrs[key]; v != "" {
			p.out.WriteString(" " + key + `="` + v + `"`)
		}
	}
	p.out.WriteString(">")
}

// plainAttributes reads what an element looks like.
func plainAttributes(t xml.StartElement) (map[string]string, bool) {
	attrs, style := map[string]string{}, ""
	for _, a := range t.Attr {
		name, value := a.Name.Local, strings.Join(strings.Fields(a.Value), " ")
		switch {
		case a.Name.Space != "" && a.Name.Space != "xlink", a.Name.Space == "xmlns", slices.Contains(plainIgnored, name), strings.HasPrefix(name, "data-"), strings.HasPrefix(name, "aria-"):
			if strings.HasSuffix(a.Name.Space, "xlink") || name == "href" {
				return nil, false
			}
		case name == "style":
			style = value
		case name == "preserveAspectRatio" && value == "xMidYMid meet":
		case slices.Contains(plainGeometry, name) || slices.Contains(plainLooks, name):
			attrs[name] = value
		default:
			return nil, false
		}
	}
	for declaration := range strings.SplitSeq(style, ";") {
		name, value, _ := strings.Cut(declaration, ":")
		name, value = strings.TrimSpace(name), strings.TrimSpace(value)
		switch {
		case name == "", strings.HasPrefix(name, "-"), name == "font-family":
		case slices.Contains(plainLooks, name):
			attrs[name] = value // a style outdoes an attribute
		default:
			return nil, false
		}
	}
	for _, v := range attrs {
		if !plainValue.MatchString(v) || strings.Contains(strings.ToLower(v), "url(") {
			return nil, false
		}
	}
	return attrs, true
}

package math

import (
	"strings"
	"testing"
)

func TestPathsKeepTheirShape(t *testing.T) {
	for _, d := range []string{
		"M52 289Q59 331 106 386T222 442Q257 442 286 424T329 379H300V20L10 20Z", "M0 0H10V10H0ZM5 5L6 6Z",
		"M0 0C1 2 3 4 5 6Z", "M10-20L-5.4.5Z", "M0 0L1 1 2 2 3 0Z", "M1 1Q2 3 4 1T7 1T10 1Z",
	} {
		first, err := parsePath(d)
		if err != nil {
			t.Fatal(d, err)
		}
		first = first.rounded()
		var b strings.Builder
		first.write(&b, point{})
		again, err := parsePath(b.String())
		if err != nil {
			t.Fatal(d, b.String(), err)
		}
		if first.bounds() != again.bounds() {
			t.Errorf("%s became %s", d, b.String())
		}
	}
}

func TestWhatIsNoPathIsRefused(t *testing.T) {
	for _, d := range []string{"10 10", "M", "M1", "M0 0A1 1 0 0 1 2 2", "M0 0Z1 1", "Mx", "M1e400 0", "M0 0X"} {
		if o, err := parsePath(d); err == nil {
			t.Errorf("%q is %v", d, o)
		}
	}
}

func TestWhatIsNoDrawingIsRefused(t *testing.T) {
	for _, s := range []string{
		"", "x", "<svg>", "<svg></svg>", "<g></g>", `<svg viewBox="0 0 1"></svg>`, `<svg viewBox="0 0 10 10"><image></image></svg>`,
		`<svg viewBox="0 0 10 10"><g transform="skew(3)"></g></svg>`, `<svg viewBox="0 0 10 10"><svg></svg></svg>`,
		`<svg viewBox="0 0 1e9 10"></svg>`, `<svg viewBox="0 0 0 0"></svg>`, `<svg viewBox="0 -5 9 9"></svg><svg viewBox="0 -5 9 9"></svg>`,
	} {
		if d, err := flatten(s); err == nil {
			t.Errorf("%q is %+v", s, d)
		}
	}
}

func FuzzFlatten(f *testing.F) {
	f.Add(`<svg viewBox="0 -700 900 900"><g transform="scale(1,-1) translate(3,4)"><path d="M0 0Q1 2 3 4T5 6Z"></path><text font-size="884px">中</text></g></svg>`)
	f.Add(`<svg viewBox="0 0 9 9"><svg width="5" height="5" viewBox="0 0 3 3"><rect width="9" height="9"></rect></svg><line x2="4" stroke-width="2"></line></svg>`)
	f.Fuzz(func(t *testing.T, s string) {
		d, err := flatten(s)
		if err != nil {
			return
		}
		for _, shape := range d.Shapes {
			if _, err := parsePath(shape.Path); err != nil {
				t.Errorf("%v in %q", err, s)
			}
		}
	})
}

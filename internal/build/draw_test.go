package build

import (
	"io/fs"
	maths "math"
	"strings"
	"testing"

	"mpsync/internal/bundle"
	"mpsync/internal/bundle/bundletest"
	"mpsync/internal/diag"
	"mpsync/internal/model"
	"mpsync/internal/render/math"
)

// typesetter is one with the MathJax of this machine.
func typesetter(t *testing.T) *math.Typesetter {
	t.Helper()
	return &math.Typesetter{Read: bundletest.Reader(t, bundle.MathJax())}
}

// only is the one article of a result.
func only(t *testing.T, r Result) model.Article {
	t.Helper()
	if len(r.Messages) != 1 {
		t.Fatalf("%d messages: %v", len(r.Messages), r.Findings)
	}
	return r.Messages[0].Articles[0]
}

const formulas = "---\ntitle: T\ncover: /images/c.png\n---\nText $x^2$, wrong $\\bad$.\n\n$$\\frac{a}{b}$$\n"

func TestWhatAMachineLacksIsNoPartOfTheHash(t *testing.T) {
	f := newFolder(t, map[string]string{"posts/a.md": formulas})
	lacking := &math.Typesetter{Read: func(string) ([]byte, error) { return nil, fs.ErrNotExist }}
	whole, without, none := f.build(Options{Formulas: typesetter(t)}), f.build(Options{Formulas: lacking}), f.build(Options{})
	w, l, n := only(t, whole), only(t, without), only(t, none)
	if w.Hash != l.Hash || w.Hash != n.Hash || w.Content == l.Content || l.Content != n.Content {
		t.Errorf("hashes %v, %v, %v", w.Hash, l.Hash, n.Hash)
	}
	if w.Degraded || !l.Degraded || !n.Degraded {
		t.Errorf("degraded: %v, %v, %v", w.Degraded, l.Degraded, n.Degraded)
	}
	if want := "Text $x^2$, wrong $\\bad$.\n$$\\frac{a}{b}$$"; w.Readable.Text != want || l.Readable.Text != want {
		t.Errorf("read as %q and %q", w.Readable.Text, l.Readable.Text)
	}
	f.write("posts/a.md", strings.Replace(formulas, "x^2", "x^3", 1))
	if only(t, f.build(Options{Formulas: typesetter(t)})).Hash == w.Hash {
		t.Error("another formula has the same hash")
	}
}

func TestOneWarningForASiteNamesWhatIsMissing(t *testing.T) {
	f := newFolder(t, map[string]string{"posts/a.md": formulas, "posts/b.md": formulas, "posts/c.md": "# C\n\n![](/images/c.png) $5\n"})
	var found []string
	for _, d := range f.build(Options{}).Findings {
		found = append(found, string(d.Severity)+" "+d.Code+" "+d.Message(diag.English))
	}
	if len(found) != 1 || !strings.HasPrefix(found[0], "warning math-missing 2 articles") {
		t.Errorf("found %q", found)
	}
}

func TestLongArticlesHaveImagesOfTheirLongestFormulas(t *testing.T) {
	body := formulas + strings.Repeat("\n$$\\sum_{i=1}^n \\frac{a_i+b_i+c_i}{d_i+e_i+f_i} = 0$$\n\n$y$\n", 8)
	f := newFolder(t, map[string]string{"posts/a.md": body})
	s := typesetter(t)
	auto := f.build(Options{Formulas: s})
	a := only(t, auto)
	if chars, _ := Length(a.Content); chars >= ContentMax {
		t.Errorf("%d characters", chars)
	}
	images, drawings := strings.Count(a.Content, "<img"), strings.Count(a.Content, "<svg")
	if images == 0 || drawings < 8 || images+drawings != 18 {
		t.Errorf("%d images and %d drawings", images, drawings)
	}
	for ref, x := range auto.Assets {
		if ref.Kind == model.RefImage && (x.Fit != FitFormula || x.Source == nil || ref.Hash() != x.SHA256) {
			t.Errorf("%v is %+v", ref, x)
		}
	}
	f.write("mpsync.yaml", "account: {emulator: legacy}\narticles: posts/**/*.md\nmath: svg\nlimits: {content: warn}\n")
	if b := only(t, f.build(Options{Formulas: s})); strings.Contains(b.Content, "<img") || b.Hash == a.Hash {
		t.Error("math: svg has images, or is no change")
	}
	f.write("mpsync.yaml", "account: {emulator: legacy}\narticles: posts/**/*.md\nmath: png\n")
	if b := only(t, f.build(Options{Formulas: s})); strings.Contains(b.Content, "<svg") {
		t.Error("math: png has drawings")
	}
}

func TestLongest(t *testing.T) {
	for name, c := range map[string]struct {
		drawings []int
		enough   int
		want     int
	}{
		"the longest is enough": {[]int{500, 3000, 400}, 2000, 3000},
		"two are needed":        {[]int{500, 3000, 2000}, 3500, 2000},
		"none is worth it":      {[]int{100, imageCost}, 5000, maths.MaxInt},
		"all are too few":       {[]int{1000, 100}, 5000, 1000},
	} {
		if got := longest(c.drawings, c.enough); got != c.want {
			t.Errorf("%s: %d", name, got)
		}
	}
}

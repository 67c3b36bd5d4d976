package math_test

import (
	"bytes"
	"context"
	"errors"
	"flag"
	"fmt"
	"image/png"
	"io/fs"
	"os"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"mpsync/internal/bundle"
	"mpsync/internal/bundle/bundletest"
	"mpsync/internal/render/math"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// typesetter is one with the MathJax of this machine.
func typesetter(t testing.TB, c math.Cache) *math.Typesetter {
	t.Helper()
	return &math.Typesetter{Read: bundletest.Reader(t, bundle.MathJax()), Cache: c}
}

// formulas are one a line.
func formulas(t testing.TB) []string {
	t.Helper()
	data, err := os.ReadFile("testdata/formulas.txt")
	if err != nil {
		t.Fatal(err)
	}
	return strings.Split(strings.TrimSpace(string(data)), "\n")
}

// described is a drawing or the problem, in words.
func described(d *math.Drawing, err error) string {
	if err != nil {
		return "error: " + err.Error()
	}
	attrs, content := d.SVG()
	return "<svg" + attrs + ` style="` + d.Style() + `">` + strings.ReplaceAll(content, "><", ">\n<") + "</svg>"
}

func TestGolden(t *testing.T) {
	s := typesetter(t, nil)
	var b strings.Builder
	for _, tex := range formulas(t) {
		fmt.Fprintf(&b, "%s\n%s\n\n", tex, described(s.Typeset(t.Context(), tex, "", true)))
	}
	const golden = "testdata/formulas.golden"
	if *update {
		if err := os.WriteFile(golden, []byte(b.String()), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), b.String()); diff != "" {
		t.Error(diff)
	}
}

func TestDrawingsHoldNothingThatWeChatDrops(t *testing.T) {
	s := typesetter(t, nil)
	for _, tex := range formulas(t) {
		d, err := s.Typeset(t.Context(), tex, "", true)
		if err != nil {
			continue
		}
		attrs, content := d.SVG()
		for _, bad := range []string{"id=", "class=", "href", "<defs", "<use", "url(", "NaN", "Inf", "e+"} {
			if strings.Contains(attrs+content, bad) {
				t.Errorf("%s: %s in %s", tex, bad, content)
			}
		}
	}
}

func TestOneFormulaLeavesNothingToTheNext(t *testing.T) {
	s := typesetter(t, nil)
	define := `\def\mine{x}\newcommand{\yours}[1]{#1^2}\newenvironment{ours}{a}{b}`
	if _, err := s.Typeset(t.Context(), define+`\mine`, "", false); err != nil {
		t.Fatal(err)
	}
	for _, tex := range []string{`\mine`, `\yours{x}`, `\begin{ours}\end{ours}`} {
		if _, err := s.Typeset(t.Context(), tex, "", false); err == nil {
			t.Errorf("%s is known", tex)
		}
		if _, err := s.Typeset(t.Context(), tex, define, false); err != nil {
			t.Errorf("%s with its definition: %v", tex, err)
		}
	}
}

// memory is a cache that counts.
type memory struct {
	mu        sync.Mutex
	data      map[string][]byte
	hits, put int
}

func (m *memory) Get(key string) ([]byte, bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	data, ok := m.data[key]
	if ok {
		m.hits++
	}
	return data, ok
}

func (m *memory) Put(key string, data []byte) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.put++
	if m.data == nil {
		m.data = map[string][]byte{}
	}
	m.data[key] = data
}

func TestWhatIsRememberedNeedsNoMathJax(t *testing.T) {
	var m memory
	first := typesetter(t, &m)
	later := &math.Typesetter{Cache: &m, Read: func(string) ([]byte, error) { return nil, fs.ErrNotExist }}
	for _, tex := range []string{"x^2", `\bad`} {
		want, werr := first.Typeset(t.Context(), tex, "", false)
		got, err := later.Typeset(t.Context(), tex, "", false)
		if diff := cmp.Diff(want, got); diff != "" || fmt.Sprint(werr) != fmt.Sprint(err) {
			t.Error(diff, werr, err)
		}
	}
	if m.put != 2 || m.hits != 2 {
		t.Errorf("%d kept, %d found", m.put, m.hits)
	}
	if _, err := later.Typeset(t.Context(), "y", "", false); !errors.Is(err, math.ErrMissing) {
		t.Errorf("without MathJax: %v", err)
	}
}

func TestADamagedCacheIsMadeAnew(t *testing.T) {
	for _, damage := range []string{"", "{}", "null", `{"drawing":`, `{"drawing":{"width":1},"problem":"x"}`} {
		m := &memory{data: map[string][]byte{math.Key("x^2", "", false): []byte(damage)}}
		if _, err := typesetter(t, m).Typeset(t.Context(), "x^2", "", false); err != nil || m.put != 1 {
			t.Errorf("%q: %v, kept %d", damage, err, m.put)
		}
	}
}

func TestAStoppedFormulaLeavesTheTypesetterUsable(t *testing.T) {
	s := typesetter(t, nil)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := s.Typeset(ctx, "x", "", false); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
	if _, err := s.Typeset(t.Context(), "x", "", false); err != nil {
		t.Error(err)
	}
}

func TestEndlessMacrosAreAMistake(t *testing.T) {
	var wrong *math.SyntaxError
	if _, err := typesetter(t, nil).Typeset(t.Context(), `\def\x{\x\x}\x`, "", false); !errors.As(err, &wrong) {
		t.Errorf("got %v", err)
	}
}

func TestPNG(t *testing.T) {
	s := typesetter(t, nil)
	for tex, want := range map[string]bool{
		`\frac{a}{b}`: true, `\color{red}{x}+y`: true, `\color{#12f}{x}`: true, `\text{中}`: false, `\color{nosuch}{x}`: false,
	} {
		d, err := s.Typeset(t.Context(), tex, "", true)
		if err != nil {
			t.Fatal(err)
		}
		data, ok := d.PNG("#333333", "white")
		if ok != want {
			t.Errorf("%s: %v", tex, ok)
		}
		if !ok {
			continue
		}
		again, _ := d.PNG("#333333", "white")
		img, err := png.Decode(bytes.NewReader(data))
		if err != nil || !bytes.Equal(data, again) {
			t.Fatal(tex, err)
		}
		inked := 0
		for y := range img.Bounds().Dy() {
			for x := range img.Bounds().Dx() {
				if r, g, b, a := img.At(x, y).RGBA(); a != 0xffff {
					t.Fatalf("%s: not opaque at %d,%d", tex, x, y)
				} else if r+g+b < 3*0x8000 || r > g+0x8000 {
					inked++
				}
			}
		}
		if share := float64(inked) / float64(img.Bounds().Dx()*img.Bounds().Dy()); share < 0.02 || share > 0.5 {
			t.Errorf("%s: %.3f of it is ink", tex, share)
		}
	}
}

func TestDefinitions(t *testing.T) {
	for tex, want := range map[string][2]string{
		`x`:                               {"", "x"},
		`\newcommand{\R}{\mathbb{R}} x`:   {`\newcommand{\R}{\mathbb{R}}`, " x"},
		`\newcommand\f[1][2]{a{#1}}b`:     {`\newcommand\f[1][2]{a{#1}}`, "b"},
		`\def\x#1{a#1}c\let\y=\x d`:       {`\def\x#1{a#1}\let\y=\x`, "c d"},
		`\DeclareMathOperator*{\m}{max}x`: {`\DeclareMathOperator*{\m}{max}`, "x"},
		`\newenvironment{e}{a}{b}x`:       {`\newenvironment{e}{a}{b}`, "x"},
		`\newcommand{\R}{\mathbb{R`:       {`\newcommand{\R}{\mathbb{R`, ""},
		`\default x`:                      {"", `\default x`},
		`\def`:                            {"", `\def`},
	} {
		macros, rest := math.Definitions(tex)
		if got := [2]string{macros, rest}; got != want {
			t.Errorf("%s: %q", tex, got)
		}
	}
}

func FuzzDefinitions(f *testing.F) {
	f.Add(`\newcommand{\R}[1]{\mathbb{R}} \def\x#1{y}\let\a=\b`)
	f.Fuzz(func(t *testing.T, tex string) {
		macros, rest := math.Definitions(tex)
		if len(macros)+len(rest) != len(tex) {
			t.Errorf("%q became %q and %q", tex, macros, rest)
		}
	})
}

func BenchmarkLoad(b *testing.B) {
	for b.Loop() {
		if _, err := typesetter(b, nil).Typeset(b.Context(), "x", "", false); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkTypeset(b *testing.B) {
	s := typesetter(b, nil)
	all := formulas(b)
	for i := 0; b.Loop(); i++ {
		_, _ = s.Typeset(b.Context(), all[i%len(all)], fmt.Sprintf(`\def\n{%d}`, i), true)
	}
}

func BenchmarkRemembered(b *testing.B) {
	var m memory
	_, _ = typesetter(b, &m).Typeset(b.Context(), `\sum_{i=1}^n i`, "", true)
	for b.Loop() {
		_, _ = typesetter(b, &m).Typeset(b.Context(), `\sum_{i=1}^n i`, "", true)
	}
}

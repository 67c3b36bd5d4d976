package build

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"mpsync/internal/diag"
	"mpsync/internal/model"
	"mpsync/internal/render"
)

// listing is a block of Go with so many lines; its colours take more than its
// text.
func listing(lines int) string {
	return "```go\n" + strings.Repeat("if x, err := f(1, \"a\"); err != nil {\n", lines) + "```\n\n"
}

const slimHead = "---\ntitle: T\ncover: /images/c.png\n---\n正文。\n\n"

// findings are what was found, as lines without places.
func findings(r Result) []string {
	var all []string
	for _, d := range r.Findings {
		all = append(all, string(d.Severity)+" "+d.Code)
	}
	return all
}

func TestLongArticlesLoseTheColoursOfTheirLongestCode(t *testing.T) {
	f := newFolder(t, map[string]string{"posts/a.md": slimHead + listing(3) + listing(70) + listing(4)})
	r := f.build(Options{})
	a := only(t, r)
	if diff := cmp.Diff([]string{"warning code-plain"}, findings(r)); diff != "" {
		t.Fatal(diff)
	}
	whole, _ := Length(a.Wanted)
	chars, _ := Length(a.Content)
	want := diag.New(diag.Warning, "code-plain", diag.Pos{}, whole, chars, 1, 3).Message(diag.English)
	if got := r.Findings[0].Message(diag.English); got != want || whole < ContentMax || chars >= ContentMax {
		t.Errorf("%d characters of %d: %s", chars, whole, got)
	}
	if blocks := strings.Split(a.Content, "<pre"); strings.Contains(blocks[2], "<span style=\"color") ||
		!strings.Contains(blocks[1], "<span style=\"color") || !strings.Contains(blocks[3], "<span style=\"color") {
		t.Error("other code has lost its colours")
	}

	// What is wanted does not depend on what had to go.
	wanted := a
	wanted.Content = a.Wanted
	if got := model.HashOf(wanted, nil); got != a.Hash {
		t.Errorf("the hash is %v, not that of the whole article, %v", a.Hash, got)
	}
}

func TestWhatIsTooLongWithoutColoursIsTheSitesToJudge(t *testing.T) {
	f := newFolder(t, map[string]string{"posts/a.md": slimHead + listing(100) + listing(300)})
	if diff := cmp.Diff([]string{"error content-long", "warning code-plain"}, findings(f.build(Options{}))); diff != "" {
		t.Error(diff)
	}
	f.write("mpsync.yaml", "account: {emulator: legacy}\narticles: posts/**/*.md\nlimits: {content: warn}\n")
	r := f.build(Options{})
	if diff := cmp.Diff([]string{"warning content-sent-long"}, findings(r)); diff != "" {
		t.Error(diff)
	}
	if a := only(t, r); a.Content != a.Wanted && a.Wanted != "" || !strings.Contains(a.Content, "<span style=\"color") {
		t.Error("code has lost its colours though the article is too long without them")
	}
	f.write("posts/a.md", slimHead+listing(20000))
	if diff := cmp.Diff([]string{"error content-bytes"}, findings(f.build(Options{}))); diff != "" {
		t.Error(diff)
	}
}

func TestFormulasBecomeImagesBeforeCodeLosesItsColours(t *testing.T) {
	math := strings.Repeat("$$\\sum_{i=1}^n \\frac{a_i+b_i+c_i}{d_i+e_i+f_i} = 0$$\n\n", 4)
	f := newFolder(t, map[string]string{"posts/a.md": slimHead + math + listing(70)})
	s := typesetter(t)
	r := f.build(Options{Formulas: s})
	if diff := cmp.Diff([]string{"warning code-plain", "note math-as-images"}, findings(r)); diff != "" {
		t.Error(diff)
	}
	a := only(t, r)
	if strings.Count(a.Content, "<img") != 4 || strings.Contains(a.Content, "<span style=\"color") {
		t.Error("it is not slimmed in both ways")
	}
	if without := only(t, f.build(Options{})); without.Hash != a.Hash {
		t.Error("a machine without MathJax has another hash")
	}
}

func TestColourless(t *testing.T) {
	blocks := []render.Code{{Bytes: 10, Colours: 500}, {Bytes: 300, Colours: 100}, {Bytes: 200, Colours: 400}, {Bytes: 200, Colours: 50}}
	for name, c := range map[string]struct{ enough, from, blocks int }{
		"the longest is enough":          {100, 300, 1},
		"blocks of one length together":  {101, 200, 3},
		"the shortest is the last to go": {551, 10, 4},
		"all are too few":                {5000, 10, 4},
	} {
		if from, n := colourless(blocks, c.enough); from != c.from || n != c.blocks {
			t.Errorf("%s: %d blocks from %d on", name, n, from)
		}
	}
}

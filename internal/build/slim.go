package build

import (
	"cmp"
	"context"
	"maps"
	"math"
	"slices"

	"mpsync/internal/diag"
	"mpsync/internal/model"
	"mpsync/internal/render"
	"mpsync/internal/site"
)

// form is how an article is drawn.
type form struct {
	// imageFrom is the length of drawings from which on formulas become images.
	imageFrom int
	// plainFrom is as in [render.Input].
	plainFrom int
}

// render renders an article. One that is too long is slimmed in a fixed order:
// its longest formulas become images, then its longest code loses its colours;
// one that may be too long and still is keeps all of it.
// What is wanted, and so the article's hash, stays that of the whole article:
// how much has to go depends on what this machine can draw.
func (w *work) render(ctx context.Context, r *render.Renderer) render.Page {
	mode, f := w.site.Config.Drawings.Math, form{imageFrom: math.MaxInt}
	if mode == site.MathPNG {
		f.imageFrom = 0
	}
	whole := w.renderAs(ctx, r, f)
	warns, long := w.site.Config.Limits.Content == site.ContentWarn, excess(whole)
	if long == 0 || warns && long > w.spare(whole, mode) {
		return whole // where it is sent as long as it is, taking something away would gain nothing
	}
	page, asWhole := whole, w.made
	asWhole.assets = maps.Clone(asWhole.assets)
	start := diag.Pos{File: w.src.Path, Line: 1, Col: 1}
	var steps []diag.Diagnostic
	slim := func(slimmer form, s diag.Severity, code string, args ...any) {
		before, _ := Length(page.HTML)
		page, f = w.renderAs(ctx, r, slimmer), slimmer
		after, _ := Length(page.HTML)
		steps = append(steps, diag.New(s, code, start, append([]any{before, after}, args...)...))
	}
	if mode == site.MathAuto {
		if from := longest(w.drawings, long); from < math.MaxInt {
			slim(form{imageFrom: from}, diag.Note, "math-as-images")
		}
	}
	if long := excess(page); long > 0 && len(page.Code) > 0 {
		from, blocks := colourless(page.Code, long)
		slim(form{f.imageFrom, from}, diag.Warning, "code-plain", blocks, len(page.Code))
	}
	if warns && excess(page) > 0 {
		w.made = asWhole
		return whole
	}
	page.Wanted = whole.Wanted
	w.made.findings = append(w.made.findings, steps...)
	return page
}

// spare is about the most characters that slimming can take from a page.
func (w *work) spare(page render.Page, mode string) int {
	n := 0
	for _, c := range page.Code {
		n += c.Colours
	}
	if mode != site.MathAuto {
		return n
	}
	for _, drawing := range w.drawings {
		n += max(0, drawing-imageCost)
	}
	return n
}

// excess is how many characters a page has to lose; it fits when that is none.
func excess(page render.Page) int {
	chars, _ := Length(page.HTML)
	return max(0, chars-ContentMax+1)
}

// imageCost is about how many characters an image of a formula takes beside its
// source: a reference and its style.
const imageCost = model.RefLength + 100

// longest is the length of drawings from which on they become images, so that a
// page loses enough characters, or as many as it can; the largest int if none is
// worth it.
func longest(drawings []int, enough int) int {
	from, saved := math.MaxInt, 0
	for _, n := range slices.Backward(slices.Sorted(slices.Values(drawings))) {
		if saved >= enough || n <= imageCost {
			break
		}
		from, saved = n, saved+n-imageCost
	}
	return from
}

// colourless is the length of code from which on it loses its colours, so that a
// page loses enough characters, or as many as it can, and how many blocks those
// are. Blocks of one length go together.
func colourless(code []render.Code, enough int) (from, blocks int) {
	saved, many := map[int]int{}, map[int]int{}
	for _, c := range code {
		saved[c.Bytes] += c.Colours
		many[c.Bytes]++
	}
	for _, from = range slices.SortedFunc(maps.Keys(saved), func(a, b int) int { return cmp.Compare(b, a) }) {
		blocks += many[from]
		if enough -= saved[from]; enough <= 0 {
			break
		}
	}
	return from, blocks
}

package build

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"maps"
	"slices"
	"strings"

	"mpsync/internal/diag"
	"mpsync/internal/model"
	"mpsync/internal/render"
	"mpsync/internal/render/diagram"
	"mpsync/internal/render/math"
	"mpsync/internal/site"
)

// The fits of images that are drawn, by which whoever makes their bytes knows
// them. The source of such an asset is the JSON of what is to be drawn.
const (
	FitFormula = "formula" // a [FormulaImage]
	FitDiagram = "diagram" // a [diagram.Request]
)

// FormulaImage is a formula to be drawn as an image.
type FormulaImage struct {
	TeX     string `json:"tex"`
	Macros  string `json:"macros,omitempty"`
	Display bool   `json:"display,omitempty"`
	Ink     string `json:"ink"`
	Paper   string `json:"paper"`
}

// missing is what this machine lacks to draw an article whole: codes of the
// catalog, each with the languages of the diagrams that need it; formulas are
// under "math-missing".
type missing map[string]map[string]bool

func (m missing) add(reason, lang string) {
	if m[reason] == nil {
		m[reason] = map[string]bool{}
	}
	m[reason][lang] = true
}

// renderAs renders an article in a form.
func (w *work) renderAs(ctx context.Context, r *render.Renderer, f form) render.Page {
	w.local, w.unpublished, w.made.findings = nil, 0, nil
	w.imageFrom, w.drawings, w.made.lacks, w.palette = f.imageFrom, nil, missing{}, r.Palette()
	page, found := r.Render(render.Input{
		Path: w.src.Path, Body: w.body, FirstLine: w.src.BodyLine, Title: w.src.Meta.Title,
		Image: w.image, Inline: w.inline(), Link: w.link,
		Header: w.snippet(header), Footer: w.snippet(footer),
		Formula: func(f render.Formula) (render.Drawn, bool) { return w.formula(ctx, f) },
		Diagram: func(d render.Diagram) (render.Drawn, bool) { return w.diagram(ctx, d) },
		Draws:   w.draws, PlainFrom: f.plainFrom,
	})
	w.made.findings = append(w.made.findings, found...)
	return page
}

// formula draws a formula.
func (w *work) formula(ctx context.Context, f render.Formula) (render.Drawn, bool) {
	var d render.Drawn
	if mode := w.site.Config.Drawings.Math; mode != site.MathAuto {
		d.Mark = " " + mode
	}
	err := math.ErrMissing
	if w.Formulas != nil {
		d.Drawing, err = w.Formulas.Typeset(ctx, f.TeX, f.Macros, f.Display)
	}
	var wrong *math.SyntaxError
	switch {
	case err == nil:
	case errors.Is(err, math.ErrMissing):
		w.made.lacks.add("math-missing", "")
		return d, false
	case errors.As(err, &wrong):
		w.report(diag.Warning, "math-syntax", f.Pos, wrong.Message)
		return d, false
	default:
		w.report(diag.Error, "math-failed", f.Pos, err)
		return d, false
	}
	_, content := d.Drawing.SVG()
	w.drawings = append(w.drawings, len(content))
	if len(content) < w.imageFrom {
		return d, true
	}
	i := FormulaImage{f.TeX, f.Macros, f.Display, w.palette.Ink, w.palette.Paper}
	if _, ok := d.Drawing.PNG(i.Ink, i.Paper); ok {
		d.Src = w.generated(FitFormula, i)
	}
	return d, true
}

// generated registers an image that is drawn from a request.
func (w *work) generated(fit string, request any) string {
	source, err := json.Marshal(request)
	if err != nil {
		panic(err) // requests are plain data
	}
	digest := sha256.Sum256(source)
	sum := hex.EncodeToString(digest[:])
	ref := model.ImageRef(sum, fit)
	w.made.assets[ref] = model.Asset{
		Path: w.src.Path, SHA256: sum, Name: fit + "-" + sum[:16] + ".png", Fit: fit, Source: source,
	}
	return ref.String()
}

// draws says whether code in a language is a diagram.
func (w *work) draws(lang string) bool {
	return lang == diagram.Mermaid || w.site.Config.Drawings.Diagrams[lang] != ""
}

// diagram draws a diagram.
func (w *work) diagram(ctx context.Context, d render.Diagram) (render.Drawn, bool) {
	r := diagram.Request{
		Lang: d.Lang, Source: d.Source, Ink: w.palette.Ink, Accent: w.palette.Accent, Paper: w.palette.Paper,
		Chinese: w.lang() == diag.Chinese,
	}
	p, err := diagram.Picture{}, error(&diagram.MissingError{Reason: diagram.NoBundle})
	if w.Diagrams != nil {
		p, err = w.Diagrams.Draw(ctx, r)
	}
	var lacks *diagram.MissingError
	var wrong *diagram.SyntaxError
	switch {
	case err == nil:
		return render.Drawn{Src: w.generated(FitDiagram, r), Width: p.Width}, true
	case errors.As(err, &lacks):
		w.made.lacks.add(lacks.Reason, d.Lang)
	case errors.As(err, &wrong):
		w.report(diag.Warning, "diagram-syntax", d.Pos, wrong.Message)
	default:
		w.report(diag.Error, "diagram-failed", d.Pos, err)
	}
	return render.Drawn{}, false
}

// degraded reports, once for the site, what this machine lacks.
func (b *builder) degraded(all []made) {
	articles, langs, first := map[string]int{}, map[string]map[string]bool{}, map[string]string{}
	for _, x := range all {
		for reason, of := range x.lacks {
			if articles[reason]++; articles[reason] == 1 {
				langs[reason], first[reason] = map[string]bool{}, x.article.Path
			}
			maps.Copy(langs[reason], of)
		}
	}
	for _, reason := range slices.Sorted(maps.Keys(articles)) {
		names := strings.Join(slices.Sorted(maps.Keys(langs[reason])), ", ")
		b.result.Findings = append(b.result.Findings, diag.New(diag.Warning, reason, diag.Pos{File: first[reason]}, articles[reason], names))
	}
}

// Package build turns a loaded site into the messages that it wants: it renders
// what changed, finds images, covers and sister articles, fills in fallbacks
// and checks every limit offline.
//
// Its one rule: the result is the same whatever the order in which articles
// were rendered, and nothing outside the site's folder is read.
//
// It does not know the account: references stand where URLs will be.
package build

import (
	"context"
	"maps"
	"runtime"
	"slices"
	"sync"

	"golang.org/x/sync/errgroup"

	"mpsync/internal/diag"
	"mpsync/internal/model"
	"mpsync/internal/render"
	"mpsync/internal/render/diagram"
	"mpsync/internal/render/math"
	"mpsync/internal/render/theme"
	"mpsync/internal/site"
	"mpsync/internal/state"
)

// Options say how much is built.
type Options struct {
	// Known lets articles whose inputs are unchanged go unrendered: they have
	// hashes, but neither content nor text. nil renders everything.
	Known *state.State
	// Recorded is what the account got so far, whatever Known says; nil is nothing.
	Recorded *state.State
	// Whole names messages that are rendered even if they are unchanged.
	Whole map[model.Address]bool
	// Drafts says that messages are known to go to the draft box, whose limits
	// are narrower.
	Drafts bool
	// SmartCrop finds the parts of a cover that are to be shown; nil takes the
	// middle.
	SmartCrop func(path string) model.Crop
	// Damaged is the finding about an image of that hash, "" for none, where an
	// earlier run could not decode it; nil knows of none.
	Damaged func(sha256 string) (code string)
	// URLs are where readers find articles, beside what front matter says.
	URLs map[model.Address]string
	// SVG says that this machine makes images of SVG drawings, Font that it has a
	// font to draw title cards with; nil is no.
	SVG bool
	// Decodes are the types for which asset.Foreign holds that this machine opens.
	Decodes map[string]bool
	Font    func() bool
	// Fragment asks for content alone: no cover is needed.
	Fragment bool
	// Formulas and Diagrams draw; nil means that this machine can't.
	Formulas *math.Typesetter
	Diagrams *diagram.Drawer
	// Theme is used for every article instead of its own; "" leaves each its own.
	Theme string
	// Only names the messages to build; nil builds all.
	Only map[model.Address]bool
	// Each, if set, gets every message as soon as it and those before it are made,
	// with its assets. The result then holds no messages and no assets, so that a
	// large site need not fit into memory. An error ends the Build.
	Each func(m model.Message, assets map[model.Reference]model.Asset) error
	// Memo keeps what was made for the next Build; nil makes everything.
	Memo *Memo
	// Pages keeps what was made for the next run; nil makes everything.
	Pages *Pages
}

// Result is what a site wants.
type Result struct {
	Messages []model.Message  // sorted by address
	Declared []model.Declared // sorted by name
	// Unsound are the messages that are left out because of an error in an
	// article, as far as they could be made.
	Unsound  []model.Message
	Assets   map[model.Reference]model.Asset
	Skipped  map[model.Address]string // why a message or article is left out
	Findings []diag.Diagnostic        // sorted
}

// Build makes the desired messages of a site. Findings of the site itself,
// passed in, are part of the result. The error is the context's.
func Build(ctx context.Context, s *site.Site, found []diag.Diagnostic, o Options) (Result, error) {
	b := &builder{site: s, Options: o, articles: map[model.Address]*site.Article{}, seen: o.Memo.seen()}
	b.result = Result{Assets: map[model.Reference]model.Asset{}, Skipped: maps.Clone(s.Skipped), Findings: found}
	if b.result.Skipped == nil {
		b.result.Skipped = map[model.Address]string{}
	}
	for i := range s.Articles {
		b.articles[s.Articles[i].Address] = &s.Articles[i]
	}
	b.wanted = b.since()
	b.materials()
	b.renderers()
	b.pages = b.keeper()
	messages, err := b.parts(ctx)
	b.pages.done(s, err == nil && o.Only == nil && !o.Fragment)
	if err != nil {
		return Result{}, err
	}
	b.faulty(ctx)
	b.snippetsChanged()
	b.degraded(slices.Concat(messages...))
	b.result.Findings = diag.Sort(b.result.Findings)
	return b.result, nil
}

// builder is the state of one Build.
type builder struct {
	Options
	site     *site.Site
	wanted   []site.Message
	articles map[model.Address]*site.Article
	themes   map[string]*render.Renderer // nil for a theme that can't be used
	themeAt  map[string]diag.Pos         // where a theme was first named
	result   Result
	pages    *keeper // nil where no pages are kept

	*seen
}

// seen are the images that were read.
type seen struct {
	mu     sync.Mutex // guards images and sums
	images map[string]*inspected
	sums   map[string]func() (string, error)
}

// lang is the language of texts written into articles.
func (b *builder) lang() diag.Lang {
	if l, ok := diag.ParseLang(b.site.Config.Lang); ok {
		return l
	}
	return diag.Chinese
}

// Looks are the renderer's options for a theme and a site's settings.
func Looks(c site.Config, t *theme.Theme) render.Options {
	lang, _ := diag.ParseLang(c.Lang)
	return render.Options{
		Theme: t, Lang: lang, Captions: render.Captions(c.Render.Captions), Footnotes: render.Footnotes(c.Render.Footnotes),
		Plain: c.Render.Plain, Unset: c.Render.Unset,
	}
}

// renderers makes one renderer for each theme in use.
func (b *builder) renderers() {
	b.themes, b.themeAt = map[string]*render.Renderer{}, map[string]diag.Pos{}
	for _, a := range b.site.Articles {
		name := b.themeOf(&a)
		if _, ok := b.themes[name]; ok {
			continue
		}
		pos := b.site.Config.ThemePos
		if a.Meta.Theme != "" {
			pos = a.Pos("theme")
		}
		b.themeAt[name] = pos
		if r := b.Memo.renderer(name); r != nil {
			b.themes[name] = r
			continue
		}
		t, findings := b.theme(name, pos)
		b.result.Findings = append(b.result.Findings, findings...)
		b.themes[name] = nil
		if t == nil {
			continue
		}
		sound := len(findings) == 0
		r, findings, err := render.New(Looks(b.site.Config, t))
		b.result.Findings = append(b.result.Findings, findings...)
		if err == nil {
			b.themes[name] = r
			b.Memo.keepRenderer(name, r, sound && len(findings) == 0)
		}
	}
}

func (b *builder) themeOf(a *site.Article) string {
	if b.Theme != "" {
		return b.Theme
	}
	if a.Meta.Theme != "" {
		return a.Meta.Theme
	}
	return b.site.Config.Theme
}

// theme loads a theme by name or file.
func (b *builder) theme(name string, pos diag.Pos) (*theme.Theme, []diag.Diagnostic) {
	t, findings, err := theme.Load(name, b.site.ReadFile)
	if err != nil {
		return nil, []diag.Diagnostic{diag.New(diag.Error, "theme-missing", pos, name)}
	}
	if diag.HasErrors(findings) {
		t = nil
	}
	return t, findings
}

// made is one article built, or the reason why it is not.
type made struct {
	article  model.Article
	assets   map[model.Reference]model.Asset
	findings []diag.Diagnostic
	// unusable leaves the article out for a reason that is said elsewhere.
	unusable bool
	torn     bool    // its file is no longer the one that was loaded
	lacks    missing // of this machine, to draw the article whole
	// asked says what the destinations in the article led to.
	asked map[string]string
}

// partOf is how many messages are made for one processor before they are handed
// on.
const partOf = 8

// parts builds every message; where each is handed on, a part of them at a time.
func (b *builder) parts(ctx context.Context) ([][]made, error) {
	size := max(len(b.wanted), 1)
	if b.Each != nil {
		size = partOf * runtime.GOMAXPROCS(0)
	}
	var all [][]made
	for part := range slices.Chunk(b.wanted, size) {
		messages, err := b.messages(ctx, part)
		if err != nil {
			return nil, err
		}
		b.collect(part, messages)
		all = append(all, messages...)
		if b.Each == nil {
			continue
		}
		for _, m := range b.result.Messages {
			if err := b.Each(m, b.result.Assets); err != nil {
				return nil, err
			}
		}
		b.result.Messages, b.result.Unsound = nil, nil
		clear(b.result.Assets)
		for _, articles := range messages {
			for i := range articles {
				articles[i] = made{article: model.Article{Path: articles[i].article.Path}, lacks: articles[i].lacks}
			}
		}
	}
	return all, nil
}

// messages builds messages; a message with an unsound article is left out.
func (b *builder) messages(ctx context.Context, wanted []site.Message) ([][]made, error) {
	all := make([][]made, len(wanted))
	var g errgroup.Group
	g.SetLimit(runtime.GOMAXPROCS(0))
	for i, m := range wanted {
		all[i] = make([]made, len(m.Articles))
		if b.Only != nil && !b.Only[m.Address] || b.unchanged(m, all[i]) {
			continue
		}
		for j, address := range m.Articles {
			g.Go(func() error {
				if err := ctx.Err(); err != nil {
					return err
				}
				all[i][j] = b.remembered(ctx, b.articles[address], len(m.Articles) == 1)
				return nil
			})
		}
	}
	if err := g.Wait(); err != nil {
		return nil, err
	}
	return all, ctx.Err()
}

// collect gathers findings, assets and sound messages in the order of addresses.
func (b *builder) collect(wanted []site.Message, all [][]made) {
	for i, m := range wanted {
		if b.Only != nil && !b.Only[m.Address] {
			continue
		}
		message, sound := model.Message{Address: m.Address}, true
		for _, x := range all[i] {
			b.result.Findings = append(b.result.Findings, x.findings...)
			maps.Copy(b.result.Assets, x.assets)
			sound = sound && !x.unusable && !diag.HasErrors(x.findings)
			message.Articles = append(message.Articles, x.article)
		}
		if !sound {
			b.leaveOut(m)
			b.result.Unsound = append(b.result.Unsound, message)
			continue
		}
		for _, a := range m.Articles {
			meta := b.articles[a].Meta
			message.Protect = message.Protect || meta.Protect
			message.Priority = max(message.Priority, meta.Priority)
		}
		message.Publish = b.publishes(m)
		b.result.Messages = append(b.result.Messages, message)
	}
}

// faulty looks at the text of articles that are left out already, so that their
// writers learn of everything at once.
func (b *builder) faulty(ctx context.Context) {
	for i := range b.site.Faulty {
		a := &b.site.Faulty[i]
		if b.Only != nil && !b.Only[a.Address] || b.result.Skipped[a.Address] != site.SkippedError {
			continue
		}
		for _, d := range b.remembered(ctx, a, true).findings {
			if d.File == a.Path && d.Line >= a.BodyLine {
				b.result.Findings = append(b.result.Findings, d)
			}
		}
	}
}

func (b *builder) leaveOut(m site.Message) {
	b.result.Skipped[m.Address] = site.SkippedError
	for _, a := range m.Articles {
		b.result.Skipped[a] = site.SkippedError
	}
}

package build

import (
	"context"
	"path"
	"strings"
	"unicode"

	"mpsync/internal/diag"
	"mpsync/internal/model"
	"mpsync/internal/readable"
	"mpsync/internal/render"
	"mpsync/internal/site"
)

// work is one article in the making.
type work struct {
	*builder
	src  *site.Article
	body []byte
	made made
	// local are the content images of the site, in order: the first may become
	// the cover.
	local []*inspected
	// remoteCover is the address of the first image that has to be fetched.
	remoteCover string
	// unpublished counts links to articles that have no public address yet.
	unpublished      int
	firstUnpublished diag.Pos

	imageFrom int   // formulas whose drawing has so many characters become images
	drawings  []int // characters of the drawings
	palette   render.Palette
}

// article builds one article.
func (b *builder) article(ctx context.Context, src *site.Article, single bool) made {
	w := &work{builder: b, src: src}
	w.made.assets, w.made.asked = map[model.Reference]model.Asset{}, map[string]string{}
	w.made.article = model.Article{
		Address: src.Address, Path: src.Path, Source: src.Source, Comments: src.Meta.Comments,
		Inputs: b.inputs(src, single), Deps: map[string]string{}, Tasks: src.Meta.Tasks,
	}
	if w.made.article.Comments == "" {
		w.made.article.Comments = model.CommentsClosed
	}
	r := b.themes[b.themeOf(src)]
	if r == nil {
		w.made.unusable = true
		if pos := src.Pos("theme"); src.Meta.Theme != "" && pos != b.themeAt[src.Meta.Theme] {
			w.report(diag.Error, "theme-unusable", pos, src.Meta.Theme)
		}
		return w.made
	}
	var err error
	if w.body, err = b.site.Body(src); err != nil {
		w.report(diag.Error, "article-changed", diag.Pos{File: src.Path})
		w.made.torn = true
		return w.made
	}
	w.finish(w.render(ctx, r), single)
	if w.unpublished > 0 {
		w.report(diag.Note, "link-unpublished", w.firstUnpublished, w.unpublished)
	}
	for i := range w.made.findings {
		w.made.findings[i].Address = string(src.Address)
	}
	return w.made
}

// finish fills in fallbacks, checks limits and hashes.
func (w *work) finish(page render.Page, single bool) {
	a, meta := &w.made.article, w.src.Meta
	a.Content, a.Readable = page.HTML, readable.Read(page.HTML)
	a.Fields = model.Fields{Title: meta.Title, Author: meta.Author, SourceURL: meta.SourceURL, ShowCover: meta.ShowCover}
	if a.Fields.Title == "" {
		a.Fields.Title = page.Title
	}
	if single {
		a.Fields.Digest = meta.Digest
		if a.Fields.Digest == "" {
			a.Fields.Digest = digestOf(page)
		}
	}
	switch {
	case w.Fragment:
	case meta.Picture:
		w.pictures()
		page.Wanted = a.Content
	default:
		w.cover()
	}
	w.limits()
	if a.Content != page.Wanted {
		a.Wanted = page.Wanted
	}
	a.Hash = model.HashOf(*a, w.urlOf)
	a.Degraded = len(w.made.lacks) > 0
}

func (w *work) report(s diag.Severity, code string, pos diag.Pos, args ...any) {
	w.made.findings = append(w.made.findings, diag.New(s, code, pos, args...))
}

// isRemote says whether a destination names something outside the site.
func isRemote(dest string) bool {
	if strings.HasPrefix(dest, "//") {
		return true
	}
	scheme, _, ok := strings.Cut(dest, ":")
	return ok && len(scheme) > 1 && strings.IndexFunc(scheme, func(r rune) bool {
		return r > unicode.MaxASCII || !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != '+' && r != '-'
	}) < 0
}

// link finds what stands in the href of a link.
func (w *work) link(dest string, pos diag.Pos) (string, render.LinkKind) {
	if isRemote(dest) {
		return dest, render.LinkExternal
	}
	r := w.resolve(dest)
	address, ok := w.site.ArticleAt(r.Path)
	w.made.article.Deps["link "+dest] = model.LinkDep(address, w.urlOf(address))
	switch {
	case ok:
		if w.unpublished == 0 {
			w.firstUnpublished = pos
		}
		if w.urlOf(address) == "" {
			w.unpublished++
		}
		return model.LinkRef(address).String(), render.LinkArticle
	case r.Reason == site.Found:
		w.report(diag.Warning, "link-local-file", pos, dest)
	case r.Reason == site.Nowhere, r.Reason == site.Ambiguous:
		w.report(diag.Warning, r.Code(), pos, w.spelt(r, dest))
	default:
		w.report(diag.Warning, "link-broken", pos, dest)
	}
	return "", render.LinkText
}

// nameDep begins the name of a dependency on which file has a name.
const nameDep = "name "

// resolve finds what a destination leads to and remembers that it was asked.
func (w *work) resolve(dest string) site.Target {
	r := w.site.Resolve(w.src.Path, dest)
	w.made.asked[dest] = w.outcome(r, dest)
	return r
}

// spelt is a destination for people: of a name that several files have, with
// their paths.
func (b *builder) spelt(r site.Target, dest string) string {
	if name, _ := site.Named(dest); r.Reason == site.Ambiguous {
		return dest + " (" + strings.Join(b.site.Candidates(name), ", ") + ")"
	}
	return dest
}

// sameDeps says whether what an article refers to is what it was.
func (b *builder) sameDeps(a *site.Article, deps map[string]string) bool {
	for name, was := range deps {
		if strings.HasPrefix(name, snippetDep) {
			continue // one of the inputs
		}
		if dest, isName := strings.CutPrefix(name, nameDep); isName {
			if b.site.Resolve(a.Path, dest).Path != was {
				return false
			}
			continue
		}
		if dest, isLink := strings.CutPrefix(name, "link "); isLink {
			r := b.site.Resolve(a.Path, dest)
			if address, _ := b.site.ArticleAt(r.Path); model.LinkDep(address, b.urlOf(address)) != was {
				return false
			}
			continue
		}
		if sum, err := b.sum(path.Clean(name)); err != nil || sum != was {
			return false
		}
	}
	return true
}

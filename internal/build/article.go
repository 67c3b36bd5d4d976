package build

import (
	"net/url"
	"path"
	"strings"
	"sync"
	"unicode"

	"mpsync/internal/asset"
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
	made made
	// local are the content images of the site, in order: the first may become
	// the cover.
	local []inspected
	// unpublished counts links to articles that have no public address yet.
	unpublished      int
	firstUnpublished diag.Pos
}

// article builds one article.
func (b *builder) article(src *site.Article, single bool) made {
	w := &work{builder: b, src: src}
	w.made.assets = map[model.Reference]model.Asset{}
	w.made.article = model.Article{
		Address: src.Address, Path: src.Path, Source: src.Source, Comments: src.Meta.Comments,
		Inputs: b.inputs(src, single), Deps: map[string]string{},
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
	page, findings := r.Render(render.Input{
		Path: src.Path, Body: src.Body, FirstLine: src.BodyLine, Title: src.Meta.Title,
		Image: w.image, Link: w.link,
	})
	w.made.findings = append(w.made.findings, findings...)
	w.finish(page, single)
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
			a.Fields.Digest = digest(a.Readable.Text)
		}
	}
	if !w.Fragment {
		w.cover()
	}
	w.limits()
	a.Hash = model.HashOf(*a, func(model.Address) string { return "" })
}

func (w *work) report(s diag.Severity, code string, pos diag.Pos, args ...any) {
	w.made.findings = append(w.made.findings, diag.New(s, code, pos, args...))
}

// image finds what stands in the src of an image.
func (w *work) image(dest string, pos diag.Pos) (string, bool) {
	if isRemote(dest) {
		return w.remoteImage(dest, pos)
	}
	im, ok := w.inspect(dest, pos)
	if !ok {
		return "", false
	}
	if !w.fits(im, asset.Content, pos) {
		return "", false
	}
	w.local = append(w.local, *im)
	ref := model.ImageRef(im.image.SHA256, asset.Fit)
	w.made.assets[ref] = im.asset()
	return ref.String(), true
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

// remoteImage keeps an image of the account, and by the site's wish any other.
func (w *work) remoteImage(dest string, pos diag.Pos) (string, bool) {
	u, err := url.Parse(dest)
	if err == nil && (u.Hostname() == "mmbiz.qpic.cn" || u.Hostname() == "mmbiz.qlogo.cn") {
		return dest, true
	}
	if w.site.Config.Images.Remote != site.RemoteKeep {
		w.report(diag.Error, "image-remote", pos, short(dest))
		return "", false
	}
	w.report(diag.Warning, "image-remote-kept", pos, short(dest))
	return dest, true
}

// short is a URL without query, for messages.
func short(u string) string {
	u, _, _ = strings.Cut(u, "?")
	if len(u) > 80 {
		return u[:77] + "…"
	}
	return u
}

// fits reports an image that the API refuses for a use.
func (w *work) fits(im *inspected, use asset.Use, pos diag.Pos) bool {
	code, args := im.image.Problem(use)
	if im.err != nil {
		code, args = asset.CodeBroken, []any{im.image.Type}
	}
	if code == "" {
		return true
	}
	w.report(diag.Error, code, pos, append([]any{im.path}, args...)...)
	return false
}

// link finds what stands in the href of a link.
func (w *work) link(dest string, pos diag.Pos) (string, render.LinkKind) {
	if isRemote(dest) {
		return dest, render.LinkExternal
	}
	r := w.site.Resolve(w.src.Path, dest)
	address, ok := w.site.ArticleAt(r.Path)
	w.made.article.Deps["link "+dest] = string(address)
	switch {
	case ok:
		if w.unpublished == 0 {
			w.firstUnpublished = pos
		}
		w.unpublished++
		return model.LinkRef(address).String(), render.LinkArticle
	case r.Reason == site.Found:
		w.report(diag.Warning, "link-local-file", pos, dest)
	default:
		w.report(diag.Warning, "link-broken", pos, dest)
	}
	return "", render.LinkText
}

// cover picks the cover: the one that is named, else the first local image.
func (w *work) cover() {
	a, meta := &w.made.article, w.src.Meta
	pos := w.src.Pos("cover")
	switch {
	case isRemote(meta.Cover) && meta.Cover != "":
		w.report(diag.Error, "cover-remote", pos, short(meta.Cover))
	case meta.Cover != "":
		im, ok := w.inspect("/"+meta.Cover, pos)
		if ok && w.fits(im, asset.Cover, pos) {
			w.setCover(im)
		}
	case len(w.local) > 0:
		w.setCover(&w.local[0])
	default:
		w.report(diag.Error, "cover-none", diag.Pos{File: a.Path, Line: 1, Col: 1})
	}
}

func (w *work) setCover(im *inspected) {
	ref := model.CoverRef(im.image.SHA256, asset.Fit)
	w.made.article.Cover = ref
	w.made.assets[ref] = im.asset()
}

// inspected is an image file of the site, read once for all articles.
type inspected struct {
	once  func()
	path  string
	image asset.Image
	err   error // of its bytes
	fail  error // of reading it
}

func (i *inspected) asset() model.Asset {
	return model.Asset{Path: i.path, SHA256: i.image.SHA256, Name: i.image.Name(), Size: i.image.Size}
}

// inspect reads an image that an article names and remembers that the page
// depends on it.
func (w *work) inspect(dest string, pos diag.Pos) (*inspected, bool) {
	r := w.site.Resolve(w.src.Path, dest)
	if r.Reason != site.Found {
		w.report(diag.Error, r.Code(), pos, dest)
		return nil, false
	}
	im := w.look(r.Path)
	if im.fail != nil {
		w.report(diag.Error, "image-unreadable", pos, r.Path)
		return nil, false
	}
	w.made.article.Deps[r.Path] = im.image.SHA256
	return im, true
}

// look inspects a file once, whatever the number of articles that use it.
func (b *builder) look(file string) *inspected {
	b.mu.Lock()
	im := b.images[file]
	if im == nil {
		im = &inspected{path: file}
		im.once = sync.OnceFunc(func() {
			data, err := b.site.ReadFile(file)
			if im.fail = err; err == nil {
				im.image, im.err = asset.Inspect(data)
			}
		})
		b.images[file] = im
	}
	b.mu.Unlock()
	im.once()
	return im
}

// sameDeps says whether what an article refers to is what it was.
func (b *builder) sameDeps(a *site.Article, deps map[string]string) bool {
	for name, was := range deps {
		if dest, isLink := strings.CutPrefix(name, "link "); isLink {
			r := b.site.Resolve(a.Path, dest)
			if address, _ := b.site.ArticleAt(r.Path); string(address) != was {
				return false
			}
			continue
		}
		if im := b.look(path.Clean(name)); im.fail != nil || im.image.SHA256 != was {
			return false
		}
	}
	return true
}

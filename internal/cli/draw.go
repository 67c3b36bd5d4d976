package cli

import (
	"context"
	"path"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/sync/errgroup"

	"mpsync/internal/asset"
	"mpsync/internal/build"
	"mpsync/internal/diag"
	"mpsync/internal/library"
	"mpsync/internal/markdown"
	"mpsync/internal/model"
	"mpsync/internal/plan"
	"mpsync/internal/render/theme"
	"mpsync/internal/site"
	"mpsync/internal/state"
)

// drawn is a message as the files that it becomes.
type drawn struct {
	observed model.Observed
	address  model.Address
	articles []drawnArticle
	files    []file
	images   map[string]string // SHA-256 of a content image → its URL
	notes    []diag.Diagnostic
}

type drawnArticle struct {
	path    string
	address model.Address
	cover   string // SHA-256, "" when there is none
}

// file is a file of the site to be.
type file struct {
	path string // slash-separated, from the site root
	data []byte
}

func (d *drawn) paths() []string {
	var all []string
	for _, f := range d.files {
		all = append(all, f.path)
	}
	return all
}

func (d *drawn) report(s diag.Severity, code, file string, args ...any) {
	d.notes = append(d.notes, diag.New(s, code, diag.Pos{File: file}, args...))
}

// draw turns a message into files, none of which exists.
func (x *importer) draw(ctx context.Context, o model.Observed) (*drawn, error) {
	d := &drawn{observed: o, images: map[string]string{}}
	single := len(o.Articles) == 1
	dir := x.into
	title := o.Articles[0].Fields.Title
	if !x.flat || !single {
		d.address = model.Address(path.Join(x.into, x.free(x.into, title)))
	}
	if !x.flat {
		dir = string(d.address)
	}
	var listed []string
	for _, a := range o.Articles {
		name := "index"
		if x.flat || !single {
			name = x.free(dir, a.Fields.Title)
		}
		article := drawnArticle{path: path.Join(dir, name+".md")}
		article.address = model.AddressOf(article.path)
		if err := x.drawArticle(ctx, d, &article, a, single); err != nil {
			return nil, err
		}
		d.articles = append(d.articles, article)
		listed = append(listed, strings.TrimPrefix(article.path, x.into+"/"))
	}
	if single {
		d.address = d.articles[0].address
		return d, nil
	}
	list, err := markdown.List(listed)
	d.files = append(d.files, file{string(d.address) + model.MessageSuffix, []byte(list)})
	return d, err
}

// free finds a name in a folder that no file, no article and no message has.
func (x *importer) free(dir, title string) string {
	base := markdown.Name(title)
	for n := 1; ; n++ {
		name := base
		if n > 1 {
			name += "-" + strconv.Itoa(n)
		}
		at := path.Join(dir, name)
		key := strings.ToLower(at)
		if x.names[key] || x.isAddress(model.Address(at)) || x.exists(at) || x.exists(at+".md") || x.exists(at+model.MessageSuffix) {
			continue
		}
		x.names[key] = true
		return name
	}
}

// isAddress says whether an article, a message or a record bears an address.
func (x *importer) isAddress(a model.Address) bool {
	if _, ok := x.site.Skipped[a]; ok || x.state.Messages[a] != nil {
		return true
	}
	for _, m := range x.site.Messages {
		if m.Address == a {
			return true
		}
	}
	for _, article := range x.site.Articles {
		if article.Address == a {
			return true
		}
	}
	return false
}

// drawArticle writes one article with its pictures.
func (x *importer) drawArticle(ctx context.Context, d *drawn, to *drawnArticle, a model.ObservedArticle, single bool) error {
	p := pictures{importer: x, drawn: d, article: to.path, names: map[string]string{}}
	dests, err := p.content(ctx, a.Content)
	if err != nil {
		return err
	}
	cover := p.cover(ctx, a)
	to.cover = p.coverSum
	th, err := x.themeOf(x.site.Config.Theme)
	if err != nil {
		return err
	}
	page := markdown.From(a.Content, markdown.Options{
		Theme: th, Lang: x.language(), Title: a.Fields.Title, Image: func(src string) string { return dests[src] },
	})
	if len(page.Lost) > 0 {
		d.report(diag.Warning, "import-lost", to.path, strings.Join(page.Lost, ", "))
	}
	front, err := markdown.Front(frontOf(a, x.site.Config.Defaults, single, cover))
	if err != nil {
		return err
	}
	d.files = append(d.files, file{to.path, []byte(front + "\n" + page.Body)})
	return nil
}

// frontOf lists what front matter has to say so that the fields are those of the
// account.
func frontOf(a model.ObservedArticle, defaults site.Defaults, single bool, cover string) []markdown.Field {
	fields := []markdown.Field{{Key: "title", Value: a.Fields.Title}}
	add := func(key, value, otherwise string) {
		if value != otherwise {
			fields = append(fields, markdown.Field{Key: key, Value: value})
		}
	}
	add("author", a.Fields.Author, defaults.Author)
	if single {
		add("digest", a.Fields.Digest, "")
	}
	add("cover", cover, "")
	if a.Fields.ShowCover != defaults.ShowCover {
		fields = append(fields, markdown.Field{Key: "show_cover", Value: a.Fields.ShowCover})
	}
	add("source_url", a.Fields.SourceURL, defaults.SourceURL)
	add("comments", string(a.Comments), string(defaults.Comments))
	return fields
}

// pictures are the images of one article on their way beside it.
type pictures struct {
	*importer
	*drawn
	article  string
	names    map[string]string // SHA-256 → file name beside the article
	count    int
	coverSum string
	have     map[string]string // files already: id in the URL → destination
}

// content downloads the images of an article and says what stands for each.
func (p *pictures) content(ctx context.Context, html string) (map[string]string, error) {
	dests := map[string]string{}
	addresses := slices.DeleteFunc(markdown.Images(html), func(address string) bool {
		dest, ok := p.have[model.ImageID(address)]
		dests[address] = dest
		return ok
	})
	type got struct {
		data []byte
		im   asset.Image
		err  error
	}
	all := make([]got, len(addresses))
	var g errgroup.Group
	g.SetLimit(uploadsAtOnce)
	for i, address := range addresses {
		g.Go(func() error {
			all[i].data, all[i].im, all[i].err = p.account.files.picture(ctx, address)
			return nil
		})
	}
	_ = g.Wait() // every error stands with its image
	for i, address := range addresses {
		x := all[i]
		code := ""
		if x.err == nil {
			code, _ = x.im.Problem(asset.Content)
		}
		switch {
		case ctx.Err() != nil:
			return nil, ctx.Err()
		case x.err != nil && !keeps(address):
			p.report(diag.Warning, "import-image-left-out", p.article, short(address))
		case x.err != nil:
			dests[address] = address
			p.report(diag.Warning, "import-image", p.article, short(address), x.err.Error())
		case code != "": // it can't be uploaded, but where it is it can stay
			dests[address] = address
			p.report(diag.Note, "import-image-kept", p.article, short(address), x.im.Type)
		default:
			dests[address] = p.keep(x.data, x.im, "")
			p.images[x.im.SHA256] = address
		}
	}
	return dests, nil
}

// keeps says whether an image may stand in an article by its address.
func keeps(address string) bool {
	u, err := fullSize(address)
	return err == nil && (u.Host == "mmbiz.qpic.cn" || u.Host == "mmbiz.qlogo.cn")
}

// keep puts an image beside the article, once, and returns its file name.
func (p *pictures) keep(data []byte, im asset.Image, as string) string {
	if name, ok := p.names[im.SHA256]; ok {
		return name
	}
	dir := path.Dir(p.article)
	for _, f := range p.files {
		if path.Dir(f.path) == dir && string(f.data) == string(data) {
			p.names[im.SHA256] = path.Base(f.path)
			return path.Base(f.path)
		}
	}
	stem := strings.TrimSuffix(path.Base(p.article), ".md") + "-"
	if stem == "index-" {
		stem = map[bool]string{true: "", false: "image-"}[as != ""]
	}
	for {
		name := stem + as + "." + im.Ext
		if as == "" || p.count > 0 {
			p.count++
			name = stem + as + strconv.Itoa(p.count) + "." + im.Ext
		}
		at := path.Join(dir, name)
		if key := strings.ToLower(at); !p.importer.names[key] && !p.exists(at) {
			p.importer.names[key] = true
			p.names[im.SHA256] = name
			p.files = append(p.files, file{at, data})
			return name
		}
		p.count = max(p.count, 1)
	}
}

// cover downloads the cover and returns its file name, "" when there is none.
func (p *pictures) cover(ctx context.Context, a model.ObservedArticle) string {
	address := a.ThumbURL
	if address == "" {
		address = p.coverURL(ctx, a.ThumbMediaID)
	}
	if address == "" {
		p.report(diag.Warning, "import-cover", p.article)
		return ""
	}
	data, im, err := p.account.files.picture(ctx, address)
	if err != nil {
		p.report(diag.Warning, "import-cover", p.article)
		return ""
	}
	if code, _ := im.Problem(asset.Cover); code != "" {
		p.report(diag.Warning, "import-cover", p.article)
		return ""
	}
	p.coverSum, p.count = im.SHA256, 0
	return p.keep(data, im, "cover")
}

// coverURL looks a cover up among the account's images, which are listed once.
func (x *importer) coverURL(ctx context.Context, mediaID string) string {
	if x.materials == nil {
		x.materials = map[string]string{}
		// No material bears this name, so that all are listed; without the list
		// covers are reported as missing.
		list, _ := library.Images(ctx, x.account.client, []string{"\x00"})
		for _, m := range list {
			x.materials[m.MediaID] = m.URL
		}
	}
	return x.materials[mediaID]
}

// entry is the record of a message whose every file was just written.
func (d *drawn) entry(m model.Message) state.Entry {
	r := &state.Message{MediaID: d.observed.MediaID, Baseline: plan.Baseline(d.observed), Protect: m.Protect}
	e := state.Entry{
		Messages: map[model.Address]*state.Message{m.Address: r},
		Images:   map[string]state.Image{}, Materials: map[string]*state.Material{},
	}
	for i, a := range m.Articles {
		r.Articles = append(r.Articles, recordOf(a))
		seen := d.observed.Articles[i]
		if d.articles[i].cover != "" && a.Cover.Hash() == d.articles[i].cover {
			e.Materials[a.Cover.Key] = &state.Material{MediaID: seen.ThumbMediaID, URL: seen.ThumbURL}
		}
		for _, ref := range model.References(a.Content) {
			if url := d.images[ref.Hash()]; ref.Kind == model.RefImage && url != "" {
				e.Images[ref.Key] = state.Image{URL: url}
			}
		}
	}
	return e
}

// recordOf is what is remembered of an article that the account holds as the
// file says.
func recordOf(a model.Article) state.Article {
	r := state.Article{
		Address: a.Address, Path: a.Path, Source: a.Source, Inputs: a.Inputs, Assets: a.Deps,
		Title: a.Fields.Title, Hash: a.Hash, Degraded: a.Degraded, Refs: []string{a.Cover.String()},
	}
	for _, ref := range model.References(a.Content) {
		r.Refs = append(r.Refs, ref.String())
	}
	return r
}

// messageAt is the built message of an address, nil when it was left out.
func messageAt(r build.Result, a model.Address) *model.Message {
	for i := range r.Messages {
		if r.Messages[i].Address == a {
			return &r.Messages[i]
		}
	}
	return nil
}

// themeOf loads a theme of the site.
func (s *session) themeOf(name string) (*theme.Theme, error) {
	t, found, err := theme.Load(name, s.site.ReadFile)
	if err != nil {
		return nil, diag.Stop(err, "theme-missing", diag.Pos{File: site.ConfigFile}, name)
	}
	if diag.HasErrors(found) {
		return nil, diag.Stop(nil, "theme-unusable", diag.Pos{File: site.ConfigFile}, name)
	}
	return t, nil
}

// sourceOf is a loaded article of the site.
func (s *session) sourceOf(a model.Address) site.Article {
	i := slices.IndexFunc(s.site.Articles, func(x site.Article) bool { return x.Address == a })
	return s.site.Articles[i]
}

// language is that of texts written into articles.
func (s *session) language() diag.Lang {
	if l, ok := diag.ParseLang(s.site.Config.Lang); ok {
		return l
	}
	return diag.Chinese
}

package cli

import (
	"context"
	"path"
	"slices"
	"strconv"
	"strings"

	"mpsync/internal/build"
	"mpsync/internal/diag"
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
	// The list is written first: without it its articles would be messages of
	// their own, should the process end in between.
	d.files = append([]file{{string(d.address) + model.MessageSuffix, []byte(list)}}, d.files...)
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
func (x *importer) isAddress(a model.Address) bool { return x.state.Messages[a] != nil || x.inSite(a) }

// inSite says whether an article or a message bears an address.
func (x *importer) inSite(a model.Address) bool {
	if _, ok := x.site.Skipped[a]; ok {
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
	convert, err := x.converter(x.site.Config.Theme)
	if err != nil {
		return err
	}
	p := pictures{importer: x, drawn: d, article: to.path, names: map[string]string{}}
	dests, err := p.content(ctx, convert.Images(a.Content))
	if err != nil {
		return err
	}
	cover := p.cover(ctx, a)
	to.cover = p.coverSum
	page := convert.From(a.Content, markdown.Options{Title: a.Fields.Title, Image: func(src string) string { return dests[src] }})
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

// entry is the record of a message whose every file was just written; what else
// was known of it stays.
func (d *drawn) entry(m model.Message, was *state.Message) state.Entry {
	r := &state.Message{}
	if was != nil {
		*r = *was
	}
	r.MediaID, r.Baseline, r.Protect, r.Articles, r.Unread = d.observed.MediaID, plan.Baseline(d.observed), m.Protect, nil, nil
	e := state.Entry{
		Messages: map[model.Address]*state.Message{m.Address: r},
		Images:   map[string]state.Image{}, Materials: map[string]*state.Material{},
	}
	for i, a := range m.Articles {
		now := state.ArticleOf(a)
		if was != nil && i < len(was.Articles) && was.Articles[i].Address == a.Address {
			now.Done = was.Articles[i].Done
		}
		r.Articles = append(r.Articles, now)
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

// messageAt is the built message of an address, nil when it was left out.
func messageAt(r build.Result, a model.Address) *model.Message {
	for i := range r.Messages {
		if r.Messages[i].Address == a {
			return &r.Messages[i]
		}
	}
	return nil
}

// converter converts for a theme of the site.
func (x *importer) converter(name string) (*markdown.Converter, error) {
	if c := x.converters[name]; c != nil {
		return c, nil
	}
	t, found, err := theme.Load(name, x.site.ReadFile)
	if err != nil {
		return nil, diag.Stop(err, "theme-missing", x.site.Config.ThemePos, name)
	}
	if diag.HasErrors(found) {
		return nil, diag.Stop(nil, "theme-unusable", diag.Pos{File: site.ConfigFile}, name)
	}
	c := markdown.New(build.Looks(x.site.Config, t))
	x.converters[name] = c
	return c, nil
}

// sourceOf is a loaded article of the site.
func (s *session) sourceOf(a model.Address) site.Article {
	i := slices.IndexFunc(s.site.Articles, func(x site.Article) bool { return x.Address == a })
	return s.site.Articles[i]
}

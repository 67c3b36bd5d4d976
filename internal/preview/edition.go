package preview

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"sync"
	"time"

	"mpsync/internal/build"
	"mpsync/internal/diag"
	"mpsync/internal/model"
	"mpsync/internal/site"
	"mpsync/internal/state"
)

// edition is a site as it was at one moment, rendered. It is never changed.
type edition struct {
	number int
	folder *folder
	site   *site.Site // of folder
	state  *state.State
	loaded []diag.Diagnostic // what loading the site found
	built  build.Result
	// broken is set while the site cannot be loaded: everything else is then what
	// it was before.
	broken []diag.Diagnostic
	groups []group
	sheets map[string]*sheet               // by the path of their article
	found  map[string][]diag.Diagnostic    // by file
	assets map[model.Reference]model.Asset // what pages refer to
	heirs  map[string]string               // path of an article that went → the one it became
	home   map[model.Address]model.Address // article → its message
	files  map[model.Address]string        // article → its path
	themes []string
	// urls are where readers find articles, made when they are first asked for.
	urls func() map[model.Address]string
}

// sheet is an article as it was rendered last.
type sheet struct {
	article model.Article
	index   int // in its message, from 0
	of      int // how many the message has
	single  bool
	at      time.Time
	// stale is set when the file has changed since and can't be rendered.
	stale bool
}

// group is a message in the list: its articles in order.
type group struct {
	Address model.Address
	Items   []item
}

// item is an article in the list.
type item struct {
	Path    string
	Address model.Address
	Title   string
	Cover   model.Reference
	Errors  int
	Warns   int
	Skipped string // a reason of [site.Site.Skipped], or ""
}

// edit makes the edition of now. A site that can't be loaded shows as it was in
// before; without one that is the error.
func (s *Server) edit(ctx context.Context, before *edition) (*edition, []diag.Diagnostic, error) {
	loaded, found, err := site.Load(ctx, s.Dir, s.Site)
	switch {
	case ctx.Err() != nil:
		if loaded != nil {
			_ = loaded.Close()
		}
		return nil, nil, ctx.Err()
	case err != nil && before == nil:
		return nil, found, err
	case err != nil:
		e := *before
		e.number++
		e.broken = found
		if len(found) == 0 || errors.Is(err, site.ErrNoSite) {
			e.broken = []diag.Diagnostic{diag.New(diag.Error, "watch-no-site", diag.Pos{File: site.ConfigFile})}
		}
		return &e, nil, nil
	}
	e := &edition{site: loaded, folder: &folder{site: loaded}, loaded: found, number: 1}
	if before != nil {
		e.number = before.number + 1
	}
	if err := s.fill(ctx, e); err != nil {
		return nil, nil, errors.Join(err, loaded.Close())
	}
	e.arrange(before, s.Now())
	s.made.Keep(func(a model.Address) bool { return e.files[a] != "" })
	return e, nil, nil
}

// fill builds the messages of an edition. A state that can't be read is a
// finding: the articles show all the same.
func (s *Server) fill(ctx context.Context, e *edition) error {
	found := slices.Clone(e.loaded)
	st, err := s.State(ctx, e.site)
	if err != nil {
		st = state.New("")
		d := diag.New(diag.Error, "watch-no-state", diag.Pos{File: e.site.Config.State}, err.Error())
		if known, ok := errors.AsType[*diag.FindingError](err); ok {
			d = known.Diagnostic
		}
		found = append(found, d)
	}
	e.state, e.urls = st, sync.OnceValue(st.URLs)
	o := s.Build(ctx, e.site, e.state)
	o.Memo = &s.made
	e.built, err = build.Build(ctx, e.site, found, o)
	if err != nil {
		return fmt.Errorf("build: %w", err)
	}
	return nil
}

// arrange puts what was built where pages find it, and keeps the last good form
// of what could not be.
func (e *edition) arrange(before *edition, now time.Time) {
	e.sheets, e.found = map[string]*sheet{}, map[string][]diag.Diagnostic{}
	e.home, e.files, e.assets = map[model.Address]model.Address{}, map[model.Address]string{}, e.built.Assets
	for _, f := range e.site.Files() {
		e.files[f.Address] = f.Path
	}
	for _, d := range e.built.Findings {
		e.found[d.File] = append(e.found[d.File], d)
	}
	for _, m := range append(slices.Clone(e.built.Messages), e.built.Unsound...) {
		for i, a := range m.Articles {
			e.home[a.Address] = m.Address
			if a.Content != "" {
				e.sheets[a.Path] = e.sheet(before, a, i, len(m.Articles), now)
			}
		}
	}
	e.inherit(before)
	e.list(before)
	e.themes = themesOf(e)
}

// sheet is an article as it is now; one that did not change keeps its time.
func (e *edition) sheet(before *edition, a model.Article, i, of int, now time.Time) *sheet {
	if before != nil {
		if was := before.sheets[a.Path]; was != nil && !was.stale && was.article.Content == a.Content && was.article.Hash == a.Hash {
			now = was.at
			if was.article.Source == a.Source && was.article.Inputs == a.Inputs && was.index == i && was.of == of {
				return was
			}
		}
	}
	return &sheet{article: a, index: i, of: of, single: of == 1, at: now}
}

// inherit takes over from before the last good form of articles that can't be
// rendered now, and finds out what those became that are gone.
func (e *edition) inherit(before *edition) {
	e.heirs = map[string]string{}
	if before == nil {
		return
	}
	e.assets = maps.Clone(e.built.Assets)
	there := map[string]bool{}
	bySource := map[string]string{}
	for _, f := range e.site.Files() {
		there[f.Path] = true
	}
	for file, x := range e.sheets {
		if before.sheets[file] == nil {
			bySource[x.article.Source] = file
		}
	}
	for file, was := range before.sheets {
		switch {
		case e.sheets[file] != nil:
		case there[file]:
			x := *was
			x.stale = true
			e.sheets[file] = &x
			for _, r := range append(model.References(x.article.Content), x.article.Cover) {
				if asset, ok := before.assets[r]; ok {
					e.assets[r] = asset
				}
			}
		default:
			if heir := bySource[was.article.Source]; heir != "" {
				e.heirs[file] = heir
			}
		}
	}
	for file, heir := range before.heirs {
		if there[file] {
			continue
		}
		e.heirs[file] = cmp.Or(e.heirs[heir], heir)
	}
}

// list arranges the articles as messages. One that is left out stays where it
// was, so that the list does not jump while a line is being typed.
func (e *edition) list(before *edition) {
	place := map[model.Address][]string{} // message → paths of its articles
	taken := map[string]bool{}
	put := func(m model.Address, paths ...string) {
		place[m] = append(place[m], paths...)
		for _, p := range paths {
			taken[p] = true
		}
	}
	for _, m := range e.site.Messages {
		for _, a := range m.Articles {
			put(m.Address, e.files[a])
		}
	}
	there := map[string]model.Address{}
	for _, f := range e.site.Files() {
		there[f.Path] = f.Address
	}
	if before != nil {
		for _, g := range before.groups {
			for _, it := range g.Items {
				if _, ok := there[it.Path]; ok && !taken[it.Path] && place[g.Address] == nil && len(g.Items) > 1 {
					put(g.Address, groupPaths(g, there, taken)...)
				}
			}
		}
	}
	for _, f := range e.site.Files() {
		if !taken[f.Path] {
			put(f.Address, f.Path)
		}
	}
	for _, m := range slices.Sorted(maps.Keys(place)) {
		g := group{Address: m}
		for _, p := range place[m] {
			g.Items = append(g.Items, e.item(p, there[p]))
		}
		e.groups = append(e.groups, g)
	}
}

// groupPaths are the articles of an earlier group that are still there and have
// no other place.
func groupPaths(g group, there map[string]model.Address, taken map[string]bool) []string {
	var paths []string
	for _, it := range g.Items {
		if _, ok := there[it.Path]; ok && !taken[it.Path] {
			paths = append(paths, it.Path)
		}
	}
	return paths
}

func (e *edition) item(path string, address model.Address) item {
	it := item{Path: path, Address: address, Title: e.title(path), Skipped: e.built.Skipped[address]}
	if x := e.sheets[path]; x != nil {
		it.Cover = x.article.Cover
	}
	for _, d := range e.found[path] {
		switch d.Severity {
		case diag.Error:
			it.Errors++
		case diag.Warning:
			it.Warns++
		case diag.Note:
		}
	}
	return it
}

// title is that of an article file, also of one that can't be rendered; the
// path where none is known.
func (e *edition) title(path string) string {
	if x := e.sheets[path]; x != nil {
		return cmp.Or(x.article.Fields.Title, path)
	}
	for i := range e.site.Articles {
		if a := &e.site.Articles[i]; a.Path == path {
			return cmp.Or(a.Meta.Title, path)
		}
	}
	return path
}

// at finds the article that a page asks for: the one of that path, what became
// of it, else the first of all. "" when there is none.
func (e *edition) at(path string) string {
	for _, p := range []string{path, e.heirs[path]} {
		for _, f := range e.site.Files() {
			if f.Path == p {
				return p
			}
		}
	}
	if len(e.groups) > 0 {
		return e.groups[0].Items[0].Path
	}
	return ""
}

// url is where readers find an article, "" where they can't yet.
func (e *edition) url(a model.Address) string {
	return cmp.Or(e.site.Published[a], e.urls()[a])
}

// address is the address of an article file.
func (e *edition) address(path string) model.Address {
	for _, f := range e.site.Files() {
		if f.Path == path {
			return f.Address
		}
	}
	return ""
}

package cli

import (
	"context"
	"path"
	"path/filepath"
	"strings"

	"mpsync/internal/build"
	"mpsync/internal/diag"
	"mpsync/internal/model"
)

// renderAll renders the articles of the site into a folder, each where it lies in
// the site. What was written is forgotten at once: a site may be larger than the
// memory.
func (a *app) renderAll(ctx context.Context, o renderOptions) error {
	s, err := a.openSite(ctx)
	if err != nil {
		return err
	}
	defer s.close()
	if s.state, err = offline(s.store).Load(ctx); err != nil {
		return err
	}
	images := s.state.Images
	if o.standalone {
		images = nil
	}
	written := 0
	options := s.buildOptions(ctx, nil)
	options.Fragment = true
	options.Each = func(m model.Message, assets map[model.Reference]model.Asset) error {
		for _, article := range m.Articles {
			if err := s.renderInto(ctx, article, filling{assets: assets, images: images, standalone: o.standalone}, o.out); err != nil {
				return err
			}
			written++
		}
		return nil
	}
	built, err := build.Build(ctx, s.site, s.found, options)
	if err != nil {
		return err
	}
	s.built = built
	s.printFindings()
	a.console.Say("render-all-summary", written, len(built.Skipped))
	if diag.HasErrors(built.Findings) {
		return &exit{code: exitError}
	}
	return nil
}

// renderInto writes an article into a folder. Its images are found from there.
func (s *session) renderInto(ctx context.Context, article model.Article, f filling, folder string) error {
	to, err := filepath.Abs(filepath.Join(s.path(folder), filepath.FromSlash(strings.TrimSuffix(article.Path, path.Ext(article.Path)))+".html"))
	if err != nil {
		return err
	}
	if f.root, err = filepath.Abs(s.site.Dir); err != nil {
		return err
	}
	f.from = filepath.Dir(to)
	content := s.fill(ctx, s.site, article, f)
	if f.standalone {
		content = s.page(article, content)
	}
	return s.write(to, content)
}

package preview

import (
	"bytes"
	"context"
	"errors"
	"html/template"
	"net/http"
	"net/url"
	"slices"
	"time"

	"mpsync/internal/build"
	"mpsync/internal/diag"
	"mpsync/internal/model"
	"mpsync/internal/render/theme"
)

var errNotThere = errors.New("no such article")

// paper is an article as the app shows it: what template article.html prints.
type paper struct {
	Lang     diag.Lang
	Dark     bool
	Title    string
	Author   string
	Account  string
	Date     string
	Content  template.HTML
	Source   string
	Comments model.Comments
	// Alone is set where the page is a phone's own, not a frame.
	Alone bool
	Boot  string
	Items []paperLink
}

// paperLink leads to another article on a phone.
type paperLink struct {
	Path, Title string
	Here        bool
}

// serveFrame serves an article for the phone in the page.
func (s *Server) serveFrame(w http.ResponseWriter, r *http.Request) {
	c := s.choiceOf(r)
	e, release := s.hold()
	defer release()
	p, err := s.paper(r.Context(), e, c)
	if err != nil {
		http.NotFound(w, r)
		return
	}
	w.Header().Set("Content-Security-Policy", framePolicy)
	s.print(w, c.Lang, "article.html", p)
}

// servePhone serves an article, and links to the others, to a phone.
func (s *Server) servePhone(w http.ResponseWriter, r *http.Request) {
	c := s.choiceOf(r)
	e, release := s.hold()
	defer release()
	c.At = e.at(c.At)
	p, err := s.paper(r.Context(), e, c)
	if err != nil {
		http.NotFound(w, r)
		return
	}
	p.Alone, p.Boot = true, s.boot
	for _, g := range e.groups {
		for _, it := range g.Items {
			p.Items = append(p.Items, paperLink{it.Path, it.Title, it.Path == c.At})
		}
	}
	s.print(w, c.Lang, "article.html", p)
}

// paper is the article of a choice, in the theme of the choice.
func (s *Server) paper(ctx context.Context, e *edition, c choice) (paper, error) {
	x, err := s.themed(ctx, e, c.At, c.Theme)
	if err != nil {
		return paper{}, err
	}
	content := s.filled(e, x.article.Content, func(r model.Reference) string {
		return "image/" + string(r.Kind) + "/" + url.PathEscape(r.Key)
	})
	if c.Dark {
		content = darkened(content)
	}
	f := x.article.Fields
	return paper{
		Lang: c.Lang, Dark: c.Dark, Title: f.Title, Author: f.Author, Account: diag.Text(c.Lang, "watch-account"),
		Date: dateOf(s.Now(), c.Lang), Content: template.HTML(content), //nolint:gosec // the frame runs no script
		Source: f.SourceURL, Comments: x.article.Comments,
	}, nil
}

// filled puts images into an article. A link to another article leads to where
// readers find it; until then it is text.
func (s *Server) filled(e *edition, content string, image func(model.Reference) string) string {
	content, _ = model.Fill(content, func(r model.Reference) string {
		switch r.Kind {
		case model.RefImage:
			return image(r)
		case model.RefLink:
			return e.url(model.Address(r.Key))
		default:
			return ""
		}
	})
	return content
}

// dateOf is a day as the app writes it below a title.
func dateOf(t time.Time, l diag.Lang) string {
	if l == diag.Chinese {
		return t.Format("2006年1月2日")
	}
	return t.Format("2 Jan 2006")
}

// themed is an article in a theme; "" is its own.
func (s *Server) themed(ctx context.Context, e *edition, path, name string) (*sheet, error) {
	x := e.sheets[path]
	if x == nil {
		return nil, errNotThere
	}
	if name == "" || name == e.themeOf(path) || x.stale || !slices.Contains(e.themes, name) {
		return x, nil
	}
	o := s.Build(ctx, e.site, e.state)
	o.Memo, o.Theme, o.Only = &s.made, name, map[model.Address]bool{e.home[x.article.Address]: true}
	r, err := build.Build(ctx, e.site, nil, o)
	if err != nil {
		return nil, err
	}
	for _, m := range append(r.Messages, r.Unsound...) {
		for _, a := range m.Articles {
			if a.Path == path && a.Content != "" {
				other := *x
				other.article = a
				return &other, nil
			}
		}
	}
	return x, nil
}

// themeOf is the theme of an article file.
func (e *edition) themeOf(path string) string {
	for _, a := range e.site.Articles {
		if a.Path == path && a.Meta.Theme != "" {
			return a.Meta.Theme
		}
	}
	return e.site.Config.Theme
}

// themesOf lists the themes to choose from: the built-in ones, and the files of
// the site.
func themesOf(e *edition) []string {
	return append(theme.Names(), e.site.Styles()...)
}

// print prints a template, or says that it could not.
func (s *Server) print(w http.ResponseWriter, l diag.Lang, name string, data any) {
	var out bytes.Buffer
	if err := s.pages[l].ExecuteTemplate(&out, name, data); err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	_, _ = w.Write(out.Bytes()) // a reader who has gone is no concern of ours
}

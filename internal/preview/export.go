package preview

import (
	"context"
	"encoding/base64"
	"html/template"
	"net/http"
	"net/url"
	"path"
	"strings"

	"mpsync/internal/model"
)

// serveCopy serves an article as it is put on the clipboard for the web console:
// images that the account has by their URLs, others within the text.
func (s *Server) serveCopy(w http.ResponseWriter, r *http.Request) {
	c := s.choiceOf(r)
	e, release := s.hold()
	defer release()
	x, err := s.themed(r.Context(), e, c.At, c.Theme)
	if err != nil {
		http.NotFound(w, r)
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	_, _ = w.Write([]byte(s.filled(e, x.article.Content, func(ref model.Reference) string { //nolint:contextcheck // the request's own
		if known := e.state.Images[ref.Key]; known.URL != "" {
			return known.URL
		}
		return s.embedded(r.Context(), e, ref)
	})))
}

// serveDownload serves an article as one file that needs no other.
func (s *Server) serveDownload(w http.ResponseWriter, r *http.Request) {
	c := s.choiceOf(r)
	e, release := s.hold()
	defer release()
	p, err := s.paper(r.Context(), e, c)
	x, again := s.themed(r.Context(), e, c.At, c.Theme)
	if err != nil || again != nil {
		http.NotFound(w, r)
		return
	}
	embed := func(ref model.Reference) string { return s.embedded(r.Context(), e, ref) } //nolint:contextcheck // the request's own
	p.Content = template.HTML(s.filled(e, x.article.Content, embed))                     //nolint:gosec // what render made, which holds no script
	p.Dark = false
	css, err := files.ReadFile("files/article.css")
	if err != nil {
		panic(err) // it is embedded
	}
	name := strings.TrimSuffix(path.Base(c.At), path.Ext(c.At))
	if name == "index" {
		name = path.Base(path.Dir(c.At))
	}
	w.Header().Set("Content-Disposition", "attachment; filename*=UTF-8''"+url.PathEscape(name+".html"))
	s.print(w, c.Lang, "alone.html", alone{p, template.CSS(css)}) //nolint:gosec // our own stylesheet
}

// embedded is an image as part of an address.
func (s *Server) embedded(ctx context.Context, e *edition, ref model.Reference) string {
	data, err := s.file(ctx, e, ref)
	if err != nil {
		return ""
	}
	return "data:" + http.DetectContentType(data) + ";base64," + base64.StdEncoding.EncodeToString(data)
}

// alone is an article with the styles of the app: what template alone.html
// prints.
type alone struct {
	paper
	CSS template.CSS
}

package preview

import (
	"context"
	"crypto/subtle"
	"embed"
	"net"
	"net/http"
	"net/netip"
	"path"
	"strings"

	"mpsync/internal/local"
	"mpsync/internal/model"
)

// files are what pages are made of.
//
//go:embed files
var files embed.FS

// The policies. Scripts are ours alone and stand in files; an article's frame
// runs none and loads nothing but images of the site and of WeChat.
const (
	pagePolicy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; " +
		"frame-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
	framePolicy = "default-src 'none'; style-src 'self' 'unsafe-inline'; " +
		"img-src 'self' https://mmbiz.qpic.cn https://mmbiz.qlogo.cn; form-action 'none'; base-uri 'none'; frame-ancestors 'self'; " +
		"sandbox allow-same-origin"
	phonePolicy = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; " +
		"img-src 'self' https://mmbiz.qpic.cn https://mmbiz.qlogo.cn; connect-src 'self'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'"
	dataPolicy = "default-src 'none'; sandbox"
)

// Handler serves the page at an address of this machine.
func (s *Server) Handler(at net.Addr) http.Handler {
	m := http.NewServeMux()
	m.HandleFunc("GET /{$}", s.servePage)
	m.HandleFunc("GET /frame", s.serveFrame)
	m.HandleFunc("GET /image/{kind}/{key}", s.serveImage)
	m.HandleFunc("GET /copy", s.serveCopy)
	m.HandleFunc("GET /download", s.serveDownload)
	m.HandleFunc("GET /events", s.serveEvents)
	m.HandleFunc("GET /files/{name}", serveFile)
	m.HandleFunc("POST /look", s.byToken(s.doLook))
	m.HandleFunc("POST /theme", s.byToken(s.doTheme))
	m.HandleFunc("POST /plan", s.byToken(s.doPlan))
	m.HandleFunc("POST /apply", s.byToken(s.doApply))
	return local.Guard(m, local.Hosts(at), dataPolicy)
}

// byToken lets a form through that knows the token of the page.
func (s *Server) byToken(next http.HandlerFunc) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		r.Body = http.MaxBytesReader(w, r.Body, 1<<16)
		if subtle.ConstantTimeCompare([]byte(r.PostFormValue("token")), []byte(s.token)) != 1 {
			http.Error(w, http.StatusText(http.StatusForbidden), http.StatusForbidden)
			return
		}
		next(w, r)
	}
}

// serveFile serves a stylesheet, a script or the icon.
func serveFile(w http.ResponseWriter, r *http.Request) {
	name := r.PathValue("name")
	if path.Ext(name) == ".html" {
		http.NotFound(w, r)
		return
	}
	w.Header().Set("Cache-Control", "no-cache")
	http.ServeFileFS(w, r, files, "files/"+name)
}

// serveImage serves a file that an article refers to. Only what pages refer to
// is served, and only through the site, which reads nothing outside its folder.
func (s *Server) serveImage(w http.ResponseWriter, r *http.Request) {
	ref := model.Reference{Kind: model.RefKind(r.PathValue("kind")), Key: r.PathValue("key")}
	e, release := s.hold()
	defer release()
	if e.assets[ref].URL != "" { // on another server, which is not asked
		http.ServeFileFS(w, r, files, "files/elsewhere.svg")
		return
	}
	data, err := s.file(r.Context(), e, ref)
	kind := http.DetectContentType(data)
	if err != nil || !strings.HasPrefix(kind, "image/") {
		http.NotFound(w, r)
		return
	}
	w.Header().Set("Content-Type", kind)
	w.Header().Set("Cache-Control", "private, max-age=600")
	_, _ = w.Write(data) // a reader who has gone is no concern of ours
}

// file makes the file that a reference stands for, as it would be uploaded.
func (s *Server) file(ctx context.Context, e *edition, ref model.Reference) ([]byte, error) {
	asset, ok := e.assets[ref]
	if !ok || asset.URL != "" {
		return nil, errNotThere
	}
	f, err := s.File(ctx, e.site, asset)
	return f.Data, err
}

// Articles serves articles, and nothing else, to phones that know the token. It is
// reached by addresses of this machine only, never by a name.
func (s *Server) Articles(token string) http.Handler {
	m := http.NewServeMux()
	m.HandleFunc("GET /"+token+"/{$}", s.servePhone)
	m.HandleFunc("GET /"+token+"/image/{kind}/{key}", s.serveImage)
	m.HandleFunc("GET /"+token+"/files/{name}", serveFile)
	m.HandleFunc("GET /"+token+"/events", s.serveEvents)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		host, _, err := net.SplitHostPort(r.Host)
		if err != nil {
			host = r.Host
		}
		if _, err := netip.ParseAddr(host); err != nil {
			http.Error(w, http.StatusText(http.StatusForbidden), http.StatusForbidden)
			return
		}
		local.Guard(m, []string{strings.ToLower(r.Host)}, phonePolicy).ServeHTTP(w, r)
	})
}

package handbook

import (
	"bytes"
	"embed"
	"html/template"
	"net"
	"net/http"
	"path"
	"strings"

	"mpsync/internal/diag"
	"mpsync/internal/local"
)

// assets are the template, the stylesheet and the theme of pages.
//
//go:embed files
var assets embed.FS

// policy lets pages load their own pictures and styles, and nothing run.
const policy = "default-src 'none'; style-src 'self' 'unsafe-inline'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

// view is what template page.html prints.
type view struct {
	Lang, Other      diag.Lang
	OtherURL         string
	Title, Query     string
	Body             template.HTML
	Parts            []part
	Shelf            []group
	Hits             []hit
	Searched         bool
	Previous, Next   *item
	EnglishOnly, Top bool
}

// Handler serves the pages at an address of this machine.
func (h *Handbook) Handler(at net.Addr) http.Handler {
	m := http.NewServeMux()
	m.HandleFunc("GET /{$}", func(w http.ResponseWriter, r *http.Request) {
		l := local.Lang("", r.Header.Get("Accept-Language"), h.otherwise)
		http.Redirect(w, r, "/"+string(l)+"/", http.StatusFound) //nolint:gosec // one of two languages
	})
	for _, l := range []diag.Lang{diag.English, diag.Chinese} {
		m.HandleFunc("GET /"+string(l)+"/{name...}", func(w http.ResponseWriter, r *http.Request) { h.servePage(w, r, l) })
		m.HandleFunc("GET /"+string(l)+"/search", func(w http.ResponseWriter, r *http.Request) { h.serveSearch(w, r, l) })
	}
	m.HandleFunc("GET /files/{name...}", h.serveFile)
	m.HandleFunc("GET /style.css", func(w http.ResponseWriter, r *http.Request) {
		http.ServeFileFS(w, r, assets, "files/style.css")
	})
	return local.Guard(m, local.Hosts(at), policy)
}

func (h *Handbook) servePage(w http.ResponseWriter, r *http.Request, l diag.Lang) {
	name := strings.TrimSuffix(r.PathValue("name"), "/")
	if h.exists(path.Join(name, index+".md")) {
		name = path.Join(name, index)
	}
	p, err := h.page(name, l)
	if err != nil {
		http.NotFound(w, r)
		return
	}
	v := h.view(name, l)
	v.Title, v.Body, v.Parts = p.title, template.HTML(p.html), p.parts //nolint:gosec // rendered by us, of our own files
	v.EnglishOnly = l == diag.Chinese && !h.exists(name+".zh.md")
	v.Top = name == index
	h.print(w, v)
}

func (h *Handbook) serveSearch(w http.ResponseWriter, r *http.Request, l diag.Lang) {
	v := h.view(index, l)
	v.Query, v.Searched = strings.TrimSpace(r.FormValue("q")), true
	v.Title, v.Hits = v.Query, h.find(v.Query, l)
	h.print(w, v)
}

// serveFile serves pictures, and recipes as text.
func (h *Handbook) serveFile(w http.ResponseWriter, r *http.Request) {
	name := r.PathValue("name")
	if path.Ext(name) != ".png" {
		w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	}
	http.ServeFileFS(w, r, h.files, name) //nolint:gosec // an fs.FS has nothing above its root
}

// view is what every page has around its text.
func (h *Handbook) view(name string, l diag.Lang) view {
	v := view{Lang: l, Other: diag.Chinese, Shelf: h.shelf(name, l)}
	if l == diag.Chinese {
		v.Other = diag.English
	}
	v.OtherURL = address(name, v.Other)
	var all []item
	for _, g := range v.Shelf {
		all = append(all, g.Items...)
	}
	for i, it := range all {
		if !it.Here {
			continue
		}
		if i > 0 {
			v.Previous = &all[i-1]
		}
		if i+1 < len(all) {
			v.Next = &all[i+1]
		}
	}
	if name == index && len(all) > 0 {
		v.Next = &all[0]
	}
	return v
}

func (h *Handbook) print(w http.ResponseWriter, v view) {
	t, err := template.New("page.html").Funcs(template.FuncMap{
		"t": func(code string, args ...any) string { return diag.Text(v.Lang, "handbook-"+code, args...) },
	}).ParseFS(assets, "files/page.html")
	var b bytes.Buffer
	if err == nil {
		err = t.Execute(&b, v)
	}
	if err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	_, _ = w.Write(b.Bytes()) // a reader who has gone is no concern of ours
}

// painted gives the colours of the theme the names that the stylesheet has for
// light and dark: a theme of articles knows one of them only.
func painted(text string) string { return paint.Replace(text) }

var paint = strings.NewReplacer(
	"#d0c001", "var(--ink)", "#d0c002", "var(--soft)", "#d0c003", "var(--green)", "#d0c004", "var(--well)", "#d0c005", "var(--line)",
	"#d0c006", "var(--wash)", "#d0c007", "var(--amber)", "#d0c008", "var(--red)", "#d0c009", "var(--blue)", "#d0c00a", "var(--violet)",
)

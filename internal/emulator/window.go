package emulator

import (
	"context"
	"embed"
	"errors"
	"fmt"
	"html/template"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"
)

// windowFiles are the template and the stylesheet of the window.
//
//go:embed window/window.html window/article.html window/window.css window/icon.svg
var windowFiles embed.FS

// window is the web page for people: what followers see, and the console's hand.
// It is rendered here, needs no JavaScript, and never shows an article outside the
// policy below, which runs nothing and loads nothing from elsewhere.
type window struct {
	pages *template.Template
}

const (
	windowPolicy  = "default-src 'none'; style-src 'self' 'unsafe-inline'; img-src 'self'; frame-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
	articlePolicy = "default-src 'none'; style-src 'self' 'unsafe-inline'; img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'; sandbox allow-popups"
)

func newWindow() *window {
	funcs := template.FuncMap{
		"t":    windowText,
		"when": func(unix int64) string { return time.Unix(unix, 0).In(china).Format("2006-01-02 15:04") },
		"inc":  func(i int) int { return i + 1 },
		"dec":  func(i int) int { return i - 1 },
		"link": func(v view, path string, pairs ...any) string { return v.link(path, pairs...) },
	}
	return &window{template.Must(template.New("").Funcs(funcs).ParseFS(windowFiles, "window/*.html"))}
}

// china is where the account lives.
var china = time.FixedZone("CST", 8*3600)

// view is what every page of the window knows.
type view struct {
	Lang   string
	Tab    string // box of the list, or "files", "log"
	Tabs   []tab
	Title  string
	Error  string
	Now    int64
	Legacy bool

	Cards   []card
	Shown   *shownArticle
	Files   []shownFile
	Calls   []loggedRequest
	Page    int
	HasMore bool
}

type tab struct {
	Key   string
	Count int
}

// link keeps the language in an address of the window.
func (v view) link(path string, pairs ...any) string {
	q := url.Values{"lang": {v.Lang}}
	for i := 0; i+1 < len(pairs); i += 2 {
		q.Set(fmt.Sprint(pairs[i]), fmt.Sprint(pairs[i+1]))
	}
	return "/_emulator/" + path + "?" + q.Encode()
}

// serveWindow renders a page, or does what a button says and goes back.
func (e *Emulator) serveWindow(w http.ResponseWriter, r *http.Request) {
	path := strings.Trim(strings.TrimPrefix(r.URL.Path, "/_emulator"), "/")
	switch {
	case path == "window.css" && r.Method == http.MethodGet:
		http.ServeFileFS(w, r, windowFiles, "window/window.css")
	case path == "icon.svg" && r.Method == http.MethodGet:
		http.ServeFileFS(w, r, windowFiles, "window/icon.svg")
	case path == "do" && r.Method == http.MethodPost:
		e.doInWindow(w, r)
	case r.Method == http.MethodGet:
		e.renderWindow(w, r, path)
	default:
		http.NotFound(w, r)
	}
}

func (e *Emulator) renderWindow(w http.ResponseWriter, r *http.Request, path string) {
	v, err := e.viewOf(r.Context(), r, path)
	switch {
	case errors.Is(err, errNoPage):
		http.NotFound(w, r)
		return
	case err != nil:
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	e.render(w, "window.html", windowPolicy, v)
}

func (e *Emulator) render(w http.ResponseWriter, name, policy string, data any) {
	var out strings.Builder
	if err := e.window().pages.ExecuteTemplate(&out, name, data); err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	h := w.Header()
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Set("Content-Security-Policy", policy)
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Referrer-Policy", "no-referrer")
	_, _ = w.Write([]byte(out.String())) // a reader who has gone is no concern of ours
}

var errNoPage = errors.New("no such page")

// viewOf gathers what a page shows.
func (e *Emulator) viewOf(ctx context.Context, r *http.Request, path string) (view, error) {
	q := r.URL.Query()
	control, err := e.readControl(ctx)
	if err != nil {
		return view{}, err
	}
	v := view{Lang: windowLang(q.Get("lang"), r.Header.Get("Accept-Language")), Now: e.clock(control).Unix(), Error: q.Get("error"), Tab: path}
	v.Legacy = control.meta["profile"] == legacy
	v.Page, _ = strconv.Atoi(q.Get("page")) // absent means the first
	v.Page = max(v.Page, 0)
	if v.Tabs, err = e.tabs(ctx); err != nil {
		return v, err
	}
	switch path {
	case "":
		v.Tab = firstFilled(v.Tabs)
		err = e.readCards(ctx, &v)
	case drafts, materials, posts:
		err = e.readCards(ctx, &v)
	case "files":
		err = e.readFiles(ctx, &v)
	case "log":
		err = e.readCalls(ctx, &v)
	case "article":
		err = e.readShown(ctx, &v, q)
	default:
		err = errNoPage
	}
	v.Title = windowText(v.Lang, v.Tab)
	return v, err
}

// tabs counts what is behind each tab.
func (e *Emulator) tabs(ctx context.Context) ([]tab, error) {
	list := []tab{{Key: posts}, {Key: drafts}, {Key: materials}, {Key: "files"}, {Key: "log"}}
	return list, e.store.query(ctx, func(scan func(...any) error) error {
		return scan(&list[0].Count, &list[1].Count, &list[2].Count, &list[3].Count, &list[4].Count)
	}, `SELECT (SELECT count(*) FROM message WHERE box = 'post'), (SELECT count(*) FROM message WHERE box = 'draft'),
		(SELECT count(*) FROM message WHERE box = 'material'), (SELECT count(*) FROM file WHERE ends = 0), (SELECT count(*) FROM request)`)
}

// firstFilled is the tab that an account with something in it opens with.
func firstFilled(tabs []tab) string {
	for _, key := range []string{materials, drafts, posts} {
		for _, t := range tabs {
			if t.Key == key && t.Count > 0 {
				return key
			}
		}
	}
	return materials
}

// doInWindow does what a button or the comment box says.
func (e *Emulator) doInWindow(w http.ResponseWriter, r *http.Request) {
	r.Body = http.MaxBytesReader(w, r.Body, 1<<20)
	if err := r.ParseForm(); err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	form := r.PostForm
	_, err := e.inAccount(r, func(c *call) (any, error) {
		if form.Get("action") != "comment" {
			return c.consoleAction(c.consoleForm(form))
		}
		post, _ := strconv.ParseInt(form.Get("msg_data_id"), 10, 64) // absent is refused as unknown
		index, _ := strconv.ParseInt(form.Get("index"), 10, 64)
		in := commentIn{MsgDataID: num{n: post}, Index: num{n: index}, Content: form.Get("content")}
		return c.writeComment(in, firstOf(form.Get("openid"), "o"+c.randomID(20)[:27]))
	})
	v := view{Lang: windowLang(form.Get("lang"), "")}
	pairs := []any{}
	for _, key := range []string{"message", "idx"} {
		if form.Has(key) {
			pairs = append(pairs, key, form.Get(key))
		}
	}
	if err != nil {
		pairs = append(pairs, "error", err.Error())
	}
	http.Redirect(w, r, v.link(url.PathEscape(form.Get("page")), pairs...), http.StatusSeeOther)
}

// consoleForm reads a form of the window as the admin call that it stands for.
func (c *call) consoleForm(form url.Values) consoleIn {
	in := consoleIn{Action: form.Get("action"), MediaID: form.Get("media_id"), MediaIDs: form["media_ids"]}
	in.Index, _ = strconv.Atoi(form.Get("index"))          // absent means the first
	minutes, _ := strconv.ParseInt(form.Get("in"), 10, 64) // absent means now
	in.At = c.now.Unix() + 60*max(minutes, 0)
	if form.Has("order") {
		for place := range strings.SplitSeq(form.Get("order"), ",") {
			n, _ := strconv.Atoi(place) // a wrong order is refused by what it lacks
			in.Order = append(in.Order, n)
		}
	}
	if form.Has("content") {
		title, content := form.Get("title"), form.Get("content")
		in.Title, in.Content = &title, &content
	}
	return in
}

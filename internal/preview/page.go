package preview

import (
	"cmp"
	"fmt"
	"html/template"
	"net/http"
	"net/url"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"mpsync/internal/build"
	"mpsync/internal/diag"
	"mpsync/internal/model"
	"mpsync/internal/plan"
	"mpsync/internal/qr"
	"mpsync/internal/site"
)

// view is everything that template page.html prints.
type view struct {
	choice
	Boot, Token string
	Number      int
	Site        string // name of the folder
	Account     string
	Broken      []finding

	Groups   []rowGroup
	ListHash string
	SameList bool // the page has this list already
	Count    counts

	Here     string // path of the article, "" when the site has none
	Title    string
	Place    string // in its message, "" when it is alone
	Own      string // theme of the article
	Themes   []themeChoice
	Widths   []int
	Phones   []phone
	Message  []cardRow
	Stale    string // when the form that is shown was good, "" when it is of now
	Skipped  string // why the article is left out
	Findings []finding
	Meters   []meter
	Plan     planView
	CanApply bool
	Phone    string // address for phones
	Code     string // of its QR code, as an SVG path
	CodeSize int
	Pending  int // images of the article that are not uploaded
}

type counts struct{ All, Pending, Wrong int }

// rowGroup is a message in the list.
type rowGroup struct {
	Address string
	Rows    []row
}

type row struct {
	Path, Title, Image      string
	Sign, Word, Kind, Place string
	Errors, Warns           int
	Left                    string // why it is left out
}

type themeChoice struct {
	Name, About string
	On, Own     bool
}

// phone is one phone of the page.
type phone struct {
	Src, Theme string
	Width      int
}

type finding struct {
	Severity   diag.Severity
	Place      string
	Open       template.URL // address that opens an editor there, as the writer gave it
	Text, Hint string
	Code       string
}

// meter is how much of a limit is used.
type meter struct {
	Name, Used, Limit string
	Percent           int
	Level             string // "", "near" or "over"
}

// parsePages parses the templates once for each language.
func parsePages() (map[diag.Lang]*template.Template, error) {
	pages := map[diag.Lang]*template.Template{}
	for _, l := range []diag.Lang{diag.Chinese, diag.English} {
		t, err := template.New("").Funcs(template.FuncMap{
			"t":     func(code string, args ...any) string { return diag.Text(l, "watch-"+code, args...) },
			"link":  func(v view, pairs ...any) string { return "/" + v.query(pairs...) },
			"query": func(v view) string { return v.query("with", "", "show", "", "dark", "") },
		}).ParseFS(files, "files/*.html")
		if err != nil {
			return nil, fmt.Errorf("parse pages: %w", err)
		}
		pages[l] = t
	}
	return pages, nil
}

// servePage serves the page. A page that has the list already, by its hash, is
// not given it again.
func (s *Server) servePage(w http.ResponseWriter, r *http.Request) {
	c := s.choiceOf(r)
	e, release := s.hold()
	defer release()
	c.At = e.at(c.At)
	s.lookNear(r.Context(), e, e.mediaID(c.At))
	v := s.view(e, c)
	v.SameList = v.ListHash == r.Header.Get("X-List")
	w.Header().Set("Content-Security-Policy", pagePolicy)
	w.Header().Set("Vary", "Accept-Language")
	s.print(w, c.Lang, "page.html", v)
}

func (s *Server) view(e *edition, c choice) view {
	p := s.planOf(e)
	v := view{
		choice: c, Boot: s.boot, Token: s.token, Number: e.number, Account: s.Account.Name(c.Lang),
		Broken: s.findings(e.broken, c.Lang), Here: c.At, Widths: widths, CanApply: s.Account.Apply != nil,
	}
	if abs, err := filepath.Abs(s.Dir); err == nil {
		v.Site = filepath.Base(abs)
	}
	s.list(e, p, &v)
	if c.At == "" {
		return v
	}
	v.Findings = s.findings(e.found[c.At], c.Lang)
	if e.broken == nil {
		v.Findings = append(v.Findings, s.findings(e.found[site.ConfigFile], c.Lang)...)
	}
	v.Own = e.themeOf(c.At)
	for _, name := range e.themes {
		about := ""
		if !strings.HasSuffix(name, ".css") {
			about = diag.Text(c.Lang, "theme-about-"+name)
		}
		v.Themes = append(v.Themes, themeChoice{name, about, name == cmp.Or(c.Theme, v.Own), name == v.Own})
	}
	v.Skipped = e.built.Skipped[e.address(c.At)]
	v.Title, v.Plan = e.title(c.At), total(p, c.Lang)
	x := e.sheets[c.At]
	if x == nil {
		return v
	}
	if x.of > 1 {
		v.Place = place(c.Lang, x.index)
	}
	if x.stale {
		v.Stale = x.at.Format("15:04:05")
	}
	v.Phones = phones(c, v.Own)
	e.cards(&v)
	v.Meters = meters(x, c.Lang)
	v.Pending = missing(e, x)
	s.plan(e, p, x, &v)
	s.code(c, &v)
	return v
}

// place names an article of several by where it stands.
func place(l diag.Lang, i int) string {
	if i < 2 {
		return diag.Text(l, "place-"+strconv.Itoa(i+1))
	}
	return diag.Text(l, "place-n", i+1)
}

// phones are those that the page shows: one, or two themes side by side.
func phones(c choice, own string) []phone {
	one := phone{"/frame" + c.query("with", "", "show", ""), cmp.Or(c.Theme, own), c.Width}
	if c.With == "" {
		return []phone{one}
	}
	return []phone{one, {"/frame" + c.query("theme", c.With, "with", "", "show", ""), c.With, c.Width}}
}

// list fills in the list of articles with what a plan says of each.
func (s *Server) list(e *edition, p plan.Plan, v *view) {
	signs := map[model.Address]plan.Action{}
	for _, c := range p.Changes {
		if c.Action != plan.None && c.Action != plan.Delete {
			signs[c.Address] = c.Action
		}
	}
	var sum []string
	for _, g := range e.groups {
		out := rowGroup{Address: string(g.Address)}
		for i, it := range g.Items {
			r := row{Path: it.Path, Title: it.Title, Image: imageURL(it.Cover), Errors: it.Errors, Warns: it.Warns, Left: it.Skipped}
			r.Sign, r.Kind, r.Word = sign(signs[g.Address], it.Skipped, v.Lang)
			if len(g.Items) > 1 {
				r.Place = place(v.Lang, i)
			}
			v.Count.All++
			if r.Kind == "pending" {
				v.Count.Pending++
			}
			if it.Errors+it.Warns > 0 || r.Kind == "blocked" {
				v.Count.Wrong++
			}
			out.Rows = append(out.Rows, r)
			sum = append(sum, r.Path, r.Title, r.Image, r.Sign, r.Word, r.Place, r.Left, strconv.Itoa(r.Errors), strconv.Itoa(r.Warns))
		}
		v.Groups = append(v.Groups, out)
	}
	v.ListHash = model.Sum(append(sum, string(v.Lang))...)
}

// sign is what stands before an article in the list: its character, what kind of
// thing it is, and the word for it.
func sign(a plan.Action, skipped string, l diag.Lang) (char, kind, word string) {
	known := wordOf(a)
	switch {
	case skipped == site.SkippedError:
		return "×", "broken", diag.Text(l, "watch-left-out")
	case skipped != "":
		return "–", "skipped", diag.Text(l, "watch-skipped")
	case a == plan.Blocked, a == plan.Deferred:
		return string(a), "blocked", diag.Text(l, "act-"+known)
	case known != "":
		return string(a), "pending", diag.Text(l, "act-"+known)
	}
	return "", "same", diag.Text(l, "watch-in-step")
}

// wordOf names what a plan does, "" for nothing that a list would show.
func wordOf(a plan.Action) string {
	switch a {
	case plan.Create:
		return "create"
	case plan.Update:
		return "update"
	case plan.Replace:
		return "replace"
	case plan.Move:
		return "move"
	case plan.Adopt:
		return "adopt"
	case plan.Publish:
		return "publish"
	case plan.Blocked:
		return "blocked"
	case plan.Deferred:
		return "deferred"
	case plan.Forget:
		return "forget"
	default:
		return ""
	}
}

// imageURL is where the page finds an image of the site.
func imageURL(r model.Reference) string {
	if r == (model.Reference{}) {
		return ""
	}
	return "/image/" + string(r.Kind) + "/" + url.PathEscape(r.Key)
}

func (s *Server) findings(list []diag.Diagnostic, l diag.Lang) []finding {
	var out []finding
	for _, d := range list {
		f := finding{Severity: d.Severity, Text: d.Message(l), Hint: strings.TrimSpace(d.Hint(l)), Code: d.Code}
		if d.File != "" {
			f.Place, f.Open = d.String(), s.editorURL(d.Pos)
		}
		out = append(out, f)
	}
	slices.SortStableFunc(out, func(a, b finding) int { return cmp.Compare(weight(a.Severity), weight(b.Severity)) })
	return out
}

func weight(s diag.Severity) int {
	return slices.Index([]diag.Severity{diag.Error, diag.Warning, diag.Note}, s)
}

// editorURL is the address that opens a place in the writer's editor.
func (s *Server) editorURL(p diag.Pos) template.URL {
	abs, err := filepath.Abs(filepath.Join(s.Dir, filepath.FromSlash(p.File)))
	if s.Editor == "" || err != nil {
		return ""
	}
	file := (&url.URL{Path: filepath.ToSlash(abs)}).EscapedPath()
	fill := strings.NewReplacer("{file}", file, "{line}", strconv.Itoa(max(p.Line, 1)), "{col}", strconv.Itoa(max(p.Col, 1)))
	return template.URL(fill.Replace(s.Editor)) //nolint:gosec // editors have schemes of their own; the person who started us names it
}

// meters say how much of each limit an article uses.
func meters(x *sheet, l diag.Lang) []meter {
	chars, bytes := build.Length(x.article.Content)
	images := 0
	for _, r := range model.References(x.article.Content) {
		if r.Kind == model.RefImage {
			images++
		}
	}
	limited := func(code string, used, limit int, show func(int) string) meter {
		m := meter{Name: diag.Text(l, "watch-"+code), Used: show(used), Limit: show(limit), Percent: min(100, (100*used+limit-1)/limit)}
		switch {
		case used >= limit:
			m.Level = "over"
		case m.Percent >= 80:
			m.Level = "near"
		}
		return m
	}
	return []meter{
		limited("chars", chars, build.ContentMax, grouped),
		limited("bytes", bytes, build.ContentBytes, kilobytes),
		{Name: diag.Text(l, "watch-images"), Used: strconv.Itoa(images)},
		{Name: diag.Text(l, "watch-words"), Used: grouped(letters(x.article.Readable.Text))},
	}
}

// letters counts the characters of a text that are not white space.
func letters(text string) int {
	n := 0
	for range strings.Join(strings.Fields(text), "") {
		n++
	}
	return n
}

// grouped writes a number with a comma between thousands.
func grouped(n int) string {
	s := strconv.Itoa(n)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}

func kilobytes(n int) string {
	if n >= 1<<20 {
		return strconv.FormatFloat(float64(n)/(1<<20), 'f', 1, 64) + " MB"
	}
	return strconv.Itoa((n+1023)/1024) + " KB"
}

// missing counts the images of an article that the account does not have yet.
func missing(e *edition, x *sheet) int {
	n := 0
	for _, r := range model.References(x.article.Content) {
		if _, ok := e.state.Images[r.Key]; r.Kind == model.RefImage && !ok {
			n++
		}
	}
	return n
}

// code fills in the QR code of the article for phones.
func (s *Server) code(c choice, v *view) {
	if s.Phone == "" {
		return
	}
	q := url.Values{"at": {c.At}}
	if c.Theme != "" {
		q.Set("theme", c.Theme)
	}
	v.Phone = s.Phone + "?" + q.Encode()
	code, err := qr.Encode(v.Phone)
	if err != nil { // an address too long for a code is shown as text alone
		return
	}
	v.Code, v.CodeSize = code.Path(), len(code)
}

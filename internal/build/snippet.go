package build

import (
	"cmp"
	"fmt"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"mpsync/internal/diag"
	"mpsync/internal/model"
	"mpsync/internal/render"
	"mpsync/internal/site"
)

// The names of an article's snippets, and what its record calls them.
const (
	header     = "header"
	footer     = "footer"
	snippetDep = "snippet "
)

// snippets are the header and footer of an article.
func snippets(a *site.Article) map[string]site.Snippet {
	all := map[string]site.Snippet{}
	for name, s := range map[string]site.Snippet{header: a.Meta.Header, footer: a.Meta.Footer} {
		if s.Text != "" {
			all[name] = s
		}
	}
	return all
}

// snippetKeys are what the snippets of an article make of its inputs: nothing
// where it has none, so that records of before stay good.
func (b *builder) snippetKeys(a *site.Article) []string {
	var keys []string
	for _, name := range []string{header, footer} {
		if s, ok := snippets(a)[name]; ok {
			keys = append(keys, name, s.Path, b.expand(s.Text, a))
		}
	}
	return keys
}

// snippet prepares a header or footer for the renderer; nil is none.
func (w *work) snippet(name string) *render.Snippet {
	s, ok := snippets(w.src)[name]
	if !ok {
		return nil
	}
	w.made.article.Deps[snippetDep+name] = model.Sum(s.Text)
	return &render.Snippet{
		Path: s.Path, Body: []byte(w.expand(s.Text, w.src)), FirstLine: s.Line,
		Image: func(dest string, pos diag.Pos) (string, bool) { return w.image(rooted(s.Path, dest), pos) },
		Link: func(dest string, pos diag.Pos) (string, render.LinkKind) {
			return w.link(rooted(s.Path, dest), pos)
		},
	}
}

// rooted is a destination written in a file, from the site root.
func rooted(file, dest string) string {
	if dest == "" || isRemote(dest) || strings.ContainsRune("/#?", rune(dest[0])) {
		return dest
	}
	return "/" + path.Join(path.Dir(file), dest)
}

// variable is a variable of snippets: {author}, {date}, {title}, {source_url},
// {latest} or {latest 5}.
var variable = regexp.MustCompile(`\{(author|date|title|source_url|latest)(?: (\d{1,2}))?\}`)

// latestCount is how many articles {latest} lists.
const latestCount = 3

// expand fills in the variables of a snippet.
func (b *builder) expand(text string, a *site.Article) string {
	return variable.ReplaceAllStringFunc(text, func(v string) string {
		m := variable.FindStringSubmatch(v)
		switch m[1] {
		case "author":
			return literal(a.Meta.Author)
		case "date":
			return a.Meta.Date
		case "title":
			return literal(titleOf(a))
		case "source_url":
			return literal(a.Meta.SourceURL)
		}
		n, _ := strconv.Atoi(m[2])
		return b.latest(cmp.Or(n, latestCount), a)
	})
}

// latest is a list of the newest articles that readers can open, newest first,
// without the article itself.
func (b *builder) latest(n int, self *site.Article) string {
	var all []*site.Article
	for i := range b.site.Articles {
		a := &b.site.Articles[i]
		if a.Address != self.Address && b.urlOf(a.Address) != "" && titleOf(a) != "" {
			all = append(all, a)
		}
	}
	slices.SortStableFunc(all, func(x, y *site.Article) int {
		return cmp.Or(strings.Compare(y.Meta.Date, x.Meta.Date), strings.Compare(string(x.Address), string(y.Address)))
	})
	var out strings.Builder
	for _, a := range all[:min(n, len(all))] {
		fmt.Fprintf(&out, "- [%s](</%s>)\n", literal(titleOf(a)), literal(a.Path))
	}
	return strings.TrimSuffix(out.String(), "\n")
}

// titleOf is the title of an article as far as it is known unrendered.
func titleOf(a *site.Article) string {
	if a.Meta.Title != "" {
		return a.Meta.Title
	}
	return a.Heading
}

// literal writes a value so that Markdown and HTML take none of it for markup.
func literal(s string) string {
	var out strings.Builder
	for _, r := range s {
		if strings.ContainsRune("\\`*_~=^{}[]()<>#!|&\"$", r) {
			fmt.Fprintf(&out, "&#%d;", r)
		} else {
			out.WriteRune(r)
		}
	}
	return out.String()
}

// snippetsChanged says once for each of header and footer how many messages that
// stand in the account a change of it updates.
func (b *builder) snippetsChanged() {
	if b.Known == nil || b.Whole != nil {
		return
	}
	for _, name := range []string{header, footer} {
		n, pos := 0, diag.Pos{File: site.ConfigFile, Line: 1, Col: 1}
		for _, m := range b.site.Messages {
			r := b.Known.Messages[m.Address]
			if r == nil || b.final(r) {
				continue
			}
			changed := false
			for _, known := range r.Articles {
				if a := b.articles[known.Address]; a != nil && b.snippetChanged(name, a, known.Assets) {
					changed = true
					if s, ok := snippets(a)[name]; ok {
						pos = s.Pos()
					}
				}
			}
			if changed {
				n++
			}
		}
		if n > 0 {
			b.result.Findings = append(b.result.Findings, diag.New(diag.Warning, "snippet-changed", pos, name, n))
		}
	}
}

func (b *builder) snippetChanged(name string, a *site.Article, known map[string]string) bool {
	now := ""
	if s, ok := snippets(a)[name]; ok {
		now = model.Sum(s.Text)
	}
	return known[snippetDep+name] != now
}

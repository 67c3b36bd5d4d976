package cli

import (
	"context"
	"html"
	"maps"
	"net/url"
	"path/filepath"
	"slices"
	"strings"

	"mpsync/internal/model"
	"mpsync/internal/plan"
)

// A standalone page shows an article to somebody who has neither the site nor an
// account: one file that needs no other, with its images inside. It runs nothing
// and, but for images of other servers, loads nothing: it may come from a
// stranger's pull request.
const standaloneHead = `<!doctype html>
<html lang="LANG">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data: http: https:; style-src 'unsafe-inline'">
<meta name="referrer" content="no-referrer">
<title>TITLE</title>
<style>
body { max-width: 677px; margin: 0 auto; padding: 20px 16px 60px; font: 17px/1.6 -apple-system, BlinkMacSystemFont, "Helvetica Neue", "PingFang SC", "Hiragino Sans GB", "Microsoft YaHei", sans-serif; overflow-wrap: break-word }
h1.title { font-size: 22px; line-height: 1.4; margin: 0 0 14px }
p.meta { font-size: 15px; color: #888; margin: 0 0 22px }
img { max-width: 100% }
</style>
</head>
<body>
`

// page makes a document of an article's content.
func (a *app) page(article model.Article, content string) string {
	head := strings.NewReplacer("LANG", string(a.console.Lang), "TITLE", html.EscapeString(article.Fields.Title)).Replace(standaloneHead)
	meta := strings.TrimSpace(article.Fields.Author + "  " + article.Fields.Digest)
	return head + "<h1 class=\"title\">" + html.EscapeString(article.Fields.Title) + "</h1>\n" +
		"<p class=\"meta\">" + html.EscapeString(meta) + "</p>\n" + content + "\n</body>\n</html>"
}

// renderPlan writes a page for every article that a saved plan sends, by its
// address, and one that lists them.
func (a *app) renderPlan(ctx context.Context, file string, o renderOptions) error {
	p, err := loadPlan(a.path(file))
	if err != nil {
		return err
	}
	if o.out == "-" {
		return usage("render-plan-output")
	}
	var files, outs []string
	var index strings.Builder
	sent := sentFiles(p)
	for _, address := range slices.Sorted(maps.Keys(sent)) {
		to := string(address) + ".html"
		if !filepath.IsLocal(filepath.FromSlash(to)) {
			to = url.PathEscape(to) // a plan is a file that anybody can write
		}
		files, outs = append(files, sent[address]), append(outs, filepath.Join(a.path(o.out), filepath.FromSlash(to)))
		index.WriteString("<p><a href=\"" + html.EscapeString(to) + "\">" + html.EscapeString(string(address)) + "</a></p>\n")
	}
	list := a.page(model.Article{Fields: model.Fields{Title: a.console.Text("render-plan-index", len(files))}}, index.String())
	if err := a.write(filepath.Join(a.path(o.out), "index.html"), list); err != nil {
		return err
	}
	return a.renderTo(ctx, files, outs, o)
}

// sentFiles are the files of the articles that a plan sends.
func sentFiles(p plan.Plan) map[model.Address]string {
	sent := map[model.Address]string{}
	for _, c := range p.Changes {
		if c.Message == nil {
			continue
		}
		for _, i := range c.Sent() {
			sent[c.Message.Articles[i].Address] = c.Message.Articles[i].Path
		}
	}
	return sent
}

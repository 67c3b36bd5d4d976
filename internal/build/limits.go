package build

import (
	"strings"
	"unicode/utf8"

	"mpsync/internal/diag"
	"mpsync/internal/model"
	"mpsync/internal/site"
)

// The limits of an article's content: fewer characters than ContentMax and fewer
// bytes than ContentBytes. The documents disagree; these are the careful
// readings.
// https://developers.weixin.qq.com/doc/subscription/api/draftbox/draftmanage/api_draft_add.html
const (
	ContentMax   = 20000
	ContentBytes = 1 << 20
)

// limits checks what only a rendered article shows. The limits of fields that
// front matter sets are the site's.
func (w *work) limits() {
	a := w.made.article
	start := diag.Pos{File: a.Path, Line: 1, Col: 1}
	heading := w.src.Meta.Title == ""
	switch drafts := w.Drafts || w.site.Config.Drafts(); {
	case a.Fields.Title == "":
		w.report(diag.Error, "title-none", start)
	case heading:
		w.made.findings = append(w.made.findings, site.CheckTitle(a.Fields.Title, drafts, w.headingPos())...)
	case drafts && !w.site.Config.Drafts(): // the site could not know
		w.made.findings = append(w.made.findings, site.CheckTitle(a.Fields.Title, true, w.src.Pos("title"))...)
		w.made.findings = append(w.made.findings, site.CheckAuthor(a.Fields.Author, true, w.src.Pos("author"))...)
	}
	chars, bytes := Length(a.Content)
	switch {
	case a.Readable.Text == "" && len(a.Readable.Images) == 0:
		w.report(diag.Error, "content-empty", start)
	case bytes >= ContentBytes:
		w.report(diag.Error, "content-bytes", start, bytes)
	case chars >= ContentMax && w.site.Config.Limits.Content == site.ContentWarn:
		w.report(diag.Warning, "content-sent-long", start, chars, ContentMax)
	case chars >= ContentMax:
		w.report(diag.Error, "content-long", start, chars, ContentMax)
	}
}

// headingPos is where the heading stands that gave the title; the beginning of
// the body where it is underlined instead of marked.
func (w *work) headingPos() diag.Pos {
	line := w.src.BodyLine
	for text := range strings.Lines(string(w.body)) {
		if strings.HasPrefix(strings.TrimLeft(text, " "), "# ") {
			return diag.Pos{File: w.src.Path, Line: line, Col: 1}
		}
		line++
	}
	return diag.Pos{File: w.src.Path, Line: w.src.BodyLine, Col: 1}
}

// Length measures content with every reference as long as the longest URL.
func Length(content string) (chars, bytes int) {
	filled, _ := model.Fill(content, func(r model.Reference) string {
		if r.Kind == model.RefLink {
			return ""
		}
		return placeholder
	})
	return utf8.RuneCountInString(filled), len(filled)
}

// placeholder stands for a reference when lengths are checked.
var placeholder = strings.Repeat("x", model.RefLength)

package site

import (
	"path"
	"strings"

	"mpsync/internal/diag"
)

// Snippet is Markdown that stands above or below articles.
type Snippet struct {
	// Text is the Markdown, its variables not filled in; "" is no snippet.
	Text string
	// Path is the file that Text was read from, or that it is written in:
	// relative paths in it are relative to that file.
	Path string
	// Line is the line of Path in which Text begins; 0 where it isn't known.
	Line int
}

// Pos is where a snippet begins.
func (s Snippet) Pos() diag.Pos { return diag.Pos{File: s.Path, Line: max(s.Line, 1), Col: 1} }

// snippet reads `header:` or `footer:`: false for none, the path of a Markdown or
// HTML file, or the Markdown itself. What is no text belongs to another tool.
func (l *loader) snippet(f field, file string, found *findings) (s Snippet, ok bool) {
	if !f.value.scalar() {
		return Snippet{}, false
	}
	if yes, isBool := f.value.truth(); isBool && !yes {
		return Snippet{}, true
	}
	text := strings.TrimSpace(f.value.text)
	if !isSnippetFile(text) {
		return Snippet{Text: text, Path: file, Line: f.value.line}, true
	}
	t := l.Resolve(file, text)
	if t.Reason != Found {
		found.error(f.value.place, t.Code(), text)
		return Snippet{}, true
	}
	data, err := l.ReadFile(t.Path)
	if err != nil {
		found.error(f.value.place, "file-unreadable")
		return Snippet{}, true
	}
	return Snippet{Text: strings.TrimSpace(string(lines(data))), Path: t.Path, Line: 1}, true
}

// isSnippetFile says whether a value names a file.
func isSnippetFile(s string) bool {
	switch strings.ToLower(path.Ext(s)) {
	case ".md", ".markdown", ".html", ".htm":
		return !strings.ContainsAny(s, "\n<")
	}
	return false
}

// snippetOf is the snippet of an article: its own, or the site's.
func (r metaReader) snippetOf(key string, otherwise Snippet) Snippet {
	f, ok := r.values.get(key)
	if !ok || f.value.kind == null {
		return otherwise
	}
	if s, ok := r.snippet(f, r.s.Path, &r.s.findings); ok {
		return s
	}
	return otherwise
}

// date is the day of an article as its writer gives it, "" when it is not given
// in the form 2006-01-02.
func (r metaReader) date() string {
	f, ok := r.values.get("date")
	if !ok || !f.value.scalar() || len(f.value.text) < len("2006-01-02") {
		return ""
	}
	day := f.value.text[:len("2006-01-02")]
	for i, c := range day {
		if (i == 4 || i == 7) != (c == '-') || c != '-' && (c < '0' || c > '9') {
			return ""
		}
	}
	return day
}

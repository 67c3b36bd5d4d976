package site

import (
	"io/fs"
	"path"
	"slices"
	"strings"
	"unicode"

	"github.com/bmatcuk/doublestar/v4"

	"mpsync/internal/model"
)

// pattern is one glob of articles.
type pattern struct {
	place
	glob string // clean, from the site root, in NFC
	hits int
}

// files are the paths of what the walk found, sorted.
type files struct{ articles, messages, comments, styles []string }

// walk finds the articles that the globs match and every message file. It does
// not enter folders whose name begins with a dot, nor node_modules, unless a
// glob begins there.
func (l *loader) walk() files {
	var found files
	for _, base := range l.bases() {
		w := walker{loader: l, base: base, found: &found}
		// The walk goes on after errors, which are findings.
		_ = fs.WalkDir(l.root.FS(), base, w.visit)
	}
	slices.Sort(found.articles)
	slices.Sort(found.messages)
	slices.Sort(found.comments)
	slices.Sort(found.styles)
	found.articles = slices.Compact(found.articles)
	found.messages = slices.Compact(found.messages)
	found.comments = slices.Compact(found.comments)
	found.styles = slices.Compact(found.styles)
	for _, p := range l.settings.patterns {
		if p.hits == 0 {
			l.conf.warn(p.place, "glob-empty", p.glob)
		}
	}
	return found
}

// bases are where walks begin: the root, and what a glob names that the walk
// from the root would not enter.
func (l *loader) bases() []string {
	bases := []string{"."}
	for _, p := range l.settings.patterns {
		base, _ := doublestar.SplitPattern(p.glob)
		if slices.ContainsFunc(strings.Split(base, "/"), hidden) {
			bases = append(bases, base)
		}
	}
	return bases
}

func hidden(folder string) bool {
	return folder != "." && strings.HasPrefix(folder, ".") || folder == "node_modules"
}

type walker struct {
	*loader
	base  string
	found *files
}

func (w walker) visit(file string, d fs.DirEntry, err error) error {
	f := findings{file: file}
	switch {
	case err != nil && file == w.base:
		return nil
	case err != nil:
		f.warn(start, "folder-unreadable")
		w.loader.found = append(w.loader.found, f.list...)
		return fs.SkipDir
	case d.IsDir() && file != w.base && hidden(d.Name()):
		return fs.SkipDir
	case d.IsDir():
		return nil
	}
	article, message := w.isArticle(file), strings.HasSuffix(file, model.MessageSuffix)
	if d.Type()&fs.ModeSymlink != 0 {
		article, message = w.follow(file, article, message)
	}
	if (article || message) && strings.ContainsFunc(file, unicode.IsControl) {
		f.error(start, "path-control")
		w.loader.found = append(w.loader.found, f.list...)
		return nil
	}
	switch {
	case message:
		w.found.messages = append(w.found.messages, file)
	case article:
		w.found.articles = append(w.found.articles, file)
	case d.Type().IsRegular() && strings.HasSuffix(file, commentsSuffix):
		w.found.comments = append(w.found.comments, file)
	case strings.HasSuffix(file, ".css") && d.Type().IsRegular():
		w.found.styles = append(w.found.styles, file)
	case strings.HasSuffix(file, ".message.yml"):
		f.warn(start, "message-file-yml")
		w.loader.found = append(w.loader.found, f.list...)
	}
	return nil
}

// isArticle says whether a glob matches a Markdown file.
func (w walker) isArticle(file string) bool {
	ext := strings.ToLower(path.Ext(file))
	if ext != ".md" && ext != ".markdown" {
		return false
	}
	any := false
	for i := range w.settings.patterns {
		p := &w.settings.patterns[i]
		if ok, _ := doublestar.Match(p.glob, nfc(file)); ok {
			p.hits++
			any = true
		}
	}
	return any
}

// follow says what a symbolic link is worth: one that leaves the site is
// refused, one to a folder is not entered, so that no article is met twice.
func (w walker) follow(file string, article, message bool) (isArticle, isMessage bool) {
	f := findings{file: file}
	info, err := w.root.Stat(file)
	switch {
	case err == nil && info.Mode().IsRegular():
		return article, message
	case escapes(err) && (article || message):
		f.error(start, "symlink-escapes")
	case escapes(err) && w.reaches(file):
		f.warn(start, "symlink-escapes")
	case err == nil && info.IsDir() && w.reaches(file):
		f.warn(start, "symlink-folder")
	}
	w.loader.found = append(w.loader.found, f.list...)
	return false, false
}

// reaches says whether a glob could match something below a folder.
func (w walker) reaches(folder string) bool {
	return slices.ContainsFunc(w.settings.patterns, func(p pattern) bool {
		base, rest := doublestar.SplitPattern(p.glob)
		return strings.HasPrefix(base+"/", folder+"/") ||
			(base == "." || strings.HasPrefix(folder+"/", base+"/")) && strings.Contains(rest, "**")
	})
}

package site

import (
	"errors"
	"path"
	"regexp"
	resyntax "regexp/syntax"
	"strings"

	"mpsync/internal/model"
)

// commentsSuffix ends the name of a file of readers' comments, which is never an
// article.
const commentsSuffix = ".comments.yaml"

// Moderation is what mpsync.yaml says of readers' comments.
type Moderation struct {
	// CloseAfter is how many days an article can be commented on; 0 is for ever.
	CloseAfter int
	Rules      []CommentRule
}

// CommentRule says what to do with comments whose text matches.
type CommentRule struct {
	Match *regexp.Regexp
	Do    string // CommentDelete, CommentFeature or CommentReport
}

// The deeds of comment rules.
const (
	CommentDelete  = "delete"
	CommentFeature = "feature"
	CommentReport  = "report"
)

// moderation reads the key "comments".
func (r configReader) moderation(f field) {
	r.tableOf(f, "comments", setters{"rules": func(f field) {
		r.Comments = Moderation{}
		if f.value.kind != list {
			r.conf.error(f.value.place, "rules-not-list", f.key)
			return
		}
		for _, n := range f.value.items {
			r.rule(field{n.place, "rules", n})
		}
	}})
}

// rule reads one rule: either close_after, or match and do.
func (r configReader) rule(f field) {
	var rule CommentRule
	days := 0
	r.tableOf(f, "comments.rules", setters{
		"close_after": func(f field) { days = r.count(f) },
		"match":       func(f field) { rule.Match = r.pattern(f) },
		"do":          func(f field) { rule.Do = r.choice(f, CommentDelete, CommentFeature, CommentReport) },
	})
	if f.value.kind != table {
		return
	}
	_, closes := f.value.get("close_after")
	_, matches := f.value.get("match")
	_, does := f.value.get("do")
	switch {
	case closes && !matches && !does:
		r.Comments.CloseAfter = days
	case closes || !matches || !does:
		r.conf.error(f.value.place, "rule-shape")
	case rule.Match != nil:
		r.Comments.Rules = append(r.Comments.Rules, rule)
	}
}

// pattern compiles a regular expression. What is wrong with it is shown where it
// stands, as far as the pattern is written on the line as it reads.
func (r configReader) pattern(f field) *regexp.Regexp {
	if !f.value.scalar() || f.value.text == "" {
		r.conf.error(f.value.place, "value-not-text", f.key)
		return nil
	}
	re, err := regexp.Compile(f.value.text)
	switch {
	case err == nil && re.MatchString(""):
		r.conf.error(f.value.place, "rule-matches-all", f.value.text)
		return nil
	case err == nil:
		return re
	}
	at, reason := f.value.place, err.Error()
	if e, ok := errors.AsType[*resyntax.Error](err); ok {
		reason = e.Code.String() + ": " + e.Expr
		before, _, found := strings.Cut(f.value.text, e.Expr)
		if found {
			at.col += len([]rune(before))
		}
	}
	r.conf.error(at, "rule-pattern", reason)
	return nil
}

// CommentFiles maps articles to the files of comments beside them, those of
// articles that are left out among them.
func (s *Site) CommentFiles() map[model.Address]string { return s.comments }

// pairComments finds the article of every file of comments.
func (l *loader) pairComments(files []string) {
	l.comments = map[model.Address]string{}
	for _, file := range files {
		stem := strings.TrimSuffix(file, commentsSuffix)
		found := false
		for _, ext := range []string{".md", ".markdown"} {
			if a, ok := l.byPath[nfc(stem+ext)]; ok {
				l.comments[a], found = file, true
			}
		}
		if !found {
			f := findings{file: file}
			f.warn(start, "comments-orphan", path.Base(stem))
			l.found = append(l.found, f.list...)
		}
	}
}

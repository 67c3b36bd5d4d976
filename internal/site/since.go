package site

import (
	"path"
	"regexp"
	"time"

	"mpsync/internal/diag"
	"mpsync/internal/model"
)

// Since bounds how old the articles are that a site begins with.
type Since struct {
	// Day is the first that counts, as 2006-01-02; "" for all.
	Day string
	Pos diag.Pos
}

// since reads the day.
func (r configReader) since(f field) {
	day := r.text(f)
	if _, err := time.Parse(time.DateOnly, day); err != nil {
		r.conf.error(f.value.place, "since-not-date", day)
		return
	}
	r.Since = Since{day, r.conf.at(f.place)}
}

// dated matches the file names of Jekyll's posts.
var dated = regexp.MustCompile(`^(\d{4}-\d{2}-\d{2})-`)

// Day is when an article was written, as 2006-01-02: the date that its writer
// gives, else the one that its file name begins with, else "".
func (a Article) Day() string {
	if m := dated.FindStringSubmatch(path.Base(a.Path)); a.Meta.Date == "" && m != nil {
		return m[1]
	}
	return a.Meta.Date
}

// Before says whether an article is older than a day; one without a date is not.
func (a Article) Before(day string) bool { return a.Day() != "" && a.Day() < day }

// markOld remembers an article from before the site's first day, unless the
// writer speaks of it.
func (l *loader) markOld(a *source) {
	day := l.Config.Since.Day
	if day == "" || a.Meta.Wanted || !a.Before(day) || a.skipped != "" && a.skipped != SkippedError {
		return
	}
	if l.Old == nil {
		l.Old = map[model.Address]string{}
	}
	l.Old[a.Address] = a.Source
}

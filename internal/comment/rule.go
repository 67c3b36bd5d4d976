package comment

import (
	"regexp"

	"mpsync/internal/model"
	"mpsync/internal/state"
)

// Rule says what to do with new comments whose text matches.
type Rule struct {
	Match *regexp.Regexp
	Do    RuleDo
}

// RuleDo is what a rule does.
type RuleDo string

// The deeds of rules.
const (
	RuleDelete  RuleDo = "delete"
	RuleFeature RuleDo = "feature"
	RuleReport  RuleDo = "report" // name it in the plan
)

// Judge applies the first rule that matches to each comment that no rule has
// looked at yet. What the file says of a comment goes before rules: a wish, or
// `delete: false`. judged is the highest id that was looked at.
func Judge(rules []Rule, f *File, base *state.Comments, seen *Listing) (v Verdict, judged int64) {
	if base != nil {
		judged = base.Judged
	}
	from := judged
	said := map[int64]bool{}
	if f != nil {
		for _, id := range f.Asks(base) {
			said[id] = true
		}
	}
	for _, c := range seen.Comments {
		judged = max(judged, c.ID)
		if c.ID <= from || said[c.ID] {
			continue
		}
		v.judge(rules, f, c)
	}
	return v, judged
}

func (v *Verdict) judge(rules []Rule, f *File, c model.Comment) {
	for _, r := range rules {
		if !r.Match.MatchString(c.Text) {
			continue
		}
		about := Change{ID: c.ID, Author: Short(c.OpenID), Text: c.Text, Rule: r.Match.String()}
		switch {
		case r.Do == RuleReport, r.Do == RuleDelete && (c.Featured || c.Reply != "") && !f.keeps(c.ID): // a person saw it
			v.Notices = append(v.Notices, Notice{"comments-reported", c.ID, []string{Excerpt(c.Text), r.Match.String()}})
		case r.Do == RuleDelete && !f.keeps(c.ID):
			about.Do = model.CommentDelete
			v.Changes = append(v.Changes, about)
		case r.Do == RuleFeature && !c.Featured:
			about.Do = model.CommentFeature
			v.Changes = append(v.Changes, about)
		}
		return
	}
}

// keeps says whether the file protects a comment from rules.
func (f *File) keeps(id int64) bool {
	if f == nil {
		return false
	}
	i := f.Item(id)
	return i != nil && i.Keep
}

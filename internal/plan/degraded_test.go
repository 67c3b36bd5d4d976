package plan

import (
	"testing"

	"mpsync/internal/model"
)

// degraded is an article as a machine makes it that lacks a tool.
func degraded(a model.Article) model.Article {
	a.Degraded = true
	return a
}

func TestWhatReadersSeeDrawnIsNeverTakenBack(t *testing.T) {
	whole, edited := article("one", "一", "正文 $x$"), article("one", "一", "新正文 $x$")
	second := article("two", "二", "第二篇")
	for name, c := range map[string]struct {
		sent, wanted []model.Article
		overwrite    bool
		want         Action
		reason       string
	}{
		"the machine lacks a tool, nothing else":     {sent: []model.Article{whole}, wanted: []model.Article{degraded(whole)}},
		"the tool is there now":                      {sent: []model.Article{degraded(whole)}, wanted: []model.Article{whole}, want: Update},
		"still missing":                              {sent: []model.Article{degraded(whole)}, wanted: []model.Article{degraded(whole)}},
		"an edit where the tool is missing":          {sent: []model.Article{whole}, wanted: []model.Article{degraded(edited)}, want: Blocked, reason: "degraded-held"},
		"an edit of what was never whole":            {sent: []model.Article{degraded(whole)}, wanted: []model.Article{degraded(edited)}, want: Update},
		"a longer list where the tool is missing":    {sent: []model.Article{whole}, wanted: []model.Article{degraded(whole), second}, want: Blocked, reason: "degraded-held"},
		"a new article is degraded in a longer list": {sent: []model.Article{whole}, wanted: []model.Article{whole, degraded(second)}, want: Replace},
		"overwriting a console edit": {
			sent: []model.Article{whole}, wanted: []model.Article{degraded(whole)}, overwrite: true, want: Blocked, reason: "degraded-held",
		},
	} {
		w := newWorld("material", message(c.sent...))
		w.in.Desired[0] = message(c.wanted...)
		if c.overwrite {
			w.in.Options.OnDrift = DriftOverwrite
			w.edit(w.idOf("one"), func(o *model.Observed) { o.Articles[0].Readable.Text = "后台改" })
		}
		p := w.plan()
		var got Action
		reason := ""
		for _, x := range p.Changes {
			if x.Action == None {
				continue
			}
			got = x.Action
			if x.Reason != nil {
				reason = x.Reason.Code
			}
		}
		if got != c.want || reason != c.reason {
			t.Errorf("%s: %q %s", name, string(got), reason)
			continue
		}
		w.apply(p)
		if again := w.plan(); got != Blocked && again.Pending() {
			t.Errorf("%s: the next plan still has %+v", name, again.Changes)
		}
	}
}

package apply

import (
	"strings"
	"testing"

	"mpsync/internal/diag"
	"mpsync/internal/model"
	"mpsync/internal/plan"
	"mpsync/internal/state"
)

func TestWhatTheAccountDropsOfOurOwnWriteIsAWarning(t *testing.T) {
	sister := model.LinkRef("other").String()
	article := model.Article{
		Path: "a.md", Fields: model.Fields{Title: "题"},
		Readable: model.Readable{Text: "一\n二", Links: []string{sister, "https://mp.weixin.qq.com/s/x"}, Images: []string{"i"}},
	}
	message := model.Message{Address: "a", Articles: []model.Article{article}}
	c := &plan.Change{Action: plan.Create, Address: "a", Message: &message}
	arrived := state.Message{Articles: []state.Article{state.ArticleOf(article)}}
	x := run{Runner: &Runner{}}
	seen := model.ObservedArticle{Readable: model.Readable{Text: "一 二", Links: []string{"https://mp.weixin.qq.com/s/x"}, Images: []string{"id"}}}

	x.compare(c, arrived, model.Observed{Articles: []model.ObservedArticle{seen}})
	if len(x.result.Findings) != 0 {
		t.Errorf("an article that was kept is warned of: %v", x.result.Findings)
	}
	seen.Readable.Text, seen.Readable.Images = "一", nil
	x.compare(c, state.Message{Articles: []state.Article{{Hash: model.Hash{Content: "old"}}}}, model.Observed{Articles: []model.ObservedArticle{seen}})
	if len(x.result.Findings) != 0 {
		t.Errorf("an article that was not sent is compared: %v", x.result.Findings)
	}
	x.compare(c, arrived, model.Observed{Articles: []model.ObservedArticle{seen}})
	if len(x.result.Findings) != 1 {
		t.Fatalf("%d findings", len(x.result.Findings))
	}
	d := x.result.Findings[0]
	if d.Severity != diag.Warning || d.File != "a.md" || !strings.Contains(d.Hint(diag.English), "-二") || !strings.Contains(d.Message(diag.English), "images missing: 1") {
		t.Errorf("%+v: %s; %s", d, d.Message(diag.English), d.Hint(diag.English))
	}
}

package plan

import (
	"fmt"
	"strings"
	"testing"
	"unicode/utf8"

	"mpsync/internal/diag"
	"mpsync/internal/model"
)

// large is a plan of many updates with long diffs.
func large(changes, lines int) Plan {
	p := Plan{Library: "draft", InStep: 3}
	for i := range changes {
		address := model.Address(fmt.Sprintf("articles/第%d篇", i))
		p.Changes = append(p.Changes, Change{
			Action: Update, Address: address,
			Message:  &model.Message{Address: address, Articles: []model.Article{{Address: address, Fields: model.Fields{Title: fmt.Sprintf("标题 %d", i)}}}},
			Articles: []ArticleChange{{Address: address, Parts: []string{"content"}, Diff: "@@ -1 +1 @@\n" + strings.Repeat("+一行新的文字 ```\n", lines)}},
		})
	}
	return p
}

func TestMarkdownIsNeverLongerThanItsLimit(t *testing.T) {
	for _, limit := range []int{2000, 65_536, 1 << 20} {
		for _, p := range []Plan{{Library: "material"}, large(1, 1), large(3, 20_000), large(3000, 2), large(400, 400)} {
			text := p.Markdown("mark", "账号", diag.Chinese, limit)
			if len(text) > limit || !utf8.ValidString(text) {
				t.Errorf("limit %d, %d changes: %d bytes", limit, len(p.Changes), len(text))
			}
			if opened, closed := strings.Count(text, "<details>"), strings.Count(text, "</details>"); opened != closed {
				t.Errorf("%d blocks are opened, %d closed", opened, closed)
			}
			whole := p.Markdown("mark", "账号", diag.Chinese, 1<<30)
			if cut := strings.Contains(text, "省略了"); cut != (text != whole) {
				t.Errorf("limit %d, %d changes: it says that it is cut: %v", limit, len(p.Changes), cut)
			}
		}
	}
}

func TestMarkdownTakesNoOrdersFromArticles(t *testing.T) {
	p := large(1, 1)
	p.Changes[0].Message.Articles[0].Fields.Title = "<img src=x> [a](b) @all `c` | d\n# e"
	p.Notes = []Note{{Code: NoteEdited, Address: "a|b", Args: []string{"*x* @all", "a"}}}
	text := p.Markdown("mark", "acc", diag.English, 65_536)
	outside, inside := "", false
	for line := range strings.Lines(text) {
		if strings.HasPrefix(line, "```") {
			inside = !inside
		}
		if !inside {
			outside += line
		}
	}
	for _, bad := range []string{"<img", "@all", "[a](b)", "\n# e", "*x*"} {
		if strings.Contains(outside, bad) {
			t.Errorf("%q stands in\n%s", bad, outside)
		}
	}
	if !strings.Contains(text, "````diff\n") {
		t.Errorf("a fence of three can be closed by what it holds:\n%s", text)
	}
}

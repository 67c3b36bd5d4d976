package cli

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"mpsync/internal/markdown"
	"mpsync/internal/model"
)

func TestPullTakesOverADigestOnlyWhenAPersonWroteIt(t *testing.T) {
	a := model.Article{Fields: model.Fields{Digest: "正文链接。"}, Readable: model.Readable{Text: "正文链接[1]。\n再说"}}
	for name, c := range map[string]struct {
		digest string
		auto   bool
		want   []markdown.Field
	}{
		"as it was sent":              {"正文链接。", true, nil},
		"cut by WeChat from the text": {"改过的正文", true, nil},
		"cut with an ellipsis":        {"改过的…", true, nil},
		"cut from what was sent":      {"正文链接[1]。再", true, nil},
		"written in the console":      {"一句话介绍", true, []markdown.Field{{Key: "digest", Value: "一句话介绍"}}},
		"the file has one of its own": {"改过的正文", false, []markdown.Field{{Key: "digest", Value: "改过的正文"}}},
	} {
		seen := model.ObservedArticle{Fields: model.Fields{Digest: c.digest}, Readable: model.Readable{Text: "改过的正文[1]。"}}
		if diff := cmp.Diff(c.want, changedFields(a, seen, true, true, c.auto)); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}

package markdown

import "testing"

func TestReorderKeepsEveryOtherLine(t *testing.T) {
	for name, tt := range map[string]struct {
		list, want string
		ok         bool
	}{
		"comments go along": {
			"# 十月\narticles:\n  # 头条\n  - a.md # 甲\n  - b/index.md\n\n  - c.md\n",
			"# 十月\narticles:\n  # 头条\n  - c.md\n  - a.md # 甲\n\n  - b/index.md\n", true,
		},
		"line ends of Windows": {"articles:\r\n- a\r\n- b\r\n- c", "articles:\r\n- c\r\n- a\r\n- b", true},
		"another list":         {"other:\n- x\narticles:\n- a\n- b\n- c\n", "other:\n- x\narticles:\n- c\n- a\n- b\n", true},
		"written in a row":     {"articles: [a, b, c]\n", "articles: [a, b, c]\n", false},
		"another length":       {"articles:\n- a\n", "articles:\n- a\n", false},
	} {
		t.Run(name, func(t *testing.T) {
			if got, ok := Reorder(tt.list, []int{2, 0, 1}); got != tt.want || ok != tt.ok {
				t.Errorf("got %q, %v", got, ok)
			}
		})
	}
}

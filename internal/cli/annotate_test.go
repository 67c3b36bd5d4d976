package cli

import "testing"

func TestTextIsFoundInItsSource(t *testing.T) {
	index := indexLines("---\ntitle: 题目\n---\n\n第一段，有 **重点** 和[链接](https://x.cn/a)，\n写在两行。\n\n- 列表\n\n第三段。\n")
	for _, test := range []struct {
		text        string
		first, last int
	}{
		{"第一段，有重点和链接[1]，写在两行。", 5, 6},
		{"第三段。", 10, 10},
		{"列表", 8, 8},
		{"第一段，有重点和链接，却没有写完，后面都是别的字了", 5, 5},
		{"别处的文字", 0, 0},
		{"", 0, 0},
		{"……", 0, 0},
	} {
		if first, last := index.find(test.text); first != test.first || last != test.last {
			t.Errorf("%q: lines %d to %d, want %d to %d", test.text, first, last, test.first, test.last)
		}
	}
}

func TestAnnotationsAreOneLineAndCommandNothingElse(t *testing.T) {
	a := annotation{kind: "error", file: "a,b:c.md", line: 3, last: 4, col: 2, text: "100%\n::add-mask::x"}
	want := "::error file=site/a%2Cb%3Ac.md,line=3,endLine=4,col=2,title=mpsync::100%25%0A::add-mask::x"
	if got := a.command("site"); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

package render

import (
	"testing"

	"github.com/yuin/goldmark/parser"
)

// Only Chinese may make a difference to what CommonMark says.
func TestLatinEmphasisIsThatOfCommonMark(t *testing.T) {
	samples := []rune{' ', '\n', 'a', '1', '.', '(', '"', '*', '_', 'é', '¿', '\u00a0'}
	for _, c := range "*_" {
		for _, before := range samples {
			for _, after := range samples {
				if after == c {
					continue
				}
				want := parser.ScanDelimiter([]byte(string([]rune{c, after})), before, 1, emphasis{"*_", 1})
				opens, closes := flanks(before, after, byte(c))
				if opens != want.CanOpen || closes != want.CanClose {
					t.Errorf("%q%c%q: opens %v closes %v, CommonMark %v %v", before, c, after, opens, closes, want.CanOpen, want.CanClose)
				}
			}
		}
	}
}

func TestLineBreaksBetweenChineseAreNoSpaces(t *testing.T) {
	for s, want := range map[string]bool{
		"中文": true, "中，": true, "。中": true, "中“": true, "”中": true, "中a": false, "a中": false, "ab": false, "”“": false, "—“": false, "あ中": true,
	} {
		r := []rune(s)
		if got := unspaced(r[0], r[1]); got != want {
			t.Errorf("%s: %v", s, got)
		}
	}
}

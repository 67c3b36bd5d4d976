package diag

import (
	"fmt"
	"regexp"
	"strings"
	"testing"
)

var verb = regexp.MustCompile(`%(\[\d+\])?[a-zA-Z]|%%`)

func TestEveryTextExistsInBothLanguagesWithIndexedVerbs(t *testing.T) {
	seen := map[string]bool{}
	for _, area := range catalog {
		for code, e := range area {
			if seen[code] {
				t.Errorf("%s stands in two areas", code)
			}
			seen[code] = true
			if e.en == "" || e.zh == "" || (e.enHint == "") != (e.zhHint == "") {
				t.Errorf("%s lacks a language", code)
			}
			for _, s := range []string{e.en, e.zh, e.enHint, e.zhHint} {
				for _, v := range verb.FindAllString(s, -1) {
					if v != "%%" && !strings.Contains(v, "[") {
						t.Errorf("%s: verb %s has no index in %q", code, v, s)
					}
				}
			}
		}
	}
}

func TestFormatLeavesOutUnusedArguments(t *testing.T) {
	if got := format("only %[2]d", []any{"x", 3}); got != "only 3" {
		t.Errorf("got %q", got)
	}
	if got := format("none", []any{"x"}); got != "none" {
		t.Errorf("got %q", got)
	}
}

func TestTextsFromOutsideCannotCommandATerminal(t *testing.T) {
	if got := format("《%[1]s》", []any{"题\x1b[2J\u009b目\t1\n"}); got != "《题[2J目\t1\n》" {
		t.Errorf("%q", got)
	}
	if got := Printable("a\u202egnp.md\u2066"); got != "a<U+202E>gnp.md<U+2066>" {
		t.Errorf("marks of direction: %q", got)
	}
}

func TestPosLeavesOutWhatIsUnknown(t *testing.T) {
	for want, p := range map[string]Pos{"a::error::[31m": {File: "a\n::error::\x1b[31m\r"}, "a": {File: "a"}, "./::error::a:2": {File: "::error::a", Line: 2}, "./ ::x": {File: " ::x"}, "a:2": {File: "a", Line: 2}, "a:2:3": {"a", 2, 3}} {
		if got := fmt.Sprint(p); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}

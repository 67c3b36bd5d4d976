package diag

import (
	"regexp"
	"slices"
	"strings"
)

// Advice is a finding as references list it, with … for its arguments.
type Advice struct{ Code, Message, Hint string }

var (
	argument = regexp.MustCompile(`%\[\d+\][a-zA-Z]`)
	// quoted is an end that only quotes what WeChat said.
	quoted = regexp.MustCompile(`(([:：] ?(… ?)+)+|[ ]?[(（]…[)）])$`)
)

// Findings lists every text that says what to do, by code.
func Findings(l Lang) []Advice {
	var all []Advice
	for _, area := range catalog {
		for code, e := range area {
			if e.hint(l) == "" {
				continue
			}
			plain := func(s string) string {
				s = strings.ReplaceAll(argument.ReplaceAllString(s, "…"), "%%", "%")
				return strings.TrimSpace(quoted.ReplaceAllString(s, ""))
			}
			all = append(all, Advice{code, plain(e.message(l)), plain(e.hint(l))})
		}
	}
	slices.SortFunc(all, func(a, b Advice) int { return strings.Compare(a.Code, b.Code) })
	return all
}

package markdown

import (
	"regexp"
	"strings"
)

var (
	articlesKey = regexp.MustCompile(`^articles[ \t]*:[ \t]*(.*)$`)
	entryLine   = regexp.MustCompile(`^([ \t]*-[ \t]+)(\S.*)$`)
)

// Reorder puts the entries of a message file into another order: entry i becomes
// what entry order[i] was. Comments behind an entry go with it, all other lines
// stay. ok is false where the list is not written one entry a line.
func Reorder(list string, order []int) (_ string, ok bool) {
	lines := strings.SplitAfter(list, "\n")
	var at []int
	within := false
	for i, l := range lines {
		bare := strings.TrimRight(l, "\r\n")
		if m := articlesKey.FindStringSubmatch(bare); m != nil {
			within = m[1] == "" || strings.HasPrefix(m[1], "#")
			continue
		}
		if strings.TrimSpace(bare) != "" && !strings.HasPrefix(strings.TrimSpace(bare), "#") && !entryLine.MatchString(bare) {
			within = false
		}
		if within && entryLine.MatchString(bare) {
			at = append(at, i)
		}
	}
	if len(at) != len(order) {
		return list, false
	}
	entries := make([]string, len(at))
	for i, line := range at {
		entries[i] = entryLine.FindStringSubmatch(strings.TrimRight(lines[line], "\r\n"))[2]
	}
	for i, line := range at {
		bare := strings.TrimRight(lines[line], "\r\n")
		lines[line] = entryLine.FindStringSubmatch(bare)[1] + entries[order[i]] + lines[line][len(bare):]
	}
	return strings.Join(lines, ""), true
}

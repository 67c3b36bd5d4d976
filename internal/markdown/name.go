package markdown

import (
	"regexp"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// nameMax is how many characters of a title go into a file's name: with three
// bytes each it stays far below what file systems take.
const nameMax = 40

// reserved are names that Windows keeps for devices, and those that mpsync gives
// a meaning.
var reserved = regexp.MustCompile(`^(?:con|prn|aux|nul|com\d|lpt\d|index)$`)

// Name makes a file's name of a title: letters and digits of any script in
// Unicode NFC, small, hyphens for everything between them.
func Name(title string) string {
	var b strings.Builder
	n, gap := 0, false
	for _, r := range norm.NFC.String(title) {
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.Is(unicode.M, r) {
			gap = true
			continue
		}
		if n >= nameMax {
			break
		}
		if gap && n > 0 {
			b.WriteByte('-')
			n++
		}
		gap = false
		b.WriteRune(unicode.ToLower(r))
		n++
	}
	name := norm.NFC.String(strings.TrimRight(b.String(), "-"))
	switch {
	case name == "":
		return "article"
	case reserved.MatchString(name):
		return name + "-1"
	}
	return name
}

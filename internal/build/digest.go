package build

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"mpsync/internal/readable"
	"mpsync/internal/render"
)

// digestRule names the way digests are cut; it is part of an article's inputs,
// so that a new way reaches articles that did not change.
const digestRule = "2"

// The length of a cut digest, in characters: no more than the API takes, and
// not so little that the card looks empty.
const (
	digestMax = 110
	digestMin = 40
)

// digest cuts a digest from what a reader reads. It ends with a sentence where
// one ends late enough, else with an ellipsis.
func digest(text string) string {
	runes := []rune(joinLines(text))
	if len(runes) <= digestMax {
		return string(runes)
	}
	for i := digestMax; i > digestMin; i-- {
		if strings.ContainsRune("。！？!?", runes[i-1]) {
			return string(runes[:i])
		}
	}
	return strings.TrimRightFunc(string(runes[:digestMax-1]), unicode.IsSpace) + "…"
}

// digestOf cuts a digest from an article's running text, or from all that is
// read in one that has none.
func digestOf(page render.Page) string {
	running := page.Running()
	text := readable.Read(running[:min(len(running), digestReach)]).Text
	if len(running) > digestReach && utf8.RuneCountInString(text) <= digestMax+digestTorn {
		text = readable.Read(running).Text
	}
	if text == "" {
		text = readable.Read(page.Said()).Text
	}
	return digest(text)
}

const (
	// digestReach is how many bytes of HTML nearly always hold a digest.
	digestReach = 2 << 10
	// digestTorn is more characters than a character or a reference to one can be
	// read as where it is cut.
	digestTorn = 40
)

// joinLines makes one line; between two Han characters no space is added.
func joinLines(text string) string {
	var b strings.Builder
	var last rune
	for line := range strings.Lines(text) {
		line = strings.TrimSpace(line)
		if line == "" {
			continue
		}
		first := []rune(line)[0]
		if last != 0 && (isLatin(last) || isLatin(first)) {
			b.WriteByte(' ')
		}
		b.WriteString(line)
		runes := []rune(line)
		last = runes[len(runes)-1]
	}
	return b.String()
}

func isLatin(r rune) bool {
	return r < 0x2e80 && (unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsPunct(r))
}

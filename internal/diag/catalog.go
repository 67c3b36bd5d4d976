package diag

import "strings"

// Lang is a language that texts exist in.
type Lang string

// The languages of the catalog.
const (
	English Lang = "en"
	Chinese Lang = "zh"
)

// ParseLang reads a language tag such as "zh_CN.UTF-8"; ok is false for others
// than English and Chinese.
func ParseLang(s string) (Lang, bool) {
	switch tag := strings.ToLower(s); {
	case strings.HasPrefix(tag, "zh"):
		return Chinese, true
	case strings.HasPrefix(tag, "en"):
		return English, true
	}
	return "", false
}

// entry is one text: the message and, for findings, the hint, in both
// languages. Arguments are indexed verbs such as %[1]s, so that a language can
// reorder them or leave one out.
type entry struct {
	en, enHint string
	zh, zhHint string
}

func (e entry) message(l Lang) string {
	if l == Chinese {
		return e.zh
	}
	return e.en
}

func (e entry) hint(l Lang) string {
	if l == Chinese {
		return e.zhHint
	}
	return e.enHint
}

// lookup finds a text; an unknown code is a programming mistake.
func lookup(code string) entry {
	for _, area := range catalog {
		if e, ok := area[code]; ok {
			return e
		}
	}
	panic("diag: no text for code " + code)
}

// catalog lists the areas, one file each; a code stands in one of them only.
var catalog = []map[string]entry{
	apiTexts, schemaTexts, snippetTexts, foldersTexts, handbookTexts, speedTexts,
	assetTexts,
	buildTexts,
	ciTexts,
	cliTexts,
	commentTexts,
	doctorTexts,
	drawingTexts,
	slimTexts,
	imagesTexts,
	importTexts,
	initTexts,
	materialTexts,
	planTexts,
	platformTexts,
	publishTexts,
	renderTexts,
	safeTexts,
	siteTexts,
	stateTexts,
	themeTexts,
	watchTexts,
}

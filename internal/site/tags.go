package site

import (
	"slices"
	"strings"

	"golang.org/x/text/unicode/norm"
)

// tags reads what the writer files an article under: a list, or text with commas
// between. The key is other tools' too, so what is no text in it is passed over.
func (r metaReader) tags() []string {
	f, ok := r.values.get("tags")
	if !ok {
		return nil
	}
	var names []string
	switch {
	case f.value.kind == list:
		for _, item := range f.value.items {
			if item.scalar() {
				names = append(names, item.text)
			}
		}
	case f.value.scalar():
		names = strings.FieldsFunc(f.value.text, func(c rune) bool { return c == ',' || c == '，' || c == '、' })
	}
	for i := range names {
		names[i] = norm.NFC.String(oneLine(names[i]))
	}
	return slices.DeleteFunc(names, func(name string) bool { return name == "" })
}

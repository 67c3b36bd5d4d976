package theme

import (
	"embed"
	"strings"
)

//go:embed builtin/*.css
var builtin embed.FS

// Default is the name of the theme that is used when none is named.
const Default = "default"

// Builtin is the CSS of a built-in theme.
func Builtin(name string) (css []byte, ok bool) {
	if name == "base" || strings.ContainsAny(name, "/.") {
		return nil, false
	}
	css, err := builtin.ReadFile("builtin/" + name + ".css")
	return css, err == nil
}

// Names lists the built-in themes, sorted.
func Names() []string {
	entries, err := builtin.ReadDir("builtin")
	if err != nil {
		panic("theme: " + err.Error())
	}
	var names []string
	for _, e := range entries {
		if n := strings.TrimSuffix(e.Name(), ".css"); n != "base" {
			names = append(names, n)
		}
	}
	return names
}

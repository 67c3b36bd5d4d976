// Package schema holds JSON Schemas (draft 2020-12) of the files that people
// write, for editors, and makes the reference of keys from them.
//
// Its one rule: the schemas are the only place that says what a key means. That
// they name the keys and words which [mpsync/internal/site] and
// [mpsync/internal/comment] take is kept by tests.
//
// It judges no file: reading is the other packages', which say more and in the
// writer's language.
package schema

import (
	"embed"
	"regexp"
	"slices"

	"mpsync/internal/diag"
)

//go:embed *.json
var files embed.FS

// Names are the schemas that there are.
func Names() []string {
	return []string{"config", "front-matter", "message", "materials", "comments"}
}

// both is a description in English with the Chinese one behind it.
var both = regexp.MustCompile(`"description": ("(?:[^"\\]|\\.)*"),\s*"x-zh": ("(?:[^"\\]|\\.)*")`)

// JSON is a schema with descriptions in one language; ok is false when there is
// none of that name.
func JSON(name string, l diag.Lang) (data []byte, ok bool) {
	if !slices.Contains(Names(), name) {
		return nil, false
	}
	data, err := files.ReadFile(name + ".json")
	if err != nil {
		panic(err) // every name has its file
	}
	keep := `"description": $1`
	if l == diag.Chinese {
		keep = `"description": $2`
	}
	return both.ReplaceAll(data, []byte(keep)), true
}

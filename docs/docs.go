// Package docs holds the documentation as part of the program: `mpsync docs`
// serves it, and `mpsync init --ci` writes the recipes of ci.
package docs

import "embed"

// Files are the pages in both languages, their pictures and the recipes.
//
//go:embed *.md ci themes watch gallery
var Files embed.FS

package site

import (
	"math/bits"
	"slices"
	"strings"
	"unicode"
)

// The keys of front matter.
var (
	ownKeys = []string{
		"id", "title", "author", "digest", "cover", "cover_crop", "show_cover", "source_url", "comments",
		"theme", "skip", "publish", "published_url", "console", "protect", "priority",
		"header", "footer",
	}
	// apiKeys are the API's names for some of them.
	apiKeys = []string{"need_open_comment", "only_fans_can_comment", "content_source_url", "show_cover_pic", "thumb"}
	// blogKeys are other tools' names for some of them.
	blogKeys = []string{"description", "summary", "banner", "image", "thumbnail", "draft"}
	// consoleKeys are settings that the API does not offer.
	consoleKeys = []string{"original", "album", "reward", "paid", "schedule"}
	// foreignKeys are other tools' keys: those that nearly every article has, and
	// those that look like a mistyped one of ours.
	foreignKeys = []string{
		"date", "lastmod", "tags", "categories", "keywords", "slug", "aliases", "url", "weight", "layout", "type", "toc",
		"authors", "published", "publisher", "contents", "images", "covers", "uid", "titles", "thumbs",
	}
)

// Keys are our keys of front matter, in the order in which they are written.
func Keys() []string { return slices.Clone(ownKeys) }

// KeyNames gives the names that are written by hand for those of the API.
func KeyNames() map[string]string {
	return map[string]string{"content_source_url": "source_url", "show_cover_pic": "show_cover", "thumb": "cover"}
}

// checkKeys warns of keys that look mistyped and of those that the API cannot
// serve. All others are another tool's.
func (r metaReader) checkKeys() {
	for _, f := range r.values.fields {
		switch {
		case slices.Contains(ownKeys, f.key), slices.Contains(apiKeys, f.key),
			slices.Contains(blogKeys, f.key), slices.Contains(foreignKeys, f.key):
		case slices.Contains(consoleKeys, f.key):
			r.s.warn(f.place, "front-matter-api-cannot", f.key)
		default:
			if near := Nearest(f.key, ownKeys, apiKeys); near != "" {
				r.s.warn(f.place, "did-you-mean", f.key, near)
			}
		}
	}
}

// Nearest is the known word that a misspelt one most looks like, or "".
func Nearest(key string, known ...[]string) string {
	best, least := "", 3
	folded := fold(key)
	for _, list := range known {
		for _, k := range list {
			f := fold(k)
			most := min(least-1, tolerance(k))
			if unlike(folded, f) > most {
				continue
			}
			if d := distance(folded, f); d <= most {
				best, least = k, d
			}
		}
	}
	return best
}

// unlike is a quick lower bound of distance: every edit gives or takes at most
// one letter that the other lacks.
func unlike(a, b string) int {
	x, y := letters(a), letters(b)
	return max(bits.OnesCount64(x&^y), bits.OnesCount64(y&^x))
}

// letters is a set of the letters in s, by their last six bits.
func letters(s string) (set uint64) {
	for _, r := range s {
		set |= 1 << (r & 63)
	}
	return set
}

// tolerance is how many mistakes a key may bear and still be recognised.
func tolerance(key string) int {
	switch {
	case len(key) <= 3:
		return 0
	case len(key) <= 6:
		return 1
	}
	return 2
}

// fold makes showCover, show-cover and Show_Cover one.
func fold(key string) string {
	return strings.Map(func(r rune) rune {
		if r == '_' || r == '-' || r == ' ' {
			return -1
		}
		return unicode.ToLower(r)
	}, key)
}

// distance counts the letters to add, drop, change or swap with their neighbour
// to make a into b.
func distance(a, b string) int {
	x, y := []rune(a), []rune(b)
	width := len(y) + 1
	cells := make([]int, (len(x)+1)*width) // cells[i*width+j] is for x[:i] and y[:j].
	for i := range cells {
		cells[i] = max(i/width, i%width)
	}
	for i := 1; i <= len(x); i++ {
		for j := 1; j <= len(y); j++ {
			at := i*width + j
			change := 1
			if x[i-1] == y[j-1] {
				change = 0
			}
			cells[at] = min(cells[at-width]+1, cells[at-1]+1, cells[at-width-1]+change)
			if i > 1 && j > 1 && x[i-1] == y[j-2] && x[i-2] == y[j-1] {
				cells[at] = min(cells[at], cells[at-2*width-2]+1)
			}
		}
	}
	return cells[len(cells)-1]
}

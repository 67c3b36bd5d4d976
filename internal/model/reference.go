package model

import (
	"net/url"
	"strings"
)

// Reference stands in a page for a URL or media_id that exists only after an
// upload or a publication. Its written form, "mpsync:img/…", is part of an
// article's hash; what it is filled with is not.
type Reference struct {
	Kind RefKind `json:"kind"`
	Key  string  `json:"key"`
}

// RefKind says what a reference stands for.
type RefKind string

// The kinds of references.
const (
	RefImage RefKind = "img"   // a content image: key is "<sha256 of source>-<fit>"
	RefCover RefKind = "cover" // a cover material: key as for RefImage
	RefLink  RefKind = "link"  // a sister article: key is its address
)

// RefLength is how many characters a reference is counted as when lengths are
// checked offline: no URL of the account is longer.
const RefLength = 160

const refPrefix = "mpsync:"

// ImageRef refers to a content image by the SHA-256 of its source file, in hex,
// and the name of the fit that makes it acceptable.
func ImageRef(sha256, fit string) Reference {
	return Reference{RefImage, sha256 + "-" + fit}
}

// CoverRef is [ImageRef] for a cover.
func CoverRef(sha256, fit string) Reference {
	return Reference{RefCover, sha256 + "-" + fit}
}

// LinkRef refers to an article of the same site.
func LinkRef(a Address) Reference { return Reference{RefLink, string(a)} }

// LinkDep tells what a link to a sister article was made with: its address and,
// where readers can see it, its URL.
func LinkDep(a Address, publicURL string) string {
	if publicURL == "" {
		return string(a)
	}
	return string(a) + "\n" + publicURL
}

// String is the form that stands in HTML; it needs no further escaping there.
func (r Reference) String() string {
	if r == (Reference{}) {
		return ""
	}
	return refPrefix + string(r.Kind) + "/" + url.PathEscape(r.Key)
}

// Hash is the hash part of an image or cover key.
func (r Reference) Hash() string {
	sum, _, _ := strings.Cut(r.Key, "-")
	return sum
}

// ParseReference reads what String wrote.
func ParseReference(s string) (Reference, bool) {
	rest, ok := strings.CutPrefix(s, refPrefix)
	if !ok {
		return Reference{}, false
	}
	kind, key, ok := strings.Cut(rest, "/")
	if !ok {
		return Reference{}, false
	}
	key, err := url.PathUnescape(key)
	if err != nil || key == "" {
		return Reference{}, false
	}
	switch k := RefKind(kind); k {
	case RefImage, RefCover, RefLink:
		return Reference{k, key}, true
	}
	return Reference{}, false
}

// References lists the references in attribute values of html in order of
// appearance, each once.
func References(html string) []Reference {
	var refs []Reference
	seen := map[Reference]bool{}
	eachReference(html, func(_, _ int, r Reference) {
		if !seen[r] {
			seen[r] = true
			refs = append(refs, r)
		}
	})
	return refs
}

// eachReference calls f with the byte range of every reference that is a whole
// double-quoted attribute value. Text cannot hold one, because a renderer
// escapes quotes.
func eachReference(html string, f func(start, end int, r Reference)) {
	for i := 0; ; {
		j := strings.Index(html[i:], `"`+refPrefix)
		if j < 0 {
			return
		}
		start := i + j + 1
		n := strings.IndexByte(html[start:], '"')
		if n < 0 {
			return
		}
		if r, ok := ParseReference(html[start : start+n]); ok {
			f(start, start+n, r)
		}
		i = start + n
	}
}

// Fill replaces every reference of html by what value gives for it, written as
// an attribute value. A link whose value is empty loses its a element and keeps
// its text; any other reference without a value makes ok false.
func Fill(html string, value func(Reference) string) (filled string, ok bool) {
	var b strings.Builder
	b.Grow(len(html))
	ok = true
	last := 0
	eachReference(html, func(start, end int, r Reference) {
		if start < last {
			return
		}
		v := value(r)
		if v == "" && r.Kind == RefLink {
			open, inner, end := link(html, last, start)
			if open >= 0 {
				text, whole := Fill(html[inner:end], value)
				b.WriteString(html[last:open] + text)
				last, ok = min(end+len("</a>"), len(html)), ok && whole
			}
			return
		}
		ok = ok && v != ""
		b.WriteString(html[last:start])
		b.WriteString(attr.Replace(v))
		last = end
	})
	b.WriteString(html[last:])
	return b.String(), ok
}

var attr = strings.NewReplacer("&", "&amp;", `"`, "&quot;", "<", "&lt;", ">", "&gt;")

// link finds the a element of html, from last on, whose href begins at href:
// where it opens, and what it holds. open is -1 where there is none. Links do not
// nest in HTML.
func link(html string, last, href int) (open, inner, end int) {
	open = strings.LastIndex(html[last:href], "<a ")
	if open < 0 {
		return -1, 0, 0
	}
	inner = href + strings.IndexByte(html[href:], '>') + 1
	n := strings.Index(html[inner:], "</a>")
	if n < 0 {
		n = len(html) - inner
	}
	return last + open, inner, inner + n
}

// ImageID is what identifies an image of the account whatever host, size or
// query its URL bears: the part of the path after "/mmbiz…/", or after the first
// part on a host of WeChat's for images. Other URLs are their own identity.
func ImageID(rawURL string) string {
	_, rest, ok := strings.Cut(rawURL, "//")
	if i := strings.IndexAny(rest, "?#"); i >= 0 {
		rest = rest[:i]
	}
	parts := strings.SplitN(rest, "/", 4)
	if !ok || len(parts) < 3 || parts[2] == "" {
		return rawURL
	}
	folder := strings.TrimPrefix(parts[1], "sz_")
	if strings.HasPrefix(parts[0], "mmbiz.") || folder == "mmbiz" || strings.HasPrefix(folder, "mmbiz_") {
		return parts[2]
	}
	return rawURL
}

package model

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"hash"
	"strconv"
	"strings"
	"unicode"
)

// Hash is D, the hash of what the site wants of one article, in the parts that
// reasons are named by. It covers references, never what fills them.
type Hash struct {
	Content  string `json:"content"`
	Fields   string `json:"fields"`
	Comments string `json:"comments"`
}

// Parts names the parts in which h differs from old.
func (h Hash) Parts(old Hash) []string {
	var parts []string
	for _, p := range []struct {
		name     string
		now, was string
	}{{"content", h.Content, old.Content}, {"fields", h.Fields, old.Fields}, {"comments", h.Comments, old.Comments}} {
		if p.now != p.was {
			parts = append(parts, p.name)
		}
	}
	return parts
}

// HashOf computes D of an article. published gives the published URL of a
// sister article, or "".
func HashOf(a Article, published func(Address) string) Hash {
	wanted, cover := cmp.Or(a.Wanted, a.Content), cmp.Or(a.WantedCover, a.Cover)
	content := []string{wanted}
	for _, r := range References(wanted) {
		if r.Kind == RefLink {
			content = append(content, r.Key, published(Address(r.Key)))
		}
	}
	for i, r := range a.Pictures {
		content = append(content, "picture "+strconv.Itoa(i), r.String())
	}
	fields := append(a.Fields.list(), cover.String())
	if a.Crop.Wish != "" {
		fields = append(fields, "crop", a.Crop.Wish)
	}
	return Hash{
		Content:  Sum(content...),
		Fields:   Sum(fields...),
		Comments: Sum(string(a.Comments)),
	}
}

func (f Fields) list() []string {
	return []string{f.Title, f.Author, f.Digest, f.SourceURL, strconv.FormatBool(f.ShowCover)}
}

// Seen is R, the hash of one article as the account returned it.
type Seen struct {
	Fields  string `json:"fields"`  // fields, cover and comment flags
	Content string `json:"content"` // text, links and images; what a person edits
	Raw     string `json:"raw"`     // the HTML itself; moves when the console only re-saves
}

// SeenOf computes R of an observed article. Content and Raw are empty when the
// content was not fetched.
func SeenOf(o ObservedArticle, hasContent bool) Seen {
	fields := append(o.Fields.list(), o.ThumbMediaID, string(o.Comments))
	s := Seen{Fields: Sum(fields...)}
	if hasContent {
		parts := append([]string{squeeze(o.Readable.Text)}, o.Readable.Links...)
		parts = append(append(parts, "images"), o.Readable.Images...)
		s.Content, s.Raw = Sum(parts...), o.Raw()
	}
	return s
}

// Raw is the Sum of Content, also where that was not read.
func (o ObservedArticle) Raw() string {
	if o.Sum != "" {
		return o.Sum
	}
	return Sum(o.Content)
}

// Fingerprint recognises a message of ours among those that the account lists.
// It holds no URL and no HTML, because the server rewrites both.
func (m Message) Fingerprint() string {
	p := newPrint(len(m.Articles))
	for _, a := range m.Articles {
		p.add(a.Fields, a.Comments, a.Readable)
	}
	return p.sum()
}

// Fingerprint is that of a message whose content was fetched.
func (o Observed) Fingerprint() string {
	p := newPrint(len(o.Articles))
	for _, a := range o.Articles {
		p.add(a.Fields, a.Comments, a.Readable)
	}
	return p.sum()
}

// fingerprint gathers what recognises a message.
type fingerprint struct {
	h      hash.Hash
	single bool
}

func newPrint(articles int) fingerprint {
	return fingerprint{sha256.New(), articles == 1}
}

func (p fingerprint) add(f Fields, c Comments, r Readable) {
	if !p.single {
		f.Digest = ""
	}
	if c == "" {
		c = CommentsClosed
	}
	write(p.h, squeeze(f.Title), squeeze(f.Author), squeeze(f.Digest), f.SourceURL,
		string(c), squeeze(r.prose()), strconv.Itoa(len(r.Images)))
}

func (p fingerprint) sum() string { return hex.EncodeToString(p.h.Sum(nil))[:32] }

// Sum hashes a list of strings; no two lists share a form. 32 hex digits.
func Sum(parts ...string) string {
	h := sha256.New()
	write(h, parts...)
	return hex.EncodeToString(h.Sum(nil))[:32]
}

// SumBytes is [Sum] of one string.
func SumBytes(part []byte) string {
	h := sha256.New()
	h.Write([]byte(strconv.Itoa(len(part)) + ":"))
	h.Write(part)
	return hex.EncodeToString(h.Sum(nil))[:32]
}

// pieceSize is how many bytes are hashed at once.
const pieceSize = 4096

func write(h hash.Hash, parts ...string) {
	var piece []byte // a whole article is not copied for its hash
	for _, p := range parts {
		h.Write([]byte(strconv.Itoa(len(p)) + ":" + p[:min(len(p), pieceSize)]))
		for rest := p[min(len(p), pieceSize):]; len(rest) > 0; rest = rest[min(len(rest), pieceSize):] {
			piece = append(piece[:0], rest[:min(len(rest), pieceSize)]...)
			h.Write(piece)
		}
	}
}

// SameText says whether two texts read the same, whatever their white space.
func SameText(a, b string) bool { return squeeze(a) == squeeze(b) }

// squeeze drops white space and invisible characters, in which the server's
// form and ours may differ.
func squeeze(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) || r == '\u200b' || r == '\ufeff' {
			return -1
		}
		return r
	}, s)
}

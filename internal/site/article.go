package site

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"regexp"
	"strings"
	"unicode/utf8"

	"mpsync/internal/diag"
	"mpsync/internal/model"
)

// Article is one Markdown file: what its front matter says. Its text is read by
// [Site.Body] when it is wanted: most runs render few of many articles.
type Article struct {
	Address model.Address
	Path    string // slash-separated, from the site root
	// BodyLine is the line of the file in which the text behind the front matter
	// begins, from 1; 0 where the two could not be told apart.
	BodyLine int
	// Heading is the first line of the text that is a level-1 heading; "" where there
	// is none, or front matter gives the title.
	Heading string
	// Source is the SHA-256, in hex, of the whole file with LF line ends and
	// without a byte order mark.
	Source string
	Meta   Meta

	keys map[string]place
}

// Pos is where a key stands in the front matter, under whatever name it was
// given; it is the beginning of the file when the key is absent.
func (a Article) Pos(key string) diag.Pos {
	p, ok := a.keys[key]
	if !ok {
		p = start
	}
	return diag.Pos{File: a.Path, Line: p.line, Col: p.col}
}

// source is an article file as it was read.
type source struct {
	Article
	findings
	skipped string // a reason of [Site.Skipped], or ""
}

var utf8Mark = []byte("\xef\xbb\xbf")

// lines gives data LF line ends and no byte order mark.
func lines(data []byte) []byte {
	data = bytes.TrimPrefix(data, utf8Mark)
	if bytes.IndexByte(data, '\r') < 0 {
		return data
	}
	data = bytes.ReplaceAll(data, []byte("\r\n"), []byte("\n"))
	return bytes.ReplaceAll(data, []byte("\r"), []byte("\n"))
}

// readText reads a file as UTF-8 text with LF line ends. The text is returned
// even when a finding says that it is not UTF-8.
func (l *loader) readText(f *findings) ([]byte, bool) {
	data, err := l.ReadFile(f.file)
	switch {
	case errors.Is(err, fs.ErrPermission):
		f.error(start, "file-not-permitted")
		return nil, false
	case err != nil:
		f.error(start, "file-unreadable")
		return nil, false
	}
	data = lines(data)
	if p, bad := notUTF8(data); bad {
		f.error(p, "not-utf8")
		return data, false
	}
	return data, true
}

// notUTF8 finds the first byte that is no UTF-8, or is the NUL of another
// encoding.
func notUTF8(data []byte) (place, bool) {
	if utf8.Valid(data) && bytes.IndexByte(data, 0) < 0 {
		return place{}, false
	}
	line, first := 1, 0
	for i := 0; i < len(data); {
		r, n := utf8.DecodeRune(data[i:])
		if r == utf8.RuneError && n == 1 || r == 0 {
			return place{line, utf8.RuneCount(data[first:i]) + 1}, true
		}
		i += n
		if r == '\n' {
			line, first = line+1, i
		}
	}
	return place{}, false
}

func (l *loader) readArticle(file string) *source {
	s := &source{Article: Article{Path: file, Address: model.AddressOf(file)}, findings: findings{file: file}}
	h, ok := l.head(&s.findings)
	s.Source = h.source
	if !ok || !l.readFront(s, h) {
		s.guessID(h.text)
	}
	for i := range s.list {
		d := &s.list[i]
		d.Address = string(s.Address)
		if d.Severity == diag.Error && s.skipped != "" {
			d.Severity = diag.Warning // What is left out need not be finished.
		}
	}
	if s.failed() {
		s.skipped = SkippedError
	}
	return s
}

// readFront reads front matter; ok is false when that is not possible.
func (l *loader) readFront(s *source, h head) (ok bool) {
	s.BodyLine = h.bodyLine
	values := &node{place: start, kind: table}
	switch h.fence {
	case "---":
		values = parseYAML(h.text, h.line+1, frontMatter, &s.findings)
	case "+++":
		values = parseTOML(h.text, h.line+1, frontMatter, &s.findings)
	}
	if values == nil {
		return false
	}
	l.readMeta(s, values)
	if s.Meta.Title == "" {
		s.Heading = h.heading
	}
	return true
}

// heading is the first line that is marked as a level-1 heading.
func heading(body []byte) string {
	for line := range bytes.Lines(body) {
		if t, ok := bytes.CutPrefix(line, []byte("# ")); ok {
			return string(bytes.TrimSpace(t))
		}
	}
	return ""
}

// ErrChanged is returned for a file that is no longer as it was loaded.
var ErrChanged = errors.New("the file changed while it was at work")

// Body reads the text behind the front matter of an article, with LF line ends.
func (s *Site) Body(a *Article) ([]byte, error) {
	data, err := s.ReadFile(a.Path)
	if err != nil {
		return nil, err
	}
	data = lines(data)
	if sum := sha256.Sum256(data); hex.EncodeToString(sum[:]) != a.Source {
		return nil, fmt.Errorf("read article %q: %w", a.Path, ErrChanged)
	}
	front, _ := split(data)
	return front.body, nil
}

// front is a file taken apart at its fences.
type front struct {
	fence    string // "---", "+++" or "" when there is no front matter
	line     int    // of the opening fence
	text     []byte
	body     []byte
	bodyLine int
}

// split finds front matter at the beginning of a file, blank lines aside.
func split(data []byte) (f front, problem string) {
	lead := len(data) - len(bytes.TrimLeft(data, " \t\n"))
	lead = bytes.LastIndexByte(data[:lead], '\n') + 1
	first, rest, more := bytes.Cut(data[lead:], []byte("\n"))
	fence := string(bytes.TrimRight(first, " \t"))
	if fence != "---" && fence != "+++" {
		return front{body: data, bodyLine: 1}, ""
	}
	f = front{fence: fence, line: bytes.Count(data[:lead], []byte("\n")) + 1}
	for line, from := f.line+1, rest; more; line++ {
		var l []byte
		l, from, more = bytes.Cut(from, []byte("\n"))
		if string(bytes.TrimRight(l, " \t")) == fence {
			f.text = rest[:len(rest)-len(from)]
			f.text = f.text[:bytes.LastIndexByte(bytes.TrimSuffix(f.text, []byte("\n")), '\n')+1]
			f.body, f.bodyLine = from, line+1
			return f, ""
		}
	}
	return f, "front-matter-unclosed"
}

var idLine = regexp.MustCompile(`(?m)^id[ \t]*[:=][ \t]*(["']?)([^\s"']+)["']?[ \t]*$`)

// guessID looks for an id in front matter that cannot be read, so that the
// record of the article is known to be its own and kept.
func (s *source) guessID(text []byte) {
	if m := idLine.FindSubmatch(text); m != nil && utf8.Valid(m[2]) {
		s.Address = model.Address(nfc(string(m[2])))
	}
}

// oneLine folds line breaks and control characters in a field into spaces.
func oneLine(s string) string {
	return strings.TrimSpace(strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f {
			return ' '
		}
		return r
	}, s))
}

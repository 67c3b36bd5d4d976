package site

import (
	"errors"
	"io/fs"
	"net/url"
	"path"
	"path/filepath"
	"regexp"
	"strings"

	"golang.org/x/text/unicode/norm"

	"mpsync/internal/model"
)

// Target is what the destination of a link or an image leads to.
type Target struct {
	// Path is where the destination points, slash-separated from the site root,
	// in the spelling of the disk when something is there. It is "" for what is
	// Elsewhere, Nowhere, Ambiguous or Escapes.
	Path   string
	Reason Reason
}

// Reason says why a destination is no file of the site.
type Reason string

// The reasons. Folder and Missing may still be an article: see [Site.ArticleAt].
const (
	Found     Reason = ""
	Missing   Reason = "missing"
	Folder    Reason = "folder"
	Escapes   Reason = "escapes"   // outside the site, also through a symbolic link
	Elsewhere Reason = "elsewhere" // an URL, or a place in the same file
	Nowhere   Reason = "nowhere"   // a name in double brackets that no file has
	Ambiguous Reason = "ambiguous" // one that several files have
)

// Code is the finding about a destination that is no file; its argument is the
// destination as it was written.
func (t Target) Code() string { return "path-" + string(t.Reason) }

// Resolve finds the file that a destination means which is written in the file
// from: relative to it, or from the site root when it begins with a slash, or
// from one of images.root where the root has no such file; a name in double
// brackets is found anywhere. What follows "?" or "#" is left away unless a file
// is named so.
func (s *Site) Resolve(from, dest string) Target {
	return s.memo.target(from, dest, s.resolve)
}

func (s *Site) resolve(from, dest string) Target {
	if name, ok := Named(dest); ok {
		return s.named(from, name)
	}
	switch scheme := schemeOf(dest); {
	case len(scheme) == 1, scheme == "file":
		return Target{Reason: Escapes}
	case scheme != "", dest == "", strings.HasPrefix(dest, "//"), dest[0] == '#', dest[0] == '?':
		return Target{Reason: Elsewhere}
	}
	var first Target
	for i, spelling := range spellings(dest) {
		t := s.lookRooted(from, spelling)
		if t.Reason == Found {
			return t
		}
		if i == 0 {
			first = t
		}
	}
	return first
}

// spellings are the ways to read a destination, the likeliest first: decoded,
// literal, with what looks like a query, with the backslashes of Windows, each
// in the Unicode forms that file systems store.
func spellings(dest string) []string {
	var all []string
	add := func(s string) {
		for _, form := range []string{s, norm.NFC.String(s), norm.NFD.String(s)} {
			if form != "" && (len(all) == 0 || all[len(all)-1] != form) {
				all = append(all, form)
			}
		}
	}
	bare := dest
	if i := strings.IndexAny(dest, "?#"); i >= 0 {
		bare = dest[:i]
	}
	for _, s := range []string{bare, dest} {
		if decoded, err := url.PathUnescape(s); err == nil {
			add(decoded)
		}
		add(s)
	}
	if strings.Contains(bare, `\`) {
		add(strings.ReplaceAll(bare, `\`, "/"))
	}
	return all
}

// lookRooted also looks for a path from the root where other tools serve their
// images from.
func (s *Site) lookRooted(from, dest string) Target {
	t := s.look(from, dest)
	if t.Reason != Missing || !strings.HasPrefix(dest, "/") {
		return t
	}
	for _, root := range s.Config.Images.Roots {
		if other := s.look("", path.Join("/", root, path.Join("/", dest))); other.Reason == Found {
			return other
		}
	}
	return t
}

func (s *Site) look(from, dest string) Target {
	p := path.Join(path.Dir(from), dest)
	if rooted := strings.TrimLeft(dest, "/"); rooted != dest {
		p = path.Clean(rooted)
	}
	if p == ".." || strings.HasPrefix(p, "../") || strings.HasPrefix(p, "/") {
		return Target{Reason: Escapes}
	}
	info, err := s.root.Stat(filepath.FromSlash(p))
	switch {
	case escapes(err):
		return Target{Reason: Escapes}
	case err == nil && info.IsDir():
		return Target{p, Folder}
	case err != nil, !info.Mode().IsRegular():
		return Target{p, Missing}
	}
	return Target{p, Found}
}

// escapes tells [os.Root]'s refusal to leave the folder, which has no name in
// the library, from other errors.
func escapes(err error) bool {
	e, ok := errors.AsType[*fs.PathError](err)
	return ok && e.Err.Error() == "path escapes from parent"
}

var scheme = regexp.MustCompile(`^([A-Za-z][A-Za-z0-9+.-]*):`)

func schemeOf(dest string) string {
	if m := scheme.FindStringSubmatch(dest); m != nil {
		return strings.ToLower(m[1])
	}
	return ""
}

// isURL says whether a destination is an address on the network.
func isURL(dest string) bool {
	s := schemeOf(dest)
	return s == "http" || s == "https" || strings.HasPrefix(dest, "//")
}

// ArticleAt is the article that a path of the site means, whether it names the
// file, the folder of an index file, or leaves the extension away. Articles that
// are left out are found too: what was published of them stays.
func (s *Site) ArticleAt(p string) (model.Address, bool) {
	file, ok := s.articleFile(p)
	if ok && s.byPath[file] == "" {
		return model.AddressOf(file), true
	}
	return s.byPath[file], ok
}

// articleFile is the file of [Site.ArticleAt], in NFC.
func (s *Site) articleFile(p string) (string, bool) {
	if p == "" {
		return "", false
	}
	p = nfc(path.Clean(p))
	for _, end := range []string{"", ".md", ".markdown", "/index.md", "/index.markdown"} {
		file := strings.TrimPrefix(p+end, "./")
		if s.holds(file) {
			return file, true
		}
	}
	return "", false
}

func nfc(s string) string { return norm.NFC.String(s) }

package site

import (
	"net/url"
	"path"
	"strconv"
	"strings"
	"unicode"

	"mpsync/internal/model"
)

// Meta is what front matter says, what mpsync.yaml says in its stead filled in.
type Meta struct {
	Title  string // "" when none was given: the first heading is the title then
	Author string
	Digest string
	// DigestAlias is set when the digest came from another tool's key; it was
	// cut when it was too long.
	DigestAlias bool
	// Cover is the path from the site root of an existing file, an URL or
	// CoverAuto; ""
	// when neither the article nor mpsync.yaml gives one.
	Cover string
	// CoverCrop is which parts of the cover are shown: "" for the account's own
	// choice, CropCenter, CropSmart, or "x1_y1_x2_y2" for the wide and for the
	// square shape with a space between, "-" for one that is not given.
	CoverCrop string
	ShowCover bool
	SourceURL string
	Comments  model.Comments
	// Theme is a built-in name, or the path of a .css file from the site root.
	Theme string
	// Picture makes a picture message of the article.
	Picture bool
	// Publish is never set where mpsync.yaml does not allow it.
	Publish bool
	// PublishedURL is where readers find the article already; "" when not said.
	PublishedURL string
	// Tasks are left to a person in the web console.
	Tasks []model.Task
	// Tags are what it is filed under, in Unicode NFC. Commands take them as targets;
	// they change nothing of what is sent.
	Tags []string
	// Header and Footer stand above and below the text; the article's own, else
	// the site's.
	Header, Footer Snippet
	// Date is the day that the writer gives, as 2006-01-02, or "".
	Date string
	// Wanted says that the writer asks for the article whatever its age.
	Wanted   bool
	Protect  bool
	Priority int
}

// metaReader turns front matter into the Meta of one article.
type metaReader struct {
	*loader
	s      *source
	values *node
}

func (l *loader) readMeta(s *source, values *node) {
	s.keys = map[string]place{}
	r := metaReader{l, s, values}
	r.checkKeys()
	r.id()
	s.skipped = r.skip()
	_, said := values.get("skip")
	m, d := &s.Meta, l.Config.Defaults
	m.Wanted = said && s.skipped == ""
	m.Title = r.text("title")
	m.Author = r.author(d.Author)
	m.Digest, m.DigestAlias = r.digest()
	m.Cover = r.cover(d.Cover)
	m.CoverCrop = d.CoverCrop
	if f, ok := r.find("cover_crop"); ok {
		m.CoverCrop = cropOf(f, &r.s.findings)
	}
	m.ShowCover = r.truth("show_cover", d.ShowCover, "show_cover_pic")
	m.SourceURL = r.sourceURL(d.SourceURL)
	m.Comments = r.comments(d.Comments)
	m.Theme = r.theme(l.Config.Theme)
	if f, ok := r.find("type"); ok && f.value.text == "picture" {
		m.Picture = true // other values are other tools'
	}
	m.Publish = r.publish()
	m.PublishedURL = r.publishedURL()
	m.Tasks = r.tasks()
	m.Tags = r.tags()
	m.Header, m.Footer = r.snippetOf("header", l.Config.Header), r.snippetOf("footer", l.Config.Footer)
	m.Date = r.date()
	m.Protect = r.truth("protect", false)
	m.Priority = r.priority()
	r.checkLimits()
}

// find is the value of a key under the first of its names that has one; own
// keys stand first.
func (r metaReader) find(names ...string) (field, bool) {
	for _, name := range names {
		if f, ok := r.values.get(name); ok {
			r.s.keys[names[0]] = f.place
			return f, true
		}
	}
	return field{}, false
}

// text reads a key that holds text; numbers are text as they are written.
func (r metaReader) text(names ...string) string {
	f, ok := r.find(names...)
	if !ok {
		return ""
	}
	if !f.value.scalar() {
		r.s.error(f.value.place, "value-not-text", f.key)
		return ""
	}
	return oneLine(f.value.text)
}

// alias reads another tool's key, whose value may be of any kind there.
func (r metaReader) alias(own, name string) (field, string) {
	f, ok := r.values.get(name)
	if !ok {
		return f, ""
	}
	if !f.value.scalar() {
		r.s.warn(f.value.place, "front-matter-alias-ignored", name, own)
		return f, ""
	}
	return f, oneLine(f.value.text)
}

func (r metaReader) truth(name string, otherwise bool, aliases ...string) bool {
	f, ok := r.find(append([]string{name}, aliases...)...)
	if !ok {
		return otherwise
	}
	value, ok := f.value.truth()
	if !ok {
		r.s.error(f.value.place, "value-not-bool", f.key)
	}
	return value
}

func (r metaReader) priority() int {
	f, ok := r.find("priority")
	if !ok {
		return 0
	}
	n, err := strconv.Atoi(f.value.text)
	if err != nil {
		r.s.error(f.value.place, "value-not-number", f.key)
	}
	return n
}

// author also takes a list, which some tools use for several people.
func (r metaReader) author(otherwise string) string {
	f, ok := r.find("author")
	if !ok {
		return otherwise
	}
	if f.value.kind != list {
		return r.text("author")
	}
	var names []string
	for _, item := range f.value.items {
		if !item.scalar() {
			r.s.error(item.place, "value-not-text", f.key)
			return ""
		}
		names = append(names, oneLine(item.text))
	}
	return strings.Join(names, "、")
}

func (r metaReader) digest() (digest string, alias bool) {
	if _, ok := r.values.get("digest"); ok {
		return r.text("digest"), false
	}
	for _, name := range []string{"description", "summary"} {
		if f, s := r.alias("digest", name); s != "" {
			r.s.keys["digest"] = f.place
			return r.cut(f, s), true
		}
	}
	return "", false
}

// cut shortens a digest that was written for another tool.
func (r metaReader) cut(f field, s string) string {
	runes := []rune(s)
	if len(runes) <= digestLimit {
		return s
	}
	r.s.note(f.place, "digest-cut", f.key, len(runes), digestLimit)
	return string(runes[:digestLimit-1]) + "…"
}

// cover takes the key of our own at its word; a cover under another tool's name
// counts as missing when it cannot be used.
func (r metaReader) cover(otherwise string) string {
	if f, ok := r.find("cover"); ok {
		dest := r.text("cover")
		if dest == "" || dest == CoverAuto || isURL(dest) {
			return dest
		}
		t := r.Resolve(r.s.Path, dest)
		if t.Reason != Found {
			r.s.error(f.value.place, "cover-"+string(t.Reason), dest)
			return ""
		}
		return t.Path
	}
	for _, name := range []string{"thumb", "banner", "image", "thumbnail"} {
		if c := r.coverAlias(name); c != "" {
			return c
		}
	}
	return otherwise
}

func (r metaReader) coverAlias(name string) string {
	f, dest := r.alias("cover", name)
	if dest == "" {
		return ""
	}
	if isURL(dest) {
		if r.Config.Images.Remote == RemoteKeep {
			r.s.warn(f.value.place, "cover-alias-remote", name)
			return ""
		}
	} else if t := r.Resolve(r.s.Path, dest); t.Reason == Found {
		dest = t.Path
	} else {
		r.s.warn(f.value.place, "cover-alias-missing", name, dest)
		return ""
	}
	r.s.keys["cover"] = f.place
	return dest
}

func (r metaReader) sourceURL(otherwise string) string {
	f, ok := r.find("source_url", "content_source_url")
	if !ok {
		return expandAddress(otherwise, r.s.Address)
	}
	u := r.text("source_url", "content_source_url")
	if u != "" && !isWeb(u) {
		r.s.error(f.value.place, "source-url-not-web", f.key)
	}
	return u
}

// expandAddress fills {name} and {address}, escaped for a path.
func expandAddress(s string, a model.Address) string {
	if !strings.Contains(s, "{") {
		return s
	}
	parts := strings.Split(string(a), "/")
	for i := range parts {
		parts[i] = url.PathEscape(parts[i])
	}
	return strings.NewReplacer("{name}", path.Base(strings.Join(parts, "/")), "{address}", strings.Join(parts, "/")).Replace(s)
}

func (r metaReader) comments(otherwise model.Comments) model.Comments {
	if f, ok := r.find("comments"); ok {
		c, ok := commentsOf(f.value)
		if !ok {
			r.s.error(f.value.place, "value-not-choice", f.key, commentChoices)
		}
		return c
	}
	open, fans := otherwise.Flags()
	for _, f := range []struct {
		name string
		flag *bool
	}{{"need_open_comment", &open}, {"only_fans_can_comment", &fans}} {
		if v, ok := r.values.get(f.name); ok {
			r.s.keys["comments"] = v.place
			if *f.flag, ok = v.value.truth(); !ok {
				r.s.error(v.value.place, "value-not-bool", f.name)
			}
		}
	}
	return model.CommentsOf(open, fans)
}

const commentChoices = "open, fans, closed"

// commentsOf reads the setting of comments, for which other tools write true
// and false.
func commentsOf(n *node) (model.Comments, bool) {
	switch c := model.Comments(n.text); c {
	case model.CommentsOpen, model.CommentsFans, model.CommentsClosed:
		return c, true
	}
	open, ok := n.truth()
	return model.CommentsOf(open, false), ok
}

func (r metaReader) theme(otherwise string) string {
	f, ok := r.find("theme")
	if !ok {
		return otherwise
	}
	name := r.text("theme")
	if !strings.HasSuffix(name, ".css") {
		return name
	}
	t := r.Resolve(r.s.Path, name)
	if t.Reason != Found {
		r.s.error(f.value.place, "theme-file-missing", name)
	}
	return t.Path
}

// skip reads why a writer leaves an article out.
func (r metaReader) skip() string {
	if r.truth("skip", false) {
		return SkippedSkip
	}
	if f, ok := r.values.get("draft"); ok {
		if draft, ok := f.value.truth(); ok && draft {
			r.s.note(f.place, "draft-means-skip")
			return SkippedDraft
		}
	}
	return ""
}

// id replaces the address that the path gives.
func (r metaReader) id() {
	f, ok := r.find("id")
	if !ok {
		return
	}
	id := nfc(r.text("id"))
	switch {
	case id == "":
	case !isAddress(id):
		r.s.error(f.value.place, "id-shape", id)
	default:
		r.s.Address = model.Address(id)
	}
}

// isAddress wants parts between slashes, none of them empty or a dot folder's
// ".", and no character that is invisible or ends a word on a command line.
func isAddress(id string) bool {
	for part := range strings.SplitSeq(id, "/") {
		if part == "" || part == "." || part == ".." {
			return false
		}
	}
	return !strings.ContainsFunc(id, func(r rune) bool {
		return unicode.IsSpace(r) || !unicode.IsPrint(r) || r == '\\'
	})
}

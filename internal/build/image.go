package build

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"net/url"
	"slices"
	"strings"
	"sync"
	"unicode"

	"mpsync/internal/asset"
	"mpsync/internal/diag"
	"mpsync/internal/model"
	"mpsync/internal/site"
)

// inspected is an image, read once for all articles.
type inspected struct {
	once  func()
	path  string // of the file, or what people are told instead
	image asset.Image
	data  []byte // of an image that is no file
	err   error  // of its bytes
	fail  error  // of reading it
}

// Rules are a site's wishes as asset needs them.
func Rules(i site.Images) asset.Rules {
	return asset.Rules{MaxWidth: i.MaxWidth, MaxPixels: i.MaxMegapixels * 1_000_000, LargeGIF: i.LargeGIF}
}

// image finds what stands in the src of an image.
func (w *work) image(dest string, pos diag.Pos) (string, bool) {
	var im *inspected
	switch {
	case isData(dest):
		im = w.dataImage(dest)
	case isRemote(dest):
		return w.remoteImage(dest, pos)
	case w.player(dest, pos):
		return "", false
	default:
		var ok bool
		if im, ok = w.inspect(dest, pos); !ok {
			return "", false
		}
	}
	c, ok := w.choose(im, asset.Content, pos)
	if !ok {
		return "", false
	}
	w.local = append(w.local, im)
	ref := model.ImageRef(im.image.SHA256, c.Fit)
	if w.undrawable(im) {
		w.made.lacks.add("svg-missing", "")
		return ref.String(), false
	}
	w.add(ref, im.asset(c), pos)
	return ref.String(), true
}

// add registers what is uploaded for a reference, and where it is named first.
func (w *work) add(ref model.Reference, a model.Asset, pos diag.Pos) {
	if _, ok := w.made.assets[ref]; !ok {
		a.At = pos
		w.made.assets[ref] = a
	}
}

// undrawable says whether this machine cannot make an image of the account's
// kinds of what im draws.
func (w *work) undrawable(im *inspected) bool { return im.image.Type == "svg" && !w.SVG }

// inline finds the drawings that stand in the text itself; nil where the site
// does not ask for it.
func (w *work) inline() func(dest string, pos diag.Pos) (string, bool) {
	if w.site.Config.Images.SVG != site.SVGInline {
		return nil
	}
	return func(dest string, pos diag.Pos) (string, bool) {
		if isData(dest) || isRemote(dest) {
			return "", false
		}
		r := w.site.Resolve(w.src.Path, dest)
		if r.Reason != site.Found || w.look(r.Path).image.Type != "svg" {
			return "", false
		}
		data, err := w.site.ReadFile(r.Path)
		svg, ok := asset.PlainSVG(data)
		if err != nil || !ok {
			return "", false
		}
		_, ok = w.inspect(dest, pos) // which notes that the page depends on it
		return svg, ok
	}
}

// choose finds how an image is made to fit and reports what stands against it.
func (w *work) choose(im *inspected, use asset.Use, pos diag.Pos) (asset.Choice, bool) {
	if im.err != nil {
		w.report(diag.Error, asset.CodeOf(im.err), pos, im.path, im.image.Type)
		return asset.Choice{}, false
	}
	if code, args := im.image.Misnamed(im.path); code != "" {
		w.report(diag.Note, code, pos, append([]any{im.path}, args...)...)
	}
	if kind := im.image.Type; asset.Foreign(kind) && !w.Decodes[kind] {
		w.report(diag.Error, "image-no-decoder", pos, im.path, kind)
		return asset.Choice{}, false
	}
	if use == asset.Cover && w.undrawable(im) {
		w.report(diag.Error, "svg-no-tool", pos, im.path)
		return asset.Choice{}, false
	}
	c := im.image.Choose(use, Rules(w.site.Config.Images))
	if c.Code != "" {
		severity := diag.Warning
		if c.Refused {
			severity = diag.Error
		}
		w.report(severity, c.Code, pos, append([]any{im.path}, c.Args...)...)
	}
	if code := w.damaged(im.image.SHA256); code != "" && c.Decodes() {
		w.report(diag.Error, code, pos, im.path, im.image.Type)
		return asset.Choice{}, false
	}
	return c, !c.Refused
}

// damaged is why an image can't be decoded, as an earlier run found out; "" when
// nothing is known against it.
func (b *builder) damaged(sha256 string) (code string) {
	if b.Damaged == nil {
		return ""
	}
	return b.Damaged(sha256)
}

func (i *inspected) asset(c asset.Choice) model.Asset {
	a := c.Asset(i.image, i.path)
	a.Source = i.data
	return a
}

// remoteImage keeps an image of the account, and by the site's wish any other;
// else it is fetched when it is uploaded.
func (w *work) remoteImage(dest string, pos diag.Pos) (string, bool) {
	u, err := url.Parse(dest)
	if err == nil && (u.Hostname() == "mmbiz.qpic.cn" || u.Hostname() == "mmbiz.qlogo.cn") {
		return dest, true
	}
	if w.site.Config.Images.Remote == site.RemoteKeep {
		w.report(diag.Warning, "image-remote-kept", pos, short(dest))
		return dest, true
	}
	a, ok := w.remote(dest, pos, "image-remote")
	if !ok {
		return "", false
	}
	c := Rules(w.site.Config.Images).Fetched(asset.Content)
	a.Fit, a.Name = c.Fit, c.Upload(a.SHA256)
	ref := model.ImageRef(a.SHA256, a.Fit)
	w.add(ref, a, pos)
	if w.remoteCover == "" {
		w.remoteCover = dest
	}
	return ref.String(), true
}

// remote is an image that is fetched when it is uploaded. It is known by its
// address: planning asks no server, and what a server sends later changes no
// article.
func (w *work) remote(dest string, pos diag.Pos, refused string) (model.Asset, bool) {
	if strings.HasPrefix(dest, "//") {
		dest = "https:" + dest
	}
	u, err := url.Parse(dest)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" || u.User != nil || w.site.Config.Images.Remote != site.RemoteUpload {
		w.report(diag.Error, refused, pos, short(dest))
		return model.Asset{}, false
	}
	u.Fragment = ""
	return model.Asset{Path: short(dest), SHA256: hashOf([]byte(u.String())), URL: u.String()}, true
}

func hashOf(data []byte) string {
	h := sha256.Sum256(data)
	return hex.EncodeToString(h[:])
}

// short is a URL without query, for messages.
func short(u string) string {
	u, _, _ = strings.Cut(u, "?")
	if len(u) > 80 {
		return u[:77] + "…"
	}
	return u
}

// cover picks the cover: the one that is named, else the first image.
func (w *work) cover() {
	a, meta := &w.made.article, w.src.Meta
	pos := w.src.Pos("cover")
	named := meta.Cover
	if named == site.CoverAuto {
		if w.card() {
			return
		}
		named = ""
	}
	switch {
	case named != "" && isRemote(meta.Cover):
		w.setRemoteCover(named, pos)
	case named != "":
		if im, ok := w.inspect("/"+named, pos); ok {
			w.setCover(im, pos)
		}
	default:
		w.firstImage(diag.Pos{File: a.Path, Line: 1, Col: 1})
	}
}

// firstImage makes the article's first image its cover; where this machine cannot
// draw that one, the first that it can.
func (w *work) firstImage(start diag.Pos) {
	a := &w.made.article
	drawable := slices.IndexFunc(w.local, func(im *inspected) bool { return !w.undrawable(im) })
	if drawable != 0 && len(w.local) > 0 && a.WantedCover == (model.Reference{}) {
		first := w.local[0]
		a.WantedCover = model.CoverRef(first.image.SHA256, first.image.Choose(asset.Cover, Rules(w.site.Config.Images)).Fit)
	}
	switch {
	case drawable >= 0:
		w.setCover(w.local[drawable], start)
	case w.remoteCover != "":
		w.setRemoteCover(w.remoteCover, start)
	case !diag.HasErrors(w.made.findings): // else an image that can't be used is named already
		w.report(diag.Error, "cover-none", start)
	}
}

// card makes a title card the cover, where this machine can draw one.
func (w *work) card() bool {
	a := &w.made.article
	x := asset.Card{
		Title: a.Fields.Title, Author: a.Fields.Author, Ink: w.palette.Ink, Accent: w.palette.Accent, Paper: w.palette.Paper,
	}.Asset(a.Path + "#cover")
	ref := model.CoverRef(x.SHA256, x.Fit)
	if w.Font == nil || !w.Font() {
		w.made.lacks.add("cover-font-missing", "")
		a.WantedCover = ref
		return false
	}
	a.Cover = ref
	w.made.assets[ref] = x
	return true
}

// crop works out which parts of a cover of the site are shown. The account
// chooses where the size is not known.
func (w *work) crop(im *inspected) {
	a, wish := &w.made.article, w.src.Meta.CoverCrop
	if w.made.lacks["cover-font-missing"] != nil {
		return // a title card has no crop
	}
	wide, square, given := strings.Cut(wish, " ")
	switch {
	case given:
		a.Crop = model.Crop{Wide: strings.Trim(wide, "-"), Square: strings.Trim(square, "-")}
	case wish == "" || im == nil:
		return
	case wish == site.CropSmart && w.SmartCrop != nil:
		a.Crop = w.SmartCrop(im.path)
	default:
		a.Crop = im.image.CenterCrop()
	}
	a.Crop.Wish = wish
}

func (w *work) setCover(im *inspected, pos diag.Pos) {
	c, ok := w.choose(im, asset.Cover, pos)
	if !ok {
		return
	}
	ref := model.CoverRef(im.image.SHA256, c.Fit)
	w.made.article.Cover = ref
	w.add(ref, im.asset(c), pos)
	w.crop(im)
}

func (w *work) setRemoteCover(dest string, pos diag.Pos) {
	a, ok := w.remote(dest, pos, "cover-remote")
	if !ok {
		return
	}
	c := Rules(w.site.Config.Images).Fetched(asset.Cover)
	a.Fit, a.Name = c.Fit, c.Upload(a.SHA256)
	ref := model.CoverRef(a.SHA256, a.Fit)
	w.made.article.Cover = ref
	w.add(ref, a, pos)
	w.crop(nil)
}

// inspect reads an image that an article names and remembers that the page
// depends on it.
func (w *work) inspect(dest string, pos diag.Pos) (*inspected, bool) {
	r := w.resolve(dest)
	if r.Reason != site.Found {
		w.report(diag.Error, r.Code(), pos, w.spelt(r, dest))
		return nil, false
	}
	if _, ok := site.Named(dest); ok {
		w.made.article.Deps[nameDep+dest] = r.Path
	}
	im := w.look(r.Path)
	if im.fail != nil {
		w.report(diag.Error, "image-unreadable", pos, r.Path)
		return nil, false
	}
	w.made.article.Deps[r.Path] = im.image.SHA256
	return im, true
}

// sum is the hash of a file, which is all that an unchanged article needs of it;
// it is worked out once.
func (b *builder) sum(file string) (string, error) {
	b.mu.Lock()
	sum := b.sums[file]
	if sum == nil {
		sum = sync.OnceValues(func() (string, error) {
			return b.pages.sum(b.site, file)
		})
		b.sums[file] = sum
	}
	b.mu.Unlock()
	return sum()
}

// look inspects a file once, whatever the number of articles that use it.
func (b *builder) look(file string) *inspected {
	b.mu.Lock()
	im := b.images[file]
	if im == nil {
		im = &inspected{path: file}
		im.once = sync.OnceFunc(func() {
			data, err := b.site.ReadFile(file)
			if im.fail = err; err == nil {
				im.image, im.err = asset.Inspect(data)
			}
		})
		b.images[file] = im
	}
	b.mu.Unlock()
	im.once()
	return im
}

// isData says whether a destination is an image written into the article.
func isData(dest string) bool {
	return len(dest) > 5 && strings.EqualFold(dest[:5], "data:")
}

// dataImage is an image that is written into the article itself.
func (w *work) dataImage(dest string) *inspected {
	im := &inspected{path: w.src.Path + "#data", data: decodeData(dest)}
	im.image, im.err = asset.Inspect(im.data)
	return im
}

// decodeData reads the bytes of a data: address; nil when it holds none.
func decodeData(dest string) []byte {
	head, body, ok := strings.Cut(dest, ",")
	text, err := url.PathUnescape(body)
	if !ok || err != nil {
		return nil
	}
	if !strings.HasSuffix(strings.ToLower(head), ";base64") {
		return []byte(text)
	}
	text = strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) {
			return -1
		}
		return r
	}, text)
	data, err := base64.RawStdEncoding.DecodeString(strings.TrimRight(text, "="))
	if err != nil {
		return nil
	}
	return data
}

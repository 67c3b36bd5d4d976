package emulator

import (
	"encoding/json"
	"strings"
	"unicode/utf8"
)

// articleIn is an article as calls send it.
type articleIn struct {
	Type      string  `json:"article_type"`
	Title     *string `json:"title"`
	Author    *string `json:"author"`
	Digest    *string `json:"digest"`
	Content   *string `json:"content"`
	SourceURL *string `json:"content_source_url"`
	Thumb     *string `json:"thumb_media_id"`
	ShowCover num     `json:"show_cover_pic"`
	Comments  num     `json:"need_open_comment"`
	FansOnly  num     `json:"only_fans_can_comment"`

	Crop235   string          `json:"pic_crop_235_1"`
	Crop11    string          `json:"pic_crop_1_1"`
	ImageInfo *imageInfo      `json:"image_info"`
	CoverInfo json.RawMessage `json:"cover_info"`
	Product   json.RawMessage `json:"product_info"`

	// What replies add; sending it back is refused or ignored, by setting.
	URL      json.RawMessage `json:"url"`
	ThumbURL json.RawMessage `json:"thumb_url"`
}

// imageInfo lists the pictures of a picture message (newspic).
type imageInfo struct {
	List []struct {
		MediaID string `json:"image_media_id"`
	} `json:"image_list"`
}

// article is an article as it is stored and read back.
type article struct {
	kind, title, author, digest, content, sourceURL, thumb string
	showCover, comments, fansOnly                          bool
	extra                                                  string // JSON object of the fields that only drafts have
}

// extras are the fields that only drafts have, as they are stored and read back.
type extras struct {
	ImageInfo *imageInfo      `json:"image_info,omitempty"`
	CoverInfo json.RawMessage `json:"cover_info,omitempty"`
	Product   json.RawMessage `json:"product_info,omitempty"`
}

// terms say how the callers of checkArticles differ.
type terms struct {
	single bool // the message has one article, so it has a digest
	draft  bool // drafts may be picture messages
	temp   bool // the thumb is a temporary material, not a permanent one
}

// checkArticles checks and rewrites the articles of a new message.
func (c *call) checkArticles(in []articleIn, r terms) ([]article, error) {
	switch {
	case len(in) == 0:
		return nil, refuse(44003)
	case len(in) > 8:
		return nil, refuse(45008)
	}
	r.single = len(in) == 1
	out := make([]article, len(in))
	for i, a := range in {
		var err error
		if out[i], err = c.checkArticle(a, r); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// checkArticle checks one article and returns it as it will be read back.
func (c *call) checkArticle(in articleIn, r terms) (a article, err error) {
	a = article{
		kind: firstOf(in.Type, "news"), title: val(in.Title), author: val(in.Author), digest: val(in.Digest),
		sourceURL: val(in.SourceURL), thumb: val(in.Thumb),
		showCover: in.ShowCover.n == 1, comments: in.Comments.n == 1, fansOnly: in.FansOnly.n == 1,
	}
	if err := c.checkFields(in, a); err != nil {
		return a, err
	}
	if a.kind == "newspic" && r.draft {
		err = c.checkPictures(in, &a)
	} else {
		err = c.checkBody(in, &a, r)
	}
	if err != nil {
		return a, err
	}
	return a, a.setExtras(in)
}

// checkFields checks the fields that every kind of article has.
func (c *call) checkFields(in articleIn, a article) error {
	if c.set.on("strict_fields") && (in.Author == nil || in.Digest == nil || in.SourceURL == nil || !in.ShowCover.set) {
		return refuse(41011)
	}
	authors := c.set.int("author_chars")
	switch {
	case a.kind != "news" && a.kind != "newspic":
		return refuse(40097)
	case strings.TrimSpace(a.title) == "":
		return refuse(40227)
	case utf8.RuneCountInString(a.title) > c.set.int("title_chars"):
		return refuse(45003)
	case authors > 0 && utf8.RuneCountInString(a.author) > authors:
		return refuse(45110)
	case utf8.RuneCountInString(a.digest) > c.set.int("digest_chars"):
		return refuse(45004)
	case len(a.sourceURL) > c.set.int("source_url_bytes"):
		return refuse(45005)
	case !soundSourceURL(a.sourceURL):
		return refuse(41039)
	case !isFlag(in.ShowCover) || !isFlag(in.Comments) || !isFlag(in.FansOnly):
		return refuse(40097)
	case a.comments && c.set.text("account_type") != "verified":
		return refuse(88000)
	}
	return nil
}

// checkBody checks cover and content of an ordinary article and rewrites the content.
func (c *call) checkBody(in articleIn, a *article, r terms) error {
	if err := c.checkThumb(a.thumb, r.temp); err != nil {
		return err
	}
	content := val(in.Content)
	if err := c.checkSize(content); err != nil {
		return err
	}
	for _, crop := range []string{in.Crop235, in.Crop11} {
		if crop != "" && !soundCrop(crop) {
			return refuse(53402)
		}
	}
	var err error
	if a.content, err = rewrite(content, c.set, c.pictureSize); err != nil {
		return err
	}
	switch {
	case !r.single:
		a.digest = "" // only a message of one article has a digest
	case a.digest == "":
		a.digest = cut(plainText(a.content), c.set.int("auto_digest_chars"))
	}
	return nil
}

// checkPictures checks a picture message: up to 20 permanent images and plain text.
func (c *call) checkPictures(in articleIn, a *article) error {
	a.content = val(in.Content)
	if in.ImageInfo == nil || len(in.ImageInfo.List) == 0 || len(in.ImageInfo.List) > 20 {
		return refuse(40007)
	}
	for _, image := range in.ImageInfo.List {
		if err := c.checkThumb(image.MediaID, false); err != nil {
			return err
		}
	}
	if strings.ContainsAny(a.content, "<>") {
		return refuse(45166)
	}
	if a.content == "" {
		return nil
	}
	return c.checkSize(a.content)
}

func (c *call) checkSize(content string) error {
	switch {
	case strings.TrimSpace(content) == "":
		return refuse(44004)
	case len(content) >= c.set.int("content_bytes"), utf8.RuneCountInString(content) >= c.set.int("content_chars"):
		return refuse(45002)
	}
	return nil
}

// checkThumb wants a picture of the account: a permanent one, or for media/uploadnews
// a temporary one that has not expired.
func (c *call) checkThumb(id string, temp bool) error {
	var kind string
	var ends int64
	found, err := c.get([]any{&kind, &ends}, "SELECT kind, ends FROM file WHERE media_id = ?", id)
	if err != nil {
		return err
	}
	if !found || kind != "image" && kind != "thumb" || temp != (ends > 0) || temp && ends <= c.now.Unix() {
		return refuse(40007)
	}
	return nil
}

func (a *article) setExtras(in articleIn) error {
	x := extras{in.ImageInfo, in.CoverInfo, in.Product}
	if x.ImageInfo == nil && x.CoverInfo == nil && x.Product == nil {
		return nil
	}
	b, err := json.Marshal(x)
	a.extra = string(b)
	return err
}

func val(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}

// isFlag accepts 0, 1 and nothing.
func isFlag(f num) bool { return f.n == 0 || f.n == 1 }

// soundSourceURL accepts nothing, a web address, and one without a scheme, as the
// documents' own example has it.
func soundSourceURL(s string) bool {
	if strings.ContainsFunc(s, func(r rune) bool { return r <= ' ' || r == 0x7f }) {
		return false
	}
	scheme, rest, found := strings.Cut(s, ":")
	if !found || strings.ContainsAny(scheme, "./?#") {
		return true
	}
	isWeb := strings.EqualFold(scheme, "http") || strings.EqualFold(scheme, "https")
	return isWeb && len(rest) > len("//") && strings.HasPrefix(rest, "//")
}

// soundCrop wants X1_Y1_X2_Y2, each from 0 to 1 with at most six decimals.
func soundCrop(s string) bool {
	parts := strings.Split(s, "_")
	if len(parts) != 4 {
		return false
	}
	var v [4]float64
	for i, p := range parts {
		if _, decimals, _ := strings.Cut(p, "."); len(decimals) > 6 {
			return false
		}
		if json.Unmarshal([]byte(p), &v[i]) != nil || v[i] < 0 || v[i] > 1 {
			return false
		}
	}
	return v[0] < v[2] && v[1] < v[3]
}

// cut returns the first n characters of s.
func cut(s string, n int) string {
	for i := range s {
		if n == 0 {
			return s[:i]
		}
		n--
	}
	return s
}

// pictureSize is the size of a picture of this account, by the key in its URL.
func (c *call) pictureSize(key string) (width, height int) {
	_, err := c.get([]any{&width, &height}, "SELECT width, height FROM blob WHERE key = ?", key)
	if err != nil {
		return 0, 0 // the article is stored all the same, only without the size
	}
	return width, height
}

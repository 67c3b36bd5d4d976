package emulator

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"image"
	_ "image/gif"  // sizes of pictures
	_ "image/jpeg" // sizes of pictures
	_ "image/png"  // sizes of pictures
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"path"
	"strings"
	"time"

	_ "golang.org/x/image/bmp" // sizes of pictures
)

// form is a multipart body.
type form struct {
	name, description string
	data              []byte
}

// readForm reads the part "media", which must bear a file name, and "description".
func (c *call) readForm() (*form, error) {
	kind, params, err := mime.ParseMediaType(c.request.Header.Get("Content-Type"))
	if err != nil || kind != "multipart/form-data" || params["boundary"] == "" {
		return nil, refuse(41005)
	}
	if len(c.body) == bodyLimit {
		return nil, refuse(45001)
	}
	if c.request.ContentLength < 0 && c.set.text("chunked_upload") == "refuse" {
		return nil, refuse(41005)
	}
	f := &form{}
	found := false
	r := multipart.NewReader(bytes.NewReader(c.body), params["boundary"])
	for {
		part, err := r.NextPart()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, refuse(41005)
		}
		data, err := io.ReadAll(part)
		if err != nil {
			return nil, refuse(41005)
		}
		switch part.FormName() {
		case "media":
			f.name, f.data = part.FileName(), data
			found = f.name != ""
		case "description":
			f.description = string(data)
		}
	}
	switch {
	case !found:
		return nil, refuse(41005)
	case len(f.data) == 0:
		return nil, refuse(44001)
	}
	return f, nil
}

// mediaRule says what one kind of material may be.
type mediaRule struct {
	formats  []string // as format names them
	limit    string   // setting of the size
	tooLarge int
}

var mediaRules = map[string]mediaRule{
	"image": {[]string{"bmp", "png", "jpeg", "gif"}, "image_bytes", 40009},
	"voice": {[]string{"mp3", "wma", "wav", "amr"}, "voice_bytes", 40010},
	"video": {[]string{"mp4"}, "video_bytes", 40011},
	"thumb": {[]string{"jpeg"}, "thumb_bytes", 40012},
}

// contentTypes are what bytes are served as, by format.
var contentTypes = map[string]string{
	"png": "image/png", "jpeg": "image/jpeg", "gif": "image/gif", "bmp": "image/bmp",
	"mp3": "audio/mpeg", "wma": "audio/x-ms-wma", "wav": "audio/wav", "amr": "audio/amr", "mp4": "video/mp4",
}

// magics are the first bytes of each format, the offset they stand at first.
var magics = []struct {
	format string
	at     int
	bytes  string
}{
	{"png", 0, "\x89PNG\r\n\x1a\n"},
	{"jpeg", 0, "\xff\xd8\xff"},
	{"gif", 0, "GIF8"},
	{"bmp", 0, "BM"},
	{"mp3", 0, "ID3"},
	{"amr", 0, "#!AMR"},
	{"wav", 8, "WAVE"},
	{"wma", 0, "\x30\x26\xb2\x75\x8e\x66\xcf\x11"},
	{"mp4", 4, "ftyp"},
}

// formatOf tells a file's format from its bytes; an MP3 may begin with a frame.
func formatOf(data []byte) string {
	for _, m := range magics {
		if len(data) > m.at && bytes.HasPrefix(data[m.at:], []byte(m.bytes)) {
			return m.format
		}
	}
	if len(data) > 1 && data[0] == 0xff && data[1]&0xe0 == 0xe0 {
		return "mp3"
	}
	return ""
}

// check refuses files of another format or too large for their kind.
func (r mediaRule) check(c *call, data []byte) (format string, err error) {
	format = formatOf(data)
	for _, f := range r.formats {
		if f != format {
			continue
		}
		if len(data) > c.set.int(r.limit) {
			return "", refuse(r.tooLarge)
		}
		if playtime(format, data) > time.Duration(c.set.int("voice_seconds"))*time.Second {
			return "", refuse(45007)
		}
		return format, nil
	}
	return "", refuse(40005)
}

// addMaterial stores a permanent image, voice, video or thumb.
func (c *call) addMaterial() (any, error) {
	kind := c.query.Get("type")
	rule, known := mediaRules[kind]
	if !known {
		return nil, refuse(40004)
	}
	format, err := rule.check(c, c.form.data)
	if err != nil {
		return nil, err
	}
	var video struct {
		Title string `json:"title"`
		Intro string `json:"introduction"`
	}
	if kind == "video" {
		switch {
		case c.form.description == "":
			return nil, refuse(41011)
		case json.Unmarshal([]byte(c.form.description), &video) != nil:
			return nil, refuse(47001)
		case video.Title == "" || video.Intro == "":
			return nil, refuse(41011)
		}
	}
	if err := c.checkRoom(kind); err != nil {
		return nil, err
	}
	id, key, err := c.addFile(kind, format, 0)
	if err == nil && kind == "video" {
		err = c.exec("UPDATE file SET title = ?, intro = ? WHERE media_id = ?", video.Title, video.Intro, id)
	}
	if kind == "image" || kind == "thumb" {
		return map[string]string{"media_id": id, "url": imageURL(format, key, "wx_fmt="+format)}, err
	}
	return idReply{id}, err
}

// addFile stores the uploaded file as a material that ends at a time, or never for 0.
func (c *call) addFile(kind, format string, ends int64) (mediaID, key string, err error) {
	key, err = c.addBlob(format, c.form.data)
	if err != nil {
		return "", "", err
	}
	mediaID = c.newMediaID()
	return mediaID, key, c.exec("INSERT INTO file (media_id, kind, name, created, ends, lag, key) VALUES (?, ?, ?, ?, ?, ?, ?)",
		mediaID, kind, c.form.name, c.now.Unix(), ends, c.set.int("list_lag_reads"), key)
}

// uploadMedia stores a temporary material, which lives for three days. A voice
// may only be AMR or MP3 here.
func (c *call) uploadMedia() (any, error) {
	kind := c.query.Get("type")
	rule, known := mediaRules[kind]
	if !known {
		return nil, refuse(40004)
	}
	switch kind {
	case "voice":
		rule.formats = []string{"mp3", "amr"}
	case "image":
		rule.limit = "temp_image_bytes"
	}
	format, err := rule.check(c, c.form.data)
	if err != nil {
		return nil, err
	}
	id, _, err := c.addFile(kind, format, c.now.Unix()+3*day)
	out := map[string]any{"type": kind, "media_id": id, "created_at": c.now.Unix()}
	if kind == "thumb" {
		out["thumb_media_id"] = id // the older name, which clients still read
	}
	return out, err
}

// uploadNews stores articles for one mass send; their covers are temporary materials.
func (c *call) uploadNews() (any, error) {
	var in struct {
		Articles []articleIn `json:"articles"`
	}
	if err := c.readTexts(&in); err != nil {
		return nil, err
	}
	articles, err := c.checkArticles(in.Articles, terms{temp: true})
	if err != nil {
		return nil, err
	}
	id, err := c.addMessage(uploads, articles)
	var created any = c.now.Unix()
	if c.set.text("uploadnews_created_at") == "string" {
		created = fmt.Sprint(created)
	}
	return map[string]any{"type": "news", "media_id": id, "created_at": created}, err
}

// uploadImage stores a picture for the text of articles. It has a URL, no media_id,
// and no place in any list.
func (c *call) uploadImage() (any, error) {
	format := formatOf(c.form.data)
	switch {
	case format != "jpeg" && (format != "png" || c.set.text("inline_formats") == "jpeg"):
		return nil, refuse(40005)
	case len(c.form.data) >= c.set.int("inline_image_bytes"):
		return nil, refuse(40009)
	}
	key, err := c.addBlob(format, c.form.data)
	return map[string]string{"url": imageURL(format, key, "from=appmsg")}, err
}

// addBlob stores bytes and returns the key in their URL.
func (c *call) addBlob(format string, data []byte) (key string, err error) {
	key = c.randomID(48)
	size, _, err := image.DecodeConfig(bytes.NewReader(data))
	if err != nil {
		size = image.Config{} // a voice, a video, or a picture of unknown size
	}
	return key, c.exec("INSERT INTO blob (key, format, type, width, height, created, data) VALUES (?, ?, ?, ?, ?, ?, ?)",
		key, format, contentTypes[format], size.Width, size.Height, c.now.Unix(), data)
}

// imageHost is where pictures are said to live; the same path is served here.
const imageHost = "mmbiz.qpic.cn"

// imageURL is the address of a picture.
func imageURL(format, key, query string) string {
	if format == "jpeg" {
		format = "jpg"
	}
	u := "http://" + imageHost + "/mmbiz_" + format + "/" + key + "/0"
	if query == "" {
		return u
	}
	return u + "?" + query
}

// isImagePath recognises the path of imageURL, with any size at its end.
func isImagePath(p string) bool {
	return strings.HasPrefix(p, "/mmbiz_") || strings.HasPrefix(p, "/mmbiz/")
}

// serveImage serves bytes by the key in the path.
func (e *Emulator) serveImage(w http.ResponseWriter, r *http.Request) {
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		http.Error(w, "method not allowed", http.StatusMethodNotAllowed)
		return
	}
	key := path.Base(path.Dir(path.Clean(r.URL.Path)))
	var f file
	err := e.store.query(r.Context(), func(scan func(...any) error) error {
		return scan(&f.contentType, &f.data)
	}, "SELECT type, data FROM blob WHERE key = ?", key)
	switch {
	case err != nil:
		http.Error(w, "the account's file cannot be read", http.StatusInternalServerError)
	case f.data == nil:
		http.NotFound(w, r)
	default:
		h := w.Header()
		h.Set("Content-Type", f.contentType)
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Cache-Control", "max-age=2592000, immutable")
		_, _ = w.Write(f.data) // a client that has gone is no concern of ours
	}
}

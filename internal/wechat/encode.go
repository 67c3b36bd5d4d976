package wechat

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"mime/multipart"
	"net/http"
	"net/textproto"
	"path"
	"strings"
)

// encode writes v as JSON in raw UTF-8, without any \u escape: WeChat refuses
// them (47002), stores them as they stand or counts each as six characters.
// Control characters other than tab and line ends are dropped.
func encode(v any) []byte {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil {
		panic("wechat: " + err.Error()) // requests are plain structs
	}
	return unescape(bytes.TrimSuffix(b.Bytes(), []byte("\n")))
}

// unescape replaces the escapes that encoding/json still writes.
func unescape(b []byte) []byte {
	out := b[:0]
	for i := 0; i < len(b); i++ {
		if b[i] != '\\' {
			out = append(out, b[i])
			continue
		}
		switch b[i+1] {
		case 'u':
			switch string(b[i+2 : i+6]) {
			case "2028", "2029", "fffd":
				raw := map[byte]string{'8': "\u2028", '9': "\u2029", 'd': "\ufffd"}[b[i+5]]
				out = append(out, raw...)
			}
			i += 5
		case 'b', 'f':
			i++
		default:
			out = append(out, b[i], b[i+1])
			i++
		}
	}
	return out
}

// File is a file to upload.
type File struct {
	Name string // becomes ASCII and gets an extension if it has none
	Data []byte
}

// form writes a multipart form with f as its "media" part and, unless empty, a
// description, and returns its Content-Type. The boundary is a hash of the file, so equal files make equal
// requests; it needs no quotes, which WeChat does not understand.
func form(f File, description []byte) (body []byte, contentType string) {
	sum := sha256.Sum256(f.Data)
	var b bytes.Buffer
	b.Grow(len(f.Data) + 1024)
	w := multipart.NewWriter(&b)
	must(w.SetBoundary("mpsync" + hex.EncodeToString(sum[:16])))
	kind := http.DetectContentType(f.Data)
	h := textproto.MIMEHeader{}
	h.Set("Content-Disposition", fmt.Sprintf(`form-data; name="media"; filename="%s"`, fileName(f.Name, kind)))
	h.Set("Content-Type", kind)
	part, err := w.CreatePart(h)
	must(err)
	_, err = part.Write(f.Data)
	must(err)
	if len(description) > 0 {
		must(w.WriteField("description", string(description)))
	}
	must(w.Close())
	return b.Bytes(), w.FormDataContentType()
}

// must is for writes to memory, which only a programming mistake can fail.
func must(err error) {
	if err != nil {
		panic("wechat: " + err.Error())
	}
}

// fileName is name in ASCII with an extension: without either, WeChat finds no
// file in the form (41005) or no type (40005).
func fileName(name, kind string) string {
	name = strings.Map(func(r rune) rune {
		switch {
		case r >= 'a' && r <= 'z', r >= 'A' && r <= 'Z', r >= '0' && r <= '9', strings.ContainsRune("._-", r):
			return r
		}
		return '_'
	}, path.Base(name))
	if ext := path.Ext(name); ext != "" && ext != "." {
		return name
	}
	ext := map[string]string{
		"image/jpeg": ".jpg", "image/png": ".png", "image/gif": ".gif", "image/bmp": ".bmp",
		"audio/mpeg": ".mp3", "video/mp4": ".mp4",
	}[kind]
	if ext == "" {
		ext = ".bin"
	}
	return strings.TrimSuffix(name, ".") + ext
}

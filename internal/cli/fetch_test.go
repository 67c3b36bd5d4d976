package cli

import (
	"bytes"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

func TestFetcherTakesOnlyPicturesOfTheAccount(t *testing.T) {
	picture := (&desk{T: t}).picture(1)
	var asked []string
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		asked = append(asked, r.URL.String())
		if r.Referer() != "" {
			t.Error("a Referer was sent")
		}
		switch name := strings.Split(r.URL.Path, "/")[2]; name {
		case "good":
			_, _ = w.Write(picture)
		case "text":
			_, _ = w.Write([]byte("<html>not found</html>"))
		case "large":
			_, _ = w.Write(append(bytes.Clone(picture), make([]byte, fetchLimit)...))
		case "away":
			http.Redirect(w, r, "/mmbiz_png/good/0", http.StatusFound)
		default:
			http.NotFound(w, r)
		}
	}))
	defer server.Close()
	f := fetcher{server.Client(), server.URL}
	for address, ok := range map[string]bool{
		"http://mmbiz.qpic.cn/mmbiz_png/good/640?wx_fmt=png&from=appmsg&tp=webp": true,
		"https://mmbiz.qlogo.cn/mmbiz_jpg/good/0":                                true,
		"http://mmbiz.qpic.cn/mmbiz_png/text/0":                                  false,
		"http://mmbiz.qpic.cn/mmbiz_png/large/0":                                 false,
		"http://mmbiz.qpic.cn/mmbiz_png/away/0":                                  false,
		"http://mmbiz.qpic.cn/mmbiz_png/none/0":                                  false,
	} {
		data, im, err := f.picture(t.Context(), address)
		if (err == nil) != ok {
			t.Errorf("%s: %v", address, err)
		}
		if ok && (!bytes.Equal(data, picture) || im.Ext != "png") {
			t.Errorf("%s: %d bytes of %s", address, len(data), im.Ext)
		}
	}
	was := len(asked)
	for _, address := range []string{
		"https://example.com/a/b/c.png", "http://127.0.0.1/mmbiz_png/good/0", "file:///etc/passwd", "http://mmbiz.qpic.cn.evil.com/mmbiz_png/good/0",
		"http://mmbiz.qpic.cn/", "", "data:image/png;base64,AAAA", "http://mmbiz.qpic.cn@evil.com/mmbiz_png/good/0",
	} {
		if _, _, err := f.picture(t.Context(), address); err == nil {
			t.Errorf("%q was fetched", address)
		}
	}
	if len(asked) != was {
		t.Error("asked for", asked[was:])
	}
	for _, url := range asked {
		if strings.Contains(url, "webp") || strings.Contains(url, "640") {
			t.Error("not the full size:", url)
		}
	}
}

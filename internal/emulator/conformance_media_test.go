package emulator

import (
	"net/http"
	"strings"
)

// uploading uploads bytes under a name.
func uploading(path, name string, data func(*server) []byte) func(*server) reply {
	return func(a *server) reply { return a.upload("/cgi-bin/"+path, name, data(a)) }
}

func drawn(format string) func(*server) []byte {
	return func(a *server) []byte { return picture(a.t, format, 3, 3) }
}

func raw(s string) func(*server) []byte { return func(*server) []byte { return []byte(s) } }

// padded is a picture with bytes after its end, so that it has a size.
func padded(format string, size int) func(*server) []byte {
	return func(a *server) []byte {
		b := picture(a.t, format, 3, 3)
		return append(b, make([]byte, size-len(b))...)
	}
}

const mp4 = "\x00\x00\x00\x18ftypmp42"

var mediaRulesTested = []conformance{
	{"JPEG into an article", pageMaterial, Config{}, uploading("media/uploadimg", "a.jpg", drawn("jpeg")), 0},
	{"GIF into an article", pageMaterial, Config{}, uploading("media/uploadimg", "a.gif", drawn("gif")), 40005},
	{"GIF named JPEG into an article", pageMaterial, Config{}, uploading("media/uploadimg", "a.jpg", drawn("gif")), 40005},
	{"WebP into an article", observed, Config{}, uploading("media/uploadimg", "a.webp", raw("RIFF\x10\x00\x00\x00WEBPVP8 ")), 40005},
	{"image below 1 MB into an article", pageMaterial, Config{}, uploading("media/uploadimg", "a.png", padded("png", 1<<20-1)), 0},
	{"image of 1 MB into an article", pageMaterial, Config{}, uploading("media/uploadimg", "a.png", padded("png", 1<<20)), 40009},
	{"empty file", pageCodes, Config{}, uploading("media/uploadimg", "a.png", raw("")), 44001},
	{"file without a name", observed, Config{}, uploading("media/uploadimg", "", drawn("png")), 41005},
	{"no multipart", pageCodes, Config{}, posting("/cgi-bin/media/uploadimg", "x"), 41005},
	{"upload without a length", observed, Config{}, chunked, 41005},
	{"upload without a length, allowed", observed, with("chunked_upload", "accept"), chunked, 0},
	{"permanent GIF", pageMaterial, Config{}, uploading("material/add_material?type=image", "a.gif", drawn("gif")), 0},
	{"permanent BMP", pageMaterial, Config{}, uploading("material/add_material?type=image", "a.bmp", raw("BM0123456789")), 0},
	{"permanent image of 10 MB", pageMaterial, Config{}, uploading("material/add_material?type=image", "a.png", padded("png", 10<<20)), 0},
	{"permanent image above 10 MB", pageMaterial, Config{}, uploading("material/add_material?type=image", "a.png", padded("png", 10<<20+1)), 40009},
	{"permanent material without type", pageMaterial, Config{}, uploading("material/add_material", "a.png", drawn("png")), 40004},
	{"permanent material of type news", pageMaterial, Config{}, uploading("material/add_material?type=news", "a.png", drawn("png")), 40004},
	{"thumb", pageMaterial, Config{}, uploading("material/add_material?type=thumb", "a.jpg", padded("jpeg", 64<<10)), 0},
	{"thumb above 64 KB", pageMaterial, Config{}, uploading("material/add_material?type=thumb", "a.jpg", padded("jpeg", 64<<10+1)), 40012},
	{"thumb that is no JPEG", pageMaterial, Config{}, uploading("material/add_material?type=thumb", "a.png", drawn("png")), 40005},
	{"voice", pageMaterial, Config{}, uploading("material/add_material?type=voice", "a.mp3", raw("ID3\x03")), 0},
	{"voice above 2 MB", pageMaterial, Config{}, uploading("material/add_material?type=voice", "a.mp3", raw("ID3"+times("\x00", 2<<20))), 40010},
	{"WAV of 60 seconds", pageMaterial, Config{}, uploading("material/add_material?type=voice", "a.wav", wav(60)), 0},
	{"WAV of 61 seconds", pageMaterial, Config{}, uploading("material/add_material?type=voice", "a.wav", wav(61)), 45007},
	{"AMR of 61 seconds", pageMaterial, Config{}, uploading("material/add_material?type=voice", "a.amr", raw("#!AMR\n"+times("\x3c"+times("\x00", 31), 61*50))), 45007},
	{"AMR of 60 seconds", pageMaterial, Config{}, uploading("material/add_material?type=voice", "a.amr", raw("#!AMR\n"+times("\x3c"+times("\x00", 31), 60*50))), 0},
	{"MP3 of 61 seconds", pageMaterial, Config{}, uploading("material/add_material?type=voice", "a.mp3", raw("ID3\x03\x00\x00\x00\x00\x00\x02xx\xff\xfb\x90\x00"+times("\x00", 61*16000))), 45007},
	{"MP3 of 59 seconds", pageMaterial, Config{}, uploading("material/add_material?type=voice", "a.mp3", raw("\xff\xfb\x90\x00"+times("\x00", 59*16000))), 0},
	{"voice that is a picture", pageMaterial, Config{}, uploading("material/add_material?type=voice", "a.mp3", drawn("png")), 40005},
	{"video", pageMaterial, Config{}, func(a *server) reply {
		return a.upload("/cgi-bin/material/add_material?type=video", "a.mp4", []byte(mp4), "description", `{"title":"茶","introduction":"采茶"}`)
	}, 0},
	{"video without description", pageMaterial, Config{}, uploading("material/add_material?type=video", "a.mp4", raw(mp4)), 41011},
	{"video with half a description", pageMaterial, Config{}, func(a *server) reply {
		return a.upload("/cgi-bin/material/add_material?type=video", "a.mp4", []byte(mp4), "description", `{"title":"茶"}`)
	}, 41011},
	{"video with a description that is no JSON", pageMaterial, Config{}, func(a *server) reply {
		return a.upload("/cgi-bin/material/add_material?type=video", "a.mp4", []byte(mp4), "description", `title`)
	}, 47001},
	{"more images than the library holds", pageMaterial, with("library_cap", "0"), uploading("material/add_material?type=image", "a.png", drawn("png")), 45074},
	{"more thumbs than the library holds", pageMaterial, with("other_cap", "0"), uploading("material/add_material?type=thumb", "a.jpg", drawn("jpeg")), 45074},
	{"temporary image", pageUpload, Config{}, uploading("media/upload?type=image", "a.png", drawn("png")), 0},
	{"PNG into an article where only JPEG passes", observed, with("inline_formats", "jpeg"), uploading("media/uploadimg", "a.png", drawn("png")), 40005},
	{"temporary image above another limit", pageUpload, with("temp_image_bytes", "2097152"), uploading("media/upload?type=image", "a.png", padded("png", 2<<20+1)), 40009},
	{"temporary WAV", pageUpload, Config{}, uploading("media/upload?type=voice", "a.wav", raw("RIFF\x10\x00\x00\x00WAVE")), 40005},
	{"temporary material of an unknown type", pageUpload, Config{}, uploading("media/upload?type=file", "a.png", drawn("png")), 40004},
	{"temporary material is no permanent one", pageMaterial, Config{}, func(a *server) reply {
		id := uploading("media/upload?type=image", "a.png", drawn("png"))(a).text("media_id")
		return a.post("/cgi-bin/material/get_material", map[string]any{"media_id": id})
	}, 40007},
	{"temporary material is not deleted as a permanent one", pageMaterial, Config{}, func(a *server) reply {
		id := uploading("media/upload?type=image", "a.png", drawn("png"))(a).text("media_id")
		return a.post("/cgi-bin/material/del_material", map[string]any{"media_id": id})
	}, 40007},
	{"news with a temporary cover", pageNews, Config{}, uploadingNews(0), 0},
	{"news with a cover of three days ago", pageUpload, Config{}, uploadingNews(3 * day), 40007},
	{"news with a permanent cover", pageNews, Config{}, adding("media/uploadnews"), 40007},
	{"news of nothing", pageNews, Config{}, posting("/cgi-bin/media/uploadnews", `{"articles":[]}`), 44003},
}

// uploadingNews uploads news with a temporary cover of some age.
func uploadingNews(age int) func(*server) reply {
	return func(a *server) reply {
		id := uploading("media/upload?type=thumb", "a.jpg", drawn("jpeg"))(a).text("thumb_media_id")
		article := a.article("thumb_media_id", id)
		if age > 0 {
			a.advance(age)
			a.token = a.newToken()
		}
		return a.post("/cgi-bin/media/uploadnews", messageOf(article))
	}
}

func chunked(a *server) reply {
	body := "--b\r\nContent-Disposition: form-data; name=\"media\"; filename=\"a.png\"\r\n\r\n" + string(picture(a.t, "png", 2, 2)) + "\r\n--b--\r\n"
	req, err := http.NewRequestWithContext(a.t.Context(), http.MethodPost, a.url("/cgi-bin/media/uploadimg"), struct{ *strings.Reader }{strings.NewReader(body)})
	if err != nil {
		a.t.Fatal(err)
	}
	req.Header.Set("Content-Type", "multipart/form-data; boundary=b")
	return a.do(req)
}

// wav is a silent voice of one byte a second.
func wav(seconds int) func(*server) []byte {
	header := "RIFF\x00\x00\x00\x00WAVEfmt \x10\x00\x00\x00\x01\x00\x01\x00\x01\x00\x00\x00\x01\x00\x00\x00\x01\x00\x08\x00data\x00\x00\x00\x00"
	return raw(header + times("\x00", seconds))
}

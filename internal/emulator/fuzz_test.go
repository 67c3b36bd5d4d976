package emulator

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"
)

// samples are bodies as the documents show them, one or more an API.
var samples = map[string][]string{
	"/cgi-bin/stable_token":                   {`{"grant_type":"client_credential","appid":"wx1","secret":"s","force_refresh":true}`},
	"/cgi-bin/component/api_component_token":  {`{"component_appid":"wxc","component_appsecret":"s","component_verify_ticket":"t"}`},
	"/cgi-bin/component/api_query_auth":       {`{"component_appid":"wxc","authorization_code":"c"}`},
	"/cgi-bin/component/api_authorizer_token": {`{"component_appid":"wxc","authorizer_appid":"wx1","authorizer_refresh_token":"r"}`},
	"/cgi-bin/clear_quota":                    {`{"appid":"wx1"}`},
	"/cgi-bin/clear_quota/v2":                 {`{"appid":"wx1","appsecret":"s"}`},
	"/cgi-bin/openapi/quota/get":              {`{"cgi_path":"/cgi-bin/draft/add"}`},
	"/cgi-bin/openapi/rid/get":                {`{"rid":"61725984-6126f6f9-040f19c4"}`},
	"/cgi-bin/callback/check":                 {`{"action":"all","check_operator":"DEFAULT"}`},
	"/cgi-bin/material/add_news":              {`{"articles":[{"title":"t","thumb_media_id":"cover","author":"a","digest":"d","show_cover_pic":1,"content":"<p>c</p>","content_source_url":"http://a.cn","need_open_comment":"1","only_fans_can_comment":0}]}`},
	"/cgi-bin/material/update_news":           {`{"media_id":"news","index":0,"articles":{"title":"t","thumb_media_id":"cover","content":"c"}}`},
	"/cgi-bin/material/get_material":          {`{"media_id":"cover"}`, `{"media_id":"news"}`},
	"/cgi-bin/material/batchget_material":     {`{"type":"news","offset":0,"count":20}`, `{"type":"image","offset":0,"count":20}`},
	"/cgi-bin/material/del_material":          {`{"media_id":"nobody"}`},
	"/cgi-bin/material/add_material":          {"--b\r\nContent-Disposition: form-data; name=\"media\"; filename=\"a.gif\"\r\n\r\nGIF89a\r\n--b--\r\n"},
	"/cgi-bin/media/upload":                   {"--b\r\nContent-Disposition: form-data; name=\"media\"; filename=\"a.gif\"\r\n\r\nGIF89a\r\n--b--\r\n"},
	"/cgi-bin/media/uploadimg":                {"--b\r\nContent-Disposition: form-data; name=\"media\"; filename=\"a.png\"\r\n\r\n\x89PNG\r\n\x1a\n\r\n--b--\r\n"},
	"/cgi-bin/media/uploadnews":               {`{"articles":[{"thumb_media_id":"temp","author":"xxx","title":"Happy Day","content_source_url":"www.qq.com","content":"content","digest":"digest","show_cover_pic":1}]}`},
	"/cgi-bin/draft/add":                      {`{"articles":[{"article_type":"newspic","title":"t","content":"c","image_info":{"image_list":[{"image_media_id":"cover"}]},"cover_info":{"crop_percent_list":[{"ratio":"1_1"}]}}]}`},
	"/cgi-bin/draft/update":                   {`{"media_id":"draft","index":"0","articles":{"title":"t","thumb_media_id":"cover","content":"c","pic_crop_1_1":"0_0_1_1"}}`},
	"/cgi-bin/draft/get":                      {`{"media_id":"draft"}`},
	"/cgi-bin/draft/batchget":                 {`{"offset":0,"count":20,"no_content":1}`},
	"/cgi-bin/draft/delete":                   {`{"media_id":"nobody"}`},
	"/cgi-bin/draft/switch":                   {``},
	"/cgi-bin/freepublish/submit":             {`{"media_id":"nobody"}`},
	"/cgi-bin/freepublish/get":                {`{"publish_id":"100000001"}`},
	"/cgi-bin/freepublish/getarticle":         {`{"article_id":"a"}`},
	"/cgi-bin/freepublish/batchget":           {`{"offset":0,"count":20,"no_content":0}`},
	"/cgi-bin/freepublish/delete":             {`{"article_id":"a","index":1}`},
	"/cgi-bin/message/mass/sendall":           {`{"filter":{"is_to_all":false,"tag_id":2},"mpnews":{"media_id":"news"},"msgtype":"mpnews","send_ignore_reprint":0}`, `{"filter":{"is_to_all":true},"text":{"content":"c"},"msgtype":"text"}`},
	"/cgi-bin/message/mass/send":              {`{"touser":["o1","o2"],"images":{"media_ids":["cover"]},"msgtype":"images"}`},
	"/cgi-bin/message/mass/preview":           {`{"touser":"o1","towxname":"w","mpnews":{"media_id":"news"},"msgtype":"mpnews"}`},
	"/cgi-bin/message/mass/delete":            {`{"msg_id":"201053012","article_idx":2}`, `{"url":"http://mp.weixin.qq.com/s?mid=1&idx=1"}`},
	"/cgi-bin/message/mass/get":               {`{"msg_id":"201053012"}`},
	"/cgi-bin/message/mass/speed/get":         {`{}`},
	"/cgi-bin/message/mass/speed/set":         {`{"speed":1}`},
	"/datacube/getarticlesummary":             {`{"begin_date":"2024-05-01","end_date":"2024-05-01"}`},
	"/datacube/getarticletotal":               {`{"begin_date":"2024-05-01","end_date":"2024-05-01"}`},
	"/cgi-bin/comment/open":                   {`{"msg_data_id":1,"index":0}`},
	"/cgi-bin/comment/close":                  {`{"msg_data_id":1}`},
	"/cgi-bin/comment/list":                   {`{"msg_data_id":1,"index":0,"begin":0,"count":10,"type":0}`},
	"/cgi-bin/comment/markelect":              {`{"msg_data_id":1,"index":0,"user_comment_id":1}`},
	"/cgi-bin/comment/unmarkelect":            {`{"msg_data_id":1,"index":0,"user_comment_id":1}`},
	"/cgi-bin/comment/delete":                 {`{"msg_data_id":1,"index":0,"user_comment_id":9}`},
	"/cgi-bin/comment/reply/add":              {`{"msg_data_id":1,"index":0,"user_comment_id":1,"content":"内容"}`},
	"/cgi-bin/comment/reply/delete":           {`{"msg_data_id":1,"index":0,"user_comment_id":1}`},
	"/_emulator/settings":                     {`{"title_chars":8,"quotas":true,"author_chars":null}`},
	"/_emulator/faults":                       {`[{"path":"*","mode":"errcode","errcode":1,"after":1,"times":2}]`},
	"/_emulator/clock":                        {`{"advance_s":0}`},
	"/_emulator/comments":                     {`{"msg_data_id":1,"index":0,"content":"c","openid":"o"}`},
	"/_emulator/console":                      {`{"action":"save","media_id":"draft","content":"<p>x</p>"}`, `{"action":"reorder","media_id":"draft","order":[0]}`},
}

// FuzzBody sends any body to any API: no panic, status 200, one JSON value or a
// file, and no row changed by a refusal.
func FuzzBody(f *testing.F) {
	e, err := Open(context.Background(), Config{Dir: f.TempDir(), Now: time.Now, Rand: rand.Reader})
	if err != nil {
		f.Fatal(err)
	}
	f.Cleanup(func() { _ = e.Close() })
	fillForFuzz(f, e)
	paths := slices.Sorted(maps.Keys(samples))
	for i, p := range paths {
		for _, body := range samples[p] {
			f.Add(i, body)
		}
	}
	f.Fuzz(func(t *testing.T, which int, body string) {
		path := paths[(which%len(paths)+len(paths))%len(paths)]
		before := dump(t, e)
		w := sendForFuzz(e, path, body)
		if w.Header().Get("X-Emulator-Error") != "" {
			t.Fatalf("%s %q: %s", path, body, w.Header().Get("X-Emulator-Error"))
		}
		api := !strings.HasPrefix(path, "/_emulator/")
		if w.Code >= 500 || api && w.Code != http.StatusOK {
			t.Fatalf("%s %q: status %d", path, body, w.Code)
		}
		var out struct {
			Code int `json:"errcode"`
		}
		if err := json.Unmarshal(w.Body.Bytes(), &out); err != nil && w.Header().Get("Content-Disposition") == "" {
			t.Fatalf("%s %q: %v in %s", path, body, err, w.Body)
		}
		if refused := out.Code != 0 || w.Code != http.StatusOK; refused && dump(t, e) != before {
			t.Fatalf("%s %q: refused with %s, and yet something changed", path, body, w.Body)
		}
		sendForFuzz(e, "/_emulator/reset", "")
		fillForFuzz(t, e)
	})
}

// fillForFuzz makes the account that the samples speak of.
func fillForFuzz(t testing.TB, e *Emulator) {
	t.Helper()
	err := e.store.write(context.Background(), func(x tx) error {
		for _, q := range []string{
			"INSERT INTO token (token, kind, appid, issued, ends) VALUES ('t', 'plain', 'a', 0, 1 << 40), ('c', 'component', 'a', 0, 1 << 40)",
			"INSERT INTO blob VALUES ('k', 'png', 'image/png', 1, 1, 0, 'x')",
			"INSERT INTO file (media_id, kind, name, created, ends, key) VALUES ('cover', 'image', 'a.png', 0, 0, 'k'), ('temp', 'image', 'a.png', 0, 1 << 40, 'k')",
			"INSERT INTO message (seq, box, media_id, created, updated) VALUES (1, 'material', 'news', 0, 0), (2, 'draft', 'draft', 0, 0), (3, 'post', 'post', 0, 0)",
			`INSERT INTO article (message, idx, type, title, author, digest, source_url, thumb, show_cover, comments, fans_only, opened, content)
				SELECT seq, 0, 'news', 't', '', '', '', 'cover', 0, 1, 0, 1, 'c' FROM message`,
			"INSERT INTO post (msg_data_id, message, article_id, kind, created) VALUES (1, 3, 'a', 'publish', 0)",
			"INSERT INTO comment (post, idx, id, openid, content, created) VALUES (1, 0, 1, 'o', 'c', 0)",
		} {
			if err := x.exec(q); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func sendForFuzz(e *Emulator, path, body string) *httptest.ResponseRecorder {
	url := path + "?access_token=t&component_access_token=c&type=image"
	r := httptest.NewRequest(http.MethodPost, url, strings.NewReader(body))
	if strings.HasPrefix(body, "--b") {
		r.Header.Set("Content-Type", "multipart/form-data; boundary=b")
	}
	w := httptest.NewRecorder()
	e.ServeHTTP(w, r)
	return w
}

// dump writes down every row that an API may change, but neither the log nor counts.
func dump(t testing.TB, e *Emulator) string {
	t.Helper()
	var out strings.Builder
	for _, q := range []string{
		"SELECT seq || box || media_id || updated FROM message ORDER BY seq",
		"SELECT message || ' ' || idx || title || content || comments || deleted FROM article ORDER BY message, idx",
		"SELECT media_id FROM file ORDER BY seq", "SELECT key FROM blob ORDER BY key", "SELECT token || ends FROM token ORDER BY token",
		"SELECT msg_data_id FROM post", "SELECT publish_id FROM job", "SELECT msg_id || status FROM mass",
		"SELECT id || elected || gone || coalesce(reply, '-') FROM comment", "SELECT name || value FROM setting", "SELECT mode FROM fault", "SELECT message FROM schedule",
	} {
		err := e.store.query(context.Background(), func(scan func(...any) error) error {
			var s string
			err := scan(&s)
			fmt.Fprintln(&out, s)
			return err
		}, q)
		if err != nil {
			t.Fatal(err)
		}
	}
	return out.String()
}

func TestSamplesCoverEveryPost(t *testing.T) {
	for path, rt := range routes() {
		if _, known := samples[path]; rt.verb == http.MethodPost && !known {
			t.Errorf("no sample body for %s", path)
		}
	}
}

func TestSamplesAreAccepted(t *testing.T) {
	// Those that name what a fresh account does not have.
	refused := map[string]int{
		"/cgi-bin/component/api_component_token": 61006, "/cgi-bin/component/api_query_auth": 61010, "/cgi-bin/component/api_authorizer_token": 61023,
		"/cgi-bin/openapi/rid/get": 76001, "/cgi-bin/material/del_material": 40007, "/cgi-bin/draft/delete": 40007, "/cgi-bin/freepublish/submit": 40007,
		"/cgi-bin/freepublish/get": 53502, "/cgi-bin/message/mass/delete": 40097, "/cgi-bin/message/mass/get": 40097, "/cgi-bin/comment/delete": 88008,
		"/cgi-bin/comment/reply/delete": 87009,
	}
	e := startBare(t, Config{}).emu
	for path, bodies := range samples {
		for _, body := range bodies {
			sendForFuzz(e, "/_emulator/reset", "")
			fillForFuzz(t, e)
			w := sendForFuzz(e, path, body)
			var out struct {
				Code int `json:"errcode"`
			}
			_ = json.Unmarshal(w.Body.Bytes(), &out) // a file is no JSON
			if w.Code != http.StatusOK || out.Code != refused[path] {
				t.Errorf("%s %s: %d %s", path, body, w.Code, w.Body)
			}
		}
	}
}

package emulator

import (
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"mpsync/internal/browsertest"
)

// submit sends a form of the window and returns the page it leads to.
func (a *server) submit(form url.Values) reply {
	a.t.Helper()
	req, err := http.NewRequestWithContext(a.t.Context(), http.MethodPost, a.base+"/_emulator/do", strings.NewReader(form.Encode()))
	if err != nil {
		a.t.Fatal(err)
	}
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	return a.do(req)
}

func TestWindowShowsWhatTheAccountHolds(t *testing.T) {
	a := start(t, Config{})
	inline := uploading("media/uploadimg", "a.png", drawn("png"))(a).text("url")
	adding("material/add_news", "title", "素材里的 <b>题目</b>")(a).fine()
	adding("draft/add", "title", "草稿题目", "content", `<p style="color:red">正文</p><img src="`+inline+`">`)(a).fine()
	post := a.comments(1)
	for _, tt := range []struct{ path, want string }{
		{"?lang=zh", "素材里的 &lt;b&gt;题目&lt;/b&gt;"},
		{"?lang=en", "Drafts"},
		{"draft?lang=zh", "草稿题目"},
		{"post?lang=en", "published"},
		{"files?lang=zh", "cover.png"},
		{"log?lang=en", "/cgi-bin/draft/add"},
		{"article?message=2&idx=0&lang=zh", "草稿题目"},
		{"article?message=2&idx=0&lang=zh", "&lt;p style=&#34;color:red&#34;&gt;"},
		{"article?message=3&idx=0&lang=zh", "好茶0"},
		{"article?message=3&idx=0&lang=zh", strconv.FormatInt(post, 10)},
		{"log?page=0&lang=en", "/cgi-bin/freepublish/submit"},
	} {
		r := a.get("/_emulator/" + tt.path)
		if r.status != http.StatusOK || !strings.Contains(string(r.raw), tt.want) {
			t.Errorf("%s: %d, no %q", tt.path, r.status, tt.want)
		}
		if !strings.Contains(r.header.Get("Content-Security-Policy"), "default-src 'none'") {
			t.Errorf("%s: policy %q", tt.path, r.header.Get("Content-Security-Policy"))
		}
	}
	if r := a.get("/_emulator/article?message=99&idx=0"); r.status != http.StatusNotFound {
		t.Errorf("no such article: %d", r.status)
	}
}

func TestArticleAddressesWorkHere(t *testing.T) {
	a := start(t, Config{})
	inline := uploading("media/uploadimg", "a.png", drawn("png"))(a).text("url")
	id := adding("draft/add", "content", `<p>正文</p><img src="`+inline+`">`)(a).text("media_id")
	address := a.post("/cgi-bin/draft/get", map[string]any{"media_id": id}).at("news_item", 0, "url").(string)
	r := a.get(strings.TrimPrefix(address, "http://mp.weixin.qq.com"))
	picture := strings.TrimPrefix(inline, "http://mmbiz.qpic.cn")
	if r.status != http.StatusOK || !strings.Contains(string(r.raw), `<img src="`+picture+`">`) {
		t.Errorf("preview: %d %s", r.status, r.raw)
	}
	if policy := r.header.Get("Content-Security-Policy"); strings.Contains(policy, "script-src") || !strings.Contains(policy, "sandbox") {
		t.Errorf("policy %q", policy)
	}
	if r := a.get("/s?mid=1&idx=1"); r.status != http.StatusNotFound {
		t.Errorf("no such article: %d", r.status)
	}
}

func TestPictureMessageIsShownWithItsPictures(t *testing.T) {
	a := start(t, Config{})
	addingPictures(2, "第一行\n第二行")(a).fine()
	r := a.get("/s?mid=100000001&idx=1")
	if n := strings.Count(string(r.raw), `class="picture"`); n != 2 || !strings.Contains(string(r.raw), "第一行<br>第二行") {
		t.Errorf("%d pictures in %s", n, r.raw)
	}
}

func TestCommentWrittenInTheWindowIsListed(t *testing.T) {
	a := start(t, Config{})
	post := a.publish(1).number("msg_data_id")
	form := url.Values{
		"action": {"comment"}, "msg_data_id": {strconv.FormatInt(post, 10)}, "index": {"0"}, "content": {"好喝吗？"},
		"page": {"article"}, "message": {"1"}, "idx": {"0"}, "lang": {"zh"},
	}
	if r := a.submit(form); r.status != http.StatusOK || !strings.Contains(string(r.raw), "好喝吗？") {
		t.Errorf("the page it leads to: %d %s", r.status, r.raw)
	}
	list := a.post("/cgi-bin/comment/list", map[string]any{"msg_data_id": post, "begin": 0, "count": 9, "type": 0})
	if got := list.at("comment", 0, "content"); got != "好喝吗？" {
		t.Errorf("listed: %s", list.raw)
	}
	form.Set("content", " ")
	if r := a.submit(form); !strings.Contains(string(r.raw), "the comment is empty") {
		t.Errorf("an empty comment: %s", r.raw)
	}
}

func TestButtonsDoWhatTheConsoleDoes(t *testing.T) {
	a := start(t, Config{})
	id := a.draft(2)
	press := func(form url.Values) {
		t.Helper()
		if r := a.submit(form); r.status != http.StatusOK || strings.Contains(string(r.raw), `class="error"`) {
			t.Errorf("%v: %d %s", form, r.status, r.raw)
		}
	}
	first := func() (title, content string) {
		r := a.post("/cgi-bin/draft/get", map[string]any{"media_id": id})
		return r.at("news_item", 0, "title").(string), r.at("news_item", 0, "content").(string)
	}
	press(url.Values{"action": {"save"}, "media_id": {id}, "page": {"draft"}})
	if _, content := first(); !strings.HasSuffix(content, editorTail) {
		t.Errorf("saved: %s", content)
	}
	press(url.Values{"action": {"save"}, "media_id": {id}, "title": {"改过"}, "content": {"<p>新的</p>"}, "page": {"draft"}})
	if title, content := first(); title != "改过" || !strings.Contains(content, "新的") {
		t.Errorf("edited: %s %s", title, content)
	}
	press(url.Values{"action": {"reorder"}, "media_id": {id}, "order": {"1,0"}, "page": {"draft"}})
	if title, _ := first(); title != "第2篇" {
		t.Errorf("reordered: %s", title)
	}
	press(url.Values{"action": {"combine"}, "media_ids": {id, a.draft(1)}, "page": {"draft"}})
	if n := a.draftCount(); n != 1 {
		t.Errorf("%d drafts after combining", n)
	}
	later := a.draft(1)
	press(url.Values{"action": {"schedule"}, "media_id": {later}, "in": {"5"}, "page": {"article"}, "message": {"4"}, "idx": {"0"}})
	a.advance(299)
	if n := a.draftCount(); n != 2 {
		t.Errorf("%d drafts before the time", n)
	}
	a.advance(2)
	if n := a.draftCount(); n != 1 {
		t.Errorf("%d drafts after the time", n)
	}
	id = a.draft(1)
	press(url.Values{"action": {"publish"}, "media_id": {id}, "page": {"draft"}})
	if n := a.draftCount(); n != 1 {
		t.Errorf("%d drafts after publishing", n)
	}
}

func TestOtherSitesCannotUseTheWindow(t *testing.T) {
	a := start(t, Config{})
	req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, a.base+"/_emulator/reset", nil)
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Origin", "https://elsewhere.example")
	req.Header.Set("Sec-Fetch-Site", "cross-site")
	if r := a.do(req); r.status != http.StatusForbidden {
		t.Errorf("status %d", r.status)
	}
}

func TestOtherNamesOfThisMachineCannotUseTheWindow(t *testing.T) {
	a := start(t, Config{})
	for host, want := range map[string]int{"elsewhere.example:80": 403, "localhost:1": 200, "[::1]": 200, "127.0.0.1": 200} {
		req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, a.base+"/_emulator/settings", nil)
		if err != nil {
			t.Fatal(err)
		}
		req.Host = host
		if r := a.do(req); r.status != want {
			t.Errorf("host %s: status %d", host, r.status)
		}
	}
}

func TestWindowWordsAreInBothLanguages(t *testing.T) {
	for key, words := range windowTexts {
		if words[0] == "" || words[1] == "" {
			t.Errorf("%s lacks a language", key)
		}
	}
	for accepted, want := range map[string]string{"": "zh", "fr,en;q=0.5": "en", "zh-CN,en": "zh", "de": "zh"} {
		if got := windowLang("", accepted); got != want {
			t.Errorf("%q gives %s", accepted, got)
		}
	}
}

// The window in a real browser: a comment written there is listed, and nothing is
// wider than the screen. Pictures go to the folder that EMULATOR_SCREENSHOTS names.
func TestWindowInABrowser(t *testing.T) {
	a := start(t, Config{})
	post := a.comments(2)
	adding("material/add_news")(a).fine()
	ctx := browsertest.Open(t)
	article := a.base + "/_emulator/article?message=1&idx=0&lang=zh"
	if err := chromedp.Do(ctx,
		chromedp.Navigate(article),
		chromedp.SendKeys("#content", "浏览器里写的留言"),
		chromedp.Click(".write button"),
		chromedp.WaitVisible(`//p[text()="浏览器里写的留言"]`),
	); err != nil {
		t.Fatal(err)
	}
	list := a.post("/cgi-bin/comment/list", map[string]any{"msg_data_id": post, "begin": 0, "count": 9, "type": 0})
	if got := list.at("comment", 0, "content"); got != "浏览器里写的留言" {
		t.Errorf("listed: %s", list.raw)
	}
	for _, width := range []int64{375, 1280} {
		for name, address := range map[string]string{
			"article": article, "cards": a.base + "/_emulator/?lang=zh", "files": a.base + "/_emulator/files?lang=en", "log": a.base + "/_emulator/log?lang=zh",
		} {
			if err := chromedp.Do(ctx, chromedp.EmulateViewport(width, 900), chromedp.Navigate(address), chromedp.Sleep(300*time.Millisecond)); err != nil {
				t.Fatal(err)
			}
			wide, err := chromedp.Run(ctx, chromedp.Evaluate[int64]("document.documentElement.scrollWidth"))
			if err != nil {
				t.Fatal(err)
			}
			if wide > width {
				t.Errorf("%s is %d pixels wide on a screen of %d", name, wide, width)
			}
			if dir := os.Getenv("EMULATOR_SCREENSHOTS"); dir != "" {
				shot, err := chromedp.Run(ctx, chromedp.FullScreenshot(90))
				if err != nil {
					t.Fatal(err)
				}
				if err := os.WriteFile(filepath.Join(dir, name+"-"+strconv.FormatInt(width, 10)+".jpg"), shot, 0o600); err != nil {
					t.Fatal(err)
				}
			}
		}
	}
}

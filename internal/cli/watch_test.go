package cli

import (
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"mpsync/internal/browsertest"
	"mpsync/internal/readable"
)

// reader is a person with a site who looks at its preview page.
type reader struct {
	*testing.T
	dir, address string
	tab          context.Context
	stop         func()
}

// newReader watches a site and opens the page.
func newReader(t *testing.T, dir string) *reader {
	t.Helper()
	r := &reader{T: t, dir: dir, tab: browsertest.Open(t)}
	r.address, r.stop = startWatch(t, dir)
	return r
}

func (r *reader) open(path string, pairs ...string) {
	r.Helper()
	if err := chromedp.Do(r.tab, chromedp.Navigate(r.address+"?"+at(path, pairs...).Encode())); err != nil {
		r.Fatal(err)
	}
	r.until(`document.readyState === "complete" && stream && stream.readyState === 1`)
}

// step is a part of a test, which goes on where the last one ended.
func (r *reader) step(name string, f func(t *testing.T)) {
	r.Helper()
	all := r.T
	defer func() { r.T = all }()
	if !all.Run(name, func(t *testing.T) {
		r.T = t
		f(t)
	}) {
		all.FailNow()
	}
}

// until waits for a condition; article is the document in the phone.
func (r *reader) until(condition string) {
	r.Helper()
	wait(r.tab, r.T, `((article, text) => `+condition+`)(frames[0]?.document, document.body.innerText)`)
}

func (r *reader) path(name string) string { return filepath.Join(r.dir, filepath.FromSlash(name)) }

func (r *reader) read(name string) string {
	r.Helper()
	data, err := os.ReadFile(r.path(name))
	if err != nil {
		r.Fatal(err)
	}
	return string(data)
}

func (r *reader) write(name, text string) {
	r.Helper()
	if err := os.MkdirAll(filepath.Dir(r.path(name)), 0o750); err != nil {
		r.Fatal(err)
	}
	if err := os.WriteFile(r.path(name), []byte(text), 0o600); err != nil {
		r.Fatal(err)
	}
}

// replace changes a piece of a file.
func (r *reader) replace(name, old, now string) {
	r.Helper()
	text := r.read(name)
	if !strings.Contains(text, old) {
		r.Fatalf("%s does not contain %q", name, old)
	}
	r.write(name, strings.Replace(text, old, now, 1))
}

const (
	moon   = "articles/moon-night.md"
	autumn = "articles/autumn/great-square.md"
)

func TestWatchFollowsTheFiles(t *testing.T) {
	r := newReader(t, exampleSite(t))
	r.open(moon)
	has := func(text string) string { return `article.body.innerText.includes(` + strconv.Quote(text) + `)` }

	r.step("an edit shows and the reader stays where she is", func(t *testing.T) {
		r.until(has("约人看银河"))
		evaluate[bool](r.tab, t, `(frames[0].scrollTo(0, 900), frames[0].document.querySelector("h1").dataset.mine = "1", true)`)
		r.replace(moon, "记一条就够", "记住这一条就够")
		r.until(has("记住这一条就够"))
		r.until(`article.defaultView.scrollY > 800 && article.querySelector("h1").textContent.includes("月亮")`)
	})
	r.step("an editor that renames over the file", func(t *testing.T) {
		temp := r.path("articles/.moon.swp")
		if err := os.WriteFile(temp, []byte(strings.Replace(r.read(moon), "记住这一条就够", "只记这一条", 1)), 0o600); err != nil {
			t.Fatal(err)
		}
		if err := os.Rename(temp, r.path(moon)); err != nil {
			t.Fatal(err)
		}
		r.until(has("只记这一条"))
		r.replace(moon, "只记这一条", "单记这一条")
		r.until(has("单记这一条"))
	})
	r.step("broken front matter tells its line and keeps the last good form", func(t *testing.T) {
		whole := r.read(moon)
		r.write(moon, strings.Replace(whole, "title: ", "title: \"", 1))
		r.until(`document.querySelector(".notice.error .path")?.textContent.startsWith("articles/moon-night.md:2:") && ` + has("单记这一条"))
		r.until(`document.querySelector('.row[aria-current]').classList.contains("broken")`)
		r.write(moon, whole)
		r.until(`!document.querySelector(".notice.error") && !document.querySelector(".row.broken")`)
	})
	r.step("broken mpsync.yaml keeps the site", func(t *testing.T) {
		whole := r.read("mpsync.yaml")
		r.write("mpsync.yaml", whole+"\nlimits: {creates: many}\n")
		r.until(`document.querySelector(".notice.error .path")?.textContent.startsWith("mpsync.yaml:") && ` + has("单记这一条"))
		r.write("mpsync.yaml", whole)
		r.until(`!document.querySelector(".notice.error")`)
	})
	r.step("a replaced image", func(t *testing.T) {
		src := evaluate[string](r.tab, t, `frames[0].document.images[0].src`)
		data, err := os.ReadFile(r.path("images/perseids.png"))
		if err != nil {
			t.Fatal(err)
		}
		r.write("images/moon-phases.png", string(data))
		r.until(`article.images[0].src !== ` + strconv.Quote(src) + ` && article.images[0].naturalWidth > 0`)
	})
	r.step("the theme's file", func(t *testing.T) {
		r.write("themes/mine.css", "@extends \"plain\";\nh2 { color: #123456 }\n")
		r.replace("mpsync.yaml", "theme: default", "theme: themes/mine.css")
		colour := func(rgb string) string {
			return `getComputedStyle(article.querySelector("h2")).color === "` + rgb + `"`
		}
		r.until(colour("rgb(18, 52, 86)"))
		r.write("themes/mine.css", "@extends \"plain\";\nh2 { color: #654321 }\n")
		r.until(colour("rgb(101, 67, 33)"))
	})
	r.step("a renamed article is followed", func(t *testing.T) {
		if err := os.Rename(r.path(moon), r.path("articles/full-moon.md")); err != nil {
			t.Fatal(err)
		}
		r.until(`document.body.dataset.here === "articles/full-moon.md" && location.search.includes("full-moon") && ` + has("单记这一条"))
	})
	r.step("a new folder, and one that goes", func(t *testing.T) {
		row := `document.querySelector('.row[data-key="articles/deep/new/index.md"]')`
		r.write("articles/deep/new/index.md", "# 新来的\n\n第一段。\n")
		r.until(row + `?.textContent.includes("新来的")`)
		r.replace("articles/deep/new/index.md", "新来的", "新来的一篇")
		r.until(row + `?.textContent.includes("新来的一篇")`)
		if err := os.RemoveAll(r.path("articles/deep")); err != nil {
			t.Fatal(err)
		}
		r.until(`!` + row)
	})
	r.step("a deleted article gives way to another", func(t *testing.T) {
		if err := os.Remove(r.path("articles/full-moon.md")); err != nil {
			t.Fatal(err)
		}
		r.until(`document.body.dataset.here && document.body.dataset.here !== "articles/full-moon.md" && article.querySelector("h1").textContent !== ""`)
	})
}

func TestWatchShowsWhatTheReaderChooses(t *testing.T) {
	r := newReader(t, exampleSite(t))
	r.open(moon)
	click := func(selector string) {
		evaluate[bool](r.tab, t, `(document.querySelector(`+strconv.Quote(selector)+`).click(), true)`)
	}

	r.step("dark mode", func(t *testing.T) {
		click("#dark")
		r.until(`article.documentElement.className === "night" && location.search.includes("dark=1")`)
		r.until(`getComputedStyle(article.documentElement).backgroundColor === "rgb(25, 25, 25)" && getComputedStyle(article.querySelector("#content p")).color !== "rgb(48, 52, 58)"`)
		click("#dark")
		r.until(`article.documentElement.className === ""`)
	})
	r.step("another article, and back", func(t *testing.T) {
		click(`.row[data-key="` + autumn + `"]`)
		r.until(`article.querySelector("h1").textContent.includes("飞马") && document.querySelector(".row[aria-current]").dataset.key === "` + autumn + `"`)
		evaluate[bool](r.tab, t, `(history.back(), true)`)
		r.until(`article.querySelector("h1").textContent.includes("月亮")`)
	})
	r.step("the cards of a message", func(t *testing.T) {
		click(`.row[data-key="` + autumn + `"]`)
		click(".seg a:last-child")
		r.until(`document.querySelectorAll(".later").length === 2 && document.querySelector(".lead img").naturalWidth > 0 && document.querySelector(".share")`)
		click(".seg a:first-child")
		r.until(`article?.querySelector("h1")?.textContent.includes("飞马")`)
	})
	r.step("a search and a filter", func(t *testing.T) {
		evaluate[bool](r.tab, t, `(search => { search.value = "流星"; search.dispatchEvent(new Event("input", { bubbles: true })); return true; })(document.querySelector("#search"))`)
		r.until(`document.querySelectorAll(".row:not([hidden])").length === 1`)
		evaluate[bool](r.tab, t, `(search => { search.value = ""; search.dispatchEvent(new Event("input", { bubbles: true })); return true; })(document.querySelector("#search"))`)
		click("[data-filter=wrong]")
		r.until(`document.querySelectorAll(".row:not([hidden])").length === 0 && !document.querySelector("#list .none").hidden`)
		click("[data-filter=all]")
	})
	r.step("two themes side by side, and one written", func(t *testing.T) {
		r.open(moon, "theme", "manual", "with", "serif")
		r.until(`frames.length === 2 && frames[0].document.querySelector("h2") && frames[1].document.querySelector("h2") &&
			frames[0].document.querySelector("h2").outerHTML !== frames[1].document.querySelector("h2").outerHTML`)
		click(".trying [data-for=article]")
		r.until(`!document.querySelector(".trying") && !location.search.includes("theme=")`)
		if text := r.read(moon); !strings.Contains(text, "\ntheme: manual\n---\n") {
			t.Error(text[:300])
		}
		before := r.read("mpsync.yaml")
		r.open(moon, "theme", "serif")
		click(".trying [data-for=site]")
		r.until(`!document.querySelector(".trying")`)
		if got, want := r.read("mpsync.yaml"), strings.Replace(before, "theme: default", "theme: serif", 1); got != want {
			t.Error(got)
		}
	})
	r.step("two tabs, each with its own article", func(t *testing.T) {
		second, cancel := chromedp.NewContext(r.tab)
		defer cancel()
		other := &reader{T: t, dir: r.dir, address: r.address, tab: second}
		other.open("articles/meteors.md")
		r.open(moon)
		r.replace(moon, "约人看银河", "约人去看银河")
		r.write("articles/meteors.md", r.read("articles/meteors.md")+"\n另一个标签页。\n")
		r.until(`article.body.innerText.includes("约人去看银河")`)
		other.until(`article.body.innerText.includes("另一个标签页")`)
	})
	r.step("a new server is found again", func(t *testing.T) {
		r.open(moon)
		r.stop()
		r.until(`document.documentElement.classList.contains("away")`)
		_, r.stop = startWatch(t, r.dir, "--addr", strings.Trim(strings.TrimPrefix(r.address, "http://"), "/"))
		r.until(`!document.documentElement.classList.contains("away")`)
		r.replace(moon, "约人去看银河", "约人再看银河")
		r.until(`article.body.innerText.includes("约人再看银河")`)
	})
}

func TestWatchAppliesToTheBuiltInAccount(t *testing.T) {
	r := newReader(t, exampleSite(t))
	r.open(moon)
	r.until(`document.querySelector(".row[aria-current]").classList.contains("pending")`)
	evaluate[bool](r.tab, t, `(document.querySelector("#apply").click(), true)`)
	r.until(`document.querySelector("#plan[open] [data-plan]")`)
	evaluate[bool](r.tab, t, `(document.querySelector("[data-plan]").click(), true)`)
	r.until(`document.querySelector("#plan[open] h2")?.textContent === "完成" && document.querySelectorAll(".row.same").length === 10`)
	evaluate[bool](r.tab, t, `(document.querySelector("#plan[open] button").click(), true)`)
	r.replace(moon, "约人看银河", "约人去看银河")
	r.until(`document.querySelector(".diff .add")?.textContent.includes("约人去看银河") && document.querySelector(".diff .remove")?.textContent.includes("约人看银河")`)
}

func TestWatchCopiesWhatTheConsoleKeeps(t *testing.T) {
	d := newDesk(t, "current")
	d.write("images/a.png", string(d.picture(3)))
	d.write("articles/a.md", "---\ntitle: 一篇\n---\n\n第一段，**重点**。\n\n![图](/images/a.png)\n\n## 小标题\n\n> [!TIP]\n> 提示\n")
	d.run(exitDone, "apply", "--yes")
	writes := d.writes()
	r := newReader(t, d.dir)
	r.open("articles/a.md")
	r.until(`document.querySelector("[data-look]")`)
	if n := d.writes(); n != writes {
		t.Errorf("looking made %d writing calls", n-writes)
	}
	allowClipboard(r)
	evaluate[bool](r.tab, t, `(document.querySelector("#copy").click(), true)`)
	r.until(`document.querySelector("#toast").textContent.startsWith("已复制")`)
	evaluate[bool](r.tab, t, `(navigator.clipboard.read().then(items => items[0].getType("text/html")).then(b => b.text()).then(t => { window.got = t; }), true)`)
	r.until(`window.got`)
	html := evaluate[string](r.tab, t, `window.got`)
	thumb, _ := d.upload("material/add_material?type=image", d.picture(9))
	id := d.message(map[string]any{"title": "粘贴", "thumb_media_id": thumb, "content": html})
	kept := d.seen(id)[0]["content"].(string)
	if strings.Count(kept, "mmbiz.qpic.cn") != 1 || strings.Count(html, "mmbiz.qpic.cn") != 1 {
		t.Errorf("images: %s", kept)
	}
	if got, want := strings.Count(kept, "style="), strings.Count(html, "style="); got != want || want < 5 {
		t.Errorf("%d styles of %d are left: %s", got, want, kept)
	}
	d.send(http.MethodPost, "/_emulator/console", "application/json", strings.NewReader(`{"action":"save","media_id":"`+id+`"}`), nil)
	saved := d.seen(id)[0]["content"].(string)
	if readable.Read(saved).Text != readable.Read(html).Text || strings.Count(saved, "mmbiz.qpic.cn") != 1 || strings.Count(saved, "style=") < strings.Count(html, "style=") {
		t.Errorf("after a save in the web editor: %s", saved)
	}

	d.rewrite(strings.TrimSpace(record(t, d, "articles/a")), "第一段", "后台改过的一段")
	evaluate[bool](r.tab, t, `(document.querySelector("[data-look]").click(), true)`)
	r.until(`document.querySelector(".diff .add")?.textContent.includes("后台改过的一段")`)
}

// record is the media_id of a message of the site.
func record(t *testing.T, d *desk, address string) string {
	t.Helper()
	var st struct {
		Messages map[string]struct {
			MediaID string `json:"media_id"`
		} `json:"messages"`
	}
	if err := json.Unmarshal([]byte(d.read("mpsync.state.json")), &st); err != nil {
		t.Fatal(err)
	}
	return st.Messages[address].MediaID
}

// TestWatchGivesAForeignPageNothing opens another page in the writer's browser,
// which knows the address, and even the token.
func TestWatchGivesAForeignPageNothing(t *testing.T) {
	r := newReader(t, exampleSite(t))
	r.open(moon)
	token := evaluate[string](r.tab, t, `document.body.dataset.token`)
	before := r.read("mpsync.yaml")
	elsewhere := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html")
		_, _ = io.WriteString(w, "<!doctype html><title>elsewhere</title><body>")
	}))
	defer elsewhere.Close()
	if err := chromedp.Do(r.tab, chromedp.Navigate(elsewhere.URL)); err != nil {
		t.Fatal(err)
	}
	got, err := chromedp.Run(r.tab, chromedp.Evaluate[[]string](`(async (page, token) => {
		const asked = (path, how) => fetch(page + path, how).then(r => r.type === "opaque" ? "opaque" : "read", () => "refused");
		const loaded = (e, src) => new Promise(done => { e.onload = () => done("loaded"); e.onerror = () => done("refused"); e.src = src; document.body.append(e); });
		const form = { method: "POST", mode: "no-cors", body: new URLSearchParams({ token, theme: "manual", for: "site" }) };
		const stream = new EventSource(page + "events");
		const heard = new Promise(done => { stream.onmessage = () => done("read"); stream.onerror = () => done("refused"); });
		return [
			await asked(""), await asked("frame?at=articles/moon-night.md"), await asked("copy?at=articles/moon-night.md"),
			await asked("theme", form), await asked("apply", form),
			await loaded(new Image(), page + "files/icon.svg"), await loaded(document.createElement("script"), page + "files/script.js"),
			await heard,
		];
	})(`+strconv.Quote(r.address)+`, `+strconv.Quote(token)+`)`, chromedp.EvalAwaitPromise))
	if err != nil {
		t.Fatal(err)
	}
	for i, x := range got {
		if x != "refused" && x != "opaque" || x == "opaque" && i != 3 && i != 4 {
			t.Errorf("attempt %d: %s", i, x)
		}
	}
	if r.read("mpsync.yaml") != before {
		t.Error("a foreign page wrote mpsync.yaml")
	}
	if err := chromedp.Do(r.tab, chromedp.Navigate(strings.Replace(r.address, "127.0.0.1", "rebound.localhost", 1))); err != nil {
		t.Fatal(err)
	}
	r.until(`text.trim() === "Forbidden"`)
}

func TestWatchAnswersOnlyItsOwnPage(t *testing.T) {
	address, _ := startWatch(t, exampleSite(t))
	get := func(method, path string, header map[string]string, form url.Values) (int, string) {
		t.Helper()
		req, err := http.NewRequestWithContext(t.Context(), method, address+path, strings.NewReader(form.Encode()))
		if err != nil {
			t.Fatal(err)
		}
		req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		for name, value := range header {
			if name == "Host" {
				req.Host = value
			}
			req.Header.Set(name, value)
		}
		resp, err := http.DefaultClient.Do(req)
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = resp.Body.Close() }()
		body, err := io.ReadAll(resp.Body)
		if err != nil {
			t.Fatal(err)
		}
		return resp.StatusCode, string(body)
	}
	status, page := get(http.MethodGet, "", nil, nil)
	if status != http.StatusOK || !strings.Contains(page, moon) {
		t.Fatal(status)
	}
	_, token, _ := strings.Cut(page, `data-token="`)
	token, _, _ = strings.Cut(token, `"`)
	port := strings.Trim(strings.TrimPrefix(address, "http://127.0.0.1"), "/")
	foreign := map[string]string{"Origin": "https://evil.example"}
	for _, c := range []struct {
		name, method, path string
		header             map[string]string
		token              string
		want               int
	}{
		{"a name that leads here", http.MethodGet, "", map[string]string{"Host": "evil.example" + port}, "", 403},
		{"another port", http.MethodGet, "", map[string]string{"Host": "127.0.0.1:1"}, "", 403},
		{"localhost", http.MethodGet, "", map[string]string{"Host": "localhost" + port}, "", 200},
		{"a foreign page reads", http.MethodGet, "frame?at=" + moon, foreign, "", 403},
		{"a foreign page listens", http.MethodGet, "events", foreign, "", 403},
		{"no origin at all", http.MethodGet, "", map[string]string{"Origin": "null"}, "", 403},
		{"an image in a foreign page", http.MethodGet, "files/icon.svg", map[string]string{"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Dest": "image"}, "", 403},
		{"a frame in a foreign page", http.MethodGet, "", map[string]string{"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Dest": "iframe"}, "", 403},
		{"a link to the page", http.MethodGet, "", map[string]string{"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Dest": "document"}, "", 200},
		{"a foreign form with a stolen token", http.MethodPost, "theme", foreign, token, 403},
		{"a form without token", http.MethodPost, "apply", nil, "", 403},
		{"a form with a wrong token", http.MethodPost, "plan", nil, strings.Repeat("0", len(token)), 403},
		{"applying what was not shown", http.MethodPost, "apply", nil, token, 409},
		{"a theme from outside", http.MethodPost, "theme", nil, token, 400},
		{"a file of the site", http.MethodGet, "mpsync.yaml", nil, "", 404},
		{"a template", http.MethodGet, "files/page.html", nil, "", 404},
		{"a path upwards", http.MethodGet, "files/..%2f..%2fserve.go", nil, "", 400},
		{"an image that no article has", http.MethodGet, "image/img/..%2f..%2fmpsync.yaml", nil, "", 404},
	} {
		form := url.Values{"token": {c.token}, "theme": {"../../evil.css"}, "for": {"site"}}
		if got, _ := get(c.method, c.path, c.header, form); got != c.want {
			t.Errorf("%s: %d, want %d", c.name, got, c.want)
		}
	}
}

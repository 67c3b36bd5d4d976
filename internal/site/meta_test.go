package site

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"mpsync/internal/diag"
	"mpsync/internal/model"
)

// article is an archive of one article with this front matter beside an image.
func article(front string) string {
	return "-- posts/a.md --\n---\n" + front + "---\n# H\n-- posts/c.png --\n-- posts/t.css --\n-- images/d.png --\n"
}

func TestMeta(t *testing.T) {
	const config = `-- mpsync.yaml --
articles: posts/*.md
theme: plain
defaults: {author: 张三, comments: open, cover: images/d.png, source_url: "https://x.cn/{name}/?a={address}", show_cover: true}
`
	base := Meta{
		Author: "张三", Comments: model.CommentsOpen, Cover: "images/d.png", Theme: "plain",
		SourceURL: "https://x.cn/a/?a=posts/a", ShowCover: true,
	}
	with := func(change func(*Meta)) Meta {
		m := base
		change(&m)
		return m
	}
	for _, c := range []struct {
		name, front string
		want        Meta
	}{
		{"defaults", "", base},
		{"keys without value are absent", "title:\nauthor: ~\ncover:\ncomments:\n", base},
		{"number as title", "title: 2026\n", with(func(m *Meta) { m.Title = "2026" })},
		{"number keeps its form", "title: 007.50\n", with(func(m *Meta) { m.Title = "007.50" })},
		{"date as title", "title: 2026-01-02\n", with(func(m *Meta) { m.Title = "2026-01-02" })},
		{"truth as title", "title: true\n", with(func(m *Meta) { m.Title = "true" })},
		{"lines fold", "title: |\n  一\n  二\n", with(func(m *Meta) { m.Title = "一 二" })},
		{"several authors", "author: [张三, 李四]\n", with(func(m *Meta) { m.Author = "张三、李四" })},
		{"empty author overrides the default", "author: ''\n", with(func(m *Meta) { m.Author = "" })},
		{"digest", "digest: 一\ndescription: 二\n", with(func(m *Meta) { m.Digest = "一" })},
		{"description before summary", "summary: 二\ndescription: 一\n", with(func(m *Meta) { m.Digest, m.DigestAlias = "一", true })},
		{"cover beside the article", "cover: c.png\nbanner: none.png\n", with(func(m *Meta) { m.Cover = "posts/c.png" })},
		{"cover from the root", "cover: /posts/c.png\n", with(func(m *Meta) { m.Cover = "posts/c.png" })},
		{"cover by URL", "cover: https://x.cn/c.png?a=1\n", with(func(m *Meta) { m.Cover = "https://x.cn/c.png?a=1" })},
		{"cover under other names", "image: https://x.cn/c.png\nthumb: c.png\n", with(func(m *Meta) { m.Cover = "posts/c.png" })},
		{"show_cover", "show_cover: false\n", with(func(m *Meta) { m.ShowCover = false })},
		{"show_cover_pic", "show_cover_pic: \"0\"\n", with(func(m *Meta) { m.ShowCover = false })},
		{"own key before the API's", "show_cover: yes\nshow_cover_pic: 0\n", base},
		{"source_url", "source_url: https://y.cn/\n", with(func(m *Meta) { m.SourceURL = "https://y.cn/" })},
		{"no source_url", "source_url: ''\n", with(func(m *Meta) { m.SourceURL = "" })},
		{"content_source_url", "content_source_url: https://y.cn/\n", with(func(m *Meta) { m.SourceURL = "https://y.cn/" })},
		{"comments: fans", "comments: fans\n", with(func(m *Meta) { m.Comments = model.CommentsFans })},
		{"comments: true", "comments: true\n", base},
		{"comments: false", "comments: false\n", with(func(m *Meta) { m.Comments = model.CommentsClosed })},
		{"need_open_comment: 0", "need_open_comment: 0\n", with(func(m *Meta) { m.Comments = model.CommentsClosed })},
		{"only_fans_can_comment", "need_open_comment: \"1\"\nonly_fans_can_comment: 1\n", with(func(m *Meta) { m.Comments = model.CommentsFans })},
		{"only fans, opened by default", "only_fans_can_comment: true\n", with(func(m *Meta) { m.Comments = model.CommentsFans })},
		{"comments before the API's names", "comments: closed\nneed_open_comment: 1\n", with(func(m *Meta) { m.Comments = model.CommentsClosed })},
		{"theme by name", "theme: bold\n", with(func(m *Meta) { m.Theme = "bold" })},
		{"theme by file", "theme: t.css\n", with(func(m *Meta) { m.Theme = "posts/t.css" })},
		{"switches", "protect: on\npriority: -3\n", with(func(m *Meta) { m.Protect, m.Priority = true, -3 })},
		{"not a draft", "draft: false\nskip: false\n", with(func(m *Meta) { m.Wanted = true })},
		{"tags", "tags: [a, \"b  c\", 2026, '', {x: y}]\n", with(func(m *Meta) { m.Tags = []string{"a", "b  c", "2026"} })},
		{"tags in one text", "tags: 春, e\u0301，秋\n", with(func(m *Meta) { m.Tags = []string{"春", "é", "秋"} })},
		{"tags of another shape", "tags: {a: b}\n", base},
		{"other tools' keys", "date: x\ncategories: [a]\nauthors: [b]\npublished: true\nparams: {title: c}\n", base},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := site(t, config+article(c.front))
			if diff := cmp.Diff(c.want, s.Articles[0].Meta); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestMetaFromTOML(t *testing.T) {
	s := site(t, "-- a.md --\n+++\ntitle = 2026\nauthor = [\"张三\", '李四']\nneed_open_comment = 1\npriority = 1_000\nshow_cover = true\ndigest = \"\"\"\n一\n二\"\"\"\ndate = 2026-01-02\n[params]\ntitle = 'x'\n[[more]]\ntitle = 'y'\n[[more]]\ntitle = 'z'\n+++\n")
	want := Meta{
		Title: "2026", Author: "张三、李四", Comments: model.CommentsOpen, Date: "2026-01-02", Priority: 1000, ShowCover: true,
		Digest: "一 二", Theme: "default",
	}
	if diff := cmp.Diff(want, s.Articles[0].Meta); diff != "" {
		t.Error(diff)
	}
}

func TestAddressesInSourceURLsAreEscaped(t *testing.T) {
	if got, want := expandAddress("https://x.cn/{address}#{name}", "周报/a b"), "https://x.cn/%E5%91%A8%E6%8A%A5/a%20b#a%20b"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

func TestFrontMatterFindings(t *testing.T) {
	rows := []row{
		{"title of the wrong kind", "title: [a]\n", []string{"error value-not-text posts/a.md:2:8"}},
		{"title as table", "作者: x\ntitle:\n  a: b\n", []string{"error value-not-text posts/a.md:4:3"}},
		{"author of the wrong kind", "author: [a, {b: c}]\n", []string{"error value-not-text posts/a.md:2:13"}},
		{"switch", "skip: maybe\n", []string{"error value-not-bool posts/a.md:2:7"}},
		{"API switch", "need_open_comment: 2\n", []string{"error value-not-bool posts/a.md:2:20"}},
		{"comments", "comments: everyone\n", []string{"error value-not-choice posts/a.md:2:11"}},
		{"comments as table", "comments: {on: true}\n", []string{"error value-not-choice posts/a.md:2:11"}},
		{"priority", "priority: 1.5\n", []string{"error value-not-number posts/a.md:2:11"}},
		{"source_url without scheme", "source_url: x.cn/a\n", []string{"error source-url-not-web posts/a.md:2:13"}},
		{"source_url of another scheme", "content_source_url: ftp://x.cn/a\n", []string{"error source-url-not-web posts/a.md:2:21"}},
		{"cover missing", "cover: 无.png\n", []string{"error cover-missing posts/a.md:2:8"}},
		{"cover outside", "cover: ../../c.png\n", []string{"error cover-escapes posts/a.md:2:8"}},
		{"cover is a folder", "cover: ../images\n", []string{"error cover-folder posts/a.md:2:8"}},
		{"cover is data", "cover: data:image/png;base64,AAAA\n", []string{"error cover-elsewhere posts/a.md:2:8"}},
		{"cover of the wrong kind", "cover: {src: c.png}\n", []string{"error value-not-text posts/a.md:2:8"}},
		{"banner missing", "banner: none.png\n", []string{"warning cover-alias-missing posts/a.md:2:9"}},
		{"every alias missing", "image: a.png\nthumbnail: ../../b.png\n", []string{
			"warning cover-alias-missing posts/a.md:2:8", "warning cover-alias-missing posts/a.md:3:12",
		}},
		{"image of another shape", "image: {feature: a.png}\n", []string{"warning front-matter-alias-ignored posts/a.md:2:8"}},
		{"summary of another shape", "summary: [a]\n", []string{"warning front-matter-alias-ignored posts/a.md:2:10"}},
		{"theme missing", "theme: none.css\n", []string{"error theme-file-missing posts/a.md:2:8"}},
		{"mistyped keys", "tilte: a\ncomment: open\nshowCover: true\nID: x\nsource-url: y\nneed_open_coment: 1\n", []string{
			"warning did-you-mean posts/a.md:2:1", "warning did-you-mean posts/a.md:3:1", "warning did-you-mean posts/a.md:4:1",
			"warning did-you-mean posts/a.md:5:1", "warning did-you-mean posts/a.md:6:1", "warning did-you-mean posts/a.md:7:1",
		}},
		{"what only the console sets", "original: true\nalbum: a\nreward: 1\npaid: x\nschedule: y\n", []string{
			"warning front-matter-api-cannot posts/a.md:2:1", "warning front-matter-api-cannot posts/a.md:3:1",
			"warning front-matter-api-cannot posts/a.md:4:1", "warning front-matter-api-cannot posts/a.md:5:1",
			"warning front-matter-api-cannot posts/a.md:6:1",
		}},
		{"publish needs the site's leave", "title: a\npublish: true\n", []string{"warning publish-not-enabled posts/a.md:3:1"}},
		{"publish: false asks for nothing", "title: a\npublish: false\n", nil},
		{"draft", "title: a\ndraft: true\n", []string{"note draft-means-skip posts/a.md:3:1"}},
		{"all at once", "title: [a]\ncomments: b\ndigest: c\n id: d\n", []string{"error front-matter-colon posts/a.md:4:9"}},
		{"several errors", "title: [a]\ncomments: b\nid: c d\n", []string{
			"error value-not-text posts/a.md:2:8", "error value-not-choice posts/a.md:3:11", "error id-shape posts/a.md:4:5",
		}},
		{"key in a place after wide characters", "{标题: 一, title: [a]}\n", []string{"error value-not-text posts/a.md:2:16"}},
	}
	for i := range rows {
		rows[i].archive = article(rows[i].archive)
	}
	checkFindings(t, rows)
}

func TestShapeOfIDs(t *testing.T) {
	for id, ok := range map[string]bool{
		"a": true, "posts/2026/你好": true, "a.b_c-d": true, "2026": true,
		"a b": false, "/a": false, "a/": false, "a//b": false, "..": false, "a/../b": false, "./a": false,
		`a\b`: false, "a\u3000b": false, "a\u200bb": false, "a\tb": false,
	} {
		if isAddress(id) != ok {
			t.Errorf("isAddress(%q) = %v", id, !ok)
		}
	}
	s := site(t, article("id: cafe\u0301\n"))
	if s.Articles[0].Address != "caf\u00e9" {
		t.Errorf("the id is not in NFC: %q", s.Articles[0].Address)
	}
}

func TestLengths(t *testing.T) {
	han := func(n int) string { return strings.Repeat("字", n) }
	const drafts, current = "-- mpsync.yaml --\naccount: {library: draft}\n", "-- mpsync.yaml --\naccount: {emulator: current}\n"
	for i, c := range []struct{ config, front, want string }{
		{"", "title: " + han(32), ""},
		{"", "title: " + han(33), "warning title-risky posts/a.md:2:1"},
		{"", "title: " + han(64), "warning title-risky posts/a.md:2:1"},
		{"", "title: " + han(65), "error title-too-long posts/a.md:2:1"},
		{drafts, "title: " + han(32), ""},
		{drafts, "title: " + han(33), "error title-too-long posts/a.md:2:1"},
		{current, "title: " + han(33), "error title-too-long posts/a.md:2:1"},
		{"", "author: " + han(8), ""},
		{"", "author: " + han(9), "warning author-risky posts/a.md:2:1"},
		{"", "author: " + han(17), "warning author-risky posts/a.md:2:1"},
		{drafts, "author: " + han(16), "warning author-risky posts/a.md:2:1"},
		{drafts, "author: " + han(17), "error author-too-long posts/a.md:2:1"},
		{"", "digest: " + han(120), ""},
		{"", "digest: " + han(121), "error digest-too-long posts/a.md:2:1"},
		{"", "summary: " + han(120), ""},
		{"", "summary: " + han(121), "note digest-cut posts/a.md:2:1"},
		{"", "source_url: https://x.cn/" + strings.Repeat("a", 1024-13), ""},
		{"", "source_url: https://x.cn/" + strings.Repeat("a", 1025-13), "error source-url-too-long posts/a.md:2:1"},
	} {
		config := strings.TrimSuffix(c.config, "\n") + "\narticles: posts/*.md\n"
		if c.config == "" {
			config = ""
		}
		_, found, _ := load(t, folder(t, config+article(c.front+"\n")), Options{})
		if got := strings.Join(found, ", "); got != c.want {
			t.Errorf("row %d: got %q, want %q", i, got, c.want)
		}
	}
}

func TestDigestOfAnotherToolIsCut(t *testing.T) {
	s, _, err := load(t, folder(t, article("summary: "+strings.Repeat("字", 121)+"\n")), Options{})
	if err != nil {
		t.Fatal(err)
	}
	if got, want := s.Articles[0].Meta.Digest, strings.Repeat("字", 119)+"…"; got != want {
		t.Errorf("got %q", got)
	}
}

func TestRemoteCoverUnderAnotherName(t *testing.T) {
	for remote, want := range map[string]string{
		RemoteKeep: "", RemoteUpload: "https://x.cn/b.png", RemoteError: "https://x.cn/b.png",
	} {
		config := "-- mpsync.yaml --\narticles: posts/*.md\nimages: {remote: " + remote + "}\n"
		s, found, err := load(t, folder(t, config+article("banner: https://x.cn/b.png\n")), Options{})
		if err != nil || s.Articles[0].Meta.Cover != want {
			t.Errorf("%s: %v, cover %q", remote, err, s.Articles[0].Meta.Cover)
		}
		if warned := len(found) == 1 && found[0] == "warning cover-alias-remote posts/a.md:2:9"; warned != (want == "") {
			t.Errorf("%s: findings %v", remote, found)
		}
	}
}

func TestNearest(t *testing.T) {
	for key, want := range map[string]string{
		"titel": "title", "Title": "title", "tittle": "title", "auhtor": "author", "commnets": "comments",
		"pubilsh": "publish", "proiority": "priority", "source url": "source_url", "Cover": "cover",
		"date": "", "tags": "", "slug": "", "toc": "", "is": "", "weight": "", "type": "", "layout": "",
		"categories": "", "lastmod": "", "permalink": "", "subtitle": "", "translator": "",
	} {
		if got := Nearest(key, ownKeys, apiKeys); got != want {
			t.Errorf("Nearest(%q) = %q, want %q", key, got, want)
		}
	}
}

func TestDistance(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want int
	}{{"", "", 0}, {"a", "", 1}, {"ab", "ba", 1}, {"abc", "acb", 1}, {"kitten", "sitting", 3}, {"标题", "题标", 1}} {
		if got := distance(c.a, c.b); got != c.want || distance(c.b, c.a) != c.want || unlike(c.a, c.b) > c.want {
			t.Errorf("distance(%q, %q) = %d, want %d", c.a, c.b, got, c.want)
		}
	}
}

func TestChecksOfTitlesServeHeadingsToo(t *testing.T) {
	pos := diag.Pos{File: "a.md", Line: 7, Col: 1}
	ds := CheckTitle(strings.Repeat("字", 33), true, pos)
	if len(ds) != 1 || ds[0].Severity != diag.Error || ds[0].Pos != pos {
		t.Errorf("got %v", ds)
	}
}

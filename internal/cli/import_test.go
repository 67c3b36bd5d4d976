package cli

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// foreign are articles as the web editor and other tools write them.
var foreign = []string{
	`<section><span leaf="">今天下雨。</span></section><section nodeleaf=""><img class="rich_pages" data-src="IMG" data-ratio="0.5"></section><p style="display: none;"><mp-style-type data-value="3"></mp-style-type></p>`,
	`<p style="text-align: center;"><span style="font-size: 15px;color: rgb(63, 63, 63);">居中的<strong><span leaf="">重点</span></strong>在此</span></p><p><br></p><p>&nbsp;&nbsp;缩进的一段</p>`,
	`<h2><span leaf="">小标题</span></h2><ul class="list-paddingleft-1"><li><p><span leaf="">甲</span></p></li><li><p>乙</p><ul><li><p>丙</p></li></ul></li></ul><ol start="3"><li>三</li><li>四</li></ol>`,
	`<blockquote><p>引用的话</p></blockquote><hr style="border-width: 1px;"><p>红<span style="color: rgb(255, 0, 0);">字</span>与<span style="text-decoration: underline;">线</span></p>`,
	`<section class="code-snippet__fix"><pre class="code-snippet__js" data-lang="go"><code><span leaf="">func main() {</span></code><code><span leaf="">&nbsp;&nbsp;return</span></code><code>}</code></pre></section><p>后文</p>`,
	`<table><tbody><tr><td><p>名</p></td><td><p>数</p></td></tr><tr><td>a|b</td><td>2<br>3</td></tr></tbody></table><table><tr><td colspan="2">跨列</td></tr><tr><td>一</td><td>二</td></tr></table>`,
	`<p>链接<a href="https://mp.weixin.qq.com/s/abc">往期</a>与[1]、*星*、1. 点、# 号、a_b_c、&lt;tag&gt;、~~波~~、==等==、$x$ 和 $y$</p><p>- 不是列表</p><p>3. 也不是</p>`,
	`<div>没有段落的文字<br>第二行<br><br>第三行</div>文字<b>粗</b><i>斜</i><p><a data-miniprogram-appid="wx1234567890" data-miniprogram-path="p/i" href="">小程序</a></p>`,
	`<p><img src="IMG" alt="有说明的图"></p><p><svg viewBox="0 0 10 10" width="20"><circle cx="5" cy="5" r="4"></circle></svg></p><figure><img src="IMG"><figcaption>图注</figcaption></figure>`,
	`<h1>标题一样</h1><p>H<sub>2</sub>O 与 x<sup>2</sup>，<ruby>汉<rt>hàn</rt></ruby>，<del>删</del>，<code>a` + "`" + `b</code></p><p>:smile: 与 {{ x }} 与 [TOC]</p><p>[TOC]</p>`,
}

// fill makes an account with n messages by plain calls; every fifth has several
// articles.
func fill(d *desk, n int) []string {
	d.Helper()
	var ids, thumbs, addresses []string
	for i := range 3 {
		thumb, _ := d.upload("material/add_material?type=image", d.picture(200+i))
		_, address := d.upload("media/uploadimg", d.picture(i))
		thumbs, addresses = append(thumbs, thumb), append(addresses, address)
	}
	for i := range n {
		thumb, address := thumbs[i%3], addresses[i%3]
		count := 1
		if i%5 == 4 {
			count = 2 + i%3
		}
		var articles []map[string]any
		for k := range count {
			a := map[string]any{
				"title": fmt.Sprintf("第 %d 条：之%d", i, k), "thumb_media_id": thumb,
				"content": strings.ReplaceAll(foreign[(i+k)%len(foreign)], "IMG", address),
			}
			switch i % 4 {
			case 1:
				a["author"], a["digest"], a["need_open_comment"] = "李四: \"甲\"", "摘要 # 一", 1
			case 2:
				a["content_source_url"], a["need_open_comment"], a["only_fans_can_comment"] = "https://example.com/?a=1&b=2", 1, 1
			case 3:
				a["title"] = []string{"同名的文章", "标题一样", "con", "2026-01-01", "~", "??"}[(i/4+k)%6]
			}
			articles = append(articles, a)
		}
		ids = append(ids, d.message(articles...))
	}
	return ids
}

func TestImportedAccountNeedsNothing(t *testing.T) {
	d := newDesk(t, "current")
	ids := fill(d, 50)
	before := d.writes()
	d.run(exitDone, "import", "--all")
	if !strings.Contains(d.out, "50 messages imported") {
		t.Error(d.out)
	}
	if strings.Contains(d.err, "[import-differs]") || strings.Contains(d.err, "error") {
		t.Error(d.err)
	}
	d.inStep()
	files := d.files()
	d.run(exitDone, "import", "--all")
	d.run(exitDone, "import", ids[0], ids[7])
	if diff := cmp.Diff(files, d.files()); diff != "" {
		t.Error("imported twice:", diff)
	}
	d.run(exitDone, "apply", "--yes")
	if after := d.writes(); after != before {
		t.Errorf("%d calls changed the account", after-before)
	}
}

// TestWhatIsAppliedCanBeImported goes from files to the account and back.
func TestWhatIsAppliedCanBeImported(t *testing.T) {
	for _, profile := range []string{"legacy", "current"} {
		t.Run(profile, func(t *testing.T) {
			d := newDesk(t, profile)
			for _, part := range []string{"articles", "images"} {
				if err := os.CopyFS(filepath.Join(d.dir, part), os.DirFS("../../examples/site/"+part)); err != nil && !os.IsExist(err) {
					t.Fatal(err)
				}
			}
			d.write("mpsync.yaml", strings.Replace(d.read("mpsync.yaml"), "author: 张三", "cover: images/cover.png", 1))
			d.run(exitDone, "apply", "--yes")
			pages := d.pages()
			d.site()
			d.run(exitDone, "import", "--all")
			d.inStep()
			if diff := cmp.Diff(pages, d.pages()); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// pages renders every article of the site.
func (d *desk) pages() []string {
	d.Helper()
	var all []string
	for _, f := range d.files() {
		if strings.HasSuffix(f, ".md") {
			d.run(exitDone, "render", f)
			all = append(all, d.out)
		}
	}
	slices.Sort(all)
	return all
}

func TestImportWritesWhatAWriterWould(t *testing.T) {
	d := newDesk(t, "current")
	thumb, _ := d.upload("material/add_material?type=image", d.picture(1))
	_, address := d.upload("media/uploadimg", d.picture(2))
	content := `<section><span leaf="">今天的雨很大。</span></section><section nodeleaf=""><img data-src="` + address + `"></section>` +
		`<p><span style="font-weight: bold;">重点：</span>带伞</p><p><img src="` + address + `"></p>`
	d.message(map[string]any{"title": "雨 & 伞", "thumb_media_id": thumb, "content": content, "digest": "带伞", "need_open_comment": 1})
	d.message(
		map[string]any{"title": "头条", "thumb_media_id": thumb, "content": content},
		map[string]any{"title": "次条", "thumb_media_id": thumb, "content": "<p>短</p>", "author": "张三"},
	)
	d.run(exitDone, "import", "--all", "--dry-run")
	if files := d.files(); len(files) > 0 {
		t.Error("a dry run wrote", files)
	}
	d.run(exitDone, "import", "--all")
	want := []string{
		"articles/头条.message.yaml", "articles/头条/头条-1.png", "articles/头条/头条-cover.png", "articles/头条/头条.md", "articles/头条/次条.md",
		"articles/雨-伞/cover.png", "articles/雨-伞/image-1.png", "articles/雨-伞/index.md",
	}
	if diff := cmp.Diff(want, d.files()); diff != "" {
		t.Error(diff)
	}
	article := "---\ntitle: 雨 & 伞\nauthor: \"\"\ndigest: 带伞\ncover: cover.png\ncomments: open\n---\n\n" +
		"今天的雨很大。\n\n![](image-1.png)\n\n**重点：** 带伞\n\n![](image-1.png)\n"
	if diff := cmp.Diff(strings.Replace(article, "** 带伞", "**带伞", 1), d.read("articles/雨-伞/index.md")); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff("articles:\n  - 头条/头条.md\n  - 头条/次条.md\n", d.read("articles/头条.message.yaml")); diff != "" {
		t.Error(diff)
	}
}

func TestImportNeverOverwrites(t *testing.T) {
	d := newDesk(t, "current")
	thumb, _ := d.upload("material/add_material?type=image", d.picture(1))
	for range 2 {
		d.message(map[string]any{"title": "雨", "thumb_media_id": thumb, "content": "<p>账号里的</p>"})
	}
	d.write("articles/雨.md", "---\nskip: true\n---\n我的\n")
	d.run(exitDone, "import", "--all")
	if got := d.read("articles/雨.md"); !strings.Contains(got, "我的") {
		t.Error(got)
	}
	want := []string{"articles/雨-2/cover.png", "articles/雨-2/index.md", "articles/雨-3/cover.png", "articles/雨-3/index.md", "articles/雨.md"}
	if diff := cmp.Diff(want, d.files()); diff != "" {
		t.Error(diff)
	}
	d.inStep()
}

func TestOneThatFailsStopsNoOther(t *testing.T) {
	d := newDesk(t, "current")
	ids := fill(d, 3)
	d.run(exitPart, "import", ids[0], "no-such-message", ids[2])
	if !strings.Contains(d.out, "2 messages imported") || !strings.Contains(d.err, "[import-gone]") {
		t.Error(d.out, d.err)
	}
}

func TestImportRefusesAFolderThatIsNoPartOfTheSite(t *testing.T) {
	d := newDesk(t, "current")
	ids := fill(d, 1)
	for _, into := range []string{"elsewhere", "../up", "/tmp"} {
		d.run(exitUsage, "import", ids[0], "--into", into)
	}
	d.run(exitUsage, "import")
	d.run(exitUsage, "import", "--all", ids[0])
	d.run(exitDone, "import", "--all", "--into", "articles/old")
	if files := d.files(); len(files) == 0 || !strings.HasPrefix(files[0], "articles/old/") {
		t.Error(files)
	}
}

func TestImportIntoAFlatFolder(t *testing.T) {
	d := newDesk(t, "current")
	fill(d, 5)
	d.write("mpsync.yaml", d.read("mpsync.yaml")+"articles: articles/*.md\n")
	d.run(exitDone, "import", "--all")
	for _, f := range d.files() {
		if strings.Count(f, "/") != 1 {
			t.Error(f)
		}
	}
	d.inStep()
}

// TestImportCutShortGoesOn leaves the records of messages without those of their
// files, as a process does that is killed. Where files were written they stay and
// are sent again; where none were, the import begins anew.
func TestImportCutShortGoesOn(t *testing.T) {
	for name, written := range map[string]bool{"before the files": false, "behind the files": true} {
		t.Run(name, func(t *testing.T) {
			d := newDesk(t, "current")
			fill(d, 5)
			d.run(exitDone, "import", "--all")
			files, state := d.files(), d.read("mpsync.state.json")
			if !written {
				d.site()
			}
			d.write("mpsync.state.json", unfinished(state))
			d.run(exitDone, "import", "--all")
			if diff := cmp.Diff(files, d.files()); diff != "" {
				t.Error(diff)
			}
			if written {
				d.run(exitChanges, "plan", "--detailed-exitcode")
				if !strings.Contains(d.out, "5 to update") || strings.Contains(d.out, "to create") {
					t.Error(d.out)
				}
				d.run(exitDone, "apply", "--yes")
			}
			d.inStep()
		})
	}
}

// unfinished is a state in which no article was built.
func unfinished(state string) string {
	for _, key := range []string{"source", "content", "fields", "comments"} {
		state = regexp.MustCompile(`"`+key+`": "[^"]*"`).ReplaceAllString(state, `"`+key+`": ""`)
	}
	return state
}

func TestAdoptedMessageIsUpdatedOnceFromTheFile(t *testing.T) {
	d := newDesk(t, "current")
	thumb, _ := d.upload("material/add_material?type=image", d.picture(1))
	id := d.message(map[string]any{"title": "旧题", "thumb_media_id": thumb, "content": "<p>旧文</p>"})
	other := d.message(map[string]any{"title": "另一篇", "thumb_media_id": thumb, "content": "<p>文</p>"})
	d.write("articles/rain.md", "---\ntitle: 新题\ncover: rain.png\n---\n新文\n")
	d.write("articles/rain.png", string(d.picture(3)))
	d.run(exitError, "adopt", "articles/no", id)
	d.run(exitError, "adopt", "articles/rain", "no-such-message")
	d.run(exitUsage, "adopt", "articles/rain")
	d.run(exitDone, "adopt", "articles/rain", id)
	d.run(exitError, "adopt", "articles/rain", other)
	d.run(exitChanges, "plan", "--detailed-exitcode")
	if !strings.Contains(d.out, "~ articles/rain") || !strings.Contains(d.out, "1 to update") {
		t.Error(d.out)
	}
	d.run(exitDone, "apply", "--yes")
	d.inStep()
	if got := d.seen(id)[0]["title"]; got != "新题" {
		t.Error(got)
	}
	d.write("articles/snow.md", "---\ntitle: 雪\ncover: rain.png\n---\n雪\n")
	d.run(exitError, "adopt", "articles/snow", id)
}

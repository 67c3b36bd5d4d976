package cli

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// written is an article as a writer of some habits writes it.
const written = `---
title: 雨天 # 定稿
author: '李四'
digest: 带伞
cover: rain.png
tags: [天气]
---

<!-- 开头 -->
今天的雨
很大，见[文档][d]。

* 甲
* 乙

![云](cloud.png "乌云")

[d]: https://go.dev/
`

// rainy makes an account with one message of that article.
func rainy(t *testing.T) (d *desk, mediaID string) {
	t.Helper()
	d = newDesk(t, "current")
	d.write("articles/rain.md", written)
	d.write("articles/rain.png", string(d.picture(1)))
	d.write("articles/cloud.png", string(d.picture(2)))
	d.run(exitDone, "apply", "--yes")
	return d, d.newest()
}

// newest is the message that was created last.
func (d *desk) newest() string {
	d.Helper()
	var answer struct {
		Item []struct {
			MediaID string `json:"media_id"`
		} `json:"item"`
	}
	d.call("draft/batchget", map[string]any{"offset": 0, "count": 1, "no_content": 1}, &answer)
	return answer.Item[0].MediaID
}

func TestPullBringsAConsoleEditBack(t *testing.T) {
	d, id := rainy(t)
	thumb, _ := d.upload("material/add_material?type=image", d.picture(7))
	_, address := d.upload("media/uploadimg", d.picture(8))
	d.rewrite(id, "很大", "很小")
	d.rewrite(id, "乙", "丙")
	d.edit(id, 0, func(a map[string]any) {
		a["title"], a["author"], a["need_open_comment"], a["thumb_media_id"] = "雨天的事", "王五", 1, thumb
		content := a["content"].(string)
		at := len(content)
		for range 3 { // before the list of links, its title and its entry
			at = strings.LastIndex(content[:at], "<section")
		}
		a["content"] = content[:at] + `<p><span leaf="">又及：</span><img data-src="` + address + `"></p>` + content[at:]
	})
	d.run(exitDrift, "plan", "--detailed-exitcode")
	d.run(exitUsage, "pull", "articles/rain")
	if d.read("articles/rain.md") != written {
		t.Fatal("written without an answer")
	}
	d.run(exitDone, "pull", "articles/rain", "--yes")
	want := strings.NewReplacer(
		"title: 雨天 # 定稿", "title: 雨天的事 # 定稿", "'李四'", "王五", "rain.png", "rain-cover.png",
		"[天气]\n", "[天气]\ncomments: open\n", "很大", "很小", "* 乙", "* 丙", "\"乌云\")\n", "\"乌云\")\n\n又及：![](rain-1.png)\n",
	).Replace(written)
	if diff := cmp.Diff(want, d.read("articles/rain.md")); diff != "" {
		t.Error(diff, d.err)
	}
	if strings.Contains(d.err, "[pull-") {
		t.Error(d.err)
	}
	d.inStep()
	before := d.writes()
	d.run(exitDone, "apply", "--yes")
	if after := d.writes(); after != before {
		t.Errorf("%d calls after the pull", after-before)
	}
	d.run(exitDone, "pull", "articles/rain")
	if !strings.Contains(d.out, "nothing to change") {
		t.Error(d.out)
	}
}

func TestPullRefusesToLoseLocalChanges(t *testing.T) {
	d, id := rainy(t)
	d.rewrite(id, "很大", "很小")
	mine := strings.Replace(written, "* 甲", "* 我的甲", 1)
	d.write("articles/rain.md", mine)
	d.run(exitError, "pull", "articles/rain", "--yes")
	if !strings.Contains(d.err, "[pull-dirty]") || d.read("articles/rain.md") != mine {
		t.Error(d.err)
	}
	d.run(exitDone, "pull", "articles/rain", "--yes", "--force")
	if got := d.read("articles/rain.md"); got != strings.Replace(written, "很大", "很小", 1) {
		t.Error(got)
	}
	d.inStep()
}

func TestPullTakesTheOrderOfArticles(t *testing.T) {
	d := newDesk(t, "current")
	d.write("articles/cover.png", string(d.picture(1)))
	for _, name := range []string{"甲", "乙", "丙"} {
		d.write("articles/"+name+".md", "---\ntitle: 第"+name+"篇\ncover: cover.png\n---\n"+name+"的正文\n")
	}
	d.write("articles/all.message.yaml", "# 合集\narticles:\n  - 甲.md # 头条\n  - 乙.md\n  - 丙.md\n")
	d.run(exitDone, "apply", "--yes")
	id := d.newest()
	was := d.seen(id)
	for i, from := range []int{2, 0, 1} {
		d.edit(id, i, func(a map[string]any) {
			a["title"], a["content"] = was[from]["title"], was[from]["content"]
			if from == 2 {
				a["content"] = strings.Replace(a["content"].(string), "正文", "新正文", 1)
			}
		})
	}
	d.run(exitDone, "pull", "articles/all", "--yes")
	if diff := cmp.Diff("# 合集\narticles:\n  - 丙.md\n  - 甲.md # 头条\n  - 乙.md\n", d.read("articles/all.message.yaml")); diff != "" {
		t.Error(diff)
	}
	if got := d.read("articles/丙.md"); !strings.Contains(got, "丙的新正文") {
		t.Error(got)
	}
	if got := d.read("articles/甲.md"); strings.Contains(got, "新正文") {
		t.Error(got)
	}
	d.inStep()
}

func TestPullChangesATitleThatIsAHeading(t *testing.T) {
	d := newDesk(t, "current")
	d.write("articles/cover.png", string(d.picture(1)))
	d.write("articles/a.md", "---\ncover: cover.png\n---\n\n# 旧题\n\n正文\n")
	d.run(exitDone, "apply", "--yes")
	id := d.newest()
	d.edit(id, 0, func(a map[string]any) { a["title"] = "新题" })
	d.run(exitDone, "pull", "articles/a", "--yes")
	if diff := cmp.Diff("---\ncover: cover.png\n---\n\n# 新题\n\n正文\n", d.read("articles/a.md")); diff != "" {
		t.Error(diff)
	}
	d.inStep()
}

func TestPullAfterAdoptTakesTheAccountsSide(t *testing.T) {
	d := newDesk(t, "current")
	thumb, _ := d.upload("material/add_material?type=image", d.picture(1))
	id := d.message(map[string]any{"title": "题", "thumb_media_id": thumb, "content": "<p>账号里的文</p>", "digest": "摘要"})
	d.write("articles/a.md", "---\ntitle: 题\ncover: a.png\n---\n\n文件里的文\n")
	d.write("articles/a.png", string(d.picture(3)))
	d.run(exitDone, "adopt", "articles/a", id)
	d.run(exitError, "pull", "articles/a", "--yes")
	d.run(exitDone, "pull", "articles/a", "--yes", "--force")
	if got := d.read("articles/a.md"); !strings.Contains(got, "账号里的文") || !strings.Contains(got, "digest: 摘要") {
		t.Error(got)
	}
	d.inStep()
}

func TestPullOfWhatIsGoneOrUnknown(t *testing.T) {
	d, id := rainy(t)
	d.run(exitError, "pull", "articles/none")
	d.run(exitUsage, "pull")
	d.call("draft/delete", map[string]any{"media_id": id}, nil)
	d.run(exitError, "pull", "articles/rain")
	if !strings.Contains(d.err, "[pull-gone]") {
		t.Error(d.err)
	}
}

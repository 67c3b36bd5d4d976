package build

import (
	"runtime"
	"strings"
	"testing"

	"mpsync/internal/model"
	"mpsync/internal/render/check"
)

const snippetSite = "account: {emulator: legacy}\narticles: posts/**/*.md\nheader: parts/head.md\n" +
	"footer: |\n  作者：{author}，{date}。[原文]({source_url})\n\n  {latest}\n"

func snippetFolder(t *testing.T) folder {
	t.Helper()
	f := newFolder(t, map[string]string{
		"parts/head.md":  "![](qr.png)\n\n<mp-common-profile data-id=\"MzA\" data-nickname=\"号\"></mp-common-profile>\n",
		"parts/qr.png":   picture(7),
		"posts/a.md":     "---\ntitle: 甲\nauthor: 张*三*\ndate: 2026-03-04T05:06:07Z\nsource_url: https://e.com/a_b_c\ncover: /images/c.png\n---\n正文[一](https://e.com/1)。\n",
		"posts/b.md":     "---\ntitle: 乙_[x]_\ndate: 2026-03-01\npublished_url: https://mp.weixin.qq.com/s/b\ncover: /images/c.png\nfooter: false\n---\n乙文。\n",
		"posts/older.md": "---\ntitle: 旧\ndate: 2025-03-01\npublished_url: https://mp.weixin.qq.com/s/o\ncover: /images/c.png\nheader: |\n  自己的头\nfooter: false\n---\n旧文。\n",
	})
	f.write("mpsync.yaml", snippetSite)
	return f
}

func TestHeaderAndFooterStandAroundEveryArticle(t *testing.T) {
	r := snippetFolder(t).build(Options{})
	if len(r.Messages) != 3 {
		t.Fatal(lines(r.Findings))
	}
	a, b, older := r.Messages[0].Articles[0], r.Messages[1].Articles[0], r.Messages[2].Articles[0]
	equal(t, "text", "正文一[1]。\n参考链接\n[1] 一：https://e.com/1\n[2] 原文：https://e.com/a_b_c\n作者：张*三*，2026-03-04。原文[2]\n乙_[x]_\n旧", a.Readable.Text)
	equal(t, "digest", "正文一。", a.Fields.Digest)
	equal(t, "footer: false", "乙文。", b.Readable.Text)
	equal(t, "its own header", "自己的头\n旧文。", older.Readable.Text)
	if !strings.Contains(a.Content, `<mp-common-profile data-id="MzA"`) || len(a.Readable.Images) != 1 {
		t.Errorf("the header is not whole: %s", a.Content)
	}
	for _, m := range r.Messages {
		if bad := check.Page(m.Articles[0].Content); bad != nil {
			t.Error(bad)
		}
	}
}

func TestAChangedFooterSaysHowManyMessagesItUpdates(t *testing.T) {
	f := snippetFolder(t)
	known := applied(f.build(Options{}))
	equal(t, "unchanged", 0, len(rendered(f.build(Options{Known: known}))))
	f.write("mpsync.yaml", strings.ReplaceAll(snippetSite, "作者", "撰文"))
	r := f.build(Options{Known: known})
	equal(t, "rendered again", 1, len(rendered(r)))
	equal(t, "findings", []string{"mpsync.yaml:4:1 warning snippet-changed"}, lines(r.Findings))
	equal(t, "count", 1, r.Findings[0].Args[1].(int))
	f.write("parts/head.md", "新的头\n")
	equal(t, "rendered again", 2, len(rendered(f.build(Options{Known: known}))))
}

func TestASiteWithoutSnippetsKeepsItsHashes(t *testing.T) {
	f := newFolder(t, map[string]string{"posts/a.md": head + "正文。"})
	before := f.only()
	f.write("mpsync.yaml", "account: {emulator: legacy}\narticles: posts/**/*.md\nheader:\nfooter: false\n")
	equal(t, "article", before, f.only())
}

// TestALargeSiteIsHandedOnInParts compares a build that hands messages on with
// one that keeps them all.
func TestALargeSiteIsHandedOnInParts(t *testing.T) {
	f := newFolder(t, many(3*partOf*runtime.GOMAXPROCS(0)))
	f.write("mpsync.yaml", "account: {emulator: legacy}\narticles: posts/**/*.md\nfooter: '[再见](lost.md)'\n")
	want := f.build(Options{})
	var got []model.Message
	parts := f.build(Options{Each: func(m model.Message, _ map[model.Reference]model.Asset) error {
		got = append(got, m)
		return nil
	}})
	equal(t, "messages", want.Messages, got)
	equal(t, "findings", want.Findings, parts.Findings)
	said := 0
	for _, d := range parts.Findings {
		if d.Code == "link-broken" && d.File == "mpsync.yaml" {
			said++
		}
	}
	if said != 1 {
		t.Errorf("what is wrong with the footer is said %d times", said)
	}
}

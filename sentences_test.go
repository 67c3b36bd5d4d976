package main

import (
	"fmt"
	"net/http"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// sentences lists the errcodes that the API's pages name, the call and the
// command that meet them, and the words that they become: each with a remedy, in
// both languages. The commands run on a site of three drafts that are in step; a
// refusal leaves them as they are.
var sentences = []struct {
	code    int
	api     string
	command string
	en, zh  string
}{
	// https://developers.weixin.qq.com/doc/subscription/api/public/api_freepublish_submit.html
	{53500, "freepublish/submit", "publish articles/tea --yes", "WeChat refuses to publish", "微信拒绝发布"},
	{53501, "freepublish/submit", "publish articles/tea --yes", "asked to publish too often", "提交发布太频繁"},
	{53503, "freepublish/submit", "publish articles/tea --yes", "failed WeChat's check before publishing", "没有通过发布检查"},
	{53504, "freepublish/submit", "publish articles/tea --yes", "wants this draft to be published in the console", "微信要求在后台发布这篇草稿"},
	{53505, "freepublish/submit", "publish articles/tea --yes", "to be saved in the console first", "要求先在后台保存这篇草稿"},
	{48001, "freepublish/submit", "publish articles/tea --yes", "may not use freepublish/submit", "没有调用 freepublish/submit 的权限"},
	{45009, "freepublish/submit", "publish articles/tea --yes", "freepublish/submit", "freepublish/submit"},
	{40007, "freepublish/submit", "publish articles/tea --yes", "does not know a media_id", "media_id"},

	// https://developers.weixin.qq.com/doc/service/api/notify/message/api_sendall.html
	{45028, "message/mass/sendall", "broadcast articles/tea --all --yes", "has no broadcast left for now", "暂时没有群发次数"},
	{45067, "message/mass/sendall", "broadcast articles/tea --all --yes", "refuses the clientmsgid", "拒绝了 clientmsgid"},
	{48003, "message/mass/sendall", "broadcast articles/tea --all --yes", "has not agreed to the terms of broadcasting", "没有同意群发接口的协议"},
	{40130, "message/mass/send", "broadcast articles/tea --to a,b --yes", "wants two to 10,000 openids", "2 到 10000 个 openid"},
	{40003, "message/mass/send", "broadcast articles/tea --to a,b --yes", "knows no follower of this name", "找不到这位粉丝"},
	{43004, "message/mass/preview", "preview articles/tea --to ada", "knows no follower of this name", "找不到这位粉丝"},
	{45009, "message/mass/preview", "preview articles/tea --to ada", "message/mass/preview", "message/mass/preview"},
	{48001, "media/uploadnews", "broadcast articles/tea --all --temporary --yes", "may not use media/uploadnews", "没有调用 media/uploadnews 的权限"},

	// https://developers.weixin.qq.com/doc/subscription/api/public/api_freepublishdelete.html
	{48001, "freepublish/delete", "unpublish articles/snow --yes", "may not use freepublish/delete", "没有调用 freepublish/delete 的权限"},

	// https://developers.weixin.qq.com/doc/offiaccount/en/Comments_management/Image_Comments_Management_Interface.html
	// https://developers.weixin.qq.com/doc/service/api/comments/api_replycomment.html
	{45009, "comment/open", "comments open articles/snow", "comment/open", "comment/open"},
	{45009, "comment/list", "comments list articles/snow", "today's calls to comment/list are used up", "今天的 comment/list 调用次数已用完"},
	{45009, "comment/reply/add", "comments reply articles/snow 1 hi", "comment/reply/add", "comment/reply/add"},
	{48001, "comment/list", "comments list articles/snow", "may not use comment/list", "没有调用 comment/list 的权限"},
	{48015, "comment/open", "comments open articles/snow", "has no comments on this article", "没有留言功能"},
	{88000, "comment/open", "comments open articles/snow", "has no comments on this article", "没有留言功能"},
	{88000, "comment/list", "comments pull", "has no comments on this article", "没有留言功能"},
	{88000, "comment/markelect", "comments feature articles/snow 1", "has no comments on this article", "没有留言功能"},
	{88000, "comment/reply/add", "comments reply articles/snow 1 hi", "has no comments on this article", "没有留言功能"},
	{88001, "comment/list", "comments pull", "does not know this published article", "找不到这篇已发表的文章"},
	{88001, "comment/close", "comments close articles/snow", "does not know this published article", "找不到这篇已发表的文章"},
	{88001, "comment/delete", "comments delete articles/snow 1 --yes", "does not know this published article", "找不到这篇已发表的文章"},
	{88002, "comment/open", "comments open articles/snow", "finds sensitive content in it", "含敏感内容"},
	{88003, "comment/markelect", "comments feature articles/snow 1", "as many featured comments as WeChat allows", "精选留言数已达微信的上限"},
	{88004, "comment/markelect", "comments feature articles/snow 1", "its reader has deleted this comment", "读者已删除这条留言"},
	{88005, "comment/reply/add", "comments reply articles/snow 1 hi", "has a reply already", "已有作者回复"},
	{88007, "comment/reply/add", "comments reply articles/snow 1 hi", "empty or too long", "为空或过长"},
	{88008, "comment/markelect", "comments feature articles/snow 1", "no longer exists", "已不存在"},
	{88008, "comment/reply/add", "comments reply articles/snow 1 hi", "no longer exists", "已不存在"},
	{88010, "comment/list", "comments list articles/snow", "does not give so many comments", "不允许一次读取这么多条留言"},
	{88011, "comment/open", "comments open articles/snow", "finds sensitive content in it", "含敏感内容"},
}

func TestEveryErrcodeIsASentenceWithARemedy(t *testing.T) {
	if testing.Short() {
		t.Skip("runs many commands")
	}
	t.Parallel()
	dir := t.TempDir()
	if err := copySite("testdata/small", dir); err != nil {
		t.Fatal(err)
	}
	acc := serve(t, dir, "--profile", "current", "--data", t.TempDir())
	mpsync := func(lang, command string) (out string, code int) {
		c := exec.CommandContext(t.Context(), "mpsync", append([]string{"-C", dir, "--lang", lang}, strings.Fields(command)...)...)
		c.Env = append(c.Environ(), "API="+acc.base, "APPID=wx0123456789abcdef", "SECRET=0123456789abcdef0123456789abcdef")
		b, _ := c.CombinedOutput()
		return string(b), c.ProcessState.ExitCode()
	}
	edit(t, filepath.Join(dir, "mpsync.yaml"), "author: Ada", "author: Ada, comments: open")
	for _, command := range []string{"apply --yes", "publish articles/snow --yes"} {
		if out, code := mpsync("en", command); code != 0 {
			t.Fatalf("%s: exit code %d\n%s", command, code, out)
		}
	}
	comment := map[string]any{"msg_data_id": 2247483647, "index": 0, "content": "Cold."}
	if err := acc.do(http.MethodPost, "/_emulator/comments", comment, nil); err != nil {
		t.Fatal(err)
	}
	for _, s := range sentences {
		for lang, want := range map[string]string{"en": s.en, "zh": s.zh} {
			fault := map[string]any{"path": "/cgi-bin/" + s.api, "mode": "errcode", "errcode": s.code, "times": 1}
			if err := acc.do(http.MethodPost, "/_emulator/faults", fault, nil); err != nil {
				t.Fatal(err)
			}
			out, code := mpsync(lang, s.command)
			name := fmt.Sprintf("%s %s (%d of %s)", lang, s.command, s.code, s.api)
			if code == 0 {
				t.Errorf("%s: the refusal is lost:\n%s", name, out)
			}
			if !strings.Contains(out, want) {
				t.Errorf("%s: the output lacks %q:\n%s", name, want, out)
			}
			if !strings.Contains(out, "→ ") {
				t.Errorf("%s: no remedy:\n%s", name, out)
			}
		}
	}
}

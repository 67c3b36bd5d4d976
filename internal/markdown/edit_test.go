package markdown

import (
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"mpsync/internal/diag"
	"mpsync/internal/model"
	"mpsync/internal/render"
)

// console renders a body as it would stand in the account, after a person
// changed the HTML there: pairs of old and new.
func console(t *testing.T, body, title string, changes ...string) string {
	t.Helper()
	r, _ := renderer(t)
	page, _ := r.Render(render.Input{Body: []byte(body), Title: title})
	html := page.HTML
	for i := 0; i < len(changes); i += 2 {
		if !strings.Contains(html, changes[i]) {
			t.Fatalf("%q is not in %s", changes[i], html)
		}
		html = strings.Replace(html, changes[i], changes[i+1], 1)
	}
	return html
}

func TestEditChangesOnlyWhatDiffers(t *testing.T) {
	_, th := renderer(t)
	x := New(render.Options{Theme: th})
	for name, tt := range map[string]struct {
		body    string
		changes []string
		want    string
		rewrote int
	}{
		"nothing": {body: "* 一\n* 二\n\n\n正文  \n第二行\n", want: "* 一\n* 二\n\n\n正文  \n第二行\n"},
		"a word in a paragraph": {
			"# 章\n\n第一段 __重点__ 在这里，\n分行写的。\n\n第二段\n",
			[]string{"在这里", "在那里"},
			"# 章\n\n第一段 __重点__ 在那里，\n分行写的。\n\n第二段\n", 0,
		},
		"a heading":      {"甲\n\n## 旧 ##\n乙\n", []string{"旧", "新"}, "甲\n\n## 新 ##\n乙\n", 0},
		"an item":        {"* 一\n* 二\n* 三\n", []string{"二", "贰"}, "* 一\n* 贰\n* 三\n", 0},
		"a loose item":   {"1) 一\n\n2) 二\n\n3) 三\n", []string{"二", "贰"}, "1) 一\n\n2) 贰\n\n3) 三\n", 0},
		"a nested item":  {"- 一\n    - 内\n- 二\n", []string{"内", "里"}, "- 一\n    - 里\n- 二\n", 0},
		"a cell":         {"|a|b|\n|-|-|\n|一|二|\n", []string{">二<", ">贰<"}, "|a|b|\n|-|-|\n|一|贰|\n", 0},
		"code with tabs": {"```go\nif x {\n\treturn 1\n}\n```\n", []string{">1<", ">2<"}, "```go\nif x {\n\treturn 2\n}\n```\n", 0},
		"a quote":        {"> 一\n二\n\n后\n", []string{"一二", "一三"}, "> 一\n三\n\n后\n", 0},
		"a paragraph more": {
			"一段话\n\n<!-- 记 -->\n\n另一段\n",
			[]string{"一段话</p>", "一段话</p><p>新的一段</p>"},
			"一段话\n\n新的一段\n\n<!-- 记 -->\n\n另一段\n", 0,
		},
		"a paragraph less":         {"一段话\n\n要删的\n\n另一段\n", []string{`<p style="margin:0 0 1.2em">要删的</p>`, ""}, "一段话\n\n另一段\n", 0},
		"the last paragraph less":  {"一段话\n\n要删的\n", []string{`<p style="margin:0 0 1.2em">要删的</p>`, ""}, "一段话\n", 0},
		"a link by reference":      {"见 [文档][d]，很好。\n\n[d]: https://go.dev/\n", []string{"很好", "更好"}, "见 [文档][d]，更好。\n\n[d]: https://go.dev/\n", 0},
		"a footnote's mark beside": {"有注[^甲]在旁。\n\n[^甲]: 注文\n", []string{"在旁", "在侧"}, "有注[^甲]在侧。\n\n[^甲]: 注文\n", 0},
		"a footnote's text":        {"有注[^甲]在旁。\n\n[^甲]: 这是注文\n", []string{"这是注文", "那是注文"}, "有注[^甲]在旁。\n\n[^甲]: 那是注文\n", 0},
		"a caption":                {"![图](a.png \"旧说明\")\n", []string{"旧说明", "新说明"}, "![图](a.png \"新说明\")\n", 0},
		"pictures in one paragraph": {
			"![甲](a.png)\n![乙](b.png)\n\n文字一\n",
			[]string{"文字一", "文字二"},
			"![甲](a.png)\n![乙](b.png)\n\n文字二\n", 0,
		},
		"an alert":           {"> [!TIP]\n> 做法是这样\n", []string{"这样", "那样"}, "> [!TIP]\n> 做法是那样\n", 0},
		"a container":        {":::tip 标题\n做法是这样\n:::\n", []string{"这样", "那样"}, ":::tip 标题\n做法是那样\n:::\n", 0},
		"emphasis":           {"这里没有重点，只有话。\n", []string{"重点", "<strong>重点</strong>"}, "这里没有重点，只有话。\n", 0},
		"line ends":          {"一段话\r\n\r\n另一段\r\n", []string{"另一段", "另外一段"}, "一段话\r\n\r\n另外一段\r\n", 0},
		"signs are escaped":  {"价格是甲元\n", []string{"甲元", "*5* 元"}, "价格是\\*5\\* 元\n", 0},
		"a shortcode's text": {"表情 :smile: 很好看\n", []string{"很好看", "真好看"}, "表情 :smile: 真好看\n", 0},
	} {
		t.Run(name, func(t *testing.T) {
			html := console(t, tt.body, "题", tt.changes...)
			got := x.Edit(tt.body, html, Change{Options: Options{Title: "题"}, NewTitle: "题", InFront: true})
			if diff := cmp.Diff(tt.want, got.Body); diff != "" {
				t.Error(diff)
			}
			if len(got.Rewritten) != tt.rewrote {
				t.Errorf("rewrote %q", got.Rewritten)
			}
			if again := console(t, got.Body, "题"); !same(again, html) {
				t.Errorf("reads otherwise:\n%s\n%s", again, html)
			}
		})
	}
}

// TestEditOfNothingKeepsEveryByte pulls pages that nobody changed.
func TestEditOfNothingKeepsEveryByte(t *testing.T) {
	r, th := renderer(t)
	x := New(render.Options{Theme: th})
	for _, file := range samples(t) {
		if filepath.Base(file) == "html_unbalanced.md" {
			continue // its elements begin in one paragraph and end in another
		}
		t.Run(filepath.Base(file), func(t *testing.T) {
			source, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			front, body := Split(string(source))
			files := map[string]string{} // of what stands for an image in the account
			page, _ := r.Render(render.Input{
				Body: []byte(body), Title: "另有标题",
				Image: func(dest string, _ diag.Pos) (string, bool) {
					src := "http://mmbiz.qpic.cn/" + model.Sum(dest)
					files[src] = strings.Trim(dest, "[]")
					return src, true
				},
			})
			got := x.Edit(body, page.HTML, Change{
				Options:  Options{Title: "另有标题", Image: func(src string) string { return files[src] }},
				NewTitle: "另有标题", InFront: front != "",
				Identify: func(dest string) string {
					name, _ := url.PathUnescape(strings.Trim(dest, "[]"))
					return name
				},
			})
			if diff := cmp.Diff(body, got.Body); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// samples are the renderer's own samples and the example site's articles.
func samples(t *testing.T) []string {
	t.Helper()
	var all []string
	for _, glob := range []string{"../render/testdata/*.md", "../../examples/site/articles/*.md", "../../examples/site/articles/*/*.md"} {
		files, err := filepath.Glob(glob)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, files...)
	}
	if len(all) < 20 {
		t.Fatal("samples are missing")
	}
	return all
}

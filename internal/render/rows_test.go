package render_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"mpsync/internal/diag"
	"mpsync/internal/render"
)

// rows are the constructs that docs/rendering.md promises, each with the golden
// pair that has it and a piece of that pair's HTML.
var rows = map[string]struct{ golden, html string }{
	"root":                      {"sample", `<section style="overflow-wrap:break-word;font-size:16px;`},
	"heading that is the title": {"headings", `<h2`},
	"headings":                  {"headings", `<h6`},
	"emphasis beside Chinese":   {"cjk", `<strong>重点：</strong>后面的字`},
	"line between Chinese":      {"cjk", `第一行第二行 and third line`},
	"list":                      {"lists", "<li>\n<section>二<ul>"},
	"loose list":                {"lists", "<section>\n<p>松散</p>"},
	"task list":                 {"tasks", "☑"},
	"code":                      {"code", `&nbsp;&nbsp;&nbsp;&nbsp;`},
	"diff":                      {"diff", `<pre`},
	"inline code":               {"inline", `<code>code`},
	"mark":                      {"inline", `<mark>标记</mark>`},
	"sub":                       {"inline", `<sub>2</sub>`},
	"sup":                       {"inline", `<sup>2</sup>`},
	"ruby":                      {"inline", `<ruby>汉<rt>hàn</rt>`},
	"deleted":                   {"inline", `<del>删除</del>`},
	"quote":                     {"quote", `<blockquote>`},
	"rule":                      {"quote", `<hr>`},
	"alert":                     {"alerts", "提示"},
	"container":                 {"containers", "<svg"},
	"table":                     {"table", `overflow-x:auto`},
	"aligned cell":              {"table", `text-align:right`},
	"image":                     {"images", `src="mpsync:img/`},
	"caption":                   {"images", `<section>标题</section>`},
	"link of the platform":      {"links", `href="https://mp.weixin.qq.com/s/abc?x=1&amp;y=2"`},
	"other link":                {"links", `<sup>[1]</sup>`},
	"list of links":             {"links", `[1] Go：https://go.dev/`},
	"article of the site":       {"links", `href="mpsync:link/posts%2Fother"`},
	"anchor":                    {"links", ` 锚点 `},
	"footnote":                  {"footnotes", `<sup>①</sup>`},
	"table of contents":         {"toc", "一之一"},
	"formula":                   {"math", `data-formula="$E=mc^2$"`},
	"diagram":                   {"diagrams", `alt="mermaid"`},
	"emoji":                     {"emoji", "🎉"},
	"mini-program":              {"miniprogram", `data-miniprogram-appid="wx123"`},
	"mini-program card":         {"miniprogram", `<mp-common-miniprogram`},
	"raw HTML":                  {"html", `<u>下划线</u>`},
	"HTML that cannot stay":     {"html_removed", "html_removed.md:"},
	"shortcode":                 {"shortcodes", "shortcodes.md:1:1: warning: render-shortcode"},
	"Obsidian":                  {"wiki", "mpsync:img/"},
	"typography":                {"typography", `text-autospace:normal`},
}

func TestEveryConstructHasAGoldenPair(t *testing.T) {
	for name, row := range rows {
		t.Run(name, func(t *testing.T) {
			html, err := os.ReadFile("testdata/" + row.golden + ".html")
			if err != nil {
				t.Fatal(err)
			}
			if !strings.Contains(string(html), row.html) {
				t.Errorf("%s.html has no %q", row.golden, row.html)
			}
		})
	}
}

// TestTwoProcessesRenderTheSameBytes runs this test's own binary twice more.
func TestTwoProcessesRenderTheSameBytes(t *testing.T) {
	rendered := func() string {
		c := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^TestPrintAll$", "-test.v")
		c.Env = append(os.Environ(), "PRINT_ALL=1")
		out, err := c.Output()
		if err != nil {
			t.Fatal(err)
		}
		before, _, _ := strings.Cut(string(out), "--- PASS") // how long it took
		return before
	}
	first := rendered()
	if second := rendered(); first != second {
		t.Error("two processes render otherwise")
	}
	if strings.Count(first, "text-autospace:normal") < 25 {
		t.Errorf("only %d bytes were rendered", len(first))
	}
}

// TestPrintAll is the other process of [TestTwoProcessesRenderTheSameBytes].
func TestPrintAll(t *testing.T) {
	if os.Getenv("PRINT_ALL") == "" {
		return
	}
	files, err := filepath.Glob("testdata/*.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		body, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		page, found := renderer(t, render.Options{Theme: defaultTheme(t)}).Render(input(file, body))
		_, _ = os.Stdout.WriteString(page.HTML + page.Wanted + page.Running() + "\n")
		for _, d := range found {
			_, _ = os.Stdout.WriteString(d.String() + d.Message(diag.Chinese) + "\n")
		}
	}
}

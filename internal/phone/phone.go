// Package phone opens an article on a screen as wide as a phone's, in a local
// Chromium, and says what a reader would see there. Tests use it to compare what
// an account serves with what was written.
//
// Its one rule: it judges by what the browser laid out, not by the HTML. Text is
// innerText, an image counts when it has pixels, a table when it can be reached.
//
// It is for tests and trials; no command needs it.
package phone

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"slices"
	"strings"

	"github.com/chromedp/chromedp"
	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/text"

	"mpsync/internal/readable"
)

// The screen, in CSS pixels.
const width, height = 375, 800

// Phone is a running browser. It is not safe for concurrent use.
type Phone struct {
	ctx context.Context //nolint:containedctx // chromedp keeps its browser in a context
}

// Start starts a browser that ends with stop or with ctx.
func Start(ctx context.Context) (p *Phone, stop func(), err error) {
	path, err := exec.LookPath("chromium")
	if err != nil {
		return nil, nil, errors.New("no chromium on this machine; make tools installs it")
	}
	options := append(slices.Clone(chromedp.DefaultExecAllocatorOptions[:]),
		chromedp.ExecPath(path), chromedp.DisableGPU, chromedp.Flag("disable-component-update", true))
	if os.Geteuid() == 0 {
		options = append(options, chromedp.NoSandbox)
	}
	ctx, stopBrowser := chromedp.NewExecAllocator(ctx, options...)
	ctx, closeTab := chromedp.NewContext(ctx)
	p, stop = &Phone{ctx}, func() { closeTab(); stopBrowser() }
	if err := chromedp.Do(ctx, chromedp.EmulateViewport(width, height, chromedp.EmulateMobile)); err != nil {
		stop()
		return nil, nil, err
	}
	return p, stop, nil
}

// Seen is what a reader sees of an article.
type Seen struct {
	Text   string // innerText
	Width  int    // of the page, in CSS pixels
	Images []int  // their widths in pixels of the file; 0 for one that is not shown
	Code   []string
	Tables []Table
}

// Table is a table of an article.
type Table struct {
	Wide    bool // wider than the column
	Scrolls bool // its last column can be reached
}

// look reads what the page of an article shows, below the rule that the
// platform has for everything in it.
const look = `(() => {
	const of = document.querySelector('.rich_media_content'), style = document.createElement('style');
	style.textContent = '.rich_media_content *{max-width:100%!important;box-sizing:border-box!important;overflow-wrap:break-word!important}';
	document.head.append(style);
	const edge = of.getBoundingClientRect().right;
	return {
		text: of.innerText,
		width: document.documentElement.scrollWidth,
		images: [...of.querySelectorAll('img')].map(i => i.naturalWidth),
		code: [...of.querySelectorAll('pre')].map(e => e.innerText),
		tables: [...of.querySelectorAll('table')].map(e => {
			const box = e.parentElement, wide = e.getBoundingClientRect().right > edge + 1;
			box.scrollLeft = 1e6;
			return {wide: wide, scrolls: e.getBoundingClientRect().right <= edge + 1};
		}),
	};
})()`

// Open opens the page of an article and looks at it.
func (p *Phone) Open(url string) (Seen, error) {
	if err := chromedp.Do(p.ctx, chromedp.Navigate(url)); err != nil {
		return Seen{}, fmt.Errorf("open %s: %w", url, err)
	}
	s, err := chromedp.Run(p.ctx, chromedp.Evaluate[Seen](look))
	if err != nil {
		return Seen{}, fmt.Errorf("look at %s: %w", url, err)
	}
	return s, nil
}

// Differs lists where what a reader sees is not what was sent, HTML, and what was
// written, the body of a Markdown file: text, images, tables, lines of code.
func (s Seen) Differs(sent string, body []byte) []string {
	var found []string
	complain := func(format string, args ...any) { found = append(found, fmt.Sprintf(format, args...)) }
	want := readable.Read(sent)
	if a, b := squeeze(want.Text), squeeze(s.Text); a != b {
		complain("the text is\n%s\nnot\n%s", b, a)
	}
	shown := slices.DeleteFunc(slices.Clone(s.Images), func(w int) bool { return w == 0 })
	if len(shown) != len(want.Images) {
		complain("%d images are shown of %d that were sent", len(shown), len(want.Images))
	}
	if n := strings.Count(sent, "<table"); n != len(s.Tables) {
		complain("%d tables of %d", len(s.Tables), n)
	}
	for i, t := range s.Tables {
		if !t.Scrolls {
			complain("table %d does not scroll to its end", i+1)
		}
	}
	if s.Width > width {
		complain("the page is %d pixels wide", s.Width)
	}
	code := Code(body)
	if len(code) != len(s.Code) {
		complain("%d blocks of code of %d", len(s.Code), len(code))
		return found
	}
	for i := range code {
		if got := strings.TrimRight(strings.ReplaceAll(s.Code[i], "\u00a0", " "), "\n"); got != code[i] {
			complain("code %d %s", i+1, firstDifference(code[i], got))
		}
	}
	return found
}

// firstDifference names the first line in which two texts differ.
func firstDifference(want, got string) string {
	a, b := strings.Split(want, "\n"), strings.Split(got, "\n")
	for i := range min(len(a), len(b)) {
		if a[i] != b[i] {
			return fmt.Sprintf("has %q for %q in line %d", b[i], a[i], i+1)
		}
	}
	return fmt.Sprintf("has %d lines of %d", len(b), len(a))
}

// drawnAs are languages of blocks that become something else than code.
var drawnAs = []string{"mermaid", "math", "miniprogram"}

// Code lists the code blocks of Markdown as they are written, a tab as the spaces
// to which it is set.
func Code(body []byte) []string {
	var all []string
	doc := goldmark.New(goldmark.WithExtensions(extension.GFM, extension.Footnote)).Parser().Parse(text.NewReader(body))
	_ = ast.Walk(doc, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		fence, fenced := n.(*ast.FencedCodeBlock)
		if _, indented := n.(*ast.CodeBlock); !entering || !indented && !fenced ||
			fenced && slices.Contains(drawnAs, string(fence.Language(body))) {
			return ast.WalkContinue, nil
		}
		source := strings.TrimRight(string(n.Lines().Value(body)), "\n")
		all = append(all, strings.NewReplacer("\t", "    ", "\u00a0", " ").Replace(source))
		return ast.WalkContinue, nil
	})
	return all
}

// squeeze drops white space, which is laid out anew.
func squeeze(s string) string { return strings.Join(strings.Fields(s), "") }

package render_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"

	"mpsync/internal/browsertest"
	"mpsync/internal/bundle"
	"mpsync/internal/bundle/bundletest"
	"mpsync/internal/render"
	"mpsync/internal/render/math"
)

// shown is what a browser makes of the formulas of a page.
type shown struct {
	Count    int
	Page     float64   // how wide the page is
	Off      []float64 // pixels between the baseline of each and that of the text
	Small    []string  // formulas of which nothing is seen
	Scrolls  int       // boxes that scroll sideways
	Coloured int       // formulas whose outlines have the colour of the text
}

// look measures the formulas of the page.
const look = `(function () {
	var all = Array.from(document.querySelectorAll("[data-formula]")), out = {Count: all.length, Off: [], Small: [], Scrolls: 0, Coloured: 0};
	all.forEach(function (f) {
		var mark = document.createElement("span"), wrap = f.parentNode.style.whiteSpace;
		f.parentNode.style.whiteSpace = "nowrap"; // a wide formula would go to the next line
		mark.style.cssText = "display:inline-block;width:0;height:0";
		f.parentNode.insertBefore(mark, f);
		var depth = -parseFloat(getComputedStyle(f).verticalAlign) || 0, r = f.getBoundingClientRect();
		out.Off.push(Math.abs(r.bottom - depth - mark.getBoundingClientRect().bottom));
		if (r.width < 4 || r.height < 4) { out.Small.push(f.dataset.formula); }
		var path = f.querySelector("path");
		if (!path || getComputedStyle(path).fill == getComputedStyle(f.parentNode).color) { out.Coloured++; }
		mark.remove();
		f.parentNode.style.whiteSpace = wrap;
	});
	document.querySelectorAll("section").forEach(function (s) { if (s.scrollWidth > s.clientWidth + 1) { out.Scrolls++; } });
	out.Page = document.documentElement.scrollWidth;
	return out;
})()`

// TestFormulasInABrowser looks at real formulas on a screen as wide as a phone.
func TestFormulasInABrowser(t *testing.T) {
	body, err := os.ReadFile("testdata/math.md")
	if err != nil {
		t.Fatal(err)
	}
	body = append(body, "\n$$"+strings.Repeat("a+b+", 20)+"c$$\n\n在很长的一行里 $"+strings.Repeat("x+", 30)+"y$ 之后。\n"...)
	s := &math.Typesetter{Read: bundletest.Reader(t, bundle.MathJax())}
	in := input("math.md", body)
	in.Formula = func(f render.Formula) (render.Drawn, bool) {
		d, err := s.Typeset(t.Context(), f.TeX, f.Macros, f.Display)
		return render.Drawn{Drawing: d}, err == nil
	}
	page, _ := renderer(t, render.Options{Theme: defaultTheme(t)}).Render(in)
	got := inBrowser[shown](t, page.HTML, look)
	if want := strings.Count(page.HTML, "data-formula="); got.Count != want || want < 20 {
		t.Errorf("%d formulas in the page, %d sent", got.Count, want)
	}
	for i, off := range got.Off {
		if off > 0.6 {
			t.Errorf("formula %d stands %.2f pixels off the baseline", i, off)
		}
	}
	if len(got.Small) > 0 || got.Coloured != got.Count {
		t.Errorf("not seen: %q; in the colour of the text: %d of %d", got.Small, got.Coloured, got.Count)
	}
	if got.Page > 375 || got.Scrolls != 1 {
		t.Errorf("the page is %.0f pixels wide; %d boxes scroll, want the one of the wide formula", got.Page, got.Scrolls)
	}
}

// set is how a browser sets the type of a page.
type set struct {
	Lonely int     // paragraphs whose last line has fewer than three characters
	Torn   int     // formulas whose full stop begins a line
	Gap    float64 // pixels by which the space between Chinese and Latin widens a line
	Code   float64 // and a line of code
}

// measure sets paragraphs of every length.
const measure = `(function () {
	var out = {Lonely: 0, Torn: 0}, range = document.createRange(), last = function (p) {
		var walker = document.createTreeWalker(p, NodeFilter.SHOW_TEXT), boxes = [];
		while (walker.nextNode()) {
			for (var i = 0; i < walker.currentNode.length; i++) {
				range.setStart(walker.currentNode, i);
				range.setEnd(walker.currentNode, i + 1);
				boxes.push(range.getBoundingClientRect());
			}
		}
		return boxes;
	};
	document.querySelectorAll("p").forEach(function (p) {
		var boxes = last(p), bottom = boxes[boxes.length - 1].bottom, svg = p.querySelector("svg");
		if (svg) {
			if (boxes[boxes.length - 1].left < svg.getBoundingClientRect().left) { out.Torn++; }
		} else if (boxes.length > 24 && boxes.filter(function (b) { return b.bottom > bottom - 4; }).length < 3) { out.Lonely++; }
	});
	var wide = function (e) {
		range.selectNodeContents(e);
		return range.getBoundingClientRect().width;
	};
	var gained = function (e) {
		var with_ = wide(e);
		e.style.textAutospace = "no-autospace";
		return with_ - wide(e);
	};
	out.Gap = gained(document.querySelector("h3"));
	out.Code = gained(document.querySelector("pre code"));
	return out;
})()`

// TestTypeIsSetInABrowser compares paragraphs of every length with typography and
// without it.
func TestTypeIsSetInABrowser(t *testing.T) {
	han := strings.Repeat("写作应当专注，正文交给版本，其余的事不必费心。晨雾里湖面平得像一张没有写过字的纸", 4)
	body := "### 中文English混排\n\n```go\n// 中文English混排\n```\n\n"
	for n := range 70 {
		begin := string([]rune(han)[:24+n])
		body += strings.TrimRight(begin, "，。") + "。\n\n" + begin + "由$E$。\n\n"
	}
	of := func(unset bool) set {
		page, _ := renderer(t, render.Options{Theme: defaultTheme(t), Unset: unset}).Render(input("a.md", []byte(body)))
		return inBrowser[set](t, page.HTML, measure)
	}
	on, off := of(false), of(true)
	if on.Lonely != 0 || on.Torn != 0 || on.Gap < 2 || on.Code != 0 {
		t.Errorf("with typography: %+v", on)
	}
	if off.Lonely == 0 || off.Torn == 0 || off.Gap != 0 || off.Code != 0 {
		t.Errorf("without typography a browser does the same, so this test shows nothing: %+v", off)
	}
}

// inBrowser opens a page on a phone's screen and evaluates script there.
func inBrowser[T any](t *testing.T, html, script string) T {
	t.Helper()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		_, _ = w.Write([]byte(`<!doctype html><html lang="zh-CN"><body style="margin:0 16px">` + html))
	}))
	defer server.Close()
	got, err := chromedp.Run(browsertest.Open(t), func(ctx context.Context, target *chromedp.Target) (T, error) {
		var none T
		phone := emulation.SetDeviceMetricsOverrideParams{Width: 375, Height: 667, DeviceScaleFactor: 2}
		if _, err := cdp.Call(ctx, target, emulation.SetDeviceMetricsOverride, phone); err != nil {
			return none, err
		}
		if _, err := chromedp.Navigate(server.URL)(ctx, target); err != nil {
			return none, err
		}
		return chromedp.Evaluate[T](script)(ctx, target)
	})
	if err != nil {
		t.Fatal(err)
	}
	return got
}

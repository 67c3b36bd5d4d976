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
	got := inBrowser(t, page.HTML)
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

// inBrowser opens a page on a phone's screen.
func inBrowser(t *testing.T, html string) shown {
	t.Helper()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		_, _ = w.Write([]byte(`<!doctype html><body style="margin:0 16px">` + html))
	}))
	defer server.Close()
	options := append(chromedp.DefaultExecAllocatorOptions[:len(chromedp.DefaultExecAllocatorOptions):len(chromedp.DefaultExecAllocatorOptions)], chromedp.DisableGPU)
	if os.Geteuid() == 0 {
		options = append(options, chromedp.NoSandbox)
	}
	alloc, stop := chromedp.NewExecAllocator(t.Context(), options...)
	defer stop()
	ctx, end := chromedp.NewContext(alloc)
	defer end()
	got, err := chromedp.Run(ctx, func(ctx context.Context, target *chromedp.Target) (shown, error) {
		phone := emulation.SetDeviceMetricsOverrideParams{Width: 375, Height: 667, DeviceScaleFactor: 2}
		if _, err := cdp.Call(ctx, target, emulation.SetDeviceMetricsOverride, phone); err != nil {
			return shown{}, err
		}
		if _, err := chromedp.Navigate(server.URL)(ctx, target); err != nil {
			return shown{}, err
		}
		return chromedp.Evaluate[shown](look)(ctx, target)
	})
	if err != nil {
		t.Fatal(err)
	}
	return got
}

package diagram

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"fmt"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
)

// browser is a Chromium with one page.
type browser struct {
	ctx    context.Context //nolint:containedctx // chromedp keeps its browser in a context
	cancel func()
	loaded bool // mermaid is on the page
}

// density is how many pixels of a picture a CSS pixel has.
const density = 2

// launch starts a browser that reaches no network.
func launch(ctx context.Context, path string, root bool) (*browser, error) {
	options := append(chromedp.DefaultExecAllocatorOptions[:len(chromedp.DefaultExecAllocatorOptions):len(chromedp.DefaultExecAllocatorOptions)],
		chromedp.ExecPath(path), chromedp.DisableGPU,
		chromedp.Flag("host-resolver-rules", "MAP * ~NOTFOUND"),
		chromedp.Flag("proxy-server", "127.0.0.1:9"), chromedp.Flag("proxy-bypass-list", "<-loopback>"),
		chromedp.Flag("disable-component-update", true),
		chromedp.Flag("font-render-hinting", "none"),
	)
	if root {
		options = append(options, chromedp.NoSandbox)
	}
	// The browser outlives the diagram that it is started for.
	alive, stop := chromedp.NewExecAllocator(context.WithoutCancel(ctx), options...)
	tab, end := chromedp.NewContext(alive)
	b := &browser{ctx: tab, cancel: func() { end(); stop() }}
	if _, err := run(ctx, b, chromedp.Navigate("about:blank")); err != nil {
		b.close()
		return nil, fmt.Errorf("start %s: %w", path, err)
	}
	return b, nil
}

func (b *browser) close() { b.cancel() }

// run runs an action for as long as ctx allows.
func run[T any](ctx context.Context, b *browser, action chromedp.Action[T]) (T, error) {
	type result struct {
		value T
		err   error
	}
	done := make(chan result, 1)
	go func() {
		v, err := chromedp.Run(b.ctx, action)
		done <- result{v, err}
	}()
	select {
	case r := <-done:
		return r.value, r.err
	case <-ctx.Done():
		b.close()
		r := <-done
		return r.value, ctx.Err()
	}
}

// blank opens an empty page.
func (b *browser) blank(ctx context.Context) error {
	b.loaded = false
	_, err := run(ctx, b, func(ctx context.Context, t *chromedp.Target) (chromedp.Void, error) {
		if _, err := chromedp.Navigate("about:blank")(ctx, t); err != nil {
			return chromedp.Void{}, err
		}
		_, err := cdp.Call(ctx, t, emulation.SetDeviceMetricsOverride, emulation.SetDeviceMetricsOverrideParams{
			Width: 1280, Height: 800, DeviceScaleFactor: density,
		})
		return chromedp.Void{}, err
	})
	return err
}

// drawMermaid draws on the page and answers with what went wrong, or "".
const drawMermaid = `(async function (source, config) {
	document.documentElement.style.background = config.themeVariables.background;
	document.body.style.margin = 0;
	document.body.innerHTML = "";
	mermaid.initialize(config);
	try {
		var box = document.createElement("div");
		box.id = "drawn";
		box.style.cssText = "display:inline-block;padding:8px";
		document.body.appendChild(box);
		box.innerHTML = (await mermaid.render("diagram", source, box)).svg;
		var svg = box.querySelector("svg"), view = svg.viewBox.baseVal;
		if (view && view.width) { svg.style.width = svg.style.maxWidth = Math.ceil(view.width) + "px"; svg.style.height = "auto"; }
		await document.fonts.ready;
		return "";
	} catch (e) {
		return String(e && e.message || e) || "unknown";
	}
})(%s, %s)`

func (b *browser) mermaid(ctx context.Context, script string, r Request) (*Picture, error) {
	if !b.loaded {
		if err := b.blank(ctx); err != nil {
			return nil, fmt.Errorf("open a page: %w", err)
		}
		if _, err := run(ctx, b, chromedp.Evaluate[chromedp.Void](script+"\n;void 0")); err != nil {
			return nil, fmt.Errorf("load mermaid: %w", err)
		}
		b.loaded = true
	}
	call := fmt.Sprintf(drawMermaid, quoted(r.Source), quoted(settings(r)))
	problem, err := run(ctx, b, chromedp.Evaluate[string](call, chromedp.EvalAwaitPromise))
	switch {
	case err != nil:
		return nil, fmt.Errorf("draw with mermaid: %w", err)
	case problem != "":
		return nil, &SyntaxError{problem}
	}
	return b.picture(ctx)
}

// drawSVG shows a file on the page and answers whether it could be read.
const drawSVG = `(async function (source, paper) {
	document.documentElement.style.background = paper;
	document.body.style.margin = 0;
	var box = new Image();
	box.id = "drawn";
	box.src = source;
	document.body.appendChild(box);
	try { await box.decode(); return true; } catch (e) { return false; }
})(%s, %s)`

// svg draws a picture of an SVG file, which as an image runs and loads nothing.
func (b *browser) svg(ctx context.Context, data []byte, r Request) (*Picture, error) {
	if err := b.blank(ctx); err != nil {
		return nil, fmt.Errorf("open a page: %w", err)
	}
	source := "data:image/svg+xml;base64," + base64.StdEncoding.EncodeToString(data)
	ok, err := run(ctx, b, chromedp.Evaluate[bool](fmt.Sprintf(drawSVG, quoted(source), quoted(r.Paper)), chromedp.EvalAwaitPromise))
	switch {
	case err != nil:
		return nil, fmt.Errorf("draw SVG: %w", err)
	case !ok:
		return nil, &SyntaxError{"the command wrote SVG that can't be read"}
	}
	return b.picture(ctx)
}

// measure answers where what was drawn stands.
const measure = `(function () {
	var r = document.getElementById("drawn").getBoundingClientRect();
	return {x: r.x, y: r.y, width: Math.ceil(r.width), height: Math.ceil(r.height), scale: 1};
})()`

// picture takes a picture of what was drawn.
func (b *browser) picture(ctx context.Context) (*Picture, error) {
	clip, err := run(ctx, b, chromedp.Evaluate[page.Viewport](measure))
	if err != nil {
		return nil, fmt.Errorf("measure the diagram: %w", err)
	}
	if clip.Width < 1 || clip.Height < 1 || clip.Width*clip.Height*density*density > mostPixels {
		return nil, &SyntaxError{fmt.Sprintf("it would be %.0f × %.0f pixels large", clip.Width, clip.Height)}
	}
	beyond := true
	shot, err := run(ctx, b, func(ctx context.Context, t *chromedp.Target) (page.CaptureScreenshotResult, error) {
		return cdp.Call(ctx, t, page.CaptureScreenshot, page.CaptureScreenshotParams{Clip: &clip, CaptureBeyondViewport: &beyond})
	})
	if err != nil {
		return nil, fmt.Errorf("take a picture of the diagram: %w", err)
	}
	return &Picture{PNG: shot.Data, Width: int(clip.Width)}, nil
}

// quoted is a value as JavaScript writes it.
func quoted(v any) string {
	data, err := json.Marshal(v)
	if err != nil {
		panic(err) // only texts and numbers
	}
	return string(data)
}

// fonts are those of phones and of the usual systems, which hold Chinese.
const (
	fontsChinese = `"PingFang SC", "Noto Sans CJK SC", "Noto Sans SC", "Source Han Sans SC", "Microsoft YaHei", sans-serif`
	fontsOther   = `"Helvetica Neue", Arial, "PingFang SC", "Noto Sans CJK SC", "Microsoft YaHei", sans-serif`
)

// settings are mermaid's, in the colours of the theme. Text of a diagram can
// hold neither scripts nor links that work.
func settings(r Request) map[string]any {
	fonts := fontsOther
	if r.Chinese {
		fonts = fontsChinese
	}
	soft := mix(r.Accent, r.Paper, 0.12)
	return map[string]any{
		"startOnLoad": false, "securityLevel": "strict", "theme": "base", "suppressErrorRendering": true,
		"deterministicIds": true, "fontFamily": fonts,
		"themeVariables": map[string]any{
			"background": r.Paper, "fontFamily": fonts, "fontSize": "16px",
			"primaryColor": soft, "primaryTextColor": r.Ink, "primaryBorderColor": r.Accent,
			"secondaryColor": mix(r.Accent, r.Paper, 0.24), "tertiaryColor": mix(r.Accent, r.Paper, 0.06),
			"lineColor": mix(r.Ink, r.Paper, 0.7), "textColor": r.Ink, "mainBkg": soft, "nodeBorder": r.Accent,
			"clusterBkg": mix(r.Accent, r.Paper, 0.05), "clusterBorder": mix(r.Accent, r.Paper, 0.4),
			"edgeLabelBackground": r.Paper, "noteBkgColor": mix(r.Accent, r.Paper, 0.18), "noteTextColor": r.Ink,
		},
	}
}

package diagram

import (
	"context"
	"encoding/base64"
	"errors"
	"fmt"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
)

// errUnreadable says that the browser can't read an image.
var errUnreadable = errors.New("the browser can't read it")

// Image makes a PNG of an image of a type that browsers show, so many pixels
// large, on no ground. As an image, a drawing runs and loads nothing.
func (d *Drawer) Image(ctx context.Context, contentType string, data []byte, width, height int) ([]byte, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	timed, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	b, err := d.start(timed)
	if err != nil {
		return nil, err
	}
	png, err := b.image(timed, contentType, data, width, height)
	if err != nil && !errors.Is(err, errUnreadable) {
		d.quit() // whatever state it is in
	}
	return png, err
}

// showImage shows an image as large as the window and answers whether it could be read.
const showImage = `(async function (source) {
	document.documentElement.style.overflow = "hidden";
	document.body.style.margin = 0;
	var box = new Image();
	box.style.cssText = "display:block;width:100vw;height:100vh";
	box.src = source;
	document.body.appendChild(box);
	try { await box.decode(); return true; } catch (e) { return false; }
})(%s)`

func (b *browser) image(ctx context.Context, contentType string, data []byte, width, height int) ([]byte, error) {
	if err := b.blank(ctx); err != nil {
		return nil, fmt.Errorf("open a page: %w", err)
	}
	// An alpha of 0 is left out of the call and then counts as 1; this one is rounded to 0.
	if err := b.ground(ctx, &cdp.RGBA{A: 1e-3}, width, height); err != nil {
		return nil, fmt.Errorf("set the size of the page: %w", err)
	}
	source := "data:" + contentType + ";base64," + base64.StdEncoding.EncodeToString(data)
	ok, err := run(ctx, b, chromedp.Evaluate[bool](fmt.Sprintf(showImage, quoted(source)), chromedp.EvalAwaitPromise))
	if err == nil && !ok {
		err = errUnreadable
	}
	if err != nil {
		return nil, fmt.Errorf("show an image: %w", err)
	}
	shot, err := run(ctx, b, func(ctx context.Context, t *chromedp.Target) (page.CaptureScreenshotResult, error) {
		return cdp.Call(ctx, t, page.CaptureScreenshot, page.CaptureScreenshotParams{
			Clip: &page.Viewport{Width: float64(width), Height: float64(height), Scale: 1},
		})
	})
	if err != nil {
		return nil, fmt.Errorf("take a picture of an image: %w", err)
	}
	return shot.Data, b.ground(ctx, nil, width, height)
}

// ground sets the colour behind the page, nil for white, and the page's size.
func (b *browser) ground(ctx context.Context, colour *cdp.RGBA, width, height int) error {
	_, err := run(ctx, b, func(ctx context.Context, t *chromedp.Target) (chromedp.Void, error) {
		_, err := cdp.Call(ctx, t, emulation.SetDeviceMetricsOverride, emulation.SetDeviceMetricsOverrideParams{
			Width: int64(width), Height: int64(height), DeviceScaleFactor: 1,
		})
		if err == nil {
			_, err = cdp.Call(ctx, t, emulation.SetDefaultBackgroundColorOverride, emulation.SetDefaultBackgroundColorOverrideParams{Color: colour})
		}
		return chromedp.Void{}, err
	})
	return err
}

package cli

import (
	"bufio"
	"context"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/browser"
	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
)

// exampleSite copies the example site.
func exampleSite(t testing.TB) string {
	t.Helper()
	dir := t.TempDir()
	if err := os.CopyFS(filepath.Join(dir, "site"), os.DirFS("../../examples/site")); err != nil {
		t.Fatal(err)
	}
	for _, leave := range []string{".mpsync", "mpsync.state.json", "mpsync.state.json.journal", "drawings"} {
		if err := os.RemoveAll(filepath.Join(dir, "site", leave)); err != nil {
			t.Fatal(err)
		}
	}
	return filepath.Join(dir, "site")
}

// patience is how long a condition may take on a busy machine.
const patience = 30 * time.Second

var pageAt = regexp.MustCompile(`http://127\.0\.0\.1:\d+/`)

// startWatch runs mpsync watch on a site and returns where its page is.
func startWatch(t testing.TB, dir string, args ...string) (address string, stop func()) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	out, w := io.Pipe()
	sys := OS()
	sys.In, sys.Out, sys.Err, sys.Env = strings.NewReader(""), w, w, func(string) (string, bool) { return "", false }
	sys.InTerminal, sys.OutTerminal, sys.ErrTerminal = false, false, false
	ended := make(chan int, 1)
	go func() {
		ended <- Run(ctx, sys, append([]string{"-C", dir, "--lang", "zh", "watch"}, args...))
		_ = w.Close()
	}()
	lines := bufio.NewScanner(out)
	for address == "" && lines.Scan() {
		address = pageAt.FindString(lines.Text())
	}
	if address == "" {
		t.Fatalf("watch ended with %d", <-ended)
	}
	go func() { _, _ = io.Copy(io.Discard, out) }()
	stopped := false
	stop = func() {
		if stopped {
			return
		}
		stopped = true
		cancel()
		<-ended
	}
	t.Cleanup(stop)
	return address, stop
}

// allowClipboard lets the page read the clipboard, which only the test does.
func allowClipboard(r *reader) {
	r.Helper()
	err := chromedp.Do(r.tab, chromedp.Func(func(ctx context.Context, target *chromedp.Target) error {
		if _, err := cdp.Call(ctx, target, emulation.SetFocusEmulationEnabled, emulation.SetFocusEmulationEnabledParams{Enabled: true}); err != nil {
			return err
		}
		for _, name := range []string{"clipboard-read", "clipboard-write"} {
			p := browser.SetPermissionParams{Permission: &browser.PermissionDescriptor{Name: name}, Setting: browser.PermissionSettingGranted}
			if _, err := cdp.Call(ctx, target, browser.SetPermission, p); err != nil {
				return err
			}
		}
		return nil
	}))
	if err != nil {
		r.Fatal(err)
	}
}

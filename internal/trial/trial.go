// Command trial runs the built mpsync over a folder of real articles: validate,
// apply to an emulator over HTTP, plan again, and compare what readers would
// read. It prints figures and fails when a promise is broken.
//
// Its one rule: it uses mpsync as a person does, through its command line, and
// looks at the account with a client of its own.
//
//	go run ./internal/trial -mpsync ./mpsync FOLDER
package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"image"
	"image/png"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/PuerkitoBio/goquery"

	"mpsync/internal/readable"
	"mpsync/internal/render/check"
)

func main() {
	binary := flag.String("mpsync", "./mpsync", "the built binary")
	only := flag.Bool("images", false, "only make the folder's images fit")
	n := flag.Int("scale", 0, "measure a site of so many articles, made of the folder's")
	drafts := flag.Bool("drafts", false, "in the draft box instead of the material library, with -scale")
	flag.Parse()
	if flag.NArg() != 1 {
		fmt.Fprintln(os.Stderr, "usage: trial [-mpsync PATH] FOLDER")
		os.Exit(64)
	}
	work := func(ctx context.Context) error { return run(ctx, *binary, flag.Arg(0)) }
	switch {
	case *n > 0:
		work = func(ctx context.Context) error { return scale(ctx, *binary, flag.Arg(0), *n, *drafts) }
	case *only:
		work = func(ctx context.Context) error { return images(ctx, flag.Arg(0)) }
	}
	if err := work(context.Background()); err != nil {
		fmt.Fprintln(os.Stderr, "trial:", err)
		os.Exit(1)
	}
}

// trial is one run over one copy of the folder.
type trial struct {
	binary, dir, base string
}

func run(ctx context.Context, binary, folder string) error {
	if err := inCopy(ctx, binary, folder, "legacy", func(t *trial) error { return t.all(ctx) }); err != nil {
		return err
	}
	return images(ctx, folder)
}

// inCopy works on a copy of the folder, with an account of that profile beside it.
func inCopy(ctx context.Context, binary, folder, profile string, work func(*trial) error) error {
	binary, err := filepath.Abs(binary)
	if err != nil {
		return err
	}
	dir, err := os.MkdirTemp("", "mpsync-trial-")
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(dir) }()
	t := &trial{binary: binary, dir: filepath.Join(dir, "site")}
	if err := os.CopyFS(filepath.Join(t.dir, "posts"), os.DirFS(folder)); err != nil {
		return err
	}
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	if err := t.serve(ctx, filepath.Join(dir, "account"), profile); err != nil {
		return err
	}
	if err := t.configure(); err != nil {
		return err
	}
	return work(t)
}

// serve starts the emulator and learns its address.
func (t *trial) serve(ctx context.Context, data, profile string) error {
	c := exec.CommandContext(ctx, t.binary, "--lang", "en", "emulator", "--addr", "127.0.0.1:0", "--data", data, "--profile", profile, "--set", "content_chars=200000", "--set", "daily_limit=1000000") //nolint:gosec // the binary under trial
	c.Stderr = os.Stderr
	out, err := c.StdoutPipe()
	if err != nil {
		return err
	}
	if err := c.Start(); err != nil {
		return err
	}
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		return fmt.Errorf("start the emulator: %w", err)
	}
	t.base = regexp.MustCompile(`http://[0-9.:]+`).FindString(line)
	if t.base == "" {
		return fmt.Errorf("the emulator said %q", line)
	}
	return nil
}

// configure makes the copy a site.
func (t *trial) configure() error {
	var cover bytes.Buffer
	if err := png.Encode(&cover, image.NewGray(image.Rect(0, 0, 900, 383))); err != nil {
		return err
	}
	config := "account: {appid: wx-trial, secret: trial, api: \"" + t.base + "\"}\n" +
		"articles: posts/**/*.md\ndefaults: {cover: cover.png}\nimages: {remote: keep}\n" +
		"limits: {creates: 100000, content: warn}\n"
	if err := os.WriteFile(filepath.Join(t.dir, "mpsync.yaml"), []byte(config), 0o600); err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(t.dir, "cover.png"), cover.Bytes(), 0o600)
}

// all takes the steps and prints a figure for each.
func (t *trial) all(ctx context.Context) error {
	events, _, err := t.mpsync(ctx, []int{0, 1}, "validate", "--json")
	if err != nil {
		return err
	}
	fmt.Printf("validate: %s\n", tally(events))
	start := time.Now()
	if _, _, err := t.mpsync(ctx, []int{0, 4}, "apply", "--yes", "--settle", "0", "--json"); err != nil {
		return err
	}
	took := time.Since(start)
	before, err := t.requests(ctx)
	if err != nil {
		return err
	}
	sources, err := t.check(ctx, before, took)
	if err != nil {
		return err
	}
	start = time.Now()
	events, _, err = t.mpsync(ctx, []int{0, 1}, "plan", "--detailed-exitcode", "--json") // 1: some are left out
	if err != nil {
		return err
	}
	if i := slices.IndexFunc(events, func(e event) bool { return e.Type == "change" }); i >= 0 {
		return fmt.Errorf("the second plan is not empty: %+v", events[i])
	}
	fmt.Printf("plan again: empty, %.2f s\n", time.Since(start).Seconds())
	if _, _, err := t.mpsync(ctx, []int{0, 4}, "apply", "--yes", "--settle", "0", "--json"); err != nil {
		return err
	}
	after, err := t.requests(ctx)
	if err != nil {
		return err
	}
	if writes(after) != writes(before) {
		return fmt.Errorf("a second apply made %d writing calls", writes(after)-writes(before))
	}
	fmt.Println("apply again: no writing call")
	if err := t.back(ctx, sources); err != nil {
		return err
	}
	return t.readers(ctx, sources)
}

// check compares the account with the files, and returns the file of what reads so.
func (t *trial) check(ctx context.Context, made map[string]int, took time.Duration) (sources map[string]string, err error) {
	held, err := t.news(ctx)
	if err != nil {
		return nil, err
	}
	files, err := filepath.Glob(filepath.Join(t.dir, "posts", "*", "index.md"))
	if err != nil {
		return nil, err
	}
	kept, total := 0, len(held)
	sources = map[string]string{}
	for _, file := range files {
		_, text, err := t.mpsync(ctx, []int{0, 1}, "render", file)
		if err != nil {
			return nil, err
		}
		refused := text == "" // by a finding, as for a missing image
		if refused {
			if text, err = anyway(file); err != nil {
				return nil, err
			}
		}
		if bad := check.Page(strings.TrimSuffix(text, "\n")); bad != nil {
			return nil, fmt.Errorf("%s: WeChat would change the page: %q", file, bad)
		}
		lost, err := lostWords(file, text)
		if err != nil {
			return nil, err
		}
		if len(lost) > 0 {
			return nil, fmt.Errorf("%s lost words: %q", file, lost)
		}
		if refused {
			continue
		}
		want := squeeze(readable.Read(text).Text)
		switch articles := held[want]; {
		case len(articles) == 1:
			if err := sameShape(text, articles[0]); err != nil {
				return nil, fmt.Errorf("%s: %w", file, err)
			}
			kept++
			sources[want] = file
			delete(held, want)
		case len(articles) > 1:
			return nil, fmt.Errorf("%s stands in the account %d times", file, len(articles))
		}
	}
	if len(held) > 0 {
		return nil, fmt.Errorf("%d messages in the account read like no article", len(held))
	}
	calls := 0
	for _, n := range made {
		calls += n
	}
	fmt.Printf("apply: %d of %d articles in the account, every one with its text and structure; none of the %d without a word of plain Markdown; %d images, %d covers uploaded; %d calls, %.2f s\n",
		kept, len(files), len(files), made["/cgi-bin/media/uploadimg"], made["/cgi-bin/material/add_material"], calls, took.Seconds())
	if kept == 0 || kept != total {
		return nil, fmt.Errorf("%d articles of %d in the account are those of the folder", kept, total)
	}
	return sources, nil
}

// mpsync runs the binary in the site and returns its JSON events and output.
func (t *trial) mpsync(ctx context.Context, codes []int, args ...string) (events []event, out string, err error) {
	c := exec.CommandContext(ctx, t.binary, append([]string{"--lang", "en"}, args...)...) //nolint:gosec // the binary under trial
	c.Dir = t.dir
	c.Env = append(os.Environ(), "MPSYNC_BRANCH=main") // or a job of CI may not apply
	var stderr bytes.Buffer
	c.Stderr = &stderr
	data, err := c.Output()
	code := 0
	if e, ok := errors.AsType[*exec.ExitError](err); ok {
		code, err = e.ExitCode(), nil
	}
	if err != nil {
		return nil, "", err
	}
	fine := false
	for _, want := range codes {
		fine = fine || code == want
	}
	if !fine {
		return nil, "", fmt.Errorf("mpsync %s: exit code %d\n%s%s", strings.Join(args, " "), code, data, stderr.Bytes())
	}
	for line := range bytes.Lines(data) {
		var e event
		if json.Unmarshal(line, &e) == nil && e.Type != "" {
			events = append(events, e)
		}
	}
	return events, string(data), nil
}

// event is a line of --json.
type event struct {
	Type string `json:"type"`
	Data struct {
		Severity string `json:"severity"`
		Code     string `json:"code"`
		File     string `json:"file"`
	} `json:"data"`
}

// tally counts findings by severity and code.
func tally(events []event) string {
	n := map[string]int{}
	var order []string
	for _, e := range events {
		if e.Type != "finding" {
			continue
		}
		key := e.Data.Severity + " " + e.Data.Code
		if n[key] == 0 {
			order = append(order, key)
		}
		n[key]++
	}
	var parts []string
	for _, key := range order {
		parts = append(parts, fmt.Sprintf("%d× %s", n[key], key))
	}
	return strings.Join(parts, ", ")
}

// requests counts the requests that the emulator saw, by path.
func (t *trial) requests(ctx context.Context) (map[string]int, error) {
	var log []struct{ Path string }
	if err := t.ask(ctx, http.MethodGet, "/_emulator/requests", "", &log); err != nil {
		return nil, err
	}
	n := map[string]int{}
	for _, r := range log {
		if strings.HasPrefix(r.Path, "/cgi-bin/") {
			n[r.Path]++
		}
	}
	return n, nil
}

// writes counts the requests that change an account.
func writes(n map[string]int) int {
	sum := 0
	for _, path := range []string{
		"material/add_news", "material/update_news", "material/del_material", "material/add_material", "media/uploadimg",
		"draft/add", "draft/update", "draft/delete",
	} {
		sum += n["/cgi-bin/"+path]
	}
	return sum
}

// shapes are what a reader sees beside the text.
var shapes = []string{"h1, h2, h3, h4, h5, h6", "p", "li", "blockquote", "pre", "pre br", "table", "td, th", "strong", "em", "sup"}

// sameShape says whether the account kept the structure of an article that it
// was sent. Images on other servers, which it filters out, do not count.
func sameShape(sent, seen string) error {
	before, err := goquery.NewDocumentFromReader(strings.NewReader(sent))
	if err != nil {
		return err
	}
	after, err := goquery.NewDocumentFromReader(strings.NewReader(seen))
	if err != nil {
		return err
	}
	for _, selector := range shapes {
		if a, b := before.Find(selector).Length(), after.Find(selector).Length(); a != b {
			return fmt.Errorf("%d of %q were sent and %d kept", a, selector, b)
		}
	}
	if a, b := len(readable.Read(sent).Images), after.Find("img[data-src]").Length(); a != b {
		return fmt.Errorf("%d images were sent and %d kept", a, b)
	}
	return nil
}

// token asks for one as any client does; it leaves that of mpsync good.
func (t *trial) token(ctx context.Context) (string, error) {
	var token struct {
		AccessToken string `json:"access_token"`
	}
	err := t.ask(ctx, http.MethodGet, "/cgi-bin/token?grant_type=client_credential&appid=wx-trial&secret=trial", "", &token)
	return token.AccessToken, err
}

// news lists the account's articles: what a reader reads → their HTML.
func (t *trial) news(ctx context.Context) (map[string][]string, error) {
	all, err := t.served(ctx)
	held := map[string][]string{}
	for _, a := range all {
		text := squeeze(readable.Read(a.Content).Text)
		held[text] = append(held[text], a.Content)
	}
	return held, err
}

func (t *trial) ask(ctx context.Context, method, path, body string, into any) error {
	req, err := http.NewRequestWithContext(ctx, method, t.base+path, strings.NewReader(body))
	if err != nil {
		return err
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return err
	}
	defer func() { _ = resp.Body.Close() }()
	data, err := io.ReadAll(resp.Body)
	if err != nil {
		return err
	}
	return json.Unmarshal(data, into)
}

func squeeze(s string) string { return strings.Join(strings.Fields(s), "") }

package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math"
	"net/http"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"time"

	"mpsync/internal/markdown"
)

// rounds is how often each figure is taken; the least counts, because a machine
// that is busy only ever adds.
const rounds = 5

// scale makes a site of n articles of the sound ones of a folder, applies it, and
// prints what a plan of it takes when nothing changed, and what one edit costs.
func scale(ctx context.Context, binary, folder string, n int, drafts bool) error {
	profile := map[bool]string{false: "legacy", true: "current"}[drafts]
	return inCopy(ctx, binary, folder, profile, func(t *trial) error {
		if err := t.multiply(ctx, n); err != nil {
			return err
		}
		start := time.Now()
		if _, _, err := t.mpsync(ctx, []int{0}, "apply", "--yes", "--settle", "0", "--json"); err != nil {
			return err
		}
		fmt.Printf("%d articles applied in %.0f s\n", n, time.Since(start).Seconds())
		for _, args := range [][]string{{"plan", "--refresh=none"}, {"plan"}} {
			b, err := t.best(ctx, append(args, "--detailed-exitcode")...)
			if err != nil {
				return err
			}
			fmt.Printf("%s: %.2f s, of them %.2f s of processor time, %d MB\n", strings.Join(args, " "), b.wall.Seconds(), b.cpu.Seconds(), b.peak>>20)
		}
		if err := t.listing(ctx, drafts); err != nil {
			return err
		}
		return t.oneEdit(ctx)
	})
}

// multiply puts n variants of the sound articles in their places, each beside the
// pictures that it shows.
func (t *trial) multiply(ctx context.Context, n int) error {
	events, _, err := t.mpsync(ctx, []int{0, 1}, "validate", "--json")
	if err != nil {
		return err
	}
	broken := map[string]bool{}
	for _, e := range events {
		broken[e.Data.File] = broken[e.Data.File] || e.Data.Severity == "error"
	}
	files, err := filepath.Glob(filepath.Join(t.dir, "posts", "*", "index.md"))
	if err != nil {
		return err
	}
	var texts, folders []string
	for _, file := range files {
		data, err := os.ReadFile(file) //nolint:gosec // a file of the copy
		if err != nil {
			return err
		}
		folder := filepath.Dir(file)
		if !broken[path.Join("posts", filepath.Base(folder), "index.md")] {
			texts, folders = append(texts, string(data)), append(folders, folder)
		}
		if err := os.Remove(file); err != nil {
			return err
		}
	}
	for i := range n {
		file := filepath.Join(folders[i%len(folders)], fmt.Sprintf("v%05d.md", i))
		if err := os.WriteFile(file, []byte(variant(texts[i%len(texts)], i)), 0o600); err != nil {
			return err
		}
	}
	return nil
}

// variant is an article with a title and a first paragraph of its own.
func variant(text string, i int) string {
	_, body := markdown.Split(strings.ReplaceAll(text, "\r\n", "\n"))
	return fmt.Sprintf("---\ntitle: 第 %d 篇\nauthor: 作者\ntags: [变体]\ndate: 2026-12-01\n---\n\n第 %d 个变体。\n\n%s", i, i, body)
}

// cost is what a command took.
type cost struct {
	wall, cpu time.Duration
	peak      int64 // of memory, in bytes
}

// best runs a command that has nothing to do a few times and gives the least time
// and the most memory that it took.
func (t *trial) best(ctx context.Context, args ...string) (cost, error) {
	b := cost{math.MaxInt64, math.MaxInt64, 0}
	for range rounds {
		c := exec.CommandContext(ctx, t.binary, args...) //nolint:gosec // the binary under trial
		c.Dir = t.dir
		start := time.Now()
		if out, err := c.CombinedOutput(); err != nil {
			return b, fmt.Errorf("%s: %w\n%s", strings.Join(args, " "), err, out)
		}
		b.wall = min(b.wall, time.Since(start))
		usage, ok := c.ProcessState.SysUsage().(*syscall.Rusage)
		if !ok {
			return b, errors.New("this system does not say what a process used")
		}
		b.cpu = min(b.cpu, c.ProcessState.UserTime()+c.ProcessState.SystemTime())
		b.peak = max(b.peak, usage.Maxrss<<10)
	}
	return b, nil
}

// listing makes the calls that a plan lists the account with, and no use of their
// answers.
func (t *trial) listing(ctx context.Context, drafts bool) error {
	token, err := t.token(ctx)
	if err != nil {
		return err
	}
	url, body := "/cgi-bin/material/batchget_material", `{"type":"news","offset":%d,"count":20}`
	if drafts {
		url, body = "/cgi-bin/draft/batchget", `{"offset":%d,"count":20,"no_content":1}`
	}
	var took []time.Duration
	calls, bytes := 0, int64(0)
	for range rounds {
		start := time.Now()
		calls, bytes = 0, 0
		for more := true; more; calls++ {
			n, err := t.page(ctx, url+"?access_token="+token, fmt.Sprintf(body, 20*calls))
			if err != nil {
				return err
			}
			bytes += n
			more = n > 200 // an empty page
		}
		took = append(took, time.Since(start))
	}
	fmt.Printf("the listing calls alone: %.2f s, %d calls, %d MB\n", slices.Min(took).Seconds(), calls, bytes>>20)
	return nil
}

// page reads an answer to its end.
func (t *trial) page(ctx context.Context, url, body string) (int64, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, t.base+url, strings.NewReader(body))
	if err != nil {
		return 0, err
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return 0, err
	}
	defer func() { _ = resp.Body.Close() }()
	return io.Copy(io.Discard, resp.Body)
}

// oneEdit changes a sentence of one article and gives it a new picture.
func (t *trial) oneEdit(ctx context.Context) error {
	files, err := filepath.Glob(filepath.Join(t.dir, "posts", "*", "v00000.md"))
	if err != nil || len(files) != 1 {
		return fmt.Errorf("no first article: %w", err)
	}
	text, err := os.ReadFile(files[0])
	if err != nil {
		return err
	}
	picture, err := os.ReadFile(filepath.Join(t.dir, "cover.png"))
	if err != nil {
		return err
	}
	edited := strings.Replace(string(text), "第 0 个变体。", "第 0 个变体，改过。\n\n![新图](/new.png)", 1)
	if err := errors.Join(os.WriteFile(files[0], []byte(edited), 0o600), //nolint:gosec // a file of the copy
		os.WriteFile(filepath.Join(t.dir, "new.png"), append(picture, '\n'), 0o600)); err != nil { //nolint:gosec // another file of the copy
		return err
	}
	before, err := t.requests(ctx)
	if err != nil {
		return err
	}
	start := time.Now()
	if _, _, err := t.mpsync(ctx, []int{0}, "apply", "--yes", "--settle", "0", "--json"); err != nil {
		return err
	}
	took := time.Since(start)
	after, err := t.requests(ctx)
	if err != nil {
		return err
	}
	images := after["/cgi-bin/media/uploadimg"] - before["/cgi-bin/media/uploadimg"]
	fmt.Printf("one article edited, with one new picture: %d upload, %d other writing call, %.2f s\n", images, writes(after)-writes(before)-images, took.Seconds())
	if images != 1 || writes(after)-writes(before) != 2 {
		return errors.New("one edit cost other calls than its own")
	}
	return nil
}

//go:build linux

// Command peers renders many copies of a folder of real articles with mpsync and
// with Hugo, and prints what each takes.
//
// Its one rule: both get the same Markdown, on the same processors, one after
// the other, as whole processes. Copies differ in their text and in every block
// of code, so that no copy is known from another.
//
//	go run ./internal/peers -mpsync ./mpsync -hugo hugo FOLDER
//
// It needs Linux, where a process tells its peak memory in kilobytes.
package main

import (
	"bytes"
	"context"
	"errors"
	"flag"
	"fmt"
	"image"
	"image/png"
	"io/fs"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"regexp"
	"runtime/debug"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"time"
)

func main() {
	var t trial
	flag.StringVar(&t.mpsync, "mpsync", "./mpsync", "the built binary")
	flag.StringVar(&t.hugo, "hugo", "", "Hugo's binary; none measures mpsync alone")
	flag.IntVar(&t.runs, "runs", 3, "how often each is run; the fastest run counts")
	sizes := flag.String("sizes", "300,3000", "how many articles")
	flag.Parse()
	if flag.NArg() != 1 {
		fmt.Fprintln(os.Stderr, "usage: peers [-mpsync PATH] [-hugo PATH] [-sizes N,N] FOLDER")
		os.Exit(64)
	}
	if err := t.run(context.Background(), flag.Arg(0), strings.Split(*sizes, ",")); err != nil {
		fmt.Fprintln(os.Stderr, "peers:", err)
		os.Exit(1)
	}
}

// trial is a comparison.
type trial struct {
	mpsync, hugo string
	runs         int
}

func (t *trial) run(ctx context.Context, folder string, sizes []string) error {
	var err error
	if t.mpsync, err = filepath.Abs(t.mpsync); err != nil {
		return err
	}
	fmt.Printf("%-10s %-24s %8s %10s %8s\n", "articles", "program", "wall s", "user+sys s", "peak MB")
	for _, size := range sizes {
		n, err := strconv.Atoi(size)
		if err != nil {
			return err
		}
		if err := t.compare(ctx, folder, n); err != nil {
			return err
		}
	}
	return nil
}

// compare measures one size.
func (t *trial) compare(ctx context.Context, folder string, n int) error {
	dir, err := os.MkdirTemp("", "mpsync-peers-")
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(dir) }()
	if err := write(dir, folder, n); err != nil {
		return err
	}
	home := filepath.Join(dir, "home")
	// A process begins with the peak of the one that starts it.
	debug.FreeOSMemory()
	best := map[string]usage{}
	for range t.runs {
		if err := errors.Join(os.RemoveAll(filepath.Join(dir, "out")), os.RemoveAll(home)); err != nil {
			return err
		}
		for _, name := range []string{"mpsync, first time", "mpsync, again"} {
			u, err := measure(ctx, n, dir, home, t.mpsync, "-C", filepath.Join(dir, "mpsync"), "render", "--all", "-o", filepath.Join(dir, "out"))
			if err != nil {
				return err
			}
			best[name] = u.better(best[name])
		}
		if t.hugo == "" {
			continue
		}
		u, err := measure(ctx, n, dir, home, t.hugo, "--quiet", "--source", filepath.Join(dir, "hugo"), "--destination", filepath.Join(dir, "out"), "--noBuildLock")
		if err != nil {
			return err
		}
		best["hugo"] = u.better(best["hugo"])
	}
	for _, name := range []string{"mpsync, first time", "mpsync, again", "hugo"} {
		if u, ok := best[name]; ok {
			fmt.Printf("%-10d %-24s %8.2f %10.2f %8.1f\n", n, name, u.wall.Seconds(), u.cpu.Seconds(), float64(u.peak)/1024)
		}
	}
	return nil
}

// usage is what a process took.
type usage struct {
	wall, cpu time.Duration
	peak      int64 // kB
}

// better is the faster of two runs, with the larger memory.
func (u usage) better(other usage) usage {
	if other.wall == 0 {
		return u
	}
	return usage{min(u.wall, other.wall), min(u.cpu, other.cpu), max(u.peak, other.peak)}
}

// measure runs a program that has to write a page for each of n articles.
func measure(ctx context.Context, n int, dir, home, program string, args ...string) (usage, error) {
	c := exec.CommandContext(ctx, program, args...) //nolint:gosec // the programs to compare
	c.Dir = dir
	c.Env = append(os.Environ(), "HOME="+home, "XDG_CACHE_HOME="+home)
	var said bytes.Buffer
	c.Stdout, c.Stderr = &said, &said
	start := time.Now()
	err := c.Run()
	u := usage{wall: time.Since(start)}
	if err != nil {
		return usage{}, fmt.Errorf("%s: %w\n%s", path.Base(program), err, said.Bytes()[:min(2000, said.Len())])
	}
	u.cpu = c.ProcessState.UserTime() + c.ProcessState.SystemTime()
	if r, ok := c.ProcessState.SysUsage().(*syscall.Rusage); ok {
		u.peak = r.Maxrss
	}
	if got := pages(filepath.Join(dir, "out")); got < n {
		return usage{}, fmt.Errorf("%s wrote %d of %d pages", path.Base(program), got, n)
	}
	return u, nil
}

// pages counts the pages below a folder.
func pages(dir string) int {
	n := 0
	_ = filepath.WalkDir(dir, func(p string, _ fs.DirEntry, err error) error {
		if err == nil && path.Ext(p) == ".html" {
			n++
		}
		return nil
	})
	return n
}

// article is the text of one of the articles that are copied.
type article struct{ name, body string }

// write writes a site of n articles for each program.
func write(dir, folder string, n int) error {
	all, err := articles(folder)
	if err != nil {
		return err
	}
	var cover bytes.Buffer
	if err := png.Encode(&cover, image.NewGray(image.Rect(0, 0, 900, 383))); err != nil {
		return err
	}
	put := func(name, text string) error {
		to := filepath.Join(dir, filepath.FromSlash(name))
		return errors.Join(os.MkdirAll(filepath.Dir(to), 0o700), os.WriteFile(to, []byte(text), 0o600))
	}
	if err := errors.Join(
		put("mpsync/mpsync.yaml", "account: {emulator: current}\narticles: posts/**/*.md\ndefaults: {cover: cover.png}\nimages: {remote: keep}\nlimits: {content: warn}\n"),
		put("mpsync/cover.png", cover.String()),
		put("hugo/hugo.toml", "baseURL = 'https://example.com/'\ndisableKinds = ['taxonomy', 'term', 'home', 'section', 'rss', 'sitemap', '404']\n"+
			"[markup.goldmark.renderer]\nunsafe = true\n[markup.highlight]\nnoClasses = true\n"),
		put("hugo/layouts/_default/single.html", "{{ .Content }}\n"),
	); err != nil {
		return err
	}
	for i := range n {
		a, copied := all[i%len(all)], i/len(all)
		text := fmt.Sprintf("---\ntitle: %q\ndate: 2020-01-01\n---\n\n%s\n", fmt.Sprintf("%d-%d", i%len(all), copied), a.copy(copied))
		name := fmt.Sprintf("posts/%d/%s.md", copied, a.name)
		if err := errors.Join(put("mpsync/"+name, text), put("hugo/content/"+name, text)); err != nil {
			return err
		}
	}
	return os.CopyFS(filepath.Join(dir, "mpsync", "images"), os.DirFS(folder))
}

var (
	// local is the address of an image that lies beside its article, rooted one that
	// was named from the root of a site.
	local     = regexp.MustCompile(`\]\(([^)\s:/][^)\s:]*\.(?:png|jpe?g|gif|svg|webp))`)
	rooted    = regexp.MustCompile(`\]\(/images/([^)\s]+)`)
	picture   = regexp.MustCompile(`!\[[^\]]*\]\([^)]*\)`)
	shortcode = regexp.MustCompile(`\{\{[<%].*?[>%]\}\}`)
)

// articles reads the articles below a folder: their bodies, with images named
// from the root of a site, and without what only one of the programs knows.
func articles(folder string) ([]article, error) {
	var all []article
	err := filepath.WalkDir(folder, func(p string, _ fs.DirEntry, err error) error {
		if err != nil || path.Ext(p) != ".md" {
			return err
		}
		data, err := os.ReadFile(p) //nolint:gosec // named by whoever compares
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(folder, filepath.Dir(p))
		if err != nil {
			return err
		}
		body := strings.ReplaceAll(string(data), "\r\n", "\n")
		if rest, ok := strings.CutPrefix(body, "---\n"); ok {
			_, body, _ = strings.Cut(rest, "\n---\n")
		}
		rel = filepath.ToSlash(rel)
		body = shortcode.ReplaceAllString(body, "")
		body = local.ReplaceAllString(body, "](/images/"+rel+"/$1")
		body = picture.ReplaceAllStringFunc(body, func(s string) string {
			m := rooted.FindStringSubmatch(s)
			if m == nil || path.Ext(m[1]) == ".svg" {
				return ""
			}
			if info, err := os.Stat(filepath.Join(folder, filepath.FromSlash(m[1]))); err != nil || info.Size() > 9<<20 {
				return ""
			}
			return s
		})
		all = append(all, article{strings.ReplaceAll(rel, "/", "-"), body})
		return nil
	})
	if err == nil && len(all) == 0 {
		err = fmt.Errorf("no articles in %s", folder)
	}
	slices.SortFunc(all, func(a, b article) int { return strings.Compare(a.name, b.name) })
	return all, err
}

// copy is the body with a number in its text and in every block of code.
func (a article) copy(n int) string {
	var b strings.Builder
	inside := false
	for line := range strings.Lines(a.body) {
		if strings.HasPrefix(line, "```") {
			if inside {
				fmt.Fprintf(&b, "copy%d\n", n)
			}
			inside = !inside
		}
		b.WriteString(line)
	}
	return fmt.Sprintf("%s\n\n第 %d 份。\n", b.String(), n)
}

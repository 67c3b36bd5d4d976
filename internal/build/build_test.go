package build

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"image"
	"image/color"
	"image/gif"
	"image/png"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"mpsync/internal/diag"
	"mpsync/internal/model"
	"mpsync/internal/site"
	"mpsync/internal/state"
)

// folder is a site on disk.
type folder struct {
	testing.TB
	dir string
}

func newFolder(t testing.TB, files map[string]string) folder {
	t.Helper()
	f := folder{t, t.TempDir()}
	f.write("mpsync.yaml", "account: {emulator: legacy}\narticles: posts/**/*.md\n")
	f.write("images/c.png", picture(1))
	for name, content := range files {
		f.write(name, content)
	}
	return f
}

func (f folder) write(name, content string) {
	f.Helper()
	file := filepath.Join(f.dir, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		f.Fatal(err)
	}
	if err := os.WriteFile(file, []byte(content), 0o644); err != nil {
		f.Fatal(err)
	}
}

func (f folder) remove(name string) {
	f.Helper()
	if err := os.Remove(filepath.Join(f.dir, filepath.FromSlash(name))); err != nil {
		f.Fatal(err)
	}
}

func (f folder) build(o Options) Result {
	f.Helper()
	s, found, err := site.Load(f.Context(), f.dir, site.Options{})
	if err != nil {
		f.Fatalf("load: %v %v", err, found)
	}
	defer func() { _ = s.Close() }()
	r, err := Build(f.Context(), s, found, o)
	if err != nil {
		f.Fatal(err)
	}
	return r
}

// only is the one article of a site that has one.
func (f folder) only() model.Article {
	f.Helper()
	r := f.build(Options{})
	if len(r.Messages) != 1 || len(r.Messages[0].Articles) != 1 {
		f.Fatalf("%d messages: %v", len(r.Messages), lines(r.Findings))
	}
	return r.Messages[0].Articles[0]
}

// picture is a PNG that differs with seed.
func picture(seed int) string {
	im := image.NewGray(image.Rect(0, 0, 4, 4))
	im.SetGray(0, 0, color.Gray{Y: uint8(seed)})
	var b bytes.Buffer
	if err := png.Encode(&b, im); err != nil {
		panic(err)
	}
	return b.String()
}

func animation() string {
	var b bytes.Buffer
	if err := gif.Encode(&b, image.NewGray(image.Rect(0, 0, 2, 2)), nil); err != nil {
		panic(err)
	}
	return b.String()
}

func lines(ds []diag.Diagnostic) []string {
	var all []string
	for _, d := range ds {
		all = append(all, fmt.Sprintf("%s %s %s", d.String(), d.Severity, d.Code))
	}
	return all
}

func equal(t testing.TB, what string, want, got any) {
	t.Helper()
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("%s (-want +got):\n%s", what, diff)
	}
}

const head = "---\ntitle: 题\ncover: /images/c.png\n---\n\n"

func TestBuildFillsInWhatTheWriterLeftOut(t *testing.T) {
	long := strings.Repeat("很长的一句话没有停顿", 5) + "。" + strings.Repeat("又是一句话", 20) + "。"
	for name, c := range map[string]struct {
		file, title, digest string
		cover               string
	}{
		"everything given":          {"---\ntitle: 题\ndigest: 摘要\ncover: /images/c.png\n---\n正文。\n", "题", "摘要", "images/c.png"},
		"title from the heading":    {"---\ncover: /images/c.png\n---\n# 标题\n\n正文。\n", "标题", "正文。", "images/c.png"},
		"cover from the text":       {"---\ntitle: 题\n---\n正文。\n\n![](/images/own.png)\n\n![](/images/c.png)\n", "题", "正文。", "images/own.png"},
		"digest ends with sentence": {head + long, "题", strings.Repeat("很长的一句话没有停顿", 5) + "。", "images/c.png"},
		"digest without sentence":   {head + strings.Repeat("长", 200), "题", strings.Repeat("长", 109) + "…", "images/c.png"},
		"digest without furniture":  {head + "## 节\n\n正文[链接](https://example.com/)[^1]。\n\n![湖](/images/c.png \"湖边\")\n\n[^1]: 注\n", "题", "正文链接。", "images/c.png"},
		"digest of pictures alone":  {head + "![湖](/images/c.png \"湖边\")\n", "题", "湖边", "images/c.png"},
		"digest of several lines":   {head + "中文一行\n\nan English line\n\nand more\n\n又是中文", "题", "中文一行 an English line and more 又是中文", "images/c.png"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f := newFolder(t, map[string]string{"posts/a.md": c.file, "images/own.png": picture(2)})
			r := f.build(Options{})
			if len(r.Messages) != 1 {
				t.Fatal(lines(r.Findings))
			}
			a := r.Messages[0].Articles[0]
			equal(t, "article", []string{c.title, c.digest, c.cover}, []string{a.Fields.Title, a.Fields.Digest, r.Assets[a.Cover].Path})
		})
	}
}

func TestBuildGivesNoDigestInAMessageOfSeveral(t *testing.T) {
	f := newFolder(t, map[string]string{
		"posts/a.md": head + "一。", "posts/b.md": "---\ntitle: 乙\ndigest: 摘要\ncover: /images/c.png\n---\n二。",
		"posts/both.message.yaml": "articles: [b.md, a.md]\n",
	})
	r := f.build(Options{})
	if len(r.Messages) != 1 || len(r.Messages[0].Articles) != 2 {
		t.Fatal(lines(r.Findings))
	}
	for _, a := range r.Messages[0].Articles {
		equal(t, "digest", "", a.Fields.Digest)
	}
	equal(t, "order", model.Address("posts/b"), r.Messages[0].Articles[0].Address)
}

func TestBuildFindsEverythingWithItsPlace(t *testing.T) {
	outside := t.TempDir()
	if err := os.WriteFile(filepath.Join(outside, "x.png"), []byte(picture(1)), 0o600); err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		file   string
		drafts bool
		want   []string
	}{
		"remote image":         {head + "![](https://me:secret@example.com/x.png?token=1)", false, []string{"posts/a.md:6:1 error image-remote"}},
		"image by ftp":         {head + "![](ftp://example.com/x.png)", false, []string{"posts/a.md:6:1 error image-remote"}},
		"no image in data":     {head + "![](data:image/png;base64,!!)", false, []string{"posts/a.md:6:1 error image-unknown"}},
		"missing image":        {head + "一\n\n文 ![](nowhere.png)", false, []string{"posts/a.md:8:3 error path-missing"}},
		"image out of the way": {head + "![](../../x.png)", false, []string{"posts/a.md:6:1 error path-escapes"}},
		"image by a symlink":   {head + "![](/out/x.png)", false, []string{"posts/a.md:6:1 error path-escapes"}},
		"misnamed image":       {head + "![](/images/g.jpg)", false, []string{"posts/a.md:6:1 note image-misnamed"}},
		"no image at all":      {head + "![](/images/t.png)", false, []string{"posts/a.md:6:1 error image-unknown"}},
		"broken image":         {head + "![](/images/b.png)", false, []string{"posts/a.md:6:1 error image-broken"}},
		"remote cover":         {"---\ntitle: 题\ncover: https://\n---\n文", false, []string{"posts/a.md:3:1 error cover-remote"}},
		"no cover":             {"---\ntitle: 题\n---\n文", false, []string{"posts/a.md:1:1 error cover-none"}},
		"no title":             {"---\ncover: /images/c.png\n---\n文", false, []string{"posts/a.md:1:1 error title-none"}},
		"no content":           {head, false, []string{"posts/a.md:1:1 error content-empty"}},
		"no theme":             {"---\ntitle: 题\ntheme: nosuch\ncover: /images/c.png\n---\n文", false, []string{"posts/a.md:3:1 error theme-missing"}},
		"broken link":          {head + "见 [这里](nowhere.md)。", false, []string{"posts/a.md:6:3 warning link-broken"}},
		"link to a file":       {head + "见 [这里](/images/c.png)。", false, []string{"posts/a.md:6:3 warning link-local-file"}},
		"link to a sister":     {head + "见 [这里](b.md)、[那里](b)。", false, []string{"posts/a.md:6:3 note link-unpublished"}},
		"long heading":         {"---\ncover: /images/c.png\n---\n\n# " + strings.Repeat("题", 40) + "\n\n文", true, []string{"posts/a.md:5:1 error title-too-long"}},
		"long title":           {"---\ntitle: " + strings.Repeat("题", 40) + "\ncover: /images/c.png\n---\n文", true, []string{"posts/a.md:2:1 error title-too-long", "posts/a.md:2:1 warning title-risky"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f := newFolder(t, map[string]string{
				"posts/a.md": c.file, "posts/b.md": head + "乙",
				"images/g.jpg": animation(), "images/t.png": "text", "images/b.png": picture(1)[:40],
			})
			if err := os.Symlink(outside, filepath.Join(f.dir, "out")); err != nil {
				t.Fatal(err)
			}
			r := f.build(Options{Drafts: c.drafts})
			equal(t, "findings", c.want, lines(r.Findings))
			sound := !diag.HasErrors(r.Findings)
			equal(t, "left out", !sound, r.Skipped["posts/a"] == site.SkippedError)
			if !slices.ContainsFunc(r.Messages, func(m model.Message) bool { return m.Address == "posts/b" }) {
				t.Error("the sound article is left out too")
			}
		})
	}
}

func TestBuildLeavesOutTheWholeMessageOfOneBadArticle(t *testing.T) {
	f := newFolder(t, map[string]string{
		"posts/a.md": head + "甲", "posts/b.md": head + "![](nowhere.png)", "posts/c.md": head + "丙",
		"posts/both.message.yaml": "articles: [a.md, b.md]\n",
	})
	r := f.build(Options{})
	equal(t, "messages", 1, len(r.Messages))
	equal(t, "left out", map[model.Address]string{"posts/a": "error", "posts/b": "error", "posts/both": "error"}, r.Skipped)
}

func TestBuildTreatsRemoteImagesAsTheSiteWishes(t *testing.T) {
	for name, c := range map[string]struct {
		remote, src string
		want        []string
	}{
		"kept by wish":           {"keep", "https://example.com/x.png", []string{"posts/a.md:6:1 warning image-remote-kept"}},
		"refused":                {"error", "https://example.com/x.png", []string{"posts/a.md:6:1 error image-remote"}},
		"the account's own":      {"error", "http://mmbiz.qpic.cn/mmbiz_png/abc/0?from=appmsg", nil},
		"without a scheme":       {"keep", "//example.com/x.png", []string{"posts/a.md:6:1 warning image-remote-kept"}},
		"the account's, no host": {"error", "https://example.com/mmbiz.qpic.cn/x.png", []string{"posts/a.md:6:1 error image-remote"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f := newFolder(t, map[string]string{
				"mpsync.yaml": "account: {emulator: legacy}\narticles: posts/*.md\nimages: {remote: " + c.remote + "}\n",
				"posts/a.md":  head + "![](" + c.src + ")\n\n文",
			})
			r := f.build(Options{})
			equal(t, "findings", c.want, lines(r.Findings))
			if len(r.Messages) == 1 && !strings.Contains(r.Messages[0].Articles[0].Content, strings.ReplaceAll(c.src, "&", "&amp;")) {
				t.Errorf("the image is not in %s", r.Messages[0].Articles[0].Content)
			}
		})
	}
}

func TestBuildWritesReferencesForImagesAndSisters(t *testing.T) {
	f := newFolder(t, map[string]string{
		"posts/a.md": head + "![](/images/c.png)\n\n![](../images/c.png)\n\n见 [乙](b.md)、[网](https://example.com)。", "posts/b.md": head + "乙",
	})
	r := f.build(Options{})
	a := r.Messages[0].Articles[0]
	var refs []string
	for _, ref := range model.References(a.Content) {
		refs = append(refs, string(ref.Kind)+" "+r.Assets[ref].Path)
	}
	equal(t, "references", []string{"img images/c.png", "link "}, refs)
	equal(t, "dependencies", []string{"images/c.png", "link b.md"}, sortedKeys(a.Deps))
}

func sortedKeys(m map[string]string) []string {
	var keys []string
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}

func TestBuildCountsReferencesAsLongURLs(t *testing.T) {
	a := newFolder(t, map[string]string{"posts/a.md": head + "x"}).only()
	base := len([]rune(a.Content)) - 1
	fits := ContentMax - 1 - base
	image := newFolder(t, map[string]string{"posts/a.md": head + "x\n\n![](/images/c.png)"}).only()
	withImage, _ := Length(image.Content)
	_, bare, _ := strings.Cut(image.Content, `src="`)
	bare, _, _ = strings.Cut(bare, `"`)
	equal(t, "characters of an image", len([]rune(image.Content))-len(bare)+model.RefLength, withImage)
	for name, c := range map[string]struct {
		limit string
		chars int
		want  []string
	}{
		"just below":     {"error", fits, nil},
		"one over":       {"error", fits + 1, []string{"posts/a.md:1:1 error content-long"}},
		"one over, warn": {"warn", fits + 1, []string{"posts/a.md:1:1 warning content-sent-long"}},
		"a megabyte":     {"warn", 400000, []string{"posts/a.md:1:1 error content-bytes"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f := newFolder(t, map[string]string{
				"mpsync.yaml": "account: {emulator: legacy}\narticles: posts/*.md\nlimits: {content: " + c.limit + "}\n",
				"posts/a.md":  head + strings.Repeat("长", c.chars),
			})
			equal(t, "findings", c.want, lines(f.build(Options{}).Findings))
		})
	}
}

// applied is the state after everything that was built was sent.
func applied(r Result) *state.State {
	st := state.New("l")
	for _, m := range r.Messages {
		rec := &state.Message{MediaID: string(m.Address)}
		for _, a := range m.Articles {
			k := state.Article{
				Address: a.Address, Path: a.Path, Source: a.Source, Inputs: a.Inputs, Assets: a.Deps,
				Title: a.Fields.Title, Hash: a.Hash, Refs: []string{a.Cover.String()},
			}
			for _, ref := range model.References(a.Content) {
				k.Refs = append(k.Refs, ref.String())
			}
			rec.Articles = append(rec.Articles, k)
		}
		st.Messages[m.Address] = rec
	}
	return st
}

// rendered names the articles that have content: those of a record have none.
func rendered(r Result) []model.Address {
	var all []model.Address
	for _, m := range r.Messages {
		for _, a := range m.Articles {
			if a.Content != "" {
				all = append(all, a.Address)
			}
		}
	}
	return all
}

func TestBuildRendersOnlyWhatMayHaveChanged(t *testing.T) {
	const config = "account: {emulator: legacy}\narticles: posts/**/*.md\n"
	for name, c := range map[string]struct {
		change func(folder, *state.State)
		want   []model.Address
	}{
		"nothing":           {func(folder, *state.State) {}, nil},
		"source":            {func(f folder, _ *state.State) { f.write("posts/a.md", head+"改") }, []model.Address{"posts/a"}},
		"line ends":         {func(f folder, _ *state.State) { f.write("posts/b.md", strings.ReplaceAll(head, "\n", "\r\n")+"乙") }, nil},
		"theme":             {func(f folder, _ *state.State) { f.write("theme.css", "p { color: red }\n") }, []model.Address{"posts/themed"}},
		"default author":    {func(f folder, _ *state.State) { f.write("mpsync.yaml", config+"defaults: {author: 某人}\n") }, []model.Address{"posts/a", "posts/b", "posts/x", "posts/y", "posts/themed"}},
		"default cover":     {func(f folder, _ *state.State) { f.write("mpsync.yaml", config+"defaults: {cover: images/d.png}\n") }, nil},
		"remote images":     {func(f folder, _ *state.State) { f.write("mpsync.yaml", config+"images: {remote: keep}\n") }, []model.Address{"posts/a", "posts/b", "posts/x", "posts/y", "posts/themed"}},
		"language":          {func(f folder, _ *state.State) { f.write("mpsync.yaml", config+"lang: en\n") }, []model.Address{"posts/a", "posts/b", "posts/x", "posts/y", "posts/themed"}},
		"image file":        {func(f folder, _ *state.State) { f.write("images/d.png", picture(9)) }, []model.Address{"posts/a"}},
		"sister added":      {func(f folder, _ *state.State) { f.write("posts/later.md", head+"后") }, []model.Address{"posts/a", "posts/later"}},
		"sister removed":    {func(f folder, _ *state.State) { f.remove("posts/b.md") }, []model.Address{"posts/a"}},
		"into a message":    {func(f folder, _ *state.State) { f.write("posts/p.message.yaml", "articles: [b.md]\n") }, []model.Address{"posts/b"}},
		"out of one":        {func(f folder, _ *state.State) { f.write("posts/two.message.yaml", "articles: [x.md]\n") }, []model.Address{"posts/x", "posts/y"}},
		"order in one":      {func(f folder, _ *state.State) { f.write("posts/two.message.yaml", "articles: [y.md, x.md]\n") }, []model.Address{"posts/y", "posts/x"}},
		"one of two":        {func(f folder, _ *state.State) { f.write("posts/x.md", head+"改") }, []model.Address{"posts/x", "posts/y"}},
		"renderer":          {func(_ folder, st *state.State) { st.Messages["posts/b"].Articles[0].Inputs = "older" }, []model.Address{"posts/b"}},
		"degraded before":   {func(_ folder, st *state.State) { st.Messages["posts/b"].Articles[0].Degraded = true }, []model.Address{"posts/b"}},
		"never sent":        {func(_ folder, st *state.State) { st.Messages["posts/b"].Articles[0].Hash = model.Hash{} }, []model.Address{"posts/b"}},
		"record of a stray": {func(_ folder, st *state.State) { st.Messages["posts/b"].Articles[0].Refs = nil }, []model.Address{"posts/b"}},
		"open call": {func(_ folder, st *state.State) {
			st.Intents["i"] = &state.Intent{ID: "i", API: "draft/update", Address: "posts/b"}
		}, []model.Address{"posts/b"}},
		"another folder": {func(f folder, st *state.State) { st.Messages["posts/b"].Articles[0].Path = "old/b.md" }, []model.Address{"posts/b"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f := newFolder(t, map[string]string{
				"mpsync.yaml": config, "theme.css": "p { color: blue }\n", "images/d.png": picture(2),
				"posts/a.md":      head + "![](/images/d.png)\n\n见 [乙](b.md)、[后](later.md)。",
				"posts/b.md":      head + "乙",
				"posts/x.md":      head + "子",
				"posts/y.md":      head + "丑",
				"posts/themed.md": "---\ntitle: 题\ntheme: /theme.css\ncover: /images/c.png\n---\n文",

				"posts/two.message.yaml": "articles: [x.md, y.md]\n",
			})
			before := f.build(Options{})
			st := applied(before)
			c.change(f, st)
			after := f.build(Options{Known: st})
			got := rendered(after)
			slices.Sort(got)
			want := slices.Sorted(slices.Values(c.want))
			equal(t, "rendered", want, got)
			whole := f.build(Options{})
			equal(t, "hashes as of a whole build", hashes(whole), hashes(after))
		})
	}
}

func hashes(r Result) map[model.Address]model.Hash {
	all := map[model.Address]model.Hash{}
	for _, m := range r.Messages {
		for _, a := range m.Articles {
			all[a.Address] = a.Hash
		}
	}
	return all
}

func TestBuildRendersWhatIsAskedForWhole(t *testing.T) {
	f := newFolder(t, map[string]string{"posts/a.md": head + "甲", "posts/b.md": head + "乙"})
	st := applied(f.build(Options{}))
	got := rendered(f.build(Options{Known: st, Whole: map[model.Address]bool{"posts/b": true}}))
	equal(t, "rendered", []model.Address{"posts/b"}, got)
}

func TestBuildIsTheSameOnAnyNumberOfProcessors(t *testing.T) {
	f := newFolder(t, many(60))
	var results []Result
	for _, n := range []int{1, 2, 8, 1} {
		old := runtime.GOMAXPROCS(n)
		results = append(results, f.build(Options{}))
		runtime.GOMAXPROCS(old)
	}
	for _, r := range results[1:] {
		equal(t, "result", results[0], r)
	}
}

func TestBuildEndsWithItsContext(t *testing.T) {
	f := newFolder(t, many(5))
	s, found, err := site.Load(t.Context(), f.dir, site.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = s.Close() }()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := Build(ctx, s, found, Options{}); !errors.Is(err, context.Canceled) {
		t.Errorf("the error is %v", err)
	}
}

// many are the files of n articles, each with findings, images and a sister.
func many(n int) map[string]string {
	files := map[string]string{}
	for i := range n {
		var b strings.Builder
		fmt.Fprintf(&b, "---\ntitle: 第%d篇\ncover: /images/c.png\n---\n\n", i)
		fmt.Fprintf(&b, "## 一\n\n![](/images/c.png)\n\n见 [下一篇](%d.md)、[无处](nowhere%d.md)。\n\n", (i+1)%n, i)
		for range 12 {
			b.WriteString("一段有**重点**、有`代码`的正文，读起来不长也不短，像真正的文章那样。\n\n")
		}
		b.WriteString("| 甲 | 乙 |\n|---|---|\n| 1 | 2 |\n\n```go\nfunc main() { println(\"hello\") }\n```\n")
		files[fmt.Sprintf("posts/%d.md", i)] = b.String()
	}
	return files
}

func BenchmarkBuild(b *testing.B) {
	for _, n := range []int{100, 1000, 10000} {
		f := newFolder(b, many(n))
		s, found, err := site.Load(b.Context(), f.dir, site.Options{})
		if err != nil {
			b.Fatal(err)
		}
		st := applied(f.build(Options{}))
		for name, o := range map[string]Options{"cold": {}, "unchanged": {Known: st}} {
			b.Run(fmt.Sprintf("%s/%d", name, n), func(b *testing.B) {
				b.ReportAllocs()
				for b.Loop() {
					if _, err := Build(b.Context(), s, found, o); err != nil {
						b.Fatal(err)
					}
				}
				b.ReportMetric(float64(n)*float64(b.N)/b.Elapsed().Seconds(), "articles/s")
			})
		}
		if err := s.Close(); err != nil {
			b.Fatal(err)
		}
	}
}

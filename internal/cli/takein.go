package cli

import (
	"context"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"mpsync/internal/diag"
	"mpsync/internal/site"
)

// blog is a kind of folder that other tools keep.
type blog struct {
	name     string
	articles string // glob of its posts
	images   string // folder that it serves from /, "" for none but its root
}

// blogOf finds out what kind of folder dir is. A blog may also be opened in
// Obsidian, so that comes last.
func blogOf(dir string) (blog, bool) {
	has := func(names ...string) bool {
		for _, name := range names {
			if _, err := os.Stat(filepath.Join(dir, filepath.FromSlash(name))); err == nil {
				return true
			}
		}
		return false
	}
	switch {
	case has("source/_posts"):
		return blog{"Hexo", "source/_posts/**/*.md", "source"}, true
	case has("content") && has("hugo.toml", "hugo.yaml", "hugo.yml", "hugo.json", "config.toml", "config.yaml", "config.yml", "config.json", "config/_default", "archetypes"):
		return blog{"Hugo", hugoPosts(dir), "[static, assets]"}, true
	case has("_posts"):
		return blog{"Jekyll", "_posts/**/*.{md,markdown}", ""}, true
	case has(".obsidian"):
		return blog{"Obsidian", "**/*.md", ""}, true
	}
	return blog{}, false
}

// hugoPosts is the glob of a Hugo site's posts, without the pages of sections,
// whose names begin with an underscore.
func hugoPosts(dir string) string {
	for _, section := range []string{"posts", "post", "blog"} {
		if info, err := os.Stat(filepath.Join(dir, "content", section)); err == nil && info.IsDir() {
			return "content/" + section + "/**/[^_]*.md"
		}
	}
	return "content/**/[^_]*.md"
}

// takeIn makes a site of another tool's folder: it writes mpsync.yaml and a
// cover into it, and changes nothing.
func (a *app) takeIn(ctx context.Context, dir, ci string, yes bool, args []string) error {
	config := filepath.Join(dir, site.ConfigFile)
	b, known := blogOf(dir)
	switch _, err := os.Stat(config); {
	case len(args) > 0:
		return usage("from-and-dir", args[0])
	case err == nil:
		return diag.Stop(nil, "site-exists", diag.Pos{File: config})
	case !known:
		return diag.Stop(nil, "from-unknown", diag.Pos{File: dir})
	}
	w, err := a.interview(ctx, ci, yes)
	if err != nil {
		return err
	}
	images := ""
	if b.images != "" {
		images = "images: {root: " + b.images + "}\n"
	}
	const cover = "mpsync-cover.png"
	text := w.into(a.console.Text("from-config", b.name, b.articles, a.Now().Format(time.DateOnly), images, cover), a)
	ignored, err := fs.ReadFile(scaffold, "scaffold/"+string(a.console.Lang)+"/gitignore")
	if err != nil {
		return err
	}
	for _, f := range []struct {
		name string
		data []byte
	}{{site.ConfigFile, []byte(text)}, {cover, firstCover()}, {".gitignore", ignored}} {
		if err := a.create(filepath.Join(dir, f.name), f.data); err != nil {
			return err
		}
	}
	if err := a.writeSchema(filepath.Join(dir, schemaFile)); err != nil {
		return err
	}
	if err := a.initCI(dir, w.ci); err != nil {
		return err
	}
	found, err := a.offer(ctx, dir, w.asked)
	if err != nil {
		return err
	}
	a.tellBlog(b, dir, found)
	return ctx.Err()
}

// tellBlog says what the folder holds and what comes next.
func (a *app) tellBlog(b blog, dir string, found stock) {
	a.console.Say("from-found", b.name, found.posts, found.old, found.fresh, found.since.Day)
	if found.broken > 0 {
		a.console.Say("from-broken", found.broken)
	}
	if found.undated > 0 {
		a.console.Say("from-undated", found.undated)
	}
	if day, n := found.newest(firstFew); n > 0 {
		place := diag.Pos{File: filepath.Join(dir, site.ConfigFile), Line: found.since.Pos.Line}
		a.console.Say("from-since", place, found.since.Day, day, n)
	}
	next := "mpsync"
	if dir != "." {
		next += " -C " + dir
	}
	a.console.Say("from-next", next)
}

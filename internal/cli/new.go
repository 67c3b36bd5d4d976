package cli

import (
	"context"
	"encoding/hex"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"mpsync/internal/diag"
	"mpsync/internal/site"
)

// newCommand writes the file of a new article.
func (a *app) newCommand() *cobra.Command {
	title := ""
	c := &cobra.Command{
		Use: "new FILE", Short: a.console.Text("cmd-new"), Long: a.console.Text("cmd-new-long"),
		Example: "  mpsync new articles/autumn.md --title 秋天的第一杯咖啡",
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) != 1 {
				return usage("needs-file")
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error { return a.newArticle(cmd.Context(), args[0], title) },
	}
	c.Flags().StringVar(&title, "title", "", a.console.Text("flag-title"))
	return c
}

// newArticle writes front matter with an id, so that the article can be renamed
// and moved without losing its message.
func (a *app) newArticle(ctx context.Context, file, title string) error {
	if filepath.Ext(file) != ".md" {
		file += ".md"
	}
	name := strings.TrimSuffix(filepath.Base(file), ".md")
	if name == "index" {
		name = filepath.Base(filepath.Dir(file))
	}
	if title == "" {
		title = name
	}
	id, err := a.newArticleID()
	if err != nil {
		return err
	}
	path := a.path(file)
	if _, err := os.Stat(path); err == nil {
		return diag.Stop(nil, "file-exists", diag.Pos{File: path})
	}
	text := "---\nid: " + id + "\ntitle: " + strconv.Quote(title) + "\ndigest: \"\"\n---\n\n"
	if err := a.create(path, []byte(text)); err != nil {
		return err
	}
	a.adviseOnPlace(ctx, path)
	return nil
}

// adviseOnPlace warns of a new article that the site does not take in. A site
// that can't be read is no matter here.
func (a *app) adviseOnPlace(ctx context.Context, path string) {
	s, _, err := site.Load(ctx, a.flags.dir, site.Options{Env: a.Env, Account: a.flags.account, Heads: a.heads()})
	if err != nil {
		return
	}
	defer func() { _ = s.Close() }()
	rel, err := filepath.Rel(a.flags.dir, path)
	if err == nil {
		if _, ok := s.ArticleAt(filepath.ToSlash(rel)); ok {
			return
		}
	}
	globs := strings.Join(s.Config.Articles, ", ")
	a.console.Findings(a.Err, []diag.Diagnostic{diag.New(diag.Warning, "new-not-matched", diag.Pos{File: path}, globs)})
}

// newArticleID makes an id that no other article has.
func (a *app) newArticleID() (string, error) {
	suffix := make([]byte, 3)
	if _, err := io.ReadFull(a.Rand, suffix); err != nil {
		return "", err
	}
	return a.Now().Format("20060102") + "-" + hex.EncodeToString(suffix), nil
}

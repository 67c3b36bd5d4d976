package cli

import (
	"bytes"
	"context"
	"os"
	"path/filepath"

	"github.com/aymanbagabas/go-udiff"
	"github.com/spf13/cobra"

	"mpsync/internal/diag"
	"mpsync/internal/markdown"
	"mpsync/internal/site"
)

// fmtOptions are the flags of fmt.
type fmtOptions struct {
	check, diff, ids bool
}

// fmtCommand puts front matter in order.
func (a *app) fmtCommand() *cobra.Command {
	o := fmtOptions{}
	c := &cobra.Command{
		Use: "fmt [FILE…]", Short: a.console.Text("cmd-fmt"), Long: a.console.Text("cmd-fmt-long"),
		Example: "  mpsync fmt\n  mpsync fmt --check --diff\n  mpsync fmt --id articles/hello.md",
		RunE:    func(cmd *cobra.Command, args []string) error { return a.fmt(cmd.Context(), args, o) },
	}
	f := c.Flags()
	f.BoolVar(&o.check, "check", false, a.console.Text("flag-fmt-check"))
	f.BoolVar(&o.diff, "diff", false, a.console.Text("flag-fmt-diff"))
	f.BoolVar(&o.ids, "id", false, a.console.Text("flag-fmt-id"))
	f.BoolVar(&a.console.JSON, "json", false, a.console.Text("flag-json"))
	return c
}

// fmt tidies the named files, or every article of the site.
func (a *app) fmt(ctx context.Context, files []string, o fmtOptions) error {
	if len(files) == 0 {
		s, err := a.openSite(ctx)
		if err != nil {
			return err
		}
		for _, f := range s.site.Files() {
			files = append(files, f.Path)
		}
		if err := s.site.Close(); err != nil {
			return err
		}
	}
	untidy := 0
	for _, file := range files {
		changed, err := a.fmtFile(file, o)
		if err != nil {
			return err
		}
		if changed {
			untidy++
		}
	}
	counts := map[string]int{"files": len(files), "changed": untidy}
	switch {
	case untidy == 0:
		a.console.Say("fmt-nothing", len(files))
	case o.check:
		a.console.Say("fmt-untidy", untidy)
		return a.end(exitError, result{Counts: counts})
	}
	return a.end(exitDone, result{Counts: counts})
}

// fmtFile tidies one file and says whether it needed that.
func (a *app) fmtFile(file string, o fmtOptions) (changed bool, err error) {
	path := a.path(file)
	old, err := os.ReadFile(path) //nolint:gosec // the person's own file
	if err != nil {
		return false, diag.Stop(err, "cannot-read", diag.Pos{File: file}, reason(err))
	}
	tidy := markdown.Normal{Order: site.Keys(), Names: site.KeyNames()}.Tidy(string(old))
	if o.ids {
		if tidy, err = a.withID(tidy); err != nil {
			return false, diag.Stop(err, "fmt-no-id", diag.Pos{File: file})
		}
	}
	if bytes.Equal(old, []byte(tidy)) {
		return false, nil
	}
	if o.diff {
		a.console.Print(udiff.Unified(file, file, string(old), tidy))
	}
	if o.check {
		a.console.Event("untidy", map[string]string{"file": file})
		a.console.Say("fmt-would", file)
		return true, nil
	}
	dir, err := os.OpenRoot(filepath.Dir(path))
	if err != nil {
		return false, diag.Stop(err, "cannot-write", diag.Pos{File: file}, reason(err))
	}
	defer func() { _ = dir.Close() }()
	if err := replaceFile(dir, filepath.Base(path), old, []byte(tidy)); err != nil {
		return false, diag.Stop(err, "cannot-write", diag.Pos{File: file}, reason(err))
	}
	a.console.Event("tidied", map[string]string{"file": file})
	a.console.Say("fmt-done", file)
	return true, nil
}

// withID gives an article without an id one, by which it is known when it is
// moved and edited at once.
func (a *app) withID(file string) (string, error) {
	front, body := markdown.Split(file)
	if markdown.HasField(front, "id") {
		return file, nil
	}
	id, err := a.newArticleID()
	if err != nil {
		return "", err
	}
	front, err = markdown.SetFields(front, []markdown.Field{{Key: "id", Value: id}})
	if err != nil {
		return "", err
	}
	return markdown.Normal{Order: site.Keys(), Names: site.KeyNames()}.Tidy(front + body), nil
}

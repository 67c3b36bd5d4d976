package cli

import (
	"context"
	"encoding/base64"
	"errors"
	"io/fs"
	"net/http"
	"os"
	"path"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"mpsync/internal/build"
	"mpsync/internal/diag"
	"mpsync/internal/model"
	"mpsync/internal/site"
	"mpsync/internal/state"
)

// renderOptions are the flags of render.
type renderOptions struct {
	out        string
	all        bool
	standalone bool
	plan       string // a saved plan: render what it sends
}

// renderCommand writes the HTML that would be uploaded.
func (a *app) renderCommand() *cobra.Command {
	o := renderOptions{}
	c := &cobra.Command{
		Use: "render FILE…", Short: a.console.Text("cmd-render"), Long: a.console.Text("cmd-render-long"),
		Example: "  mpsync render articles/hello.md\n  mpsync render articles/*.md -o out/\n  mpsync render --all -o out\n  mpsync render --standalone --plan plan.json -o pages",
		Args: func(_ *cobra.Command, args []string) error {
			switch {
			case o.all && len(args) > 0:
				return usage("render-all-files")
			case o.all && o.out == "-":
				return usage("render-all-output")
			case len(args) == 0 && o.plan == "" && !o.all:
				return usage("needs-file")
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			switch {
			case o.plan != "":
				o.standalone = true
				return a.renderPlan(cmd.Context(), o.plan, o)
			case o.all:
				return a.renderAll(cmd.Context(), o)
			}
			return a.render(cmd.Context(), args, o)
		},
	}
	f := c.Flags()
	f.StringVarP(&o.out, "output", "o", "-", a.console.Text("flag-output"))
	f.BoolVar(&o.all, "all", false, a.console.Text("flag-render-all"))
	f.BoolVar(&o.standalone, "standalone", false, a.console.Text("flag-standalone"))
	f.StringVar(&o.plan, "plan", "", a.console.Text("flag-render-plan"))
	c.MarkFlagsMutuallyExclusive("all", "plan")
	return c
}

func (a *app) render(ctx context.Context, files []string, o renderOptions) error {
	var outs []string
	taken := map[string]string{}
	for _, file := range files {
		to := a.outputFor(file, o.out, len(files) > 1)
		if first, ok := taken[to]; ok && to != "-" {
			return usage("same-output", first, file, to)
		}
		taken[to] = file
		outs = append(outs, to)
	}
	return a.renderTo(ctx, files, outs, o)
}

// renderTo renders each file to its place.
func (a *app) renderTo(ctx context.Context, files, outs []string, o renderOptions) error {
	failed := false
	for i, file := range files {
		to := outs[i]
		content, findings, err := a.renderFile(ctx, file, o.standalone)
		if known, ok := errors.AsType[*diag.FindingError](err); ok {
			findings, err = append(findings, known.Diagnostic), nil
		}
		if err != nil {
			return err
		}
		a.console.Findings(a.Err, findings)
		if diag.HasErrors(findings) {
			failed = true
			continue
		}
		if err := a.write(to, content); err != nil {
			return err
		}
	}
	if failed {
		return &exit{code: exitError}
	}
	return nil
}

// outputFor is where one file's HTML goes. An output that ends in a slash or is
// a folder is one, and several files make it one; else it is a file.
func (a *app) outputFor(file, out string, several bool) string {
	if out == "-" {
		return out
	}
	folder := several || strings.HasSuffix(filepath.ToSlash(out), "/")
	out = a.path(out)
	if info, err := os.Stat(out); !folder && (err != nil || !info.IsDir()) {
		return out
	}
	name := strings.TrimSuffix(filepath.Base(file), filepath.Ext(file))
	if name == "index" {
		if abs, err := filepath.Abs(a.path(file)); err == nil {
			name = filepath.Base(filepath.Dir(abs))
		}
	}
	return filepath.Join(out, name+".html")
}

// renderFile renders one article of the site that it lies in, or of none.
func (a *app) renderFile(ctx context.Context, file string, standalone bool) (string, []diag.Diagnostic, error) {
	abs, err := filepath.Abs(a.path(file))
	if err != nil {
		return "", nil, err
	}
	root := siteRoot(filepath.Dir(abs))
	rel, err := filepath.Rel(root, abs)
	if err != nil {
		return "", nil, err
	}
	s, found, err := site.LoadFile(ctx, root, filepath.ToSlash(rel), site.Options{Env: a.Env, Account: a.flags.account})
	switch {
	case diag.HasErrors(found) && err != nil:
		return "", found, nil
	case err != nil:
		return "", nil, diag.Stop(err, "cannot-read", diag.Pos{File: file}, reason(err))
	}
	defer func() { _ = s.Close() }()
	a.useLang(s.Config.Lang)
	built, err := build.Build(ctx, s, found, a.draws(s).into(build.Options{Fragment: true, SVG: a.drawSVG(s) != nil, Decodes: a.decodes(), Pages: a.pages()}))
	if err != nil || diag.HasErrors(built.Findings) || len(built.Messages) == 0 {
		return "", built.Findings, err
	}
	st := &state.State{}
	if s.Config.State != "" && !standalone { // a lone file has no site, so none
		if st, err = offline(a.storeOf(s)).Load(ctx); err != nil {
			return "", built.Findings, err
		}
	}
	article := built.Messages[0].Articles[0]
	content := a.fill(ctx, s, article, filling{
		assets: built.Assets, images: st.Images, from: path.Dir(article.Path), standalone: standalone,
	})
	if standalone {
		content = a.page(article, content)
	}
	return content, built.Findings, nil
}

// siteRoot is the nearest folder above with an mpsync.yaml, else the file's own.
func siteRoot(dir string) string {
	for d := dir; ; d = filepath.Dir(d) {
		if _, err := os.Stat(filepath.Join(d, "mpsync.yaml")); err == nil {
			return d
		}
		if d == filepath.Dir(d) {
			return dir
		}
	}
}

// filling is what is known of an article's references.
type filling struct {
	assets     map[model.Reference]model.Asset
	images     map[string]state.Image
	from, root string // the folder of the page, and the site root seen from the same place
	standalone bool
}

// fill puts what is known of references into an article: an image's URL once it
// is uploaded, its relative path before; in a standalone page the image itself.
func (a *app) fill(ctx context.Context, s *site.Site, article model.Article, f filling) string {
	content, _ := model.Fill(article.Content, func(r model.Reference) string {
		if known := f.images[r.Key]; known.URL != "" {
			return known.URL
		}
		asset, ok := f.assets[r]
		if !ok {
			return ""
		}
		if asset.URL != "" {
			return asset.URL
		}
		if f.standalone || asset.Source != nil { // no file to point to
			return a.inlined(ctx, s, asset)
		}
		rel, err := filepath.Rel(filepath.FromSlash(f.from), filepath.Join(f.root, filepath.FromSlash(asset.Path)))
		if err != nil {
			return asset.Path
		}
		return filepath.ToSlash(rel)
	})
	return content
}

// inlined is an image that is no file, as a URL that holds it; "" where it can't
// be made.
func (a *app) inlined(ctx context.Context, s *site.Site, x model.Asset) string {
	f, err := (&session{app: a, site: s}).bytes()(ctx, x)
	if err != nil {
		return ""
	}
	return "data:" + http.DetectContentType(f.Data) + ";base64," + base64.StdEncoding.EncodeToString(f.Data)
}

// write puts text where a person asked: "-" is stdout, a file is replaced, and
// anything that exists and is no regular file is written to as it is.
func (a *app) write(out, text string) error {
	if out == "-" {
		_, err := a.Out.Write([]byte(text + "\n"))
		return err
	}
	err := os.MkdirAll(filepath.Dir(out), 0o750)
	if info, serr := os.Stat(out); serr == nil && !info.Mode().IsRegular() {
		err = writeInPlace(out, text+"\n")
	} else if err == nil {
		err = os.WriteFile(out, []byte(text+"\n"), 0o644) //nolint:gosec // HTML to be read by anyone
	}
	if err != nil {
		return diag.Stop(err, "cannot-write", diag.Pos{File: out}, reason(err))
	}
	return nil
}

// writeInPlace writes to what is there already, such as a pipe.
func writeInPlace(path, text string) error {
	f, err := os.OpenFile(path, os.O_WRONLY, 0) //nolint:gosec // the path is the person's own argument
	if err != nil {
		return err
	}
	_, err = f.WriteString(text)
	return errors.Join(err, f.Close())
}

// reason is an error of the file system without the path, which is said before.
func reason(err error) string {
	if p, ok := errors.AsType[*fs.PathError](err); ok {
		return p.Err.Error()
	}
	return err.Error()
}

package cli

import (
	"bytes"
	"context"
	"embed"
	"errors"
	"image"
	"image/color"
	"image/png"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"mpsync/internal/diag"
	"mpsync/internal/site"
)

//go:embed scaffold
var scaffold embed.FS

// initCommand makes a new site.
func (a *app) initCommand() *cobra.Command {
	ci, from, yes := "", "", false
	c := &cobra.Command{
		Use: "init [DIR]", Short: a.console.Text("cmd-init"), Long: a.console.Text("cmd-init-long"),
		Example: "  mpsync init my-account\n  mpsync init my-account --ci github\n  mpsync init --from my-blog",
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) > 1 {
				return usage("no-arguments", args[1])
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			if ci != "" && recipes[ci].file == "" {
				return usage("bad-ci", ci, strings.Join(ciHosts(), ", "))
			}
			if from != "" {
				return a.takeIn(cmd.Context(), a.path(from), ci, yes, args)
			}
			dir := a.flags.dir
			if len(args) == 1 {
				dir = a.path(args[0])
			}
			return a.init(cmd.Context(), dir, ci, yes)
		},
	}
	c.Flags().StringVar(&ci, "ci", "", a.console.Text("flag-ci", strings.Join(ciHosts(), ", ")))
	c.Flags().BoolVar(&yes, "yes", false, a.console.Text("flag-init-yes"))
	c.Flags().StringVar(&from, "from", "", a.console.Text("flag-from"))
	return c
}

// init writes the files of a new site; it never overwrites one.
func (a *app) init(ctx context.Context, dir, ci string, yes bool) error {
	if _, err := os.Stat(filepath.Join(dir, "mpsync.yaml")); err == nil {
		return diag.Stop(nil, "site-exists", diag.Pos{File: filepath.Join(dir, "mpsync.yaml")})
	}
	w, err := a.interview(ctx, ci, yes)
	if err != nil {
		return err
	}
	from, err := fs.Sub(scaffold, "scaffold/"+string(a.console.Lang))
	if err != nil {
		return err
	}
	err = fs.WalkDir(from, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := fs.ReadFile(from, name)
		if err != nil {
			return err
		}
		if name == site.ConfigFile {
			data = []byte(w.into(string(data), a))
		}
		// Go does not embed names that begin with a dot.
		if name == "gitignore" {
			name = ".gitignore"
		}
		return a.create(filepath.Join(dir, filepath.FromSlash(name)), data)
	})
	if err != nil {
		return err
	}
	if err := a.create(filepath.Join(dir, "images", "cover.png"), firstCover()); err != nil {
		return err
	}
	if err := a.writeSchema(filepath.Join(dir, schemaFile)); err != nil {
		return err
	}
	if err := a.initCI(dir, w.ci); err != nil {
		return err
	}
	next := "mpsync"
	if dir != "." {
		next += " -C " + dir
	}
	if w.real {
		a.console.Say("init-real-next", next)
		return nil
	}
	a.console.Say("init-done", next+" apply")
	return nil
}

// create writes a file that does not exist yet and says so.
func (a *app) create(path string, data []byte) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil { //nolint:gosec // folders of texts, as readable as the texts
		return err
	}
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644) //nolint:gosec // the person's own folder, readable as any text of theirs
	if errors.Is(err, fs.ErrExist) {
		a.console.Say("file-kept", path)
		return nil
	}
	if err != nil {
		return err
	}
	_, err = f.Write(data)
	if cerr := f.Close(); err == nil {
		err = cerr
	}
	if err == nil {
		a.console.Say("file-written", path)
	}
	return err
}

// firstCover draws a plain cover of 900 × 383 pixels, the shape of a message's
// first card, to be replaced by the writer's own.
func firstCover() []byte {
	const width, height = 900, 383
	im := image.NewRGBA(image.Rect(0, 0, width, height))
	for y := range height {
		for x := range width {
			t := float64(x+y) / (width + height)
			im.SetRGBA(x, y, color.RGBA{uint8(38 + 40*t), uint8(110 + 60*t), uint8(104 + 50*t), 255})
		}
	}
	for i := range 3 {
		ring(im, 640+60*i, 190, 90+40*i)
	}
	var b bytes.Buffer
	if err := png.Encode(&b, im); err != nil {
		panic(err) // a buffer takes every byte
	}
	return b.Bytes()
}

// ring lightens a circle of the given centre and radius.
func ring(im *image.RGBA, cx, cy, r int) {
	for y := cy - r; y <= cy+r; y++ {
		for x := cx - r; x <= cx+r; x++ {
			d := (x-cx)*(x-cx) + (y-cy)*(y-cy)
			if d > r*r || !(image.Point{X: x, Y: y}).In(im.Rect) {
				continue
			}
			c := im.RGBAAt(x, y)
			lift := func(v uint8) uint8 { return v + (255-v)/8 }
			im.SetRGBA(x, y, color.RGBA{lift(c.R), lift(c.G), lift(c.B), 255})
		}
	}
}

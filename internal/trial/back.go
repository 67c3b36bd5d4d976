package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"

	"mpsync/internal/readable"
)

// source is where an image lies, which is another place after the way back.
var source = regexp.MustCompile(` (?:data-)?src="[^"]*"`)

// back imports the account into a new site and compares what its files make with
// what the folder's make: sources are those, by what a reader reads of them.
func (t *trial) back(ctx context.Context, sources map[string]string) error {
	b := &trial{binary: t.binary, dir: filepath.Join(filepath.Dir(t.dir), "back"), base: t.base}
	if err := os.MkdirAll(filepath.Join(b.dir, "posts"), 0o750); err != nil {
		return err
	}
	if err := b.configure(); err != nil {
		return err
	}
	if _, _, err := b.mpsync(ctx, []int{0}, "import", "--all", "--json"); err != nil {
		return err
	}
	if _, out, err := b.mpsync(ctx, []int{0}, "plan", "--detailed-exitcode"); err != nil {
		return fmt.Errorf("the plan after the import is not empty: %w\n%s", err, out)
	}
	same, total := 0, 0
	err := filepath.WalkDir(filepath.Join(b.dir, "posts"), func(file string, _ fs.DirEntry, err error) error {
		if err != nil || filepath.Ext(file) != ".md" {
			return err
		}
		_, html, err := b.mpsync(ctx, []int{0, 1}, "render", file)
		if err != nil {
			return err
		}
		from, ok := sources[squeeze(readable.Read(html).Text)]
		if !ok {
			return fmt.Errorf("%s reads like no article that was sent", file)
		}
		_, was, err := t.mpsync(ctx, []int{0, 1}, "render", from)
		if err != nil {
			return err
		}
		total++
		if source.ReplaceAllString(was, "") == source.ReplaceAllString(html, "") {
			same++
		}
		return nil
	})
	if err != nil {
		return err
	}
	if total != len(sources) {
		return errors.New("not every article came back")
	}
	fmt.Printf("import: %d of %d articles read as before, %d of them are the same HTML; plan after it: empty\n", total, len(sources), same)
	return nil
}

package site

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"mpsync/internal/diag"
	"mpsync/internal/model"
)

// LoadFile reads one article of the site at dir, which need not have an
// mpsync.yaml, without looking at the others. Links to other Markdown files of
// the folder count as links to articles. An article that asks to be left out is
// loaded all the same.
func LoadFile(ctx context.Context, dir, file string, o Options) (*Site, []diag.Diagnostic, error) {
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, nil, fmt.Errorf("open site: %w", err)
	}
	l := loader{
		Site: &Site{Dir: dir, root: root, Skipped: map[model.Address]string{}, byPath: map[string]model.Address{}, alone: true},
		opts: o,
		conf: findings{file: ConfigFile},
	}
	l.byName = l.names()
	if err := l.loadFile(ctx, file); err != nil {
		err = errors.Join(err, root.Close())
		return nil, diag.Sort(l.found), err
	}
	return l.Site, diag.Sort(l.found), nil
}

func (l *loader) loadFile(ctx context.Context, file string) error {
	data, err := l.ReadFile(ConfigFile)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		l.Config = defaultConfig()
	case err != nil:
		return fmt.Errorf("read %s: %w", ConfigFile, err)
	case !l.configure(data):
		l.found = l.conf.list
		return fmt.Errorf("load %q: %w", l.Dir, ErrConfig)
	}
	articles, err := l.readArticles(ctx, []string{file})
	if err != nil {
		return err
	}
	articles[0].skipped = ""
	if articles[0].failed() {
		articles[0].skipped = SkippedError
	}
	l.assemble(articles, nil)
	return nil
}

// holds says whether a file is an article; where only one was loaded, any
// Markdown file counts.
func (s *Site) holds(file string) bool {
	if _, ok := s.byPath[file]; ok || !s.alone || !strings.HasSuffix(file, ".md") {
		return ok
	}
	info, err := s.root.Stat(filepath.FromSlash(file))
	return err == nil && info.Mode().IsRegular()
}

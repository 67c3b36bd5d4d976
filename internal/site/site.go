// Package site loads the folder that a writer keeps: mpsync.yaml, articles with
// their front matter, and the files that group articles into messages. Use it to
// learn what the site wants before anything is rendered.
//
// Its one rule: everything wrong is a finding with a place, all of them at once,
// and what is sound goes on without what is not. Nothing outside the folder is
// ever read, neither by ".." nor through a symbolic link.
//
// It does not parse Markdown, look into images or know what an account holds;
// limits that need a rendered article are checked by others.
package site

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"sync/atomic"

	"golang.org/x/sync/errgroup"

	"mpsync/internal/diag"
	"mpsync/internal/model"
)

// ConfigFile is the name of the file that makes a folder a site.
const ConfigFile = "mpsync.yaml"

// ErrNoSite says that a folder has no mpsync.yaml.
var ErrNoSite = errors.New("no " + ConfigFile + " in the folder")

// ErrConfig says that mpsync.yaml cannot be used; the findings say why.
var ErrConfig = errors.New(ConfigFile + " cannot be used")

// Options are what a site depends on beside its files.
type Options struct {
	// Env looks up a variable of the environment for ${NAME}.
	Env func(name string) (string, bool)
	// Account chooses one of the accounts of the site, "" when it has only one.
	Account string
	// Memo remembers what files held; nil reads every file.
	Memo *Memo
	// Heads keeps what files begin with for later runs; nil reads every file, and
	// with a Memo it is not asked.
	Heads *Heads
	// Configured, if set, is called with the site when its settings are known and
	// before any article is read, so that other work can go on meanwhile.
	Configured func(*Site)
}

// Site is a loaded folder.
type Site struct {
	Dir    string
	Config Config
	// Articles are sound so far, sorted by address; each stands in one message.
	Articles []Article
	// Faulty are articles that are left out for an error in their front matter
	// or their message, sorted by address; their text can be looked at all the same.
	Faulty []Article
	// Messages are sorted by address.
	Messages []Message
	// Materials are the sound entries of materials.yaml.
	Materials []Material
	// Skipped says why an article or message was left out: "error", "skip" or
	// "draft". Its record is kept.
	Skipped map[model.Address]string
	// Old are the articles from before `since:` that stand in a message of their
	// own, with their source hashes; also those that are not sound.
	Old map[model.Address]string
	// Published gives the URLs that front matter says articles have, also those
	// that were left out.
	Published map[model.Address]string

	root     *os.Root
	comments map[model.Address]string // article → its file of comments
	byPath   map[string]model.Address // file in NFC → address of every article, also of skipped ones
	alone    bool                     // one article was loaded without the others
	byName   func() map[string][]string
	memo     *Memo
	files    []File
	styles   []string
}

// Message is an ordered list of articles that share a media_id.
type Message struct {
	Address  model.Address
	Articles []model.Address
	Pos      diag.Pos // the message file, or the article of a message of its own
}

// The reasons in [Site.Skipped].
const (
	SkippedError = "error"
	SkippedSkip  = "skip"
	SkippedDraft = "draft"
	SkippedSince = "since" // older than `since:`, and never sent
)

// Load reads the site at dir. The error wraps [ErrNoSite] or [ErrConfig] when
// there is no site to speak of; everything else wrong is among the findings,
// which come sorted.
func Load(ctx context.Context, dir string, o Options) (*Site, []diag.Diagnostic, error) {
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, nil, fmt.Errorf("open site: %w", err)
	}
	l := loader{
		Site: &Site{
			Dir: dir, root: root, Skipped: map[model.Address]string{}, Published: map[model.Address]string{},
			byPath: map[string]model.Address{}, memo: o.Memo,
		},
		opts: o,
		conf: findings{file: ConfigFile},
	}
	if o.Memo == nil {
		l.heads = o.Heads.open(dir)
	}
	l.byName = l.names()
	if err := l.load(ctx); err != nil {
		err = errors.Join(err, root.Close())
		return nil, diag.Sort(l.found), err
	}
	return l.Site, diag.Sort(l.found), nil
}

// Close releases the folder.
func (s *Site) Close() error { return s.root.Close() }

// ReadFile reads a file by its slash-separated path from the site root, never
// one outside.
func (s *Site) ReadFile(path string) ([]byte, error) {
	return s.root.ReadFile(filepath.FromSlash(path))
}

// Stat describes a file by its slash-separated path from the site root.
func (s *Site) Stat(path string) (fs.FileInfo, error) {
	return s.root.Stat(filepath.FromSlash(path))
}

// loader is a site in the making.
type loader struct {
	*Site
	opts     Options
	settings settings
	conf     findings // of mpsync.yaml
	heads    *heads
	found    []diag.Diagnostic
}

func (l *loader) load(ctx context.Context) error {
	data, err := l.ReadFile(ConfigFile)
	if errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("load %q: %w", l.Dir, ErrNoSite)
	}
	if err != nil {
		return fmt.Errorf("read %s: %w", ConfigFile, err)
	}
	l.memo.under(data)
	usable := l.configure(data)
	if l.settings.patterns == nil {
		l.found = l.conf.list
		return fmt.Errorf("load %q: %w", l.Dir, ErrConfig)
	}
	if l.opts.Configured != nil && usable {
		l.opts.Configured(l.Site)
	}
	files := l.memo.walk(l)
	l.styles = files.styles
	articles, err := l.readArticles(ctx, files.articles)
	if err != nil {
		return err
	}
	l.assemble(articles, l.readMessages(files.messages))
	l.readMaterials()
	l.pairComments(files.comments)
	if !usable {
		return fmt.Errorf("load %q: %w", l.Dir, ErrConfig)
	}
	return nil
}

// readArticles reads files in parallel and returns what they hold in their order.
func (l *loader) readArticles(ctx context.Context, files []string) ([]*source, error) {
	articles := make([]*source, len(files))
	g, ctx := errgroup.WithContext(ctx)
	var next atomic.Int64
	for range runtime.GOMAXPROCS(0) { // a goroutine for each file would grow a stack for each
		g.Go(func() error {
			for i := next.Add(1) - 1; i < int64(len(files)) && ctx.Err() == nil; i = next.Add(1) - 1 {
				articles[i] = l.memo.source(files[i], l.readArticle)
			}
			return ctx.Err()
		})
	}
	if err := g.Wait(); err != nil {
		return nil, fmt.Errorf("read articles: %w", err)
	}
	l.heads.write()
	for _, a := range articles {
		l.byPath[nfc(a.Path)] = a.Address
		l.files = append(l.files, File{a.Path, a.Address})
		if a.Meta.PublishedURL != "" {
			l.Published[a.Address] = a.Meta.PublishedURL
		}
	}
	return articles, nil
}

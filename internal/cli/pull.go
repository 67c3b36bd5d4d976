package cli

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"mpsync/internal/diag"
	"mpsync/internal/library"
	"mpsync/internal/markdown"
	"mpsync/internal/model"
	"mpsync/internal/state"
)

// pullOptions are the flags of pull.
type pullOptions struct {
	yes, force bool
	drifted    bool // every message that was edited in the console
	propose    bool // write files and leave the state alone
}

// pullCommand brings console edits back into files.
func (a *app) pullCommand() *cobra.Command {
	o := pullOptions{}
	c := &cobra.Command{
		Use: "pull ADDRESS…", Short: a.console.Text("cmd-pull"), Long: a.console.Text("cmd-pull-long"),
		Example: "  mpsync pull articles/hello\n  mpsync pull articles/hello --yes",
		Args: func(c *cobra.Command, args []string) error {
			if o.drifted {
				return a.noArgs(c, args)
			}
			return a.someArgs(c, args)
		},
		RunE: func(cmd *cobra.Command, args []string) error { return a.pull(cmd.Context(), args, o) },
	}
	c.Flags().BoolVar(&o.drifted, "drifted", false, a.console.Text("flag-drifted"))
	c.Flags().BoolVar(&o.propose, "propose", false, a.console.Text("flag-propose"))
	c.Flags().BoolVar(&o.yes, "yes", false, a.console.Text("flag-yes"))
	c.Flags().BoolVar(&o.force, "force", false, a.console.Text("flag-force"))
	c.Flags().BoolVar(&a.console.JSON, "json", false, a.console.Text("flag-json"))
	return c
}

func (a *app) pull(ctx context.Context, args []string, o pullOptions) error {
	s, err := a.openLocked(ctx)
	if err != nil {
		return err
	}
	defer s.close()
	if err := s.build(ctx, nil); err != nil {
		return err
	}
	if err := s.connect(ctx); err != nil {
		return err
	}
	if o.drifted {
		if args, err = s.drifted(ctx); err != nil {
			return err
		}
	}
	if args, err = s.chosen(args); err != nil {
		return err
	}
	root, err := os.OpenRoot(s.site.Dir)
	if err != nil {
		return err
	}
	defer func() { _ = root.Close() }()
	x := &importer{session: s, root: root, names: map[string]bool{}, converters: map[string]*markdown.Converter{}}
	var pulls []*pull
	for _, address := range args {
		p, err := x.prepare(ctx, model.Address(address), o)
		if err != nil {
			return err
		}
		pulls = append(pulls, p)
	}
	return x.carry(ctx, pulls, o)
}

// pull is what the account says of one message, as changes of files.
type pull struct {
	*drawn // its observed articles stand in the order that the account has
	edits  []edit
}

// edit is a file before and after.
type edit struct {
	path     string
	old, now []byte
}

// prepare works out what has to change for one message.
func (x *importer) prepare(ctx context.Context, address model.Address, o pullOptions) (*pull, error) {
	r := x.state.Messages[address]
	m := messageAt(x.built, address)
	switch {
	case r == nil:
		return nil, recorded(x.state, address)
	case m == nil:
		x.printFindings()
		return nil, diag.Stop(nil, "adopt-address", diag.Pos{}, string(address))
	case !o.force && changedHere(m, r):
		return nil, diag.Stop(nil, "pull-dirty", diag.Pos{}, string(address))
	}
	seen, err := x.look(ctx, r.MediaID)
	if errors.Is(err, library.ErrGone) {
		return nil, diag.Stop(err, "pull-gone", diag.Pos{}, string(address))
	}
	if err != nil {
		return nil, err
	}
	if len(seen.Articles) != len(m.Articles) {
		return nil, diag.Stop(nil, "pull-list", diag.Pos{}, string(address), len(seen.Articles), len(m.Articles))
	}
	p := &pull{drawn: &drawn{observed: seen, address: address, images: map[string]string{}}}
	order := match(seen, m, r)
	for k, i := range order {
		if err := x.pullArticle(ctx, p, m.Articles[i], seen.Articles[k], len(order) == 1); err != nil {
			return nil, err
		}
	}
	return p, x.reorder(p, order)
}

// changedHere says whether the site wants something else than was last sent.
func changedHere(m *model.Message, r *state.Message) bool {
	if len(m.Articles) != len(r.Articles) {
		return true
	}
	for i, a := range m.Articles {
		if a.Address != r.Articles[i].Address || a.Hash != r.Articles[i].Hash {
			return true
		}
	}
	return false
}

// match finds for each observed article the one of the site that it is: one that
// is as it was last read, else one of the same title, else the next.
func match(o model.Observed, m *model.Message, r *state.Message) []int {
	order := make([]int, len(o.Articles))
	taken := map[int]bool{}
	pair := func(is func(seen model.ObservedArticle, i int) bool) {
		for k, seen := range o.Articles {
			for i := range m.Articles {
				if order[k] == 0 && !taken[i] && is(seen, i) {
					order[k], taken[i] = i+1, true
				}
			}
		}
	}
	pair(func(seen model.ObservedArticle, i int) bool {
		return r.Baseline != nil && i < len(r.Baseline.Articles) && model.SeenOf(seen, true) == r.Baseline.Articles[i]
	})
	pair(func(seen model.ObservedArticle, i int) bool { return seen.Fields.Title == m.Articles[i].Fields.Title })
	pair(func(model.ObservedArticle, int) bool { return true })
	for k := range order {
		order[k]--
	}
	return order
}

// pullArticle works out the new text of one article.
func (x *importer) pullArticle(ctx context.Context, p *pull, a model.Article, seen model.ObservedArticle, single bool) error {
	seen.Content = withoutSnippets(seen.Content)
	old, err := x.site.ReadFile(a.Path)
	if err != nil {
		return err
	}
	to := drawnArticle{path: a.Path, address: a.Address}
	pics := pictures{importer: x, drawn: p.drawn, article: a.Path, names: filesOf(a), have: map[string]string{}}
	for _, ref := range model.References(a.Content) {
		if url := x.state.Images[ref.Key].URL; ref.Kind == model.RefImage && url != "" && pics.names[ref.Hash()] != "" {
			pics.have[model.ImageID(url)] = pics.names[ref.Hash()]
		}
	}
	meta := x.sourceOf(a.Address).Meta
	convert, err := x.converter(cmp.Or(meta.Theme, x.site.Config.Theme))
	if err != nil {
		return err
	}
	dests, err := pics.content(ctx, convert.Images(seen.Content))
	if err != nil {
		return err
	}
	mark, text := cutMark(string(old))
	front, body := markdown.Split(text)
	edited := convert.Edit(body, seen.Content, markdown.Change{
		Options:  markdown.Options{Title: a.Fields.Title, Image: func(src string) string { return dests[src] }, Drawing: x.fileOf(a.Path)},
		NewTitle: seen.Fields.Title, InFront: meta.Title != "",
		Identify: func(dest string) string { return pics.identify(a, dest) },
	})
	fields := changedFields(a, seen, single, meta.Title != "", meta.Digest == "")
	if cover := x.newCover(ctx, &pics, a, seen); cover != "" {
		to.cover = pics.coverSum
		fields = append(fields, markdown.Field{Key: "cover", Value: cover})
	}
	if seen.Fields.Title != a.Fields.Title && meta.Title == "" && !edited.Title {
		p.report(diag.Warning, "pull-title", a.Path, seen.Fields.Title)
	}
	for _, was := range edited.Rewritten {
		p.report(diag.Warning, "pull-rewritten", a.Path, was)
	}
	if len(edited.Lost) > 0 {
		p.report(diag.Warning, "import-lost", a.Path, strings.Join(edited.Lost, ", "))
	}
	if front, err = markdown.SetFields(front, fields); err != nil {
		return err
	}
	if now := []byte(mark + front + edited.Body); !bytes.Equal(now, old) {
		p.edits = append(p.edits, edit{a.Path, old, now})
	}
	p.articles = append(p.articles, to)
	return nil
}

// cutMark cuts off the mark that some editors put before UTF-8.
func cutMark(s string) (mark, rest string) {
	if rest, ok := strings.CutPrefix(s, "\ufeff"); ok {
		return "\ufeff", rest
	}
	return "", s
}

// cutFrom says whether a digest is the beginning of a text, as mpsync and WeChat
// cut it for an article that has none of its own.
func cutFrom(digest string, texts ...string) bool {
	cut := bare(strings.TrimRight(digest, "…."))
	return slices.ContainsFunc(texts, func(text string) bool { return strings.HasPrefix(bare(text), cut) })
}

// bare is a text without white space.
func bare(s string) string { return strings.Join(strings.Fields(s), "") }

// changedFields lists the fields that the console changed; auto says that the
// article has no digest of its own.
func changedFields(a model.Article, seen model.ObservedArticle, single, titled, auto bool) []markdown.Field {
	var fields []markdown.Field
	add := func(key, now, was string) {
		if now != was {
			fields = append(fields, markdown.Field{Key: key, Value: now})
		}
	}
	if titled {
		add("title", seen.Fields.Title, a.Fields.Title)
	}
	add("author", seen.Fields.Author, a.Fields.Author)
	if cut := auto && cutFrom(seen.Fields.Digest, seen.Readable.Text, a.Readable.Text); single && !cut {
		add("digest", seen.Fields.Digest, a.Fields.Digest)
	}
	add("source_url", seen.Fields.SourceURL, a.Fields.SourceURL)
	add("comments", string(seen.Comments), string(a.Comments))
	if seen.Fields.ShowCover != a.Fields.ShowCover {
		fields = append(fields, markdown.Field{Key: "show_cover", Value: seen.Fields.ShowCover})
	}
	return fields
}

// newCover downloads a cover that was changed in the console; "" when it was not.
func (x *importer) newCover(ctx context.Context, pics *pictures, a model.Article, seen model.ObservedArticle) string {
	known := x.state.Materials[a.Cover.Key]
	if known == nil || known.MediaID == seen.ThumbMediaID {
		return ""
	}
	name := pics.cover(ctx, seen)
	if pics.coverSum == a.Cover.Hash() {
		return "" // the same picture under another media_id
	}
	return name
}

// filesOf lists the files that an article refers to: SHA-256 → how it may call
// them.
func filesOf(a model.Article) map[string]string {
	files := map[string]string{}
	for _, file := range slices.Sorted(maps.Keys(a.Deps)) {
		rel, err := filepath.Rel(filepath.FromSlash(path.Dir(a.Path)), filepath.FromSlash(file))
		if sum := a.Deps[file]; err == nil && files[sum] == "" && !strings.HasPrefix(file, "link ") {
			files[sum] = filepath.ToSlash(rel)
		}
	}
	return files
}

// reorder changes the file that lists the articles, where their order changed.
func (x *importer) reorder(p *pull, order []int) error {
	if slices.IsSorted(order) {
		return nil
	}
	for _, m := range x.site.Messages {
		if m.Address != p.address {
			continue
		}
		old, err := x.site.ReadFile(m.Pos.File)
		if err != nil {
			return err
		}
		now, ok := markdown.Reorder(string(old), order)
		if !ok {
			var files []string
			for _, a := range p.articles {
				rel, err := filepath.Rel(filepath.FromSlash(path.Dir(m.Pos.File)), filepath.FromSlash(a.path))
				if err != nil {
					return err
				}
				files = append(files, filepath.ToSlash(rel))
			}
			if now, err = markdown.List(files); err != nil {
				return err
			}
		}
		p.edits = append(p.edits, edit{m.Pos.File, old, []byte(now)})
	}
	return nil
}

package cli

import (
	"bufio"
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

	"github.com/aymanbagabas/go-udiff"
	"github.com/spf13/cobra"

	"mpsync/internal/diag"
	"mpsync/internal/library"
	"mpsync/internal/markdown"
	"mpsync/internal/model"
	"mpsync/internal/state"
)

// pullOptions are the flags of pull.
type pullOptions struct{ yes, force bool }

// pullCommand brings console edits back into files.
func (a *app) pullCommand() *cobra.Command {
	o := pullOptions{}
	c := &cobra.Command{
		Use: "pull ADDRESS…", Short: a.console.Text("cmd-pull"), Long: a.console.Text("cmd-pull-long"),
		Example: "  mpsync pull articles/hello\n  mpsync pull articles/hello --yes",
		Args:    a.someArgs,
		RunE:    func(cmd *cobra.Command, args []string) error { return a.pull(cmd.Context(), args, o) },
	}
	c.Flags().BoolVar(&o.yes, "yes", false, a.console.Text("flag-yes"))
	c.Flags().BoolVar(&o.force, "force", false, a.console.Text("flag-force"))
	c.Flags().BoolVar(&a.console.JSON, "json", false, a.console.Text("flag-json"))
	return c
}

func (a *app) pull(ctx context.Context, args []string, o pullOptions) error {
	s, err := a.openSite(ctx)
	if err != nil {
		return err
	}
	defer s.close()
	unlock, err := s.store.Lock(ctx)
	if err != nil {
		return err
	}
	defer func() { _ = unlock() }()
	if s.state, err = s.store.Load(ctx); err != nil {
		return err
	}
	if err := s.build(ctx, nil); err != nil {
		return err
	}
	if err := s.connect(ctx); err != nil {
		return err
	}
	root, err := os.OpenRoot(s.site.Dir)
	if err != nil {
		return err
	}
	defer func() { _ = root.Close() }()
	x := &importer{session: s, root: root, names: map[string]bool{}}
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
		return nil, diag.Stop(nil, "no-record", diag.Pos{}, string(address))
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
	dests, err := pics.content(ctx, seen.Content)
	if err != nil {
		return err
	}
	meta := x.sourceOf(a.Address).Meta
	th, err := x.themeOf(cmp.Or(meta.Theme, x.site.Config.Theme))
	if err != nil {
		return err
	}
	mark, text := cutMark(string(old))
	front, body := markdown.Split(text)
	edited := markdown.Edit(body, seen.Content, markdown.Change{
		Options: markdown.Options{
			Theme: th, Lang: x.language(), Title: a.Fields.Title, Image: func(src string) string { return dests[src] },
		},
		NewTitle: seen.Fields.Title, InFront: meta.Title != "",
		Identify: func(dest string) string { return pics.identify(a, dest) },
	})
	fields := changedFields(a, seen, single, meta.Title != "")
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

// changedFields lists the fields that the console changed.
func changedFields(a model.Article, seen model.ObservedArticle, single, titled bool) []markdown.Field {
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
	if single {
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
	return pics.cover(ctx, seen)
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

// identify names the picture behind a destination by its content.
func (p *pictures) identify(a model.Article, dest string) string {
	for sum, name := range p.names {
		if name == dest {
			return sum
		}
	}
	if sum := a.Deps[p.site.Resolve(a.Path, dest).Path]; sum != "" {
		return sum
	}
	return model.ImageID(dest)
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

// carry shows the changes, asks, writes and records them.
func (x *importer) carry(ctx context.Context, pulls []*pull, o pullOptions) error {
	changed := 0
	for _, p := range pulls {
		x.console.Findings(x.Err, p.notes)
		if len(p.edits) == 0 {
			x.console.Say("pull-nothing", string(p.address))
		}
		for _, e := range p.edits {
			changed++
			x.showEdit(e)
		}
	}
	if changed > 0 && !o.yes {
		if !x.InTerminal || x.console.JSON {
			return usage("needs-yes")
		}
		if !x.confirm("pull-ask") {
			return diag.Stop(nil, "pull-kept", diag.Pos{})
		}
	}
	for _, p := range pulls {
		if err := x.writeEdits(p); err != nil {
			return err
		}
	}
	return x.recordPulls(ctx, pulls)
}

// showEdit shows what changes in a file.
func (x *importer) showEdit(e edit) {
	x.console.Event("edit", struct {
		File string `json:"file"`
		Diff string `json:"diff"`
	}{e.path, udiff.Unified(e.path, e.path, string(e.old), string(e.now))})
	for line := range strings.Lines(udiff.Unified(e.path, e.path, string(e.old), string(e.now))) {
		line = strings.TrimRight(line, "\r\n")
		style := map[string]string{"+": "add", "-": "remove", "@": "faint"}[line[:min(1, len(line))]]
		if style != "" {
			line = x.console.Paint(style, line)
		}
		x.console.Print(line)
	}
}

// confirm asks a person.
func (s *session) confirm(code string) bool {
	s.console.Ask(s.console.Text(code))
	answer, _ := bufio.NewReader(s.In).ReadString('\n')
	return slices.Contains([]string{"y", "yes", "是"}, strings.ToLower(strings.TrimSpace(answer)))
}

// writeEdits writes new pictures, then the files that name them. A file that
// changed since it was read is left alone.
func (x *importer) writeEdits(p *pull) error {
	for _, f := range p.files {
		if err := x.write(f); err != nil {
			return err
		}
	}
	for _, e := range p.edits {
		name := filepath.FromSlash(e.path)
		if now, err := x.root.ReadFile(name); err != nil || !bytes.Equal(now, e.old) {
			return diag.Stop(err, "asset-changed", diag.Pos{File: e.path}, e.path)
		}
		temp := name + ".mpsync-tmp"
		if err := x.root.WriteFile(temp, e.now, 0o644); err != nil {
			return err
		}
		if err := x.root.Rename(temp, name); err != nil {
			return errors.Join(err, x.root.Remove(temp))
		}
		x.console.Say("pulled", e.path)
	}
	return nil
}

// recordPulls records the files as what the account holds.
func (x *importer) recordPulls(ctx context.Context, pulls []*pull) error {
	fresh, err := x.again(ctx)
	if err != nil {
		return err
	}
	defer func() { _ = fresh.site.Close() }()
	code := exitDone
	for _, p := range pulls {
		m := messageAt(fresh.built, p.address)
		if m == nil || len(m.Articles) != len(p.articles) {
			fresh.printFindings()
			x.console.Findings(x.Err, []diag.Diagnostic{diag.New(diag.Error, "pull-unsound", diag.Pos{}, string(p.address))})
			code = exitError
			continue
		}
		if err := fresh.remember(ctx, p.entry(*m)); err != nil {
			return err
		}
		for i, a := range m.Articles {
			if diff := readingDiff(p.observed.Articles[i].Readable, a.Readable); diff != "" {
				x.warn("pull-differs", a.Path, diff)
			}
		}
	}
	if err := x.store.Commit(context.WithoutCancel(ctx), x.state); err != nil {
		return err
	}
	return x.end(code, result{})
}

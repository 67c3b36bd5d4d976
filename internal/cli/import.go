package cli

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/aymanbagabas/go-udiff"
	"github.com/bmatcuk/doublestar/v4"
	"github.com/spf13/cobra"

	"mpsync/internal/diag"
	"mpsync/internal/library"
	"mpsync/internal/markdown"
	"mpsync/internal/model"
	"mpsync/internal/plan"
	"mpsync/internal/state"
)

// importOptions are the flags of import.
type importOptions struct {
	all, dryRun bool
	into        string
}

// importCommand turns messages of the account into files.
func (a *app) importCommand() *cobra.Command {
	o := importOptions{}
	c := &cobra.Command{
		Use: "import {MEDIA_ID…|--all}", Short: a.console.Text("cmd-import"), Long: a.console.Text("cmd-import-long"),
		Example: "  mpsync import --all\n  mpsync import --all --dry-run\n  mpsync import MEDIA_ID --into articles/2026",
		Args: func(_ *cobra.Command, args []string) error {
			if (len(args) > 0) == o.all {
				return usage("import-needs")
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error { return a.importMessages(cmd.Context(), args, o) },
	}
	f := c.Flags()
	f.BoolVar(&o.all, "all", false, a.console.Text("flag-all"))
	f.BoolVar(&o.dryRun, "dry-run", false, a.console.Text("flag-dry-run"))
	f.StringVar(&o.into, "into", "", a.console.Text("flag-into"))
	f.BoolVar(&a.console.JSON, "json", false, a.console.Text("flag-json"))
	return c
}

// importer is one run of import.
type importer struct {
	*session
	importOptions
	root       *os.Root
	names      map[string]bool // taken in this run, in lower case
	flat       bool            // articles lie in the folder itself, not each in one of its own
	done       []*drawn
	converters map[string]*markdown.Converter // by theme
	// materials are the URLs of the account's images by media_id, once asked for.
	materials map[string]string

	known, failed int
}

func (a *app) importMessages(ctx context.Context, ids []string, o importOptions) error {
	s, err := a.openLocked(ctx)
	if err != nil {
		return err
	}
	defer s.close()
	x := &importer{session: s, importOptions: o, names: map[string]bool{}, converters: map[string]*markdown.Converter{}}
	if err := x.folder(); err != nil {
		return err
	}
	if x.root, err = os.OpenRoot(s.site.Dir); err != nil {
		return err
	}
	defer func() { _ = x.root.Close() }()
	if err := s.connect(ctx); err != nil {
		return err
	}
	messages, err := x.choose(ctx, ids)
	if err != nil {
		return err
	}
	return x.run(ctx, messages)
}

// folder finds out where files go, and whether the site will see them there.
func (x *importer) folder() error {
	globs := x.site.Config.Articles
	if x.into == "" {
		x.into, _ = doublestar.SplitPattern(path.Clean(globs[0]))
	}
	x.into = path.Clean(filepath.ToSlash(x.into))
	if !filepath.IsLocal(filepath.FromSlash(x.into)) {
		return usage("import-into-outside", x.into)
	}
	seen := func(file string) bool {
		return slices.ContainsFunc(globs, func(g string) bool {
			ok, _ := doublestar.Match(path.Clean(g), file)
			return ok
		})
	}
	x.flat = !seen(path.Join(x.into, "name", "index.md"))
	if x.flat && !seen(path.Join(x.into, "name.md")) {
		return usage("import-into", x.into, strings.Join(globs, ", "))
	}
	return nil
}

// choose lists the messages to import, oldest first, and says which are none.
func (x *importer) choose(ctx context.Context, ids []string) ([]model.Observed, error) {
	seen, err := library.Scan(ctx, x.library, library.ScanOptions{Content: x.all})
	if err != nil {
		return nil, err
	}
	if x.all && !seen.Complete {
		x.warn("import-incomplete", "")
	}
	wanted := map[string]bool{}
	for _, id := range ids {
		wanted[id] = true
	}
	var chosen []model.Observed
	for _, o := range slices.Backward(seen.Messages) {
		if x.all || wanted[o.MediaID] {
			delete(wanted, o.MediaID)
			if x.takes(o) {
				chosen = append(chosen, o)
			}
		}
	}
	for _, id := range ids {
		if wanted[id] {
			x.fail("import-gone", id)
			delete(wanted, id)
		}
	}
	return chosen, nil
}

// takes says whether a message is to be imported: one that is managed is not,
// unless an import of it was cut short before its files were written.
func (x *importer) takes(o model.Observed) bool {
	if x.state.Tombstones[o.MediaID] != nil {
		return false
	}
	for address, r := range x.state.Messages {
		if r.MediaID == o.MediaID && !x.unwritten(address, r) {
			x.known++
			x.note("import-managed", o.MediaID, string(address))
			return false
		}
	}
	for _, a := range o.Articles {
		if a.Type == "newspic" {
			x.note("import-newspic", o.MediaID, a.Fields.Title)
			return false
		}
	}
	return true
}

// unwritten says whether a record was made by an import that wrote no files.
// Where it wrote some, the record stays: then the files are sent again, which
// does no harm, and nothing is written twice.
func (x *importer) unwritten(address model.Address, r *state.Message) bool {
	return !x.inSite(address) && !slices.ContainsFunc(r.Articles, func(a state.Article) bool {
		return a.Source != "" || x.inSite(a.Address)
	})
}

// run imports messages one after the other; one that fails stops no other.
func (x *importer) run(ctx context.Context, messages []model.Observed) error {
	for i, o := range messages {
		if ctx.Err() != nil {
			break // what was written is recorded all the same
		}
		x.console.Progress(x.console.Text("progress-import", i+1, len(messages), o.Articles[0].Fields.Title))
		if err := x.one(ctx, o); err != nil {
			if _, refused := errors.AsType[*diag.FindingError](err); !refused {
				x.fail("import-failed", o.MediaID, err.Error())
				continue
			}
			return err
		}
	}
	x.console.Done()
	if !x.dryRun {
		if err := x.record(context.WithoutCancel(ctx)); err != nil {
			return err
		}
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	articles := 0
	for _, d := range x.done {
		articles += len(d.articles)
	}
	x.console.Say(map[bool]string{false: "import-summary", true: "import-summary-dry"}[x.dryRun], len(x.done), articles, x.known, x.failed)
	code := exitDone
	if x.failed > 0 {
		code = exitPart
	}
	return x.end(code, result{Counts: map[string]int{"imported": len(x.done), "articles": articles, "managed": x.known, "failed": x.failed}})
}

// one imports one message. Its record comes before its files: should the process
// end between, the message is not created a second time.
func (x *importer) one(ctx context.Context, o model.Observed) error {
	if !o.HasContent {
		whole, err := x.library.Get(ctx, o.MediaID)
		if err != nil {
			return err
		}
		whole.MediaID, whole.UpdateTime = o.MediaID, o.UpdateTime
		o = whole
	}
	if err := x.release(ctx, o.MediaID); err != nil {
		return err
	}
	d, err := x.draw(ctx, o)
	if err != nil {
		return err
	}
	x.console.Findings(x.Err, d.notes)
	if x.dryRun {
		for _, f := range d.files {
			x.console.Say("import-would", f.path)
		}
	} else {
		if err := x.remember(ctx, state.Entry{
			AppID: x.account.appID, Library: x.library.Name(),
			Messages: map[model.Address]*state.Message{d.address: d.placeholder()},
		}); err != nil {
			return err
		}
		for _, f := range d.files {
			if err := x.write(f); err != nil {
				return err
			}
		}
	}
	x.console.Event("import", importEvent{o.MediaID, string(d.address), d.paths()})
	x.done = append(x.done, d)
	return nil
}

// importEvent is a message that was imported.
type importEvent struct {
	MediaID string   `json:"media_id"`
	Address string   `json:"address"`
	Files   []string `json:"files"`
}

// release forgets the record of an import that was cut short.
func (x *importer) release(ctx context.Context, mediaID string) error {
	for address, r := range x.state.Messages {
		if r.MediaID == mediaID && !x.dryRun {
			return x.remember(ctx, state.Entry{Messages: map[model.Address]*state.Message{address: nil}})
		}
	}
	return nil
}

// remember makes an entry durable, then part of the state in memory.
func (s *session) remember(ctx context.Context, e state.Entry) error {
	if err := s.store.Append(context.WithoutCancel(ctx), e); err != nil {
		return err
	}
	s.state.Apply(e)
	return nil
}

// write makes a file that does not exist yet.
func (x *importer) write(f file) error {
	name := filepath.FromSlash(f.path)
	if err := x.root.MkdirAll(filepath.Dir(name), 0o750); err != nil {
		return err
	}
	w, err := x.root.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if err != nil {
		return err
	}
	_, err = w.Write(f.data)
	if err = errors.Join(err, w.Close()); err != nil {
		return err
	}
	x.console.Say("file-written", f.path)
	return nil
}

// exists says whether a path of the site is taken.
func (x *importer) exists(file string) bool {
	_, err := x.root.Lstat(filepath.FromSlash(file))
	return !errors.Is(err, fs.ErrNotExist)
}

// record builds what was written and records it as if it had just been sent, so
// that the next plan has nothing to do.
func (x *importer) record(ctx context.Context) error {
	if len(x.done) == 0 {
		return nil
	}
	fresh, err := x.again(ctx)
	if err != nil {
		return err
	}
	defer func() { _ = fresh.site.Close() }()
	for _, d := range x.done {
		fresh.findingsOf(d)
		m := messageAt(fresh.built, d.address)
		if m == nil || len(m.Articles) != len(d.articles) {
			x.fail("import-unsound", string(d.address))
			continue
		}
		if err := fresh.remember(ctx, d.entry(*m, x.state.Messages[d.address])); err != nil {
			return err
		}
		for i, a := range m.Articles {
			if diff := readingDiff(d.observed.Articles[i].Readable, a.Readable); diff != "" {
				x.warn("import-differs", a.Path, diff)
			}
		}
	}
	return x.store.Commit(ctx, x.state)
}

// again loads and builds the site as it is now; all else is the session's own.
func (s *session) again(ctx context.Context) (*session, error) {
	fresh, err := s.openSite(ctx)
	if err != nil {
		return nil, err
	}
	fresh.store, fresh.state, fresh.account, fresh.library = s.store, s.state, s.account, s.library
	return fresh, fresh.build(ctx, nil)
}

// findingsOf prints what was found in the files of one message.
func (s *session) findingsOf(d *drawn) {
	written := map[string]bool{}
	for _, f := range d.files {
		written[f.path] = true
	}
	for _, f := range s.built.Findings {
		if written[f.File] && f.Severity != diag.Note {
			s.console.Findings(s.Err, []diag.Diagnostic{f})
		}
	}
}

// readingDiff shows where two articles read otherwise, "" when they do not.
// White space and what nobody sees do not count.
func readingDiff(was, now model.Readable) string {
	print := func(r model.Readable) string {
		return model.Message{Articles: []model.Article{{Readable: model.Readable{Text: r.Text, Images: r.Images}}}}.Fingerprint()
	}
	if print(was) == print(now) {
		return ""
	}
	if was.Text == now.Text {
		return "…"
	}
	lines := strings.SplitAfter(udiff.Unified("", "", was.Text+"\n", now.Text+"\n"), "\n")
	return strings.TrimRight(strings.Join(lines[min(2, len(lines)):min(diffLines, len(lines))], ""), "\n")
}

// diffLines is how many lines of a difference are shown.
const diffLines = 16

func (s *session) warn(code, file string, args ...any) {
	s.console.Findings(s.Err, []diag.Diagnostic{diag.New(diag.Warning, code, diag.Pos{File: file}, args...)})
}

func (s *session) note(code string, args ...any) {
	s.console.Findings(s.Err, []diag.Diagnostic{diag.New(diag.Note, code, diag.Pos{}, args...)})
}

// fail reports a message that could not be imported.
func (x *importer) fail(code string, args ...any) {
	x.failed++
	x.console.Findings(x.Err, []diag.Diagnostic{diag.New(diag.Error, code, diag.Pos{}, args...)})
}

// placeholder is the record of a message whose files are not written yet.
func (d *drawn) placeholder() *state.Message {
	r := &state.Message{MediaID: d.observed.MediaID, Baseline: plan.Baseline(d.observed)}
	for i, a := range d.observed.Articles {
		r.Articles = append(r.Articles, state.Article{Address: d.articles[i].address, Title: a.Fields.Title})
	}
	return r
}

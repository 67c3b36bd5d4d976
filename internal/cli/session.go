package cli

import (
	"cmp"
	"context"
	"encoding/hex"
	"errors"
	"io"
	"io/fs"
	"path/filepath"
	"slices"
	"sync"
	"time"

	"mpsync/internal/build"
	"mpsync/internal/comment"
	"mpsync/internal/diag"
	"mpsync/internal/library"
	"mpsync/internal/model"
	"mpsync/internal/plan"
	"mpsync/internal/site"
	"mpsync/internal/state"
	"mpsync/internal/survey"
)

// session is a site with its state, and its account once connected.
type session struct {
	*app
	site    *site.Site
	found   []diag.Diagnostic // of loading the site
	store   state.Store
	unlock  func() error // nil without the lock
	state   *state.State
	built   build.Result
	account *account
	library library.Library
	made    tally // calls of this run
	// comments are the files of readers' comments, by article.
	comments map[model.Address]*comment.File
	spoilt   bool                   // one of them has errors
	broken   map[model.Address]bool // those that have
	// remembered says that a record of comments waits for its commit.
	remembered bool
}

// openSite loads the site of --dir.
func (a *app) openSite(ctx context.Context) (*session, error) { return a.openSiteAnd(ctx, nil) }

// openSiteAnd calls configured as soon as the settings of the site are known.
func (a *app) openSiteAnd(ctx context.Context, configured func(*site.Site)) (*session, error) {
	s, found, err := site.Load(ctx, a.flags.dir, site.Options{Env: a.Env, Account: a.flags.account, Heads: a.heads(), Configured: configured})
	if err != nil {
		a.console.Findings(a.Err, found)
		switch {
		case diag.HasErrors(found):
			return nil, &exit{code: exitError}
		case errors.Is(err, site.ErrNoSite), errors.Is(err, fs.ErrNotExist):
			return nil, diag.Stop(err, "no-site", diag.Pos{}, a.flags.dir)
		}
		return nil, err
	}
	a.useLang(s.Config.Lang)
	return &session{app: a, site: s, found: found, store: a.storeOf(s)}, nil
}

// storeOf is where a site keeps its state.
func (a *app) storeOf(s *site.Site) state.Store {
	if branch := s.Config.StateBranch; branch != "" {
		return &state.Git{
			Dir: s.Dir, Branch: branch, File: s.Config.State, Version: a.Version, Now: a.Now, Rand: a.Rand, Run: a.Git,
		}
	}
	path := filepath.Join(s.Dir, filepath.FromSlash(s.Config.State))
	return &state.File{Path: path, Name: s.Config.State, Version: a.Version, History: historyFolder(s.Dir), Now: a.Now, Rand: a.Rand}
}

// offline is a store that makes no network call to load.
func offline(st state.Store) state.Store {
	if g, ok := st.(*state.Git); ok {
		g.Offline = true
	}
	return st
}

// openToLook opens and loads a site without its lock; a run that asks nobody
// does not ask for the state either.
func (a *app) openToLook(ctx context.Context, refresh string) (*session, error) {
	// A state in a file is read while the articles are.
	var file *state.File
	early := make(chan func() (*state.State, error), 1)
	s, err := a.openSiteAnd(ctx, func(s *site.Site) {
		var ok bool
		if file, ok = a.storeOf(s).(*state.File); ok {
			go func() {
				st, err := file.Load(ctx)
				early <- func() (*state.State, error) { return st, err }
			}()
		}
	})
	if err != nil {
		return nil, err
	}
	load := func() (*state.State, error) { return s.store.Load(ctx) }
	if file != nil {
		s.store, load = file, <-early
	} else if refresh == refreshNone {
		s.store = offline(s.store)
	}
	if s.state, err = load(); err == nil {
		err = s.build(ctx, s.state)
	}
	if err != nil {
		s.close()
		return nil, err
	}
	return s, nil
}

// openLocked opens the site and reads its state under the lock, which goes with
// the session.
func (a *app) openLocked(ctx context.Context) (*session, error) {
	s, err := a.openSite(ctx)
	if err != nil {
		return nil, err
	}
	if err := s.lock(ctx); err != nil {
		s.close()
		return nil, err
	}
	return s, nil
}

// openAtWork opens all of it: the site, its state under the lock, what is built
// of both, and the account.
func (a *app) openAtWork(ctx context.Context) (*session, error) {
	s, err := a.openLocked(ctx)
	if err != nil {
		return nil, err
	}
	if err = s.build(ctx, s.state); err == nil {
		err = s.connect(ctx)
	}
	if err != nil {
		s.close()
		return nil, err
	}
	return s, nil
}

// lock takes the lock of the state, then reads it.
func (s *session) lock(ctx context.Context) (err error) {
	if s.unlock, err = s.store.Lock(ctx); err != nil {
		return err
	}
	s.state, err = s.store.Load(ctx)
	return err
}

// load reads the state and builds what changed since.
func (s *session) load(ctx context.Context) error {
	st, err := s.store.Load(ctx)
	if err != nil {
		return err
	}
	s.state = st
	return s.build(ctx, st)
}

// build makes the desired messages; known nil renders everything.
func (s *session) build(ctx context.Context, known *state.State) (err error) {
	s.built, err = build.Build(ctx, s.site, s.found, s.buildOptions(ctx, known))
	s.readComments()
	return err
}

// urls are where readers find articles, as far as is known.
func (s *session) urls() map[model.Address]string {
	if s.state == nil {
		return nil
	}
	return s.state.URLs()
}

// libraryName is where messages live as far as it is known without asking.
func (s *session) libraryName() string {
	if name := s.site.Config.Account.Library; name != site.LibraryAuto {
		return name
	}
	if s.state != nil && s.state.Library != "" {
		return s.state.Library
	}
	if s.site.Config.Drafts() {
		return "draft"
	}
	return ""
}

// likelyLibrary is where messages live if nobody is asked: where this account is
// known to keep them, else where accounts of today do.
func (s *session) likelyLibrary() string {
	unknown := site.LibraryDraft
	if s.site.Config.Account.Emulator == site.EmulatorLegacy {
		unknown = site.LibraryMaterial
	}
	return cmp.Or(s.libraryName(), unknown)
}

// connect opens the account and finds out where it keeps messages.
func (s *session) connect(ctx context.Context) error {
	var err error
	if s.account, err = s.openAccount(ctx); err != nil {
		return err
	}
	if s.state.AppID != "" && s.state.AppID != s.account.appID {
		return &exit{code: exitAccount, err: diag.Stop(nil, "wrong-account", diag.Pos{File: s.site.Config.State}, s.state.AppID, s.account.appID)}
	}
	name := s.state.Library
	if given := s.site.Config.Account.Library; given != site.LibraryAuto {
		name = given
	}
	if name == "" {
		if name, err = library.Detect(ctx, s.account.client); err != nil {
			return err
		}
	}
	s.library, err = library.Open(name, s.account.client)
	return err
}

// Refresh says how much of the account is read before planning.
const (
	refreshAuto = "auto"
	refreshFull = "full"
	refreshNone = "none"
)

// makePlan reads the account as far as refresh asks and decides.
func (s *session) makePlan(ctx context.Context, o planOptions) (plan.Plan, error) {
	in := s.planInput(o)
	var err error
	if in.Targets, err = s.targets(ctx, o); err != nil {
		return plan.Plan{}, err
	}
	if o.asked {
		in.Publish = in.Targets
	}
	look := survey.Surveyor{Full: o.refresh == refreshFull, Render: s.render, Warn: s.warnOf, Made: s.made.list}
	if o.refresh != refreshNone {
		in.Library, in.AppID = s.library.Name(), s.account.appID
		look.Library, look.Client = s.library, s.account.client
		if s.account.metered {
			look.Quota = s.account.client.Quota
		}
	}
	p, err := look.Plan(ctx, in)
	if err == nil && o.saved != nil {
		p = p.OnlyApproved(*o.saved)
	}
	return p, err
}

// blind names what of the site may hold more articles than were found.
func (s *session) blind() []string {
	var where []string
	for _, d := range s.found {
		switch d.Code {
		case "glob-empty":
			where = append(where, d.Args[0].(string))
		case "folder-unreadable":
			where = append(where, d.File)
		}
	}
	return where
}

// planInput is what a plan is made of before the account is looked at.
func (s *session) planInput(o planOptions) plan.Input {
	return plan.Input{
		Desired: s.built.Messages, Declared: s.built.Declared, Assets: s.built.Assets, Skipped: s.built.Skipped,
		Blind: s.blind(), Known: s.state, Comments: s.moderation(),
		Library: s.likelyLibrary(), AppID: s.state.AppID, Now: s.Now(), Options: o.wishes(s.site.Config),
	}
}

// render builds again with messages rendered that are unchanged.
func (s *session) render(ctx context.Context, whole map[model.Address]bool) (build.Result, error) {
	o := s.buildOptions(ctx, s.state)
	o.Whole = whole
	return build.Build(ctx, s.site, s.found, o)
}

// buildOptions say what building needs; known nil renders everything.
func (s *session) buildOptions(ctx context.Context, known *state.State) build.Options {
	return s.draws(s.site).into(build.Options{Known: known, Recorded: s.state, URLs: s.urls(), Drafts: s.libraryName() == "draft", SmartCrop: s.smartCrop(ctx), SVG: s.drawSVG(s.site) != nil, Decodes: s.decodes(), Damaged: s.maker().Damaged, Font: sync.OnceValue(s.hasFont), Pages: s.pages()})
}

// newID makes the name of an intent.
func (a *app) newID() string {
	b := make([]byte, 8)
	if _, err := io.ReadFull(a.Rand, b); err != nil {
		panic(err) // the system's random source does not fail
	}
	return a.Now().UTC().Format("20060102T150405.000") + "-" + hex.EncodeToString(b)
}

// printFindings prints what was found in the site. Notes, which ask for nothing,
// are left to validate and --verbose.
func (s *session) printFindings() {
	found := s.built.Findings
	if !s.console.JSON && !s.console.Verbose {
		found = slices.DeleteFunc(slices.Clone(found), func(d diag.Diagnostic) bool { return d.Severity == diag.Note })
	}
	s.console.Findings(s.Err, found)
	if n := len(s.built.Findings) - len(found); n > 0 {
		s.console.Hint(s.console.Text("notes-kept-back", n))
	}
}

// bounded runs a command for a time; 0 leaves it unbounded.
func bounded(ctx context.Context, d time.Duration, run func(context.Context) error) error {
	if d <= 0 {
		return run(ctx)
	}
	timed, cancel := context.WithTimeout(ctx, d)
	defer cancel()
	err := run(timed)
	if err == nil || ctx.Err() != nil || timed.Err() == nil {
		return err
	}
	over := &exit{code: exitError, err: diag.Stop(nil, "timed-out", diag.Pos{}, d)}
	if e, ok := errors.AsType[*exit](err); ok {
		over.code, over.result = e.code, e.result
	}
	return over
}

// close lets the lock, the account and the site go.
func (s *session) close() {
	if s.unlock != nil {
		_ = s.unlock()
	}
	if s.account != nil {
		_ = s.account.close()
	}
	_ = s.site.Close()
}

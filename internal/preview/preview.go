// Package preview is the page on which a writer sees what readers will see,
// while writing: it watches a site, renders what changed, and shows each article
// in a phone beside its findings, its limits and what an apply would do.
//
// Its one rule: looking changes nothing. Serving the page writes no file, asks
// no account over the network and needs no secret. What does is a button, which
// calls a function of the caller's behind a token that only this page knows.
//
// It renders nothing itself and decides nothing: pages are build's, plans are
// plan's, and an apply is carried out by whoever made the [Server].
package preview

import (
	"context"
	"encoding/hex"
	"fmt"
	"html/template"
	"io"
	"os"
	"sync"
	"time"

	"mpsync/internal/build"
	"mpsync/internal/diag"
	"mpsync/internal/model"
	"mpsync/internal/plan"
	"mpsync/internal/site"
	"mpsync/internal/state"
)

// Config is what a [Server] needs. Editor, Phone and the functions of Account
// may be left out.
type Config struct {
	Dir  string       // of the site
	Site site.Options // its Memo is the server's own
	// State reads what is known of the account.
	State func(context.Context, *site.Site) (*state.State, error)
	// Build says how articles are made.
	Build func(context.Context, *site.Site, *state.State) build.Options
	// File makes the file that would be uploaded for a reference.
	File func(context.Context, *site.Site, model.Asset) (model.File, error)
	// Input is what a plan without looking at the account is made of; found is
	// what loading the site found.
	Input   func(s *site.Site, known *state.State, found []diag.Diagnostic, built build.Result) plan.Input
	Account Account
	Now     func() time.Time
	Sleep   func(context.Context, time.Duration) error
	Rand    io.Reader
	// Lang is used where the browser asks for neither Chinese nor English.
	Lang diag.Lang
	// Editor is the address that opens a file, with {file}, {line} and {col}.
	Editor string
	// Phone is the address at which phones find the site, "" when they don't.
	Phone string
}

// Account is what may be asked of the account that the site belongs to.
type Account struct {
	Name func(diag.Lang) string // for people, "" for the only account
	// Look reads one message. It is called unasked only where Near is set.
	Look func(ctx context.Context, mediaID string) (model.Observed, error)
	// Near says that looking needs neither network nor secret.
	Near bool
	// Plan looks at the whole account and says what an apply would do; Apply
	// carries out that plan and returns what it said and whether all went well.
	// Both are nil unless the account is built in.
	Plan  func(context.Context) (plan.Plan, error)
	Apply func(context.Context, plan.Plan) (said string, ok bool)
}

// Server serves the page of one site.
type Server struct {
	Config
	token string // what a form has to know to do anything
	boot  string // tells this server from one that ran before
	pages map[diag.Lang]*template.Template

	watcher *watcher
	memo    site.Memo
	made    build.Memo
	hub     hub

	mu      sync.Mutex // guards now and the users of its site
	now     *edition
	planner planner
	waiting pending
}

// New loads the site and begins to watch it. The error wraps those of
// [site.Load] when there is no site that can be shown; found then says why.
func New(ctx context.Context, c Config) (s *Server, found []diag.Diagnostic, err error) {
	s = &Server{Config: c}
	s.Site.Memo = &s.memo
	for _, id := range []*string{&s.token, &s.boot} {
		b := make([]byte, 16)
		if _, err := io.ReadFull(c.Rand, b); err != nil {
			return nil, nil, fmt.Errorf("make token: %w", err)
		}
		*id = hex.EncodeToString(b)
	}
	if s.pages, err = parsePages(); err != nil {
		return nil, nil, err
	}
	if _, err := os.Stat(c.Dir); err != nil {
		return nil, nil, err
	}
	// Watching begins first, so that nothing is missed between the two.
	if s.watcher, err = newWatcher(c.Dir, c.Sleep); err != nil {
		return nil, nil, err
	}
	e, found, err := s.edit(ctx, nil)
	if err != nil {
		_ = s.watcher.close()
		return nil, found, err
	}
	s.now = e
	return s, nil, nil
}

// Close lets the site go.
func (s *Server) Close() error {
	s.hub.close()
	s.mu.Lock()
	defer s.mu.Unlock()
	s.now.folder.end()
	return s.watcher.close()
}

// Watch shows what changes until ctx ends.
func (s *Server) Watch(ctx context.Context) error {
	defer s.hub.close() // else pages would keep their server from ending
	for {
		b, err := s.watcher.next(ctx)
		if err != nil {
			return err
		}
		s.forget(b)
		if err := s.renew(ctx); err != nil {
			return err
		}
	}
}

// forget drops what a change made stale.
func (s *Server) forget(b batch) {
	s.memo.Forget(b.written...)
	s.made.Forget(b.written...)
	if b.moved {
		s.memo.Clear()
		s.made.Moved()
	}
}

// renew makes the next edition and tells every page.
func (s *Server) renew(ctx context.Context) error {
	// Only this goroutine replaces the edition, so that reading it needs no lock.
	next, _, err := s.edit(ctx, s.now)
	if err != nil {
		return err
	}
	s.mu.Lock()
	old := s.now
	s.now = next
	if old.folder != next.folder {
		old.folder.end()
	}
	s.mu.Unlock()
	s.hub.tell(next.number)
	return nil
}

// hold gives the edition of now, whose site stays open until it is released.
func (s *Server) hold() (e *edition, release func()) {
	s.mu.Lock()
	defer s.mu.Unlock()
	e = s.now
	e.folder.users++
	return e, func() {
		s.mu.Lock()
		defer s.mu.Unlock()
		e.folder.users--
		e.folder.tidy()
	}
}

// folder is a site that is closed once nobody uses it. The mutex of the server
// guards it.
type folder struct {
	site  *site.Site
	users int
	over  bool // no edition of now has it
}

func (f *folder) end() {
	f.over = true
	f.tidy()
}

func (f *folder) tidy() {
	if f.over && f.users == 0 {
		_ = f.site.Close()
	}
}

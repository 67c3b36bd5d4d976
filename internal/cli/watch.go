package cli

import (
	"bytes"
	"context"
	"encoding/hex"
	"errors"
	"io"
	"net"
	"net/netip"
	"strings"
	"sync"

	"github.com/spf13/cobra"
	"golang.org/x/sync/errgroup"

	"mpsync/internal/build"
	"mpsync/internal/diag"
	"mpsync/internal/model"
	"mpsync/internal/plan"
	"mpsync/internal/preview"
	"mpsync/internal/qr"
	"mpsync/internal/site"
	"mpsync/internal/state"
	"mpsync/internal/ui"
)

// watchOptions are the flags of watch.
type watchOptions struct {
	addr, editor string
	open, lan    bool
}

// watchAddr is where the page is served unless a person says otherwise; when it
// is taken, any other port will do.
const watchAddr = "127.0.0.1:8606"

// editors are the addresses under which editors open a file.
var editors = map[string]string{
	"":       "",
	"vscode": "vscode://file{file}:{line}:{col}",
	"cursor": "cursor://file{file}:{line}:{col}",
	"zed":    "zed://file{file}:{line}:{col}",
	"idea":   "idea://open?file={file}&line={line}&column={col}",
}

// watchCommand serves the preview page.
func (a *app) watchCommand() *cobra.Command {
	o := watchOptions{}
	c := &cobra.Command{
		Use: "watch", Short: a.console.Text("cmd-watch"), Long: a.console.Text("cmd-watch-long"),
		Example: "  mpsync watch --open\n  mpsync watch --lan\n  mpsync watch --editor vscode",
		Args:    a.noArgs,
		RunE:    func(cmd *cobra.Command, _ []string) error { return a.watch(cmd.Context(), o) },
	}
	f := c.Flags()
	f.StringVar(&o.addr, "addr", watchAddr, a.console.Text("flag-watch-addr"))
	f.BoolVar(&o.open, "open", false, a.console.Text("flag-watch-open"))
	f.BoolVar(&o.lan, "lan", false, a.console.Text("flag-watch-lan"))
	f.StringVar(&o.editor, "editor", "", a.console.Text("flag-watch-editor"))
	return c
}

func (a *app) watch(ctx context.Context, o watchOptions) error {
	editor, ok := editors[o.editor]
	switch {
	case !loopback(o.addr):
		return usage("watch-not-local", o.addr)
	case !ok && !strings.Contains(o.editor, "{file}"):
		return usage("watch-no-editor", o.editor)
	case !ok:
		editor = o.editor
	}
	s, err := a.openSite(ctx)
	if err != nil {
		return err
	}
	w := &watcher{session: s}
	defer w.close()
	l, err := listenNear(ctx, o.addr, watchAddr)
	if err != nil {
		return diag.Stop(err, "cannot-listen", diag.Pos{}, o.addr, err.Error())
	}
	phones, err := a.phones(ctx, o.lan)
	if err != nil {
		return errors.Join(err, l.Close())
	}
	p, found, err := preview.New(ctx, preview.Config{
		Dir: s.site.Dir, Site: site.Options{Env: a.Env, Account: a.flags.account}, State: w.stateOf, Build: w.buildOf, File: w.fileOf, Input: w.inputOf,
		Account: w.asked(), Now: a.Now, Sleep: a.Sleep, Rand: a.Rand, Lang: a.console.Lang, Editor: editor, Phone: phones.url,
	})
	if err != nil {
		a.console.Findings(a.Err, found)
		return diag.Stop(err, "watch-cannot", diag.Pos{File: s.site.Dir}, err.Error())
	}
	defer func() { _ = p.Close() }()
	return w.serve(ctx, p, l, phones, o.open)
}

// listenNear listens on an address, or on any port where the usual one is taken.
func listenNear(ctx context.Context, addr, usual string) (net.Listener, error) {
	l, err := (&net.ListenConfig{}).Listen(ctx, "tcp", addr)
	if err != nil && addr == usual {
		return (&net.ListenConfig{}).Listen(ctx, "tcp", "127.0.0.1:0")
	}
	return l, err
}

// phones is where phones find articles.
type phones struct {
	listener   net.Listener
	token, url string
}

// phones listens in the local network, where it was asked for.
func (a *app) phones(ctx context.Context, wanted bool) (phones, error) {
	if !wanted {
		return phones{}, nil
	}
	own, err := a.ownAddress()
	if err != nil {
		return phones{}, err
	}
	token := make([]byte, 12)
	if _, err := io.ReadFull(a.Rand, token); err != nil {
		return phones{}, err
	}
	l, err := (&net.ListenConfig{}).Listen(ctx, "tcp", net.JoinHostPort(own.String(), "0"))
	if err != nil {
		return phones{}, diag.Stop(err, "cannot-listen", diag.Pos{}, own.String(), err.Error())
	}
	p := phones{listener: l, token: hex.EncodeToString(token)}
	p.url = "http://" + l.Addr().String() + "/" + p.token + "/"
	return p, nil
}

// ownAddress is the address of this machine that a phone most likely reaches.
func (a *app) ownAddress() (netip.Addr, error) {
	all, err := a.Addresses()
	if err != nil {
		return netip.Addr{}, err
	}
	for _, fits := range []func(netip.Addr) bool{
		func(x netip.Addr) bool { return x.Is4() && x.IsPrivate() },
		func(x netip.Addr) bool { return x.Is4() && !x.IsLoopback() && !x.IsLinkLocalUnicast() },
	} {
		for _, x := range all {
			if fits(x) {
				return x, nil
			}
		}
	}
	return netip.Addr{}, diag.Stop(nil, "watch-lan-none", diag.Pos{})
}

// watcher is what the page may ask of this process.
type watcher struct {
	*session
	mu sync.Mutex // guards the account, which is opened when it is first asked

	remembered remembered
}

func (w *watcher) close() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.session.close()
}

// serve serves the page, and articles for phones, until ctx ends.
func (w *watcher) serve(ctx context.Context, p *preview.Server, l net.Listener, on phones, open bool) error {
	address := "http://" + l.Addr().String() + "/"
	w.console.Say("watch-serves", address)
	if on.url != "" {
		w.console.Say("watch-lan-serves", on.url)
		w.console.Print(w.terminalCode(on.url))
	}
	g, ctx := errgroup.WithContext(ctx)
	g.Go(func() error { return p.Watch(ctx) })
	g.Go(func() error { return serve(ctx, l, p.Handler(l.Addr())) })
	if on.listener != nil {
		g.Go(func() error { return serve(ctx, on.listener, p.Articles(on.token)) })
	}
	if open && w.Browse != nil {
		_ = w.Browse(ctx, address) // the address was printed
	}
	if err := g.Wait(); err != nil && !errors.Is(err, context.Canceled) {
		return err
	}
	return nil
}

// buildOf says how the articles of a site are made; everything is rendered.
func (w *watcher) buildOf(ctx context.Context, s *site.Site, st *state.State) build.Options {
	now := session{app: w.app, site: s, state: st}
	return now.buildOptions(ctx, nil)
}

// fileOf makes the file of an upload.
func (w *watcher) fileOf(ctx context.Context, s *site.Site, a model.Asset) (model.File, error) {
	now := session{app: w.app, site: s}
	return now.bytes()(ctx, a)
}

// inputOf is what a plan is made of without looking at the account.
func (w *watcher) inputOf(s *site.Site, st *state.State, found []diag.Diagnostic, built build.Result) plan.Input {
	now := session{app: w.app, site: s, found: found, state: st, built: built}
	return now.planInput(usual())
}

// asked says what the page may ask of the account: everything of the built-in
// one, a single message of any other.
func (w *watcher) asked() preview.Account {
	c := w.site.Config.Account
	a := preview.Account{Name: func(diag.Lang) string { return c.Name }, Look: w.lookAt}
	if c.Emulator != "" {
		a.Name, a.Near = func(l diag.Lang) string { return diag.Text(l, "builtin-account", c.Emulator) }, true
		a.Plan, a.Apply = w.planAll, w.applyPlan
	}
	return a
}

// lookAt reads one message of the account, which is opened when it is needed.
func (w *watcher) lookAt(ctx context.Context, mediaID string) (model.Observed, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.library == nil {
		st, err := w.store.Load(ctx)
		if err != nil {
			return model.Observed{}, err
		}
		w.state = st
		// The account stays open for as long as the page does.
		if err := w.connect(context.WithoutCancel(ctx)); err != nil {
			return model.Observed{}, errors.New(w.explain(ctx, err).Message(w.console.Lang))
		}
	}
	o, err := w.library.Get(ctx, mediaID)
	if err != nil && !isGone(err) {
		err = errors.New(w.explain(ctx, err).Message(w.console.Lang))
	}
	return o, err
}

// usual are the wishes of a plan that was given no flags.
func usual() planOptions {
	return planOptions{refresh: refreshAuto, onDrift: string(plan.DriftReport)}
}

// planAll looks at the whole account, as plan does.
func (w *watcher) planAll(ctx context.Context) (plan.Plan, error) {
	s, err := w.quietly(io.Discard).openSite(ctx)
	if err != nil {
		return plan.Plan{}, err
	}
	defer s.close()
	if err := s.load(ctx); err != nil {
		return plan.Plan{}, err
	}
	if err := s.connect(ctx); err != nil {
		return plan.Plan{}, err
	}
	return s.makePlan(ctx, usual())
}

// applyPlan carries out a plan that was shown, as apply does with a saved one.
func (w *watcher) applyPlan(ctx context.Context, shown plan.Plan) (said string, ok bool) {
	var out bytes.Buffer
	a := w.quietly(&out)
	o := usual()
	o.saved = &shown
	err := a.apply(ctx, applyOptions{planOptions: o, yes: true})
	a.console.Done()
	if e, isExit := errors.AsType[*exit](err); err != nil && (!isExit || e.err != nil) {
		a.console.Findings(&out, []diag.Diagnostic{a.explain(ctx, err)})
	}
	return strings.TrimSpace(out.String()), err == nil
}

// quietly is this program writing for the page, without paint or progress.
func (w *watcher) quietly(out io.Writer) *app {
	a := *w.app
	a.Out, a.Err, a.In, a.InTerminal = out, out, strings.NewReader(""), false
	a.console = &ui.Console{Out: out, Err: out, Lang: w.console.Lang}
	return &a
}

// terminalCode is an address as a QR code, for a terminal.
func (a *app) terminalCode(address string) string {
	code, err := qr.Encode(address)
	if err != nil {
		return "" // too long for a code; the address itself is printed
	}
	return code.Text(a.console.Color)
}

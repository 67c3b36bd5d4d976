package apply

import (
	"bytes"
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"golang.org/x/time/rate"

	"mpsync/internal/asset"
	"mpsync/internal/build"
	"mpsync/internal/diag"
	"mpsync/internal/emulator"
	"mpsync/internal/library"
	"mpsync/internal/model"
	"mpsync/internal/plan"
	"mpsync/internal/site"
	"mpsync/internal/state"
	"mpsync/internal/survey"
	"mpsync/internal/wechat"
)

// kinds are the places where accounts keep messages.
var kinds = []struct{ profile, library string }{
	{"legacy", library.Material},
	{"current", library.Draft},
	{"legacy", library.Draft},
}

// world is a site, its state and its account, all on disk, so that it can be
// copied and so that every run begins with what the last one left there.
type world struct {
	*testing.T
	dir              string // site/, account/ and state.json
	profile, library string
	account          *emulator.Emulator
	wire             *wire
	clock            *clock
	options          plan.Options
	lagging          int // how many listings do not show what is new
	settle, lease    time.Duration
	parallel         int
	store            func(state.Store) state.Store // wraps the store of the next runs
	site             *site.Site                    // of the last survey
	rendered         int                           // articles with content in the last plan
	events           []Event
}

func newWorld(t *testing.T, profile, lib string) *world {
	t.Helper()
	w := &world{T: t, dir: t.TempDir(), profile: profile, library: lib}
	w.boot()
	return w
}

func (w *world) boot() {
	w.Helper()
	w.clock = &clock{now: time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)}
	w.options = plan.Options{Prune: true}
	w.parallel = 1
	var err error
	w.account, err = emulator.Open(w.Context(), emulator.Config{
		Dir: filepath.Join(w.dir, "account"), Profile: w.profile, Now: w.clock.Now, Rand: rand.Reader,
	})
	if err != nil {
		w.Fatal(err)
	}
	w.wire = &wire{account: w.account}
	w.Cleanup(func() { _ = w.account.Close() })
}

// copyOf is a world of its own that begins as w stands.
func (w *world) copyOf(t *testing.T) *world {
	t.Helper()
	c := &world{T: t, dir: t.TempDir(), profile: w.profile, library: w.library}
	if err := os.CopyFS(c.dir, os.DirFS(w.dir)); err != nil {
		t.Fatal(err)
	}
	c.boot()
	return c
}

// freeze closes the account, so that its files are whole and can be copied.
func (w *world) freeze() *world {
	if err := w.account.Close(); err != nil {
		w.Fatal(err)
	}
	return w
}

// write puts a file into the site.
func (w *world) write(name, content string) {
	w.Helper()
	file := filepath.Join(w.dir, "site", filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		w.Fatal(err)
	}
	if err := os.WriteFile(file, []byte(content), 0o644); err != nil {
		w.Fatal(err)
	}
}

// remove takes a file out of the site.
func (w *world) remove(name string) {
	w.Helper()
	if err := os.Remove(filepath.Join(w.dir, "site", filepath.FromSlash(name))); err != nil {
		w.Fatal(err)
	}
}

// picture is a PNG that differs with seed.
func picture(seed int) string {
	im := image.NewGray(image.Rect(0, 0, 4, 4))
	im.SetGray(seed%4, seed/4%4, color.Gray{Y: uint8(seed + 1)})
	var b bytes.Buffer
	if err := png.Encode(&b, im); err != nil {
		panic(err)
	}
	return b.String()
}

// load loads and builds the site as a run would.
func (w *world) load(ctx context.Context, st *state.State) build.Result {
	w.Helper()
	s, found, err := site.Load(ctx, filepath.Join(w.dir, "site"), site.Options{})
	if err != nil {
		w.Fatalf("load: %v %v", err, found)
	}
	w.Cleanup(func() { _ = s.Close() })
	w.site = s
	return w.build(ctx, st, found, nil)
}

func (w *world) build(ctx context.Context, st *state.State, found []diag.Diagnostic, whole map[model.Address]bool) build.Result {
	w.Helper()
	r, err := build.Build(ctx, w.site, found, build.Options{Known: st, URLs: st.URLs(), Whole: whole, Drafts: w.library == library.Draft})
	if err != nil {
		w.Fatal(err)
	}
	if diag.HasErrors(r.Findings) {
		w.Fatalf("the site has errors: %v", texts(r.Findings))
	}
	return r
}

func texts(ds []diag.Diagnostic) []string {
	var all []string
	for _, d := range ds {
		all = append(all, d.String()+" "+d.Message(diag.English))
	}
	return all
}

// client is a new process's client of the account.
func (w *world) client() *wechat.Client {
	cfg := wechat.Config{
		Base: "http://127.0.0.1", HTTP: &http.Client{Transport: w.wire}, Rate: rate.Inf, Timeout: time.Hour,
		Now: w.clock.Now, Sleep: w.clock.Sleep,
	}
	cfg.Tokens = wechat.StableToken(cfg, "wx1", "secret")
	return wechat.New(cfg)
}

func (w *world) file() *state.File {
	return &state.File{Path: filepath.Join(w.dir, "state.json"), Version: "test", Now: w.clock.Now, Rand: rand.Reader}
}

// apis names the calls of the world's library.
func (w *world) apis() library.APIs {
	w.Helper()
	lib, err := library.Open(w.library, nil)
	if err != nil {
		w.Fatal(err)
	}
	return lib.APIs()
}

// survey makes the plan.
func (w *world) survey(ctx context.Context, c *wechat.Client, st *state.State) (plan.Plan, library.Library, error) {
	w.Helper()
	lib, err := library.Open(w.library, c)
	if err != nil {
		w.Fatal(err)
	}
	built := w.load(ctx, st)
	s := survey.Surveyor{Library: lib, Client: c, Render: func(ctx context.Context, whole map[model.Address]bool) (build.Result, error) {
		return w.build(ctx, st, nil, whole), nil
	}}
	p, err := s.Plan(ctx, plan.Input{
		Desired: built.Messages, Declared: built.Declared, Assets: built.Assets, Skipped: built.Skipped, Known: st,
		Library: w.library, AppID: "wx1", Now: w.clock.Now(), Options: w.options,
	})
	w.rendered = 0
	for _, m := range built.Messages {
		for _, a := range m.Articles {
			if a.Content != "" {
				w.rendered++
			}
		}
	}
	return p, lib, err
}

// plan is the plan of the moment.
func (w *world) plan() plan.Plan {
	w.Helper()
	p, _, err := w.survey(w.Context(), w.client(), w.state())
	if err != nil {
		w.Fatal(err)
	}
	return p
}

func (w *world) state() *state.State {
	w.Helper()
	st, err := w.file().Load(w.Context())
	if err != nil {
		w.Fatal(err)
	}
	return st
}

// outcome is how one run ended; err is also one of the survey.
type outcome struct {
	Result
	plan plan.Plan
	err  error
}

func (o outcome) done() bool { return o.err == nil && o.Failed+o.Deferred == 0 }

// apply is one run of the program: state, survey, plan, apply.
func (w *world) apply(ctx context.Context) (o outcome) {
	w.Helper()
	return w.applyWith(ctx, func(plan.Plan) {})
}

// applyWith calls between when the plan is made and before it is carried out.
func (w *world) applyWith(ctx context.Context, between func(plan.Plan)) (o outcome) {
	w.Helper()
	file := w.file()
	unlock, err := file.Lock(ctx)
	if err != nil {
		w.Fatal(err)
	}
	defer func() { _ = unlock() }()
	st, err := file.Load(ctx)
	if err != nil {
		w.Fatal(err)
	}
	client := w.client()
	p, lib, err := w.survey(ctx, client, st)
	if err != nil {
		return outcome{err: err}
	}
	between(p)
	var store state.Store = file
	if w.store != nil {
		store = w.store(file)
	}
	w.events = nil
	r := Runner{
		Library: lib, Images: images{client}, Materials: declared{client}, Public: client, Store: store, Bytes: asset.NewMaker(asset.Options{Read: w.site.ReadFile, Rules: build.Rules(w.site.Config.Images)}).File, Now: w.clock.Now, Sleep: w.clock.Sleep,
		NewID: w.clock.newID, Settle: w.settle, Lease: w.lease, Parallel: w.parallel, Notify: func(e Event) { w.events = append(w.events, e) },
	}
	res, err := r.Run(ctx, p, st)
	return outcome{res, p, err}
}

// mustApply wants a run without failure, after which there is nothing to do.
func (w *world) mustApply() outcome {
	w.Helper()
	o := w.apply(w.Context())
	if !o.done() {
		w.Fatalf("apply: %v %v", o.err, texts(o.Findings))
	}
	w.mustBeInStep()
	return o
}

// mustBeInStep wants an empty plan and no debts in the state.
func (w *world) mustBeInStep() {
	w.Helper()
	if p := w.plan(); !p.Empty() {
		w.Errorf("there is still something to do: %v", signs(p))
	}
	if st := w.state(); len(st.Intents)+len(st.Tombstones) > 0 {
		w.Errorf("the state still owes %d intents and %d tombstones", len(st.Intents), len(st.Tombstones))
	}
}

// signs is a plan in short.
func signs(p plan.Plan) []string {
	var all []string
	for _, u := range p.Uploads {
		all = append(all, "upload "+u.Asset.Path)
	}
	for _, c := range p.Changes {
		all = append(all, string(c.Action)+" "+string(c.Address))
	}
	return all
}

// images are the calls that put files into the account.
type images struct{ *wechat.Client }

func (i images) UploadImg(ctx context.Context, name string, data []byte) (string, error) {
	return i.Client.UploadImg(ctx, wechat.File{Name: name, Data: data})
}

func (i images) AddImage(ctx context.Context, name string, data []byte) (mediaID, url string, err error) {
	return i.AddMaterial(ctx, wechat.Image, wechat.File{Name: name, Data: data}, nil)
}

func (i images) FindImages(ctx context.Context, names []string) ([]model.Material, error) {
	return library.Images(ctx, i.Client, names)
}

// declared are the calls for declared materials.
type declared struct{ *wechat.Client }

func (d declared) Add(ctx context.Context, m model.Declared, f model.File) (mediaID, url string, err error) {
	return d.AddMaterial(ctx, wechat.MaterialType(m.Type), wechat.File{Name: f.Name, Data: f.Data}, nil)
}

func (d declared) Find(ctx context.Context, kind string, names []string) ([]model.Material, error) {
	l, err := library.Materials(ctx, d.Client, wechat.MaterialType(kind), names)
	return l.Materials, err
}

func (d declared) Delete(ctx context.Context, mediaID string) error {
	return d.DelMaterial(ctx, mediaID)
}

// clock stands still but for those who sleep by it.
type clock struct {
	mu    sync.Mutex
	now   time.Time
	ids   int
	slept []time.Duration
	wake  func() // called by every sleep, when set
}

func (c *clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *clock) Sleep(ctx context.Context, d time.Duration) error {
	c.mu.Lock()
	c.now = c.now.Add(d)
	c.slept = append(c.slept, d)
	wake := c.wake
	c.mu.Unlock()
	if wake != nil {
		wake()
	}
	return ctx.Err()
}

func (c *clock) newID() string {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.ids++
	return fmt.Sprintf("%s-%04d", c.now.Format("150405"), c.ids)
}

// wire carries calls to the account and counts them. What goes wrong on it is
// the account's own doing, but for hanging up, refusing and death.
type wire struct {
	account http.Handler
	mu      sync.Mutex
	calls   []string
	hangUp  int // the call that is given up after a moment, from 1
	refuse  int // the call for which no connection is made
	before  func() error
	after   func() error
}

var errAborted = errors.New("the connection was closed")

func (w *wire) RoundTrip(r *http.Request) (resp *http.Response, err error) {
	w.mu.Lock()
	w.calls = append(w.calls, strings.TrimPrefix(r.URL.Path, "/cgi-bin/"))
	n := len(w.calls)
	w.mu.Unlock()
	if w.before != nil {
		if err := w.before(); err != nil {
			return nil, err
		}
	}
	if n == w.refuse {
		return nil, &net.OpError{Op: "dial", Net: "tcp", Err: errors.New("connection refused")}
	}
	ctx := r.Context()
	if n == w.hangUp {
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeout(ctx, time.Millisecond)
		defer cancel()
	}
	resp, err = w.serve(r.Clone(ctx))
	if n == w.hangUp && err != nil {
		err = context.DeadlineExceeded
	}
	if w.after != nil {
		if err := w.after(); err != nil {
			return nil, err
		}
	}
	return resp, err
}

// serve hands a request to the account. A handler that aborts closes the
// connection.
func (w *wire) serve(r *http.Request) (resp *http.Response, err error) {
	rec := httptest.NewRecorder()
	defer func() {
		if v := recover(); v != nil {
			if v != http.ErrAbortHandler { //nolint:errorlint // as net/http compares it
				panic(v)
			}
			resp, err = nil, errAborted
			if rec.Body.Len() > 0 { // the answer broke off
				resp, err = rec.Result(), nil
				resp.Body = io.NopCloser(io.MultiReader(rec.Body, broken{}))
			}
		}
	}()
	if r.Body == nil {
		r.Body = http.NoBody
	}
	r.RequestURI, r.RemoteAddr = r.URL.RequestURI(), "127.0.0.1:1"
	w.account.ServeHTTP(rec, r)
	return rec.Result(), nil
}

// broken is a connection that breaks.
type broken struct{}

func (broken) Read([]byte) (int, error) { return 0, io.ErrUnexpectedEOF }

// count is how many calls of an API were made, of all when api is "".
func (w *wire) count(api string) int {
	n := 0
	for _, c := range w.calls {
		if api == "" || c == api {
			n++
		}
	}
	return n
}

// writes are the calls so far that change the account.
func (w *wire) writes() []string {
	reads := regexp.MustCompile(`(stable_token|batchget|batchget_material|get|get_material)$`)
	return slices.DeleteFunc(slices.Clone(w.calls), reads.MatchString)
}

// admin speaks to the account beside the API.
func (w *world) admin(path string, body any) {
	w.Helper()
	data, err := json.Marshal(body)
	if err != nil {
		w.Fatal(err)
	}
	rec := httptest.NewRecorder()
	w.account.ServeHTTP(rec, httptest.NewRequest(http.MethodPost, "/_emulator/"+path, bytes.NewReader(data)))
	if rec.Code != http.StatusOK {
		w.Fatalf("%s: %s", path, rec.Body)
	}
}

// fault makes calls go wrong: of an API, or of all with "*".
func (w *world) fault(api, mode string, errcode, after, times int) {
	w.Helper()
	path := "*"
	if api != "*" {
		path = "/cgi-bin/" + api
	}
	w.admin("faults", map[string]any{"path": path, "mode": mode, "errcode": errcode, "after": after, "times": times})
}

// heal ends all faults.
func (w *world) heal() {
	w.Helper()
	w.wire.hangUp, w.wire.refuse = 0, 0
	rec := httptest.NewRecorder()
	w.account.ServeHTTP(rec, httptest.NewRequest(http.MethodDelete, "/_emulator/faults", nil))
	if rec.Code != http.StatusOK {
		w.Fatalf("heal: %d %s", rec.Code, rec.Body)
	}
}

// held is what the account holds, in a form that does not depend on ids: every
// message with what a reader sees, every image by its bytes, and the names of
// all permanent images.
func (w *world) held() []string {
	w.Helper()
	quiet := &wire{account: w.account}
	cfg := wechat.Config{Base: "http://127.0.0.1", HTTP: &http.Client{Transport: quiet}, Rate: rate.Inf, Now: w.clock.Now, Sleep: w.clock.Sleep}
	cfg.Tokens = wechat.StableToken(cfg, "wx1", "secret")
	c := wechat.New(cfg)
	for range w.lagging { // until nothing is held back
		w.list(c)
	}
	return w.list(c)
}

func (w *world) list(c *wechat.Client) []string {
	w.Helper()
	materials, err := library.Images(w.Context(), c, []string{"all"})
	if err != nil {
		w.Fatal(err)
	}
	var held []string
	names := map[string]string{}
	for _, m := range materials {
		names[m.MediaID] = m.Name
		held = append(held, "image "+m.Name)
	}
	voices, err := library.Materials(w.Context(), c, wechat.Voice, nil)
	if err != nil {
		w.Fatal(err)
	}
	for _, m := range voices.Materials {
		held = append(held, "voice "+m.Name)
	}
	for _, name := range []string{library.Material, library.Draft} {
		if w.profile == "current" && name == library.Material {
			continue
		}
		lib, err := library.Open(name, c)
		if err != nil {
			w.Fatal(err)
		}
		seen, err := library.Scan(w.Context(), lib, library.ScanOptions{Content: true})
		if err != nil || !seen.Complete {
			w.Fatalf("list %s: %v", name, err)
		}
		for _, o := range seen.Messages {
			held = append(held, name+w.describe(o, names))
		}
	}
	slices.Sort(held)
	return held
}

var srcs = regexp.MustCompile(`http://mmbiz[^"]*`)

// describe writes a message down with image URLs replaced by hashes of bytes.
func (w *world) describe(o model.Observed, names map[string]string) string {
	w.Helper()
	var b strings.Builder
	for _, a := range o.Articles {
		content := srcs.ReplaceAllStringFunc(a.Content, func(u string) string {
			req := httptest.NewRequest(http.MethodGet, "/"+strings.SplitN(u, "/", 4)[3], nil)
			rec := httptest.NewRecorder()
			w.account.ServeHTTP(rec, req)
			if rec.Code != http.StatusOK {
				w.Fatalf("image %s: status %d", u, rec.Code)
			}
			sum := sha256.Sum256(rec.Body.Bytes())
			return hex.EncodeToString(sum[:8])
		})
		fmt.Fprintf(&b, "\n  %+v %s cover %s\n  %s", a.Fields, a.Comments, names[a.ThumbMediaID], content)
	}
	return b.String()
}

// titles are the titles of the messages that the account holds, sorted.
func (w *world) titles() []string {
	w.Helper()
	var titles []string
	for _, line := range w.held() {
		if m := regexp.MustCompile(`{Title:(\S*)`).FindAllStringSubmatch(line, -1); m != nil {
			var of []string
			for _, t := range m {
				of = append(of, t[1])
			}
			titles = append(titles, strings.Join(of, "+"))
		}
	}
	slices.Sort(titles)
	return titles
}

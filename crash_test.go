package main

import (
	"bytes"
	"crypto/rand"
	"flag"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"mpsync/internal/emulator"
)

// everyKill makes the matrix whole: go test -run KilledAtEveryRequest -every .
var everyKill = flag.Bool("every", false, "kill the process before and after every request, not only at some forty")

// killMatrix are the rows: what the process is doing, and what becomes worse.
var killMatrix = []struct {
	name      string
	rework    bool // it updates, replaces, moves and deletes; otherwise it creates
	lagging   bool // lists show new messages only at the fourth look
	loseState bool
}{
	{name: "creating"},
	{name: "changing", rework: true},
	{name: "changing, lists lag", rework: true, lagging: true},
	{name: "creating, the state is lost", loseState: true},
}

// TestProcessKilledAtEveryRequestConverges lets a real process hang at its n-th
// request, once before the account did anything and once when it did all but
// answer, and kills it there. The runs after that finish the work: nothing is
// lost, and nothing stands in the account twice.
func TestProcessKilledAtEveryRequestConverges(t *testing.T) {
	if testing.Short() {
		t.Skip("starts many processes")
	}
	t.Parallel()
	for _, profile := range []string{"legacy", "current"} {
		for _, row := range killMatrix {
			t.Run(profile+", "+row.name, func(t *testing.T) {
				t.Parallel()
				base := newStation(t, "examples/site", profile)
				if row.rework {
					base.finish("0")
					rework(t, base.site())
				}
				base.close()
				requests, want := base.copy().undisturbed()
				cells := 0
				for n := 1; n <= requests; n++ {
					for i, mode := range []string{"hang", "slow_body"} { // before and after the effect
						if !*everyKill && (2*n+i)%(2*requests/5) != 1 {
							continue
						}
						cells++
						s := base.copy()
						settle := "0"
						if row.lagging {
							s.set("list_lag_reads", "3")
							settle = "2s"
						}
						s.killAt(n, mode, "apply", "--yes", "--settle", "0", "--prune")
						if row.loseState {
							s.loseState()
						}
						s.finish(settle)
						if diff := cmp.Diff(want, s.titles()); diff != "" {
							t.Errorf("%s at request %d: the account (-undisturbed +killed):\n%s", mode, n, diff)
						}
						s.close()
					}
				}
				t.Logf("killed at %d of %d places", cells, 2*requests)
			})
		}
	}
}

// station is a site, its state and its account, all in one folder. The account
// is served by the test, so that it outlives the processes that are killed.
type station struct {
	*testing.T
	dir, profile string
	account      account
	lang         string
	stop         func()
}

// newStation has a copy of a site, with the name of the folder that it is in.
func newStation(t *testing.T, from, profile string) *station {
	t.Helper()
	s := &station{T: t, dir: t.TempDir(), profile: profile, lang: "en"}
	if err := copySite(from, s.site()); err != nil {
		t.Fatal(err)
	}
	if from == "examples/site" {
		s.edit("mpsync.yaml", "emulator: legacy", "appid: ${APPID}\n  secret: ${SECRET}\n  api: ${API}")
	}
	s.open()
	return s
}

// edit replaces a piece of a file of the site that must be there.
func (s *station) edit(file, old, now string) {
	s.Helper()
	edit(s.T, filepath.Join(s.site(), file), old, now)
}

func (s *station) site() string { return filepath.Join(s.dir, "site") }

func (s *station) open() {
	s.Helper()
	e, err := emulator.Open(s.Context(), emulator.Config{
		Dir: filepath.Join(s.dir, "account"), Profile: s.profile, AppID: "wx-any", Secret: "any", Now: time.Now, Rand: rand.Reader,
	})
	if err != nil {
		s.Fatal(err)
	}
	server := httptest.NewServer(e)
	s.account = account{base: server.URL, appID: "wx-any", secret: "any"}
	s.stop = func() {
		server.CloseClientConnections()
		server.Close()
		_ = e.Close()
		s.stop = func() {}
	}
	s.Cleanup(func() { s.stop() })
}

func (s *station) close() { s.stop() }

// copy is a station of its own that begins as s, which is closed, stands.
func (s *station) copy() *station {
	s.Helper()
	c := &station{T: s.T, dir: s.TempDir(), profile: s.profile, lang: s.lang}
	if err := os.CopyFS(c.dir, os.DirFS(s.dir)); err != nil {
		s.Fatal(err)
	}
	c.open()
	return c
}

func (s *station) command(args ...string) *exec.Cmd {
	c := exec.CommandContext(s.Context(), "mpsync", append([]string{"-C", s.site(), "--lang", s.lang}, args...)...)
	c.Env = append(os.Environ(), "API="+s.account.base, "APPID="+s.account.appID, "SECRET="+s.account.secret,
		"MPSYNC_ALLOW_COMMANDS=1", "MPSYNC_CREDENTIALS="+filepath.Join(s.dir, "credentials"))
	return c
}

// killAt kills a command at its n-th request.
func (s *station) killAt(n int, mode string, args ...string) {
	s.Helper()
	s.fault(map[string]any{"path": "*", "mode": mode, "after": n - 1, "delay_ms": time.Hour.Milliseconds()})
	before := len(s.requests())
	var out bytes.Buffer
	c := s.command(args...)
	c.Stdout, c.Stderr = &out, &out
	if err := c.Start(); err != nil {
		s.Fatal(err)
	}
	ended := make(chan error, 1)
	go func() { ended <- c.Wait() }()
	for len(s.requests()) < before+n {
		select {
		case err := <-ended:
			s.Fatalf("%s: the process ended before request %d: %v\n%s", mode, n, err, &out)
		case <-time.After(5 * time.Millisecond):
		}
	}
	_ = c.Process.Kill()
	if err := <-ended; c.ProcessState.ExitCode() != -1 {
		s.Fatalf("%s: the process ended by itself at request %d: %v\n%s", mode, n, err, &out)
	}
	s.heal()
}

// fault makes calls go wrong until heal.
func (s *station) fault(f map[string]any) {
	s.Helper()
	if err := s.account.do(http.MethodPost, "/_emulator/faults", f, nil); err != nil {
		s.Fatal(err)
	}
}

func (s *station) heal() {
	s.Helper()
	if err := s.account.do(http.MethodDelete, "/_emulator/faults", nil, nil); err != nil {
		s.Fatal(err)
	}
}

func (s *station) set(name, value string) {
	s.Helper()
	if err := s.account.do(http.MethodPost, "/_emulator/settings", map[string]any{name: value}, nil); err != nil {
		s.Fatal(err)
	}
}

func (s *station) loseState() {
	s.Helper()
	files, _ := filepath.Glob(filepath.Join(s.site(), "mpsync.state*"))
	for _, f := range files {
		if err := os.Remove(f); err != nil {
			s.Fatal(err)
		}
	}
}

// undisturbed is how many requests an apply makes, and what the account holds
// after it.
func (s *station) undisturbed() (requests int, titles string) {
	s.Helper()
	before := len(s.requests())
	if out, err := s.command("apply", "--yes", "--settle", "0", "--prune").CombinedOutput(); err != nil {
		s.Fatalf("%v\n%s", err, out)
	}
	requests = len(s.requests()) - before
	s.finish("0")
	return requests, s.titles()
}

// finish applies until there is nothing left to do.
func (s *station) finish(settle string) {
	s.Helper()
	said := ""
	for range 4 {
		out, err := s.command("apply", "--yes", "--settle", settle, "--prune").CombinedOutput()
		said += string(out)
		if err != nil {
			continue
		}
		out, err = s.command("plan", "--detailed-exitcode").CombinedOutput()
		if err != nil {
			s.Fatalf("there is more to do: %v\n%s%s", err, said, out)
		}
		return
	}
	s.Fatalf("four runs were not enough:\n%s", said)
}

func (s *station) requests() []logged {
	s.Helper()
	log, err := s.account.requests()
	if err != nil {
		s.Fatal(err)
	}
	return log
}

func (s *station) titles() string {
	s.Helper()
	var lines []string
	for range 4 { // the last one shows what a lagging list held back
		var err error
		if lines, err = s.account.titles(); err != nil {
			s.Fatal(err)
		}
	}
	return strings.Join(lines, "")
}

package emulator

import (
	"bufio"
	"context"
	"crypto/rand"
	"fmt"
	"io"
	"net/http/httptest"
	"os"
	"os/exec"
	"strings"
	"sync"
	"testing"
	"time"
)

// TestMain lets the test binary be a writer of its own process.
func TestMain(m *testing.M) {
	if dir := os.Getenv("EMULATOR_WRITER_DIR"); dir != "" {
		writer(dir)
		return
	}
	os.Exit(m.Run())
}

// writer adds drafts to an account until its standard input ends, and prints the
// media_id of each that was acknowledged.
func writer(dir string) {
	ended := make(chan struct{})
	go func() {
		_, _ = io.Copy(io.Discard, os.Stdin)
		close(ended)
	}()
	e, err := Open(context.Background(), Config{Dir: dir, Now: time.Now, Rand: rand.Reader})
	if err != nil {
		fmt.Println("error", err)
		return
	}
	body := `{"articles":[{"article_type":"newspic","title":"t","content":"` + strings.Repeat("茶", 2000) +
		`","image_info":{"image_list":[{"image_media_id":"cover"}]}}]}`
	for {
		select {
		case <-ended:
			_ = e.Close()
			return
		default:
		}
		r := httptest.NewRequest("POST", "/cgi-bin/draft/add?access_token=t", strings.NewReader(body))
		w := httptest.NewRecorder()
		e.ServeHTTP(w, r)
		if why := w.Header().Get("X-Emulator-Error"); why != "" {
			fmt.Println("error", why)
			return
		}
		fmt.Println(w.Body.String())
	}
}

// process is a running writer.
type process struct {
	cmd   *exec.Cmd
	stdin io.Closer
	lines []string
	wrote chan struct{} // one for each line, until there is no room
	read  sync.WaitGroup
}

func startWriter(t *testing.T, dir string) *process {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	p := &process{cmd: exec.CommandContext(t.Context(), self), wrote: make(chan struct{}, 1000)}
	p.cmd.Env = append(os.Environ(), "EMULATOR_WRITER_DIR="+dir)
	p.cmd.Stderr = os.Stderr
	if p.stdin, err = p.cmd.StdinPipe(); err != nil {
		t.Fatal(err)
	}
	out, err := p.cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := p.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	p.read.Go(func() {
		for s := bufio.NewScanner(out); s.Scan(); {
			p.lines = append(p.lines, s.Text())
			select {
			case p.wrote <- struct{}{}:
			default:
			}
		}
		close(p.wrote)
	})
	return p
}

// await waits until the writer has had so many replies.
func (p *process) await(replies int) {
	for range replies {
		<-p.wrote // or closed, when the writer has failed
	}
}

// acknowledged are the media_ids that the writer was given.
func (p *process) acknowledged(t *testing.T) (ids []string) {
	t.Helper()
	p.read.Wait()
	_ = p.cmd.Wait() // killed, or ended because its input did
	for _, line := range p.lines {
		_, rest, found := strings.Cut(line, `{"media_id":"`)
		id, _, whole := strings.Cut(rest, `"`)
		switch {
		case found && whole:
			ids = append(ids, id)
		case !strings.HasPrefix(line, "{"):
			t.Fatalf("a writer saw %s", line)
		}
	}
	if len(ids) == 0 {
		t.Fatalf("a writer wrote nothing: %q", p.lines)
	}
	return ids
}

// newSharedAccount makes an account with the token "t" and the image "cover".
func newSharedAccount(t *testing.T, dir string) {
	t.Helper()
	e, err := Open(t.Context(), Config{Dir: dir, Now: time.Now, Rand: rand.Reader})
	if err != nil {
		t.Fatal(err)
	}
	err = e.store.write(t.Context(), func(x tx) error {
		for _, q := range []string{
			"INSERT INTO blob VALUES ('k', 'png', 'image/png', 1, 1, 0, 'x')",
			"INSERT INTO file (media_id, kind, name, created, ends, key) VALUES ('cover', 'image', 'a.png', 0, 0, 'k')",
			"INSERT INTO token (token, kind, appid, issued, ends) VALUES ('t', 'plain', 'a', 0, 1 << 40)",
		} {
			if err := x.exec(q); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := e.Close(); err != nil {
		t.Fatal(err)
	}
}

// checkDrafts checks that every acknowledged draft is there with its article.
func checkDrafts(t *testing.T, dir string, acknowledged []string, mayHaveMore int) {
	t.Helper()
	e, err := Open(t.Context(), Config{Dir: dir, Now: time.Now, Rand: rand.Reader})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = e.Close() }()
	there := map[string]bool{}
	err = e.store.query(t.Context(), func(scan func(...any) error) error {
		var id string
		err := scan(&id)
		there[id] = true
		return err
	}, "SELECT media_id FROM message m JOIN article a ON a.message = m.seq WHERE box = 'draft' AND length(a.content) = 2000")
	if err != nil {
		t.Fatal(err)
	}
	for _, id := range acknowledged {
		if !there[id] {
			t.Fatalf("draft %s was acknowledged and is lost", id)
		}
	}
	if more := len(there) - len(acknowledged); more < 0 || more > mayHaveMore {
		t.Errorf("%d drafts, %d acknowledged", len(there), len(acknowledged))
	}
	var sound string
	if err := e.store.query(t.Context(), func(scan func(...any) error) error { return scan(&sound) }, "PRAGMA integrity_check"); err != nil || sound != "ok" {
		t.Errorf("integrity: %s, %v", sound, err)
	}
}

func TestProcessesShareAnAccount(t *testing.T) {
	dir := t.TempDir()
	newSharedAccount(t, dir)
	a, b := startWriter(t, dir), startWriter(t, dir)
	a.await(100)
	b.await(100)
	_, _ = a.stdin.Close(), b.stdin.Close()
	ids := append(a.acknowledged(t), b.acknowledged(t)...)
	checkDrafts(t, dir, ids, 0)
}

func TestProcessesMakeTheFileTogether(t *testing.T) {
	dir := t.TempDir()
	var wait sync.WaitGroup
	for range 8 {
		wait.Go(func() {
			e, err := Open(t.Context(), Config{Dir: dir, Now: time.Now, Rand: rand.Reader})
			if err != nil {
				t.Error(err)
				return
			}
			if err := e.Close(); err != nil {
				t.Error(err)
			}
		})
	}
	wait.Wait()
}

func TestKilledProcessLosesNothingAcknowledged(t *testing.T) {
	dir := t.TempDir()
	newSharedAccount(t, dir)
	var ids []string
	const kills = 5
	for i := range kills {
		p := startWriter(t, dir)
		p.await(1 + 7*i)
		if err := p.cmd.Process.Kill(); err != nil {
			t.Fatal(err)
		}
		ids = append(ids, p.acknowledged(t)...)
	}
	checkDrafts(t, dir, ids, kills)
}

func TestNewerFileIsRefused(t *testing.T) {
	dir := t.TempDir()
	newSharedAccount(t, dir)
	e, err := Open(t.Context(), Config{Dir: dir, Now: time.Now, Rand: rand.Reader})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := e.store.writer.ExecContext(t.Context(), "PRAGMA user_version=99"); err != nil {
		t.Fatal(err)
	}
	if err := e.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := Open(t.Context(), Config{Dir: dir, Now: time.Now, Rand: rand.Reader}); err == nil || !strings.Contains(err.Error(), "newer") {
		t.Errorf("got %v", err)
	}
}

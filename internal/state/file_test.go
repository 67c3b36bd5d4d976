package state

import (
	"bytes"
	"crypto/rand"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"mpsync/internal/diag"
	"mpsync/internal/model"
)

func newFile(path string) *File {
	now := func() time.Time { return time.Unix(1_700_000_000, 5).In(time.FixedZone("CST", 8*3600)) }
	return &File{Path: path, Version: "1.2.3", Now: now, Rand: rand.Reader}
}

func TestFile(t *testing.T) {
	testStore(t, func(t *testing.T) func() Store {
		path := filepath.Join(t.TempDir(), "new folder", "mpsync.state.json")
		if err := os.Mkdir(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		return func() Store { return newFile(path) }
	})
}

func TestMemory(t *testing.T) {
	testStore(t, func(*testing.T) func() Store {
		m := &Memory{}
		return func() Store { return m }
	})
}

func TestLockedErrorNamesTheHolder(t *testing.T) {
	path := filepath.Join(t.TempDir(), "s.json")
	f := newFile(path)
	f.Name = "site/s.json"
	unlock := lock(t, f)
	_, err := f.Lock(t.Context())
	host, _ := os.Hostname()
	var holder *LockedError
	if !errors.As(err, &holder) || holder.PID != os.Getpid() || holder.Host != host || holder.Since.Unix() != 1_700_000_000 {
		t.Fatalf("got %v: %+v", err, holder)
	}
	want := fmt.Sprintf("site/s.json: another mpsync is at work on this state: process %d on %s, since 2023-11-14 22:13:20 UTC; "+
		"wait for it to end and try again; the lock goes when that process does", os.Getpid(), host)
	if err.Error() != want {
		t.Errorf("got %s", err)
	}
	write(t, path+lockSuffix, []byte("{half"))
	if _, err := f.Lock(t.Context()); !errors.Is(err, ErrLocked) || strings.Contains(err.Error(), "half") {
		t.Errorf("a holder that is not told: %v", err)
	}
	unlock()
	if text := readAll(t, path+lockSuffix); len(text) > 0 {
		t.Errorf("after unlocking, the file still says %s", text)
	}
}

func TestLockMakesTheFolder(t *testing.T) {
	f := newFile(filepath.Join(t.TempDir(), "a", "b", "s.json"))
	s := load(t, f)
	lock(t, f)
	commit(t, f, s)
}

func TestFailedCommitLeavesTheStoreUsable(t *testing.T) {
	path := filepath.Join(t.TempDir(), "s.json")
	f := newFile(path)
	lock(t, f)
	s := load(t, f)
	appendAll(t, f, sample()...)
	want := applied(s.Lineage, sample()...)
	if err := os.Mkdir(path+".tmp", 0o700); err != nil {
		t.Fatal(err)
	}
	if err := f.Commit(t.Context(), want); err == nil {
		t.Fatal("a commit that cannot write reports success")
	}
	if want.Serial != 0 {
		t.Errorf("a failed commit raised the serial to %d", want.Serial)
	}
	wantState(t, want, load(t, newFile(path)))
	if err := os.RemoveAll(path + ".tmp"); err != nil {
		t.Fatal(err)
	}
	e := Entry{Library: "draft"}
	appendAll(t, f, e)
	want.Apply(e)
	commit(t, f, want)
	wantState(t, want, load(t, newFile(path)))
}

func TestCommitSeesThatGitReplacedTheState(t *testing.T) {
	path := filepath.Join(t.TempDir(), "s.json")
	f := newFile(path)
	lock(t, f)
	s := load(t, f)
	commit(t, f, s)
	for name, pulled := range map[string][]byte{
		"later serial": snapshot(t, s.Lineage, 2), "other lineage": snapshot(t, "other", 1),
		"other order": []byte(`{"serial":7,"messages":{"a":{}},"lineage":"l"}`),
	} {
		write(t, path, pulled)
		if err := f.Commit(t.Context(), s); !errors.Is(err, ErrStale) {
			t.Errorf("%s: got %v", name, err)
		}
		if got := readAll(t, path); !bytes.Equal(got, pulled) {
			t.Errorf("%s: overwritten with %s", name, got)
		}
	}
	write(t, path, []byte("{\n<<<<<<< HEAD\n"))
	if err := f.Commit(t.Context(), s); err == nil {
		t.Error("a damaged state was overwritten")
	}
}

func TestAppendSeesThatTheJournalWasShortened(t *testing.T) {
	path := filepath.Join(t.TempDir(), "s.json")
	f := newFile(path)
	lock(t, f)
	s := applied(load(t, f).Lineage, sample()...)
	appendAll(t, f, sample()...)
	if err := os.Remove(path + journalSuffix); err != nil {
		t.Fatal(err)
	}
	var finding *diag.FindingError
	if err := f.Append(t.Context(), Entry{}); !errors.As(err, &finding) || finding.Code != "state-journal-touched" {
		t.Errorf("got %v", err)
	}
	commit(t, f, s)
	wantState(t, s, load(t, newFile(path)))
}

func TestAppendOnlyAddsALine(t *testing.T) {
	path := filepath.Join(t.TempDir(), "s.json")
	f := newFile(path)
	lock(t, f)
	commit(t, f, load(t, f))
	snap := readAll(t, path)
	var journal []byte
	for _, e := range sample() {
		appendAll(t, f, e)
		now := readAll(t, path+journalSuffix)
		if !bytes.HasPrefix(now, journal) || bytes.Count(now[len(journal):], []byte("\n")) != 1 {
			t.Errorf("the journal became\n%s", now)
		}
		journal = now
	}
	if !bytes.Equal(snap, readAll(t, path)) {
		t.Error("an Append touched the snapshot")
	}
}

func TestReadersSeeWholeStatesWhileAnotherWrites(t *testing.T) {
	path := filepath.Join(t.TempDir(), "s.json")
	f := newFile(path)
	lock(t, f)
	s := load(t, f)
	for i := range 300 {
		s.Images[fmt.Sprint("old ", i)] = Image{URL: strings.Repeat("u", 1000)}
	}
	commit(t, f, s)
	done := make(chan struct{})
	go func() {
		defer close(done)
		for i := range 100 {
			e := Entry{Images: map[string]Image{fmt.Sprint("new ", i): {URL: "u"}}}
			s.Apply(e)
			if err := f.Append(t.Context(), e); err != nil {
				t.Error(err)
			}
			if i%3 == 0 {
				if err := f.Commit(t.Context(), s); err != nil {
					t.Error(err)
				}
			}
		}
	}()
	// A reader may miss lines that were committed while it read, never those of
	// the snapshot that it gets.
	for serial, running := int64(0), true; running; {
		select {
		case <-done:
			running = false
		default:
		}
		got := load(t, newFile(path))
		if n := int64(len(got.Images)); got.Serial < serial || n < 300+3*(got.Serial-2) {
			t.Errorf("serial %d after %d, with %d images", got.Serial, serial, n)
		}
		serial = got.Serial
	}
	wantState(t, s, load(t, newFile(path)))
}

func TestOneChangedArticleIsASmallDiff(t *testing.T) {
	s := large(50)
	before, err := encode(s)
	if err != nil {
		t.Fatal(err)
	}
	s.Messages["posts/7"].Articles[0].Hash.Content = "changed"
	after, err := encode(s)
	if err != nil {
		t.Fatal(err)
	}
	old, fresh := bytes.Split(before, []byte("\n")), bytes.Split(after, []byte("\n"))
	changed := 0
	for i := range old {
		if !bytes.Equal(old[i], fresh[i]) {
			changed++
		}
	}
	if changed != 1 || len(old) != len(fresh) {
		t.Errorf("%d of %d lines changed", changed, len(old))
	}
}

// large is a state of n messages with one article and five images each.
func large(n int) *State {
	s := New("l")
	sum := strings.Repeat("0123456789abcdef", 4)
	for i := range n {
		m := message(fmt.Sprintf("media-%043d", i))
		a := &m.Articles[0]
		a.Assets, a.Refs = map[string]string{}, nil
		a.Source, a.Inputs, a.Hash = sum[:32], sum[:32], model.Hash{Content: sum[:32], Fields: sum[:32], Comments: sum[:32]}
		m.Baseline.Articles[0] = model.Seen{Fields: sum[:32], Content: sum[:32], Raw: sum[:32]}
		for j := range 5 {
			key := fmt.Sprintf("%s%05d%d-as-is", sum[:58], i, j)
			a.Assets[fmt.Sprintf("images/%d-%d.png", i, j)] = key[:64]
			a.Refs = append(a.Refs, "mpsync:img/"+key)
			s.Images[key] = Image{URL: "http://mmbiz.qpic.cn/mmbiz_png/" + sum + "/0?from=appmsg"}
		}
		s.Messages[model.Address(fmt.Sprint("posts/", i))] = m
	}
	return s
}

func eachSize(b *testing.B, run func(b *testing.B, f *File, s *State)) {
	for _, n := range []int{100, 1_000, 10_000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			f := newFile(filepath.Join(b.TempDir(), "s.json"))
			f.lineage = "l"
			unlock, err := f.Lock(b.Context())
			if err != nil {
				b.Fatal(err)
			}
			defer func() { _ = unlock() }()
			s := large(n)
			if err := f.Commit(b.Context(), s); err != nil {
				b.Fatal(err)
			}
			b.ResetTimer()
			run(b, f, s)
		})
	}
}

func BenchmarkAppend(b *testing.B) {
	eachSize(b, func(b *testing.B, f *File, _ *State) {
		e := Entry{Close: "i", Messages: map[model.Address]*Message{"posts/1": message("m")}}
		for b.Loop() {
			if err := f.Append(b.Context(), e); err != nil {
				b.Fatal(err)
			}
		}
	})
}

func BenchmarkCommit(b *testing.B) {
	eachSize(b, func(b *testing.B, f *File, s *State) {
		for b.Loop() {
			if err := f.Commit(b.Context(), s); err != nil {
				b.Fatal(err)
			}
		}
		info, err := os.Stat(f.Path)
		if err != nil {
			b.Fatal(err)
		}
		b.SetBytes(info.Size())
	})
}

func BenchmarkLoad(b *testing.B) {
	eachSize(b, func(b *testing.B, f *File, _ *State) {
		for b.Loop() {
			if _, err := f.Load(b.Context()); err != nil {
				b.Fatal(err)
			}
		}
	})
}

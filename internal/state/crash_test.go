package state

import (
	"bufio"
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"testing"
	"time"

	"pgregory.net/rapid"

	"mpsync/internal/model"
)

// TestMain serves as the process that the tests kill.
func TestMain(m *testing.M) {
	if os.Getenv("MPSYNC_STATE_VICTIM") != "" {
		victim("s.json")
	}
	os.Exit(m.Run())
}

// victim writes entries 1, 2, 3, … after those stored, commits now and then, and
// says each number once it is acknowledged.
func victim(path string) {
	f, ctx := newFile(path), context.Background()
	fail := func(err error) {
		if err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(3)
		}
	}
	_, err := f.Lock(ctx)
	fail(err)
	s, err := f.Load(ctx)
	fail(err)
	for n := int64(len(s.Images)) + 1; ; n++ {
		e := numbered(n)
		fail(f.Append(ctx, e))
		fmt.Println(n)
		s.Apply(e)
		if n%5 == 0 {
			fail(f.Commit(ctx, s))
		}
	}
}

func numbered(n int64) Entry {
	key := strconv.FormatInt(n, 10)
	m := message(key)
	return Entry{
		Images:   map[string]Image{key: {URL: "u" + key}},
		Messages: map[model.Address]*Message{"latest": m},
	}
}

func TestNothingAcknowledgedIsLostByKilling(t *testing.T) {
	path := filepath.Join(t.TempDir(), "s.json")
	var acknowledged int64
	for round := range 40 {
		if last := liveAndDie(t, path, rand.IntN(25)); last > 0 {
			acknowledged = last
		}
		s := load(t, newFile(path))
		n := int64(len(s.Images))
		if n < acknowledged || n > acknowledged+1 {
			t.Fatalf("round %d: %d entries acknowledged, %d found", round, acknowledged, n)
		}
		want := New(s.Lineage)
		for i := range n {
			want.Apply(numbered(i + 1))
		}
		want.Serial, want.Version = s.Serial, s.Version
		wantState(t, want, s)
		lock(t, newFile(path))()
		acknowledged = n
	}
	if acknowledged < 40 {
		t.Errorf("only %d entries in all rounds", acknowledged)
	}
}

// liveAndDie kills a victim at some moment after it said n numbers, and gives
// the last one it said.
func liveAndDie(t *testing.T, path string, n int) (last int64) {
	t.Helper()
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), "MPSYNC_STATE_VICTIM=yes")
	cmd.Dir = filepath.Dir(path)
	cmd.Stderr = os.Stderr
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewScanner(out)
	for heard := 0; lines.Scan(); heard++ {
		if heard == n {
			_ = cmd.Process.Kill() // what it wrote before is still heard
		}
		if last, err = strconv.ParseInt(lines.Text(), 10, 64); err != nil {
			t.Fatal(err)
		}
	}
	_ = cmd.Wait()
	if code := cmd.ProcessState.ExitCode(); code != -1 {
		t.Fatalf("the victim ended by itself with %d", code)
	}
	return last
}

// A Commit writes a temporary file, renames it, and removes the journal. Killed
// between any two of these, it leaves what is built here.
func TestCommitKilledBetweenItsStepsLeavesOldOrNew(t *testing.T) {
	before := New("l")
	before.Serial, before.Version = 4, "1.2.3"
	old, err := encode(before)
	if err != nil {
		t.Fatal(err)
	}
	journal := written(t, "l", 4, sample()...)
	after := applied("l", sample()...)
	after.Serial, after.Version = 5, "1.2.3"
	fresh, err := encode(after)
	if err != nil {
		t.Fatal(err)
	}
	replayed := after.Clone()
	replayed.Serial = 4
	for name, c := range map[string]struct {
		state, temp, journal []byte
		want                 *State
	}{
		"before":                    {old, nil, journal, replayed},
		"temporary file empty":      {old, []byte{}, journal, replayed},
		"temporary file half":       {old, fresh[:len(fresh)/2], journal, replayed},
		"temporary file whole":      {old, fresh, journal, replayed},
		"renamed":                   {fresh, nil, journal, after},
		"journal gone":              {fresh, nil, nil, after},
		"first: temporary file":     {nil, fresh, written(t, "l", 0, sample()...), applied("l", sample()...)},
		"first, nothing to journal": {nil, fresh, nil, New("73")},
	} {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "s.json")
			for suffix, data := range map[string][]byte{"": c.state, ".tmp": c.temp, journalSuffix: c.journal} {
				if data != nil {
					write(t, path+suffix, data)
				}
			}
			f, want := newFile(path), c.want.Clone()
			f.lineage = "73"
			wantState(t, want, load(t, f))
			lock(t, f)
			e := Entry{Open: &Intent{ID: "later", Opened: time.Unix(0, 0).UTC()}}
			appendAll(t, f, e)
			want.Apply(e)
			wantState(t, want, load(t, newFile(path)))
			commit(t, f, want)
			wantState(t, want, load(t, newFile(path)))
		})
	}
}

func TestStoreIsItsModelWhateverHappens(t *testing.T) {
	dir, n := t.TempDir(), 0
	rapid.Check(t, func(rt *rapid.T) {
		n++
		m := &machine{path: filepath.Join(dir, strconv.Itoa(n))}
		m.open(rt)
		m.model = load(rt, m.file)
		rt.Repeat(map[string]func(*rapid.T){
			"append": m.append,
			"commit": func(rt *rapid.T) { commit(rt, m.file, m.model) },
			"reopen": func(rt *rapid.T) { m.unlock(); m.open(rt) },
			"tear":   m.tear,
			"":       func(rt *rapid.T) { wantState(rt, m.model, load(rt, m.handle())) },
		})
	})
}

// machine is a store and what it should hold.
type machine struct {
	path   string
	file   *File
	unlock func()
	model  *State
}

// handle is the store as another process has it.
func (m *machine) handle() *File {
	f := newFile(m.path)
	f.lineage = "l"
	return f
}

func (m *machine) open(rt *rapid.T) {
	m.file = m.handle()
	m.unlock = lock(rt, m.file)
}

func (m *machine) append(rt *rapid.T) {
	e := anyEntry().Draw(rt, "entry")
	appendAll(rt, m.file, e)
	m.model.Apply(e)
}

// tear leaves what a process leaves that dies in an Append.
func (m *machine) tear(rt *rapid.T) {
	m.unlock()
	line := written(rt, m.model.Lineage, m.model.Serial, sample()[2])
	journal, err := readFile(m.path + journalSuffix)
	if err != nil {
		rt.Fatal(err)
	}
	n := rapid.IntRange(0, len(line)-1).Draw(rt, "bytes")
	write(rt, m.path+journalSuffix, append(journal, line[:n]...))
	m.open(rt)
}

// anyEntry draws patches of few keys, so that they meet.
func anyEntry() *rapid.Generator[Entry] {
	key := rapid.SampledFrom([]string{"a", "b", "文章/丙"})
	text := rapid.StringN(0, 8, -1)
	return rapid.Custom(func(t *rapid.T) Entry {
		var e Entry
		k := key.Draw(t, "key")
		gone := rapid.Bool().Draw(t, "gone")
		switch rapid.IntRange(0, 5).Draw(t, "kind") {
		case 0:
			e.Open = &Intent{ID: k, API: text.Draw(t, "api"), Opened: time.Unix(rapid.Int64Range(0, 4e9).Draw(t, "opened"), 0).UTC()}
		case 1:
			e.Close = k
		case 2:
			e.AppID, e.Library = text.Draw(t, "appid"), text.Draw(t, "library")
		case 3:
			e.Images = map[string]Image{k: {URL: text.Draw(t, "url")}}
		case 4:
			e.Materials, e.Tombstones = map[string]*Material{k: nil}, map[string]*Tombstone{k: nil}
			if !gone {
				e.Materials[k] = &Material{MediaID: text.Draw(t, "media")}
				e.Tombstones[k] = &Tombstone{Reason: text.Draw(t, "reason")}
			}
		case 5:
			e.Messages = map[model.Address]*Message{model.Address(k): nil}
			if !gone {
				e.Messages[model.Address(k)] = message(text.Draw(t, "media"))
			}
		}
		return e
	})
}

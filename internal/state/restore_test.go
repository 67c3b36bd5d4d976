package state

import (
	"bytes"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"mpsync/internal/diag"
)

var update = flag.Bool("update", false, "write the golden files anew")

// The stored forms are a promise to every later mpsync. When this test fails
// although Format stays, the change must be one that older states survive.
func TestStoredFormsStayAsTheyAre(t *testing.T) {
	f := newFile(filepath.Join(t.TempDir(), "s.json"))
	f.Rand = strings.NewReader("sixteen bytes!!!")
	lock(t, f)
	s := load(t, f)
	appendAll(t, f, sample()...)
	golden(t, "journal.golden", readAll(t, f.Path+journalSuffix))
	for _, e := range sample() {
		s.Apply(e)
	}
	commit(t, f, s)
	golden(t, "state.golden.json", readAll(t, f.Path))
	if journal, err := readFile(f.Path + journalSuffix); err != nil || journal != nil {
		t.Errorf("after a commit the journal is %q, %v", journal, err)
	}
	golden(t, "lock.golden", bytes.ReplaceAll(readAll(t, f.Path+lockSuffix), jsonHolder(), []byte(`"pid":1,"host":"h"`)))
}

func jsonHolder() []byte {
	host, _ := os.Hostname()
	return fmt.Appendf(nil, `"pid":%d,"host":%q`, os.Getpid(), host)
}

func golden(t *testing.T, name string, got []byte) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(path, got, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if diff := cmp.Diff(string(readAll(t, path)), string(got)); diff != "" {
		t.Errorf("%s: -want +got\n%s", name, diff)
	}
}

func readAll(t *testing.T, path string) []byte {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// written is a journal of entries for one snapshot.
func written(t tb, lineage string, serial int64, entries ...Entry) []byte {
	t.Helper()
	var journal []byte
	at := &tail{lineage: lineage, serial: serial}
	for _, e := range entries {
		line, err := at.next("1.2.3", e)
		if err != nil {
			t.Fatal(err)
		}
		journal = append(journal, line...)
		at.wrote(line)
	}
	return journal
}

// snapshot is the stored form of a state of that serial.
func snapshot(t tb, lineage string, serial int64) []byte {
	t.Helper()
	s := New(lineage)
	s.Serial = serial
	data, err := encode(s)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func lineageL() (string, error) { return "l", nil }

func TestJournalCutAnywhereGivesItsWholeLines(t *testing.T) {
	journal := written(t, "l", 4, sample()...)
	base := snapshot(t, "l", 4)
	for n := range len(journal) + 1 {
		junks := []string{"", "\x00\x00\x00", "junk\n"}
		if n%16 > 0 {
			junks = junks[:1] // what stands there matters little for where the cut is
		}
		for _, junk := range junks {
			whole := bytes.Count(journal[:n], []byte("\n"))
			cut := append(bytes.Clone(journal[:n]), junk...)
			got, at, err := restore("s", base, cut, lineageL)
			if err != nil {
				t.Fatalf("cut at %d, then %q: %v", n, junk, err)
			}
			want := applied("l", sample()[:whole]...)
			want.Serial = 4
			wantState(t, want, got)
			if end := int64(bytes.LastIndexByte(journal[:n], '\n') + 1); at.end != end || at.seq != int64(whole) {
				t.Fatalf("cut at %d: goes on at %d with line %d, want %d and %d", n, at.end, at.seq, end, whole)
			}
		}
	}
}

func TestAppendAfterTornLineDoesNotGlueOntoIt(t *testing.T) {
	journal := written(t, "l", 4, sample()[:2]...)
	path := filepath.Join(t.TempDir(), "s.json")
	for n := range len(journal) + 1 {
		write(t, path, snapshot(t, "l", 4))
		write(t, path+journalSuffix, journal[:n])
		f := newFile(path)
		unlock := lock(t, f)
		e := Entry{Library: fmt.Sprint("after ", n)}
		appendAll(t, f, e)
		unlock()
		want := applied("l", sample()[:bytes.Count(journal[:n], []byte("\n"))]...)
		want.Serial = 4
		want.Apply(e)
		wantState(t, want, load(t, newFile(path)))
	}
}

func write(t tb, path string, data []byte) {
	t.Helper()
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
}

func TestRestoreRefusesWhatItCannotTrust(t *testing.T) {
	one, base := written(t, "l", 4, sample()...), snapshot(t, "l", 4)
	lines := bytes.SplitAfter(one, []byte("\n"))
	newJournal, err := encodeRecord(record{Format: Format + 1, Version: "9.0", Lineage: "l", Base: 4, Seq: 1})
	if err != nil {
		t.Fatal(err)
	}
	payload := []byte(`{"format":3,"version":"9.1","lineage":["not","ours"]}`)
	newShape := fmt.Appendf(nil, "%s %s\n", checksum(payload), payload)
	changed := bytes.Replace(one, []byte(`"seq":2`), []byte(`"seq":7`), 1)
	conflict := bytes.Replace(base, []byte(`  "serial"`), []byte("<<<<<<< HEAD\n  \"serial\""), 1)
	for name, c := range map[string]struct {
		snapshot, journal []byte
		want              string // code and position
	}{
		"changed line":           {base, changed, "state-journal-broken s.journal:2"},
		"missing first line":     {base, bytes.Join(lines[1:], nil), "state-journal-broken s.journal:1"},
		"missing line":           {base, bytes.Join([][]byte{lines[0], lines[2]}, nil), "state-journal-broken s.journal:2"},
		"repeated line":          {base, bytes.Join([][]byte{lines[0], lines[0]}, nil), "state-journal-broken s.journal:2"},
		"empty line":             {base, bytes.Join([][]byte{lines[0], []byte("\n"), lines[1]}, nil), "state-journal-broken s.journal:2"},
		"older after newer line": {base, append(bytes.Clone(one), written(t, "l", 3, sample()...)...), "state-journal-broken s.journal:17"},
		"journal ahead":          {snapshot(t, "l", 3), one, "state-journal-ahead s.journal:1"},
		"foreign journal":        {snapshot(t, "other", 4), one, "state-journal-foreign s.journal:1"},
		"two lineages, no state": {nil, append(written(t, "other", 4, sample()...), one...), "state-journal-foreign s.journal:1"},
		"newer journal":          {base, newJournal, "state-newer s.journal"},
		"newer journal shape":    {nil, append(bytes.Clone(newShape), one...), "state-newer s.journal"},
		"newer state":            {[]byte(`{"format":3,"version":"9.2","messages":["other shape"]}`), nil, "state-newer s"},
		"conflict":               {conflict, nil, "state-conflict s:5"},
		"conflict below a type":  {[]byte("{\"format\":\"1\",\n=======\n"), nil, "state-conflict s:2"},
		"empty state":            {[]byte{}, nil, "state-broken s:1:1"},
		"cut state":              {base[:len(base)/2], nil, "state-broken s:6:12"},
		"stray byte":             {[]byte("{\n \"题\": x}"), nil, "state-broken s:2:7"},
		"wrong type":             {[]byte("{\n\"serial\": \"x\"}"), nil, "state-broken s:2:14"},
		"something else":         {[]byte("{}"), nil, "state-not s"},
		"not even an object":     {[]byte("[1]"), nil, "state-broken s:1:2"},
	} {
		t.Run(name, func(t *testing.T) {
			s, _, err := restore("s", c.snapshot, c.journal, lineageL)
			var f *diag.FindingError
			if !errors.As(err, &f) {
				t.Fatalf("got %v, %v", s, err)
			}
			if got := f.Code + " " + f.String(); got != c.want {
				t.Errorf("got %s (%v), want %s", got, err, c.want)
			}
		})
	}
}

func TestNewerFormatNamesItsVersion(t *testing.T) {
	_, _, err := restore("s", []byte(`{"format":3,"version":"9.2"}`), nil, lineageL)
	want := "s: mpsync 9.2 wrote this in format 3, and this mpsync knows formats up to 2; upgrade mpsync to 9.2 or later"
	if err == nil || err.Error() != want {
		t.Errorf("got %v", err)
	}
}

func TestJournalOfOlderSnapshotIsIgnored(t *testing.T) {
	older := written(t, "l", 3, sample()...)
	s, at, err := restore("s", snapshot(t, "l", 4), older, lineageL)
	if err != nil {
		t.Fatal(err)
	}
	want := New("l")
	want.Serial = 4
	wantState(t, want, s)
	if *at != (tail{lineage: "l", serial: 4, format: Format}) {
		t.Errorf("goes on at %+v", *at)
	}
	both := append(bytes.Clone(older), written(t, "l", 4, sample()...)...)
	if s, at, err = restore("s", snapshot(t, "l", 4), both, lineageL); err != nil {
		t.Fatal(err)
	}
	want = applied("l", sample()...)
	want.Serial = 4
	wantState(t, want, s)
	if at.seq != int64(len(sample())) || at.end != int64(len(both)) {
		t.Errorf("goes on at %+v", *at)
	}
}

func TestJournalWhoseSnapshotIsGoneStandsAlone(t *testing.T) {
	journal := append(written(t, "l", 3, Entry{AppID: "old"}), written(t, "l", 4, sample()...)...)
	path := filepath.Join(t.TempDir(), "s.json")
	write(t, path+journalSuffix, journal)
	want := applied("l", sample()...)
	want.Serial = 4
	wantState(t, want, load(t, newFile(path)))
	f := newFile(path)
	lock(t, f)
	appendAll(t, f, Entry{Library: "x"})
	want.Library = "x"
	wantState(t, want, load(t, newFile(path)))
	commit(t, f, want)
	wantState(t, want, load(t, newFile(path)))
}

func FuzzRestore(f *testing.F) {
	one := written(f, "l", 4, sample()...)
	f.Add(snapshot(f, "l", 4), one)
	f.Add([]byte(`{"format":1,"lineage":"l","serial":4,"messages":{"a":null,"b":{}},"images":null}`), one[:40])
	f.Add([]byte("{\n<<<<<<<"), []byte{})
	f.Add([]byte(`{"format":2e9}`), []byte("\n\n"))
	f.Fuzz(func(t *testing.T, snap, journal []byte) {
		for _, base := range [][]byte{snap, nil, snapshot(t, "l", 4)} {
			s, at, err := restore("s", base, journal, lineageL)
			if err != nil {
				continue
			}
			if at.end > int64(len(journal)) || at.lineage != s.Lineage || at.serial != s.Serial {
				t.Errorf("tail %+v of serial %d, lineage %q", *at, s.Serial, s.Lineage)
			}
			sameAfterWriting(t, s)
		}
	})
}

// sameAfterWriting checks that what was read is what would be read again.
func sameAfterWriting(t tb, s *State) {
	t.Helper()
	next := s.Clone()
	next.Serial = max(1, s.Serial)
	data, err := encode(next)
	if err != nil {
		t.Fatal(err)
	}
	again, err := decode("s", data)
	if err != nil {
		t.Fatalf("%v in\n%s", err, data)
	}
	wantState(t, next, again)
}

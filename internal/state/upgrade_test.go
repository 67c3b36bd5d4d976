package state

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"testing"
)

// older is a copy of the state that an mpsync of an older format left, open
// journal included.
func older(t *testing.T, format int) (path string) {
	t.Helper()
	path = filepath.Join(t.TempDir(), "s.json")
	from := filepath.Join("testdata", "formats", strconv.Itoa(format), "state.json")
	for _, suffix := range []string{"", journalSuffix} {
		write(t, path+suffix, readAll(t, from+suffix))
	}
	return path
}

// Every format that ever was in use has its files here; none may be taken away.
func TestEveryFormatIsUpgraded(t *testing.T) {
	for format := 1; format < Format; format++ {
		t.Run(strconv.Itoa(format), func(t *testing.T) {
			path := older(t, format)
			f := newFile(path)
			lock(t, f)
			s := load(t, f)
			if len(s.Messages) != 2 || len(s.Intents) != 2 || len(s.Materials) != 1 || len(s.Tombstones) != 1 || len(s.Images) != 2 {
				t.Errorf("much of the state is missing: %+v", s)
			}
			commit(t, f, s)
			upgraded := load(t, newFile(path))
			wantState(t, s, upgraded)
			golden(t, filepath.Join("formats", strconv.Itoa(format), "upgraded.golden.json"), readAll(t, path))
			if h, err := readHead(bytes.NewReader(readAll(t, path))); err != nil || h.Format != Format || h.Serial != 2 {
				t.Errorf("written as %+v, %v", h, err)
			}
		})
	}
}

func TestUpgradeKeepsWhatTheOlderFormatHeld(t *testing.T) {
	for name, change := range map[string]func(*testing.T, *File){
		"commit": func(t *testing.T, f *File) { t.Helper(); commit(t, f, load(t, f)) },
		"append": func(t *testing.T, f *File) { t.Helper(); appendAll(t, f, Entry{Library: "x"}, Entry{Library: "y"}) },
		"crash between": func(t *testing.T, f *File) {
			t.Helper()
			appendAll(t, f, Entry{Library: "x"})
			load(t, f)
			appendAll(t, f, Entry{Library: "y"})
			commit(t, f, load(t, f))
		},
	} {
		t.Run(name, func(t *testing.T) {
			path := older(t, 1)
			snap, journal := readAll(t, path), readAll(t, path+journalSuffix)
			f := newFile(path)
			lock(t, f)
			change(t, f)
			for kept, want := range map[string][]byte{path + ".format1": snap, path + ".format1" + journalSuffix: journal} {
				if got := readAll(t, kept); !bytes.Equal(got, want) {
					t.Errorf("%s holds\n%s", kept, got)
				}
			}
		})
	}
}

func TestReadingAnOlderFormatWritesNothing(t *testing.T) {
	path := older(t, 1)
	f := newFile(path)
	lock(t, f)
	load(t, f)
	if _, err := os.Stat(path + ".format1"); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("a copy was made: %v", err)
	}
}

func TestUpgradeThatCannotKeepACopyWritesNothing(t *testing.T) {
	path := older(t, 1)
	before := readAll(t, path)
	if err := os.Mkdir(path+".format1.tmp", 0o700); err != nil {
		t.Fatal(err)
	}
	f := newFile(path)
	lock(t, f)
	s := load(t, f)
	if err := f.Commit(t.Context(), s); err == nil {
		t.Error("the older state was overwritten without a copy")
	}
	if !bytes.Equal(before, readAll(t, path)) {
		t.Error("the older state changed")
	}
}

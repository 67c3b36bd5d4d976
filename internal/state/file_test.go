package state

import (
	"crypto/rand"
	"os"
	"path/filepath"
	"testing"
	"time"
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

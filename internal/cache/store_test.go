package cache_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"mpsync/internal/cache"
)

func TestAStoreForgetsWhatWasNotUsedForLongest(t *testing.T) {
	now := time.Now()
	s := &cache.Store{Dir: cache.Dir(t.TempDir()), Most: 8_000, Now: func() time.Time { return now }}
	key := func(i int) string { return fmt.Sprintf("%04d", i) }
	for i := range 10 {
		s.Put(key(i), []byte(strings.Repeat("x", 1_000)))
		age(t, s, key(i), now.Add(-time.Duration(50-i)*24*time.Hour))
	}
	if _, ok := s.Get(key(0)); !ok { // is used now
		t.Fatal("what was put is not there")
	}
	s.Tidy()
	for i, want := range []bool{true, false, false, false, false, true, true, true, true, true} {
		if _, ok := s.Get(key(i)); ok != want {
			t.Errorf("entry %d is there: %v", i, ok)
		}
	}

	for i := range 10 {
		s.Put(key(i), []byte(strings.Repeat("x", 1_000)))
	}
	s.Tidy()
	if n := entries(t, s); n != 10 {
		t.Errorf("%d entries are left by a second tidying on one day", n)
	}
	now = now.Add(25 * time.Hour)
	s.Tidy()
	if n := entries(t, s); n != 6 {
		t.Errorf("%d entries are left a day later", n)
	}
	now = now.Add(61 * 24 * time.Hour)
	s.Tidy()
	if n := entries(t, s); n != 0 {
		t.Errorf("%d entries are left that nobody used for two months", n)
	}
}

func TestAStoreRemovesWhatAKilledProcessBegan(t *testing.T) {
	now := time.Now()
	s := &cache.Store{Dir: cache.Dir(t.TempDir()), Most: 8_000, Now: func() time.Time { return now }}
	s.Put("abcd", []byte("whole"))
	begun := filepath.Join(string(s.Dir), "ab", ".new-1")
	if err := os.WriteFile(begun, []byte("ha"), 0o600); err != nil {
		t.Fatal(err)
	}
	now = now.Add(2 * time.Hour)
	s.Tidy()
	if _, err := os.Stat(begun); err == nil {
		t.Error("it is still there")
	}
	if _, ok := s.Get("abcd"); !ok {
		t.Error("a whole entry is gone")
	}
}

func TestNoStoreKeepsNothing(t *testing.T) {
	for _, s := range []*cache.Store{nil, {Now: time.Now}} {
		s.Put("abcd", []byte("x"))
		if _, ok := s.Get("abcd"); ok {
			t.Error("something is there")
		}
		s.Tidy()
	}
}

func age(t *testing.T, s *cache.Store, key string, at time.Time) {
	t.Helper()
	if err := os.Chtimes(filepath.Join(string(s.Dir), key[:2], key[2:]), at, at); err != nil {
		t.Fatal(err)
	}
}

func entries(t *testing.T, s *cache.Store) int {
	t.Helper()
	all, err := filepath.Glob(filepath.Join(string(s.Dir), "*", "*"))
	if err != nil {
		t.Fatal(err)
	}
	return len(all)
}

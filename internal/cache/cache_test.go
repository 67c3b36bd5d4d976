package cache_test

import (
	"os"
	"path/filepath"
	"testing"

	"mpsync/internal/cache"
)

func TestWhatWasPutIsThere(t *testing.T) {
	d := cache.Dir(filepath.Join(t.TempDir(), "a", "b"))
	if _, ok := d.Get("abcdef"); ok {
		t.Error("an empty cache has something")
	}
	d.Put("abcdef", []byte("one"))
	d.Put("abcdef", []byte("two"))
	if data, ok := d.Get("abcdef"); !ok || string(data) != "two" {
		t.Errorf("got %q, %v", data, ok)
	}
	if all, _ := filepath.Glob(filepath.Join(string(d), "ab", "*")); len(all) != 1 {
		t.Errorf("left behind: %v", all)
	}
}

func TestAFolderThatCannotBeWrittenKeepsNothing(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	for _, d := range []cache.Dir{"", cache.Dir(file)} {
		d.Put("abcdef", []byte("one"))
		if _, ok := d.Get("abcdef"); ok {
			t.Errorf("%q keeps something", d)
		}
	}
}

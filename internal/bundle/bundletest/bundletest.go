// Package bundletest gives tests the packages of npm that are installed on this
// machine. A test without them fails: `make tools` installs them.
//
// Its one rule: it installs nothing.
package bundletest

import (
	"os"
	"path/filepath"
	"testing"

	"mpsync/internal/bundle"
)

// Store is where `mpsync math install` puts packages by default.
func Store(t testing.TB) bundle.Store {
	t.Helper()
	dir, err := os.UserCacheDir()
	if err != nil {
		t.Fatal(err)
	}
	return bundle.Store{Dir: filepath.Join(dir, "mpsync", "tools")}
}

// Reader reads the files of a package.
func Reader(t testing.TB, p bundle.Package) func(name string) ([]byte, error) {
	t.Helper()
	s := Store(t)
	if !s.Installed(p) {
		t.Fatalf("%s is not in %s: run make tools", p, s.Dir)
	}
	return s.Reader(p)
}

package cli

import (
	"os"
	"path/filepath"
	"testing"
)

func TestRefreshTokenIsReadableByItsOwnerAlone(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "credentials")
	if err := os.MkdirAll(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	// What an interrupted run, or somebody else, left where a new file is made.
	path := filepath.Join(dir, "a.json")
	for _, left := range []string{path, path + ".new"} {
		if err := os.WriteFile(left, []byte(`{"authorizer_refresh_token":"old"}`), 0o600); err != nil {
			t.Fatal(err)
		}
		if err := os.Chmod(left, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	f := refreshFile{path: path}
	if err := f.Save(t.Context(), "new"); err != nil {
		t.Fatal(err)
	}
	if got, err := f.Load(t.Context()); got != "new" || err != nil {
		t.Errorf("%q, %v", got, err)
	}
	info, err := os.Stat(path)
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("%v, %v", info.Mode(), err)
	}
	if left, err := filepath.Glob(filepath.Join(dir, ".new-*")); len(left) > 0 || err != nil {
		t.Errorf("%v, %v", left, err)
	}
}

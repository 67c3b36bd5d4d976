package emulator

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

// Public clients that know nothing of the emulator work against it. It needs npm
// and its registry; a machine without them fails the test.
func TestPublicClientsWork(t *testing.T) {
	dir := t.TempDir()
	for _, name := range []string{"package.json", "package-lock.json", "run.js"} {
		b, err := os.ReadFile(filepath.Join("testdata", "clients", name))
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, name), b, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	run := func(name string, args ...string) {
		t.Helper()
		cmd := exec.CommandContext(t.Context(), name, args...)
		cmd.Dir = dir
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Fatalf("%s %v: %v\n%s", name, args, err, out)
		}
	}
	run("npm", "ci", "--prefer-offline", "--no-audit", "--no-fund", "--ignore-scripts")
	run("node", "run.js", startBare(t, Config{}).base)
}

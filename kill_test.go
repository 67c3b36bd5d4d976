package main

import (
	"math/rand/v2"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// TestKilledAppliesConverge kills real processes wherever they happen to be: the
// next run finishes the work, and nothing stands in the account twice.
func TestKilledAppliesConverge(t *testing.T) {
	if testing.Short() {
		t.Skip("starts many processes")
	}
	t.Parallel()
	for _, profile := range []string{"legacy", "current"} {
		t.Run(profile, func(t *testing.T) {
			t.Parallel()
			want, site := exampleSite(t, profile), exampleSite(t, profile)
			began := time.Now()
			run(t, want, 0, "apply", "--yes")
			whole := time.Since(began)
			for range 5 {
				killSomewhere(t, site, whole)
			}
			run(t, site, 0, "apply", "--yes", "--settle", "0")
			run(t, site, 0, "plan", "--detailed-exitcode")
			if diff := cmp.Diff(holds(t, want), holds(t, site)); diff != "" {
				t.Errorf("the account after kills (-undisturbed +killed):\n%s", diff)
			}
		})
	}
}

// exampleSite is a copy of the example site on the built-in account of a profile.
func exampleSite(t *testing.T, profile string) string {
	t.Helper()
	dir := t.TempDir()
	if err := copySite("examples/site", dir); err != nil {
		t.Fatal(err)
	}
	edit(t, filepath.Join(dir, "mpsync.yaml"), "emulator: legacy", "emulator: "+profile)
	return dir
}

// killSomewhere starts an apply and kills it within the time that a whole one
// takes.
func killSomewhere(t *testing.T, site string, whole time.Duration) {
	t.Helper()
	c := exec.CommandContext(t.Context(), "mpsync", "-C", site, "apply", "--yes", "--settle", "0")
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	time.Sleep(rand.N(whole))
	_ = c.Process.Kill() // it may have ended
	_ = c.Wait()
}

// run runs mpsync in a site and checks how it ended.
func run(t *testing.T, site string, code int, args ...string) {
	t.Helper()
	c := exec.CommandContext(t.Context(), "mpsync", append([]string{"-C", site, "--lang", "en"}, args...)...)
	out, _ := c.CombinedOutput()
	if got := c.ProcessState.ExitCode(); got != code {
		t.Fatalf("mpsync %s: exit code %d, want %d\n%s", strings.Join(args, " "), got, code, out)
	}
}

// holds is what the built-in account of a site holds.
func holds(t *testing.T, site string) []string {
	t.Helper()
	lines, err := serve(t, site, "--data", ".mpsync/emulator").titles()
	if err != nil {
		t.Fatal(err)
	}
	return lines
}

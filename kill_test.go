package main

import (
	"flag"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// rounds is how many sites of each profile are disturbed: make crash asks for more.
var rounds = flag.Int("rounds", 5, "rounds of the kill test, four kills each, for each profile")

// TestKilledAppliesConverge kills real processes wherever they happen to be,
// while they create and again while they update, replace, move and delete: the
// runs after that finish the work, and nothing stands in the account twice.
// Every third round loses its state file while it creates.
func TestKilledAppliesConverge(t *testing.T) {
	if testing.Short() {
		t.Skip("starts many processes")
	}
	t.Parallel()
	for _, profile := range []string{"legacy", "current"} {
		t.Run(profile, func(t *testing.T) {
			t.Parallel()
			calm := exampleSite(t, profile)
			began := time.Now()
			run(t, calm, "apply", "--yes")
			whole := time.Since(began)
			rework(t, calm)
			run(t, calm, "apply", "--yes", "--prune")
			want := holds(t, calm)
			for round := range *rounds {
				if diff := cmp.Diff(want, disturbed(t, profile, whole, round%3 == 2)); diff != "" {
					t.Fatalf("round %d: the account after kills (-undisturbed +killed):\n%s", round, diff)
				}
			}
		})
	}
}

// disturbed is what the account of a site holds whose applies were killed.
func disturbed(t *testing.T, profile string, whole time.Duration, loseState bool) []string {
	t.Helper()
	site := exampleSite(t, profile)
	for range 2 {
		killSomewhere(t, site, whole)
		if loseState {
			files, _ := filepath.Glob(filepath.Join(site, "mpsync.state*"))
			for _, f := range files {
				if err := os.Remove(f); err != nil {
					t.Fatal(err)
				}
			}
		}
	}
	run(t, site, "apply", "--yes", "--settle", "0")
	rework(t, site)
	for range 2 {
		killSomewhere(t, site, whole, "--prune")
	}
	run(t, site, "apply", "--yes", "--settle", "0", "--prune")
	run(t, site, "plan", "--detailed-exitcode")
	return holds(t, site)
}

// rework edits an article, takes one out of a message, renames one and deletes
// one.
func rework(t *testing.T, site string) {
	t.Helper()
	articles := filepath.Join(site, "articles")
	edit(t, filepath.Join(articles, "moon-night.md"), "约人看银河", "约朋友看银河")
	edit(t, filepath.Join(articles, "autumn", "october.message.yaml"), "  - /articles/autumn/keep-warm.md\n", "")
	if err := os.Rename(filepath.Join(articles, "star-trails"), filepath.Join(articles, "trails")); err != nil {
		t.Fatal(err)
	}
	if err := os.Remove(filepath.Join(articles, "meteors.md")); err != nil {
		t.Fatal(err)
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
func killSomewhere(t *testing.T, site string, whole time.Duration, flags ...string) {
	t.Helper()
	c := exec.CommandContext(t.Context(), "mpsync", append([]string{"-C", site, "apply", "--yes", "--settle", "0"}, flags...)...)
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	time.Sleep(rand.N(whole))
	_ = c.Process.Kill() // it may have ended
	_ = c.Wait()
}

// run runs mpsync in a site, and it must end well.
func run(t *testing.T, site string, args ...string) {
	t.Helper()
	c := exec.CommandContext(t.Context(), "mpsync", append([]string{"-C", site, "--lang", "en"}, args...)...)
	out, _ := c.CombinedOutput()
	if got := c.ProcessState.ExitCode(); got != 0 {
		t.Fatalf("mpsync %s: exit code %d\n%s", strings.Join(args, " "), got, out)
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

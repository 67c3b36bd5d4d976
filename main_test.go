package main

import (
	"bufio"
	"errors"
	"flag"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
)

var update = flag.Bool("update", false, "rewrite golden output in testdata/script")

// TestMain makes the test binary run as mpsync where a script calls it.
func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"mpsync": main})
}

// TestScripts drives whole commands, as a person or a CI job would.
func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir:                 "testdata/script",
		UpdateScripts:       *update,
		RequireExplicitExec: true,
		RequireUniqueNames:  true,
		Cmds:                scriptCommands,
		Setup: func(e *testscript.Env) error {
			cache, err := os.UserCacheDir()
			if err != nil {
				return err
			}
			e.Setenv("HOME", e.WorkDir)
			e.Setenv("TOOLS", filepath.Join(cache, "mpsync", "tools")) // where make tools installs
			e.Setenv("APPID", "wx0123456789abcdef")
			for i, name := range []string{"TODAY", "TOMORROW"} { // as WeChat counts days
				e.Setenv(name, time.Now().AddDate(0, 0, i).In(time.FixedZone("UTC+8", 8*3600)).Format(time.DateOnly))
			}
			e.Setenv("SECRET", "0123456789abcdef0123456789abcdef")
			e.Values[worldKey{}] = &world{programs: map[string]*exec.Cmd{}, marks: map[string]int64{}}
			return nil
		},
	})
}

// serve starts an emulator in a folder for as long as a test runs.
func serve(t *testing.T, dir string, args ...string) account {
	t.Helper()
	r, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	c := exec.Command("mpsync", append([]string{"emulator", "-C", dir, "--addr", "127.0.0.1:0"}, args...)...)
	c.Stdout, c.Stderr = w, w
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = c.Process.Kill()
		_ = c.Wait()
		_ = errors.Join(r.Close(), w.Close())
	})
	line, err := bufio.NewReader(r).ReadString('\n')
	if err != nil {
		t.Fatal(err)
	}
	return account{base: servedAt.FindString(line), appID: "wx-any", secret: "any"}
}

// edit replaces a piece of a file that must be there.
func edit(t *testing.T, file, old, now string) {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(data), old) {
		t.Fatalf("%s does not hold %q", file, old)
	}
	if err := os.WriteFile(file, []byte(strings.Replace(string(data), old, now, 1)), 0o600); err != nil {
		t.Fatal(err)
	}
}

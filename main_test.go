package main

import (
	"bufio"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
)

var (
	update = flag.Bool("update", false, "rewrite golden output in testdata/script")

	// The packages' own tests run under the race detector; some thousands of
	// processes with it as well would take most of the time of make test.
	detect = flag.Bool("detect", false, "build the mpsync that the tests start with the race detector")
)

// portable are the settings of released binaries. Every test that builds mpsync
// takes them, so that its packages are compiled once.
var portable = []string{"CGO_ENABLED=0", "GOFLAGS=-trimpath -buildvcs=false"}

var ofCI = regexp.MustCompile(`^(CI|BRANCH_NAME|CHANGE_ID|(CI|GITHUB|CNB|GITEE|MPSYNC)_.*)$`)

// TestMain builds the mpsync that the tests start and puts it on their path.
// None of them knows that it runs in CI, unless it says so itself.
func TestMain(m *testing.M) {
	flag.Parse()
	for _, v := range os.Environ() {
		if name, _, _ := strings.Cut(v, "="); ofCI.MatchString(name) {
			_ = os.Unsetenv(name)
		}
	}
	dir, err := os.MkdirTemp("", "mpsync-test")
	if err != nil {
		panic(err)
	}
	build := exec.Command("go", "build", "-trimpath", fmt.Sprintf("-race=%t", *detect), "-o", dir, ".")
	if !*detect {
		build.Env = append(os.Environ(), portable...)
	}
	build.Stdout, build.Stderr = os.Stderr, os.Stderr
	code := 1
	if build.Run() == nil {
		_ = os.Setenv("PATH", dir+string(os.PathListSeparator)+os.Getenv("PATH"))
		code = m.Run()
	}
	_ = os.RemoveAll(dir)
	os.Exit(code)
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
			program, err := exec.LookPath("mpsync")                    // for scripts with an empty PATH
			if err != nil {
				return err
			}
			e.Setenv("MPSYNC_PROGRAM", program)
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

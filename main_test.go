package main

import (
	"flag"
	"os/exec"
	"testing"

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
			e.Setenv("APPID", "wx0123456789abcdef")
			e.Setenv("SECRET", "0123456789abcdef0123456789abcdef")
			e.Values[worldKey{}] = &world{programs: map[string]*exec.Cmd{}, marks: map[string]int64{}}
			return nil
		},
	})
}

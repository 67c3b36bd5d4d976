package cli

import (
	"context"
	"crypto/rand"
	"os"
	"os/exec"
	"runtime/debug"
	"time"

	"golang.org/x/term"
)

// OS is the System of a real process.
func OS() System {
	return System{
		In: os.Stdin, Out: os.Stdout, Err: os.Stderr,
		Env: os.LookupEnv, Now: time.Now, Rand: rand.Reader, Sleep: sleep, Command: shell, Git: git, Look: exec.LookPath,
		InTerminal:  term.IsTerminal(int(os.Stdin.Fd())),
		OutTerminal: term.IsTerminal(int(os.Stdout.Fd())),
		ErrTerminal: term.IsTerminal(int(os.Stderr.Fd())),
		ErrWidth:    columns(int(os.Stderr.Fd())),
		Version:     version(),
	}
}

// columns is the width of a terminal, 0 where it can't be told.
func columns(fd int) int {
	width, _, err := term.GetSize(fd)
	if err != nil {
		return 0
	}
	return width
}

func sleep(ctx context.Context, d time.Duration) error {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// shell runs a command that the site's owner wrote into mpsync.yaml.
func shell(ctx context.Context, command string) ([]byte, error) {
	c := exec.CommandContext(ctx, "sh", "-c", command) //nolint:gosec // running the owner's command is the feature
	c.Stderr = os.Stderr
	return c.Output()
}

// git runs git in a folder.
func git(ctx context.Context, dir string, args ...string) ([]byte, error) {
	c := exec.CommandContext(ctx, "git", append([]string{"-C", dir}, args...)...) //nolint:gosec // a revision after fixed arguments
	return c.Output()
}

// version is the module's version as the Go toolchain stamped it.
func version() string {
	info, ok := debug.ReadBuildInfo()
	if !ok || info.Main.Version == "" || info.Main.Version == "(devel)" {
		return "devel"
	}
	return info.Main.Version
}

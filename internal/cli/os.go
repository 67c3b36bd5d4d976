package cli

import (
	"bytes"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"runtime/debug"
	"strings"
	"time"

	"golang.org/x/term"
)

// OS is the System of a real process.
func OS() System {
	return System{
		In: os.Stdin, Out: os.Stdout, Err: os.Stderr,
		Env: os.LookupEnv, Now: time.Now, Rand: rand.Reader, Sleep: sleep, Command: shell, Git: git, Look: exec.LookPath,
		Pipe: pipe, Exec: program, Browse: browse, Addresses: addresses, Root: os.Geteuid() == 0,
		InTerminal:  term.IsTerminal(int(os.Stdin.Fd())),
		OutTerminal: term.IsTerminal(int(os.Stdout.Fd())),
		ErrTerminal: term.IsTerminal(int(os.Stderr.Fd())),
		ErrWidth:    columns(int(os.Stderr.Fd())),
		Version:     version(),
		Program:     executable(),
	}
}

// executable tells the file of this program from that of another build; a
// version does not, while a program is being written.
func executable() string {
	path, err := os.Executable()
	if err != nil {
		return ""
	}
	info, err := os.Stat(path)
	if err != nil {
		return ""
	}
	return fmt.Sprint(version(), " ", info.Size(), " ", info.ModTime().UnixNano())
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

// git runs git in a folder. Where nobody can be asked it must not ask, and its
// words are read by mpsync, so they are English.
func git(ctx context.Context, dir string, in []byte, args ...string) ([]byte, error) {
	c := exec.CommandContext(ctx, "git", append([]string{"-C", dir}, args...)...) //nolint:gosec // a revision or a ref after fixed arguments
	c.Stdin = bytes.NewReader(in)
	c.Env = append(os.Environ(), "LC_ALL=C")
	if !term.IsTerminal(int(os.Stdin.Fd())) {
		c.Env = append(c.Env, "GIT_TERMINAL_PROMPT=0")
	}
	out, err := c.Output()
	if ended, ok := errors.AsType[*exec.ExitError](err); ok && len(ended.Stderr) > 0 {
		return out, gitError{ended}
	}
	return out, err
}

// gitError is a call of git that ended badly, in git's words.
type gitError struct{ *exec.ExitError }

func (e gitError) Error() string { return strings.TrimSpace(string(e.Stderr)) }

// released is the version of a release, set by the linker.
var released string

// version is that of a release, else the module's as the Go toolchain stamped it.
func version() string {
	if released != "" {
		return released
	}
	info, ok := debug.ReadBuildInfo()
	if !ok || info.Main.Version == "" || info.Main.Version == "(devel)" {
		return "devel"
	}
	return info.Main.Version
}

package cli

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os/exec"
	"strings"
	"time"
)

// capped is a buffer that refuses more than a number of bytes, or forgets what
// is more.
type capped struct {
	bytes.Buffer
	most   int
	forget bool
}

var errTooMuch = errors.New("it writes too much")

// Write implements io.Writer.
func (c *capped) Write(p []byte) (int, error) {
	if c.Len()+len(p) > c.most {
		if c.forget {
			c.Buffer.Write(p[:c.most-c.Len()])
			return len(p), nil
		}
		return 0, errTooMuch
	}
	return c.Buffer.Write(p)
}

// pipeGrace is how long a command that was told to end may take, its children
// included.
const pipeGrace = 2 * time.Second

// mostOutput bounds what a command may write.
const mostOutput = 32 << 20

// pipe runs a command with an input. The error holds what the command said.
func pipe(ctx context.Context, command string, input []byte) ([]byte, error) {
	return program(ctx, input, "sh", "-c", command)
}

// program is [pipe] for a program and its arguments.
func program(ctx context.Context, input []byte, path string, args ...string) ([]byte, error) {
	c := exec.CommandContext(ctx, path, args...) //nolint:gosec // found by name, or asked for by the flag or the user's own config
	c.Stdin, c.WaitDelay = bytes.NewReader(input), pipeGrace
	out, said := &capped{most: mostOutput}, &capped{most: 4096, forget: true}
	c.Stdout, c.Stderr = out, said
	if err := c.Run(); err != nil {
		return nil, fmt.Errorf("%w: %s", err, strings.TrimSpace(said.String()))
	}
	return out.Bytes(), nil
}

// Command mpsync keeps a WeChat Official Account (公众号) in step with a folder
// of Markdown.
package main

import (
	"context"
	"errors"
	"os"
	"os/signal"
	"syscall"

	"mpsync/internal/cli"
)

func main() {
	ctx, abort := interrupts()
	system := cli.OS()
	cli.TuneMemory(system.Env)
	system.Abort = abort
	os.Exit(cli.Run(ctx, system, os.Args[1:]))
}

// interrupts gives a context that the first signal ends, and a channel that the
// second closes. The third ends the process at once.
func interrupts() (ctx context.Context, abort <-chan struct{}) {
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, os.Interrupt, syscall.SIGTERM)
	ctx, cancel := context.WithCancelCause(context.Background())
	second := make(chan struct{})
	go func() {
		cancel(errors.New((<-signals).String()))
		<-signals
		signal.Stop(signals)
		close(second)
	}()
	return ctx, second
}

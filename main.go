// Command mpsync keeps a WeChat Official Account (公众号) in step with a folder
// of Markdown.
package main

import (
	"context"
	"os"
	"os/signal"
	"syscall"

	"mpsync/internal/cli"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, stop) // a second signal ends the process at once
	code := cli.Run(ctx, cli.OS(), os.Args[1:])
	os.Exit(code)
}

// Package cli is the command line: one file for each command, which holds its
// options, its constructor and its run function.
//
// Its one rule: only here is the process touched. Clock, environment, random
// source, terminal and streams arrive in a [System] and are handed on, so that
// tests run whole commands in one process.
//
// It decides nothing about accounts: that is plan's and apply's.
package cli

import (
	"context"
	"errors"
	"io"
	"net/netip"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"mpsync/internal/diag"
	"mpsync/internal/plan"
	"mpsync/internal/site"
	"mpsync/internal/state"
	"mpsync/internal/ui"
	"mpsync/internal/wechat"
)

// System is what commands need of the process they run in.
type System struct {
	In       io.Reader
	Out, Err io.Writer
	Env      func(string) (string, bool)
	Now      func() time.Time
	Rand     io.Reader
	Sleep    func(context.Context, time.Duration) error
	// Command runs a shell command and returns its output.
	Command func(ctx context.Context, command string) ([]byte, error)
	// Pipe runs a shell command with an input and returns its output.
	Pipe func(ctx context.Context, command string, input []byte) ([]byte, error)
	// Root says that the process runs as root.
	Root bool
	// Git runs git in a folder with some input and returns its output. Its errors
	// are git's words.
	Git func(ctx context.Context, dir string, in []byte, args ...string) ([]byte, error)
	// Exec runs a program with an input and returns its output.
	Exec func(ctx context.Context, input []byte, path string, args ...string) ([]byte, error)
	// Look finds a program of the machine by its name.
	Look func(name string) (path string, err error)
	// Browse opens an address in the person's browser.
	Browse func(ctx context.Context, url string) error
	// Addresses are those of this machine in its networks.
	Addresses func() ([]netip.Addr, error)
	// InTerminal, OutTerminal and ErrTerminal say which streams are terminals.
	InTerminal, OutTerminal, ErrTerminal bool
	// ErrWidth is how many columns the terminal of Err has; 0 when it is none.
	ErrWidth int
	Version  string
	// Program tells this build of the program from any other; "" where that is not
	// known.
	Program string
	// Abort is closed when a person interrupts a second time: then apply gives up
	// also what it began.
	Abort <-chan struct{}
}

// The exit codes, listed in every help.
const (
	exitDone      = 0
	exitError     = 1
	exitChanges   = 2
	exitDrift     = 3
	exitPart      = 4
	exitPerson    = 5
	exitStale     = 6
	exitLocked    = 7
	exitDeferred  = 8
	exitAccount   = 9
	exitUsage     = 64
	exitInterrupt = 130
	exitTerminate = 143
)

// exit is an error that names its exit code. The error inside may be nil: then
// everything was said already.
type exit struct {
	code   int
	err    error
	result *result // the closing event, when the command made one
}

func (e *exit) Error() string {
	if e.err == nil {
		return ""
	}
	return e.err.Error()
}

func (e *exit) Unwrap() error { return e.err }

// app is one run of the program.
type app struct {
	System
	console *ui.Console
	flags   globals
	drawers *drawers // nil until something may be drawn
}

// globals are the flags that every command has.
type globals struct {
	dir, account, color, lang string
	verbose                   bool
	allowCommands             bool
}

// Run runs one command line and returns its exit code.
func Run(ctx context.Context, sys System, args []string) int {
	a := &app{System: sys, console: &ui.Console{
		Out: sys.Out, Err: sys.Err, Lang: earlyLang(sys, args), Live: sys.ErrTerminal, Width: sys.ErrWidth,
	}}
	root := a.root()                                 //nolint:contextcheck // cobra hands the context on
	a.console.JSON = slices.Contains(args, "--json") // also for mistakes found before flags are read
	root.SetArgs(args)
	root.SetIn(sys.In)
	root.SetOut(sys.Out)
	root.SetErr(sys.Err)
	misnamed := refuseHelpForNothing(root)
	err := root.ExecuteContext(ctx)
	a.drawers.close()
	a.console.Done()
	if err == nil {
		err = *misnamed
	}
	if err == nil {
		return exitDone
	}
	return a.fail(ctx, err)
}

// Commands is the tree of commands in a language, for those who write about it.
func Commands(sys System, l diag.Lang) *cobra.Command {
	a := &app{System: sys, console: &ui.Console{Lang: l}}
	return a.root()
}

// fail prints an error that ended a command and gives its exit code.
func (a *app) fail(ctx context.Context, err error) int {
	code, said, last := exitError, false, result{}
	if e, ok := errors.AsType[*exit](err); ok {
		code, said = e.code, e.err == nil
		if e.result != nil {
			last = *e.result
		}
	}
	switch {
	case ctx.Err() != nil:
		code, said = signalCode(ctx), false
	case errors.Is(err, state.ErrLocked):
		code = exitLocked
	case wechat.ClassOf(err) == wechat.ClassCredentials || wechat.ClassOf(err) == wechat.ClassToken:
		code = exitAccount
	case code == exitError && wechat.ClassOf(err) == wechat.ClassDaily:
		code = exitDeferred
	}
	if !said {
		a.console.Findings(a.Err, []diag.Diagnostic{a.explain(ctx, err)})
	}
	last.ExitCode = code
	a.console.Event("result", last)
	return code
}

// signalCode is 128 and the number of the signal that ended ctx, as shells have
// it. The cause tells the signal by its name only.
func signalCode(ctx context.Context) int {
	if strings.HasPrefix(context.Cause(ctx).Error(), syscall.SIGTERM.String()) {
		return exitTerminate
	}
	return exitInterrupt
}

// explain words an error for people.
func (a *app) explain(ctx context.Context, err error) diag.Diagnostic {
	if ctx.Err() != nil && (err.Error() == "" || errors.Is(err, context.Canceled)) {
		return diag.New(diag.Error, "interrupted", diag.Pos{})
	}
	if known, ok := errors.AsType[*diag.FindingError](err); ok {
		return known.Diagnostic
	}
	if api, ok := errors.AsType[*wechat.Error](err); ok {
		return api.Diagnostic()
	}
	return diag.New(diag.Error, "error", diag.Pos{}, err.Error())
}

// usage is a mistake in the command line.
func usage(code string, args ...any) error {
	return &exit{code: exitUsage, err: diag.Stop(nil, code, diag.Pos{}, args...)}
}

// result ends every --json output.
type result struct {
	ExitCode int            `json:"exit_code"`
	Counts   map[string]int `json:"counts,omitempty"`
	Calls    []plan.Call    `json:"calls,omitempty"`
}

// root makes the command tree.
func (a *app) root() *cobra.Command {
	c := &cobra.Command{
		Use:               "mpsync",
		Short:             a.console.Text("cmd-mpsync"),
		Long:              a.console.Text("cmd-mpsync-long"),
		SilenceUsage:      true,
		SilenceErrors:     true,
		Args:              noWord,
		RunE:              func(c *cobra.Command, _ []string) error { return c.Help() },
		CompletionOptions: cobra.CompletionOptions{DisableDefaultCmd: true},
		Version:           a.versionLine(),
		PersistentPreRunE: func(*cobra.Command, []string) error {
			return a.configure()
		},
	}
	f := c.PersistentFlags()
	f.StringVarP(&a.flags.dir, "dir", "C", ".", a.console.Text("flag-dir"))
	f.StringVar(&a.flags.account, "account", "", a.console.Text("flag-account"))
	f.StringVar(&a.flags.color, "color", "auto", a.console.Text("flag-color"))
	f.StringVar(&a.flags.lang, "lang", "", a.console.Text("flag-lang"))
	f.BoolVarP(&a.flags.verbose, "verbose", "v", false, a.console.Text("flag-verbose"))
	f.BoolVar(&a.flags.allowCommands, "allow-commands", false, a.console.Text("flag-allow-commands"))
	f.BoolP("help", "h", false, a.console.Text("flag-help"))
	c.Flags().Bool("version", false, a.console.Text("cmd-version"))
	c.SetVersionTemplate("{{.Version}}\n")
	c.SetHelpCommand(a.helpCommand())
	c.SetFlagErrorFunc(flagError)
	c.SetUsageTemplate(a.console.Text("usage-template") + a.console.Text("exit-codes"))
	c.AddCommand(
		a.adoptCommand(),
		a.applyCommand(),
		a.authorizeCommand(),
		a.broadcastCommand(),
		a.commentsCommand(),
		a.completionCommand(),
		a.diagramsCommand(),
		a.docsCommand(),
		a.doctorCommand(),
		a.doneCommand(),
		a.emulatorCommand(),
		a.fmtCommand(),
		a.forgetCommand(),
		a.gcCommand(),
		a.importCommand(),
		a.initCommand(),
		a.linkCommand(),
		a.lockCommand(),
		a.mathCommand(),
		a.newCommand(),
		a.planCommand(),
		a.previewCommand(),
		a.publishCommand(),
		a.pullCommand(),
		a.renderCommand(),
		a.resolveCommand(),
		a.schemaCommand(),
		a.sentCommand(),
		a.showCommand(),
		a.stateCommand(),
		a.statusCommand(),
		a.themeCommand(),
		a.unpublishCommand(),
		a.validateCommand(),
		a.versionCommand(),
		a.watchCommand(),
	)
	plainUsage(c)
	return c
}

// plainUsage leaves the words about flags in a usage line to the template, which
// knows the language.
func plainUsage(c *cobra.Command) {
	c.DisableFlagsInUseLine = true
	for _, sub := range c.Commands() {
		plainUsage(sub)
	}
}

// noWord refuses words that name no command of a group.
func noWord(c *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	return unknownCommand(c, args[0])
}

// unknownCommand refuses a word that names no command of c.
func unknownCommand(c *cobra.Command, word string) error {
	c.SuggestionsMinimumDistance = 2
	if near := c.SuggestionsFor(word); len(near) > 0 {
		return usage("near-command", word, c.CommandPath()+" "+near[0])
	}
	return usage("unknown-command", word, c.CommandPath())
}

// flagError refuses a flag, and names the one that was most likely meant.
func flagError(c *cobra.Command, err error) error {
	unknown, ok := errors.AsType[*pflag.NotExistError](err)
	if !ok {
		return usage("usage", err.Error())
	}
	var names []string
	c.Flags().VisitAll(func(f *pflag.Flag) { names = append(names, f.Name) })
	if near := site.Nearest(unknown.GetSpecifiedName(), names); near != "" {
		return usage("near-flag", "--"+unknown.GetSpecifiedName(), "--"+near)
	}
	return usage("usage", err.Error())
}

// refuseHelpForNothing makes help for a word that is no command an error, which
// it leaves in what it returns.
func refuseHelpForNothing(root *cobra.Command) *error {
	misnamed, help := new(error), root.HelpFunc()
	root.SetHelpFunc(func(c *cobra.Command, args []string) {
		if words := c.Flags().Args(); c.HasSubCommands() && len(words) > 0 {
			*misnamed = unknownCommand(c, words[0])
			return
		}
		help(c, args)
	})
	return misnamed
}

// configure puts the global flags into force.
func (a *app) configure() error {
	a.console.Verbose = a.flags.verbose
	switch a.flags.color {
	case "always":
		a.console.Color = true
	case "never":
	case "auto":
		noColor, set := a.Env("NO_COLOR")
		a.console.Color = a.OutTerminal && (!set || noColor == "")
	default:
		return usage("bad-color", a.flags.color)
	}
	if a.flags.lang != "" {
		if _, ok := diag.ParseLang(a.flags.lang); !ok {
			return usage("bad-lang", a.flags.lang)
		}
	}
	return nil
}

// path is where a file named on the command line lies: from --dir on.
func (a *app) path(name string) string {
	if filepath.IsAbs(name) {
		return name
	}
	return filepath.Join(a.flags.dir, name)
}

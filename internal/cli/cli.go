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
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"time"

	"github.com/spf13/cobra"

	"mpsync/internal/diag"
	"mpsync/internal/plan"
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
	// Git runs git in a folder and returns its output.
	Git func(ctx context.Context, dir string, args ...string) ([]byte, error)
	// InTerminal, OutTerminal and ErrTerminal say which streams are terminals.
	InTerminal, OutTerminal, ErrTerminal bool
	// ErrWidth is how many columns the terminal of Err has; 0 when it is none.
	ErrWidth int
	Version  string
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
}

// globals are the flags that every command has.
type globals struct {
	dir, account, color, lang string
	verbose                   bool
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
	err := root.ExecuteContext(ctx)
	a.console.Done()
	if err == nil {
		return exitDone
	}
	return a.fail(ctx, err)
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
// it. [signal.NotifyContext] tells the signal by its name only.
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
		Use:           "mpsync",
		Short:         a.console.Text("cmd-mpsync"),
		Long:          a.console.Text("cmd-mpsync-long"),
		SilenceUsage:  true,
		SilenceErrors: true,
		Args: func(c *cobra.Command, args []string) error {
			if len(args) == 0 {
				return nil
			}
			if near := c.SuggestionsFor(args[0]); len(near) > 0 {
				return usage("near-command", args[0], near[0])
			}
			return usage("unknown-command", args[0])
		},
		RunE:                       func(c *cobra.Command, _ []string) error { return c.Help() },
		CompletionOptions:          cobra.CompletionOptions{DisableDefaultCmd: true},
		SuggestionsMinimumDistance: 2,
		Version:                    a.versionLine(),
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
	f.BoolP("help", "h", false, a.console.Text("flag-help"))
	c.Flags().Bool("version", false, a.console.Text("cmd-version"))
	c.SetVersionTemplate("{{.Version}}\n")
	c.SetHelpCommand(a.helpCommand())
	c.SetFlagErrorFunc(func(_ *cobra.Command, err error) error { return usage("usage", err.Error()) })
	c.SetUsageTemplate(a.console.Text("usage-template") + a.console.Text("exit-codes"))
	c.AddCommand(
		a.initCommand(), a.newCommand(), a.validateCommand(), a.renderCommand(), a.planCommand(),
		a.applyCommand(), a.forgetCommand(), a.stateCommand(), a.showCommand(), a.resolveCommand(), a.lockCommand(), a.emulatorCommand(), a.versionCommand(),
		a.completionCommand(), a.importCommand(), a.pullCommand(), a.adoptCommand(), a.themeCommand(),
	)
	return c
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

// earlyLang is the language of help: --lang, else the environment's.
func earlyLang(sys System, args []string) diag.Lang {
	for i, arg := range args {
		value, ok := cutFlag(arg, "--lang=")
		if arg == "--lang" && i+1 < len(args) {
			value, ok = args[i+1], true
		}
		if l, known := diag.ParseLang(value); ok && known {
			return l
		}
	}
	return envLang(sys)
}

func cutFlag(arg, prefix string) (string, bool) {
	if len(arg) > len(prefix) && arg[:len(prefix)] == prefix {
		return arg[len(prefix):], true
	}
	return "", false
}

// envLang is the language of the environment; English where it says nothing.
func envLang(sys System) diag.Lang {
	for _, name := range []string{"LC_ALL", "LC_MESSAGES", "LANG"} {
		if v, ok := sys.Env(name); ok && v != "" {
			if l, ok := diag.ParseLang(v); ok {
				return l
			}
			return diag.English
		}
	}
	return diag.English
}

// useLang puts the site's language into force, unless --lang was given.
func (a *app) useLang(lang string) {
	if l, ok := diag.ParseLang(lang); ok && a.flags.lang == "" {
		a.console.Lang = l
	}
}

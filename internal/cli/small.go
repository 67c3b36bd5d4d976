package cli

import (
	"context"
	"io"
	"maps"
	"runtime"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"mpsync/internal/diag"
	"mpsync/internal/model"
	"mpsync/internal/site"
	"mpsync/internal/state"
)

// versionCommand prints the version.
func (a *app) versionCommand() *cobra.Command {
	return &cobra.Command{
		Use: "version", Short: a.console.Text("cmd-version"), Example: "  mpsync version", Args: a.noArgs,
		RunE: func(*cobra.Command, []string) error {
			a.console.Print(a.versionLine())
			return nil
		},
	}
}

func (a *app) versionLine() string {
	return "mpsync " + a.Version + " " + runtime.Version() + " " + runtime.GOOS + "/" + runtime.GOARCH
}

// helpCommand prints the help of a command, as its --help does.
func (a *app) helpCommand() *cobra.Command {
	return &cobra.Command{
		Use: "help [COMMAND]", Short: a.console.Text("cmd-help"), Example: "  mpsync help apply",
		RunE: func(c *cobra.Command, args []string) error {
			found, rest, err := c.Root().Find(args)
			if err != nil || len(rest) > 0 {
				return unknownCommand(found, rest[0])
			}
			return found.Help()
		},
	}
}

// completionCommand writes the script that completes command lines in a shell.
func (a *app) completionCommand() *cobra.Command {
	shells := map[string]func(*cobra.Command, io.Writer) error{
		"bash":       func(c *cobra.Command, w io.Writer) error { return c.GenBashCompletionV2(w, true) },
		"zsh":        (*cobra.Command).GenZshCompletion,
		"fish":       func(c *cobra.Command, w io.Writer) error { return c.GenFishCompletion(w, true) },
		"powershell": (*cobra.Command).GenPowerShellCompletionWithDesc,
	}
	names := slices.Sorted(maps.Keys(shells))
	return &cobra.Command{
		Use: "completion SHELL", Short: a.console.Text("cmd-completion"), Long: a.console.Text("cmd-completion-long"),
		Example: "  source <(mpsync completion bash)\n  mpsync completion zsh > \"${fpath[1]}/_mpsync\"", ValidArgs: names,
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) != 1 || shells[args[0]] == nil {
				return usage("needs-shell", strings.Join(names, ", "))
			}
			return nil
		},
		RunE: func(c *cobra.Command, args []string) error { return shells[args[0]](c.Root(), a.Out) },
	}
}

// forgetCommand drops records and leaves the account alone.
func (a *app) forgetCommand() *cobra.Command {
	return &cobra.Command{
		Use: "forget ADDRESS…", Short: a.console.Text("cmd-forget"), Long: a.console.Text("cmd-forget-long"),
		Example: "  mpsync forget articles/hello",
		Args:    a.someArgs,
		RunE: func(cmd *cobra.Command, args []string) error {
			return a.editState(cmd.Context(), func(s *session, st *state.State) error { return s.forget(st, args) })
		},
	}
}

func (a *app) someArgs(_ *cobra.Command, args []string) error {
	if len(args) == 0 {
		return usage("needs-address")
	}
	return nil
}

func (s *session) forget(st *state.State, args []string) error {
	args, err := s.chosen(args)
	if err != nil {
		return err
	}
	for _, arg := range args {
		if err := recorded(st, model.Address(arg)); err != nil {
			return err
		}
	}
	for _, arg := range args {
		st.Forget(model.Address(arg))
		s.console.Say("forgotten", arg)
	}
	return nil
}

// recorded wants a record of a message; of an article of one it names the
// message.
func recorded(st *state.State, a model.Address) error {
	if st.Messages[a] != nil {
		return nil
	}
	for _, home := range slices.Sorted(maps.Keys(st.Messages)) {
		if slices.ContainsFunc(st.Messages[home].Articles, func(x state.Article) bool { return x.Address == a }) {
			return diag.Stop(nil, "record-member", diag.Pos{}, string(a), string(home))
		}
	}
	return diag.Stop(nil, "no-record", diag.Pos{}, string(a))
}

// moveRecord gives a record another address; a message of one article takes
// its article along. While a file still bears the old address, the next plan
// would move the record back.
func (s *session) moveRecord(st *state.State, from, to string) error {
	old, now := model.Address(from), model.Address(to)
	if err := recorded(st, old); err != nil {
		return err
	}
	if st.Messages[now] != nil {
		return diag.Stop(nil, "record-exists", diag.Pos{}, to)
	}
	if i := slices.IndexFunc(s.site.Messages, func(m site.Message) bool { return m.Address == old }); i >= 0 {
		return diag.Stop(nil, "move-bound", diag.Pos{File: s.site.Messages[i].Pos.File}, from, to)
	}
	r := st.Messages[old]
	if len(r.Articles) == 1 && r.Articles[0].Address == old {
		r.Articles[0].Address = now
		r.RenamePublished(old, now)
	}
	delete(st.Messages, old)
	st.Messages[now] = r
	s.console.Say("moved", from, to)
	if !slices.ContainsFunc(s.site.Messages, func(m site.Message) bool { return m.Address == now }) {
		s.console.Hint(s.console.Text("moved-nowhere", to))
	}
	return nil
}

// editState changes the state under its lock.
func (a *app) editState(ctx context.Context, edit func(*session, *state.State) error) error {
	s, err := a.openLocked(ctx)
	if err != nil {
		return err
	}
	defer s.close()
	if err := edit(s, s.state); err != nil {
		return err
	}
	return s.store.Commit(ctx, s.state)
}

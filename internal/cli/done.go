package cli

import (
	"context"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"mpsync/internal/diag"
	"mpsync/internal/model"
	"mpsync/internal/plan"
)

// doneCommand notes that a person did in the console what was left to them.
func (a *app) doneCommand() *cobra.Command {
	return &cobra.Command{
		Use: "done ADDRESS [TASK…]", Short: a.console.Text("cmd-done"), Long: a.console.Text("cmd-done-long"),
		Example: "  mpsync done articles/hello\n  mpsync done articles/hello original album",
		Args:    a.someArgs,
		RunE:    func(cmd *cobra.Command, args []string) error { return a.done(cmd.Context(), args[0], args[1:]) },
	}
}

func (a *app) done(ctx context.Context, arg string, only []string) error {
	s, err := a.openLocked(ctx)
	if err != nil {
		return err
	}
	defer s.close()
	if err := s.build(ctx, s.state); err != nil {
		return err
	}
	address, r, err := s.record(arg)
	if err != nil {
		return err
	}
	named := s.address(arg)
	var said []string
	for i := range r.Articles {
		k := &r.Articles[i]
		if k.Address != named && address != named {
			continue
		}
		for _, t := range model.OpenTasks(s.tasksOf(address, k.Address), k.Done) {
			if len(only) == 0 || slices.Contains(only, t.Key) {
				k.Done = append(k.Done, t.String())
				said = append(said, plan.TaskText(s.console.Lang, t))
			}
		}
		slices.Sort(k.Done)
	}
	if len(said) == 0 {
		return diag.Stop(nil, "done-nothing", diag.Pos{}, arg)
	}
	s.console.Say("done-said", string(address), strings.Join(said, s.console.Text("comma")))
	return s.store.Commit(ctx, s.state)
}

// tasksOf are what the file of an article leaves to the console.
func (s *session) tasksOf(message, article model.Address) []model.Task {
	for _, m := range s.built.Messages {
		if m.Address != message {
			continue
		}
		for _, a := range m.Articles {
			if a.Address == article {
				return a.Tasks
			}
		}
	}
	return nil
}

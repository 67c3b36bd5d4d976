package cli

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"mpsync/internal/apply"
	"mpsync/internal/model"
	"mpsync/internal/plan"
	"mpsync/internal/ui"
)

func planOf(actions ...plan.Action) plan.Plan {
	p := plan.Plan{}
	for i, a := range actions {
		p.Changes = append(p.Changes, plan.Change{Action: a, Address: model.Address(fmt.Sprintf("a%d", i))})
	}
	return p
}

func TestDetailedExitCodeIsTheFirstThatHolds(t *testing.T) {
	drifted := plan.Plan{Notes: []plan.Note{{Code: plan.NoteEdited}}}
	tests := []struct {
		name string
		plan plan.Plan
		want int
	}{
		{"nothing", plan.Plan{}, exitDone},
		{"only records", planOf(plan.None), exitDone},
		{"drift", drifted, exitDrift},
		{"deferred", planOf(plan.Deferred), exitDeferred},
		{"changes before deferred", planOf(plan.Deferred, plan.Update), exitChanges},
		{"blocked before changes", planOf(plan.Create, plan.Blocked), exitPerson},
		{"left out by an error before changes", unsound(planOf(plan.Create)), exitError},
		{"blocked before left out", unsound(planOf(plan.Blocked)), exitPerson},
	}
	for _, test := range tests {
		if got := planCode(test.plan, true); got != test.want {
			t.Errorf("%s: %d, want %d", test.name, got, test.want)
		}
	}
}

func unsound(p plan.Plan) plan.Plan {
	p.Skipped = map[model.Address]string{"broken": "error"}
	return p
}

func TestPlanFailsOnlyWhereErrorsLeaveNothing(t *testing.T) {
	for name, test := range map[string]struct {
		plan plan.Plan
		want int
	}{
		"nothing left":                  {unsound(plan.Plan{}), exitError},
		"something in step":             {unsound(plan.Plan{InStep: 1}), exitDone},
		"something to do":               {unsound(planOf(plan.Create)), exitDone},
		"left out by the writer's wish": {plan.Plan{Skipped: map[model.Address]string{"a": "skip"}}, exitDone},
	} {
		if got := planCode(test.plan, false); got != test.want {
			t.Errorf("%s: %d, want %d", name, got, test.want)
		}
	}
}

func TestApplyExitCode(t *testing.T) {
	left := plan.Plan{Skipped: map[model.Address]string{"a": "error"}}
	wished := plan.Plan{Skipped: map[model.Address]string{"a": "skip", "b": "draft"}}
	tests := []struct {
		name   string
		plan   plan.Plan
		result apply.Result
		want   int
	}{
		{"all done", planOf(plan.Create), apply.Result{Applied: 1}, exitDone},
		{"failed", planOf(plan.Create), apply.Result{Failed: 1}, exitPart},
		{"left out by an error", left, apply.Result{}, exitPart},
		{"left out by wish", wished, apply.Result{}, exitDone},
		{"blocked", planOf(plan.Blocked, plan.Create), apply.Result{Applied: 1}, exitPerson},
		{"put off while applying", planOf(plan.Create), apply.Result{Deferred: 1}, exitDeferred},
		{"put off by the plan", planOf(plan.Deferred), apply.Result{}, exitDeferred},
		{"failed before put off", planOf(plan.Create), apply.Result{Failed: 1, Deferred: 1}, exitPart},
	}
	for _, test := range tests {
		if got := (&session{}).applyCode(test.plan, test.result); got != test.want {
			t.Errorf("%s: %d, want %d", test.name, got, test.want)
		}
	}
}

func TestSignalCodeTellsSignalsApart(t *testing.T) {
	tests := []struct {
		cause error
		want  int
	}{
		{errors.New("interrupt signal received"), exitInterrupt},
		{errors.New("terminated signal received"), exitTerminate},
		{context.Canceled, exitInterrupt},
	}
	for _, test := range tests {
		ctx, cancel := context.WithCancelCause(t.Context())
		cancel(test.cause)
		if got := signalCode(ctx); got != test.want {
			t.Errorf("%v: %d, want %d", test.cause, got, test.want)
		}
	}
}

func TestBoundedTellsTimeFromOtherEndings(t *testing.T) {
	broken := errors.New("broken")
	wait := func(ctx context.Context) error { <-ctx.Done(); return ctx.Err() }
	part := func(ctx context.Context) error { <-ctx.Done(); return &exit{code: exitPart} }
	stopped, cancel := context.WithCancel(t.Context())
	cancel()
	tests := []struct {
		name     string
		ctx      context.Context
		d        time.Duration
		run      func(context.Context) error
		timedOut bool
		code     int
	}{
		{"no bound", t.Context(), 0, func(context.Context) error { return broken }, false, 0},
		{"in time", t.Context(), time.Hour, func(context.Context) error { return broken }, false, 0},
		{"too late", t.Context(), time.Nanosecond, wait, true, exitError},
		{"too late, in part", t.Context(), time.Nanosecond, part, true, exitPart},
		{"interrupted", stopped, time.Hour, wait, false, 0},
	}
	for _, test := range tests {
		err := bounded(test.ctx, test.d, test.run)
		e, timedOut := errors.AsType[*exit](err)
		if timedOut != test.timedOut || timedOut && e.code != test.code {
			t.Errorf("%s: %v", test.name, err)
		}
	}
}

func TestEarlyFlagsAreReadAsFlagsAre(t *testing.T) {
	for line, want := range map[string]string{
		"plan": "", "--lang zh plan": "zh", "--lang=zh plan": "zh", "--lang zh plan --lang en": "en", "plan --lang=en --lang zh": "zh",
		"plan --lang": "", "new -- --lang zh": "", "--lang zh --lang=": "", "--language zh": "",
	} {
		if got := earlyFlag(strings.Fields(line), "--lang", ""); got != want {
			t.Errorf("%s: %q, want %q", line, got, want)
		}
	}
	for line, want := range map[string]string{"-C a plan": "a", "-Ca plan -C=b": "b", "--dir a -C b --dir=c": "c"} {
		if got := earlyFlag(strings.Fields(line), "--dir", "-C"); got != want {
			t.Errorf("%s: %q, want %q", line, got, want)
		}
	}
}

func TestOutputFor(t *testing.T) {
	a := &app{flags: globals{dir: t.TempDir()}}
	folder := filepath.Join(a.flags.dir, "folder")
	if err := os.Mkdir(folder, 0o750); err != nil {
		t.Fatal(err)
	}
	in := func(name string) string { return filepath.Join(a.flags.dir, name) }
	tests := []struct {
		file, out string
		several   bool
		want      string
	}{
		{"x.md", "-", false, "-"},
		{"x.md", "-", true, "-"},
		{"x.md", "y.html", false, in("y.html")},
		{"x.md", "new", true, in("new/x.html")},
		{"x.md", "folder", false, in("folder/x.html")},
		{"x.md", "new/", false, in("new/x.html")},
		{"x.md", "folder/", true, in("folder/x.html")},
		{"a/x/index.md", "new", true, in("new/x.html")},
		{"x.md", "/dev/stdout", false, "/dev/stdout"},
	}
	for _, test := range tests {
		if got := a.outputFor(test.file, test.out, test.several); got != test.want {
			t.Errorf("%s to %s: %s, want %s", test.file, test.out, got, test.want)
		}
	}
}

func TestColourFollowsFlagVariableAndTerminal(t *testing.T) {
	tests := []struct {
		flag, variable string
		terminal, want bool
	}{
		{"auto", "", true, true},
		{"auto", "", false, false},
		{"auto", "1", true, false},
		{"always", "1", false, true},
		{"never", "", true, false},
	}
	for _, test := range tests {
		env := func(name string) (string, bool) { return test.variable, name == "NO_COLOR" }
		a := &app{System: System{OutTerminal: test.terminal, Env: env}, console: &ui.Console{}, flags: globals{color: test.flag}}
		if err := a.configure(); err != nil || a.console.Color != test.want {
			t.Errorf("%+v: colour %v, error %v", test, a.console.Color, err)
		}
	}
}

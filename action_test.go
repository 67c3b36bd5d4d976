package main

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"
)

// action is what a test reads of action.yml.
type action struct {
	Inputs map[string]struct{ Default string }
	Runs   struct {
		Steps []struct {
			ID, Run string
			Env     map[string]string
			With    map[string]string
		}
	}
}

// job is a runner's work on one checkout, as far as it can be had without GitHub.
type job struct {
	*testing.T
	action
	dir, temp string
	env       []string
}

func newJob(t *testing.T, origin string, env ...string) *job {
	t.Helper()
	j := &job{T: t, dir: filepath.Join(t.TempDir(), "checkout"), temp: t.TempDir(), env: env}
	j.git(".", "clone", "--quiet", "--depth=1", "file://"+origin, j.dir)
	data, err := os.ReadFile("action.yml")
	if err == nil {
		err = yaml.Unmarshal(data, &j.action)
	}
	if err != nil {
		t.Fatal(err)
	}
	return j
}

func (j *job) git(dir string, args ...string) string {
	j.Helper()
	out, err := exec.CommandContext(j.Context(), "git", append([]string{"-C", dir}, args...)...).CombinedOutput()
	if err != nil {
		j.Fatalf("git %v: %v\n%s", args, err, out)
	}
	return string(out)
}

var expression = regexp.MustCompile(`\$\{\{ *([a-z._-]+) *\}\}`)

// value fills in the expressions of a step's environment.
func (j *job) value(text string) string {
	return expression.ReplaceAllStringFunc(text, func(e string) string {
		switch name := expression.FindStringSubmatch(e)[1]; name {
		case "runner.temp":
			return j.temp
		case "github.action_path":
			return "."
		default:
			return j.Inputs[strings.TrimPrefix(name, "inputs.")].Default
		}
	})
}

// step runs the commands of a step as a runner does, and gives what they print.
func (j *job) step(id string, code int) string {
	j.Helper()
	for _, s := range j.Runs.Steps {
		if s.ID != id {
			continue
		}
		if strings.Contains(s.Run, "${{") {
			j.Errorf("step %s puts an expression into its commands, where anybody's text could be one", id)
		}
		c := exec.CommandContext(j.Context(), "bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", s.Run)
		c.Dir = j.dir
		c.Env = append(append(os.Environ(), "GITHUB_OUTPUT="+j.temp+"/output", "GITHUB_STEP_SUMMARY="+j.temp+"/summary", "CI=true"), j.env...)
		for name, text := range s.Env {
			c.Env = append(c.Env, name+"="+j.value(text))
		}
		out, _ := c.CombinedOutput()
		if got := c.ProcessState.ExitCode(); got != code {
			j.Fatalf("step %s: exit code %d, want %d\n%s", id, got, code, out)
		}
		return string(out)
	}
	j.Fatalf("there is no step %s", id)
	return ""
}

// script runs the JavaScript of a step before a made-up GitHub, and gives the
// calls that it made.
func (j *job) script(id, github string) []string {
	j.Helper()
	for _, s := range j.Runs.Steps {
		if s.ID != id {
			continue
		}
		program := `const calls = []
const call = (name, data) => async given => { calls.push(name + ' ' + (given.head ?? given.comment_id ?? given.issue_number)); if (data?.status) throw data; return {data} }
const context = {repo: {owner: 'o', repo: 'r'}, issue: {number: 7}, ref: 'refs/heads/main'}
const core = {notice: text => calls.push('notice')}
const github = ` + github + `
;(async () => {` + s.With["script"] + `})().then(() => console.log(JSON.stringify(calls)), e => { console.error(e); process.exit(1) })`
		c := exec.CommandContext(j.Context(), "node", "-e", program)
		c.Env = append(os.Environ(), "COMMENT="+j.value(s.Env["COMMENT"]))
		out, err := c.CombinedOutput()
		var calls []string
		if err != nil || json.Unmarshal(out, &calls) != nil {
			j.Fatalf("step %s: %v\n%s", id, err, out)
		}
		return calls
	}
	return nil
}

func (j *job) wants(text string, all ...string) {
	j.Helper()
	for _, w := range all {
		if !strings.Contains(text, w) {
			j.Errorf("%q is missing in\n%s", w, text)
		}
	}
}

func (j *job) read(name string) string {
	j.Helper()
	data, err := os.ReadFile(filepath.Join(j.temp, name))
	if err != nil {
		j.Fatal(err)
	}
	return string(data)
}

func TestActionStepsPlanApplyAndProposeConsoleEdits(t *testing.T) {
	if testing.Short() {
		t.Skip("starts many processes")
	}
	t.Setenv("GIT_CONFIG_GLOBAL", os.DevNull)
	dir := t.TempDir()
	origin, writer := filepath.Join(dir, "origin.git"), filepath.Join(dir, "writer")
	outside := &job{T: t}
	outside.git(".", "init", "--quiet", "--bare", "--initial-branch=main", origin)
	if err := copySite("testdata/small", writer); err != nil {
		t.Fatal(err)
	}
	edit(t, filepath.Join(writer, "mpsync.yaml"), "lang: en", "lang: en\nstate: git:mpsync-state")
	outside.git(writer, "init", "--quiet", "--initial-branch=main")
	outside.git(writer, "add", ".")
	outside.git(writer, "-c", "user.name=Ada", "-c", "user.email=ada@example.org", "commit", "--quiet", "-m", "Begin")
	outside.git(writer, "push", "--quiet", origin, "main")
	a := serve(t, dir, "--data", "account", "--profile", "current")
	secret := []string{"API=" + a.base, "APPID=" + a.appID, "SECRET=" + a.secret}
	onMain := append([]string{"GITHUB_REF=refs/heads/main"}, secret...)
	request := append([]string{"GITHUB_REF=refs/pull/7/merge", "GITHUB_HEAD_REF=change"}, secret...)

	fork := newJob(t, origin, "GITHUB_REF=refs/pull/8/merge")
	fork.wants(fork.step("install", 0), "mpsync ")
	fork.wants(fork.step("plan", 0), "::notice title=mpsync::The account was not asked", "file=articles/rain.md")
	fork.wants(fork.read("mpsync-plan/comment.md"), "<!-- mpsync:plan -->", "> The account was not asked", "| `+` create |")
	fork.wants(fork.read("mpsync-plan/pages/articles/tea.html"), "<!doctype html>", "src=\"data:image/png")
	forbidden := `{paginate: async () => [], rest: {issues: {listComments: 0, createComment: call('create', {status: 403})}}}`
	fork.wants(strings.Join(fork.script("comment", forbidden), ","), "create 7,notice")

	asked := newJob(t, origin, request...)
	asked.wants(asked.step("plan", 0), "::notice file=articles/rain.md,line=1,endLine=1,title=mpsync::")
	asked.wants(asked.read("summary"), "Plan: 3 to create")
	asked.wants(asked.step("apply", 1), "in CI, apply runs on main, master only")
	fresh := `{paginate: async () => [{id: 3, body: 'hello', user: {type: 'Bot'}}], rest: {issues: {listComments: 0, createComment: call('create')}}}`
	asked.wants(strings.Join(asked.script("comment", fresh), ","), "create 7")
	again := `{paginate: async () => [{id: 4, body: '<!-- mpsync:plan -->\nold', user: {type: 'Bot'}}], rest: {issues: {listComments: 0, updateComment: call('update')}}}`
	asked.wants(strings.Join(asked.script("comment", again), ","), "update 4")

	merged := newJob(t, origin, onMain...)
	merged.wants(merged.step("apply", 0), "::stop-commands::", "Done:")
	next := newJob(t, origin, request...)
	next.step("plan", 0)
	next.wants(next.read("mpsync-plan/comment.md"), "Nothing to do. Messages in step: 3")

	quiet := newJob(t, origin, onMain...)
	quiet.step("pull", 0)
	quiet.wants(quiet.read("output"), "changed=false")
	if err := a.rewrite("Rain", "hears the rain", "waits for the rain"); err != nil {
		t.Fatal(err)
	}
	edited := newJob(t, origin, onMain...)
	edited.step("pull", 0)
	edited.wants(edited.read("output"), "changed=true")
	edited.wants(edited.git(origin, "show", "mpsync/console:articles/rain.md"), "waits for the rain")
	if files := edited.git(origin, "diff", "--name-only", "main", "mpsync/console"); files != "articles/rain.md\n" {
		t.Errorf("the proposal changes %q", files)
	}
	none := `{rest: {pulls: {list: call('list', []), create: call('create')}}}`
	edited.wants(strings.Join(edited.script("propose", none), ","), "list o:mpsync/console,create mpsync/console")
	if calls := edited.script("propose", `{rest: {pulls: {list: call('list', [{}])}}}`); len(calls) != 1 {
		t.Errorf("a second pull request: %v", calls)
	}

	outside.git(origin, "update-ref", "refs/heads/main", "mpsync/console")
	newJob(t, origin, onMain...).step("apply", 0)
	after := newJob(t, origin, request...)
	after.step("plan", 0)
	after.wants(after.read("mpsync-plan/comment.md"), "Nothing to do. Messages in step: 3")
}

// The recipes are read by machines that are not at hand; that they are YAML and
// name what exists is what can be known here.
func TestRecipesForCIAreSound(t *testing.T) {
	files, err := filepath.Glob("docs/ci/*.yml")
	if err != nil || len(files) != 5 {
		t.Fatalf("%d recipes: %v", len(files), err)
	}
	commands := regexp.MustCompile(`mpsync (validate|plan|apply|pull|render|show)((?: --?[a-z-]+(?:[= ][a-z./]+)?)*)`)
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		var any map[string]any
		if err := yaml.Unmarshal(data, &any); err != nil {
			t.Errorf("%s: %v", file, err)
		}
		for _, m := range commands.FindAllStringSubmatch(string(data), -1) {
			help, _ := exec.CommandContext(t.Context(), "mpsync", m[1], "--help").CombinedOutput()
			for _, flag := range regexp.MustCompile(`--[a-z-]+`).FindAllString(m[2], -1) {
				if !strings.Contains(string(help), flag+" ") {
					t.Errorf("%s: mpsync %s has no %s", file, m[1], flag)
				}
			}
		}
	}
}

package site

import (
	"regexp"
	"strings"
)

// onBranch marks a state that is kept on a branch.
const onBranch = "git:"

// branchName is what git takes as the name of a branch, and some less.
var branchName = regexp.MustCompile(`^[\p{L}\p{N}_][\p{L}\p{N}_.-]*(/[\p{L}\p{N}_][\p{L}\p{N}_.-]*)*$`)

// state reads the path of a file, or git:BRANCH.
func (r configReader) state(f field) {
	r.State = r.text(f)
	branch, ok := strings.CutPrefix(r.State, onBranch)
	bad := strings.Contains(branch, "..") || strings.HasSuffix(branch, ".lock") || strings.HasSuffix(branch, ".")
	if ok && (bad || !branchName.MatchString(branch)) {
		r.conf.error(f.value.place, "state-branch", branch)
	}
}

// ci reads where a CI job may apply.
func (r configReader) ci(f field) {
	r.tableOf(f, "ci", setters{"branch": func(f field) { r.CI.Branch = r.text(f) }})
}

// keepState says where the state of an account stands, of what was given for it.
// A built-in account lives in one folder, so its state does too.
func (r configReader) keepState(given, account string, builtIn bool) {
	branch, ok := strings.CutPrefix(given, onBranch)
	if !ok {
		r.State = stateFile(given, account, builtIn)
		return
	}
	r.State = stateFile("", account, builtIn)
	if !builtIn {
		r.StateBranch = branch
	}
}

// ownName is the account that the name of a state file bears: none in a file
// that an account chose for itself.
func ownName(chosen, account string) string {
	if chosen != "" && !strings.HasPrefix(chosen, onBranch) {
		return ""
	}
	return account
}

package diag

import (
	"errors"
	"fmt"
	"io/fs"
	"testing"
)

func TestFindingErrorKeepsFindingAndCause(t *testing.T) {
	err := fmt.Errorf("load: %w", Stop(fs.ErrInvalid, "state-not", Pos{File: "s.json", Line: 2}))
	want := "load: s.json:2: this is not a state file of mpsync; bring it back from git or a backup, " +
		"or move it away: the next plan then recognises in the account what was made from this site"
	if err.Error() != want {
		t.Errorf("got  %s\nwant %s", err, want)
	}
	var f *FindingError
	if !errors.As(err, &f) || f.Code != "state-not" || !errors.Is(err, fs.ErrInvalid) {
		t.Errorf("finding %v, cause lost: %v", f, !errors.Is(err, fs.ErrInvalid))
	}
}

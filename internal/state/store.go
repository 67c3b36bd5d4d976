package state

import (
	"context"
	"errors"
	"strconv"
	"time"

	"mpsync/internal/diag"
)

// Store keeps one state. Whatever a person has to mend comes as a
// [diag.FindingError].
//
// A command that writes locks first, then loads, appends each step, and commits
// what came of it. Append and Commit without the lock are errors. Reading needs no
// lock: Load then gives a state as it was a moment ago.
type Store interface {
	// Load gives the snapshot with the journal applied. An absent state is a new
	// one of serial 0. The caller owns the result.
	Load(ctx context.Context) (*State, error)
	// Lock keeps other processes from writing until unlock is called. It does not
	// wait: when another one has the lock, the error wraps ErrLocked and a
	// *LockedError.
	Lock(ctx context.Context) (unlock func() error, err error)
	// Append makes a patch durable before it returns. It may be called from
	// several goroutines, and is not cancelled with ctx, because an outcome that
	// happened must be recorded.
	Append(ctx context.Context, e Entry) error
	// Commit writes s as the next snapshot and ends the journal; s must hold every
	// entry appended. It raises s.Serial by one. The error wraps ErrStale when
	// s.Serial is not the stored one. It is not cancelled with ctx.
	Commit(ctx context.Context, s *State) error
}

// Batcher is a store whose Append does not outlive the machine. What must, such
// as the intents of calls that are about to be made, goes through AppendAll.
type Batcher interface {
	// AppendAll makes entries durable for other machines, all or none. The error
	// wraps ErrLocked when another machine wrote since the state was loaded. It is
	// not cancelled with ctx.
	AppendAll(ctx context.Context, entries []Entry) error
}

var (
	// ErrLocked says that another process holds the lock.
	ErrLocked = errors.New("state is locked")
	// ErrStale says that a state is not the successor of the stored one.
	ErrStale = errors.New("state is stale")

	errNotLocked = errors.New("write the state: the lock is not held")
)

// LockedError says who holds the lock. All fields are zero where that is unknown.
type LockedError struct {
	PID   int       `json:"pid"`
	Host  string    `json:"host"`
	Since time.Time `json:"since"` // UTC, whole seconds
}

// Error names the process.
func (e *LockedError) Error() string {
	return "locked by process " + strconv.Itoa(e.PID) + " on " + e.Host
}

// Is makes it an ErrLocked.
func (e *LockedError) Is(target error) bool { return target == ErrLocked }

// finding is e for people; name is what the state is called.
func (e *LockedError) finding(name string) error {
	if e.PID == 0 {
		return diag.Stop(e, "state-locked", diag.Pos{File: name})
	}
	since := e.Since.UTC().Format("2006-01-02 15:04:05 UTC")
	return diag.Stop(e, "state-locked-by", diag.Pos{File: name}, e.PID, e.Host, since)
}

// touched says that the journal lost lines that were acknowledged.
func touched(name string) error {
	return diag.Stop(nil, "state-journal-touched", diag.Pos{File: name + journalSuffix})
}

package state

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"time"

	"github.com/gofrs/flock"
)

// lockSuffix names the lock file. The lock is the kernel's, on the open file: it
// goes with its process, however that ends. The text in the file only says who
// holds it. The file stays, because removing it would let two processes lock two
// files of one name.
const lockSuffix = ".lock"

// Lock implements [Store].
func (f *File) Lock(context.Context) (unlock func() error, err error) {
	path := f.Path + lockSuffix
	if err := os.MkdirAll(filepath.Dir(path), folderMode); err != nil {
		return nil, fmt.Errorf("lock state: %w", err)
	}
	l := flock.New(path, flock.SetPermissions(fileMode))
	switch ok, err := l.TryLock(); {
	case err != nil:
		return nil, fmt.Errorf("lock state: %w", err)
	case !ok:
		return nil, readHolder(path).finding(f.name())
	}
	writeHolder(path, f.Now())
	f.setLocked(true)
	return sync.OnceValue(func() error {
		f.setLocked(false)
		_ = os.Truncate(path, 0) // the text is a courtesy
		if err := l.Unlock(); err != nil {
			return fmt.Errorf("unlock state: %w", err)
		}
		return nil
	}), nil
}

// setLocked forgets the tail: without the lock, others move it.
func (f *File) setLocked(locked bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.locked, f.tail = locked, nil
}

// writeHolder does without where the lock file belongs to another user.
func writeHolder(path string, now time.Time) {
	host, _ := os.Hostname()
	text, err := json.Marshal(LockedError{PID: os.Getpid(), Host: host, Since: now.UTC().Truncate(time.Second)})
	if err == nil {
		_ = os.WriteFile(path, append(text, '\n'), fileMode)
	}
}

func readHolder(path string) *LockedError {
	var e LockedError
	text, err := os.ReadFile(path) //nolint:gosec // the path is the site's own lock file
	if err != nil || json.Unmarshal(text, &e) != nil {
		return &LockedError{}
	}
	return &e
}

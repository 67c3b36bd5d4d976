package state

import (
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"sync"
	"time"
)

// File keeps a state in the file Path, its journal and its lock in files of that
// name with ".journal" and ".lock" added. Only the first is meant for git.
//
// An Append costs the same whatever the size of the state, but for the first one
// after a Lock without a Load, which has to read where the journal goes on.
//
// Before it first writes to a state of an older format, it copies what is there
// to files of that name with ".format" and the number added: the mpsync that
// wrote them can go on from these.
type File struct {
	Path string
	// Name is what findings call the file; Path when empty.
	Name string
	// Version is that of the writing mpsync.
	Version string
	// History is the folder that keeps the last snapshots; "" keeps none.
	History string
	Now     func() time.Time
	// Rand gives a new state its lineage.
	Rand io.Reader

	mu      sync.Mutex
	lineage string // of the new state, once made up
	locked  bool
	tail    *tail // nil while unknown; to be trusted under the lock only
}

// The modes let other users of a machine read what one of them applied; git
// shows the state to everyone anyway, and it holds no secret.
const (
	fileMode   = 0o644
	folderMode = 0o755
)

func (f *File) name() string {
	if f.Name != "" {
		return f.Name
	}
	return filepath.ToSlash(f.Path)
}

// Stats describes the files that the state stands in, nil for one that is not
// there. A snapshot is always another file, and a journal only grows or is
// emptied, so that no change escapes who compares them.
func (f *File) Stats() []fs.FileInfo {
	var all []fs.FileInfo
	for _, path := range []string{f.Path, f.Path + journalSuffix} {
		info, err := os.Stat(path)
		if err != nil {
			info = nil
		}
		all = append(all, info)
	}
	return all
}

// Load implements [Store].
func (f *File) Load(ctx context.Context) (*State, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.load()
}

func (f *File) load() (*State, error) {
	f.tail = nil
	// The journal is read first: if another process commits in between, its
	// lines are older than the snapshot and ignored, never newer and refused.
	journal, err := readFile(f.Path + journalSuffix)
	if err != nil {
		return nil, fmt.Errorf("read journal: %w", err)
	}
	snapshot, err := readFile(f.Path)
	if err != nil {
		return nil, fmt.Errorf("read state: %w", err)
	}
	s, t, err := restore(f.name(), snapshot, journal, f.newLineage)
	f.tail = t
	return s, err
}

// readFile gives nil for a file that does not exist.
func readFile(path string) ([]byte, error) {
	data, err := os.ReadFile(path) //nolint:gosec // the path is the site's own state file
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	return data, err
}

// newLineage makes up one lineage for all loads of a state that is absent.
func (f *File) newLineage() (string, error) {
	if f.lineage == "" {
		var b [16]byte
		if _, err := io.ReadFull(f.Rand, b[:]); err != nil {
			return "", fmt.Errorf("make a lineage: %w", err)
		}
		f.lineage = hex.EncodeToString(b[:])
	}
	return f.lineage, nil
}

// at gives the tail, which it reads if no Load has.
func (f *File) at() (*tail, error) {
	if !f.locked {
		return nil, errNotLocked
	}
	if f.tail == nil {
		if _, err := f.load(); err != nil {
			return nil, err
		}
	}
	return f.tail, nil
}

// Append implements [Store].
func (f *File) Append(_ context.Context, e Entry) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	t, err := f.at()
	if err != nil {
		return err
	}
	if err := f.keepOlder(t); err != nil {
		return err
	}
	line, err := t.next(f.Version, e)
	if err != nil {
		return fmt.Errorf("write journal: %w", err)
	}
	if err := f.write(t.end, line); err != nil {
		return fmt.Errorf("write journal: %w", err)
	}
	t.wrote(line)
	return nil
}

// write puts a line into the journal at offset end. What stands behind it is a
// torn line, or lines of an older base: it goes first.
func (f *File) write(end int64, line []byte) (err error) {
	file, err := os.OpenFile(f.Path+journalSuffix, os.O_WRONLY|os.O_CREATE, fileMode)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	info, err := file.Stat()
	if err != nil {
		return err
	}
	if info.Size() < end {
		return touched(f.name())
	}
	if info.Size() > end {
		if err := file.Truncate(end); err != nil {
			return err
		}
	}
	if _, err := file.WriteAt(line, end); err != nil {
		return err
	}
	if err := file.Sync(); err != nil {
		return err
	}
	if end > 0 {
		return nil
	}
	return syncFolder(f.Path)
}

// Commit implements [Store].
func (f *File) Commit(_ context.Context, s *State) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	t, err := f.at()
	if err != nil {
		return err
	}
	if err := f.compare(s, t); err != nil {
		return err
	}
	if err := f.keepOlder(t); err != nil {
		return err
	}
	next := *s
	next.Format, next.Version, next.Serial = Format, f.Version, s.Serial+1
	data, err := encode(&next)
	if err != nil {
		return fmt.Errorf("write state: %w", err)
	}
	f.tail = nil
	if err := f.remember(s.Serial); err != nil {
		return fmt.Errorf("keep the state in %q: %w", f.History, err)
	}
	if err := replace(f.Path, data); err != nil {
		return fmt.Errorf("write state: %w", err)
	}
	*s = next
	f.tail = &tail{lineage: next.Lineage, serial: next.Serial, format: Format}
	// The journal is older than the snapshot now. Should it stay, Load ignores it
	// and the next Append cuts it off; to remove it, and not to cut it off here,
	// leaves a reader that has it open with what it opened.
	_ = os.Remove(f.Path + journalSuffix)
	return nil
}

// keepOlder copies a state of an older format, so that an upgrade can be undone.
func (f *File) keepOlder(t *tail) error {
	if t.format == 0 || t.format >= Format {
		return nil
	}
	to := f.Path + ".format" + strconv.Itoa(t.format)
	// The journal goes first: whoever finds the snapshot finds both.
	for _, suffix := range []string{journalSuffix, ""} {
		data, err := readFile(f.Path + suffix)
		if err == nil && data != nil {
			err = replace(to+suffix, data)
		}
		if err != nil {
			return fmt.Errorf("keep a copy of the state of format %d: %w", t.format, err)
		}
	}
	t.format = Format
	return nil
}

// compare refuses s unless it is the successor of what is stored, by the journal
// and by the file itself, which git may have replaced despite the lock.
func (f *File) compare(s *State, t *tail) error {
	stored := head{Lineage: t.lineage, Serial: t.serial}
	file, err := os.Open(f.Path)
	switch {
	case errors.Is(err, fs.ErrNotExist): // new, or gone: written again
	case err != nil:
		return fmt.Errorf("read state: %w", err)
	default:
		stored, err = readHead(file)
		if err := errors.Join(err, file.Close()); err != nil {
			return fmt.Errorf("read state %q: %w", f.Path, err)
		}
	}
	for _, was := range []head{stored, {Lineage: t.lineage, Serial: t.serial}} {
		if s.Serial != was.Serial || s.Lineage != was.Lineage {
			return stale(f.name(), s.Serial, was.Serial)
		}
	}
	return nil
}

// replace writes a file so that, whenever the machine stops, its old or its new
// content is there whole.
func replace(path string, data []byte) error {
	temp := path + ".tmp" // one name: a leftover is overwritten, the lock keeps others away
	err := writeSynced(temp, data)
	if err == nil {
		err = os.Rename(temp, path)
	}
	if err != nil {
		_ = os.Remove(temp) // the first error tells more
		return err
	}
	return syncFolder(path)
}

func writeSynced(path string, data []byte) (err error) {
	file, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, fileMode) //nolint:gosec // the path is the site's own state file
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	if _, err := file.Write(data); err != nil {
		return err
	}
	return file.Sync()
}

// syncFolder makes the names in the folder of path durable. Windows has no such
// call and needs none.
func syncFolder(path string) error {
	if runtime.GOOS == "windows" {
		return nil
	}
	folder, err := os.Open(filepath.Dir(path))
	if err != nil {
		return err
	}
	return errors.Join(folder.Sync(), folder.Close())
}

package state

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"mpsync/internal/diag"
)

// keeps is how many earlier snapshots stay in the history.
const keeps = 10

// Past is an earlier snapshot of a state.
type Past struct {
	Serial int64     `json:"serial"`
	Time   time.Time `json:"time"` // when it was written; UTC
	Size   int64     `json:"size"` // bytes
}

// remember keeps the snapshot that a commit is about to replace.
func (f *File) remember(serial int64) error {
	if f.History == "" || serial == 0 {
		return nil
	}
	if err := os.MkdirAll(f.History, folderMode); err != nil {
		return err
	}
	// Whatever the site tells git, earlier snapshots are none of its business.
	if err := os.WriteFile(filepath.Join(f.History, ".gitignore"), []byte("*\n"), fileMode); err != nil {
		return err
	}
	return errors.Join(copyFile(f.Path, f.pastFile(serial)), f.thin())
}

// copyFile copies a file with its time; nothing where git or a person took it
// away. A second name for the same file would change with it when an editor
// writes into it.
func copyFile(from, to string) error {
	data, err := readFile(from)
	if err != nil || data == nil {
		return err
	}
	info, err := os.Stat(from)
	if err != nil {
		return err
	}
	return errors.Join(os.WriteFile(to, data, fileMode), os.Chtimes(to, info.ModTime(), info.ModTime()))
}

// pastFile is where a snapshot is kept. States of several accounts share the
// folder.
func (f *File) pastFile(serial int64) string {
	return filepath.Join(f.History, fmt.Sprintf("%s.%08d", filepath.Base(f.Path), serial))
}

// thin removes all but the last snapshots.
func (f *File) thin() error {
	past, err := f.Past()
	for _, p := range past[min(keeps, len(past)):] {
		err = errors.Join(err, os.Remove(f.pastFile(p.Serial)))
	}
	return err
}

// Past lists the earlier snapshots that are kept, the newest first.
func (f *File) Past() ([]Past, error) {
	entries, err := os.ReadDir(f.History)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("list earlier states: %w", err)
	}
	var past []Past
	for _, e := range entries {
		rest, ours := strings.CutPrefix(e.Name(), filepath.Base(f.Path)+".")
		serial, err := strconv.ParseInt(rest, 10, 64)
		if !ours || err != nil {
			continue
		}
		info, err := e.Info()
		if err != nil {
			return nil, fmt.Errorf("list earlier states: %w", err)
		}
		past = append(past, Past{serial, info.ModTime().UTC(), info.Size()})
	}
	slices.SortFunc(past, func(a, b Past) int { return int(b.Serial - a.Serial) })
	return past, nil
}

// LoadPast reads an earlier snapshot; the error wraps fs.ErrNotExist where it is
// not kept.
func (f *File) LoadPast(serial int64) (*State, error) {
	path := f.pastFile(serial)
	data, err := os.ReadFile(path) //nolint:gosec // a file of the site's own history
	if err != nil {
		return nil, fmt.Errorf("read earlier state: %w", err)
	}
	return decode(filepath.ToSlash(path), data)
}

// Restored is an earlier snapshot as it becomes the present one. What cannot be
// undone is not forgotten: calls whose outcome is not known stay open, what
// readers have stays recorded, lest it be sent to them again, and what is owed to
// be deleted stays so unless the snapshot has use of it.
func Restored(past, now *State) *State {
	r := past.Clone()
	maps.Copy(r.Intents, now.Intents)
	for a, m := range now.Messages {
		was := r.Messages[a]
		switch {
		case !m.reachedReaders():
		case was == nil || was.MediaID != m.MediaID:
			r.Messages[a] = m.clone()
		default:
			c := m.clone()
			was.Publication, was.Earlier, was.Left = c.Publication, c.Earlier, c.Left
		}
	}
	used := map[string]bool{}
	for _, m := range r.Messages {
		used[m.MediaID] = true
	}
	for id, t := range now.Tombstones {
		if !used[id] {
			r.Tombstones[id] = t
		}
	}
	return r
}

// Restore makes an earlier snapshot the present one, under the lock, as far as
// [Restored] allows. A present state that cannot be read is kept beside itself
// with ".broken" added.
func (f *File) Restore(ctx context.Context, serial int64) error {
	past, err := f.LoadPast(serial)
	if err != nil {
		return err
	}
	now, err := f.Load(ctx)
	if _, unreadable := errors.AsType[*diag.FindingError](err); unreadable {
		return f.replaceBroken(past)
	}
	if err != nil {
		return err
	}
	past = Restored(past, now)
	switch {
	case now.Serial == 0: // absent
		return f.replaceBroken(past)
	case now.Lineage != past.Lineage:
		return diag.Stop(nil, "state-past-foreign", diag.Pos{File: f.name()}, serial)
	}
	past.Serial = now.Serial
	return f.Commit(ctx, past)
}

// replaceBroken writes a snapshot in the place of files that are gone or that
// nothing can be read from.
func (f *File) replaceBroken(past *State) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	if !f.locked {
		return errNotLocked
	}
	latest := past.Serial
	kept, err := f.Past()
	if err != nil {
		return err
	}
	if len(kept) > 0 {
		latest = max(latest, kept[0].Serial)
	}
	for _, suffix := range []string{journalSuffix, ""} {
		err := os.Rename(f.Path+suffix, f.Path+".broken"+suffix)
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return fmt.Errorf("keep the state that cannot be read: %w", err)
		}
	}
	// Two beyond the last one kept: the broken one had the serial between.
	past.Format, past.Version, past.Serial = Format, f.Version, latest+2
	data, err := encode(past)
	if err == nil {
		err = replace(f.Path, data)
	}
	if err != nil {
		return fmt.Errorf("write state: %w", err)
	}
	f.tail = nil
	return nil
}

package state

import (
	"bytes"
	"context"
	"sync"
)

// Memory keeps a state as long as the process lives. Its zero value is ready; it
// reads and writes the same bytes as [File], and serves tests and trials.
type Memory struct {
	mu                sync.Mutex
	snapshot, journal []byte
	locked            bool
}

const memoryName = "memory"

// Load implements [Store].
func (m *Memory) Load(ctx context.Context) (*State, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	s, _, err := m.load()
	return s, err
}

func (m *Memory) load() (*State, *tail, error) {
	return restore(memoryName, m.snapshot, m.journal, func() (string, error) { return memoryName, nil })
}

// Lock implements [Store].
func (m *Memory) Lock(context.Context) (unlock func() error, err error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.locked {
		return nil, (&LockedError{}).finding(memoryName)
	}
	m.locked = true
	return sync.OnceValue(func() error {
		m.mu.Lock()
		defer m.mu.Unlock()
		m.locked = false
		return nil
	}), nil
}

// Append implements [Store]. It costs the size of the state.
func (m *Memory) Append(_ context.Context, e Entry) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if !m.locked {
		return errNotLocked
	}
	_, t, err := m.load()
	if err != nil {
		return err
	}
	line, err := t.next(memoryName, e)
	m.journal = append(m.journal, line...)
	return err
}

// Commit implements [Store].
func (m *Memory) Commit(_ context.Context, s *State) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if !m.locked {
		return errNotLocked
	}
	_, t, err := m.load()
	if err != nil {
		return err
	}
	if s.Serial != t.serial || s.Lineage != t.lineage {
		return stale(memoryName, s.Serial, t.serial)
	}
	next := *s
	next.Format, next.Version, next.Serial = Format, memoryName, s.Serial+1
	data, err := encode(&next)
	if err != nil {
		return err
	}
	m.snapshot, m.journal = bytes.Clone(data), nil
	*s = next
	return nil
}

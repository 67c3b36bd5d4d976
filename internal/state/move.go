package state

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"reflect"

	"mpsync/internal/diag"
)

// Place is a store whose state can be moved to another place as it stands:
// lineage, serial and journal stay what they are.
type Place interface {
	Store
	name() string
	// content is what is stored, and take puts it there, where nothing is yet.
	// Both want the lock.
	content(ctx context.Context) (pair, error)
	take(ctx context.Context, p pair) error
	// leave removes what was moved; a branch stays as it is.
	leave() error
}

// Move puts the state of one place into another that has none. An interrupted
// move leaves it where it was, or in both places; run again, it ends the same.
func Move(ctx context.Context, from, to Place) (err error) {
	for _, p := range []Place{from, to} {
		unlock, err := p.Lock(ctx)
		if err != nil {
			return err
		}
		defer func() { _ = unlock() }()
	}
	p, err := from.content(ctx)
	if err != nil {
		return err
	}
	if p.snapshot == nil && p.journal == nil {
		return diag.Stop(nil, "state-move-nothing", diag.Pos{File: from.name()})
	}
	moved, err := from.Load(ctx)
	if err != nil {
		return err
	}
	there, err := to.content(ctx)
	if err != nil {
		return err
	}
	if there.snapshot != nil || there.journal != nil {
		if is, err := to.Load(ctx); err != nil || !reflect.DeepEqual(is, moved) {
			return diag.Stop(err, "state-move-other", diag.Pos{File: to.name()}, from.name())
		}
		return from.leave() // an earlier move was interrupted here
	}
	if err := to.take(ctx, p); err != nil {
		return err
	}
	if is, err := to.Load(ctx); err != nil || !reflect.DeepEqual(is, moved) {
		return errors.Join(fmt.Errorf("move the state to %s: it does not read there as it did", to.name()), err)
	}
	return from.leave()
}

func (f *File) content(context.Context) (p pair, err error) {
	if p.snapshot, err = readFile(f.Path); err == nil {
		p.journal, err = readFile(f.Path + journalSuffix)
	}
	if err != nil {
		return pair{}, fmt.Errorf("read state: %w", err)
	}
	return p, nil
}

func (f *File) take(_ context.Context, p pair) error {
	if err := f.become(p); err != nil {
		return fmt.Errorf("write state: %w", err)
	}
	return nil
}

func (f *File) leave() error {
	for _, path := range []string{f.Path + journalSuffix, f.Path} {
		if err := os.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	return nil
}

func (g *Git) content(ctx context.Context) (pair, error) { return g.repo.local.content(ctx) }

func (g *Git) take(ctx context.Context, p pair) error {
	g.mu.Lock()
	defer g.mu.Unlock()
	f := g.repo.local
	if err := f.take(ctx, p); err != nil {
		return err
	}
	err := g.push(context.WithoutCancel(ctx), g.repo, func() error { return g.stop(ErrLocked, "state-git-raced") })
	if err != nil { // else the next lock would push it after all
		return errors.Join(err, f.become(pair{}))
	}
	return nil
}

func (*Git) leave() error { return nil }

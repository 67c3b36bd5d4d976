package cli

import (
	"context"
	"maps"
	"path/filepath"
	"strings"

	"github.com/bmatcuk/doublestar/v4"

	"mpsync/internal/diag"
	"mpsync/internal/model"
)

// targets are the addresses that a run is about; nil means all. An address may
// be one of the site or of the state, so that what lost its file can be named.
func (s *session) targets(ctx context.Context, o planOptions) (map[model.Address]bool, error) {
	if o.saved != nil {
		return asSet(o.saved.Targets), nil
	}
	if len(o.only) == 0 && o.since == "" {
		return nil, nil
	}
	found := map[model.Address]bool{}
	for _, pattern := range o.only {
		if !doublestar.ValidatePattern(pattern) {
			return nil, usage("bad-only", pattern)
		}
		if err := s.match(pattern, found); err != nil {
			return nil, err
		}
	}
	if o.since == "" {
		return found, nil
	}
	changed, err := s.changedSince(ctx, o.since)
	if err != nil {
		return nil, err
	}
	if len(o.only) > 0 {
		maps.DeleteFunc(found, func(a model.Address, _ bool) bool { return !changed[a] })
		return found, nil
	}
	return changed, nil
}

// asSet is nil for nil only.
func asSet[T comparable](list []T) map[T]bool {
	if list == nil {
		return nil
	}
	set := make(map[T]bool, len(list))
	for _, x := range list {
		set[x] = true
	}
	return set
}

// match adds the addresses that a pattern names, by themselves or by file.
func (s *session) match(pattern string, found map[model.Address]bool) error {
	hit := false
	for address, path := range s.addresses() {
		for _, name := range []string{string(address), path} {
			if ok, _ := doublestar.Match(pattern, name); ok && name != "" {
				found[address], hit = true, true
			}
		}
	}
	if !hit {
		return diag.Stop(nil, "only-nothing", diag.Pos{}, pattern)
	}
	return nil
}

// addresses maps every address of the site and the state to its file.
func (s *session) addresses() map[model.Address]string {
	all := map[model.Address]string{}
	for address, r := range s.state.Messages {
		all[address] = ""
		for _, x := range r.Articles {
			all[x.Address] = x.Path
		}
	}
	for _, m := range s.site.Messages {
		all[m.Address] = m.Pos.File
	}
	for _, a := range s.site.Articles {
		all[a.Address] = a.Path
	}
	return all
}

// changedSince asks git which files changed, and names the articles that they
// are or that stand in their folder's message; an image counts for the articles
// that were made with it.
func (s *session) changedSince(ctx context.Context, rev string) (map[model.Address]bool, error) {
	out, err := s.Git(ctx, s.site.Dir, nil, "diff", "--name-only", "-z", "--relative", "--end-of-options", rev)
	if err != nil {
		return nil, diag.Stop(err, "git-failed", diag.Pos{}, rev)
	}
	fresh, err := s.Git(ctx, s.site.Dir, nil, "ls-files", "--others", "--exclude-standard", "-z")
	if err != nil {
		return nil, diag.Stop(err, "git-failed", diag.Pos{}, rev)
	}
	files := asSet(strings.Split(string(out)+string(fresh), "\x00"))
	delete(files, "") // behind the last one
	found := map[model.Address]bool{}
	for address, path := range s.addresses() {
		if files[filepath.ToSlash(path)] {
			found[address] = true
		}
	}
	for _, m := range s.built.Messages {
		for _, a := range m.Articles {
			for name := range a.Deps {
				if files[name] {
					found[a.Address] = true
				}
			}
		}
	}
	return found, nil
}

package cli

import (
	"context"
	"maps"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/bmatcuk/doublestar/v4"
	"golang.org/x/text/unicode/norm"

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

// tagMark stands before a target that is a tag.
const tagMark = "tag:"

// match adds the addresses that a target names: by themselves, by file, or by tag.
// A name counts as it is written before it counts as a pattern.
func (s *session) match(target string, found map[model.Address]bool) error {
	tag, tagged := strings.CutPrefix(target, tagMark)
	names, pattern := s.names(), target
	if tagged {
		names, pattern = s.tags(), strings.ToLower(norm.NFC.String(tag))
	}
	if !doublestar.ValidatePattern(pattern) {
		return usage("bad-only", target)
	}
	hit := false
	for address, list := range names {
		for _, name := range list {
			if ok, _ := doublestar.Match(pattern, name); ok || pattern == name {
				found[address], hit = true, true
			}
		}
	}
	switch {
	case hit:
		return nil
	case tagged:
		return diag.Stop(nil, "tag-nothing", diag.Pos{}, tag)
	}
	return diag.Stop(nil, "only-nothing", diag.Pos{}, target)
}

// tags are those of each article, in lower case: who writes them by hand does not
// always write them alike.
func (s *session) tags() map[model.Address][]string {
	all := map[model.Address][]string{}
	for _, a := range s.site.Articles {
		for _, tag := range a.Meta.Tags {
			all[a.Address] = append(all[a.Address], strings.ToLower(tag))
		}
	}
	return all
}

// names are the address and the file of everything that can be named.
func (s *session) names() map[model.Address][]string {
	all := map[model.Address][]string{}
	for address, file := range s.addresses() {
		all[address] = []string{string(address)}
		if file != "" {
			all[address] = append(all[address], file)
		}
	}
	return all
}

// chosen are the messages that arguments name, in their order. A pattern or a tag
// stands for every message with a record that holds an article it names; an
// address stands for itself, recorded or not.
func (s *session) chosen(args []string) ([]string, error) {
	var all []string
	for _, arg := range args {
		if !s.isPattern(arg) {
			all = append(all, string(s.address(arg)))
			continue
		}
		found, messages := map[model.Address]bool{}, map[string]bool{}
		if err := s.match(arg, found); err != nil {
			return nil, err
		}
		for a := range found {
			if home := s.messageOf(a); s.state.Messages[home] != nil {
				messages[string(home)] = true
			}
		}
		if len(messages) == 0 {
			return nil, diag.Stop(nil, "not-in-account", diag.Pos{}, arg)
		}
		all = append(all, slices.Sorted(maps.Keys(messages))...)
	}
	seen := map[string]bool{}
	return slices.DeleteFunc(all, func(a string) bool {
		twice := seen[a]
		seen[a] = true
		return twice
	}), nil
}

// address is what an argument names: an address, else the one of a file, as
// shells complete it.
func (s *session) address(arg string) model.Address {
	all := s.addresses()
	if _, known := all[model.Address(arg)]; known {
		return model.Address(arg)
	}
	file := path.Clean(filepath.ToSlash(arg))
	for _, a := range slices.Sorted(maps.Keys(all)) {
		if all[a] == file {
			return a
		}
	}
	return model.Address(arg)
}

// isPattern says whether an argument may name several messages.
func (s *session) isPattern(arg string) bool {
	_, known := s.addresses()[model.Address(arg)]
	return !known && (strings.HasPrefix(arg, tagMark) || strings.ContainsAny(arg, "*?[{"))
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
	for _, f := range s.site.Files() {
		all[f.Address] = f.Path
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

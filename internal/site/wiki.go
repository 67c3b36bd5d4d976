package site

import (
	"io/fs"
	"path"
	"slices"
	"strings"
	"sync"
)

// Named is the name in double brackets that a destination is, as Obsidian
// writes it: [[note]], [[folder/image.png]].
func Named(dest string) (name string, ok bool) {
	rest, open := strings.CutPrefix(dest, "[[")
	name, shut := strings.CutSuffix(rest, "]]")
	return name, open && shut && name != ""
}

// named finds the file that a name means: the path from the site root, the path
// beside the file that names it, else the only file of the site whose path ends
// so. A name without extension is a note. Capitals do not matter.
func (s *Site) named(from, name string) Target {
	all := s.Candidates(name)
	for _, base := range []string{"", path.Dir(from)} {
		for _, end := range []string{"", ".md"} {
			want := strings.ToLower(nfc(path.Join(base, name) + end))
			if i := slices.IndexFunc(all, func(p string) bool { return strings.ToLower(nfc(p)) == want }); i >= 0 {
				return s.look("", "/"+all[i])
			}
		}
	}
	switch len(all) {
	case 0:
		return Target{Reason: Nowhere}
	case 1:
		return s.look("", "/"+all[0])
	}
	return Target{Reason: Ambiguous}
}

// Candidates are the files that a name may mean, sorted.
func (s *Site) Candidates(name string) []string {
	want := strings.ToLower(nfc(strings.Trim(strings.ReplaceAll(name, `\`, "/"), "/")))
	var found []string
	for _, end := range []string{"", ".md", ".markdown"} {
		for _, p := range s.byName()[path.Base(want)+end] {
			if strings.HasSuffix("/"+strings.ToLower(nfc(p)), "/"+want+end) {
				found = append(found, p)
			}
		}
	}
	slices.Sort(found)
	return found
}

// names lists the files of the site by their names in lower-case NFC, once
// somebody asks. Folders that articles are not looked for in hold none.
func (s *Site) names() func() map[string][]string {
	return sync.OnceValue(func() map[string][]string {
		all := map[string][]string{}
		// What can't be read can't be named.
		_ = fs.WalkDir(s.root.FS(), ".", func(file string, d fs.DirEntry, err error) error {
			switch {
			case d != nil && d.IsDir() && hidden(d.Name()):
				return fs.SkipDir
			case err == nil && !d.IsDir():
				key := strings.ToLower(nfc(d.Name()))
				all[key] = append(all[key], file)
			}
			return nil
		})
		return all
	})
}

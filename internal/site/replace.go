package site

import (
	"errors"
	"fmt"
	"path/filepath"
)

// Replace gives a file of the site new content in one step: a reader finds the
// old or the new, never a part.
func (s *Site) Replace(path string, data []byte) error {
	name := filepath.FromSlash(path)
	info, err := s.root.Stat(name)
	if err != nil {
		return fmt.Errorf("replace %q: %w", path, err)
	}
	temp := name + ".mpsync-tmp"
	if err := s.root.WriteFile(temp, data, info.Mode().Perm()); err != nil {
		return fmt.Errorf("replace %q: %w", path, err)
	}
	if err := s.root.Rename(temp, name); err != nil {
		return errors.Join(fmt.Errorf("replace %q: %w", path, err), s.root.Remove(temp))
	}
	return nil
}

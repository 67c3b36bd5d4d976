package asset

import (
	"os"
	"path/filepath"
)

// cache keeps files that cost time to make, by name, in a folder that may vanish
// at any time. Without a folder it holds nothing.
type cache struct{ dir string }

func (c cache) path(name string) string { return filepath.Join(c.dir, name[:2], name) }

// get gives what was kept under a name; nil when there is nothing.
func (c cache) get(name string) []byte {
	if c.dir == "" {
		return nil
	}
	data, err := os.ReadFile(c.path(name))
	if err != nil {
		return nil
	}
	return data
}

// put keeps a file, wholly or not at all. A cache that can't be written is none.
func (c cache) put(name string, data []byte) {
	if c.dir == "" {
		return
	}
	dir := filepath.Dir(c.path(name))
	if os.MkdirAll(dir, 0o700) != nil {
		return
	}
	f, err := os.CreateTemp(dir, "new-*")
	if err != nil {
		return
	}
	_, err = f.Write(data)
	if cerr := f.Close(); err != nil || cerr != nil || os.Rename(f.Name(), c.path(name)) != nil {
		_ = os.Remove(f.Name()) // a leftover does no harm
	}
}

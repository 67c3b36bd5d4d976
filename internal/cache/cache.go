// Package cache keeps what can be made again in a folder, so that it need not
// be. Use it for what is expensive to make and known by a hash of what it is
// made of.
//
// Its one rule: losing it costs time and nothing else. So no error leaves it:
// what can't be read is not there, what can't be written is not kept.
//
// A [Dir] does not tidy up: the folder is the user's cache, which systems clear.
// A [Store] does, for what is written often.
package cache

import (
	"os"
	"path/filepath"
)

// Dir is a cache in the folder of that path; "" keeps nothing.
type Dir string

// begun begins the name of a file that is not whole yet.
const begun = ".new-"

func (d Dir) file(key string) string { return filepath.Join(string(d), key[:2], key[2:]) }

// Get is what was put under a key, which is a hash in hex.
func (d Dir) Get(key string) (data []byte, ok bool) {
	if d == "" {
		return nil, false
	}
	data, err := os.ReadFile(d.file(key))
	return data, err == nil
}

// Put keeps data under a key. Readers see all of it or nothing.
func (d Dir) Put(key string, data []byte) {
	if d == "" {
		return
	}
	file := d.file(key)
	if os.MkdirAll(filepath.Dir(file), 0o700) != nil {
		return
	}
	f, err := os.CreateTemp(filepath.Dir(file), begun+"*")
	if err != nil {
		return
	}
	_, err = f.Write(data)
	if cerr := f.Close(); err == nil {
		err = cerr
	}
	if err == nil {
		err = os.Rename(f.Name(), file)
	}
	if err != nil {
		_ = os.Remove(f.Name())
	}
}

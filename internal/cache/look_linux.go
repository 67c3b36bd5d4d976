package cache

import (
	"io/fs"
	"syscall"
	"time"
)

// identity is a file's number and when anything of it changed last.
func identity(info fs.FileInfo) (number uint64, changed time.Time, ok bool) {
	s, ok := info.Sys().(*syscall.Stat_t)
	if !ok {
		return 0, time.Time{}, false
	}
	return s.Ino, time.Unix(s.Ctim.Unix()), true
}

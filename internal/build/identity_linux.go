package build

import (
	"fmt"
	"io/fs"
	"syscall"
)

// identity is a file's number and when anything of it changed last.
func identity(info fs.FileInfo) string {
	if s, ok := info.Sys().(*syscall.Stat_t); ok {
		return fmt.Sprint(s.Ino, ".", s.Ctim.Sec, ".", s.Ctim.Nsec)
	}
	return ""
}

package cache

import (
	"io/fs"
	"strconv"
	"time"
)

// Look is what changes with a file, as git's index keeps it: its size, its time
// and, where the system has them, its number and the time of its last change of
// any kind, which no program that keeps the times of files can set. It holds no
// space.
func Look(info fs.FileInfo) string {
	b := strconv.AppendInt(nil, info.Size(), 10)
	b = strconv.AppendInt(append(b, ','), info.ModTime().UnixNano(), 10)
	if number, changed, ok := identity(info); ok {
		b = strconv.AppendUint(append(b, ','), number, 10)
		b = strconv.AppendInt(append(b, '.'), changed.UnixNano(), 10)
	}
	return string(b)
}

// settled is how much older than the look at it a file has to be: a later change
// could bear the same time.
const settled = 2 * time.Second

// Settled says whether a file that was looked at, and read after that moment, can
// be told from any later form of it.
func Settled(info fs.FileInfo, seen time.Time) bool {
	last := info.ModTime()
	if _, changed, ok := identity(info); ok && changed.After(last) {
		last = changed
	}
	return seen.Sub(last) > settled
}

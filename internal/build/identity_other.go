//go:build !linux && !darwin

package build

import "io/fs"

// identity is nothing where the system does not tell more of a file.
func identity(fs.FileInfo) string { return "" }

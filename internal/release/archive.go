package main

import (
	"archive/tar"
	"archive/zip"
	"compress/gzip"
	"errors"
	"io"
	"os"
	"path/filepath"
)

// entry is a file of an archive.
type entry struct {
	name string // in the archive
	file string // on disk
	mode int64
}

// archive writes a zip for Windows and a tarball for the others.
func (r *release) archive(goos, arch, binary string) error {
	name := "mpsync_" + r.version + "_" + goos + "_" + arch
	entries := append([]entry{{filepath.Base(binary), binary, 0o755}}, r.shared...)
	write := r.tarball
	if goos == "windows" {
		name, write = name+".zip", r.zipped
	} else {
		name += ".tar.gz"
	}
	f, err := os.Create(filepath.Join(r.out, name))
	if err != nil {
		return err
	}
	return errors.Join(write(f, entries), f.Close())
}

func (r *release) tarball(w io.Writer, entries []entry) error {
	z, err := gzip.NewWriterLevel(w, gzip.BestCompression)
	if err != nil {
		return err
	}
	t := tar.NewWriter(z)
	for _, e := range entries {
		data, err := os.ReadFile(e.file)
		if err != nil {
			return err
		}
		h := tar.Header{Name: e.name, Mode: e.mode, Size: int64(len(data)), ModTime: r.date, Format: tar.FormatUSTAR}
		if err := t.WriteHeader(&h); err != nil {
			return err
		}
		if _, err := t.Write(data); err != nil {
			return err
		}
	}
	return errors.Join(t.Close(), z.Close())
}

func (r *release) zipped(w io.Writer, entries []entry) error {
	z := zip.NewWriter(w)
	for _, e := range entries {
		data, err := os.ReadFile(e.file)
		if err != nil {
			return err
		}
		f, err := z.CreateHeader(&zip.FileHeader{Name: e.name, Method: zip.Deflate, Modified: r.date})
		if err != nil {
			return err
		}
		if _, err := f.Write(data); err != nil {
			return err
		}
	}
	return z.Close()
}

// Package bundle installs pinned packages of npm that mpsync runs and does not
// carry: MathJax and mermaid. Use it for scripts that are too large, or licensed
// too differently, to be part of the program.
//
// Its one rule: nothing is installed but the bytes that this release of mpsync
// was tested with. A package is known by the digest of its archive, whatever
// registry it comes from.
//
// It runs nothing, and it never fetches anything by itself.
package bundle

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"context"
	"crypto/sha512"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"mpsync/internal/render/diagram"
	"mpsync/internal/render/math"
)

// Package is a package of npm.
type Package struct {
	Name, Version string
	// Digest is the SHA-512 of its archive in base64, as npm's lock files have it.
	Digest string
	// Files are what is kept of it.
	Files []string
}

// MathJax typesets formulas.
func MathJax() Package {
	return Package{
		Name: "mathjax", Version: math.Release, Files: math.Files,
		Digest: "Bt+SSVU8eBG27zChVewOicYs7Xsdt40qm4+UpHyX7k0/O9NliPc+x77k1/FEsPsjKPZGJvtRZM1vO+geW0OhGw==",
	}
}

// Mermaid draws diagrams.
func Mermaid() Package {
	return Package{
		Name: "mermaid", Version: diagram.Release, Files: []string{diagram.File},
		Digest: "4113TdXeLAsMruJ79OpFL5O8+LTFXhQqZ260rF3tgUmiNAtRm4Uume04I+65PRN6yZ69J4f8rVYWW8zRk65UYw==",
	}
}

// String is "name version".
func (p Package) String() string { return p.Name + " " + p.Version }

// Store is where packages are installed.
type Store struct {
	// Dir is the folder that holds them.
	Dir string
	// Registry is the base URL of the registry of npm; it and HTTP are for
	// installing only.
	Registry string
	HTTP     *http.Client
}

// Path is the folder of a package.
func (s Store) Path(p Package) string { return filepath.Join(s.Dir, p.Name+"-"+p.Version) }

// Reader reads files of a package. The error is one that [errors.Is] finds to be
// fs.ErrNotExist where it is not installed.
func (s Store) Reader(p Package) func(name string) ([]byte, error) {
	return func(name string) ([]byte, error) {
		return os.ReadFile(filepath.Join(s.Path(p), filepath.FromSlash(name)))
	}
}

// Installed says whether every file of a package is there.
func (s Store) Installed(p Package) bool {
	return !slices.ContainsFunc(p.Files, func(name string) bool {
		info, err := os.Stat(filepath.Join(s.Path(p), filepath.FromSlash(name)))
		return err != nil || !info.Mode().IsRegular()
	})
}

// ErrDigest says that an archive is not the one that was asked for.
var ErrDigest = errors.New("the archive is not the one that mpsync was tested with")

// mostBytes bounds an archive, packed and unpacked.
const mostBytes = 256 << 20

// Install fetches a package and puts it in the place of what is there.
func (s Store) Install(ctx context.Context, p Package) error {
	archive, err := s.fetch(ctx, p)
	if err != nil {
		return fmt.Errorf("fetch %s: %w", p, err)
	}
	if sum := sha512.Sum512(archive); base64.StdEncoding.EncodeToString(sum[:]) != p.Digest {
		return fmt.Errorf("fetch %s: %w", p, ErrDigest)
	}
	if err := os.MkdirAll(s.Dir, 0o755); err != nil { //nolint:gosec // programs for anyone to read
		return err
	}
	fresh, err := os.MkdirTemp(s.Dir, ".new-*")
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(fresh) }()
	if err := unpack(archive, p.Files, fresh); err != nil {
		return fmt.Errorf("unpack %s: %w", p, err)
	}
	if err := os.RemoveAll(s.Path(p)); err != nil {
		return err
	}
	return os.Rename(fresh, s.Path(p))
}

// fetch fetches the archive of a package.
func (s Store) fetch(ctx context.Context, p Package) ([]byte, error) {
	u, err := url.JoinPath(s.Registry, p.Name, "-", p.Name+"-"+p.Version+".tgz")
	if err != nil {
		return nil, err
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, u, http.NoBody)
	if err != nil {
		return nil, err
	}
	resp, err := s.HTTP.Do(req)
	if err != nil {
		return nil, err
	}
	defer func() { _ = resp.Body.Close() }()
	if resp.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("%s: %s", req.URL.Redacted(), resp.Status)
	}
	return io.ReadAll(io.LimitReader(resp.Body, mostBytes))
}

// unpack writes the files of an archive that are wanted.
func unpack(archive []byte, files []string, dir string) error {
	z, err := gzip.NewReader(bytes.NewReader(archive))
	if err != nil {
		return err
	}
	left := slices.Clone(files)
	for t := tar.NewReader(io.LimitReader(z, mostBytes)); len(left) > 0; {
		h, err := t.Next()
		if err != nil {
			return fmt.Errorf("%s: %w", strings.Join(left, ", "), err)
		}
		name := strings.TrimPrefix(path.Clean(h.Name), "package/")
		i := slices.Index(left, name)
		if i < 0 || h.Typeflag != tar.TypeReg {
			continue
		}
		left = slices.Delete(left, i, i+1)
		if err := write(filepath.Join(dir, filepath.FromSlash(name)), t); err != nil {
			return err
		}
	}
	return nil
}

func write(file string, r io.Reader) error {
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil { //nolint:gosec // programs for anyone to read
		return err
	}
	f, err := os.Create(file) //nolint:gosec // one of the package's own files
	if err != nil {
		return err
	}
	_, err = io.Copy(f, r)
	return errors.Join(err, f.Close())
}

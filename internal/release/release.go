// Command release builds what is given to users: static binaries of six
// platforms with manual pages and completions, Debian packages, a list of what
// is in them, and checksums.
//
// Its one rule: the same source gives the same bytes, whoever builds it and
// when. Every time stamp is that of the commit.
package main

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"flag"
	"fmt"
	"log"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"mpsync/internal/cli"
	"mpsync/internal/diag"
	"mpsync/internal/manual"
)

// platforms are those that releases are built for.
var platforms = []struct{ os, arch string }{
	{"linux", "amd64"},
	{"linux", "arm64"},
	{"darwin", "amd64"},
	{"darwin", "arm64"},
	{"windows", "amd64"},
	{"windows", "arm64"},
}

// docs are the files that every archive holds beside the binary.
var docs = []string{"README.md", "README.zh.md", "CHANGELOG.md"}

// release is one run.
type release struct {
	version string
	out     string // folder of the results
	work    string // folder of what is thrown away
	date    time.Time
	shared  []entry // what every archive holds
}

func main() {
	r := release{}
	flag.StringVar(&r.version, "version", "", "version, such as 1.2.0; what git says when left out")
	flag.StringVar(&r.out, "out", "dist", "folder to write to; it is emptied")
	flag.Parse()
	if err := r.run(context.Background()); err != nil {
		log.Fatal(err)
	}
}

func (r *release) run(ctx context.Context) error {
	if err := r.prepare(ctx); err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(r.work) }()
	for _, p := range platforms {
		binary, err := r.build(ctx, p.os, p.arch)
		if err != nil {
			return err
		}
		if err := r.archive(p.os, p.arch, binary); err != nil {
			return err
		}
		if p.os != "linux" {
			continue
		}
		if err := r.debian(ctx, p.arch, binary); err != nil {
			return err
		}
	}
	if err := r.materials(ctx); err != nil {
		return err
	}
	return r.sums()
}

// prepare finds out version and date, and writes what all archives share.
func (r *release) prepare(ctx context.Context) (err error) {
	if r.version == "" {
		described, err := output(ctx, "git", "describe", "--tags", "--always", "--dirty")
		if err != nil {
			return err
		}
		r.version = strings.TrimPrefix(described, "v")
	}
	stamp, err := output(ctx, "git", "log", "-1", "--format=%ct")
	if err != nil {
		return err
	}
	seconds, err := strconv.ParseInt(stamp, 10, 64)
	if err != nil {
		return fmt.Errorf("read the date of the commit: %w", err)
	}
	r.date = time.Unix(seconds, 0).UTC()
	if err := os.RemoveAll(r.out); err != nil {
		return err
	}
	if err := os.MkdirAll(r.out, 0o755); err != nil {
		return err
	}
	if r.work, err = os.MkdirTemp("", "mpsync-release"); err != nil {
		return err
	}
	return r.gather()
}

// gather writes manual pages and completions, and lists them with the docs.
func (r *release) gather() error {
	man, completions := filepath.Join(r.work, "man"), filepath.Join(r.work, "completions")
	if err := os.MkdirAll(man, 0o750); err != nil {
		return err
	}
	root := cli.Commands(cli.System{Version: r.version}, diag.English)
	if err := manual.Pages(root, man, r.version, r.date); err != nil {
		return err
	}
	if err := manual.Completions(root, completions); err != nil {
		return err
	}
	for _, name := range docs {
		r.shared = append(r.shared, entry{name, name, 0o644})
	}
	for _, dir := range []string{completions, man} {
		files, err := os.ReadDir(dir)
		if err != nil {
			return err
		}
		for _, f := range files {
			r.shared = append(r.shared, entry{filepath.Base(dir) + "/" + f.Name(), filepath.Join(dir, f.Name()), 0o644})
		}
	}
	return nil
}

// build makes a static binary that knows its version and no path of this machine.
func (r *release) build(ctx context.Context, goos, arch string) (string, error) {
	binary := filepath.Join(r.work, goos+"-"+arch, "mpsync")
	if goos == "windows" {
		binary += ".exe"
	}
	c := exec.CommandContext(ctx, "go", "build", "-trimpath", "-buildvcs=false",
		"-ldflags", "-s -w -buildid= -X mpsync/internal/cli.released="+r.version, "-o", binary, ".")
	c.Env = append(os.Environ(), "CGO_ENABLED=0", "GOOS="+goos, "GOARCH="+arch, "GOFLAGS=", "GOAMD64=v1", "GOARM64=v8.0")
	c.Stderr = os.Stderr
	if err := c.Run(); err != nil {
		return "", fmt.Errorf("build for %s/%s: %w", goos, arch, err)
	}
	return binary, nil
}

// sums writes the checksum of every result.
func (r *release) sums() error {
	files, err := os.ReadDir(r.out)
	if err != nil {
		return err
	}
	var lines []string
	for _, f := range files {
		data, err := os.ReadFile(filepath.Join(r.out, f.Name()))
		if err != nil {
			return err
		}
		sum := sha256.Sum256(data)
		lines = append(lines, hex.EncodeToString(sum[:])+"  "+f.Name()+"\n")
	}
	slices.Sort(lines)
	return os.WriteFile(filepath.Join(r.out, "SHA256SUMS"), []byte(strings.Join(lines, "")), 0o644)
}

// output is what a command prints, without the line break at its end.
func output(ctx context.Context, name string, args ...string) (string, error) {
	c := exec.CommandContext(ctx, name, args...)
	c.Stderr = os.Stderr
	out, err := c.Output()
	if err != nil {
		return "", fmt.Errorf("%s %s: %w", name, strings.Join(args, " "), err)
	}
	return strings.TrimSpace(string(out)), nil
}

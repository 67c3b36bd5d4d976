package main

import (
	"bytes"
	"compress/gzip"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
)

// control describes the package to dpkg; what only some articles need is
// suggested.
const control = `Package: mpsync
Version: %s
Architecture: %s
Maintainer: mpsync maintainers <mpsync@localhost>
Section: web
Priority: optional
Recommends: ca-certificates
Suggests: git, chromium, librsvg2-bin, fonts-noto-cjk
Description: keep a WeChat Official Account in step with Markdown
 mpsync renders Markdown to HTML that WeChat keeps, uploads images, shows a
 plan and carries it out, without ever creating anything twice.
`

// debian packs a Linux binary for dpkg, with its manual pages and completions
// where a system looks for them.
func (r *release) debian(ctx context.Context, arch, binary string) error {
	root := filepath.Join(r.work, "deb-"+arch)
	if err := place(binary, filepath.Join(root, "usr/bin/mpsync"), 0o755); err != nil {
		return err
	}
	for _, e := range r.shared {
		if err := r.install(root, e); err != nil {
			return err
		}
	}
	if err := put(filepath.Join(root, "DEBIAN/control"), fmt.Appendf(nil, control, debianVersion(r.version), arch), 0o644); err != nil {
		return err
	}
	out := filepath.Join(r.out, "mpsync_"+r.version+"_"+arch+".deb")
	c := exec.CommandContext(ctx, "dpkg-deb", "--root-owner-group", "-Zxz", "--build", root, out)
	c.Env = append(os.Environ(), "SOURCE_DATE_EPOCH="+strconv.FormatInt(r.date.Unix(), 10))
	if said, err := c.CombinedOutput(); err != nil {
		return fmt.Errorf("build %s: %w: %s", out, err, said)
	}
	return nil
}

// install puts a shared file where Debian has its like.
func (r *release) install(root string, e entry) error {
	base := filepath.Base(e.name)
	switch dir := filepath.Dir(e.name); {
	case dir == "man":
		return compress(e.file, filepath.Join(root, "usr/share/man/man1", base+".gz"))
	case base == "mpsync.bash":
		return place(e.file, filepath.Join(root, "usr/share/bash-completion/completions/mpsync"), 0o644)
	case base == "_mpsync":
		return place(e.file, filepath.Join(root, "usr/share/zsh/vendor-completions", base), 0o644)
	case base == "mpsync.fish":
		return place(e.file, filepath.Join(root, "usr/share/fish/vendor_completions.d", base), 0o644)
	}
	return place(e.file, filepath.Join(root, "usr/share/doc/mpsync", base), 0o644)
}

func place(from, to string, mode os.FileMode) error {
	data, err := os.ReadFile(from)
	if err != nil {
		return err
	}
	return put(to, data, mode)
}

func put(to string, data []byte, mode os.FileMode) error {
	if err := os.MkdirAll(filepath.Dir(to), 0o755); err != nil {
		return err
	}
	return os.WriteFile(to, data, mode)
}

func compress(from, to string) error {
	data, err := os.ReadFile(from)
	if err != nil {
		return err
	}
	var b bytes.Buffer
	z, err := gzip.NewWriterLevel(&b, gzip.BestCompression)
	if err != nil {
		return err
	}
	if _, err := z.Write(data); err != nil {
		return err
	}
	if err := z.Close(); err != nil {
		return err
	}
	return put(to, b.Bytes(), 0o644)
}

var numbered = regexp.MustCompile(`^[0-9]`)

// debianVersion makes a version that dpkg takes: it begins with a digit and has
// no hyphen.
func debianVersion(v string) string {
	v = strings.ReplaceAll(v, "-", "~")
	if !numbered.MatchString(v) {
		return "0~" + v
	}
	return v
}

package cli

import (
	"bytes"
	"context"
	"crypto/rand"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"mpsync/internal/cache"
)

// says is all that a command prints at a time when no file is new any more, with a
// cache in a folder.
func (d *desk) says(folder string, args ...string) string {
	d.Helper()
	var out bytes.Buffer
	now := time.Now().Add(time.Hour)
	sys := System{
		In: strings.NewReader(""), Out: &out, Err: &out, Now: func() time.Time { return now }, Rand: rand.Reader, Version: "test", Program: "test",
		Env:   func(name string) (string, bool) { return folder, name == "XDG_CACHE_HOME" && folder != "" },
		Sleep: func(context.Context, time.Duration) error { return nil },
		Look:  func(name string) (string, error) { return "", &exec.Error{Name: name, Err: exec.ErrNotFound} },
	}
	code := Run(d.Context(), sys, append([]string{"-C", d.dir, "--lang", "en", "--verbose"}, args...))
	return fmt.Sprintf("%s\nexit %d", out.String(), code)
}

// disguise puts other text of the same size into a file and gives it its old time back.
func (d *desk) disguise(name, old, other string) {
	d.Helper()
	path := filepath.Join(d.dir, name)
	info, err := os.Stat(path)
	if err != nil {
		d.Fatal(err)
	}
	d.write(name, strings.Replace(d.read(name), old, other, 1))
	if err := os.Chtimes(path, info.ModTime(), info.ModTime()); err != nil {
		d.Fatal(err)
	}
}

func (d *desk) rename(from, to string) {
	d.Helper()
	if err := os.Rename(filepath.Join(d.dir, from), filepath.Join(d.dir, to)); err != nil {
		d.Fatal(err)
	}
}

// A file that looks as it did is not read. Whatever happens to a site, what its
// commands say is what they say to a stranger.
func TestCommandsSayTheSameOfFilesThatAreNotRead(t *testing.T) {
	d := newDesk(t, "legacy")
	config := "account: {appid: wx1, secret: s, api: \"" + d.api + "\"}\narticles: \"*.md\"\n"
	steps := []struct {
		what string
		edit func()
	}{
		{"a new site", func() {
			d.write("mpsync.yaml", config)
			d.write("cover.png", "no image")
			d.write("sound.md", "---\ntitle: Sound\ndigest: d\ncover: cover.png\n---\ntext\n")
			d.write("bare.md", "# Bare\n\ntext ![](gone.png)\n")
			d.write("warned.md", "---\ntitle: Warned\ntitel: near miss\nauthor: an author with a long name\nbanner: gone.png\n---\ntext\n")
			d.write("complex.md", "---\ntitle: >\n  folded\n  text\ntags: {a: [1, 2]}\ndraft: true\n---\ntext\n")
			d.write("twice.md", "---\ntitle: A\ntitle: B\nid: twice\n---\ntext\n")
			d.write("open.md", "---\ntitle: Open\nid: open\n")
			d.write("latin.md", "---\ntitle: caf\xe9\n---\n")
			d.write("toml.md", "+++\ntitle = 'Toml'\n+++\ntext\n")
		}},
		{"nothing", func() {}},
		{"an edit of text", func() { d.write("sound.md", d.read("sound.md")+"more\n") }},
		{"a word of the same size, the old time", func() { d.disguise("sound.md", "Sound", "Round") }},
		{"a mistake of the same size, the old time", func() { d.disguise("sound.md", "digest", "digset") }},
		{"a heading of the same size, the old time", func() { d.disguise("bare.md", "# Bare", "# Rare") }},
		{"a touched file", func() {
			now := time.Now().Add(-time.Minute)
			if err := os.Chtimes(filepath.Join(d.dir, "warned.md"), now, now); err != nil {
				t.Fatal(err)
			}
		}},
		{"another file of its size and time in its place", func() {
			d.write("other", strings.Replace(d.read("warned.md"), "near miss", "far misss", 1))
			info, err := os.Stat(filepath.Join(d.dir, "warned.md"))
			if err != nil {
				t.Fatal(err)
			}
			if err := os.Chtimes(filepath.Join(d.dir, "other"), info.ModTime(), info.ModTime()); err != nil {
				t.Fatal(err)
			}
			d.rename("other", "warned.md")
		}},
		{"a rename", func() { d.rename("sound.md", "renamed.md") }},
		{"two files in each other's place", func() {
			d.rename("renamed.md", "x")
			d.rename("bare.md", "renamed.md")
			d.rename("x", "bare.md")
		}},
		{"mended files", func() {
			d.write("twice.md", "---\ntitle: A\nid: twice\n---\ntext\n")
			d.write("open.md", "---\ntitle: Open\nid: open\n---\ntext\n")
		}},
		{"what front matter names is gone", func() { d.remove("cover.png") }},
		{"other settings", func() {
			d.write("mpsync.yaml", config+"defaults: {author: 一位名字很长很长很长很长很长的作者}\n")
		}},
		{"another library, with other limits", func() {
			d.write("mpsync.yaml", strings.Replace(config, "secret: s", "secret: s, library: draft", 1))
		}},
		{"a file that is gone", func() { d.remove("bare.md") }},
	}
	kept := t.TempDir()
	for _, step := range steps {
		d.changed(step.edit)
		for _, args := range [][]string{{"validate"}, {"validate", "--json"}, {"plan", "--refresh=none"}} {
			want := d.says("", args...)
			for _, when := range []string{"the first time", "again"} {
				if diff := cmp.Diff(want, d.says(kept, args...)); diff != "" {
					t.Errorf("after %s, mpsync %s says %s (-read +kept):\n%s", step.what, strings.Join(args, " "), when, diff)
				}
			}
		}
	}
}

// changed makes an edit at an instant that the file system tells from those
// before.
func (d *desk) changed(edit func()) {
	d.Helper()
	instant := func() string {
		d.write(".instant", "")
		info, err := os.Stat(filepath.Join(d.dir, ".instant"))
		if err != nil {
			d.Fatal(err)
		}
		return cache.Look(info)
	}
	for before := instant(); instant() == before; time.Sleep(time.Millisecond) {
	}
	edit()
}

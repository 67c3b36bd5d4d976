package main

import (
	"bytes"
	"image"
	"image/png"
	"io/fs"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"mpsync/internal/markdown"
	"mpsync/internal/phone"
	"mpsync/internal/readable"
)

// TestReadersSeeWhatWasWritten opens what an account serves of each article on a
// phone, as it was sent and after somebody saved it in the web editor.
func TestReadersSeeWhatWasWritten(t *testing.T) {
	p, stop, err := phone.Start(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer stop()
	for profile, prepare := range map[string]func(*testing.T, string){"current": sampleSite, "legacy": examplesSite} {
		t.Run(profile, func(t *testing.T) {
			site := t.TempDir()
			prepare(t, site)
			a := serve(t, t.TempDir(), "--profile", profile)
			edit(t, filepath.Join(site, "mpsync.yaml"), "emulator: legacy", "appid: wx-any\n  secret: any\n  api: "+a.base)
			run(t, site, "apply", "--yes", "--settle", "0")
			written, sent := articlesOf(t, site)
			looked := 0
			look := func(when string) {
				all, err := a.all()
				if err != nil {
					t.Fatal(err)
				}
				for _, h := range all {
					for i, item := range h.Content.Items {
						looked++
						file := squeezed(item["content"].(string))
						seen, err := p.Open(pageOf(t, a, item))
						if err != nil {
							t.Fatal(err)
						}
						t.Logf("%s %v: %d characters, images %v, %d blocks of code, tables %+v", when, item["title"], len([]rune(seen.Text)), seen.Images, len(seen.Code), seen.Tables)
						if sent[file] == "" {
							t.Fatalf("%s: no file reads like %v", when, item["title"])
						}
						for _, d := range seen.Differs(sent[file], written[file]) {
							t.Errorf("%s: %v: %s", when, item["title"], d)
						}
						if when == "as sent" {
							if err := a.do("POST", "/_emulator/console", map[string]any{"action": "save", "media_id": h.MediaID, "index": i}, nil); err != nil {
								t.Fatal(err)
							}
						}
					}
				}
			}
			look("as sent")
			look("saved in the web editor")
			if looked != 2*len(sent) || looked == 0 {
				t.Errorf("%d looks at %d articles", looked, len(sent))
			}
		})
	}
}

// sampleSite is a site of the article that has every construct.
func sampleSite(t *testing.T, site string) {
	t.Helper()
	body, err := os.ReadFile("internal/render/testdata/sample.md")
	if err != nil {
		t.Fatal(err)
	}
	var lake bytes.Buffer
	if err := png.Encode(&lake, image.NewGray(image.Rect(0, 0, 600, 300))); err != nil {
		t.Fatal(err)
	}
	for name, data := range map[string][]byte{
		"mpsync.yaml": []byte("account:\n  emulator: legacy\narticles: '*.md'\n"), "sample.md": body, "images/lake.png": lake.Bytes(),
	} {
		file := filepath.Join(site, name)
		if err := os.MkdirAll(filepath.Dir(file), 0o750); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

func examplesSite(t *testing.T, site string) {
	t.Helper()
	if err := copySite("examples/site", site); err != nil {
		t.Fatal(err)
	}
}

// articlesOf renders every article of a site: what it reads like → its body as
// written, and its HTML.
func articlesOf(t *testing.T, site string) (written map[string][]byte, sent map[string]string) {
	t.Helper()
	written, sent = map[string][]byte{}, map[string]string{}
	err := filepath.WalkDir(site, func(file string, _ fs.DirEntry, err error) error {
		if err != nil || filepath.Ext(file) != ".md" {
			return err
		}
		data, err := os.ReadFile(file)
		if err != nil {
			return err
		}
		c := exec.CommandContext(t.Context(), "mpsync", "render", file)
		c.Dir = site
		html, err := c.Output()
		_, body := markdown.Split(string(data))
		key := squeezed(string(html))
		written[key], sent[key] = []byte(body), string(html)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return written, sent
}

func squeezed(html string) string {
	return strings.Join(strings.Fields(readable.Read(html).Text), "")
}

// pageOf is where the emulator shows an article to readers.
func pageOf(t *testing.T, a account, item map[string]any) string {
	t.Helper()
	u, err := url.Parse(item["url"].(string))
	if err != nil {
		t.Fatal(err)
	}
	return a.base + u.RequestURI()
}

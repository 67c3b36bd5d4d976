package main

import (
	"bytes"
	"errors"
	"fmt"
	"image"
	_ "image/jpeg" // a kind of what the account holds
	"io"
	"maps"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"mpsync/internal/asset/assettest"
)

// imageSite is a site with an article for each image, as its title says.
type imageSite struct {
	dir    string
	titles map[string]string // by the article's file
	a      account
}

func newImageSite(t *testing.T, images map[string][]byte) *imageSite {
	t.Helper()
	s := &imageSite{dir: t.TempDir(), titles: map[string]string{}, a: serve(t, t.TempDir())}
	files := map[string]string{"mpsync.yaml": "account: {appid: wx-any, secret: any, api: \"" + s.a.base + "\", library: draft}\narticles: '*.md'\nlimits: {creates: 1000}\n"}
	for i, name := range slices.Sorted(maps.Keys(images)) {
		article, file := fmt.Sprintf("%03d.md", i), fmt.Sprintf("%03d%s", i, filepath.Ext(name))
		s.titles[article] = name
		files[article] = fmt.Sprintf("---\ntitle: %q\n---\n\n看图 ![](%s)\n", name, file)
		files[file] = string(images[name])
	}
	for name, data := range files {
		if err := os.WriteFile(filepath.Join(s.dir, name), []byte(data), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return s
}

var atItsLine = regexp.MustCompile(`(?m)^(\d+\.md):5:\d+: error: .*$`)

// apply applies and returns the errors by title.
func (s *imageSite) apply(t *testing.T) (found map[string][]string) {
	t.Helper()
	c := exec.CommandContext(t.Context(), "mpsync", "-C", s.dir, "--lang", "en", "apply", "--yes", "--settle", "0")
	said, err := c.CombinedOutput()
	if exit, ok := errors.AsType[*exec.ExitError](err); err != nil && (!ok || exit.ExitCode() != 4) {
		t.Fatalf("%v\n%s", err, said)
	}
	found = map[string][]string{}
	for _, m := range atItsLine.FindAllStringSubmatch(string(said), -1) {
		found[s.titles[m[1]]] = append(found[s.titles[m[1]]], m[0])
	}
	if all := strings.Count(string(said), ": error: "); all != len(atItsLine.FindAllString(string(said), -1)) {
		t.Errorf("findings without a line:\n%s", said)
	}
	return found
}

// sent are the images that the account holds of each article, and all of its
// library, as its server gives them.
func (s *imageSite) sent(t *testing.T) (articles map[string][]byte, library [][]byte) {
	t.Helper()
	all, err := s.a.all()
	if err != nil {
		t.Fatal(err)
	}
	articles = map[string][]byte{}
	for _, h := range all {
		if h.URL != "" {
			library = append(library, s.fetch(t, h.URL))
		}
		for _, item := range h.Content.Items {
			title, content := item["title"].(string), item["content"].(string)
			if articles[title] != nil {
				t.Errorf("%s was sent twice", title)
			}
			articles[title] = s.fetch(t, content)
		}
	}
	return articles, library
}

// fetch gets the one image that a text names.
func (s *imageSite) fetch(t *testing.T, text string) []byte {
	t.Helper()
	m := address.FindStringSubmatch(text)
	if m == nil {
		t.Fatalf("no image in %s", text)
	}
	resp, err := http.Get(s.a.base + m[1])
	if err != nil {
		t.Fatal(err)
	}
	data, err := io.ReadAll(resp.Body)
	if err := errors.Join(err, resp.Body.Close()); err != nil || resp.StatusCode != http.StatusOK {
		t.Fatalf("%s: %s %v", m[1], resp.Status, err)
	}
	return data
}

// imagesEverywhere are the images that are opened on every machine: for drawings
// and photographs of phones mpsync asks other programs.
func imagesEverywhere(t *testing.T) map[string][]byte {
	t.Helper()
	all, err := assettest.Files("internal/asset/testdata")
	if err != nil {
		t.Fatal(err)
	}
	maps.DeleteFunc(all, func(name string, _ []byte) bool {
		return slices.Contains([]string{".svg", ".avif", ".heic"}, filepath.Ext(name))
	})
	return all
}

// TestEveryImageIsTakenOrHasOneFinding sends an article with every kind of image
// that there is, whole, cut, misnamed and empty: each is in the account in a form
// that it takes, or has one finding where it is named. A second run does nothing.
func TestEveryImageIsTakenOrHasOneFinding(t *testing.T) {
	all := imagesEverywhere(t)
	refused := []string{"rle.bmp", "cmyk.tif", "jpeg.tif", "empty.png", "text.jpg", "damaged.png"}
	damaged := slices.Clone(all["1 × 1.png"])
	damaged[16]++ // its width, against its checksum
	all["empty.png"], all["text.jpg"], all["damaged.png"] = nil, []byte("not an image at all"), damaged
	for _, name := range []string{"rgba.jpeg", "rgba.png", "rgba.gif", "rgba.bmp", "rgba.tiff", "lossy.webp", "animation.gif"} {
		for _, part := range []int{2, 50, 97} {
			cut := fmt.Sprintf("cut at %d of %s", part, name)
			all[cut] = all[name][:len(all[name])*part/100]
			refused = append(refused, cut)
		}
		all["lie "+name+".jpg"], all["lie "+name+".webp"] = all[name], all[name]
	}
	s := newImageSite(t, all)
	found := s.apply(t)
	sent, _ := s.sent(t)
	for name := range all {
		no := slices.Contains(refused, name)
		if no != (len(found[name]) == 1) || no != (sent[name] == nil) || len(found[name]) > 1 {
			t.Errorf("%s: findings %q, %d bytes sent", name, found[name], len(sent[name]))
		}
		if sent[name] == nil {
			continue
		}
		c, kind, err := image.DecodeConfig(bytes.NewReader(sent[name]))
		still := slices.Contains([]string{"jpeg", "png"}, kind) && len(sent[name]) < 1<<20 && c.Width <= 1080
		if moves := kind == "gif" && strings.HasSuffix(name, ".gif"); err != nil || !still && !moves && !strings.HasPrefix(name, "lie animation") {
			t.Errorf("%s became a %s of %d bytes, %d pixels wide: %v", name, kind, len(sent[name]), c.Width, err)
		}
	}
	before, err := s.a.requests()
	if err != nil {
		t.Fatal(err)
	}
	if again := s.apply(t); !maps.EqualFunc(found, again, slices.Equal) {
		t.Errorf("the second run found %v", again)
	}
	after, err := s.a.requests()
	if err != nil {
		t.Fatal(err)
	}
	seen := before[len(before)-1].ID
	for _, l := range after {
		if l.ID > seen && l.writes() {
			t.Errorf("the second run made a call to %s", l.Path)
		}
	}
}

// TestNothingPrivateReachesTheAccount sends images that each tell of a person in
// one of the places where files do, in the text, as covers and as materials.
func TestNothingPrivateReachesTheAccount(t *testing.T) {
	all, err := assettest.Private("internal/asset/testdata")
	if err != nil {
		t.Fatal(err)
	}
	s := newImageSite(t, all)
	materials := ""
	for article, name := range s.titles {
		if ext := filepath.Ext(name); ext != ".webp" && ext != ".tiff" {
			materials += fmt.Sprintf("m%s: %s%s\n", strings.TrimSuffix(article, ".md"), strings.TrimSuffix(article, ".md"), ext)
		}
	}
	if err := os.WriteFile(filepath.Join(s.dir, "materials.yaml"), []byte(materials), 0o600); err != nil {
		t.Fatal(err)
	}
	run(t, s.dir, "apply", "--yes", "--settle", "0")
	run(t, s.dir, "plan", "--detailed-exitcode")
	sent, library := s.sent(t)
	if len(sent) != len(all) || len(library) < len(all)+strings.Count(materials, "\n") {
		t.Errorf("%d articles and %d files for %d images", len(sent), len(library), len(all))
	}
	for _, data := range append(slices.Collect(maps.Values(sent)), library...) {
		for _, part := range []string{assettest.Canary, "zTXt"} { // the latter packs what it says
			if bytes.Contains(data, []byte(part)) {
				t.Errorf("%q is in an image that was sent", part)
			}
		}
	}
}

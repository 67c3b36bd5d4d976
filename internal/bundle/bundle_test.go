package bundle_test

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"crypto/sha512"
	"encoding/base64"
	"errors"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"mpsync/internal/bundle"
)

// archive is what a registry serves: files by name.
func archive(t *testing.T, files map[string]string) []byte {
	t.Helper()
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	w := tar.NewWriter(z)
	for name, text := range files {
		if err := w.WriteHeader(&tar.Header{Name: name, Mode: 0o644, Size: int64(len(text)), Typeflag: tar.TypeReg}); err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write([]byte(text)); err != nil {
			t.Fatal(err)
		}
	}
	if err := errors.Join(w.Close(), z.Close()); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// registry serves one archive and gives the package that it is.
func registry(t *testing.T, files map[string]string, wanted ...string) (bundle.Store, bundle.Package) {
	t.Helper()
	data := archive(t, files)
	sum := sha512.Sum512(data)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != "/npm/thing/-/thing-1.2.3.tgz" {
			http.NotFound(w, r)
			return
		}
		_, _ = w.Write(data)
	}))
	t.Cleanup(server.Close)
	p := bundle.Package{Name: "thing", Version: "1.2.3", Digest: base64.StdEncoding.EncodeToString(sum[:]), Files: wanted}
	return bundle.Store{Dir: filepath.Join(t.TempDir(), "tools"), Registry: server.URL + "/npm/", HTTP: server.Client()}, p
}

func TestInstallKeepsOnlyWhatIsNeeded(t *testing.T) {
	s, p := registry(t, map[string]string{"package/es5/a.js": "a", "package/other.js": "b", "package/es5/c.js": "c"}, "es5/a.js", "es5/c.js")
	if s.Installed(p) {
		t.Error("installed before it is")
	}
	for range 2 { // again over what is there
		if err := s.Install(t.Context(), p); err != nil {
			t.Fatal(err)
		}
	}
	data, err := s.Reader(p)("es5/c.js")
	if !s.Installed(p) || err != nil || string(data) != "c" {
		t.Errorf("got %q, %v", data, err)
	}
	if _, err := s.Reader(p)("other.js"); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("kept what nobody needs: %v", err)
	}
	if left, _ := filepath.Glob(filepath.Join(s.Dir, ".new-*")); left != nil {
		t.Errorf("left behind: %v", left)
	}
}

func TestNothingElseIsInstalled(t *testing.T) {
	for name, c := range map[string]struct {
		change func(*bundle.Package)
		says   string
	}{
		"another archive":    {func(p *bundle.Package) { p.Digest = "AAAA" }, bundle.ErrDigest.Error()},
		"no such package":    {func(p *bundle.Package) { p.Version = "9" }, "404"},
		"a file less":        {func(p *bundle.Package) { p.Files = append(p.Files, "b.js") }, "b.js"},
		"a name that climbs": {func(p *bundle.Package) { p.Files = []string{"../../evil"} }, "evil"},
	} {
		s, p := registry(t, map[string]string{"package/a.js": "a"}, "a.js")
		c.change(&p)
		err := s.Install(t.Context(), p)
		if err == nil || !strings.Contains(err.Error(), c.says) || s.Installed(p) {
			t.Errorf("%s: %v, installed %v", name, err, s.Installed(p))
		}
		if all, _ := os.ReadDir(s.Dir); len(all) > 0 {
			t.Errorf("%s: left %v", name, all)
		}
	}
}

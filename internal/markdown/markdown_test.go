package markdown

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"mpsync/internal/diag"
	"mpsync/internal/readable"
	"mpsync/internal/render"
	"mpsync/internal/render/theme"
)

func renderer(t testing.TB) (*render.Renderer, *theme.Theme) {
	t.Helper()
	css, _ := theme.Builtin("default")
	th, found := theme.Parse("default", css)
	if len(found) > 0 {
		t.Fatal(found)
	}
	r, _, err := render.New(render.Options{Theme: th, Lang: diag.Chinese})
	if err != nil {
		t.Fatal(err)
	}
	return r, th
}

// TestOwnPagesComeBack renders what the renderer's own tests render, takes it
// back and renders it again: a reader must not see a difference.
func TestOwnPagesComeBack(t *testing.T) {
	r, th := renderer(t)
	x := New(render.Options{Theme: th})
	files, err := filepath.Glob("../render/testdata/*.md")
	if err != nil || len(files) == 0 {
		t.Fatal("no samples", err)
	}
	for _, file := range files {
		t.Run(filepath.Base(file), func(t *testing.T) {
			source, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			was, _ := r.Render(render.Input{Body: source})
			page := x.From(was.HTML, Options{Title: was.Title})
			now, _ := r.Render(render.Input{Body: []byte(page.Body), Title: was.Title})
			if diff := cmp.Diff(lines(was.HTML), lines(now.HTML)); diff != "" {
				t.Errorf("reads otherwise:\n%s\nMarkdown:\n%s", diff, page.Body)
			}
		})
	}
}

func lines(src string) []string {
	return strings.Split(strings.ReplaceAll(readable.Read(src).Text, " ", ""), "\n")
}

var update = flag.Bool("update", false, "write the golden files")

// TestForeignPages converts what the web editor and other tools write.
func TestForeignPages(t *testing.T) {
	r, th := renderer(t)
	x := New(render.Options{Theme: th})
	files, err := filepath.Glob("testdata/*.html")
	if err != nil || len(files) == 0 {
		t.Fatal("no samples", err)
	}
	for _, file := range files {
		t.Run(filepath.Base(file), func(t *testing.T) {
			source, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			page := x.From(string(source), Options{Title: "题"})
			got := page.Body
			if len(page.Lost) > 0 {
				got += "\nLost: " + strings.Join(page.Lost, ", ") + "\n"
			}
			golden := strings.TrimSuffix(file, ".html") + ".md"
			if *update {
				if err := os.WriteFile(golden, []byte(got), 0o600); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(golden)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(string(want), got); diff != "" {
				t.Error(diff)
			}
			now, _ := r.Render(render.Input{Body: []byte(page.Body), Title: "题"})
			if diff := cmp.Diff(squeeze(readable.Read(string(source)).Text), squeeze(readable.Read(now.HTML).Text)); diff != "" {
				t.Errorf("reads otherwise: %s", diff)
			}
		})
	}
}

// FuzzFrom looks for text that is lost: what was converted reads as what was
// given.
func FuzzFrom(f *testing.F) {
	files, err := filepath.Glob("testdata/*.html")
	if err != nil {
		f.Fatal(err)
	}
	for _, file := range files {
		source, err := os.ReadFile(file)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(string(source))
	}
	_, th := renderer(f)
	x := New(render.Options{Theme: th})
	f.Fuzz(func(t *testing.T, src string) {
		page := x.From(src, Options{})
		if page.Body != "" && !strings.HasSuffix(page.Body, "\n") {
			t.Errorf("no line end: %q", page.Body)
		}
		x.Edit(src, page.Body, Change{})
		x.Images(src)
	})
}

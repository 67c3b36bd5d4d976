package markdown

import (
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

func renderer(t *testing.T) (*render.Renderer, *theme.Theme) {
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
			page := From(was.HTML, Options{Theme: th, Lang: diag.Chinese, Title: was.Title})
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

package render_test

import (
	"bytes"
	"flag"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/alecthomas/chroma/v2"
	"github.com/alecthomas/chroma/v2/lexers"
	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/text"

	"mpsync/internal/render"
)

var corpus = flag.String("corpus", "", "a folder of articles for BenchmarkRender")

// BenchmarkRender renders the articles below -corpus, else those of testdata,
// beside what Markdown and the splitting of code into tokens cost alone. An
// operation is all the articles once.
func BenchmarkRender(b *testing.B) {
	bodies := articles(b)
	run := func(name string, f func(*testing.B)) {
		b.Run(name, func(b *testing.B) {
			size := 0
			for _, body := range bodies {
				size += len(body)
			}
			b.SetBytes(int64(size))
			b.ReportAllocs()
			for b.Loop() {
				f(b)
			}
			b.ReportMetric(float64(len(bodies)*b.N)/b.Elapsed().Seconds(), "articles/s")
		})
	}
	all := func(r *render.Renderer) {
		for _, body := range bodies {
			r.Render(render.Input{Path: "a.md", Body: body})
		}
	}
	th := defaultTheme(b)
	plain, warm := renderer(b, render.Options{Theme: th, Plain: true}), renderer(b, render.Options{Theme: th})
	commonMark := goldmark.New(goldmark.WithExtensions(extension.GFM, extension.Footnote))
	run("plain", func(*testing.B) { all(plain) })
	run("goldmark", func(b *testing.B) {
		for _, body := range bodies {
			convert(b, commonMark, body)
		}
	})
	run("coloured", func(b *testing.B) { all(renderer(b, render.Options{Theme: th})) })
	known := finder{"": nil}
	for _, body := range bodies { // looking for a lexer is no part of what is compared
		tokenise(b, commonMark, known, body)
	}
	run("goldmark+chroma", func(b *testing.B) {
		for _, body := range bodies {
			tokenise(b, commonMark, known, body)
		}
	})
	run("again", func(*testing.B) { all(warm) })
}

// articles are the bodies of the articles to render.
func articles(b *testing.B) [][]byte {
	b.Helper()
	root := *corpus
	if root == "" {
		root = "testdata"
	}
	var bodies [][]byte
	err := filepath.WalkDir(root, func(path string, _ fs.DirEntry, err error) error {
		if err != nil || filepath.Ext(path) != ".md" {
			return err
		}
		body, err := os.ReadFile(path)
		bodies = append(bodies, behindFront(body))
		return err
	})
	if err != nil || len(bodies) == 0 {
		b.Fatal("no articles in ", root, err)
	}
	return bodies
}

// behindFront is an article without its front matter.
func behindFront(body []byte) []byte {
	body = bytes.ReplaceAll(body, []byte("\r\n"), []byte("\n"))
	if rest, ok := bytes.CutPrefix(body, []byte("---\n")); ok {
		_, body, _ = bytes.Cut(rest, []byte("\n---\n"))
	}
	return body
}

func convert(b *testing.B, m goldmark.Markdown, body []byte) {
	var out bytes.Buffer
	if err := m.Convert(body, &out); err != nil {
		b.Fatal(err)
	}
}

// tokenise converts an article and splits its code into tokens, which are thrown
// away.
func tokenise(b *testing.B, m goldmark.Markdown, known finder, body []byte) {
	var out bytes.Buffer
	doc := m.Parser().Parse(text.NewReader(body))
	if err := m.Renderer().Render(&out, body, doc); err != nil {
		b.Fatal(err)
	}
	_ = ast.Walk(doc, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		f, ok := n.(*ast.FencedCodeBlock)
		if !entering || !ok {
			return ast.WalkContinue, nil
		}
		lexer := known.find(strings.ToLower(string(f.Language(body))))
		if lexer == nil {
			return ast.WalkContinue, nil
		}
		tokens, err := lexer.Tokenise(nil, string(f.Lines().Value(body)))
		if err != nil {
			b.Fatal(err)
		}
		for t := tokens(); t != chroma.EOF; t = tokens() {
			_ = t
		}
		return ast.WalkContinue, nil
	})
}

// finder remembers the lexers of languages.
type finder map[string]chroma.Lexer

func (f finder) find(lang string) chroma.Lexer {
	l, ok := f[lang]
	if !ok {
		l = lexers.Get(lang)
		f[lang] = l
	}
	return l
}

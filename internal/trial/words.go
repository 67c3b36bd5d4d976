package main

import (
	"bytes"
	"fmt"
	"os"
	"regexp"
	"strings"

	"github.com/yuin/goldmark"
	emoji "github.com/yuin/goldmark-emoji"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/renderer/html"

	"mpsync/internal/diag"
	"mpsync/internal/markdown"
	"mpsync/internal/model"
	"mpsync/internal/readable"
	"mpsync/internal/render"
	"mpsync/internal/render/theme"
)

// anyway is the HTML of a file whatever is wrong with the site around it.
func anyway(file string) (string, error) {
	data, err := os.ReadFile(file) //nolint:gosec // a file of the copy
	if err != nil {
		return "", err
	}
	t, _, err := theme.Load(theme.Default, nil)
	if err != nil {
		return "", err
	}
	r, _, err := render.New(render.Options{Theme: t})
	if err != nil {
		return "", err
	}
	_, body := markdown.Split(strings.ReplaceAll(string(data), "\r\n", "\n"))
	page, _ := r.Render(render.Input{
		Path: file, Title: "\ue000", Body: []byte(body), Image: func(dest string, _ diag.Pos) (string, bool) {
			return model.ImageRef(model.Sum(dest), "max").String(), true
		},
	})
	return page.HTML, nil
}

// replaced are the pieces of text that rendering puts in place of others: marks
// of notes and links, boxes of tasks, the names of alerts.
var replaced = regexp.MustCompile(`\[\^?\d+\]|\[!\w+\]|[☑☐↩\x{fe0e}]`)

// between parts a text into words and clauses, whose order rendering may change:
// a caption stands below its image, an address in the list of links.
var between = regexp.MustCompile(`[\s\p{P}\p{S}]+`)

// lostWords gives the words that plain Markdown shows of a file and that rendered
// HTML lacks, beside those that stand within raw HTML only.
func lostWords(file, rendered string) ([]string, error) {
	data, err := os.ReadFile(file) //nolint:gosec // a file of the copy
	if err != nil {
		return nil, err
	}
	_, body := markdown.Split(strings.ReplaceAll(string(data), "\r\n", "\n"))
	var plain bytes.Buffer
	md := goldmark.New(
		goldmark.WithExtensions(extension.GFM, extension.Footnote, emoji.Emoji),
		goldmark.WithRendererOptions(html.WithXHTML()),
	)
	if err := md.Convert([]byte(body), &plain); err != nil {
		return nil, fmt.Errorf("render %s plainly: %w", file, err)
	}
	ours := squeeze(between.ReplaceAllString(replaced.ReplaceAllString(readable.Read(rendered).Text, ""), ""))
	var lost []string
	for _, word := range between.Split(replaced.ReplaceAllString(readable.Read(plain.String()).Text, " "), -1) {
		if w := squeeze(word); !strings.Contains(ours, w) {
			lost = append(lost, word)
		}
	}
	return lost, nil
}

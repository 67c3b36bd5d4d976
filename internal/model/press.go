package model

import (
	"bytes"
	"compress/flate"
	"io"
	"slices"
	"strings"
	"sync"
)

// Pressed are the long texts of an article that waits for its turn, at a tenth of
// their size: a new site is planned as a whole, but sent one message at a time.
type Pressed struct {
	html, text []byte
	refs       []Reference
}

// Presser presses articles. It is safe for concurrent use.
type Presser struct{ writers sync.Pool }

// Press presses Content and the text of Readable, which are empty then; see
// [Article.HTML], [Article.Reading], [Article.References] and [Article.Rendered].
func (p *Presser) Press(a *Article) {
	if a.Pressed != nil || a.Content == "" || a.Wanted != "" {
		return
	}
	a.Pressed = &Pressed{html: p.press(a.Content), text: p.press(a.Readable.Text), refs: References(a.Content)}
	a.Content, a.Readable.Text = "", ""
	// What is a part of a text would keep the whole of it in memory.
	for i := range a.Pressed.refs {
		own(&a.Pressed.refs[i].Key)
	}
	a.Readable.Links, a.Readable.Images = slices.Clone(a.Readable.Links), slices.Clone(a.Readable.Images)
	for i := range a.Readable.Links {
		own(&a.Readable.Links[i])
	}
	for i := range a.Readable.Images {
		own(&a.Readable.Images[i])
	}
	own(&a.Fields.Title)
	own(&a.Fields.Digest)
}

func own(s *string) { *s = strings.Clone(*s) }

func (p *Presser) press(text string) []byte {
	var b bytes.Buffer
	w, ok := p.writers.Get().(*flate.Writer)
	if ok {
		w.Reset(&b)
	} else {
		w, _ = flate.NewWriter(&b, flate.BestSpeed) // only an unknown level is an error
	}
	defer p.writers.Put(w)
	_, _ = io.WriteString(w, text) // a buffer takes all
	_ = w.Close()
	return bytes.Clone(b.Bytes())
}

func released(pressed []byte) string {
	var b strings.Builder
	if _, err := io.Copy(&b, flate.NewReader(bytes.NewReader(pressed))); err != nil {
		panic("model: what was pressed cannot be released: " + err.Error())
	}
	return b.String()
}

// Rendered says whether the article has content, pressed or not.
func (a Article) Rendered() bool { return a.Content != "" || a.Pressed != nil }

// HTML is Content, pressed or not.
func (a Article) HTML() string {
	if a.Pressed != nil {
		return released(a.Pressed.html)
	}
	return a.Content
}

// Reading is Readable, its text pressed or not.
func (a Article) Reading() Readable {
	if a.Pressed != nil {
		a.Readable.Text = released(a.Pressed.text)
	}
	return a.Readable
}

// References are those of Content, pressed or not; see the function of that name.
func (a Article) References() []Reference {
	if a.Pressed != nil {
		return a.Pressed.refs
	}
	return References(a.Content)
}

// Package diagram draws diagrams that are written as text: mermaid in a local
// Chromium, any other language by a command that the site names. Use it for
// fenced blocks whose readers should see a picture.
//
// Its one rule: nothing runs that was not asked for. The browser reaches no
// network, a command runs only where whoever starts mpsync allows it, and both
// are bounded in time and in what they may return.
//
// It does not decide what a picture is called or when it is uploaded: pixels
// differ between machines, so a picture is known by its source.
package diagram

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"image/png"
	"io/fs"
	"sync"
	"time"
)

// Mermaid is the language that needs no command.
const Mermaid = "mermaid"

// Release is the release of mermaid that diagrams are drawn with, File the file
// of its npm package that does it.
const (
	Release = "12.3.0"
	File    = "dist/mermaid.min.js"
)

// Request is a diagram to draw.
type Request struct {
	Lang   string `json:"lang"`
	Source string `json:"source"`
	// Ink, Accent and Paper are colours of the theme, as "#rrggbb".
	Ink    string `json:"ink"`
	Accent string `json:"accent"`
	Paper  string `json:"paper"`
	// Chinese is set for an article in Chinese, which decides between forms of
	// the same character.
	Chinese bool `json:"chinese,omitempty"`
}

// Picture is a drawn diagram.
type Picture struct {
	PNG []byte `json:"png"`
	// Width is how wide it is meant to be shown, in CSS pixels.
	Width int `json:"width"`
}

// SyntaxError says what is wrong with a diagram, in the words of what draws it.
type SyntaxError struct{ Message string }

func (e *SyntaxError) Error() string { return e.Message }

// MissingError says what this machine lacks; Reason is one of the constants.
type MissingError struct{ Reason string }

func (e *MissingError) Error() string { return e.Reason }

// The reasons of a [MissingError]: codes of the catalog.
const (
	NoBundle   = "diagram-no-bundle"
	NoBrowser  = "diagram-no-browser"
	NotAllowed = "diagram-not-allowed"
)

// Cache remembers pictures between runs. It may forget at any time.
type Cache interface {
	Get(key string) ([]byte, bool)
	Put(key string, data []byte)
}

// Drawer draws diagrams; safe for concurrent use. Close it when done.
type Drawer struct {
	// Browser finds the path of a Chromium; "" where there is none.
	Browser func() string
	// Root says that this process runs as root, where Chromium has no sandbox.
	Root bool
	// Read reads [File]. Its error is one that [errors.Is] finds to be
	// fs.ErrNotExist where mermaid is not installed.
	Read func(name string) ([]byte, error)
	// Commands draw the other languages.
	Commands map[string]string
	// Run runs a command with a text as its input; nil where commands may not run.
	Run func(ctx context.Context, command string, input []byte) ([]byte, error)
	// Cache may be nil.
	Cache Cache

	mu      sync.Mutex // guards what follows; one diagram is drawn at a time
	browser *browser
	drawn   map[string]*Picture
}

// Draws says whether code in a language is a diagram.
func (d *Drawer) Draws(lang string) bool { return lang == Mermaid || d.Commands[lang] != "" }

// patience is how long one diagram may take, the start of the browser included.
const patience = 30 * time.Second

// form is part of a cache key; it changes with the way pictures are made.
const form = "1"

func (d *Drawer) key(r Request) string {
	data, err := json.Marshal(struct {
		Request
		Form, Release, Command string
	}{r, form, Release, d.Commands[r.Lang]})
	if err != nil {
		panic(err) // strings always marshal
	}
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:])
}

// Draw draws a diagram. The error is a *[SyntaxError], a *[MissingError], the
// context's, or what went wrong with the browser.
func (d *Drawer) Draw(ctx context.Context, r Request) (Picture, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	key := d.key(r)
	if p := d.recall(key); p != nil {
		return *p, nil
	}
	timed, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	p, err := d.draw(timed, r)
	switch {
	case ctx.Err() != nil:
		return Picture{}, ctx.Err()
	case timed.Err() != nil:
		d.quit()
		return Picture{}, &SyntaxError{"it takes too long"}
	case err != nil:
		return Picture{}, err
	}
	d.remember(key, p)
	return *p, nil
}

func (d *Drawer) recall(key string) *Picture {
	if p := d.drawn[key]; p != nil || d.Cache == nil {
		return p
	}
	data, ok := d.Cache.Get(key)
	p := &Picture{}
	if !ok || json.Unmarshal(data, p) != nil || check(p) != nil {
		return nil
	}
	return p
}

func (d *Drawer) remember(key string, p *Picture) {
	if d.drawn == nil {
		d.drawn = map[string]*Picture{}
	}
	d.drawn[key] = p
	if d.Cache == nil {
		return
	}
	if data, err := json.Marshal(p); err == nil {
		d.Cache.Put(key, data)
	}
}

func (d *Drawer) draw(ctx context.Context, r Request) (*Picture, error) {
	var p *Picture
	var err error
	if r.Lang == Mermaid {
		p, err = d.mermaid(ctx, r)
	} else {
		p, err = d.command(ctx, r)
	}
	if err != nil {
		return nil, err
	}
	return p, check(p)
}

// The bounds of a picture: what the API takes of a content image, and what is
// sensible to decode.
const (
	mostBytes  = 1 << 20
	mostPixels = 50_000_000
)

// check says whether a picture is one.
func check(p *Picture) error {
	c, err := png.DecodeConfig(bytes.NewReader(p.PNG))
	switch {
	case err != nil:
		return &SyntaxError{"what was drawn is no PNG"}
	case c.Width*c.Height > mostPixels || len(p.PNG) >= mostBytes:
		return &SyntaxError{fmt.Sprintf("it would be %d × %d pixels and %d bytes large", c.Width, c.Height, len(p.PNG))}
	case p.Width <= 0:
		return &SyntaxError{"it is empty"}
	}
	return nil
}

// mermaid draws with the installed script.
func (d *Drawer) mermaid(ctx context.Context, r Request) (*Picture, error) {
	script, err := d.Read(File)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, &MissingError{NoBundle}
	case err != nil:
		return nil, fmt.Errorf("read mermaid: %w", err)
	}
	b, err := d.start(ctx)
	if err != nil {
		return nil, err
	}
	return b.mermaid(ctx, string(script), r)
}

// command draws with a command of the site.
func (d *Drawer) command(ctx context.Context, r Request) (*Picture, error) {
	if d.Run == nil {
		return nil, &MissingError{NotAllowed}
	}
	out, err := d.Run(ctx, d.Commands[r.Lang], []byte(r.Source+"\n"))
	if err != nil {
		return nil, &SyntaxError{err.Error()}
	}
	if bytes.HasPrefix(out, []byte("\x89PNG")) {
		c, err := png.DecodeConfig(bytes.NewReader(out))
		if err != nil {
			return nil, &SyntaxError{"what was drawn is no PNG"}
		}
		return &Picture{PNG: out, Width: c.Width}, nil
	}
	if !bytes.Contains(out[:min(len(out), 4096)], []byte("<svg")) {
		return nil, &SyntaxError{"the command wrote neither PNG nor SVG"}
	}
	b, err := d.start(ctx)
	if err != nil {
		return nil, err
	}
	return b.svg(ctx, out, r)
}

// start starts the browser, once.
func (d *Drawer) start(ctx context.Context) (*browser, error) {
	switch {
	case d.browser != nil:
		return d.browser, nil
	case d.Browser() == "":
		return nil, &MissingError{NoBrowser}
	}
	b, err := launch(ctx, d.Browser(), d.Root)
	if err != nil {
		return nil, err
	}
	d.browser = b
	return b, nil
}

func (d *Drawer) quit() {
	if d.browser != nil {
		d.browser.close()
		d.browser = nil
	}
}

// Close ends the browser.
func (d *Drawer) Close() {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.quit()
}

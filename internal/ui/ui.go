// Package ui writes for people and for programs: findings, progress and JSON
// events. Only cli uses it; core packages return values.
//
// Its one rule: results go to stdout, progress and logs to stderr, and with
// --json stdout holds one event a line and nothing else.
package ui

import (
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"sync"

	"golang.org/x/text/width"

	"mpsync/internal/diag"
)

// Console is where one command writes, from any goroutine.
type Console struct {
	Out, Err io.Writer
	Lang     diag.Lang
	Color    bool // paint
	Live     bool // stderr is a terminal: progress overwrites itself
	Width    int  // columns of that terminal, 0 where unknown
	JSON     bool
	Verbose  bool

	mu       sync.Mutex // keeps lines whole
	progress bool       // a progress line stands on the terminal
}

// styles are SGR parameters by name; names are those of plan's styles too.
var styles = map[string]string{
	"add": "32", "change": "33", "remove": "31", "alert": "35", "faint": "2", "strong": "1",
	"error": "1;31", "warning": "33", "note": "36",
}

// Paint colours text where colour is wanted.
func (c *Console) Paint(style, text string) string {
	if !c.Color || text == "" {
		return text
	}
	return "\x1b[" + styles[style] + "m" + text + "\x1b[0m"
}

// Text is a text of the catalog in the console's language.
func (c *Console) Text(code string, args ...any) string { return diag.Text(c.Lang, code, args...) }

// Say prints a line of result; nothing with --json.
func (c *Console) Say(code string, args ...any) { c.Print(c.Text(code, args...)) }

// Print prints a line of result; nothing with --json.
func (c *Console) Print(line string) {
	if c.JSON {
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.clear()
	_, _ = fmt.Fprintln(c.Out, line)
}

// Log prints a line to stderr, with --verbose only.
func (c *Console) Log(format string, args ...any) {
	if !c.Verbose {
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.clear()
	_, _ = fmt.Fprintf(c.Err, format+"\n", args...)
}

// Progress shows how far a command is: on a terminal one line that overwrites
// itself, elsewhere a line each.
func (c *Console) Progress(line string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if !c.Live {
		_, _ = fmt.Fprintln(c.Err, line)
		return
	}
	_, _ = fmt.Fprint(c.Err, "\r\x1b[K"+fit(line, c.Width-1))
	c.progress = true
}

// Ask prints a question and leaves the cursor behind it.
func (c *Console) Ask(question string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.clear()
	_, _ = fmt.Fprint(c.Err, question)
}

// Hint prints a line to stderr that may be missed; nothing with --json.
func (c *Console) Hint(line string) {
	if c.JSON {
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.clear()
	_, _ = fmt.Fprintln(c.Err, c.Paint("faint", line))
}

// fit cuts a line to a number of columns, because a line that wraps can't be
// overwritten.
func fit(line string, columns int) string {
	if columns <= 0 {
		return line
	}
	used := 0
	for i, r := range line {
		if used += columnsOf(r); used > columns {
			return line[:i]
		}
	}
	return line
}

// Columns is how wide a text stands on a terminal.
func Columns(text string) int {
	n := 0
	for _, r := range text {
		n += columnsOf(r)
	}
	return n
}

// columnsOf is two for a Chinese character, one for any other.
func columnsOf(r rune) int {
	if k := width.LookupRune(r).Kind(); k == width.EastAsianWide || k == width.EastAsianFullwidth {
		return 2
	}
	return 1
}

// Done ends the progress line.
func (c *Console) Done() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.clear()
}

// clear takes the progress line off; mu is held.
func (c *Console) clear() {
	if c.progress {
		_, _ = fmt.Fprint(c.Err, "\r\x1b[K")
		c.progress = false
	}
}

// Findings prints findings, to stdout in validate and to stderr elsewhere.
func (c *Console) Findings(w io.Writer, ds []diag.Diagnostic) {
	if c.JSON {
		for _, d := range ds {
			c.Event("finding", findingOf(d))
		}
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.clear()
	for _, d := range ds {
		_, _ = io.WriteString(w, c.finding(d))
	}
}

// finding is "file:line:col: error: message [code]" and its hint.
func (c *Console) finding(d diag.Diagnostic) string {
	var b strings.Builder
	place := d.String()
	if place == "" {
		place = diag.Pos{File: d.Address}.String()
	}
	if place != "" {
		b.WriteString(c.Paint("strong", place+":") + " ")
	}
	fmt.Fprintf(&b, "%s %s %s\n", c.Paint(string(d.Severity), c.Text("severity-"+string(d.Severity))+":"),
		d.Message(c.Lang), c.Paint("faint", "["+d.Code+"]"))
	if h := strings.TrimRight(d.Hint(c.Lang), "\n"); h != "" {
		fmt.Fprintf(&b, "    %s %s\n", c.Paint("faint", "→"), h)
	}
	return b.String()
}

// finding is the JSON form of a diagnostic, the same in every language.
type finding struct {
	diag.Diagnostic
	Message string `json:"message"`
	Hint    string `json:"hint,omitempty"`
}

func findingOf(d diag.Diagnostic) finding {
	return finding{d, d.Message(diag.English), d.Hint(diag.English)}
}

// Event writes one line of JSON: {"v":1,"type":kind,"data":body}. Without --json
// it writes nothing.
func (c *Console) Event(kind string, body any) {
	if !c.JSON {
		return
	}
	event := struct {
		V    int    `json:"v"`
		Type string `json:"type"`
		Body any    `json:"data,omitempty"`
	}{1, kind, body}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.clear()
	e := json.NewEncoder(c.Out)
	e.SetEscapeHTML(false)
	_ = e.Encode(event)
}

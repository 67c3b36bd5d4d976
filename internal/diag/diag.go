// Package diag holds messages for people: what is wrong where, and what to do.
// Use it wherever a writer's mistake is found; mistakes of programs are errors.
//
// Its one rule: a message is a code with arguments. The words stand in the
// catalog, in English and Chinese side by side, so that every finding exists in
// both and JSON is the same whatever the language.
//
// It does not print, and a diagnostic never holds a secret.
package diag

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"unicode"
)

// Severity says what a finding does to its article.
type Severity string

// The severities: an error leaves the article out, a warning and a note do not.
const (
	Error   Severity = "error"
	Warning Severity = "warning"
	Note    Severity = "note"
)

// Pos is a place in a file; Line and Col count from 1 and are 0 where unknown.
type Pos struct {
	File string `json:"file,omitempty"` // slash-separated, from the site root
	Line int    `json:"line,omitempty"`
	Col  int    `json:"col,omitempty"` // in characters
}

// String is "file:line:col" without the parts that are unknown.
func (p Pos) String() string {
	file := strings.ReplaceAll(Printable(p.File), "\n", "") // a name can hold what begins a line
	if strings.HasPrefix(strings.TrimSpace(file), "::") {
		file = "./" + file // a line that begins so is a command to GitHub's runner
	}
	switch {
	case p.Line == 0:
		return file
	case p.Col == 0:
		return fmt.Sprintf("%s:%d", file, p.Line)
	}
	return fmt.Sprintf("%s:%d:%d", file, p.Line, p.Col)
}

// Diagnostic is one finding.
type Diagnostic struct {
	Severity Severity `json:"severity"`
	Code     string   `json:"code"` // key of the catalog
	Pos
	Address string `json:"address,omitempty"` // of the article or message it is about
	Args    []any  `json:"-"`
}

// New makes a finding; it panics when the catalog has no such code.
func New(s Severity, code string, pos Pos, args ...any) Diagnostic {
	lookup(code)
	return Diagnostic{Severity: s, Code: code, Pos: pos, Args: args}
}

// Message says what is wrong.
func (d Diagnostic) Message(l Lang) string { return format(lookup(d.Code).message(l), d.Args) }

// Hint says what to do about it.
func (d Diagnostic) Hint(l Lang) string { return format(lookup(d.Code).hint(l), d.Args) }

// format fills in arguments. A text need not use all of them: texts use indexed
// verbs, after which fmt does not complain of unused arguments.
func format(s string, args []any) string {
	if !strings.Contains(s, "%") {
		return s
	}
	clean := make([]any, len(args))
	for i, a := range args {
		if text, ok := a.(string); ok {
			a = Printable(text)
		}
		clean[i] = a
	}
	return fmt.Sprintf(s, clean...)
}

// Printable drops the control characters of a text, which a terminal would obey,
// and names those that turn the order of what follows, so that nothing reads
// other than it is; titles and texts come from files and accounts.
func Printable(s string) string {
	var b strings.Builder
	for _, r := range s {
		switch {
		case unicode.Is(unicode.Bidi_Control, r):
			fmt.Fprintf(&b, "<U+%04X>", r)
		case !unicode.IsControl(r) || r == '\n' || r == '\t':
			b.WriteRune(r)
		}
	}
	return b.String()
}

// Text is a text of the catalog that is no finding, its arguments filled in.
func Text(l Lang, code string, args ...any) string {
	return format(lookup(code).message(l), args)
}

// Sort orders findings by file, line, column, severity and code, and drops
// repetitions.
func Sort(ds []Diagnostic) []Diagnostic {
	rank := map[Severity]int{Error: 0, Warning: 1, Note: 2}
	slices.SortStableFunc(ds, func(a, b Diagnostic) int {
		return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line), cmp.Compare(a.Col, b.Col),
			cmp.Compare(rank[a.Severity], rank[b.Severity]), cmp.Compare(a.Code, b.Code),
			cmp.Compare(a.Message(English), b.Message(English)))
	})
	return slices.CompactFunc(ds, func(a, b Diagnostic) bool {
		return a.Severity == b.Severity && a.Code == b.Code && a.Pos == b.Pos && a.Message(English) == b.Message(English)
	})
}

// HasErrors says whether one of ds is an error.
func HasErrors(ds []Diagnostic) bool {
	return slices.ContainsFunc(ds, func(d Diagnostic) bool { return d.Severity == Error })
}

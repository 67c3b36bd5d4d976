package cli

import (
	"context"
	"fmt"
	"io"
	"os"
	"path"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"mpsync/internal/diag"
	"mpsync/internal/plan"
)

// The forms of a plan beside the text for people.
const (
	formatText     = "text"
	formatJSON     = "json"
	formatMarkdown = "markdown"
	formatGitHub   = "github"
)

// What GitHub takes: a comment has 65,536 characters, a step's summary 1 MiB,
// and of each kind of annotation a step shows ten.
const (
	mostOfComment   = 65_536
	mostOfSummary   = 1 << 20
	mostAnnotations = 10
)

// planMark is by what a comment about a plan is found again.
func (s *session) planMark() string {
	mark := "mpsync:plan"
	if s.site != nil && s.site.Config.Account.Name != "" {
		mark += " " + s.site.Config.Account.Name
	}
	return mark
}

// present prints a plan in a form; account names the account in words for people.
func (s *session) present(ctx context.Context, p plan.Plan, format, account string) error {
	switch format {
	case formatMarkdown:
		_, err := io.WriteString(s.Out, p.Markdown(s.planMark(), account, s.console.Lang, mostOfComment))
		return err
	case formatGitHub:
		s.annotate(ctx, p)
		return s.summarise(p.Markdown(s.planMark(), account, s.console.Lang, mostOfSummary))
	}
	return s.showAs(p, account)
}

// checkFormat refuses forms that a command does not have.
func (a *app) checkFormat(format string, known ...string) error {
	if !slices.Contains(known, format) {
		return usage("bad-format", format, strings.Join(known, ", "))
	}
	if format == formatJSON {
		a.console.JSON = true
	}
	return nil
}

// summarise adds to the summary of a GitHub step; elsewhere it prints.
func (s *session) summarise(text string) error {
	file, ok := s.Env("GITHUB_STEP_SUMMARY")
	if !ok || file == "" {
		_, err := io.WriteString(s.Out, text)
		return err
	}
	f, err := os.OpenFile(file, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600) //nolint:gosec // the file that the runner names
	if err == nil {
		_, err = f.WriteString(text)
		if cerr := f.Close(); err == nil {
			err = cerr
		}
	}
	if err != nil {
		return diag.Stop(err, "cannot-write", diag.Pos{File: file}, reason(err))
	}
	return nil
}

// annotation is a remark on lines of a file of the site.
type annotation struct {
	kind       string // error, warning or notice
	file       string
	line, last int // 0 is the whole file
	col        int
	text       string
}

// annotate prints findings and changes as commands of GitHub's workflows.
func (s *session) annotate(ctx context.Context, p plan.Plan) {
	prefix := ""
	if out, err := s.Git(ctx, s.site.Dir, nil, "rev-parse", "--show-prefix"); err == nil {
		prefix = strings.TrimSpace(string(out))
	}
	all := append(s.remarks(), s.changed(p)...)
	for _, kind := range []string{"error", "warning", "notice"} {
		of := slices.DeleteFunc(slices.Clone(all), func(a annotation) bool { return a.kind != kind })
		more := 0
		if len(of) > mostAnnotations {
			more = len(of) - mostAnnotations + 1
			of = of[:mostAnnotations-1]
		}
		for _, a := range of {
			s.console.Print(a.command(prefix))
		}
		if more > 0 {
			s.console.Print(annotation{kind: kind, text: s.console.Text("annotations-cut", more)}.command(""))
		}
	}
}

// remarks are what was found wrong in the site.
func (s *session) remarks() []annotation {
	var all []annotation
	for _, d := range s.built.Findings {
		if d.Severity == diag.Note {
			continue
		}
		all = append(all, annotation{
			kind: string(d.Severity), file: d.File, line: d.Line, last: d.Line, col: d.Col,
			text: strings.TrimSpace(d.Message(s.console.Lang) + "\n" + d.Hint(s.console.Lang)),
		})
	}
	return all
}

// changed are the lines that a plan is about.
func (s *session) changed(p plan.Plan) []annotation {
	var all []annotation
	for _, c := range p.Changes {
		switch {
		case c.Message == nil || len(c.Message.Articles) == 0:
			continue
		case c.Action == plan.Blocked && c.Reason != nil:
			d := c.Reason.Diagnostic(diag.Warning)
			text := strings.TrimSpace(d.Message(s.console.Lang) + "\n" + d.Hint(s.console.Lang))
			all = append(all, annotation{kind: "warning", file: c.Message.Articles[0].Path, line: 1, last: 1, text: text})
		case c.Action == plan.Create || c.Action == plan.Replace:
			for _, a := range c.Message.Articles {
				text := s.console.Text("annotation-"+string(c.Action), a.Fields.Title)
				all = append(all, annotation{kind: "notice", file: a.Path, line: 1, last: 1, text: text})
			}
		}
		for _, a := range c.Articles {
			x := c.Message.Articles[a.Index]
			all = append(all, s.edits(x.Path, x.Fields.Title, a)...)
		}
	}
	return all
}

// edits are the places of one article where readers will read something new.
func (s *session) edits(file, title string, a plan.ArticleChange) []annotation {
	note := annotation{kind: "notice", file: file, line: 1, last: 1, text: s.console.Text("annotation-~", title)}
	source, err := s.site.ReadFile(file)
	if err != nil {
		return []annotation{note}
	}
	index := indexLines(string(source))
	var all []annotation
	for line := range strings.Lines(a.Diff) {
		if !strings.HasPrefix(line, "+") {
			continue
		}
		first, last := index.find(line[1:])
		switch n := len(all); {
		case first == 0:
			continue
		case n > 0 && first <= all[n-1].last+1 && first >= all[n-1].line:
			all[n-1].last = max(last, all[n-1].last)
		default:
			at := note
			at.line, at.last = first, last
			all = append(all, at)
		}
	}
	if len(all) == 0 {
		return []annotation{note}
	}
	return all
}

// lineIndex finds text that readers see in the source that it came from, by its
// letters alone: marks of footnotes stand between them.
type lineIndex struct {
	letters string
	lines   []int // of each byte of letters, from 1
}

// destination is what a link or an image names and readers don't see.
var destination = regexp.MustCompile(`\]\([^)]*\)`)

func indexLines(source string) lineIndex {
	var x lineIndex
	n := 0
	for line := range strings.Lines(source) {
		n++
		letters := onlyLetters(destination.ReplaceAllString(line, "]"))
		x.letters += letters
		for range len(letters) {
			x.lines = append(x.lines, n)
		}
	}
	return x
}

func onlyLetters(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) {
			return r
		}
		return -1
	}, s)
}

// find gives the first and the last line of a text, of as much of its beginning
// as is there word for word; 0 when that is too little to tell.
func (x lineIndex) find(text string) (first, last int) {
	const least = 12 // bytes: four Chinese characters
	wanted := onlyLetters(text)
	for n := len(wanted); n > 0; n /= 2 {
		if n < least && n < len(wanted) {
			break
		}
		if i := strings.Index(x.letters, wanted[:n]); i >= 0 {
			return x.lines[i], x.lines[i+n-1]
		}
	}
	return 0, 0
}

var (
	commandText  = strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A")
	commandValue = strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A", ":", "%3A", ",", "%2C")
)

// command is the form that GitHub's runner reads; prefix is where the site lies
// in its repository.
func (a annotation) command(prefix string) string {
	var at []string
	if a.file != "" {
		at = append(at, "file="+commandValue.Replace(path.Join(prefix, a.file)))
	}
	if a.line > 0 {
		at = append(at, fmt.Sprintf("line=%d,endLine=%d", a.line, a.last))
	}
	if a.col > 0 {
		at = append(at, fmt.Sprintf("col=%d", a.col))
	}
	at = append(at, "title=mpsync")
	return "::" + a.kind + " " + strings.Join(at, ",") + "::" + commandText.Replace(diag.Printable(a.text))
}

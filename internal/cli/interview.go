package cli

import (
	"bufio"
	"context"
	"slices"
	"strconv"
	"strings"

	"mpsync/internal/diag"
)

// wishes are what init asks a person about a new site.
type wishes struct {
	real             bool // an account of WeChat's, not the built-in one
	author, comments string
	ci               string     // "" for none
	asked            *questions // nil where nobody answers
}

// The answers that init proposes and knows.
const (
	accountTry, accountReal = "try", "real"
	ciNone                  = "none"
)

// interview asks for wishes on a terminal; elsewhere, or with --yes, it takes
// what it would propose.
func (a *app) interview(ctx context.Context, ci string, yes bool) (wishes, error) {
	w := wishes{comments: "open", ci: ci}
	if yes || !a.InTerminal {
		return w, nil
	}
	q := &questions{app: a, in: bufio.NewReader(a.In)}
	w.asked = q
	a.console.Hint(a.console.Text("init-asks"))
	w.real = q.choose(ctx, "init-ask-account", accountTry, accountReal) == accountReal
	w.author = q.line(ctx, "init-ask-author")
	w.comments = q.choose(ctx, "init-ask-comments", "open", "fans", "closed")
	if ci == "" {
		if w.ci = q.choose(ctx, "init-ask-ci", append([]string{ciNone}, ciHosts()...)...); w.ci == ciNone {
			w.ci = ""
		}
	}
	if q.ended {
		return w, diag.Stop(ctx.Err(), "init-ended", diag.Pos{})
	}
	return w, nil
}

// into writes the wishes into the text of a configuration.
func (w wishes) into(config string, a *app) string {
	account, author := "init-builtin", ""
	if w.real {
		account = "init-real"
	}
	if w.author != "" {
		author = "  author: " + strconv.Quote(w.author) + "\n"
	}
	config = strings.NewReplacer("{account}", a.console.Text(account), "{author}", author, "{comments}", w.comments).Replace(config)
	if w.ci != "" {
		config += a.console.Text("init-state")
	}
	return config
}

// questions asks on a terminal until the answers end.
type questions struct {
	*app
	in    *bufio.Reader
	ended bool
}

// line asks for a line of text; an interrupt or the end of the input ends the
// questions.
func (q *questions) line(ctx context.Context, code string, args ...any) string {
	if q.ended {
		return ""
	}
	q.console.Ask(q.console.Text(code, args...))
	type answer struct {
		line string
		err  error
	}
	answers := make(chan answer, 1)
	go func() {
		line, err := q.in.ReadString('\n')
		answers <- answer{line, err}
	}()
	select {
	case got := <-answers:
		q.ended = got.err != nil
		return strings.TrimSpace(diag.Printable(got.line))
	case <-ctx.Done():
		q.ended = true
		return ""
	}
}

// number asks for a whole number, 0 or more; a proposal stands for no answer.
func (q *questions) number(ctx context.Context, code string, proposed int, args ...any) int {
	for {
		said := q.line(ctx, code, append([]any{proposed}, args...)...)
		if said == "" && !q.ended {
			return proposed
		}
		if n, err := strconv.Atoi(said); q.ended || err == nil && n >= 0 {
			return max(n, 0)
		}
		q.console.Hint(q.console.Text("init-ask-number"))
	}
}

// choose asks for one of some words, of which the first is proposed; the
// beginning of a word will do.
func (q *questions) choose(ctx context.Context, code string, words ...string) string {
	for {
		said := strings.ToLower(q.line(ctx, code, words[0], strings.Join(words[1:], ", ")))
		if said == "" {
			return words[0]
		}
		fits := slices.DeleteFunc(slices.Clone(words), func(w string) bool { return !strings.HasPrefix(w, said) })
		if len(fits) == 1 {
			return fits[0]
		}
		q.console.Hint(q.console.Text("init-ask-again", strings.Join(words, ", ")))
	}
}

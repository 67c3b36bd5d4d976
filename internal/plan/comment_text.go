package plan

import (
	"cmp"
	"slices"
	"strings"

	"mpsync/internal/comment"
	"mpsync/internal/diag"
	"mpsync/internal/model"
)

// comments prints what happens to the comments of an article.
func (t *text) comments(threads []Thread) {
	for _, th := range threads {
		if len(th.Changes) == 0 {
			continue
		}
		t.line(t.say("comments-of", string(th.Address), t.say("title", th.Title)))
		for _, c := range th.Changes {
			t.remark(c)
		}
	}
}

func (t *text) remark(c CommentChange) {
	style := StyleChange
	if i := slices.IndexFunc(actions, func(a shown) bool { return a.action == c.Action }); i >= 0 {
		style = actions[i].style
	}
	name, on := t.say("comments-do-"+string(cmp.Or(c.Do, "wait"))), ""
	if c.ID != 0 {
		author := c.Author
		if author != "" {
			author += " "
		}
		on = t.say("comments-on", c.ID, author, comment.Excerpt(c.Text))
	}
	t.line("  " + t.paint(style, string(c.Action)+" "+name) + on)
	switch {
	case c.Do == model.CommentReply && c.Was != "":
		t.line("      " + t.paint(StyleRemove, "- "+diag.Printable(c.Was)))
		fallthrough
	case c.Do == model.CommentReply:
		for line := range strings.Lines(diag.Printable(c.Reply)) {
			t.line("      " + t.paint(StyleAdd, "+ "+strings.TrimSuffix(line, "\n")))
		}
		if c.Was != "" {
			t.line("      " + t.paint(StyleFaint, t.say("comments-twice-called")))
		}
	case c.Do == model.CommentUnreply:
		t.line("      " + t.paint(StyleRemove, "- "+diag.Printable(c.Was)))
	}
	if c.Rule != "" {
		t.line("      " + t.paint(StyleFaint, t.say("comments-by-rule", c.Rule)))
	}
	if c.Reason != nil {
		d := c.Reason.Diagnostic(diag.Note)
		t.line("      " + t.paint(StyleFaint, d.Message(t.lang)))
		if h := d.Hint(t.lang); h != "" {
			t.line("      " + t.paint(StyleFaint, "→ "+h))
		}
	}
}

// readings says what it cost to look at comments.
func (t *text) readings(threads []Thread) {
	calls, n := 0, 0
	for _, th := range threads {
		if calls += th.Calls; th.Calls > 0 {
			n++
		}
	}
	if n > 0 {
		t.line(t.say("comments-read", n, calls))
	}
}

// commentCounts are what the summary says of comments.
func (t *text) commentCounts(p Plan) []string {
	var counts []string
	if n := p.CountComments(); n > 0 {
		counts = append(counts, t.say("comments-count", n))
	}
	if n := p.CountComments(Blocked, Deferred); n > 0 {
		counts = append(counts, t.say("comments-count-waiting", n))
	}
	return counts
}

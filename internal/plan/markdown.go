package plan

import (
	"fmt"
	"slices"
	"strings"

	"mpsync/internal/diag"
)

// Markdown is a plan for a comment or a summary of a code host: what is counted,
// a table, what is left to the console, and diffs that unfold. It is never longer
// than limit bytes: what does not fit is counted at its end. mark is a comment
// that nobody sees, by which the next one finds this one.
func (p Plan) Markdown(mark, account string, l diag.Lang, limit int) string {
	d := document{text: text{lang: l, paint: func(_ Style, s string) string { return s }}, limit: limit}
	d.add("<!-- " + mark + " -->\n")
	d.add("### " + escape(d.say("plan-account", account, d.say("lib-"+p.Library))) + "\n\n")
	d.add(d.paragraph(func(t *text) { t.summary(p) }))
	d.list(d.say("plan-refused"), p.Refusals)
	d.table(p.Changes)
	d.checklist(p.Todos)
	d.list(d.say("plan-notes"), p.Notes)
	if len(p.Skipped) > 0 {
		d.add(escape(d.say("plan-skipped", strings.Join(skippedNames(p.Skipped, d.say), d.say("comma")))) + "\n\n")
	}
	for _, c := range p.Changes {
		d.change(c)
	}
	return d.end()
}

// document gathers pieces of Markdown as long as they fit.
type document struct {
	text
	out     strings.Builder
	limit   int
	dropped int
}

// reserve is kept for the sentence about what was left out.
const reserve = 400

// add takes a piece whole or not at all.
func (d *document) add(piece string) {
	if d.out.Len()+len(piece)+reserve > d.limit {
		d.dropped++
		return
	}
	d.out.WriteString(piece)
}

func (d *document) end() string {
	if d.dropped > 0 {
		d.out.WriteString("\n*" + d.say("plan-cut", d.dropped) + "*\n")
	}
	return d.out.String()
}

// plain is what a text of the terminal says, without its margin.
func (d *document) plain(write func(*text)) string {
	t := text{lang: d.lang, paint: d.paint}
	write(&t)
	return t.b.String()
}

// paragraph keeps the lines of a text apart.
func (d *document) paragraph(write func(*text)) string {
	lines := strings.Split(strings.TrimSpace(d.plain(write)), "\n")
	return escape(strings.Join(lines, "\n\n")) + "\n\n"
}

func (d *document) table(changes []Change) {
	head := "| | | |\n|---|---|---|\n"
	for _, c := range changes {
		if !slices.ContainsFunc(actions, func(a shown) bool { return a.action == c.Action }) {
			continue
		}
		name := slices.IndexFunc(actions, func(a shown) bool { return a.action == c.Action })
		row := fmt.Sprintf("| `%c` %s | %s | %s |\n", c.Action, d.say(actions[name].name), code(string(c.Address)), cell(d.about(c)))
		d.add(head + row)
		head = ""
	}
	if head == "" {
		d.add("\n")
	}
}

// about names the articles of a change.
func (d *document) about(c Change) string {
	switch {
	case c.Material != nil && c.Material.Asset.Path != "":
		return d.say("material", d.say("material-"+c.Material.Type), c.Material.Asset.Path)
	case c.Message == nil && c.Reason != nil:
		return c.Reason.Diagnostic(diag.Note).Message(d.lang)
	case c.Message == nil:
		return ""
	}
	var titles []string
	for _, a := range c.Message.Articles {
		titles = append(titles, d.say("title", a.Fields.Title))
	}
	return strings.Join(titles, d.say("comma"))
}

// checklist is what a person ticks off in the console.
func (d *document) checklist(todos []Todo) {
	if len(todos) == 0 {
		return
	}
	d.add("**" + d.say("tasks-title") + "**\n\n")
	for _, todo := range todos {
		for _, x := range todo.Tasks {
			d.add("- [ ] " + escape(d.say("title", todo.Title)+" "+TaskText(d.lang, x)) + "\n")
		}
	}
	d.add("\n")
}

func (d *document) list(title string, notes []Note) {
	if len(notes) == 0 {
		return
	}
	d.add("**" + escape(title) + "**\n\n")
	for _, n := range notes {
		found := n.Diagnostic(diag.Note)
		line := found.Message(d.lang)
		if n.Address != "" {
			line = string(n.Address) + ": " + line
		}
		d.add("- " + escape(strings.TrimSpace(line+" "+arrow(found.Hint(d.lang)))) + "\n")
		d.unfold(d.say("plan-diff"), d.plain(func(t *text) { t.fields(n.Fields); t.diff(n.Diff) }))
	}
	d.add("\n")
}

func arrow(hint string) string {
	if hint == "" {
		return ""
	}
	return "→ " + strings.TrimSpace(hint)
}

// change unfolds to what the terminal shows of a change below its first line.
func (d *document) change(c Change) {
	if len(c.Articles) == 0 && c.Reason == nil && c.From == "" {
		return // the table says all
	}
	_, below, _ := strings.Cut(d.plain(func(t *text) { t.change(c) }), "\n")
	d.unfold(fmt.Sprintf("%c %s %s", c.Action, c.Address, d.about(c)), below)
}

// unfold adds a block of text that a reader opens. Of a long one the end is cut.
func (d *document) unfold(title, body string) {
	if strings.TrimSpace(body) == "" {
		return
	}
	var lines []string
	for line := range strings.Lines(diag.Printable(body)) {
		for _, margin := range []string{"      ", "    "} {
			if cut, ok := strings.CutPrefix(line, margin); ok {
				line = cut
				break
			}
		}
		lines = append(lines, line)
	}
	body = strings.Join(lines, "")
	fence := strings.Repeat("`", max(3, longest(body, '`')+1))
	open := "<details><summary>" + escape(title) + "</summary>\n\n" + fence + "diff\n"
	shut := fence + "\n\n</details>\n\n"
	if room := d.limit - d.out.Len() - reserve - len(open) - len(shut); len(body) > room && room > 1000 {
		kept := strings.ToValidUTF8(body[:room-4], "")
		body = kept[:strings.LastIndexByte(kept, '\n')+1] + "…\n"
		d.dropped++
	}
	d.add(open + body + shut)
}

// longest is the length of the longest run of a byte.
func longest(s string, b byte) int {
	most, run := 0, 0
	for i := range len(s) {
		run++
		if s[i] != b {
			run = 0
		}
		most = max(most, run)
	}
	return most
}

// escape makes text of articles and accounts harmless in Markdown: no markup, no
// HTML, and nobody is mentioned.
func escape(s string) string {
	return escaper.Replace(diag.Printable(s))
}

var escaper = strings.NewReplacer(
	"\\", "\\\\", "`", "\\`", "*", "\\*", "_", "\\_", "[", "\\[", "]", "\\]", "~", "\\~", "|", "\\|", "#", "\\#",
	"<", "&lt;", ">", "&gt;", "&", "&amp;", "@", "@\u200b", "!", "\\!",
)

// cell is escaped text on one line.
func cell(s string) string { return escape(strings.Join(strings.Fields(s), " ")) }

// code is a name that is shown as it is.
func code(s string) string {
	return "`" + strings.NewReplacer("`", "'", "|", "\\|", "\n", " ").Replace(s) + "`"
}

package plan

import (
	"fmt"
	"io"
	"maps"
	"slices"
	"strconv"
	"strings"

	"mpsync/internal/diag"
	"mpsync/internal/model"
)

// Style marks a piece of a plan's text, for whoever paints it.
type Style string

// The styles of a plan's text.
const (
	StyleAdd    Style = "add"
	StyleChange Style = "change"
	StyleRemove Style = "remove"
	StyleAlert  Style = "alert"
	StyleFaint  Style = "faint"
	StyleStrong Style = "strong"
)

// Paint colours a text, or returns it as it is.
type Paint func(Style, string) string

// Write prints a plan for people. account names the account in their words.
func (p Plan) Write(w io.Writer, account string, l diag.Lang, paint Paint) error {
	t := &text{lang: l, paint: paint}
	for _, c := range p.Changes {
		t.change(c)
	}
	t.comments(p.Comments)
	t.notes("plan-notes", p.Notes, StyleChange)
	t.todos(p.Todos)
	t.skipped(p.Skipped)
	body := t.b.String()
	t.b.Reset()
	if body != "" {
		t.line(paint(StyleFaint, diag.Text(l, "plan-account", account, diag.Text(l, "lib-"+p.Library))))
		t.line("")
		t.line(body)
	}
	t.readings(p.Comments)
	t.summary(p)
	t.notes("plan-refused", p.Refusals, StyleRemove)
	_, err := io.WriteString(w, t.b.String())
	return err
}

// text gathers the lines of a plan.
type text struct {
	b     strings.Builder
	lang  diag.Lang
	paint Paint
}

func (t *text) line(s string) { t.b.WriteString(s + "\n") }

func (t *text) say(code string, args ...any) string { return diag.Text(t.lang, code, args...) }

// shown is an action as people see it.
type shown struct {
	action Action
	name   string
	style  Style
}

// counted is the text that counts an action: what waits is not to be done.
func (s shown) counted() string {
	if s.action == Blocked || s.action == Deferred {
		return "count-waiting"
	}
	return "count"
}

// actions orders and names what people count.
var actions = []shown{
	{Create, "act-create", StyleAdd},
	{Adopt, "act-adopt", StyleAdd},
	{Update, "act-update", StyleChange},
	{Replace, "act-replace", StyleChange},
	{Move, "act-move", StyleChange},
	{Publish, "act-publish", StyleAdd},
	{Delete, "act-delete", StyleRemove},
	{Forget, "act-forget", StyleRemove},
	{Blocked, "act-blocked", StyleAlert},
	{Deferred, "act-deferred", StyleAlert},
}

func (t *text) change(c Change) {
	i := slices.IndexFunc(actions, func(a shown) bool { return a.action == c.Action })
	if i < 0 {
		return
	}
	head := fmt.Sprintf("%c %s", c.Action, c.Address)
	t.titles(c, t.paint(actions[i].style, head))
	for _, s := range t.details(c) {
		t.line("    " + t.paint(StyleFaint, s))
	}
	if c.Reason != nil && len(c.Reason.Fields)+len(c.Reason.Diff) > 0 {
		t.line("    " + t.paint(StyleFaint, t.say("conflict-shows")))
		t.fields(c.Reason.Fields)
		t.diff(c.Reason.Diff)
	}
	for _, a := range c.Articles {
		t.article(c, a)
	}
}

// titles prints the head of a change and names its articles: one behind the
// head, several below it. An update names those that change, further down.
func (t *text) titles(c Change, head string) {
	switch {
	case c.Material != nil && c.Material.Asset.Path != "":
		t.line(head + "  " + t.say("material", t.say("material-"+c.Material.Type), c.Material.Asset.Path))
	case c.Message == nil:
		t.line(head)
	case len(c.Message.Articles) == 1:
		t.line(head + "  " + t.say("title", c.Message.Articles[0].Fields.Title))
	case c.Action == Update:
		t.line(head)
	default:
		t.line(head)
		for i := range c.Message.Articles {
			t.line("    " + t.place(c, i))
		}
	}
}

// place names one of several articles by where it stands and by its title.
func (t *text) place(c Change, i int) string {
	place := t.say("place-n", i+1)
	if i < 2 {
		place = t.say("place-" + strconv.Itoa(i+1))
	}
	return place + " " + t.say("title", c.Message.Articles[i].Fields.Title)
}

// details are the sentences under a change.
func (t *text) details(c Change) []string {
	var out []string
	if c.From != "" && c.From != c.Address {
		out = append(out, t.say("moved-from", string(c.From)))
	}
	switch {
	case c.Action == Replace && c.Material != nil:
		out = append(out, t.say("material-replace-cost"))
	case c.Action == Replace:
		out = append(out, t.say("replace-cost"))
	case c.Action == Adopt && len(c.Articles) > 0:
		out = append(out, t.say("adopt-update"))
	case c.Action == Adopt:
		out = append(out, t.say("adopt-only"))
	}
	if c.Reason != nil {
		d := c.Reason.Diagnostic(diag.Note)
		out = append(out, d.Message(t.lang))
		if h := d.Hint(t.lang); h != "" {
			out = append(out, "→ "+h)
		}
	}
	return out
}

// fields prints fields by value, one a line.
func (t *text) fields(list []FieldChange) {
	for _, f := range list {
		t.line("      " + t.say("field-change", t.say("field-"+f.Name), t.value(f.Old), t.value(f.New)))
	}
}

func (t *text) value(s string) string {
	if s == "" {
		return t.say("field-empty")
	}
	return strconv.Quote(s)
}

// article prints what changes in one article: names of what changed, then what
// is known of it by value.
func (t *text) article(c Change, a ArticleChange) {
	var parts []string
	for _, p := range a.Parts {
		named := p == "fields" || p == "comments"
		if !named || len(a.Fields) == 0 {
			parts = append(parts, t.say("part-"+p))
		}
	}
	head := t.paint(StyleFaint, strings.Join(parts, t.say("comma")))
	if len(c.Message.Articles) > 1 {
		head = strings.TrimRight(t.place(c, a.Index)+"  "+head, " ")
	}
	if head != "" {
		t.line("    " + head)
	}
	t.fields(a.Fields)
	t.diff(a.Diff)
}

func (t *text) diff(diff string) {
	for line := range strings.Lines(diag.Printable(diff)) {
		line = strings.TrimSuffix(line, "\n")
		style := StyleFaint
		switch {
		case strings.HasPrefix(line, "+"):
			style = StyleAdd
		case strings.HasPrefix(line, "-"):
			style = StyleRemove
		}
		t.line("      " + t.paint(style, line))
	}
}

func (t *text) notes(title string, notes []Note, s Style) {
	if len(notes) == 0 {
		return
	}
	t.line(t.say(title))
	for _, n := range notes {
		d := n.Diagnostic(diag.Note)
		name := string(n.Address)
		if name != "" {
			name += ": "
		}
		t.line("  " + t.paint(s, name) + d.Message(t.lang))
		if h := d.Hint(t.lang); h != "" {
			t.line("    " + t.paint(StyleFaint, "→ "+h))
		}
		t.fields(n.Fields)
		t.diff(n.Diff)
	}
}

// todos lists what is left to the console, one line for each article.
func (t *text) todos(todos []Todo) {
	if len(todos) == 0 {
		return
	}
	t.line(t.say("tasks-title"))
	for _, d := range todos {
		var tasks []string
		for _, x := range d.Tasks {
			tasks = append(tasks, TaskText(t.lang, x))
		}
		t.line("  " + t.paint(StyleChange, string(d.Address)+": ") + t.say("title", d.Title) + " " + strings.Join(tasks, t.say("comma")))
	}
	t.line("    " + t.paint(StyleFaint, "→ "+t.say("tasks-hint")))
}

func (t *text) skipped(skipped map[model.Address]string) {
	if len(skipped) == 0 {
		return
	}
	t.line(t.say("plan-skipped", strings.Join(skippedNames(skipped, t.say), t.say("comma"))))
}

// skippedNames lists what is left out; old articles are only counted.
func skippedNames(skipped map[model.Address]string, say func(code string, args ...any) string) []string {
	var names []string
	old := 0
	for _, a := range slices.Sorted(maps.Keys(skipped)) {
		if skipped[a] == "since" {
			old++
			continue
		}
		names = append(names, say("skip-"+skipped[a], string(a)))
	}
	if old > 0 {
		names = append(names, say("skips-since", old))
	}
	return names
}

// summary prints the last lines: what is counted and what it costs.
func (t *text) summary(p Plan) {
	var counts []string
	for _, a := range actions {
		if n := p.Count(a.action); n > 0 {
			counts = append(counts, t.say(a.counted(), t.say(a.name), n))
		}
	}
	counts = append(counts, t.commentCounts(p)...)
	broken := ""
	if n := p.Unsound(); n > 0 {
		broken = t.paint(StyleRemove, t.say("plan-unsound", n))
	}
	switch {
	case len(counts) == 0 && broken != "" && p.InStep == 0:
		t.line(broken)
		return
	case len(counts) == 0:
		t.line(t.say("plan-nothing", p.InStep) + broken)
		return
	}
	summary := t.say("plan-summary", strings.Join(counts, t.say("comma")), p.InStep)
	if p.InStep == 0 {
		summary = t.say("plan-summary-all", strings.Join(counts, t.say("comma")))
	}
	t.line(t.paint(StyleStrong, summary) + broken)
	images, covers := 0, 0
	for _, u := range p.Uploads {
		switch {
		case u.Found != nil:
		case u.Ref.Kind == model.RefCover:
			covers++
		default:
			images++
		}
	}
	switch {
	case images > 0 && covers > 0:
		t.line(t.say("plan-uploads", images, covers))
	case images > 0:
		t.line(t.say("plan-upload-images", images))
	case covers > 0:
		t.line(t.say("plan-upload-covers", covers))
	}
	if len(p.Made) > 0 {
		t.line(t.paint(StyleFaint, t.say("plan-made", t.calls(p.Made))))
	}
	if slices.ContainsFunc(p.Made, func(c Call) bool { return c.API == "material/add_news" }) {
		t.line(t.paint(StyleFaint, t.say("plan-probed")))
	}
	if len(p.Reads) > 0 {
		t.line(t.paint(StyleFaint, t.say("plan-reads", t.calls(p.Reads))))
	}
	calls := t.calls(p.Calls)
	if calls == "" {
		t.line(t.say("plan-nocalls"))
		return
	}
	t.line(t.say("plan-calls", calls))
}

// calls lists calls with their numbers and what the day's quota allows.
func (t *text) calls(list []Call) string {
	var out []string
	for _, c := range list {
		s := fmt.Sprintf("%s ×%d", c.API, c.Count)
		if c.Left != nil {
			s += t.say("plan-left", *c.Left)
		}
		out = append(out, s)
	}
	return strings.Join(out, t.say("comma"))
}

package plan

import (
	"bytes"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"mpsync/internal/model"
	"mpsync/internal/state"
)

// TestEveryRowOfTheTableOfDecisionsIsSeen goes through the table "What decides"
// of docs/architecture.md, row by row, in the libraries that a row is about. Its
// world holds one, two and the pair of left and right.
func TestEveryRowOfTheTableOfDecisionsIsSeen(t *testing.T) {
	var documented []string
	for row := range rowsOf(t, "../../docs/architecture.md", "## What decides") {
		documented = append(documented, row)
	}
	for row := range decisions {
		if !slices.Contains(documented, row) {
			t.Errorf("the table has no row %q", row)
		}
	}
	for _, row := range documented {
		if len(decisions[row]) == 0 {
			t.Errorf("nothing is seen of row %q", row)
		}
		for name, d := range decisions[row] {
			for _, library := range []string{"material", "draft"} {
				if d.only == "" || d.only == library {
					t.Run(row+"/"+name+"/"+library, func(t *testing.T) { d.see(t, library) })
				}
			}
		}
	}
}

// decision is a case of a row: what was bent, and the plan of it.
type decision struct {
	only    string // the library, "" for both
	bend    func(*world)
	options Options
	want    []string
}

func (d decision) see(t *testing.T, library string) {
	w := newWorld(library, message(article("one", "一", "正文一")), message(article("two", "二", "正文二")), pairOf())
	if p := w.plan(); !p.Empty() || len(p.Notes) > 0 {
		t.Fatalf("a world in step has a plan: %v", signs(p))
	}
	w.in.Options = d.options
	w.in.Options.MaxCreates, w.in.Options.MaxDeletes = 10, 3
	if d.bend != nil {
		d.bend(w)
	}
	p := w.plan()
	if diff := cmp.Diff(d.want, signs(p)); diff != "" {
		t.Fatalf("plan (-want +got):\n%s", diff)
	}
	w.apply(p)
	w.in.Options = Options{MaxCreates: 10, MaxDeletes: 3}
	if again := w.plan(); again.Pending() {
		t.Errorf("after the plan was carried out there is more: %v", signs(again))
	}
}

// A console edit stays one until somebody decides, whatever is sent of the other
// articles of its message: neither forgotten nor overwritten later.
func TestAnUpdateTakesNoConsoleEditForItsOwn(t *testing.T) {
	for name, c := range map[string]struct {
		bend  func(*world)
		drift []string
		then  []string
	}{
		"edited": {console(0, retext), []string{"drift-edited pair"}, []string{"! pair conflict"}},
		"saved":  {console(0, resave), []string{"drift-resaved pair"}, []string{"! pair resaved-held"}},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld("draft", message(article("one", "一", "正文一")), message(article("two", "二", "正文二")), pairOf())
			c.bend(w)
			rightChanged(w)
			w.apply(w.plan())
			if diff := cmp.Diff(c.drift, signs(w.plan())); diff != "" {
				t.Errorf("after the other article was sent:\n%s", diff)
			}
			for i := range w.in.Observed.Messages {
				w.in.Observed.Messages[i].HasContent = false
			}
			if diff := cmp.Diff([]string{w.idOf("pair")}, Wants(w.in)); diff != "" {
				t.Errorf("whose content is asked for:\n%s", diff)
			}
			w.in.Desired[2].Articles = []model.Article{article("left", "左", "文件改"), w.in.Desired[2].Articles[1]}
			if diff := cmp.Diff(c.then, signs(w.plan())); diff != "" {
				t.Errorf("after its own file changed:\n%s", diff)
			}
		})
	}
}

func pairOf() model.Message {
	return model.Message{Address: "pair", Articles: []model.Article{article("left", "左", "左文"), article("right", "右", "右文")}}
}

// The ways in which the site and the account of a decision differ from before.

func fileChanged(w *world) { w.in.Desired[0] = message(article("one", "一", "正文一，改过")) }

func rightChanged(w *world) {
	w.in.Desired[2].Articles = []model.Article{w.in.Desired[2].Articles[0], article("right", "右", "改")}
}

func listChanged(w *world) {
	w.in.Desired[2].Articles = append(slices.Clone(w.in.Desired[2].Articles), article("more", "又", "又一篇"))
}

func consoleText(w *world) {
	w.edit(w.idOf("one"), func(o *model.Observed) { o.Articles[0].Readable.Text = "后台改" })
}

// consoleSaved is what the editor of the web does to what it saves unchanged.
func consoleSaved(w *world) {
	w.edit(w.idOf("one"), func(o *model.Observed) { o.Articles[0].Content = "<section><p>正文一</p></section>" })
}

// console edits an article of the pair.
func console(i int, f func(*model.ObservedArticle)) func(*world) {
	return func(w *world) {
		w.edit(w.idOf("pair"), func(o *model.Observed) { f(&o.Articles[i]) })
	}
}

func retext(a *model.ObservedArticle) { a.Readable.Text = "后台改" }

func resave(a *model.ObservedArticle) { a.Content = "<section>" + a.Content + "</section>" }

func gone(w *world) { delete(w.account, w.idOf("one")) }

func madePublic(w *world) {
	gone(w)
	r := *w.in.Known.Messages["one"]
	r.Publication = &state.Publication{
		Kind: state.KindPublish, Status: state.PublicationPublic, ArticleID: "x",
		Articles: []state.Published{{Address: "one", Title: "一", URL: "https://mp.weixin.qq.com/s/x"}},
	}
	w.in.Known.Messages["one"] = &r
}

func forgotten(w *world) { delete(w.in.Known.Messages, "one") }

func all(bends ...func(*world)) func(*world) {
	return func(w *world) {
		for _, bend := range bends {
			bend(w)
		}
	}
}

var (
	overwrite = Options{OnDrift: DriftOverwrite}
	accept    = Options{OnDrift: DriftAccept}
	recreate  = Options{Recreate: true}
	resaving  = Options{UpdateResaved: true}
)

// decisions are the cases of each row, by its two columns of conditions.
var decisions = map[string]map[string]decision{
	"no | no": {
		"nothing":           {},
		"overwrite":         {options: overwrite},
		"accept":            {options: accept},
		"recreate":          {options: recreate},
		"only the time":     {bend: func(w *world) { w.edit(w.idOf("one"), func(*model.Observed) {}) }},
		"a comment in it":   {bend: func(w *world) { w.in.Desired[0].Articles[0].Source = "other" }, want: []string{"  one"}},
		"an upload renewed": {bend: func(w *world) { w.in.Known.Materials["c0-asis"] = &state.Material{MediaID: "thumb-again"} }},
	},
	"yes | no": {
		"text":  {bend: fileChanged, want: []string{"~ one 0[content]"}},
		"title": {bend: func(w *world) { w.in.Desired[0] = message(article("one", "壹", "正文一")) }, want: []string{"~ one 0[fields]"}},
		"one article of two": {
			bend: rightChanged,
			want: []string{"~ pair 1[content]"},
		},
		"a longer list": {bend: listChanged, want: []string{"± pair"}},
		"another order": {
			bend: func(w *world) {
				w.in.Desired[2].Articles = []model.Article{w.in.Desired[2].Articles[1], w.in.Desired[2].Articles[0]}
			},
			want: []string{"± pair"},
		},
		"a shorter list": {bend: func(w *world) { w.in.Desired[2].Articles = w.in.Desired[2].Articles[:1] }, want: []string{"± pair"}},
	},
	"no | yes": {
		"text":                {bend: consoleText, want: []string{"drift-edited one"}},
		"title":               {bend: console(1, func(a *model.ObservedArticle) { a.Fields.Title = "后台题" }), want: []string{"drift-edited pair"}},
		"comments":            {bend: console(0, func(a *model.ObservedArticle) { a.Comments = model.CommentsClosed }), want: []string{"drift-edited pair"}},
		"a link":              {bend: console(0, func(a *model.ObservedArticle) { a.Readable.Links = []string{"https://example.com"} }), want: []string{"drift-edited pair"}},
		"an image":            {bend: console(0, func(a *model.ObservedArticle) { a.Readable.Images = []string{"x"} }), want: []string{"drift-edited pair"}},
		"text, overwrite":     {bend: consoleText, options: overwrite, want: []string{"~ one 0[console]"}},
		"text, accept":        {bend: consoleText, options: accept, want: []string{"  one", "drift-accepted one"}},
		"saved":               {bend: consoleSaved, want: []string{"drift-resaved one"}},
		"saved, overwrite":    {bend: consoleSaved, options: overwrite, want: []string{"drift-resaved one"}},
		"one article of two":  {bend: console(1, retext), options: overwrite, want: []string{"~ pair 1[console]"}},
		"the order in a pair": {bend: func(w *world) { w.edit(w.idOf("pair"), func(o *model.Observed) { slices.Reverse(o.Articles) }) }, want: []string{"drift-edited pair", "drift-edited pair"}},
	},
	"yes | yes": {
		"text":            {bend: all(fileChanged, consoleText), want: []string{"! one conflict"}},
		"text, accept":    {bend: all(fileChanged, consoleText), options: accept, want: []string{"! one conflict"}},
		"text, overwrite": {bend: all(fileChanged, consoleText), options: overwrite, want: []string{"~ one 0[content]"}},
		"text alike": {bend: all(fileChanged, func(w *world) {
			w.edit(w.idOf("one"), func(o *model.Observed) { o.Articles[0].Readable = w.in.Desired[0].Articles[0].Readable })
		}), want: []string{"~ one 0[content]"}},
		"saved":                           {only: "draft", bend: all(fileChanged, consoleSaved), want: []string{"! one resaved-held"}},
		"saved, where it can't be":        {only: "material", bend: all(fileChanged, consoleSaved), want: []string{"~ one 0[content]"}},
		"saved, to be updated":            {bend: all(fileChanged, consoleSaved), options: resaving, want: []string{"~ one 0[content]"}},
		"the list, edited":                {bend: all(listChanged, console(1, retext)), want: []string{"! pair conflict"}},
		"the list, edited, overwrite":     {bend: all(listChanged, console(1, retext)), options: overwrite, want: []string{"± pair"}},
		"the list, edited, alike":         {bend: all(listChanged, console(1, retext), func(w *world) { w.in.Desired[2].Articles[1] = article("right", "右", "后台改") }), want: []string{"± pair"}},
		"the list, without the edited":    {bend: all(func(w *world) { w.in.Desired[2].Articles = w.in.Desired[2].Articles[:1] }, console(1, retext)), want: []string{"! pair conflict-leaves"}},
		"the list, saved":                 {only: "draft", bend: all(listChanged, console(0, resave)), want: []string{"! pair resaved-held"}},
		"the list, saved, to be updated":  {bend: all(listChanged, console(0, resave)), options: resaving, want: []string{"± pair"}},
		"different articles of a message": {bend: all(console(0, retext), rightChanged), want: []string{"~ pair 1[content]", "drift-edited pair"}},
		"the same, accept":                {bend: all(console(0, retext), rightChanged), options: accept, want: []string{"~ pair 1[content]", "drift-accepted pair"}},
		"the same, overwrite":             {bend: all(console(0, retext), rightChanged), options: overwrite, want: []string{"~ pair 0[console] 1[content]"}},
		"the same, saved":                 {bend: all(console(0, resave), rightChanged), want: []string{"~ pair 1[content]", "drift-resaved pair"}},
	},
	"any | gone from the material library": {
		"no change":          {only: "material", bend: gone, want: []string{"drift-deleted one"}},
		"a change":           {only: "material", bend: all(gone, fileChanged), want: []string{"drift-deleted one"}},
		"overwrite":          {only: "material", bend: gone, options: overwrite, want: []string{"drift-deleted one"}},
		"accept":             {only: "material", bend: gone, options: accept, want: []string{"drift-deleted one"}},
		"recreate":           {only: "material", bend: gone, options: recreate, want: []string{"+ one"}},
		"recreate, a change": {only: "material", bend: all(gone, fileChanged), options: recreate, want: []string{"+ one"}},
		"forgotten":          {only: "material", bend: all(gone, forgotten), want: []string{"+ one"}},
	},
	"any | left the draft box": {
		"no change": {only: "draft", bend: gone, want: []string{"left-draft-box one"}},
		"a change":  {only: "draft", bend: all(gone, fileChanged), want: []string{"left-draft-box one"}},
		"the list":  {only: "draft", bend: all(listChanged, func(w *world) { delete(w.account, w.idOf("pair")) }), want: []string{"left-draft-box pair"}},
		"overwrite": {only: "draft", bend: all(gone, fileChanged), options: overwrite, want: []string{"left-draft-box one"}},
		"recreate":  {only: "draft", bend: all(gone, fileChanged), options: recreate, want: []string{"+ one"}},
		"forgotten": {only: "draft", bend: all(gone, forgotten), want: []string{"+ one"}},
	},
	"yes | published": {
		"text": {only: "draft", bend: all(madePublic, fileChanged), want: []string{"published-changed one"}},
		"list": {only: "draft", bend: all(madePublic, func(w *world) {
			w.in.Desired[0].Articles = append(w.in.Desired[0].Articles, article("more", "又", "又一篇"))
		}), want: []string{"published-changed one"}},
	},
}

// rowsOf gives the rows of the first table below a heading, as far as they say
// when: their first two columns.
func rowsOf(t *testing.T, file, heading string) map[string]bool {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	_, below, found := bytes.Cut(data, []byte(heading+"\n"))
	if !found {
		t.Fatalf("%s has no %s", file, heading)
	}
	rows := map[string]bool{}
	for line := range strings.Lines(string(below)) {
		cells := strings.Split(strings.Trim(strings.TrimSpace(line), "|"), "|")
		switch {
		case len(cells) > 2:
			rows[strings.TrimSpace(cells[0])+" | "+strings.TrimSpace(cells[1])] = true
		case len(rows) > 0:
			delete(rows, "--- | ---")
			delete(rows, "the file changed | the account changed")
			return rows
		}
	}
	return rows
}

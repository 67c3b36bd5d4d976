package plan

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"

	"mpsync/internal/model"
	"mpsync/internal/state"
)

// world is a site, a memory and an account that agree; tests bend one of them.
type world struct {
	in      Input
	account map[string]model.Observed
	next    int
}

// article is a desired article whose text is text.
func article(a model.Address, title, text string) model.Article {
	x := model.Article{
		Address: a, Path: string(a) + ".md", Source: model.Sum(title, text),
		Fields:   model.Fields{Title: title, Digest: "digest"},
		Comments: model.CommentsOpen,
		Cover:    model.CoverRef("c0", "asis"),
		Content:  "<p>" + text + "</p>",
		Readable: model.Readable{Text: text},
	}
	x.Hash = model.HashOf(x, func(model.Address) string { return "" })
	return x
}

func message(articles ...model.Article) model.Message {
	return model.Message{Address: articles[0].Address, Articles: articles}
}

// newWorld holds messages that were applied already.
func newWorld(library string, messages ...model.Message) *world {
	w := &world{account: map[string]model.Observed{}}
	w.in = Input{
		Desired: messages, Known: state.New("l"), Library: library,
		Assets:  map[model.Reference]model.Asset{model.CoverRef("c0", "asis"): {Path: "c.png", Name: "mpsync-c0.png"}},
		Options: Options{MaxCreates: 10, MaxDeletes: 3},
	}
	w.apply(w.plan())
	return w
}

func (w *world) plan() Plan {
	w.observe()
	return Make(w.in)
}

func (w *world) observe() {
	var seen []model.Observed
	for _, o := range w.account {
		seen = append(seen, o)
	}
	slices.SortFunc(seen, func(a, b model.Observed) int { return int(b.CreateTime - a.CreateTime) })
	w.in.Observed = &model.Account{Messages: seen, Complete: true}
}

// apply does to the world what a plan says, as the real apply would.
func (w *world) apply(p Plan) {
	for _, u := range p.Uploads {
		switch u.Ref.Kind {
		case model.RefImage:
			w.in.Known.Images[u.Ref.Key] = state.Image{URL: "http://mmbiz.qpic.cn/mmbiz_png/" + u.Ref.Key + "/0"}
		default:
			w.in.Known.Materials[u.Ref.Key] = &state.Material{MediaID: "thumb-" + u.Ref.Key}
		}
	}
	for _, c := range p.Changes {
		w.carryOut(c)
		for _, id := range c.Intents {
			delete(w.in.Known.Intents, id)
		}
	}
}

func (w *world) carryOut(c Change) {
	if c.From != "" {
		delete(w.in.Known.Messages, c.From)
	}
	id := c.MediaID
	switch c.Action {
	case Replace, Create:
		if c.Action == Replace {
			delete(w.account, id)
		}
		w.next++
		id = fmt.Sprintf("media-%d", w.next)
	case Delete, Forget:
		if c.Action == Delete {
			delete(w.account, id)
		}
		delete(w.in.Known.Tombstones, id)
		if r := w.in.Known.Messages[c.Address]; r != nil && r.MediaID == id {
			delete(w.in.Known.Messages, c.Address)
		}
		return
	case None:
		delete(w.in.Known.Tombstones, id)
		if c.Record != nil {
			w.in.Known.Messages[c.Address] = c.Record
		}
		return
	case Blocked, Deferred:
		return
	default:
	}
	if c.Message == nil {
		w.in.Known.Messages[c.Address] = c.Record
		return
	}
	if c.Action == Update {
		w.update(c)
		return
	}
	w.hold(id, *c.Message)
}

// update sends the articles of a change and reads its message back.
func (w *world) update(c Change) {
	w.next++
	o, r := w.account[c.MediaID], *cmp.Or(w.in.Known.Messages[c.Address], w.in.Known.Messages[c.From])
	o.Articles, r.Articles = slices.Clone(o.Articles), slices.Clone(r.Articles)
	o.UpdateTime, o.HasContent, r.Protect = int64(w.next), true, c.Message.Protect
	r.Unread = make([]string, len(r.Articles))
	for i, a := range c.Message.Articles {
		r.Articles[i].Address, r.Articles[i].Path, r.Articles[i].Source = a.Address, a.Path, a.Source
		if sends(c, i) {
			o.Articles[i], r.Articles[i], r.Unread[i] = observed(a), recorded(a), DesiredPrint(a)
		}
	}
	w.account[c.MediaID] = o
	r.Baseline, r.Unread = ReadBack(&r, o, w.in.Options.OnDrift == DriftAccept), nil
	delete(w.in.Known.Messages, c.From)
	w.in.Known.Messages[c.Address] = &r
}

func sends(c Change, i int) bool {
	return slices.ContainsFunc(c.Articles, func(a ArticleChange) bool { return a.Index == i })
}

func observed(a model.Article) model.ObservedArticle {
	return model.ObservedArticle{
		Fields: a.Fields, Comments: a.Comments, ThumbMediaID: "thumb-" + a.Cover.Key,
		Content: a.Content, Readable: a.Readable,
	}
}

func recorded(a model.Article) state.Article {
	return state.Article{Address: a.Address, Path: a.Path, Source: a.Source, Title: a.Fields.Title, Hash: a.Hash, Degraded: a.Degraded}
}

// hold puts a message into the account and records it with its baseline.
func (w *world) hold(id string, m model.Message) {
	w.next++
	o := model.Observed{MediaID: id, CreateTime: int64(w.next), UpdateTime: int64(w.next), HasContent: true}
	r := &state.Message{MediaID: id, Protect: m.Protect}
	for _, a := range m.Articles {
		o.Articles = append(o.Articles, observed(a))
		r.Articles = append(r.Articles, recorded(a))
	}
	w.account[id] = o
	r.Baseline = Baseline(o)
	w.in.Known.Messages[m.Address] = r
}

// edit changes one message of the account as the console would.
func (w *world) edit(id string, f func(*model.Observed)) {
	o := w.account[id]
	o.Articles = slices.Clone(o.Articles)
	w.next++
	o.UpdateTime = int64(w.next)
	f(&o)
	w.account[id] = o
}

func (w *world) idOf(a model.Address) string { return w.in.Known.Messages[a].MediaID }

// signs is a plan in short: sign and address of every change, then notes.
func signs(p Plan) []string {
	var out []string
	for _, c := range p.Changes {
		s := fmt.Sprintf("%c %s", c.Action, c.Address)
		if c.Reason != nil && c.Action == Blocked {
			s += " " + c.Reason.Code
		}
		for _, a := range c.Articles {
			s += fmt.Sprintf(" %d%v", a.Index, a.Parts)
		}
		out = append(out, s)
	}
	for _, n := range p.Notes {
		out = append(out, n.Code+" "+string(n.Address))
	}
	for _, n := range p.Refusals {
		out = append(out, "refused "+n.Code)
	}
	return out
}

func TestMakeDecides(t *testing.T) {
	one, two, three := article("one", "一", "正文一"), article("two", "二", "正文二"), article("three", "三", "正文三")
	changed := article("one", "一", "正文一，改过")
	tests := []struct {
		name    string
		library string
		bend    func(*world)
		want    []string
	}{
		{"nothing changed", "material", func(*world) {}, nil},
		{"a file changed", "material", func(w *world) { w.in.Desired[0] = message(changed) }, []string{"~ one 0[content]"}},
		{"comment flags changed", "draft", func(w *world) {
			a := one
			a.Comments = model.CommentsFans
			a.Hash = model.HashOf(a, func(model.Address) string { return "" })
			w.in.Desired[0] = message(a)
		}, []string{"~ one 0[comments]"}},
		{"a file changed in what nobody sees", "material", func(w *world) {
			a := one
			a.Source = "touched"
			w.in.Desired[0] = message(a)
		}, []string{"  one"}},
		{"protection asked for later", "material", func(w *world) { w.in.Desired[0].Protect = true }, []string{"  one"}},
		{"a new file", "material", func(w *world) { w.in.Desired = append(w.in.Desired, message(three)) }, []string{"+ three"}},
		{"a file went", "material", func(w *world) { w.in.Desired = w.in.Desired[:1] }, []string{"kept-no-source two"}},
		{"a file went, prune", "material", func(w *world) {
			w.in.Desired, w.in.Options.Prune = w.in.Desired[:1], true
		}, []string{"- two"}},
		{"a file went that is protected, prune", "material", func(w *world) {
			w.in.Known.Messages["two"].Protect = true
			w.in.Desired, w.in.Options.Prune = w.in.Desired[:1], true
		}, []string{"! two protected-delete"}},
		{"a file went that was edited in the console, prune", "material", func(w *world) {
			w.edit(w.idOf("two"), func(o *model.Observed) { o.Articles[0].Readable.Text = "后台改" })
			w.in.Desired, w.in.Options.Prune = w.in.Desired[:1], true
		}, []string{"! two conflict-delete"}},
		{"the same, to be overwritten", "material", func(w *world) {
			w.edit(w.idOf("two"), func(o *model.Observed) { o.Articles[0].Readable.Text = "后台改" })
			w.in.Desired, w.in.Options.Prune, w.in.Options.OnDrift = w.in.Desired[:1], true, DriftOverwrite
		}, []string{"- two"}},
		{"a skipped file is never pruned", "material", func(w *world) {
			w.in.Desired, w.in.Options.Prune = w.in.Desired[:1], true
			w.in.Skipped = map[model.Address]string{"two": "error"}
		}, nil},
		{"a file was renamed", "material", func(w *world) {
			a := two
			a.Address, a.Path = "zwei", "zwei.md"
			w.in.Desired[1] = message(a)
		}, []string{"> zwei"}},
		{"a file got an id", "material", func(w *world) {
			a := two
			a.Address, a.Source = "new-id", model.Sum("other source")
			w.in.Desired[1] = message(a)
		}, []string{"> new-id"}},
		{"a file was renamed and changed, its title kept", "material", func(w *world) {
			w.in.Desired[1] = message(article("zwei", "二", "ganz neu"))
		}, []string{"! zwei same-title-orphan", "kept-no-source two"}},
		{"the same, prune", "material", func(w *world) {
			w.in.Desired[1] = message(article("zwei", "二", "ganz neu"))
			w.in.Options.Prune = true
		}, []string{"! zwei same-title-orphan", "kept-no-source two"}},
		{"the same, as new", "material", func(w *world) {
			w.in.Desired[1] = message(article("zwei", "二", "ganz neu"))
			w.in.Options.AsNew = true
		}, []string{"+ zwei", "kept-no-source two"}},
		{"the list of a message grew", "material", func(w *world) { w.in.Desired[0] = message(one, three) }, []string{"± one"}},
		{"articles were joined", "material", func(w *world) {
			m := message(one, two)
			m.Address = "pair"
			w.in.Desired = []model.Message{m}
		}, []string{"+ pair", "kept-regrouped one", "kept-regrouped two"}},
		{"the same, prune", "material", func(w *world) {
			m := message(one, two)
			m.Address = "pair"
			w.in.Desired, w.in.Options.Prune = []model.Message{m}, true
		}, []string{"+ pair", "- one", "- two"}},
		{"the same, but the quota is used up", "material", func(w *world) {
			m := message(one, two)
			m.Address = "pair"
			w.in.Desired, w.in.Options.Prune = []model.Message{m}, true
			w.in.Left = map[string]int{"material/add_news": 0}
		}, []string{"… pair", "kept-regrouped one", "kept-regrouped two"}},
		{"the list of a protected message grew", "material", func(w *world) {
			m := message(one, three)
			m.Protect = true
			w.in.Desired[0] = m
		}, []string{"! one protected-replace"}},
		{"edited in the console", "material", func(w *world) {
			w.edit(w.idOf("one"), func(o *model.Observed) { o.Articles[0].Readable.Text = "后台改" })
		}, []string{"drift-edited one"}},
		{"title edited in the console", "draft", func(w *world) {
			w.edit(w.idOf("one"), func(o *model.Observed) { o.Articles[0].Fields.Title = "后台题" })
		}, []string{"drift-edited one"}},
		{"saved in the console without an edit", "draft", func(w *world) {
			w.edit(w.idOf("one"), func(o *model.Observed) { o.Articles[0].Content = "<section><p>正文一</p></section>" })
		}, []string{"drift-resaved one"}},
		{"saved in the console, then the file changed", "draft", func(w *world) {
			w.edit(w.idOf("one"), func(o *model.Observed) { o.Articles[0].Content = "<section><p>正文一</p></section>" })
			w.in.Desired[0] = message(changed)
		}, []string{"! one resaved-held"}},
		{"the same, to be updated", "draft", func(w *world) {
			w.edit(w.idOf("one"), func(o *model.Observed) { o.Articles[0].Content = "<section><p>正文一</p></section>" })
			w.in.Desired[0] = message(changed)
			w.in.Options.UpdateResaved = true
		}, []string{"~ one 0[content]"}},
		{"edited on both sides", "material", func(w *world) {
			w.edit(w.idOf("one"), func(o *model.Observed) { o.Articles[0].Readable.Text = "后台改" })
			w.in.Desired[0] = message(changed)
		}, []string{"! one conflict"}},
		{"edited in the console, overwrite", "material", func(w *world) {
			w.in.Options.OnDrift = DriftOverwrite
			w.edit(w.idOf("one"), func(o *model.Observed) { o.Articles[0].Readable.Text = "后台改" })
		}, []string{"~ one 0[console]"}},
		{"edited in the console, accept", "material", func(w *world) {
			w.in.Options.OnDrift = DriftAccept
			w.edit(w.idOf("one"), func(o *model.Observed) { o.Articles[0].Readable.Text = "后台改" })
		}, []string{"  one", "drift-accepted one"}},
		{"title edited in the console, accept", "draft", func(w *world) {
			w.in.Options.OnDrift = DriftAccept
			w.edit(w.idOf("one"), func(o *model.Observed) { o.Articles[0].Fields.Title, o.HasContent = "后台题", false })
		}, []string{"  one", "drift-accepted one"}},
		{"edited on both sides, overwrite", "material", func(w *world) {
			w.in.Options.OnDrift = DriftOverwrite
			w.edit(w.idOf("one"), func(o *model.Observed) { o.Articles[0].Readable.Text = "后台改" })
			w.in.Desired[0] = message(changed)
		}, []string{"~ one 0[content]"}},
		{"edited on both sides, accept", "material", func(w *world) {
			w.in.Options.OnDrift = DriftAccept
			w.edit(w.idOf("one"), func(o *model.Observed) { o.Articles[0].Readable.Text = "后台改" })
			w.in.Desired[0] = message(changed)
		}, []string{"! one conflict"}},
		{"edited alike on both sides", "material", func(w *world) {
			w.edit(w.idOf("one"), func(o *model.Observed) { o.Articles[0].Readable = changed.Readable })
			w.in.Desired[0] = message(changed)
		}, []string{"~ one 0[content]"}},
		{"edited in the console and taken over, with a digest of the new text", "material", func(w *world) {
			a := changed
			a.Fields.Digest = "正文一，改过"
			a.Hash = model.HashOf(a, func(model.Address) string { return "" })
			w.edit(w.idOf("one"), func(o *model.Observed) { o.Articles[0].Readable = changed.Readable })
			w.in.Desired[0] = message(a)
		}, []string{"~ one 0[content fields]"}},
		{"title edited in the console and taken over, the text changed here", "material", func(w *world) {
			a := changed
			a.Fields.Title = "后台题"
			a.Hash = model.HashOf(a, func(model.Address) string { return "" })
			w.edit(w.idOf("one"), func(o *model.Observed) { o.Articles[0].Fields.Title = "后台题" })
			w.in.Desired[0] = message(a)
		}, []string{"~ one 0[content fields]"}},
		{"title edited in the console, another one here", "material", func(w *world) {
			a := one
			a.Fields.Title = "新题"
			a.Hash = model.HashOf(a, func(model.Address) string { return "" })
			w.edit(w.idOf("one"), func(o *model.Observed) { o.Articles[0].Fields.Title = "后台题" })
			w.in.Desired[0] = message(a)
		}, []string{"! one conflict"}},
		{"text edited in the console and taken over but for its link", "material", func(w *world) {
			a := changed
			a.Fields.Digest = "摘"
			a.Hash = model.HashOf(a, func(model.Address) string { return "" })
			w.edit(w.idOf("one"), func(o *model.Observed) {
				o.Articles[0].Readable = changed.Readable
				o.Articles[0].Readable.Links = []string{"https://mp.weixin.qq.com/s/x"}
			})
			w.in.Desired[0] = message(a)
		}, []string{"! one conflict"}},
		{"image edited in the console, the title changed here", "material", func(w *world) {
			a := one
			a.Fields.Title, a.Readable.Images = "新题", []string{model.ImageRef("i1", "asis").String()}
			a.Hash = model.HashOf(a, func(model.Address) string { return "" })
			w.edit(w.idOf("one"), func(o *model.Observed) { o.Articles[0].Readable.Images = []string{"another"} })
			w.in.Desired[0] = message(a)
		}, []string{"! one conflict"}},
		{"deleted from the library", "material", func(w *world) { delete(w.account, w.idOf("one")) }, []string{"drift-deleted one"}},
		{"written and not read back", "material", func(w *world) {
			r := w.in.Known.Messages["one"]
			r.Baseline, r.Unread = nil, []string{DesiredPrint(one)}
		}, []string{"  one"}},
		{"written, not read back, and edited in the console", "material", func(w *world) {
			w.edit(w.idOf("one"), func(o *model.Observed) { o.Articles[0].Readable.Text = "后台改" })
			r := w.in.Known.Messages["one"]
			r.Baseline, r.Unread = nil, []string{DesiredPrint(one)}
		}, []string{"drift-edited one"}},
		{"the same, and its file changed", "material", func(w *world) {
			w.edit(w.idOf("one"), func(o *model.Observed) { o.Articles[0].Readable.Text = "后台改" })
			r := w.in.Known.Messages["one"]
			r.Baseline, r.Unread = nil, []string{DesiredPrint(one)}
			w.in.Desired[0] = message(changed)
		}, []string{"! one conflict"}},
		{"edited in the console, the file touched", "material", func(w *world) {
			w.edit(w.idOf("one"), func(o *model.Observed) { o.Articles[0].Readable.Text = "后台改" })
			w.in.Desired[0].Articles[0].Source = "touched"
		}, []string{"  one", "drift-edited one"}},
		{"left the draft box", "draft", func(w *world) { delete(w.account, w.idOf("one")) }, []string{"left-draft-box one"}},
		{"left the draft box, edited since", "draft", func(w *world) {
			delete(w.account, w.idOf("one"))
			w.in.Desired[0] = message(changed)
		}, []string{"left-draft-box one"}},
		{"left the draft box, recreate", "draft", func(w *world) {
			delete(w.account, w.idOf("one"))
			w.in.Options.Recreate = true
		}, []string{"+ one"}},
		{"the state was lost", "material", func(w *world) {
			w.in.Known = state.New("l2")
			w.in.Known.Materials["c0-asis"] = &state.Material{MediaID: "thumb-c0-asis"}
		}, []string{"= one", "= two"}},
		{
			"the state was lost with the covers", "material", func(w *world) { w.in.Known = state.New("l2") },
			[]string{"= one 0[fields]", "= two 0[fields]"},
		},
		{"the state was lost and a copy stands beside", "material", func(w *world) {
			o := w.account[w.idOf("one")]
			o.MediaID = "copy"
			w.account["copy"] = o
			delete(w.in.Known.Messages, "one")
		}, []string{"! one adopt-ambiguous"}},
		{"a draft of the same title is not ours", "draft", func(w *world) {
			w.account["theirs"] = model.Observed{MediaID: "theirs", Articles: []model.ObservedArticle{{Fields: model.Fields{Title: "三"}}}}
			w.in.Desired = append(w.in.Desired, message(three))
		}, []string{"! three same-title-draft"}},
		{"two new messages are the same", "material", func(w *world) {
			a := three
			a.Address = "drei"
			w.in.Desired = append(w.in.Desired, message(three), message(a))
		}, []string{"! drei twin-messages", "! three twin-messages"}},
		{"a create of an earlier run is found", "material", func(w *world) {
			m := message(three)
			w.hold("late", m)
			delete(w.in.Known.Messages, "three")
			w.in.Known.Intents["i"] = &state.Intent{ID: "i", API: "material/add_news", Address: "three", Fingerprint: m.Fingerprint()}
			w.in.Desired = append(w.in.Desired, message(article("three", "三", "又改")))
		}, []string{"= three 0[content]"}},
		{"a create of an earlier run, its file gone", "material", func(w *world) {
			m := message(three)
			w.hold("late", m)
			delete(w.in.Known.Messages, "three")
			w.in.Known.Intents["i"] = &state.Intent{ID: "i", API: "material/add_news", Address: "three", Fingerprint: m.Fingerprint()}
		}, []string{"= three"}},
		{"an interrupted update, its file put back", "material", func(w *world) {
			w.edit(w.idOf("one"), func(o *model.Observed) { o.Articles[0].Readable = changed.Readable })
			w.in.Known.Intents["i"] = &state.Intent{ID: "i", API: "material/update_news", Address: "one", Fingerprint: DesiredPrint(changed)}
		}, []string{"~ one 0[content]"}},
		{"a tombstone is owed", "material", func(w *world) {
			w.account["old"] = model.Observed{MediaID: "old", Articles: []model.ObservedArticle{{}}}
			w.in.Known.Tombstones["old"] = &state.Tombstone{Address: "one"}
		}, []string{"- one"}},
		{"a tombstone is paid", "material", func(w *world) {
			w.in.Known.Tombstones["old"] = &state.Tombstone{Address: "one"}
		}, []string{"  one"}},
		{"too many creates", "material", func(w *world) {
			w.in.Options.MaxCreates = 1
			w.in.Desired = append(w.in.Desired, message(three), message(article("four", "四", "正文四")))
		}, []string{"+ four", "+ three", "refused too-many-creates"}},
		{"too many deletes", "material", func(w *world) {
			w.in.Options.MaxDeletes, w.in.Options.Prune = 1, true
			w.in.Desired = nil
		}, []string{"- one", "- two", "refused too-many-deletes"}},
		{"a message was put into a group", "material", func(w *world) {
			w.in.Desired = []model.Message{{Address: "group", Articles: []model.Article{three, one}}, message(two)}
		}, []string{"+ group", "kept-regrouped one"}},
		{"urgent first", "material", func(w *world) {
			urgent := message(article("zz", "急", "急"))
			urgent.Priority = 5
			w.in.Desired = append(w.in.Desired, message(three), urgent)
		}, []string{"+ zz", "+ three"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			w := newWorld(tt.library, message(one), message(two))
			if p := w.plan(); !p.Empty() || len(p.Notes) > 0 {
				t.Fatalf("a world in step has a plan: %v", signs(p))
			}
			tt.bend(w)
			p := w.plan()
			if diff := gocmp.Diff(tt.want, signs(p)); diff != "" {
				t.Fatalf("plan (-want +got):\n%s", diff)
			}
			w.apply(p)
			again := w.plan()
			if again.Pending() && len(p.Refusals) == 0 {
				t.Errorf("after the plan was carried out there is more: %v", signs(again))
			}
			if slices.ContainsFunc(again.Notes, func(n Note) bool { return n.Code == NoteAccepted }) {
				t.Errorf("what was accepted is reported again: %v", signs(again))
			}
		})
	}
}

func TestWhatQuotaCannotPayIsPutOffLeastUrgentFirst(t *testing.T) {
	w := newWorld("draft", message(article("one", "一", "正文一")))
	urgent := message(article("urgent", "急", "急"))
	urgent.Priority = 1
	later := article("later", "后", "后")
	later.Content = `<img src="` + model.ImageRef("i1", "asis").String() + `">`
	w.in.Desired = []model.Message{message(article("one", "一", "改")), message(later), urgent}
	w.in.Left = map[string]int{"draft/add": 1, "draft/update": 5}
	p := w.plan()
	if diff := gocmp.Diff([]string{"+ urgent", "… later", "~ one 0[content]"}, signs(p)); diff != "" {
		t.Error(diff)
	}
	if len(p.Uploads) != 0 {
		t.Errorf("files of a message that waits are uploaded: %v", p.Uploads)
	}
	w.in.Left["media/uploadimg"], w.in.Left["draft/add"] = 0, 9
	if diff := gocmp.Diff([]string{"+ urgent", "… later", "~ one 0[content]"}, signs(w.plan())); diff != "" {
		t.Errorf("an upload without quota: %s", diff)
	}
}

func TestTargetsNarrowAPlanToMessagesAndTheirArticles(t *testing.T) {
	a, b := article("a", "甲", "x"), article("b", "乙", "y")
	group := model.Message{Address: "group", Articles: []model.Article{a, b}}
	w := newWorld("material", message(article("one", "一", "正文一")), message(article("two", "二", "正文二")))
	w.in.Desired = []model.Message{message(article("one", "一", "改")), group, message(article("new", "新", "新"))}
	for want, targets := range map[string]map[model.Address]bool{
		"+ group":            {"b": true},
		"~ one 0[content]":   {"one": true},
		"kept-no-source two": {"two": true},
		"":                   {"elsewhere": true},
	} {
		w.in.Targets = targets
		if got := strings.Join(signs(w.plan()), ", "); got != want {
			t.Errorf("targets %v: got %q, want %q", targets, got, want)
		}
	}
}

func TestAnApprovedPlanCoversOneThatDoesLess(t *testing.T) {
	w := newWorld("material")
	w.in.Desired = []model.Message{message(article("a", "甲", "x")), message(article("b", "乙", "y"))}
	approved := w.plan()
	if more := approved.Beyond(approved); len(more) != 0 {
		t.Errorf("a plan goes beyond itself: %v", more)
	}
	w.in.Desired = w.in.Desired[:1]
	if more := w.plan().Beyond(approved); len(more) != 0 {
		t.Errorf("a part of a plan goes beyond it: %v", more)
	}
	w.in.Desired[0] = message(article("a", "甲", "x, edited since"))
	if more := w.plan().Beyond(approved); len(more) != 1 {
		t.Errorf("an edit since then is not seen: %v", more)
	}
}

func TestMissingMessagesCountAsGoneOnlyInACompleteListing(t *testing.T) {
	w := newWorld("material", message(article("one", "一", "正文一")))
	clear(w.account)
	w.observe()
	w.in.Observed.Complete = false
	if got := signs(Make(w.in)); got != nil {
		t.Errorf("an incomplete listing led to %v", got)
	}
}

func TestUploadsAreNeededOnceAndFoundByName(t *testing.T) {
	w := newWorld("material")
	a, b := article("a", "甲", "x"), article("b", "乙", "y")
	img := model.ImageRef("i1", "asis")
	for _, x := range []*model.Article{&a, &b} {
		x.Content = `<img src="` + img.String() + `">`
	}
	w.in.Desired = []model.Message{message(a), message(b)}
	w.in.Assets[img] = model.Asset{Path: "i.png", Name: "mpsync-i1.png"}
	p := w.plan()
	if len(p.Uploads) != 2 {
		t.Fatalf("want one image and one cover, got %v", p.Uploads)
	}
	want := []Call{{API: "material/add_material", Count: 1}, {API: "material/add_news", Count: 2}, {API: "media/uploadimg", Count: 1}}
	if diff := gocmp.Diff(want, p.Calls); diff != "" {
		t.Error(diff)
	}
	w.in.Observed.Images = []model.Material{{MediaID: "have", Name: "mpsync-c0.png"}}
	for _, u := range Make(w.in).Uploads {
		if u.Ref.Kind == model.RefCover && (u.Found == nil || u.Found.MediaID != "have") {
			t.Errorf("the cover that the account holds is uploaded again: %+v", u)
		}
	}
}

func TestWantsAsksOnlyForContentThatMayMatter(t *testing.T) {
	w := newWorld("draft", message(article("one", "一", "正文一")), message(article("two", "二", "正文二")), message(article("three", "三", "正文三")))
	w.account["theirs"] = model.Observed{MediaID: "theirs", Articles: []model.ObservedArticle{{Fields: model.Fields{Title: "别的"}}}}
	w.account["maybe"] = model.Observed{MediaID: "maybe", Articles: []model.ObservedArticle{{Fields: model.Fields{Title: "四"}}}}
	w.edit(w.idOf("two"), func(*model.Observed) {})
	w.in.Desired[2] = message(article("three", "三", "改"))
	w.in.Desired = append(w.in.Desired, message(article("four", "四", "正文四")))
	for id, o := range w.account {
		o.HasContent = false
		w.account[id] = o
	}
	w.observe()
	got := Wants(w.in)
	slices.Sort(got)
	want := []string{"maybe", w.idOf("three"), w.idOf("two")}
	slices.Sort(want)
	if diff := gocmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestMakeForgetsOpenUpdatesWithTheirMessage(t *testing.T) {
	for name, bend := range map[string]func(*world){
		"deleted":      func(*world) {},
		"gone already": func(w *world) { delete(w.account, w.idOf("one")) },
		"created again": func(w *world) {
			delete(w.account, w.idOf("one"))
			w.in.Options.Recreate = true
			w.in.Desired = []model.Message{message(article("one", "一", "正文"))}
		},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld("draft", message(article("one", "一", "正文")))
			w.in.Known.Intents["i"] = &state.Intent{ID: "i", API: "draft/update", Address: "one", Fingerprint: "f"}
			w.in.Desired, w.in.Options.Prune = nil, true
			bend(w)
			w.apply(w.plan())
			if len(w.in.Known.Intents) > 0 {
				t.Error("the intent is still open")
			}
		})
	}
}

func TestTakenTellsWhatTheAccountDidNotKeep(t *testing.T) {
	sent := model.Readable{Text: "一\n二", Links: []string{"l"}, Images: []string{"i", "j"}}
	if diff, links, images := Taken(sent, model.Readable{Text: "一 二", Links: []string{"x"}, Images: []string{"1", "2"}}); diff != "" || links+images != 0 {
		t.Errorf("what was only rewritten counts as taken: %q, %d, %d", diff, links, images)
	}
	diff, links, images := Taken(sent, model.Readable{Text: "一", Images: []string{"1"}})
	if !strings.Contains(diff, "-二") || links != 1 || images != 1 {
		t.Errorf("%q, %d, %d", diff, links, images)
	}
}

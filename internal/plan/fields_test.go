package plan

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"mpsync/internal/model"
	"mpsync/internal/state"
)

// bent is an article with other fields.
func bent(a model.Article, bend func(*model.Article)) model.Article {
	bend(&a)
	a.Hash = model.HashOf(a, func(model.Address) string { return "" })
	return a
}

func TestChangedFieldsAreToldByValue(t *testing.T) {
	one := article("one", "一", "正文一")
	all := bent(one, func(a *model.Article) {
		a.Fields = model.Fields{Title: "新题", Author: "张三", Digest: "d2", SourceURL: "https://example.com", ShowCover: true}
		a.Comments, a.Cover = model.CommentsFans, model.CoverRef("c1", "asis")
	})
	for name, test := range map[string]struct {
		desired model.Article
		bend    func(*world)
		want    []FieldChange
	}{
		"all, against what was sent": {all, func(w *world) {
			r := w.in.Known.Messages["one"]
			r.Articles[0].Fields, r.Articles[0].Comments = one.Fields, one.Comments
			r.Articles[0].Refs, r.Articles[0].Assets = []string{one.Cover.String()}, map[string]string{"b.png": "c0", "a.png": "c0"}
		}, []FieldChange{
			{"title", "一", "新题"},
			{"author", "", "张三"},
			{"digest", "digest", "d2"},
			{"source_url", "", "https://example.com"},
			{"cover", "c.png", "other.png"},
			{"show_cover", "false", "true"},
			{"comments", "open", "fans"},
		}},
		"a record of format 1, against the account": {all, func(*world) {}, []FieldChange{
			{"title", "一", "新题"},
			{"author", "", "张三"},
			{"digest", "digest", "d2"},
			{"source_url", "", "https://example.com"},
			{"cover", "thumb-c0-asis", "other.png"},
			{"show_cover", "false", "true"},
			{"comments", "open", "fans"},
		}},
		"a record of format 1, the account not asked": {all, func(w *world) { w.in.Observed = nil }, []FieldChange{{"title", "一", "新题"}}},
		"only the text": {article("one", "一", "改过"), func(*world) {}, nil},
	} {
		w := newWorld("draft", message(one))
		w.observe()
		w.in.Assets[model.CoverRef("c1", "asis")] = model.Asset{Path: "other.png", Name: "mpsync-c1.png"}
		test.bend(w)
		w.in.Desired[0] = message(test.desired)
		p := Make(w.in)
		if len(p.Changes) != 1 || p.Changes[0].Action != Update {
			t.Fatalf("%s: %v", name, signs(p))
		}
		if diff := cmp.Diff(test.want, p.Changes[0].Articles[0].Fields); diff != "" {
			t.Errorf("%s: -want +got\n%s", name, diff)
		}
	}
}

func TestConsoleEditsOfFieldsAreToldByValue(t *testing.T) {
	one := article("one", "一", "正文一")
	retitled := bent(one, func(a *model.Article) { a.Fields.Title = "本地题" })
	edit := func(w *world) {
		w.edit(w.idOf("one"), func(o *model.Observed) {
			o.Articles[0].Fields.Title, o.Articles[0].ThumbMediaID, o.Articles[0].Comments = "后台题", "another", model.CommentsClosed
		})
	}
	theirs := []FieldChange{{"title", "一", "后台题"}, {"cover", "c.png", "another"}, {"comments", "open", "closed"}}
	for name, test := range map[string]struct {
		desired model.Article
		drift   OnDrift
		of      func(Plan) []FieldChange
		want    []FieldChange
	}{
		"drift":     {one, DriftReport, func(p Plan) []FieldChange { return p.Notes[0].Fields }, theirs},
		"accepted":  {one, DriftAccept, func(p Plan) []FieldChange { return p.Notes[0].Fields }, theirs},
		"overwrite": {one, DriftOverwrite, func(p Plan) []FieldChange { return p.Changes[0].Articles[0].Fields }, reversed(theirs)},
		"conflict": {retitled, DriftReport, func(p Plan) []FieldChange { return p.Changes[0].Reason.Fields }, []FieldChange{
			{"title", "后台题", "本地题"},
			{"cover", "another", "c.png"},
			{"comments", "closed", "open"},
		}},
	} {
		w := newWorld("draft", message(one))
		w.in.Options.OnDrift = test.drift
		edit(w)
		w.in.Desired[0] = message(test.desired)
		if diff := cmp.Diff(test.want, test.of(w.plan())); diff != "" {
			t.Errorf("%s: -want +got\n%s", name, diff)
		}
	}
}

func TestOpenCallsAreAnnouncedWhateverTheRunIsAbout(t *testing.T) {
	w := newWorld("draft", message(article("one", "一", "正文一")))
	w.in.Known.Intents["i"] = &state.Intent{ID: "i", API: "draft/add", Address: "two", Fingerprint: "f"}
	w.in.Known.Intents["j"] = &state.Intent{ID: "j", API: "material/add_material", Key: "k", Name: "mpsync-k.png"}
	w.in.Known.Intents["k"] = &state.Intent{ID: "k", API: "draft/update", Address: "one", Fingerprint: "g"}
	w.in.Targets = map[model.Address]bool{"one": true}
	var open []string
	for _, n := range w.plan().Notes {
		if n.Code == NoteOpen {
			open = append(open, n.Args[0])
		}
	}
	if diff := cmp.Diff([]string{"draft/add", "material/add_material"}, open); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
}

func TestARunAboutSomeMessagesCountsNoOthers(t *testing.T) {
	w := newWorld("draft", message(article("one", "一", "正文一")), message(article("two", "二", "正文二")))
	w.in.Skipped = map[model.Address]string{"broken": "error", "bad": "error"}
	w.in.Targets = map[model.Address]bool{"one": true, "bad": true}
	p := w.plan()
	if p.InStep != 1 || p.Unsound() != 1 {
		t.Errorf("%d in step, %v left out", p.InStep, p.Skipped)
	}
	if len(w.in.Skipped) != 2 {
		t.Error("the input was changed")
	}
}

func TestPruneIsRefusedWhereArticlesMayBeMissing(t *testing.T) {
	for name, test := range map[string]struct {
		bend func(*Input)
		want int
	}{
		"a pattern matches nothing":         {func(in *Input) { in.Blind = []string{"posts/*.md"} }, 1},
		"the same, the message named":       {func(in *Input) { in.Blind, in.Targets = []string{"posts/*.md"}, map[model.Address]bool{"two": true} }, 0},
		"the same, nothing to be deleted":   {func(in *Input) { in.Blind, in.Options.Prune = []string{"posts/*.md"}, false }, 0},
		"every pattern matches something":   {func(*Input) {}, 0},
		"more than limits.deletes and that": {func(in *Input) { in.Blind, in.Desired, in.Options.MaxDeletes = []string{"posts/*.md"}, nil, 1 }, 2},
	} {
		w := newWorld("draft", message(article("one", "一", "正文一")), message(article("two", "二", "正文二")))
		w.in.Desired, w.in.Options.Prune = w.in.Desired[:1], true
		w.observe()
		test.bend(&w.in)
		if p := Make(w.in); len(p.Refusals) != test.want {
			t.Errorf("%s: %+v", name, p.Refusals)
		}
	}
}

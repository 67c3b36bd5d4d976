package plan

import (
	"cmp"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"mpsync/internal/comment"
	"mpsync/internal/model"
	"mpsync/internal/state"
)

// Comments is what a plan is told of readers' comments.
type Comments struct {
	// Files are the files of comments by article.
	Files map[model.Address]*comment.File
	// Broken are the articles whose file cannot be read as it was meant: it may
	// protect comments from rules.
	Broken map[model.Address]bool
	// Seen is what was read of threads; one that is not there was not asked about.
	Seen map[model.Thread]*comment.Listing
	// Unread are the threads that could not be read, with the errcode.
	Unread map[model.Thread]int
	Rules  []comment.Rule
	// CloseAfter is how long after its publication an article can be commented on;
	// 0 is for ever.
	CloseAfter time.Duration
}

// Thread is what is to be done with the comments of one published article.
type Thread struct {
	model.Thread
	Address model.Address   `json:"address"` // of the article
	Title   string          `json:"title"`
	Changes []CommentChange `json:"changes,omitempty"`
	// Steps are what turned out to be done already, and what rules have looked at:
	// only the record changes.
	Steps []state.CommentStep `json:"steps,omitempty"`
	// Intents are calls of unknown outcome that were looked for in the thread.
	Intents []string `json:"intents,omitempty"`
	// Calls is how many calls it took to read the thread.
	Calls int `json:"calls,omitempty"`
}

// CommentChange is one action on a comment or on its thread.
type CommentChange struct {
	Action Action `json:"action"`
	comment.Change
	// Setting is who can comment after opening or closing.
	Setting model.Comments `json:"setting,omitempty"`
	Reason  *Note          `json:"reason,omitempty"`
}

// pending says whether it is one that people wait for.
func (c CommentChange) pending() bool { return c.Action != Blocked && c.Action != Deferred }

// CountComments is how many changes of comments have one of the actions, or how
// many will be carried out when none is named.
func (p Plan) CountComments(actions ...Action) int {
	n := 0
	for _, t := range p.Comments {
		for _, c := range t.Changes {
			if slices.Contains(actions, c.Action) || len(actions) == 0 && c.pending() {
				n++
			}
		}
	}
	return n
}

// signs of what is done to comments.
var commentSigns = map[model.CommentDo]Action{
	model.CommentOpen: Update, model.CommentClose: Update, model.CommentFeature: Update, model.CommentUnfeature: Update,
	model.CommentReply: Create, model.CommentUnreply: Delete, model.CommentDelete: Delete,
}

// deeds is the order of changes in a thread: room among the featured ones is made
// before it is taken, what cannot be undone comes last.
var deeds = []model.CommentDo{
	model.CommentOpen, model.CommentUnfeature, model.CommentFeature, model.CommentUnreply, model.CommentReply,
	model.CommentDelete, model.CommentClose,
}

// thread is a published article and what is known of its comments.
type thread struct {
	Thread
	file    *comment.File
	base    *state.Comments // nil before anything was read or written
	article *state.Article
	sent    time.Time // zero where unknown
}

// threads lists the published articles whose comments can be named, sorted by
// address.
func (in Input) threads() []thread {
	var all []thread
	seen, index := map[model.Address]bool{}, in.Known.AllSent()
	for _, a := range slices.Sorted(maps.Keys(in.Known.Messages)) {
		m := in.Known.Messages[a]
		for i, x := range m.Articles {
			sent, ok := index[x.Address]
			if !ok || sent.Message != a || seen[x.Address] {
				continue
			}
			seen[x.Address] = true
			t := thread{
				Thread: Thread{Thread: model.Thread{MsgDataID: sent.MsgDataID, Index: sent.Index}, Address: x.Address, Title: x.Title},
				file:   in.Comments.Files[x.Address], article: &m.Articles[i], sent: published(m.Publication),
			}
			t.base = in.Known.Comments[t.String()]
			all = append(all, t)
		}
	}
	return all
}

// published is when readers came to see a message.
func published(p *state.Publication) time.Time {
	if p.Ended.IsZero() {
		return p.Began
	}
	return p.Ended
}

// mine says whether the file beside the article is about this thread, and of the
// pull that the record is of.
func (t thread) mine() bool {
	return t.file != nil && t.file.Thread == t.Thread.Thread && !t.file.Stale(t.base)
}

// judged is the highest id that rules have looked at.
func (t thread) judged() int64 {
	if t.base == nil {
		return 0
	}
	return t.base.Judged
}

// Reading is a thread that [Make] has to see, and how much of it.
type Reading struct {
	Thread  model.Thread
	Address model.Address
	// Enough says whether what was read so far tells all that matters.
	Enough func(*comment.Listing) bool
}

// Readings lists the threads whose comments a plan depends on: those whose file
// was edited, and, where there are rules, every one.
func Readings(in Input) []Reading {
	m := newMaker(in)
	var out []Reading
	for _, t := range in.threads() {
		if m.Targets != nil && !m.targetedArticle(t) {
			continue
		}
		made, _ := in.madeBy(t.Thread.Thread)
		ids := slices.Sorted(maps.Keys(made))
		if t.mine() {
			ids = append(ids, t.file.Asks(t.base)...)
		}
		if len(ids) == 0 && len(in.Comments.Rules) == 0 {
			continue
		}
		rules := len(in.Comments.Rules) > 0
		out = append(out, Reading{t.Thread.Thread, t.Address, func(l *comment.Listing) bool {
			return l.Has(ids) && (!rules || l.Reaches(t.judged()))
		}})
	}
	return out
}

func (m *maker) targetedArticle(t thread) bool {
	return m.Targets[t.Address] || m.targeted(m.sent[t.Address].Message)
}

// comments decides on the comments of published articles.
func (m *maker) comments() {
	threads := m.threads()
	m.unsent(threads)
	for _, t := range threads {
		if m.Targets != nil && !m.targetedArticle(t) {
			continue
		}
		m.setting(&t)
		m.remarks(&t)
		if len(t.Changes)+len(t.Steps) == 0 && t.Calls == 0 {
			continue
		}
		slices.SortStableFunc(t.Changes, func(a, b CommentChange) int {
			return cmp.Compare(slices.Index(deeds, a.Do), slices.Index(deeds, b.Do))
		})
		m.plan.Comments = append(m.plan.Comments, t.Thread)
	}
}

// unsent tells of files with wishes for articles that nobody can have commented
// on yet.
func (m *maker) unsent(threads []thread) {
	sent := map[model.Address]bool{}
	for _, t := range threads {
		sent[t.Address] = true
	}
	for _, a := range slices.Sorted(maps.Keys(m.Comments.Files)) {
		if !sent[a] && len(m.Comments.Files[a].Asks(nil)) > 0 {
			m.note("comments-unsent", a)
		}
	}
}

// remarks decides on the single comments of a thread.
func (m *maker) remarks(t *thread) {
	seen := m.Comments.Seen[t.Thread.Thread]
	made, intents := m.madeBy(t.Thread.Thread)
	if seen != nil {
		t.Calls, t.Intents = seen.Calls, intents
		t.found(made, seen)
	}
	switch {
	case t.file != nil && t.file.Thread == t.Thread.Thread && t.file.Stale(t.base):
		m.note("comments-stale", t.Address)
		return
	case t.file != nil && !t.mine():
		m.note("comments-other-thread", t.Address, t.file.Thread.String(), t.String())
	case t.mine() && m.Comments.Unread[t.Thread.Thread] != 0:
		if asks := t.file.Asks(t.base); len(asks) > 0 {
			code := strconv.Itoa(m.Comments.Unread[t.Thread.Thread])
			t.block(asks[0], t.file.Item(asks[0]).Text, "comments-unread", code, strconv.Itoa(len(asks)))
		}
		return
	case t.mine() && (seen != nil || m.Observed == nil):
		v := t.file.Compare(t.base, seen, made)
		t.take(v)
		m.notices(t, v)
	}
	if seen != nil && len(m.Comments.Rules) > 0 && !m.Comments.Broken[t.Address] && seen.Reaches(t.judged()) {
		m.judge(t, seen)
	}
}

// found records what became of calls of unknown outcome on comments that no file
// names.
func (t *thread) found(made comment.Made, seen *comment.Listing) {
	for _, id := range slices.Sorted(maps.Keys(made)) {
		if c, ok := seen.Comment(id); ok && (!t.mine() || t.file.Item(id) == nil) {
			step := state.CommentStep{Thread: t.String(), ID: id, Featured: &c.Featured, Reply: new(comment.HashReply(c.Reply))}
			t.Steps = append(t.Steps, step)
		}
	}
}

// judge applies the rules to what is new in a thread.
func (m *maker) judge(t *thread, seen *comment.Listing) {
	file := t.file
	if !t.mine() {
		file = nil
	}
	v, judged := comment.Judge(m.Comments.Rules, file, t.base, seen)
	t.take(v)
	m.notices(t, v)
	if judged > t.judged() {
		t.Steps = append(t.Steps, state.CommentStep{Thread: t.String(), Judged: judged})
	}
}

// take makes a verdict part of the plan.
func (t *thread) take(v comment.Verdict) {
	for _, c := range v.Changes {
		action := commentSigns[c.Do]
		if c.Do == model.CommentReply && c.Was != "" {
			action = Replace
		}
		t.Changes = append(t.Changes, CommentChange{Action: action, Change: c})
	}
	for _, s := range v.Steps {
		s.Thread = t.String()
		t.Steps = append(t.Steps, s)
	}
}

// notices tells what a verdict has to say; a conflict waits for a person.
func (m *maker) notices(t *thread, v comment.Verdict) {
	for _, n := range v.Notices {
		args := append([]string{strconv.FormatInt(n.ID, 10)}, n.Args...)
		if n.Code == "comments-conflict" || n.Code == "comments-moving" {
			t.block(n.ID, "", n.Code, args...)
			continue
		}
		m.note(n.Code, t.Address, args...)
	}
}

func (t *thread) block(id int64, text, code string, args ...string) {
	t.Changes = append(t.Changes, CommentChange{
		Action: Blocked, Change: comment.Change{ID: id, Text: text}, Reason: &Note{Code: code, Address: t.Address, Args: args},
	})
}

// madeBy says what of a thread interrupted runs were making, and by which
// intents.
func (in Input) madeBy(t model.Thread) (made comment.Made, intents []string) {
	made = comment.Made{}
	for _, id := range slices.Sorted(maps.Keys(in.Known.Intents)) {
		i := in.Known.Intents[id]
		thread, number, ok := strings.Cut(i.Key, "#")
		n, err := strconv.ParseInt(number, 10, 64)
		if ok && err == nil && thread == t.String() && strings.HasPrefix(i.API, "comment/") {
			made[n] = append(made[n], i.Fingerprint)
			intents = append(intents, id)
		}
	}
	return made, intents
}

// CommentKey is what intents name a comment by.
func CommentKey(t model.Thread, id int64) string { return t.String() + "#" + strconv.FormatInt(id, 10) }

// OnlyApproved leaves out what rules would do beyond an approved plan: comments
// that came since wait for the next one. It is what a saved plan runs as.
func (p Plan) OnlyApproved(approved Plan) Plan {
	seen := map[string]bool{}
	for _, e := range approved.effects() {
		seen[e] = true
	}
	p.Comments = slices.Clone(p.Comments)
	for i, t := range p.Comments {
		fresh := func(c CommentChange) bool { return c.Rule != "" && c.ID != 0 && !seen[t.effect(c)] }
		if !slices.ContainsFunc(t.Changes, fresh) {
			continue
		}
		t.Changes = slices.DeleteFunc(slices.Clone(t.Changes), fresh)
		t.Steps = slices.DeleteFunc(slices.Clone(t.Steps), func(s state.CommentStep) bool { return s.Judged != 0 })
		p.Comments[i] = t
	}
	return p
}

// Waiting is how many changes of messages and comments have an action that is
// not carried out.
func (p Plan) Waiting(a Action) int { return p.Count(a) + p.CountComments(a) }

// Threads lists the published articles whose comments can be named, sorted by
// address.
func Threads(known *state.State) []Thread {
	var all []Thread
	for _, t := range (Input{Known: known}).threads() {
		all = append(all, t.Thread)
	}
	return all
}

package plan

import (
	"slices"
	"strings"
	"time"

	"mpsync/internal/model"
	"mpsync/internal/state"
)

// SubmitAPI is the call that publishes a draft, as intents and quotas name it.
const SubmitAPI = "freepublish/submit"

// public decides on a message that readers have, or that is on its way to them;
// ok is false for one that is still to be kept in step.
func (m *maker) public(d *model.Message, r *state.Message) (ok bool) {
	p := r.Publication
	switch {
	case p == nil || p.Status == state.PublicationFailed:
		return false
	case p.Status == state.PublicationRunning && p.Kind == state.KindBroadcast:
		m.follow(d, r)
		m.note("broadcast-running", d.Address, string(d.Address))
		return true
	case p.Status == state.PublicationRunning:
		m.follow(d, r) // before the result is asked for under the new address
		m.add(Change{Action: Publish, Address: d.Address, MediaID: r.MediaID, Message: named(d), Reason: &Note{Code: "publish-running", Address: d.Address}})
		return true
	case m.Options.Republish && m.asked(d):
		m.add(Change{Action: Create, Address: d.Address, From: m.from[d.Address], Message: d, Intents: m.intentIDs(d.Address)})
		return true
	case m.Library != "draft":
		if r.Public() && m.rewritten(d, r) {
			m.note("broadcast-stays", d.Address, title(r))
		}
		return false
	}
	m.final(d, r)
	return true
}

// final handles a message that can't be changed any more: at most its record
// moves.
func (m *maker) final(d *model.Message, r *state.Message) {
	if m.follow(d, r) {
		return
	}
	if m.rewritten(d, r) {
		m.note("published-changed", d.Address, title(r), string(d.Address))
	}
	m.inStep = append(m.inStep, d.Address)
}

// follow moves the record of a message that got another address and is not sent.
func (m *maker) follow(d *model.Message, r *state.Message) (moved bool) {
	from, isMove := m.from[d.Address]
	if !isMove || !sameList(d, r) {
		return false
	}
	m.add(Change{Action: Move, Address: d.Address, From: from, MediaID: r.MediaID, Message: d})
	return true
}

// rewritten says whether a file changed since its article was sent, other than in
// who may comment.
func (m *maker) rewritten(d *model.Message, r *state.Message) bool {
	if len(d.Articles) != len(r.Articles) {
		return true
	}
	for i, a := range d.Articles {
		if k := r.Articles[i]; a.Source != k.Source && len(m.changed(a, k)) > 0 {
			return true
		}
	}
	return false
}

// named is a message for a change that sends nothing: its articles have titles,
// but no bodies.
func named(d *model.Message) *model.Message {
	c := *d
	c.Articles = slices.Clone(d.Articles)
	for i := range c.Articles {
		c.Articles[i].Content, c.Articles[i].Wanted, c.Articles[i].Readable = "", "", model.Readable{}
	}
	return &c
}

// asked says whether a person named a message, or an article of it, to be
// published now.
func (m *maker) asked(d *model.Message) bool {
	return m.Publish[d.Address] || slices.ContainsFunc(d.Articles, func(a model.Article) bool { return m.Publish[a.Address] })
}

// publications plans what is to be published, and what links to it.
func (m *maker) publications() {
	changes := map[model.Address]int{}
	for i, c := range m.plan.Changes {
		changes[c.Address] = i
	}
	for i := range m.Desired {
		d := &m.Desired[i]
		if !d.Publish && !m.asked(d) {
			continue
		}
		at, decided := changes[d.Address]
		var c *Change
		if decided {
			c = &m.plan.Changes[at]
		}
		m.publication(d, m.record(d.Address), c)
	}
	m.holdBack()
	m.textLinks()
	if published := m.publishes(); len(published) > 0 {
		m.relink(changes, published)
	}
}

// publishes are the messages that readers will be known to have once the plan is
// carried out, and are not yet.
func (m *maker) publishes() map[model.Address]bool {
	published := map[model.Address]bool{}
	for _, c := range m.plan.Changes {
		was := m.Known.Messages[c.Address]
		found := c.Action == None && c.Record != nil && c.Record.Public() && (was == nil || !was.Public())
		if c.Action == Publish || found {
			published[c.Address] = true
		}
	}
	return published
}

// publication plans the publication of one message after what c does to it; c is
// nil where nothing needs to be done.
func (m *maker) publication(d *model.Message, r *state.Message, c *Change) {
	again := m.Options.Republish && c != nil && c.Action == Create
	switch {
	case c != nil && !leadsToPublication(c.Action), !again && r != nil && settledPublication(r):
		return
	case c != nil && c.Record != nil && settledPublication(c.Record): // found
		return
	case m.Library != "draft":
		m.note("publish-needs-drafts", d.Address, d.Articles[0].Fields.Title)
		return
	case r != nil && c == nil && !m.inBox(r):
		return
	}
	open := m.submits(d.Address)
	if len(open) > 0 && m.stuck(open, reviewFor) {
		m.block(d.Address, "publish-stuck", d.Articles[0].Fields.Title, string(d.Address))
		return
	}
	if b := m.obstacle(d, r, c); b != nil {
		m.add(Change{Action: Blocked, Address: d.Address, Reason: b})
		return
	}
	p := Change{Action: Publish, Address: d.Address, Message: named(d), Reason: &Note{Code: "publish-quiet", Address: d.Address}}
	switch {
	case len(open) > 0:
		p.Reason.Code = "publish-unsure"
	case again:
		p.Reason.Code = "publish-again"
	}
	if r != nil && !again {
		p.MediaID = r.MediaID
	}
	m.add(p)
}

func leadsToPublication(a Action) bool {
	switch a {
	case None, Create, Update, Replace, Adopt, Move:
		return true
	default:
		return false
	}
}

// settledPublication says whether a message was published, or is about to be.
func settledPublication(r *state.Message) bool {
	return r.Publication != nil && r.Publication.Status != state.PublicationFailed
}

// inBox says whether the draft is there, as far as was looked.
func (m *maker) inBox(r *state.Message) bool {
	_, present := m.observed[r.MediaID]
	return present || m.Observed == nil || !m.Observed.Complete
}

// obstacle is why a message waits for a person before it is published, or nil.
func (m *maker) obstacle(d *model.Message, r *state.Message, c *Change) *Note {
	name := d.Articles[0].Fields.Title
	if tasks := m.openTasks(d, r, c); len(tasks) > 0 {
		return &Note{Code: "publish-tasks", Address: d.Address, Args: []string{name, strings.Join(tasks, ", "), string(d.Address)}}
	}
	if r == nil || c != nil && len(c.Sent()) > 0 {
		return nil
	}
	drifted := func(n Note) bool { return n.Address == d.Address && n.Code == NoteEdited }
	if slices.ContainsFunc(m.plan.Notes, drifted) {
		return &Note{Code: "publish-drift", Address: d.Address, Args: []string{name, string(d.Address)}}
	}
	if p := r.Publication; p != nil && p.Status == state.PublicationFailed && !m.asked(d) {
		return &Note{Code: "publish-failed-before", Address: d.Address, Args: []string{name, p.Ended.Format(time.DateOnly), string(d.Address)}}
	}
	return nil
}

// relink plans that articles which link to a publication of this plan are sent
// again after it, so that the link leads somewhere.
func (m *maker) relink(changes map[model.Address]int, published map[model.Address]bool) {
	for i := range m.Desired {
		d := &m.Desired[i]
		var c *Change
		if at, decided := changes[d.Address]; decided {
			c = &m.plan.Changes[at]
		}
		if !m.relinks(d, m.record(d.Address), c) {
			continue
		}
		more := m.linking(d, c, published)
		switch {
		case len(more) == 0:
		case c != nil && c.Action != None:
			c.Articles = append(c.Articles, more...)
		default:
			m.inStep = slices.DeleteFunc(m.inStep, func(a model.Address) bool { return a == d.Address })
			m.add(Change{Action: Update, Address: d.Address, MediaID: m.record(d.Address).MediaID, Message: d, Articles: more})
		}
	}
}

// relinks says whether articles of a message can be sent for the sake of their
// links; what is created or replaced is sent anyway.
func (m *maker) relinks(d *model.Message, r *state.Message, c *Change) bool {
	switch {
	case c != nil && c.Action == Adopt:
		return true
	case r == nil, c != nil && c.Action != Update && c.Action != None:
		return false
	}
	return !settledPublication(r) && m.inBox(r) && sameList(d, r) && !m.drifting(d.Address)
}

// linking lists the articles of a message that link to a publication and that c
// does not send yet.
func (m *maker) linking(d *model.Message, c *Change, published map[model.Address]bool) []ArticleChange {
	r := m.record(d.Address)
	var more []ArticleChange
	for j, a := range d.Articles {
		var known *state.Article
		if r != nil {
			known = &r.Articles[j]
		}
		sent := c != nil && slices.ContainsFunc(c.Articles, func(x ArticleChange) bool { return x.Index == j })
		if !sent && m.linksTo(linksOf(a, known), published, d.Address) {
			more = append(more, ArticleChange{Index: j, Address: a.Address, Parts: []string{"links"}})
		}
	}
	return more
}

// drifting says whether a message was changed or saved in the console: then an
// update is for a person to decide.
func (m *maker) drifting(a model.Address) bool {
	return slices.ContainsFunc(m.plan.Notes, func(n Note) bool {
		return n.Address == a && (n.Code == NoteEdited || n.Code == NoteResaved && !m.Options.UpdateResaved)
	})
}

// linksOf lists the articles that one links to, of its page or, where that was
// not rendered, of its record.
func linksOf(a model.Article, known *state.Article) []model.Address {
	var links []model.Address
	add := func(r model.Reference, ok bool) {
		if ok && r.Kind == model.RefLink {
			links = append(links, model.Address(r.Key))
		}
	}
	if a.Content == "" && known != nil {
		for _, s := range known.Refs {
			add(model.ParseReference(s))
		}
		return links
	}
	for _, r := range model.References(a.Content) {
		add(r, true)
	}
	return links
}

// linksTo says whether one of the articles stands in a message that is published,
// other than self.
func (m *maker) linksTo(links []model.Address, published map[model.Address]bool, self model.Address) bool {
	return slices.ContainsFunc(links, func(a model.Address) bool {
		home := m.home[a]
		return home != self && published[home]
	})
}

// stages says after how many publications, each needed by the next, the changes
// of a message come. A ring of links is cut where it is entered.
func (m *maker) stages() map[model.Address]int {
	publishes := m.publishes()
	stages := map[model.Address]int{}
	if len(publishes) == 0 {
		return stages
	}
	var stage func(a model.Address) int
	stage = func(a model.Address) int {
		if s, known := stages[a]; known {
			return s
		}
		stages[a] = 0
		for _, link := range m.links(a) {
			if home := m.home[link]; home != a && publishes[home] {
				stages[a] = max(stages[a], stage(home)+1)
			}
		}
		return stages[a]
	}
	for _, c := range m.plan.Changes {
		stage(c.Address)
	}
	return stages
}

// links lists the articles that the articles of a message link to.
func (m *maker) links(message model.Address) []model.Address {
	d := m.desired[message]
	if d == nil {
		return nil
	}
	r := m.record(message)
	var all []model.Address
	for i, a := range d.Articles {
		var known *state.Article
		if r != nil && i < len(r.Articles) {
			known = &r.Articles[i]
		}
		all = append(all, linksOf(a, known)...)
	}
	return all
}

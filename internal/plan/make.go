package plan

import (
	"cmp"
	"maps"
	"slices"
	"strings"
	"time"

	"mpsync/internal/model"
	"mpsync/internal/state"
)

// Input is everything a Plan is made of.
type Input struct {
	Desired []model.Message
	// Declared are the materials that the site declares, sorted by name.
	Declared []model.Declared
	// Assets are the files that references of Desired stand for.
	Assets map[model.Reference]model.Asset
	// Skipped are addresses that the site has but that are left out.
	Skipped map[model.Address]string
	// Blind names what of the site may hold more than was found: patterns that
	// match nothing, folders that can't be read. Nothing is pruned then unless it
	// is named.
	Blind []string
	Known *state.State
	// Observed is nil when the account was not asked.
	Observed *model.Account
	// Library is "material" or "draft".
	Library string
	AppID   string
	Now     time.Time
	// Left says how many calls of an API today's quota still allows; an API that
	// is not there has enough.
	Left map[string]int
	// Targets are the addresses of messages or articles that this run is about;
	// nil means all.
	Targets map[model.Address]bool
	// Publish are the addresses of messages or articles that a person wants
	// published now, whatever their files say.
	Publish map[model.Address]bool
	Options Options
	// Comments are the site's files and rules, and what was read of the account's.
	Comments Comments
}

// Options are a person's wishes for one run.
type Options struct {
	Prune      bool `json:"prune,omitempty"`    // delete what the site no longer has
	AsNew      bool `json:"as_new,omitempty"`   // create in spite of a record of the same title without source
	Recreate   bool `json:"recreate,omitempty"` // create again what is gone from the account
	MaxCreates int  `json:"max_creates,omitempty"`
	MaxDeletes int  `json:"max_deletes,omitempty"`
	// MaxCommentDeletes is how many comments a run may delete.
	MaxCommentDeletes int     `json:"max_comment_deletes,omitempty"`
	OnDrift           OnDrift `json:"on_drift,omitempty"`
	// UpdateResaved sends drafts again that were saved in the console since,
	// although what was set there may be lost.
	UpdateResaved bool `json:"update_resaved,omitempty"`
	// Republish makes anew what is public already and is to be published.
	Republish bool `json:"republish,omitempty"`
}

// OnDrift says what becomes of an edit made in the console.
type OnDrift string

// The ways; the zero value reports.
const (
	DriftReport    OnDrift = "report"    // say it and leave it
	DriftOverwrite OnDrift = "overwrite" // send the file again
	DriftAccept    OnDrift = "accept"    // leave it and say no more
)

// Make decides what has to happen.
func Make(in Input) Plan {
	m := newMaker(in)
	m.pairMoves()
	m.findLost()
	m.indexFree()
	m.claim()
	m.strays()
	m.declared()
	m.messages()
	m.publications()
	m.orphans()
	m.tombstones()
	m.todos()
	m.comments()
	m.finish()
	return m.plan
}

// maker holds the indexes that decisions look things up in.
type maker struct {
	Input
	plan     Plan
	observed map[string]model.Observed        // by media_id
	covers   map[string]model.Material        // by name, the newest of several
	owner    map[string]model.Address         // media_id → address of its record
	desired  map[model.Address]*model.Message // by address
	from     map[model.Address]model.Address  // new address → old one
	moved    map[model.Address]model.Address  // old address → new one
	lost     []model.Address                  // records whose source is gone, sorted
	titled   map[string][]model.Address       // title of the first article → those of lost
	home     map[model.Address]model.Address  // article → message of the site
	missing  map[shape]bool                   // shapes of messages without record
	held     map[model.Address]bool           // records that may be what a blocked message was
	prints   map[model.Address]string         // fingerprints of messages without record
	twins    map[string]int                   // fingerprint → messages without record that share it
	free     free                             // what nobody manages
	// candidates are what the account holds of messages without record.
	candidates map[model.Address][]model.Observed
	intents    map[model.Address][]*state.Intent
	sent       map[model.Address]state.Sent // what readers have of articles
	inStep     []model.Address              // messages that need nothing
}

func newMaker(in Input) *maker {
	m := &maker{
		Input:      in,
		observed:   map[string]model.Observed{},
		covers:     map[string]model.Material{},
		owner:      map[string]model.Address{},
		desired:    map[model.Address]*model.Message{},
		from:       map[model.Address]model.Address{},
		moved:      map[model.Address]model.Address{},
		titled:     map[string][]model.Address{},
		home:       map[model.Address]model.Address{},
		missing:    map[shape]bool{},
		held:       map[model.Address]bool{},
		prints:     map[model.Address]string{},
		twins:      map[string]int{},
		candidates: map[model.Address][]model.Observed{},
		intents:    map[model.Address][]*state.Intent{},
		sent:       in.Known.AllSent(),
	}
	m.plan = Plan{
		Format: Format, Lineage: in.Known.Lineage, Serial: in.Known.Serial,
		AppID: in.AppID, Library: in.Library, Created: in.Now.UTC().Truncate(time.Second), Options: in.Options, Skipped: in.Skipped,
	}
	if in.Targets != nil {
		m.plan.Targets = slices.AppendSeq([]model.Address{}, maps.Keys(in.Targets))
		slices.Sort(m.plan.Targets)
	}
	if in.Observed != nil {
		for _, o := range in.Observed.Messages {
			m.observed[o.MediaID] = o
		}
		for _, x := range slices.Backward(in.Observed.Images) {
			if x.Name != "" {
				m.covers[x.Name] = x
			}
		}
	}
	for a, r := range in.Known.Messages {
		m.owner[r.MediaID] = a
	}
	for i, d := range in.Desired {
		m.desired[d.Address] = &in.Desired[i]
		for _, a := range d.Articles {
			m.home[a.Address] = d.Address
		}
	}
	for _, id := range slices.Sorted(maps.Keys(in.Known.Intents)) {
		if i := in.Known.Intents[id]; i.Fingerprint != "" && !strings.HasPrefix(i.API, "comment/") {
			m.intents[i.Address] = append(m.intents[i.Address], i)
		}
	}
	return m
}

// record is what is known of a desired message, under its own address or the
// one that it moved from.
func (m *maker) record(a model.Address) *state.Message {
	if r := m.Known.Messages[a]; r != nil {
		return r
	}
	if from, ok := m.from[a]; ok {
		return m.Known.Messages[from]
	}
	return nil
}

// messages decides on every desired message, most urgent first.
func (m *maker) messages() {
	order := slices.Clone(m.Desired)
	slices.SortStableFunc(order, func(a, b model.Message) int {
		return cmp.Or(cmp.Compare(b.Priority, a.Priority), cmp.Compare(a.Address, b.Address))
	})
	for i := range order {
		d := &order[i]
		switch r := m.record(d.Address); {
		case m.Library != "draft" && slices.ContainsFunc(d.Articles, func(a model.Article) bool { return len(a.Pictures) > 0 }):
			m.block(d.Address, "picture-needs-drafts", d.Articles[0].Fields.Title)
		case r != nil:
			m.known(d, r)
		default:
			m.unknown(d)
		}
	}
}

func (m *maker) add(c Change) { m.plan.Changes = append(m.plan.Changes, c) }

func (m *maker) note(code string, a model.Address, args ...string) {
	m.plan.Notes = append(m.plan.Notes, Note{Code: code, Address: a, Args: args})
}

func (m *maker) block(a model.Address, code string, args ...string) {
	m.add(Change{Action: Blocked, Address: a, Reason: &Note{Code: code, Address: a, Args: args}})
}

// known decides on a message that has a record.
func (m *maker) known(d *model.Message, r *state.Message) {
	if m.public(d, r) {
		return
	}
	o, present := m.observed[r.MediaID]
	if m.Observed != nil && !present && m.Observed.Complete {
		if found := m.candidates[d.Address]; len(found) == 1 {
			m.adopt(d, found[0])
			return
		}
		m.gone(d, r)
		return
	}
	if !sameList(d, r) {
		m.replace(d, r, o)
		return
	}
	v := m.compare(d, r, o, present)
	switch {
	case v.conflict != nil:
		m.add(Change{Action: Blocked, Address: d.Address, Reason: v.conflict})
	case v.held != "":
		m.block(d.Address, "resaved-held", v.held)
	case v.degraded != "":
		m.block(d.Address, "degraded-held", v.degraded)
	case len(v.changes) > 0:
		m.add(Change{
			Action: Update, Address: d.Address, From: m.from[d.Address], MediaID: r.MediaID,
			Message: d, Articles: v.changes, Intents: m.intentIDs(d.Address),
		})
		m.tell(d, o, v)
	default:
		m.unchanged(d, r, o, v)
	}
}

// ListingLag is how long after it was made the lists may not show an object.
const ListingLag = time.Hour

// unchanged handles a message whose articles need no update: a move, a baseline
// that is still to be taken, or nothing.
func (m *maker) unchanged(d *model.Message, r *state.Message, o model.Observed, v verdict) {
	accept := len(v.edited) > 0 && m.Options.OnDrift == DriftAccept
	m.tell(d, o, v)
	from, isMove := m.from[d.Address]
	if isMove || renamed(d, r) {
		m.add(Change{
			Action: Move, Address: d.Address, From: cmp.Or(from, d.Address), MediaID: r.MediaID, Message: d, Intents: m.intentIDs(d.Address),
		})
		return
	}
	back := o.MediaID != "" && !r.Left.IsZero()
	if accept || back || v.rebase && len(v.edited) == 0 || outdated(d, r) || len(m.intents[d.Address]) > 0 && o.MediaID != "" {
		record := r
		if accept || len(v.edited) == 0 && !v.resaved { // what was not settled is told again
			record = rebased(r, o)
		}
		m.add(Change{
			Action: None, Address: d.Address, MediaID: r.MediaID, Record: renewed(record, d),
			Intents: m.intentIDs(d.Address),
		})
	}
	m.inStep = append(m.inStep, d.Address)
}

// tell says what a person changed in the console in articles that this plan does
// not send. The text of the file is the one that was last sent, where it was
// rendered.
func (m *maker) tell(d *model.Message, o model.Observed, v verdict) {
	code := NoteEdited
	if m.Options.OnDrift == DriftAccept {
		code = NoteAccepted
	}
	if len(v.edited) == 0 && v.resaved {
		m.note(NoteResaved, d.Address)
	}
	for _, i := range v.edited {
		a := d.Articles[i]
		n := Note{Code: code, Address: d.Address, Args: []string{a.Fields.Title, string(d.Address)}}
		n.Fields = reversed(m.overwritten(a, o.Articles[i], len(d.Articles) == 1))
		if o.HasContent && a.Content != "" {
			n.Diff = readableDiff(a.Readable.Text, o.Articles[i].Readable.Text)
		}
		m.plan.Notes = append(m.plan.Notes, n)
	}
}

// gone decides on a message that the account no longer holds.
func (m *maker) gone(d *model.Message, r *state.Message) {
	switch {
	case m.Options.Recreate:
		m.add(Change{
			Action: Create, Address: d.Address, From: m.from[d.Address], Message: d, Intents: m.intentIDs(d.Address),
		})
	case m.Library == "draft":
		m.left(d, r)
	default:
		m.note(NoteDeleted, d.Address, r.MediaID)
	}
}

func (m *maker) intentIDs(a model.Address) []string {
	var ids []string
	for _, i := range m.intents[a] {
		ids = append(ids, i.ID)
	}
	return ids
}

func title(r *state.Message) string {
	if len(r.Articles) == 0 {
		return ""
	}
	return r.Articles[0].Title
}

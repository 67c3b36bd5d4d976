// Package plan decides what has to happen so that an account holds what a site
// wants. Use [Make] with what is desired, what is known and what was observed;
// print the [Plan], save it as JSON, or hand it to apply.
//
// Its one rule: planning is a function of data. The same three inputs give the
// same Plan; nothing here reads a file, a clock or the network. What a Plan
// says is what apply does, so a Plan must not be changed after it was shown.
//
// It never compares desired HTML with remote HTML, because the server rewrites
// what it is given: a change of the site is told by the hash of what was last
// sent, a change of the account by the hash of what was last read back.
package plan

import (
	"slices"
	"strings"
	"time"

	"mpsync/internal/diag"
	"mpsync/internal/model"
	"mpsync/internal/state"
)

// Format is the version of a Plan's JSON form.
const Format = 1

// Action is what is to be done with a message; its value is the sign that is
// printed for it.
type Action rune

// The actions, in the words of the documentation.
const (
	None     Action = ' ' // nothing to send, only the record changes
	Create   Action = '+'
	Update   Action = '~' // article by article
	Replace  Action = '±' // create anew, then delete the old one
	Delete   Action = '-'
	Forget   Action = '.' // drop the record, leave the account alone
	Move     Action = '>' // the record gets another address
	Adopt    Action = '=' // the account holds it already; record it
	Publish  Action = '^'
	Blocked  Action = '!' // a person has to decide
	Deferred Action = '…' // waits for quota
)

// MarshalText writes the sign.
func (a Action) MarshalText() ([]byte, error) { return []byte(string(a)), nil }

// UnmarshalText reads the sign.
func (a *Action) UnmarshalText(b []byte) error {
	for _, r := range string(b) {
		*a = Action(r)
		return nil
	}
	*a = None
	return nil
}

// Plan is what is to be done, as plain data.
type Plan struct {
	Format  int    `json:"format"`
	Lineage string `json:"lineage"` // of the state it was made from
	Serial  int64  `json:"serial"`
	AppID   string `json:"appid"`
	Library string `json:"library"`
	// Created is when the plan was made.
	Created time.Time `json:"created,omitzero"`
	// Options are the wishes that it was made with, so that a saved plan can be
	// made anew and compared.
	Options Options `json:"options,omitzero"`
	// Targets are the addresses that it is about, sorted; nil means all.
	Targets []model.Address `json:"targets,omitzero"`

	Uploads []Upload `json:"uploads,omitempty"`
	// Changes stand in the order in which they are carried out.
	Changes []Change `json:"changes,omitempty"`
	// Comments are the threads of comments that were looked at or change.
	Comments []Thread `json:"comments,omitempty"`
	// Notes tell what was seen and needs no action of ours.
	Notes []Note `json:"notes,omitempty"`
	// Todos are left to a person in the console.
	Todos []Todo `json:"todos,omitempty"`
	// Refusals are the guards that this plan runs into; apply does nothing while
	// there are any.
	Refusals []Note `json:"refusals,omitempty"`
	// Skipped are the messages left out by findings or by the writer's wish.
	Skipped map[model.Address]string `json:"skipped,omitempty"`
	// InStep counts the messages that need nothing.
	InStep int `json:"in_step"`
	// Calls says what carrying the plan out costs of writing calls, and of asking for
	// the results of publications.
	Calls []Call `json:"calls,omitempty"`
	// Reads are the calls that apply reads with: what it wrote, and, in a plan that
	// was not made by apply itself, the account once more.
	Reads []Call `json:"reads,omitempty"`
	// Made are the calls that making the plan took.
	Made []Call `json:"made,omitempty"`
}

// Upload is a file that has to be in the account before a change needs it.
type Upload struct {
	Ref   model.Reference `json:"ref"`
	Asset model.Asset     `json:"asset"`
	// Found is the material that the account already holds under our name; it is
	// recorded instead of uploaded.
	Found *state.Material `json:"found,omitempty"`
}

// Change is one action on one message.
type Change struct {
	Action  Action        `json:"action"`
	Address model.Address `json:"address"`
	From    model.Address `json:"from,omitempty"`     // of a move: the old address
	MediaID string        `json:"media_id,omitempty"` // that exists already
	// Message is what is wanted. Only articles that are sent have content.
	Message *model.Message `json:"message,omitempty"`
	// Material is set instead of Message when the change is about a material that
	// the site declares.
	Material *model.Declared `json:"material,omitempty"`
	// Articles are those that are sent by an update.
	Articles []ArticleChange `json:"articles,omitempty"`
	Reason   *Note           `json:"reason,omitempty"`
	// Intents are open intents of earlier runs that this change settles.
	Intents []string `json:"intents,omitempty"`
	// Record is set by actions that only change what is known.
	Record *state.Message `json:"record,omitempty"`
}

// ArticleChange is one article of an update.
type ArticleChange struct {
	Index   int           `json:"index"` // from 0
	Address model.Address `json:"address"`
	Parts   []string      `json:"parts"`            // content, fields, comments, images
	Fields  []FieldChange `json:"fields,omitempty"` // by value, as far as both are known
	Diff    string        `json:"diff,omitempty"`   // unified, of the readable text
	Was     string        `json:"was,omitempty"`    // old title where it changes
}

// Note is a sentence of the catalog about a message.
type Note struct {
	Code    string        `json:"code"`
	Address model.Address `json:"address,omitempty"`
	Args    []string      `json:"args,omitempty"`
	// Fields and Diff show what a person changed: fields by value, and the
	// readable text as a unified diff. Of a conflict they show what sending the
	// file would change in the account.
	Fields []FieldChange `json:"fields,omitempty"`
	Diff   string        `json:"diff,omitempty"`
}

// Diagnostic turns a note into a finding of the given severity.
func (n Note) Diagnostic(s diag.Severity) diag.Diagnostic {
	args := make([]any, len(n.Args))
	for i, a := range n.Args {
		args[i] = a
	}
	d := diag.New(s, n.Code, diag.Pos{}, args...)
	d.Address = string(n.Address)
	return d
}

// Call counts the calls of one API.
type Call struct {
	API   string `json:"api"`
	Count int    `json:"count"`
	// Left is what today's quota allowed before, where the account says so.
	Left *int `json:"left,omitempty"`
}

// The notes that mean drift: the account differs from what was last written.
const (
	NoteEdited    = "drift-edited"
	NoteDeleted   = "drift-deleted"
	NoteAccepted  = "drift-accepted"
	NoteResaved   = "drift-resaved"
	NoteLeft      = "left-draft-box"
	NoteNoSource  = "kept-no-source"
	NoteRegrouped = "kept-regrouped"
	NoteOpen      = "open-call" // a call of an earlier run whose outcome is not known
)

// Drifted says whether the account was changed behind our back.
func (p Plan) Drifted() bool {
	return slices.ContainsFunc(p.Notes, func(n Note) bool { return n.Code == NoteEdited || n.Code == NoteDeleted })
}

// Count is how many changes have one of the actions.
func (p Plan) Count(actions ...Action) int {
	n := 0
	for _, c := range p.Changes {
		if slices.Contains(actions, c.Action) {
			n++
		}
	}
	return n
}

// Pending says whether carrying the plan out would change anything.
func (p Plan) Pending() bool {
	return slices.ContainsFunc(p.Changes, Change.pending) || p.CountComments() > 0
}

// pending says whether a change is one that people wait for.
func (c Change) pending() bool {
	return c.Action != None && c.Action != Blocked && c.Action != Deferred
}

// Unsound is how many messages and articles are left out because of errors.
func (p Plan) Unsound() int {
	n := 0
	for _, why := range p.Skipped {
		if why == "error" {
			n++
		}
	}
	return n
}

// Empty says whether there is nothing at all to carry out, records included.
func (p Plan) Empty() bool {
	steps := slices.ContainsFunc(p.Comments, func(t Thread) bool { return len(t.Steps)+len(t.Intents) > 0 })
	return !p.Pending() && p.Count(None) == 0 && len(p.Uploads) == 0 && !steps
}

// Beyond lists the effects of p that approved does not have: what a person who
// approved the one has not seen of the other. Doing less is fine, because
// another run may have done a part.
func (p Plan) Beyond(approved Plan) []string {
	seen := map[string]bool{}
	for _, e := range approved.effects() {
		seen[e] = true
	}
	return slices.DeleteFunc(p.effects(), func(e string) bool { return seen[e] })
}

// effect is one line on a change, "" for one that only asks for a result. What is
// handed in to be published is told by its text: an earlier run may have made
// the draft.
func (c Change) effect() string {
	parts, seen := []string{string(c.Action), string(c.Address), c.MediaID}, c.Sent()
	if c.Action == Publish {
		if c.Reason != nil && c.Reason.Code == "publish-running" {
			return ""
		}
		parts[2] = ""
		for i := range c.Message.Articles {
			seen = append(seen, i)
		}
	}
	if c.Material != nil {
		parts = append(parts, c.Material.Hash())
	}
	if c.Message != nil {
		for _, i := range seen {
			h := c.Message.Articles[i].Hash
			parts = append(parts, h.Content+h.Fields+h.Comments)
		}
	}
	return strings.Join(parts, " ")
}

// effects lists what carrying the plan out would do, one line each.
func (p Plan) effects() []string {
	var out []string
	for _, u := range p.Uploads {
		out = append(out, "upload "+u.Ref.String())
	}
	for _, c := range p.Changes {
		if e := c.effect(); e != "" && c.pending() {
			out = append(out, e)
		}
	}
	for _, t := range p.Comments {
		out = append(out, t.effects()...)
	}
	return out
}

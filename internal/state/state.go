// Package state remembers what mpsync has done to an account: which message
// holds which article, what was uploaded, and what was begun without an answer.
// Use [File] to keep it beside a site, [Memory] to keep it for the time of a test.
//
// Its one rule: what [Store.Append] has acknowledged is never lost, whatever
// kills the process afterwards. A state is a snapshot, written whole and rarely,
// and a journal of patches since then, one durable line each.
//
// It holds neither article bodies nor secrets, does not compare anything, and
// does not know the API: what a record means for an account is plan's.
package state

import (
	"maps"
	"slices"
	"time"

	"mpsync/internal/model"
)

// Format is the number of the form that this package writes. It rises with
// every change that an older mpsync would misread or lose by rewriting. All
// forms from 1 on are read; see [File] for what becomes of an older one.
//
// Format 2 only adds fields to format 1, which read as empty there.
const Format = 2

// State is all that is remembered of one account. Its maps are never nil and
// hold no nil pointers.
type State struct {
	Format  int    `json:"format"`
	Version string `json:"version"` // of the mpsync that wrote it
	// Lineage tells this state from others; it never changes.
	Lineage string `json:"lineage"`
	// Serial counts the snapshots written; 0 before the first.
	Serial int64  `json:"serial"`
	AppID  string `json:"appid,omitempty"`
	// Library is where the account keeps messages, once known.
	Library   string                     `json:"library,omitempty"`
	Messages  map[model.Address]*Message `json:"messages"`
	Images    map[string]Image           `json:"images"`    // by key of a model.RefImage
	Materials map[string]*Material       `json:"materials"` // by key of a model.RefCover
	// Declared are the materials of materials.yaml, by name.
	Declared map[string]*Declared `json:"declared,omitempty"`
	// Tombstones are replaced messages that still have to be deleted, by media_id.
	Tombstones map[string]*Tombstone `json:"tombstones"`
	// Comments are the threads of readers' comments that were looked at, by
	// model.Thread's text.
	Comments map[string]*Comments `json:"comments,omitempty"`
	// Intents are the calls begun whose outcome is not known, by ID.
	Intents map[string]*Intent `json:"intents"`
}

// Message is the record of one message of the account.
type Message struct {
	MediaID  string    `json:"media_id"`
	Articles []Article `json:"articles"`
	// Baseline is how the account returned our own last write; nil until seen.
	Baseline *Baseline `json:"baseline,omitempty"`
	// Unread are the fingerprints of the articles that were sent since and not read
	// back yet, by index; "" for the others. nil when there is none.
	Unread []string `json:"unread,omitempty"`
	// Created is when mpsync made it, in UTC and whole seconds; zero where that is
	// not known. The account's lists may show it later.
	Created time.Time `json:"created,omitzero"`
	Protect bool      `json:"protect,omitempty"`
	// Publication is the latest way in which it came to readers; nil before.
	Publication *Publication `json:"publication,omitempty"`
	// Left is when it was first seen to have left the draft box, without a
	// publication being known; zero otherwise.
	Left time.Time `json:"left,omitzero"`
	// Earlier are publications that a new one took the place of, oldest first;
	// readers may still see them.
	Earlier []Publication `json:"earlier,omitempty"`
}

// Article is the record of one article as it was last written.
type Article struct {
	Address model.Address `json:"address"`
	Path    string        `json:"path"`   // file, slash-separated, from the site root
	Source  string        `json:"source"` // hash of the file with LF line ends
	// Inputs is the hash of everything that makes the page beside source and
	// assets: settings, theme, renderer version.
	Inputs string `json:"inputs"`
	// Assets maps the path of each file that the page refers to to its SHA-256.
	Assets map[string]string `json:"assets,omitempty"`
	Title  string            `json:"title"`
	// Fields and Comments are those that were sent, so that a change can be told
	// by its value. Articles that were not sent since format 1 have none.
	Fields   model.Fields   `json:"fields,omitzero"`
	Comments model.Comments `json:"comments,omitempty"`
	Hash     model.Hash     `json:"hash"`
	// Degraded is set when the machine lacked a tool to render it whole.
	Degraded bool `json:"degraded,omitempty"`
	// Refs are the written references of cover and content, so that what the
	// article needs is known without rendering it.
	Refs []string `json:"refs,omitempty"`
	// Done are the tasks in the console that a person did since it was sent, as
	// model.Task writes them. What is sent again may lose them.
	Done []string `json:"done,omitempty"`
}

// ArticleOf is what is remembered of an article that was sent.
func ArticleOf(a model.Article) Article {
	r := Article{
		Address: a.Address, Path: a.Path, Source: a.Source, Inputs: a.Inputs, Assets: a.Deps,
		Title: a.Fields.Title, Fields: a.Fields, Comments: a.Comments, Hash: a.Hash, Degraded: a.Degraded,
		Refs: []string{a.Cover.String()},
	}
	for _, ref := range append(slices.Clone(a.Pictures), model.References(a.Content)...) {
		r.Refs = append(r.Refs, ref.String())
	}
	return r
}

// Baseline is what the account returned for a message after our last write.
type Baseline struct {
	UpdateTime int64        `json:"update_time"` // unix seconds
	Articles   []model.Seen `json:"articles"`
}

// Image is an uploaded content image.
type Image struct {
	URL string `json:"url"`
	// MediaID and Name are those of an image that is a permanent material.
	MediaID string `json:"media_id,omitempty"`
	Name    string `json:"name,omitempty"`
	Kept    bool   `json:"kept,omitempty"` // as that of [Material]
}

// Material is an uploaded permanent material.
type Material struct {
	MediaID string `json:"media_id"`
	URL     string `json:"url,omitempty"`
	Name    string `json:"name,omitempty"` // the file name it was uploaded under
	// Kept is set when a message may use it that no record tells of any more: one
	// that was forgotten, or an earlier form that readers have.
	Kept bool `json:"kept,omitempty"`
}

// Declared is the record of a material of materials.yaml.
type Declared struct {
	Type    string `json:"type"`
	Hash    string `json:"hash"` // of what was uploaded
	MediaID string `json:"media_id"`
	URL     string `json:"url,omitempty"`
	Name    string `json:"name"` // the file name it was uploaded under
}

// Declares says whether a material is the one of a declared name. No two names
// share one, because each is deleted with its own name.
func (s *State) Declares(mediaID string) bool {
	for _, d := range s.Declared {
		if d.MediaID == mediaID {
			return true
		}
	}
	return false
}

// Tombstone says what a message that has to be deleted was, and why it goes.
type Tombstone struct {
	Address model.Address `json:"address"`
	Reason  string        `json:"reason"`
}

// Intent is a call that must not be made twice, recorded before it is made.
type Intent struct {
	ID      string        `json:"id"`
	API     string        `json:"api"`
	Address model.Address `json:"address,omitempty"`
	// Fingerprint recognises the message that the call may have created.
	Fingerprint string `json:"fingerprint,omitempty"`
	// Articles are those of the message, in order.
	Articles []model.Address `json:"articles,omitempty"`
	// Key and Name are the key of the reference and the file name of an upload.
	Key  string `json:"key,omitempty"`
	Name string `json:"name,omitempty"`
	// Material is the type of a declared material, whose name Key then is.
	Material string `json:"material,omitempty"`
	// Image is set when the upload is a content image.
	Image  bool      `json:"image,omitempty"`
	Opened time.Time `json:"opened"` // UTC, whole seconds
}

// Entry is one line of the journal: a patch of the state. Every field may be
// left out; a nil record, or an image without URL, deletes what stands there.
type Entry struct {
	Open       *Intent                    `json:"open,omitempty"`
	Close      string                     `json:"close,omitempty"` // ID of an intent
	AppID      string                     `json:"appid,omitempty"`
	Library    string                     `json:"library,omitempty"`
	Messages   map[model.Address]*Message `json:"messages,omitempty"`
	Forget     model.Address              `json:"forget,omitempty"` // as [State.Forget] does
	Images     map[string]Image           `json:"images,omitempty"`
	Materials  map[string]*Material       `json:"materials,omitempty"`
	Declared   map[string]*Declared       `json:"declared,omitempty"`
	Tombstones map[string]*Tombstone      `json:"tombstones,omitempty"`
	Comments   map[string]*Comments       `json:"comments,omitempty"`
	Comment    *CommentStep               `json:"comment,omitempty"`
}

// New is an empty state that was never written.
func New(lineage string) *State {
	s := &State{Format: Format, Lineage: lineage}
	s.tidy()
	return s
}

// tidy makes maps that are nil and drops records that are, so that no reader
// has to expect them.
func (s *State) tidy() {
	tidy(&s.Messages)
	tidy(&s.Materials)
	tidy(&s.Declared)
	tidy(&s.Tombstones)
	tidy(&s.Intents)
	tidy(&s.Comments)
	if s.Images == nil {
		s.Images = map[string]Image{}
	}
}

func tidy[K comparable, V any](m *map[K]*V) {
	if *m == nil {
		*m = map[K]*V{}
	}
	maps.DeleteFunc(*m, func(_ K, v *V) bool { return v == nil })
}

// Apply patches the state. Applying an entry twice is the same as once. The
// records of e become those of s: the caller leaves them alone afterwards.
func (s *State) Apply(e Entry) {
	if e.Open != nil {
		s.Intents[e.Open.ID] = e.Open
	}
	delete(s.Intents, e.Close)
	if e.AppID != "" {
		s.AppID = e.AppID
	}
	if e.Library != "" {
		s.Library = e.Library
	}
	patch(s.Materials, e.Materials)
	patch(s.Declared, e.Declared)
	patch(s.Tombstones, e.Tombstones)
	s.patchComments(e)
	maps.Copy(s.Images, e.Images)
	s.keepOutlived(e)
	patch(s.Messages, e.Messages)
	if e.Forget != "" {
		s.Forget(e.Forget)
	}
	maps.DeleteFunc(s.Images, func(_ string, i Image) bool { return i == Image{} })
}

func patch[K comparable, V any](m, by map[K]*V) {
	for k, v := range by {
		if v == nil {
			delete(m, k)
		} else {
			m[k] = v
		}
	}
}

// Clone is a copy that shares nothing with s.
func (s *State) Clone() *State {
	c := *s
	c.Messages = make(map[model.Address]*Message, len(s.Messages))
	for address, m := range s.Messages {
		c.Messages[address] = m.clone()
	}
	c.Images = maps.Clone(s.Images)
	c.Materials = cloneRecords(s.Materials)
	c.Declared = cloneRecords(s.Declared)
	c.Tombstones = cloneRecords(s.Tombstones)
	c.Intents = cloneRecords(s.Intents)
	c.Comments = make(map[string]*Comments, len(s.Comments))
	for key, r := range s.Comments {
		c.Comments[key] = r.Clone()
	}
	return &c
}

func (m *Message) clone() *Message {
	c := *m
	c.Articles = slices.Clone(m.Articles)
	for i := range c.Articles {
		a := &c.Articles[i]
		a.Assets, a.Refs, a.Done = maps.Clone(a.Assets), slices.Clone(a.Refs), slices.Clone(a.Done)
	}
	c.Publication, c.Earlier = m.Publication.clone(), slices.Clone(m.Earlier)
	for i := range c.Earlier {
		c.Earlier[i] = *c.Earlier[i].clone()
	}
	c.Unread = slices.Clone(m.Unread)
	if m.Baseline != nil {
		b := *m.Baseline
		b.Articles = slices.Clone(b.Articles)
		c.Baseline = &b
	}
	return &c
}

// cloneRecords copies records that hold no references themselves.
func cloneRecords[V any](m map[string]*V) map[string]*V {
	c := make(map[string]*V, len(m))
	for k, v := range m {
		copied := *v
		c[k] = &copied
	}
	return c
}

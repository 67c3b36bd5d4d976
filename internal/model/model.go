// Package model holds the data that crosses packages: addresses, desired
// messages, what the account was seen to hold, and the hashes that compare
// them. Use it to talk about an article without knowing where it came from.
//
// Its one rule: values here are plain data. Nothing in it reads a file, asks
// the clock or knows the API; functions are pure.
//
// It does not decide anything: what to do about a difference is plan's.
package model

import (
	"strings"

	"mpsync/internal/diag"
)

// Message is one desired message: an ordered list of one to eight articles
// that share a media_id.
type Message struct {
	Address  Address   `json:"address"`
	Articles []Article `json:"articles"`
	// Protect keeps the message from being deleted or replaced.
	Protect bool `json:"protect,omitempty"`
	// Publish wants it published without notice once the account holds it so.
	Publish bool `json:"publish,omitempty"`
	// Priority decides who goes first when quota is short; larger is earlier.
	Priority int `json:"priority,omitempty"`
}

// Article is one desired article, complete but for what references stand for.
type Article struct {
	Address Address `json:"address"`
	Path    string  `json:"path"`   // file, slash-separated, from the site root
	Source  string  `json:"source"` // hash of the file with LF line ends
	Fields  Fields  `json:"fields"`
	// Comments says who may comment.
	Comments Comments `json:"comments"`
	// Cover is a reference of kind RefCover.
	Cover Reference `json:"cover"`
	// Pictures make it a picture message (newspic): references of kind RefCover, in
	// order; Content is plain text then.
	Pictures []Reference `json:"pictures,omitempty"`
	// Crop is which parts of the cover are shown.
	Crop Crop `json:"crop,omitzero"`
	// Content is HTML that holds references instead of URLs.
	Content string `json:"content"`
	// Wanted is what Hash is made of, where that is not Content and may have to be
	// hashed again: a machine that lacks a tool sends less than is wanted.
	Wanted string `json:"wanted,omitempty"`
	// WantedCover is the cover that Hash is made of, where a machine that lacks a
	// tool takes another one.
	WantedCover Reference `json:"wanted_cover,omitzero"`
	// Readable is what a reader reads in Content.
	Readable Readable `json:"readable"`
	// Hash is D: what the site wants, in three parts.
	Hash Hash `json:"hash"`
	// Inputs is a hash of all that the page is made of beside its source and
	// what Deps names: settings, theme, version of the renderer.
	Inputs string `json:"inputs,omitempty"`
	// Deps are the files and links that the page was made with: what the source
	// calls them → what they were.
	Deps map[string]string `json:"deps,omitempty"`
	// Tasks are left to a person in the web console.
	Tasks []Task `json:"tasks,omitempty"`
	// Degraded is set when this machine lacked a tool to render the article whole.
	Degraded bool `json:"degraded,omitempty"`
}

// Crop is which parts of a cover are shown, each as the API writes it:
// "x1_y1_x2_y2" in parts of width and height. "" leaves it to the account.
type Crop struct {
	// Wish is what the writer asked for; only it is part of the article's hash.
	Wish   string `json:"wish,omitempty"`
	Wide   string `json:"wide,omitempty"`   // 2.35:1
	Square string `json:"square,omitempty"` // 1:1
}

// Fields are the fields of an article beside its content, cover and comments.
type Fields struct {
	Title     string `json:"title"`
	Author    string `json:"author,omitempty"`
	Digest    string `json:"digest,omitempty"` // empty in messages of several articles
	SourceURL string `json:"source_url,omitempty"`
	ShowCover bool   `json:"show_cover,omitempty"`
}

// Comments says who may comment on an article.
type Comments string

// The three settings of an article's comments; the zero value means closed.
const (
	CommentsClosed Comments = "closed"
	CommentsOpen   Comments = "open"
	CommentsFans   Comments = "fans" // followers only
)

// Flags are the API's need_open_comment and only_fans_can_comment.
func (c Comments) Flags() (open, fansOnly bool) {
	return c == CommentsOpen || c == CommentsFans, c == CommentsFans
}

// CommentsOf is the inverse of [Comments.Flags].
func CommentsOf(open, fansOnly bool) Comments {
	switch {
	case open && fansOnly:
		return CommentsFans
	case open:
		return CommentsOpen
	}
	return CommentsClosed
}

// Readable is what a reader reads in a piece of HTML.
type Readable struct {
	// Text has one line for each block or line break, spaces folded.
	Text string `json:"text"`
	// Links are the targets of links, in order.
	Links []string `json:"links,omitempty"`
	// Images identify the images, in order: a reference, or the id that stands
	// in the path of an image URL of the account.
	Images []string `json:"images,omitempty"`
	// Formulas are where Text holds the source of a drawn formula, in order.
	Formulas []Span `json:"formulas,omitempty"`
}

// Span is a piece of a text, in bytes.
type Span struct {
	From int `json:"from"`
	To   int `json:"to"`
}

// prose is Text without formulas. Their sources stand in an attribute, which
// must not decide whether a message is known again.
func (r Readable) prose() string {
	if len(r.Formulas) == 0 {
		return r.Text
	}
	var b strings.Builder
	at := 0
	for _, s := range r.Formulas {
		b.WriteString(r.Text[at:s.From])
		at = s.To
	}
	b.WriteString(r.Text[at:])
	return b.String()
}

// Payload is an article as it is sent: every reference filled.
type Payload struct {
	Fields       Fields
	Comments     Comments
	ThumbMediaID string
	Crop         Crop // of drafts only
	// Pictures are the media_ids of a picture message, of drafts only.
	Pictures []string
	Content  string
}

// Observed is one message as the account holds it.
type Observed struct {
	MediaID    string
	CreateTime int64 // unix seconds, 0 where the API does not say
	UpdateTime int64 // unix seconds
	Articles   []ObservedArticle
	// HasContent is false where the listing left the content out.
	HasContent bool
}

// ObservedArticle is one article of an observed message.
type ObservedArticle struct {
	Fields       Fields
	Comments     Comments
	ThumbMediaID string
	ThumbURL     string // of the cover, where the API tells
	// Type is "newspic" for a message of pictures, whose media_ids are Pictures.
	Type     string
	Pictures []string
	URL      string
	Content  string // HTML as the account returns it
	// Sum stands for a Content that was not read: its [Sum].
	Sum      string
	Readable Readable // of Content
}

// Published is one published message as the account lists it; its MediaID is
// empty.
type Published struct {
	Observed
	ArticleID string
}

// Material is one permanent material as the account lists it.
type Material struct {
	MediaID    string
	Name       string
	URL        string
	UpdateTime int64
}

// Account is what was seen of an account in one run.
type Account struct {
	Messages []Observed
	// Complete is set when every page was read and the total stood still: only
	// then does a missing message count as gone.
	Complete bool
	// Images are the image materials that were looked up, if any.
	Images []Material
	// Published are the published messages that were looked at, newest first.
	Published []Published
	// Declared are the materials that were listed for the sake of materials.yaml,
	// by type.
	Declared map[string]Listing
}

// Listing is a list of materials of one type, newest first.
type Listing struct {
	Materials []Material
	// Complete is set when it was read to its end.
	Complete bool
}

// Asset is what references stand for: a source, and what is made of it for the
// upload.
type Asset struct {
	// Path is the file of the source, slash-separated, from the site root. For a
	// source that is no file it is what people are told instead.
	Path   string `json:"path"`
	SHA256 string `json:"sha256"` // of the source
	Name   string `json:"name"`   // file name under which it is uploaded
	Size   int    `json:"size"`   // of the source, in bytes; 0 where it is not known yet
	// Fit says how the upload is made of the source; "" sends the source itself.
	Fit string `json:"fit,omitempty"`
	// URL is where a source lies that is not in the site.
	URL string `json:"url,omitempty"`
	// Permanent is set for a content image that only add_material takes.
	Permanent bool `json:"permanent,omitempty"`
	// At is where the site names the source, for findings.
	At diag.Pos `json:"at,omitzero"`
	// Source is a source that is part of an article, such as a data: image.
	Source []byte `json:"-"`
}

// File is an upload as it is sent.
type File struct {
	Name string
	Data []byte
	// Permanent is set for a content image that only add_material takes.
	Permanent bool
}

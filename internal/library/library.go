// Package library is where an account keeps messages: among its permanent
// materials or in its draft box, behind one interface. Use it to list, create,
// change and delete messages without knowing which of the two an account has.
//
// Its one rule: both keep the same promises, which one suite of tests demands of
// either. A difference that the API leaves is bridged here and nowhere else.
//
// It repeats no creation, remembers nothing and decides nothing: what an unknown
// outcome means is for its caller to find out.
package library

import (
	"context"
	"errors"
	"fmt"

	"mpsync/internal/diag"
	"mpsync/internal/model"
	"mpsync/internal/readable"
	"mpsync/internal/wechat"
)

// Library is a place for messages.
type Library interface {
	// Name is [Material] or [Draft].
	Name() string
	// List gives up to count messages (at most 20) from offset, newest first, and
	// how many there are. Without content only a library whose listing can leave
	// it out does so; see [model.Observed].HasContent. What a reader reads is left
	// to [Read].
	List(ctx context.Context, offset, count int, content bool) (total int, items []model.Observed, err error)
	// Get gives one message with content, or ErrGone.
	Get(ctx context.Context, mediaID string) (model.Observed, error)
	// Create makes a message of one to eight articles, in one call. After an error
	// [wechat.OutcomeOf] says whether there may be a message all the same.
	Create(ctx context.Context, articles []model.Payload) (mediaID string, err error)
	// Update replaces the article at index, from 0.
	Update(ctx context.Context, mediaID string, index int, a model.Payload) error
	// Delete removes a message for ever; one that is gone counts as deleted.
	Delete(ctx context.Context, mediaID string) error
	// APIs names the calls behind the methods.
	APIs() APIs
}

// APIs names the calls of a library, as in "draft/add", by which quotas are
// counted.
type APIs struct{ List, Get, Create, Update, Delete string }

// The names of the libraries.
const (
	Material = "material"
	Draft    = "draft"
)

// ErrGone is returned for a message that the account does not hold.
var ErrGone = errors.New("the account holds no such message")

// Open opens the library of that name.
func Open(name string, c *wechat.Client) (Library, error) {
	switch name {
	case Material:
		return material{c}, nil
	case Draft:
		return draft{c}, nil
	}
	return nil, fmt.Errorf("open library %q: only %q and %q exist", name, Material, Draft)
}

// Detect finds out with a call that creates nothing whether the account still
// takes messages among its materials. Where the answer does not tell, the error
// is a [diag.FindingError] that asks for the setting.
func Detect(ctx context.Context, c *wechat.Client) (name string, err error) {
	err = c.ProbeNews(ctx)
	switch wechat.CodeOf(err) {
	case 45103, 45106, 48001, 48009, 40066: // closed, not allowed, no such path
		return Draft, nil
	case 40007, 40035, 40097, 41011, 44003, 45008, 47001: // something wrong with no articles
		return Material, nil
	}
	e, refused := errors.AsType[*wechat.Error](err)
	switch wechat.ClassOf(err) {
	case wechat.ClassRefused, wechat.ClassPermission, wechat.ClassClosed:
		refused = refused && e.Code != 0
	default:
		refused = false
	}
	switch {
	case err == nil:
		return "", diag.Stop(nil, "api-library", diag.Pos{}, "material/add_news", 0, "ok", "")
	case refused:
		return "", diag.Stop(err, "api-library", diag.Pos{}, e.Diagnostic().Args...)
	}
	return "", err
}

// Read fills in what a reader reads, of a message that came with content.
func Read(o model.Observed) model.Observed {
	for i := range o.Articles {
		if a := &o.Articles[i]; o.HasContent {
			a.Readable = readable.Read(a.Content)
			a.Readable.Images = append(a.Readable.Images, a.Pictures...)
		}
	}
	return o
}

// single drops digests that WeChat ignores: only a message of one article has one.
func single(articles []model.Payload) []model.Payload {
	if len(articles) < 2 {
		return articles
	}
	list := make([]model.Payload, len(articles))
	for i, a := range articles {
		a.Fields.Digest = ""
		list[i] = a
	}
	return list
}

// gone turns the refusal of an unknown media_id into ErrGone.
func gone(err error) error {
	if wechat.CodeOf(err) == wechat.CodeInvalidMediaID {
		return fmt.Errorf("%w: %w", ErrGone, err)
	}
	return err
}

// deleted turns the refusal of an unknown media_id into success.
func deleted(err error) error {
	if wechat.CodeOf(err) == wechat.CodeInvalidMediaID {
		return nil
	}
	return err
}

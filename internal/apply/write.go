package apply

import (
	"context"
	"errors"
	"slices"
	"time"

	"mpsync/internal/diag"
	"mpsync/internal/model"
	"mpsync/internal/plan"
	"mpsync/internal/state"
	"mpsync/internal/wechat"
)

// creates is the intent to make a new message.
func creates(api string, c plan.Change) *state.Intent {
	i := &state.Intent{API: api, Address: c.Address, Fingerprint: c.Message.Fingerprint()}
	for _, a := range c.Message.Articles {
		i.Articles = append(i.Articles, a.Address)
	}
	return i
}

// create makes a new message, once.
func (x *run) create(ctx context.Context, c plan.Change) error {
	api := x.Library.APIs().Create
	if x.isSpent(api) {
		return x.deferred(api)
	}
	payloads, err := x.payloads(c)
	if err != nil {
		return err
	}
	intent, err := x.open(ctx, creates(api, c))
	if err != nil {
		return err
	}
	id, print := intent.ID, intent.Fingerprint
	mediaID, err := x.Library.Create(x.calls, payloads)
	switch wechat.OutcomeOf(err) {
	case wechat.OK:
		return x.created(ctx, c, id, mediaID)
	case wechat.NotDone:
		if cerr := x.must(ctx, state.Entry{Close: id}); cerr != nil {
			return cerr
		}
		return x.spend(api, err)
	case wechat.Unknown:
	}
	if found, ferr := x.unmanaged(ctx, intent.Opened); ferr == nil && len(found[print]) == 1 {
		return x.created(ctx, c, id, found[print][0].MediaID)
	}
	return diag.Stop(errors.Join(ErrDeferred, err), "outcome-unknown", diag.Pos{}, api)
}

// created records a new message and what it replaces.
func (x *run) created(ctx context.Context, c plan.Change, intent, mediaID string) error {
	e := state.Entry{Close: intent, Messages: map[model.Address]*state.Message{}}
	if old := from(c); old != c.Address {
		e.Messages[old] = nil
	}
	r := x.newRecord(c, mediaID)
	r.Succeeds(x.st.Messages[from(c)])
	e.Messages[c.Address] = r
	x.wrote[c.Address] = true
	if c.Action == plan.Replace {
		if err := x.bury(ctx, e, c.Address, c.MediaID); err != nil {
			return err
		}
	} else if err := x.must(ctx, e); err != nil {
		return err
	}
	return x.closeIntents(ctx, c.Intents)
}

// newRecord is the record of a message whose every article was just sent.
func (x *run) newRecord(c plan.Change, mediaID string) *state.Message {
	r := &state.Message{MediaID: mediaID, Protect: c.Message.Protect, Created: x.Now().UTC().Truncate(time.Second)}
	for i, a := range c.Message.Articles {
		r.Articles = append(r.Articles, state.ArticleOf(x.current(a)))
		r.Unread = unread(r, i, a)
	}
	return r
}

// unread is what a record has not been read back of, once an article was sent.
func unread(r *state.Message, index int, a model.Article) []string {
	prints := make([]string, max(len(r.Articles), index+1))
	copy(prints, r.Unread)
	prints[index] = plan.DesiredPrint(a)
	return prints
}

// update sends the changed articles of a message, one call each; a call that is
// repeated does no harm.
func (x *run) update(ctx context.Context, c plan.Change) error {
	if a, idle := x.idle(c); idle {
		return diag.Stop(ErrDeferred, "publish-held", diag.Pos{}, string(a))
	}
	payloads, err := x.payloads(c)
	if err != nil {
		return err
	}
	if x.outdated(c) {
		if err := x.must(ctx, x.rename(c)); err != nil {
			return err
		}
	}
	for i, a := range c.Articles {
		if err := ctx.Err(); err != nil {
			return err
		}
		if err := x.updateArticle(ctx, c, a.Index, payloads[i]); err != nil {
			return err
		}
	}
	return x.closeIntents(ctx, c.Intents)
}

func (x *run) updateArticle(ctx context.Context, c plan.Change, index int, p model.Payload) error {
	api := x.Library.APIs().Update
	if x.isSpent(api) {
		return x.deferred(api)
	}
	a := c.Message.Articles[index]
	intent, err := x.open(ctx, &state.Intent{API: api, Address: c.Address, Fingerprint: plan.DesiredPrint(a)})
	if err != nil {
		return err
	}
	id := intent.ID
	err = x.Library.Update(x.calls, c.MediaID, index, p)
	switch wechat.OutcomeOf(err) {
	case wechat.OK:
		r := *x.st.Messages[c.Address]
		r.Articles = slices.Clone(r.Articles)
		r.Articles[index] = state.ArticleOf(x.current(a))
		r.Unread = unread(&r, index, a)
		if r.Publication != nil && r.Publication.Status == state.PublicationFailed {
			r.Publication = nil // what is there now was never refused
		}
		x.wrote[c.Address] = true
		return x.must(ctx, state.Entry{Close: id, Messages: map[model.Address]*state.Message{c.Address: &r}})
	case wechat.NotDone:
		if cerr := x.must(ctx, state.Entry{Close: id}); cerr != nil {
			return cerr
		}
		return x.spend(api, err)
	case wechat.Unknown:
	}
	// The intent stays open, so that the next run knows its own hand.
	return err
}

// adopt records a message that the account holds already, then sends what could
// not be proven equal.
func (x *run) adopt(ctx context.Context, c plan.Change) error {
	r := *c.Record
	if old := x.st.Messages[c.Address]; old != nil && old.MediaID != r.MediaID {
		r.Succeeds(old)
	}
	if c.Message != nil {
		r.Articles, r.Protect = nil, c.Message.Protect
		for i, a := range c.Message.Articles {
			known := state.ArticleOf(a)
			if sends(c, i) {
				known.Hash = model.Hash{} // sent below
			}
			r.Articles = append(r.Articles, known)
		}
	}
	if err := x.must(ctx, state.Entry{Messages: map[model.Address]*state.Message{c.Address: &r}}); err != nil {
		return err
	}
	if len(c.Articles) == 0 {
		return x.closeIntents(ctx, c.Intents)
	}
	return x.update(ctx, c)
}

// everyArticle turns a create whose message was found after all into an
// adoption that sends every article again.
func everyArticle(c plan.Change, found state.Message) plan.Change {
	c.Action, c.MediaID, c.Record = plan.Adopt, found.MediaID, &found
	for i, a := range c.Message.Articles {
		c.Articles = append(c.Articles, plan.ArticleChange{Index: i, Address: a.Address, Parts: []string{"content"}})
	}
	return c
}

// payloads fills the references of the articles that a change sends.
func (x *run) payloads(c plan.Change) ([]model.Payload, error) {
	for _, ref := range c.Needs() {
		if err := x.failed[ref]; err != nil {
			file := fileOf(x.plan.Uploads, ref)
			if errors.Is(err, ErrDeferred) {
				return nil, diag.Stop(ErrDeferred, "needs-upload", diag.Pos{}, file)
			}
			return nil, diag.Stop(nil, "needs-upload", diag.Pos{}, file)
		}
	}
	var out []model.Payload
	for _, i := range c.Sent() {
		p, err := x.payload(c.Message.Articles[i])
		if err != nil {
			return nil, err
		}
		out = append(out, p)
	}
	return out, nil
}

func fileOf(uploads []plan.Upload, ref model.Reference) string {
	for _, u := range uploads {
		if u.Ref == ref {
			return u.Asset.Path
		}
	}
	return ref.String()
}

func (x *run) payload(a model.Article) (model.Payload, error) {
	cover := x.st.Materials[a.Cover.Key]
	if cover == nil {
		return model.Payload{}, diag.Stop(nil, "needs-upload", diag.Pos{}, string(a.Address))
	}
	pictures, all := x.pictures(a)
	content, ok := x.fill(a)
	if !all || !ok && len(pictures) == 0 {
		return model.Payload{}, diag.Stop(nil, "needs-upload", diag.Pos{}, string(a.Address))
	}
	return model.Payload{Fields: a.Fields, Comments: a.Comments, ThumbMediaID: cover.MediaID, Crop: a.Crop, Content: content, Pictures: pictures}, nil
}

// pictures are the media_ids of a picture message, nil for others.
func (x *run) pictures(a model.Article) (ids []string, all bool) {
	for _, r := range a.Pictures {
		m := x.st.Materials[r.Key]
		if m == nil {
			return nil, false
		}
		ids = append(ids, m.MediaID)
	}
	return ids, true
}

// fill puts what references of an article stand for into its content.
func (x *run) fill(a model.Article) (content string, ok bool) {
	content, ok = model.Fill(a.Content, func(r model.Reference) string {
		switch r.Kind {
		case model.RefImage:
			return x.st.Images[r.Key].URL
		case model.RefLink:
			return x.urlOf(model.Address(r.Key))
		default:
			return ""
		}
	})
	return content, ok && content != ""
}

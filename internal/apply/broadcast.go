package apply

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"mpsync/internal/diag"
	"mpsync/internal/library"
	"mpsync/internal/model"
	"mpsync/internal/plan"
	"mpsync/internal/state"
	"mpsync/internal/wechat"
)

// Send is one broadcast that a person asked for.
type Send struct {
	Address model.Address
	To      wechat.Audience
	// MediaID is what is sent in the stead of the account's message; "" sends that.
	MediaID string
	Reprint bool // let it go out as a reprint
}

// sureFor is how long WeChat remembers a clientmsgid, less an hour for clocks.
const sureFor = 23 * time.Hour

// AudienceName is the same for the same audience, whatever the order of openids.
func AudienceName(to wechat.Audience) string {
	switch {
	case to.All:
		return "all"
	case len(to.OpenIDs) > 0:
		ids := slices.Clone(to.OpenIDs)
		slices.Sort(ids)
		return "openids " + model.Sum(ids...)
	}
	return "tag " + strconv.Itoa(to.Tag)
}

// OpenBroadcast is the intent of a broadcast whose outcome is not known, nil when
// there is none.
func OpenBroadcast(st *state.State, a model.Address) *state.Intent {
	for _, i := range st.Intents {
		if i.Address == a && strings.HasPrefix(i.API, "message/mass/") {
			return i
		}
	}
	return nil
}

// Broadcast sends a message once, however often it is called for, and waits for
// the result. The record, which has to exist, then tells of it.
func (r *Runner) Broadcast(ctx context.Context, st *state.State, b Send) error {
	x := r.newRun(plan.Plan{}, st)
	err := x.broadcast(ctx, b)
	if !x.changed {
		return err
	}
	if cerr := r.Store.Commit(context.WithoutCancel(ctx), st); err == nil {
		err = cerr
	}
	return err
}

func (x *run) broadcast(ctx context.Context, b Send) error {
	rec := x.st.Messages[b.Address]
	open := OpenBroadcast(x.st, b.Address)
	if p := rec.Publication; open == nil && p != nil && p.Kind == state.KindBroadcast && p.Status == state.PublicationRunning {
		if p.Audience != AudienceName(b.To) {
			return diag.Stop(nil, "broadcast-other", diag.Pos{}, string(b.Address), p.Audience)
		}
		return x.awaitBroadcast(ctx, b.Address)
	}
	again := open != nil
	switch {
	case open == nil:
		var err error
		if open, err = x.open(ctx, &state.Intent{
			API: wechat.MassAPI(b.To), Address: b.Address, Name: AudienceName(b.To), Key: clientID(x.st.Lineage, b.Address, rec, b.To),
		}); err != nil {
			return err
		}
	case open.Name != AudienceName(b.To):
		return diag.Stop(nil, "broadcast-other", diag.Pos{}, string(b.Address), open.Name)
	case x.Now().Sub(open.Opened) > sureFor:
		return diag.Stop(nil, "broadcast-too-late", diag.Pos{}, string(b.Address), open.Opened.Format(time.DateTime))
	}
	return x.send(ctx, b, rec, open, again)
}

// leftByIt says whether a draft that was refused as unknown left its box: an
// earlier call has sent it then.
func (x *run) leftByIt(ctx context.Context, mediaID string, refusal error) bool {
	if wechat.CodeOf(refusal) != wechat.CodeInvalidMediaID || x.Library.Name() != library.Draft {
		return false
	}
	_, err := x.Library.Get(ctx, mediaID)
	return errors.Is(err, library.ErrGone)
}

// clientID is by what WeChat tells that a broadcast is the same: it follows from
// what is sent to whom, and from what was sent before.
func clientID(lineage string, a model.Address, r *state.Message, to wechat.Audience) string {
	parts := []string{lineage, string(a), AudienceName(to)}
	for _, k := range r.Articles {
		parts = append(parts, k.Hash.Content, k.Hash.Fields, k.Hash.Comments)
	}
	if r.Publication != nil {
		parts = append(parts, strconv.FormatUint(r.Publication.MsgID, 10), r.Publication.ArticleID)
	}
	return "mpsync-" + model.Sum(parts...)
}

func (x *run) send(ctx context.Context, b Send, rec *state.Message, open *state.Intent, again bool) error {
	mediaID := b.MediaID
	if mediaID == "" {
		mediaID = rec.MediaID
	}
	sent, err := x.Public.MassSend(ctx, b.To, mediaID, open.Key, b.Reprint)
	switch wechat.OutcomeOf(err) {
	case wechat.OK:
	case wechat.NotDone:
		if again && x.leftByIt(ctx, mediaID, err) {
			break // sent before, under an id that WeChat did not tell
		}
		if cerr := x.must(ctx, state.Entry{Close: open.ID}); cerr != nil {
			return cerr
		}
		return err
	case wechat.Unknown:
		return diag.Stop(errors.Join(ErrDeferred, err), "broadcast-unknown", diag.Pos{})
	}
	now := *rec
	now.Succeeds(rec)
	p := begun(rec, state.KindBroadcast, x.Now())
	p.MsgID, p.MsgDataID, p.ClientID, p.Audience = sent.MsgID, sent.MsgDataID, open.Key, open.Name
	if p.MsgID == 0 {
		p.Status, p.Ended = state.PublicationPublic, p.Began
	}
	now.Publication, now.Left = p, time.Time{}
	if err := x.must(ctx, state.Entry{Close: open.ID, Messages: map[model.Address]*state.Message{b.Address: &now}}); err != nil {
		return err
	}
	if p.MsgID == 0 {
		return nil
	}
	return x.awaitBroadcast(ctx, b.Address)
}

func (x *run) awaitBroadcast(ctx context.Context, a model.Address) error {
	var status string
	done, err := x.await(ctx, func(ctx context.Context) (over bool, err error) {
		status, err = x.Public.MassGet(ctx, x.st.Messages[a].Publication.MsgID)
		return status == wechat.MassSent || status == wechat.MassFailed || status == wechat.MassDeleted, err
	})
	switch {
	case err != nil:
		return fmt.Errorf("ask for the result: %w", err)
	case !done:
		return diag.Stop(ErrDeferred, "broadcast-waits", diag.Pos{})
	}
	now := *x.st.Messages[a]
	p := *now.Publication
	p.Status, p.Ended = broadcastStatus(status), x.Now().UTC().Truncate(time.Second)
	now.Publication = &p
	if err := x.must(ctx, state.Entry{Messages: map[model.Address]*state.Message{a: &now}}); err != nil {
		return err
	}
	if status == wechat.MassFailed {
		return diag.Stop(nil, "broadcast-failed", diag.Pos{}, string(a))
	}
	return nil
}

func broadcastStatus(s string) state.PublicationStatus {
	switch s {
	case wechat.MassFailed:
		return state.PublicationFailed
	case wechat.MassDeleted:
		return state.PublicationRemoved
	default:
		return state.PublicationPublic
	}
}

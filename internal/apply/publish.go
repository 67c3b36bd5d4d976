package apply

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"mpsync/internal/diag"
	"mpsync/internal/library"
	"mpsync/internal/model"
	"mpsync/internal/plan"
	"mpsync/internal/state"
	"mpsync/internal/wechat"
)

// Public are the calls that bring messages to readers. None of them is repeated
// by the implementation where that could do it twice.
type Public interface {
	library.Publications
	PublishSubmit(ctx context.Context, mediaID string) (wechat.Submitted, error)
	PublishGet(ctx context.Context, publishID string) (wechat.PublishState, error)
	MassSend(ctx context.Context, to wechat.Audience, mediaID, clientID string, reprint bool) (wechat.Broadcast, error)
	MassGet(ctx context.Context, msgID uint64) (string, error)
}

// publish hands a draft in and waits for the result.
func (x *run) publish(ctx context.Context, c plan.Change) error {
	r := x.st.Messages[c.Address]
	switch {
	case r == nil || x.broken[c.Address]:
		return diag.Stop(ErrDeferred, "publish-held", diag.Pos{}, string(c.Address))
	case r.Public():
		return nil // settling found it
	case r.Publication != nil && r.Publication.Status == state.PublicationRunning:
		return x.awaitPublication(ctx, c.Address)
	case x.unsure[c.Address] != "":
		return diag.Stop(ErrDeferred, "publish-outcome-unknown", diag.Pos{}, string(c.Address))
	}
	if a := x.brokenLink(c.Address, r); a != "" {
		return diag.Stop(ErrDeferred, "publish-held", diag.Pos{}, string(a))
	}
	if slices.ContainsFunc(r.Articles, func(a state.Article) bool { return a.Hash == (model.Hash{}) }) {
		// It was found instead of sent: what it says is known with the next update.
		return diag.Stop(ErrDeferred, "publish-held", diag.Pos{}, string(c.Address))
	}
	if x.isSpent(plan.SubmitAPI) {
		return x.deferred(plan.SubmitAPI)
	}
	return x.submit(ctx, c.Address, r)
}

// brokenLink is a message that one links to and that was to be published before
// it in this run, but was not; "" when there is none.
func (x *run) brokenLink(a model.Address, r *state.Message) model.Address {
	for _, k := range r.Articles {
		for _, s := range k.Refs {
			ref, ok := model.ParseReference(s)
			home := x.home[model.Address(ref.Key)]
			if ok && ref.Kind == model.RefLink && home != a && x.broken[home] {
				return home
			}
		}
	}
	return ""
}

// idle says whether an update sends articles for the sake of links only, to what
// was not published after all.
func (x *run) idle(c plan.Change) (waitsFor model.Address, idle bool) {
	for _, a := range c.Articles {
		if !slices.Equal(a.Parts, []string{"links"}) {
			return "", false
		}
	}
	waitsFor = x.brokenLink(c.Address, x.st.Messages[from(c)])
	return waitsFor, waitsFor != ""
}

// submit makes the call, once.
func (x *run) submit(ctx context.Context, a model.Address, r *state.Message) error {
	intent, err := x.open(ctx, &state.Intent{API: plan.SubmitAPI, Address: a, Key: r.MediaID})
	if err != nil {
		return err
	}
	id := intent.ID
	job, err := x.Public.PublishSubmit(x.calls, r.MediaID)
	switch wechat.OutcomeOf(err) {
	case wechat.OK:
		now := *r
		now.Publication = begun(r, state.KindPublish, x.Now())
		now.Publication.PublishID, now.Publication.MsgDataID = job.PublishID, job.MsgDataID
		if err := x.must(ctx, state.Entry{Close: id, Messages: map[model.Address]*state.Message{a: &now}}); err != nil {
			return err
		}
		return x.awaitPublication(ctx, a)
	case wechat.NotDone:
		if cerr := x.must(ctx, state.Entry{Close: id}); cerr != nil {
			return cerr
		}
		return x.spend(plan.SubmitAPI, err)
	case wechat.Unknown:
	}
	if found, ferr := x.publicationOf(ctx, r, intent.Opened); ferr == nil && found != nil {
		return x.madePublic(ctx, a, id, found)
	}
	return diag.Stop(errors.Join(ErrDeferred, err), "publish-outcome-unknown", diag.Pos{}, string(a))
}

// begun is the record of what was just handed in.
func begun(r *state.Message, kind state.PublicationKind, now time.Time) *state.Publication {
	p := &state.Publication{Kind: kind, Status: state.PublicationRunning, Began: now.UTC().Truncate(time.Second)}
	for i, a := range r.Articles {
		p.Articles = append(p.Articles, state.Published{Address: a.Address, Title: a.Title, Index: i})
	}
	return p
}

// publicationOf looks for what a draft became among what was published since.
func (x *run) publicationOf(ctx context.Context, r *state.Message, since time.Time) (*state.Publication, error) {
	list, err := library.Published(ctx, x.Public, since.Add(-skew).Unix())
	if err != nil {
		return nil, err
	}
	seen := *r
	if seen.Baseline == nil {
		seen.Baseline = &state.Baseline{UpdateTime: since.Unix()}
	}
	return plan.FindPublication(x.st, &seen, list), nil
}

// madePublic records a publication that was found instead of answered.
func (x *run) madePublic(ctx context.Context, a model.Address, intent string, p *state.Publication) error {
	now := *x.st.Messages[a]
	now.Publication, now.Left = p, time.Time{}
	return x.publicly(ctx, state.Entry{Close: intent, Messages: map[model.Address]*state.Message{a: &now}})
}

// publicly makes an entry durable after which other addresses are known.
func (x *run) publicly(ctx context.Context, e state.Entry) error {
	err := x.must(ctx, e)
	x.urls = x.st.URLs()
	return err
}

// awaitPublication asks for the result until there is one or the time is over.
func (x *run) awaitPublication(ctx context.Context, a model.Address) error {
	const api = "freepublish/get"
	var s wechat.PublishState
	done, err := x.await(ctx, func(ctx context.Context) (over bool, err error) {
		if x.isSpent(api) {
			return false, x.deferred(api)
		}
		s, err = x.Public.PublishGet(ctx, x.st.Messages[a].Publication.PublishID)
		return err == nil && s.Status != wechat.PublishRunning, err
	})
	switch {
	case err != nil:
		return x.spend(api, err)
	case !done:
		return diag.Stop(ErrDeferred, "publish-waits", diag.Pos{})
	}
	return x.ended(ctx, a, s)
}

// await asks again and again, less and less often, for as long as Wait.
func (r *Runner) await(ctx context.Context, ask func(context.Context) (over bool, err error)) (bool, error) {
	began := r.Now()
	for pause := 2 * time.Second; ; pause = min(2*pause, 30*time.Second) {
		over, err := ask(ctx)
		if over || err != nil {
			return over, err
		}
		if r.Now().Sub(began)+pause > r.Wait {
			return false, nil
		}
		if r.Notify != nil {
			r.Notify(Event{Kind: EventPublish})
		}
		if err := r.Sleep(ctx, pause); err != nil {
			return false, err
		}
	}
}

// ended records the result of a publication.
func (x *run) ended(ctx context.Context, a model.Address, s wechat.PublishState) error {
	now := *x.st.Messages[a]
	p := *now.Publication
	p.ArticleID, p.Code, p.Failed, p.Ended = cmp.Or(s.ArticleID, p.ArticleID), s.Status, s.Failed, x.Now().UTC().Truncate(time.Second)
	p.Articles = slices.Clone(p.Articles)
	for i := range p.Articles {
		p.Articles[i].URL = cmp.Or(s.URLs[p.Articles[i].Index+1], p.Articles[i].URL)
	}
	switch s.Status {
	case wechat.PublishOK:
		p.Status = state.PublicationPublic
	case wechat.PublishDeleted, wechat.PublishBanned:
		p.Status = state.PublicationRemoved
	default:
		p.Status = state.PublicationFailed
	}
	now.Publication = &p
	if err := x.publicly(ctx, state.Entry{Messages: map[model.Address]*state.Message{a: &now}}); err != nil {
		return err
	}
	if s.Status == wechat.PublishOK {
		return nil
	}
	return diag.Stop(nil, fmt.Sprintf("publish-status-%d", s.Status), diag.Pos{}, now.Articles[0].Title, places(s.Failed, len(now.Articles)), string(a))
}

// places lists the articles that failed; where WeChat names none it may be any.
func places(failed []int, articles int) string {
	var list []string
	for _, n := range failed {
		list = append(list, fmt.Sprint(n))
	}
	if len(list) == 0 {
		return fmt.Sprintf("1–%d", articles)
	}
	return strings.Join(list, ", ")
}

// settlePublications finds out what became of calls to publish whose answer
// earlier runs did not get. A draft that still lies in its box may be waiting for
// a review by hand: that it was not handed in is said by a person, or by one look
// at an account that tells at once.
func (x *run) settlePublications(ctx context.Context) error {
	var open []*state.Intent
	for _, i := range x.st.Intents {
		if i.API == plan.SubmitAPI {
			open = append(open, i)
		}
	}
	slices.SortFunc(open, func(a, b *state.Intent) int { return strings.Compare(a.ID, b.ID) })
	for _, i := range open {
		if err := x.settlePublication(ctx, i); err != nil {
			return err
		}
	}
	return nil
}

func (x *run) settlePublication(ctx context.Context, i *state.Intent) error {
	r := x.st.Messages[i.Address]
	if r == nil || r.MediaID != i.Key || settled(r) {
		return x.must(ctx, state.Entry{Close: i.ID})
	}
	found, err := x.publicationOf(ctx, r, i.Opened)
	if err != nil {
		return err
	}
	if found != nil {
		return x.madePublic(ctx, i.Address, i.ID, found)
	}
	_, err = x.Library.Get(ctx, r.MediaID)
	switch gone := errors.Is(err, library.ErrGone); {
	case err != nil && !gone:
		return err
	case !gone && x.Settle == 0:
		return x.must(ctx, state.Entry{Close: i.ID})
	}
	x.unsure[i.Address] = i.API
	return nil
}

// settled says whether it is known how a message came to its readers.
func settled(r *state.Message) bool {
	return r.Publication != nil && r.Publication.Status != state.PublicationFailed
}

// urlOf is where readers find an article, "" where they cannot.
func (x *run) urlOf(a model.Address) string {
	if x.Published != nil {
		if u := x.Published(a); u != "" {
			return u
		}
	}
	return x.urls[a]
}

// homes says which message of a plan holds an article.
func homes(p plan.Plan) map[model.Address]model.Address {
	home := map[model.Address]model.Address{}
	for _, c := range p.Changes {
		if c.Message == nil {
			continue
		}
		for _, a := range c.Message.Articles {
			home[a.Address] = c.Address
		}
	}
	return home
}

// current is an article with the hash that it has now: since it was planned,
// articles that it links to may have been published.
func (x *run) current(a model.Article) model.Article {
	if !slices.ContainsFunc(model.References(a.Content), func(r model.Reference) bool { return r.Kind == model.RefLink }) {
		return a
	}
	a.Hash = model.HashOf(a, x.urlOf)
	deps := map[string]string{}
	for name, was := range a.Deps {
		if strings.HasPrefix(name, "link ") {
			address, _, _ := strings.Cut(was, "\n")
			was = model.LinkDep(model.Address(address), x.urlOf(model.Address(address)))
		}
		deps[name] = was
	}
	a.Deps = deps
	return a
}

// Package survey looks at an account as far as a plan needs it, and makes the
// plan. Use it wherever the site, the state and the account come together.
//
// Its one rule: it makes no call that a decision does not hang on. The listing
// tells what moved; content is read, covers are looked up and unchanged articles
// are rendered only where the plan turns out to depend on them.
//
// It decides nothing and changes nothing.
package survey

import (
	"context"
	"errors"
	"maps"
	"slices"

	"mpsync/internal/build"
	"mpsync/internal/diag"
	"mpsync/internal/library"
	"mpsync/internal/model"
	"mpsync/internal/plan"
	"mpsync/internal/state"
	"mpsync/internal/wechat"
)

// Surveyor says where to look.
type Surveyor struct {
	// Library is nil when the account is not to be asked.
	Library library.Library
	Client  *wechat.Client
	// Full reads the content of every message.
	Full bool
	// Quota asks what today's quota leaves of an API; nil asks nothing.
	Quota func(ctx context.Context, api string) (wechat.Quota, error)
	// Made gives the calls made so far; nil counts none.
	Made func() []plan.Call
	// Render builds the site again with those messages rendered although they are
	// unchanged.
	Render func(ctx context.Context, whole map[model.Address]bool) (build.Result, error)
	// Warn is told why a thread of comments could not be read; nil tells nobody.
	Warn func(diag.Diagnostic)
}

// Plan looks at the account and decides. It fills in what in.Observed should be.
func (s Surveyor) Plan(ctx context.Context, in plan.Input) (plan.Plan, error) {
	if s.Library != nil {
		seen, err := s.observe(ctx, in)
		if err != nil {
			return plan.Plan{}, err
		}
		in.Observed = &seen
		if in.Comments, err = s.comments(ctx, in); err != nil {
			return plan.Plan{}, err
		}
	}
	p := plan.Make(in)
	published, err := s.published(ctx, in, p)
	if err != nil {
		return plan.Plan{}, err
	}
	if len(published) > 0 {
		in.Observed.Published = published
		p = plan.Make(in)
	}
	if whole := unrendered(p); len(whole) > 0 {
		built, err := s.Render(ctx, whole)
		if err != nil {
			return plan.Plan{}, err
		}
		in.Desired, in.Assets, in.Skipped = built.Messages, built.Assets, built.Skipped
		p = plan.Make(in)
	}
	if s.Library == nil {
		return p, nil
	}
	images, err := s.covers(ctx, in.Known, p)
	if err != nil {
		return plan.Plan{}, err
	}
	if in.Observed.Images = images; len(images) > 0 {
		p = plan.Make(in)
	}
	if in.Observed.Declared, err = s.declared(ctx, in, p); err != nil {
		return plan.Plan{}, err
	}
	if len(in.Observed.Declared) > 0 {
		p = plan.Make(in)
	}
	if in.Left = s.left(ctx, p); len(in.Left) > 0 {
		p = plan.Make(in)
	}
	p.Made = s.made(in.Left)
	return p, nil
}

// made are the calls that the plan took, with what is left of them.
func (s Surveyor) made(left map[string]int) []plan.Call {
	if s.Made == nil {
		return nil
	}
	calls := s.Made()
	for i := range calls {
		if n, ok := left[calls[i].API]; ok {
			calls[i].Left = &n
		}
	}
	return calls
}

// left asks what today's quota leaves of the APIs that a plan calls. An account
// that does not say lets every call try.
func (s Surveyor) left(ctx context.Context, p plan.Plan) map[string]int {
	if s.Quota == nil {
		return nil
	}
	apis := map[string]bool{}
	for _, c := range slices.Concat(p.Calls, p.Reads) {
		apis[c.API] = true
	}
	if len(apis) > 0 {
		apis[s.Library.APIs().List] = true // apply looks again
	}
	left := map[string]int{}
	for _, api := range slices.Sorted(maps.Keys(apis)) {
		if q, err := s.Quota(ctx, api); err == nil && q.Limit > 0 {
			left[api] = q.Left
		}
	}
	return left
}

// scan says how much a listing keeps.
func (s Surveyor) scan(in plan.Input) library.ScanOptions {
	if s.Full {
		return library.ScanOptions{Content: true}
	}
	return library.ScanOptions{Dull: plan.Dull(in)}
}

// observe lists the account and reads the content of what may have moved.
func (s Surveyor) observe(ctx context.Context, in plan.Input) (model.Account, error) {
	seen, err := library.Scan(ctx, s.Library, s.scan(in))
	if err != nil {
		return seen, err
	}
	in.Observed = &seen
	want := map[string]bool{}
	for _, id := range plan.Wants(in) {
		want[id] = true
	}
	listed := seen.Messages
	seen.Messages = nil
	for _, o := range listed {
		if want[o.MediaID] {
			whole, err := s.Library.Get(ctx, o.MediaID)
			if errors.Is(err, library.ErrGone) {
				continue // deleted since it was listed
			}
			if err != nil {
				return seen, err
			}
			whole.MediaID, whole.UpdateTime = o.MediaID, o.UpdateTime
			o = whole
		}
		seen.Messages = append(seen.Messages, o)
	}
	return seen, s.late(ctx, in, &seen)
}

// late adds messages that were made a short while ago and that the lists do not
// show yet, so that they are not taken for gone.
func (s Surveyor) late(ctx context.Context, in plan.Input, seen *model.Account) error {
	listed := map[string]bool{}
	for _, o := range seen.Messages {
		listed[o.MediaID] = true
	}
	for _, a := range slices.Sorted(maps.Keys(in.Known.Messages)) {
		r := in.Known.Messages[a]
		if !seen.Complete || listed[r.MediaID] || r.Public() || r.Created.IsZero() || in.Now.Sub(r.Created) > plan.ListingLag {
			continue
		}
		o, err := s.Library.Get(ctx, r.MediaID)
		if errors.Is(err, library.ErrGone) {
			continue
		}
		if err != nil {
			return err
		}
		o.MediaID = r.MediaID
		seen.Messages = append(seen.Messages, o)
	}
	return nil
}

// unrendered names the messages that a plan sends, or shows the differences of,
// although they were built from their records, which hold no content.
func unrendered(p plan.Plan) map[model.Address]bool {
	whole := map[model.Address]bool{}
	for _, c := range p.Changes {
		for _, i := range c.Sent() {
			if c.Message.Articles[i].Content == "" {
				whole[c.Address] = true
			}
		}
	}
	for _, n := range p.Notes {
		if (n.Code == plan.NoteEdited || n.Code == plan.NoteAccepted) && n.Diff == "" {
			whole[n.Address] = true
		}
	}
	return whole
}

// covers looks up the covers that the account may hold already: only a state
// that was lost makes that worth the calls. It may be lost where a message is
// adopted, or where a new state meets one of our names among the newest images.
// An upload whose outcome is unknown is looked for by apply.
func (s Surveyor) covers(ctx context.Context, known *state.State, p plan.Plan) ([]model.Material, error) {
	names := map[string]bool{}
	for _, u := range p.Uploads {
		if u.Ref.Kind == model.RefCover || u.Asset.Permanent {
			names[u.Asset.Name] = true
		}
	}
	lost := p.Count(plan.Adopt) > 0
	if !lost && len(names) > 0 && known.Serial == 0 && len(known.Materials) == 0 {
		_, newest, err := s.Client.BatchGetMaterial(ctx, wechat.Image, 0, wechat.PageSize)
		if err != nil {
			return nil, err
		}
		lost = slices.ContainsFunc(newest, func(m model.Material) bool { return names[m.Name] })
	}
	if !lost {
		return nil, nil
	}
	return library.Images(ctx, s.Client, slices.Sorted(maps.Keys(names)))
}

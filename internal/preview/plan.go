package preview

import (
	"context"
	"errors"
	"slices"
	"strings"
	"sync"
	"time"

	"mpsync/internal/library"
	"mpsync/internal/model"
	"mpsync/internal/plan"
)

// planner knows what was seen of the account and the plan that follows.
type planner struct {
	mu   sync.Mutex
	seen map[string]sight // by media_id
	// plan is that of edition number, if it was made.
	plan   plan.Plan
	number int
	made   bool
}

// sight is a message as the account held it when it was looked at.
type sight struct {
	observed model.Observed
	gone     bool
	at       time.Time
	serial   int64 // of the state at that time
	err      error
}

// planOf is what an apply would do, as far as is known without asking: from the
// state, and from the messages that were looked at.
func (s *Server) planOf(e *edition) plan.Plan {
	p := &s.planner
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.made && p.number == e.number {
		return p.plan
	}
	in := s.Input(e.site, e.state, e.loaded, e.built)
	in.Now = s.Now()
	if account := p.account(); len(account.Messages) > 0 {
		in.Observed = &account
	}
	p.plan, p.number, p.made = plan.Make(in), e.number, true
	return p.plan
}

// account is what was seen, which is never all of it.
func (p *planner) account() model.Account {
	var a model.Account
	for _, x := range p.seen {
		if x.err == nil && !x.gone {
			a.Messages = append(a.Messages, x.observed)
		}
	}
	slices.SortFunc(a.Messages, func(a, b model.Observed) int { return strings.Compare(a.MediaID, b.MediaID) })
	return a
}

// sightOf is what was seen of a message, if anything.
func (p *planner) sightOf(mediaID string) (sight, bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	x, ok := p.seen[mediaID]
	return x, ok
}

// look reads a message of the account, which makes for another plan.
func (s *Server) look(ctx context.Context, e *edition, mediaID string) {
	o, err := s.Account.Look(ctx, mediaID)
	if ctx.Err() != nil {
		return
	}
	o.MediaID = mediaID
	x := sight{observed: o, at: s.Now(), serial: e.state.Serial, err: err}
	if errors.Is(err, library.ErrGone) {
		x.gone, x.err = true, nil
	}
	p := &s.planner
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.seen == nil {
		p.seen = map[string]sight{}
	}
	p.seen[mediaID], p.made = x, false
}

// lookNear looks at a message unasked where that costs nothing, once for each
// state of what was done.
func (s *Server) lookNear(ctx context.Context, e *edition, mediaID string) {
	if !s.Account.Near || s.Account.Look == nil || mediaID == "" {
		return
	}
	if x, ok := s.planner.sightOf(mediaID); ok && x.serial == e.state.Serial {
		return
	}
	s.look(ctx, e, mediaID)
}

package wechat

import (
	"context"
	"errors"
	"net"
	"time"
)

// How often a call is made again, at most.
const (
	busyRetries   = 3 // after 1, 2 and 4 s
	minuteRetries = 3
	lagRetries    = 3 // after 1, 2 and 4 s
)

// freshFor is how long after an upload its media_id may still be unknown to
// other calls.
const freshFor = time.Minute

// policy decides whether a call that ended in an error is made again.
type policy struct {
	c         *Client
	r         request
	stale     string // the token that was refused
	refreshed bool
	unknown   bool // an earlier try may have had its effect
	busy      int
	minutes   int
	lags      int
}

// next says whether the call that ended in e is to be made again, and when. A
// call that creates is made again only after refusals, which have no effect.
func (p *policy) next(ctx context.Context, e *Error, token string) (wait time.Duration, again bool) {
	if e.Outcome == Unknown {
		p.unknown = true
	}
	switch {
	case ctx.Err() != nil:
		return 0, false
	case e.Class == ClassToken && !p.refreshed:
		p.refreshed, p.stale = true, token
		return 0, true
	case e.Class == ClassMinute && p.minutes < minuteRetries:
		p.minutes++
		return p.c.untilNextMinute(), true
	case e.Code == CodeInvalidMediaID && p.lags < lagRetries && p.c.anyFresh(p.r.thumbs):
		p.lags++
		return time.Second << (p.lags - 1), true
	case p.r.effect != creates && passing(e) && p.busy < busyRetries:
		p.busy++
		return p.c.spread(time.Second << (p.busy - 1)), true
	}
	return 0, false
}

// final is e with the outcome of all tries.
func (p *policy) final(e *Error) *Error {
	f := *e
	switch {
	case p.r.effect == reads:
		f.Outcome = NotDone
	case p.unknown:
		f.Outcome = Unknown
	}
	return &f
}

// passing says whether an error may go away by itself.
func passing(e *Error) bool {
	switch e.Class {
	case ClassBusy:
		return true
	case ClassNetwork:
		dns, ok := errors.AsType[*net.DNSError](e)
		return !ok || !dns.IsNotFound
	default:
		return false
	}
}

// spread shortens d by up to a half, so that processes that were refused
// together do not come back together.
func (c *Client) spread(d time.Duration) time.Duration {
	return d - time.Duration(c.cfg.Rand()*float64(d)/2)
}

// untilNextMinute is how long the minute lasts, and a second for clocks that differ.
func (c *Client) untilNextMinute() time.Duration {
	now := c.cfg.Now()
	return now.Truncate(time.Minute).Add(time.Minute+time.Second).Sub(now) + time.Duration(c.cfg.Rand()*float64(5*time.Second))
}

// added remembers an upload.
func (c *Client) added(mediaID string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.fresh[mediaID] = c.cfg.Now()
}

// anyFresh says whether one of the media_ids was uploaded a short while ago.
func (c *Client) anyFresh(mediaIDs []string) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, id := range mediaIDs {
		if at, ok := c.fresh[id]; ok && c.cfg.Now().Sub(at) < freshFor {
			return true
		}
	}
	return false
}

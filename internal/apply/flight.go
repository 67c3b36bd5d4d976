package apply

import "context"

// flight is the context of the calls that change the account. A run that is told
// to stop starts no new one and lets those in flight finish, so that their
// outcome is known: they end only with Abort, or when the time of ctx is up.
func (r *Runner) flight(ctx context.Context) (calls context.Context, end func()) {
	if r.Abort == nil {
		return ctx, func() {}
	}
	var cancel context.CancelFunc
	if deadline, ok := ctx.Deadline(); ok {
		calls, cancel = context.WithDeadline(context.WithoutCancel(ctx), deadline)
	} else {
		calls, cancel = context.WithCancel(context.WithoutCancel(ctx))
	}
	stop := context.AfterFunc(ctx, func() {
		select {
		case <-r.Abort:
			cancel()
		case <-calls.Done():
		}
	})
	return calls, func() {
		stop()
		cancel()
	}
}

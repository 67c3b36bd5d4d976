package survey

import (
	"context"

	"mpsync/internal/library"
	"mpsync/internal/model"
	"mpsync/internal/plan"
	"mpsync/internal/wechat"
)

// published reads what was published since the drafts were written that a plan
// misses. An account that may not publish has nothing to show.
func (s Surveyor) published(ctx context.Context, in plan.Input, p plan.Plan) ([]model.Published, error) {
	since, wanted := plan.WantsPublished(in, p)
	if !wanted {
		return nil, nil
	}
	var back int64
	if !since.IsZero() {
		back = since.Unix()
	}
	list, err := library.Published(ctx, s.Client, back)
	switch wechat.ClassOf(err) {
	case wechat.ClassPermission, wechat.ClassClosed, wechat.ClassDaily, wechat.ClassRefused:
		return nil, nil
	default:
		return list, err
	}
}
